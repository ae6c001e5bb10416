/** What is kept of a case that came back, over the in-page host. */
import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";

const { host } = createFixture({ comesback: true });

it("待补正 is the hall's, what burns first first", async () => {
  const page = await host.casePage("supplementing", "", 0, 50);
  expect(page.rows.map((row) => [row.slip, row.clock?.daysLeft])).toEqual([
    ["K7PM3XW9R4", 0],
    ["4TQH8N2VCE", 2],
    ["9XKW3R7PJM", 12],
  ]);
  expect((await host.caseCounts()).supplementing).toBe(3);
});

it("a promise is kept once, and its receipt is the last one of the case", async () => {
  const before = (await host.papers("R3CJ7M4PWX")).length;
  const now = await host.keepPromises("R3CJ7M4PWX", ["scjg-food-licence-m05"]);
  expect(now.promised.find((one) => one.material.endsWith("m05"))?.keptAt).not.toBeNull();
  const papers = await host.papers("R3CJ7M4PWX");
  expect(papers).toHaveLength(before + 1);
  expect(papers.filter((one) => one.kind === "receipt").at(-1)?.title).toContain("食品安全管理制度");
  const refused = (materials: string[]) => expect(host.keepPromises("R3CJ7M4PWX", materials)).rejects;
  await refused(["scjg-food-licence-m05"]).toMatchObject({ trouble: { code: "YC-2848" } });
  await refused(["scjg-food-licence-m01"]).toMatchObject({ trouble: { code: "YC-2847" } });
  await refused([]).toMatchObject({ trouble: { code: "YC-2843" } });
});

it("a case is withdrawn with a reason and a signature, once, and before it is decided", async () => {
  const refused = (slip: string, reason: string, signed: boolean) =>
    expect(host.withdrawCase(slip, reason, signed)).rejects;
  await refused("K7PM3XW9R4", " ", true).toMatchObject({ trouble: { code: "YC-2845" } });
  await refused("K7PM3XW9R4", "店面不租了", false).toMatchObject({ trouble: { code: "YC-2846" } });
  await refused("T5GX9C3RMY", "店面不租了", true).toMatchObject({ trouble: { code: "YC-2844" } });
  const now = await host.withdrawCase("K7PM3XW9R4", "店面不租了", true);
  expect(now).toMatchObject({ stage: "withdrawn", cureBy: null });
  await refused("K7PM3XW9R4", "店面不租了", true).toMatchObject({ trouble: { code: "YC-2844" } });
  expect((await host.casePage("supplementing", "", 0, 50)).total).toBe(2);
  expect((await host.papers("K7PM3XW9R4")).at(-1)).toMatchObject({ kind: "withdrawal" });
});
