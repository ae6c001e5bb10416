import { useState } from "react";
import type { BatchView, BundleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import type { KeyMap } from "../../parts/keys";
import { useWords } from "../../words";
import { progressOf } from "./transfers";

/** F8: the department's messenger signs for what was scanned. */
export function HandDialog(props: {
  batch: BatchView;
  onHand: (messenger: string, note: string) => void;
  onClose: () => void;
}) {
  const say = useWords();
  const [messenger, setMessenger] = useState("");
  const [note, setNote] = useState("");
  const { done, all } = progressOf(props.batch);
  const hand = () => {
    if (messenger.trim() !== "") props.onHand(messenger, note);
  };
  return (
    <Dialog
      title={say("transfers.handTitle", { department: props.batch.department })}
      sub={say("transfers.scanned", { done, all })}
      testId="transfer-hand"
      onClose={props.onClose}
      keys={{ Enter: hand }}
    >
      <div className="pb form">
        {done < all ? <p className="mut">{say("transfers.left", { n: all - done })}</p> : null}
        <label>
          {say("transfers.messenger")}
          <input
            className="line"
            data-first
            data-testid="transfer-messenger"
            maxLength={30}
            value={messenger}
            onChange={(event) => setMessenger(event.target.value)}
          />
        </label>
        <label>
          {say("transfers.note")}
          <input
            className="line"
            data-testid="transfer-note"
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button
          tone="pri"
          keys="Enter"
          why={messenger.trim() === "" ? say("transfers.messenger") : null}
          onPress={hand}
        >
          {say("transfers.hand")}
        </Button>
      </div>
    </Dialog>
  );
}

/** F7: what of a bundle did not come back; Shift+F7: what the department did not find in it, nothing at best. */
export function LackDialog(props: {
  bundle: BundleView;
  checks: boolean;
  onNote: (missing: string[]) => void;
  onClose: () => void;
}) {
  const say = useWords();
  const { bundle } = props;
  const [missing, setMissing] = useState<string[]>(bundle.missing);
  const none = missing.length === 0 && !props.checks;
  const turn = (name: string) =>
    setMissing((now) => (now.includes(name) ? now.filter((one) => one !== name) : [...now, name]));
  const note = () => {
    if (!none) props.onNote(missing);
  };
  const keys: KeyMap = { Enter: note };
  bundle.lines.slice(0, 9).forEach((line, at) => (keys[String(at + 1)] = () => turn(line.material)));
  return (
    <Dialog
      title={say(props.checks ? "transfers.checkTitle" : "transfers.lackTitle", { slip: bundle.slip })}
      sub={say(props.checks ? "transfers.checkHow" : "transfers.lackHow")}
      testId="transfer-lack"
      onClose={props.onClose}
      keys={keys}
    >
      <ul className="pb lacking">
        {bundle.lines.map((line, at) => (
          <li key={line.material}>
            <label>
              <input
                type="checkbox"
                checked={missing.includes(line.material)}
                onChange={() => turn(line.material)}
              />
              {at < 9 ? <Kbd keys={String(at + 1)} /> : null} {line.material}
            </label>
          </li>
        ))}
      </ul>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button tone="pri" keys="Enter" why={none ? say("transfers.lackHow") : null} onPress={note}>
          {say(!props.checks ? "transfers.lacks" : missing.length === 0 ? "transfers.checkWhole" : "transfers.checkLacks")}
        </Button>
      </div>
    </Dialog>
  );
}
