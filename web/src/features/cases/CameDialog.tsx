/** What came after acceptance is marked by its digit or Space, and kept with a receipt. */
import { useState } from "react";
import { troubleOf } from "../../host/host";
import type { CaseNowView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill, type Tone } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import "./case.css";

export interface CameRow {
  key: string;
  name: string;
  small?: string;
  here: boolean;
  pill: { tone: Tone; text: string };
}

export function CameDialog(props: {
  now: CaseNowView;
  title: string;
  how: string;
  told: string;
  /** Of the dialog; `row` names its rows, its trouble and its button. */
  testId: string;
  row: string;
  rows: CameRow[];
  onToggle: (at: number) => void;
  /** Keys beside those that mark. */
  keys?: (marked: number) => KeyMap;
  keep: () => Promise<CaseNowView>;
  onClose: () => void;
  onDone: (now: CaseNowView) => void;
}) {
  const say = useWords();
  const [marked, setMarked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const { rows, row } = props;

  function toggle(at: number): void {
    if (rows[at] === undefined) return;
    setMarked(at);
    props.onToggle(at);
  }

  const off = busy ? say("dialog.wait") : rows.every((one) => !one.here) ? say("keep.none") : null;
  async function keep(): Promise<void> {
    if (off !== null) return;
    setBusy(true);
    setWhy(null);
    try {
      props.onDone(await props.keep());
    } catch (thrown) {
      setWhy(troubleOf(thrown));
      setBusy(false);
    }
  }

  const keys: KeyMap = {
    Enter: () => void keep(),
    " ": () => toggle(marked),
    ArrowDown: () => setMarked(Math.min(rows.length - 1, marked + 1)),
    ArrowUp: () => setMarked(Math.max(0, marked - 1)),
    ...props.keys?.(marked),
  };
  rows.slice(0, 9).forEach((_, at) => (keys[String(at + 1)] = () => toggle(at)));
  return (
    <Dialog
      title={props.title}
      sub={`${props.now.itemName} · ${props.now.slip}`}
      wide
      testId={props.testId}
      onClose={props.onClose}
      keys={keys}
    >
      <div className="pb">
        <p className="sm mut">{props.how}</p>
        <div className="ops" role="group" aria-label={say("keep.came")}>
          {rows.map((one, at) => (
            <button
              key={one.key}
              type="button"
              role="checkbox"
              tabIndex={-1}
              aria-checked={one.here}
              className={`op${one.here ? " on" : ""}${at === marked ? " at" : ""}`}
              data-testid={`${row}-${at + 1}`}
              onClick={() => toggle(at)}
            >
              <span className="k">{at < 9 ? at + 1 : "·"}</span>
              <span className="w">
                <b>
                  {one.here ? "☑" : "☐"} {one.name}
                </b>
                {one.small === undefined ? null : <small>{one.small}</small>}
              </span>
              <Pill tone={one.pill.tone}>{one.pill.text}</Pill>
            </button>
          ))}
        </div>
        <p className="sm mut">{props.told}</p>
        <Trouble trouble={why} testId={`${row}-trouble`} />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button tone="pri" keys="Enter" testId={`${row}-go`} why={off} onPress={() => void keep()}>
          {say("keep.go")}
        </Button>
      </div>
    </Dialog>
  );
}
