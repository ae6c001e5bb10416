/** The list of pages: by material, 未归类 in amber, the selected one in view. */
import { useEffect, useRef } from "react";
import type { ScanPageView, ScanView } from "../../host/types";
import { Pill } from "../../parts/Pill";
import { useWords, type Word } from "../../words";
import { Phone } from "./Phone";
import { Picture } from "./picture";
import { groupsOf } from "./scan";

export const problemWord: Record<string, Word> = {
  blank: "scan.blank",
  blurred: "scan.blurred",
  coarse: "scan.coarse",
  cut: "scan.cut",
  double: "scan.double",
  unsorted: "scan.unsortedPage",
};

export function Pages(props: {
  view: ScanView;
  selected: number | null;
  onSelect: (page: number) => void;
  onPhone: (open: boolean) => void;
}) {
  const say = useWords();
  const { view } = props;
  return (
    <section className="panel scan-pages" aria-label={say("scan.pages")}>
      <div className="ph">
        {say("scan.pages")} <span className="sub">{say("scan.pagesHow")}</span>
      </div>
      {view.phone === null ? null : (
        <Phone phone={view.phone} onAgain={() => props.onPhone(true)} onClose={() => props.onPhone(false)} />
      )}
      <div className="thumbs" data-testid="scan-pages">
        {groupsOf(view).map((group) => (
          <div
            key={group.material?.material ?? group.kind}
            className={`g ${group.kind}`}
            role="group"
            data-testid={`scan-group-${group.material?.number ?? group.kind}`}
          >
            <h4>
              {group.material !== null
                ? `${group.material.number} ${group.material.name}`
                : say(group.kind === "unsorted" ? "scan.unsorted" : "scan.aside")}{" "}
              <Pill tone={group.kind === "material" ? "ok" : group.kind === "unsorted" ? "warn" : "mute"}>
                {say("scan.count", { n: group.pages.length })}
              </Pill>
            </h4>
            <div className="of">
              {group.pages.map((page, at) => (
                <Thumb
                  key={page.number}
                  draft={view.draft}
                  page={page}
                  begins={page.begins && at > 0}
                  selected={page.number === props.selected}
                  onSelect={() => props.onSelect(page.number)}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

function Thumb(props: {
  draft: string;
  page: ScanPageView;
  begins: boolean;
  selected: boolean;
  onSelect: () => void;
}) {
  const say = useWords();
  const box = useRef<HTMLButtonElement>(null);
  const { page, selected } = props;
  useEffect(() => {
    if (selected) box.current?.scrollIntoView({ block: "nearest" });
  }, [selected, page.place, page.material]);
  const doubt = page.problem !== null && page.problem !== "unsorted" ? page.problem : null;
  return (
    <button
      ref={box}
      type="button"
      tabIndex={-1}
      className={`t${selected ? " sel" : ""}${doubt !== null ? " doubt" : ""}${props.begins ? " begins" : ""}`}
      aria-pressed={selected}
      aria-label={`${say("scan.page", { n: page.number })}${doubt === null ? "" : ` ${say(problemWord[doubt] ?? "scan.blank")}`}`}
      data-testid={`scan-page-${page.number}`}
      data-quarters={page.quarters}
      onClick={props.onSelect}
    >
      <Picture draft={props.draft} page={page} small />
      <span className="n">{page.number}</span>
      {doubt === null ? null : (
        <span className="x">
          <Pill tone={doubt === "blank" ? "warn" : "bad"} bare>
            {say(problemWord[doubt] ?? "scan.blank")}
          </Pill>
        </span>
      )}
    </button>
  );
}
