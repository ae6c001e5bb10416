/** Words of the screens by typed key: a key that a language lacks does not compile. */
import type { TroubleView } from "../host/types";
import { cell, useCell } from "../parts/cell";
import { en } from "./en";
import { zh } from "./zh-CN";

export type Word = keyof typeof zh;
export type Language = "zh-CN" | "en";

const books: Record<Language, Record<Word, string>> = { "zh-CN": zh, en };

export const language = cell<Language>("zh-CN");

export function say(book: Language, word: Word, values: Record<string, string | number> = {}): string {
  return books[book][word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export type Say = (word: Word, values?: Record<string, string | number>) => string;

/** Draws the component again when the language changes. */
export function useWords(): Say {
  const book = useCell(language);
  return (word, values) => say(book, word, values);
}

/** The sentence of a trouble or finding in the language of the screen. */
export function useSentence(): (of: Pick<TroubleView, "zh" | "en">) => string {
  const book = useCell(language);
  return (of) => (book === "en" ? of.en : of.zh);
}

export function switchLanguage(): void {
  language.set(language.get() === "zh-CN" ? "en" : "zh-CN");
  document.documentElement.lang = language.get();
}

/** A word in both languages, for finding by either. */
export function inBothLanguages(word: Word): string[] {
  return [say("zh-CN", word), say("en", word)];
}
