import { expect, it, vi } from "vitest";
import { TroubleError } from "../../host/host";
import type { UndoneRowView } from "../../host/types";
import { createFixture } from "../../host/fixture/host";
import { say } from "../../words";
import { createUndone, followUndone, lasting, openCount, undoneKind } from "./undone";

const zh = (word: Parameters<typeof say>[1], values?: Record<string, string | number>) => say("zh-CN", word, values);
const hour = 3_600_000;

it.each([
  [20_000, "1 分钟"],
  [59 * 60_000, "59 分钟"],
  [hour, "1 小时"],
  [23.9 * hour, "23 小时"],
  [24 * hour, "1 天"],
  [52.4 * hour, "2 天 4 小时"],
])("%i ms is said as %s", (ms, words) => {
  expect(lasting(ms, zh)).toBe(words);
});

it("open entries stand first, the oldest first, and are counted", async () => {
  const { host } = createFixture({ window: "supervisor" });
  const undone = createUndone(host);
  expect(openCount(undone.rows.get())).toBe(0);
  await undone.refresh();
  const rows = undone.rows.get() ?? [];
  expect(rows.map((row) => row.id)).toEqual(["undone-1", "undone-2", "undone-3", "undone-4"]);
  expect(openCount(rows)).toBe(3);
});

it("the first answer stands, and who is second is told so", async () => {
  const fixture = createFixture({ window: "supervisor" });
  fixture.undone.answeredElsewhere("undone-1", "已由帮办员陪同到邻区办结");
  await expect(fixture.host.answerUndone("undone-1", "另一个答复")).rejects.toMatchObject({
    trouble: { code: "YC-2800" },
  });
  const rows = await fixture.host.undone();
  expect(rows.find((row) => row.id === "undone-1")?.answer).toBe("已由帮办员陪同到邻区办结");
  await expect(fixture.host.answerUndone("undone-3", "字".repeat(501))).rejects.toMatchObject({
    trouble: { code: "YC-2820" },
  });
});

it("is asked for again and again; a hall that is silent leaves the rows", async () => {
  vi.useFakeTimers();
  let down = false;
  let asked = 0;
  const row = { id: "one", answer: null } as UndoneRowView;
  const why = { code: "YC-5501", zh: "大厅没有应答", en: "The hall did not answer" };
  const undone = createUndone({
    undone: () => {
      asked += 1;
      return down ? Promise.reject(new TroubleError(why)) : Promise.resolve([row]);
    },
  });
  const stop = followUndone(undone);
  await vi.advanceTimersByTimeAsync(0);
  expect([asked, openCount(undone.rows.get())]).toEqual([1, 1]);
  down = true;
  await vi.advanceTimersByTimeAsync(15_000);
  expect([asked, openCount(undone.rows.get()), undone.trouble.get()?.code]).toEqual([2, 1, "YC-5501"]);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(2);
  vi.useRealTimers();
});

it("a kind the screen does not know is said as other", () => {
  expect(["refused", "notNeeded", "secondDemand", "someday"].map((kind) => zh(undoneKind(kind)))).toEqual([
    "不予受理",
    "不受理",
    "再次补正",
    "其他",
  ]);
});
