/** 审批 by keys alone: refusal asked, denied, void by an edit, approved and issued; a duplicate; a grant; the inbox. */
import { axeFaults } from "./axe.mjs";
import { complete } from "./case.test.mjs";

const reasons = "经营场所位于邻市高新区，不属本区办理";
const body = "邻市高新区市场监督管理局";

const meanwhile = (page, run, ...values) =>
  page.evaluate(([name, given]) => window.fixture.approvals[name](...given), [run, values]);
const asked = (page, command) =>
  page.evaluate((name) => window.fixture.asked.filter((one) => one === name).length, command);
const stripIs = (page, state, kind = "refusal") =>
  page.waitForFunction(
    ([id, want]) => document.querySelector(`[data-testid="${id}"]`)?.getAttribute("data-state") === want,
    [`approval-${kind}`, state],
  );

async function askRefusal(clerk) {
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("5", "Enter");
  await clerk.sees("refusal-dialog");
  await clerk.press("1");
  await clerk.standsAt("ask-line");
  await clerk.type(body);
  await clerk.press("Tab");
  await clerk.standsAt("ask-reason");
  await clerk.type(reasons);
}

export default async function approvals(test) {
  await test("a request is taken back by its key, which raises no alarm", "?slow=5", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    await askRefusal(clerk);
    await clerk.press("Enter");
    await stripIs(page, "waiting");
    await clerk.press("Control+Shift+z");
    await page.getByTestId("approval-refusal").waitFor({ state: "detached" });
    check((await asked(page, "withdraw_approval")) === 1, "nothing was taken back");
    check((await asked(page, "quiet_alarm")) === 0, "the quiet alarm was raised");
  });
  for (const size of [1366, 1920]) {
    await test(`refusal asked, answered and issued at ${size}`, "?slow=5", size, async ({ page, clerk, check, shot }) => {
      await clerk.openIntake();
      await clerk.press("F9");
      await clerk.sees("decision-dialog");
      await clerk.press("5");
      await shot(`refusal-way-${size}`);
      await clerk.press("Escape");
      await askRefusal(clerk);
      await shot(`refusal-ask-${size}`);
      await clerk.press("Enter");
      await stripIs(page, "waiting");
      await shot(`refusal-waits-${size}`);
      check((await asked(page, "refuse")) === 0, "refused before anybody answered");

      // Denied: the words are shown, and it can be asked again.
      await meanwhile(page, "answered", false, "先核对经营场所所在区");
      await stripIs(page, "denied");
      check(
        ((await page.getByTestId("approval-refusal").textContent()) ?? "").includes("先核对经营场所所在区"),
        "the words of the denial are not shown",
      );
      await shot(`refusal-denied-${size}`);
      await clerk.press("Control+y");
      await clerk.sees("refusal-dialog");
      await clerk.press("2");
      await clerk.standsAt("ask-reason");
      await clerk.type("营业执照与登记不符");
      await clerk.press("Enter");
      await stripIs(page, "waiting");

      // Approved, and void by an edit.
      await meanwhile(page, "answered", true, "");
      await stripIs(page, "approved");
      await page.getByTestId("field-enterprisePostcode").focus();
      await clerk.type("350001");
      await clerk.press("Enter");
      await stripIs(page, "stale");
      await shot(`refusal-stale-${size}`);
      await clerk.press("Control+y");
      await clerk.sees("refusal-dialog");
      await clerk.press("1");
      await clerk.standsAt("ask-line");
      await clerk.type(body);
      await clerk.press("Tab");
      await clerk.type(reasons);
      await clerk.press("Enter");
      await stripIs(page, "waiting");
      await meanwhile(page, "answered", true, "");
      await stripIs(page, "approved");
      await clerk.press("Escape");
      await clerk.standsAt("next-action");
      await page.waitForFunction(() =>
        document.querySelector("[data-testid=next-action]")?.textContent?.includes("发出不予受理通知书"),
      );
      await shot(`refusal-approved-${size}`);
      await clerk.press("Enter");
      await clerk.sees("refused");
      const summary = await page.locator(".sum").innerText();
      check(!/20\d\d-\d\d-\d\d/.test(summary), `something is still due: ${summary}`);
      await clerk.sees("accepted-number", "不予受字〔2026〕第000001号");
      await clerk.sees("paper-1");
      await shot(`refusal-issued-${size}`);
      check((await asked(page, "refuse")) === 1, "it was issued other than once");
    });

    await test(`the supervisor's inbox at ${size}`, "?window=supervisor&slow=5", size, async ({ page, clerk, check, shot }) => {
      await clerk.sees("start-signIn");
      await clerk.standsAt("staff");
      await clerk.type("0801");
      await clerk.press("Enter");
      await clerk.type("practice");
      await clerk.press("Enter");
      await clerk.sees("post-supervisor");
      await clerk.sees("open-inbox", "4");
      await clerk.press("Control+i");
      await clerk.sees("inbox");
      await clerk.sees("age-approval-11", "超时");
      check(!((await page.getByTestId("age-approval-12").textContent()) ?? "").includes("超时"), "42 s is late");
      check((await asked(page, "open_approval")) === 0, "something was opened by itself");
      await clerk.press("j");
      // Nothing is answered that was not looked at: A opens first.
      await clerk.press("a");
      await clerk.sees("inbox-paper", "六十日内");
      check((await asked(page, "answer_approval")) === 0, "answered before it was looked at");
      check(!((await page.getByTestId("inbox").textContent()) ?? "").includes("陈静怡"), "a full name is shown");
      await shot(`inbox-${size}`);
      await clerk.press("a");
      await clerk.sees("inbox-told", "已同意");
      await page.waitForFunction(
        () => document.querySelector('[data-testid="inbox-approval-12"]')?.getAttribute("data-state") === "approved",
      );

      // A denial has words; Esc leaves the words, not the inbox.
      await clerk.press("j", "Enter");
      await clerk.sees("inbox-facts", "林*试");
      await clerk.press("r");
      await clerk.standsAt("inbox-words");
      await clerk.press("Enter");
      check((await asked(page, "answer_approval")) === 1, "a denial without words was sent");
      await clerk.press("Escape");
      await clerk.sees("inbox");
      await clerk.press("r");
      await clerk.type("须先撤回前一件");
      await shot(`inbox-deny-${size}`);
      await clerk.press("Enter");
      await clerk.sees("inbox-told", "已登记不同意");

      // Somebody else is first; the window takes its request back.
      await clerk.press("k", "k", "Enter");
      await clerk.sees("inbox-facts", "不动产库");
      await page.evaluate(() => {
        const { approvals } = window.fixture;
        const push = approvals.elsewhere;
        push("approval-14", "withdrawn");
      });
      await clerk.press("j", "j", "j", "Enter");
      await clerk.sees("inbox-facts", "排水水质检测报告");
      await shot(`inbox-answered-${size}`);
      await clerk.press("Escape");
      await clerk.sees("open-inbox", "1");
    });
  }

  await test("an answer that comes too late is told so", "?window=supervisor&slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.standsAt("staff");
    await clerk.type("0801");
    await clerk.press("Enter");
    await clerk.type("practice");
    await clerk.press("Enter");
    await clerk.sees("open-inbox", "4");
    await clerk.press("Control+i");
    await clerk.sees("inbox-approval-11");
    await clerk.press("Enter");
    await clerk.sees("inbox-facts");
    // Both press at once: the other answer reaches the hall first, before this screen hears of it.
    await page.evaluate(() => {
      const { host, approvals } = window.fixture;
      const list = host.approvals;
      host.approvals = () => new Promise(() => undefined);
      approvals.elsewhere("approval-11", "denied");
      host.approvals = list;
    });
    await clerk.press("a");
    await clerk.sees("inbox-told", "周敏 已先答复（不同意）");
    await clerk.sees("inbox-told", "须先现场核实");
    await shot("inbox-late");
    await clerk.press("k", "j", "Enter");
    await clerk.sees("inbox-facts", "邻市高新区");
    await page.evaluate(() => {
      const { host, approvals } = window.fixture;
      const list = host.approvals;
      host.approvals = () => new Promise(() => undefined);
      approvals.elsewhere("approval-12", "withdrawn");
      host.approvals = list;
    });
    await clerk.press("a");
    await clerk.sees("inbox-told", "窗口 08 已撤回");
  });

  await test("a source without grant is asked for and tried again", "?noGrant&slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.openIntake();
    await page.getByTestId("source-grant-realEstate").focus();
    await clerk.press("Enter");
    await clerk.sees("grant-dialog");
    await clerk.press("2");
    await clerk.standsAt("ask-reason");
    await clerk.type("授权上周到期，部门正在续签");
    await shot("grant-ask");
    await clerk.press("Enter");
    await clerk.sees("grant-state-realEstate", "等待");
    await meanwhile(page, "answered", true, "");
    await clerk.sees("grant-state-realEstate", "可以重试");
    await shot("grant-given");
    await page.getByTestId("source-retry-realEstate").focus();
    await clerk.press("Enter");
    await page.getByTestId("source-failed-realEstate").waitFor({ state: "detached" });
  });

  await test("a duplicate passes once it was let through", "?duplicate&slow=5", 1366, async ({ page, clerk, check, shot }) => {
    await clerk.openIntake();
    await complete(clerk);
    await clerk.press("F9");
    await clerk.sees("decision-dialog");
    await clerk.press("1", "Enter");
    await clerk.sees("decision-trouble", "YC-9003");
    await clerk.sees("ask-override");
    await shot("duplicate");
    await clerk.press("t");
    await clerk.sees("override-dialog");
    await clerk.standsAt("ask-reason");
    await clerk.type("前一件申请人已书面放弃");
    await shot("duplicate-ask");
    await clerk.press("Enter");
    await stripIs(page, "waiting", "override");
    await meanwhile(page, "answered", true, "");
    await stripIs(page, "approved", "override");
    await shot("duplicate-passes");
    await clerk.press("F9");
    await clerk.sees("decision-dialog");
    await clerk.press("1", "Enter");
    await clerk.sees("accepted-number");

    // From 办件: more is asked for after everything was asked for once.
    await clerk.press("Control+b");
    await clerk.sees("case-1", "食品经营许可");
    await clerk.press("Control+Enter");
    await clerk.sees("second-demand-dialog");
    await clerk.standsAt("ask-line");
    await clerk.type("租赁合同、健康证明");
    await clerk.press("Tab");
    await clerk.type("现场核查发现布局与图纸不符");
    await shot("second-demand");
    await clerk.press("Enter");
    await page.getByTestId("second-demand-dialog").waitFor({ state: "detached" });
    check((await asked(page, "ask_second_demand")) === 1, "nothing was asked");
  });

  await test("without the hall nobody is asked", "?offline&slow=5", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    await askRefusal(clerk);
    await clerk.press("Enter");
    await clerk.sees("ask-trouble", "YC-5461");
    await clerk.press("Escape");
    check((await page.getByTestId("approval-refusal").count()) === 0, "something waits without the hall");
  });
  for (const theme of ["light", "dark", "hc"]) {
    for (const size of [1366, 1920, "1366x150"]) {
      await test(`approvals in ${theme} at ${size}`, `?theme=${theme}&slow=5`, size, async ({ page, clerk, check, shot }) => {
        const seen = async (label) => {
          await shot(`${label}-${theme}-${size}`);
          for (const fault of await axeFaults(page)) check(false, `${label}: ${fault}`);
        };
        await clerk.openIntake();
        await askRefusal(clerk);
        await seen("refusal-ask");
        await clerk.press("Enter");
        await stripIs(page, "waiting");
        await seen("refusal-waits");
        await meanwhile(page, "answered", true, "");
        await stripIs(page, "approved");
        await clerk.press("Enter");
        await clerk.sees("refused");
        await seen("refusal-issued");
      });
      await test(`inbox in ${theme} at ${size}`, `?window=supervisor&theme=${theme}&slow=5`, size, async ({ page, clerk, check, shot }) => {
        await clerk.standsAt("staff");
        await clerk.type("0801");
        await clerk.press("Enter");
        await clerk.type("practice");
        await clerk.press("Enter");
        await clerk.sees("alerts-count");
        await clerk.press("Control+i");
        await clerk.sees("inbox-approval-12");
        await clerk.press("j", "Enter");
        await clerk.sees("inbox-paper");
        await shot(`inbox-${theme}-${size}`);
        for (const fault of await axeFaults(page)) check(false, fault);
      });
    }
  }
}
