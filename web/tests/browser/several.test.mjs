/** One visit with several cases, by keys alone: accepted, the next body, copied, accepted again. */
import assert from "node:assert/strict";

const clients = [
  ["91350199MA2Y70K15E", "梧桐里"],
  ["91350199MA2Y70K239", "麦田小厨"],
  ["91350199MA2Y70K314", "青禾"],
];

export default async function several(test) {
  for (const size of [1366, 1920]) {
    await test(`four cases in one visit by keys at ${size}`, "?slow=5", size, async ({ page, clerk, check, shot }) => {
      await clerk.openIntake();
      await accept(clerk);
      await clerk.sees("visit-handed", "1");
      await clerk.sees("another-one");
      const numbers = new Set([await number(page)]);
      clerk.keys = 0;
      for (const [at, [code, name]] of clients.entries()) {
        await clerk.press("Control+d");
        await clerk.sees("another", `第 ${at + 2} 件`);
        await clerk.standsAt("body-uscc");
        await clerk.type(code);
        await clerk.press("Enter");
        await clerk.sees("body-name", name);
        if (at === 0) await shot(`another-${size}`);
        // The first time he says as what he comes; from then on Enter says the same.
        await clerk.press(at === 0 ? "2" : "Enter");
        await clerk.sees("copy-previous");
        const chosen = page.locator("[data-testid=copy-previous] input:checked");
        if (at === 0) {
          assert.equal(await chosen.count(), 0, "nothing is chosen beforehand");
          await clerk.press("Control+a");
        }
        await page.waitForFunction(
          () => document.querySelectorAll("[data-testid=copy-previous] input:checked").length === 2,
        );
        if (at === 1) await shot(`another-copy-${size}`);
        await clerk.press("F9");
        await page.getByTestId("copy-previous").waitFor({ state: "detached" });
        await clerk.sees("party-name", name);
        await clerk.standsAt("next-action");
        // Sources answer for each of them.
        await clerk.sees("source-failed-realEstate");
        await accept(clerk);
        await clerk.sees("visit-handed", String(at + 2));
        numbers.add(await number(page));
      }
      assert.equal(numbers.size, 4, [...numbers].join(" "));
      await shot(`visit-of-four-${size}`);
      const asked = await page.evaluate(() => window.fixture.asked);
      const count = (word) => asked.filter((command) => command.startsWith(word)).length;
      const told = [count("call_next"), count("open_intake"), count("copy_previous"), count("accept"), count("close_visit")];
      assert.deepEqual(told, [1, 4, 3, 4, 0]);
      // The code itself, and seven keys: next, find, take, copy, decide, received, yes.
      check(clerk.keys <= 3 * (18 + 7) + 1, `${clerk.keys} keys for three more`);
      await clerk.press("Enter");
      await clerk.sees("empty-nobody");
    });
  }

  await test("what is wrong with the next body is said, and the case before stays", "?slow=5", 1366, async ({ page, clerk }) => {
    await clerk.openIntake();
    await accept(clerk);
    await clerk.press("Control+d");
    await clerk.standsAt("body-uscc");
    await clerk.type("91350199MA2Y70K15X");
    await clerk.press("Enter");
    await clerk.sees("body-trouble", "YC-2301");
    await clerk.press("Escape");
    await page.getByTestId("another").waitFor({ state: "detached" });
    await clerk.sees("accepted-number");
    // Another of his own bodies: the digits are the applicant's card again.
    await clerk.press("8");
    await clerk.sees("party-3");
    await clerk.press("3");
    await clerk.standsAt("palette-input");
  });
}

/** Everything that is missing, then F9. */
async function accept(clerk) {
  await clerk.fillsEverything();
  await clerk.press("F9");
  await clerk.sees("decision-dialog");
  await clerk.press("1", "Enter");
  await clerk.sees("accepted-number");
  await clerk.standsAt("next-action");
}

function number(page) {
  return page.getByTestId("accepted-number").innerText();
}
