import type { DeskView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Since } from "../../parts/Clock";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { stripTone } from "./queue";
import "./queue.css";

/** The ticket at the window with its clock, and the call key. */
export function Ticket({ desk, onCall, onEnd }: { desk: DeskView; onCall: () => void; onEnd: () => void }) {
  const say = useWords();
  const visit = desk.visit;
  return (
    <section className="panel pb">
      <div className="tick">
        <span className="no num" data-testid="ticket-number">
          {visit === null ? "—" : (visit.ticket ?? say("queue.walkIn"))}
        </span>
        <div className="t">
          {visit === null ? (
            <span className="mut">{say("queue.nobody")}</span>
          ) : (
            <>
              <div>
                {visit.priority ? (
                  <Pill tone="info">{say("queue.priority")}</Pill>
                ) : (
                  <Pill tone="mute">{say("queue.ordinary")}</Pill>
                )}
              </div>
              <div>
                {say("queue.handling")} <Since from={visit.openedAt} offsetS={desk.link.offsetS} />
              </div>
            </>
          )}
        </div>
      </div>
      <div className="row2">
        <Button
          keys="F2"
          tone={visit === null ? "pri" : "plain"}
          why={visit === null ? null : say("queue.closeFirst")}
          onPress={onCall}
          testId="call-next"
        >
          {say("queue.call")}
        </Button>
        <Button
          keys="Ctrl+E"
          why={visit === null ? say("queue.nobody") : null}
          onPress={onEnd}
          testId="end-visit"
        >
          {say("queue.end")}
        </Button>
      </div>
    </section>
  );
}

/** Who waits, one strip per ticket. */
export function Waiting({ desk }: { desk: DeskView }) {
  const say = useWords();
  const waiting = desk.queue.waiting;
  return (
    <section className="panel grow">
      <div className="ph">
        {say("queue.waiting")} <span className="sub">{say("queue.count", { n: waiting.length })}</span>
      </div>
      <div className="pb strips" tabIndex={0} role="group" aria-label={say("queue.waiting")}>
        {waiting.length === 0 ? <p className="mut sm">{say("queue.empty")}</p> : null}
        {waiting.map((ticket) => (
          <div key={ticket.number} className={`strip ${stripTone(ticket)}`}>
            <i />
            <b className="num">{ticket.number}</b>
            <span>
              {/^[A-Z]$/.test(ticket.group) ? say("queue.group", { group: ticket.group }) : ticket.group}
              {ticket.priority ? ` · ${say("queue.priority")}` : ""}
            </span>
            <Since from={ticket.takenAt} offsetS={desk.link.offsetS} />
          </div>
        ))}
      </div>
    </section>
  );
}
