import { useState } from "react";
import type { TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { ofDraft, toTellAgain } from "../approvals/approvals";
import { useSession, type Refusal } from "../desk/session";
import type { Form } from "../intake/form";
import { placeOf } from "../intake/walk";
import { correctable, isLicence, stillAsking, ways, type Way } from "./decision";
import "./decision.css";

/** F9: a digit chooses the outcome, Enter does it. With blockers left, Enter alone goes to the first of them. */
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
  const findings = useCell(form.findings);
  const slots = useCell(form.slots);
  const told = useCell(form.told);
  const committed = useCell(form.byCommitment);
  const asking = stillAsking(useCell(form.sources));
  const approvals = useCell(session.approvals.all);
  const up = useCell(session.desk)?.link.up === true;
  const busy = useCell(session.busy) !== null;
  const [chosen, setChosen] = useState<number | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  /** The open case that stands in the way. */
  const [beside, setBeside] = useState<string | null>(null);
  const askToPass = () => {
    if (beside !== null) session.layer.set({ kind: "override", caseNumber: beside });
  };

  const licence = isLicence(form.view.itemType);
  const refusal = ofDraft(approvals, form.id, "refusal");
  const all = ways({
    licence,
    counts,
    findings,
    slots,
    told,
    grounds: form.view.grounds,
    committed,
    dueDay: head.dueDay,
    up,
    refusal,
    again: toTellAgain(approvals, form.view.slip),
  });
  // What was chosen may become impossible while the dialog lies open.
  const way = all.find((one) => one.digit === chosen && one.why === null) ?? null;
  const toBlocker = way === null && counts.blocks > 0;

  const leave = (then: () => void) => {
    onClose();
    setTimeout(then, 0);
  };

  async function end(run: () => Promise<Refusal | null>): Promise<void> {
    setWhy(null);
    const against = await run();
    if (against === null) onClose();
    else if (against.kind === "findings") leave(onBlocked);
    else {
      setWhy(against.trouble);
      setBeside(against.duplicate ?? null);
    }
  }

  async function issue(): Promise<void> {
    if (refusal === null) return;
    setWhy(null);
    const trouble = await session.refuse(refusal.id);
    if (trouble === null) onClose();
    else setWhy(trouble);
  }

  function act(by: Way): void {
    switch (by.deed) {
      case "accept":
        return void end(session.accept);
      case "correct": {
        const first = correctable(findings, slots)[0];
        return leave(() => (first === undefined ? onBlocked() : goToStop(placeOf(form, first))));
      }
      case "supplement":
        return session.layer.set({ kind: "supplement" });
      case "askAgain":
        return session.layer.set({
          kind: "secondDemand",
          slip: form.view.slip,
          itemName: form.view.itemName,
        });
      case "notNeeded":
      case "refuse":
        return session.layer.set({ kind: "refusal", notNeeded: by.deed === "notNeeded" });
      case "issue":
        return void issue();
      case "receive":
        return session.layer.set({ kind: "receiveOnly" });
      case "return":
        return void end(session.takeReturn);
    }
  }

  function confirm(): void {
    if (busy) return;
    if (way !== null) act(way);
    else if (toBlocker) leave(onBlocked);
  }

  const options: Option[] = all.map((one) => ({
    digit: one.digit,
    label: say(one.label.word, one.label.values),
    note: say(one.note.word, one.note.values),
    why: one.why === null ? null : say(one.why.word, one.why.values),
    chosen: way?.digit === one.digit,
    testId: `way-${one.digit}`,
    ...(one.why === null ? { mark: <Pill tone={one.mark.tone}>{say(one.mark.word)}</Pill> } : {}),
    act: () => setChosen(one.digit),
  }));

  return (
    <Dialog
      title={say("decision.title")}
      sub={form.view.itemName}
      testId="decision-dialog"
      onClose={onClose}
      keys={{ ...optionKeys(options), Enter: confirm, T: askToPass, F9: () => undefined }}
    >
      <div className="pb">
        <Options options={options} />
        <p className="sm mut law">{say(licence ? "decision.byLicence" : "decision.byItem")}</p>
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
          why={busy ? say("dialog.wait") : way === null && !toBlocker ? say("decision.chooseFirst") : null}
          onPress={confirm}
        >
          {say(busy ? "decision.accepting" : way !== null ? way.go : toBlocker ? "decision.toBlocker" : "decision.confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
