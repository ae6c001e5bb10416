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
