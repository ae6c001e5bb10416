/** Calls for support and messages of the hall: asked anew when something moved; the last answer stands meanwhile. */
import { troubleOf, type Host, type SupportWhy } from "../../host/host";
import type { BroadcastTo, MessagesView, NoticeView, SupportView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import type { Word } from "../../words";

export interface Messages {
  view: Cell<MessagesView>;
  /** The last quiet alarm did not get through. */
  unsent: Cell<boolean>;
  /** The message of the strip is longer than the strip: it is read in the list. */
  long: Cell<boolean>;
  refresh(): Promise<void>;
  /** Nobody is signed in any more. */
  forget(): void;
  call(why: SupportWhy, note: string): Promise<void>;
  /** Without a word on the screen, whatever becomes of it. */
  quietAlarm(): Promise<void>;
  withdraw(id: string): Promise<void>;
  acknowledge(id: string): Promise<void>;
}

/** Whom a message is for, one window among them. */
export type To = BroadcastTo | { kind: "window"; window: string };

export const longestText = 200;
export const longestMinutes = 480;

export const supportReasons: SupportWhy[] = ["upset", "hardCase", "machine", "interpreter", "other"];

const reasonWords: Record<SupportWhy, Word> = {
  upset: "msg.why.upset",
  hardCase: "msg.why.hardCase",
  machine: "msg.why.machine",
  interpreter: "msg.why.interpreter",
  other: "msg.why.other",
};

export function reasonWord(why: string | null): Word {
  return reasonWords[why as SupportWhy] ?? "msg.why.other";
}

const nothing: MessagesView = {
  support: null,
  quiet: null,
  sentTo: [],
  notices: [],
  calls: [],
  helpers: [],
  posted: [],
};

type MessagesHost = Pick<
  Host,
  "messages" | "callSupport" | "quietAlarm" | "withdrawSupport" | "acknowledgeMessage"
>;

export function createMessages(host: MessagesHost, tell: (trouble: TroubleView) => void): Messages {
  const view = cell<MessagesView>(nothing);
  const unsent = cell(false);
  const long = cell(false);
  let asked = 0;

  async function refresh(): Promise<void> {
    asked += 1;
    const mine = asked;
    // Without an answer what was heard last stands until its time; the line's own banner says that it is away.
    const next = await host.messages().catch(() => null);
    if (next !== null && mine === asked) view.set(next);
  }
  async function deed(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (thrown) {
      tell(troubleOf(thrown));
    }
    await refresh();
  }

  return {
    view,
    unsent,
    long,
    refresh,
    forget() {
      asked += 1;
      view.set(nothing);
      unsent.set(false);
    },
    call: (why, note) => deed(() => host.callSupport(why, note)),
    async quietAlarm() {
      try {
        await host.quietAlarm();
        unsent.set(false);
      } catch {
        unsent.set(true);
      }
      await refresh();
    },
    withdraw: (id) => deed(() => host.withdrawSupport(id)),
    acknowledge: (id) => deed(() => host.acknowledgeMessage(id)),
  };
}

/** Messages whose time is not over. */
export function standing(view: MessagesView, nowMs: number): NoticeView[] {
  return view.notices.filter((notice) => Date.parse(notice.until) > nowMs);
}

/** What the strip shows beside this window's own call. */
export interface Talk {
  /** 请求支援 of this window. */
  call: SupportView | null;
  /** Where this helper is sent. */
  sentTo: SupportView | null;
  /** The first message that nobody here has confirmed. */
  unread: NoticeView | null;
  /** Unconfirmed ones behind it. */
  more: number;
}

export function talkOf(view: MessagesView, nowMs: number): Talk | null {
  const unread = standing(view, nowMs).filter((notice) => !notice.acknowledged);
  const talk: Talk = {
    call: view.support,
    sentTo: view.sentTo[0] ?? null,
    unread: unread[0] ?? null,
    more: Math.max(0, unread.length - 1),
  };
  return talk.call === null && talk.sentTo === null && talk.unread === null ? null : talk;
}

/** The mark of a quiet alarm; `null` where there is none. */
export function quietMark(view: MessagesView, unsent: boolean): "sent" | "taken" | "unsent" | null {
  if (unsent) return "unsent";
  if (view.quiet === null) return null;
  return view.quiet.takenBy === null ? "sent" : "taken";
}

/** Who comes, in words with their blanks. */
export function comingWords(call: SupportView): [Word, Record<string, string>] {
  if (call.takenBy === null) return ["msg.called", {}];
  return call.helper === null
    ? ["msg.coming", { name: call.takenBy }]
    : ["msg.sentHelper", { name: call.takenBy, helper: call.helper }];
}

/** Seconds for which a wall shows one of several messages. */
export const wallTurnS = 8;

/** The message a wall or kiosk shows now: urgent ones stay alone, several take turns. */
export function onTheWall(view: MessagesView, nowMs: number): NoticeView | null {
  const all = standing(view, nowMs);
  const urgent = all.filter((notice) => notice.urgent);
  const shown = urgent.length > 0 ? urgent : all;
  return shown[Math.floor(nowMs / 1000 / wallTurnS) % Math.max(1, shown.length)] ?? null;
}
