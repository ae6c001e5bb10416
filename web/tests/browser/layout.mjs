/**
 * What is wrong with the layout now: words that do not fit or lie on one another, sideways scrolling, targets and
 * text too small.
 */
export function layoutFaults(page) {
  return page.evaluate(() => {
    const faults = [];
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push("the page scrolls sideways");
    const { scrollTop, scrollHeight } = document.documentElement;
    if (scrollTop > 0 || scrollHeight > window.innerHeight + 1)
      faults.push(`the page itself scrolls: ${scrollHeight} of ${window.innerHeight}, at ${scrollTop}`);
    const dialog = document.querySelector("dialog[open]");
    const seen = (node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && (dialog === null || dialog.contains(node));
    };
    const name = (node) =>
      `${node.tagName.toLowerCase()}.${node.className} "${(node.textContent ?? "").trim().slice(0, 24)}"`;
    for (const node of document.querySelectorAll(
      "label, button, .pill, .src, .ph, .grp, dt, dd, .cap, .strip > *, .op .w, .hit > *, .top > *, .fkeys span, .secs button, .tick *, .btn *, .tabs button, .fd > *, .tl span, .standing, .failed span, .more, .figure *, .bay > *, .span > *, .alert *, .warnline, .reached label",
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
    // Neighbours in a row or a panel never lie on one another; what stays in sight covers what is scrolled below it.
    for (const row of document.querySelectorAll(
      ".top, .dev, .fkeys, .secs, .ph, .fld, .row2, .btn, .blk, .strip, .slot .row, .hit, .op, .picks, .tabs, .fd, .failed, .asked, .sum, .kv, .guide, .case, .tl li, .pb.foot, .col, .figures, .figure, .figure dt, .bay, .span, .alert, .below, .acts, .pair, .wins, .reassign, .reached, .telling li, .toldnow .demand",
    )) {
      if (!seen(row)) continue;
      const inside = [...row.children].filter(
        (node) => seen(node) && !["absolute", "fixed", "sticky"].includes(getComputedStyle(node).position),
      );
      const boxes = inside.map((node) => node.getBoundingClientRect());
      boxes.forEach((one, at) => {
        for (let next = at + 1; next < boxes.length; next += 1) {
          const other = boxes[next];
          const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
          const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
          if (across > 1.5 && down > 1.5) faults.push(`overlap: ${name(inside[at])} and ${name(inside[next])}`);
        }
      });
    }
    for (const page of document.querySelectorAll(".kiosk > main, .wall > main")) {
      if (page.scrollHeight > page.clientHeight + 1)
        faults.push(`has to be scrolled: ${name(page)} ${page.scrollHeight}>${page.clientHeight}`);
    }
    const targets = [...document.querySelectorAll("button, input:not(.unseen), [tabindex='0']")].filter(seen);
    for (const node of targets) {
      const box = node.getBoundingClientRect();
      if (box.height < 24 || box.width < 24)
        faults.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${name(node)}`);
    }
    return faults;
  });
}
