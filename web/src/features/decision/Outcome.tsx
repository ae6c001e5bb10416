import { useCell } from "../../parts/cell";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords } from "../../words";
import { stageWord } from "../cases/stages";
import { useSession, type Outcome as OutcomeOf } from "../desk/session";
import type { Form } from "../intake/form";
import { Sheet } from "../papers/Papers";
import { OnSpot } from "../results/OnSpot";

/** What became of the case: the number, the slip code, the day it is due, who handles it, and the papers. */
export function Outcome({ outcome, form, offsetS }: { outcome: OutcomeOf; form: Form; offsetS: number }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const news = useCell(session.caseNews);
  const open = useCell(session.layer)?.kind === "papers";
  const facts = factsOf(outcome);
  const latest = news[facts.slip];
  return (
    <>
      <OnSpot offsetS={offsetS} />
      <section
        className={`panel outcome ${facts.accepted ? "ok" : "warn"}`}
        data-testid={facts.refused ? "refused" : facts.accepted ? "accepted" : "received"}
      >
        <div className="pb">
          <h1>
            {say(facts.refused ? "stage.refused" : facts.accepted ? "outcome.accepted" : "outcome.received")}
          </h1>
          {facts.number === null ? null : (
            <p className="big num" data-testid="accepted-number">
              {facts.number}
            </p>
          )}
          <dl className="facts">
            <dt>{say("outcome.item")}</dt>
            <dd>{form.view.itemName}</dd>
            <dt>{say("outcome.slip")}</dt>
            <dd className="num" data-testid="accepted-slip">
              {facts.slip}
            </dd>
            {facts.due === null ? null : (
              <>
                <dt>{facts.accepted ? say("outcome.due") : say("outcome.notifyBy")}</dt>
                <dd className="num">
                  <span data-testid="accepted-due">{facts.due}</span>{" "}
                  {facts.provisional ? <Pill tone="warn">{say("outcome.provisional")}</Pill> : null}
                </dd>
              </>
            )}
            {facts.notice === null ? null : (
              <>
                <dt>{say("outcome.notice")}</dt>
                <dd className="num">{facts.notice}</dd>
              </>
            )}
            {facts.departments.length === 0 ? null : (
              <>
                <dt>{say("outcome.departments")}</dt>
                <dd>{facts.departments.join(" · ")}</dd>
              </>
            )}
            {latest === undefined ? null : (
              <>
                <dt>{say("outcome.news")}</dt>
                <dd data-testid="case-news">
                  {stageWord[latest] === undefined ? latest : say(stageWord[latest])}
                </dd>
              </>
            )}
          </dl>
          {outcome.kind === "received" ? (
            <p className="because" data-testid="received-why">
              <b>!</b> {say("outcome.receivedWhy")} {sentence(outcome.why)}{" "}
              <span className="code">{outcome.why.code}</span>
            </p>
          ) : null}
        </div>
      </section>
      {outcome.kind === "known"
        ? null
        : outcome.papers.map((paper, at) => (
            <section key={paper.id} className="panel" data-testid={`paper-${at + 1}`}>
              <Sheet paper={paper} named={at === 0 && !open} />
            </section>
          ))}
    </>
  );
}

interface Facts {
  accepted: boolean;
  refused: boolean;
  number: string | null;
  slip: string;
  due: string | null;
  provisional: boolean;
  notice: string | null;
  departments: string[];
}

function factsOf(outcome: OutcomeOf): Facts {
  switch (outcome.kind) {
    case "accepted":
      return {
        accepted: true,
        refused: false,
        number: outcome.caseNumber,
        slip: outcome.slip,
        due: outcome.dueDay,
        provisional: outcome.provisional,
        notice: outcome.noticeNumber,
        departments: outcome.departments,
      };
    case "received":
      return {
        accepted: false,
        refused: false,
        number: null,
        slip: outcome.slip,
        due: outcome.notifyBy,
        provisional: false,
        notice: null,
        departments: [],
      };
    case "refused":
      return {
        accepted: false,
        refused: true,
        number: outcome.number,
        slip: outcome.slip,
        due: null,
        provisional: false,
        notice: null,
        departments: [],
      };
    case "known":
      return {
        accepted: outcome.row.caseNumber !== null,
        refused: outcome.row.stage === "refused",
        number: outcome.row.caseNumber,
        slip: outcome.row.slip,
        due: outcome.row.dueDay,
        provisional: false,
        notice: null,
        departments: [],
      };
  }
}
