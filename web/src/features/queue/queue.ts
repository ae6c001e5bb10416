/** The waiting line as strips: which colour a group has, how long the longest has waited. */
import type { QueueView, TicketView } from "../../host/types";

/** Colour class by the ticket's letter; the words beside it say the same. */
export function stripTone(ticket: TicketView): "e" | "p" | "" {
  if (ticket.priority) return "p";
  return /企业|法人|enterprise/i.test(ticket.group) ? "e" : "";
}

/** Whole minutes the longest-waiting ticket has waited. */
export function longestMinutes(queue: QueueView, nowMs: number): number {
  const waits = queue.waiting.map((ticket) => nowMs - Date.parse(ticket.takenAt));
  return waits.length === 0 ? 0 : Math.max(0, Math.floor(Math.max(...waits) / 60_000));
}
