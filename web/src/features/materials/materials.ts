/** What can be done with a material slot, by digit, and how its state reads. */
import type { SlotView } from "../../host/types";
import type { Tone } from "../../parts/Pill";

export type SlotDeed =
  | "licence"
  | "file"
  | "paper"
  | "print"
  | "sign"
  | "promise"
  | "unpromise"
  | "notTolerant"
  | "shown"
  | "copy"
  | "reuse"
  | "compare"
  | "clear";

/** 容缺: it is missing, wanted, and may come later. */
export const mayFollow = (slot: SlotView): boolean =>
  slot.tolerantDays !== null && isMissing(slot) && !slot.promised;

const isMissing = (slot: SlotView): boolean => slot.required && slot.applies === true && !slot.satisfied;

/**
 * The digits of a slot: generated forms are printed and signed, all others come as licence, file or paper; what is
 * missing may be promised where the item lets it, and is shown as not possible where it does not.
 */
export function deedsOf(slot: SlotView, helping = false): { digit: number; deed: SlotDeed }[] {
  // A helper leaves what is signed to the applicant and the window.
  if (helping && slot.generated) return [];
  const ways: { digit: number; deed: SlotDeed }[] =
    slot.generated
      ? [
          { digit: 1, deed: "print" },
          { digit: 2, deed: "sign" },
        ]
      : slot.how === "licence"
        ? // 免提交: neither paper nor a file is taken where a licence stands.
          [{ digit: 1, deed: "licence" }]
        : [
            { digit: 1, deed: "licence" },
            { digit: 2, deed: "file" },
            { digit: 3, deed: "paper" },
          ];
  // The promise is the applicant's, given before the window that accepts.
  if (isMissing(slot) && !helping)
    ways.push({
      digit: 4,
      deed: slot.promised ? "unpromise" : slot.tolerantDays === null ? "notTolerant" : "promise",
    });
  // 亮证码: where the library may have it and it is not here yet.
  if (!slot.generated && slot.source === "电子证照" && slot.how !== "licence") ways.push({ digit: 5, deed: "shown" });
  if ((slot.how === "licence" || slot.how === "files") && !helping) ways.push({ digit: 6, deed: "copy" });
  // Only the window that accepts has the original before it.
  if (slot.how === "files" && slot.grade === "D" && !helping) ways.push({ digit: 7, deed: "compare" });
  // 复用: what was handed in with an earlier case, where nothing is here yet.
  if (!slot.generated && slot.how === null && !helping) ways.push({ digit: 8, deed: "reuse" });
  return slot.how === null ? ways : [...ways, { digit: 9, deed: "clear" }];
}

export type SlotState = "notAsked" | "unanswered" | "satisfied" | "unsigned" | "promised" | "missing" | "optional";

export function stateOf(slot: SlotView): SlotState {
  if (slot.applies === false) return "notAsked";
  if (slot.satisfied) return "satisfied";
  if (slot.promised && isMissing(slot)) return "promised";
  if (slot.unsigned) return "unsigned";
  if (slot.applies === null) return "unanswered";
  return slot.required ? "missing" : "optional";
}

export const toneOf: Record<SlotState, Tone> = {
  notAsked: "mute",
  unanswered: "warn",
  satisfied: "ok",
  unsigned: "warn",
  promised: "info",
  missing: "bad",
  optional: "mute",
};

/** Satisfied and wanted slots, for the section bar; what is promised is wanted later. */
export function tally(slots: SlotView[]): { have: number; want: number; later: number } {
  const wanted = slots.filter((slot) => slot.applies !== false && (slot.required || slot.satisfied));
  const later = wanted.filter((slot) => stateOf(slot) === "promised").length;
  return { have: wanted.filter((slot) => slot.satisfied).length, want: wanted.length - later, later };
}

/** Bytes a file may have before the window refuses to read it at all. */
export const maxFileBytes = 30 * 1024 * 1024;

/** What the chosen situation asks for and nobody has brought yet. */
export function toBring(slots: SlotView[]): SlotView[] {
  return slots.filter((slot) => isMissing(slot) && !slot.generated && !slot.promised);
}

/** The item's own forms: whether each that is asked for is signed. */
export function signatures(slots: SlotView[]): { have: number; want: number } {
  const forms = slots.filter((slot) => slot.generated && slot.applies !== false);
  return { have: forms.filter((slot) => slot.satisfied).length, want: forms.length };
}
