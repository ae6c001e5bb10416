/** Acceptance checks of the clerk's desk, each by its number, over the in-page host. */

export default async function checks(test) {
  await test("check_02_tab_goes_left_centre_right_and_every_stop_shows_a_ring", "?slow=5", 1366, tabOrder);
  await test("check_04_an_enter_that_ends_a_composition_picks_nothing", "?slow=5", 1366, composition);
  await test("check_05_an_answer_changes_materials_and_form_and_keeps_what_was_typed", "?slow=5", 1366, guidance);
  for (const [look, size] of [
    ["light", 1366],
    ["dark", 1920],
    ["hc", 1366],
  ])
    await test(
      `check_05_digits_answer_the_questions_of_the_situation_in_${look}`,
      `?theme=${look}&slow=5`,
      size,
      (desk) => situation(desk, look),
    );
  await test("check_06_the_list_to_bring_is_exactly_what_is_missing", "?slow=5", 1366, toBring);
  await test("check_07_every_filled_field_names_its_source_and_the_bar_agrees", "?slow=5", 1366, sources);
  await test("check_08_a_conflict_stops_acceptance_until_a_person_chose", "?slow=5", 1366, conflict);
  await test("check_11_a_dead_source_says_cause_fields_action_and_code", "?slow=40", 1366, deadSource);
  await test("check_14_f9_shows_five_outcomes_receipt_and_withdrawal_and_a_reason_for_each_that_is_closed", "?slow=5", 1366, outcomes);
  await test("check_20_the_line_is_cut_in_mid_case_and_nothing_is_lost", "?slow=5", 1366, cut);
  await test("sources that answer move nothing that is looked at", "?slow=60", 1366, steady);
  await test("a locked desk shows nothing of a person and loses nothing typed", "?slow=5", 1366, lock);
  await test("Ctrl+Z takes values back with their source", "?slow=5", 1366, undo);
  await test("a digit that an input method hands over as text chooses", "?slow=5", 1366, digitAsText);
  await test("the keyboard never stands nowhere", "?slow=5", 1366, foothold);
  await test("Ctrl+K does what it finds by initials", "?slow=5", 1366, commands);
  await test("fifty thousand cases scroll without a hole", "?slow=5&cases=50000", 1366, longList);
}

async function tabOrder({ page, clerk, check }) {
  await clerk.openIntake();
  await page.getByTestId("language").focus();
  const columns = [];
  const places = new Set();
  for (let step = 0; step < 160; step += 1) {
    if (step > 0) await clerk.press("Tab");
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return null;
      const ringed = at.closest(".ctl") ?? at;
      const style = getComputedStyle(ringed);
      const box = ringed.getBoundingClientRect();
      const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 12)];
      const top = document.elementFromPoint(x, y);
      const column = ["header.top", ".nav", "aside.col", "main.col", "aside.col:last-child"];
      return {
        name: at.getAttribute("data-testid") ?? at.getAttribute("data-stop") ?? at.textContent?.slice(0, 20),
        column: Math.max(...column.map((one, place) => (at.closest(one) === null ? -1 : place))),
        ring: style.boxShadow !== "none" || style.outlineStyle !== "none",
        covered: top === null || !(ringed.contains(top) || top.contains(ringed)),
        clip: { x: box.left - 6, y: box.top - 6, width: box.width + 12, height: box.height + 12 },
      };
    });
    if (here === null) break;
    columns.push(here.column);
    places.add(here.name);
    check(here.ring, `no ring at ${here.name}`);
    check(!here.covered, `${here.name} is covered`);
    // A ring is a difference on the screen, not only in the style: every eighth stop is compared by its pixels.
    if (step % 8 === 0) check(await changesPixels(page, here.clip), `no ring can be seen at ${here.name}`);
  }
  check(places.size > 40, `only ${places.size} stops`);
  check(
    columns.every((column, at) => at === 0 || column >= columns[at - 1]),
    `not left, centre, right: ${columns.join(" ")}`,
  );
  check([0, 1, 2, 3, 4].every((column) => columns.includes(column)), `a column is left out: ${columns.join(" ")}`);
}

/** Whether the place looks different without the focus. */
async function changesPixels(page, clip) {
  const inside = { ...clip, x: Math.max(0, clip.x), y: Math.max(0, clip.y) };
  const held = await page.evaluateHandle(() => document.activeElement);
  const ringed = await page.screenshot({ clip: inside });
  await held.evaluate((node) => node.blur());
  const bare = await page.screenshot({ clip: inside });
  await held.evaluate((node) => node.focus({ focusVisible: true }));
  return !ringed.equals(bare);
}

async function composition({ page, clerk, check }) {
  await clerk.openIntake();
  await clerk.press("F3");
  await clerk.standsAt("palette-input");
  await clerk.type("spjyxk");
  await clerk.sees("palette-hit-1", "新办");
  const asked = await page.evaluate(() => window.fixture.asked.length);
  await page.evaluate(() => {
    const box = document.activeElement;
    const key = (name, init) =>
      box.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...init }));
    box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    key("1", { isComposing: true });
    key("ArrowDown", { isComposing: true });
    key("Enter", { isComposing: true });
    key("Enter", { keyCode: 229 });
    box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "食品" }));
  });
  await clerk.standsAt("palette-input");
  check((await page.evaluate(() => window.fixture.asked.length)) === asked, "a composition asked the host");
  check(
    (await page.getByTestId("palette-hit-1").getAttribute("aria-selected")) === "true",
    "a composition moved the mark",
  );
}

async function guidance({ page, clerk, check }) {
  await clerk.openIntake();
  const fields = () => page.locator(".fld").count();
  const before = await fields();
  await page.getByTestId("question-2").focus();
  await clerk.press("1");
  await page.waitForFunction((count) => document.querySelectorAll(".fld").length > count, before);
  const materials = await page.locator(".slot[data-state=unanswered]").count();
  await page.getByTestId("question-1").focus();
  await clerk.press("2");
  await page.waitForFunction(
    (count) => document.querySelectorAll(".slot[data-state=unanswered]").length < count,
    materials,
  );
  const key = await page.evaluate(() => {
    const form = window.session.form.get();
    return form.view.schema.find((one) => one.subject === "agent" && one.kind === "text").key;
  });
  await page.getByTestId(`field-${key}`).focus();
  await clerk.type("何山");
  await clerk.press("Enter");
  await clerk.saved();
  await page.getByTestId("question-2").focus();
  await clerk.press("2");
  await page.waitForFunction((count) => document.querySelectorAll(".fld").length === count, before);
  const label = await page.evaluate((name) => window.session.form.get().label(name), key);
  await clerk.sees("dropped", label);
  await clerk.press("1");
  await page.getByTestId(`field-${key}`).waitFor();
  check((await page.getByTestId(`field-${key}`).inputValue()) === "何山", "what was typed is gone");
  check((await page.getByTestId("dropped").count()) === 0, "it is still said to be dropped");
}

/** 情形引导 by digits alone: they answer, go on, turn several on and off; what goes is kept and said. */
async function situation({ page, clerk, check, shot }, look) {
  await clerk.openIntake();
  const marks = (at) =>
    page.evaluate(
      (id) =>
        [...document.querySelectorAll(`[data-testid="${id}"] [aria-checked]`)].map(
          (one) => one.getAttribute("aria-checked") === "true",
        ),
      `question-${at}`,
    );
  await clerk.press("Enter");
  await clerk.standsAt("question:selfSell");
  await clerk.press("2");
  await clerk.standsAt("question:agent");
  await clerk.press("2");
  await clerk.standsAt("question:format");
  await clerk.press("2");
  // Several may hold: digits turn them on and off, Enter goes on.
  await clerk.standsAt("question:items");
  await clerk.press("1", "3", "1");
  await clerk.saved();
  check((await marks(4)).indexOf(true) === 2, `of several answers stands ${await marks(4)}`);
  check((await marks(4)).filter(Boolean).length === 1, "an answer cannot be turned off");
  await clerk.press("Enter");
  await clerk.leaves("question:items");
  // The answer is the field: it is not asked again, and says where it comes from.
  await clerk.sees("chip-foodMainFormat", "引导");
  check(
    (await page.getByTestId("field-foodMainFormat").inputValue()) === "餐饮服务经营者",
    "the answer does not stand in its field",
  );
  await page.getByTestId("field-foodSeats").focus();
  await clerk.type("36");
  await clerk.press("Enter");
  await clerk.saved();
  // An answer that is put right keeps the clerk where he is.
  await page.getByTestId("question-3").focus();
  await clerk.press("1");
  await clerk.sees("dropped", "就餐座位数");
  await clerk.standsAt("question:format");
  check((await page.getByTestId("field-foodSeats").count()) === 0, "what does not apply is on the form");
  await shot(`guidance-dropped-${look}`);
  await clerk.press("2");
  await page.getByTestId("field-foodSeats").waitFor();
  check((await page.getByTestId("field-foodSeats").inputValue()) === "36", "what was typed is gone");
  check((await page.getByTestId("dropped").count()) === 0, "it is still said to be dropped");
  // A field that is the same fact answers the question.
  await page.getByTestId("field-foodMainFormat").focus();
  await clerk.press("3");
  await clerk.saved();
  check((await marks(3))[2] === true, "the question does not follow its field");
}

async function toBring({ page, clerk, check }) {
  await clerk.openIntake();
  const lists = () =>
    page.evaluate(() => ({
      told: [...document.querySelectorAll("[data-testid^=told-]")].map((one) => one.dataset.testid.slice(5)),
      missing: window.session.form
        .get()
        .slots.get()
        .filter((slot) => slot.required && slot.applies === true && !slot.satisfied && !slot.generated)
        .map((slot) => slot.material),
    }));
  const first = await lists();
  check(first.told.length > 1 && first.told.join() === first.missing.join(), JSON.stringify(first));
  await page.getByTestId(`slot-${first.told[0]}`).focus();
  await clerk.press("1");
  await page.waitForFunction(
    (id) => document.querySelector(`[data-testid="told-${id}"]`) === null,
    first.told[0],
  );
  const second = await lists();
  check(second.told.join() === second.missing.join(), JSON.stringify(second));
  check(second.told.length === first.told.length - 1, "one more or less than what was brought");
}

async function sources({ page, clerk, check }) {
  await clerk.openIntake();
  const seen = await page.evaluate(() => {
    const form = window.session.form.get();
    const unnamed = [];
    const bySource = {};
    for (const { key } of form.view.schema) {
      const state = form.field(key).get();
      if (!state.shown || !state.filled) continue;
      const box = document.querySelector(`[data-testid="field-${key}"]`);
      const chip = document.getElementById(box?.getAttribute("aria-describedby") ?? "");
      if (chip === null || chip.textContent.trim() === "") unnamed.push(key);
      bySource[state.chip.kind] = (bySource[state.chip.kind] ?? 0) + 1;
    }
    const bar = Object.fromEntries(
      [...document.querySelectorAll(".parts [data-kind]")].map((part) => [
        part.dataset.kind,
        Number(/(\d+)\s*$/.exec(part.textContent)?.[1]),
      ]),
    );
    return { unnamed, bySource, bar };
  });
  check(seen.unnamed.length === 0, `no source at ${seen.unnamed}`);
  const sorted = (counts) => JSON.stringify(Object.entries(counts).sort());
  check(sorted(seen.bySource) === sorted(seen.bar), `${sorted(seen.bySource)} on the form, ${sorted(seen.bar)} in the bar`);
}

async function conflict({ page, clerk, check }) {
  await clerk.openIntake();
  const accept = page.getByTestId("accept");
  check((await accept.getAttribute("aria-disabled")) === "true", "F9 is open with a conflict");
  check(((await accept.getAttribute("title")) ?? "") !== "", "F9 says no reason");
  await clerk.press("Alt+2");
  await clerk.standsAt("conflict-premisesAddress");
  check(
    (await page.locator('[data-testid="conflict-premisesAddress"] [aria-checked="true"]').count()) === 0,
    "something is chosen before anybody chose",
  );
  await clerk.press("2");
  await clerk.sees("chip-premisesAddress", "法人库");
  const gone = await page.evaluate(() =>
    window.session.form.get().findings.get().every((one) => one.code !== "YC-1402"),
  );
  check(gone, "the conflict still blocks");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await clerk.sees("trail", "填表");
  await clerk.sees("trail", "取数 不动产登记");
  // The value that was not taken stays beside it.
  await page.getByTestId("field-premisesAddress").focus();
  await clerk.press("Alt+ArrowDown");
  await clerk.sees("detail-offer-1", "102-1");
}

async function deadSource({ page, clerk, check }) {
  await clerk.signIn();
  await clerk.press("F2");
  await clerk.sees("card-read");
  await clerk.press("1");
  await clerk.sees("party-2");
  await clerk.press("2");
  await clerk.standsAt("palette-input");
  await clerk.type("spjyxk");
  await clerk.sees("palette-hit-1", "新办");
  await clerk.press("Enter");
  await clerk.sees("item-name");
  // While sources are asked, every field takes what is typed.
  const begun = Date.now();
  await page.getByTestId("field-enterprisePostcode").focus();
  await clerk.type("350001");
  check(Date.now() - begun < 1000, "a field was not ready within a second");
  check((await page.getByTestId("field-enterprisePostcode").inputValue()) === "350001", "it did not take the text");
  await clerk.sees("source-failed-realEstate", "YC-2103");
  const words = (await page.getByTestId("source-failed-realEstate").textContent()) ?? "";
  for (const part of ["不动产登记", "没有答复", "使用面积", "手工填写", "YC-2103", "重试"])
    check(words.includes(part), `“${part}” is not said: ${words}`);
  await page.getByTestId("source-retry-realEstate").focus();
  await clerk.press("Enter");
  await page.getByTestId("source-failed-realEstate").waitFor({ state: "detached" });
}

async function outcomes({ page, clerk, check }) {
  await clerk.openIntake();
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  const ways = await page.locator("[data-testid^=way-]").evaluateAll((all) =>
    all.map((way) => ({
      off: way.getAttribute("aria-disabled") === "true",
      reason: way.querySelector("small")?.textContent?.trim() ?? "",
    })),
  );
  check(ways.length === 7, `${ways.length} outcomes`);
  check(
    ways.every((way) => way.reason !== ""),
    JSON.stringify(ways),
  );
  check(ways[0].off && ways[0].reason.includes("19"), "acceptance is open while something blocks");
  await clerk.press("1", "Enter");
  check(
    !(await page.evaluate(() => window.fixture.asked.includes("accept"))),
    "an acceptance left although something blocks",
  );
}

async function cut({ page, clerk, check }) {
  await clerk.openIntake();
  await page.getByTestId("field-enterprisePostcode").focus();
  await clerk.type("3500");
  const begun = Date.now();
  await page.evaluate(() =>
    window.fixture.push({
      kind: "link",
      link: { up: false, since: "10:41", offsetS: 0, trouble: null },
    }),
  );
  await clerk.sees("banner-offline", "10:41");
  check(Date.now() - begun < 3000, "the banner took longer than 3 s");
  await clerk.standsAt("field-enterprisePostcode");
  await clerk.type("01");
  await clerk.press("Enter");
  await clerk.saved();
  check((await page.getByTestId("field-enterprisePostcode").inputValue()) === "350001", "what was typed is lost");
  await page.evaluate(() => window.fixture.push({ kind: "unsent", count: 2 }));
  await clerk.sees("unsent", "2");
  await page.evaluate(() => {
    window.fixture.push({ kind: "link", link: { up: true, since: "10:43", offsetS: 0, trouble: null } });
    window.fixture.push({ kind: "unsent", count: 0 });
  });
  await page.getByTestId("banner-offline").waitFor({ state: "detached" });
  check((await page.getByTestId("unsent").count()) === 0, "it still waits for the hall");
}

async function steady({ page, clerk, check }) {
  await clerk.signIn();
  await clerk.press("F2");
  await clerk.sees("card-read");
  await clerk.press("1");
  await clerk.sees("party-2");
  await clerk.press("2");
  await clerk.standsAt("palette-input");
  await clerk.type("spjyxk");
  await clerk.sees("palette-hit-1", "新办");
  await clerk.press("Enter");
  await clerk.sees("item-name");
  // The field stands below the one whose sources will differ: a conflict opens above it.
  const place = () =>
    page.evaluate(() => document.querySelector('[data-testid="field-foodStaffCount"]').getBoundingClientRect().top);
  await page.getByTestId("field-foodStaffCount").focus();
  const before = await place();
  await clerk.sees("source-failed-realEstate");
  await clerk.sees("conflict-premisesAddress");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const after = await place();
  check(Math.abs(after - before) <= 1, `it moved from ${before} to ${after}`);
  await clerk.standsAt("field-foodStaffCount");
}

async function lock({ page, clerk, check }) {
  await clerk.openIntake();
  await page.getByTestId("field-enterprisePostcode").focus();
  await clerk.type("350001");
  // Through a dialog too.
  await clerk.press("F3");
  await clerk.standsAt("palette-input");
  await clerk.press("Control+l");
  await clerk.standsAt("unlock-password");
  const words = await page.evaluate(() => document.body.textContent);
  for (const private_ of ["陈静怡", "云间小满", "350199", "A037", "350001"])
    check(!words.includes(private_), `the locked screen shows ${private_}`);
  await clerk.type("wrong");
  await clerk.press("Enter");
  await clerk.sees("unlock-trouble", "YC-5452");
  await clerk.type("practice");
  await clerk.press("Enter");
  await clerk.sees("item-name", "食品经营许可");
  check((await page.getByTestId("field-enterprisePostcode").inputValue()) === "350001", "what was typed is lost");
  check((await clerk.where()) !== "BODY", "the keyboard stands nowhere");
}

async function undo({ page, clerk, check }) {
  await clerk.openIntake();
  const box = page.getByTestId("field-enterpriseEmail");
  await box.focus();
  await clerk.press("Control+a");
  await clerk.type("window@example.cn");
  // While it is being typed the key belongs to the box.
  await clerk.press("Control+z");
  check(!(await page.evaluate(() => window.fixture.asked.includes("undo_edit"))), "typing was taken for an edit");
  await clerk.press("Control+a");
  await clerk.type("window@example.cn");
  await clerk.press("Enter");
  await clerk.sees("reason");
  await clerk.press("1");
  await clerk.sees("chip-enterpriseEmail", "手工");
  await clerk.saved();
  await clerk.press("Control+z");
  await clerk.sees("chip-enterpriseEmail", "历史办件");
  check((await box.inputValue()) === "xiaoman@example.cn", "the former value is not back");
  await clerk.standsAt("field-enterpriseEmail");
  await clerk.press("Control+z");
  await clerk.sees("notice-YC-5454");
}

async function digitAsText({ page, clerk }) {
  await clerk.openIntake();
  await page.getByTestId("field-foodMainFormat").focus();
  await page.evaluate(() => {
    const box = document.activeElement;
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Process", keyCode: 229, bubbles: true }));
    write.call(box, "２");
    box.dispatchEvent(new InputEvent("input", { bubbles: true, data: "２" }));
  });
  await clerk.sees("chip-foodMainFormat", "手工");
  await page.waitForFunction(
    () => document.querySelector('[data-testid="field-foodMainFormat"]').value === "餐饮服务经营者",
  );
}

async function foothold({ page, clerk }) {
  await clerk.openIntake();
  // A conflict becomes a field: the keyboard stands in it.
  await clerk.press("Alt+2");
  await clerk.standsAt("conflict-premisesAddress");
  await clerk.press("2");
  await clerk.standsAt("field-premisesAddress");
  // A field that an answer hides leaves the keyboard at the next action.
  await page.getByTestId("question-2").focus();
  await clerk.press("1");
  const key = await page.evaluate(() => {
    const form = window.session.form.get();
    return form.view.schema.find((one) => one.subject === "agent" && one.kind === "text").key;
  });
  await page.getByTestId(`field-${key}`).focus();
  await page.evaluate(() => {
    const form = window.session.form.get();
    void form.edit({ kind: "answer", question: "agent", codes: ["no"] });
  });
  await clerk.standsAt("next-action");
}

async function commands({ page, clerk, check }) {
  await clerk.openIntake();
  await clerk.press("Control+k");
  await clerk.standsAt("commands-input");
  await clerk.type("gq");
  await clerk.sees("command-park");
  await clerk.press("Enter");
  // The intake alone, not the number.
  await clerk.sees("park-visit");
  await clerk.press("1");
  await clerk.sees("empty-nothing");
  await clerk.press("Control+k");
  await clerk.standsAt("commands-input");
  await clerk.type("ys");
  check(
    (await page.getByTestId("command-review").getAttribute("aria-disabled")) === "true",
    "the review can be run without a form",
  );
  await clerk.press("Enter");
  await clerk.sees("commands");
}

async function longList({ page, clerk, check }) {
  await clerk.signIn();
  await clerk.press("Control+b");
  await clerk.sees("cases-total", "50000");
  await clerk.sees("case-1", "SF60000000");
  await clerk.press("Control+End");
  await clerk.sees("case-50000");
  await page.waitForFunction(() => !document.querySelector('[data-testid="case-50000"]').textContent.includes("…"));
  const drawn = await page.locator("[data-testid^=case-row], .windowed .case").count();
  check(drawn < 80, `${drawn} rows are drawn`);
  const asked = await page.evaluate(() => window.fixture.asked.filter((one) => one === "case_page").length);
  check(asked < 12, `${asked} pages were asked for`);
  const frames = await page.evaluate(
    () =>
      new Promise((done) => {
        const box = document.querySelector("[data-testid=case-rows]");
        const times = [];
        let last = performance.now();
        box.scrollTop = 0;
        const step = () => {
          const now = performance.now();
          times.push(now - last);
          last = now;
          box.scrollTop += 90;
          if (times.length < 120) requestAnimationFrame(step);
          else done(times.slice(10).sort((one, other) => one - other));
        };
        requestAnimationFrame(step);
      }),
  );
  const middle = frames[Math.floor(frames.length / 2)];
  console.log(`     scroll p50 ${middle.toFixed(1)} ms`);
  await clerk.press("Control+1");
  await clerk.sees("cases-total", "0");
}
