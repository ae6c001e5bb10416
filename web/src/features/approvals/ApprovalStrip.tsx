/** What the open intake waits for, at the right: who has to answer, how long already, and what was answered. */
import type { ApprovalView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Since } from "../../parts/Clock";
import { Pill, type Tone } from "../../parts/Pill";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { kindWord, ofDraft, stateWord } from "./approvals";
import "./approvals.css";

const tones: Record<string, Tone> = {
  waiting: "warn",
  approved: "ok",
  denied: "bad",
};

export function ApprovalStrip({ draft, offsetS }: { draft: string; offsetS: number }) {
  const session = useSession();
  const all = useCell(session.approvals.all);
  const shown = ["refusal", "override"].flatMap((kind) => ofDraft(all, draft, kind) ?? []);
  return shown.map((asked) => <One key={asked.id} asked={asked} offsetS={offsetS} />);
}

function One({ asked, offsetS }: { asked: ApprovalView; offsetS: number }) {
  const session = useSession();
  const say = useWords();
  const withdraw = () =>
    void session
      .deed("withdrawApproval", () => session.host.withdrawApproval(asked.id))
      .then(() => session.approvals.refresh());
  const again = () =>
    session.layer.set(
      asked.kind === "refusal" ? { kind: "refusal" } : { kind: "override", caseNumber: asked.what },
    );
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
          <b>{say(kindWord[asked.kind] ?? "approval.refusal")}</b>
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
        </>
      );
    case "denied":
      return say("approval.deniedBy", { name: asked.answeredBy ?? "", words: asked.note ?? "" });
    default:
      return say(asked.kind === "refusal" ? "approval.issueNow" : "approval.acceptNow", {
        name: asked.answeredBy ?? "",
      });
  }
}
