import { useCell } from "../../parts/cell";
import { composing, digitOf } from "../../parts/keys";
import { useWords } from "../../words";
import type { Form } from "./form";
import type { Walk } from "./send";
import { stop } from "./walk";

/** 情形引导: what only a person can answer, as one short line of questions. 1 是, 2 否. */
export function Questions({ form, walk }: { form: Form; walk: Walk }) {
  const say = useWords();
  const questions = useCell(form.questions);
  const dropped = useCell(form.dropped);

  function answer(at: number, yes: boolean): void {
    const question = questions[at];
    if (question === undefined) return;
    void form.edit({ kind: "answer", question: question.text, yes });
  }

  // An item that asks nothing takes no room for it.
  if (questions.length === 0) return null;

  return (
    <section className="panel pb guide" aria-label={say("section.questions")}>
      <b>{say("section.questions")}</b>
      {questions.map((question, at) => (
        <span
          key={question.text}
          className={`q${question.answer === null ? " open" : ""}`}
          role="radiogroup"
          aria-label={question.text}
          tabIndex={0}
          data-stop={stop.question(at)}
          data-testid={`question-${at + 1}`}
          data-answer={question.answer === null ? "" : question.answer ? "yes" : "no"}
          onKeyDown={(event) => {
            if (composing(event)) return;
            const digit = digitOf(event);
            if (digit === 1 || digit === 2) answer(at, digit === 1);
            else if (event.key === "Enter" && event.shiftKey) walk.previous(stop.question(at));
            else if (event.key === "Enter") walk.next(stop.question(at));
            else return;
            event.preventDefault();
          }}
        >
          {question.text}
          {([true, false] as const).map((yes) => (
            <span
              key={String(yes)}
              role="radio"
              aria-checked={question.answer === yes}
              className={`a${question.answer === yes ? " on" : ""}`}
              onClick={() => answer(at, yes)}
            >
              <span className="k">{yes ? 1 : 2}</span>
              {say(yes ? "word.yes" : "word.no")}
            </span>
          ))}
        </span>
      ))}
      {dropped.length === 0 ? null : (
        <span className="mut" role="status" data-testid="dropped">
          {say("questions.dropped", { what: dropped.join(say("word.and")) })}
        </span>
      )}
    </section>
  );
}
