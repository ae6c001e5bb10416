import { expect, it } from "vitest";
import type { ClockLine } from "../../host/types";
import { say } from "../../words";
import { clockText, clockTone, clockWhy } from "./clock";

const clock = (change: Partial<ClockLine>): ClockLine => ({
  rule: "promised",
  ruleZh: "承诺办结时限（优化营商环境条例第三十六条）",
  ruleEn: "Promised limit (Business Environment Regulation art. 36)",
  light: "green",
  day: "2026-11-27",
  at: null,
  daysLeft: 5,
  provisional: false,
  ...change,
});

it.each([
  [{}, "ok", "剩 5 个工作日", "5 working days left"],
  [{ light: "amber", daysLeft: 0 }, "warn", "今日到期", "due today"],
  [{ light: "red", daysLeft: -3 }, "bad", "超期 3 个工作日", "3 working days over"],
  // A limit in hours that ended today.
  [{ light: "red", daysLeft: 0 }, "bad", "已超期", "overdue"],
  [{ rule: "specialProcedure" }, "mute", "停表，预计至 2026-11-27", "stopped, expected until 2026-11-27"],
  [
    { rule: "specialProcedure", light: "red", daysLeft: -1 },
    "bad",
    "停表已超预计 2026-11-27",
    "stopped longer than expected, 2026-11-27",
  ],
  [{ provisional: true }, "ok", "剩 5 个工作日 · 日历待定", "5 working days left · calendar to come"],
] as const)("%j is said in words", (change, tone, zh, en) => {
  const of = clock(change);
  expect(clockTone(of)).toBe(tone);
  expect(clockText(of, (word, values) => say("zh-CN", word, values))).toBe(zh);
  expect(clockText(of, (word, values) => say("en", word, values))).toBe(en);
});

it("says the rule that made the light in the language of the screen", () => {
  const of = clock({});
  expect(clockWhy(of, (word, values) => say("zh-CN", word, values), "zh-CN")).toBe(`2026-11-27 · ${of.ruleZh}`);
  expect(clockWhy(of, (word, values) => say("en", word, values), "en")).toBe(`2026-11-27 · ${of.ruleEn}`);
});
