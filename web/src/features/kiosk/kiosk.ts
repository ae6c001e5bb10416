/** Where somebody at the kiosk stands. Nothing of a person is in it. */
import type { NumberView, TroubleView } from "../../host/types";

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

/** After so long without a touch the page belongs to the next one. */
export function idleMs(step: Step): number | null {
  switch (step.kind) {
    case "groups":
      return null;
    case "number":
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
