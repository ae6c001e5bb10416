import type { Chip } from "../../host/types";
import type { Say, Word } from "../../words";

/** Which colour a source has. The word beside it says the same. */
const tones: Record<string, string> = {
  registry: "corp",
  population: "pop",
  card: "pop",
  licence: "lic",
  history: "his",
  online: "his",
  recognition: "ocr",
};

export function chipTone(kind: string): string {
  return tones[kind] ?? "man";
}

/** Sources whose value the clerk must give a reason to replace. */
export function authoritative(kind: string | undefined): boolean {
  return kind === "registry" || kind === "licence" || kind === "card" || kind === "history";
}

/** How old what an earlier case said is; null where no earlier case said it. */
export function ageOf(say: Say, chip: Chip): string | null {
  if (chip.earlier === null) return null;
  const { months } = chip.earlier;
  return months === 0 ? say("earlier.fresh") : say("earlier.months", { n: months });
}

const ways: Record<string, Word> = {
  guidance: "earlier.guidance",
  online: "earlier.online",
  recognition: "earlier.recognition",
};

/** The earlier case of a value: its item, its age and how it came there. */
export function earlierOf(say: Say, chip: Chip): string | null {
  if (chip.earlier === null) return null;
  const { item, how } = chip.earlier;
  return say("earlier.of", { item, age: ageOf(say, chip) ?? "", how: say(ways[how] ?? "earlier.typed") });
}
