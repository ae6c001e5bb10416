import { expect, it } from "vitest";
import type { QueueView, TicketView, WindowView } from "../../host/types";
import { queueOf } from "../../host/fixture/queue";
import { elapsed } from "../../parts/Clock";
import { colleagues, groupName, groupTone, longestMinutes, marks, whyNoCall, windowWord } from "./queue";

const ticket = (more: Partial<TicketView> = {}): TicketView => ({
  id: "1",
  number: "A001",
  group: "A",
  movedFrom: null,
  priority: null,
  appointmentAt: null,
  takenAt: "2026-09-21T10:40:00+08:00",
  announcedAt: null,
  calls: 0,
  returned: false,
  held: false,
  desk: null,
  parkedWhy: null,
  missed: 0,
  ...more,
});

const queue = (waiting: TicketView[]): QueueView => ({ ...queueOf(), waiting });

it("a group has its colour and its name, and a letter alone while nothing is known", () => {
  const { groups } = queueOf();
  expect([groupTone("A"), groupTone("E"), groupTone("Z")]).toEqual(["g-a", "g-e", "g-x"]);
  expect(groupName(groups, "C", "zh-CN")).toBe("社保医保");
  expect(groupName(groups, "C", "en")).toBe("Social and medical insurance");
  expect(groupName([], "C", "en")).toBe("C");
});

it("what is particular about a ticket is said in words, the most important first", () => {
  expect(marks(ticket())).toEqual([]);
  expect(marks(ticket({ returned: true, priority: "elder", movedFrom: "B" }))).toEqual([
    "queue.returned",
    "queue.priority.elder",
    "queue.moved",
  ]);
  expect(marks(ticket({ held: true, priority: "unheard of" }))).toEqual(["queue.held", "queue.priority"]);
});

it("colleagues are open windows that share a group, never oneself", () => {
  const all = queueOf();
  expect(colleagues(all).map((window) => window.desk)).toEqual(["06", "07", "09"]);
  const alone: WindowView | null = all.window && { ...all.window, groups: ["E"] };
  expect(colleagues({ ...all, window: alone })).toEqual([]);
  expect(colleagues({ ...all, window: null })).toEqual([]);
});

it("a window says its state, a paused one why", () => {
  const words = queueOf().windows.map(windowWord);
  expect(words).toEqual(["window.serving", "window.free", "window.free", "window.lunch"]);
});

it("a window that pauses or is another clerk's calls nobody", () => {
  const all = queueOf();
  const paused = all.window && { ...all.window, state: "paused" };
  expect(whyNoCall(all)).toBeNull();
  expect(whyNoCall({ ...all, window: null })).toBeNull();
  expect(whyNoCall({ ...all, window: paused })).toBe("window.paused");
  expect(whyNoCall({ ...all, window: paused, shiftDue: true })).toBe("window.shift");
});

it("waits are whole minutes of the longest, clocks never run backwards", () => {
  const now = Date.parse("2026-09-21T10:42:00+08:00");
  const waiting = [ticket({ takenAt: "2026-09-21T10:23:30+08:00" }), ticket()];
  expect(longestMinutes(queue(waiting), now)).toBe(18);
  expect(longestMinutes(queue([]), now)).toBe(0);
  expect(elapsed(now - 65_000, now)).toBe("01:05");
  expect(elapsed(now - 3_725_000, now)).toBe("1:02:05");
  expect(elapsed(now + 5_000, now)).toBe("00:00");
});
