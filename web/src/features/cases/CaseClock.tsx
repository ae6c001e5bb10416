/** From 办件: a special procedure or an extension is asked for; one that runs is ended. */
import { useState } from "react";
import { troubleOf } from "../../host/host";
import type { TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { say, useWords, type Word } from "../../words";
import { Ask } from "../approvals/AskDialogs";
import { useSession } from "../desk/session";

/** The special procedures of 行政许可法 art. 45, in its order. */
const procedures: Word[] = [
  "clock.hearing",
  "clock.tender",
  "clock.auction",
  "clock.inspection",
  "clock.testing",
  "clock.quarantine",
  "clock.appraisal",
  "clock.experts",
];

interface Props {
  slip: string;
  itemName: string;
  onClose: () => void;
}

export function AskTime({ slip, itemName, onClose }: Props) {
  const session = useSession();
  const words = useWords();
  const [chosen, setChosen] = useState<number | null>(null);
  const [days, setDays] = useState("");
  const choices: Word[] = [...procedures, "clock.extension"];
  const count = /^\d{1,3}$/.test(days.trim()) ? Number(days.trim()) : 0;
  const procedure = chosen === null ? undefined : procedures[chosen];
  return (
    <Ask
      title={words("clock.ask")}
      sub={`${itemName} · ${slip}`}
      testId="time-dialog"
      choices={choices.map((word) => ({ label: words(word), testId: word.replace(".", "-") }))}
      chosen={chosen}
      choose={setChosen}
      line={{ label: words("clock.days"), value: days, set: setDays }}
      hint={words("clock.hint")}
      ask={(reason) =>
        procedure === undefined
          ? session.host.askExtension(slip, count, reason)
          : // What is recorded and printed is in the language of the law.
            session.host.askPause(slip, say("zh-CN", procedure), count, reason)
      }
      onClose={onClose}
    />
  );
}

export function EndPause({ slip, itemName, onClose }: Props) {
  const session = useSession();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);

  async function end(): Promise<void> {
    if (busy) return;
    setBusy(true);
    try {
      await session.host.resumeCase(slip);
      onClose();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={words("clock.end")}
      sub={`${itemName} · ${slip}`}
      testId="end-pause-dialog"
      onClose={onClose}
      keys={{ Enter: () => void end() }}
    >
      <div className="pb">
        <p>{words("clock.endHow")}</p>
        <Trouble trouble={why} testId="end-pause-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {words("dialog.back")}
        </Button>
        <Button
          tone="pri"
          keys="Enter"
          testId="end-pause-confirm"
          why={busy ? words("dialog.wait") : null}
          onPress={() => void end()}
        >
          {words("clock.endConfirm")}
        </Button>
      </div>
    </Dialog>
  );
}
