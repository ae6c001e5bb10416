/** Promises of the form: typing is never overwritten, an old delta is ignored, input methods keep their keys, speed. */

/** Its last test measures what a form costs. */
export const alone = true;

export default async function form(test) {
  await test(
    "a delta never overwrites what is being typed",
    "?slow=5",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.openIntake();
      await page.getByTestId("field-enterprisePostcode").focus();
      await clerk.type("3500");
      await page.evaluate(() => {
        const open = window.session.form.get();
        const state = open.field("enterprisePostcode").get();
        const head = open.head.get();
        const delta = {
          ...open.view.delta,
          revision: head.revision + 1,
          fields: [{ ...state, text: "999999", filled: true }],
        };
        window.fixture.push({ kind: "intake", delta });
      });
      check(
        (await page.getByTestId("field-enterprisePostcode").inputValue()) === "3500",
        "typed text was overwritten",
      );
    },
  );

  for (const width of [1366, 1920])
    await test(
      `a newer edition is said in one line and one key moves to it ${width}`,
      "?slow=5",
      width,
      async ({ page, clerk, check, shot }) => {
        await clerk.openIntake();
        await page.evaluate(() => window.fixture.publishes(true));
        const bar = page.getByTestId("edition-newer");
        await bar.waitFor();
        check((await bar.getByRole("button").count()) === 0, "a withdrawn item can be moved to");
        await page.evaluate(() => window.fixture.publishes());
        await bar.getByRole("button").waitFor();
        const said = await bar.textContent();
        check(said.includes("20260921-2") && said.includes("承诺时限：7 工作日 → 5 工作日"), said);
        await shot(`edition-${width}`);
        await page.keyboard.press("Control+Shift+E");
        const moved = page.getByTestId("edition-moved");
        await moved.waitFor();
        check((await moved.textContent()).includes("备注 现场口述"), "what was dropped is not listed");
        await shot(`edition-moved-${width}`);
        await page.keyboard.press("Control+Shift+E");
        await moved.waitFor({ state: "detached" });
        check((await moved.count()) === 0, "it stays after it was seen");
      },
    );

  await test("an older delta is ignored", "?slow=5", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    await page.evaluate(() => {
      const open = window.session.form.get();
      const state = open.field("enterpriseName").get();
      window.fixture.push({
        kind: "intake",
        delta: { ...open.view.delta, revision: 0, fields: [{ ...state, text: "旧" }] },
      });
    });
    check(
      (await page.getByTestId("field-enterpriseName").inputValue()) === "云间小满餐饮管理有限公司",
      "an old delta was taken",
    );
  });

  await test("check_04_keys_of_an_input_method_do_nothing_else_in_a_field", "?slow=5", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    await page.getByTestId("field-foodSafetyName").focus();
    await page.evaluate(() => {
      const box = document.activeElement;
      const key = (name, init) =>
        box.dispatchEvent(
          new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...init }),
        );
      key("Enter", { isComposing: true });
      key("Enter", { keyCode: 229 });
      key("F9", { isComposing: true });
      key("1", { isComposing: true, altKey: true, code: "Digit1" });
    });
    await clerk.standsAt("field-foodSafetyName");
    check((await page.getByTestId("decision-dialog").count()) === 0, "F9 acted during a composition");
  });

  await test(
    "a masked value is replaced, never edited, and shown in full only when asked",
    "?slow=5",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.openIntake();
      const box = page.getByTestId("field-legalRepIdNumber");
      check((await box.inputValue()).includes("*"), "the value is not masked");
      await box.focus();
      check((await box.inputValue()) === "", "a masked value stands in the box while typing");
      await clerk.press("Enter");
      check((await box.inputValue()).includes("*"), "leaving it untouched changed it");
      check(
        !(await page.evaluate(() => window.fixture.asked.includes("edit_intake"))),
        "an untouched masked value was sent",
      );
      await box.focus();
      await clerk.press("Alt+ArrowDown");
      await clerk.sees("detail");
      await clerk.press("0");
      await clerk.sees("detail-value", "350199199001010023");
    },
  );

  await test(
    "a typed number is masked once saved and left, and is nowhere on the page",
    "?slow=5",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.openIntake();
      const name = "field-foodSafetyIdNumber";
      const box = page.getByTestId(name);
      const number = "350199198803070018";
      const place = () => page.evaluate((id) => {
        const field = document.querySelector(`[data-testid="${id}"]`).closest(".fld");
        const next = field.nextElementSibling ?? field.parentElement;
        return [field, next].map((node) => JSON.stringify(node.getBoundingClientRect())).join();
      }, name);
      const onThePage = () => page.evaluate((text) => {
        const values = [...document.querySelectorAll("input, textarea")].map((one) => one.value);
        return `${document.documentElement.outerHTML}${values.join("\n")}`.includes(text);
      }, number);
      await box.focus();
      const before = await place();
      await clerk.type(number);
      check((await box.inputValue()) === number, "what is being typed is not to be read");
      check((await place()) === before, "typing moved the form");
      await clerk.press("Enter");
      await clerk.sees("chip-foodSafetyIdNumber", "手工");
      await clerk.saved();
      check((await box.inputValue()) === "350199********0018", `shown: ${await box.inputValue()}`);
      check(!(await onThePage()), "the typed number is still on the page");
      check((await place()) === before, "masking moved the form");

      // Back again: nothing to edit, nothing sent; a stroke begins a new value, Backspace takes the old one away.
      const edits = () => page.evaluate(() => window.fixture.asked.filter((one) => one === "edit_intake").length);
      const sent = await edits();
      await box.focus();
      check((await box.inputValue()) === "", "the mask can be edited");
      check((await box.getAttribute("placeholder")) === "350199********0018", "the mask is not to be read");
      await clerk.press("ArrowRight", "Enter");
      check((await edits()) === sent, "an untouched mask was sent");
      await box.focus();
      await clerk.press("Alt+ArrowDown");
      await clerk.sees("detail");
      await clerk.press("0");
      await clerk.sees("detail-value", number);
      check(await page.evaluate(() => window.fixture.asked.includes("reveal")), "unmasking is no deed");
      await clerk.press("Escape");
      check(!(await onThePage()), "the unmasked number stays on the page");

      // A number that cannot be is there to be put right.
      await box.focus();
      await clerk.type("35019919880307");
      await clerk.press("Enter");
      await clerk.sees("trouble-foodSafetyIdNumber");
      check((await box.inputValue()) === "35019919880307", "what was refused cannot be put right");
      await box.focus();
      await clerk.press("End");
      await clerk.type("0026");
      await clerk.press("Enter");
      await clerk.saved();
      check((await box.inputValue()) === "350199********0026", `put right: ${await box.inputValue()}`);
      await box.focus();
      await clerk.press("Backspace");
      check((await box.getAttribute("placeholder")) === "待填", "what is taken away is not said");
      await clerk.press("Enter");
      await clerk.saved();
      check((await box.inputValue()) === "", "stars were saved");
      check((await edits()) === sent + 3, "more was sent than was typed");
      await clerk.press("Control+z");
      await page.waitForFunction(
        () => document.querySelector('[data-testid="chip-foodSafetyIdNumber"]') !== null,
      );
    },
  );

  await test(
    "replacing a register's value asks why and keeps the walk",
    "?slow=5",
    1366,
    async ({ page, clerk }) => {
      await clerk.openIntake();
      await page.getByTestId("field-enterpriseName").focus();
      await clerk.press("Control+a");
      await clerk.type("云间小满餐饮有限公司");
      await clerk.press("Enter");
      await clerk.sees("reason");
      await clerk.press("Escape");
      await clerk.standsAt("field-enterpriseName");
      await clerk.press("Enter");
      await clerk.sees("reason");
      await clerk.press("2");
      await clerk.standsAt("field-enterprisePhone");
      await clerk.sees("chip-enterpriseName", "手工");
    },
  );

  await test(
    "what the host refuses stays in the box with its reason",
    "?slow=5",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.openIntake();
      await page.getByTestId("field-premisesArea").focus();
      await clerk.type("八十");
      await clerk.press("Enter");
      await clerk.sees("trouble-premisesArea", "YC-1201");
      check((await page.getByTestId("field-premisesArea").inputValue()) === "八十", "the typed text is gone");
    },
  );

  await test(
    "check_12_enter_meets_every_missing_place_once_and_shift_enter_goes_back",
    "?slow=5",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.openIntake();
      const want = await page.evaluate(
        () => document.querySelectorAll(".ctl.miss, .conf, .q.open, [data-state=missing]").length,
      );
      const met = [];
      await clerk.press("Enter");
      for (let step = 0; step < 80; step += 1) {
        const at = await clerk.where();
        if (at === "next-action") break;
        met.push(at);
        await clerk.press("Enter");
      }
      check(met.length === want && new Set(met).size === want, `met ${met.length} of ${want}`);
      await clerk.press("Enter", "Enter", "Shift+Enter");
      await clerk.standsAt(met[0]);
    },
  );

  await test("check_13_alt_n_reaches_each_blocker", "?slow=5", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    for (let digit = 1; digit <= 9; digit += 1) {
      const row = page.getByTestId(`blocker-${digit}`);
      const at = { at: await row.getAttribute("data-at"), id: await row.getAttribute("data-id") };
      await clerk.press(`Alt+${digit}`);
      const here = await clerk.where();
      check(here.endsWith(at.id ?? "?"), `blocker ${digit} leads to ${here}, not ${at.id}`);
      const hidden = await page.evaluate(() => {
        const box = document.activeElement.getBoundingClientRect();
        const pane = document.querySelector(".scroll").getBoundingClientRect();
        return box.top < pane.top - 1 || box.bottom > pane.bottom + 1;
      });
      check(!hidden, `blocker ${digit} is not in view`);
    }
  });

  await test("a form of 64 fields: mount and keystroke", "?slow=1", 1366, async ({ page, clerk, check }) => {
    await clerk.openIntake();
    const cost = await page.evaluate(async () => {
      const paint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
      const mounts = [];
      const view = await window.fixture.host.resumeIntake("intake-1");
      for (let round = 0; round < 5; round += 1) {
        window.session.form.set(null);
        await paint();
        const began = performance.now();
        window.session.showIntake(view);
        await paint();
        document.body.getBoundingClientRect();
        mounts.push(performance.now() - began);
      }
      const box = document.querySelector('[data-testid="field-enterprisePostcode"]');
      box.focus();
      const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
      const keys = [];
      for (let stroke = 1; stroke <= 60; stroke += 1) {
        const began = performance.now();
        write.call(box, "3".repeat(1 + (stroke % 6)));
        box.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.getBoundingClientRect();
        keys.push(performance.now() - began);
        if (stroke % 10 === 0) await paint();
      }
      const middle = (all) => all.sort((one, other) => one - other)[Math.floor(all.length / 2)];
      const fields = document.querySelectorAll(".fld").length;
      return {
        fields,
        mount_ms: middle(mounts),
        key_p50_ms: middle(keys),
        key_p95_ms: keys[Math.floor(keys.length * 0.95)],
      };
    });
    console.log(
      `     ${JSON.stringify(Object.fromEntries(Object.entries(cost).map(([name, value]) => [name, Math.round(value * 10) / 10])))}`,
    );
    check(cost.mount_ms < 700, `mount took ${cost.mount_ms} ms`);
    check(cost.key_p95_ms < 50, `a key took ${cost.key_p95_ms} ms`);
  });
}
