import { expect, test } from "vitest";
import type { HelpView, HelperView } from "../../host/types";
import { createHelper, minutesUntil, nextRequest, waitTone } from "./helper";

const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 2, 0, second)).toISOString();
const now = (second: number): number => Date.parse(at(second));

const request = (id: string, waitsFrom: string, takenAt: string | null = null): HelpView => ({
  id,
  place: "自助机 03",
  kind: "kiosk",
  note: "face",
  waitsFrom,
  takenAt,
  takenBy: null,
  mine: false,
});

test("a wait turns amber in the last third of the minute and red beyond it", () => {
  expect([10, 40, 41, 60, 61].map((second) => waitTone(at(0), now(second)))).toEqual([
    "",
    "",
    "warm",
    "warm",
    "hot",
  ]);
});

test("an appointment to come is counted down and not taken by F2", () => {
  expect(minutesUntil(at(90), now(0))).toBe(2);
  expect(minutesUntil(at(0), now(0))).toBe(null);
  const rows = [request("a", at(0), at(5)), request("b", at(600)), request("c", at(10))];
  expect(nextRequest(rows, now(20))?.id).toBe("c");
  expect(nextRequest(rows.slice(0, 2), now(20))).toBe(null);
});

test("what moves while an answer is on its way is asked for once more", async () => {
  const gates: (() => void)[] = [];
  const helper = createHelper(
    { helperView: () => new Promise((done) => gates.push(() => done({} as HelperView))) },
    () => undefined,
  );
  const first = helper.refresh();
  void helper.refresh();
  void helper.refresh();
  gates[0]?.();
  await Promise.resolve();
  await new Promise((done) => setTimeout(done, 0));
  expect(gates.length).toBe(2);
  gates[1]?.();
  await first;
  expect(gates.length).toBe(2);
});
