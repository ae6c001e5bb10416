/**
 * 告知与同意 by keys alone, at a window without the applicant's screen: nothing chosen beforehand, each set by itself, a child's
 * by its guardian, given with the card or on paper, taken back, and what was read before settled. In three themes and at both
 * sizes.
 */
import { axeFaults } from "./axe.mjs";

const themes = ["light", "dark", "hc"];
const asked = (page) => page.evaluate(() => window.fixture.asked);

export default async function consent(test) {
  await test(
    "each set is asked about by itself, given with the card, and taken back by key",
    "?slow=1&unasked",
    1366,
    async ({ page, clerk, check }) => {
      await clerk.openIntake();
      await clerk.sees("consent-waits", "还没有问过");
      await clerk.press("Control+Shift+a");
      await clerk.sees("consent", "告知与同意");
      check((await page.locator('[data-testid="consent"] [aria-pressed="true"]').count()) === 0, "nothing is chosen");
      const before = (await asked(page)).length;
      await clerk.press("Enter");
      check((await asked(page)).length === before, "an empty answer was sent");
      await clerk.press("1", "ArrowDown", "1", "ArrowDown");
      await clerk.sees("base-health", "敏感个人信息");
      await clerk.press("2", "ArrowDown");
      // A child's is not for who stands here to give.
      await clerk.sees("set-population-child-applicant", "监护人");
      await clerk.press("1", "Enter");
      await clerk.sees("state-history-consent-legalRep", "同意");
      await clerk.sees("state-eLicence-health-foodSafety", "不同意");
      const sent = (await asked(page)).find((one) => one.startsWith("give_consent"));
      check(
        sent ===
          "give_consent  card history-consent-legalRep+eLicence-licence-enterprise eLicence-health-foodSafety",
        `sent: ${sent}`,
      );
      await clerk.press("ArrowRight", "1", "Shift+Enter");
      await clerk.sees("state-population-child-applicant", "同意");
      check(
        (await asked(page)).includes("give_consent guardian paper population-child-applicant "),
        "the guardian's was not sent",
      );
      // Taken back: what was read before is asked about.
      await clerk.press("ArrowUp", "ArrowUp", "ArrowUp", "3");
      await clerk.sees("place/contactPhone", "联系电话");
      await clerk.press("1");
      await page.waitForSelector('[data-testid="place/contactPhone"]', { state: "detached" });
      check((await asked(page)).includes("settle_withdrawn contactPhone keep"), "it was not kept");
      await clerk.press("Escape");
      await page.waitForSelector('[data-testid="consent"]', { state: "detached" });
    },
  );
  for (const size of [1366, 1920]) {
    for (const theme of themes) {
      await test(`consent at the desk in ${theme} at ${size}`, `?slow=1&unasked&theme=${theme}`, size, async (with_) => {
        const { page, clerk, check, shot } = with_;
        await clerk.openIntake();
        await clerk.press("Control+Shift+a");
        await clerk.sees("consent");
        await clerk.press("1", "ArrowDown", "ArrowDown", "2");
        const faults = await axeFaults(page);
        check(faults.length === 0, `axe: ${faults.join("; ")}`);
        await shot(`consent-desk-${theme}-${size}`);
        // Withdrawn places above, as the applicant is asked about them.
        await clerk.press("Enter");
        await clerk.sees("state-history-consent-legalRep", "同意");
        await clerk.press("ArrowUp", "ArrowUp", "3");
        await clerk.sees("place/contactPhone");
        await shot(`consent-withdrawn-${theme}-${size}`);
      });
    }
  }
}
