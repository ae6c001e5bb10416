/** The right-hand side in figures: shares of the prefill bar, and the one next action. */
import type { Counts } from "../../host/types";
import type { Word } from "../../words";
import { chipTone } from "../intake/chips";
import type { Form } from "../intake/form";
import { nextPlace, ranked, stop } from "../intake/walk";

export interface Share {
  kind: string;
  word: Word | null;
  tone: string;
  fields: number;
  /** Of all fields of the form, 0–1. */
  share: number;
}

const words: Record<string, Word> = {
  registry: "chip.registry",
  population: "chip.population",
  licence: "chip.licence",
  card: "chip.card",
  history: "chip.history",
  recognition: "chip.recognition",
  guidance: "chip.guidance",
  derived: "chip.derived",
  typed: "chip.typed",
};

/** Sources from the largest share down, typed ones last. */
export function shares(counts: Counts): Share[] {
  const all = Math.max(
    1,
    Object.values(counts.bySource).reduce((sum, one) => sum + one, 0) +
      (counts.required - counts.requiredFilled),
  );
  return Object.entries(counts.bySource)
    .filter(([, fields]) => fields > 0)
    .map(([kind, fields]) => ({
      kind,
      word: words[kind] ?? null,
      tone: chipTone(kind),
      fields,
      share: fields / all,
    }))
    .sort(
      (one, other) =>
        Number(one.kind === "typed") - Number(other.kind === "typed") || other.fields - one.fields,
    );
}

export type Next =
  | { kind: "place"; name: string; what: Word; label: string }
  | { kind: "blocker" }
  | { kind: "accept" };

/** The one next action of an open intake. */
export function nextOf(form: Form): Next {
  const name = nextPlace(form, null);
  if (name === stop.next)
    return ranked(form.findings.get())[0]?.level === "block" ? { kind: "blocker" } : { kind: "accept" };
  const at = name.indexOf(":");
  const id = name.slice(at + 1);
  switch (name.slice(0, at)) {
    case "field":
      return { kind: "place", name, what: "next.field", label: form.label(id) };
    case "slot":
      return {
        kind: "place",
        name,
        what: "next.slot",
        label: form.slots.get().find((slot) => slot.material === id)?.name ?? id,
      };
    case "demand":
      return {
        kind: "place",
        name,
        what: "next.demand",
        label: form.told.get()?.lines[Number(id)]?.material ?? "",
      };
    case "subject":
      return {
        kind: "place",
        name,
        what: "next.subject",
        label: form.subjects.get().find((one) => one.subject === id)?.label ?? id,
      };
    default:
      return {
        kind: "place",
        name,
        what: "next.question",
        label: form.questions.get().find((one) => one.id === id)?.text ?? id,
      };
  }
}
