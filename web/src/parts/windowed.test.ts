import { expect, it } from "vitest";
import { drawnRows } from "./Windowed";

it.each([
  [0, 340, 34, 50_000, [0, 20]],
  [34_000, 340, 34, 50_000, [990, 1020]],
  [34_000 + 200, 340, 34, 50_000, [990, 1030]],
  [50_000 * 34 - 340, 340, 34, 50_000, [49_980, 50_000]],
  [0, 340, 34, 3, [0, 3]],
  [0, 0, 34, 0, [0, 0]],
])("at %d of a box of %d: rows of %d among %d", (top, height, row, total, want) => {
  expect(drawnRows(top, height, row, total)).toEqual(want);
});
