import { expect, it } from "vitest";
import type { ApprovalView, Counts, FindingView, GroundView, SlotView, ToldView } from "../../host/types";
import { correctable, ways, type Standing } from "./decision";
import { daysLeft } from "./told";

const counts: Counts = {
  total: 0,
  required: 0,
  requiredFilled: 0,
  meantForSources: 0,
  prefilled: 0,
  bySource: {},
  blocks: 0,
  unready: 0,
};

const ground = (code: string, notNeeded: boolean): GroundView => ({
  code,
  zh: code,
  en: code,
  basis: "第三十二条",
  needsBody: !notNeeded,
  notNeeded,
});

const slot = (change: Partial<SlotView>): SlotView => ({
  material: "m",
  name: "布局图",
  source: "申请人",
  generated: false,
  required: true,
  applies: true,
  condition: null,
  originals: 1,
  copies: 0,
  satisfied: false,
  how: null,
  note: "",
  whyPaper: null,
  checks: [],
  grade: null,
  unsigned: false,
  tolerantDays: 10,
  promised: false,
  ...change,
});

const finding = (at: string, id: string): FindingView => ({
  level: "block",
  at,
  id,
  code: "YC-1401",
  zh: "缺",
  en: "missing",
});

const told = (cured: boolean[]): ToldView => ({
  number: "补字〔2026〕第000001号",
  on: "2026-11-20",
  until: "2026-12-11",
  round: 1,
  lines: cured.map((is) => ({ material: "甲", wrong: "缺", cure: "交", cured: is, byReview: false })),
});

const asked = (change: Partial<ApprovalView>): ApprovalView => ({
  id: "a",
  kind: "refusal",
  state: "waiting",
  desk: "08",
  staff: "0826",
  name: "王雨桐",
  askedAt: "2026-11-20T02:00:00Z",
  answerBy: "2026-11-20T02:05:00Z",
  passedOn: null,
  itemName: "",
  draft: "d",
  case: null,
  what: "notOurs",
  reason: "",
  basis: null,
  rightBody: null,
  until: null,
  answeredBy: "陈立",
  answeredAt: null,
  note: null,
  stale: false,
  ...change,
});

const standing = (change: Partial<Standing> = {}): Standing => ({
  received: false,
  licence: true,
  counts,
  findings: [],
  slots: [],
  told: null,
  grounds: [ground("notOurs", false), ground("noPermit", true)],
  committed: false,
  dueDay: "2026-11-27",
  up: true,
  refusal: null,
  again: null,
  ...change,
});

const open = (change: Partial<Standing>): number[] =>
  ways(standing(change))
    .filter((way) => way.why === null)
    .map((way) => way.digit);
const way = (digit: number, change: Partial<Standing> = {}) => {
  const found = ways(standing(change)).find((one) => one.digit === digit);
  if (found === undefined) throw new Error(`no way ${digit}`);
  return found;
};

it("five outcomes, the receipt and the withdrawal are always shown, each with a reason where it cannot be chosen", () => {
  const blocked = { counts: { ...counts, blocks: 1 }, findings: [finding("field", "a")] };
  expect(ways(standing()).map((one) => one.digit)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(open({})).toEqual([1, 3, 4, 5, 6]);
  expect(open(blocked)).toEqual([2, 3, 4, 5, 6]);
  expect(open({ grounds: [] })).toEqual([1, 3, 6]);
  expect(way(4, { grounds: [] }).why?.word).toBe("way.noNotNeeded");
  expect(way(5, { grounds: [] }).why?.word).toBe("way.noGround");
});

it("what was received can be taken back, and nothing else", () => {
  expect(way(7).why?.word).toBe("way.withdrawNothing");
  expect(way(7, { received: true }).why).toBeNull();
  expect(way(7, { told: told([false]) }).why).toBeNull();
  expect(way(7, { received: true, up: false }).why?.word).toBe("way.withdrawNeedsHall");
});

it("acceptance says what it becomes", () => {
  const promised = [slot({ promised: true })];
  expect(way(1).label.word).toBe("way.accept");
  expect(way(1, { slots: promised }).label.word).toBe("way.acceptTolerant");
  expect(way(1, { slots: promised }).note.values).toMatchObject({ n: 1, names: "布局图" });
  expect(way(1, { slots: [slot({ promised: true, satisfied: true })] }).label.word).toBe("way.accept");
  expect(way(1, { committed: true }).label.word).toBe("way.acceptCommitted");
  expect(way(1, { slots: promised, committed: true }).label.word).toBe("way.acceptBoth");
  expect(way(1, { up: false }).note.word).toBe("way.acceptAway");
});

it("what can be corrected here is all but paper that has to be brought; the form of the hall is made here", () => {
  const slots = [slot({ material: "form", generated: true }), slot({ material: "paper" })];
  const findings = [finding("field", "a"), finding("material", "form"), finding("material", "paper")];
  expect(correctable(findings, slots).map((one) => one.id)).toEqual(["a", "form"]);
  const only = { counts: { ...counts, blocks: 1 }, findings: [finding("material", "paper")], slots };
  expect(way(2, only).why?.word).toBe("way.correctBring");
  expect(way(2).why?.word).toBe("way.correctNone");
});

it("the notice is the hall's alone; a second one is asked for, waited for, then issued", () => {
  expect(way(3, { up: false }).why?.word).toBe("way.needsHall");
  expect(way(3).note.word).toBe("way.supplementOwn");
  const once = { told: told([false]) };
  expect(way(3, once)).toMatchObject({ why: null, deed: "askAgain" });
  const again = (state: string) => ({ ...once, again: asked({ kind: "secondDemand", state }) });
  expect(way(3, again("waiting")).why?.word).toBe("way.againWaits");
  expect(way(3, again("approved"))).toMatchObject({ why: null, deed: "supplement" });
  expect(way(3, again("denied"))).toMatchObject({ why: null, deed: "askAgain" });
});

it("what was told is accepted when nothing is open any more, and received in part before", () => {
  expect(way(1, { told: told([true, false]) }).why).toEqual({ word: "way.toldOpen", values: { n: 1 } });
  expect(way(1, { told: told([true, true]) }).why).toBeNull();
  expect(way(6)).toMatchObject({ deed: "receive", label: { word: "way.receive" } });
  expect(way(6, { told: told([true, false]) })).toMatchObject({
    deed: "return",
    note: { word: "way.returnNote", values: { n: 1, until: "2026-12-11" } },
  });
  expect(way(6, { told: told([true]), up: false }).why?.word).toBe("way.returnNeedsHall");
  expect(way(6, { up: false }).why).toBeNull();
  expect(way(6, { told: told([true]) }).note.word).toBe("way.returnAll");
});

it("a refusal that waits stops both ways to turn away, an approved one is issued by its own", () => {
  expect(open({ refusal: asked({}) })).toEqual([1, 3, 6]);
  expect(open({ refusal: asked({ stale: true }) })).toEqual([1, 3, 4, 5, 6]);
  const approved = { refusal: asked({ state: "approved", what: "noPermit" }) };
  expect(way(4, approved)).toMatchObject({ deed: "issue", go: "approval.issueNotNeeded" });
  expect(way(5, approved).deed).toBe("refuse");
  expect(way(5, { refusal: asked({ state: "approved" }) })).toMatchObject({ deed: "issue", go: "approval.issue" });
});

it("words follow the item's type", () => {
  expect(way(4).label.word).toBe("way.notNeededLicence");
  expect(way(4, { licence: false }).label.word).toBe("way.notNeededItem");
});

it("days are counted in the hall's zone", () => {
  // 2026-12-10 23:30 at the hall is 15:30 UTC.
  expect(daysLeft("2026-12-11", Date.parse("2026-12-10T15:30:00Z"))).toBe(1);
  expect(daysLeft("2026-12-11", Date.parse("2026-12-10T16:30:00Z"))).toBe(0);
  expect(daysLeft("2026-12-11", Date.parse("2026-12-12T02:00:00Z"))).toBe(-1);
});
