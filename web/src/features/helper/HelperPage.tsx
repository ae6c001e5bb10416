/** 帮办代办工作台: who asks, the draft beside the applicant, its mandate and hand-over. */
import { useEffect, useMemo, useRef } from "react";
import type { DeskView } from "../../host/types";
import { Layers } from "../../app/Layers";
import { turnTheme } from "../../app/theme";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Since } from "../../parts/Clock";
import { useKeys, writing, type KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { currentStop, goToStop } from "../../parts/stops";
import { switchLanguage, useWords } from "../../words";
import { Applicant } from "../applicant/Applicant";
import { askOf } from "../applicant/applicant";
import { Banners, KeyBar, Notices, TopBar } from "../desk/Frame";
import { ItemHead } from "../desk/Item";
import { useSession } from "../desk/session";
import { editionCommand } from "../intake/editionCommand";
import { FormPanel } from "../intake/Intake";
import type { Form } from "../intake/form";
import { Questions } from "../intake/Questions";
import type { Walk } from "../intake/send";
import { Subjects } from "../intake/Subjects";
import { ToBring } from "../intake/ToBring";
import { nextPlace, placeOf, placeToResume, previousPlace, ranked, sectionPlace, stop } from "../intake/walk";
import { Materials } from "../materials/Materials";
import { messageCommands } from "../messages/commands";
import { Review } from "../review/Review";
import { EndAssist, HandOverDialog, MandateDialog, OpenAssist } from "./Dialogs";
import { helperCommands } from "./commands";
import { createHelper, nextRequest } from "./helper";
import { Drafts, Lost, Requests } from "./Requests";
import { HandOver, Mandate, Today } from "./Side";
import "./helper.css";

/** Without news the page asks anew this often: waits of others go on. */
const refreshMs = 20_000;

export function HelperPage({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const form = useCell(session.form);
  useCell(session.edition.newer);
  useCell(session.edition.moved);
  const layer = useCell(session.layer);
  const moved = useCell(session.assisting);
  const helper = useMemo(() => createHelper(session.host, session.tell), [session]);
  const view = useCell(helper.view);
  const messages = useCell(session.messages.view);
  const visit = desk.visit;
  const refresh = () => void helper.refresh();

  useEffect(refresh, [helper, moved, visit?.id, form?.id]);
  useEffect(() => {
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, [helper]);
  // What was saved moves the figures beside it.
  useEffect(() => form?.saving.on(() => form.saving.get() === "saved" && refresh()), [form, helper]);
  // A dialog gives the focus back to where it came from, which is the applicant's card when an item was chosen.
  useEffect(() => {
    if (form === null || layer !== null) return;
    const timer = setTimeout(() => {
      const here = currentStop();
      if (here !== null && here !== stop.applicant) return;
      goToStop(form.resumed ? placeToResume(form) : nextPlace(form, null));
    }, 0);
    return () => clearTimeout(timer);
  }, [form, layer]);

  // A window took the open draft: what was there is in the notice and among the edits that came too late.
  const mine = useRef<string | null>(null);
  useEffect(() => {
    if (view === null || form === null) return;
    if (view.drafts.some((draft) => draft.draft === form.id)) mine.current = form.id;
    else if (mine.current === form.id) void session.park();
  }, [view, form, session]);

  const open = (next: Parameters<typeof session.layer.set>[0]) => session.layer.set(next);
  const take = (id: string) => {
    if (visit !== null) return;
    void session
      .deed("takeHelp", () => session.host.takeHelp(id))
      .then((next) => {
        if (next !== null) session.show(next);
        refresh();
      });
  };
  const takeNext = () => {
    const next = nextRequest(view?.requests ?? [], Date.now() - desk.link.offsetS * 1000);
    if (next !== null) take(next.id);
  };
  const begin = () => {
    if (visit === null) open({ kind: "openAssist" });
  };
  const end = () => {
    if (visit !== null) open({ kind: "endAssist" });
  };
  const find = () => {
    if (askOf(visit) === "nothing") open({ kind: "palette" });
  };
  const give = () => {
    if (form !== null && view?.prepared != null) open({ kind: "handOver" });
  };
  const mandate = () => {
    if (view?.mandate != null) open({ kind: "mandate" });
  };
  const park = () => {
    if (form !== null) void session.park();
  };
  const materials = () => {
    const slots = form?.slots.get() ?? [];
    const mine = slots.filter((slot) => !slot.generated);
    const first = mine.find((slot) => !slot.satisfied && slot.applies !== false) ?? mine[0];
    if (first !== undefined) goToStop(stop.slot(first.material));
  };
  const section = (at: number) => {
    if (form !== null) goToStop(sectionPlace(form, at));
  };
  const blocker = (at: number) => {
    const finding = form === null ? undefined : ranked(form.findings.get())[at];
    if (form !== null && finding !== undefined) goToStop(placeOf(form, finding));
  };
  const review = async () => {
    const trouble = (await form?.review()) ?? null;
    if (trouble !== null) session.tell(trouble);
    goToStop(stop.review);
  };
  const advance = () => {
    if (form !== null) void form.settled().then(() => goToStop(nextPlace(form, null)));
    else if (visit === null) takeNext();
    else if (askOf(visit) === "nothing") find();
    else goToStop(stop.applicant);
  };
  const resume = (id: string) => {
    if (visit === null) {
      session.tell(
        {
          code: "YC-9006",
          zh: "请先接求助或按 Ctrl+N 开始帮办，再打开草稿。",
          en: "Take a request or begin with Ctrl+N, then open the draft.",
        },
        "info",
      );
      return;
    }
    void session.resume(id).then((trouble) => trouble !== null && session.tell(trouble));
  };
  const seen = (draft: string) =>
    void session.deed("dismissLost", () => session.host.dismissLost(draft)).then(refresh);

  const walk = useWalk(form);
  const free = visit === null;
  const asked = nextRequest(view?.requests ?? [], Date.now() - desk.link.offsetS * 1000) !== null;
  const commands = [...helperCommands({
    free,
    asked,
    mayFind: askOf(visit) === "nothing",
    open: form !== null,
    mayHand: form !== null && view?.prepared != null,
    mayMandate: view?.mandate != null,
    acts: {
      help: () => open({ kind: "help" }),
      take: takeNext,
      find,
      next: advance,
      materials,
      review: () => void review(),
      handOver: give,
      mandate,
      begin,
      park,
      end,
      library: () => open({ kind: "library", item: form?.view.itemId ?? null }),
      commands: () => open({ kind: "commands" }),
      lock: () => void session.lock(),
      language: switchLanguage,
      theme: turnTheme,
      signOut: () => void session.signOut(),
    },
  }), editionCommand(session, form === null ? "off.noForm" : null), ...messageCommands(session, messages)];
  const keys: KeyMap = {
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
  for (let digit = 1; digit <= 5; digit += 1) keys[`Ctrl+${digit}`] = () => section(digit - 1);
  for (let digit = 1; digit <= 9; digit += 1) keys[`Alt+${digit}`] = () => blocker(digit - 1);
  useKeys(keys);

  return (
    <div className="app">
      <TopBar desk={desk} />
      <Banners realm={desk.realm} link={desk.link} unsent={desk.unsent} />
      <div className="main helper">
        <Rail desk={desk} onHelp={() => open({ kind: "help" })} />
        <aside className="col" aria-label={say("column.left")}>
          <Requests view={view} offsetS={desk.link.offsetS} busy={!free} onTake={take} />
          {free ? null : <Applicant desk={desk} />}
          <Drafts drafts={view?.drafts ?? []} open={form?.id ?? null} onResume={resume} />
        </aside>
        <main className="col" aria-label={say("column.centre")}>
          <Notices />
          <Lost lost={view?.lost ?? []} onSeen={seen} />
          <section className="panel ahead">
            <div className="ph">
              <span data-testid="assist-title">
                {visit === null
                  ? say("helper.idle")
                  : say(view?.assist?.mode === "inPlace" ? "helper.inPlaceAt" : "helper.besideAt", {
                      place: view?.assist?.place ?? say("helper.walkUp"),
                      number: view?.assist?.number ?? "",
                    })}
              </span>
              {visit === null ? null : <Since from={visit.openedAt} offsetS={desk.link.offsetS} />}
              <span className="sp" />
              {visit === null ? (
                <Button keys="Ctrl+N" testId="begin" onPress={begin}>
                  {say("helper.begin")}
                </Button>
              ) : (
                <Button tone="bad" keys="Ctrl+E" testId="end" onPress={end}>
                  {say("helper.end")}
                </Button>
              )}
            </div>
            <div className="chips">
              {(["helper.may.fill", "helper.may.notSign", "helper.may.masked", "helper.may.logged"] as const).map(
                (word) => (
                  <Pill key={word} tone="mute">
                    {say(word)}
                  </Pill>
                ),
              )}
            </div>
          </section>
          {form === null ? (
            <section className="panel empty" data-testid={`helper-empty-${askOf(visit)}`}>
              <b>{say(free ? "helper.waits" : askOf(visit) === "nothing" ? "empty.item" : "helper.identify")}</b>
              <span className="mut">
                {say(free ? "helper.waitsHow" : askOf(visit) === "nothing" ? "empty.itemHow" : "helper.identifyHow")}
              </span>
              <div className="acts" data-stop={stop.next} tabIndex={-1}>
                {free ? (
                  <Button tone="pri" keys="F2" why={asked ? null : say("off.nobodyAsks")} onPress={takeNext}>
                    {say("helper.takeNext")}
                  </Button>
                ) : askOf(visit) === "nothing" ? (
                  <Button tone="pri" keys="F3" onPress={find}>
                    {say("key.find")}
                  </Button>
                ) : null}
              </div>
            </section>
          ) : (
            <>
              <ItemHead form={form} done={false} onSection={section} onFind={find} />
              <div className="scroll" key={form.id}>
                <Questions form={form} walk={walk} />
                <Subjects form={form} walk={walk} />
                <ToBring form={form} />
                <FormPanel form={form} walk={walk} />
                <Materials form={form} walk={walk} />
                <Review form={form} onGo={blocker} onAgain={() => void review()} />
              </div>
            </>
          )}
        </main>
        <aside className="col" aria-label={say("column.right")}>
          {view?.mandate == null ? null : <Mandate mandate={view.mandate} onOpen={mandate} />}
          <HandOver
            prepared={form === null ? null : (view?.prepared ?? null)}
            offer={view?.offer ?? null}
            number={view?.assist?.number ?? ""}
            offsetS={desk.link.offsetS}
            why={desk.link.up ? null : say("helper.offline")}
            onHandOver={give}
          />
          {view === null ? <section className="panel grow" /> : <Today view={view} />}
        </aside>
      </div>
      <KeyBar commands={commands} />
      {layer?.kind === "openAssist" ? <OpenAssist onClose={() => open(null)} onDone={refresh} /> : null}
      {layer?.kind === "endAssist" ? <EndAssist onClose={() => open(null)} onDone={refresh} /> : null}
      {layer?.kind === "mandate" && view?.mandate != null ? (
        <MandateDialog mandate={view.mandate} onClose={() => open(null)} onDone={refresh} />
      ) : null}
      {layer?.kind === "handOver" && view?.prepared != null ? (
        <HandOverDialog prepared={view.prepared} onClose={() => open(null)} onDone={refresh} />
      ) : null}
      <Layers layer={layer} desk={desk} form={form} editing={form !== null} commands={commands} onBlocked={() => goToStop(stop.next)} />
    </div>
  );
}

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

function Rail({ desk, onHelp }: { desk: DeskView; onHelp: () => void }) {
  const session = useSession();
  const say = useWords();
  return (
    <nav className="nav" aria-label={say("rail.label")} data-testid={`post-${session.host.window}`} data-desk={desk.desk}>
      <button type="button" className="on" aria-current="page">
        <b>☺</b>
        {say("helper.rail")}
      </button>
      <span className="sp" />
      <button type="button" onClick={onHelp}>
        <b>?</b>
        {say("rail.help")}
      </button>
      <button type="button" onClick={() => void session.signOut()} data-testid="sign-out">
        <b>⇥</b>
        {say("rail.signOut")}
      </button>
    </nav>
  );
}
