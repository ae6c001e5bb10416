import { useEffect, useMemo, useState } from "react";
import type { BundleView, PaperView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Word } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { Papers } from "../papers/Papers";
import { HandDialog, LackDialog } from "./Dialogs";
import {
  bundleOf,
  createTransfers,
  lengthOf,
  markedBatch,
  markedSeal,
  progressOf,
  shelves,
  stateOf,
  type Shelf,
} from "./transfers";
import "./transfers.css";

const shelfWord: Record<Shelf, Word> = {
  here: "transfers.here",
  away: "transfers.away",
  seals: "transfers.seals",
};
const noneWord: Record<Shelf, Word> = {
  here: "transfers.hereNone",
  away: "transfers.awayNone",
  seals: "transfers.sealsNone",
};

/** Ctrl+Shift+B: bundles go to departments and come back, papers get their seal. The field takes what the scanner says. */
export function Transfers({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const state = useMemo(() => createTransfers(session.host), [session]);
  const now = useCell(state.shown);
  const [text, setText] = useState("");
  const [inner, setInner] = useState<"hand" | "lack" | "check" | PaperView | null>(null);
  useEffect(() => void state.refresh(), [state]);

  const { shelf } = now;
  const batch = markedBatch(now);
  const seal = markedSeal(now);
  const department = now.all?.here[now.marked.here] ?? null;
  const lacking = bundleOf(batch, text);

  function choose(next: Shelf): void {
    state.choose(next);
    setText(next === "seals" ? "1" : "");
  }

  /**
   * The field is empty at once, for a reader is quicker than an answer: the next code must not run into this one. What
   * was not taken comes back, unless something stands there already.
   */
  function taken(run: Promise<boolean>): void {
    if (shelf !== "away") return;
    setText("");
    void run.then((done) => done || setText((next) => (next === "" ? text : next)));
  }

  const whyHand: Word | null =
    batch === null
      ? "transfers.off.noBatch"
      : batch.handedAt !== null
        ? "transfers.off.handed"
        : batch.bundles.some((one) => one.state === "scanned")
          ? null
          : "transfers.off.nothingScanned";
  const whyBack: Word | null =
    batch === null ? "transfers.off.noBatch" : batch.handedAt === null ? "transfers.off.notHanded" : null;

  function enter(): void {
    if (shelf === "here") {
      if (department !== null) void state.list(department.departmentUscc);
    } else if (shelf === "away") {
      if (text.trim() !== "") taken(state.scan(text));
    } else if (seal !== null && seal.sealedAt === null) {
      void state.seal(Number(text));
    }
  }

  function stays(): void {
    if (shelf === "away" && whyBack === null && text.trim() !== "") taken(state.stays(text));
  }

  function lacks(): void {
    if (shelf === "away" && whyBack === null && lacking !== null) setInner("lack");
  }

  const whyCheck: Word | null =
    whyBack ?? (lacking !== null && lacking.checkedAt !== null ? "transfers.off.checked" : null);

  function check(): void {
    if (shelf === "away" && whyCheck === null && lacking !== null) setInner("check");
  }

  /** 材料移交单: looked at, printed, printed again. */
  const look = () => void state.paper().then((made) => made !== null && setInner(made));
  function paper(): void {
    if (shelf === "away" && whyBack === null) look();
  }

  function handOver(): void {
    if (shelf === "away" && whyHand === null) setInner("hand");
  }

  const keys: KeyMap = {
    ArrowDown: () => state.move(1),
    ArrowUp: () => state.move(-1),
    PageDown: () => state.move(10),
    PageUp: () => state.move(-10),
    Enter: enter,
    F6: stays,
    F7: lacks,
    F8: handOver,
    "Shift+F7": check,
    "Ctrl+P": paper,
  };
  shelves.forEach((one, at) => (keys[`Ctrl+${at + 1}`] = () => choose(one)));

  if (inner === "hand" && batch !== null)
    return (
      <HandDialog
        batch={batch}
        onHand={(messenger, note) => {
          setInner(null);
          // What was signed for is on paper at once: the messenger signs on it.
          void state.hand(messenger, note).then((done) => done && look());
        }}
        onClose={() => setInner(null)}
      />
    );
  if ((inner === "lack" || inner === "check") && lacking !== null)
    return (
      <LackDialog
        bundle={lacking}
        checks={inner === "check"}
        onNote={(missing) => {
          setInner(null);
          taken(inner === "check" ? state.checked(text, missing) : state.lacks(text, missing));
        }}
        onClose={() => setInner(null)}
      />
    );
  if (inner !== null && typeof inner === "object")
    return (
      <Papers
        slip={null}
        paper={inner}
        onClose={() => {
          setInner(null);
          void state.refresh();
        }}
      />
    );

  const total = lengthOf(now, shelf);
  return (
    <Dialog
      title={say("transfers.title")}
      sub={say("transfers.how")}
      full
      testId="transfers"
      onClose={onClose}
      keys={keys}
    >
      <div className="pb picks">
        <div className="tabs" role="tablist" aria-label={say("transfers.title")}>
          {shelves.map((one, at) => (
            <button
              key={one}
              type="button"
              role="tab"
              tabIndex={-1}
              aria-selected={one === shelf}
              className={one === shelf ? "on" : ""}
              data-testid={`transfers-${one}`}
              onClick={() => choose(one)}
            >
              {say(shelfWord[one])} <b className="num">{count(now, one)}</b> <Kbd keys={`Ctrl+${at + 1}`} />
            </button>
          ))}
        </div>
        <input
          className="line"
          data-first
          data-testid="transfers-code"
          aria-label={say(shelf === "seals" ? "transfers.copies" : "transfers.code")}
          placeholder={shelf === "here" ? "" : say(shelf === "seals" ? "transfers.copies" : "transfers.code")}
          inputMode={shelf === "seals" ? "numeric" : "text"}
          autoComplete="off"
          spellCheck={false}
          readOnly={shelf === "here"}
          value={shelf === "here" ? "" : text}
          onChange={(event) => setText(event.target.value)}
        />
        {now.said === null ? null : (
          <span role="status" data-testid="transfers-said">
            <Pill tone="ok">{say(now.said.word, now.said.values)}</Pill>
          </span>
        )}
      </div>
      <div className="carried">
        {now.all === null && now.trouble === null ? (
          <p className="pb mut">{say("transfers.loading")}</p>
        ) : total === 0 ? (
          <p className="pb mut none">{say(noneWord[shelf])}</p>
        ) : shelf === "seals" ? (
          <ol className="rows seals" data-testid="transfers-rows">
            {(now.seals ?? []).map((row, at) => (
              <li key={row.paper} className={at === now.marked.seals ? "cur" : ""} aria-current={at === now.marked.seals}>
                <b className="num">{row.number}</b>
                <span>{row.title}</span>
                <span>{row.itemName}</span>
                <span className="num mut">{row.slip}</span>
                {row.sealedAt === null ? (
                  <Pill tone="warn">{say("transfers.seals")}</Pill>
                ) : (
                  <Pill tone="ok">
                    {say("transfers.sealedBy", {
                      by: row.sealedBy ?? "",
                      n: row.copies ?? 0,
                      at: hallMinute(row.sealedAt).slice(5),
                    })}
                  </Pill>
                )}
              </li>
            ))}
          </ol>
        ) : (
          <>
            <ol className="rows" data-testid="transfers-rows">
              {shelf === "here"
                ? (now.all?.here ?? []).map((of, at) => (
                    <li key={of.departmentUscc} className={at === now.marked.here ? "cur" : ""} aria-current={at === now.marked.here}>
                      <b>{of.department}</b>
                      <span className="num">{say("transfers.bundles", { n: of.bundles.length })}</span>
                      <span className="mut sm num">
                        {say("transfers.oldest", { at: hallMinute(of.bundles[0]?.since ?? "").slice(5) })}
                      </span>
                    </li>
                  ))
                : (now.all?.batches ?? []).map((of, at) => {
                    const { done, all, open } = progressOf(of);
                    return (
                      <li key={of.id} className={at === now.marked.away ? "cur" : ""} aria-current={at === now.marked.away}>
                        <b>{of.department}</b>
                        <span className="num">{of.number ?? say("transfers.making")}</span>
                        {of.handedAt === null ? (
                          <Pill tone={done === all ? "ok" : "warn"}>{say("transfers.scanned", { done, all })}</Pill>
                        ) : (
                          <Pill tone="info">{say("transfers.open", { n: open })}</Pill>
                        )}
                        {of.handedAt === null ? null : (
                          <span className="mut sm">
                            {say("transfers.signed", {
                              name: of.messenger ?? "",
                              at: hallMinute(of.handedAt).slice(5),
                            })}
                            {of.prints === null || of.prints === 0
                              ? ` · ${say("transfers.unprinted")}`
                              : ` · ${say("papers.printed", { n: of.prints })}`}
                          </span>
                        )}
                      </li>
                    );
                  })}
            </ol>
            <Bundles bundles={(shelf === "here" ? department?.bundles : batch?.bundles) ?? []} code={text} />
          </>
        )}
      </div>
      <div className="pb">
        <Trouble trouble={now.trouble} testId="transfers-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        {shelf === "away" ? (
          <>
            <Button keys="F6" why={reason(whyBack, say)} onPress={stays}>
              {say("transfers.stays")}
            </Button>
            <Button keys="F7" why={reason(whyBack, say)} onPress={lacks}>
              {say("transfers.lacks")}
            </Button>
            <Button keys="Shift+F7" why={reason(whyCheck, say)} testId="transfers-check" onPress={check}>
              {say("transfers.check")}
            </Button>
            <Button keys="Ctrl+P" why={reason(whyBack, say)} testId="transfers-paper" onPress={paper}>
              {say("transfers.paper")}
            </Button>
            <Button keys="F8" why={reason(whyHand, say)} testId="transfers-hand" onPress={handOver}>
              {say("transfers.hand")}
            </Button>
          </>
        ) : null}
        <Button
          tone="pri"
          keys="Enter"
          testId="transfers-enter"
          why={
            shelf === "here"
              ? reason(department === null ? "transfers.off.none" : null, say)
              : shelf === "away"
                ? reason(batch === null ? "transfers.off.noBatch" : null, say)
                : reason(seal === null || seal.sealedAt !== null ? "transfers.off.sealed" : null, say)
          }
          onPress={enter}
        >
          {say(
            shelf === "here"
              ? "transfers.list"
              : shelf === "seals"
                ? "transfers.seal"
                : batch !== null && batch.handedAt !== null
                  ? "transfers.back"
                  : "transfers.out",
          )}
        </Button>
      </div>
    </Dialog>
  );
}

const reason = (word: Word | null, say: (word: Word) => string): string | null => (word === null ? null : say(word));

/** What waits on a shelf: bundles here, bundles that are not back, papers without their seal. */
function count(now: ReturnType<ReturnType<typeof createTransfers>["shown"]["get"]>, shelf: Shelf): number {
  switch (shelf) {
    case "here":
      return (now.all?.here ?? []).reduce((sum, of) => sum + of.bundles.length, 0);
    case "away":
      return now.all?.batches.length ?? 0;
    case "seals":
      return (now.seals ?? []).filter((row) => row.sealedAt === null).length;
  }
}

function Bundles({ bundles, code }: { bundles: BundleView[]; code: string }) {
  const say = useWords();
  const wanted = code.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
  return (
    <ol className="bundles" tabIndex={0} aria-label={say("transfers.title")} data-testid="transfers-bundles">
      {bundles.map((one) => {
        const state = stateOf(one);
        const typed = wanted !== "" && (one.slip === wanted || one.caseNumber === wanted);
        return (
          <li key={one.slip} className={typed ? "typed" : ""} data-testid={`bundle-${one.slip}`}>
            <div className="of">
              <b className="num">{one.slip}</b>
              <span>{one.itemName}</span>
              <Pill tone={state.tone}>{say(state.word)}</Pill>
              {one.checkedAt === null ? null : <Pill tone="ok">{say("transfers.checked")}</Pill>}
            </div>
            <div className="num mut sm">{one.caseNumber}</div>
            <ul>
              {one.lines.map((line) => (
                <li key={line.material} className={one.missing.includes(line.material) ? "lacks" : ""}>
                  <span>{line.material}</span>
                  <span className="num mut sm">
                    {say("transfers.copiesOf", {
                      originals: line.originals,
                      copies: line.copies,
                      pages: line.pages,
                    })}
                  </span>
                </li>
              ))}
            </ul>
            {one.missing.length === 0 ? null : (
              <p className="lacks sm">{say("transfers.missing", { names: one.missing.join("、") })}</p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
