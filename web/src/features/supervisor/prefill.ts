/** 智能预填: sums over the hall's rows. */
import type { PrefillRowView } from "../../host/types";

export type By = "item" | "desk";

/** Counts of one item, one window, or all of them. */
export interface Sum {
  key: string;
  name: string;
  cases: number;
  required: number;
  filled: number;
  changed: number;
  typed: number;
  own: number;
}

const nothing = (key: string, name: string): Sum => ({
  key,
  name,
  cases: 0,
  required: 0,
  filled: 0,
  changed: 0,
  typed: 0,
  own: 0,
});

function add(sum: Sum, row: PrefillRowView): void {
  for (const key of ["cases", "required", "filled", "changed", "typed", "own"] as const) sum[key] += row[key];
}

/** By item or window: what is filled least comes first, so that it is seen. */
export function sums(rows: PrefillRowView[], by: By): Sum[] {
  const found = new Map<string, Sum>();
  for (const row of rows) {
    const [key, name] = by === "item" ? [row.item, row.itemName] : [row.desk, row.desk];
    const sum = found.get(key) ?? nothing(key, name);
    add(sum, row);
    found.set(key, sum);
  }
  const least = (a: Sum, b: Sum) => ratio(a) - ratio(b) || a.key.localeCompare(b.key);
  return [...found.values()].sort(least);
}

export function total(rows: PrefillRowView[], name: string): Sum {
  const sum = nothing("", name);
  for (const row of rows) add(sum, row);
  return sum;
}

/** 预填率; 1 where nothing is required. */
export const ratio = (sum: Sum): number => (sum.required === 0 ? 1 : sum.filled / sum.required);

/** The same, with the applicant's own acts as fields that nobody filled. */
export const ratioWithOwn = (sum: Sum): number => {
  const all = sum.required + sum.own;
  return all === 0 ? 1 : sum.filled / all;
};

export const inPercent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
