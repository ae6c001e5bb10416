/** What is wrong with the layout now: words that do not fit, sideways scrolling, targets too small, text too small. */
export function layoutFaults(page) {
  return page.evaluate(() => {
    const faults = [];
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push("the page scrolls sideways");
    const dialog = document.querySelector("dialog[open]");
    const seen = (node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && (dialog === null || dialog.contains(node));
    };
    const name = (node) =>
      `${node.tagName.toLowerCase()}.${node.className} "${(node.textContent ?? "").trim().slice(0, 24)}"`;
    for (const node of document.querySelectorAll(
      "label, button, .pill, .src, .ph, .grp, dt, dd, .cap, .strip > *, .op .w, .hit > *, .top > *, .fkeys span, .secs button, .tick *, .btn *",
    )) {
      if (!seen(node)) continue;
      if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline")
        faults.push(`clipped: ${name(node)} ${node.scrollWidth}>${node.clientWidth}`);
      const size = parseFloat(getComputedStyle(node).fontSize);
      if (size < 12) faults.push(`text of ${size} px: ${name(node)}`);
    }
    for (const column of document.querySelectorAll(".col, .panel, .scroll, .fkeys, .top, dialog[open]")) {
      if (seen(column) && column.scrollWidth > column.clientWidth + 1)
        faults.push(`too wide: ${name(column)} ${column.scrollWidth}>${column.clientWidth}`);
    }
    for (const column of document.querySelectorAll("aside.col, main.col")) {
      if (getComputedStyle(column).overflowY === "auto") continue;
      const bottom = column.getBoundingClientRect().bottom;
      for (const panel of column.children) {
        if (seen(panel) && panel.getBoundingClientRect().bottom > bottom + 1)
          faults.push(`below the fold: ${name(panel)}`);
      }
    }
    const targets = [...document.querySelectorAll("button, input:not(.unseen), [tabindex='0']")].filter(seen);
    for (const node of targets) {
      const box = node.getBoundingClientRect();
      if (box.height < 20 || box.width < 20)
        faults.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${name(node)}`);
    }
    return faults;
  });
}
