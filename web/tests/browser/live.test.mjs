/** The same screens over the real desk, hall and practice province: one bookkeeping case by keys alone. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { textFor } from "./answers.mjs";
import { look, until } from "./look.mjs";
import { startProgram } from "./program.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** Places of one form that a clerk passes. */
const manyPlaces = 160;

export default async function live(test) {
  await test("live: a case over the development host", null, 1366, async (given) => {
    const program = await startProgram(web, join(web, "../target/web-live"));
    given.atEnd(program.stop);
    await wholeCase({ ...given, program });
  });
  await test("live: a refusal approved on another screen", null, 1366, async (given) => {
    const program = await startProgram(web, join(web, "../target/web-live"));
    given.atEnd(program.stop);
    await refusal({ ...given, program });
  });
  await test("live: everything is told at once, part of it comes back", null, 1366, async (given) => {
    const program = await startProgram(web, join(web, "../target/web-live"));
    given.atEnd(program.stop);
    await told({ ...given, program });
  });
  await test("live: papers come from the applicant's telephone", null, 1366, async (given) => {
    const program = await startProgram(web, join(web, "../target/web-live"));
    given.atEnd(program.stop);
    await byTelephone({ ...given, program });
  });
  await test(
    "check_19_live_consent_doubt_signature_and_rating",
    null,
    1366,
    async (given) => {
      const program = await startProgram(web, join(web, "../target/web-live"));
      given.atEnd(program.stop);
      await withApplicant({ ...given, program });
    },
    { byHand: true },
  );
}

/** From a start of the program to the open bookkeeping intake whose sources have answered. */
async function openBookkeeping({ page, clerk, open, program }) {
  clerk.patience = 20_000;
  await open(program.address);
  await clerk.standsAt("recovery-noted");
  await clerk.press("Enter");
  await clerk.signIn("yichuang-train");
  await callAndOpen(page, clerk);
}

async function callAndOpen(page, clerk) {
  await clerk.press("F2");
  await clerk.sees("card-read");
  await clerk.standsAt("applicant");
  await clerk.press("9", "1");
  await clerk.sees("person-name");
  await clerk.sees("party-2");
  await clerk.press(String(await bodyAt(page)));
  await clerk.standsAt("palette-input");
  await clerk.type("dljz");
  await toHit(page, clerk, "cz-bookkeeping");
  await clerk.press("Enter");
  await clerk.sees("item-name", "代理记账");
  await clerk.standsAt("next-action");
  await until(page, "every source has answered", (seen) => !seen.asking && seen.saving === "saved", 30_000);
}

/** A browser of its own opens what the code says, sends a photograph and what is none, and hears what became of both. */
async function byTelephone({ page, clerk, check, shot, open, program }) {
  await openBookkeeping({ page, clerk, open, program });
  await clerk.press("Control+Shift+S");
  await clerk.sees("scan-nobody");
  await clerk.press("m");
  const address = (await (await clerk.sees("phone-address")).textContent()).trim();
  await shot("live-phone-code");
  const phone = await page.context().browser().newPage({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  try {
    const faults = [];
    phone.on("pageerror", (error) => faults.push(error.message));
    phone.on("console", (line) => {
      if (line.type() === "error" && !line.location().url.endsWith("/favicon.ico")) faults.push(line.text());
    });
    await phone.goto(address);
    await page.locator("[data-testid=scan-phone][data-state=opened]").waitFor();
    check((await phone.locator("h1").textContent()).includes("号窗口"), "the page does not name the window");
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(wide <= 0, `the page is ${wide} px too wide`);
    const photograph = await phone.screenshot({ type: "jpeg", quality: 90 });
    await phone.locator("#files").setInputFiles([
      { name: "租赁合同 1.jpg", mimeType: "image/jpeg", buffer: photograph },
      { name: "录像.mov", mimeType: "video/quicktime", buffer: Buffer.from("no paper") },
    ]);
    await phone.locator("li", { hasText: "租赁合同" }).getByText("窗口已收下").waitFor();
    await phone.locator("li", { hasText: "录像.mov" }).getByText("窗口没有收").waitFor();
    await page.getByTestId("scan-page-1").waitFor();
    await clerk.sees("phone-refused", "录像.mov");
    await phone.screenshot({ path: join(web, "../target/evidence/screens/live-phone-page.png") });
    await shot("live-phone");
    await clerk.press("m");
    await page.getByTestId("scan-phone").waitFor({ state: "detached" });
    await phone.locator("#camera").setInputFiles([{ name: "2.jpg", mimeType: "image/jpeg", buffer: photograph }]);
    await phone.locator("#ended").getByText("二维码已失效").waitFor();
    await phone.screenshot({ path: join(web, "../target/evidence/screens/live-phone-ended.png") });
    const refusals = faults.filter((fault) => !fault.includes("404"));
    check(refusals.length === 0, `the telephone's page: ${refusals.join("; ")}`);
  } finally {
    await phone.close();
  }
}

/** The form is not filled: all that is missing and one thing more is told, and one of it comes back. */
async function told({ page, clerk, check, shot, open, program }) {
  await openBookkeeping({ page, clerk, open, program });
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("3", "Enter");
  await clerk.sees("demand-1");
  const found = await page.locator("[data-testid^=demand-]").count();
  check(found > 3, `the review found ${found}`);
  await clerk.press("a");
  for (const [box, words] of [
    ["material", "代理记账业务内部规范"],
    ["wrong", "没有写明岗位分工"],
    ["cure", "补充岗位分工后重新提交"],
    ["basis", ""],
  ]) {
    await clerk.standsAt(`demand-${box}`);
    if (words !== "") await clerk.type(words);
    await clerk.press("Enter");
  }
  await clerk.standsAt("supplement-list");
  await shot("live-supplement-list");
  await clerk.press("Enter");
  await clerk.sees("supplementing");
  const number = (await (await clerk.sees("accepted-number")).textContent())?.trim() ?? "";
  const slip = (await page.getByTestId("accepted-slip").textContent())?.trim() ?? "";
  const until = (await page.getByTestId("accepted-due").textContent())?.trim() ?? "";
  check(/补字〔\d{4}〕第000001号$/.test(number), `the number on the screen reads ${number}`);
  await pagesShown(page, "");
  await shot("live-supplementing");
  const kept = await program.hallCase(slip);
  check(kept.stage === "supplementing", `the hall has it as ${kept.stage}`);
  check(
    kept.papers.some((paper) => paper.number === number),
    `the hall's papers: ${JSON.stringify(kept.papers)}`,
  );

  // Back at the window: the same case, with what it was told.
  const reopened = await page.evaluate(async (code) => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch("/ipc/reopen_case", { method: "POST", headers, body: JSON.stringify({ slip: code }) });
    return reply.ok ? "" : await reply.text();
  }, slip);
  check(reopened === "", `it was not opened again: ${reopened}`);
  await open(program.address);
  await clerk.signIn("yichuang-train");
  await clerk.sees("told-panel", number);
  await clerk.sees("told-until", until);
  await clerk.sees("told-tally", `共 ${found + 1} 项`);
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  await clerk.press("Enter");
  await clerk.standsAt(`demand:${found}`);
  await clerk.press("1");
  await clerk.sees(`told-state-${found + 1}`, "已补正");
  await shot("live-told");
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("6", "Enter");
  await clerk.sees("returned", "代理记账业务内部规范");
  await pagesShown(page, "");
  await shot("live-returned");

  // The next one is only received, for a reason.
  await clerk.standsAt("next-action");
  await clerk.press("Enter");
  await clerk.sees("empty-nobody");
  await callAndOpen(page, clerk);
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("6", "Enter");
  await clerk.sees("receive-dialog");
  await clerk.press("1");
  await clerk.standsAt("receive-reason");
  await clerk.press("Enter");
  await clerk.sees("received", "暂不决定");
  check((await page.getByTestId("received-why").count()) === 0, "a cause is shown that there is not");
  await pagesShown(page, "");
  await shot("live-received-chosen");
  const received = await program.hallCase(((await page.getByTestId("accepted-slip").textContent()) ?? "").trim());
  check(received.stage === "received", `the hall has it as ${received.stage}`);
}

/** The form is not filled: what is not ours is refused as it stands, by somebody else's word. */
async function refusal({ page, clerk, check, shot, open, program }) {
  const stands = (state) =>
    page.waitForFunction(
      (want) => document.querySelector("[data-testid=approval-refusal]")?.getAttribute("data-state") === want,
      state,
    );
  await openBookkeeping({ page, clerk, open, program });

  const ask = async () => {
    await clerk.sees("refusal-dialog");
    await clerk.press("1");
    await clerk.standsAt("ask-line");
    await clerk.type("邻市财政局");
    await clerk.press("Tab");
    await clerk.standsAt("ask-reason");
    await clerk.type("机构住所在邻市，不属本区办理");
    await clerk.press("Enter");
    await stands("waiting");
  };
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("5", "Enter");
  await ask();
  await shot("live-refusal-waits");
  await program.answerApproval(false, "先核对机构住所");
  await stands("denied");
  await clerk.press("Control+y");
  await ask();
  const opened = await program.answerApproval(true, "");
  const preview = JSON.stringify(opened.paper);
  check(preview.includes("邻市财政局") && preview.includes("第三十二条"), `the preview reads ${preview}`);
  await stands("approved");
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  await clerk.press("Enter");
  await clerk.sees("refused");
  const number = (await (await clerk.sees("accepted-number")).textContent())?.trim() ?? "";
  const slip = (await page.getByTestId("accepted-slip").textContent())?.trim() ?? "";
  check(/不予受字〔\d{4}〕第000001号$/.test(number), `the number on the screen reads ${number}`);
  await pagesShown(page, "");
  await shot("live-refusal-issued", 1920);
  const kept = await program.hallCase(slip);
  check(kept.stage === "refused", `the hall has it as ${kept.stage}`);
  check(kept.papers.map((paper) => paper.kind).join() === "refusalNotice", JSON.stringify(kept.papers));
}

/** Two windows of one desk: the clerk by keys, the applicant by hand. */
async function withApplicant({ page, clerk, check, shot, open, program }) {
  clerk.patience = 20_000;
  const his = await page.context().browser().newPage();
  await his.setViewportSize({ width: 1280, height: 800 });
  const shows = (name) => his.getByTestId(name).waitFor({ state: "visible", timeout: clerk.patience });
  const picture = (label) => his.screenshot({ path: join(web, `../target/evidence/web/live-customer-${label}.png`) });
  const nobody = async () => {
    const words = await his.evaluate(() => document.body.textContent ?? "");
    check(!/350\d{3}[\d*]{8}|先生|女士|公司/.test(words), `a person is on an idle screen: ${words}`);
  };

  await open(program.address);
  await clerk.standsAt("recovery-noted");
  await clerk.press("Enter");
  await clerk.signIn("yichuang-train");
  await his.goto(`${program.address}/?window=applicant`);
  await shows("customer-welcome");
  await nobody();
  const denied = await his.evaluate(async () => {
    const headers = { "content-type": "application/json", "x-yichuang-window": "applicant" };
    const reply = await fetch("/ipc/desk_view", { method: "POST", headers, body: "{}" });
    return reply.status;
  });
  check(denied === 422, `the applicant's window was answered ${denied} to desk_view`);
  await clerk.press("F2");
  await clerk.sees("card-read");
  await clerk.standsAt("applicant");
  await clerk.press("9", "1");
  await clerk.sees("person-name");
  await clerk.sees("party-2");
  await clerk.press(String(await bodyAt(page)));
  await clerk.standsAt("palette-input");
  await clerk.type("dljz");
  const opened = page.waitForResponse("**/ipc/open_intake");
  await toHit(page, clerk, "cz-bookkeeping");
  await nobody();
  await clerk.press("Enter");
  const { schema } = await (await opened).json();
  await clerk.sees("item-name", "代理记账");

  await shows("customer-consent");
  await clerk.sees("customer-state", "征求同意");
  // What the law lets be looked up is on its way; what needs his word is not.
  check((await his.locator("[data-testid=told-by-law]").count()) === 1, "he is not told what is looked up by law");
  await clerk.sees("source-历史办件", "待同意");
  await picture("1-consent");
  for (const box of await his.locator(".cs-check input").all()) await box.check();
  await his.getByTestId("consent-agree").click();
  await shows("customer-thanks");
  await clerk.standsAt("next-action");
  await until(page, "every source has answered", (seen) => !seen.asking && seen.saving === "saved", 30_000);
  check((await page.getByTestId("sources").count()) === 1, "no source answered after consent");

  await fill(page, clerk, new Map(schema.map((field) => [field.key, field])), async () => {
    await clerk.press("F8");
    await shows("customer-confirm");
    await picture("2-confirm");
    // A doubt is on the desk within a second.
    await his.getByTestId("sheet-doubt").click();
    await his.locator("[data-testid^=doubt-]:not([data-testid=doubt-back]):not([data-testid=doubt-send])").first().click();
    const begun = Date.now();
    await his.getByTestId("doubt-send").click();
    await page.waitForFunction(() => document.querySelector("[title='YC-1411']") !== null);
    const took = Date.now() - begun;
    check(took < 1000, `check 19: the doubt took ${took} ms`);
    console.log(`     a doubt took ${took} ms to the desk`);
    await shows("customer-thanks");
    await clerk.press("F8");
    await shows("customer-confirm");
    for (let at = 0; at < (await his.locator("[data-testid^=commit-]:not([data-testid^=commit-tick])").count()); at += 1) {
      await his.getByTestId(`commit-${at}`).click();
      await his.getByTestId("commit-agree").click();
    }
    const pad = await his.getByTestId("pad").boundingBox();
    for (const from of [0.15, 0.4, 0.65]) {
      await his.mouse.move(pad.x + pad.width * from, pad.y + pad.height * 0.3);
      await his.mouse.down();
      for (let step = 1; step <= 12; step += 1)
        await his.mouse.move(
          pad.x + pad.width * (from + step * 0.015),
          pad.y + pad.height * (0.3 + (step % 4) * 0.12),
        );
      await his.mouse.up();
    }
    await clerk.sees("customer-state", "正在签名");
    await picture("3-signed");
    await his.getByTestId("sheet-sign").click();
    await shows("customer-thanks");
  });
  await shot("live-desk-signed");
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("1");
  await page.waitForFunction(() => document.querySelector("[data-testid=way-1]")?.ariaPressed === "true");
  await clerk.press("Enter");
  const number = (await (await clerk.sees("accepted-number")).textContent())?.trim() ?? "";
  check(/^[0-9A-Z]{43}$/.test(number), `the number on the screen reads ${number}`);

  await shows("customer-rate");
  await clerk.sees("customer-state", "正在评价");
  await picture("4-rate");
  await his.getByTestId("rate-good").click();
  await shows("customer-thanks");
  await clerk.sees("customer-rating", "评价已提交");
  await clerk.standsAt("next-action");
  await clerk.press("Enter");
  await clerk.sees("empty-nobody");
  await shows("customer-welcome");
  await nobody();
}

async function wholeCase({ page, clerk, check, shot, open, program }) {
  clerk.patience = 20_000;
  const picture = async (label) => {
    for (const size of [1920, 1366]) await shot(`live-${label}-${size}`, size);
  };
  await open(program.address);

  await clerk.standsAt("recovery-noted");
  const code = (await page.getByTestId("recovery-code").textContent()) ?? "";
  check(/^[0-9A-Z]{25}$/.test(code.replace(/[^0-9A-Z]/g, "")), `a recovery code reads ${code}`);
  await clerk.press("Enter");
  await clerk.signIn("yichuang-train");
  await picture("1-empty");

  await clerk.press("F2");
  await clerk.sees("card-read");
  await clerk.standsAt("applicant");
  await clerk.press("9", "1");
  await clerk.sees("person-name");
  await clerk.sees("party-2");
  await picture("2-party");
  await clerk.press(String(await bodyAt(page)));
  await clerk.standsAt("palette-input");
  await clerk.press("Escape");
  await until(page, "the search is closed", (seen) => seen.dialog === null);
  await clerk.press("F3");
  await clerk.standsAt("palette-input");
  await clerk.type("dljz");
  const opened = page.waitForResponse("**/ipc/open_intake");
  await toHit(page, clerk, "cz-bookkeeping");
  await picture("3-palette");
  await clerk.press("Enter");
  const { schema } = await (await opened).json();
  await clerk.sees("item-name", "代理记账");
  await clerk.standsAt("next-action");
  await until(page, "every source has answered", (seen) => !seen.asking && seen.saving === "saved", 30_000);
  check((await strayed(page)).length === 0, `not as the desk has it: ${(await strayed(page)).join(" ")}`);
  await picture("4-form");

  await fill(page, clerk, new Map(schema.map((field) => [field.key, field])));
  await picture("5-ready");

  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("1");
  await page.waitForFunction(() => document.querySelector("[data-testid=way-1]")?.ariaPressed === "true");
  await picture("6-decision");
  await clerk.press("Enter");
  const number = (await (await clerk.sees("accepted-number")).textContent())?.trim() ?? "";
  const slip = (await page.getByTestId("accepted-slip").textContent())?.trim() ?? "";
  const due = (await page.getByTestId("accepted-due").textContent())?.trim() ?? "";
  check(/^[0-9A-Z]{43}$/.test(number), `the number on the screen reads ${number}`);
  await pagesShown(page, "");
  await picture("7-accepted");

  const kept = await program.hallCase(slip);
  check(kept.caseNumber === number, `the hall has ${kept.caseNumber}, the screen ${number}`);
  check(kept.dueDay === due, `the hall says due ${kept.dueDay}, the screen ${due}`);

  await clerk.press("Control+p");
  await clerk.sees("papers");
  await pagesShown(page, "dialog ");
  await picture("8-papers");
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  await clerk.press("Control+b");
  const row = await (await clerk.sees("case-1", number)).textContent();
  check(row?.includes(slip) === true, `the list of cases says ${row}, the screen ${slip}`);
  await picture("9-cases");
  await clerk.press("Escape");
  await clerk.standsAt("next-action");
  await clerk.press("Enter");
  await clerk.sees("empty-nobody");
  console.log(`     ${clerk.keys} keys, number ${number}`);
}

/** The digit of the first body that the register offers; a body shows its credit code. */
function bodyAt(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("[data-testid^=party-]")];
    return all.findIndex((one) => /9[123]3501/.test(one.textContent ?? "")) + 1;
  });
}

/** Keys of fields whose text on the screen is not what the desk has: an answer of a source was lost on the way. */
function strayed(page) {
  return page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch("/ipc/desk_view", { method: "POST", headers, body: "{}" });
    const { intake } = await reply.json();
    const plain = (text) => text.replaceAll("、", "\n").trim();
    return intake.delta.fields
      .filter((state) => {
        const box = document.querySelector(`[data-testid="field-${state.key}"]`);
        return box !== null && plain(box.value) !== plain(state.text);
      })
      .map((state) => state.key);
  });
}

/** Marks the hit of this item with the arrow keys. */
async function toHit(page, clerk, item) {
  const where = (id) => {
    const all = [...document.querySelectorAll("[data-testid^=palette-hit-]")];
    const marked = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    return { at: all.findIndex((one) => one.getAttribute("data-item") === id), marked };
  };
  await page.waitForFunction(
    (id) => document.querySelector(`[data-testid^=palette-hit-][data-item="${id}"]`) !== null,
    item,
    { timeout: clerk.patience },
  );
  const { at, marked } = await page.evaluate(where, item);
  for (let step = marked; step < at; step += 1) await clerk.press("ArrowDown");
}

async function pagesShown(page, inside) {
  await page.waitForFunction(
    (selector) => {
      const all = [...document.querySelectorAll(selector)];
      return all.length > 0 && all.every((one) => one.complete && one.naturalWidth > 400);
    },
    `${inside}img[data-testid^=paper-page-]:not([hidden])`,
    { timeout: 30_000 },
  );
}

/** From one missing place to the next until nothing blocks. */
async function fill(page, clerk, fields, onScreen = null) {
  const visits = new Map();
  for (let step = 0; step < manyPlaces; step += 1) {
    const seen = await until(page, "all is saved", (now) => now.saving === "saved");
    const at = seen.stop;
    if (seen.dialog !== null) {
      await clerk.press("Escape");
      await until(page, "the dialog is closed", (now) => now.dialog === null);
    } else if (at === null || at === "next-action") {
      if (seen.blockers === 0) return;
      await clerk.press("Enter");
      await until(page, "the next place", (now) => now.stop !== at || now.dialog !== null);
    } else {
      visits.set(at, (visits.get(at) ?? 0) + 1);
      if (visits.get(at) > 3) throw new Error(`${at} does not become whole: ${JSON.stringify(seen)}`);
      await answer(page, clerk, fields, seen, onScreen);
    }
  }
  throw new Error(`not whole after ${manyPlaces} places: ${JSON.stringify(await look(page))}`);
}

async function answer(page, clerk, fields, seen, onScreen) {
  const { stop: at, role } = seen;
  const saved = () => until(page, "saved", (now) => now.saving === "saved");
  const onward = async () => {
    await clerk.press("Enter");
    await until(page, `the place after ${at}`, (now) => now.stop !== at);
  };
  if (at.startsWith("question:")) {
    const several = await clerk.several();
    await clerk.press("1");
    await saved();
    // Where only one answer can hold, it goes on by itself.
    if (several) await onward();
    else await until(page, `the place after ${at}`, (now) => now.stop !== at);
  } else if (at.startsWith("subject:")) {
    // The visitor lays a card on the reader, the clerk reads it.
    await clerk.press("9", "1");
    await page.waitForFunction(
      (name) => document.querySelector(`[data-testid="subject-${name}"] .pill.ok`) !== null,
      at.slice(8),
      { timeout: clerk.patience },
    );
    await saved();
    await onward();
  } else if (at.startsWith("field:")) {
    const field = fields.get(at.slice(6));
    if (role === "radiogroup") {
      // Sources disagree; the first offer is the better one.
      await clerk.press("1");
      await clerk.sees(`field-${field.key}`);
      await saved();
    } else if (role === "combobox") {
      const digits = await page.evaluate((id) => document.querySelector(`#l-${id} .k`) !== null, field.key);
      await clerk.press(digits ? "1" : "ArrowDown");
      await onward();
    } else {
      await clerk.type(textFor(field));
      await onward();
    }
  } else {
    await material(page, clerk, at, seen, onScreen);
    await onward();
  }
}

/**
 * A generated form is printed, looked at and its signed copy counted, or signed on the applicant's screen; everything
 * else is seen on paper.
 */
async function material(page, clerk, at, seen, onScreen) {
  const id = at.slice(5);
  const count = async (digit) => {
    await clerk.press(digit);
    await until(page, "the counts", (now) => now.focus?.startsWith("paper-") === true);
    await clerk.type("1");
    await clerk.press("Enter");
    await until(page, `${id} is whole`, (now) => now.stop === at && now.slot === "satisfied");
  };
  if ((await page.getByTestId(`slot-${id}-sign`).count()) === 0) return count("3");
  if (onScreen !== null) {
    await onScreen();
    await until(page, `${id} is signed`, (now) => now.stop === at && now.slot === "satisfied");
    return;
  }
  if (seen.slot !== "unsigned") {
    await clerk.press("1");
    await clerk.sees("papers");
    await pagesShown(page, "dialog ");
    await clerk.press("Escape");
    await until(page, `${id} is printed`, (now) => now.stop === at && now.slot === "unsigned");
  }
  return count("2");
}
