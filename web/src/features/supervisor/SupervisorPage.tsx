/** 大厅值守: what stands in the hall now, and what has to be done about it. Nothing of an applicant is on this page. */
import { useEffect, useMemo, useRef, useState } from "react";
import { Layers } from "../../app/Layers";
import { turnTheme } from "../../app/theme";
import type { SupportAnswer } from "../../host/host";
import type { ActView, BoardView, DeskView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useNow } from "../../parts/Clock";
import { useKeys, writing, type KeyMap } from "../../parts/keys";
import { currentStop, goToStop } from "../../parts/stops";
import { Trouble } from "../../parts/Trouble";
import { language, switchLanguage, useWords, type Language, type Word } from "../../words";
import { openApproval } from "../approvals/Inbox";
import { Banners, KeyBar, Notices, TopBar } from "../desk/Frame";
import { useSession, type Layer } from "../desk/session";
import { nextWith } from "./alerts";
import { Alerts } from "./Alerts";
import { Age, Rail, Silence } from "./Around";
import { createBoard, follow } from "./board";
import { supervisorCommands } from "./commands";
import { Figures } from "./Figures";
import { Flow } from "./Flow";
import { Groups } from "./Groups";
import { Handling } from "./Handling";
import { Own } from "./Own";
import { hallTime, secondsSince } from "./reading";
import { Staffing } from "./Staffing";
import { Tiles } from "./Tiles";
import { createUndone, followUndone, openCount } from "./undone";
import "./supervisor.css";

/** How long it is said what was done. */
const saidMs = 6_000;

export function SupervisorPage({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const board = useMemo(() => createBoard(session.host), [session]);
  const view = useCell(board.view);
  const silent = useCell(board.silent);
  const marked = useCell(board.marked);
  const layer = useCell(session.layer);
  const warned = useCell(session.warnings.view).total > 0;
  const [said, tell] = useSaid();
  const liveMs = useNow() - desk.link.offsetS * 1000;
  // What stands still is shown as it was: no clock runs on over a hall that says nothing.
  const nowMs = silent !== null && view !== null ? Date.parse(view.at) : liveMs;
  const alerts = view?.alerts ?? [];
  const here = alerts.find((alert) => alert.id === marked);

  useEffect(() => follow(board, session.boardMoved), [board, session]);
  const undone = useMemo(() => createUndone(session.host), [session]);
  const undoneRows = useCell(undone.rows);
  useEffect(() => followUndone(undone), [undone]);
  // The line came or went: nobody waits for the next turn.
  useEffect(() => void board.refresh(), [board, desk.link.up]);
  useFoothold(view, layer, marked);

  const open = (next: Layer | null) => session.layer.set(next);
  const done = (words: string) => {
    if (words !== "") tell(words);
    void board.refresh();
  };

  function act(what: ActView): void {
    if (silent !== null) return;
    switch (what.act) {
      case "moveWindow":
        return open({ kind: "moveWindow", desk: what.desk, groups: what.groups });
      case "release":
        return open({ kind: "releaseWindow", desk: what.desk });
      case "reassign":
        return open({ kind: "reassignDrafts", desk: what.desk });
      case "showCase":
        return open({ kind: "openCases", list: "any", find: what.slip });
      case "showList":
        return open({ kind: "openCases", list: what.light === "red" ? "overdue" : "due", find: "" });
      case "showTransfers":
        return open({ kind: "transfers" });
      case "showWatch":
        return open({ kind: "looks", alarm: what.alarm });
      case "callBack":
        return open({ kind: "badRating", rating: what.rating });
      case "answer":
        openApproval(what.approval);
        return open({ kind: "inbox" });
      case "message":
        return open({ kind: "compose", to: { kind: "window", window: what.desk } });
      case "announce":
        return open({
          kind: "compose",
          to: what.group === null ? { kind: "all" } : { kind: "group", group: what.group },
        });
      case "goThere":
        return answer(what.support, "going", null, say("board.done.going"));
      case "sendHelper":
        return answer(what.support, "helper", what.staff, say("board.done.sent", { name: what.name }));
      case "endSupport":
        return answer(what.support, "done", null, say("board.done.ended"));
      case "urge":
        return void session
          .deed("urge", async () => {
            await session.host.urgeCase(what.slip);
            return true;
          })
          .then((urged) => urged !== null && done(say("board.done.urged", { slip: what.slip })));
    }
  }

  /** Answers a call for support; the window hears who comes. */
  function answer(support: string, how: SupportAnswer, staff: string | null, words: string): void {
    void session
      .deed("answerSupport", async () => {
        await session.host.answerSupport(support, how, staff);
        return true;
      })
      .then((answered) => {
        if (answered !== null) done(words);
        void session.messages.refresh();
      });
  }

  /** A key of one kind of act: on the marked alert it acts, else it leads to the next alert that has it. */
  function reach(kind: ActView["act"]): void {
    const next = nextWith(alerts, marked, kind);
    if (next === null) return;
    if (next.here) act(next.act);
    else stand(next.alert.id);
  }
  function stand(id: string): void {
    board.mark(id);
    goToStop(`alert:${id}`);
  }
  function step(by: 1 | -1): void {
    board.step(by);
    const id = board.marked.get();
    if (id !== null) goToStop(`alert:${id}`);
  }
  function move(): void {
    const at = currentStop();
    const own = at?.startsWith("window:") === true ? at.slice("window:".length) : null;
    const advised = here?.acts.find((one) => one.act === "moveWindow");
    if (own === null && advised !== undefined) act(advised);
    else open({ kind: "moveWindow", desk: own, groups: null });
  }

  const commands = supervisorCommands({
    live: view !== null && silent === null,
    maySend: nextWith(alerts, marked, "sendHelper") !== null,
    mayUrge: nextWith(alerts, marked, "urge") !== null,
    mayCallBack: nextWith(alerts, marked, "callBack") !== null,
    warned,
    hot: hotOf(here?.acts),
    acts: {
      help: () => open({ kind: "help" }),
      move,
      find: () => open({ kind: "openCases", list: "any", find: "" }),
      broadcast: () => open({ kind: "compose", to: null }),
      helper: () => reach("sendHelper"),
      urge: () => reach("urge"),
      callBack: () => reach("callBack"),
      inbox: () => open({ kind: "inbox" }),
      undone: () => open({ kind: "undone" }),
      figures: () => open({ kind: "toldFigures" }),
      prefill: () => open({ kind: "prefill" }),
      looks: () => open({ kind: "looks", alarm: null }),
      paperLedger: () => open({ kind: "paperLedger" }),
      objections: () => open({ kind: "objections" }),
      cases: () => open({ kind: "openCases", list: "due", find: "" }),
      warning: () => session.seeWarning(),
      transfers: () => open({ kind: "transfers" }),
      library: () => open({ kind: "library", item: null }),
      commands: () => open({ kind: "commands" }),
      lock: () => void session.lock(),
      language: switchLanguage,
      theme: turnTheme,
      signOut: () => void session.signOut(),
    },
  });
  const keys: KeyMap = {
    Escape: () => {
      if (session.notices.get().length > 0) session.dismiss();
      else if (marked !== null) goToStop(`alert:${marked}`);
    },
    J: () => step(1),
    K: () => step(-1),
    Enter: (event) => {
      const first = here?.acts[0];
      if (!writing(event.target) && first !== undefined) act(first);
    },
  };
  for (let digit = 1; digit <= 9; digit += 1) {
    keys[String(digit)] = () => {
      const chosen = here?.acts[digit - 1];
      if (chosen !== undefined) act(chosen);
    };
  }
  for (const { keys: combo, why, act: run } of commands) {
    if (combo !== "") keys[combo] = () => (why === null ? run() : undefined);
  }
  useKeys(keys);

  return (
    <div className="app">
      <TopBar
        desk={desk}
        who={say("board.who", { name: desk.staffName, staff: desk.staff, date: dayOf(liveMs, book) })}
        signs={view === null ? null : <Age ageS={secondsSince(view.at, liveMs)} />}
      />
      <div>
        <Banners realm={desk.realm} link={null} unsent={0} />
        <Silence why={view === null ? null : silent} at={view === null ? "" : hallTime(view.at)} />
      </div>
      <div
        className={`main board${silent !== null ? " stale" : ""}`}
        data-testid={`post-${session.host.window}`}
        data-desk={desk.desk}
      >
        <Rail
          board={view}
          onCases={() => open({ kind: "openCases", list: "due", find: "" })}
          onRatings={() => reach("callBack")}
          undone={openCount(undoneRows)}
          onUndone={() => open({ kind: "undone" })}
          onInbox={() => open({ kind: "inbox" })}
          onBroadcast={() => open({ kind: "compose", to: null })}
          onHelp={() => open({ kind: "help" })}
        />
        {view === null ? (
          <main className="col alone">
            <section className="panel empty" data-testid="board-empty">
              <b>{say(silent === null ? "board.wait" : "board.noData")}</b>
              <Trouble trouble={silent} />
            </section>
          </main>
        ) : (
          <>
            <main className="col">
              <Figures board={view} nowMs={nowMs} />
              <div className="pair upper">
                <Groups board={view} nowMs={nowMs} />
                <Tiles
                  board={view}
                  nowMs={nowMs}
                  onOpen={(window) => open({ kind: "window", desk: window })}
                />
              </div>
              <div className="pair">
                <Flow board={view} />
                <Handling board={view} />
              </div>
            </main>
            <aside className="col">
              <Alerts
                board={view}
                nowMs={nowMs}
                marked={marked}
                said={said}
                why={silent === null ? null : say("board.off.noBoard")}
                onMark={board.mark}
                onStep={step}
                onAct={act}
              />
              <Staffing board={view} />
            </aside>
          </>
        )}
        <div className="over-board">
          <Notices />
        </div>
      </div>
      <KeyBar commands={commands} />
      {view === null ? null : <Own layer={layer} board={view} undone={undone} nowMs={nowMs} onDone={done} />}
      <Layers
        layer={layer}
        desk={desk}
        form={null}
        editing={false}
        commands={commands}
        places={places}
        onBlocked={() => undefined}
      />
    </div>
  );
}

/** Keys that are no commands. */
const places: [string, Word][] = [
  ["J", "board.help.next"],
  ["K", "board.help.before"],
  ["Enter", "board.help.first"],
  ["1–9", "board.help.digit"],
  ["Tab", "board.help.tiles"],
  ["Esc", "help.esc"],
];

/** What was done, said for a while. */
function useSaid(): [string, (words: string) => void] {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), saidMs);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, setSaid];
}

/** What had the focus may go with a new board or change its place: the keyboard stands there again, or at the chosen alert. */
function useFoothold(view: BoardView | null, layer: Layer | null, marked: string | null): void {
  const stood = useRef<string | null>(null);
  useEffect(() => {
    const note = () => (stood.current = currentStop() ?? stood.current);
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    if (layer !== null) return;
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return;
      if (stood.current !== null && goToStop(stood.current)) return;
      if (marked !== null) goToStop(`alert:${marked}`);
    }, 0);
    return () => clearTimeout(timer);
  }, [view, layer, marked]);
}

/** The hall's day in words. */
function dayOf(nowMs: number, book: Language): string {
  return new Intl.DateTimeFormat(book, {
    month: "long",
    day: "numeric",
    weekday: "long",
    timeZone: "Asia/Shanghai",
  }).format(nowMs);
}

/** The key that does what the chosen alert asks for: the first of its acts that has one. */
function hotOf(acts: ActView[] = []): "move" | "helper" | "urge" | "callBack" | null {
  for (const { act } of acts) {
    if (act === "moveWindow") return "move";
    if (act === "sendHelper") return "helper";
    if (act === "urge" || act === "callBack") return act;
  }
  return null;
}
