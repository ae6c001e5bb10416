import { expect, test } from "vitest";
import type { RecognisedRowView } from "../../host/types";
import { nextRow, rowCounts } from "./recognised";

const row = (number: number, verdict: string): RecognisedRowView => ({
  number,
  page: 1,
  key: `k${number}`,
  label: "某项",
  verdict,
  read: [{ text: "某值", differs: verdict === "look" }],
  form: "",
  from: null,
  sure: 90,
  canTake: verdict === "offer",
  boxes: [],
});
const rows = [row(1, "same"), row(2, "look"), row(3, "same"), row(4, "offer")];

test("rows are counted by what somebody has to do with them", () => {
  expect(rowCounts(rows)).toEqual({ rows: 4, same: 2, look: 1, offer: 1 });
  expect(rowCounts([])).toEqual({ rows: 0, same: 0, look: 0, offer: 0 });
});

test("the next row is one that differs or can be taken, and behind the last one there is none", () => {
  expect(nextRow(rows, null)?.number).toBe(2);
  expect(nextRow(rows, 2)?.number).toBe(4);
  expect(nextRow(rows, 3)?.number).toBe(4);
  expect(nextRow(rows, 4)).toBeNull();
  expect(nextRow([row(1, "same")], null)).toBeNull();
});
