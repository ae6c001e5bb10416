// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";
import { createFixture } from "../../host/fixture/host";
import type { WarningView } from "../../host/types";
import { createSession } from "./session";
import { nextOf, shares } from "./summary";

async function atWork() {
  const fixture = createFixture();
  const session = createSession(fixture.host);
  await session.signIn("0826", "practice");
  await session.callNext();
  session.show(await fixture.host.readCard());
  session.show(await fixture.host.chooseParty({ kind: "body", uscc: "91350199MA2Y6QJ38T", asAgent: false }));
  await session.openItem("scjg-food-licence");
  return { fixture, session };
}

it("a key pressed twice does the deed once", async () => {
  const fixture = createFixture({ slowMs: 5 });
  const session = createSession(fixture.host);
  await session.signIn("0826", "practice");
  await Promise.all([session.callNext(), session.callNext()]);
  expect(fixture.asked.filter((command) => command === "call_next")).toHaveLength(1);
});

it("an empty queue is said in words", async () => {
  const fixture = createFixture();
  const session = createSession(fixture.host);
  await session.signIn("0826", "practice");
  for (let left = session.desk.get()?.queue.waiting.length ?? 0; left > 0; left -= 1) {
    await session.callNext();
    await session.endVisit("left");
  }
  expect(await session.callNext()).toBe(false);
  expect(session.notices.get().map((notice) => notice.trouble.code)).toEqual(["YC-2201"]);
});

it("a wrong password leaves the sign-in with its reason", async () => {
  const session = createSession(createFixture().host);
  expect((await session.signIn("0826", "wrong"))?.code).toBe("YC-2001");
  expect(session.desk.get()).toBeNull();
});

it("acceptance with blocks left gives findings and no number", async () => {
  const { session } = await atWork();
  const refusal = await session.accept();
  expect(refusal?.kind).toBe("findings");
  expect(session.outcome.get()).toBeNull();
});

it("an intake that comes with the desk after a restart is taken up, not opened anew", async () => {
  const { fixture } = await atWork();
  const again = createSession(fixture.host);
  await again.signIn("0826", "practice");
  expect(again.form.get()?.id).toBe("intake-1");
  expect(again.form.get()?.resumed).toBe(true);
});

it("events reach their cell", async () => {
  const { fixture, session } = await atWork();
  fixture.push({ kind: "unsent", count: 3 });
  fixture.push({ kind: "link", link: { up: false, since: "10:41", offsetS: 0, trouble: null } });
  fixture.push({ kind: "case", slip: "S", caseNumber: null, stage: "accepted", note: "市监已接收" });
  expect(session.desk.get()?.unsent).toBe(3);
  expect(session.desk.get()?.link.up).toBe(false);
  expect(session.caseNews.get()).toEqual({ S: "市监已接收" });
  // The same again is heard again.
  fixture.push({ kind: "case", slip: "S", caseNumber: null, stage: "accepted", note: "市监已接收" });
  expect(session.caseHeard.get()).toEqual({ S: 2 });
});

const near = (slip: string, urgency: string, daysLeft: number): WarningView => ({
  slip,
  caseNumber: null,
  itemName: "食品经营许可（新办）",
  desk: "08",
  urgency,
  clock: {
    rule: "promised",
    ruleZh: "承诺办结时限",
    ruleEn: "promised limit",
    light: "amber",
    day: "2026-09-23",
    at: null,
    daysLeft,
    provisional: false,
  },
});

it("a warning waits without opening anything, leads to its case, and is seen when that is open", async () => {
  const { fixture, session } = await atWork();
  fixture.warn([near("SF6AB2CD3E", "near", 2)]);
  fixture.warn([near("SF6AB2CD4G", "lastDay", 0)]);
  // The stronger word about the same case takes the other's place.
  fixture.warn([near("SF6AB2CD4G", "passed", -1)]);
  expect(session.layer.get()).toBeNull();
  expect(session.warnings.view.get().rows.map((one) => [one.slip, one.urgency])).toEqual([
    ["SF6AB2CD4G", "passed"],
    ["SF6AB2CD3E", "near"],
  ]);
  session.seeWarning();
  expect(session.layer.get()).toMatchObject({ kind: "case", slip: "SF6AB2CD4G", clock: { rule: "promised" } });
  await vi.waitFor(() => expect(fixture.asked).toContain("see_warnings SF6AB2CD4G"));
  // Opened from a list it is seen as well.
  session.layer.set({ kind: "case", slip: "SF6AB2CD3E", clock: null });
  await vi.waitFor(() => expect(fixture.asked).toContain("see_warnings SF6AB2CD3E"));
  expect(session.warnings.view.get().total).toBe(0);
  session.layer.set(null);
  session.seeWarning();
  expect(session.layer.get()).toBeNull();
});

it("what nobody looked at is there for whoever signs in next, and many are one list", async () => {
  const { fixture, session } = await atWork();
  fixture.warn(Array.from({ length: 10_000 }, (_, at) => near(`SF${String(at).padStart(8, "0")}`, "near", 2)));
  expect(session.warnings.view.get()).toMatchObject({ total: 10_000 });
  expect(session.warnings.view.get().rows.length).toBeLessThanOrEqual(20);
  await session.signOut();
  expect(session.warnings.view.get().total).toBe(0);
  await session.signIn("0826", "practice");
  await vi.waitFor(() => expect(session.warnings.view.get().total).toBe(10_000));
  session.seeWarning();
  expect(session.layer.get()).toEqual({ kind: "cases", list: "due" });
  expect(session.warnings.view.get().total).toBe(10_000);
  await session.warnings.putAway(null);
  expect(session.warnings.view.get().total).toBe(0);
});

it("a source that answers before its form is on the screen is not lost", async () => {
  const { fixture, session } = await atWork();
  const view = await fixture.host.resumeIntake("intake-1");
  const phone = view.delta.fields.find((state) => state.key === "enterprisePhone");
  if (phone === undefined) throw new Error("no phone");
  session.form.set(null);
  const fields = [{ ...phone, text: "05918800662", filled: true }];
  fixture.push({ kind: "intake", delta: { ...view.delta, revision: view.delta.revision + 1, fields } });
  session.showIntake(view);
  expect(session.form.get()?.field("enterprisePhone").get().text).toBe("05918800662");
});

it("the summary names one next action and the shares of all sources", async () => {
  const { session } = await atWork();
  const form = session.form.get();
  if (form === null) throw new Error("no form");
  expect(nextOf(form)).toMatchObject({ kind: "place", what: "next.question" });
  const parts = shares({
    ...form.counts.get(),
    required: 10,
    requiredFilled: 8,
    bySource: { typed: 5, registry: 3, licence: 0 },
  });
  expect(parts.map((part) => [part.kind, part.share])).toEqual([
    ["registry", 0.3],
    ["typed", 0.5],
  ]);
});

it("a card is read only after it lies on the reader", async () => {
  const fixture = createFixture();
  const order: string[] = [];
  let lay: () => void = () => undefined;
  const host = {
    ...fixture.host,
    placeCard: () => new Promise<null>((done) => (lay = () => done(null))).then(() => order.push("lies")),
  };
  const session = createSession(host);
  session.placeCard();
  const read = session.cardLies().then(() => order.push("read"));
  lay();
  await read;
  expect(order).toEqual(["lies", "read"]);
});

it("locking blanks the desk and keeps what was being typed for the same clerk", async () => {
  const { session } = await atWork();
  session.form.get()?.draft("enterprisePostcode").set("3500");
  await session.lock();
  expect(session.desk.get()).toBeNull();
  expect(session.start.get()?.state.kind).toBe("locked");
  expect((await session.unlock("wrong"))?.code).toBe("YC-5452");
  expect(session.desk.get()).toBeNull();
  expect(await session.unlock("practice")).toBeNull();
  expect(session.desk.get()?.visit?.ticket).toBe("A037");
  expect(session.form.get()?.draft("enterprisePostcode").get()).toBe("3500");
});

it("another clerk signs the one before out and finds a clean screen", async () => {
  const { session } = await atWork();
  await session.lock();
  await session.signOut();
  expect(session.start.get()?.state.kind).toBe("signIn");
  expect(session.form.get()).toBeNull();
});

it("the badge counts what wants attention and survives a count that does not come", async () => {
  const fixture = createFixture({ cases: 100 });
  let down = false;
  const host = {
    ...fixture.host,
    caseCounts: () => (down ? Promise.reject(new Error("away")) : fixture.host.caseCounts()),
  };
  const session = createSession(host);
  await session.signIn("0826", "practice");
  await new Promise((done) => setTimeout(done, 0));
  expect(session.counts.get()).toEqual({ drafts: 0, received: 3, supplementing: 0, returned: 2, due: 3, toCollect: 3, unsent: 0 });
  down = true;
  fixture.push({ kind: "unsent", count: 1 });
  await new Promise((done) => setTimeout(done, 0));
  expect(session.counts.get()?.received).toBe(3);
});

it("what was told is over, and may be opened again although the hall has spoken of it", async () => {
  const { fixture, session } = await atWork();
  const demands = await fixture.host.toDemand("intake-1");
  expect(await session.supplement(demands)).toBeNull();
  expect(session.outcome.get()).toMatchObject({ kind: "supplementing", demands: demands.length });
  const told = { kind: "case", slip: "3501 9908 2609 2100 17", caseNumber: null, stage: "supplementing", note: null } as const;
  fixture.push(told);
  session.showIntake(await fixture.host.resumeIntake("intake-1"));
  expect(session.form.get()?.told.get()?.lines).toHaveLength(demands.length);
  fixture.push(told);
  await Promise.resolve();
  expect(session.outcome.get()).toBeNull();
});

it("an empty notice is not issued, and a second one needs a supervisor", async () => {
  const { fixture, session } = await atWork();
  const empty = await session.supplement([]);
  expect(empty).toMatchObject({ kind: "words", trouble: { code: "YC-5502" } });
  const demands = await fixture.host.toDemand("intake-1");
  expect(await session.supplement(demands.slice(1))).toMatchObject({ kind: "findings" });
  await session.supplement(demands);
  session.showIntake(await fixture.host.resumeIntake("intake-1"));
  expect(await session.supplement(demands)).toMatchObject({ trouble: { code: "YC-2835" } });
  await fixture.host.askSecondDemand("3501 9908 2609 2100 17", ["布局图"], "现场核查不符");
  fixture.approvals.answered(true, "");
  expect(await session.supplement(demands)).toBeNull();
});

it("a receipt that was chosen says no cause; nothing new is no return", async () => {
  const { fixture, session } = await atWork();
  expect(await session.receiveOnly(" ")).toMatchObject({ trouble: { code: "YC-5504" } });
  expect(await session.receiveOnly("需核实")).toBeNull();
  expect(session.outcome.get()).toMatchObject({ kind: "received", why: null });
  const other = createFixture({ told: true });
  const again = createSession(other.host);
  await again.signIn("0826", "practice");
  await again.callNext();
  await again.openItem("scjg-food-licence");
  expect(await again.takeReturn()).toMatchObject({ trouble: { code: "YC-2843" } });
  const form = again.form.get();
  await form?.act((id) => other.host.tickDemand(id, 2, true));
  expect(await again.takeReturn()).toBeNull();
  expect(again.outcome.get()).toMatchObject({ kind: "returned", came: ["布局图"] });
  expect(fixture.asked).toContain("receive_only");
});

it("a case that was told comes to this window whatever was heard of it, with what it was told", async () => {
  const fixture = createFixture({ comesback: true });
  const session = createSession(fixture.host);
  await session.signIn("0826", "practice");
  expect(await session.reopen("K7PM3XW9R4")).toMatchObject({ code: "YC-5303" });
  await session.callNext();
  fixture.push({ kind: "case", slip: "K7PM3XW9R4", caseNumber: null, stage: "supplementing", note: null });
  expect(await session.reopen("K7PM3XW9R4")).toBeNull();
  expect(session.form.get()?.view.slip).toBe("K7PM3XW9R4");
  expect(session.form.get()?.told.get()?.lines).toHaveLength(4);
  expect(session.outcome.get()).toBeNull();
  // Another one has to wait until this one is put aside.
  expect(await session.reopen("6DNR5YH2KT")).toMatchObject({ code: "YC-5437" });
  await session.park();
  expect(await session.reopen("6DNR5YH2KT")).toBeNull();
  expect(session.form.get()?.told.get()).toBeNull();
});

it("a case that the hall ended meanwhile does not go on here, and says how it stands", async () => {
  const fixture = createFixture({ comesback: true });
  const session = createSession(fixture.host);
  await session.signIn("0826", "practice");
  await session.callNext();
  expect(await session.reopen("K7PM3XW9R4")).toBeNull();
  fixture.endsElsewhere("K7PM3XW9R4", "withdrawn");
  await vi.waitFor(() => expect(session.outcome.get()).toMatchObject({ kind: "known", row: { stage: "withdrawn" } }));
  expect(session.notices.get().map((one) => one.trouble.code)).toEqual(["YC-5509"]);
  // The next look at the desk finds nothing open, and another case may be taken up.
  session.show(await fixture.host.deskView());
  expect(session.form.get()).toBeNull();
  expect(await session.reopen("6DNR5YH2KT")).toBeNull();
});

it("a case of another window that ended is found in the whole hall", async () => {
  const fixture = createFixture({ comesback: true });
  const session = createSession({ ...fixture.host, cases: async () => [] });
  await session.signIn("0826", "practice");
  await session.callNext();
  expect(await session.reopen("K7PM3XW9R4")).toBeNull();
  fixture.endsElsewhere("K7PM3XW9R4", "lapsed");
  await vi.waitFor(() => expect(session.outcome.get()).toMatchObject({ kind: "known", row: { stage: "lapsed" } }));
});

it("what ended before in the same visit makes room for a case that comes back", async () => {
  const fixture = createFixture({ comesback: true });
  const session = createSession(fixture.host);
  await session.signIn("0826", "practice");
  await session.callNext();
  await session.openItem("scjg-food-licence");
  expect(await session.receiveOnly("需核实")).toBeNull();
  expect(session.outcome.get()).not.toBeNull();
  expect(await session.reopen("K7PM3XW9R4")).toBeNull();
  expect(session.outcome.get()).toBeNull();
  expect(session.form.get()?.view.slip).toBe("K7PM3XW9R4");
});

it("why the hall does not give a case is said as the hall says it", async () => {
  const fixture = createFixture({ comesback: true });
  const session = createSession(fixture.host);
  await session.signIn("0826", "practice");
  await session.callNext();
  expect(await session.reopen("9XKW3R7PJM")).toMatchObject({ code: "YC-2408" });
  expect(await session.reopen("H8WP2KQ6TN")).toMatchObject({ code: "YC-2842" });
  expect(await session.reopen("R3CJ7M4PWX")).toMatchObject({ code: "YC-2841" });
  expect(await session.reopen("ZZZZZZZZZZ")).toMatchObject({ code: "YC-2416" });
  expect(session.form.get()).toBeNull();
});
