/** Puts the features together: what is on the screen now and which key does what. No rule of the law lives here. */
import { useEffect, useMemo, type ReactElement } from "react";
import { Applicant } from "../features/applicant/Applicant";
import { askOf } from "../features/applicant/applicant";
import { Outcome } from "../features/decision/Outcome";
import { Banners, KeyBar, Notices, Rail, TopBar, type FKey } from "../features/desk/Frame";
import { ItemHead } from "../features/desk/Item";
import { Blockers, NextStep, Summary, useNextLabel } from "../features/desk/Right";
import { useSession, type Session } from "../features/desk/session";
import { FormPanel } from "../features/intake/Intake";
import type { Form } from "../features/intake/form";
import { Questions } from "../features/intake/Questions";
import type { Walk } from "../features/intake/send";
import { Subjects } from "../features/intake/Subjects";
import {
  nextPlace,
  placeOf,
  places,
  placeToResume,
  previousPlace,
  ranked,
  rememberedAs,
  stop,
} from "../features/intake/walk";
import { Materials } from "../features/materials/Materials";
import { Ticket, Waiting } from "../features/queue/Queue";
import { longestMinutes } from "../features/queue/queue";
import { useDeviceSession } from "../features/posts/Device";
import { PostPage } from "../features/posts/PostPage";
import { Start } from "../features/start/Start";
import type { DeskView, PostView } from "../host/types";
import { Button } from "../parts/Button";
import { useCell } from "../parts/cell";
import { useKeys, writing, type KeyMap } from "../parts/keys";
import { currentStop, goToStop } from "../parts/stops";
import { switchLanguage, useWords } from "../words";
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

/** What each window shows once somebody is signed in. */
const pages: Record<PostView, (props: { desk: DeskView }) => ReactElement> = {
  clerk: Desk,
  supervisor: PostPage,
  helper: PostPage,
  kiosk: PostPage,
  wall: PostPage,
};

function Desk({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const form = useCell(session.form);
  const outcome = useCell(session.outcome);
  const layer = useCell(session.layer);
  const visit = desk.visit;
  const editing = form !== null && outcome === null;

  // Where a dialog came from may be gone when it closes; the keyboard must never stand nowhere.
  useEffect(() => {
    if (layer !== null) return;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) goToStop(stop.next);
    }, 0);
    return () => clearTimeout(timer);
  }, [layer, outcome]);

  const open = (next: Parameters<typeof session.layer.set>[0]) => session.layer.set(next);
  const find = () => open({ kind: "palette" });
  const call = () => {
    if (visit === null) void session.callNext();
  };
  const end = () => {
    if (visit !== null) open({ kind: "endVisit" });
  };
  const decide = () => {
    if (editing) open({ kind: "decision" });
  };
  const papers = () => {
    if (form !== null) open({ kind: "papers", slip: form.view.slip, paper: null });
  };
  const park = () => {
    if (editing) void session.park();
  };
  const cases = () => open({ kind: "cases" });
  const walkIn = () => {
    if (visit === null) open({ kind: "walkIn" });
  };
  const materials = () => {
    if (form === null) return;
    const slots = form.slots.get();
    const first = slots.find((slot) => !slot.satisfied && slot.applies !== false) ?? slots[0];
    if (first !== undefined) goToStop(stop.slot(first.material));
  };

  const remember = useMemo(() => rememberer(session, form), [session, form]);
  const walk = useWalk(form);
  const blocker = (at: number) => {
    const finding = form === null ? undefined : ranked(form.findings.get())[at];
    if (form !== null && finding !== undefined) goToStop(placeOf(form, finding));
  };
  const section = (at: number) => {
    if (form === null) return;
    const all = places(form);
    const kind = ["question:", "subject:", "field:", "slot:"][at];
    if (kind === undefined) {
      if (at === 4) blocker(0);
      else goToStop(stop.next);
      return;
    }
    const mine = all.filter((place) => place.name.startsWith(kind));
    const to = mine.find((place) => place.open) ?? mine[0];
    if (to !== undefined) goToStop(to.name);
  };

  const keys: KeyMap = {
    F1: () => open({ kind: "help" }),
    F2: call,
    F3: find,
    F6: materials,
    F9: decide,
    "Ctrl+N": walkIn,
    "Ctrl+P": papers,
    "Ctrl+H": park,
    "Ctrl+B": cases,
    "Ctrl+E": end,
    "Alt+ArrowDown": () => {
      const here = currentStop();
      if (here?.startsWith("field:") === true) open({ kind: "detail", key: here.slice(6) });
    },
    Escape: () => {
      if (session.notices.get().length > 0) session.dismiss();
      else goToStop(stop.next);
    },
    Enter: (event) => {
      if (writing(event.target)) return;
      advance();
    },
  };
  for (let digit = 1; digit <= 9; digit += 1) keys[`Alt+${digit}`] = () => blocker(digit - 1);
  for (let digit = 1; digit <= 6; digit += 1) keys[`Ctrl+${digit}`] = () => section(digit - 1);
  useKeys(keys);

  /** The one next action: from nowhere or from the big button. */
  function advance(): void {
    if (outcome !== null) {
      void session.endVisit("served");
      return;
    }
    if (form === null) {
      if (visit === null) call();
      else if (askOf(visit) === "nothing") find();
      else goToStop(stop.applicant);
      return;
    }
    void form.settled().then(() => {
      const to = nextPlace(form, null);
      if (to !== stop.next) goToStop(to);
      else if (ranked(form.findings.get())[0]?.level === "block") blocker(0);
      else decide();
    });
  }

  const bar: FKey[] = [
    { keys: "F1", word: say("key.help"), off: false, act: () => open({ kind: "help" }) },
    { keys: "F2", word: say("key.call"), off: visit !== null, hot: visit === null, act: call },
    {
      keys: "F3",
      word: say("key.find"),
      off: false,
      hot: form === null && askOf(visit) === "nothing",
      act: find,
    },
    { keys: "Enter", word: say("key.next"), off: form === null, hot: editing, act: advance },
    { keys: "F6", word: say("key.materials"), off: !editing, act: materials },
    { keys: "F9", word: say("key.decide"), off: !editing, act: decide },
    { keys: "Ctrl+P", word: say("key.papers"), off: form === null, act: papers },
    { keys: "Ctrl+N", word: say("key.walkIn"), off: visit !== null, act: walkIn },
    { keys: "Ctrl+H", word: say("key.park"), off: !editing, act: park },
    { keys: "Ctrl+B", word: say("key.cases"), off: false, act: cases },
    { keys: "Ctrl+E", word: say("key.end"), off: visit === null, act: end },
  ];

  return (
    <div className="app">
      <TopBar desk={desk} />
      <Banners realm={desk.realm} link={desk.link} unsent={desk.unsent} />
      <div className="main">
        <Rail onCases={cases} onHelp={() => open({ kind: "help" })} />
        <aside className="col" aria-label={say("column.left")}>
          <Ticket desk={desk} onCall={call} onEnd={end} />
          <Applicant desk={desk} />
          <Waiting desk={desk} />
        </aside>
        <main className="col" aria-label={say("column.centre")}>
          <Notices />
          {form === null ? (
            <Waits desk={desk} onCall={call} onWalkIn={walkIn} onFind={find} onCases={cases} />
          ) : (
            <>
              <ItemHead form={form} done={outcome !== null} onSection={section} onFind={find} />
              <div
                className="scroll"
                key={`${form.id}/${outcome === null}`}
                onFocus={() => remember(currentStop())}
              >
                {outcome === null ? (
                  <>
                    <Questions form={form} walk={walk} />
                    <Subjects form={form} walk={walk} />
                    <FormPanel form={form} walk={walk} />
                    <Materials form={form} walk={walk} />
                  </>
                ) : (
                  <Outcome outcome={outcome} form={form} />
                )}
              </div>
            </>
          )}
        </main>
        <aside className="col" aria-label={say("column.right")}>
          {form === null ? null : <Summary form={form} />}
          {form === null || outcome !== null ? (
            <section className="panel grow" />
          ) : (
            <Blockers form={form} onGo={blocker} />
          )}
          {editing ? (
            <Editing form={form} onNext={advance} onDecide={decide} onPark={park} />
          ) : (
            <Otherwise desk={desk} done={outcome !== null} onNext={advance} onPapers={papers} onEnd={end} />
          )}
        </aside>
      </div>
      <KeyBar keys={bar} />
      <Layers layer={layer} form={form} onBlocked={() => blocker(0)} />
    </div>
  );
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
  onDecide,
  onPark,
}: {
  form: Form;
  onNext: () => void;
  onDecide: () => void;
  onPark: () => void;
}) {
  const say = useWords();
  const label = useNextLabel(form);
  const counts = useCell(form.counts);
  useEffect(() => void goToStop(form.resumed ? placeToResume(form) : stop.next), [form]);
  return (
    <NextStep label={label} keys="Enter" onPress={onNext}>
      <div className="row2">
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
    </NextStep>
  );
}

function Otherwise(props: {
  desk: DeskView;
  done: boolean;
  onNext: () => void;
  onPapers: () => void;
  onEnd: () => void;
}) {
  const say = useWords();
  const ask = askOf(props.desk.visit);
  useEffect(() => {
    if (props.done || ask === "nobody" || ask === "nothing") goToStop(stop.next);
  }, [props.done, ask]);
  if (props.done) {
    return (
      <NextStep label={say("next.close")} keys="Enter" onPress={props.onNext}>
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
