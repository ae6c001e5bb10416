import { useEffect, useState } from "react";
import type { DeskView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { WallClock } from "../../parts/Clock";
import { language, useWords } from "../../words";
import { NoticeLine } from "../messages/NoticeLine";
import { groupName, groupTone } from "../queue/queue";
import { calls, isFresh } from "./wall";
import "./wall.css";

/** 等候大屏: which number goes to which window, how many wait, and what everybody should know. */
export function Wall({ desk }: { desk: DeskView }) {
  const say = useWords();
  const book = useCell(language);
  const now = useSeconds() - desk.link.offsetS * 1000;
  const called = calls(desk.queue);
  return (
    <div className="app wall" data-testid="wall">
      <header>
        <b>{desk.hallName}</b>
        <span className="sp" />
        <WallClock offsetS={desk.link.offsetS} />
      </header>
      {desk.realm === "training" ? (
        <div className="banner train" data-testid="banner-training">
          {say("banner.training")}
        </div>
      ) : null}
      <main>
        <section className="calls" aria-live="polite" aria-label={say("wall.calls")}>
          <h1>{say("wall.calls")}</h1>
          {called.length === 0 ? <p className="none">{say("wall.nobody")}</p> : null}
          {called.map((ticket) => (
            <div
              key={ticket.id}
              className={`call ${groupTone(ticket.group)}${isFresh(ticket, now) ? " fresh" : ""}`}
              data-testid={`call-${ticket.number}`}
            >
              <b className="num">{ticket.number}</b>
              <span>{say("wall.goTo")}</span>
              <b className="num">{say("wall.window", { desk: ticket.desk ?? "" })}</b>
              <span className="again">
                {ticket.calls > 1 ? say("queue.calls", { n: ticket.calls }) : ""}
              </span>
            </div>
          ))}
          {desk.queue.missed.length === 0 ? null : (
            <p className="missed" data-testid="wall-missed">
              {say("wall.missed")} <b>{desk.queue.missed.map((ticket) => ticket.number).join(" ")}</b>
            </p>
          )}
        </section>
        <aside>
          <h2>{say("queue.waiting")}</h2>
          {desk.queue.groups.map((group) => (
            <div
              key={group.letter}
              className={`waits ${groupTone(group.letter)}`}
              data-testid={`wall-${group.letter}`}
            >
              <i />
              <span>
                {group.letter} {groupName(desk.queue.groups, group.letter, book)}
              </span>
              <b className="num">{group.waiting}</b>
              <small>
                {group.windows === 0
                  ? say("queue.noWindow")
                  : group.estimateMin === null
                    ? say("kiosk.windows", { n: group.windows })
                    : say("kiosk.estimate", { minutes: group.estimateMin })}
              </small>
            </div>
          ))}
        </aside>
      </main>
      <NoticeLine desk={desk} down={say("wall.offline")} testId="wall-notice" />
    </div>
  );
}

function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
