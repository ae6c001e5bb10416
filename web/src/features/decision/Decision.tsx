import { useState } from "react";
import type { TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import { stillAsking, ways } from "./decision";
import "./decision.css";

/** F9: a digit chooses the outcome, Enter does it. With blockers left, Enter goes to the first of them. */
export function Decision({
  form,
  onClose,
  onBlocked,
}: {
  form: Form;
  onClose: () => void;
  onBlocked: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const counts = useCell(form.counts);
  const head = useCell(form.head);
  const asking = stillAsking(useCell(form.sources));
  const busy = useCell(session.busy) === "accept";
  const [chosen, setChosen] = useState<number | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  /** The open case that stands in the way. */
  const [beside, setBeside] = useState<string | null>(null);
  const askToPass = () => {
    if (beside !== null) session.layer.set({ kind: "override", caseNumber: beside });
  };

  async function confirm(): Promise<void> {
    if (busy) return;
    if (chosen === 5) {
      session.layer.set({ kind: "refusal" });
      return;
    }
    if (counts.blocks > 0) {
      onClose();
      setTimeout(onBlocked, 0);
      return;
    }
    if (chosen !== 1) return;
    setWhy(null);
    const refusal = await session.accept();
    if (refusal === null) onClose();
    else if (refusal.kind === "findings") {
      onClose();
      setTimeout(onBlocked, 0);
    } else {
      setWhy(refusal.trouble);
      setBeside(refusal.duplicate ?? null);
    }
  }

  const options: Option[] = ways(counts, form.view.grounds).map((way) => ({
    digit: way.digit,
    label: say(way.word),
    note: say(way.note, { day: head.dueDay ?? "—" }),
    why: way.why === null ? null : say(way.why, { n: counts.blocks }),
    chosen: chosen === way.digit,
    testId: `way-${way.digit}`,
    ...(way.why === null ? { mark: <Pill tone="ok">{say("way.open")}</Pill> } : {}),
    act: () => setChosen(way.digit),
  }));

  return (
    <Dialog
      title={say("decision.title")}
      sub={form.view.itemName}
      testId="decision-dialog"
      onClose={onClose}
      keys={{ ...optionKeys(options), Enter: () => void confirm(), T: askToPass, F9: () => undefined }}
    >
      <div className="pb">
        <Options options={options} />
        {asking > 0 ? <Pill tone="warn">{say("decision.asking", { n: asking })}</Pill> : null}
        <Trouble trouble={why} testId="decision-trouble" />
        {beside === null ? null : (
          <Button keys="T" testId="ask-override" onPress={askToPass}>
            {say("ask.override")}
          </Button>
        )}
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        <Button
          tone="pri"
          keys="Enter"
          testId="decision-confirm"
          why={
            busy
              ? say("dialog.wait")
              : counts.blocks === 0 && chosen === null
                ? say("decision.chooseFirst")
                : null
          }
          onPress={() => void confirm()}
        >
          {busy
            ? say("decision.accepting")
            : chosen === 5
              ? say("decision.toRefusal")
            : counts.blocks > 0
              ? say("decision.toBlocker")
              : say("decision.confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
