/** 补充材料收件: what came is marked with how much of it, and kept with a receipt. */
import { useState } from "react";
import { troubleOf } from "../../host/host";
import type { CameForm, CaseNowView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { awaitedFurther } from "./further";
import "./case.css";

/** Pieces of one thing at most, as the hall takes them. */
const most = 99;

interface Pieces {
  originals: number;
  copies: number;
}

export function TakeFurther(props: { now: CaseNowView; onClose: () => void; onDone: (now: CaseNowView) => void }) {
  const session = useSession();
  const say = useWords();
  const open = awaitedFurther(props.now.further);
  const [came, setCame] = useState<Record<number, Pieces>>({});
  const [marked, setMarked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);

  function toggle(at: number): void {
    if (open[at] === undefined) return;
    setMarked(at);
    const { [at]: known, ...others } = came;
    setCame(known === undefined ? { ...others, [at]: { originals: 0, copies: 1 } } : others);
  }

  /** One piece more or less of what is marked, which then has come. */
  function count(kind: keyof Pieces, by: number): void {
    const known = came[marked] ?? { originals: 0, copies: 0 };
    const next = { ...known, [kind]: Math.min(most, Math.max(0, known[kind] + by)) };
    const { [marked]: _, ...others } = came;
    setCame(next.originals + next.copies === 0 ? others : { ...others, [marked]: next });
  }

  const chosen = Object.keys(came).length;
  const off = busy ? say("dialog.wait") : chosen === 0 ? say("keep.none") : null;
  async function keep(): Promise<void> {
    if (off !== null) return;
    setBusy(true);
    setWhy(null);
    const forms: CameForm[] = open.flatMap((one, at) => {
      const pieces = came[at];
      return pieces === undefined ? [] : [{ of: one.of, place: one.place, ...pieces }];
    });
    try {
      props.onDone(await session.host.takeFurther(props.now.slip, forms));
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
    ArrowRight: () => count("copies", 1),
    ArrowLeft: () => count("copies", -1),
    "Shift+ArrowRight": () => count("originals", 1),
    "Shift+ArrowLeft": () => count("originals", -1),
  };
  open.slice(0, 9).forEach((_, at) => (keys[String(at + 1)] = () => toggle(at)));
  return (
    <Dialog
      title={say("further.take")}
      sub={`${props.now.itemName} · ${props.now.slip}`}
      wide
      testId="take-further"
      onClose={props.onClose}
      keys={keys}
    >
      <div className="pb">
        <p className="sm mut">{say("further.takeHow")}</p>
        <div className="ops" role="group" aria-label={say("keep.came")}>
          {open.map((one, at) => {
            const pieces = came[at];
            return (
              <button
                key={`${one.of}/${one.place}`}
                type="button"
                role="checkbox"
                tabIndex={-1}
                aria-checked={pieces !== undefined}
                className={`op${pieces === undefined ? "" : " on"}${at === marked ? " at" : ""}`}
                data-testid={`further-${at + 1}`}
                onClick={() => toggle(at)}
              >
                <span className="k">{at < 9 ? at + 1 : "·"}</span>
                <span className="w">
                  <b>
                    {pieces === undefined ? "☐" : "☑"} {one.material}
                  </b>
                  <small>{one.cure}</small>
                </span>
                <Pill tone={pieces === undefined ? "mute" : "ok"}>
                  {pieces === undefined
                    ? say("further.by", { day: one.until })
                    : say("further.pieces", { originals: pieces.originals, copies: pieces.copies })}
                </Pill>
              </button>
            );
          })}
        </div>
        <p className="sm mut">{say("further.takeTold")}</p>
        <Trouble trouble={why} testId="further-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button tone="pri" keys="Enter" testId="further-go" why={off} onPress={() => void keep()}>
          {say("keep.go")}
        </Button>
      </div>
    </Dialog>
  );
}
