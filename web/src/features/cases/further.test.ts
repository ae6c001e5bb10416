import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";
import type { ApprovalView, CaseNowView, CaseRowView, FurtherView } from "../../host/types";
import type { Say } from "../../words";
import { awaitedFurther, lineState, materialsOf, telling, untold, whyNotTaken } from "./further";
import { standing } from "./stages";

const say = ((word: string) => word) as Say;
const asked = (change: Partial<FurtherView>): FurtherView => ({
  id: "f1",
  department: "市场监督管理局",
  reason: "地址存疑",
  askedAt: "2026-11-20T02:00:00Z",
  number: null,
  round: null,
  until: null,
  lines: [
    { material: "租赁合同", wrong: "未提供", cure: "提交1份", cameAt: null, added: false },
    { material: "布局图", wrong: "不符", cure: "重新绘制", cameAt: null, added: false },
  ],
  ...change,
});
const told = (change: Partial<FurtherView> = {}): FurtherView =>
  asked({ number: "补充字第1号", round: 1, until: "2026-12-11", ...change });
const now = (further: FurtherView[], stage = "accepted"): CaseNowView =>
  ({ slip: "F3VM6K9PTX", stage, further }) as unknown as CaseNowView;
const request = (state: string): ApprovalView =>
  ({ kind: "secondDemand", what: "F3VM6K9PTX：授权书", state, answeredBy: "陈立" }) as unknown as ApprovalView;

it("what the first notice did not have is asked of a supervisor in the first round too", () => {
  const lines = [
    { material: "租赁合同", wrong: "未提供", cure: "提交1份", cameAt: null, added: true },
    { material: "布局图", wrong: "不符", cure: "重新绘制", cameAt: null, added: false },
  ];
  const first = now([asked({ lines })]);
  expect(telling(first, [], say)).toEqual({ kind: "ask", materials: ["租赁合同", "布局图"], added: ["租赁合同"] });
  expect(telling(first, [request("waiting")], say)).toEqual({ kind: "not", why: "further.off.waits" });
  expect(telling(first, [request("approved")], say)).toEqual({ kind: "tell", approvedBy: "陈立" });
});

it("the first round is told at once, a later one when a supervisor has agreed", () => {
  expect(telling(now([asked({})]), [], say)).toEqual({ kind: "tell", approvedBy: null });
  const again = now([told(), asked({ id: "f2" })]);
  expect(telling(again, [], say)).toEqual({ kind: "ask", materials: ["租赁合同", "布局图"], added: [] });
  expect(telling(again, [request("waiting")], say)).toEqual({ kind: "not", why: "further.off.waits" });
  expect(telling(again, [request("approved")], say)).toEqual({ kind: "tell", approvedBy: "陈立" });
  expect(telling(now([told()]), [], say)).toEqual({ kind: "not", why: "further.off.told" });
  expect(telling(now([asked({})], "void"), [], say)).toEqual({ kind: "not", why: "further.off.over" });
});

it("what was told and has not come is awaited, and nothing else", () => {
  const came = told().lines.map((line, at) => (at === 0 ? { ...line, cameAt: "2026-11-21T02:00:00Z" } : line));
  expect(awaitedFurther([asked({}), told({ id: "f2", lines: came })])).toEqual([
    { of: "f2", place: 1, material: "布局图", cure: "重新绘制", until: "2026-12-11" },
  ]);
  expect(untold([asked({}), told()])).toHaveLength(1);
  expect(materialsOf([asked({}), asked({ id: "f2" })])).toEqual(["租赁合同", "布局图"]);
  expect(whyNotTaken(now([asked({})]), say)).toBe("further.off.untold");
  expect(whyNotTaken(now([told()]), say)).toBeNull();
  expect(whyNotTaken(now([told({ lines: [] })]), say)).toBe("further.off.all");
});

it("a line says how it stands", () => {
  expect(lineState(asked({}), null, "2026-11-27").word).toBe("further.untold");
  expect(lineState(told(), null, "2026-12-11").tone).toBe("info");
  expect(lineState(told(), null, "2026-12-12").tone).toBe("bad");
  expect(lineState(told(), "2026-12-01T02:00:00Z", "2026-12-12").tone).toBe("ok");
});

it("a row says that a department asks and whether the applicant was told", () => {
  const row = (change: Partial<CaseRowView>): CaseRowView =>
    ({ draft: null, stage: "accepted", stageWord: "已受理", further: null, ...change }) as CaseRowView;
  expect(standing(row({ further: "untold" }), say)).toEqual({ tone: "warn", text: "further.rowUntold" });
  expect(standing(row({ further: "told" }), say)).toEqual({ tone: "info", text: "further.rowTold" });
  expect(standing(row({}), say).text).toBe("stage.accepted");
  expect(standing(row({ draft: "d", stageWord: "草稿" }), say)).toEqual({ tone: "warn", text: "草稿" });
});

it("a second round is asked for again after it was used", async () => {
  const fixture = createFixture({ comesback: true });
  const slip = "F3VM6K9PTX";
  await fixture.host.tellFurther(slip);
  const row = async () => (await fixture.host.casePage("returned", "", 0, 1)).rows[0]?.further;
  expect(await row()).toBe("told");
  for (let round = 2; round <= 3; round += 1) {
    fixture.asksMore(slip);
    expect(await row()).toBe("untold");
    await expect(fixture.host.tellFurther(slip)).rejects.toMatchObject({ trouble: { code: "YC-2867" } });
    await fixture.host.askSecondDemand(slip, ["授权书"], "又发现");
    fixture.approvals.answered(true, "");
    expect((await fixture.host.tellFurther(slip)).further.at(-1)?.round).toBe(round);
  }
});
