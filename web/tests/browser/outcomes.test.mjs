/** Every outcome of an intake by keys alone: what F9 offers, the notice of everything at once, its return, receipts, materials that follow. */
import { axeFaults } from "./axe.mjs";
import { complete } from "./case.test.mjs";

const meanwhile = (page, run, ...values) =>
  page.evaluate(([name, given]) => window.fixture.approvals[name](...given), [run, values]);
const asked = (page, command) =>
  page.evaluate((name) => window.fixture.asked.filter((one) => one.startsWith(name)).length, command);
const text = async (page, name) => ((await page.getByTestId(name).textContent()) ?? "").trim();
const layout = "scjg-food-licence-m03";

async function decide(clerk, ...digits) {
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press(...digits);
}

/** What each way says, in its order. */
const ways = (page) =>
  page.locator("[data-testid^=way-]").evaluateAll((all) =>
    all.map((way) => ({
      digit: way.getAttribute("data-testid").slice(4),
      off: way.getAttribute("aria-disabled") === "true",
      label: way.querySelector("b")?.textContent ?? "",
      says: way.querySelector("small")?.textContent?.trim() ?? "",
    })),
  );

/** A line of the clerk's own, each box left with Enter. */
async function addLine(clerk, material, wrong, cure, basis = "") {
  await clerk.press("a");
  for (const [box, words] of [
    ["material", material],
    ["wrong", wrong],
    ["cure", cure],
    ["basis", basis],
  ]) {
    await clerk.standsAt(`demand-${box}`);
    if (words !== "") await clerk.type(words);
    await clerk.press("Enter");
  }
  await clerk.standsAt("supplement-list");
}

async function check14({ page, clerk, check, shot }) {
  await clerk.openIntake();
  await decide(clerk);
  const seen = await ways(page);
  check(seen.map((way) => way.digit).join("") === "1234567", JSON.stringify(seen));
  check(
    seen.every((way) => way.says !== ""),
    `a way says nothing: ${JSON.stringify(seen)}`,
  );
  check(seen[0].off && seen[0].says.includes("还差"), "acceptance is open while something blocks");
  check(!seen[1].off && /\d+ 项可以当场更正/.test(seen[1].says), `correction says ${seen[1].says}`);
  await shot("check_14-ways");

  // 当场更正 goes to the first blocker.
  await clerk.press("2", "Enter");
  await page.getByTestId("decision-dialog").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.closest("[data-stop^='field:']") !== null);

  // 不予受理 wants a reason and the right body.
  await decide(clerk, "5", "Enter");
  await clerk.sees("refusal-dialog");
  check((await page.locator("[data-testid^=ground-]").count()) === 3, "grounds of 不受理 are among those of refusal");
  await clerk.press("1");
  await clerk.standsAt("ask-line");
  await clerk.press("Enter");
  check((await asked(page, "ask_refusal")) === 0, "a refusal without the right body was asked for");
  await clerk.type("邻市高新区市场监督管理局");
  await clerk.press("Enter");
  check((await asked(page, "ask_refusal")) === 0, "a refusal without a reason was asked for");
  await clerk.press("Escape");

  // With everything there, the review finds nothing: the list is empty and cannot be issued.
  await clerk.fillsEverything();
  await decide(clerk, "3", "Enter");
  await clerk.sees("supplement-none");
  await clerk.sees("supplement-fault", "空的告知不能发出");
  await clerk.press("Enter");
  check((await asked(page, "supplement ")) === 0, "an empty notice was sent");
  await shot("check_14-empty-notice");
}

async function telling({ page, clerk, check, shot }, size) {
  await clerk.openIntake();
  await decide(clerk, "3");
  await shot(`supplement-way-${size}`);
  await clerk.press("Enter");
  await clerk.sees("demand-1");
  const found = await page.locator("[data-testid^=demand-]").count();
  const blockers = await page.evaluate(
    () =>
      new Set(
        window.session.form
          .get()
          .findings.get()
          .filter((one) => one.level === "block")
          .map((one) => `${one.at}/${one.id}`),
      ).size,
  );
  check(found === blockers, `${found} lines for ${blockers} places`);
  await clerk.sees("supplement-count", `共 ${found} 项`);
  await shot(`supplement-list-${size}`);

  // What the review found stays; its words may change.
  await clerk.press("Delete");
  check((await page.locator("[data-testid^=demand-]").count()) === found, "what the review found was taken away");
  await clerk.press("e");
  await clerk.standsAt("demand-material");
  await clerk.press("Tab", "Tab");
  await clerk.standsAt("demand-cure");
  await clerk.press("Control+a");
  await clerk.type("按营业执照填写");
  await shot(`supplement-edit-${size}`);
  await clerk.press("Escape");
  await clerk.standsAt("supplement-list");
  await clerk.sees("demand-1", "按营业执照填写");

  // Own lines come and go; one that nothing was written in is none; one that lacks words is named.
  await addLine(clerk, "布局图", "操作间与就餐区没有标注", "重新提交标注完整的布局图");
  await clerk.sees(`demand-${found + 1}`, "按本事项依据");
  await clerk.press("a");
  await clerk.standsAt("demand-material");
  await clerk.press("Escape");
  check((await page.locator("[data-testid^=demand-]").count()) === found + 1, "an empty line stays");
  await clerk.press("a");
  await clerk.standsAt("demand-material");
  await clerk.type("布局图");
  await clerk.press("Escape");
  await clerk.sees("supplement-fault", `第 ${found + 2} 项没有写：存在问题`);
  await shot(`supplement-fault-${size}`);
  await clerk.press("Enter");
  await clerk.standsAt("demand-wrong");
  check((await asked(page, "supplement ")) === 0, "a line without words was sent");
  await clerk.press("Escape", "Delete");
  await clerk.sees("supplement-count", `共 ${found + 1} 项`);

  // Going back loses nothing.
  await clerk.press("Escape");
  await page.getByTestId("supplement-dialog").waitFor({ state: "detached" });
  await decide(clerk, "3", "Enter");
  await clerk.sees("demand-1", "按营业执照填写");
  await clerk.sees(`demand-${found + 1}`, "布局图");
  await clerk.press("Enter");
  await clerk.sees("supplementing", "已告知补正");
  await clerk.sees("accepted-number", "补字〔2026〕第000001号");
  await clerk.sees("outcome.demands", `${found + 1} 项`);
  await clerk.sees("paper-title", "补正材料告知书");
  await clerk.sees("paper-2", "收件凭证");
  check(/^20\d\d-\d\d-\d\d$/.test(await text(page, "accepted-due")), "no day until when");
  const summary = await page.locator(".sum").innerText();
  check(!/20\d\d-\d\d-\d\d/.test(summary), `something is due already: ${summary}`);
  await shot(`supplement-issued-${size}`);
  await clerk.press("Control+p");
  await clerk.sees("papers", "补正材料告知书");
  await clerk.press("Enter");
  await page.waitForFunction(() => window.fixture.asked.includes("print_paper"));
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  await clerk.press("Enter");
  await clerk.sees("empty-nobody");
}

async function comesBack({ page, clerk, check, shot }, size) {
  await clerk.openIntake();
  await clerk.sees("told-panel", "补字〔2026〕第000037号");
  await clerk.sees("told-until", "还剩 18 天");
  await clerk.sees("told-tally", "共 4 项，已补正 0");
  await shot(`told-${size}`);

  // Enter walks to the lines that a person looks at.
  await clerk.press("Enter");
  await clerk.standsAt("demand:2");
  await shot(`told-line-${size}`);
  await clerk.press("1");
  await clerk.sees("told-state-3", "已补正");
  await clerk.press("9");
  await clerk.sees("told-state-3", "未补正");
  await clerk.press("1");
  await clerk.sees("told-state-3", "已补正");

  // Part of it came.
  await decide(clerk);
  const seen = await ways(page);
  check(seen[0].off, "it is accepted while something is open");
  check(seen[5].label.includes("补正收件") && seen[5].says.includes("尚缺 3 项"), JSON.stringify(seen[5]));
  check(seen[2].label.includes("再次补正"), JSON.stringify(seen[2]));
  await clerk.press("6");
  await shot(`return-way-${size}`);
  await clerk.press("Enter");
  await clerk.sees("returned", "还缺 3 项");
  await clerk.sees("outcome.came", "布局图");
  await clerk.sees("outcome.awaited", "食品安全管理制度");
  await clerk.sees("accepted-due");
  await clerk.sees("paper-title", "收件凭证");
  await shot(`returned-${size}`);
}

async function allComes({ page, clerk, check, shot }) {
  await clerk.openIntake();
  await clerk.press("Enter");
  await clerk.standsAt("demand:2");
  await clerk.press("1");
  await clerk.sees("told-state-3", "已补正");
  await clerk.press("ArrowDown");
  await clerk.standsAt("demand:3");
  await clerk.press("1");
  await clerk.sees("told-state-4", "已补正");
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  // What the review had found cures itself as the form and the materials are completed.
  await complete(clerk);
  await clerk.sees("told-tally", "共 4 项，已补正 4");
  await shot("told-all");
  await decide(clerk);
  const seen = await ways(page);
  check(!seen[0].off, `acceptance: ${seen[0].says}`);
  check(seen[5].says.includes("补正已齐"), seen[5].says);
  await clerk.press("1", "Enter");
  await clerk.sees("accepted-number", "35019900042026092100017");
}

async function onceMore({ page, clerk, check, shot }) {
  await clerk.openIntake();
  await decide(clerk, "3", "Enter");
  await clerk.sees("second-demand-dialog");
  await clerk.standsAt("ask-line");
  await clerk.type("排烟净化设备合格证");
  await clerk.press("Tab");
  await clerk.type("现场核查发现与图纸不符");
  await shot("again-ask");
  await clerk.press("Enter");
  await clerk.sees("approval-secondDemand", "待审批");
  await decide(clerk);
  check((await ways(page))[2].off, "a second notice is open before anybody answered");
  await shot("again-waits");
  await clerk.press("Escape");
  await meanwhile(page, "answered", true, "");
  await clerk.sees("approval-secondDemand", "再发一次补正告知");
  await decide(clerk, "3", "Enter");
  await clerk.sees("supplement-list");
  await addLine(clerk, "排烟净化设备合格证", "没有提交", "提交复印件1份", "《食品安全法》第三十五条");
  await clerk.press("Enter");
  await clerk.sees("supplementing", "补字〔2026〕第000002号");
  check((await asked(page, "supplement ")) === 1, "it was sent other than once");
}

async function follows({ page, clerk, check, shot }, size) {
  await clerk.openIntake();
  await page.waitForFunction(
    () => document.querySelector('[data-testid="fkey-Shift+F6"]')?.getAttribute("aria-disabled") === null,
  );
  // From anywhere to the material that may follow; there the same key promises it.
  await clerk.press("Shift+F6");
  await clerk.standsAt(`slot:${layout}`);
  await shot(`promise-offered-${size}`);
  await clerk.press("Shift+F6");
  await clerk.sees(`slot-state-${layout}`, "容缺后补 10 个工作日");
  await clerk.press("4");
  await page.waitForFunction(
    (id) => document.querySelector(`[data-testid="slot-${id}"]`)?.getAttribute("data-state") === "missing",
    layout,
  );
  await clerk.press("4");
  await clerk.sees(`slot-state-${layout}`, "容缺后补 10 个工作日");
  await shot(`promised-${size}`);
  // Of another the reason is said, and nothing is asked.
  await clerk.press("ArrowUp");
  await clerk.standsAt("slot:scjg-food-licence-m02");
  check(
    ((await page.getByTestId("slot-scjg-food-licence-m02-notTolerant").textContent()) ?? "").includes("不能容缺"),
    "why it may not follow is not said",
  );
  const before = await asked(page, "promise_material");
  await clerk.press("4");
  check((await asked(page, "promise_material")) === before, "a material that may not follow was promised");
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  await complete(clerk);
  check(
    (await page.getByTestId(`slot-${layout}`).getAttribute("data-state")) === "promised",
    "the walk met what is promised",
  );
  await decide(clerk, "1");
  const [first] = await ways(page);
  check(first.label === "容缺受理" && first.says.includes("后补 1 份"), JSON.stringify(first));
  await shot(`tolerant-way-${size}`);
  await clerk.press("Enter");
  await clerk.sees("accepted-number");
  await clerk.sees("paper-3", "容缺受理告知承诺书");
  await shot(`tolerant-accepted-${size}`);
}

async function byCommitment({ page, clerk, check }) {
  await clerk.openIntake();
  await page.getByTestId("field-applyPromiseMode").focus();
  await clerk.press("1");
  await clerk.saved();
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  await complete(clerk);
  await decide(clerk, "1");
  const [first] = await ways(page);
  check(first.label.includes("告知承诺") && first.says.includes("《告知承诺书》"), JSON.stringify(first));
  await clerk.press("Enter");
  await clerk.sees("paper-3", "告知承诺书");
}

async function receives({ page, clerk, check, shot }, size) {
  await clerk.openIntake();
  await decide(clerk, "6", "Enter");
  await clerk.sees("receive-dialog");
  await shot(`receive-ask-${size}`);
  await clerk.press("Enter");
  check((await asked(page, "receive_only")) === 0, "received without a reason");
  await clerk.press("1");
  await clerk.standsAt("receive-reason");
  await clerk.type("2");
  check((await page.getByTestId("receive-reason").inputValue()).endsWith("2"), "a digit was taken from the words");
  await clerk.press("Backspace", "Alt+2");
  check((await page.getByTestId("receive-reason").inputValue()).includes("材料较多"), "Alt+2 did not change the reason");
  await shot(`receive-reason-${size}`);
  await clerk.press("Enter");
  await clerk.sees("received", "暂不决定");
  await clerk.sees("outcome-how", "窗口选择先收件");
  check((await page.getByTestId("received-why").count()) === 0, "a cause is shown that there is not");
  await clerk.sees("accepted-due", "2026-09-28");
  await clerk.sees("paper-title", "收件凭证");
  await shot(`received-chosen-${size}`);
}

async function notNeeded({ page, clerk, check, shot }, size) {
  await clerk.openIntake();
  await decide(clerk, "4");
  await shot(`not-needed-way-${size}`);
  await clerk.press("Enter");
  await clerk.sees("refusal-dialog", "不需要取得行政许可");
  check((await page.locator("[data-testid^=ground-]").count()) === 1, "grounds of refusal are among those of 不受理");
  await clerk.standsAt("ask-reason");
  await clerk.type("仅销售预包装食品，备案即可");
  await shot(`not-needed-ask-${size}`);
  await clerk.press("Enter");
  await clerk.sees("approval-refusal", "不受理");
  await clerk.sees("approval-passes", "转下一位主管");
  check((await page.getByTestId("approval-passes").getAttribute("data-over")) === "false", "it is passed on at once");
  await shot(`not-needed-waits-${size}`);
  await decide(clerk);
  const seen = await ways(page);
  check(seen[3].off && seen[4].off && seen[3].says.includes("等待主管"), JSON.stringify(seen));
  await clerk.press("Escape");
  await meanwhile(page, "waited", 320);
  await page.waitForFunction(
    () => document.querySelector('[data-testid="approval-passes"]')?.getAttribute("data-over") === "true",
  );
  await clerk.sees("approval-passes", "闭厅转收件");
  await shot(`not-needed-passed-${size}`);
  await meanwhile(page, "answered", true, "");
  await page.waitForFunction(() =>
    document.querySelector("[data-testid=next-action]")?.textContent?.includes("发出不受理告知书"),
  );
  await decide(clerk, "4");
  await clerk.sees("decision-confirm", "发出不受理告知书");
  await clerk.press("Enter");
  await clerk.sees("not-needed", "不受理");
  await clerk.sees("paper-title", "不受理告知书");
  await shot(`not-needed-issued-${size}`);
  check((await asked(page, "refuse")) === 1, "it was issued other than once");
}

/** At closing the hall made a receipt of what nobody answered. */
async function closes({ page, clerk }) {
  await clerk.openIntake();
  await decide(clerk, "5", "Enter");
  await clerk.press("2");
  await clerk.standsAt("ask-reason");
  await clerk.type("营业执照与登记不符");
  await clerk.press("Enter");
  await clerk.sees("approval-passes");
  await page.evaluate(() => {
    const { host } = window.fixture;
    const cases = host.cases;
    host.cases = async () => {
      const [row] = (await host.casePage("any", "", 0, 1)).rows;
      return [{ ...row, slip: "3501 9908 2609 2100 17", stage: "received", caseNumber: null }];
    };
    window.fixture.push({ kind: "case", slip: "3501 9908 2609 2100 17", caseNumber: null, stage: "received", note: null });
    void cases;
  });
  await clerk.sees("received", "已收件");
}

async function everyLook({ page, clerk, check, shot }, look) {
  const seen = async (label) => {
    await shot(`${label}-${look}`);
    for (const fault of await axeFaults(page)) check(false, `${label}: ${fault}`);
  };
  await clerk.openIntake();
  await seen("outcomes-told");
  await clerk.press("Enter");
  await clerk.standsAt("demand:2");
  await clerk.press("1");
  await clerk.sees("told-state-3", "已补正");
  await seen("outcomes-told-line");
  await clerk.press("Shift+F6");
  await clerk.standsAt(`slot:${layout}`);
  await clerk.press("Shift+F6");
  await clerk.sees(`slot-state-${layout}`, "容缺");
  await seen("outcomes-promised");
  await decide(clerk, "6");
  await seen("outcomes-ways");
  await clerk.press("Enter");
  await clerk.sees("returned");
  await seen("outcomes-returned");
}

async function everyLookOfTelling({ page, clerk, check, shot }, look) {
  const seen = async (label) => {
    await shot(`${label}-${look}`);
    for (const fault of await axeFaults(page)) check(false, `${label}: ${fault}`);
  };
  await clerk.openIntake();
  await decide(clerk, "6", "Enter");
  await clerk.press("3");
  await clerk.standsAt("receive-reason");
  await seen("outcomes-receive");
  await clerk.press("Escape");
  await decide(clerk, "3", "Enter");
  await clerk.sees("demand-1");
  await seen("outcomes-supplement");
  await addLine(clerk, "布局图", "操作间与就餐区没有标注", "重新提交标注完整的布局图");
  await clerk.press("e");
  await clerk.standsAt("demand-material");
  await seen("outcomes-supplement-edit");
  await clerk.press("Escape", "Enter");
  await clerk.sees("supplementing");
  await seen("outcomes-supplementing");
}

export default async function outcomes(test) {
  await test("check_14_five_outcomes_with_reasons_and_no_empty_notice", "?slow=5", 1366, check14);
  for (const size of [1366, 1920]) {
    const at = (run) => (given) => run(given, size);
    await test(`check_14_everything_is_told_at_once_at_${size}`, "?slow=5", size, at(telling));
    await test(`check_14_what_comes_back_in_part_is_received_at_${size}`, "?slow=5&told", size, at(comesBack));
    await test(`check_15_a_material_follows_at_${size}`, "?slow=5", size, at(follows));
    await test(`check_14_received_and_not_decided_at_${size}`, "?slow=5", size, at(receives));
    await test(`check_14_not_needed_has_its_own_paper_at_${size}`, "?slow=5", size, at(notNeeded));
  }
  await test("check_14_what_comes_back_whole_is_accepted", "?slow=5&told", 1366, allComes);
  await test("check_14_a_second_notice_needs_a_supervisor", "?slow=5&told", 1366, onceMore);
  await test("what the situation needs is told on paper by one key", "?slow=5", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    await clerk.press("Control+g");
    await clerk.sees("notice", "一次性告知书");
    check(await page.evaluate(() => window.fixture.asked.includes("tell_once")), "it was made for this intake");
    await clerk.press("Escape");
    await clerk.sees("tell-once", "出告知书");
  });
  await test("check_15_acceptance_by_commitment", "?slow=5", 1366, byCommitment);
  await test("check_14_what_nobody_answers_is_received_at_closing", "?slow=5", 1366, closes);
  for (const theme of ["light", "dark", "hc"]) {
    for (const size of [1366, 1920, "1366x150"]) {
      const look = `${theme}-${size}`;
      const query = `theme=${theme === "light" ? "" : theme}&slow=5`;
      await test(`outcomes of what comes back in ${look}`, `?told&${query}`, size, (given) => everyLook(given, look));
      await test(`outcomes that are told in ${look}`, `?${query}`, size, (given) => everyLookOfTelling(given, look));
    }
  }
}
