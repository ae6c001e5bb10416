/** The queue as strips: which colour and words a ticket has, how long the longest has waited. */
import type { GroupView, QueueView, TicketView, WindowView } from "../../host/types";
import type { Language, Word } from "../../words";

/** Colour class of a group; the words beside the bar say the same. */
export function groupTone(letter: string): string {
  return /^[A-E]$/.test(letter) ? `g-${letter.toLowerCase()}` : "g-x";
}

/** A group's name in the language of the screen; its letter while nothing is known of it. */
export function groupName(groups: Pick<GroupView, "letter" | "zh" | "en">[], letter: string, language: Language): string {
  const group = groups.find((one) => one.letter === letter);
  if (group === undefined) return letter;
  return language === "en" ? group.en : group.zh;
}

const reasons: Record<string, Word> = {
  elder: "queue.priority.elder",
  disabled: "queue.priority.disabled",
  pregnant: "queue.priority.pregnant",
  military: "queue.priority.military",
  other: "queue.priority",
};

/** Why a ticket goes first. */
export function priorityWord(reason: string): Word {
  return reasons[reason] ?? "queue.priority";
}

/** What is particular about a ticket, the most important first. */
export function marks(ticket: TicketView): Word[] {
  const words: Word[] = [];
  if (ticket.held) words.push("queue.held");
  if (ticket.returned) words.push("queue.returned");
  if (ticket.priority !== null) words.push(priorityWord(ticket.priority));
  if (ticket.appointmentAt !== null) words.push("queue.appointment");
  if (ticket.movedFrom !== null) words.push("queue.moved");
  return words;
}

const pauses: Record<string, Word> = {
  lunch: "window.lunch",
  break: "window.break",
  equipment: "window.equipment",
  support: "window.support",
  meeting: "window.meeting",
  shift: "window.shift",
};

export const pauseReasons = ["lunch", "break", "equipment", "support", "meeting"] as const;

export function pauseWord(reason: string): Word {
  return pauses[reason] ?? "window.paused";
}

/** The state of a window in words, where it is paused with its reason. */
export function windowWord(window: Pick<WindowView, "state" | "pause">): Word {
  switch (window.state) {
    case "free":
      return "window.free";
    case "serving":
      return "window.serving";
    case "paused":
      return window.pause === null ? "window.paused" : pauseWord(window.pause);
    default:
      return "window.closed";
  }
}

/** Why this window calls nobody: it pauses, or is still another clerk's. */
export function whyNoCall(queue: QueueView): Word | null {
  if (queue.shiftDue) return "window.shift";
  return queue.window?.state === "paused" ? "window.paused" : null;
}

/** Open windows that share a group with this one, without itself. */
export function colleagues(queue: QueueView): WindowView[] {
  const here = queue.window;
  if (here === null) return [];
  return queue.windows.filter(
    (window) =>
      window.desk !== here.desk &&
      window.state !== "closed" &&
      window.groups.some((group) => here.groups.includes(group)),
  );
}

/** Whole minutes the longest-waiting ticket has waited. */
export function longestMinutes(queue: QueueView, nowMs: number): number {
  const waits = queue.waiting.map((ticket) => nowMs - Date.parse(ticket.takenAt));
  return waits.length === 0 ? 0 : Math.max(0, Math.floor(Math.max(...waits) / 60_000));
}
