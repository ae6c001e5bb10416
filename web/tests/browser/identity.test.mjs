/** Who stands at the window by the code on his phone: chosen by digit, shot without a choice, refused, without a line. */
import assert from "node:assert/strict";

const shown = "ZWM1.P.T.11350199MB9A00014B.0123456789ABCDEF.1790000000.3045022100AB";

async function called(clerk) {
  await clerk.signIn();
  await clerk.press("F2");
  await clerk.sees("card-code");
}

export default async function identity(test) {
  await test("a code by digit, refused when it is used again", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await called(clerk);
    await clerk.press("3");
    await clerk.standsAt("ecode-line");
    await clerk.type("350199199003070011");
    await clerk.press("Enter");
    await clerk.sees("ecode-trouble", "YC-1213");
    await clerk.standsAt("ecode-line");
    await shot("ecode-refused");
    await clerk.press("Alt+9");
    await page.waitForFunction(() => document.querySelector('[data-testid="ecode-line"]')?.value.startsWith("ZWM1."));
    await clerk.press("Enter");
    await clerk.sees("person-how", "政务服务码 · 2 级");
    await clerk.sees("identity-beside", "营业执照");
    await shot("ecode-known");
  });

  await test("a shot while the panel is open goes the same way and chooses nothing", "?slow=5", 1920, async ({ page, clerk, shot }) => {
    await called(clerk);
    // No digit of it reads a card or opens the typed lines.
    await clerk.type(shown.toLowerCase());
    await clerk.press("Enter");
    await clerk.sees("person-how", "政务服务码 · 2 级");
    const asked = await page.evaluate(() => window.fixture.asked);
    assert.ok(!asked.includes("read_card") && asked.filter((one) => one === "identify_code").length === 1, asked.join());
    await shot("ecode-shot");
  });

  await test("what was typed is said to be typed", "?slow=5", 1366, async ({ clerk }) => {
    await called(clerk);
    await clerk.press("1");
    await clerk.sees("person-how", "读卡 · 3 级");
  });

  await test("without the line a code is nothing, and the card is offered", "?slow=5&offline=1", 1366, async ({ clerk, shot }) => {
    await clerk.signIn();
    await clerk.press("F2");
    await clerk.sees("card-code");
    await clerk.type(shown);
    await clerk.press("Enter");
    await clerk.sees("ecode-trouble", "YC-5667");
    await shot("ecode-no-line");
    await clerk.press("Escape");
    await clerk.press("1");
    await clerk.sees("person-how", "读卡 · 3 级");
  });
}
