import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";
import { ofCase } from "../approvals/approvals";
import { createSession, type Session } from "../desk/session";
import { chosenAway, isReady } from "./waiting";

const slip = "3501 9908 2609 2100 17";

async function accepted(): Promise<{ session: Session; fixture: ReturnType<typeof createFixture> }> {
  const fixture = createFixture({ start: "signIn", onSpot: true });
  const session = createSession(fixture.host);
  await session.signIn("0826", "yichuang-train");
  await session.callNext();
  await fixture.host.readCard();
  await session.openItem("scjg-food-licence");
  session.form.get()?.findings.set([]);
  // What blocks is the form's matter; here the host says yes.
  fixture.host.accept = () =>
    Promise.resolve({
      kind: "accepted",
      caseNumber: "35019900042026092100017",
      slip,
      noticeNumber: "17",
      acceptedAt: "2026-09-21T10:44:10+08:00",
      dueDay: "2026-09-28",
      provisional: false,
      departments: [],
      papers: [],
      waits: true,
    });
  expect(await session.accept()).toBeNull();
  await expect.poll(() => session.waiting.now.get()?.slip).toBe(slip);
  return { session, fixture };
}

it("an item decided on the spot is waited for, and its result handed over and printed in the same visit", async () => {
  const { session, fixture } = await accepted();
  expect(session.waiting.slips.get()).toEqual([slip]);
  expect(isReady(session.waiting.now.get())).toBe(false);
  fixture.decide();
  await expect.poll(() => isReady(session.waiting.now.get())).toBe(true);
  await session.handOver();
  expect(session.waiting.slips.get()).toEqual([]);
  expect(session.waiting.handed.get()?.case.stage).toBe("delivered");
  expect(fixture.asked.filter((command) => command === "print_paper")).toHaveLength(2);
  expect(session.notices.get()).toEqual([]);
});

it("a paper that was not printed does not undo the delivery", async () => {
  const { session, fixture } = await accepted();
  fixture.decide(false);
  await expect.poll(() => isReady(session.waiting.now.get())).toBe(true);
  fixture.host.printPaper = () => Promise.reject(new Error("no printer"));
  await session.handOver();
  expect(session.waiting.handed.get()?.case.delivery?.way).toBe("direct");
  expect(session.notices.get()).toHaveLength(1);
});

it("one key puts it off, and nothing of it is left in front of the next visitor", async () => {
  const { session, fixture } = await accepted();
  await session.collectLater();
  expect(session.waiting.slips.get()).toEqual([]);
  await expect.poll(() => session.waiting.now.get()).toBeNull();
  expect(await session.endVisit("served")).toBe(true);
  expect(fixture.asked).toContain("close_visit");
});

it("who is not the applicant is asked for his relation and authority", async () => {
  const { session, fixture } = await accepted();
  const { TroubleError } = await import("../../host/host");
  fixture.host.deliver = () => Promise.reject(new TroubleError({ code: "YC-2855", zh: "不是本人", en: "not he" }));
  await session.handOver();
  expect(session.layer.get()).toEqual({ kind: "deliver", slip });
  expect(session.waiting.slips.get()).toEqual([slip]);
});

it("a way that the applicant chose is offered in place of waiting", () => {
  const now = (deliverBy: string | null) => ({ deliverBy }) as Parameters<typeof chosenAway>[0];
  expect(chosenAway(now("邮寄"))).toBe("邮寄");
  expect(chosenAway(now("窗口领取"))).toBeNull();
  expect(chosenAway(now(null))).toBeNull();
  expect(chosenAway(null)).toBeNull();
});

it("a wrong case is made void once it was approved, and the visit waits for it no longer", async () => {
  const { session, fixture } = await accepted();
  const asked = await fixture.host.askVoid(slip, "person", "录成了配偶");
  await session.approvals.refresh();
  expect(ofCase(session.approvals.all.get(), slip.replaceAll(" ", ""))?.id).toBe(asked.id);
  await session.voidCase(slip, asked.id, null);
  expect(session.waiting.slips.get()).toEqual([]);
  expect(session.caseNews.get()[slip]).toBe("void");
});

it("with the applicant's screen there the receiver signs on it, and the clerk is told when he has", async () => {
  const { session, fixture } = await accepted();
  fixture.decide();
  await session.openApplicant();
  await expect.poll(() => session.desk.get()?.applicant.attached).toBe(true);
  const before = fixture.asked.length;
  await session.handOver();
  expect(fixture.asked.slice(before)).toContain("ask_receipt");
  expect(fixture.asked.slice(before)).not.toContain("deliver");
  expect(session.desk.get()?.applicant.state).toBe("receipt");
  expect(session.waiting.handed.get()).toBeNull();
  session.layer.set({ kind: "deliver", slip });
  fixture.sign();
  expect(session.waiting.handed.get()).toMatchObject({ signed: true, case: { stage: "delivered" } });
  expect(session.layer.get()).toBeNull();
  expect(session.waiting.slips.get()).toEqual([]);
  // Nothing waits for a signature by hand, so nothing is printed by itself.
  expect(fixture.asked.slice(before)).not.toContain("print_paper");
});
