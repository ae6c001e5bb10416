import type { SourceView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Pill, type Tone } from "../../parts/Pill";
import { useSentence, useWords } from "../../words";
import { ofSource } from "../approvals/approvals";
import { useSession } from "../desk/session";
import type { Form } from "./form";
import { labelled, type LabelledSource } from "./sources";

const tones: Record<LabelledSource["state"], Tone> = {
  asking: "info",
  answered: "ok",
  empty: "mute",
  failed: "bad",
  unasked: "warn",
  refused: "mute",
};

/**
 * Each source by itself: asking, answered, empty, failed with its cause, the fields it leaves empty and a way on.
 * Nobody waits for any, and nothing below moves when one answers: every pill keeps its width, the last line is
 * there from the beginning.
 */
export function Sources({ form }: { form: Form }) {
  const say = useWords();
  const sources = useCell(form.sources);
  const failed = sources.filter((source) => source.state === "failed");
  if (sources.length === 0) return null;
  return (
    <div className="sources" data-testid="sources" aria-live="polite">
      <div className="asked">
        {labelled(sources).map((source) => (
          <Pill key={source.label} tone={tones[source.state]} testId={`source-${source.label}`}>
            {source.state === "asking" ? "… " : ""}
            {source.label} <span className="many num">{source.state === "answered" ? source.fields : ""}</span>
            {source.state === "refused" ? say("source.refused") : ""}
            {source.state === "unasked" ? say("source.unasked") : ""}
          </Pill>
        ))}
      </div>
      {failed.length === 0 ? (
        <div className="standing mut" data-testid="sources-standing">
          {sources.some((source) => source.state === "asking") ? say("source.asking") : say("source.done")}
        </div>
      ) : (
        failed.map((source) => (
          <Failed key={`${source.dataset}/${source.subject}/${source.base}`} form={form} source={source} />
        ))
      )}
      <ToAsk form={form} />
    </div>
  );
}

/** 告知与同意: whom to ask, and what waits since a consent was withdrawn. */
function ToAsk({ form }: { form: Form }) {
  const session = useSession();
  const say = useWords();
  const unasked = useCell(form.unasked);
  const withdrawn = useCell(form.withdrawn).length;
  if (unasked === 0 && withdrawn === 0) return null;
  return (
    <div className="failed" data-testid="consent-waits">
      <span>
        {unasked === 0 ? null : say("consent.unasked", { n: unasked })}{" "}
        {withdrawn === 0 ? null : <b className="red">{say("consent.toSettle", { n: withdrawn })}</b>}
      </span>
      <Button keys="Ctrl+Shift+A" testId="consent-open" onPress={() => session.layer.set({ kind: "consent" })}>
        {say("consent.key")}
      </Button>
    </div>
  );
}

/** The hall's word that no grant covers a source. */
const noGrant = "YC-2303";

/** 提请授权, or how the request stands. */
function Grant({ form, source }: { form: Form; source: SourceView }) {
  const session = useSession();
  const say = useWords();
  const asked = ofSource(useCell(session.approvals.all), form.view.itemName, source.label);
  if (asked === null || asked.state === "denied") {
    return (
      <>
        {asked === null ? null : (
          <Pill tone="bad">
            {say("approval.deniedBy", { name: asked.answeredBy ?? "", words: asked.note ?? "" })}
          </Pill>
        )}
        <Button
          testId={`source-grant-${source.dataset}`}
          onPress={() => session.layer.set({ kind: "grant", dataset: source.dataset, label: source.label })}
        >
          {say("ask.grantShort")}
        </Button>
      </>
    );
  }
  return (
    <Pill tone={asked.state === "waiting" ? "warn" : "ok"} testId={`grant-state-${source.dataset}`}>
      {say(asked.state === "waiting" ? "approval.waitsFor" : "approval.granted")}
    </Pill>
  );
}

/** Labels of fields that are named before the rest is only counted. */
const named = 3;

function Failed({ form, source }: { form: Form; source: SourceView }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const rest = source.affected.length - named;
  return (
    <div className="failed" data-testid={`source-failed-${source.dataset}`}>
      <span>
        <b className="red">✕ {source.label}</b>{" "}
        {source.trouble === null ? say("source.failed") : sentence(source.trouble)}{" "}
        {source.affected.length === 0
          ? say("source.byHand")
          : say("source.affected", {
              fields: source.affected.slice(0, named).join(say("word.and")),
              rest: rest > 0 ? say("source.rest", { n: rest }) : "",
            })}{" "}
        {source.trouble === null ? null : <span className="code">{source.trouble.code}</span>}
      </span>
      {source.trouble?.code === noGrant ? <Grant form={form} source={source} /> : null}
      <Button
        testId={`source-retry-${source.dataset}`}
        onPress={() =>
          void form
            .act((id) => session.host.retrySource(id, source.dataset, source.subject))
            .then((trouble) => trouble !== null && session.tell(trouble))
        }
      >
        {say("source.retry")}
      </Button>
    </div>
  );
}
