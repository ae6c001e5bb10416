import { describe, expect, it } from "vitest";
import type { ApplicantHost } from "../../host/applicant";
import { createApplicantFixture } from "../../host/fixture/applicant";
import { clockOf, createCustomer, grouped, stepOf } from "./customer";

/** The applicant's page over its fixture, with the first view on it. */
async function at(screen: string) {
  const fixture = createApplicantFixture(screen);
  const customer = createCustomer(fixture.host);
  const stop = customer.follow();
  await settled();
  return { fixture, customer, stop };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function write(customer: Awaited<ReturnType<typeof at>>["customer"]): void {
  customer.penDown(0.1, 0.2, 1000);
  for (let step = 1; step < 20; step += 1) customer.penMove(0.1 + step * 0.04, 0.5, 1000 + step * 10);
}

describe("the applicant's page", () => {
  it("begins with nothing ticked, and a refusal sends nothing", async () => {
    const { fixture, customer, stop } = await at("consent");
    expect(customer.agreed.get()).toEqual([]);
    customer.consent();
    await settled();
    expect(fixture.heard).toEqual([]);
    customer.refuse();
    await settled();
    expect(fixture.heard).toEqual([{ what: "consent", with: [[]] }]);
    expect(customer.view.get()?.screen).toEqual({ kind: "thanks", what: "refused" });
    stop();
  });

  it("sends what is ticked", async () => {
    const { fixture, customer, stop } = await at("consent");
    customer.toggle(customer.agreed, "eLicence");
    customer.toggle(customer.agreed, "history");
    customer.toggle(customer.agreed, "history");
    customer.consent();
    await settled();
    expect(fixture.heard).toEqual([{ what: "consent", with: [["eLicence"]] }]);
    stop();
  });

  it("answers for sensitive data with a yes or a no of its own", async () => {
    const { fixture, customer, stop } = await at("consent");
    customer.answer("health", false);
    expect([customer.agreed.get(), customer.declined.get()]).toEqual([[], ["health"]]);
    customer.answer("health", true);
    expect([customer.agreed.get(), customer.declined.get()]).toEqual([["health"], []]);
    customer.consent();
    await settled();
    expect(fixture.heard).toEqual([{ what: "consent", with: [["health"]] }]);
    stop();
  });

  it("signs for a result under the digest of what is shown, or does not take it", async () => {
    const { fixture, customer, stop } = await at("receipt");
    write(customer);
    customer.sign(1.6);
    await settled();
    const [digest, ink] = fixture.heard.at(-1)?.with ?? [];
    const shown = fixture.screens["receipt"];
    expect(shown?.kind === "receipt" && shown.sheet.digest).toBe(digest);
    expect(ink).toMatchObject({ aspect: 1600 });
    expect(customer.view.get()?.screen).toEqual({ kind: "thanks", what: "received" });
    stop();
    const other = await at("receipt");
    other.customer.doubt();
    await settled();
    expect(other.fixture.heard.map((one) => one.what)).toEqual(["doubt"]);
    other.stop();
  });

  it("keeps strokes with time from the first touch, in shares of the pad", async () => {
    const { fixture, customer, stop } = await at("confirm");
    write(customer);
    customer.penDown(0.5, 1.7, 1400);
    await settled();
    const [first, second] = customer.ink.get();
    expect(first?.[0]).toEqual({ x: 1000, y: 2000, ms: 0 });
    expect(first?.[1]).toEqual({ x: 1400, y: 5000, ms: 10 });
    expect(second?.[0]).toEqual({ x: 5000, y: 10_000, ms: 400 });
    expect(fixture.heard.map((one) => one.what)).toEqual(["pen"]);
    expect(customer.view.get()?.screen.kind).toBe("sign");
    stop();
  });

  it("signs exactly the sheet that is shown", async () => {
    const { fixture, customer, stop } = await at("confirm");
    write(customer);
    await settled();
    customer.sign(1.6);
    await settled();
    const signed = fixture.heard.find((one) => one.what === "sign");
    expect(signed?.with[0]).toBe("5ca1ab1e".repeat(8));
    expect((signed?.with[1] as { aspect: number }).aspect).toBe(1600);
    stop();
  });

  it("forgets everything that was entered when another thing is shown", async () => {
    const { fixture, customer, stop } = await at("confirm");
    write(customer);
    customer.doubts.set(["foodItems"]);
    fixture.put(fixture.screens["changed"] ?? { kind: "idle" });
    await settled();
    expect(customer.ink.get()).toEqual([]);
    expect(customer.doubts.get()).toBeNull();
    fixture.put({ kind: "idle" });
    await settled();
    expect(customer.view.get()?.screen).toEqual({ kind: "idle" });
    stop();
  });

  it("keeps the next question when the answer to the one before was overtaken on the way", async () => {
    const fixture = createApplicantFixture("confirm");
    let arrives = (): void => undefined;
    const doubt: ApplicantHost["doubt"] = async (serial, keys) => {
      const done = await fixture.host.doubt(serial, keys);
      await new Promise<void>((go) => (arrives = go));
      return done;
    };
    const customer = createCustomer({ ...fixture.host, doubt });
    const stop = customer.follow();
    await settled();
    customer.doubts.set(["foodItems"]);
    customer.doubt();
    await settled();
    fixture.put(fixture.screens["confirm"] ?? { kind: "idle" });
    await settled();
    write(customer);
    await settled();
    arrives();
    await settled();
    expect(customer.view.get()?.screen.kind).toBe("sign");
    expect(customer.ink.get()).toHaveLength(1);
    stop();
  });

  it("says that a step is over when it was answered too late", async () => {
    const { fixture, customer, stop } = await at("consent");
    const late = fixture.host.consent(7, []);
    await expect(late).rejects.toThrow("YC-5442");
    expect(customer.view.get()?.screen.kind).toBe("consent");
    stop();
  });

  it("asks why for a bad level only, and needs a reason", async () => {
    const { fixture, customer, stop } = await at("rate");
    customer.choose("veryBad");
    await settled();
    expect(customer.bad.get()).toBe("veryBad");
    customer.sendReasons();
    await settled();
    expect(fixture.heard.map((one) => one.what)).toEqual(["stay"]);
    customer.toggle(customer.reasons, "05");
    customer.words.set("等了很久");
    customer.sendReasons();
    await settled();
    expect(fixture.heard.at(-1)).toEqual({ what: "rate", with: ["veryBad", ["05"], "等了很久"] });
    stop();
  });

  it("rates with one touch", async () => {
    const { fixture, customer, stop } = await at("rate");
    customer.choose("good");
    await settled();
    expect(fixture.heard).toEqual([{ what: "rate", with: ["good", [], ""] }]);
    stop();
  });

  it("shows nothing of anybody when the desk falls silent", async () => {
    const { fixture, customer, stop } = await at("confirm");
    fixture.host.next = () => Promise.reject(new Error("gone"));
    fixture.put(fixture.screens["confirm"] ?? { kind: "idle" });
    await settled();
    expect(customer.view.get()).toBeNull();
    expect(customer.away.get()).toBe(true);
    stop();
  });
});

describe("the pure parts", () => {
  it("names the step of a visit", async () => {
    for (const [screen, step] of [
      ["idle", null],
      ["consent", 1],
      ["confirm", 2],
      ["rate", 3],
      ["thanks", null],
    ] as const) {
      const { customer, stop } = await at(screen);
      const view = customer.view.get();
      expect(view === null ? undefined : stepOf(view)).toBe(step);
      stop();
    }
    expect(clockOf("2026-11-20T18:00")).toBe("18:00");
  });

  it("keeps groups in the order of the form", () => {
    const rows = [{ group: "a" }, { group: "b" }, { group: "a" }];
    expect(grouped(rows).map((group) => [group.name, group.rows.length])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });
});
