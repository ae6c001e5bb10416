/** 短信: how one message looks. Judged by the hall, worded here. */
import type { TextRowView } from "../../host/types";
import type { Tone } from "../../parts/Pill";
import type { Word } from "../../words";
import { hallMinute } from "../cases/cases";

const momentWord: Record<string, Word> = {
  received: "texts.moment.received",
  supplement: "texts.moment.supplement",
  accepted: "texts.moment.accepted",
  extended: "texts.moment.extended",
  dueSoon: "texts.moment.dueSoon",
  decided: "texts.moment.decided",
  pickup: "texts.moment.pickup",
  lapseSoon: "texts.moment.lapseSoon",
  further: "texts.moment.further",
  promiseSoon: "texts.moment.promiseSoon",
  furtherSoon: "texts.moment.furtherSoon",
  checked: "texts.moment.checked",
  ended: "texts.moment.ended",
};

const states: Record<string, { word: Word; tone: Tone }> = {
  waiting: { word: "texts.state.waiting", tone: "warn" },
  sent: { word: "texts.state.sent", tone: "ok" },
  refused: { word: "texts.state.refused", tone: "bad" },
  noPhone: { word: "texts.state.noPhone", tone: "warn" },
  overtaken: { word: "texts.state.overtaken", tone: "mute" },
};

/** What the message is about; a moment of a newer hall by its own name. */
export const wordOfMoment = (moment: string): Word | null => momentWord[moment] ?? null;

export const stateOf = (row: TextRowView): { word: Word; tone: Tone } =>
  states[row.state] ?? { word: "texts.state.waiting", tone: "info" };

/** The note beside a message that did not go out: a word with its values, or the hall's own sentence. */
export type Note =
  | { kind: "word"; word: Word; values: Record<string, string | number> }
  | { kind: "trouble"; zh: string; en: string; code: string };

export function notesOf(row: TextRowView): Note[] {
  if (row.state === "noPhone") return [{ kind: "word", word: "texts.noPhone", values: {} }];
  if (row.state === "overtaken") return [{ kind: "word", word: "texts.overtaken", values: {} }];
  const notes: Note[] = [];
  if (row.cause !== null) notes.push({ kind: "trouble", zh: row.cause.zh, en: row.cause.en, code: row.cause.code });
  if (row.state === "waiting" && row.attempts > 0 && row.nextTry !== null)
    notes.push({ kind: "word", word: "texts.next", values: { n: row.attempts, at: hallMinute(row.nextTry).slice(11) } });
  return notes;
}

/** How many went out, and how many somebody has to look at. */
export function countsOf(rows: TextRowView[]): { told: number; held: number } {
  const told = rows.filter((row) => row.state === "sent").length;
  const held = rows.filter((row) => row.state !== "sent" && row.state !== "overtaken").length;
  return { told, held };
}
