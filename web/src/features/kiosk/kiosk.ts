/** Where somebody at the kiosk stands. Nothing of a person is in it. */
import type { NumberView, SlipView, TroubleView } from "../../host/types";
import type { Word } from "../../words";

export type Step =
  | { kind: "groups" }
  | { kind: "how"; group: string; priority: string | null }
  | { kind: "appointment"; typed: string }
  | { kind: "missed" }
  | { kind: "help" }
  | { kind: "helped" }
  | { kind: "number"; number: NumberView }
  | { kind: "trouble"; trouble: TroubleView };

export const priorities = ["elder", "disabled", "pregnant", "military"] as const;

/** What somebody at a kiosk may need a person for, most asked first. */
export const helpNotes = ["findItem", "form", "materials", "face", "elderly", "mobility", "other"] as const;

/** Digits of an appointment's code. */
export const codeLength = 6;

/** What is said of a slip. `null`: this kiosk prints none. */
export function slipWord(slip: SlipView | null): Word {
  switch (slip?.state) {
    case undefined:
      return "kiosk.slip.none";
    case "printing":
      return "kiosk.slip.printing";
    case "done":
    case "sent":
      return "kiosk.slip.done";
    case "doubtful":
      return "kiosk.slip.doubtful";
    case "failed":
      return noPaper.get(slip?.trouble?.code ?? "") ?? "kiosk.slip.failed";
  }
}

/** What whoever stands before it can tell the hall's staff. */
const noPaper = new Map<string, Word>([
  ["YC-3401", "kiosk.slip.noPaper"],
  ["YC-3403", "kiosk.slip.open"],
]);

/** Not on paper, as far as is known: it is to be noted from the screen. */
export const isToBeNoted = (slip: SlipView | null): boolean =>
  slip === null || slip.state === "failed" || slip.state === "doubtful";

/** After so long without a touch the page belongs to the next one; whoever has no slip needs time to note the number. */
export function idleMs(step: Step, slip: SlipView | null = null): number | null {
  switch (step.kind) {
    case "groups":
      return null;
    case "number":
      return isToBeNoted(slip) ? 30_000 : 15_000;
    case "helped":
      return 15_000;
    case "how":
    case "appointment":
    case "missed":
    case "help":
    case "trouble":
      return 30_000;
  }
}

/** One touch on the number pad; `"back"` takes the last digit away. */
export function touched(typed: string, key: string): string {
  if (key === "back") return typed.slice(0, -1);
  return /^\d$/.test(key) && typed.length < codeLength ? typed + key : typed;
}
