/**
 * What comes back to the hall, by keys alone: 待补正 at any window, what was promised, what is withdrawn, what was not
 * done. Every screen of it in three themes and at both sizes, looked at by axe.
 */
import { looker } from "./axe.mjs";

const looks = looker("comesback");
const themes = ["light", "dark", "hc"];
const asked = (page) => page.evaluate(() => window.fixture.asked);

async function toList(clerk, digit, list) {
  await clerk.press("Control+b");
  await clerk.sees("cases");
  await clerk.press(`Control+${digit}`);
  await clerk.page.waitForSelector(`[data-testid="cases-${list}"].on`);
  // The row itself, not its place while it is on its way.
  await clerk.page.waitForSelector('[data-testid="case-1"] .pill');
}

/** The first case that was told to supplement, taken up again with the next ticket. */
async function takesUp(page, clerk) {
  await toList(clerk, 4, "supplementing");
  await clerk.press("F6");
  await clerk.sees("case-no-visit", "免号直办");
  await clerk.press("F2");
  await page.waitForSelector('[data-testid="case-no-visit"]', { state: "detached" });
  await clerk.press("F6");
  await clerk.sees("item-name", "食品经营许可");
  await page.waitForSelector('[data-testid="case-page"]', { state: "detached" });
}

export default async function comesback(test) {
  await test(
    "what was told is taken up again at this window by one key",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await toList(clerk, 4, "supplementing");
      const rows = await page.locator(".case:not(.head)").allTextContents();
      check(rows.length === 3, `${rows.length} rows`);
      check(rows[0].includes("K7PM3XW9R4") && rows[0].includes("今日到期"), `what burns first: ${rows[0]}`);
      check((await page.getByTestId("cases-supplementing").textContent()).includes("3"), "the list is counted");
      // Nobody is at the window yet: what to do first is said, and done without leaving.
      await clerk.press("F6");
      await clerk.sees("case-no-visit", "免号直办");
      check(
        (await page.getByTestId("case-take-up").getAttribute("aria-disabled")) === "true",
        "it is not offered without a visit",
      );
      await clerk.sees("case-take-up", "先叫号或免号直办");
      await clerk.press("F2");
      await page.waitForSelector('[data-testid="case-no-visit"]', { state: "detached" });
      await clerk.press("F6");
      await clerk.sees("item-name", "食品经营许可");
      await page.waitForSelector('[data-testid="case-page"]', { state: "detached" });
      check((await asked(page)).includes("reopen_case K7PM3XW9R4"), "the case was asked for");
      await clerk.standsAt("next-action");
      // A second case says which one is in the way.
      await toList(clerk, 4, "supplementing");
      await clerk.press("ArrowDown", "F6");
      await clerk.sees("case-take-up", "本窗正在办“食品经营许可（新办）”（K7PM3XW9R4）");
      await clerk.press("Escape", "Control+h");
      await clerk.sees("park-visit");
      await clerk.press("1");
      await clerk.sees("empty-person");
      // From the list again, and the hall's own sentence where another window has it.
      await toList(clerk, 4, "supplementing");
      await clerk.press("ArrowDown", "ArrowDown", "F6");
      await clerk.sees("cases-trouble", "这份收件稿由其他窗口持有");
      await clerk.sees("cases-trouble", "YC-2408");
      await clerk.press("ArrowUp", "F6");
      await clerk.sees("item-name", "户外招牌设置备案");
      check((await asked(page)).includes("reopen_case 4TQH8N2VCE"), "one key took it up");
    },
  );
  await test(
    "a slip code in the search field finds the case and offers the same",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await clerk.press("F3");
      await clerk.standsAt("palette-input");
      await clerk.type("#6dnr 5yh2");
      await clerk.sees("palette-case-1", "食品经营许可（变更）");
      await clerk.press("Enter");
      await clerk.sees("case-take-up", "续办");
      await clerk.press("Control+n");
      await page.waitForSelector('[data-testid="case-no-visit"]', { state: "detached" });
      await clerk.press("Enter");
      await clerk.sees("item-name", "食品经营许可（变更）");
      check((await asked(page)).includes("reopen_case 6DNR5YH2KT"), "it was taken up");
      // A lapsed one says so and leads to a new application.
      await clerk.press("Control+h");
      await clerk.sees("empty-person");
      await clerk.press("F3");
      await clerk.standsAt("palette-input");
      await clerk.type("H8WP2KQ6TN");
      await clerk.sees("palette-case-1", "补正不来办结");
      await clerk.press("Enter");
      await clerk.sees("case-lapsed", "可以重新申请");
      await clerk.sees("case-take-up", "补正不来已办结");
      await clerk.press("F3");
      await clerk.standsAt("palette-input");
    },
  );
  await test(
    "what was promised is taken in with its receipt, and the case withdrawn with its paper",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await toList(clerk, 6, "due");
      await clerk.press("Enter");
      await clerk.sees("promise-1", "逾期未补");
      check((await page.getByTestId("promise-1").getAttribute("class")) === "bad", "what is late is red");
      await clerk.sees("promise-4", "已补交");
      // The first that can be done is what came.
      await clerk.press("Enter");
      await clerk.sees("keep-promises");
      check((await page.locator('[data-testid^="keep-"][role=checkbox]').count()) === 3, "three are awaited");
      await clerk.press("Enter");
      check(!(await asked(page)).some((one) => one.startsWith("keep_promises")), "nothing came, nothing is kept");
      await clerk.press("1", "ArrowDown", "Space", "2", "2");
      check((await page.getByTestId("keep-1").getAttribute("aria-checked")) === "true", "a digit marks");
      check((await page.getByTestId("keep-2").getAttribute("aria-checked")) === "true", "Space marks");
      await clerk.press("2", "Enter");
      await clerk.sees("papers");
      await clerk.sees("paper-title", "收件凭证（食品安全管理制度）");
      await clerk.press("Enter");
      await page.waitForFunction(() => window.fixture.asked.includes("print_paper"));
      await clerk.sees("promise-1", "补交，已逾期");
      check(
        (await asked(page)).includes("keep_promises R3CJ7M4PWX scjg-food-licence-m05"),
        "what was marked was kept",
      );
      // 撤回: not without words, not without a signature.
      await clerk.press("4");
      await clerk.standsAt("withdraw-reason");
      await clerk.sees("withdraw-then", "示范区市场监督管理局");
      await clerk.sees("withdraw-then", "撤回申请确认书");
      await clerk.press("Enter");
      await clerk.sees("withdraw-missing", "先写撤回理由");
      await clerk.type("店面不租了");
      await clerk.press("Enter");
      await clerk.sees("withdraw-missing", "按 F6 确认");
      check(!(await asked(page)).some((one) => one.startsWith("withdraw_case")), "nothing is sent unsigned");
      await clerk.press("F6", "Enter");
      await clerk.sees("paper-title", "撤回申请确认书");
      await clerk.press("Escape");
      await clerk.sees("case-stage", "已撤回");
      await clerk.sees("case-withdraw", "不能撤回");
      check((await asked(page)).includes("withdraw_case R3CJ7M4PWX true"), "it was signed");
      const steps = await page.locator("[data-testid^=case-step]").allTextContents();
      check(steps.at(-1).includes("撤回") && steps.at(-1).includes("店面不租了"), `the trail: ${steps.at(-1)}`);
      // After the decision it is not offered, with the reason.
      await clerk.press("Escape", "F3");
      await clerk.standsAt("palette-input");
      await clerk.type("T5GX9C3RMY");
      await clerk.sees("palette-case-1");
      await clerk.press("Enter");
      await clerk.sees("case-withdraw", "部门已作出决定，不能撤回");
    },
  );
  await test(
    "what was not done is answered once, the oldest first",
    "?window=supervisor&slow=1",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.supervises();
      await clerk.sees("open-undone", "3");
      await clerk.press("Control+u");
      await clerk.sees("undone-count", "待处理 3 条");
      const rows = await page.locator("[data-testid^=undone-row]").allTextContents();
      check(rows[0].includes("2 天 4 小时") && rows[0].includes("本人负责"), `the oldest first: ${rows[0]}`);
      check(rows[3].includes("已答复"), "what is answered stands last");
      await clerk.sees("undone-facts", "不属本区办理");
      await clerk.press("Enter");
      await clerk.standsAt("undone-answer");
      await clerk.press("Enter");
      check(!(await asked(page)).some((one) => one.startsWith("answer_undone")), "an empty answer is none");
      await clerk.type("jk 已由帮办员陪同到邻区办结");
      await clerk.press("Enter");
      await clerk.sees("undone-kept");
      await clerk.sees("undone-count", "待处理 2 条");
      await clerk.sees("open-undone", "2");
      // Somebody else is first with the next one.
      await clerk.press("k", "k", "k", "j");
      await clerk.press("Enter");
      await clerk.standsAt("undone-answer");
      const id = await page.locator('[data-testid^=undone-row][aria-selected="true"]').getAttribute("data-testid");
      await page.evaluate((row) => window.fixture.undone.answeredElsewhere(row, "何文已约当事人重报"), id.slice(11));
      await clerk.type("我来处理");
      await clerk.press("Enter");
      await clerk.sees("undone-trouble", "YC-2800");
      await clerk.sees("undone-answered", "何文已约当事人重报");
      await clerk.press("Escape");
      await page.waitForSelector('[data-testid="undone"]', { state: "detached" });
    },
  );
  await test(
    "a broken promise stands in the list with its window and its case; a refusal that was passed on says so",
    "?window=supervisor&slow=1&board=broken&comesback",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.supervises();
      await clerk.sees("alert-log-promise", "容缺承诺逾期未补");
      await clerk.sees("alert-log-promise", "R3CJ7M4PWX");
      await clerk.standsAt("alert:log-promise");
      await clerk.press("Enter");
      await clerk.standsAt("compose-text");
      await clerk.press("Escape", "2");
      await clerk.sees("case-1", "R3CJ7M4PWX");
      await clerk.press("Enter");
      await clerk.sees("promise-1", "逾期未补");
      check((await page.getByTestId("case-withdraw").count()) === 0, "a supervisor looks and does not withdraw");
      await clerk.press("Escape");
      await page.evaluate(() => window.fixture.approvals.waited(372));
      await clerk.press("Control+i");
      await clerk.sees("passed-approval-12", "已转下一位主管");
      check((await page.getByTestId("passed-approval-11").count()) === 0, "a grant is not passed on");
      await clerk.press("j", "Enter");
      await clerk.sees("inbox-passed", "转为收件");
    },
  );
  for (const size of ["1366", "1920", "1366x150"]) {
    for (const theme of size === "1366x150" ? ["light"] : themes) {
      const look = `&theme=${theme === "light" ? "" : theme}`;
      await test(`what comes back in ${theme} at ${size}`, `?slow=1&comesback${look}`, size, async (given) => {
        const { clerk, page } = given;
        const seen = looks(given, theme, size);
        await clerk.signIn();
        await toList(clerk, 4, "supplementing");
        await page.waitForFunction(() => document.querySelector('[data-testid="case-3"] .pill') !== null);
        await seen("1-list");
        await clerk.press("F6");
        await clerk.sees("case-no-visit");
        await seen("2-nobody");
        await clerk.press("F2");
        await page.waitForSelector('[data-testid="case-no-visit"]', { state: "detached" });
        await clerk.press("F6");
        await clerk.sees("item-name");
        await clerk.sees("source-failed-realEstate");
        await seen("3-taken-up");
        await toList(clerk, 6, "due");
        await clerk.press("Enter");
        await clerk.sees("promise-4");
        await seen("4-promises");
        await clerk.press("2", "1", "2");
        await clerk.sees("keep-promises");
        await seen("5-keep");
        await clerk.press("Enter");
        await clerk.sees("paper-title", "收件凭证");
        await page.waitForFunction(
          () => document.querySelector('dialog [data-testid="paper-page-1"]')?.naturalWidth > 0,
        );
        await seen("6-receipt");
        await clerk.press("Escape", "4");
        await clerk.standsAt("withdraw-reason");
        await clerk.type("店面不租了，不再经营");
        await clerk.press("F6");
        await seen("7-withdraw");
        await clerk.press("Enter");
        await clerk.sees("paper-title", "撤回申请确认书");
        await clerk.press("Escape");
        await clerk.sees("case-stage", "已撤回");
        await seen("8-withdrawn");
        await clerk.press("Escape", "F3");
        await clerk.standsAt("palette-input");
        await clerk.type("H8WP2KQ6TN");
        await clerk.sees("palette-case-1");
        await clerk.press("Enter");
        await clerk.sees("case-lapsed");
        await seen("9-lapsed");
      });
      await test(
        `what was not done in ${theme} at ${size}`,
        `?window=supervisor&slow=1&board=broken&comesback${look}`,
        size,
        async (given) => {
          const { clerk, page } = given;
          const seen = looks(given, theme, size);
          await clerk.supervises();
          await seen("10-board");
          await clerk.press("Control+u");
          await clerk.sees("undone-row-undone-1");
          await seen("11-undone");
          await clerk.press("Enter");
          await clerk.standsAt("undone-answer");
          await clerk.type("已由帮办员陪同到邻区窗口，当场办结。");
          await seen("12-answer");
          await clerk.press("Enter");
          await clerk.sees("undone-kept");
          await clerk.press("Escape");
          await page.evaluate(() => window.fixture.approvals.waited(372));
          await clerk.press("Control+i");
          await clerk.sees("passed-approval-12");
          await clerk.press("j", "Enter");
          await clerk.sees("inbox-passed");
          await seen("13-passed-on");
        },
      );
    }
  }
  await test("what comes back in English", "?slow=1&comesback", 1366, async (given) => {
    const { clerk } = given;
    const seen = looks(given, "english", 1366);
    await clerk.standsAt("first");
    await clerk.press("Alt+l");
    await clerk.signIn();
    await toList(clerk, 4, "supplementing");
    await seen("1-list");
    await clerk.press("Escape");
    await toList(clerk, 6, "due");
    await clerk.press("Enter");
    await clerk.sees("promise-4");
    await seen("4-promises");
    await clerk.press("4");
    await clerk.standsAt("withdraw-reason");
    await seen("7-withdraw");
  });

  await test(
    "F9 takes back what was received, and only that",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.signIn();
      await takesUp(page, clerk);
      await clerk.press("F9");
      await clerk.sees("way-7", "撤回申请");
      await clerk.press("7");
      await shot("comesback-14-way-1366");
      await clerk.press("Enter");
      await clerk.sees("withdraw", "K7PM3XW9R4");
      await clerk.type("店面不租了");
      await clerk.press("F6", "Enter");
      await clerk.sees("papers", "撤回申请确认书");
      check((await asked(page)).includes("withdraw_case K7PM3XW9R4 true"), "it was withdrawn");
      await clerk.press("Escape", "Escape");
      await clerk.sees("withdrawn", "已撤回");
      await shot("comesback-15-withdrawn-1366");
    },
  );

  await test(
    "what a department asks for is told in one notice and taken in with its pieces",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.signIn();
      await toList(clerk, 5, "returned");
      await clerk.sees("case-1", "部门要求补充·未告知");
      await clerk.press("Enter");
      await clerk.sees("case-further", "尚未告知申请人");
      await clerk.sees("case-tell-further", "3 项合为一份");
      check(
        (await page.getByTestId("case-take-further").getAttribute("aria-disabled")) === "true",
        "nothing is awaited before it was told",
      );
      await clerk.press("Enter");
      await clerk.sees("papers", "补充材料通知书");
      await clerk.press("Escape");
      await clerk.sees("case-further", "第 1 次");
      check((await asked(page)).filter((one) => one === "tell_further F3VM6K9PTX").length === 1, "one notice");
      await clerk.sees("case-tell-further", "部门要求的都已告知");
      // Enter goes to what may be done now; two copies of the second, an original of the third.
      await clerk.press("Enter");
      await clerk.sees("take-further", "布局图");
      await clerk.press("2", "ArrowRight", "3", "Shift+ArrowRight");
      await clerk.sees("further-2", "复印件 2");
      await clerk.sees("further-3", "原件 1");
      await shot("comesback-17-take-further-1366");
      await clerk.press("Enter");
      await clerk.sees("papers", "收件凭证");
      await clerk.press("Escape");
      check(
        (await asked(page)).includes("take_further F3VM6K9PTX f2/0:0+2 f2/1:1+1"),
        `what came: ${(await asked(page)).filter((one) => one.startsWith("take_further"))}`,
      );
      await clerk.sees("case-further", "已收到");
    },
  );

  await test(
    "a second round asks a supervisor first, waits, and goes out when it is agreed",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.signIn();
      await toList(clerk, 5, "returned");
      await clerk.press("Enter");
      await clerk.sees("case-tell-further", "3 项合为一份");
      await clerk.press("1");
      await clerk.sees("papers", "补充材料通知书");
      await clerk.press("Escape");
      await page.evaluate(() => window.fixture.asksMore("F3VM6K9PTX"));
      await clerk.sees("case-tell-further", "再次要求须主管同意");
      await clerk.press("1");
      await clerk.sees("second-demand-dialog", "F3VM6K9PTX");
      const line = await page.getByTestId("ask-line").inputValue();
      check(line === "授权书", `only what was not told is asked for: ${line}`);
      await clerk.press("Tab");
      await clerk.type("部门现场核验又发现");
      await shot("comesback-18-second-demand-1366");
      await clerk.press("Enter");
      // Back on the page of the case, which says what it waits for.
      await clerk.sees("case-tell-further", "等待主管答复");
      check((await page.getByTestId("case-tell-further").getAttribute("aria-disabled")) === "true", "nothing goes out unapproved");
      await shot("comesback-19-second-waits-1366");
      await page.evaluate(() => {
        const { approvals } = window.fixture;
        approvals.answered(true, "");
      });
      await clerk.sees("case-tell-further", "已同意，可以发出");
      await clerk.press("1");
      await clerk.sees("papers", "补充材料通知书");
      await clerk.press("Escape");
      await clerk.sees("case-further", "第 2 次");
      await clerk.press("Escape");
      await toList(clerk, 5, "returned");
      await clerk.sees("case-1", "部门要求补充·已告知");
    },
  );

  await test(
    "a case that ended at another window does not go on here",
    "?slow=1&comesback",
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.signIn();
      await takesUp(page, clerk);
      await page.evaluate(() => window.fixture.endsElsewhere("K7PM3XW9R4", "withdrawn"));
      await clerk.sees("withdrawn", "已撤回");
      await page.waitForSelector('text=YC-5509');
      await clerk.sees("lost-intake-1", "大厅没有收到的修改");
      await shot("comesback-20-ended-elsewhere-1366");
      await clerk.press("F9");
      check((await page.getByTestId("way-1").count()) === 0, "no outcome is offered any more");
    },
  );

  for (const theme of themes)
    for (const size of [1366, 1920])
      await test(`further materials in ${theme} at ${size}`, `?slow=1&comesback&theme=${theme}`, size, async (parts) => {
        const { page, clerk } = parts;
        await clerk.signIn();
        await toList(clerk, 5, "returned");
        const seen = looks(parts, theme, size);
        await clerk.sees("case-1", "部门要求补充·未告知");
        await seen("21-returned");
        await clerk.press("Enter");
        await clerk.sees("case-further", "尚未告知申请人");
        await seen("16-further");
        await page.evaluate(() => window.fixture.asksMore("F3VM6K9PTX"));
        await clerk.press("1");
        await clerk.sees("papers", "补充材料通知书");
        await clerk.press("Escape");
        await clerk.sees("case-further", "第 1 次");
        await clerk.press("2");
        await clerk.sees("take-further", "布局图");
        await seen("17-take-further");
      });
}
