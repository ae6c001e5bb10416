/** 咨询 without a case: the questions of the item by digits, then its 一次性告知书. Nobody is named and nothing is kept. */
import { useState } from "react";
import { troubleOf } from "../../host/host";
import type { ConsultView, PaperView, QuestionView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { answered } from "../intake/questions";
import { NoticePaper } from "./Notice";
import "../intake/intake.css";
import "./telling.css";

export function Consult({ first, onClose }: { first: ConsultView; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [view, setView] = useState(first);
  const [at, setAt] = useState(0);
  const [paper, setPaper] = useState<PaperView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const here: QuestionView | undefined = view.questions[Math.min(at, view.questions.length - 1)];

  async function answer(question: QuestionView, code: string | undefined): Promise<void> {
    if (code === undefined) return;
    setWhy(null);
    try {
      const now = await session.host.consultAnswer(view.id, question.id, answered(question, code));
      setView(now);
      const place = now.questions.findIndex((one) => one.id === question.id);
      if (!question.several && place >= 0 && place < now.questions.length - 1) setAt(place + 1);
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }
  async function make(): Promise<void> {
    setWhy(null);
    try {
      setPaper(await session.host.consultNotice(view.id));
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }
  function end(): void {
    void session.host.endConsultation().catch(() => undefined);
    onClose();
  }

  if (paper !== null) {
    return (
      <NoticePaper
        paper={paper}
        look={null}
        send={(phone, agreed) => session.host.textConsultation(view.id, phone ?? "", agreed)}
        onClose={() => setPaper(null)}
      >
        <Pill tone="ok" testId="consult-counted">
          {say("consult.counted")}
        </Pill>
        <span className="sm mut">{say("consult.none")}</span>
      </NoticePaper>
    );
  }

  const keys: KeyMap = {
    Enter: () => void make(),
    ArrowUp: () => setAt(Math.max(0, at - 1)),
    ArrowDown: () => setAt(Math.min(Math.max(0, view.questions.length - 1), at + 1)),
  };
  here?.answers.forEach((one, place) => {
    keys[String((place + 1) % 10)] = () => void answer(here, one.code);
  });
  return (
    <Dialog
      title={`${say("consult.title")} · ${view.itemName}`}
      sub={say("consult.keys")}
      wide
      testId="consult"
      onClose={end}
      keys={keys}
    >
      <div className="pb consulting">
        <p className="sm mut">
          {view.department} · {view.fee}
        </p>
        {view.questions.length === 0 ? <p className="mut">{say("consult.noQuestions")}</p> : null}
        <div className="guide">
          {view.questions.map((question, place) => (
            <span
              key={question.id}
              className={`q${question.id === here?.id ? " open" : ""}`}
              role={question.several ? "group" : "radiogroup"}
              aria-label={question.text}
              data-testid={`consult-question-${place + 1}`}
              data-answer={question.chosen.join(" ")}
              onClick={() => setAt(place)}
            >
              {question.text}
              {question.answers.map(({ code, name }, digit) => (
                <span
                  key={code}
                  role={question.several ? "checkbox" : "radio"}
                  aria-checked={question.chosen.includes(code)}
                  className={`a${question.chosen.includes(code) ? " on" : ""}`}
                  onClick={() => void answer(question, code)}
                >
                  <span className="k">{(digit + 1) % 10}</span>
                  {name}
                </span>
              ))}
            </span>
          ))}
        </div>
        <b>{say("consult.materials", { n: view.materials.length })}</b>
        <ol className="bring" data-testid="consult-materials">
          {view.materials.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ol>
        <p className="sm mut">{say("consult.none")}</p>
        <Trouble trouble={why} testId="consult-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={end}>
          {say("dialog.close")}
        </Button>
        <span className="sp" />
        <Button tone="pri" keys="Enter" testId="consult-make" onPress={() => void make()}>
          {say("consult.make")}
        </Button>
      </div>
    </Dialog>
  );
}
