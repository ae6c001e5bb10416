/** 容缺材料补交 */
import { useState } from "react";
import type { CaseNowView } from "../../host/types";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { awaited, promiseState } from "./acts";
import { CameDialog } from "./CameDialog";

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
  const open = awaited(props.now.promised);
  return (
    <CameDialog
      now={props.now}
      title={say("keep.title")}
      how={say("keep.how")}
      told={say("keep.told")}
      testId="keep-promises"
      row="keep"
      rows={open.map((one) => {
        const state = promiseState(one, props.today);
        return {
          key: one.material,
          name: one.name,
          here: came.includes(one.material),
          pill: { tone: state.tone, text: say(state.word, { day: state.day }) },
        };
      })}
      onToggle={(at) => {
        const id = open[at]?.material;
        if (id === undefined) return;
        setCame(came.includes(id) ? came.filter((other) => other !== id) : [...came, id]);
      }}
      keep={() => session.host.keepPromises(props.now.slip, came)}
      onClose={props.onClose}
      onDone={props.onDone}
    />
  );
}
