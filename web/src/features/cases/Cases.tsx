import { memo, useCallback, useEffect, useMemo, useState } from "react";
import { troubleOf } from "../../host/host";
import type { CaseCounts, CaseList, CaseRowView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { Trouble } from "../../parts/Trouble";
import { Windowed } from "../../parts/Windowed";
import { language, useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { stop } from "../intake/walk";
import { mayComeBack, whyNotTakenUp } from "./acts";
import { createCases, hallMinute, lists } from "./cases";
import { clockText, clockTone, clockWhy } from "./clock";
import { hereOf } from "./here";
import { total } from "../online/online";
import { standing } from "./stages";
import "./cases.css";

const listWord: Record<CaseList, Word> = {
  drafts: "cases.drafts",
  mine: "cases.mine",
  received: "cases.waiting",
  supplementing: "cases.supplementing",
  returned: "cases.returned",
  due: "cases.near",
  toCollect: "cases.toCollect",
  overdue: "cases.overdue",
  unsent: "cases.unsent",
  any: "cases.any",
};

/** Pixels of a row, as in the style sheet. */
const rowHeight = 36;
/** Rows of a page key. */
const leap = 12;

/** Lists of the whole hall for who looks after it: which, and where to begin. They name no applicant. */
export interface HallCases {
  lists: CaseList[];
  list: CaseList;
  find: string;
  /** 督办 of the marked case. */
  urge: (slip: string) => Promise<unknown>;
}

/** Lists whose length the desk counts. */
const counted = (list: CaseList): list is keyof CaseCounts =>
  list !== "mine" && list !== "any" && list !== "overdue";

/** Ctrl+B: drafts to take up again, cases to look at. Ctrl+1…6 choose a list, typing finds, Enter opens. */
export function Cases({
  hall,
  start,
  onClose,
}: {
  hall?: HallCases;
  start?: CaseList | undefined;
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const cases = useMemo(() => createCases(session.host), [session]);
  const shown = useCell(cases.shown);
  const counts = useCell(session.counts);
  const warned = useCell(session.warnings.view).total > 0;
  const waitingOnline = useCell(session.online.waiting);
  const [text, setText] = useState(hall?.find ?? "");
  const named = hall === undefined;
  const shelves = hall?.lists ?? lists;
  const [why, setWhy] = useState<TroubleView | null>(null);
  /** A key came before its row. */
  const [early, setEarly] = useState(false);
  const [urged, setUrged] = useState<string | null>(null);
  const need = useCallback((from: number, to: number) => cases.need(from, to), [cases]);

  useEffect(() => {
    if (hall !== undefined) {
      void cases.choose(hall.list, hall.find);
      return;
    }
    if (start !== undefined) {
      void cases.choose(start);
      return;
    }
    // Who has drafts comes for those; without any, for the window's cases.
    void cases.choose("drafts").then(() => {
      const now = cases.shown.get();
      if (now.list === "drafts" && now.find === "" && now.total === 0) void cases.choose("mine");
    });
    // Where to begin is said once.
  }, [cases]);

  // What is here now can be acted on.
  useEffect(() => setEarly(false), [shown.pages, shown.list, shown.find]);

  const opened = useCallback(
    (row: CaseRowView) => {
      if (row.draft === null && row.stage === "completed" && named) {
        session.layer.set({ kind: "deliver", slip: row.slip });
        return;
      }
      if (row.draft === null) {
        session.layer.set({ kind: "case", slip: row.slip, clock: row.clock });
        return;
      }
      void session.resume(row.draft).then((trouble) => {
        if (trouble === null) session.layer.set(null);
        else setWhy(trouble);
      });
    },
    [session, named],
  );

  /** 续办、补正 by one key; what has to be done before it says the page of the case. */
  function takeUp(row: CaseRowView): void {
    if (!mayComeBack(row)) return;
    if (whyNotTakenUp(row, hereOf(session), say) !== null) {
      opened(row);
      return;
    }
    void session.reopen(row.slip).then((trouble) => {
      if (trouble !== null) return setWhy(trouble);
      session.layer.set(null);
      setTimeout(() => goToStop(stop.next), 0);
    });
  }

  function urge(row: CaseRowView): void {
    if (hall === undefined) return;
    setWhy(null);
    setUrged(null);
    hall.urge(row.slip).then(
      () => setUrged(row.slip),
      (thrown: unknown) => setWhy(troubleOf(thrown)),
    );
  }

  /** 知道了: the row's warning, or all of them. */
  function putAway(slip: string | null): void {
    void session.warnings.putAway(slip).then(() => cases.choose(shown.list, text.trim()));
  }

  function choose(list: CaseList): void {
    setWhy(null);
    void cases.choose(list, text.trim());
  }

  /** Acts on the row that is on the screen; while it is only on its way, that is said and nothing is done later. */
  function onRow(act: (row: CaseRowView) => void): () => void {
    return () => {
      const row = cases.row(shown.marked);
      if (row !== null) act(row);
      else if (shown.loading || shown.total > 0) setEarly(true);
    };
  }

  const move = (by: number) => cases.mark(shown.marked + by);
  const keys: KeyMap = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(leap),
    PageUp: () => move(-leap),
    "Ctrl+Home": () => cases.mark(0),
    "Ctrl+End": () => cases.mark(shown.total - 1),
    Enter: onRow(opened),
    "Ctrl+Enter": onRow((row) => {
      if (mayDemand(row))
        session.layer.set({ kind: "secondDemand", slip: row.slip, itemName: row.itemName });
    }),
    "Alt+Enter": onRow((row) => {
      if (hall === undefined && mayAskTime(row))
        session.layer.set({ kind: "caseClock", slip: row.slip, itemName: row.itemName, paused: isPaused(row) });
    }),
  };
  if (warned) {
    keys["Ctrl+Delete"] = onRow((row) => {
      if (row.warned !== null) putAway(row.slip);
    });
    keys["Ctrl+Shift+Delete"] = () => putAway(null);
  }
  if (hall === undefined) keys["Ctrl+Shift+O"] = () => session.layer.set({ kind: "online" });
  if (named) keys["F6"] = onRow(takeUp);
  if (named)
    keys["Shift+F9"] = onRow((row) => {
      if (mayBeVoid(row)) session.layer.set({ kind: "void", slip: row.slip, itemName: row.itemName });
    });
  if (hall !== undefined) keys["F8"] = onRow(urge);
  shelves.forEach((list, at) => (keys[`Ctrl+${at + 1}`] = () => choose(list)));

  return (
    <Dialog
      title={say("cases.title")}
      sub={say(named ? "cases.how" : "cases.hallHow")}
      full
      testId="cases"
      onClose={onClose}
      keys={keys}
    >
      <div className="pb picks">
        <div className="tabs" role="tablist" aria-label={say("cases.title")}>
          {shelves.map((list, at) => (
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
              {counts === null || !counted(list) ? null : (
                <b className="num"> {counts[list]}</b>
              )}{" "}
              <Kbd keys={`Ctrl+${at + 1}`} />
            </button>
          ))}
        </div>
        {hall === undefined ? (
          <Button keys="Ctrl+Shift+O" testId="cases-online" onPress={() => session.layer.set({ kind: "online" })}>
            {say("online.short")} <b className="num">{total(waitingOnline)}</b>
          </Button>
        ) : null}
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
        {urged === null ? null : (
          <span role="status" data-testid="case-urged">
            <Pill tone="ok">{say("board.done.urged", { slip: urged })}</Pill>
          </span>
        )}
        {early ? (
          <span role="status" data-testid="cases-refreshing">
            <Pill tone="info">{say("cases.refreshing")}</Pill>
          </span>
        ) : null}
        {warned ? (
          <span className="mut sm" data-testid="cases-warned">
            <Kbd keys="Ctrl+Delete" /> {say("warning.seen")} <Kbd keys="Ctrl+Shift+Delete" /> {say("warning.seenAll")}
          </span>
        ) : null}
        {shown.stale ? <Pill tone="warn">{say("cases.stale")}</Pill> : null}
      </div>
      <div className={`case head${named ? "" : " unnamed"}`} aria-hidden="true">
        <span>{say("cases.number")}</span>
        <span>{say("cases.item")}</span>
        {named ? <span>{say("cases.applicant")}</span> : null}
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
            named={named}
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

/** More may be asked for only while the case is open; the hall decides, this keeps the key quiet. */
const mayDemand = (row: CaseRowView): boolean =>
  row.draft === null && (row.stage === "received" || row.stage === "accepted");

/** Until a department decides; the hall judges, this keeps the key quiet. */
const mayBeVoid = (row: CaseRowView): boolean =>
  row.draft === null && ["received", "supplementing", "accepted"].includes(row.stage);

/** A clock that stands still ends; one that runs may stand still or be put off. */
const isPaused = (row: CaseRowView): boolean => row.clock?.rule === "specialProcedure";
const mayAskTime = (row: CaseRowView): boolean => row.draft === null && row.stage === "accepted";

const Row = memo(function Row(props: {
  at: number;
  row: CaseRowView | null;
  marked: boolean;
  named: boolean;
  onOpen: (row: CaseRowView) => void;
}) {
  const { at, row, marked } = props;
  const say = useWords();
  const book = useCell(language);
  const stands = row === null ? null : standing(row, say);
  return (
    <div
      id={`case-row-${at}`}
      role="option"
      aria-selected={marked}
      className={`case${marked ? " cur" : ""}${props.named ? "" : " unnamed"}`}
      data-testid={`case-${at + 1}`}
      onClick={() => row !== null && props.onOpen(row)}
    >
      <span className="num" title={row?.caseNumber ?? undefined}>
        <b>{row === null ? "…" : row.slip}</b> <span className="mut">{row?.caseNumber}</span>
      </span>
      <span>{row?.itemName}</span>
      {props.named ? <span>{row?.applicant}</span> : null}
      <span>
        {stands === null ? null : <Pill tone={stands.tone}>{stands.text}</Pill>}
        {row === null || row.warned === null ? null : (
          <>
            {" "}
            <Pill tone={row.warned === "near" ? "warn" : "bad"} testId={`case-warned-${at + 1}`}>
              {say("warning.unseen")}
            </Pill>
          </>
        )}
      </span>
      <span className="num">{row === null ? "" : hallMinute(row.receivedAt)}</span>
      <span className="num">
        {row === null ? null : row.clock === null ? (
          (row.dueDay ?? "—")
        ) : (
          <Pill tone={clockTone(row.clock)} title={clockWhy(row.clock, say, book)} testId={`case-clock-${at + 1}`}>
            {clockText(row.clock, say)}
          </Pill>
        )}
      </span>
    </div>
  );
});
