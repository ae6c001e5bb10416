/**
 * Keeps what a person looks at where it is, when something above it grows or shrinks: a source answers, a conflict
 * opens. The place with the focus stays; without one, the first thing in view.
 */
import { useEffect, useRef, type RefObject } from "react";

interface Anchor {
  node: Element;
  top: number;
  /** It has the focus: it stays even where nothing is scrolled yet. */
  held: boolean;
}

/** What stays: the focused place inside the box, or its first child that is in view. */
function anchorIn(box: HTMLElement): Anchor | null {
  const top = box.getBoundingClientRect().top;
  const focused = document.activeElement;
  const held = focused !== null && box.contains(focused) ? focused : null;
  if (held !== null && inView(box, held)) {
    return { node: held, top: held.getBoundingClientRect().top - top, held: true };
  }
  for (const node of box.querySelectorAll("[data-stop-box], .panel")) {
    const at = node.getBoundingClientRect().top - top;
    if (at >= 0 && at < box.clientHeight) return { node, top: at, held: false };
  }
  return null;
}

function inView(box: HTMLElement, node: Element): boolean {
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  return inner.bottom > outer.top && inner.top < outer.bottom;
}

/** Watches the children of a scrolling box. `on` turns it on for a box that is there only sometimes. */
export function useSteady(on: unknown): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = ref.current;
    if (box === null) return;
    let anchor = anchorIn(box);
    const note = (): void => {
      anchor = anchorIn(box);
    };
    const hold = (): void => {
      // At the very top the beginning is what is looked at, unless something further down has the focus.
      if (anchor?.node.isConnected === true && (anchor.held || box.scrollTop > 0)) {
        const now = anchor.node.getBoundingClientRect().top - box.getBoundingClientRect().top;
        if (Math.abs(now - anchor.top) >= 1) box.scrollTop += now - anchor.top;
      }
      note();
    };
    const sizes = new ResizeObserver(hold);
    for (const child of box.children) sizes.observe(child);
    box.addEventListener("scroll", note, { passive: true });
    box.addEventListener("focusin", note);
    return () => {
      sizes.disconnect();
      box.removeEventListener("scroll", note);
      box.removeEventListener("focusin", note);
    };
  }, [on]);
  return ref;
}
