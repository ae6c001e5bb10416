/**
 * Every screen of the clerk's desk in every look: three themes, both sizes, each also enlarged to 125 % and 150 %.
 * No clipped or overlapping words, no target under 24 px; axe finds nothing serious. Pictures are the evidence.
 */
import { axeFaults } from "./axe.mjs";

const themes = ["light", "dark", "hc"];
/** Sizes by name and what a screen of that name is: the page sees fewer pixels the more it is enlarged. */
const looks = [
  ["1366", "1366"],
  ["1920", "1920"],
  ["1366x125", "1366-at-125"],
  ["1366x150", "1366-at-150"],
  ["1920x125", "1920-at-125"],
  ["1920x150", "1920-at-150"],
];

export default async function matrix(test) {
  for (const [size, label] of looks) {
    for (const theme of themes) {
      const query = `?slow=1&cases=400&theme=${theme === "light" ? "" : theme}`;
      await test(`check_25_every_screen_in_${theme}_at_${label}`, query, size, async (given) => {
        const axe = size === "1366";
        await everyScreen(given, async (name) => {
          await given.shot(`${name}-${theme}-${label}`);
          if (!axe) return;
          for (const fault of await axeFaults(given.page)) given.check(false, `${name}: ${fault}`);
        });
      });
    }
  }
  await test("check_25_every_screen_in_english", "?slow=1&cases=400", "1366", async (given) => {
    await given.clerk.standsAt("first");
    await given.clerk.press("Alt+l");
    await everyScreen(given, (name) => given.shot(`${name}-english-1366`));
    const chinese = await given.page.evaluate(() => [...document.querySelectorAll("button .cap")].length);
    given.check(chinese > 0, "no button is on the screen");
  });
}

async function everyScreen({ page, clerk }, seen) {
  await clerk.standsAt("first");
  await seen("01-sign-in");
  await clerk.signIn();
  await seen("02-nobody");
  await clerk.press("F2");
  await clerk.sees("card-read");
  await seen("03-called");
  await clerk.press("1");
  await clerk.sees("party-2");
  await seen("04-party");
  await clerk.press("2");
  await clerk.standsAt("palette-input");
  await clerk.type("spjyxk");
  await clerk.sees("palette-hit-1", "新办");
  await seen("05-palette");
  await clerk.press("Enter");
  await clerk.sees("source-failed-realEstate");
  await clerk.standsAt("next-action");
  await seen("06-form");
  await clerk.press("Alt+2");
  await clerk.standsAt("conflict-premisesAddress");
  await seen("07-conflict");
  await page.getByTestId("field-foodMainFormat").focus();
  await seen("08-choice");
  await clerk.press("Control+4");
  await seen("09-materials");
  await clerk.press("Control+5");
  await clerk.standsAt("review");
  await seen("10-review");
  await page.getByTestId("field-legalRepIdNumber").focus();
  await clerk.press("Alt+ArrowDown");
  await clerk.sees("detail");
  await seen("11-source");
  await clerk.press("Escape", "F9");
  await clerk.sees("decision-dialog");
  await seen("12-decision");
  await clerk.press("Escape", "Control+k");
  await clerk.sees("commands");
  await seen("13-commands");
  await clerk.press("Escape", "F1");
  await clerk.sees("help");
  await seen("14-help");
  await clerk.press("Escape", "Control+b");
  await clerk.sees("cases");
  await clerk.press("Control+2");
  await clerk.sees("case-1");
  await page.waitForFunction(() => document.querySelector('[data-testid="case-1"] .pill') !== null);
  await seen("15-cases");
  await clerk.press("Escape", "Control+p");
  await clerk.sees("papers");
  await page.waitForFunction(
    () => document.querySelector('dialog [data-testid="paper-page-1"]')?.naturalWidth > 0,
  );
  await seen("16-paper");
  await clerk.press("e");
  await clerk.sees("paper-title", "Notice");
  await page.waitForFunction(() =>
    [...document.querySelectorAll("dialog img:not([hidden])")].some((picture) => picture.naturalWidth > 0),
  );
  await seen("16-paper-in-english");
  await clerk.press("Escape", "Control+e");
  await clerk.sees("end-dialog");
  await seen("17-end");
  await clerk.press("Escape", "Control+l");
  await clerk.standsAt("unlock-password");
  await seen("18-locked");
  await clerk.type("practice");
  await clerk.press("Enter");
  await clerk.sees("item-name");
  await page.evaluate(() => {
    window.fixture.push({
      kind: "link",
      link: {
        up: false,
        since: "10:41",
        offsetS: 0,
        trouble: { code: "YC-2101", zh: "大厅没有答复。", en: "The hall does not answer." },
      },
    });
    window.session.tell({ code: "YC-2201", zh: "没有人在等候。", en: "Nobody is waiting." });
  });
  await clerk.sees("banner-offline");
  await seen("19-offline");
  await page.evaluate(() =>
    window.fixture.warn([
      {
        slip: "SF6AB2CD3E",
        caseNumber: null,
        itemName: "食品经营许可（新办）",
        desk: "08",
        urgency: "near",
        clock: {
          rule: "notice",
          ruleZh: "一次告知期限（行政许可法第三十二条）",
          ruleEn: "Five working days to tell everything that is missing (art. 32)",
          light: "amber",
          day: "2026-09-23",
          at: null,
          daysLeft: 2,
          provisional: false,
        },
      },
    ]),
  );
  await clerk.sees("clock-warning", "SF6AB2CD3E");
  await seen("20-warning");
  await clerk.press("Control+Shift+D");
  await clerk.sees("case-page");
  await page.getByTestId("clock-warning").waitFor({ state: "detached" });
}
