/** Puts the features together: what is on the screen now and which key does what. No rule of the law lives here. */
import { useEffect, useMemo, useRef, type ReactElement, type RefObject } from "react";
import { ApprovalStrip } from "../features/approvals/ApprovalStrip";
import { asksNotNeeded, toIssue } from "../features/approvals/approvals";
import { Applicant } from "../features/applicant/Applicant";
import { askOf } from "../features/applicant/applicant";
import { Strip } from "../features/customer/Strip";
import { Outcome } from "../features/decision/Outcome";
import { Told } from "../features/decision/Told";
import { Banners, KeyBar, Notices, Rail, TopBar } from "../features/desk/Frame";
import { ItemHead } from "../features/desk/Item";
import { More } from "../features/desk/More";
import { Blockers, NextStep, Summary, useNextLabel } from "../features/desk/Right";
import { useSession, type Session } from "../features/desk/session";
import { Trail } from "../features/desk/Trail";
import { FormPanel } from "../features/intake/Intake";
import type { Form } from "../features/intake/form";
import { Questions } from "../features/intake/Questions";
import type { Walk } from "../features/intake/send";
import { Subjects } from "../features/intake/Subjects";
import { ToBring } from "../features/intake/ToBring";
import {
  nextPlace,
  placeOf,
  placeToResume,
  previousPlace,
  ranked,
  rememberedAs,
  sectionPlace,
  stop,
} from "../features/intake/walk";
import { OnlineStrip } from "../features/online/OnlineStrip";
import { HelperPage } from "../features/helper/HelperPage";
import { Materials } from "../features/materials/Materials";
import { Kiosk } from "../features/kiosk/Kiosk";
import { Ticket, Waiting, WindowBanner } from "../features/queue/Queue";
import { longestMinutes } from "../features/queue/queue";
import { useDeviceSession } from "../features/posts/Device";
import { OnSpot } from "../features/results/OnSpot";
import { chosenAway, isReady } from "../features/results/waiting";
import { Review } from "../features/review/Review";
import { Start } from "../features/start/Start";
import { SupervisorPage } from "../features/supervisor/SupervisorPage";
import { Strips } from "../features/takeover/Strips";
import { Wall } from "../features/wall/Wall";
import type { DeskView, PostView, SlotView } from "../host/types";
import { Button } from "../parts/Button";
import { cell, useCell } from "../parts/cell";
import { useKeys, writing, type KeyMap } from "../parts/keys";
import { useSteady } from "../parts/steady";
import { currentStop, goToStop } from "../parts/stops";
import { switchLanguage, useWords } from "../words";
import { deskCommands } from "./deskCommands";
import { Layers } from "./Layers";
import { turnTheme } from "./theme";

export function App() {
  const session = useSession();
  const desk = useCell(session.desk);
  const start = useCell(session.start);
  useEffect(() => void session.begin(), [session]);
  useKeys({ "Alt+L": switchLanguage, "Alt+T": turnTheme });
  useDeviceSession(desk !== null);
  if (desk === null || start === null) {
    return (
      <div className="app bare">
        <Banners realm={start?.realm ?? "live"} link={null} unsent={0} />
        <Start />
      </div>
    );
  }
  const Page = pages[start.post];
  return <Page desk={desk} />;
}

const noSlots = cell<SlotView[]>([]);

/** What each window shows once somebody is signed in. */
const pages: Record<PostView, (props: { desk: DeskView }) => ReactElement> = {
  clerk: Desk,
  supervisor: SupervisorPage,
  helper: HelperPage,
  kiosk: Kiosk,
  wall: Wall,
};

function Desk({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const form = useCell(session.form);
  const outcome = useCell(session.outcome);
  const layer = useCell(session.layer);
  const messages = useCell(session.messages.view);
  // What may be asked again, taken back or put off is among the commands.
  useCell(session.approvals.all);
  useCell(session.waiting.slips);
  useCell(session.warnings.view);
  useCell(session.edition.newer);
  useCell(session.edition.moved);
  // So is what may come later.
  useCell(form?.slots ?? noSlots);
  const editing = form !== null && outcome === null;
  const centre = useSteady(form);

  // Where a dialog came from may be gone when it closes; the keyboard must never stand nowhere.
  useEffect(() => {
    if (layer !== null) return;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) goToStop(stop.next);
    }, 0);
    return () => clearTimeout(timer);
  }, [layer, outcome]);

  const remember = useMemo(() => rememberer(session, form), [session, form]);
  const stood = useFoothold(session, form);
  const walk = useWalk(form);
  const go = useMemo(() => placesOf(form), [form]);

  /** The one next action: from nowhere or from the big button. */
  function advance(): void {
    if (!editing && session.waiting.slips.get().length > 0) {
      // One key for what is next: what is decided is handed over, what is not can only be put off.
      if (isReady(session.waiting.now.get())) void session.handOver();
      return;
    }
    if (outcome !== null) {
      void session.endVisit("served");
      return;
    }
    if (form === null) {
      if (desk.visit === null) void session.callNext();
      else if (askOf(desk.visit) === "nothing") session.layer.set({ kind: "palette" });
      else goToStop(stop.applicant);
      return;
    }
    void form.settled().then(async () => {
      const issue = toIssue(session.approvals.all.get(), form.id);
      if (issue !== null) {
        const trouble = await session.refuse(issue.id);
        if (trouble !== null) session.tell(trouble);
        return;
      }
      const to = nextPlace(form, null);
      if (to !== stop.next) goToStop(to);
      else if (ranked(form.findings.get())[0]?.level === "block") go.blocker(0);
      else session.layer.set({ kind: "decision" });
    });
  }

  const commands = deskCommands({ session, desk, messages, form, editing, advance });
  const can = (id: string) => commands.find((command) => command.id === id)?.act ?? (() => undefined);
  const keys: KeyMap = {
    "Alt+ArrowDown": () => {
      const here = currentStop();
      if (here?.startsWith("field:") === true)
        session.layer.set({ kind: "detail", key: here.slice("field:".length) });
    },
    Escape: () => {
      if (session.notices.get().length > 0) session.dismiss();
      else goToStop(stop.next);
    },
  };
  for (const { keys: combo, why, act } of commands) {
    if (combo !== "Enter" && combo !== "") keys[combo] = () => (why === null ? act() : undefined);
  }
  keys["Enter"] = (event) => {
    if (!writing(event.target)) advance();
  };
  for (let digit = 1; digit <= 9; digit += 1) keys[`Alt+${digit}`] = () => go.blocker(digit - 1);
  for (let digit = 1; digit <= 6; digit += 1) keys[`Ctrl+${digit}`] = () => go.section(digit - 1);
  useKeys(keys);

  return (
    <div className="app">
      <TopBar desk={desk} />
      <div>
        <Banners realm={desk.realm} link={desk.link} unsent={desk.unsent} />
        <WindowBanner desk={desk} />
      </div>
      <div className="main">
        <Rail onCases={can("cases")} onLibrary={can("library")} onHelp={can("help")} />
        <aside className="col" aria-label={say("column.left")}>
          <Ticket desk={desk} onCall={can("call")} onEnd={can("end")} />
          <Applicant desk={desk} />
          <Strip strip={desk.applicant} offsetS={desk.link.offsetS} />
          <Strips desk={desk} />
          <Waiting desk={desk} />
        </aside>
        <main className="col" aria-label={say("column.centre")}>
          <Notices />
          {form === null ? <OnSpot offsetS={desk.link.offsetS} /> : null}
          {form === null ? (
            <Waits
              desk={desk}
              onCall={can("call")}
              onWalkIn={can("walkIn")}
              onFind={can("find")}
              onCases={can("cases")}
            />
          ) : (
            <>
              <ItemHead form={form} done={outcome !== null} onSection={go.section} onFind={can("find")} />
              <div
                className="scroll"
                ref={centre}
                key={`${form.id}/${outcome === null}`}
                onFocus={() => {
                  stood.current = currentStop();
                  remember(stood.current);
                }}
              >
                {outcome === null ? (
                  <>
                    <OnlineStrip form={form} />
                    <Told form={form} walk={walk} offsetS={desk.link.offsetS} />
                    <Questions form={form} walk={walk} />
                    <Subjects form={form} walk={walk} />
                    <ToBring form={form} />
                    <FormPanel form={form} walk={walk} />
                    <Materials form={form} walk={walk} />
                    <Review form={form} onGo={go.blocker} onAgain={can("review")} />
                  </>
                ) : (
                  <Outcome outcome={outcome} form={form} offsetS={desk.link.offsetS} />
                )}
              </div>
              {outcome === null ? <More form={form} box={centre} /> : null}
            </>
          )}
        </main>
        <aside className="col" aria-label={say("column.right")}>
          {form === null ? null : <Summary form={form} />}
          {form === null || outcome !== null ? (
            <section className="panel grow" />
          ) : (
            <>
              <Blockers form={form} onGo={go.blocker} />
              <Trail form={form} />
              <ApprovalStrip form={form} offsetS={desk.link.offsetS} />
            </>
          )}
          {editing ? (
            <Editing
              form={form}
              onNext={advance}
              onSend={can("customer")}
              onDecide={can("decide")}
              onPark={can("park")}
            />
          ) : (
            <Otherwise
              desk={desk}
              done={outcome !== null}
              onNext={advance}
              onPapers={can("papers")}
              onEnd={can("end")}
              onLater={can("later")}
              onAnother={can("copyPrevious")}
            />
          )}
        </aside>
      </div>
      <KeyBar commands={commands} />
      <Layers
        layer={layer}
        desk={desk}
        form={form}
        editing={editing}
        commands={commands}
        onBlocked={() => go.blocker(0)}
      />
    </div>
  );
}

/** Ways to the blockers and sections of the open form. */
function placesOf(form: Form | null) {
  const blocker = (at: number): void => {
    const finding = form === null ? undefined : ranked(form.findings.get())[at];
    if (form !== null && finding !== undefined) goToStop(placeOf(form, finding));
  };
  const section = (at: number): void => {
    if (form !== null) goToStop(sectionPlace(form, at));
  };
  return { blocker, section };
}

/**
 * What had the focus may go with a change: a conflict becomes a field, an answer hides a question. Then the keyboard
 * stands in the same place again, or at the next action.
 */
function useFoothold(session: Session, form: Form | null): RefObject<string | null> {
  const stood = useRef<string | null>(null);
  useEffect(() => {
    stood.current = null;
    return form?.head.on(() => {
      setTimeout(() => {
        if (document.activeElement !== document.body || session.layer.get() !== null) return;
        if (stood.current === null || !goToStop(stood.current)) goToStop(stop.next);
      }, 0);
    });
  }, [session, form]);
  return stood;
}

/** Tells the host where the clerk stands, one telling at a time, the latest place last. */
function rememberer(session: Session, form: Form | null): (name: string | null) => void {
  let told = "";
  let wanted = "";
  let telling = false;
  async function tell(id: string): Promise<void> {
    telling = true;
    while (told !== wanted) {
      told = wanted;
      // Not worth a word to the clerk: after a restart the walk begins at the first open place instead.
      await session.host.rememberPosition(id, told).catch(() => undefined);
    }
    telling = false;
  }
  return (name) => {
    if (form === null || name === null) return;
    wanted = rememberedAs(name);
    if (!telling) void tell(form.id);
  };
}

/** The walk of the open form, the same object as long as the form is open. */
function useWalk(form: Form | null): Walk {
  return useMemo<Walk>(
    () => ({
      next: (from) => {
        if (form !== null) goToStop(nextPlace(form, from));
      },
      previous: (from) => {
        if (form !== null) goToStop(previousPlace(form, from));
      },
    }),
    [form],
  );
}

function Editing({
  form,
  onNext,
  onSend,
  onDecide,
  onPark,
}: {
  form: Form;
  onNext: () => void;
  onSend: () => void;
  onDecide: () => void;
  onPark: () => void;
}) {
  const say = useWords();
  const session = useSession();
  const issue = toIssue(useCell(session.approvals.all), form.id);
  const next = useNextLabel(form);
  const label =
    issue === null
      ? next
      : say(asksNotNeeded(issue, form.view.grounds) ? "approval.issueNotNeeded" : "approval.issue");
  const counts = useCell(form.counts);
  const attached = useCell(useSession().desk)?.applicant.attached === true;
  useEffect(() => void goToStop(form.resumed ? placeToResume(form) : stop.next), [form]);
  return (
    <NextStep label={label} keys="Enter" onPress={onNext}>
      <div className="row3">
        <Button
          keys="F8"
          testId="send"
          why={attached && counts.unready > 0 ? say("way.blocked", { n: counts.unready }) : null}
          onPress={onSend}
        >
          {say(attached ? "key.customer" : "key.openCustomer")}
        </Button>
        <Button
          keys="F9"
          testId="accept"
          why={counts.blocks > 0 ? say("way.blocked", { n: counts.blocks }) : null}
          onPress={onDecide}
        >
          {say("key.decide")}
        </Button>
        <Button keys="Ctrl+H" testId="park" onPress={onPark}>
          {say("key.park")}
        </Button>
      </div>
      {counts.blocks > 0 ? (
        <p className="sm mut why" data-testid="accept-why">
          F9 {say("way.blockedOnly", { n: counts.blocks })}
        </p>
      ) : null}
    </NextStep>
  );
}

function Otherwise(props: {
  desk: DeskView;
  done: boolean;
  onNext: () => void;
  onPapers: () => void;
  onEnd: () => void;
  onLater: () => void;
  onAnother: () => void;
}) {
  const say = useWords();
  const session = useSession();
  const now = useCell(session.waiting.now);
  const waits = useCell(session.waiting.slips).length > 0;
  const away = chosenAway(now);
  const ask = askOf(props.desk.visit);
  useEffect(() => {
    if (props.done || ask === "nobody" || ask === "nothing") goToStop(stop.next);
  }, [props.done, ask]);
  if (waits) {
    const later = away === null ? say("results.later") : say("results.laterMail", { how: away });
    return isReady(now) ? (
      <NextStep label={say("results.handOver")} keys="Enter" onPress={props.onNext}>
        <div className="row2">
          <Button keys="Ctrl+R" testId="later" onPress={props.onLater}>
            {later}
          </Button>
          <Button keys="Ctrl+P" onPress={props.onPapers}>
            {say("key.papers")}
          </Button>
        </div>
      </NextStep>
    ) : (
      <NextStep label={later} keys="Ctrl+R" onPress={props.onLater}>
        <p className="sm mut">{say("results.laterNote")}</p>
      </NextStep>
    );
  }
  if (props.done) {
    return (
      <NextStep label={say("next.close")} keys="Enter" onPress={props.onNext}>
        <Button
          keys="Ctrl+D"
          testId="another-one"
          why={props.desk.visit?.party == null ? say("off.noVisit") : null}
          onPress={props.onAnother}
        >
          {say("key.another")}
        </Button>
        <div className="row2">
          <Button keys="Ctrl+P" onPress={props.onPapers}>
            {say("key.papers")}
          </Button>
          <Button keys="Ctrl+E" onPress={props.onEnd}>
            {say("queue.end")}
          </Button>
        </div>
      </NextStep>
    );
  }
  switch (ask) {
    case "nobody":
      return <NextStep label={say("queue.call")} keys="F2" onPress={props.onNext} />;
    case "person":
      return <NextStep label={say("next.identify")} keys="1" onPress={props.onNext} />;
    case "party":
      return <NextStep label={say("next.party")} keys="1–9" onPress={props.onNext} />;
    case "nothing":
      return <NextStep label={say("next.find")} keys="F3" onPress={props.onNext} />;
  }
}

/** The centre while no item is open: what is waiting, and what to do now. */
function Waits(props: {
  desk: DeskView;
  onCall: () => void;
  onWalkIn: () => void;
  onFind: () => void;
  onCases: () => void;
}) {
  const say = useWords();
  const { desk } = props;
  const waiting = desk.queue.waiting.length;
  const ask = askOf(desk.visit);
  return (
    <section className="panel empty" data-testid={`empty-${ask}`}>
      {ask === "nobody" ? (
        <>
          <b>{say("empty.nobody")}</b>
          <span className="mut">
            {waiting === 0
              ? say("queue.empty")
              : say("empty.waiting", { n: waiting, minutes: longestMinutes(desk.queue, Date.now()) })}
          </span>
          <div className="acts">
            <Button tone="pri" keys="F2" onPress={props.onCall}>
              {say("queue.call")}
            </Button>
            <Button keys="Ctrl+N" onPress={props.onWalkIn}>
              {say("key.walkIn")}
            </Button>
            <Button keys="Ctrl+B" onPress={props.onCases}>
              {say("key.cases")}
            </Button>
          </div>
        </>
      ) : (
        <>
          <b>{say(ask === "person" ? "empty.person" : ask === "party" ? "empty.party" : "empty.item")}</b>
          <span className="mut">
            {say(ask === "person" ? "empty.personHow" : ask === "party" ? "empty.partyHow" : "empty.itemHow")}
          </span>
          {ask === "nothing" ? (
            <div className="acts">
              <Button tone="pri" keys="F3" onPress={props.onFind}>
                {say("key.find")}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </section>
  );
}
