/**
 * 一次告知补正: the list before it is issued. What the review found stays in it and its words may change; what the clerk
 * adds may go again. The desk and the hall judge the same once more.
 */
import type { DemandForm } from "../../host/types";
import type { Word } from "../../words";

/** Demands of one notice at most, and characters of a name and of a sentence; see `cases::case::told`. */
export const most = 300;
const longestName = 200;
const longest = 500;

export const boxes = ["material", "wrong", "cure", "basis"] as const;
export type Box = (typeof boxes)[number];

export const boxWord: Record<Box, Word> = {
  material: "supplement.material",
  wrong: "supplement.wrong",
  cure: "supplement.cure",
  basis: "supplement.basis",
};

export const limitOf = (box: Box): number => (box === "material" ? longestName : longest);

/** Added by the clerk: the review knows nothing of it. */
export const isOwn = (row: DemandForm): boolean => row.at === "";

export const blank: DemandForm = { at: "", id: "", material: "", wrong: "", cure: "", basis: "" };

const isBlank = (row: DemandForm): boolean => boxes.every((box) => row[box].trim() === "");

/** What the review finds now, in the words that were written for it before, then the clerk's own lines. */
export function merged(found: DemandForm[], before: DemandForm[]): DemandForm[] {
  const rows = found.map((row) => {
    const said = before.find((one) => !isOwn(one) && one.at === row.at && one.id === row.id);
    return said ?? row;
  });
  return [...rows, ...before.filter((row) => isOwn(row) && !isBlank(row))];
}

/** A line that was added and never written is none. */
export const written = (rows: DemandForm[]): DemandForm[] => rows.filter((row) => !isOwn(row) || !isBlank(row));

export interface Fault {
  /** Place in the list, from 0; `null` of the list as a whole. */
  at: number | null;
  box: Box;
  word: Word;
  what: Box | null;
  most: number;
}

/** The first thing that keeps the list from being issued. An empty basis takes the law of the item. */
export function faultOf(rows: DemandForm[]): Fault | null {
  const whole = (word: Word): Fault => ({ at: null, box: "material", word, what: null, most });
  if (rows.length === 0) return whole("supplement.empty");
  if (rows.length > most) return whole("supplement.tooMany");
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    for (const box of boxes) {
      const text = row[box].trim();
      const limit = limitOf(box);
      if (text === "" && box !== "basis") return { at, box, word: "supplement.lacks", what: box, most: limit };
      if ([...text].length > limit) return { at, box, word: "supplement.long", what: box, most: limit };
    }
    const name = JSON.stringify([row.material.trim(), row.wrong.trim()]);
    if (seen.has(name)) return { at, box: "wrong", word: "supplement.twice", what: null, most };
    seen.add(name);
  }
  return null;
}

/** Lists that were begun and not issued, by their intake: going back loses nothing. */
const begun = new WeakMap<object, DemandForm[]>();

export const keptFor = (form: object): DemandForm[] => begun.get(form) ?? [];
export const keepFor = (form: object, rows: DemandForm[]): void => void begun.set(form, rows);
export const forget = (form: object): void => void begun.delete(form);
