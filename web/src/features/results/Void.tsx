import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { CaseNowView, DeskView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { Ask } from "../approvals/AskDialogs";
import { ofCase } from "../approvals/approvals";
import { useSession } from "../desk/session";
import "./results.css";

const wrongs = ["item", "person", "content"] as const;

/** 作废、更正: asked for first, then done once a supervisor approved. */
export function VoidCase(props: { slip: string; itemName: string; desk: DeskView; onClose: () => void }) {
  const session = useSession();
  const asked = ofCase(useCell(session.approvals.all), props.slip);
  useEffect(() => void session.approvals.refresh(), [session]);
  if (asked === null || asked.state === "denied")
    return <AskVoid slip={props.slip} itemName={props.itemName} onClose={props.onClose} />;
  return <Approved {...props} approval={asked.state === "approved" ? asked.id : null} reason={asked.reason} />;
}

function AskVoid({ slip, itemName, onClose }: { slip: string; itemName: string; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <Ask
      title={say("void.title")}
      sub={`${itemName} · ${slip}`}
      testId="ask-void"
      hint={say("void.hint")}
      choices={wrongs.map((wrong) => ({ label: say(`void.${wrong}`), testId: `void-${wrong}` }))}
      chosen={chosen}
      choose={setChosen}
      ask={(reason) => session.host.askVoid(slip, wrongs[chosen ?? 0] ?? "item", reason)}
      onClose={onClose}
    />
  );
}

function Approved(props: {
  slip: string;
  itemName: string;
  desk: DeskView;
  approval: string | null;
  reason: string;
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const { slip, approval } = props;
  const [now, setNow] = useState<CaseNowView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    session.host.caseNow(slip).then(setNow, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session, slip]);
  const ready = props.desk.visit?.party != null;
  const off = busy ? say("dialog.wait") : approval === null ? say("void.waits") : null;

  async function go(item: string | null): Promise<void> {
    if (off !== null || approval === null) return;
    setBusy(true);
    setWhy(null);
    try {
      await session.voidCase(slip, approval, item);
      props.onClose();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
      setBusy(false);
    }
  }
  const correct = () => {
    if (ready && now?.item != null) void go(now.item);
  };
  return (
    <Dialog
      title={say("void.title")}
      sub={`${props.itemName} · ${slip}`}
      wide
      testId="void-case"
      onClose={props.onClose}
      keys={{ Enter: () => void go(null), F6: correct }}
    >
      <div className="pb">
        <p>
          <Pill tone={approval === null ? "warn" : "ok"}>
            {say(approval === null ? "approval.waiting" : "approval.approved")}
          </Pill>{" "}
          {props.reason}
        </p>
        <p className="mut sm">{say("void.what")}</p>
        <p className="mut sm">{say(ready ? "void.correctHow" : "void.correctFirst")}</p>
        <Trouble trouble={why} testId="void-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button keys="F6" testId="void-correct" why={off ?? (ready ? null : say("void.correctFirst"))} onPress={correct}>
          {say("void.correct")}
        </Button>
        <Button tone="pri" keys="Enter" testId="void-go" why={off} onPress={() => void go(null)}>
          {say("void.go")}
        </Button>
      </div>
    </Dialog>
  );
}
