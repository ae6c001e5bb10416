/** 数据校核 by keys alone: raised at a field, listed by pages, settled by a supervisor; in three themes at both sizes. */
import { looker } from "./axe.mjs";

const looks = looker("objections");
const asked = (page) => page.evaluate(() => window.fixture.asked);
const field = "enterpriseDomicile";

/** An intake with the register's values in it, the keyboard in one of them. */
async function atField(page, clerk) {
  await clerk.openIntake();
  await page.waitForFunction((name) => document.querySelector(`[data-testid="field-${name}"]`)?.value !== "", field);
  await page.focus(`[data-testid="field-${field}"]`);
}

export default async function objections(test) {
  await test("a source's value is objected to at its field, and the case goes on", "?slow=1", 1366, async (given) => {
    const { page, clerk, check } = given;
    await atField(page, clerk);
    const theirs = await page.inputValue(`[data-testid="field-${field}"]`);
    await clerk.press("Control+Shift+J");
    await clerk.sees("objection", theirs);
    await page.waitForSelector('[data-testid="objection-stated"]:focus');
    await clerk.type("示范区湖滨路 88 号");
    await clerk.press("Control+Enter");
    // Nothing shows it yet: it is not sent.
    check(!(await asked(page)).some((line) => line.startsWith("raise_objection")), "raised without evidence");
    await page.focus('[data-testid="objection-words"]');
    await clerk.type("新的租赁合同");
    await clerk.press("Control+Enter");
    await page.waitForSelector('[data-testid="objection"]', { state: "detached" });
    await clerk.sees(`objection-${field}`, theirs);
    check((await page.inputValue(`[data-testid="field-${field}"]`)) === "示范区湖滨路 88 号", "the applicant's value");
    await page.focus(`[data-testid="field-${field}"]`);
    await clerk.press("Alt+ArrowDown");
    await clerk.sees("detail-objection", theirs);
    await clerk.press("8");
    await clerk.sees("objections-page", "1–20");
    await clerk.press("PageDown");
    await clerk.sees("objections-page", "21–");
    await clerk.press("PageUp", "o");
    await clerk.sees("objections-page", "1–4");
    await clerk.press("Escape");
  });
  await test("what nobody answered is settled by a supervisor", "?window=supervisor&slow=1", 1366, async (given) => {
    const { page, clerk, check } = given;
    await clerk.supervises();
    await clerk.press("Control+Shift+J");
    await clerk.sees("objections-overdue", "1");
    await clerk.sees("objection-row-objection-1", "超期 2 个工作日");
    await clerk.press("s");
    await page.waitForSelector('[data-testid="settle-note"]:focus');
    await clerk.type("来源部门来函答复");
    await clerk.press("Alt+1");
    await page.waitForSelector('[data-testid="settle"]', { state: "detached" });
    await clerk.sees("objection-row-objection-1", "已更正");
    check((await asked(page)).some((line) => line === "settle_objection objection-1 upheld"), "settled");
  });
  for (const size of [1366, 1920]) {
    for (const theme of ["light", "dark", "hc"]) {
      const look = `&theme=${theme === "light" ? "" : theme}`;
      await test(`objections in ${theme} at ${size}`, `?slow=1${look}`, size, async (given) => {
        const { page, clerk } = given;
        const seen = looks(given, theme, size);
            await atField(page, clerk);
        await clerk.press("Control+Shift+J");
        await clerk.sees("objection-stated");
        await seen("1-raise");
        await clerk.press("Escape", "Alt+ArrowDown", "8");
        await clerk.sees("objection-row-objection-1");
        await seen("2-list");
      });
    }
  }
}
