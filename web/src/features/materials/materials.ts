/** What can be done with a material slot, by digit, and how its state reads. */
import type { SlotView } from "../../host/types";
import type { Tone } from "../../parts/Pill";

export type SlotDeed = "licence" | "file" | "paper" | "print" | "sign" | "clear";

/** The digits of a slot: generated forms are printed and signed, all others come as licence, file or paper. */
export function deedsOf(slot: SlotView, helping = false): { digit: number; deed: SlotDeed }[] {
  // A helper leaves what is signed to the applicant and the window.
  if (helping && slot.generated) return [];
  const ways: { digit: number; deed: SlotDeed }[] =
    slot.generated
      ? [
          { digit: 1, deed: "print" },
          { digit: 2, deed: "sign" },
        ]
      : [
          { digit: 1, deed: "licence" },
          { digit: 2, deed: "file" },
          { digit: 3, deed: "paper" },
        ];
  return slot.how === null ? ways : [...ways, { digit: 9, deed: "clear" }];
}

export type SlotState = "notAsked" | "unanswered" | "satisfied" | "unsigned" | "missing" | "optional";

export function stateOf(slot: SlotView): SlotState {
  if (slot.applies === false) return "notAsked";
  if (slot.satisfied) return "satisfied";
  if (slot.unsigned) return "unsigned";
  if (slot.applies === null) return "unanswered";
  return slot.required ? "missing" : "optional";
}

export const toneOf: Record<SlotState, Tone> = {
  notAsked: "mute",
  unanswered: "warn",
  satisfied: "ok",
  unsigned: "warn",
  missing: "bad",
  optional: "mute",
};

/** Satisfied and wanted slots, for the section bar. */
export function tally(slots: SlotView[]): { have: number; want: number } {
  const wanted = slots.filter((slot) => slot.applies !== false && (slot.required || slot.satisfied));
  return { have: wanted.filter((slot) => slot.satisfied).length, want: wanted.length };
}

/** Bytes a file may have before the window refuses to read it at all. */
export const maxFileBytes = 30 * 1024 * 1024;

/** What the chosen situation asks for and nobody has brought yet. */
export function toBring(slots: SlotView[]): SlotView[] {
  return slots.filter((slot) => slot.required && slot.applies === true && !slot.satisfied && !slot.generated);
}

/** The item's own forms: whether each that is asked for is signed. */
export function signatures(slots: SlotView[]): { have: number; want: number } {
  const forms = slots.filter((slot) => slot.generated && slot.applies !== false);
  return { have: forms.filter((slot) => slot.satisfied).length, want: forms.length };
}
