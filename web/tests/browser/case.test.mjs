/** One food-licence case from the sign-in to the number, by keys alone. */
export default async function cases(test) {
  for (const size of [1366, 1920]) {
    await test(`case by keys at ${size}`, "?slow=25", size, async ({ page, clerk, check, shot }) => {
      await clerk.standsAt("first");
      await shot(`sign-in-${size}`);
      await clerk.signIn();
      await shot(`empty-${size}`);
      await clerk.press("F2");
      await clerk.sees("ticket-number", "A037");
      await clerk.sees("card-read");
      await shot(`called-${size}`);
      await clerk.press("1");
      await clerk.sees("person-name", "陈静怡");
      await clerk.sees("party-2", "云间小满");
      await shot(`party-${size}`);
      await clerk.press("2");
      await clerk.standsAt("palette-input");
      await clerk.type("spjyxk");
      await clerk.sees("palette-hit-1", "新办");
      await shot(`palette-${size}`);
      await clerk.press("Enter");
      await clerk.sees("source-failed-realEstate");
      await clerk.standsAt("next-action");
      await shot(`intake-open-${size}`);

      // Enter walks from one missing thing to the next; each gets what it asks for.
      await clerk.press("Enter");
      const visited = [];
      for (let step = 0; step < 60; step += 1) {
        const at = await clerk.where();
        if (at === "next-action") break;
        visited.push(at);
        await answer(clerk, at);
      }
      await clerk.saved();
      check(new Set(visited).size === visited.length, `a place was met twice: ${visited.join(" ")}`);
      await clerk.standsAt("next-action");
      await shot(`ready-${size}`);
      const left = await page.getByTestId("blocker-1").getAttribute("class");
      check(
        left?.includes("w") === true,
        `a block is left after the walk: ${await page.getByTestId("blocker-1").textContent()} visited ${visited.join(" ")}`,
      );

      await clerk.press("F9");
      await clerk.sees("decision-dialog");
      await clerk.press("1");
      await shot(`decision-${size}`);
      await clerk.press("Enter");
      await clerk.sees("accepted-number", "35019900042026092100017");
      await clerk.sees("accepted-due", "2026-09-28");
      await clerk.sees("accepted-slip");
      const seen = await page.evaluate(() => {
        const number = document.querySelector('[data-testid="accepted-number"]').getBoundingClientRect();
        const pane = document.querySelector(".scroll").getBoundingClientRect();
        return number.top >= pane.top && number.bottom <= pane.bottom;
      });
      check(seen, "the number is not in view");
      await clerk.sees("paper-title", "受理通知书");
      await page.waitForFunction(
        () => document.querySelector('[data-testid="paper-page-1"]')?.naturalWidth > 0,
      );
      await shot(`accepted-${size}`);
      await clerk.press("Control+p");
      await clerk.sees("papers");
      await clerk.sees("paper-page-1");
      await page.waitForFunction(
        () => document.querySelector('dialog [data-testid="paper-page-1"]')?.naturalWidth > 0,
      );
      await shot(`papers-${size}`);
      await clerk.press("Enter");
      await page.waitForFunction(() => window.fixture.asked.includes("print_paper"));
      await clerk.press("Escape");
      await clerk.standsAt("next-action");
      await clerk.press("Enter");
      await page.waitForFunction(() => window.fixture.asked.includes("close_visit"));
      await clerk.sees("empty-nobody");
      console.log(`     ${clerk.keys} keys, ${visited.length} places`);
    });
  }
  await test(
    "check_01_from_the_call_to_the_receipt_in_80_keys_without_a_pointer",
    "?slow=5&former",
    1366,
    async ({ clerk, check, note }) => {
      await clerk.signIn();
      clerk.keys = 0;
      clerk.log = [];
      await clerk.press("F2");
      await clerk.sees("card-read");
      await clerk.press("1");
      await clerk.sees("party-2", "云间小满");
      await clerk.press("2");
      await clerk.standsAt("palette-input");
      await clerk.type("spjyxk");
      await clerk.sees("palette-hit-1", "新办");
      await clerk.press("Enter");
      await clerk.sees("source-failed-realEstate");
      await clerk.standsAt("next-action");
      await complete(clerk);
      await clerk.press("F9");
      await clerk.sees("decision-dialog");
      await clerk.press("1", "Enter");
      await clerk.sees("accepted-number", "35019900042026092100017");
      await clerk.press("Control+p");
      await clerk.sees("paper-page-1");
      await clerk.press("ArrowRight", "Enter");
      await clerk.page.waitForFunction(() => window.fixture.asked.includes("print_paper"));
      note("check_01-keys.txt", `${clerk.log.join(" ")}\n${clerk.keys} keys\n`);
      console.log(`     ${clerk.keys} keys`);
      check(clerk.keys <= 80, `${clerk.keys} keys`);
    },
  );
}

const answers = {
  "field:enterprisePhone": "05918800662",
  "field:premisesArea": "86.5",
  "field:foodMainFormat": "2",
  "field:foodItems": "3",
  "field:foodIsNetwork": "2",
  "field:foodStaffCount": "8",
  "field:foodEquipment": "冷藏柜",
  "field:foodSafetyName": "何山",
  "field:foodSafetyIdNumber": "350199198803070018",
  "field:foodSafetyPhone": "13900001234",
  "field:applyTruth": "1",
  "field:deliverMethod": "1",
  "field:premisesAddress": "1",
};

/** Walks from one missing thing to the next, from the open intake to its next action. */
export async function complete(clerk) {
  await clerk.press("Enter");
  for (let at = await clerk.where(); at !== "next-action"; at = await clerk.where()) {
    await answer(clerk, at);
  }
  await clerk.saved();
}

/** Answers what stands open at a place, and goes on to the next. */
async function answer(clerk, at) {
  const goesOn = at.startsWith("question:") && !(await clerk.several());
  await settle(clerk, at);
  if (goesOn) await clerk.leaves(at);
  else await clerk.press("Enter");
}

async function settle(clerk, at) {
  if (at.startsWith("question:")) return clerk.press("2");
  if (at.startsWith("field:")) {
    const text = answers[at];
    if (text === undefined) throw new Error(`nothing to answer at ${at}`);
    return clerk.type(text);
  }
  if (!at.startsWith("slot:")) throw new Error(`stands at ${at}`);
  const material = at.slice(5);
  if (material.endsWith("m01")) {
    await clerk.press("1");
    await clerk.sees("papers");
    await clerk.page.waitForFunction(
      () => document.querySelector('dialog [data-testid="paper-page-1"]')?.naturalWidth > 0,
    );
    await clerk.press("Enter");
    await clerk.standsAt(at);
    await clerk.press("2");
    await clerk.sees("paper-confirm");
    await clerk.press("Enter");
  } else if (material.endsWith("m03")) {
    await clerk.press("3");
    await clerk.sees("paper-originals");
    await clerk.press("Enter");
  } else {
    await clerk.press("1");
  }
  await clerk.standsAt(at);
  await clerk.page.waitForFunction(
    (id) => document.querySelector(`[data-testid="slot-${id}"]`)?.getAttribute("data-state") === "satisfied",
    material,
  );
}
