/**
 * The previous intake of this visit: what of it goes over is chosen line by line. Nothing is chosen beforehand the
 * first time; from then on what was chosen for the one before, so that twenty are not chosen twenty times.
 */
import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { PreviousView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import "./queue.css";

export function CopyPrevious({ form, onClose }: { form: Form; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [previous, setPrevious] = useState<PreviousView | null>(null);
  const [trouble, setTrouble] = useState<TroubleView | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let gone = false;
    void form
      .settled()
      .then(() => session.host.previousIntake(form.id))
      .then(
        (view) => {
          if (gone) return;
          const before = session.copied.get();
          setPrevious(view);
          setChosen(new Set(offered(view).filter((name) => before.has(name))));
        },
        (thrown: unknown) => gone || setTrouble(troubleOf(thrown)),
      );
    return () => {
      gone = true;
    };
  }, [form, session]);

  const turn = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  const all = () =>
    setChosen(
      new Set(previous === null ? [] : offered(previous)),
    );
  const copy = async () => {
    if (chosen.size === 0) return;
    const of = (kind: string) =>
      [...chosen].filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
    try {
      form.apply(
        await session.host.copyPrevious(
          form.id,
          form.head.get().revision,
          of("field:"),
          of("answer:"),
          of("paper:"),
        ),
      );
      session.copied.set(chosen);
      onClose();
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
    }
  };
  const line = (name: string, label: string, text: string, note: string | null) => (
    <label key={name} className="copyline">
      <input
        type="checkbox"
        checked={chosen.has(name)}
        data-testid={`copy-${name}`}
        onChange={() => turn(name)}
      />
      <span className="mut">{label}</span>
      <b>{text}</b>
      <span className="warn">{note}</span>
    </label>
  );
  return (
    <Dialog
      title={say("copy.title")}
      sub={previous === null ? undefined : say("copy.from", { slip: previous.slip })}
      testId="copy-previous"
      wide
      onClose={onClose}
      keys={{ "Ctrl+A": all, F9: () => void copy() }}
    >
      <div className="pb">
        <Trouble trouble={trouble} testId="copy-trouble" />
        {previous === null ? null : (
          <>
            <p className="mut sm">{say(previous.another ? "copy.another" : "copy.note")}</p>
            <div className="copylist">
              {previous.answers.map(({ question, text, answer }) =>
                line(`answer:${question}`, text, answer, null),
              )}
              {previous.fields.map((field) =>
                line(`field:${field.key}`, field.label, field.text, field.differs ? say("copy.differs") : null),
              )}
              {previous.papers.map((paper) =>
                line(`paper:${paper.material}`, say("copy.paper"), paper.name, paper.note),
              )}
              {offered(previous).length + previous.fields.length === 0 ? (
                <p className="mut">{say("copy.nothing")}</p>
              ) : null}
            </div>
            <div className="row2">
              <Button keys="Ctrl+A" onPress={all} testId="copy-all">
                {say("copy.all")}
              </Button>
              <Button
                keys="F9"
                tone="pri"
                why={chosen.size === 0 ? say("copy.choose") : null}
                onPress={() => void copy()}
                testId="copy-go"
              >
                {say("copy.go", { n: chosen.size })}
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** Names of the lines that are missing in the open intake; what differs is left to the clerk. */
function offered(previous: PreviousView): string[] {
  return [
    ...previous.answers.map(({ question }) => `answer:${question}`),
    ...previous.fields.filter((field) => !field.differs).map((field) => `field:${field.key}`),
    ...previous.papers.map((paper) => `paper:${paper.material}`),
  ];
}
