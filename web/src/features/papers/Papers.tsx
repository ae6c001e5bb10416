import { useCallback, useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { PaperView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { Texts } from "../texts/Texts";
import { moved, type Place } from "./papers";
import { usePrinting } from "./printing";
import "./papers.css";

/** One paper with its pages as pictures. A page's address works once, so a picture is never loaded again. */
export function Sheet({ paper, named, only }: { paper: PaperView; named: boolean; only?: number }) {
  const say = useWords();
  return (
    <div className="sheet">
      <div className="ph">
        <span data-testid={named ? "paper-title" : undefined}>{paper.title}</span>
        <span className="sub num" data-testid={named ? "paper-number" : undefined}>
          {paper.number ?? ""}
        </span>
        <span className="sp" />
        {paper.voidedBy === null ? null : <Pill tone="bad">{say("papers.voided", { number: paper.voidedBy })}</Pill>}
        {paper.prints > 0 ? <span className="sub">{say("papers.printed", { n: paper.prints })}</span> : null}
        {paper.missing.length === 0 ? null : (
          <Pill tone="warn">{say("papers.missing", { signs: paper.missing.join("、") })}</Pill>
        )}
        <span className="sub">{say("papers.pages", { n: paper.pages.length })}</span>
      </div>
      <div className="desk-top" tabIndex={0} role="group" aria-label={paper.title}>
        {paper.pages.map((address, at) => (
          <img
            key={address}
            src={address}
            alt={say("papers.page", { title: paper.title, n: at + 1 })}
            hidden={only !== undefined && only !== at}
            data-testid={named ? `paper-page-${at + 1}` : undefined}
          />
        ))}
      </div>
    </div>
  );
}

/** Moves the page in front under the glass by a third of what is seen. */
function scroll(way: 1 | -1): void {
  for (const glass of document.querySelectorAll<HTMLElement>("dialog .desk-top")) {
    glass.scrollBy(0, (way * glass.clientHeight) / 3);
  }
}

/** Ctrl+P and printed forms: the papers of a slip, or one paper just made. Enter prints the one in front. */
export function Papers({
  slip,
  paper,
  onClose,
}: {
  slip: string | null;
  paper: PaperView | null;
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const [papers, setPapers] = useState<PaperView[] | null>(paper === null ? null : [paper]);
  const [place, setPlace] = useState<Place>({ paper: 0, page: 0 });
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [english, setEnglish] = useState<Record<string, PaperView>>({});
  const [inEnglish, setInEnglish] = useState<string | null>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (slip === null || asked.current) return;
    asked.current = true;
    session.host.papers(slip).then(setPapers, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session, slip]);

  // What lies in front is the paper or its companion; each is printed and counted by itself.
  const shown = (papers ?? []).map((one) => (one.id === inEnglish ? (english[one.id] ?? one) : one));
  const own = papers?.[place.paper];
  const front = shown[place.paper];
  const counts = shown.map((one) => one.pages.length);
  const companion = own !== undefined && own.id === inEnglish;
  // A helper makes one paper, for the principal to sign.
  const mayTurn = session.host.window !== "helper";
  async function turn(): Promise<void> {
    if (own === undefined) return;
    setWhy(null);
    if (companion) {
      setInEnglish(null);
      setPlace({ ...place, page: 0 });
      return;
    }
    try {
      const made = english[own.id] ?? (await session.host.companion(own.id));
      setEnglish((all) => ({ ...all, [own.id]: made }));
      setInEnglish(own.id);
      setPlace({ ...place, page: 0 });
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }
  // The count stands on the print job and here, never in the file.
  const counted = useCallback((id: string) => {
    const once = (one: PaperView) => (one.id === id ? { ...one, prints: one.prints + 1 } : one);
    setPapers((all) => all?.map(once) ?? null);
    setEnglish((all) => Object.fromEntries(Object.entries(all).map(([known, one]) => [known, once(one)])));
  }, []);
  // One just made is looked at and gone; of the papers of a slip there may be more to print.
  const printing = usePrinting(front, () => paper !== null && onClose(), counted);
  const leave = () => printing.back() || onClose();

  return (
    <Dialog
      title={say("papers.title")}
      sub={say("papers.keys")}
      wide
      testId="papers"
      onClose={leave}
      keys={{
        ...printing.keys,
        ...(printing.picking ? {} : { Enter: () => void printing.print() }),
        ...(mayTurn ? { E: () => void turn() } : {}),
        ArrowLeft: () => setPlace(moved(place, { paper: -1 }, counts)),
        ArrowRight: () => setPlace(moved(place, { paper: 1 }, counts)),
        ArrowUp: () => scroll(-1),
        ArrowDown: () => scroll(1),
        PageUp: () => setPlace(moved(place, { page: -1 }, counts)),
        PageDown: () => setPlace(moved(place, { page: 1 }, counts)),
      }}
    >
      {papers === null && why === null ? <p className="pb mut">{say("papers.loading")}</p> : null}
      {papers?.length === 0 ? <p className="pb mut">{say("papers.none")}</p> : null}
      {shown.map((one, at) => (
        <div key={papers?.[at]?.id ?? one.id} hidden={at !== place.paper}>
          <Sheet paper={one} named={at === place.paper} only={place.page} />
        </div>
      ))}
      {slip === null ? null : <Texts slip={slip} />}
      {why === null ? null : (
        <div className="pb">
          <Trouble trouble={why} testId="papers-trouble" />
        </div>
      )}
      {printing.shown}
      <div className="pb foot">
        {papers !== null && papers.length > 1 ? (
          <span className="mut sm num">{`${place.paper + 1}/${papers.length}`}</span>
        ) : null}
        <Button keys="Esc" onPress={leave}>
          {say("dialog.back")}
        </Button>
        {mayTurn ? (
          <Button
            keys="E"
            testId="paper-companion"
            why={own === undefined ? say("papers.none") : null}
            onPress={() => void turn()}
          >
            {say(companion ? "papers.chinese" : "papers.english")}
          </Button>
        ) : null}
        <Button
          tone="pri"
          keys="Enter"
          testId="paper-print"
          why={front === undefined ? say("papers.none") : null}
          onPress={() => void printing.print()}
        >
          {say("papers.print")}
          {front === undefined || front.prints === 0 ? "" : ` · ${say("papers.reprint", { n: front.prints + 1 })}`}
        </Button>
      </div>
    </Dialog>
  );
}
