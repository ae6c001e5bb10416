import type { HistoryView, TroubleView } from "../../host/types";
import { Pill, type Tone } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords, type Word } from "../../words";
import { hallMinute } from "../cases/cases";

const tone: Record<string, Tone> = { added: "ok", changed: "info", removed: "bad" };

/** 沿革: the editions in which an item came, became another or went, the newest first. */
export function History({ history, trouble }: { history: HistoryView | null; trouble: TroubleView | null }) {
  const say = useWords();
  const sentence = useSentence();
  return (
    <section className="history" data-testid="guide-history">
      <h4>{say("history.title")}</h4>
      <Trouble trouble={trouble} testId="history-trouble" />
      {history === null ? (
        trouble === null ? <p className="mut">{say("library.loading")}</p> : null
      ) : (
        <>
          {history.versions.length < history.total ? (
            <p className="mut">{say("history.listed", { n: history.versions.length, total: history.total })}</p>
          ) : null}
          <ul className="changes">
            {history.versions.map((version) => (
              <li key={version.id + version.kind}>
                <Pill tone={tone[version.kind] ?? "mute"} bare>
                  {say(`editions.${version.kind}` as Word)}
                </Pill>{" "}
                <b className="num">{version.id}</b>{" "}
                <span className="mut sm">
                  {hallMinute(version.publishedAt)} · {version.by}
                  {version.rollbackOf === null ? null : <> · {say("editions.rollback", { edition: version.rollbackOf })}</>}
                  {version.note === "" ? null : <> · {version.note}</>}
                </span>
                {version.said.length === 0 ? null : (
                  <ul>
                    {version.said.map((said) => (
                      <li key={said.zh}>{sentence(said)}</li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
