/** 补充材料收件: what came is marked with how much of it. */
import { useState } from "react";
import type { CameForm, CaseNowView } from "../../host/types";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { CameDialog } from "./CameDialog";
import { awaitedFurther } from "./further";

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

  function toggle(at: number): void {
    const { [at]: known, ...others } = came;
    setCame(known === undefined ? { ...others, [at]: { originals: 0, copies: 1 } } : others);
  }

  /** One piece more or less of what is marked, which then has come. */
  function count(at: number, kind: keyof Pieces, by: number): void {
    const known = came[at] ?? { originals: 0, copies: 0 };
    const next = { ...known, [kind]: Math.min(most, Math.max(0, known[kind] + by)) };
    const { [at]: _, ...others } = came;
    setCame(next.originals + next.copies === 0 ? others : { ...others, [at]: next });
  }

  const forms = (): CameForm[] =>
    open.flatMap((one, at) => {
      const pieces = came[at];
      return pieces === undefined ? [] : [{ of: one.of, place: one.place, ...pieces }];
    });
  return (
    <CameDialog
      now={props.now}
      title={say("further.take")}
      how={say("further.takeHow")}
      told={say("further.takeTold")}
      testId="take-further"
      row="further"
      rows={open.map((one, at) => {
        const pieces = came[at];
        return {
          key: `${one.of}/${one.place}`,
          name: one.material,
          small: one.cure,
          here: pieces !== undefined,
          pill:
            pieces === undefined
              ? { tone: "mute", text: say("further.by", { day: one.until }) }
              : { tone: "ok", text: say("further.pieces", { originals: pieces.originals, copies: pieces.copies }) },
        };
      })}
      onToggle={toggle}
      keys={(at) => ({
        ArrowRight: () => count(at, "copies", 1),
        ArrowLeft: () => count(at, "copies", -1),
        "Shift+ArrowRight": () => count(at, "originals", 1),
        "Shift+ArrowLeft": () => count(at, "originals", -1),
      })}
      keep={() => session.host.takeFurther(props.now.slip, forms())}
      onClose={props.onClose}
      onDone={props.onDone}
    />
  );
}
