import { useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { composing, digitOf } from "../../parts/keys";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Word } from "../../words";
import { documentKinds } from "./applicant";

/** A person by the number on a document that was shown. Enter goes down the three lines and hands over. */
export function TypedIdentity(props: {
  title: string;
  onClose: () => void;
  /** Rejects with a trouble: it is shown here and the lines stay as typed. */
  onGive: (idType: string, idNumber: string, name: string, document: string) => Promise<void>;
}) {
  const say = useWords();
  const [kind, setKind] = useState(0);
  const [number, setNumber] = useState("");
  const [name, setName] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  const numberLine = useRef<HTMLInputElement>(null);
  const nameLine = useRef<HTMLInputElement>(null);
  const code = documentKinds[kind] ?? "111";

  async function give(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setWhy(null);
    try {
      const typed = number.normalize("NFKC").replace(/\s/g, "").toUpperCase();
      await props.onGive(code, typed, name.trim(), say(`idType.${code}` as Word));
      props.onClose();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
      numberLine.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={props.title} testId="typed-identity" onClose={props.onClose}>
      <div className="pb lines">
        <span id="kind-label">{say("identity.kind")}</span>
        <div
          className="kinds"
          role="radiogroup"
          aria-labelledby="kind-label"
          tabIndex={0}
          data-testid="id-type"
          onKeyDown={(event) => {
            const digit = digitOf(event);
            if (digit !== null) {
              const at = digit === 0 ? 9 : digit - 1;
              if (at < documentKinds.length) setKind(at);
            } else if (event.key === "Enter") {
              numberLine.current?.focus();
            } else return;
            event.preventDefault();
          }}
        >
          {documentKinds.map((one, at) => (
            <span
              key={one}
              role="radio"
              aria-checked={at === kind}
              className={at === kind ? "on" : ""}
              onClick={() => setKind(at)}
            >
              <span className="k">{(at + 1) % 10}</span>
              {say(`idType.${one}` as Word)}
            </span>
          ))}
        </div>
        <label htmlFor="id-number">{say("identity.number")}</label>
        <input
          id="id-number"
          ref={numberLine}
          data-first
          data-testid="id-number"
          className="line num"
          autoComplete="off"
          spellCheck={false}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || composing(event)) return;
            event.preventDefault();
            nameLine.current?.focus();
          }}
        />
        <label htmlFor="id-name">{say("identity.name")}</label>
        <input
          id="id-name"
          ref={nameLine}
          data-testid="id-name"
          className="line"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || composing(event)) return;
            event.preventDefault();
            void give();
          }}
        />
      </div>
      <div className="pb">
        <Trouble trouble={why} testId="identity-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button
          tone="pri"
          keys="Enter"
          testId="identity-submit"
          onPress={() => void give()}
          why={busy ? say("dialog.wait") : null}
        >
          {say("identity.give")}
        </Button>
      </div>
    </Dialog>
  );
}
