import type { ReactNode } from "react";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords, type Word } from "../../words";
import type { Form } from "../intake/form";
import { ranked } from "../intake/walk";
import { useSession } from "./session";
import { nextOf, shares } from "./summary";

/** Outcomes from which no day of decision follows. */
const without = new Set(["received", "refused", "supplementing", "returned"]);

/** 本件摘要: promise, due day, fee, department, result, slip; where the values came from; whether all is saved. */
export function Summary({ form }: { form: Form }) {
  const session = useSession();
  const say = useWords();
  const head = useCell(form.head);
  const view = form.view;
  // Nothing becomes due of what was turned away, nor before it is accepted.
  const undue = without.has(useCell(session.outcome)?.kind ?? "");
  return (
    <section className="panel">
      <div className="ph">
        {say("summary.title")} <span className="sp" />
        <SaveState form={form} />
      </div>
      <div className="pb">
        <dl className="sum">
          <dt>{say("summary.promise")}</dt>
          <dd>{view.promise}</dd>
          {head.dueDay === null || undue ? null : (
            <>
              <dt>{say("summary.due")}</dt>
              <dd className="num">
                {head.dueDay}{" "}
                {head.dueProvisional ? <Pill tone="warn">{say("outcome.provisional")}</Pill> : null}
              </dd>
            </>
          )}
          <dt>{say("summary.fee")}</dt>
          <dd>{view.fee}</dd>
          <dt>{say("summary.department")}</dt>
          <dd>{view.department}</dd>
          <dt className="roomy">{say("summary.result")}</dt>
          <dd className="roomy">{view.result}</dd>
          <dt>{say("outcome.slip")}</dt>
          <dd className="num slip">{view.slip}</dd>
        </dl>
        <Bar form={form} />
      </div>
    </section>
  );
}

const savingWord: Record<"saved" | "saving" | "failed", Word> = {
  saved: "save.saved",
  saving: "save.saving",
  failed: "save.failed",
};

function SaveState({ form }: { form: Form }) {
  const say = useWords();
  const saving = useCell(form.saving);
  const head = useCell(form.head);
  return (
    <span
      className={`sub save ${saving}`}
      data-testid="save-state"
      data-saving={saving}
      data-revision={head.revision}
    >
      {say(savingWord[saving], { at: head.savedAt })}
    </span>
  );
}

function Bar({ form }: { form: Form }) {
  const say = useWords();
  const counts = useCell(form.counts);
  const parts = shares(counts);
  const left = counts.required - counts.requiredFilled;
  return (
    <>
      <div className="bar" role="img" aria-label={say("summary.bar")}>
        {parts
          .filter((part) => part.kind !== "typed")
          .map((part) => (
            <i key={part.kind} className={part.tone} style={{ width: `${part.share * 100}%` }} />
          ))}
      </div>
      <div className="parts sm mut">
        {parts.map((part) => (
          <span key={part.kind} data-kind={part.kind}>
            <span className={`sq ${part.tone}`}>{part.kind === "typed" ? "□" : "■"}</span>
            {part.word === null ? part.kind : say(part.word)} {part.fields}
          </span>
        ))}
        <span>{say("summary.left", { n: left })}</span>
      </div>
    </>
  );
}

const atWord: Record<string, Word> = {
  field: "at.field",
  material: "at.material",
  subject: "at.subject",
  question: "at.question",
  party: "at.party",
};

/** What still stops acceptance, by number. */
export function Blockers({ form, onGo }: { form: Form; onGo: (at: number) => void }) {
  const say = useWords();
  const sentence = useSentence();
  const findings = ranked(useCell(form.findings));
  const blocks = findings.filter((one) => one.level === "block").length;
  return (
    <section className="panel grow">
      <div className={`ph${blocks > 0 ? " red" : ""}`}>
        {blocks > 0 ? say("blockers.title", { n: blocks }) : say("blockers.none")} <span className="sp" />
        <span className="sub">
          <Kbd keys="Alt+1–9" />
        </span>
      </div>
      <div className="pb blks">
        {findings.map((finding, at) => (
          <button
            key={`${finding.at}/${finding.id}/${finding.code}`}
            type="button"
            className={`blk${finding.level === "block" ? "" : " w"}`}
            data-testid={`blocker-${at + 1}`}
            data-at={finding.at}
            data-id={finding.id}
            title={finding.code}
            onClick={() => onGo(at)}
          >
            <span className="k">{at < 9 ? at + 1 : "·"}</span>
            <span>{sentence(finding)}</span>
            <span className="sm">
              {finding.level === "block" ? say(atWord[finding.at] ?? "at.field") : say("at.remind")}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

/** One big next action; F9 beside it is visible always and says why when it cannot be used. */
export function NextStep({
  label,
  keys,
  onPress,
  children,
}: {
  label: string;
  keys: string;
  onPress: () => void;
  children?: ReactNode;
}) {
  const say = useWords();
  return (
    <section className="panel next">
      <div className="pb">
        <div className="sm mut">{say("next.title")}</div>
        <Button tone="pri" big keys={keys} testId="next-action" stop="next-action" onPress={onPress}>
          {label}
        </Button>
        {children}
      </div>
    </section>
  );
}

/** The words of the next action of an open intake; watches all that can change them. */
export function useNextLabel(form: Form): string {
  const say = useWords();
  useCell(form.counts);
  useCell(form.questions);
  useCell(form.slots);
  useCell(form.subjects);
  useCell(form.findings);
  useCell(form.head);
  const next = nextOf(form);
  switch (next.kind) {
    case "place":
      return say(next.what, { what: next.label });
    case "blocker":
      return say("next.blocker");
    case "accept":
      return say("next.accept");
  }
}
