/** What hangs on the wall: numbers and windows, never a person. */
import type { QueueView, TicketView } from "../../host/types";

/** Calls that fit on the wall. */
export const rows = 6;
/** How long a call stands out. */
const freshMs = 20_000;

/** Numbers that were called and are not ended, the last call first. */
export function calls(queue: QueueView): TicketView[] {
  return queue.called.filter((ticket) => ticket.desk !== null).slice(0, rows);
}

/** Whether a call is so recent that its line stands out. */
export function isFresh(ticket: TicketView, nowMs: number): boolean {
  return ticket.announcedAt !== null && nowMs - Date.parse(ticket.announcedAt) < freshMs;
}
