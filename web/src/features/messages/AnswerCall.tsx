/** A window's call, answered by a supervisor with a digit: go, send a helper, or say that it is over. */
import { useEffect, useState } from "react";
import { troubleOf, type SupportAnswer } from "../../host/host";
import type { TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Since } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { comingWords, reasonWord } from "./messages";
import "./messages.css";

/** Helpers that a row of digits has room for beside going and ending. */
const helpersShown = 6;

export function AnswerCall({ id, offsetS, onClose }: { id: string; offsetS: number; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const { calls, helpers } = useCell(session.messages.view);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [asked, setAsked] = useState(false);
  useEffect(() => void session.messages.refresh().then(() => setAsked(true)), [session]);
  const call = calls.find((one) => one.id === id);

  async function answer(how: SupportAnswer, staff: string | null): Promise<void> {
    try {
      await session.host.answerSupport(id, how, staff);
      onClose();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
    void session.messages.refresh();
  }

  const others = call?.takenBy != null && !call.mine ? say("msg.othersCall", { name: call.takenBy }) : null;
  const sendable = call?.kind === "support" ? helpers.slice(0, helpersShown) : [];
  const options: Option[] =
    call === undefined
      ? []
      : [
          { digit: 1, label: say("msg.go"), note: say("msg.goNote"), why: others, testId: "answer-going", act: () => void answer("going", null) },
          ...sendable.map((helper, at) => ({
            digit: at + 2,
            label: say("msg.send.helper", { name: helper.name }),
            note: say("msg.send.at", { desk: helper.desk }),
            why: others,
            testId: `answer-${helper.staff}`,
            act: () => void answer("helper", helper.staff),
          })),
          {
            digit: 9,
            label: say("msg.finish"),
            note: say("msg.finishNote"),
            why: call.takenBy === null ? say("msg.finishFirst") : null,
            testId: "answer-done",
            act: () => void answer("done", null),
          },
        ];
  return (
    <Dialog
      title={say(call?.kind === "quietAlarm" ? "msg.quiet" : "msg.support")}
      sub={call === undefined ? undefined : say("top.desk", { desk: call.desk })}
      testId="answer-call"
      onClose={onClose}
      keys={optionKeys(options)}
    >
      <div className="pb support">
        {call === undefined ? (
          asked ? <p data-testid="answer-over">{say("msg.over")}</p> : null
        ) : (
          <p data-testid="answer-state">
            <Pill tone={call.takenBy === null ? "bad" : "ok"}>
              {call.takenBy === null ? say("msg.waits") : say(...comingWords(call))}
            </Pill>{" "}
            {call.kind === "quietAlarm" ? say("msg.quietHow") : say(reasonWord(call.why))} {call.note}{" "}
            <Since from={call.takenAt ?? call.at} offsetS={offsetS} />
          </p>
        )}
        <Options options={options} />
        <Trouble trouble={why} testId="answer-trouble" />
      </div>
    </Dialog>
  );
}
