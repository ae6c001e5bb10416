/** 数据使用监管: what the hall said last, tab by tab. */
import type { Word } from "../../words";

export type Tab = "alarms" | "samples" | "month" | "grants";
export const tabs: Tab[] = ["alarms", "samples", "month", "grants"];

const kinds: Record<string, Word> = {
  withoutTicket: "looks.kind.withoutTicket",
  tooMany: "looks.kind.tooMany",
  manyInCase: "looks.kind.manyInCase",
  denied: "looks.kind.denied",
  offHours: "looks.kind.offHours",
  own: "looks.kind.own",
  relative: "looks.kind.relative",
  listed: "looks.kind.listed",
};

export const kindOf = (kind: string): Word => kinds[kind] ?? "looks.kind.other";

/** How an alarm may end, in the order of its digits. */
export const outcomes = ["inOrder", "warned", "passedOn"] as const;
export type Outcome = (typeof outcomes)[number];
export const outcomeOf = (outcome: string): Word =>
  outcomes.some((one) => one === outcome) ? (`looks.outcome.${outcome as Outcome}` as Word) : "looks.kind.other";

/** The month in the hall at a moment, `2026-11`. */
export const monthAt = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 7);

/** A month earlier or later. */
export function stepMonth(month: string, by: number): string {
  const [year, of] = month.split("-").map(Number);
  return new Date(Date.UTC(year ?? 1970, (of ?? 1) - 1 + by, 1)).toISOString().slice(0, 7);
}

/** One cell of comma-separated values: what a table program would take for a formula stands behind an apostrophe. */
export function csvCell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠|%]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[,"\n\r;\t]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvOf = (rows: string[][]): string =>
  `\ufeff${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
