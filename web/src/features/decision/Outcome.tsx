import type { ReactNode } from "react";
import type { PaperView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords, type Say, type Word } from "../../words";
import { stageWord } from "../cases/stages";
import { useSession, type Outcome as OutcomeOf } from "../desk/session";
import type { Form } from "../intake/form";
import { Sheet } from "../papers/Papers";
import { OnSpot } from "../results/OnSpot";
import "./decision.css";

/** A case that is over without a result. */
const endings = new Set(["withdrawn", "notNeeded", "refused", "lapsed", "void"]);
/** Outcomes after which departments work. */
const goesOn = new Set<OutcomeOf["kind"]>(["accepted", "received", "known"]);

/** What became of the case: the number, the slip code, the day that counts, who handles it, and the papers. */
export function Outcome({ outcome, form, offsetS }: { outcome: OutcomeOf; form: Form; offsetS: number }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const news = useCell(session.caseNews);
  const open = useCell(session.layer)?.kind === "papers";
  const page = pageOf(outcome, say);
  // What the case itself has become is no progress of a department.
  const latest = goesOn.has(outcome.kind) ? news[page.slip] : undefined;
  return (
    <>
      <OnSpot offsetS={offsetS} />
      <section className={`panel outcome ${page.good ? "ok" : "warn"}`} data-testid={page.testId}>
        <div className="pb">
          <h1>{page.title}</h1>
          {page.number === null ? null : (
            <p className="big num" data-testid="accepted-number">
              {page.number}
            </p>
          )}
          <dl className="facts">
            <dt>{say("outcome.item")}</dt>
            <dd>{form.view.itemName}</dd>
            <dt>{say("outcome.slip")}</dt>
            <dd className="num" data-testid="accepted-slip">
              {page.slip}
            </dd>
            {page.day === null ? null : (
              <>
                <dt>{say(page.day.word)}</dt>
                <dd className="num">
                  <span data-testid="accepted-due">{page.day.day}</span>{" "}
                  {page.day.provisional ? <Pill tone="warn">{say("outcome.provisional")}</Pill> : null}
                </dd>
              </>
            )}
            {page.facts.map(({ word, value }) => (
              <Fact key={word} word={say(word)} value={value} testId={word} />
            ))}
            {latest === undefined ? null : (
              <>
                <dt>{say("outcome.news")}</dt>
                <dd data-testid="case-news">
                  {stageWord[latest] === undefined ? latest : say(stageWord[latest])}
                </dd>
              </>
            )}
          </dl>
          {outcome.kind === "received" && outcome.why !== null ? (
            <p className="because" data-testid="received-why">
              <b>!</b> {say("outcome.receivedWhy")} {sentence(outcome.why)}{" "}
              <span className="code">{outcome.why.code}</span>
            </p>
          ) : null}
          {page.how === null ? null : (
            <p className="how" data-testid="outcome-how">
              {say(page.how)}
            </p>
          )}
        </div>
      </section>
      {page.papers.map((paper, at) => (
        <section key={paper.id} className="panel" data-testid={`paper-${at + 1}`}>
          <Sheet paper={paper} named={at === 0 && !open} />
        </section>
      ))}
    </>
  );
}

function Fact({ word, value, testId }: { word: string; value: ReactNode; testId: string }) {
  return (
    <>
      <dt>{word}</dt>
      <dd data-testid={testId}>{value}</dd>
    </>
  );
}

const named = (names: string[]): ReactNode => (
  <ul className="names">
    {names.map((name, at) => (
      <li key={at}>{name}</li>
    ))}
  </ul>
);

interface Page {
  testId: string;
  title: string;
  /** It is over, or goes on without anything that is awaited. */
  good: boolean;
  number: string | null;
  slip: string;
  day: { word: Word; day: string; provisional: boolean } | null;
  facts: { word: Word; value: ReactNode }[];
  /** What to do with it, in words. */
  how: Word | null;
  papers: PaperView[];
}

function pageOf(outcome: OutcomeOf, say: Say): Page {
  switch (outcome.kind) {
    case "accepted":
      return {
        testId: "accepted",
        title: say("outcome.accepted"),
        good: true,
        number: outcome.caseNumber,
        slip: outcome.slip,
        day: { word: "outcome.due", day: outcome.dueDay, provisional: outcome.provisional },
        facts: [
          { word: "outcome.notice", value: <span className="num">{outcome.noticeNumber}</span> },
          ...(outcome.departments.length === 0
            ? []
            : [{ word: "outcome.departments" as const, value: outcome.departments.join(" · ") }]),
        ],
        how: null,
        papers: outcome.papers,
      };
    case "received":
      return {
        testId: "received",
        title: say(outcome.why === null ? "outcome.receivedChosen" : "outcome.received"),
        good: false,
        number: null,
        slip: outcome.slip,
        day: { word: "outcome.notifyBy", day: outcome.notifyBy, provisional: false },
        facts: [],
        how: outcome.why === null ? "outcome.receivedHow" : null,
        papers: outcome.papers,
      };
    case "refused":
      return {
        testId: outcome.notNeeded ? "not-needed" : "refused",
        title: say(outcome.notNeeded ? "outcome.notNeeded" : "stage.refused"),
        good: false,
        number: outcome.number,
        slip: outcome.slip,
        day: null,
        facts: [],
        how: null,
        papers: outcome.papers,
      };
    case "supplementing":
      return {
        testId: "supplementing",
        title: say("outcome.supplementing"),
        good: false,
        number: outcome.number,
        slip: outcome.slip,
        day: { word: "outcome.until", day: outcome.until, provisional: false },
        facts: [{ word: "outcome.demands", value: say("outcome.demandsN", { n: outcome.demands }) }],
        how: "outcome.supplementingHow",
        papers: outcome.papers,
      };
    case "returned": {
      const left = outcome.open.length;
      return {
        testId: "returned",
        title: left === 0 ? say("outcome.returnedAll") : say("outcome.returned", { n: left }),
        good: left === 0,
        number: null,
        slip: outcome.slip,
        day: left === 0 ? null : { word: "outcome.until", day: outcome.until, provisional: false },
        facts: [
          {
            word: "outcome.came",
            value: outcome.came.length === 0 ? say("outcome.cameNone") : named(outcome.came),
          },
          ...(left === 0 ? [] : [{ word: "outcome.awaited" as const, value: named(outcome.open) }]),
        ],
        how: left === 0 ? "outcome.returnedAllHow" : "outcome.returnedHow",
        papers: outcome.papers,
      };
    }
    case "known": {
      const { row } = outcome;
      const accepted = row.caseNumber !== null;
      const over = endings.has(row.stage);
      const word =
        row.stage === "notNeeded"
          ? "outcome.notNeeded"
          : over
            ? (stageWord[row.stage] ?? "stage.withdrawn")
            : row.stage === "supplementing"
              ? "outcome.supplementing"
              : accepted
                ? "outcome.accepted"
                : "outcome.received";
      const testId =
        row.stage === "notNeeded"
          ? "not-needed"
          : over || row.stage === "supplementing"
            ? row.stage
            : accepted
              ? "accepted"
              : "received";
      const dayWord =
        row.stage === "supplementing" ? "outcome.until" : accepted ? "outcome.due" : "outcome.notifyBy";
      return {
        testId,
        title: say(word),
        good: accepted && !over,
        number: row.caseNumber,
        slip: row.slip,
        day:
          row.dueDay === null || over ? null : { word: dayWord, day: row.dueDay, provisional: false },
        facts: [],
        how: null,
        papers: [],
      };
    }
  }
}
