/** Licences that are shown, what was verified of them, annotated copies, and 收纸台账, by keys alone. */
import { looker } from "./axe.mjs";

const looks = looker("materials");
const asked = (page) => page.evaluate(() => window.fixture.asked);
const material = "scjg-food-licence-m06";

async function atSlot(page, clerk) {
  await clerk.openIntake();
  await page.focus(`[data-testid="slot-${material}"]`);
}

export default async function materials(test) {
  await test("a shown licence is verified and used, another's is refused", "?slow=1", 1366, async (given) => {
    const { page, clerk, check } = given;
    await atSlot(page, clerk);
    await clerk.press("5");
    await page.waitForSelector('[data-testid="shown-text"]:focus');
    await clerk.type("LZM1.OTHER");
    await clerk.press("Enter");
    await page.waitForFunction(() => document.body.innerText.includes("YC-1232"));
    await page.focus(`[data-testid="slot-${material}"]`);
    await clerk.press("5");
    await page.waitForSelector('[data-testid="shown-text"]:focus');
    await clerk.press("Escape");
    await page.waitForSelector('[data-testid="shown-text"]', { state: "detached" });
    await clerk.press("5");
    await page.waitForSelector('[data-testid="shown-text"]:focus');
    await clerk.type("LZM1.OWN");
    await clerk.press("Enter");
    await clerk.sees(`checks-${material}`, "签章 ✓");
    await clerk.sees(`slot-${material}`, "可信等级 A");
    check((await asked(page)).includes("show_licence LZM1.OWN"), "shown");
    await clerk.press("6");
    await clerk.sees("papers", "加注件");
    check((await asked(page)).includes(`make_copy ${material}`), "copied");
  });
  await test("what was handed in before is offered with age and grade and taken by a digit", "?slow=1", 1366, async (given) => {
    const { page, clerk, check } = given;
    await atSlot(page, clerk);
    await clerk.press("8");
    await clerk.sees("reuse-1", "可信等级 C");
    await clerk.sees("reuse-1", "142 天前");
    check(!(await asked(page)).some((line) => line.startsWith("reuse_material")), "offered, not set");
    await clerk.press("1");
    await clerk.sees(`slot-${material}`, "复用");
    check((await asked(page)).includes(`reuse_material ${material} 3501 9908 26`), "taken");
  });
  await test("what is asked for on paper is counted by department and reason", "?window=supervisor&slow=1", 1366, async (given) => {
    const { page, clerk, check } = given;
    await clerk.supervises();
    await clerk.press("Control+Shift+m");
    await clerk.sees("ledger-departments", "示范区市场监督管理局");
    await clerk.sees("ledger-departments", "未查到电子证照");
    await clerk.sees("ledger-rows", "从业人员健康证明");
    const before = (await asked(page)).filter((line) => line.startsWith("material_ledger")).at(-1);
    await clerk.press("ArrowLeft");
    await page.waitForFunction(
      (last) => window.fixture.asked.filter((line) => line.startsWith("material_ledger")).at(-1) !== last,
      before,
    );
    const [, from, until] = (await asked(page)).filter((line) => line.startsWith("material_ledger")).at(-1).split(" ");
    check(from.endsWith("-01") && until.slice(0, 7) === from.slice(0, 7), `${from} ${until}`);
    await clerk.press("Escape");
    await page.waitForSelector('[data-testid="paper-ledger"]', { state: "detached" });
  });
  for (const size of [1366, 1920]) {
    for (const theme of ["light", "dark", "hc"]) {
      const look = `theme=${theme === "light" ? "" : theme}`;
      await test(`materials in ${theme} at ${size}`, `?slow=1&${look}`, size, async (given) => {
        const { page, clerk } = given;
        const seen = looks(given, theme, size);
        await atSlot(page, clerk);
        await clerk.press("5");
        await page.waitForSelector('[data-testid="shown-text"]:focus');
        await seen("1-shown");
        await clerk.press("Escape", "8");
        await clerk.sees("reuse-1");
        await seen("4-reuse");
        await clerk.press("Escape", "5");
        await page.waitForSelector('[data-testid="shown-text"]:focus');
        await clerk.type("LZM1.OWN");
        await clerk.press("Enter");
        await clerk.sees(`checks-${material}`, "签章");
        await seen("2-checked");
      });
      await test(`the ledger in ${theme} at ${size}`, `?window=supervisor&slow=1&${look}`, size, async (given) => {
        const { clerk } = given;
        const seen = looks(given, theme, size);
        await clerk.supervises();
        await clerk.press("Control+Shift+m");
        await clerk.sees("ledger-rows", "营业执照");
        await seen("3-ledger");
      });
    }
  }
}
