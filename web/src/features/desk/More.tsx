import { useEffect, useState, type RefObject } from "react";
import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { useWords } from "../../words";
import type { Form } from "../intake/form";
import { tally } from "../materials/materials";
import { reviewCount } from "../review/review";

/** What lies below the fold, and the keys that lead there. It takes no clicks and covers no control with the focus. */
export function More({ form, box }: { form: Form; box: RefObject<HTMLDivElement | null> }) {
  const say = useWords();
  const slots = useCell(form.slots);
  const findings = useCell(form.findings);
  const below = useBelow(box);
  const { have, want } = tally(slots);
  const { blocks } = reviewCount(findings);
  const parts: [string, string][] = [];
  const owed = want - have;
  if (below.includes("materials"))
    parts.push([owed > 0 ? say("more.materials", { n: owed }) : say("more.materialsDone"), "Ctrl+4"]);
  if (below.includes("review"))
    parts.push([blocks > 0 ? say("more.findings", { n: blocks }) : say("more.findingsNone"), "Ctrl+5"]);
  if (parts.length === 0) return null;
  return (
    <div className="more" aria-hidden="true" data-testid="more-below">
      ↓{" "}
      {parts.map(([words, keys], at) => (
        <span key={keys}>
          {at > 0 ? " · " : null}
          {words} <Kbd keys={keys} />
        </span>
      ))}
    </div>
  );
}

/** Names of the panels (`data-panel`) of which nothing can be read without scrolling. */
function useBelow(box: RefObject<HTMLDivElement | null>): string {
  const [below, setBelow] = useState("");
  useEffect(() => {
    const node = box.current;
    if (node === null) return;
    const look = (): void => {
      const bottom = node.getBoundingClientRect().bottom - 60;
      const hidden = [...node.querySelectorAll<HTMLElement>("[data-panel]")].filter(
        (panel) => panel.getBoundingClientRect().top > bottom,
      );
      setBelow(hidden.map((panel) => panel.dataset["panel"]).join(" "));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(node);
    for (const child of node.children) sizes.observe(child);
    node.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      node.removeEventListener("scroll", look);
    };
  }, [box]);
  return below;
}
