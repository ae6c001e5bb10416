/** How a field hands over what was typed, and where Enter goes from there. */
import type { FieldSchema } from "../../host/types";
import { useSession } from "../desk/session";
import { authoritative } from "./chips";
import type { Form } from "./form";

/** Where Enter goes; the same object for the whole form, so that no field is drawn again for it. */
export interface Walk {
  next: (from: string) => void;
  previous: (from: string) => void;
}

/** Sends a value. Replacing what a register said asks for the reason first. */
export function useSend(form: Form, schema: FieldSchema): (text: string, then?: () => void) => void {
  const session = useSession();
  return (text, then) => {
    const state = form.field(schema.key).get();
    if (form.sends(schema.key, text)) {
      then?.();
      return;
    }
    if (state.filled && text !== "" && authoritative(state.chip?.kind)) {
      session.layer.set({ kind: "reason", key: schema.key, text, then: then ?? (() => undefined) });
      return;
    }
    void form.commit(schema.key, text, null);
    then?.();
  };
}
