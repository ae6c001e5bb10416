/** What the open intake waits for, at the right: who has to answer, how long already, and what was answered. */
import type { ApprovalView } from "../../host/types";
import { hallMinute } from "../cases/cases";
import type { Form } from "../intake/form";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Since, useNow } from "../../parts/Clock";
import { Pill, type Tone } from "../../parts/Pill";
import { useWords, type Word } from "../../words";
import { useSession, type Session } from "../desk/session";
import { asksNotNeeded, kindWord, stateWord, ofForm } from "./approvals";
import "./approvals.css";

const tones: Record<string, Tone> = {
  waiting: "warn",
  approved: "ok",
  denied: "bad",
};

export function ApprovalStrip({ form, offsetS }: { form: Form; offsetS: number }) {
  const session = useSession();
  const shown = ofForm(useCell(session.approvals.all), form.view);
  return shown.map((asked) => <One key={asked.id} asked={asked} form={form} offsetS={offsetS} />);
}

/** Opens the dialog in which it is asked for once more. */
export function askOnceMore(session: Session, asked: ApprovalView, form: Form): void {
  const { view } = form;
  switch (asked.kind) {
    case "refusal":
      return session.layer.set({ kind: "refusal", notNeeded: asksNotNeeded(asked, view.grounds) });
    case "secondDemand":
      return session.layer.set({ kind: "secondDemand", slip: view.slip, itemName: view.itemName });
    default:
      return session.layer.set({ kind: "override", caseNumber: asked.what });
  }
}

function One({ asked, form, offsetS }: { asked: ApprovalView; form: Form; offsetS: number }) {
  const session = useSession();
  const say = useWords();
  const withdraw = () =>
    void session
      .deed("withdrawApproval", () => session.host.withdrawApproval(asked.id))
      .then(() => session.approvals.refresh());
  const notNeeded = asked.kind === "refusal" && asksNotNeeded(asked, form.view.grounds);
  const again = () => askOnceMore(session, asked, form);
  const over = asked.state === "denied" || asked.stale;
  return (
    <section
      className={`panel approval ${asked.stale ? "stale" : asked.state}`}
      aria-live="polite"
      data-testid={`approval-${asked.kind}`}
      data-state={asked.stale ? "stale" : asked.state}
    >
      <div className="pb">
        <p className="line1">
          <b>{say(notNeeded ? "approval.notNeeded" : (kindWord[asked.kind] ?? "approval.refusal"))}</b>
          <span className="sp" />
          {asked.stale ? (
            <Pill tone="bad">{say("approval.stale")}</Pill>
          ) : (
            <Pill tone={tones[asked.state] ?? "info"}>{say(stateWord[asked.state] ?? "approval.waiting")}</Pill>
          )}
        </p>
        <p className="sm">{words(asked, say, offsetS)}</p>
        <div className="row2">
          {over ? (
            <Button keys="Ctrl+Y" testId="approval-again" onPress={again}>
              {say("approval.again")}
            </Button>
          ) : null}
          {asked.state === "waiting" || asked.state === "approved" ? (
            <Button keys="Ctrl+Shift+Z" testId="approval-withdraw" onPress={withdraw}>
              {say("approval.withdraw")}
            </Button>
          ) : null}
        </div>
      </div>
    </section>
  );
}

function words(
  asked: ApprovalView,
  say: (word: Word, values?: Record<string, string | number>) => string,
  offsetS: number,
) {
  if (asked.stale) return say("approval.staleWhy");
  switch (asked.state) {
    case "waiting":
      return (
        <>
          {say("approval.waitsFor")} <Since from={asked.askedAt} offsetS={offsetS} />
          {asked.kind === "refusal" ? <PassesOn answerBy={asked.answerBy} offsetS={offsetS} /> : null}
        </>
      );
    case "denied":
      return say("approval.deniedBy", { name: asked.answeredBy ?? "", words: asked.note ?? "" });
    default:
      return say(
        asked.kind === "refusal"
          ? "approval.issueNow"
          : asked.kind === "secondDemand"
            ? "approval.againNow"
            : "approval.acceptNow",
        { name: asked.answeredBy ?? "" },
      );
  }
}

/** Nobody is left waiting: who is asked next, and what becomes of it at closing. */
function PassesOn({ answerBy, offsetS }: { answerBy: string; offsetS: number }) {
  const say = useWords();
  const over = useNow() - offsetS * 1000 >= Date.parse(answerBy);
  return (
    <span className="passes" data-testid="approval-passes" data-over={over}>
      {say(over ? "approval.passed" : "approval.passes", { at: hallMinute(answerBy).slice(-5) })}
    </span>
  );
}
