import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { composing } from "../../parts/keys";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";

/**
 * A person by the 政务服务码 on his phone. The scanner writes into the line and ends with Enter; a code that was shot
 * while no dialog stood open is given along. A code is used once: one that was refused is gone from the line.
 */
export function ECode(props: {
  shot: string | null;
  onClose: () => void;
  /** Rejects with a trouble: it is shown here. */
  onGive: (code: string) => Promise<void>;
  /** Training: what the visitor's phone shows. */
  practice: (() => Promise<string>) | null;
}) {
  const say = useWords();
  const [code, setCode] = useState(props.shot ?? "");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  const line = useRef<HTMLInputElement>(null);
  const { practice } = props;

  async function give(text: string): Promise<void> {
    if (busy) return;
    setBusy(true);
    setWhy(null);
    try {
      await props.onGive(text);
      props.onClose();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
      setCode("");
      line.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  async function show(): Promise<void> {
    if (practice === null || busy) return;
    setBusy(true);
    setWhy(null);
    try {
      setCode(await practice());
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
      line.current?.focus();
    }
  }

  useEffect(() => {
    if (props.shot !== null) void give(props.shot);
  }, []);

  return (
    <Dialog
      title={say("ecode.title")}
      testId="ecode"
      keys={practice === null ? {} : { "Alt+9": () => void show() }}
      onClose={props.onClose}
    >
      <div className="pb lines">
        <label htmlFor="ecode-line">{say("ecode.code")}</label>
        <input
          id="ecode-line"
          ref={line}
          data-first
          data-testid="ecode-line"
          className="line num"
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || composing(event)) return;
            event.preventDefault();
            void give(code);
          }}
        />
      </div>
      <div className="pb">
        <p className="sm mut">{say("ecode.how")}</p>
        <Trouble trouble={why} testId="ecode-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        {practice === null ? null : (
          <Button keys="Alt+9" testId="ecode-practice" onPress={() => void show()}>
            {say("ecode.practice")}
          </Button>
        )}
        <Button
          tone="pri"
          keys="Enter"
          testId="ecode-submit"
          onPress={() => void give(code)}
          why={busy ? say("dialog.wait") : null}
        >
          {say("identity.give")}
        </Button>
      </div>
    </Dialog>
  );
}
