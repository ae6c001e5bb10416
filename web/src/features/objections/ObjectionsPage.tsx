/** 数据校核: open ones first, the oldest of them first, by pages. A supervisor enters what did not come over the line. */
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { troubleOf } from "../../host/host";
import type { ObjectionRowView, ObjectionsView, SettleAs, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Options, optionKeys } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords } from "../../words";
import { useSession } from "../desk/session";
import { ageOf, lightTone, pageRows, toneOf } from "./objections";
import "../approvals/approvals.css";
import "./objections.css";

const verdicts: SettleAs[] = ["upheld", "partly", "rejected"];

export function ObjectionsPage({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const moved = useCell(session.objectionsMoved);
  const [view, setView] = useState<ObjectionsView | null>(null);
  const [silent, setSilent] = useState<TroubleView | null>(null);
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(0);
  const [marked, setMarked] = useState<string | null>(null);
  const [settling, setSettling] = useState(false);

  const read = useCallback(async () => {
    try {
      setView(await session.host.objections(open, from, pageRows));
      setSilent(null);
    } catch (thrown) {
      setSilent(troubleOf(thrown));
    }
  }, [session, open, from]);
  useEffect(() => void read(), [read, moved]);

  const rows = view?.rows ?? [];
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === marked),
  );
  const here = rows[at] ?? null;
  const total = view?.total ?? 0;

  function mark(next: number): void {
    const to = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (to !== undefined) setMarked(to.id);
  }
  function turn(by: number): void {
    const next = from + by * pageRows;
    if (next < 0 || next >= total) return;
    setFrom(next);
    setMarked(null);
  }
  function onlyOpen(): void {
    setOpen(!open);
    setFrom(0);
    setMarked(null);
  }
  const showCase = () => {
    if (here === null) return;
    session.layer.set(
      view?.ofHall === true
        ? { kind: "openCases", list: "any", find: here.slip }
        : { kind: "case", slip: here.slip, clock: null },
    );
  };
  const settle = () => {
    if (here?.settleable === true) setSettling(true);
  };
  const keys: KeyMap = {
    J: () => mark(at + 1),
    ArrowDown: () => mark(at + 1),
    K: () => mark(at - 1),
    ArrowUp: () => mark(at - 1),
    PageDown: () => turn(1),
    PageUp: () => turn(-1),
    Enter: showCase,
    O: onlyOpen,
    S: settle,
  };

  if (settling && here !== null)
    return (
      <Settle
        row={here}
        onClose={() => setSettling(false)}
        onDone={() => {
          setSettling(false);
          void read();
        }}
      />
    );
  return (
    <Dialog
      title={say("objection.title")}
      sub={say(view?.ofHall === true ? "objection.how" : "objection.howClerk")}
      full
      testId="objections"
      onClose={onClose}
      keys={keys}
    >
      <div className="pb picks">
        <Pill tone={(view?.open ?? 0) > 0 ? "warn" : "ok"} testId="objections-open">
          {(view?.open ?? 0) > 0 ? say("objection.open", { n: view?.open ?? 0 }) : say("objection.allDone")}
        </Pill>
        {(view?.overdue ?? 0) > 0 ? (
          <Pill tone="bad" testId="objections-overdue">
            {say("objection.overdue", { n: view?.overdue ?? 0 })}
          </Pill>
        ) : null}
        {total > 0 ? (
          <span className="mut num" data-testid="objections-page">
            {say("objection.page", { from: from + 1, to: from + rows.length, total })}
          </span>
        ) : null}
        <Trouble trouble={silent} testId="objections-silent" />
      </div>
      <div className="inbox">
        <div
          className="inboxlist"
          role="listbox"
          aria-label={say("objection.title")}
          aria-activedescendant={here === null ? undefined : `objection-${here.id}`}
          tabIndex={0}
        >
          {rows.length === 0 && silent === null ? (
            <p className="pb mut">{say(view === null ? "objection.loading" : "objection.none")}</p>
          ) : null}
          {rows.map((row, place) => (
            <Row key={row.id} row={row} marked={place === at} onMark={() => mark(place)} />
          ))}
        </div>
        <div className="inboxopen" data-testid="objection-open" aria-live="polite">
          {here === null ? null : <Facts row={here} />}
        </div>
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.close")}
        </Button>
        <Button keys="PageUp" why={from > 0 ? null : say("objection.none")} onPress={() => turn(-1)}>
          {say("objection.older")}
        </Button>
        <Button
          keys="PageDown"
          testId="objections-next"
          why={from + pageRows < total ? null : say("objection.none")}
          onPress={() => turn(1)}
        >
          {say("objection.newer")}
        </Button>
        <Button keys="O" testId="objections-only-open" onPress={onlyOpen}>
          {say(open ? "objection.all" : "objection.onlyOpen")}
        </Button>
        {view?.ofHall === true ? (
          <Button
            keys="S"
            testId="objection-settle"
            why={here?.settleable === true ? null : say("objection.answered")}
            onPress={settle}
          >
            {say("objection.settle")}
          </Button>
        ) : null}
        <Button
          tone="pri"
          keys="Enter"
          testId="objection-case"
          why={here === null ? say("objection.none") : null}
          onPress={showCase}
        >
          {say("board.act.showCase")}
        </Button>
      </div>
    </Dialog>
  );
}

function Row(props: { row: ObjectionRowView; marked: boolean; onMark: () => void }) {
  const { row, marked } = props;
  const say = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (marked) box.current?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  return (
    <div
      ref={box}
      id={`objection-${row.id}`}
      role="option"
      aria-selected={marked}
      className={`inboxrow objection${marked ? " cur" : ""}`}
      data-testid={`objection-row-${row.id}`}
      data-state={row.state}
      onClick={props.onMark}
    >
      <Pill tone={toneOf(row.state)}>{row.stateWord}</Pill>
      <span className="what">
        <b>
          {row.label} · {row.source}
        </b>
        <small className="mut">
          {row.itemName} · {say("undone.window", { desk: row.desk })} · <span className="num">{row.slip}</span>
        </small>
      </span>
      <span className="ends">
        {row.light === null ? null : <Pill tone={lightTone(row.light)}>{ageOf(row, say)}</Pill>}
      </span>
    </div>
  );
}

/** The whole of one objection; the case page shows the same. */
export function Facts({ row }: { row: ObjectionRowView }) {
  const say = useWords();
  const sentence = useSentence();
  const answer = row.answer;
  const facts: [string, ReactNode][] = [
    [say("objection.theirs"), <b key="theirs">{row.theirs}</b>],
    [say("objection.stated"), <b key="stated">{row.stated}</b>],
    [say("detail.provider"), row.provider],
    [say("objection.record"), row.recordId],
    [say("objection.why"), row.why],
    [say("objection.evidence"), row.evidence.join("；")],
    [say("objection.raised"), `${row.raisedAt} ${row.by}`],
    [say("objection.sent"), row.sentAt],
    [say("objection.receipt"), row.receiptNo],
    [say("objection.answerBy"), row.light === null ? null : `${row.answerBy} · ${ageOf(row, say)}`],
    [say("objection.cause"), row.cause === null ? null : `${sentence(row.cause)} ${row.cause.code}`],
    [
      say("objection.answered"),
      answer === null ? null : (
        <span key="answer" data-testid="objection-answer">
          <Pill tone={toneOf(row.state)}>{row.stateWord}</Pill>{" "}
          {answer.value === null ? "" : say("objection.now", { value: answer.value })} {answer.note}{" "}
          <span className="mut num">
            {answer.at} {answer.by}
          </span>
        </span>
      ),
    ],
  ];
  return (
    <dl className="facts pb" data-testid={`objection-facts-${row.id}`}>
      {facts.map(([label, value]) =>
        value === null || value === "" ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** 登记答复: a digit, and where it comes from. */
function Settle(props: { row: ObjectionRowView; onClose: () => void; onDone: () => void }) {
  const { row } = props;
  const session = useSession();
  const say = useWords();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const words = useRef<HTMLInputElement>(null);
  useEffect(() => words.current?.focus(), []);

  async function go(verdict: SettleAs): Promise<void> {
    if (busy) return;
    if (note.trim() === "") {
      words.current?.focus();
      return;
    }
    setBusy(true);
    setWhy(null);
    try {
      await session.host.settleObjection(row.id, verdict, note.trim());
      props.onDone();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }

  const options = verdicts.map((verdict, at) => ({
    digit: at + 1,
    label: say(`objection.${verdict}`),
    why: note.trim() === "" ? say("objection.noteFirst") : null,
    testId: `settle-${verdict}`,
    act: () => void go(verdict),
  }));
  const keys: KeyMap = {};
  for (const [digit, act] of Object.entries(optionKeys(options))) keys[`Alt+${digit}`] = act;
  return (
    <Dialog
      title={say("objection.settle")}
      sub={say("objection.settleHow")}
      testId="settle"
      onClose={props.onClose}
      keys={keys}
    >
      <div className="pb">
        <p>
          <b>{row.label}</b> · {row.source}：{row.theirs} / {row.stated}
        </p>
        <label className="asking">
          {say("objection.note")}
          <input
            ref={words}
            type="text"
            maxLength={200}
            data-testid="settle-note"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <Options options={options} />
        <p className="sm mut">Alt+1–3</p>
        <Trouble trouble={why} testId="settle-trouble" />
      </div>
    </Dialog>
  );
}
