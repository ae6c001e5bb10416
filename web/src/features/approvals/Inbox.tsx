/**
 * 审批收件箱, on the supervisor's own screen. J and K mark, Enter opens (the look is logged), A approves, R denies with
 * words. Nothing of an applicant is shown before a request is opened.
 */
import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { AnsweredView, ApprovalView, OpenedApprovalView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { cell, useCell } from "../../parts/cell";
import { elapsed, useNow } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { isPassedOn, kindWord, lateWord, receiptNotBefore, stateWord } from "./approvals";
import "./approvals.css";

/** The request on which the inbox opens next. */
const wanted = cell<string | null>(null);

/** Has the inbox open on this request; whoever lays the dialog on the screen calls it before. */
export function openApproval(id: string): void {
  wanted.set(id);
}

export function Inbox({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const all = useCell(session.approvals.all);
  const listTrouble = useCell(session.approvals.trouble);
  const desk = useCell(session.desk);
  const [marked, setMarked] = useState<string | null>(wanted.get());
  const [opened, setOpened] = useState<OpenedApprovalView | null>(null);
  const [denying, setDenying] = useState<string | null>(null);
  const [told, setTold] = useState<AnsweredView | null>(null);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const words = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    wanted.set(null);
    void session.approvals.refresh();
  }, [session]);
  useEffect(() => {
    if (denying !== null) words.current?.focus();
  }, [denying !== null]);

  const at = Math.max(
    0,
    all.findIndex((one) => one.id === marked),
  );
  const here = all[at] ?? null;
  // What the list says of it now: somebody else may have answered meanwhile.
  const shown = opened === null ? null : (all.find((one) => one.id === opened.approval.id) ?? opened.approval);

  function mark(next: number): void {
    const to = all[Math.max(0, Math.min(all.length - 1, next))];
    if (to === undefined) return;
    setMarked(to.id);
    setOpened(null);
    setTold(null);
    setWhy(null);
  }

  async function run(deed: () => Promise<void>): Promise<void> {
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

  const open = () =>
    run(async () => {
      if (here === null) return;
      setMarked(here.id);
      setTold(null);
      setOpened(await session.host.openApproval(here.id));
    });

  const answer = (approve: boolean, note: string) =>
    run(async () => {
      if (here === null) return;
      const answered = await session.host.answerApproval(here.id, approve, note);
      setDenying(null);
      setTold(answered);
      await session.approvals.refresh();
    });

  const waits = shown?.state === "waiting";
  const keys: KeyMap =
    denying === null
      ? {
          J: () => mark(at + 1),
          ArrowDown: () => mark(at + 1),
          K: () => mark(at - 1),
          ArrowUp: () => mark(at - 1),
          Enter: () => void open(),
          // Nothing is answered that was not looked at.
          A: () => void (waits ? answer(true, "") : open()),
          R: () => (waits ? setDenying("") : void open()),
        }
      : { Enter: () => (denying.trim() === "" ? words.current?.focus() : void answer(false, denying.trim())) };

  const offsetS = desk?.link.offsetS ?? 0;
  return (
    <Dialog
      title={say("inbox.title")}
      sub={say("inbox.how")}
      full
      testId="inbox"
      onClose={() => (denying === null ? onClose() : setDenying(null))}
      keys={keys}
    >
      <div className="inbox">
        <div
          className="inboxlist"
          role="listbox"
          aria-label={say("inbox.title")}
          aria-activedescendant={here === null ? undefined : `inbox-${here.id}`}
          tabIndex={0}
        >
          {all.length === 0 ? <p className="pb mut">{say("inbox.none")}</p> : null}
          {all.map((one) => (
            <Row key={one.id} one={one} marked={one.id === here?.id} offsetS={offsetS} onMark={() => mark(all.indexOf(one))} />
          ))}
        </div>
        <div className="inboxopen" data-testid="inbox-open" aria-live="polite">
          <Trouble trouble={why ?? listTrouble} testId="inbox-trouble" />
          {told === null ? null : <Told told={told} />}
          {opened === null || shown === null ? (
            here === null ? null : <p className="pb mut">{say("inbox.openFirst")}</p>
          ) : (
            <Opened opened={opened} now={shown} offsetS={offsetS} />
          )}
          {denying === null ? null : (
            <label className="pb asking">
              {say("inbox.denyWords")}
              <textarea
                ref={words}
                rows={3}
                maxLength={500}
                data-testid="inbox-words"
                value={denying}
                onChange={(event) => setDenying(event.target.value)}
              />
            </label>
          )}
        </div>
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={() => (denying === null ? onClose() : setDenying(null))}>
          {say(denying === null ? "dialog.close" : "dialog.back")}
        </Button>
        {denying === null ? (
          <>
            <Button
              tone="bad"
              keys="R"
              testId="inbox-deny"
              why={waits ? null : say("inbox.openFirst")}
              onPress={() => setDenying("")}
            >
              {say("inbox.deny")}
            </Button>
            <Button
              tone="pri"
              keys="A"
              testId="inbox-approve"
              why={waits ? null : say("inbox.openFirst")}
              onPress={() => void answer(true, "")}
            >
              {say("inbox.approve")}
            </Button>
          </>
        ) : (
          <Button
            tone="bad"
            keys="Enter"
            testId="inbox-deny-confirm"
            why={denying.trim() === "" ? say("inbox.denyWords") : null}
            onPress={() => void answer(false, denying.trim())}
          >
            {say("inbox.denyConfirm")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Row(props: { one: ApprovalView; marked: boolean; offsetS: number; onMark: () => void }) {
  const { one, marked } = props;
  const say = useWords();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (marked) row.current?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  return (
    <div
      ref={row}
      id={`inbox-${one.id}`}
      role="option"
      aria-selected={marked}
      className={`inboxrow${marked ? " cur" : ""}`}
      data-testid={`inbox-${one.id}`}
      data-state={one.state}
      onClick={props.onMark}
    >
      <b className="num">{say("inbox.desk", { desk: one.desk })}</b>
      <span className="what">
        <b>{say(kindWord[one.kind] ?? "approval.refusal")}</b> {one.itemName}
        <small className="mut">
          {one.name} {one.staff} · {one.reason}
        </small>
      </span>
      {one.state === "waiting" ? (
        <Age one={one} offsetS={props.offsetS} />
      ) : (
        <Pill tone={one.state === "denied" ? "bad" : "ok"}>
          {say(stateWord[one.state] ?? "approval.waiting")} {one.answeredBy}
        </Pill>
      )}
    </div>
  );
}

/** How long it waits, against the five minutes. */
function Age({ one, offsetS }: { one: ApprovalView; offsetS: number }) {
  const say = useWords();
  const now = useNow() - offsetS * 1000;
  const from = Date.parse(one.askedAt);
  const late = now > Date.parse(one.answerBy);
  const passed = isPassedOn(one);
  const age = (
    <Pill tone={late ? "bad" : "info"} testId={`age-${one.id}`}>
      <span className="num">
        {elapsed(from, now)} / {elapsed(from, Date.parse(one.answerBy))}
      </span>
      {late && !passed ? ` ${say("inbox.late")}` : ""}
    </Pill>
  );
  if (!passed) return age;
  return (
    <span className="passedon">
      {age}
      <Pill tone="warn" testId={`passed-${one.id}`}>
        {say("approval.passed", { at: hallMinute(one.passedOn ?? one.answerBy).slice(-5) })}
      </Pill>
    </span>
  );
}

function Opened(props: { opened: OpenedApprovalView; now: ApprovalView; offsetS: number }) {
  const { opened, now } = props;
  const say = useWords();
  const facts: [string, string | null][] = [
    [say("inbox.applicant"), opened.applicant],
    [say("inbox.firstTold"), opened.firstTold.length === 0 ? null : opened.firstTold.join("、")],
    [say("inbox.what"), now.what],
    [say("inbox.basis"), now.basis],
    [say("ask.rightBody"), now.rightBody],
    [say("inbox.until"), now.until === null ? null : hallMinute(now.until)],
    [say("ask.reason"), now.reason],
    [say("inbox.note"), now.note],
  ];
  const paper = opened.paper;
  const passed = isPassedOn(now);
  return (
    <>
      {passed ? (
        <p className="told warn" data-testid="inbox-passed">
          {say("approval.passedOnHow", { at: hallMinute(receiptNotBefore(now)).slice(-5) })}
        </p>
      ) : null}
      <dl className="facts pb" data-testid="inbox-facts">
        {facts.map(([label, text]) =>
          text === null || text === "" ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
      {paper === null ? null : (
        <article className="paperpreview" data-testid="inbox-paper" aria-label={say("inbox.preview")} tabIndex={0}>
          <p className="sm mut">{say("inbox.preview")}</p>
          <p className="body">{paper.body}</p>
          <h2>{paper.title}</h2>
          {paper.lines.map((line, at) =>
            line.kind === "heading" ? (
              <h3 key={at}>{line.text}</h3>
            ) : (
              <p key={at}>
                {line.label === null ? null : <span className="mut">{line.label} </span>}
                {line.text}
              </p>
            ),
          )}
        </article>
      )}
    </>
  );
}

/** What became of an answer; one that came too late says whose stands. */
function Told({ told }: { told: AnsweredView }) {
  const say = useWords();
  const { answered, approval } = told;
  const word = answered
    ? approval.state === "denied"
      ? "inbox.toldDenied"
      : "inbox.toldApproved"
    : lateWord(approval.state);
  return (
    <p className={`told ${answered ? "ok" : "warn"}`} role="status" data-testid="inbox-told">
      {say(word, {
        name: approval.answeredBy ?? "",
        how: say(stateWord[approval.state] ?? "approval.waiting"),
        desk: approval.desk,
      })}
      {!answered && approval.note !== null ? `：${approval.note}` : ""}
    </p>
  );
}
