import { expect, test } from "vitest";
import type { PrefillRowView } from "../../host/types";
import { inPercent, ratio, ratioWithOwn, sums, total } from "./prefill";

const row = (desk: string, item: string, required: number, filled: number): PrefillRowView => ({
  desk,
  item,
  itemName: `事项${item}`,
  cases: 1,
  required,
  filled,
  changed: 0,
  typed: required - filled,
  own: 2,
});

const rows = [row("07", "a", 10, 9), row("08", "a", 10, 5), row("08", "b", 20, 20)];

test("rows add up by item and by window, the least filled first", () => {
  expect(sums(rows, "item").map((sum) => [sum.name, sum.cases, sum.filled])).toEqual([
    ["事项a", 2, 14],
    ["事项b", 1, 20],
  ]);
  expect(sums(rows, "desk").map((sum) => [sum.name, inPercent(ratio(sum))])).toEqual([
    ["08", "83.3 %"],
    ["07", "90.0 %"],
  ]);
  const all = total(rows, "全大厅");
  expect(all.required).toBe(all.filled + all.changed + all.typed);
  expect(inPercent(ratioWithOwn(all))).toBe("73.9 %");
});

test("a month without cases divides by nothing and no ratio is rounded up", () => {
  expect(ratio(total([], ""))).toBe(1);
  expect(inPercent(0.84999)).toBe("84.9 %");
});
