/** The clerk's queue by keys, the kiosk by touch, the wall; each looked at in every theme. */
import assert from "node:assert/strict";

const words = (page, name) => page.getByTestId(name).innerText();

/** Nothing under the finger is smaller than it should be, nothing is cut off. */
async function fits(page, least) {
  const found = await page.evaluate((px) => {
    const small = [...document.querySelectorAll("button")]
      .filter((button) => button.getBoundingClientRect().height < px)
      .map((button) => button.textContent);
    const root = document.documentElement;
    const wide = root.scrollWidth > root.clientWidth;
    const cut = [...document.querySelectorAll("button b, button span")]
      .filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline")
      .map((node) => node.textContent);
    return { small, wide, cut };
  }, least);
  assert.deepEqual(found, { small: [], wide: false, cut: [] });
}

export default async function queue(over) {
  const test = over;
  /** A kiosk is touched: the pointers of its visitors are none of a clerk's. */
  const touched = (name, query, size, run) =>
    over(name, query, size, async (tools) => {
      await run(tools);
      await tools.page.evaluate(() => (window.pointers = 0));
    });
  await test("a number is called, recalled, missed and taken up by keys", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.signIn();
    await clerk.press("F2");
    await clerk.sees("ticket-number", "A037");
    await clerk.press("Shift+F2");
    await page.getByText("已呼 2 次").waitFor();
    assert.ok((await words(page, "strip-A031")).includes("过号已回"));
    const line = await page.getByTestId("strip-A031").boundingBox();
    const other = await page.getByTestId("strip-C112").boundingBox();
    assert.ok(line.x > other.x, "who came back stands out of line");
    await shot("queue-1366");
    await page.getByTestId("miss").focus();
    await clerk.press("Enter");
    await clerk.sees("strip-A037", "企业综合");
    await page.getByTestId("rejoin-A037").focus();
    await clerk.press("Enter");
    await clerk.sees("strip-A037", "过号已回");
    await page.getByTestId("take-up-A028").focus();
    await clerk.press("Enter");
    await clerk.sees("ticket-number", "A028");
  });

  await test("a visit without an intake is parked with its reason", "?slow=5", 1366, async ({ page, clerk }) => {
    await clerk.signIn();
    await clerk.press("F2");
    await clerk.sees("ticket-number", "A037");
    await clerk.press("Control+h");
    await clerk.sees("park-visit");
    await page.getByTestId("park-own").focus();
    // A digit that is written is no choice.
    await clerk.type("2 号证明要补");
    await clerk.press("Enter");
    await clerk.sees("strip-A037", "2 号证明要补");
    assert.ok((await page.evaluate(() => window.fixture.asked)).includes("park_visit 2 号证明要补"));
  });

  await test("with an intake it is asked what is parked", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.openIntake();
    await clerk.press("Control+h");
    await clerk.sees("park-visit");
    await shot("park-1366");
    await clerk.press("2");
    await clerk.sees("empty-nobody");
    assert.ok((await page.evaluate(() => window.fixture.asked)).some((one) => one.startsWith("park_visit")));
  });

  await test("a visit is transferred to a group by a digit", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.signIn();
    await clerk.press("F2");
    await clerk.sees("ticket-number", "A037");
    await clerk.press("Control+t");
    await clerk.sees("transfer");
    await shot("transfer-1366");
    await clerk.press("1");
    await clerk.sees("strip-A037", "转来");
    assert.ok((await words(page, "strip-A037")).includes("个人综合"));
  });

  await test("a visit is transferred to whoever sits at any window", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.signIn();
    await clerk.press("F2");
    await clerk.sees("ticket-number", "A037");
    await page.evaluate(() => {
      const { queue } = window.session.desk.get();
      const pattern = queue.windows.find((one) => one.state !== "closed");
      const windows = Array.from({ length: 18 }, (_, at) => {
        const desk = String(at + 1).padStart(2, "0");
        return { ...(queue.windows.find((one) => one.desk === desk) ?? { ...pattern, desk, staffName: `人员${desk}` }) };
      });
      window.fixture.push({ kind: "queue", queue: { ...queue, windows } });
    });
    await clerk.press("Control+t");
    await clerk.sees("transfer");
    const met = new Set();
    for (;;) {
      const names = await page.locator("[data-testid^=to-window-]").evaluateAll((all) => all.map((one) => one.dataset.testid));
      if (names.some((name) => met.has(name))) break;
      for (const name of names) met.add(name);
      await shot(`transfer-${met.size}`);
      await clerk.press("9");
    }
    assert.equal(met.size, 17, [...met].join(" "));
  });

  await test("the window pauses with its reason and goes on", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.signIn();
    await page.getByTestId("pause-window").focus();
    await clerk.press("Enter");
    await clerk.sees("pause");
    await clerk.press("1");
    await clerk.sees("banner-paused", "午休");
    await shot("paused-1366");
    await page.getByTestId("banner-resume").focus();
    await clerk.press("Enter");
    await page.getByTestId("banner-paused").waitFor({ state: "detached" });
  });

  await test("what is copied from the previous intake is chosen", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.openIntake();
    await clerk.press("Control+d");
    await clerk.sees("copy-previous", "3501 9908 2609 2100 16");
    assert.equal(await page.locator("[data-testid=copy-previous] input:checked").count(), 0);
    await shot("copy-1366");
    await clerk.press("Control+a");
    // What differs is left to the clerk.
    assert.equal(await page.locator("[data-testid=copy-previous] input:checked").count(), 2);
    await clerk.press("F9");
    await page.getByTestId("copy-previous").waitFor({ state: "detached" });
    assert.ok((await page.evaluate(() => window.fixture.asked)).includes("copy_previous 1+0+1"));
  });

  for (const theme of ["light", "dark", "hc"]) {
    for (const size of [1366, 1920]) {
      await touched(`kiosk in ${theme} at ${size}`, `?window=kiosk&theme=${theme}&slow=5`, size, async ({ page, clerk, shot }) => {
        await clerk.sees("group-A", "企业综合");
        await fits(page, 48);
        await shot(`kiosk-${theme}-${size}`);
        await page.getByTestId("group-B").click();
        await clerk.sees("take-with-card");
        assert.equal(await page.getByTestId("priority-none").getAttribute("aria-pressed"), "true");
        await page.getByTestId("priority-elder").click();
        await fits(page, 48);
        await shot(`kiosk-how-${theme}-${size}`);
        await page.getByTestId("take-without-card").click();
        await clerk.sees("slip-number", "B0");
        await clerk.sees("slip-paper", "号票已打印");
        await fits(page, 48);
        await shot(`kiosk-slip-${theme}-${size}`);
        await page.getByTestId("done").click();
        await clerk.sees("group-A");
      });
      await test(`wall in ${theme} at ${size}`, `?window=wall&theme=${theme}&slow=5`, size, async ({ page, clerk, shot }) => {
        await clerk.sees("call-B058", "04 号窗");
        await clerk.sees("wall-missed", "B051");
        const text = await page.getByTestId("wall").innerText();
        for (const person of ["王雨桐", "张立峰", "陈静怡"]) assert.ok(!text.includes(person), person);
        await fits(page, 24);
        await shot(`wall-${theme}-${size}`);
      });
    }
  }

  await touched("a slip is printed once, again at a touch, and without paper the number stands", "?window=kiosk&slow=5", 1366, async ({ page, clerk, shot }) => {
    const prints = () => page.evaluate(() => window.fixture.asked.filter((one) => one.startsWith("reprint_slip")).length);
    const take = async () => {
      await page.getByTestId("group-A").click();
      await page.getByTestId("take-without-card").click();
    };
    await clerk.sees("group-A");
    await page.evaluate(() => (window.fixture.slips.waits = true));
    await take();
    await clerk.sees("slip-paper", "正在打印");
    assert.ok(await page.getByTestId("reprint").isDisabled());
    await page.getByTestId("done").click();
    await page.evaluate(() => Object.assign(window.fixture.slips, { waits: false, low: true }));
    await take();
    await clerk.sees("slip-paper", "号票已打印");
    await clerk.sees("paper-low", "工作人员");
    await fits(page, 48);
    await shot("kiosk-slip-low-1366");
    assert.equal(await prints(), 0);
    await page.evaluate(() => Object.assign(window.fixture.slips, { empty: true, low: false }));
    await page.getByTestId("reprint").click();
    await clerk.sees("slip-paper", "没有纸");
    await clerk.sees("slip-paper", "YC-3401");
    await clerk.sees("slip-number", "A0");
    await fits(page, 48);
    await shot("kiosk-slip-empty-1366");
    await page.evaluate(() => (window.fixture.slips.empty = false));
    await page.getByTestId("reprint").click();
    await clerk.sees("slip-paper", "号票已打印");
    assert.equal(await prints(), 2);
    await page.getByTestId("done").click();
    await page.evaluate(() => (window.fixture.slips.absent = true));
    await take();
    await clerk.sees("slip-paper", "记下或拍下");
    assert.equal(await page.getByTestId("reprint").count(), 0);
    await shot("kiosk-slip-none-1366");
  });

  await touched("a kiosk asks for a helper without a name", "?window=kiosk&slow=5", 1366, async ({ page, clerk }) => {
    await clerk.sees("group-A");
    await page.getByTestId("ask-help").click();
    await page.getByTestId("help-elderly").click();
    await clerk.sees("kiosk-helped", "一分钟");
    assert.ok((await page.evaluate(() => window.fixture.asked)).includes("ask_help"));
    await page.getByTestId("back").click();
    await clerk.sees("group-A");
  });

  await touched("kiosk: an appointment, a missed number, a second number", "?window=kiosk&slow=5", 1366, async ({ page, clerk, shot }) => {
    await clerk.sees("group-A");
    await page.getByTestId("appointment").click();
    assert.ok(await page.getByTestId("check-in").isDisabled());
    for (const digit of "654321") await page.getByTestId(`pad-${digit}`).click();
    await shot("kiosk-code-1366");
    await page.getByTestId("check-in").click();
    await clerk.sees("kiosk-trouble", "YC-2617");
    await page.getByTestId("back").click();
    await page.getByTestId("appointment").click();
    for (const digit of "123456") await page.getByTestId(`pad-${digit}`).click();
    await page.getByTestId("check-in").click();
    await clerk.sees("slip-number", "A0");
    await page.getByTestId("done").click();
    await page.getByTestId("missed").click();
    await page.getByTestId("missed-B051").click();
    await clerk.sees("slip-number", "B051");
    await page.getByTestId("done").click();
    await page.getByTestId("group-A").click();
    await page.getByTestId("priority-military").click();
    await page.getByTestId("take-with-card").click();
    await clerk.sees("kiosk-trouble", "A037");
    await page.getByTestId("back").click();
    // Nothing of the one before is left for the next.
    await page.getByTestId("group-A").click();
    assert.equal(await page.getByTestId("priority-none").getAttribute("aria-pressed"), "true");
  });
}
