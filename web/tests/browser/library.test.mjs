/**
 * 事项库 by keys alone: the list and the guide, from the palette and from an open intake, everyday answers, at every
 * post. Every part in three themes and at both sizes, looked at by axe.
 */
import { axeFaults } from "./axe.mjs";

const asked = (page) => page.evaluate(() => window.fixture.asked);
const themes = ["light", "dark", "hc"];
const parts = ["conditions", "materials", "flow", "basis", "limits", "form", "edition", "answers"];

async function toLibrary(clerk) {
  await clerk.press("Control+Shift+K");
  await clerk.standsAt("library-find");
}

async function supervises(clerk) {
  await clerk.sees("start-signIn");
  await clerk.standsAt("staff");
  await clerk.type("0101");
  await clerk.press("Enter");
  await clerk.type("practice");
  await clerk.press("Enter");
  await clerk.sees("post-supervisor");
}

export default async function library(test) {
  await test("an item is found and its guide read by digits", "?slow=1", 1366, async ({ page, clerk, check }) => {
    await clerk.signIn();
    await toLibrary(clerk);
    await clerk.sees("library-total", "6");
    await clerk.type("spjy");
    await clerk.sees("guide-name", "食品经营许可");
    await clerk.sees("guide-conditions", "设备设施");
    await clerk.press("Enter");
    await clerk.standsAt("library-page");
    for (const [at, part] of parts.entries()) {
      await clerk.press(String(at + 1));
      await clerk.sees(`guide-${part}`);
    }
    await clerk.sees("guide-answers", "只卖预包装食品");
    await clerk.press("7");
    await clerk.sees("guide-edition-number", "20260921-1");
    await clerk.press("2");
    await clerk.sees("guide-unsaid", "中介服务");
    await clerk.sees("guide-materials", "登记机关（市场监督管理部门）核发");
    await clerk.sees("guide-materials", "样表、填写要点");
    await clerk.press("3");
    await clerk.sees("guide-review", "其余由人判断");
    // Esc goes back one level: to the field, then away.
    await clerk.press("Escape");
    await clerk.standsAt("library-find");
    check((await page.getByTestId("library-find").inputValue()) === "spjy", "what was typed stays");
    await clerk.press("Alt+5");
    await clerk.sees("guide-limits", "承诺时限");
    await clerk.press("F3", "Escape");
    await page.waitForSelector('[data-testid="library"]', { state: "detached" });
  });

  await test("the marked item of the palette is read by one key, and Esc comes back", "?slow=1", 1366, async ({ page, clerk, check }) => {
    await clerk.signIn();
    await clerk.press("F3");
    await clerk.standsAt("palette-input");
    await clerk.type("dljz");
    await clerk.sees("palette-hit-1", "代理记账");
    await clerk.press("Control+Shift+K");
    await clerk.sees("guide-name", "代理记账");
    await clerk.standsAt("library-page");
    await clerk.press("3");
    await clerk.sees("guide-flow", "行政许可法第四十四条");
    await clerk.press("Escape");
    await clerk.standsAt("palette-input");
    check((await page.getByTestId("palette-input").inputValue()) === "dljz", "what was looked for stays");
    await clerk.sees("palette-hit-1", "代理记账");
  });

  await test("an open intake opens its own guide and keeps what was typed", "?slow=1", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    await clerk.press("Control+Shift+K");
    await clerk.sees("guide-name", "食品经营许可（新办）");
    await clerk.press("Escape");
    await page.waitForSelector('[data-testid="library"]', { state: "detached" });
    await clerk.standsAt("next-action");
    check((await asked(page)).includes("guide scjg-food-licence"), "the guide of the item in front was asked for");
  });

  await test("what is left to a person stands under the review, with its reason", "?slow=1", 1366, async ({ page, clerk, check, shot }) => {
    await clerk.openIntake();
    await clerk.press("Control+5");
    await clerk.standsAt("review");
    await clerk.sees("review-count", "由人判断");
    await page.getByTestId("review-by-person").scrollIntoViewIfNeeded();
    await clerk.sees("review-by-person", "共享的法人库不给出，由登记部门核查");
    for (const theme of themes) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const size of ["1366", "1920"]) await shot(`review-by-person-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `${theme}: ${fault}`);
    }
  });

  await test("an answer is found by two characters, and leads to its item", "?slow=1", 1366, async ({ page, clerk, check }) => {
    await clerk.signIn();
    await toLibrary(clerk);
    await clerk.press("Control+2");
    await clerk.standsAt("library-find");
    await clerk.type("容缺");
    await clerk.sees("answer-food-lack", "先受理后补");
    check((await page.locator(".found-row mark").first().textContent()) === "容缺", "the word is set off");
    await clerk.sees("answer-food-lack", "20260921-1");
    await clerk.sees("answer-food-lack", "本版本事项数据");
    await clerk.press("Enter", "1");
    await clerk.sees("guide-name", "食品经营许可");
    // HTML in an answer stands there as it was written, and a link cannot be followed.
    await clerk.press("8");
    await clerk.sees("answer-food-prepacked", "<b>原文</b>");
    check((await page.locator(".page a, .page script").count()) === 0, "nothing to follow");
    await clerk.press("Control+2");
    await clerk.standsAt("library-find");
    await page.getByTestId("library-find").press("Control+a");
    await clerk.type("养老");
    await clerk.sees("answer-retire-years", "已过有效期");
    await page.getByTestId("library-find").press("Control+a");
    await clerk.type("没有这样的词");
    await clerk.sees("library-total", "0");
  });

  for (const [post, staff] of [["supervisor", "0101"], ["helper", "0830"]]) {
    await test(`the ${post} reads it too`, `?slow=1&window=${post}`, 1366, async ({ clerk }) => {
      await clerk.sees("start-signIn");
      await clerk.standsAt("staff");
      await clerk.type(staff);
      await clerk.press("Enter");
      await clerk.type("practice");
      await clerk.press("Enter");
      await clerk.sees(`post-${post}`);
      await toLibrary(clerk);
      await clerk.sees("guide-name");
    });
  }

  await test("an item is walked, its end seen, and a walk stopped", "?slow=1&window=supervisor", 1366, async ({ page, clerk, check, shot }) => {
    await supervises(clerk);
    await toLibrary(clerk);
    await clerk.type("kxye");
    await clerk.sees("guide-name", "科学育儿");
    await clerk.press("F9");
    await clerk.sees("walk-steps", "还没有试走过");
    await clerk.press("Enter");
    await clerk.sees("walk-end", "没有走通");
    await clerk.sees("walk-found", "YC-5309");
    await shot("library-walk-stuck-light-1366");
    await clerk.press("Escape");
    await clerk.standsAt("library-find");
    await clerk.press("Control+a");
    await clerk.type("dljz");
    await clerk.sees("guide-name", "代理记账");
    await clerk.press("F9", "Enter");
    // Whoever leaves comes back to it.
    await clerk.press("Escape", "F9");
    await clerk.sees("walk-end", "走通");
    await clerk.sees("walk-end", "部门日志");
    for (const theme of themes) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const size of ["1366", "1920"]) await shot(`library-walk-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `${theme}: ${fault}`);
    }
    await clerk.press("Enter");
    await page.waitForSelector('[data-testid="walk-steps"] [aria-current="step"]');
    await clerk.press("F8");
    await clerk.sees("walk-steps", "已停止");
  });

  await test("editions are listed with what they changed", "?slow=1", 1366, async ({ clerk, check, page }) => {
    await clerk.signIn();
    await toLibrary(clerk);
    await clerk.press("Control+3");
    await clerk.standsAt("library-find");
    await clerk.sees("library-row-1", "本窗在用");
    await clerk.sees("edition-changes", "承诺时限：7 工作日 → 5 工作日");
    await clerk.press("ArrowDown");
    await clerk.sees("edition-changes", "第一版");
    check((await page.getByTestId("library-upkeep").count()) === 0, "a clerk has no upkeep");
    check((await page.getByTestId("library-usage").count()) === 0, "a clerk has no usage");
    await clerk.press("F8");
    check((await page.getByTestId("rollback").count()) === 0, "a clerk brings nothing back");
  });

  await test("files are checked, and published by two keys with a note", "?slow=1&window=supervisor", 1366, async ({ page, clerk, check, shot }) => {
    // The browser is told once, well before the first dialog opens.
    let opened = () => undefined;
    page.on("filechooser", (chooser) => opened(chooser));
    await supervises(clerk);
    await toLibrary(clerk);
    await clerk.press("Control+4");
    await clerk.standsAt("library-page");
    await clerk.sees("upkeep", "选择事项库的 JSON 文件");
    const chosen = async (text) => {
      const waits = new Promise((comes) => (opened = comes));
      await clerk.press("Enter");
      const files = { name: "items.json", mimeType: "application/json", buffer: Buffer.from(text) };
      await (await waits).setFiles(files);
    };
    await chosen("[broken]");
    await clerk.sees("upkeep-faults", "1 处问题");
    await clerk.sees("upkeep", "[3].promisedDays");
    await clerk.press("F8");
    check((await page.getByTestId("upkeep-note").count()) === 0, "faults are not published");
    await shot("library-faults-light-1366");
    await chosen("[]");
    await clerk.sees("changes-total", "共 1 处改动");
    for (const theme of themes) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const size of ["1366", "1920"]) await shot(`library-upkeep-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `${theme}: ${fault}`);
    }
    await clerk.press("F8");
    await clerk.standsAt("upkeep-note-text");
    await clerk.press("Enter");
    await clerk.sees("upkeep-note-trouble", "YC-5652");
    await clerk.type("承诺时限改为 5 个工作日");
    await clerk.press("Enter");
    await clerk.sees("upkeep-published", "20260921-2");
    check((await asked(page)).filter((one) => one === "publish_catalogue").length === 2, "asked twice, published once");
    await clerk.press("Control+3");
    await clerk.sees("library-row-1");
  });

  await test("a hall that serves a folder with faults says so where the catalogue is kept", "?slow=1&window=supervisor&faulty", 1366, async ({ page, clerk, check, shot }) => {
    await supervises(clerk);
    await toLibrary(clerk);
    await clerk.press("Control+4");
    await clerk.standsAt("library-page");
    await clerk.sees("upkeep-served", "2 处问题");
    await clerk.sees("upkeep-served", "没有启用的事项：中介机构从事代理记账业务审批");
    await clerk.sees("upkeep-served", "YC-1370");
    for (const theme of themes) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const size of ["1366", "1920"]) await shot(`library-served-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `${theme}: ${fault}`);
    }
  });

  await test("an older edition comes back by two keys with its reason", "?slow=1&window=supervisor", 1366, async ({ page, clerk, check, shot }) => {
    await supervises(clerk);
    await toLibrary(clerk);
    await clerk.press("Control+3");
    await clerk.sees("library-row-1", "本窗在用");
    await clerk.press("F8");
    check((await page.getByTestId("rollback").count()) === 0, "what is in force does not come back");
    await clerk.press("ArrowDown");
    await clerk.sees("edition-changes", "第一版");
    await clerk.press("F8");
    await clerk.standsAt("rollback-reason");
    await clerk.sees("rollback", "承诺时限：5 工作日 → 7 工作日");
    await clerk.press("Enter");
    await clerk.sees("rollback-trouble", "YC-5654");
    await clerk.type("部门没有收到文件");
    for (const theme of themes) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const size of ["1366", "1920"]) await shot(`library-rollback-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `${theme}: ${fault}`);
    }
    await clerk.press("Enter");
    await clerk.sees("rollback-done", "20260921-3");
    await clerk.sees("library-row-1", "恢复 20260901-1 的内容");
    check((await asked(page)).filter((one) => one === "roll_back").length === 2, "asked twice, published once");
  });

  await test("usage is counted for catalogue staff, and an item's history is everybody's", "?slow=1&window=supervisor", 1366, async ({ page, clerk, check, shot }) => {
    await supervises(clerk);
    await toLibrary(clerk);
    await clerk.press("Control+5");
    await clerk.standsAt("library-page");
    await clerk.sees("usage", "27 个没有办过");
    await clerk.sees("usage-scjg-food-licence", "512");
    for (const theme of themes) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      for (const size of ["1366", "1920"]) await shot(`library-usage-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `${theme}: ${fault}`);
    }
    await clerk.press("Control+1");
    await clerk.standsAt("library-find");
    await clerk.type("spjy");
    await clerk.press("Enter", "7");
    await clerk.sees("guide-history", "20260901-1");
    await clerk.sees("guide-history", "承诺时限：7 工作日 → 5 工作日");
  });

  await test("a walk's papers are read and nowhere kept", "?slow=1&window=supervisor", 1366, async ({ page, clerk, shot }) => {
    await supervises(clerk);
    await toLibrary(clerk);
    await clerk.type("dljz");
    await clerk.sees("guide-name", "代理记账");
    await clerk.press("F9", "Enter");
    await clerk.sees("walk-end", "走通");
    await clerk.press("Control+p");
    await clerk.sees("paper-title", "受理通知书");
    await page.waitForSelector('[data-testid="paper-page-1"]');
    for (const size of ["1366", "1920"]) await shot(`library-walk-papers-light-${size}`, size);
    await clerk.press("Escape");
    await clerk.sees("walk-end", "走通");
  });

  await test("a clerk walks nothing", "?slow=1", 1366, async ({ page, clerk, check }) => {
    await clerk.signIn();
    await toLibrary(clerk);
    await clerk.sees("guide-name");
    await clerk.press("F9");
    check((await page.getByTestId("library-walk").count()) === 0, "it is not offered");
    check((await page.getByTestId("walk").count()) === 0, "the key does nothing");
  });

  for (const theme of themes) {
    await test(`事项库 in ${theme}`, `?slow=1&theme=${theme}`, 1366, async ({ page, clerk, check, shot }) => {
      await clerk.signIn();
      await toLibrary(clerk);
      await clerk.sees("guide-name");
      await clerk.press("Enter");
      for (const [at, part] of parts.entries()) {
        await clerk.press(String(at + 1));
        await clerk.sees(`guide-${part}`);
        for (const size of ["1366", "1920"]) await shot(`library-${part}-${theme}-${size}`, size);
        for (const fault of await axeFaults(page)) check(false, `${part}: ${fault}`);
      }
      await clerk.press("Control+3");
      await clerk.sees("edition-changes");
      for (const size of ["1366", "1920"]) await shot(`library-editions-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `editions: ${fault}`);
      await clerk.press("Control+2");
      await clerk.standsAt("library-find");
      await clerk.type("年");
      await clerk.sees("library-total");
      await clerk.press("ArrowDown", "Enter");
      for (const size of ["1366", "1920"]) await shot(`library-answer-${theme}-${size}`, size);
      for (const fault of await axeFaults(page)) check(false, `answer: ${fault}`);
    });
  }
}
