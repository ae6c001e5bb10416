import type { EditionChanges, PartChange } from "../../host/types";
import { Pill, type Tone } from "../../parts/Pill";
import { useSentence, useWords, type Word } from "../../words";

const tone: Record<string, Tone> = { added: "ok", changed: "info", removed: "bad", file: "mute" };

/** What an edition, or files that may become one, say otherwise: item by item, in words. */
export function Changes({ changes, total }: { changes: PartChange[]; total: number }) {
  const say = useWords();
  const sentence = useSentence();
  return (
    <>
      <p className="mut" data-testid="changes-total">
        {say("editions.total", { n: total })}
        {changes.length < total ? ` · ${say("editions.listed", { n: changes.length })}` : null}
      </p>
      <ul className="changes">
        {changes.map((change) => (
          <li key={change.kind + change.id}>
            <Pill tone={tone[change.kind] ?? "mute"} bare>
              {say(`editions.${change.kind}` as Word)}
            </Pill>{" "}
            <b>{change.title === "" ? change.id : change.title}</b>{" "}
            {change.title === "" ? null : <code>{change.id}</code>}
            {change.said.length === 0 ? null : (
              <ul>
                {change.said.map((said) => (
                  <li key={said.zh}>{sentence(said)}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

export function Edition({ changes }: { changes: EditionChanges }) {
  const say = useWords();
  return (
    <div data-testid="edition-changes">
      <h3 className="num">{say("library.edition", { edition: changes.number })}</h3>
      {changes.previous === null ? (
        <p>{say("editions.first")}</p>
      ) : (
        <>
          <p className="mut num">{say("editions.since", { edition: changes.previous })}</p>
          <Changes changes={changes.changes} total={changes.total} />
        </>
      )}
    </div>
  );
}
