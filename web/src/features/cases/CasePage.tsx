/** A case as it stands, and what can be done with it where its applicant stands: digits choose, Enter does the first. */
import { useEffect, useState, type ReactNode } from "react";
import { troubleOf } from "../../host/host";
import type { CaseNowView, ClockLine, DeskView, PaperView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import type { KeyMap } from "../../parts/keys";
import { optionKeys, Options, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { Trouble } from "../../parts/Trouble";
import { language, useWords } from "../../words";
import { useSession } from "../desk/session";
import { stop } from "../intake/walk";
import { Papers } from "../papers/Papers";
import { whyNoCall } from "../queue/queue";
import { deliveredLine, Results, StepName } from "../results/OnSpot";
import {
  awaited,
  hallDay,
  isOver,
  promiseState,
  whyNotDelivered,
  whyNotKept,
  whyNotTakenUp,
  whyNotWithdrawn,
} from "./acts";
import { hallMinute } from "./cases";
import { clockText, clockTone, clockWhy } from "./clock";
import { useHere } from "./here";
import { lineState, materialsOf, telling, untold, whyNotTaken } from "./further";
import { KeepPromises } from "./KeepPromises";
import { stageTone, stageWord } from "./stages";
import { Facts as ObjectionFacts } from "../objections/ObjectionsPage";
import { toneOf } from "../objections/objections";
import { TakeFurther } from "./TakeFurther";
import { Withdraw } from "./Withdraw";
import "./case.css";

type Top = { kind: "keep" } | { kind: "further" } | { kind: "withdraw" } | { kind: "papers"; paper: PaperView | null };

export function CasePage(props: {
  slip: string;
  clock: ClockLine | null;
  /** What is in front of the page when it opens. */
  first: "withdraw" | null;
  desk: DeskView;
  onClose: () => void;
}) {
  const session = useSession();
  const heard = useCell(session.caseHeard)[props.slip];
  const [now, setNow] = useState<CaseNowView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [top, setTop] = useState<Top | null>(props.first === null ? null : { kind: props.first });

  useEffect(() => {
    session.host.caseNow(props.slip).then(setNow, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session, props.slip, heard]);

  /** What was done, with the paper that belongs to it in front: the last of its kind. */
  async function done(view: CaseNowView, kind: string): Promise<void> {
    setNow(view);
    setTop(null);
    try {
      const paper = (await session.host.papers(view.slip)).filter((one) => one.kind === kind).at(-1);
      if (paper !== undefined) setTop({ kind: "papers", paper });
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }

  const back = () => setTop(null);
  if (now !== null && top?.kind === "keep")
    return (
      <KeepPromises
        now={now}
        today={hallDay(Date.now() - props.desk.link.offsetS * 1000)}
        onClose={back}
        onDone={(view) => void done(view, "receipt")}
      />
    );
  if (now !== null && top?.kind === "further")
    return <TakeFurther now={now} onClose={back} onDone={(view) => void done(view, "receipt")} />;
  if (now !== null && top?.kind === "withdraw")
    return <Withdraw now={now} onClose={back} onDone={(view) => void done(view, "withdrawal")} />;
  if (top?.kind === "papers")
    return <Papers slip={top.paper === null ? props.slip : null} paper={top.paper} onClose={back} />;
  return <Page {...props} now={now} why={why} setWhy={setWhy} open={setTop} done={done} />;
}

function Page(props: {
  slip: string;
  clock: ClockLine | null;
  desk: DeskView;
  now: CaseNowView | null;
  why: TroubleView | null;
  setWhy: (why: TroubleView | null) => void;
  open: (top: Top) => void;
  done: (view: CaseNowView, kind: string) => Promise<void>;
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const here = useHere();
  const { now, desk } = props;
  // Others look; what is done is done at a window.
  const atWindow = session.host.window === "clerk";
  const approvals = useCell(session.approvals.all);
  const papers = () => props.open({ kind: "papers", paper: null });

  async function takeUp(): Promise<void> {
    props.setWhy(null);
    const trouble = await session.reopen(props.slip);
    if (trouble !== null) return props.setWhy(trouble);
    props.onClose();
    setTimeout(() => goToStop(stop.next), 0);
  }

  async function tellFurther(): Promise<void> {
    props.setWhy(null);
    try {
      await props.done(await session.host.tellFurther(props.slip), "further");
    } catch (thrown) {
      props.setWhy(troubleOf(thrown));
    }
  }

  const acts: (Omit<Option, "digit"> & { rare?: boolean })[] = [];
  // What a department asks for comes first: the applicant waits for nothing else.
  if (now !== null && atWindow && now.further.length > 0) {
    const how = telling(now, approvals, say);
    acts.push(
      {
        label: say("further.tell"),
        note:
          how.kind === "ask"
            ? how.added.length > 0
              ? say("further.askAdded", { names: how.added.join("、") })
              : say("further.askHow")
            : how.kind === "tell" && how.approvedBy !== null
              ? say("further.approved", { name: how.approvedBy })
              : say("further.tellHow", { n: materialsOf(untold(now.further)).length }),
        why: how.kind === "not" ? how.why : null,
        testId: "case-tell-further",
        act: () => {
          if (how.kind === "tell") void tellFurther();
          if (how.kind === "ask")
            session.layer.set({
              kind: "secondDemand",
              slip: now.slip,
              itemName: now.itemName,
              materials: how.materials,
            });
        },
      },
      {
        label: say("further.take"),
        note: say("case.keepHow"),
        why: whyNotTaken(now, say),
        testId: "case-take-further",
        act: () => props.open({ kind: "further" }),
      },
    );
  }
  if (now !== null && atWindow) {
    const cure = now.stage === "supplementing";
    acts.push(
      {
        label: say(cure ? "case.cure" : "case.continue"),
        note: say(cure ? "case.cureHow" : "case.continueHow"),
        why: whyNotTakenUp(now, here, say),
        testId: "case-take-up",
        act: () => void takeUp(),
      },
      {
        label: say("case.keep"),
        note: say("case.keepHow"),
        why: whyNotKept(now, say),
        testId: "case-keep",
        act: () => props.open({ kind: "keep" }),
      },
      {
        label: say("case.deliver"),
        why: whyNotDelivered(now, say),
        testId: "case-deliver",
        act: () => session.layer.set({ kind: "deliver", slip: props.slip }),
      },
      {
        label: say("case.withdraw"),
        note: say("case.withdrawHow"),
        why: whyNotWithdrawn(now, say),
        testId: "case-withdraw",
        // Nobody is led there by Enter.
        rare: true,
        act: () => props.open({ kind: "withdraw" }),
      },
    );
  }
  if (now !== null) acts.push({ label: say("case.papers"), testId: "case-papers", act: papers });
  const next = acts.findIndex((one) => one.why == null && one.rare !== true);
  const options: Option[] = acts.map((one, at) => ({
    ...one,
    digit: at + 1,
    mark: at === next ? <Kbd keys="Enter" /> : undefined,
  }));
  const first = options[next];
  const takesUp = options.find((one) => one.testId === "case-take-up");
  const mayTakeUp = atWindow && takesUp?.why == null;
  const nobody = atWindow && now !== null && !here.visit && ["received", "supplementing"].includes(now.stage);
  const noCall = whyNoCall(desk.queue);

  const keys: KeyMap = { ...optionKeys(options), "Ctrl+P": papers };
  if (first !== undefined) keys["Enter"] = first.act;
  if (mayTakeUp && takesUp !== undefined) keys["F6"] = takesUp.act;
  if (nobody && noCall === null) keys["F2"] = () => void session.callNext();
  if (nobody) keys["Ctrl+N"] = () => void walkIn();
  if (now?.stage === "lapsed" && atWindow) keys["F3"] = () => session.layer.set({ kind: "palette" });

  async function walkIn(): Promise<void> {
    const view = await session.deed("walkIn", () => session.host.walkIn(say("walkIn.supplement")));
    if (view !== null) session.show(view);
  }

  return (
    <Dialog
      title={now?.itemName ?? say("case.title")}
      sub={say("case.how")}
      full
      testId="case-page"
      onClose={props.onClose}
      keys={keys}
    >
      {now === null ? (
        <div className="pb">
          {props.why === null ? <p className="mut">{say("case.loading")}</p> : null}
          <Trouble trouble={props.why} testId="case-trouble" />
        </div>
      ) : (
        <div className="casepage">
          <div className="side" tabIndex={0} role="group" aria-label={say("case.acts")}>
            <Facts now={now} clock={props.clock} />
            {now.stale ? (
              <p className="warnline" role="status">
                {say("case.stale")}
              </p>
            ) : null}
            {now.stage === "lapsed" ? (
              <p className="warnline" data-testid="case-lapsed">
                {say("case.lapsed")}{" "}
                {atWindow ? (
                  <Button keys="F3" onPress={() => session.layer.set({ kind: "palette" })}>
                    {say("case.again")}
                  </Button>
                ) : null}
              </p>
            ) : null}
            {nobody ? (
              <div className="warnline" role="status" data-testid="case-no-visit">
                <p>{say("case.noVisit")}</p>
                <span className="acts">
                  <Button keys="F2" why={noCall === null ? null : say(noCall)} onPress={() => void session.callNext()}>
                    {say("queue.call")}
                  </Button>
                  <Button keys="Ctrl+N" onPress={() => void walkIn()}>
                    {say("key.walkIn")}
                  </Button>
                </span>
              </div>
            ) : null}
            <Options options={options} />
            <Trouble trouble={props.why} testId="case-trouble" />
          </div>
          <div className="told" tabIndex={0} role="group" aria-label={say("case.trail")}>
            {now.further.length === 0 ? null : (
              <Further now={now} today={hallDay(Date.now() - desk.link.offsetS * 1000)} />
            )}
            {now.promised.length === 0 ? null : (
              <Promises now={now} today={hallDay(Date.now() - desk.link.offsetS * 1000)} />
            )}
            {now.objections.length === 0 ? null : (
              <section aria-label={say("objection.title")} data-testid="case-objections">
                <h3>{say("objection.title")}</h3>
                {now.objections.map((row) => (
                  <div key={row.id} className="request">
                    <p>
                      <b>{row.label}</b> · {row.source} <Pill tone={toneOf(row.state)}>{row.stateWord}</Pill>
                    </p>
                    <ObjectionFacts row={row} />
                  </div>
                ))}
              </section>
            )}
            <h3>{say("case.trail")}</h3>
            <Steps now={now} />
            {now.results.length === 0 && now.granted === null ? null : <Results now={now} />}
            {now.delivery === null ? null : <p>{deliveredLine(say, now.delivery)}</p>}
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Facts({ now, clock }: { now: CaseNowView; clock: ClockLine | null }) {
  const say = useWords();
  const book = useCell(language);
  const stage = stageWord[now.stage];
  // A case that is over has no day to be kept any more.
  const ended = isOver(now.stage);
  const rows: [string, ReactNode][] = [
    [
      say("cases.stage"),
      <Pill key="stage" tone={stageTone(now.stage)} testId="case-stage">
        {stage === undefined ? now.stageWord : say(stage)}
      </Pill>,
    ],
    [
      say("outcome.slip"),
      <b key="slip" className="num">
        {now.slip}
      </b>,
    ],
    [say("case.number"), now.caseNumber],
    [say("cases.applicant"), now.applicant],
    [say("case.accepted"), now.acceptedAt === null ? null : hallMinute(now.acceptedAt)],
    [say("case.promise"), now.promise],
    [say("case.due"), ended ? null : now.dueDay],
    [
      say("case.cureBy"),
      now.cureBy === null ? null : (
        <b key="cure" data-testid="case-cure-by">
          {now.cureBy}
        </b>
      ),
    ],
    [
      say("case.left"),
      clock === null || ended ? null : (
        <Pill key="clock" tone={clockTone(clock)} title={clockWhy(clock, say, book)}>
          {clockText(clock, say)}
        </Pill>
      ),
    ],
    [say("case.collect"), now.deliverBy],
    [
      say("case.departments"),
      now.parcels.map((parcel) => `${parcel.department} ${parcel.stateWord}`).join(say("word.and")),
    ],
  ];
  return (
    <dl className="casefacts" data-testid="case-facts">
      {rows.map(([name, value]) =>
        value === null || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** 容缺材料, what is late first said in red. */
function Promises({ now, today }: { now: CaseNowView; today: string }) {
  const say = useWords();
  const ended = isOver(now.stage);
  const open = ended ? [] : awaited(now.promised);
  const states = now.promised.map((one) => ({ one, state: promiseState(one, today, ended) }));
  return (
    <section aria-label={say("promise.title")}>
      <h3>
        {say("promise.title")}{" "}
        {open.length === 0 ? null : (
          <Pill tone={states.some(({ state }) => state.tone === "bad") ? "bad" : "warn"}>
            {say("promise.count", { n: open.length })}
          </Pill>
        )}
      </h3>
      <ul className="promises">
        {states.map(({ one, state }, at) => (
          <li key={one.material} className={state.tone} data-testid={`promise-${at + 1}`}>
            <b>{one.name}</b>
            <Pill tone={state.tone}>{say(state.word, { day: state.day })}</Pill>
          </li>
        ))}
      </ul>
      {states.some(({ state }) => state.tone === "bad") ? (
        <p className="sm red">{say("promise.brokenHow")}</p>
      ) : null}
    </section>
  );
}

/** 补充材料, each request of a department with what of it came. */
function Further({ now, today }: { now: CaseNowView; today: string }) {
  const say = useWords();
  const open = isOver(now.stage)
    ? 0
    : now.further.reduce((sum, one) => sum + one.lines.filter((line) => line.cameAt === null).length, 0);
  return (
    <section aria-label={say("further.title")} data-testid="case-further">
      <h3>
        {say("further.title")} {open === 0 ? null : <Pill tone="warn">{say("promise.count", { n: open })}</Pill>}
      </h3>
      {now.further.map((one) => (
        <div key={one.id} className="request">
          <p className="sm">
            <b>{one.department}</b> {hallMinute(one.askedAt)} · {say("further.reason", { reason: one.reason })}
          </p>
          <p className="sm mut">
            {one.number === null
              ? say("further.notTold")
              : say("further.notice", { number: one.number, round: one.round ?? 1, day: one.until ?? "" })}
          </p>
          <ul className="promises">
            {one.lines.map((line, at) => {
              const state = lineState(one, line.cameAt, today);
              const day = line.cameAt === null ? (one.until ?? "") : hallDay(Date.parse(line.cameAt));
              return (
                <li key={at} className={state.tone}>
                  <span>
                    <b>{line.material}</b>
                    <small className="mut">
                      {" "}
                      {line.wrong} · {line.cure}
                    </small>
                  </span>
                  <Pill tone={state.tone}>{say(state.word, { day })}</Pill>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </section>
  );
}

const alarming = new Set(["promiseBroken", "messageNotTaken", "lapsed", "refused", "parcelRefused", "notTaken"]);

function Steps({ now }: { now: CaseNowView }) {
  const say = useWords();
  if (now.steps.length === 0) return <p className="mut">{say("case.noTrail")}</p>;
  return (
    <ol className="casesteps">
      {now.steps.map((step, at) => (
        <li
          key={`${step.what}/${step.at}/${at}`}
          className={alarming.has(step.what) ? "bad" : ""}
          data-testid={`case-step-${at + 1}`}
          data-what={step.what}
        >
          <span className="num mut">{hallMinute(step.at)}</span>
          <span>
            <b>
              {alarming.has(step.what) ? "✕ " : ""}
              <StepName what={step.what} />
            </b>{" "}
            <span className="mut">
              {step.by === "hall" ? say("case.byHall") : step.by}
              {step.note === null ? "" : ` · ${step.note}`}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}
