/** 容缺材料补交: what came is marked by its digit or Space and kept with a receipt. */
import { useState } from "react";
import { troubleOf } from "../../host/host";
import type { CaseNowView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { awaited, promiseState } from "./acts";
import "./case.css";

export function KeepPromises(props: {
  now: CaseNowView;
  /** The hall's day. */
  today: string;
  onClose: () => void;
  onDone: (now: CaseNowView) => void;
}) {
  const session = useSession();
  const say = useWords();
  const [came, setCame] = useState<string[]>([]);
  const [marked, setMarked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const open = awaited(props.now.promised);

  function toggle(at: number): void {
    const one = open[at];
    if (one === undefined) return;
    setMarked(at);
    setCame(
      came.includes(one.material) ? came.filter((id) => id !== one.material) : [...came, one.material],
    );
  }

  const off = busy ? say("dialog.wait") : came.length === 0 ? say("keep.none") : null;
  async function keep(): Promise<void> {
    if (off !== null) return;
    setBusy(true);
    setWhy(null);
    try {
      props.onDone(await session.host.keepPromises(props.now.slip, came));
    } catch (thrown) {
      setWhy(troubleOf(thrown));
      setBusy(false);
    }
  }

  const keys: KeyMap = {
    Enter: () => void keep(),
    " ": () => toggle(marked),
    ArrowDown: () => setMarked(Math.min(open.length - 1, marked + 1)),
    ArrowUp: () => setMarked(Math.max(0, marked - 1)),
  };
  open.slice(0, 9).forEach((_, at) => (keys[String(at + 1)] = () => toggle(at)));
  return (
    <Dialog
      title={say("keep.title")}
      sub={`${props.now.itemName} · ${props.now.slip}`}
      wide
      testId="keep-promises"
      onClose={props.onClose}
      keys={keys}
    >
      <div className="pb">
        <p className="sm mut">{say("keep.how")}</p>
        <div className="ops" role="group" aria-label={say("keep.came")}>
          {open.map((one, at) => {
            const state = promiseState(one, props.today);
            const here = came.includes(one.material);
            return (
              <button
                key={one.material}
                type="button"
                role="checkbox"
                tabIndex={-1}
                aria-checked={here}
                className={`op${here ? " on" : ""}${at === marked ? " at" : ""}`}
                data-testid={`keep-${at + 1}`}
                onClick={() => toggle(at)}
              >
                <span className="k">{at < 9 ? at + 1 : "·"}</span>
                <span className="w">
                  <b>
                    {here ? "☑" : "☐"} {one.name}
                  </b>
                </span>
                <Pill tone={state.tone}>{say(state.word, { day: state.day })}</Pill>
              </button>
            );
          })}
        </div>
        <p className="sm mut">{say("keep.told")}</p>
        <Trouble trouble={why} testId="keep-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button tone="pri" keys="Enter" testId="keep-go" why={off} onPress={() => void keep()}>
          {say("keep.go")}
        </Button>
      </div>
    </Dialog>
  );
}
