/** What stands before the desk: which screen, and the codes as people write them. */
import type { StartView } from "../../host/types";

export type StartScreen = StartView["state"]["kind"];

/** A recovery code in groups of four or five, so that it can be copied by hand. */
export function grouped(code: string): string[] {
  const given = code.split(/[\s-]+/).filter((part) => part !== "");
  return given.length > 1 ? given : (code.match(/.{1,4}/g) ?? []);
}

/** A typed recovery code: half-width, upper case, single blanks gone. */
export function typedCode(text: string): string {
  return text.normalize("NFKC").trim().toUpperCase().replace(/\s+/g, "-").replace(/-+/g, "-");
}
