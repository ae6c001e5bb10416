import { memo, useCallback, useEffect, useMemo, useState } from "react";
import type { CaseList, CaseRowView, TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { Windowed } from "../../parts/Windowed";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { createCases, hallMinute, lists } from "./cases";
import { stageWord } from "./stages";
import "./cases.css";

const listWord: Record<CaseList, Word> = {
  drafts: "cases.drafts",
  mine: "cases.mine",
  received: "cases.waiting",
  returned: "cases.returned",
  due: "cases.near",
  unsent: "cases.unsent",
  any: "cases.mine",
};

/** Pixels of a row, as in the style sheet. */
const rowHeight = 36;
/** Rows of a page key. */
const leap = 12;

/** Ctrl+B: drafts to take up again, cases to look at. Ctrl+1…6 choose a list, typing finds, Enter opens. */
export function Cases({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const cases = useMemo(() => createCases(session.host), [session]);
  const shown = useCell(cases.shown);
  const counts = useCell(session.counts);
  const [text, setText] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const need = useCallback((from: number, to: number) => cases.need(from, to), [cases]);

  useEffect(() => {
    // Who has drafts comes for those; without any, for the window's cases.
    void cases.choose("drafts").then(() => {
      const now = cases.shown.get();
      if (now.list === "drafts" && now.find === "" && now.total === 0) void cases.choose("mine");
    });
  }, [cases]);

  const opened = useCallback(
    (row: CaseRowView | null) => {
      if (row === null) return;
      if (row.draft === null) {
        session.layer.set({ kind: "papers", slip: row.slip, paper: null });
        return;
      }
      void session.resume(row.draft).then((trouble) => {
        if (trouble === null) session.layer.set(null);
        else setWhy(trouble);
      });
    },
    [session],
  );

  function choose(list: CaseList): void {
    setWhy(null);
    void cases.choose(list, text.trim());
  }

  const move = (by: number) => cases.mark(shown.marked + by);
  const keys: KeyMap = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(leap),
    PageUp: () => move(-leap),
    "Ctrl+Home": () => cases.mark(0),
    "Ctrl+End": () => cases.mark(shown.total - 1),
    Enter: () => opened(cases.row(shown.marked)),
  };
  lists.forEach((list, at) => (keys[`Ctrl+${at + 1}`] = () => choose(list)));

  return (
    <Dialog title={say("cases.title")} sub={say("cases.how")} full testId="cases" onClose={onClose} keys={keys}>
      <div className="pb picks">
        <div className="tabs" role="tablist" aria-label={say("cases.title")}>
          {lists.map((list, at) => (
            <button
              key={list}
              type="button"
              role="tab"
              tabIndex={-1}
              aria-selected={list === shown.list}
              className={list === shown.list ? "on" : ""}
              data-testid={`cases-${list}`}
              onClick={() => choose(list)}
            >
              {say(listWord[list])}
              {counts === null || list === "mine" || list === "any" ? null : (
                <b className="num"> {counts[list]}</b>
              )}{" "}
              <Kbd keys={`Ctrl+${at + 1}`} />
            </button>
          ))}
        </div>
        <input
          className="line"
          data-first
          data-testid="cases-find"
          role="combobox"
          aria-expanded="true"
          aria-controls="case-rows"
          aria-activedescendant={shown.total > 0 ? `case-row-${shown.marked}` : undefined}
          aria-label={say("cases.find")}
          placeholder={say("cases.find")}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            if (!(event.nativeEvent as InputEvent).isComposing)
              void cases.choose(shown.list, event.target.value.trim());
          }}
          onCompositionEnd={(event) => void cases.choose(shown.list, event.currentTarget.value.trim())}
        />
        <span className="mut sm num" data-testid="cases-total">
          {say("cases.total", { n: shown.total })}
        </span>
        {shown.stale ? <Pill tone="warn">{say("cases.stale")}</Pill> : null}
      </div>
      <div className="case head" aria-hidden="true">
        <span>{say("cases.number")}</span>
        <span>{say("cases.item")}</span>
        <span>{say("cases.applicant")}</span>
        <span>{say("cases.stage")}</span>
        <span>{say("cases.received")}</span>
        <span>{say("cases.due")}</span>
      </div>
      <Windowed
        key={`${shown.list}/${shown.find}`}
        id="case-rows"
        testId="case-rows"
        label={say(listWord[shown.list])}
        total={shown.total}
        rowHeight={rowHeight}
        marked={shown.marked}
        onNeed={need}
      >
        {(at) => (
          <Row
            key={at}
            at={at}
            row={cases.row(at)}
            marked={at === shown.marked}
            onOpen={opened}
          />
        )}
      </Windowed>
      {shown.total === 0 && shown.trouble === null ? (
        <p className="pb mut none">{shown.loading ? say("cases.loading") : say("cases.none")}</p>
      ) : null}
      <div className="pb">
        <Trouble trouble={why ?? shown.trouble} testId="cases-trouble" />
      </div>
    </Dialog>
  );
}

const Row = memo(function Row(props: {
  at: number;
  row: CaseRowView | null;
  marked: boolean;
  onOpen: (row: CaseRowView | null) => void;
}) {
  const { at, row, marked } = props;
  const say = useWords();
  // A draft is more than its stage: what it waits for is said by the desk.
  const word = row === null || row.draft !== null ? undefined : stageWord[row.stage];
  return (
    <div
      id={`case-row-${at}`}
      role="option"
      aria-selected={marked}
      className={`case${marked ? " cur" : ""}`}
      data-testid={`case-${at + 1}`}
      onClick={() => props.onOpen(row)}
    >
      <span className="num" title={row?.caseNumber ?? undefined}>
        <b>{row === null ? "…" : row.slip}</b> <span className="mut">{row?.caseNumber}</span>
      </span>
      <span>{row?.itemName}</span>
      <span>{row?.applicant}</span>
      <span>
        {row === null ? null : (
          <Pill tone={row.draft === null ? "info" : "warn"}>{word === undefined ? row.stageWord : say(word)}</Pill>
        )}
      </span>
      <span className="num">{row === null ? "" : hallMinute(row.receivedAt)}</span>
      <span className="num">{row === null ? "" : (row.dueDay ?? "—")}</span>
    </div>
  );
});
