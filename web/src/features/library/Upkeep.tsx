import { useEffect, useRef, useState, type RefObject } from "react";
import { troubleOf } from "../../host/host";
import type { CheckView, EditionRow, ServedView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords } from "../../words";
import { useSession } from "../desk/session";
import { Changes } from "./Changes";

/** 维护: files are chosen and checked (Enter; a web view lets no function key open its file dialog), what they change is read, and they are published with a note (F8, Enter). */
export function Upkeep({ keys }: { keys: RefObject<KeyMap> }) {
  const session = useSession();
  const say = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [checked, setChecked] = useState<CheckView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [checking, setChecking] = useState(false);
  const [asking, setAsking] = useState(false);
  const [published, setPublished] = useState<EditionRow | null>(null);
  const [served, setServed] = useState<ServedView | null>(null);
  const ready = checked !== null && checked.faults.length === 0 && checked.total > 0;

  async function check(files: FileList): Promise<void> {
    setWhy(null);
    setPublished(null);
    setChecking(true);
    try {
      // What is too large is refused by its size, before a byte of it is read.
      const bytes = [...files].reduce((sum, file) => sum + file.size, 0);
      await session.host.weighCatalogue(Math.min(bytes, 0xffff_ffff));
      const texts = await Promise.all([...files].map(async (file) => ({ name: file.name, text: await file.text() })));
      setChecked(await session.host.checkCatalogue(texts));
    } catch (thrown) {
      setChecked(null);
      setWhy(troubleOf(thrown));
    }
    setChecking(false);
  }

  useEffect(() => {
    // Without the hall there is nothing to be said of what it serves; a publish says so itself.
    session.host.catalogueState().then(setServed, () => setServed(null));
  }, [session, published]);

  const choose = () => chooser.current?.click();
  const publish = () => {
    if (ready) setAsking(true);
  };
  // The library's dialog has the keyboard; these are its keys while this is shown.
  keys.current = { Enter: choose, F8: publish };

  return (
    <div className="upkeep" data-testid="upkeep">
      <input
        ref={chooser}
        type="file"
        multiple
        accept=".json"
        className="unseen"
        tabIndex={-1}
        aria-label={say("upkeep.choose")}
        data-testid="upkeep-files"
        onChange={(event) => {
          const { files } = event.target;
          if (files !== null && files.length > 0) void check(files).then(() => (event.target.value = ""));
        }}
      />
      <div className="row2">
        <Button keys="Enter" testId="upkeep-choose" onPress={choose}>
          {say("upkeep.choose")}
        </Button>
        <Button
          tone="pri"
          keys="F8"
          testId="upkeep-publish"
          why={ready ? null : say(checked === null ? "upkeep.off.nothing" : checked.faults.length > 0 ? "upkeep.off.faults" : "upkeep.off.same")}
          onPress={publish}
        >
          {say("upkeep.publish")}
        </Button>
      </div>
      <Trouble trouble={why} testId="upkeep-trouble" />
      {served === null || served.faults.length === 0 ? null : (
        <div data-testid="upkeep-served">
          <p>
            <Pill tone="bad">{say("upkeep.served", { n: served.faults.length })}</Pill>{" "}
            {served.withheld.length === 0
              ? say("upkeep.nothingWithheld")
              : say("upkeep.withheld", { items: served.withheld.join(say("word.and")) })}
          </p>
          <Faults faults={served.faults} />
        </div>
      )}
      {published === null ? null : (
        <p role="status" data-testid="upkeep-published">
          <Pill tone="ok">{say("upkeep.published", { edition: published.id })}</Pill>
        </p>
      )}
      {checking ? <p className="mut">{say("upkeep.checking")}</p> : null}
      {checked === null ? (
        <p className="mut">{say("upkeep.how")}</p>
      ) : (
        <>
          <p>
            {say("upkeep.looked", { files: checked.files.join(say("word.and")), edition: checked.edition })}
            {checked.unknown.length === 0 ? null : (
              <> {say("upkeep.unknown", { files: checked.unknown.join(say("word.and")) })}</>
            )}
          </p>
          {checked.faults.length === 0 ? (
            <>
              <p>
                <Pill tone="ok">{say("upkeep.sound", { n: checked.items })}</Pill>
              </p>
              <Changes changes={checked.changes} total={checked.total} />
            </>
          ) : (
            <>
              <p>
                <Pill tone="bad" testId="upkeep-faults">
                  {say("upkeep.faults", { n: checked.faults.length })}
                </Pill>
              </p>
              <Faults faults={checked.faults} />
            </>
          )}
        </>
      )}
      {asking && checked !== null ? (
        <Note
          total={checked.total}
          onClose={() => setAsking(false)}
          onPublished={(row) => {
            setAsking(false);
            setChecked(null);
            setPublished(row);
          }}
        />
      ) : null}
    </div>
  );
}

/** Every fault with its file, place, code and sentence. */
function Faults({ faults }: { faults: CheckView["faults"] }) {
  const say = useWords();
  const sentence = useSentence();
  return (
    <table>
      <thead>
        <tr>
          <th>{say("upkeep.file")}</th>
          <th>{say("upkeep.path")}</th>
          <th>{say("upkeep.code")}</th>
          <th>{say("upkeep.fault")}</th>
        </tr>
      </thead>
      <tbody>
        {faults.map((fault, at) => (
          <tr key={at}>
            <td>{fault.file}</td>
            <td>
              <code>{fault.path}</code>
            </td>
            <td className="num">{fault.trouble.code}</td>
            <td>{sentence(fault.trouble)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Note({
  total,
  onClose,
  onPublished,
}: {
  total: number;
  onClose: () => void;
  onPublished: (row: EditionRow) => void;
}) {
  const session = useSession();
  const say = useWords();
  const [note, setNote] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const running = useRef(false);

  function publish(): void {
    if (running.current) return;
    running.current = true;
    setWhy(null);
    session.host.publishCatalogue(note).then(onPublished, (thrown: unknown) => {
      running.current = false;
      setWhy(troubleOf(thrown));
    });
  }

  return (
    <Dialog title={say("upkeep.noteTitle", { n: total })} testId="upkeep-note" onClose={onClose} keys={{ Enter: publish }}>
      <div className="pb">
        <input
          className="box"
          data-first
          data-testid="upkeep-note-text"
          aria-label={say("upkeep.note")}
          placeholder={say("upkeep.note")}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Trouble trouble={why} testId="upkeep-note-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        <Button tone="pri" keys="Enter" onPress={publish}>
          {say("upkeep.publish")}
        </Button>
      </div>
    </Dialog>
  );
}
