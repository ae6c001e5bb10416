import { useState } from "react";
import type { QuestionView, TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { composing, digitOf } from "../../parts/keys";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords } from "../../words";
import type { Form } from "./form";
import { isOpen } from "./questions";
import type { Walk } from "./send";
import { stop } from "./walk";

/**
 * 情形引导: every question of this situation as one short line of answers. A digit answers and goes on; where several
 * answers may hold it turns one on or off, and Enter goes on.
 */
export function Questions({ form, walk }: { form: Form; walk: Walk }) {
  const say = useWords();
  const sentence = useSentence();
  const questions = useCell(form.questions);
  const dropped = useCell(form.dropped);
  const [trouble, setTrouble] = useState<TroubleView | null>(null);

  async function answer(question: QuestionView, code: string | undefined): Promise<void> {
    if (code === undefined) return;
    const failed = await form.answer(question.id, code);
    setTrouble(failed);
    // An answer that is put right keeps the clerk where he is.
    if (failed === null && isOpen(question) && !question.several) walk.next(stop.question(question.id));
  }

  // An item that asks nothing takes no room for it.
  if (questions.length === 0) return null;

  return (
    <section className="panel pb guide" aria-label={say("section.questions")}>
      <b>{say("section.questions")}</b>
      {questions.map((question, at) => (
        <span
          key={question.id}
          className={`q${isOpen(question) ? " open" : ""}`}
          role={question.several ? "group" : "radiogroup"}
          aria-label={question.text}
          tabIndex={0}
          data-stop={stop.question(question.id)}
          data-testid={`question-${at + 1}`}
          data-several={question.several || undefined}
          data-answer={question.chosen.join(" ")}
          onKeyDown={(event) => {
            if (composing(event) || event.ctrlKey || event.altKey) return;
            const digit = digitOf(event);
            if (digit !== null) void answer(question, question.answers[digit === 0 ? 9 : digit - 1]?.code);
            else if (event.key === "Enter" && event.shiftKey) walk.previous(stop.question(question.id));
            else if (event.key === "Enter") walk.next(stop.question(question.id));
            else return;
            event.preventDefault();
          }}
        >
          {question.text}
          {question.answers.map(({ code, name }, place) => (
            <span
              key={code}
              role={question.several ? "checkbox" : "radio"}
              aria-checked={question.chosen.includes(code)}
              className={`a${question.chosen.includes(code) ? " on" : ""}`}
              onClick={() => void answer(question, code)}
            >
              <span className="k">{(place + 1) % 10}</span>
              {name}
            </span>
          ))}
          {question.follows ? <span className="mut">{say("questions.follows")}</span> : null}
        </span>
      ))}
      <Trouble trouble={trouble} testId="question-trouble" />
      {dropped === null ? null : (
        <span className="mut" role="status" data-testid="dropped">
          {sentence(dropped)}
        </span>
      )}
    </section>
  );
}
