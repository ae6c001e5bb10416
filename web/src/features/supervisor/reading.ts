/** How the board reads: lengths of bars, the scale of times, the lines of the day. Levels are the hall's and only coloured. */
import type { BoardView, FlowView, GroupBarView, HandlingView, StaffingView } from "../../host/types";

export type LevelTone = "" | "warn" | "over";

export function toneOf(level: string): LevelTone {
  return level === "warn" || level === "over" ? level : "";
}

/** Shape beside the colour: what burns is square, what is near is a triangle. */
export const shapeOf: Record<LevelTone, string> = { "": "", warn: "▲", over: "■" };

/** Height of a waiting person's bar in per cent: a fifth at the beginning, the whole at one and a half times the limit. */
export function barHeight(waitS: number, limitS: number): number {
  const share = Math.max(0, Math.min(1, waitS / (limitS * 1.5)));
  return Math.round(20 + 80 * share);
}

/** Bars that fit a group's row; the rest is a number. */
export const barsOfGroup = 60;

/** How many of a group wait longer than its limit. */
export function overdue(group: GroupBarView): number {
  return group.waiting.filter((bar) => bar.level === "over").length;
}

/** What of the two lights makes a figure: all open cases over their limit or near it. */
export function followUps(board: BoardView): { cases: number; ratings: number } {
  return {
    cases: board.figures.lights.red + board.figures.lights.amber,
    ratings: board.figures.praise.toCallBack,
  };
}

/** Per mille as per cent with one decimal, `99.1%`. */
export function percent(perMille: number): string {
  return `${(perMille / 10).toFixed(1)}%`;
}

/** Whole seconds from a moment to now, never negative. */
export function secondsSince(moment: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(moment)) / 1000));
}

/** A moment in the hall's legal time (+08:00), `10:42`. */
export function hallTime(moment: string): string {
  return new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(11, 16);
}

/** Whether two moments are of one day in the hall. */
export function sameDay(one: string, otherMs: number): boolean {
  const day = (ms: number) => Math.floor((ms + 8 * 3_600_000) / 86_400_000);
  return day(Date.parse(one)) === day(otherMs);
}

/** Common scale of all handling times: the longest of them takes the row but a margin. */
export function handlingScale(rows: HandlingView[]): (seconds: number) => number {
  const longest = Math.max(60, ...rows.map((row) => Math.max(row.p90S, row.standardS)));
  return (seconds) => Math.round((1000 * Math.min(seconds, longest * 1.08)) / (longest * 1.08)) / 10;
}

/** Windows open beyond what is needed; negative where some are missing. */
export function spare(slot: StaffingView): number {
  return slot.planned - slot.needed;
}

/** Minutes of the day, from `10:42`. */
export function minutesOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

export interface Lines {
  /** SVG paths: what was, and what is expected. */
  taken: string;
  takenExpected: string;
  finished: string;
  finishedExpected: string;
  /** Under what was taken. */
  area: string;
  /** Where now is, between opening and closing. */
  nowX: number;
  times: { x: number; label: string }[];
  counts: { y: number; label: string }[];
}

const left = 30;
const right = 10;
const top = 18;
const bottom = 22;
/** Pixels that a time below the chart needs. */
const timeWidth = 58;

/** The day's lines in a box of this size; a slot stands at its middle. `nowMin` are minutes of the day. */
export function linesOf(flow: FlowView, nowMin: number, width: number, height: number): Lines | null {
  const { slots, slotMin } = flow;
  const first = slots[0];
  if (first === undefined || width <= left + right || height <= top + bottom) return null;
  const opens = minutesOf(first.at);
  const all = slots.length * slotMin;
  const step = countStep(Math.max(4, ...slots.flatMap((slot) => [slot.taken, slot.finished])));
  const highest =
    step * Math.ceil(Math.max(4, ...slots.flatMap((slot) => [slot.taken, slot.finished])) / step);
  const xOf = (minutes: number) => round(left + ((width - left - right) * minutes) / all);
  const yOf = (count: number) => round(height - bottom - ((height - top - bottom) * count) / highest);

  const was = slots.filter((slot) => !slot.expected).length;
  const line = (count: (at: number) => number, from: number, to: number) =>
    slots
      .slice(from, to)
      .map((_, at) => `${at === 0 ? "M" : "L"}${xOf((from + at + 0.5) * slotMin)} ${yOf(count(from + at))}`)
      .join("");
  const taken = (at: number) => slots[at]?.taken ?? 0;
  const finished = (at: number) => slots[at]?.finished ?? 0;
  const takenPast = line(taken, 0, was);
  // What is expected begins where what was ends, so that the line does not break.
  const from = Math.max(0, was - 1);

  const every = Math.max(
    1,
    Math.ceil(slots.length / Math.max(1, Math.floor((width - left - right) / timeWidth))),
  );
  return {
    taken: takenPast,
    takenExpected: line(taken, from, slots.length),
    finished: line(finished, 0, was),
    finishedExpected: line(finished, from, slots.length),
    area:
      was === 0
        ? ""
        : `${takenPast}L${xOf((was - 0.5) * slotMin)} ${yOf(0)}L${xOf(0.5 * slotMin)} ${yOf(0)}Z`,
    nowX: xOf(Math.max(0, Math.min(all, nowMin - opens))),
    times: slots.flatMap((slot, at) =>
      at % every === 0 ? [{ x: xOf((at + 0.5) * slotMin), label: slot.at }] : [],
    ),
    counts: Array.from({ length: highest / step + 1 }, (_, at) => ({
      y: yOf(at * step),
      label: String(at * step),
    })),
  };
}

/** 1, 2, 5, 10, 20, 50 … so that three to five lines are drawn. */
function countStep(highest: number): number {
  for (let ten = 1; ; ten *= 10) for (const one of [1, 2, 5]) if (highest <= one * ten * 4) return one * ten;
}

const round = (at: number) => Math.round(at * 10) / 10;
