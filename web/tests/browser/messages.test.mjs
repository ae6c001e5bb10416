/**
 * Between windows and supervisors, by keys: a call for support and who comes, the quiet alarm that no screen shows,
 * broadcasts that move nothing, the supervisor's own side, walls and kiosks. Each looked at in every theme.
 */
import assert from "node:assert/strict";
import { axeFaults } from "./axe.mjs";

const asked = (page) => page.evaluate(() => window.fixture.asked);
const hall = (page, deed, ...words) =>
  page.evaluate(([name, given]) => window.fixture.hall[name](...given), [deed, words]);
const words = (page, name) => page.getByTestId(name).innerText();
const long =
  "今天 14:00 至 15:30 系统维护，期间可以收件、扫描、打印收件凭证，不能受理和出证。请提前告知正在等候的申请人，" +
  "愿意等的可以到二楼休息区，不愿等的可以留下材料，受理后短信通知。维护结束后按原号码顺序继续办理，过号不作废。";

/** Where everything outside the top bar's middle stands. */
const places = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".main, .col, .panel, .fkeys, .banner, .dev, .quietmark, input, .top")].map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return [node.className.split(" ")[0], Math.round(x), Math.round(y), Math.round(width), Math.round(height)].join(" ");
    }),
  );

/** What stands elsewhere than before. */
const moved = (before, after) => after.filter((place) => !before.includes(place));

export default async function messages(test) {
  await test("support is called by a digit and the window sees who comes", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.openIntake();
    const before = await places(page);
    await clerk.press("Control+Shift+h");
    await clerk.sees("support", "申请人情绪激动");
    await shot("support-1366");
    await clerk.press("1");
    await clerk.sees("own-call", "已请求支援");
    assert.ok((await asked(page)).includes("call_support upset"));
    await hall(page, "answers", "周敏");
    await clerk.sees("own-call", "主管 周敏 正在赶来");
    await shot("support-coming-1366");
    assert.deepEqual(moved(before, await places(page)), []);
    await hall(page, "answers", "周敏", "孙浩");
    await clerk.sees("own-call", "主管 周敏 已派 孙浩 前来");
    await clerk.press("Control+Shift+h");
    await clerk.sees("support-state", "已派 孙浩");
    await clerk.press("1");
    await page.getByTestId("own-call").waitFor({ state: "detached" });
    assert.ok((await asked(page)).includes("withdraw_support"));
  });

  await test("support is called in one's own words", "?slow=5", 1366, async ({ page, clerk }) => {
    await clerk.signIn();
    await clerk.press("Control+k");
    await clerk.type("qqzy");
    await clerk.press("Enter");
    await clerk.sees("support");
    await page.getByTestId("support-own").focus();
    // A digit that is written is no choice.
    await clerk.type("1 号柜台漏水");
    await clerk.press("Enter");
    await clerk.sees("own-call", "其他");
    assert.ok((await asked(page)).includes("call_support other 1 号柜台漏水"));
  });

  await test("a call that cannot reach the hall says so at once", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.signIn();
    await hall(page, "breaks");
    await clerk.press("Control+Shift+h", "3");
    await clerk.sees("notice-YC-5471", "没有送到");
    assert.equal(await page.getByTestId("own-call").count(), 0);
    await shot("support-not-sent-1366");
  });

  await test("a quiet alarm leaves a mark and no word, through any dialog", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.openIntake();
    await clerk.press("F9");
    await clerk.sees("decision-dialog");
    const before = await page.evaluate(() => document.body.innerText);
    const layout = await places(page);
    await clerk.press("Control+Shift+y");
    const mark = (state) =>
      page.waitForFunction((want) => document.querySelector("[data-testid=quiet-mark]")?.dataset.state === want, state);
    await mark("sent");
    assert.ok((await asked(page)).includes("quiet_alarm"));
    const clockless = (text) => text.replace(/\d+:\d\d(:\d\d)?/g, "");
    assert.equal(clockless(await page.evaluate(() => document.body.innerText)), clockless(before));
    assert.deepEqual(moved(layout, await places(page)), []);
    assert.equal(await page.locator(".notice").count(), 0);
    const box = await page.getByTestId("quiet-mark").boundingBox();
    assert.ok(box.width <= 8 && box.height <= 8, "the mark is tiny");
    const label = await page.getByTestId("quiet-mark").getAttribute("aria-label");
    assert.ok(!/报警|支援/.test(label), label);
    await clerk.press("Escape");
    await shot("quiet-sent-1366");
    await hall(page, "answers", "周敏");
    await mark("taken");
    assert.ok(!(await page.evaluate(() => document.body.innerText)).includes("周敏"));
    await clerk.press("Control+k");
    await clerk.type("chbj");
    await clerk.press("Enter");
    await mark("none");
    await hall(page, "breaks");
    await clerk.press("Control+Shift+y");
    await mark("unsent");
    assert.equal(await page.locator(".notice").count(), 0);
    await shot("quiet-unsent-1366");
  });

  await test("a broadcast is confirmed by a key, a long one is read first", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.openIntake();
    const before = await places(page);
    await hall(page, "says", "请各窗口 17:30 后停止叫号");
    await clerk.sees("hall-strip", "停止叫号");
    await shot("broadcast-1366");
    assert.deepEqual(moved(before, await places(page)), []);
    await clerk.press("Control+Shift+m");
    await page.getByTestId("hall-strip").waitFor({ state: "detached" });
    assert.equal((await asked(page)).filter((one) => one === "acknowledge_message").length, 1);
    await hall(page, "says", `${long}${long}`.slice(0, 200));
    await clerk.sees("hall-strip", "看全文");
    assert.deepEqual(moved(before, await places(page)), []);
    await shot("broadcast-long-1366");
    await clerk.press("Control+Shift+m");
    await clerk.sees("hall-messages", "过号不作废");
    await shot("messages-1366");
    await clerk.press("Enter");
    await page.getByTestId("hall-strip").waitFor({ state: "detached" });
  });

  await test("urgent ones come first and are marked; what is over goes by itself", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.signIn();
    await hall(page, "says", "午间照常办理");
    await hall(page, "says", "三楼起火，请组织申请人从东门疏散", { urgent: true, until: new Date(Date.now() + 2500).toISOString() });
    await clerk.sees("hall-strip", "紧急");
    assert.ok((await words(page, "hall-strip")).includes("还有 1 条"));
    await shot("broadcast-urgent-1366");
    await clerk.sees("hall-strip", "午间照常办理");
  });

  await test("a helper who is sent sees where to", "?window=helper&slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.standsAt("staff");
    await clerk.type("0831");
    await clerk.press("Enter");
    await clerk.type("practice");
    await clerk.press("Enter");
    await clerk.sees("assist-title");
    await hall(page, "sends", "05", "upset");
    await clerk.sees("sent-to", "请到 05 号窗支援");
    await shot("helper-sent-1366");
    await clerk.press("Control+Shift+h", "4");
    await clerk.sees("own-call", "已请求支援");
  });

  for (const theme of ["light", "dark", "hc"]) {
    for (const size of [1366, 1920]) {
      const look = theme === "light" ? "" : `&theme=${theme}`;
      await test(`strips in ${theme} at ${size}`, `?slow=5${look}`, size, async ({ page, clerk, check, shot }) => {
        await clerk.signIn();
        await hall(page, "says", "请各窗口 17:30 后停止叫号，已取号的办完为止");
        await clerk.press("Control+Shift+h", "3");
        await clerk.sees("own-call", "已请求支援");
        await hall(page, "answers", "周敏");
        await clerk.sees("own-call", "正在赶来");
        await shot(`strips-${theme}-${size}`);
        await hall(page, "says", "三楼起火，请组织申请人从东门疏散", { urgent: true });
        await clerk.sees("hall-strip", "东门");
        await shot(`strips-urgent-${theme}-${size}`);
        for (const fault of await axeFaults(page)) check(false, fault);
      });
      await test(`supervisor composes in ${theme} at ${size}`, `?window=supervisor&slow=5${look}`, size, async ({ page, clerk, check, shot }) => {
        await supervisor(clerk);
        await clerk.press("F6");
        await clerk.sees("compose");
        await clerk.press("1");
        await clerk.standsAt("compose-text");
        await clerk.type("五号窗口打印机故障，请到六号窗口办理");
        await clerk.press("Alt+u");
        await clerk.sees("compose-preview", "打印机故障");
        await shot(`compose-${theme}-${size}`);
        for (const fault of await axeFaults(page)) check(false, fault);
        await clerk.press("Control+Enter");
        await page.getByTestId("compose").waitFor({ state: "detached" });
        assert.ok((await asked(page)).includes("broadcast all 30 urgent"));
        await clerk.press("F6");
        await clerk.sees("posted", "打印机故障");
        await clerk.press("Escape");
        await page.evaluate(() => window.session.layer.set({ kind: "answerCall", id: "support-1" }));
        await clerk.sees("answer-call", "05");
        await shot(`answer-${theme}-${size}`);
      });
      for (const device of ["wall", "kiosk"]) {
        await test(`${device} shows what the hall says in ${theme} at ${size}`, `?window=${device}&slow=5${look}`, size, async ({ page, clerk, check, shot }) => {
          await clerk.sees(`${device}-notice`);
          const main = () => page.locator(`.${device} > main`).boundingBox();
          const before = await main();
          const inside = await page.evaluate(() => {
            const end = document.querySelector("main").getBoundingClientRect().bottom;
            return [...document.querySelectorAll("main *")].every((node) => node.getBoundingClientRect().bottom <= end + 1);
          });
          assert.ok(inside, "the page has room above the line");
          await hall(page, "says", "取号到 17:30 截止");
          await clerk.sees(`${device}-notice`, "17:30");
          await shot(`${device}-said-${theme}-${size}`);
          await hall(page, "says", long, { urgent: true });
          await clerk.sees(`${device}-notice`, "过号不作废");
          assert.deepEqual(await main(), before, "the line moves nothing");
          const cut = await page.getByTestId(`${device}-notice`).evaluate((line) => line.scrollHeight > line.clientHeight + 1);
          assert.equal(cut, false, "the whole message is on the wall");
          await shot(`${device}-urgent-${theme}-${size}`);
          for (const fault of await axeFaults(page)) check(false, fault);
        });
      }
    }
  }

  await test("strips and dialogs fit when everything is enlarged", "?slow=5", "1366x150", async ({ page, clerk, shot }) => {
    await clerk.signIn();
    await hall(page, "says", long);
    await clerk.press("Control+Shift+h");
    await clerk.sees("support");
    await shot("support-1366-at-150");
    await clerk.press("4");
    await clerk.sees("own-call");
    await hall(page, "answers", "周敏", "孙浩");
    await clerk.sees("own-call", "孙浩");
    await shot("strips-1366-at-150");
    await clerk.press("Control+Shift+m");
    await clerk.sees("hall-messages");
    await shot("messages-1366-at-150");
  });

  await test("the supervisor's dialogs fit when everything is enlarged", "?window=supervisor&slow=5", "1366x150", async ({ page, clerk, shot }) => {
    await supervisor(clerk);
    await clerk.press("F6");
    await clerk.sees("compose");
    await clerk.press("1");
    await clerk.standsAt("compose-text");
    await clerk.type("请到六号窗口");
    await shot("compose-1366-at-150");
    await clerk.press("Control+Enter");
    await page.getByTestId("compose").waitFor({ state: "detached" });
    await page.evaluate(() => window.session.layer.set({ kind: "answerCall", id: "support-1" }));
    await clerk.sees("answer-call");
    await shot("answer-1366-at-150");
  });

  await test("a message goes to one window, and back when it was wrong", "?window=supervisor&slow=5", 1366, async ({ page, clerk }) => {
    await supervisor(clerk);
    await clerk.press("F6");
    await clerk.sees("compose");
    const last = await page.locator("[data-testid=compose] .op").count();
    await clerk.press(String(last));
    await clerk.standsAt("compose-window");
    await clerk.type("05");
    await clerk.press("Enter");
    await clerk.standsAt("compose-text");
    await clerk.type("请回电 13800138000");
    await clerk.press("Control+Enter");
    await clerk.sees("compose-trouble", "YC-2753");
    await clerk.press("Control+a", "Delete");
    await clerk.type("请回电 2 号分机");
    await clerk.press("Control+Enter");
    await page.getByTestId("compose").waitFor({ state: "detached" });
    assert.ok((await asked(page)).includes("message_window 05 30"));
    await clerk.press("F6");
    await clerk.sees("posted", "请回电 2 号分机");
    await page.locator("[data-testid^=end-]").first().focus();
    await clerk.press("Enter");
    await page.getByTestId("posted").waitFor({ state: "detached" });
  });

  await test("a call is answered by a digit, and another's stays another's", "?window=supervisor&slow=5", 1366, async ({ page, clerk, shot }) => {
    await supervisor(clerk);
    const open = (id) => page.evaluate((of) => window.session.layer.set({ kind: "answerCall", id: of }), id);
    await open("support-1");
    await clerk.sees("answer-state", "申请人情绪激动");
    // Nobody is on it: it cannot be over.
    await clerk.press("9", "3");
    await page.getByTestId("answer-call").waitFor({ state: "detached" });
    assert.ok((await asked(page)).includes("answer_support helper 0831"));
    assert.ok(!(await asked(page)).includes("answer_support done"));
    await open("support-2");
    await clerk.sees("answer-state", "主管 陈立");
    await clerk.press("1");
    assert.ok(!(await asked(page)).includes("answer_support going"));
    await clerk.press("9");
    await page.getByTestId("answer-call").waitFor({ state: "detached" });
    await open("support-2");
    await clerk.sees("answer-over");
    await clerk.press("Escape");
    // A quiet alarm has no helper to send.
    await open("quietAlarm-3");
    await clerk.sees("answer-state", "不动声色");
    assert.equal(await page.getByTestId("answer-0831").count(), 0);
    await shot("answer-quiet-1366");
  });
}

async function supervisor(clerk) {
  await clerk.standsAt("staff");
  await clerk.type("0802");
  await clerk.press("Enter");
  await clerk.type("practice");
  await clerk.press("Enter");
  await clerk.sees("post-supervisor");
}
