import { expect, it } from "vitest";
import { TroubleError } from "../../host/host";
import type { ApprovalView } from "../../host/types";
import { namesOf } from "./AskDialogs";
import { createApprovals, isPassedOn, lateWord, ofDraft, ofSource, receiptNotBefore, toIssue, waiting } from "./approvals";

function request(change: Partial<ApprovalView>): ApprovalView {
  return {
    id: "1",
    kind: "refusal",
    state: "waiting",
    desk: "08",
    staff: "0826",
    name: "王雨桐",
    askedAt: "2026-09-21T02:00:00Z",
    answerBy: "2026-09-21T02:05:00Z",
    passedOn: null,
    itemName: "代理记账",
    case: null,
    draft: "d",
    what: "",
    reason: "x",
    basis: null,
    rightBody: null,
    until: null,
    answeredBy: null,
    answeredAt: null,
    note: null,
    stale: false,
    ...change,
  };
}

it("only what was approved of this intake as it stands may be issued", () => {
  const check = (all: ApprovalView[], expected: string | null) => expect(toIssue(all, "d")?.id ?? null).toBe(expected);
  check([], null);
  check([request({})], null);
  check([request({ state: "approved" })], "1");
  check([request({ state: "approved", stale: true })], null);
  check([request({ state: "approved", draft: "other" })], null);
  check([request({ state: "approved", kind: "override" })], null);
  check([request({ state: "used" })], null);
  check([request({ state: "approved" }), request({ id: "2" })], null);
});

it("the last request of its kind stands; what was taken back or used is over", () => {
  const first = request({ state: "denied" });
  expect(ofDraft([first], "d", "refusal")).toBe(first);
  expect(ofDraft([first, request({ id: "2", state: "withdrawn" })], "d", "refusal")).toBe(null);
  expect(ofDraft([first], "d", "override")).toBe(null);
  const grant = request({ kind: "grant", draft: null, what: "法人库" });
  expect(ofSource([first, grant], "代理记账", "法人库")).toBe(grant);
  expect(ofSource([grant], "代理记账", "人口库")).toBe(null);
  expect(waiting([first, grant])).toEqual([grant]);
});

it("who comes too late hears whether it was answered or taken back", () => {
  expect([lateWord("denied"), lateWord("withdrawn")]).toEqual(["approval.lateAnswered", "approval.lateWithdrawn"]);
});

it("an answer that comes after a later question is dropped; one that fails leaves the list", async () => {
  const answers: ((list: ApprovalView[]) => void)[] = [];
  let fails = false;
  const approvals = createApprovals({
    approvals: () =>
      fails
        ? Promise.reject(new TroubleError({ code: "YC-5461", zh: "", en: "" }))
        : new Promise((done) => answers.push(done)),
  });
  const [one, two] = [approvals.refresh(), approvals.refresh()];
  answers[1]?.([request({ id: "new" })]);
  answers[0]?.([]);
  await Promise.all([one, two]);
  expect(approvals.all.get().map((one) => one.id)).toEqual(["new"]);
  fails = true;
  await approvals.refresh();
  expect(approvals.all.get()).toHaveLength(1);
  expect(approvals.trouble.get()?.code).toBe("YC-5461");
});

it("materials of one line are parted as people part them", () => {
  expect(namesOf(" 租赁合同、 身份证明,检测报告；；")).toEqual(["租赁合同", "身份证明", "检测报告"]);
  expect(namesOf(" 、")).toEqual([]);
});

it("what was passed on and still waits says so, and becomes a receipt after two supervisors had their time", () => {
  const asked = request({});
  expect(isPassedOn(asked)).toBe(false);
  const passed = { ...asked, passedOn: "2026-09-21T02:05:12Z" };
  expect(isPassedOn(passed)).toBe(true);
  expect(isPassedOn({ ...passed, state: "approved" })).toBe(false);
  expect(receiptNotBefore(asked)).toBe("2026-09-21T02:10:00.000Z");
});
