/** What stands at this window, as the screen has it. */
import { useCell } from "../../parts/cell";
import { useSession, type Session } from "../desk/session";
import type { Here } from "./acts";

export function hereOf(session: Session): Here {
  const form = session.form.get();
  return {
    visit: session.desk.get()?.visit != null,
    open:
      form === null || session.outcome.get() !== null
        ? null
        : { slip: form.view.slip, itemName: form.view.itemName },
  };
}

/** Drawn again when a visit begins, or an intake opens or ends. */
export function useHere(): Here {
  const session = useSession();
  useCell(session.desk);
  useCell(session.form);
  useCell(session.outcome);
  return hereOf(session);
}
