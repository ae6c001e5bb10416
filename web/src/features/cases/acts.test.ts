import { expect, it } from "vitest";
import type { PromisedView } from "../../host/types";
import { say } from "../../words";
import {
  mayComeBack,
  promiseState,
  whyNotDelivered,
  whyNotKept,
  whyNotTakenUp,
  whyNotWithdrawn,
  type Here,
} from "./acts";
import { stageTone, stageWord } from "./stages";

const zh = (word: Parameters<typeof say>[1], values?: Record<string, string | number>) => say("zh-CN", word, values);
const empty: Here = { visit: true, open: null };
const stages = [
  "received",
  "supplementing",
  "accepted",
  "decided",
  "completed",
  "delivered",
  "withdrawn",
  "notNeeded",
  "refused",
  "lapsed",
  "void",
];
const at = (stage: string) => ({ slip: "K7PM3XW9R4", stage, stageWord: stage });

it("what an applicant comes back for is taken up, and nothing else", () => {
  const open = stages.filter((stage) => whyNotTakenUp(at(stage), empty, zh) === null);
  expect(open).toEqual(["received", "supplementing"]);
  expect(whyNotTakenUp(at("lapsed"), empty, zh)).toBe("补正不来已办结，不能再补；可以重新申请");
  expect(whyNotTakenUp(at("accepted"), empty, zh)).toBe("这件已受理，没有要接着收的");
  expect(mayComeBack({ draft: null, stage: "received" })).toBe(true);
  expect(mayComeBack({ draft: "intake-1", stage: "received" })).toBe(false);
});

it("nobody at the window, another intake open, or this very case open: each is said", () => {
  const told = at("supplementing");
  expect(whyNotTakenUp(told, { visit: false, open: null }, zh)).toBe("本窗没有接待，先叫号或免号直办");
  const open = { slip: "3501 9908 2609 2100 17", itemName: "食品经营许可（新办）" };
  expect(whyNotTakenUp(told, { visit: true, open }, zh)).toBe(
    "本窗正在办“食品经营许可（新办）”（3501 9908 2609 2100 17），先暂存（Ctrl+H）再接这件",
  );
  expect(whyNotTakenUp(told, { visit: true, open: { ...open, slip: "K7PM 3XW9 R4" } }, zh)).toBe("这件正在本窗办理");
});

it("withdrawn until a department decides", () => {
  const open = stages.filter((stage) => whyNotWithdrawn(at(stage), zh) === null);
  expect(open).toEqual(["received", "supplementing", "accepted"]);
  for (const stage of ["decided", "completed", "delivered"])
    expect(whyNotWithdrawn(at(stage), zh)).toBe("部门已作出决定，不能撤回");
  expect(whyNotWithdrawn(at("withdrawn"), zh)).toBe("这件已撤回，不能撤回");
});

const promise = (change: Partial<PromisedView>): PromisedView => ({
  material: "m03",
  name: "经营场所使用证明",
  due: "2026-11-30",
  keptAt: null,
  defaulted: false,
  ...change,
});

it("what was promised is taken in while something of it is awaited", () => {
  const now = { ...at("accepted"), promised: [promise({}), promise({ keptAt: "2026-11-27T02:00:00Z" })] };
  expect(whyNotKept(now, zh)).toBeNull();
  expect(whyNotKept({ ...now, promised: [] }, zh)).toBe("受理时没有容缺材料");
  expect(whyNotKept({ ...now, promised: now.promised.slice(1) }, zh)).toBe("容缺材料都已补齐");
  expect(whyNotKept({ ...now, stage: "withdrawn" }, zh)).toBe("这件已撤回，不再收材料");
});

it.each([
  [{}, "2026-11-26", "info", "2026-11-30 前补交"],
  [{}, "2026-11-27", "warn", "2026-11-30 到期，请提醒申请人"],
  [{}, "2026-11-30", "warn", "2026-11-30 到期，请提醒申请人"],
  [{}, "2026-12-01", "bad", "逾期未补（2026-11-30 到期）"],
  [{ defaulted: true }, "2026-11-30", "bad", "逾期未补（2026-11-30 到期）"],
  // Half past midnight in the hall is the day before elsewhere.
  [{ keptAt: "2026-11-29T16:30:00Z" }, "2026-12-05", "ok", "2026-11-30 已补交"],
  [{ keptAt: "2026-11-30T16:30:00Z", defaulted: true }, "2026-12-05", "warn", "2026-12-01 补交，已逾期"],
] as const)("%j on %s is %s", (change, today, tone, words) => {
  const state = promiseState(promise(change), today);
  expect(state.tone).toBe(tone);
  expect(zh(state.word, { day: state.day })).toBe(words);
});

it("nothing is awaited of a case that is over, and what came stays", () => {
  expect(promiseState(promise({ defaulted: true }), "2026-12-05", true)).toMatchObject({ tone: "mute" });
  expect(promiseState(promise({ keptAt: "2026-11-29T02:00:00Z" }), "2026-12-05", true)).toMatchObject({ tone: "ok" });
});

it("a result is delivered once it is there", () => {
  expect(stages.filter((stage) => whyNotDelivered(at(stage), zh) === null)).toEqual(["completed"]);
});

it("every stage has its word, and an ending its colour", () => {
  for (const stage of stages) expect(stageWord[stage]).toBeDefined();
  expect(["supplementing", "notNeeded", "lapsed", "withdrawn"].map(stageTone)).toEqual(["warn", "mute", "bad", "mute"]);
});
