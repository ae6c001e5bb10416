/** Choosing from a code list by digit, by name or by code. */
import type { Choice } from "../../host/types";

/** Lists up to ten lines are chosen by one digit (`0` is the tenth). */
export const byDigit = (choices: Choice[]): boolean => choices.length <= 10;

export function choiceAt(choices: Choice[], digit: number): Choice | undefined {
  return choices[digit === 0 ? 9 : digit - 1];
}

/** Choices that fit what was typed: by part of the name or the beginning of the code. */
export function fitting(choices: Choice[], typed: string): Choice[] {
  const text = typed.trim().toLowerCase();
  if (text === "") return choices;
  return choices.filter(
    (one) => one.name.toLowerCase().includes(text) || one.code.toLowerCase().startsWith(text),
  );
}

/** The code a typed text means, or the text itself when the list does not know it: the host will say so. */
export function codeOf(choices: Choice[], typed: string): string {
  const text = typed.trim();
  const exact = choices.find((one) => one.name === text || one.code === text);
  if (exact !== undefined) return exact.code;
  const fits = fitting(choices, text);
  return fits.length === 1 && fits[0] !== undefined ? fits[0].code : text;
}

/** Codes after one was toggled, in the order of the list, one per line. */
export function toggled(choices: Choice[], codes: string[], code: string): string {
  const on = new Set(codes);
  if (!on.delete(code)) on.add(code);
  return choices
    .filter((one) => on.has(one.code))
    .map((one) => one.code)
    .join("\n");
}
