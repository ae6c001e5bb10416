/**
 * 待收件 by keys alone: what waits without anybody's name, his own after the card, one taken up by a digit, what the
 * pre-review said and where it points, a change from online, and the way back. In three themes and at both sizes.
 */
import { axeFaults } from "./axe.mjs";

const themes = ["light", "dark", "hc"];
const asked = (page) => page.evaluate(() => window.fixture.asked);

async function identified(clerk) {
  await clerk.signIn();
  await clerk.press("F2");
  await clerk.sees("card-read");
  await clerk.press("1");
  await clerk.page.waitForSelector('[data-testid^="online-offer-"]');
}

export default async function online(test) {
  await test(
    "without a person only numbers are seen, with his card his own, and a digit takes one up",
    "?slow=1&online=2",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.signIn();
      await clerk.press("Control+b");
      await clerk.sees("cases-online", "待收件");
      await clerk.press("Control+Shift+o");
      await clerk.sees("online-hall", "食品经营许可");
      check((await page.getByTestId("online-mine").count()) === 0, "nobody is named");
      check(!(await asked(page)).includes("online_offers"), "nobody is asked for");
      await clerk.press("Escape", "F2");
      await clerk.sees("card-read");
      await clerk.press("1");
      // Whom he acts for, by the first digits; what he began online, by the next ones.
      await clerk.sees("online-offer-1", "网上申报：食品经营许可");
      const digit = await page.getByTestId("online-offer-1").locator(".k").textContent();
      check((await page.getByTestId("online-offer-2").count()) === 0, "what another window has is not offered");
      await clerk.press(digit);
      await clerk.sees("online-strip", "预审 3 条意见");
      check((await asked(page)).includes("take_online WS350199000001"), "it was taken up");
      await clerk.standsAt("next-action");
      // Each remark leads to what it names.
      await clerk.press("Control+Shift+o");
      await clerk.sees("online-of", "布局图未标注消毒区");
      await clerk.press("2");
      await page.waitForSelector('[data-testid="online-of"]', { state: "detached" });
      await page.waitForFunction(() => document.activeElement?.closest('[data-stop="field:premisesArea"]') !== null);
      await clerk.press("Control+Shift+o");
      await clerk.sees("online-left", "现行事项不再要求");
      await clerk.sees("online-left", "摘要不符");
      await clerk.press("3");
      await clerk.sees("online-of", "请携带营业执照核对");
      await clerk.press("Escape");
      // The applicant changes it online: said, and marked.
      await page.evaluate(() => window.fixture.online.changes());
      await clerk.sees("online-strip", "申请人在网上改过");
      // Back it goes, with a reason.
      await clerk.press("Control+Shift+o");
      await clerk.sees("online-changed", "就餐座位数");
      await clerk.press("9");
      await clerk.sees("online-why-1", "申请人改期再来");
      await clerk.press("1");
      await page.waitForSelector('[data-testid="online-strip"]', { state: "detached" });
      check((await asked(page)).includes("put_back_online 申请人改期再来"), "it was put back");
    },
  );
  await test("who is second is told who was first", "?slow=1&online=1", 1366, async ({ page, clerk, check }) => {
    await identified(clerk);
    await clerk.press("Control+Shift+o");
    await clerk.sees("online-1", "预审 3 条意见");
    await page.evaluate(() => window.fixture.online.taken());
    await clerk.sees("online-1", "06 李明远 正在办理");
    await clerk.press("1", "Enter");
    check(!(await asked(page)).some((one) => one.startsWith("take_online")), "it is not asked for");
    await clerk.press("Escape");
    check((await page.locator('[data-testid^="online-offer-"]').count()) === 0, "and no longer offered");
  });
  await test("two hundred of one agent come by pages", "?slow=1&online=200", 1366, async ({ page, clerk, check }) => {
    await identified(clerk);
    const all = await page.getByTestId("online-offer-all").locator(".k").textContent();
    await clerk.press(all);
    await clerk.sees("online-page", "第 1–9 件，共 200 件");
    await clerk.press("PageDown");
    await clerk.sees("online-page", "第 10–18 件");
    await clerk.press("ArrowDown", "3");
    await clerk.sees("online-strip");
    check((await asked(page)).includes("take_online WS350199000012"), "the third of the second page");
  });
  for (const width of [1366, 1920])
    for (const theme of themes)
      await test(
        `every screen of it in ${theme} at ${width}`,
        `?slow=1&online=12&theme=${theme}`,
        width,
        async ({ page, clerk, check, shot }) => {
          await identified(clerk);
          await shot(`online-offers-${theme}-${width}`);
          await clerk.press("Control+Shift+o");
          await clerk.sees("online-1");
          await shot(`online-list-${theme}-${width}`);
          check((await axeFaults(page)).length === 0, `list: ${JSON.stringify(await axeFaults(page))}`);
          await clerk.press("1");
          await clerk.sees("online-strip");
          await shot(`online-intake-${theme}-${width}`);
          check((await axeFaults(page)).length === 0, `strip: ${JSON.stringify(await axeFaults(page))}`);
          await clerk.press("Control+Shift+o");
          await clerk.sees("online-of");
          await shot(`online-of-${theme}-${width}`);
          check((await axeFaults(page)).length === 0, `dialog: ${JSON.stringify(await axeFaults(page))}`);
        },
      );
}
