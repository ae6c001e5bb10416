/** The supervisor's page by keys alone: what burns is seen at once, every act is done, two supervisors, a silent hall. */
import { axeFaults } from "./axe.mjs";

const query = (more = "") => `?window=supervisor&slow=1&cases=400${more}`;
/** Commands that the page sent. */
const asked = (page) => page.evaluate(() => window.fixture.asked);
const boards = (page) =>
  page.evaluate(() => window.fixture.asked.filter((one) => one === "board_view").length);
/** Waits until the board was asked for so many times more. */
async function renewed(page, times) {
  const before = await boards(page);
  await page.waitForFunction(
    (want) => window.fixture.asked.filter((one) => one === "board_view").length >= want,
    before + times,
    { timeout: 10_000 },
  );
}

export default async function supervisor(test) {
  await test(
    "check_23_a_wait_of_31_minutes_is_in_figure_bar_and_list_within_5_s",
    query(),
    1366,
    async ({ page, clerk, check }) => {
      await clerk.supervises();
      const level = (name) => page.getByTestId(name).getAttribute("data-level");
      check((await level("group-C")) === "ok", "nobody of the group waits long before");
      check((await page.getByTestId("alert-long-C").count()) === 0, "the list names the group before");
      const begun = Date.now();
      await page.evaluate(() => window.fixture.host.seedLongWait(31));
      // The figure, then the bar, then the list: all three, and all within the five seconds.
      await clerk.sees("figure-longest", "C099");
      await clerk.sees("figure-longest", "31:0");
      await page.waitForSelector('[data-testid="group-C"] [data-ticket="C099"].over', { state: "attached" });
      await clerk.sees("alert-long-C", "社保医保 1 人超 20 分");
      check(Date.now() - begun < 5_000, `it took ${Date.now() - begun} ms`);
      check((await level("figure-longest")) === "over", "the figure is over its limit");
      check((await level("group-C")) === "over", "the group is over its limit");
      const bar = await page
        .locator('[data-testid="group-C"] [data-ticket]')
        .evaluateAll((bars) => bars.map((one) => one.getBoundingClientRect().height));
      check(bar[0] > bar[1] * 1.5, `the bar is as high as the wait is long: ${bar.slice(0, 2)}`);
    },
  );
  await test(
    "check_23_moving_a_window_by_keys_changes_its_groups",
    query(),
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.supervises();
      const groups = () => page.getByTestId("window-07").getAttribute("data-groups");
      check((await groups()) === "E", "the window serves E before");
      await clerk.standsAt("alert:support-05");
      await clerk.press("j", "Enter");
      await clerk.sees("move-window", "07");
      check(
        (await page.getByTestId("move-B").getAttribute("aria-pressed")) === "true",
        "the advice is chosen",
      );
      await clerk.press("3", "5");
      check((await page.getByTestId("move-E").getAttribute("aria-pressed")) === "false", "a digit toggles");
      await shot("supervisor-move");
      await clerk.press("Enter");
      await clerk.sees("board-said", "07 窗已调到 个人综合、社保医保");
      await page.waitForSelector('[data-testid="window-07"][data-groups="B C"]');
      await page.waitForSelector('[data-testid="alert-long-B"]', { state: "detached" });
      check((await asked(page)).includes("move_window 07 BC 3"), "the move named what was seen");
      await clerk.standsAt("alert:red-1");
    },
  );
  await test(
    "check_23_the_second_of_two_supervisors_is_told_who_was_first",
    query("&board=second"),
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.supervises();
      await clerk.standsAt("alert:support-05");
      await clerk.press("j", "Enter");
      await clerk.sees("move-window");
      await clerk.press("Enter");
      await clerk.sees("move-lost", "0102 何文 已先调整：现办 社保医保、统一出件");
      await shot("supervisor-second");
      await page.waitForSelector('[data-testid="window-07"][data-groups="C E"]');
      await clerk.press("Enter");
      await clerk.sees("board-said", "07 窗已调到");
      await page.waitForSelector('[data-testid="window-07"][data-groups="B E"]');
      const moves = (await asked(page)).filter((one) => one.startsWith("move_window"));
      check(moves.join() === "move_window 07 BE 3,move_window 07 BE 4", `moves: ${moves}`);
    },
  );
  await test("every act of the board by keys alone", query(), 1366, async ({ page, clerk, check, shot }) => {
    await clerk.supervises();
    await clerk.standsAt("alert:support-05");

    // 派帮办 by its key, then 支援结束.
    await clerk.press("F7");
    await clerk.sees("board-said", "已派 孙浩");
    await clerk.sees("alert-support-05", "周敏 已在处理");
    await clerk.press("Enter");
    await page.waitForSelector('[data-testid="alert-support-05"]', { state: "detached" });
    await clerk.standsAt("alert:long-B");
    // 大厅公告 by its digit, to whom it concerns.
    await clerk.press("2");
    await clerk.standsAt("compose-text");
    check(
      (await page.getByTestId("to-group-B").getAttribute("aria-pressed")) === "true",
      "the group is chosen",
    );
    await clerk.press("Escape");
    await clerk.standsAt("alert:long-B");
    await clerk.press("F6");
    await clerk.sees("compose");
    await clerk.press("Escape");
    // 督办 by its key: the first time it leads there, the second time it acts.
    await clerk.press("F8");
    await clerk.standsAt("alert:red-1");
    check(!(await asked(page)).some((one) => one.startsWith("urge")), "nothing is urged that was not chosen");
    await clerk.press("F8");
    await clerk.sees("board-said", "已督办 SF60A29918");
    await clerk.sees("alert-red-1", "已督办 2 次");
    // 看办件 by its digit.
    await clerk.press("2");
    await clerk.sees("cases");
    await clerk.standsAt("cases-find");
    check(
      (await page.getByTestId("cases-find").inputValue()) === "SF60A29918",
      "it is looked for by its code",
    );
    await clerk.press("Escape");
    await clerk.standsAt("alert:red-1");
    // 审批, opened on the request of the alert.
    await clerk.press("j");
    await clerk.standsAt("alert:approval-11");
    await clerk.press("Enter");
    await clerk.sees("inbox");
    check((await page.getByTestId("inbox-approval-11").getAttribute("aria-selected")) === "true", "it is marked");
    await clerk.press("Escape");
    await clerk.standsAt("alert:approval-11");
    await clerk.press("Control+i");
    await clerk.sees("inbox");
    await clerk.press("Escape");
    // 收回
    await clerk.press("j");
    await clerk.standsAt("alert:silent-15");
    await clerk.press("1");
    await clerk.sees("release-window", "D011");
    await shot("supervisor-release");
    await clerk.press("Enter");
    await clerk.sees("board-said", "15 窗已收回");
    await clerk.sees("window-15", "未开");
    // 看清单
    await clerk.standsAt("alert:amber");
    await clerk.press("Enter");
    await clerk.sees("cases");
    await clerk.sees("case-1");
    check((await page.locator(".case .pill").count()) > 0, "the list has rows");
    check(!(await page.getByTestId("cases").textContent()).includes("云间小满"), "no applicant is named");
    await clerk.press("ArrowDown", "F8");
    await clerk.sees("case-urged", "已督办 SF");
    await shot("supervisor-cases");
    await clerk.press("Escape");
    // 回访 by its key: tried in vain, then reached.
    await clerk.press("F9");
    await clerk.standsAt("alert:rating-r1");
    await clerk.press("F9");
    await clerk.sees("bad-rating", "昨天说带一份");
    await clerk.standsAt("reached");
    await shot("supervisor-rating");
    await clerk.press("Enter");
    check(!(await asked(page)).some((one) => one.startsWith("call_back")), "reached without a note");
    await clerk.press("ArrowDown", "Enter");
    await clerk.sees("board-said", "回访已登记");
    await clerk.press("F9");
    await clerk.standsAt("reached");
    await clerk.press("Tab");
    await clerk.standsAt("rating-note");
    await clerk.type("1 已说明，道歉");
    await clerk.press("Enter");
    await page.waitForSelector('[data-testid="alert-rating-r1"]', { state: "detached" });
    const calls = (await asked(page)).filter((one) => one.startsWith("call_back"));
    check(calls.join() === "call_back r1 false ,call_back r1 true 1 已说明，道歉", `calls: ${calls}`);
    // 改派: one to 02, the other to 01.
    await clerk.standsAt("alert:long-03");
    // 给窗口发消息
    await clerk.press("1");
    await clerk.standsAt("compose-text");
    check((await page.getByTestId("compose-window").inputValue()) === "03", "the window is chosen");
    await clerk.press("Escape", "j");
    await clerk.standsAt("alert:left-09");
    await clerk.press("Enter");
    await clerk.sees("draft-2");
    await clerk.press("1", "ArrowDown");
    await shot("supervisor-reassign");
    await clerk.press("Enter");
    await clerk.sees("board-said", "1 份草稿已改派到 02 窗");
    await page.waitForSelector('[data-testid="draft-2"]', { state: "detached" });
    await clerk.press("ArrowUp", "Enter");
    await page.waitForSelector('[data-testid="alert-left-09"]', { state: "detached" });
    const given = (await asked(page)).filter((one) => one.startsWith("reassign"));
    check(given.join() === "reassign_drafts 09 02 d2,reassign_drafts 09 01 d1", `given: ${given}`);
    // 调窗 by its key, of a window that is looked for.
    await clerk.press("K", "K", "F2");
    await clerk.standsAt("pick-window-input");
    await clerk.type("14");
    await clerk.press("Enter");
    await clerk.sees("move-window", "14");
    await clerk.press("Escape");
    // 查办件
    await clerk.press("F3");
    await clerk.standsAt("cases-find");
    await clerk.type("SF59999");
    await clerk.sees("case-1", "SF59999");
    await clerk.press("Enter");
    await clerk.sees("case-facts");
    await clerk.press("1");
    await clerk.sees("papers");
    await clerk.press("Escape");
    await clerk.sees("case-page");
    await clerk.press("Escape");
    // Commands and help say every key.
    await clerk.press("Control+k");
    await clerk.standsAt("commands-input");
    await clerk.type("bjqd");
    await clerk.press("Enter");
    await clerk.sees("cases");
    await clerk.press("Escape", "F1");
    await clerk.sees("help", "督办");
    await clerk.press("Escape");
  });
  await test(
    "windows are walked by arrows and opened by Enter",
    query(),
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.supervises();
      // From the header on, Tab comes to the windows in one stop.
      for (let turn = 0; turn < 20; turn += 1) {
        if ((await clerk.where()).startsWith("window:")) break;
        await clerk.press("Shift+Tab");
      }
      check((await clerk.where()) === "window:01", `the first window: ${await clerk.where()}`);
      await clerk.press("ArrowDown", "ArrowRight", "ArrowRight");
      await clerk.standsAt("window:09");
      // A new board does not take the keyboard away.
      await renewed(page, 2);
      check((await clerk.where()) === "window:09", `after two boards: ${await clerk.where()}`);
      await clerk.press("Enter");
      await clerk.sees("window-menu", "李明远");
      check(
        (await page.getByTestId("window-release").getAttribute("aria-disabled")) === "true",
        "it answers",
      );
      await shot("supervisor-window");
      await clerk.press("1");
      await clerk.sees("move-window", "09");
      await clerk.press("Escape");
      await clerk.standsAt("window:09");
      await clerk.press("F2");
      await clerk.sees("move-window", "09");
      await clerk.press("Escape", "Enter");
      await clerk.sees("window-menu");
      await clerk.press("4");
      await clerk.sees("draft-1");
    },
  );
  await test(
    "a board that is renewed moves nothing and keeps the chosen alert",
    query(),
    1366,
    async ({ page, clerk, check }) => {
      await clerk.supervises();
      await clerk.press("j", "j", "j", "j", "j");
      await clerk.standsAt("alert:amber");
      await page.evaluate(() => {
        window.shifts = [];
        new PerformanceObserver((list) => {
          // What a key moved is no news.
          for (const entry of list.getEntries().filter((one) => !one.hadRecentInput))
            for (const { node, previousRect, currentRect } of entry.sources)
              window.shifts.push(
                `${node?.parentElement?.className}>${node?.className ?? node?.nodeName} "${node?.textContent?.slice(0, 30)}" ${previousRect.x},${previousRect.y} to ${currentRect.x},${currentRect.y}`,
              );
        }).observe({ type: "layout-shift" });
      });
      await renewed(page, 2);
      for (const moved of await page.evaluate(() => window.shifts)) check(false, `moved: ${moved}`);
      // Another alert comes on top: the same one stays chosen and has the focus.
      await page.evaluate(() => window.fixture.host.seedLongWait(31));
      await clerk.sees("alert-long-C");
      check((await clerk.where()) === "alert:amber", `the focus is at ${await clerk.where()}`);
      check(
        (await page.getByTestId("alert-amber").getAttribute("aria-current")) === "true",
        "it is still chosen",
      );
    },
  );
  await test("a hall that falls silent", query(), 1366, async ({ page, clerk, check, shot }) => {
    await clerk.supervises();
    await clerk.sees("board-age", "秒前");
    await page.evaluate(() => window.fixture.host.fallSilent(true));
    await clerk.sees("board-silent", "YC-2101");
    const wait = () => page.getByTestId("figure-longest").textContent();
    const stood = await wait();
    await shot("supervisor-silent");
    await shot("supervisor-silent-1920", 1920);
    await page.setViewportSize({ width: 1366, height: 768 });
    await renewed(page, 1);
    check((await wait()) === stood, "clocks run on over old data");
    await clerk.press("j", "Enter", "F2", "F8");
    check((await page.locator("dialog[open]").count()) === 0, "nothing is done on old data");
    await page.evaluate(() => window.fixture.host.fallSilent(false));
    await page.waitForSelector('[data-testid="board-silent"]', { state: "detached" });
    await page.waitForFunction(
      (text) => document.querySelector('[data-testid="figure-longest"]').textContent !== text,
      stood,
    );
  });
  await test("a hall that never answered", query("&offline"), 1366, async ({ page, clerk, check, shot }) => {
    await clerk.standsAt("staff");
    await clerk.type("0101");
    await clerk.press("Enter");
    await clerk.type("practice");
    await clerk.press("Enter");
    await clerk.sees("board-empty", "YC-2101");
    check(
      (await page.getByTestId("fkey-F2").getAttribute("aria-disabled")) === "true",
      "F2 says why it does nothing",
    );
    await shot("supervisor-nothing");
  });
  await test("locked, nothing of the hall shows", query(), 1366, async ({ page, clerk, check, shot }) => {
    await clerk.supervises();
    await clerk.press("Control+l");
    await clerk.standsAt("unlock-password");
    const words = await page.evaluate(() => document.body.textContent);
    for (const gone of ["B052", "李倩", "待处置", "户外招牌"])
      check(!words.includes(gone), `${gone} is still there`);
    await shot("supervisor-locked");
    const before = await boards(page);
    await clerk.type("practice");
    await clerk.press("Enter");
    await clerk.sees("alerts-count");
    check((await boards(page)) > before, "the board is asked for again");
  });
  await test(
    "the day before anybody came, and a large hall",
    query("&board=morning"),
    1366,
    async ({ page, clerk, shot, open }) => {
      await clerk.supervises();
      await clerk.sees("alerts-calm");
      await shot("supervisor-morning");
      await open(page.url().replace("morning", "large"));
      await clerk.supervises();
      await clerk.sees("window-36");
      await shot("supervisor-large");
      await shot("supervisor-large-1920", 1920);
    },
  );

  const looks = [
    ["1366", "1366"],
    ["1920", "1920"],
    ["1366x125", "1366-at-125"],
    ["1366x150", "1366-at-150"],
    ["1920x125", "1920-at-125"],
    ["1920x150", "1920-at-150"],
  ];
  for (const [size, label] of looks) {
    for (const theme of ["light", "dark", "hc"]) {
      const look = query(`&theme=${theme === "light" ? "" : theme}`);
      await test(`check_25_the_board_in_${theme}_at_${label}`, look, size, async (given) => {
        await given.clerk.supervises();
        await everyLayer(given, async (name) => {
          await given.shot(`supervisor-${name}-${theme}-${label}`);
          if (size !== "1366" && size !== "1366x150") return;
          for (const fault of await axeFaults(given.page)) given.check(false, `${name}: ${fault}`);
        });
      });
    }
  }
  await test("check_25_the_board_in_english", query(), 1366, async (given) => {
    await given.clerk.supervises();
    await given.clerk.press("Alt+l");
    await everyLayer(given, (name) => given.shot(`supervisor-${name}-english-1366`));
  });
}

/** The board, and each of its dialogs. */
async function everyLayer({ page, clerk }, seen) {
  await clerk.standsAt("alert:support-05");
  await clerk.sees("flow");
  await seen("1-board");
  await clerk.press("j", "Enter");
  await clerk.sees("move-window");
  await seen("2-move");
  await clerk.press("Escape", "j", "j", "j", "Enter");
  await clerk.sees("release-window");
  await seen("3-release");
  await clerk.press("Escape", "F9", "F9");
  await clerk.sees("rating-go");
  await seen("4-rating");
  await clerk.press("Escape", "j", "j", "Enter");
  await clerk.sees("draft-2");
  await seen("5-reassign");
  await clerk.press("Escape", "k", "k", "k", "F2");
  await clerk.standsAt("pick-window-input");
  await seen("6-pick");
  await clerk.type("09");
  await clerk.press("Escape", "Control+b");
  await clerk.sees("case-1");
  await page.waitForFunction(() => document.querySelector('[data-testid="case-1"] .pill') !== null);
  await seen("7-cases");
  await clerk.press("Escape", "F1");
  await clerk.sees("help");
  await seen("8-help");
  await clerk.press("Escape");
}
