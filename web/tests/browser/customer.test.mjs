/** The applicant's screen: every state at both sizes and three themes, answered by finger and pen. */
export default async function customer(test) {
  const byHand = { byHand: true };
  /** A finger does not wait until a button is willing. */
  const anyway = { force: true };
  const asked = (page) => page.evaluate(() => window.fixture.heard);
  for (const size of [1366, 1920]) {
    for (const theme of ["light", "dark", "hc"]) {
      const query = (screen) => `?window=applicant&screen=${screen}&theme=${theme === "light" ? "" : theme}`;
      await test(`customer in ${theme} at ${size}`, query("idle"), size, async ({ page, clerk, check, shot }) => {
        await clerk.sees("customer-welcome");
        await shot(`customer-idle-${theme}-${size}`);
        for (const screen of ["consent", "confirm", "sign", "receipt", "rate", "phone", "thanks"]) {
          await page.evaluate((name) => window.fixture.put(window.fixture.screens[name]), screen);
          await clerk.sees(`customer-${screen}`);
          const tall = await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight);
          check(!tall, `${screen} scrolls the page`);
          const small = await page.evaluate(() =>
            [...document.querySelectorAll(".cs dt, .cs dd, .cs li, .cs label, .cs button, .cs p")]
              .filter((node) => node.getBoundingClientRect().width > 0)
              .map((node) => parseFloat(getComputedStyle(node).fontSize))
              .filter((size) => size < 16),
          );
          check(small.length === 0, `${screen}: text of ${small[0]} px`);
          await shot(`customer-${screen}-${theme}-${size}`);
        }
      });
    }
    await test(
      `check_18_consent_begins_empty_and_refusing_is_as_large_at_${size}`,
      "?window=applicant&screen=consent",
      size,
      async ({ page, clerk, check, shot }) => {
        await clerk.sees("customer-consent");
        check((await page.locator(".cs input:checked").count()) === 0, "something is ticked");
        const box = async (name) => page.getByTestId(name).boundingBox();
        const [no, yes] = [await box("consent-refuse"), await box("consent-agree")];
        check(Math.abs(no.height - yes.height) < 1 && Math.abs(no.width - yes.width) < 1, "refusing is smaller");
        await page.getByTestId("consent-agree").click(anyway);
        check((await asked(page)).length === 0, "an empty consent was sent");
        await page.getByTestId("consent-history").click();
        await page.getByTestId("consent-eLicence").click();
        await clerk.sees("consent-agree", "2");
        await shot(`customer-ticked-${size}`);
        await page.getByTestId("consent-agree").click();
        await clerk.sees("customer-thanks");
        check(
          JSON.stringify(await asked(page)) ===
            JSON.stringify([{ what: "consent", with: [["history", "eLicence"]] }]),
          "another consent was sent",
        );
      },
      byHand,
    );
    await test(
      `check_19_a_doubt_names_its_rows_at_${size}`,
      "?window=applicant&screen=confirm",
      size,
      async ({ page, clerk, check, shot }) => {
        await page.getByTestId("sheet-doubt").click();
        await page.getByTestId("doubt-premisesAddress").click();
        await shot(`customer-doubt-${size}`);
        await page.getByTestId("doubt-send").click();
        await clerk.sees("customer-thanks");
        check(JSON.stringify((await asked(page)).at(-1)?.with) === '[["premisesAddress"]]', "another row is doubted");
      },
      byHand,
    );
    await test(
      `commitments are opened before one signs at ${size}`,
      "?window=applicant&screen=confirm",
      size,
      async ({ page, clerk, check, shot }) => {
        const button = page.getByTestId("sheet-sign");
        const write = async () => {
          const pad = await page.getByTestId("pad").boundingBox();
          for (const from of [0.15, 0.4, 0.65]) {
            await page.mouse.move(pad.x + pad.width * from, pad.y + pad.height * 0.3);
            await page.mouse.down();
            for (let step = 1; step <= 12; step += 1) {
              const [x, y] = [from + step * 0.015, 0.3 + (step % 4) * 0.12];
              await page.mouse.move(pad.x + pad.width * x, pad.y + pad.height * y);
            }
            await page.mouse.up();
          }
        };
        await clerk.sees("commit-0", "先打开");
        check(await page.getByTestId("commit-tick-0").isDisabled(), "ticked without being opened");
        await write();
        await clerk.sees("customer-sign");
        await button.click(anyway);
        check(!(await asked(page)).some((one) => one.what === "sign"), "signed unread");
        for (const at of [0, 1]) {
          await page.getByTestId(`commit-${at}`).click();
          await clerk.sees("commit-text");
          if (at === 0) await shot(`customer-commitment-${size}`);
          await page.getByTestId("commit-agree").click();
        }
        check((await page.getByTestId("pad").getAttribute("data-strokes")) === "3", "strokes were lost");
        await shot(`customer-signed-${size}`);
        await button.click();
        await clerk.sees("customer-thanks");
        const signed = (await asked(page)).find((one) => one.what === "sign");
        check(signed?.with[1]?.strokes?.length === 3, "other strokes were sent");
        const times = signed?.with[1]?.strokes?.flat().map((point) => point.ms) ?? [];
        check(times.length > 30 && times.every((ms, at) => at === 0 || ms >= times[at - 1]), "time runs backwards");
      },
      byHand,
    );
    await test(
      `check_18_a_bad_rating_asks_why_nothing_is_chosen_before_at_${size}`,
      "?window=applicant&screen=rate",
      size,
      async ({ page, clerk, check, shot }) => {
        await clerk.sees("customer-rate");
        check((await page.locator(".cs-face[aria-pressed=true], .cs-face.on").count()) === 0, "a face is chosen");
        const widths = await page.locator(".cs-face").evaluateAll((all) => all.map((one) => one.offsetWidth));
        check(widths.length === 5 && Math.max(...widths) - Math.min(...widths) <= 1, "faces of several sizes");
        await page.getByTestId("rate-bad").click();
        await clerk.sees("rate-reasons");
        await page.getByTestId("rate-send").click(anyway);
        check(!(await asked(page)).some((one) => one.what === "rate"), "rated without a reason");
        await page.getByTestId("reason-05").click();
        await page.getByTestId("rate-words").fill("等候太久");
        await shot(`customer-reasons-${size}`);
        await page.getByTestId("rate-send").click();
        await clerk.sees("customer-thanks");
        check(
          JSON.stringify((await asked(page)).at(-1)) ===
            JSON.stringify({ what: "rate", with: ["bad", ["05"], "等候太久"] }),
          "another rating was sent",
        );
      },
      byHand,
    );
  }
  await test(
    "large text and contrast go with the applicant",
    "?window=applicant&screen=consent",
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.sees("customer-consent");
      await page.getByTestId("customer-large").click();
      await page.getByTestId("customer-contrast").click();
      await shot("customer-large-hc");
      check((await page.evaluate(() => document.documentElement.dataset.theme)) === "hc", "no contrast");
      await page.evaluate(() => window.fixture.put({ kind: "idle" }));
      await clerk.sees("customer-welcome");
      await page.waitForFunction(() => document.documentElement.dataset.theme !== "hc");
      check((await page.locator(".cs.large").count()) === 0, "the next one gets large text");
    },
    byHand,
  );
  await test("the applicant's screen looks as the desk beside it", "?slow=5", 1366, async ({ page, clerk, check }) => {
    await clerk.standsAt("first");
    const address = `${new URL(page.url()).origin}/fixture.html?window=applicant&screen=consent&theme=kept`;
    const coming = page.waitForEvent("popup");
    await page.evaluate((to) => void window.open(to), address);
    const beside = await coming;
    const looks = (on, theme) =>
      on.waitForFunction((want) => (document.documentElement.dataset.theme ?? "") === want, theme);
    const kept = () => page.evaluate(() => Object.entries(localStorage));
    await looks(beside, "");
    for (const theme of ["dark", "hc"]) {
      await page.bringToFront();
      await clerk.press("Alt+t");
      await looks(page, theme);
      await looks(beside, theme);
      check(JSON.stringify(await kept()) === JSON.stringify([["theme", theme]]), "something else is kept");
    }
    // What the applicant chooses is his alone, until the next one comes.
    await beside.getByTestId("customer-contrast").click();
    await looks(beside, "");
    await looks(page, "hc");
    await beside.evaluate(() => window.fixture.put({ kind: "idle" }));
    await looks(beside, "hc");
    await page.bringToFront();
    await clerk.press("Alt+t");
    await looks(beside, "");
    // The desk is as it was after a restart.
    await clerk.press("Alt+t");
    await page.goto(page.url().replace("?", "?theme=kept&"));
    await looks(page, "dark");
    await beside.close();
  }, byHand);
  await test("F8 sends the case to the applicant's screen", "?slow=5", 1366, async ({ page, clerk, check, shot }) => {
    await clerk.openIntake();
    await clerk.sees("customer-state", "没有打开");
    await clerk.press("F8");
    await clerk.sees("customer-state", "正在核对");
    const order = await page.evaluate(() =>
      window.fixture.asked.filter((one) => one.endsWith("applicant")),
    );
    check(order.join(" ") === "open_applicant send_to_applicant", `asked ${order.join(" ")}`);
    await shot("desk-customer-strip");
    await page.evaluate(() => {
      window.fixture.push({
        kind: "applicant",
        strip: {
          attached: false,
          state: "idle",
          since: new Date().toISOString(),
          note: {
            code: "YC-5445",
            zh: "申请人屏在作答前关闭，这一步没有完成、没有签名。可按 F8 重新送出。",
            en: "The applicant's screen closed before an answer.",
          },
          rating: null,
        },
      });
    });
    await clerk.sees("customer-note", "YC-5445");
    await shot("desk-customer-interrupted");
  });
}
