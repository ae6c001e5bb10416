/** What an alert says and what can be done about it, in the words of the screen. */
import type { ActView, AlertView, BoardView } from "../../host/types";
import { elapsed } from "../../parts/Clock";
import type { Language, Say, Word } from "../../words";
import { kindWord } from "../approvals/approvals";
import { noteWord } from "../helper/Requests";
import { reasonWord, supportReasons } from "../messages/messages";
import { groupName } from "../queue/queue";
import { kindOf } from "./looks";
import { hallTime, sameDay } from "./reading";

export interface Told {
  tag: Word;
  title: string;
  detail: string;
}

const tags: Record<string, Word> = {
  quietAlarm: "board.tag.quietAlarm",
  support: "board.tag.support",
  longWait: "board.tag.longWait",
  noWindow: "board.tag.noWindow",
  approval: "board.tag.approval",
  red: "board.tag.red",
  amber: "board.tag.amber",
  badRating: "board.tag.badRating",
  longHandling: "board.tag.longHandling",
  silentWindow: "board.tag.silentWindow",
  leftDrafts: "board.tag.leftDrafts",
  helpWaits: "board.tag.helpWaits",
  department: "board.tag.department",
  calendar: "board.tag.calendar",
  paperAway: "board.tag.paperAway",
  log: "board.tag.log",
  watch: "board.tag.watch",
};

/** What the hall's log raised an alarm about. */
const logWords: Record<string, Word> = {
  placeConflict: "board.alert.log.placeConflict",
  handOverGuessed: "board.alert.log.handOverGuessed",
  forgedCallback: "board.alert.log.forgedCallback",
  departmentAct: "board.alert.log.departmentAct",
  decidedTwice: "board.alert.log.decidedTwice",
  handledAfterRecall: "board.alert.log.handledAfterRecall",
  promiseBroken: "board.alert.log.promiseBroken",
  answeredOfAnother: "board.alert.log.answeredOfAnother",
  foreignObjection: "board.alert.log.foreignObjection",
  objectionOverdue: "board.alert.log.objectionOverdue",
};

/** The language of the screen, its words, and now. */
export interface Reader {
  say: Say;
  book: Language;
  nowMs: number;
}

export function told(alert: AlertView, board: BoardView, reader: Reader): Told {
  const { say, nowMs } = reader;
  const tag = tags[alert.kind] ?? "board.tag.other";
  const [title, ...more] = parts(alert, board, reader);
  const taken = alert.takenBy === null ? [] : [say("board.takenBy", { name: alert.takenBy })];
  const until = alert.until === null ? [] : deadline(alert.until, alert.kind, reader);
  const times =
    alert.times === 0
      ? []
      : [say(alert.kind === "badRating" ? "board.tries" : "board.times", { n: alert.times })];
  const detail = [...more, ...taken, ...until, ...times].filter((part) => part !== null && part !== "");
  return {
    tag,
    title: title ?? alert.kind,
    detail: (detail.length > 0
      ? detail
      : [say("board.ago", { n: elapsed(Date.parse(alert.since), nowMs) })]
    ).join(" · "),
  };
}

/** The title, then what belongs below it. */
function parts(alert: AlertView, board: BoardView, { say, book, nowMs }: Reader): (string | null)[] {
  const desk = alert.desk ?? "";
  const clock = elapsed(Date.parse(alert.since), nowMs);
  const ago = say("board.ago", { n: clock });
  const group = alert.group === null ? "" : groupName(board.groups, alert.group, book);
  const with_ = (title: string, more: string | null) => (more === null ? title : `${title} · ${more}`);
  switch (alert.kind) {
    case "quietAlarm":
      return [say("board.alert.quietAlarm", { desk }), ago, alert.note];
    case "support":
      return [with_(say("board.alert.support", { desk }), supportSays(alert.note, say)), ago, alert.name];
    case "longWait": {
      const limit =
        board.groups.find((one) => one.letter === alert.group)?.limitS ?? board.figures.longest.limitS;
      const unserved = board.groups.some((one) => one.letter === alert.group && one.windows === 0);
      return [
        say(unserved ? "board.alert.longWaitNoWindow" : "board.alert.longWait", {
          group,
          n: alert.count,
          minutes: Math.round(limit / 60),
        }),
        alert.ticket === null ? clock : `${alert.ticket} ${clock}`,
        advice(alert, board, { say, book, nowMs }),
      ];
    }
    case "noWindow":
      return [
        say("board.alert.noWindow", { group, n: alert.count }),
        alert.ticket === null ? clock : `${alert.ticket} ${clock}`,
        advice(alert, board, { say, book, nowMs }),
      ];
    case "approval":
      return [
        with_(say("board.alert.approval", { desk }), approvalSays(alert.note, say)),
        ago,
        alert.passedOn === null ? null : say("approval.passed", { at: hallTime(alert.passedOn) }),
        alert.name,
      ];
    case "red":
      return alert.count > 1
        ? [say("board.alert.red", { n: alert.count }), alert.name]
        : [with_(say("board.alert.redOne"), alert.name), alert.slip];
    case "amber":
      return alert.count > 1
        ? [say("board.alert.amber", { n: alert.count }), alert.name]
        : [with_(say("board.alert.amberOne"), alert.name), alert.slip];
    case "badRating":
      return [
        with_(say("board.alert.badRating", { desk }), alert.note),
        alert.name,
        when(alert.since, nowMs),
      ];
    case "longHandling":
      return [say("board.alert.longHandling", { desk, n: clock }), alert.name, alert.ticket];
    case "silentWindow":
      return [say("board.alert.silentWindow", { desk, n: clock }), alert.name, alert.ticket];
    case "leftDrafts":
      return [say("board.alert.leftDrafts", { desk, n: alert.count }), alert.name, ago];
    case "helpWaits":
      return [
        with_(say("board.alert.helpWaits"), alert.name),
        alert.note === null ? null : say(noteWord[alert.note] ?? "helper.note.other"),
        ago,
      ];
    case "department":
      return [
        say("board.alert.department", { name: alert.name ?? "" }),
        say("board.alert.failures", { n: alert.count }),
        ago,
      ];
    case "calendar":
      return [say("board.alert.calendar", { year: alert.name ?? "" }), say("board.alert.calendarHow")];
    case "paperAway":
      return [say("board.alert.paperAway", { name: alert.name ?? "", n: alert.count }), ago];
    case "log":
      return [
        with_(say(logWords[alert.note ?? ""] ?? "board.alert.log", { desk }), alert.name),
        alert.slip,
        // Only here the window is not in the title.
        alert.note === "promiseBroken" ? say("board.window", { desk }) : null,
        ago,
      ];
    case "watch":
      return [
        say("board.alert.watch", {
          name: alert.name ?? "",
          kind: say(kindOf(alert.note ?? "")),
          n: alert.count,
        }),
        say("board.window", { desk }),
        ago,
      ];
    default:
      return [alert.name ?? alert.note ?? alert.kind, ago];
  }
}

/** Why a window calls: one of the known reasons in words, anything else as it is. */
function supportSays(note: string | null, say: Say): string | null {
  const known = supportReasons.find((why) => why === note);
  return known === undefined ? note : say(reasonWord(known));
}

/** What is asked for: one of the known kinds in words, anything else as it is. */
function approvalSays(note: string | null, say: Say): string | null {
  const known = note === null ? undefined : kindWord[note];
  return known === undefined ? note : say(known);
}

/** What the first move of a window would do. */
function advice(alert: AlertView, board: BoardView, { say, book }: Reader): string | null {
  const move = alert.acts.find((act) => act.act === "moveWindow");
  if (move === undefined || alert.group === null) return null;
  return say("board.suggest", { desk: move.desk, group: groupName(board.groups, alert.group, book) });
}

/** A moment of today by its time, any other with its day. */
function when(moment: string, nowMs: number): string {
  if (sameDay(moment, nowMs)) return hallTime(moment);
  const day = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString();
  return `${day.slice(5, 10)} ${hallTime(moment)}`;
}

function deadline(until: string, kind: string, { say, nowMs }: Reader): string[] {
  const today = sameDay(until, nowMs);
  const at = today ? say("board.today", { at: hallTime(until) }) : when(until, nowMs);
  // A case is due by the end of its day.
  if (kind === "red" || kind === "amber")
    return [today ? say("board.alert.dueToday") : say("board.alert.due", { at: at.slice(0, 5) })];
  if (kind === "department") return [say("board.alert.nextTry", { at })];
  const ms = Date.parse(until) - nowMs;
  return [
    say("board.until", { at }),
    ms > 0 ? say("board.left", { n: elapsed(0, ms) }) : say("board.tooLate"),
  ];
}

/** An act as its button says it. */
export function actSays(act: ActView, say: Say): string {
  switch (act.act) {
    case "goThere":
      return say("board.act.goThere");
    case "sendHelper":
      return say("board.act.sendHelper", { name: act.name });
    case "endSupport":
      return say("board.act.endSupport");
    case "moveWindow":
      return say("board.act.moveWindow", { desk: act.desk });
    case "message":
      return say("board.act.message", { desk: act.desk });
    case "release":
      return say("board.act.release", { desk: act.desk });
    case "reassign":
      return say("board.act.reassign");
    case "answer":
      return say("board.act.answer");
    case "urge":
      return say("board.act.urge");
    case "showCase":
      return say("board.act.showCase");
    case "showList":
      return say("board.act.showList");
    case "showTransfers":
      return say("board.act.showTransfers");
    case "showWatch":
      return say("board.act.showWatch");
    case "callBack":
      return say("board.act.callBack");
    case "announce":
      return say("board.act.announce");
  }
}

/** Where a key of one kind of act leads: the marked alert if it has it, else the next one that has. */
export function nextWith<K extends ActView["act"]>(
  alerts: AlertView[],
  marked: string | null,
  kind: K,
): { alert: AlertView; act: Extract<ActView, { act: K }>; here: boolean } | null {
  const at = Math.max(
    0,
    alerts.findIndex((alert) => alert.id === marked),
  );
  for (const alert of [...alerts.slice(at), ...alerts.slice(0, at)]) {
    const act = alert.acts.find((one): one is Extract<ActView, { act: K }> => one.act === kind);
    if (act !== undefined) return { alert, act, here: alert.id === marked };
  }
  return null;
}
