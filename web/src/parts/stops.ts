/** Places the keyboard can be sent to. A place carries its name in `data-stop`. */
export function stopElement(name: string): HTMLElement | null {
  for (const found of document.querySelectorAll<HTMLElement>("[data-stop]")) {
    if (found.dataset["stop"] === name) return found;
  }
  return null;
}

/** Moves the focus there and the whole place into view; `false` if it is not on the screen. */
export function goToStop(name: string): boolean {
  const found = stopElement(name);
  if (found === null) return false;
  found.focus({ preventScroll: true });
  const box = found.closest<HTMLElement>("[data-stop-box]") ?? found;
  // Of what is larger than the screen the beginning is shown.
  box.scrollIntoView({ block: box.offsetHeight > window.innerHeight / 2 ? "start" : "nearest" });
  return true;
}

/** The name of the place that has the focus now. */
export function currentStop(): string | null {
  const at = document.activeElement;
  return at instanceof HTMLElement ? (at.closest<HTMLElement>("[data-stop]")?.dataset["stop"] ?? null) : null;
}
