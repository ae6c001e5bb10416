/** What the hall has to say, in the room of the top bar: it covers nothing and moves nothing. */
import { useLayoutEffect, useRef } from "react";
import { useCell } from "../../parts/cell";
import { Since, useNow } from "../../parts/Clock";
import { Kbd } from "../../parts/Kbd";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { comingWords, quietMark, reasonWord, talkOf, type Talk } from "./messages";
import "./messages.css";

export function useTalk(offsetS: number): Talk | null {
  const view = useCell(useSession().messages.view);
  return talkOf(view, useNow() - offsetS * 1000);
}

export function HallStrip({ talk, offsetS }: { talk: Talk; offsetS: number }) {
  const session = useSession();
  const say = useWords();
  const { call, sentTo, unread } = talk;
  return (
    <span className="hallstrip" role="status" data-testid="hall-strip">
      {sentTo === null ? null : (
        <span className="calls coming" data-testid="sent-to">
          <b>{say("msg.goTo", { desk: sentTo.desk })}</b>
          <small>
            {say("msg.goToBy", { name: sentTo.takenBy ?? "", why: say(reasonWord(sentTo.why)) })}
          </small>
        </span>
      )}
      {call === null ? null : (
        <button
          type="button"
          className={call.takenBy === null ? "calls" : "calls coming"}
          data-testid="own-call"
          onClick={() => session.layer.set({ kind: "support" })}
        >
          <b>{say(...comingWords(call))}</b>
          <small>
            {say(reasonWord(call.why))} <Since from={call.takenAt ?? call.at} offsetS={offsetS} />
          </small>
        </button>
      )}
      {unread === null ? null : <Said talk={talk} />}
    </span>
  );
}

function Said({ talk }: { talk: Talk }) {
  const session = useSession();
  const say = useWords();
  const { messages } = session;
  const long = useCell(messages.long);
  const text = useRef<HTMLSpanElement>(null);
  const unread = talk.unread;
  useLayoutEffect(() => {
    const box = text.current;
    if (box === null) return;
    const look = (): void => messages.long.set(box.scrollHeight > box.clientHeight + 1);
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    return () => sizes.disconnect();
  }, [messages, unread?.id]);
  if (unread === null) return null;
  return (
    <button
      type="button"
      className={unread.urgent ? "said urgent" : "said"}
      data-testid={`said-${unread.id}`}
      onClick={() => {
        if (long) session.layer.set({ kind: "messages" });
        else void messages.acknowledge(unread.id);
      }}
    >
      <b className="mark">{say(unread.urgent ? "msg.urgent" : unread.own ? "msg.own" : "msg.notice")}</b>
      <span className="text" ref={text}>
        {unread.text}
      </span>
      <span className="go">
        <Kbd keys="Ctrl+Shift+M" />
        <span>
          {say(long ? "msg.whole" : "msg.seen")}
          {talk.more > 0 ? ` ${say("msg.more", { n: talk.more })}` : ""}
        </span>
      </span>
    </button>
  );
}

/** Whether a quiet alarm got through: a mark without words, in a place that is always kept for it. */
export function QuietMark() {
  const say = useWords();
  const { messages } = useSession();
  const mark = quietMark(useCell(messages.view), useCell(messages.unsent));
  return (
    <span
      className="quietmark"
      data-state={mark ?? "none"}
      data-testid="quiet-mark"
      role={mark === null ? undefined : "img"}
      aria-hidden={mark === null}
      aria-label={
        mark === null
          ? undefined
          : say(mark === "unsent" ? "msg.markUnsent" : mark === "taken" ? "msg.markTaken" : "msg.markSent")
      }
    />
  );
}
