/** 一次告知 and 咨询 by keys alone: the first notice and the same again, its text, a consultation of nobody, the figures. */
import { axeFaults } from "./axe.mjs";

const asked = (page, command) =>
  page.evaluate((name) => window.fixture.asked.filter((one) => one.startsWith(name)).length, command);

async function notice({ page, clerk, check, shot }, size) {
  await clerk.openIntake();
  await clerk.press("Control+g");
  await clerk.sees("notice", "一次性告知书");
  await clerk.sees("told-state", "首次告知");
  await shot(`notice-${size}`);
  await clerk.press("t");
  await clerk.sees("notice-text", "138****5678");
  await clerk.standsAt("notice-phone");
  await clerk.type("12345");
  await clerk.press("Enter");
  await clerk.sees("notice-text-trouble", "不是大陆手机号码");
  await shot(`notice-text-${size}`);
  await page.getByTestId("notice-phone").fill("");
  await clerk.press("Enter");
  await clerk.sees("notice-text-sent", "短信已交发");
  await clerk.sees("notice-text-sent", "办理流程");
  await shot(`notice-sent-${size}`);
  check((await asked(page, "text_notice")) === 2, "a text went out other than once");
  await clerk.press("Escape");
  await clerk.press("Enter");
  await clerk.sees("print-state", "已打印");
  await clerk.press("Escape");
  await page.getByTestId("notice").waitFor({ state: "detached" });
  // Again it is the same paper, and the text has gone.
  await clerk.press("Control+g");
  await clerk.sees("told-state", "这是同一份");
  await clerk.press("t");
  await clerk.sees("notice-text-sent", "已发过短信");
  await clerk.press("Escape", "Escape");
  await page.getByTestId("notice").waitFor({ state: "detached" });
}

async function elsewhere({ page, clerk, check, shot }, size) {
  await clerk.openIntake();
  await clerk.press("Control+g");
  await clerk.sees("notice", "一次性告知书");
  await page.evaluate(() => (window.fixture.printers.empty = true));
  await clerk.press("Enter");
  await clerk.sees("print-state", "等人处理");
  await clerk.sees("print-trouble", "打印机缺纸");
  await shot(`print-stuck-${size}`);
  // Once more changes nothing: the paper waits there.
  await clerk.press("Enter");
  check((await asked(page, "print_paper")) === 1, "it was given to the printer twice");
  await clerk.press("p");
  await clerk.sees("printer-2", "9 号窗口打印机");
  await clerk.sees("printer-1", "打印机缺纸");
  await shot(`printers-${size}`);
  check((await axeFaults(page)).length === 0, "axe finds faults in the printers");
  await clerk.press("2");
  await clerk.sees("print-state", "已打印");
  check((await asked(page, "move_print")) === 1, "it was not moved");
  // Another one by its address; a wrong one is said.
  await clerk.press("p");
  await page.getByTestId("print-address").fill("no address");
  await page.getByTestId("print-address").press("Enter");
  await clerk.sees("print-trouble", "找不到打印机");
  await page.getByTestId("print-address").fill("10.1.2.3");
  await page.getByTestId("print-address").press("Enter");
  await page.getByTestId("print-address").waitFor({ state: "detached" });
  await clerk.press("p");
  await clerk.sees("printer-1", "10.1.2.3");
  await page.keyboard.press("Escape");
  await clerk.sees("print-state", "已打印");
  await clerk.press("Escape");
  await page.getByTestId("notice").waitFor({ state: "detached" });
}

async function consult({ page, clerk, check, shot }, size) {
  await clerk.signIn();
  await clerk.press("Control+Shift+x");
  await clerk.sees("palette", "咨询告知");
  await clerk.standsAt("palette-input");
  await clerk.type("spjy");
  await page.getByTestId("palette-hit-1").waitFor();
  await clerk.press("Enter");
  await clerk.sees("consult", "不记姓名");
  await shot(`consult-${size}`);
  await clerk.press("2");
  await page.waitForFunction(
    () => document.querySelectorAll('[data-testid="consult-materials"] li').length === 2,
  );
  await clerk.press("1");
  await page.waitForFunction(
    () => document.querySelectorAll('[data-testid="consult-materials"] li').length === 3,
  );
  await clerk.press("Enter");
  await clerk.sees("notice", "一次性告知书");
  await clerk.sees("consult-counted", "已计一次");
  await shot(`consult-notice-${size}`);
  await clerk.press("t");
  await clerk.standsAt("notice-phone");
  await clerk.type("13812345678");
  await clerk.press("Enter");
  await clerk.sees("notice-text-sent");
  await clerk.press("Escape", "Escape");
  await clerk.sees("consult-materials");
  await clerk.press("Escape");
  await page.getByTestId("consult").waitFor({ state: "detached" });
  check((await asked(page, "end_consultation")) === 1, "the consultation went on");
  check((await asked(page, "open_intake")) === 0, "a case was begun");
}

/** More than was told first: a supervisor is asked from the list, and what was written stays. */
async function beyond({ page, clerk, check, shot }) {
  await clerk.openIntake();
  await clerk.press("Control+g");
  await clerk.sees("told-state");
  await clerk.press("Escape");
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("3", "Enter");
  await clerk.sees("supplement-list");
  await clerk.press("a");
  for (const [box, words] of [
    ["material", "排烟净化设备合格证"],
    ["wrong", "没有提交"],
    ["cure", "提交复印件1份"],
    ["basis", ""],
  ]) {
    await clerk.standsAt(`demand-${box}`);
    if (words !== "") await clerk.type(words);
    await clerk.press("Enter");
  }
  await clerk.standsAt("supplement-list");
  await clerk.press("Enter");
  await clerk.sees("supplement-trouble", "YC-2767");
  await clerk.sees("supplement-added", "排烟净化设备合格证");
  await shot("supplement-added");
  await clerk.press("q");
  await clerk.sees("second-demand-dialog");
  check((await page.getByTestId("ask-line").inputValue()) === "排烟净化设备合格证", "what is asked for is not named");
  await clerk.standsAt("ask-line");
  await clerk.press("Tab");
  await clerk.type("现场核查发现与图纸不符");
  await clerk.press("Enter");
  // Back at the list, with every line as it was.
  await clerk.sees("supplement-list");
  const last = page.locator('[data-testid="supplement-list"] li').last();
  check(((await last.textContent()) ?? "").includes("排烟净化设备合格证"), "the line is lost");
  await page.evaluate(() => window.fixture.approvals.answered(true, ""));
  await clerk.press("Enter");
  await clerk.sees("supplementing", "补字");
  check((await asked(page, "supplement ")) === 2, "it was not sent again under the approval");
}

async function figures({ page, clerk, shot }, size) {
  await clerk.supervises();
  await clerk.press("Control+Shift+u");
  await clerk.sees("figures-demands", "食品经营许可");
  await clerk.sees("figures-consultations", "12");
  await shot(`figures-${size}`);
  await clerk.press("x");
  await clerk.sees("figures-file", "一次告知统计");
  await clerk.press("Escape");
  await page.getByTestId("told-figures").waitFor({ state: "detached" });
}

/** 单独同意: an item whose name tells something is texted only to who wants it. */
async function delicate({ page, clerk, check, shot }) {
  await clerk.signIn();
  await clerk.press("Control+Shift+x");
  await clerk.standsAt("palette-input");
  await clerk.type("jhdj");
  await page.locator('[data-item="mz-marriage"]').waitFor();
  await clerk.press("Enter");
  await clerk.sees("consult");
  await clerk.press("Enter");
  await clerk.sees("notice", "一次性告知书");
  await clerk.press("t");
  await clerk.standsAt("notice-phone");
  await clerk.type("13812345678");
  await clerk.press("Enter");
  await clerk.sees("notice-text-trouble", "YC-2772");
  await clerk.sees("notice-send", "申请人同意");
  await shot("notice-consent");
  check((await page.getByTestId("notice-phone").inputValue()) === "13812345678", "the number is lost");
  await clerk.press("Enter");
  await clerk.sees("notice-text-sent", "短信已交发");
  check((await asked(page, "text_consultation")) === 2, "it was not sent once after the consent");
}

export default async function telling(test) {
  await test("a text that tells something personal waits for consent", "?slow=5", 1366, delicate);

  for (const size of [1366, 1920]) {
    const at = (run) => (given) => run(given, size);
    await test(`the first notice is texted once and the same again at ${size}`, "?slow=5", size, at(notice));
    await test(`a paper goes to another printer at ${size}`, "?slow=5", size, at(elsewhere));
    await test(`a consultation of nobody at ${size}`, "?slow=5", size, at(consult));
    await test(`what was told and asked about is counted at ${size}`, "?window=supervisor&slow=5", size, at(figures));
  }
  await test("more than was told first is asked of a supervisor", "?slow=5", 1366, beyond);
  for (const theme of ["dark", "hc"]) {
    await test(`a paper goes to another printer in ${theme}`, `?theme=${theme}&slow=5`, 1366, (given) => elsewhere(given, theme));
    await test(`the figures in ${theme}`, `?window=supervisor&theme=${theme}&slow=5`, 1366, async (given) => {
      await figures(given, theme);
    });
    await test(`a notice and a consultation in ${theme}`, `?theme=${theme}&slow=5`, 1366, async (given) => {
      const { page, clerk, check, shot } = given;
      await clerk.signIn();
      await clerk.press("Control+Shift+x");
      await clerk.standsAt("palette-input");
      await clerk.type("spjy");
      await page.getByTestId("palette-hit-1").waitFor();
      await clerk.press("Enter");
      await clerk.sees("consult");
      await shot(`consult-${theme}`);
      check((await axeFaults(page)).length === 0, JSON.stringify(await axeFaults(page)));
      await clerk.press("Enter");
      await clerk.sees("notice", "一次性告知书");
      await clerk.press("t");
      await clerk.standsAt("notice-phone");
      await shot(`notice-${theme}`);
      check((await axeFaults(page)).length === 0, JSON.stringify(await axeFaults(page)));
    });
  }
}
