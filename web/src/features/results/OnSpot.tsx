import { Since } from "../../parts/Clock";
import { useCell } from "../../parts/cell";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords, type Say, type Word } from "../../words";
import type { CaseNowView, DeliveredView, ResultView } from "../../host/types";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { Sheet } from "../papers/Papers";
import { stepWord } from "./steps";
import { isReady } from "./waiting";
import "./results.css";

/** 即办件: the running clock, the department's steps as they come, and the result when it is there. */
export function OnSpot({ offsetS }: { offsetS: number }) {
  const session = useSession();
  const say = useWords();
  const now = useCell(session.waiting.now);
  const handed = useCell(session.waiting.handed);
  return (
    <>
      {now === null ? null : <Waits now={now} offsetS={offsetS} />}
      {handed === null ? null : (
        <>
          <section className="panel outcome ok" data-testid="delivered">
            <div className="pb">
              <h1>{say("results.delivered")}</h1>
              <p>
                {handed.case.itemName} <span className="num">{handed.case.slip}</span>
              </p>
              {handed.case.delivery === null ? null : <p>{deliveredLine(say, handed.case.delivery)}</p>}
              <p className="mut">{say(handed.signed ? "results.signedOnScreen" : "results.sign")}</p>
            </div>
          </section>
          {handed.papers.map((paper, at) => (
            <section key={paper.id} className="panel" data-testid={`delivery-paper-${at + 1}`}>
              <Sheet paper={paper} named={false} />
            </section>
          ))}
        </>
      )}
    </>
  );
}

function Waits({ now, offsetS }: { now: CaseNowView; offsetS: number }) {
  const say = useWords();
  const sentence = useSentence();
  const ready = isReady(now);
  const legal = new Date(Date.now() - offsetS * 1000 + 8 * 3_600_000).toISOString().slice(0, 10);
  const late = !ready && now.dueDay !== null && legal > now.dueDay;
  const away = now.parcels.filter((parcel) => parcel.why !== null);
  return (
    <section
      className={`panel onspot${ready ? " ready" : ""}${late ? " late" : ""}`}
      data-testid={ready ? "on-spot-ready" : "on-spot-waiting"}
      aria-live="polite"
    >
      <div className="ph">
        {say(ready ? "results.ready" : "results.waiting")} <span className="sp" />
        <span className="sub num">{now.slip}</span>
      </div>
      <div className="pb">
        {now.acceptedAt === null ? null : (
          <p className="clock">
            <span className="mut">{say("results.elapsed")}</span> <Since from={now.acceptedAt} offsetS={offsetS} />
            <span className="mut">
              {say("results.promise")} {now.promise ?? ""} {now.dueDay ?? ""}
            </span>
            {late ? <Pill tone="bad">{say("results.overdue", { day: now.dueDay ?? "" })}</Pill> : null}
          </p>
        )}
        {now.stale ? <Pill tone="warn">{say("results.stale")}</Pill> : null}
        {away.map((parcel) => (
          <p key={parcel.department} className="because" data-testid="department-away">
            <b>!</b> {parcel.department} {parcel.stateWord} · {say("results.lineAway")}{" "}
            {parcel.why === null ? "" : sentence(parcel.why)} <span className="code">{parcel.why?.code}</span>
          </p>
        ))}
        {ready ? <Results now={now} /> : <Steps now={now} />}
      </div>
    </section>
  );
}

function Steps({ now }: { now: CaseNowView }) {
  const say = useWords();
  return (
    <>
      <ol className="steps" aria-label={say("results.steps")}>
        {now.steps.length === 0 ? <li className="mut">{say("results.noSteps")}</li> : null}
        {now.steps.map((step, at) => (
          <li key={`${step.what}/${step.at}/${at}`} data-testid={`on-spot-step-${at + 1}`}>
            <span className="num mut">{hallMinute(step.at).slice(11)}</span> <b>{step.by}</b>{" "}
            <StepName what={step.what} />{" "}
            <span className="mut">{step.note}</span>
          </li>
        ))}
      </ol>
      <p className="mut sm">{say("results.waitNote")}</p>
    </>
  );
}

/** A step in words; one that the screen does not know stands as it came. */
export function StepName({ what }: { what: string }) {
  const say = useWords();
  const word = stepWord[what];
  return word === undefined ? what : say(word);
}

/** The results of a case, and what a denial means. */
export function Results({ now }: { now: CaseNowView }) {
  const say = useWords();
  return (
    <>
      {now.results.length === 0 ? <p className="mut">{say("results.none")}</p> : null}
      <ul className="given">
        {now.results.map((result, at) => (
          <li key={`${result.number}/${at}`} data-testid={`result-${at + 1}`}>
            <GrantedPill result={result} /> <b>{result.name}</b>{" "}
            <span className="num">{say("results.number", { number: result.number })}</span>{" "}
            <span className="mut">
              {result.validTo === null ? "" : say("results.validTo", { day: result.validTo })} {result.department}
            </span>
          </li>
        ))}
      </ul>
      {now.granted === false ? (
        <p className="because" data-testid="denied-why">
          <b>!</b> {say("results.deniedWhy")}
        </p>
      ) : null}
    </>
  );
}

function GrantedPill({ result }: { result: ResultView }) {
  const say = useWords();
  return (
    <Pill tone={result.granted ? "ok" : "bad"}>{say(result.granted ? "results.granted" : "results.denied")}</Pill>
  );
}

const wayWord: Record<string, Word> = {
  direct: "way.direct",
  mail: "way.mail",
  electronic: "way.electronic",
  left: "way.left",
  announced: "way.announced",
};

/** When, how and to whom. */
export function deliveredLine(say: Say, delivery: DeliveredView): string {
  const way = wayWord[delivery.way];
  return say("results.deliveredLine", {
    at: hallMinute(delivery.at),
    way: way === undefined ? delivery.way : say(way),
    receiver: delivery.receiver,
    relation: delivery.relation,
    desk: delivery.desk,
  });
}
