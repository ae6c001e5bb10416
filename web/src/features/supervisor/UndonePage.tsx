/** 办不成事反映: what was turned away, the oldest open entry first; answered by keys. The first answer stands. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { troubleOf } from "../../host/host";
import type { TroubleView, UndoneRowView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { isOpen, lasting, openCount, undoneKind, type Undone } from "./undone";
import "../approvals/approvals.css";
import "./undone.css";

/** The hall takes no more of an answer. */
const longest = 500;

export function UndonePage(props: { undone: Undone; nowMs: number; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const { undone } = props;
  const rows = useCell(undone.rows);
  const silent = useCell(undone.trouble);
  const [marked, setMarked] = useState<string | null>(null);
  const [text, setText] = useState<string | null>(null);
  const [kept, setKept] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const writing = text !== null;

  useEffect(() => void undone.refresh(), [undone]);
  useEffect(() => {
    if (writing) words.current?.focus();
  }, [writing]);

  const all = rows ?? [];
  const at = Math.max(
    0,
    all.findIndex((row) => row.id === marked),
  );
  const here = all[at] ?? null;

  function mark(next: number): void {
    const to = all[Math.max(0, Math.min(all.length - 1, next))];
    if (to === undefined || writing) return;
    setMarked(to.id);
    setWhy(null);
    setKept(null);
  }

  function begin(): void {
    if (here === null || !isOpen(here)) return;
    // A new row may come above it meanwhile: what is answered stays the same.
    setMarked(here.id);
    setKept(null);
    setWhy(null);
    setText("");
  }

  async function keep(): Promise<void> {
    if (here === null || text === null || busy) return;
    if (text.trim() === "") {
      words.current?.focus();
      return;
    }
    setBusy(true);
    setWhy(null);
    try {
      await session.host.answerUndone(here.id, text.trim());
      setKept(here.id);
      setText(null);
    } catch (thrown) {
      const trouble = troubleOf(thrown);
      setWhy(trouble);
      // Somebody was first: his answer is shown, this one is not needed any more.
      if (trouble.code === "YC-2800") setText(null);
    } finally {
      setBusy(false);
      await undone.refresh();
    }
  }

  const showCase = () => {
    if (here !== null) session.layer.set({ kind: "openCases", list: "any", find: here.slip });
  };
  const leave = () => (writing ? setText(null) : props.onClose());
  const keys: KeyMap = writing
    ? { Enter: () => void keep() }
    : {
        J: () => mark(at + 1),
        ArrowDown: () => mark(at + 1),
        K: () => mark(at - 1),
        ArrowUp: () => mark(at - 1),
        Enter: begin,
        O: showCase,
      };

  const open = openCount(rows);
  return (
    <Dialog
      title={say("undone.title")}
      sub={say("undone.how")}
      full
      testId="undone"
      onClose={leave}
      keys={keys}
    >
      <div className="pb picks">
        <Pill tone={open > 0 ? "bad" : "ok"} testId="undone-count">
          {open > 0 ? say("undone.open", { n: open }) : say("undone.allDone")}
        </Pill>
        <Trouble trouble={silent} testId="undone-silent" />
      </div>
      <div className="inbox">
        <div
          className="inboxlist"
          role="listbox"
          aria-label={say("undone.title")}
          aria-activedescendant={here === null ? undefined : `undone-${here.id}`}
          tabIndex={0}
        >
          {all.length === 0 && silent === null ? (
            <p className="pb mut">{say(rows === null ? "undone.loading" : "undone.none")}</p>
          ) : null}
          {all.map((row, place) => (
            <Row key={row.id} row={row} marked={place === at} nowMs={props.nowMs} onMark={() => mark(place)} />
          ))}
        </div>
        <div className="inboxopen" data-testid="undone-open" aria-live="polite">
          {here === null ? null : <Facts row={here} />}
          {kept !== null && kept === here?.id ? (
            <p className="told ok" role="status" data-testid="undone-kept">
              {say("undone.kept")}
            </p>
          ) : null}
          {text === null ? null : (
            <label className="pb asking">
              {say("undone.answer")}
              <textarea
                ref={words}
                rows={4}
                maxLength={longest}
                data-testid="undone-answer"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </label>
          )}
          <div className="pb">
            <Trouble trouble={why} testId="undone-trouble" />
          </div>
        </div>
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={leave}>
          {say(writing ? "dialog.back" : "dialog.close")}
        </Button>
        {writing ? (
          <Button
            tone="pri"
            keys="Enter"
            testId="undone-go"
            why={busy ? say("dialog.wait") : text.trim() === "" ? say("undone.answerFirst") : null}
            onPress={() => void keep()}
          >
            {say("undone.go")}
          </Button>
        ) : (
          <>
            <Button keys="O" testId="undone-case" why={here === null ? say("undone.none") : null} onPress={showCase}>
              {say("board.act.showCase")}
            </Button>
            <Button
              tone="pri"
              keys="Enter"
              testId="undone-start"
              why={here === null ? say("undone.none") : isOpen(here) ? null : say("undone.answered")}
              onPress={begin}
            >
              {say("undone.start")}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Row(props: { row: UndoneRowView; marked: boolean; nowMs: number; onMark: () => void }) {
  const { row, marked } = props;
  const say = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (marked) box.current?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  return (
    <div
      ref={box}
      id={`undone-${row.id}`}
      role="option"
      aria-selected={marked}
      className={`inboxrow undone${marked ? " cur" : ""}`}
      data-testid={`undone-row-${row.id}`}
      data-open={isOpen(row)}
      onClick={props.onMark}
    >
      <Pill tone={isOpen(row) ? "bad" : "mute"}>{say(undoneKind(row.kind))}</Pill>
      <span className="what">
        <b>{row.itemName}</b>
        <small className="mut">
          {say("undone.window", { desk: row.desk })} · {say("undone.owner", { name: row.owner })} · {row.reason}
        </small>
      </span>
      <span className="ends">
        {row.ours && isOpen(row) ? <Pill tone="info">{say("undone.ours")}</Pill> : null}
        {isOpen(row) ? (
          <b className="num">{say("undone.since", { time: lasting(props.nowMs - Date.parse(row.at), say) })}</b>
        ) : (
          <Pill tone="ok">{say("undone.answered")}</Pill>
        )}
      </span>
    </div>
  );
}

function Facts({ row }: { row: UndoneRowView }) {
  const say = useWords();
  const facts: [string, ReactNode][] = [
    [say("undone.facts.item"), row.itemName],
    [say("undone.facts.slip"), <span key="slip" className="num">{row.slip}</span>],
    [say("undone.facts.department"), row.department],
    [say("undone.facts.window"), say("undone.window", { desk: row.desk })],
    [say("undone.facts.reason"), <b key="reason">{row.reason}</b>],
    [say("undone.facts.owner"), row.ours ? `${row.owner}（${say("undone.ours")}）` : row.owner],
    [say("undone.facts.at"), hallMinute(row.at)],
    [
      say("undone.facts.answered"),
      row.answer === null ? null : (
        <span key="answer" data-testid="undone-answered">
          {row.answer} <span className="mut num">{row.answeredAt === null ? "" : hallMinute(row.answeredAt)}</span>
        </span>
      ),
    ],
  ];
  return (
    <dl className="facts pb" data-testid="undone-facts">
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
