/** What is on the screen now, read and never changed, and waiting until it is as asked. */

export function look(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    const place = at?.closest("[data-stop]") ?? null;
    const text = (node) => (node?.textContent ?? "").trim();
    const named = (name) => document.querySelector(`[data-testid="${name}"]`);
    return {
      stop: place?.getAttribute("data-stop") ?? null,
      focus: at?.getAttribute("data-testid") ?? null,
      role: at?.getAttribute("role") ?? null,
      slot: place?.getAttribute("data-state") ?? null,
      words: text(place?.closest("[data-stop-box]") ?? place).slice(0, 300),
      dialog: [...document.querySelectorAll("dialog[open]")].at(-1)?.getAttribute("data-testid") ?? null,
      blockers: document.querySelectorAll("[data-testid^=blocker-]:not(.w)").length,
      saving: named("save-state")?.getAttribute("data-saving") ?? null,
      asking: text(named("sources")).includes("…"),
      item: text(named("item-name")),
      troubles: [...document.querySelectorAll("[role=alert]")].map(text).filter((words) => words !== ""),
    };
  });
}

/** Looks once a frame until it fits; the error says what was waited for and what was seen instead. */
export async function until(page, what, fits, patienceMs = 20_000) {
  const begun = Date.now();
  for (;;) {
    const seen = await look(page);
    if (fits(seen)) return seen;
    if (Date.now() - begun > patienceMs)
      throw new Error(`not within ${patienceMs / 1000} s: ${what}; the screen: ${JSON.stringify(seen)}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}
