/** F9, way 6: 只收件. A digit takes a common reason, its words may be changed; Enter receives. */
import { useRef, useState } from "react";
import type { TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Options, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import "../approvals/approvals.css";

/** The desk takes no more of a reason. */
const longest = 500;

const common: Word[] = ["receive.verify", "receive.many", "receive.source", "receive.own"];

export function ReceiveOnly({ form, onClose }: { form: Form; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const busy = useCell(session.busy) !== null;
  const [chosen, setChosen] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const missing = reason.trim() === "" ? say("receive.reasonFirst") : null;

  function choose(at: number): void {
    const word = common[at];
    setChosen(at);
    setReason(word === undefined ? "" : say(word));
    words.current?.focus();
  }

  async function receive(): Promise<void> {
    if (busy) return;
    if (missing !== null) return words.current?.focus();
    setWhy(null);
    const against = await session.receiveOnly(reason.trim());
    if (against === null) onClose();
    else if (against.kind === "words") setWhy(against.trouble);
  }

  const options: Option[] = [...common, "receive.other" as const].map((word, at) => ({
    digit: at + 1,
    label: say(word),
    chosen: chosen === at,
    testId: `receive-${at + 1}`,
    act: () => choose(at),
  }));
  const keys: KeyMap = { Enter: () => void receive() };
  for (const option of options) {
    keys[`Alt+${option.digit}`] = option.act;
    // The digits rest once words are written.
    if (chosen === null && reason === "") keys[String(option.digit)] = option.act;
  }

  return (
    <Dialog
      title={say("receive.title")}
      sub={form.view.itemName}
      testId="receive-dialog"
      onClose={onClose}
      keys={keys}
    >
      <div className="pb asking">
        <Options options={options} small />
        <label>
          {say("receive.reason")}
          <textarea
            ref={words}
            data-testid="receive-reason"
            rows={3}
            maxLength={longest}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="sm mut">{say("receive.hint")}</p>
        <Trouble trouble={why} testId="receive-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        <Button
          tone="pri"
          keys="Enter"
          testId="receive-confirm"
          why={busy ? say("dialog.wait") : missing}
          onPress={() => void receive()}
        >
          {say("receive.confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
