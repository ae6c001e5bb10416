import type { SourceView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "./form";

/** Each source by itself: asking, answered, empty, failed with its cause and a way on. Nobody waits for any. */
export function Sources({ form }: { form: Form }) {
  const say = useWords();
  const sources = useCell(form.sources);
  const failed = sources.filter((source) => source.state === "failed");
  if (sources.length === 0) return null;
  return (
    <div className="sources" data-testid="sources" aria-live="polite">
      {sources
        .filter((source) => source.state !== "failed")
        .map((source) => (
          <Pill
            key={`${source.dataset}/${source.subject}`}
            tone={source.state === "answered" ? "ok" : source.state === "asking" ? "info" : "mute"}
          >
            {source.state === "asking" ? "… " : ""}
            {source.label}{" "}
            {source.state === "asking"
              ? say("source.asking")
              : source.state === "answered"
                ? say("source.answered", { n: source.fields })
                : say("source.empty")}
          </Pill>
        ))}
      {failed.map((source) => (
        <Failed key={`${source.dataset}/${source.subject}`} form={form} source={source} />
      ))}
    </div>
  );
}

function Failed({ form, source }: { form: Form; source: SourceView }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  return (
    <div className="failed" data-testid={`source-failed-${source.dataset}`}>
      <span>
        <b className="red">✕ {source.label}</b>{" "}
        {source.trouble === null ? say("source.failed") : sentence(source.trouble)} {say("source.byHand")}{" "}
        {source.trouble === null ? null : <span className="code">{source.trouble.code}</span>}
      </span>
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
