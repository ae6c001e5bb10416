/** Printing a paper from a dialog: what becomes of it, another printer, taking it back. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { troubleOf } from "../../host/host";
import type { PaperView, PrinterView, PrintView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { composing, type KeyMap } from "../../parts/keys";
import { optionKeys, Options, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { isUnderWay, wantsAnother } from "./prints";

export interface Printing {
  print: () => Promise<void>;
  /** The printers are chosen from: they have the keys. */
  picking: boolean;
  keys: KeyMap;
  /** What became of it, or the printers. */
  shown: ReactNode;
  /** Closes the list of printers; false where none is open. */
  back: () => boolean;
}

export function usePrinting(paper: PaperView | undefined, given: () => void, printed: (id: string) => void): Printing {
  const session = useSession();
  const say = useWords();
  const print = useCell(session.prints.of)[paper?.id ?? ""];
  const [printers, setPrinters] = useState<PrinterView[] | null>(null);
  const [picking, setPicking] = useState(false);
  const [stopped, setStopped] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  const told = useRef(new Set<string>());
  useEffect(() => void session.prints.refresh(), [session]);
  // One that ended before this dialog was opened is in the paper's own count.
  const done = print?.state === "done" ? print.job : null;
  const begun = useRef(new Set<string>());
  useEffect(() => {
    if (done === null || print === undefined || !begun.current.has(done) || told.current.has(done)) return;
    told.current.add(done);
    printed(print.paper);
  }, [done, print, printed]);

  async function tried(deed: () => Promise<void>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setWhy(null);
    try {
      await deed();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }
  function hear(view: PrintView): void {
    begun.current.add(view.job);
    session.prints.hear(view);
    setStopped(false);
  }
  const give = () =>
    tried(async () => {
      if (paper === undefined || isUnderWay(print)) return;
      hear(await session.host.printPaper(paper.id));
      given();
    });
  const stop = () =>
    tried(async () => {
      if (!isUnderWay(print)) return;
      await session.host.stopPrint(print.job);
      session.prints.hear({ ...print, state: "failed", trouble: null });
      setStopped(true);
    });
  function pick(): void {
    setPicking(true);
    void tried(async () => setPrinters(await session.host.printers()));
  }
  /** What waits goes there; what comes next too. */
  const choose = (address: string) =>
    tried(async () => {
      setPrinters(await session.host.choosePrinter(address));
      setPicking(false);
      if (isUnderWay(print)) hear(await session.host.movePrint(print.job, address));
    });

  const options: Option[] = (printers ?? []).slice(0, 9).map((printer, at) => ({
    digit: at + 1,
    label: printer.name,
    note: <Standing printer={printer} />,
    chosen: printer.chosen,
    testId: `printer-${at + 1}`,
    act: () => void choose(printer.address),
  }));
  return {
    print: give,
    picking,
    keys: picking ? optionKeys(options) : { P: pick, ...(isUnderWay(print) ? { Delete: () => void stop() } : {}) },
    back: () => {
      if (picking) setPicking(false);
      return picking;
    },
    shown: (
      <div className="pb printing" data-testid="printing">
        {picking ? (
          <>
            <p className="mut sm">{say("print.which")}</p>
            {printers === null && why === null ? <p className="mut">{say("print.finding")}</p> : null}
            {printers?.length === 0 ? <p className="mut">{say("print.nobody")}</p> : null}
            <Options options={options} />
            <Address choose={(address) => void choose(address)} />
          </>
        ) : (
          <p className="acts">
            {stopped ? (
              <span role="status">{say("print.stopped")}</span>
            ) : print === undefined ? null : (
              <State print={print} />
            )}
            <span className="sp" />
            {isUnderWay(print) ? (
              <Button keys="Delete" testId="print-stop" onPress={() => void stop()}>
                {say("print.stop")}
              </Button>
            ) : null}
            <Button keys="P" testId="print-printers" onPress={pick}>
              {say(wantsAnother(print) && !stopped ? "print.move" : "print.choose")}
            </Button>
          </p>
        )}
        <Trouble trouble={why ?? (picking || stopped ? null : (print?.trouble ?? null))} testId="print-trouble" />
      </div>
    ),
  };
}

const WORDS: Record<PrintView["state"], Word> = {
  waiting: "print.waiting",
  printing: "print.printing",
  stuck: "print.stuck",
  done: "print.done",
  failed: "print.failed",
  doubtful: "print.doubtful",
};

/** How a print stands, in a word. */
function State({ print }: { print: PrintView }) {
  const say = useWords();
  const counted = print.state === "printing" && print.sheets > 0;
  const tone = print.state === "done" ? "ok" : wantsAnother(print) ? "bad" : "info";
  return (
    <Pill tone={tone} testId="print-state">
      {say(counted ? "print.sheets" : WORDS[print.state], { printer: print.printer, n: print.sheets })}
    </Pill>
  );
}

function Standing({ printer }: { printer: PrinterView }) {
  const say = useWords();
  const sentence = useSentence();
  const model = printer.model === "" ? printer.address : printer.model;
  return <>{`${model} · ${printer.trouble === null ? say("print.ready") : sentence(printer.trouble)}`}</>;
}

/** A printer that is on no list. */
function Address({ choose }: { choose: (address: string) => void }) {
  const say = useWords();
  const [typed, setTyped] = useState("");
  const missing = typed.trim() === "" ? say("print.addressFirst") : null;
  return (
    <p className="acts">
      <label>
        {say("print.address")}{" "}
        <input
          value={typed}
          maxLength={200}
          placeholder="10.1.2.3"
          data-testid="print-address"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") return;
            event.stopPropagation();
            if (event.key !== "Enter" || composing(event) || missing !== null) return;
            event.preventDefault();
            choose(typed.trim());
          }}
        />
      </label>
      <Button keys="Enter" testId="print-add" why={missing} onPress={() => choose(typed.trim())}>
        {say("print.choose")}
      </Button>
    </p>
  );
}
