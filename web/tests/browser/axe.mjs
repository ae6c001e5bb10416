/** Serious and critical findings of axe on what is on the screen now: WCAG 2.0 to 2.2, A and AA, contrast included. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function axeFaults(page) {
  // The page's policy forbids scripts of others, so the text is evaluated by the driver, not put into the page.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
    });
    return violations
      .filter((one) => one.impact === "serious" || one.impact === "critical")
      .flatMap((one) =>
        one.nodes
          .slice(0, 3)
          .map(
            (node) =>
              `axe ${one.id}: ${node.html.slice(0, 120)} ${(node.any[0]?.message ?? node.all[0]?.message ?? "").slice(0, 120)}`,
          ),
      );
  });
}

/** For the screens of a group: a picture of each, and what axe finds on it. */
export const looker =
  (group) =>
  ({ page, shot, check }, theme, size) =>
  async (name) => {
    await shot(`${group}-${name}-${theme}-${size}`);
    for (const fault of await axeFaults(page)) check(false, `${name}: ${fault}`);
  };
