import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";
import type { CasePageView } from "../../host/types";
import { createCases, hallMinute, pageRows } from "./cases";

it("of fifty thousand rows only the pages that are looked at are asked for", async () => {
  const fixture = createFixture({ cases: 50_000 });
  const cases = createCases(fixture.host);
  await cases.choose("mine");
  expect(cases.shown.get()).toMatchObject({ total: 50_000, loading: false });
  expect(cases.row(0)?.slip).toBe("SF60000000");
  expect(cases.row(30_000)).toBeNull();
  cases.need(30_010, 30_040);
  cases.need(30_010, 30_040);
  await new Promise((done) => setTimeout(done, 0));
  expect(cases.row(30_020)?.slip).toBe("SF59969980");
  expect(fixture.asked.filter((one) => one === "case_page")).toHaveLength(2);
});

it("pages far away are forgotten and asked for again", async () => {
  const fixture = createFixture({ cases: 50_000 });
  const cases = createCases(fixture.host);
  await cases.choose("mine");
  for (let page = 1; page <= 40; page += 1) {
    cases.need(page * pageRows, page * pageRows + 1);
    await new Promise((done) => setTimeout(done, 0));
  }
  expect(cases.row(0)).toBeNull();
  expect(cases.row(4_000)).not.toBeNull();
  cases.need(0, 1);
  await new Promise((done) => setTimeout(done, 0));
  expect(cases.row(0)).not.toBeNull();
});

it("a page of the list before never shows in the list after", async () => {
  const waiting: ((page: CasePageView) => void)[] = [];
  const cases = createCases({ casePage: () => new Promise((done) => waiting.push(done)) });
  void cases.choose("mine");
  const second = cases.choose("due");
  const page = (list: "mine" | "due", total: number) => ({ list, offset: 0, total, rows: [], stale: false });
  waiting[1]?.(page("due", 2));
  await second;
  waiting[0]?.(page("mine", 9));
  await Promise.resolve();
  expect(cases.shown.get()).toMatchObject({ list: "due", total: 2 });
});

it("the mark stays inside the list", async () => {
  const cases = createCases(createFixture({ cases: 12 }).host);
  await cases.choose("mine");
  cases.mark(-3);
  expect(cases.shown.get().marked).toBe(0);
  cases.mark(99);
  expect(cases.shown.get().marked).toBe(11);
});

it("moments are shown in the hall's legal time", () => {
  expect(hallMinute("2026-11-22T16:30:16.5Z")).toBe("2026-11-23 00:30");
  expect(hallMinute("2026-09-21T10:42:00+08:00")).toBe("2026-09-21 10:42");
  expect(hallMinute("10:42")).toBe("10:42");
});
