import type { AnswerView } from "../../host/types";
import { Kbd } from "../../parts/Kbd";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { Text } from "./Text";

/** One answer with what it rests on, who gave it, and the edition it belongs to. */
export function Answer({ answer, onItem }: { answer: AnswerView; onItem?: (item: string) => void }) {
  const say = useWords();
  return (
    <article className="answer" data-testid={`answer-${answer.id}`}>
      <h3>{answer.question}</h3>
      {answer.over ? (
        <p>
          <Pill tone="warn">{say("answers.over")}</Pill>
        </p>
      ) : null}
      <div className="words">
        <Text blocks={answer.body} />
      </div>
      <dl className="facts">
        <dt>{say("answers.sources")}</dt>
        <dd>
          {answer.sources.map((source) => (
            <div key={`${source.name}${source.article ?? ""}`}>
              {source.name}
              {source.article === null ? null : <> {source.article}</>}
            </div>
          ))}
        </dd>
        <dt>{say("answers.owner")}</dt>
        <dd>
          {say("answers.on", { owner: answer.owner, day: answer.answeredOn })}
          {answer.validTo === null ? null : <> · {say("answers.until", { day: answer.validTo })}</>}
          <span className="mut num"> · {say("library.edition", { edition: answer.edition })}</span>
        </dd>
        {onItem === undefined ? null : (
          <>
            <dt>{say("answers.about")}</dt>
            <dd>
              {answer.items.length === 0 ? say("answers.hall") : null}
              {answer.items.map((item, at) => (
                <button
                  key={item.id}
                  type="button"
                  className="about"
                  tabIndex={-1}
                  data-testid={`answer-item-${at + 1}`}
                  onClick={() => onItem(item.id)}
                >
                  <Kbd keys={String(at + 1)} /> {item.name}
                </button>
              ))}
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}
