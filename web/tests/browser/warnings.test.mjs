/** 期限提醒 by keys alone: one leads to its case, many are one line and one list, and what nobody looked at stays. */
import { looker } from "./axe.mjs";

const asked = (page) => page.evaluate(() => window.fixture.asked);
const looks = looker("warnings");
const themes = ["light", "dark", "hc"];

export default async function warnings(test) {
  await test(
    "a few warnings are opened one after the other, and each is seen by opening its case",
    "?slow=1&warned=2",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await clerk.sees("clock-warning", "SF59999999");
      await clerk.sees("clock-warning", "今日到期");
      await clerk.press("Control+Shift+D");
      await clerk.sees("case-page");
      await clerk.sees("clock-warning", "SF59999994");
      await clerk.press("Escape", "Control+Shift+D");
      await page.getByTestId("clock-warning").waitFor({ state: "detached" });
      const all = await asked(page);
      check(all.includes("see_warnings SF59999999") && all.includes("see_warnings SF59999994"), all.join());
    },
  );
  await test(
    "ten thousand are one line and one list, stay until somebody looked, and go by one key",
    "?slow=1&warned=10000&cases=40",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await clerk.sees("clock-warning", "10000 件临期或超期");
      check((await page.locator('[data-testid="clock-warning"]').count()) === 1, "one line");
      // The screen is locked and opened again: they are the hall's, and still there.
      await clerk.press("Control+l");
      await clerk.standsAt("unlock-password");
      await clerk.type("practice");
      await clerk.press("Enter");
      await clerk.sees("clock-warning", "10000 件");
      await clerk.press("Control+Shift+D");
      await clerk.sees("cases");
      await page.waitForSelector('[data-testid="cases-due"].on');
      await clerk.sees("cases-warned", "全部知道了");
      await clerk.press("Control+Shift+Delete");
      await page.getByTestId("clock-warning").waitFor({ state: "detached" });
      await page.getByTestId("cases-warned").waitFor({ state: "detached" });
      check((await asked(page)).includes("see_warnings *"), "the hall was told");
    },
  );
  await test(
    "in the list a case that nobody looked at is marked, and one key puts its warning away",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await page.evaluate(() => {
        const clock = {
          rule: "promised",
          ruleZh: "承诺办结时限",
          ruleEn: "Promised limit",
          light: "amber",
          day: "2026-09-23",
          at: null,
          daysLeft: 1,
          provisional: false,
        };
        window.fixture.warn([
          { slip: "K7PM3XW9R4", caseNumber: null, itemName: "食品经营许可（新办）", desk: "08", urgency: "lastDay", clock },
        ]);
      });
      await clerk.press("Control+b");
      await clerk.sees("cases");
      await clerk.press("Control+4");
      await clerk.sees("case-warned-1", "未看");
      check((await page.getByTestId("case-warned-2").count()) === 0, "only that one");
      await clerk.press("Control+Delete");
      await page.getByTestId("case-warned-1").waitFor({ state: "detached" });
      check((await asked(page)).includes("see_warnings K7PM3XW9R4"), "the hall was told");
    },
  );
  await test(
    "a supervisor is told what nobody at a window can act on, with its window",
    "?window=supervisor&slow=1&cases=40&warned=1",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.supervises();
      await clerk.sees("clock-warning", "08 窗");
      await clerk.press("Control+Shift+D");
      await clerk.sees("cases");
      await page.getByTestId("clock-warning").waitFor({ state: "detached" });
      check((await asked(page)).includes("see_warnings SF59999999"), "the hall was told");
    },
  );
  await test(
    "a register that does not answer is got round by the paper licence",
    "?slow=1&registerDown",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await clerk.press("F2");
      await clerk.sees("card-read");
      await clerk.press("1");
      await clerk.sees("person-name", "陈静怡");
      const code = page.locator('[data-testid^="party-"]').filter({ hasText: "信用代码" });
      const digit = (await code.getAttribute("data-testid")).replace("party-", "");
      await clerk.press(digit);
      await clerk.standsAt("body-uscc");
      await clerk.type("91350199MA2Y6QJ38T");
      await clerk.press("Enter");
      await clerk.standsAt("paper-name");
      await clerk.type("示范市第3印刷厂");
      await clerk.press("Enter");
      await clerk.sees("paper-operator");
      await clerk.press("2");
      await page.getByTestId("body-uscc").waitFor({ state: "detached" });
      check((await page.locator("body").textContent()).includes("示范市第3印刷厂"), "the body read off the paper is the applicant");
    },
  );
  for (const size of [1366, 1920]) {
    for (const theme of themes) {
      const look = theme === "light" ? "" : `&theme=${theme}`;
      await test(`warnings in ${theme} at ${size}`, `?slow=1&warned=12&cases=40${look}`, size, async (given) => {
        const { page, clerk } = given;
        const seen = looks(given, theme, size);
        await clerk.signIn();
        await clerk.sees("clock-warning", "12 件");
        await seen("1-strip");
        await clerk.press("Control+Shift+D");
        await clerk.sees("cases-warned");
        await page.waitForSelector('[data-testid="case-1"] .pill');
        await seen("2-list");
      });
    }
  }
}
