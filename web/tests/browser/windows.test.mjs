/**
 * Every screen of every other window in every look: the applicant's screen, the kiosk, the wall, the helper's window,
 * the start, and the clerk's dialogs that a case does not pass. No clipped or overlapping words, no small targets; axe
 * finds nothing serious.
 */
import { axeFaults } from "./axe.mjs";

const themes = ["light", "dark", "hc"];
const looks = [
  ["1366", "1366"],
  ["1920", "1920"],
  ["1366x125", "1366-at-125"],
  ["1366x150", "1366-at-150"],
  ["1920x125", "1920-at-125"],
  ["1920x150", "1920-at-150"],
];
const windows = [
  ["applicant", applicant],
  ["kiosk", kiosk],
  ["wall", wall],
  ["helper", helper],
  ["start", start],
  ["dialogs", dialogs],
  ["afterwards", afterwards],
];

export default async function windowsOf(test) {
  for (const [size, label] of looks) {
    for (const theme of themes) {
      for (const [name, walk] of windows) {
        await test(
          `check_25_${name}_in_${theme}_at_${label}`,
          null,
          size,
          (given) => everyScreen(walk, given, theme, label),
          { byHand: true },
        );
      }
    }
  }
  await test("check_22_every_window_says_that_it_is_training", null, "1366", training, { byHand: true });
  for (const [name, walk] of windows) {
    await test(
      `check_25_${name}_in_english`,
      null,
      "1366",
      (given) => everyScreen(walk, given, "light", "english-1366", true),
      { byHand: true },
    );
  }
}

/** Check 22: whoever looks at a window of the training realm reads that it is one, before and after the sign-in. */
async function training({ page, clerk, check, fixture, shot }) {
  const says = async (place) => {
    const banner = page.locator("[data-testid=banner-training], [data-testid=customer-training]");
    check((await banner.count()) === 1 && (await banner.isVisible()), `${place} does not say that it is training`);
    check(/训练/.test(await banner.innerText()), `${place}: the banner says something else`);
  };
  for (const screen of ["idle", "consent", "confirm", "rate"]) {
    await fixture(`?window=applicant&screen=${screen}`);
    await clerk.sees(screen === "idle" ? "customer-welcome" : `customer-${screen}`);
    await says(`the applicant's ${screen}`);
  }
  await fixture("?window=kiosk&slow=1");
  await clerk.sees("group-A");
  await says("the kiosk");
  await fixture("?window=wall&slow=1");
  await clerk.sees("call-B058");
  await says("the wall");
  for (const window of ["clerk", "helper"]) {
    await fixture(`?window=${window}&slow=1`);
    await clerk.standsAt("staff");
    await says(`the ${window}'s start`);
    await clerk.type("0826");
    await clerk.press("Enter");
    await clerk.type("practice");
    await clerk.press("Enter");
    await clerk.sees(window === "clerk" ? "ticket-number" : "request-r1");
    await says(`the ${window}'s page`);
  }
  await shot("training");
}

async function everyScreen(walk, given, theme, label, english = false) {
  const { page, clerk, check, fixture } = given;
  const query = `&slow=1&theme=${theme === "light" ? "" : theme}`;
  await walk({
    ...given,
    open: async (asked) => {
      await fixture(`${asked}${query}`);
      if (english) {
        await page.waitForFunction(() => document.querySelector("button, h1, [data-testid]") !== null);
        await clerk.press("Alt+l");
      }
    },
    seen: async (name) => {
      await given.shot(`${name}-${theme}-${label}`);
      // What axe judges does not change with the size.
      if (label === "1366" || english) for (const fault of await axeFaults(page)) check(false, `${name}: ${fault}`);
    },
  });
}

async function applicant({ page, clerk, open, seen }) {
  await open("?window=applicant&screen=idle");
  await clerk.sees("customer-welcome");
  await seen("applicant-1-idle");
  const put = async (screen) => {
    await page.evaluate((name) => window.fixture.put(window.fixture.screens[name]), screen);
    await clerk.sees(`customer-${screen}`);
  };
  await put("consent");
  await seen("applicant-2-consent");
  await page.getByTestId("consent-history").click();
  await clerk.sees("consent-agree", "1");
  await seen("applicant-3-ticked");
  await put("confirm");
  await seen("applicant-4-confirm");
  await page.getByTestId("commit-0").click();
  await clerk.sees("commit-text");
  await seen("applicant-5-commitment");
  await page.getByTestId("commit-close").click();
  await page.getByTestId("sheet-doubt").click();
  await clerk.sees("doubt-send");
  await seen("applicant-6-doubt");
  await put("rate");
  await seen("applicant-7-rate");
  await page.getByTestId("rate-bad").click();
  await clerk.sees("rate-reasons");
  await seen("applicant-8-reasons");
  await put("thanks");
  await seen("applicant-9-thanks");
}

async function kiosk({ page, clerk, open, seen }) {
  await open("?window=kiosk");
  await clerk.sees("group-A");
  await seen("kiosk-1-groups");
  await page.getByTestId("group-B").click();
  await clerk.sees("take-with-card");
  await seen("kiosk-2-how");
  await page.getByTestId("take-without-card").click();
  await clerk.sees("slip-number");
  await seen("kiosk-3-slip");
  await page.getByTestId("done").click();
  await page.getByTestId("appointment").click();
  await page.getByTestId("pad-1").click();
  await seen("kiosk-4-code");
  await page.getByTestId("back").click();
  await page.getByTestId("missed").click();
  await clerk.sees("missed-B051");
  await seen("kiosk-5-missed");
  await page.getByTestId("back").click();
  await page.getByTestId("ask-help").click();
  await clerk.sees("help-face");
  await seen("kiosk-6-help");
  await page.getByTestId("help-elderly").click();
  await clerk.sees("kiosk-helped");
  await seen("kiosk-7-helped");
}

async function wall({ clerk, open, seen }) {
  await open("?window=wall");
  await clerk.sees("call-B058");
  await seen("wall");
}

async function helper({ page, clerk, open, seen }) {
  await open("?window=helper");
  await clerk.standsAt("staff");
  await seen("helper-0-sign-in");
  await clerk.type("0830");
  await clerk.press("Enter");
  await clerk.type("practice");
  await clerk.press("Enter");
  await clerk.sees("request-r1");
  await seen("helper-1-requests");
  await clerk.press("Control+n");
  await clerk.sees("open-in-place");
  await seen("helper-2-beside-or-in-place");
  await clerk.press("2");
  await clerk.sees("card-read");
  await seen("helper-3-person");
  await clerk.press("1");
  await clerk.sees("person-name");
  await clerk.press("1", "F3");
  await clerk.standsAt("palette-input");
  await clerk.type("spjy");
  await clerk.sees("palette-hit-1");
  await clerk.press("Enter");
  await clerk.sees("mandate-state");
  await seen("helper-4-form");
  await clerk.press("Control+m");
  await clerk.standsAt("mandate-from");
  await seen("helper-5-mandate");
  await clerk.press("Escape", "F9");
  await clerk.standsAt("hand-over-to");
  await seen("helper-6-hand-over");
  await clerk.press("Enter");
  await clerk.sees("hand-over-lacks");
  await seen("helper-7-lacking");
  await clerk.press("Escape");
  await page.evaluate(() =>
    window.fixture.push({
      kind: "link",
      link: {
        up: false,
        since: "10:41",
        offsetS: 0,
        trouble: { code: "YC-2101", zh: "大厅没有答复。", en: "The hall does not answer." },
      },
    }),
  );
  await clerk.sees("banner-offline");
  await seen("helper-8-offline");
}

async function start({ clerk, open, seen }) {
  for (const state of ["firstStart", "needsRecovery", "stopped", "locked"]) {
    await open(`?start=${state}`);
    await clerk.sees(state === "locked" ? "unlock-password" : `start-${state}`);
    await seen(`start-${state}`);
  }
}

async function dialogs({ page, clerk, open, seen }) {
  await open("?window=clerk");
  await clerk.signIn();
  await clerk.press("Control+n");
  await clerk.sees("walk-in");
  await seen("dialog-1-walk-in");
  await clerk.press("Escape");
  await page.getByTestId("pause-window").focus();
  await clerk.press("Enter");
  await clerk.sees("pause");
  await seen("dialog-2-pause");
  await clerk.press("1");
  await clerk.sees("banner-paused");
  await seen("dialog-3-paused");
  await page.getByTestId("banner-resume").focus();
  await clerk.press("Enter");
  await page.getByTestId("banner-paused").waitFor({ state: "detached" });
  await clerk.press("F2");
  await clerk.sees("card-read");
  await clerk.press("2");
  await clerk.standsAt("id-number");
  await seen("dialog-4-typed-number");
  await clerk.press("Escape", "Control+t");
  await clerk.sees("transfer");
  await seen("dialog-5-transfer");
  await clerk.press("Escape", "Control+h");
  await clerk.sees("park-visit");
  await seen("dialog-6-park");
  await clerk.press("Escape", "Control+u");
  await clerk.sees("ask-help");
  await seen("dialog-7-ask-help");
  await clerk.press("Escape", "Control+j");
  await clerk.standsAt("hand-over-code");
  await seen("dialog-8-code");
  await clerk.press("Escape");
  await clerk.press("1");
  await clerk.sees("party-2");
  await clerk.press("2");
  await clerk.standsAt("palette-input");
  await clerk.type("zgzctx");
  await clerk.sees("palette-hit-1", "05");
  await seen("dialog-9-not-yours");
  await clerk.press("Control+a");
  await clerk.type("spjyxk");
  await clerk.sees("palette-hit-1", "新办");
  await clerk.press("Enter");
  await clerk.sees("source-failed-realEstate");
  await clerk.press("Control+d");
  await clerk.sees("copy-previous");
  await seen("dialog-10-copy");
  await clerk.press("Escape", "Control+o");
  await clerk.standsAt("held-slip");
  await clerk.type("23456789AB");
  await clerk.press("Enter");
  await clerk.sees("held-by");
  await seen("dialog-11-held");
}

/** What comes after acceptance: the result on the spot, its collection, time, void, and paper that leaves the window. */
async function afterwards({ page, clerk, open, seen }) {
  await open("?window=clerk&onSpot");
  await clerk.openIntake();
  await clerk.fillsEverything();
  await clerk.press("F9", "1", "Enter");
  await clerk.sees("on-spot-waiting");
  await seen("after-1-waiting");
  await page.evaluate(() => window.fixture.decide());
  await clerk.sees("on-spot-ready");
  await seen("after-2-ready");
  await clerk.press("Shift+F9");
  await clerk.sees("ask-void");
  await seen("after-9-void");
  await clerk.press("Escape");
  await page.getByTestId("ask-void").waitFor({ state: "detached" });
  await clerk.press("Control+r");
  await page.getByTestId("on-spot-ready").waitFor({ state: "detached" });
  await clerk.press("Control+Shift+G");
  await clerk.sees("collect-1");
  await seen("after-3-collect");
  await clerk.press("Enter");
  await clerk.sees("deliver");
  await seen("after-4-deliver");
  await clerk.press("F6");
  await seen("after-5-by-agent");
  await clerk.press("Escape");
  await page.getByTestId("deliver").waitFor({ state: "detached" });
  await page.evaluate(() => window.session.openApplicant());
  await page.waitForFunction(() => window.session.desk.get().applicant.attached);
  await clerk.press("Control+Shift+G");
  await clerk.sees("collect-1");
  await clerk.press("Enter");
  await page.locator('[data-testid="deliver-go"]:not([aria-disabled])').waitFor();
  await seen("after-11-sign-on-screen");
  await clerk.press("Enter");
  await page.getByTestId("deliver").waitFor({ state: "detached" });
  await page.locator('[data-testid="customer-strip"][data-state="receipt"]').waitFor();
  await seen("after-12-signing");
  await page.evaluate(() => window.fixture.sign());
  await clerk.sees("delivered");
  await seen("after-13-signed");
  await clerk.press("Control+Shift+B");
  await clerk.sees("transfers-rows");
  await seen("after-6-here");
  await clerk.press("Enter");
  await page.locator('[data-testid="transfers-away"][aria-selected="true"]').waitFor();
  await clerk.standsAt("transfers-code");
  // A reader does not wait for an answer.
  for (const slip of ["SF6AB2CD3E", "SF6AB2CD4G"]) {
    await clerk.type(slip);
    await clerk.press("Enter");
  }
  await clerk.sees("transfers-said", "SF6AB2CD4G");
  await clerk.sees("transfers-rows", "2/2");
  await seen("after-7-away");
  await clerk.press("F8");
  await clerk.sees("transfer-hand");
  await clerk.type("林接收");
  await clerk.press("Enter");
  await clerk.sees("papers", "移字");
  await page.waitForFunction(() => document.querySelector("dialog img")?.naturalWidth > 0);
  await seen("after-14-transfer-paper");
  await clerk.press("Enter");
  await clerk.standsAt("transfers-code");
  await clerk.type("SF6AB2CD3E");
  await clerk.press("Shift+F7");
  await clerk.sees("transfer-lack", "SF6AB2CD3E");
  await clerk.press("1");
  await seen("after-15-check");
  await clerk.press("Enter");
  await page.locator('[data-testid="bundle-SF6AB2CD3E"] .lacks').first().waitFor();
  await seen("after-16-checked");
  await clerk.press("Control+3");
  await seen("after-8-seals");
  await clerk.press("Escape", "Control+b");
  await clerk.sees("cases");
  await clerk.press("Control+2");
  await clerk.sees("case-1", "35019900042026092100017");
  await clerk.press("Alt+Enter");
  await clerk.sees("time-dialog");
  await seen("after-10-time");
}
