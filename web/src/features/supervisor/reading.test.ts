import { expect, it } from "vitest";
import type { FlowView, HandlingView } from "../../host/types";
import { barHeight, handlingScale, hallTime, linesOf, minutesOf, percent, sameDay, spare } from "./reading";

it.each([
  [0, 20],
  [600, 47],
  [1200, 73],
  [1860, 100],
  [9999, 100],
])("a wait of %d s is a bar of %d %%", (waited, want) => {
  expect(barHeight(waited, 1200)).toBe(want);
});

it("times and shares as the hall writes them", () => {
  expect(hallTime("2026-11-22T02:42:00Z")).toBe("10:42");
  expect(sameDay("2026-11-22T15:59:59Z", Date.parse("2026-11-21T16:00:00Z"))).toBe(true);
  expect(sameDay("2026-11-22T16:00:00Z", Date.parse("2026-11-22T15:59:59Z"))).toBe(false);
  expect(percent(991)).toBe("99.1%");
  expect(percent(1000)).toBe("100.0%");
  expect(spare({ at: "11:00", needed: 16, planned: 14 })).toBe(-2);
});

it("all handling times share one scale, and the longest has room", () => {
  const row = (p90S: number, standardS: number) => ({ p90S, standardS }) as HandlingView;
  const place = handlingScale([row(500, 720), row(1620, 1320)]);
  expect(place(0)).toBe(0);
  expect(place(1620)).toBeLessThan(100);
  expect(place(1620)).toBeGreaterThan(place(1320));
  expect(handlingScale([])(30)).toBeLessThan(100);
});

const flow: FlowView = {
  slotMin: 15,
  slots: [
    { at: "08:30", taken: 4, finished: 1, expected: false },
    { at: "08:45", taken: 30, finished: 12, expected: false },
    { at: "09:00", taken: 22, finished: 18, expected: true },
    { at: "09:15", taken: 10, finished: 16, expected: true },
  ],
};

it("the day's lines lie in their box, and what is expected begins where what was ends", () => {
  const lines = linesOf(flow, minutesOf("08:58"), 440, 200);
  if (lines === null) throw new Error("there is room");
  const points = (path: string) =>
    [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((at) => [Number(at[1]), Number(at[2])]);
  for (const path of [lines.taken, lines.takenExpected, lines.finished, lines.finishedExpected, lines.area]) {
    for (const [x = -1, y = -1] of points(path)) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(440);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(200);
    }
  }
  expect(points(lines.taken)).toHaveLength(2);
  expect(points(lines.takenExpected)[0]).toEqual(points(lines.taken).at(-1));
  expect(points(lines.takenExpected)).toHaveLength(3);
  expect(lines.nowX).toBeGreaterThan(points(lines.taken).at(-1)?.[0] ?? 999);
  expect(lines.counts.map(({ label }) => label)).toEqual(["0", "10", "20", "30"]);
  expect(lines.times.map(({ label }) => label)).toEqual(["08:30", "08:45", "09:00", "09:15"]);
});

it("times below the chart are left out where there is no room, and nothing is drawn in none", () => {
  const narrow = linesOf(flow, 0, 160, 120);
  expect(narrow?.times.map(({ label }) => label)).toEqual(["08:30", "09:00"]);
  expect(linesOf(flow, 0, 30, 120)).toBeNull();
  expect(linesOf({ slotMin: 15, slots: [] }, 0, 440, 200)).toBeNull();
});

it("before opening and after closing, now stands at the edge", () => {
  const at = (time: string) => linesOf(flow, minutesOf(time), 440, 200)?.nowX;
  expect(at("07:00")).toBe(at("08:30"));
  expect(at("20:00")).toBe(at("09:30"));
});
