/** 数据使用监管, by keys alone, in three themes at both sizes, looked at by axe. */
import { looker } from "./axe.mjs";

const looks = looker("looks");
const asked = (page) => page.evaluate(() => window.fixture.asked);

export default async function oversight(test) {
  await test(
    "alarms are read and closed, samples judged, grants approved by another, all by keys",
    "?window=supervisor&slow=1",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.supervises();
      await clerk.press("Control+Shift+l");
      await clerk.sees("looks-row-alarm-1", "无号无件查询");
      await clerk.sees("looks-rows", "********");
      await clerk.press("a");
      await page.waitForSelector('[data-testid="looks-note"]:focus');
      await clerk.press("Enter");
      await clerk.sees("looks-trouble", "YC-2751");
      await clerk.type("已核对取号记录");
      await clerk.press("Enter");
      await clerk.sees("looks-open", "陈立 已处置：属正常业务");
      await clerk.press("j");
      await page.waitForSelector('[data-testid="looks-row-alarm-2"][aria-selected="true"]');
      await clerk.sees("looks-rows", "YC-2780");

      await clerk.press("2");
      await clerk.sees("looks-month");
      await clerk.press("d");
      await clerk.sees("looks-row-sample-0-0");
      await clerk.press("b");
      await page.waitForSelector('[data-testid="looks-note"]:focus');
      await clerk.type("请说明查询原因");
      await clerk.press("Enter");
      await clerk.sees("looks-row-sample-0-0", "待说明");

      await clerk.press("4");
      await clerk.sees("looks-row-ask-1", "待批");
      await clerk.press("a");
      await page.waitForSelector('[data-testid="looks-note"]:focus');
      await clerk.press("Enter");
      await page.waitForSelector('[data-testid="looks-row-ask-1"]', { state: "detached" });
      await clerk.sees("looks-row-asked/1", "有效");
      const done = await asked(page);
      for (const one of ["close_watch_alarm alarm-1 inOrder", "judge_look sample-0-0 toExplain", "answer_grant ask-1 true"])
        check(done.some((line) => line.startsWith(one)), one);
    },
  );
  await test("the applicant's own list is a paper", "?slow=1", 1366, async ({ clerk }) => {
    await clerk.signIn();
    await clerk.press("F2");
    await clerk.sees("card-read");
    await clerk.press("1");
    await clerk.sees("party-2");
    await clerk.press("2");
    await clerk.standsAt("palette-input");
    await clerk.press("Escape");
    await clerk.press("Control+Shift+l");
    await clerk.sees("papers");
  });
  await test("what sources filled is read by item, window and month, and kept as a table", "?window=supervisor&slow=1", 1366, async ({ page, clerk, check }) => {
    await clerk.supervises();
    await clerk.press("Control+Shift+f");
    await clerk.sees("prefill-all");
    const first = () => page.locator("[data-testid=prefill-rows] tbody tr").first().textContent();
    check((await first()).includes("公司设立登记"), `the least filled comes first: ${await first()}`);
    await clerk.press("2");
    await clerk.sees("prefill-08", "78.6 %");
    const down = page.waitForEvent("download");
    await clerk.press("x");
    check((await down).suggestedFilename().startsWith("prefill-2"), "a table is kept");
    await clerk.press("ArrowRight");
    await clerk.sees("prefill-08", "78.6 %");
    await clerk.press("ArrowLeft", "ArrowLeft");
    await clerk.sees("prefill", "还没有受理的办件");
    await clerk.press("Escape");
    await page.getByTestId("prefill").waitFor({ state: "detached" });
  });
  for (const size of [1366, 1920]) {
    for (const theme of ["light", "dark", "hc"]) {
      const look = `&theme=${theme === "light" ? "" : theme}`;
      await test(`the use of data in ${theme} at ${size}`, `?window=supervisor&slow=1${look}`, size, async (given) => {
        const { clerk } = given;
        const seen = looks(given, theme, size);
        await clerk.supervises();
        await clerk.press("Control+Shift+l");
        await clerk.sees("looks-rows");
        await seen("1-alarms");
        await clerk.press("2", "d");
        await clerk.sees("looks-row-sample-0-0");
        await seen("2-samples");
        await clerk.press("3");
        await clerk.sees("looks-report");
        await seen("3-month");
        await clerk.press("4");
        await clerk.sees("looks-row-ask-1");
        await seen("4-grants");
        await clerk.press("j", "b");
        await clerk.sees("looks-until");
        await seen("5-ask");
        await clerk.press("Escape", "Escape", "Control+Shift+f");
        await clerk.sees("prefill-all");
        await seen("6-prefill");
      });
    }
  }
}
