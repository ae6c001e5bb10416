import type { DeskView, TicketView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { elapsed, Since } from "../../parts/Clock";
import { Pill } from "../../parts/Pill";
import { language, useWords } from "../../words";
import { useSession } from "../desk/session";
import { queueDeeds } from "./deeds";
import { colleagues, groupName, groupTone, longestMinutes, marks, whyNoCall, windowWord } from "./queue";
import "./queue.css";

/** The ticket at the window with its clocks, and the call keys. */
export function Ticket({ desk, onCall, onEnd }: { desk: DeskView; onCall: () => void; onEnd: () => void }) {
  const say = useWords();
  const session = useSession();
  const book = useCell(language);
  const deeds = queueDeeds(session);
  const visit = desk.visit;
  const ticket = visit?.called ?? null;
  const noTicket = visit === null ? say("queue.nobody") : ticket === null ? say("queue.noNumber") : null;
  const paused = desk.queue.window?.state === "paused" && visit === null;
  const stopped = whyNoCall(desk.queue);
  return (
    <section className="panel pb turn">
      <div className="tick">
        <span className="no num" data-testid="ticket-number">
          {visit === null ? "—" : (visit.ticket ?? say("queue.walkIn"))}
        </span>
        <div className="t">
          {visit === null ? (
            <span className="mut">{say("queue.nobody")}</span>
          ) : (
            <>
              <div className="pills">
                {ticket === null ? null : (
                  <Pill tone="info">{groupName(desk.queue.groups, ticket.group, book)}</Pill>
                )}
                {ticket === null
                  ? null
                  : marks(ticket).map((word) => (
                      <Pill key={word} tone="mute">
                        {say(word)}
                      </Pill>
                    ))}
                {visit.handed === 0 ? null : (
                  <span data-testid="visit-handed">
                    <Pill tone="info">{say("queue.handed", { n: visit.handed })}</Pill>
                  </span>
                )}
                {ticket !== null && ticket.calls > 1 ? (
                  <Pill tone="warn">{say("queue.calls", { n: ticket.calls })}</Pill>
                ) : null}
              </div>
              <div>
                {ticket === null ? null : (
                  <>
                    {say("queue.waited")}{" "}
                    <b className="num">
                      {elapsed(Date.parse(ticket.takenAt), Date.parse(visit.openedAt))}
                    </b>
                    {" · "}
                  </>
                )}
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
          why={visit !== null ? say("queue.closeFirst") : stopped === null ? null : say(stopped)}
          onPress={onCall}
          testId="call-next"
        >
          {say("queue.call")}
        </Button>
        <Button keys="⇧F2" why={noTicket} onPress={deeds.recall} testId="recall">
          {say("queue.recall")}
        </Button>
        {visit === null ? (
          <Button
            why={desk.queue.window === null ? say("window.closed") : null}
            onPress={paused ? deeds.resume : () => session.layer.set({ kind: "pause" })}
            testId={paused ? "resume-window" : "pause-window"}
          >
            {say(paused ? "window.resume" : "window.pause")}
          </Button>
        ) : (
          <Button why={noTicket} onPress={deeds.miss} testId="miss">
            {say("queue.miss")}
          </Button>
        )}
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

/** The window is paused, or still another clerk's. */
export function WindowBanner({ desk }: { desk: DeskView }) {
  const say = useWords();
  const deeds = queueDeeds(useSession());
  const window = desk.queue.window;
  if (desk.queue.shiftDue) {
    return (
      <div className="banner shift" role="alert" data-testid="banner-shift">
        {say("window.shiftDue", { name: window?.staffName ?? "", staff: window?.staff ?? "" })}{" "}
        <Button tone="pri" onPress={deeds.takeShift} testId="take-shift">
          {say("window.takeShift")}
        </Button>
      </div>
    );
  }
  if (window?.state !== "paused") return null;
  return (
    <div className="banner shift" data-testid="banner-paused">
      {say("window.pausedSince", { why: say(windowWord(window)) })}{" "}
      <Since from={window.since} offsetS={desk.link.offsetS} />{" "}
      <Button onPress={deeds.resume} testId="banner-resume">
        {say("window.resume")}
      </Button>
    </div>
  );
}

function Strip({
  desk,
  ticket,
  since,
  children,
}: {
  desk: DeskView;
  ticket: TicketView;
  since: string;
  children?: React.ReactNode;
}) {
  const say = useWords();
  const book = useCell(language);
  const out = ticket.returned || ticket.held;
  const words = [
    ticket.parkedWhy ?? groupName(desk.queue.groups, ticket.group, book),
    ...marks(ticket).map((word) => say(word)),
  ];
  return (
    <div
      className={`strip ${groupTone(ticket.group)}${out ? " cock" : ""}`}
      data-testid={`strip-${ticket.number}`}
    >
      <i />
      <b className="num">{ticket.number}</b>
      <span title={words.join(" · ")}>{words.join(" · ")}</span>
      <span className="end">
        <Since from={since} offsetS={desk.link.offsetS} />
        {children}
      </span>
    </div>
  );
}

/** Who waits, one strip per ticket; those that returned stand out of line. Below, who is away and who sits near. */
export function Waiting({ desk }: { desk: DeskView }) {
  const say = useWords();
  const deeds = queueDeeds(useSession());
  const { waiting, parked, missed } = desk.queue;
  const busy = desk.visit === null ? null : say("queue.closeFirst");
  const mine = parked.filter((ticket) => ticket.desk === desk.desk);
  return (
    <section className="panel grow" data-testid="waiting">
      <div className="ph">
        {say("queue.waiting")}{" "}
        <span className="sub">
          {waiting.length === 0
            ? say("queue.count", { n: 0 })
            : say("queue.countLongest", { n: waiting.length, minutes: longestMinutes(desk.queue, Date.now()) })}
        </span>
      </div>
      <div className="pb strips" tabIndex={0} role="group" aria-label={say("queue.waiting")}>
        {waiting.length === 0 ? <p className="mut sm">{say("queue.empty")}</p> : null}
        {waiting.map((ticket) => (
          <Strip key={ticket.id} desk={desk} ticket={ticket} since={ticket.takenAt} />
        ))}
        {mine.length + missed.length === 0 ? null : <h3>{say("queue.away")}</h3>}
        {mine.map((ticket) => (
          <Strip key={ticket.id} desk={desk} ticket={ticket} since={ticket.announcedAt ?? ticket.takenAt}>
            <Button why={busy} onPress={() => deeds.takeUp(ticket.id)} testId={`take-up-${ticket.number}`}>
              {say("queue.takeUp")}
            </Button>
          </Strip>
        ))}
        {missed.map((ticket) => (
          <Strip key={ticket.id} desk={desk} ticket={ticket} since={ticket.announcedAt ?? ticket.takenAt}>
            <Button onPress={() => deeds.rejoin(ticket.id)} testId={`rejoin-${ticket.number}`}>
              {say("queue.rejoin")}
            </Button>
          </Strip>
        ))}
        <Colleagues desk={desk} />
      </div>
    </section>
  );
}

/** Windows that share a group with this one. */
function Colleagues({ desk }: { desk: DeskView }) {
  const say = useWords();
  const near = colleagues(desk.queue);
  if (near.length === 0) return null;
  return (
    <>
      <h3>{say("window.near")}</h3>
      <ul className="near" data-testid="near">
        {near.map((window) => (
          <li key={window.desk}>
            <b className="num">{window.desk}</b> {window.staffName ?? "—"} · {say(windowWord(window))}{" "}
            <Since from={window.since} offsetS={desk.link.offsetS} />
          </li>
        ))}
      </ul>
    </>
  );
}
