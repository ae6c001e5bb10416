import { useEffect, useState, type ReactNode } from "react";
import { troubleOf } from "../../host/host";
import type { DeskView, GroupView, NumberView, SlipView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { WallClock } from "../../parts/Clock";
import { language, switchLanguage, useSentence, useWords } from "../../words";
import { useSession } from "../desk/session";
import { NoticeLine } from "../messages/NoticeLine";
import { groupName, groupTone, priorityWord } from "../queue/queue";
import { noteWord } from "../helper/Requests";
import { codeLength, helpNotes, idleMs, isToBeNoted, priorities, slipWord, touched, type Step } from "./kiosk";
import "./kiosk.css";

/** 自助取号: large targets, one question at a time, nothing kept of whoever was here. */
export function Kiosk({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const [step, setStep] = useState<Step>({ kind: "groups" });
  const [busy, setBusy] = useState(false);
  const heard = useCell(session.slip);
  const slip = step.kind === "number" ? slipOf(step.number, heard) : null;

  useEffect(() => {
    const idle = idleMs(step, slip);
    if (idle === null || busy) return;
    const timer = setTimeout(() => setStep({ kind: "groups" }), idle);
    return () => clearTimeout(timer);
  }, [step, busy, slip]);

  async function go(ask: () => Promise<Step>): Promise<void> {
    if (busy) return;
    setBusy(true);
    try {
      setStep(await ask());
    } catch (thrown) {
      setStep({ kind: "trouble", trouble: troubleOf(thrown) });
    } finally {
      setBusy(false);
    }
  }
  const take = (ask: () => Promise<NumberView>) => go(async () => ({ kind: "number", number: await ask() }));
  const help = (note: string) =>
    go(async () => {
      await session.host.askHelp(note);
      return { kind: "helped" };
    });
  async function reprint(again: SlipView): Promise<void> {
    // Before it is asked for: how it ended may be heard before the answer.
    session.slip.set({ ...again, state: "printing", trouble: null });
    try {
      await session.host.reprintSlip(again.ticket);
    } catch (thrown) {
      session.slip.set({ ...again, state: "failed", trouble: troubleOf(thrown) });
    }
  }
  const issue = (group: string, priority: string | null, withCard: boolean) =>
    take(async () => {
      if (withCard && desk.realm === "training") {
        session.placeCard();
        await session.cardLies();
      }
      return session.host.takeNumber(group, priority, withCard, null);
    });

  return (
    <div className="app kiosk" data-testid="kiosk" data-step={step.kind}>
      <header>
        <b>{desk.hallName}</b>
        <span>{say("kiosk.title")}</span>
        <span className="sp" />
        <button type="button" className="lang" onClick={switchLanguage} data-testid="language">
          {say("top.otherLanguage")}
        </button>
        <WallClock offsetS={desk.link.offsetS} />
      </header>
      {desk.realm === "training" ? (
        <div className="banner train" data-testid="banner-training">
          {say("banner.training")}
        </div>
      ) : null}
      {desk.link.up ? null : (
        <div className="banner offline" role="alert" data-testid="banner-offline">
          {say("kiosk.offline")}
        </div>
      )}
      <main aria-busy={busy}>
        <Screen
          desk={desk}
          step={step}
          slip={slip}
          onReprint={(again) => void reprint(again)}
          onStep={setStep}
          onTake={(group, priority, card) => void issue(group, priority, card)}
          onCheckIn={(code) => void take(() => session.host.takeNumber("", null, false, code))}
          onRejoin={(number) => void take(() => session.host.rejoinNumber(number))}
          onHelp={(note) => void help(note)}
        />
      </main>
      <NoticeLine desk={desk} down={say("kiosk.offline")} testId="kiosk-notice" />
    </div>
  );
}

interface ScreenProps {
  desk: DeskView;
  step: Step;
  /** What became of the number's slip. */
  slip: SlipView | null;
  onReprint: (slip: SlipView) => void;
  onStep: (step: Step) => void;
  onTake: (group: string, priority: string | null, withCard: boolean) => void;
  onCheckIn: (code: string) => void;
  onRejoin: (number: string) => void;
  onHelp: (note: string) => void;
}

function Screen(props: ScreenProps) {
  const { desk, step, onStep } = props;
  const say = useWords();
  const sentence = useSentence();
  const home = () => onStep({ kind: "groups" });
  switch (step.kind) {
    case "groups":
      return <Groups {...props} />;
    case "how":
      return <How {...props} step={step} />;
    case "appointment":
      return (
        <Page title={say("kiosk.code")} onBack={home}>
          <div className="code num" data-testid="code" aria-live="polite">
            {step.typed.padEnd(codeLength, "·")}
          </div>
          <div className="pad">
            {["1", "2", "3", "4", "5", "6", "7", "8", "9", "back", "0"].map((key) => (
              <button
                key={key}
                type="button"
                className="key"
                data-testid={`pad-${key}`}
                onClick={() => onStep({ kind: "appointment", typed: touched(step.typed, key) })}
              >
                {key === "back" ? say("kiosk.delete") : key}
              </button>
            ))}
            <button
              type="button"
              className="key go"
              disabled={step.typed.length < codeLength}
              data-testid="check-in"
              onClick={() => props.onCheckIn(step.typed)}
            >
              {say("kiosk.checkIn")}
            </button>
          </div>
        </Page>
      );
    case "missed":
      return (
        <Page title={say("kiosk.missedWhich")} onBack={home}>
          {desk.queue.missed.length === 0 ? <p className="big">{say("kiosk.noMissed")}</p> : null}
          <div className="tiles">
            {desk.queue.missed.map((ticket) => (
              <button
                key={ticket.id}
                type="button"
                className={`tile ${groupTone(ticket.group)}`}
                data-testid={`missed-${ticket.number}`}
                onClick={() => props.onRejoin(ticket.number)}
              >
                <b className="num">{ticket.number}</b>
              </button>
            ))}
          </div>
        </Page>
      );
    case "help":
      return (
        <Page title={say("kiosk.helpWhat")} onBack={home}>
          <div className="tiles">
            {helpNotes.map((note) => (
              <button key={note} type="button" className="wide" data-testid={`help-${note}`} onClick={() => props.onHelp(note)}>
                {say(noteWord[note] ?? "helper.note.other")}
              </button>
            ))}
          </div>
          <p className="ask">{say("kiosk.helpNote")}</p>
        </Page>
      );
    case "helped":
      return (
        <Page title={say("kiosk.helped")} onBack={home}>
          <p className="big" role="status" data-testid="kiosk-helped">
            {say("kiosk.helpedNote")}
          </p>
        </Page>
      );
    case "number":
      return <Slip number={step.number} slip={props.slip} onReprint={props.onReprint} onDone={home} />;
    case "trouble":
      return (
        <Page title={say("kiosk.sorry")} onBack={home}>
          <p className="big" role="alert" data-testid="kiosk-trouble">
            {sentence(step.trouble)} <span className="code-no">{step.trouble.code}</span>
          </p>
          <div className="tiles two">
            <Ask onStep={onStep} />
          </div>
        </Page>
      );
  }
}

function Page({ title, onBack, children }: { title: string; onBack: () => void; children: ReactNode }) {
  const say = useWords();
  return (
    <>
      <h1>{title}</h1>
      {children}
      <footer>
        <button type="button" className="wide" onClick={onBack} data-testid="back">
          ← {say("kiosk.back")}
        </button>
      </footer>
    </>
  );
}

function Groups({ desk, onStep }: ScreenProps) {
  const say = useWords();
  const book = useCell(language);
  return (
    <>
      <h1>{say("kiosk.what")}</h1>
      <div className="tiles">
        {desk.queue.groups.map((group) => (
          <button
            key={group.letter}
            type="button"
            className={`tile ${groupTone(group.letter)}`}
            data-testid={`group-${group.letter}`}
            onClick={() => onStep({ kind: "how", group: group.letter, priority: null })}
          >
            <b>
              <span className="num">{group.letter}</span> {groupName(desk.queue.groups, group.letter, book)}
            </b>
            <span>{say("kiosk.waiting", { n: group.waiting })}</span>
            <Expected group={group} />
          </button>
        ))}
      </div>
      <footer>
        <button
          type="button"
          className="wide"
          data-testid="appointment"
          onClick={() => onStep({ kind: "appointment", typed: "" })}
        >
          {say("kiosk.appointment")}
        </button>
        <button type="button" className="wide" data-testid="missed" onClick={() => onStep({ kind: "missed" })}>
          {say("kiosk.missed")}
        </button>
        <Ask onStep={onStep} />
      </footer>
    </>
  );
}

/** 请求帮办 */
function Ask({ onStep }: Pick<ScreenProps, "onStep">) {
  const say = useWords();
  return (
    <button type="button" className="wide" data-testid="ask-help" onClick={() => onStep({ kind: "help" })}>
      {say("kiosk.help")}
    </button>
  );
}

function Expected({ group }: { group: GroupView }) {
  const say = useWords();
  if (group.windows === 0) return <span className="warn">{say("queue.noWindow")}</span>;
  return (
    <span>
      {group.estimateMin === null
        ? say("kiosk.windows", { n: group.windows })
        : say("kiosk.estimate", { minutes: group.estimateMin })}
    </span>
  );
}

function How({ desk, step, onStep, onTake }: ScreenProps & { step: Extract<Step, { kind: "how" }> }) {
  const say = useWords();
  const book = useCell(language);
  return (
    <Page title={groupName(desk.queue.groups, step.group, book)} onBack={() => onStep({ kind: "groups" })}>
      <p className="ask">{say("kiosk.priority")}</p>
      <div className="choices" role="group" aria-label={say("kiosk.priority")}>
        {[null, ...priorities].map((reason) => (
          <button
            key={reason ?? "none"}
            type="button"
            aria-pressed={step.priority === reason}
            className={step.priority === reason ? "on" : ""}
            data-testid={`priority-${reason ?? "none"}`}
            onClick={() => onStep({ ...step, priority: reason })}
          >
            {step.priority === reason ? "✓ " : ""}
            {say(reason === null ? "kiosk.ordinary" : priorityWord(reason))}
          </button>
        ))}
      </div>
      <p className="ask">{say("kiosk.priorityNote")}</p>
      <div className="tiles two">
        <button
          type="button"
          className="tile go"
          data-testid="take-with-card"
          onClick={() => onTake(step.group, step.priority, true)}
        >
          <b>{say("kiosk.withCard")}</b>
          <span>{say("kiosk.withCardNote")}</span>
        </button>
        <button
          type="button"
          className="tile"
          data-testid="take-without-card"
          onClick={() => onTake(step.group, step.priority, false)}
        >
          <b>{say("kiosk.withoutCard")}</b>
          <span>{say("kiosk.withoutCardNote")}</span>
        </button>
      </div>
    </Page>
  );
}

/** What was heard of this number's slip since, if anything was. */
function slipOf(number: NumberView, heard: SlipView | null): SlipView | null {
  return heard !== null && heard.ticket === number.slip?.ticket ? heard : number.slip;
}

interface SlipProps {
  number: NumberView;
  slip: SlipView | null;
  onReprint: (slip: SlipView) => void;
  onDone: () => void;
}

function Slip({ number, slip, onReprint, onDone }: SlipProps) {
  const say = useWords();
  const book = useCell(language);
  return (
    <div className="slip" data-testid="slip">
      <p className="ask">{say("kiosk.yours")}</p>
      <b className="num" data-testid="slip-number">
        {number.number}
      </b>
      <p className="big">
        {book === "en" ? number.en : number.zh} · {say("kiosk.ahead", { n: number.ahead })}
        {number.estimateMin === null ? "" : ` · ${say("kiosk.estimate", { minutes: number.estimateMin })}`}
      </p>
      <p className={isToBeNoted(slip) ? "paper warn" : "paper"} role="status" data-testid="slip-paper" data-state={slip?.state}>
        {say(slipWord(slip))}
        {slip?.trouble ? <span className="code-no"> {slip.trouble.code}</span> : null}
      </p>
      {slip?.paperLow ? (
        <p className="ask" data-testid="paper-low">
          {say("kiosk.slip.low")}
        </p>
      ) : null}
      <p className="ask">{say("kiosk.listen")}</p>
      <div className="ways">
        {slip === null ? null : (
          <button
            type="button"
            className="wide"
            disabled={slip.state === "printing"}
            onClick={() => onReprint(slip)}
            data-testid="reprint"
          >
            {say("kiosk.slip.again")}
          </button>
        )}
        <button type="button" className="wide" onClick={onDone} data-testid="done">
          {say("kiosk.done")}
        </button>
      </div>
    </div>
  );
}
