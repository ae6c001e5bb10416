/** 办不成事反映 on the screen: as the hall last said, and how many are open. */
import { troubleOf, type Host } from "../../host/host";
import type { TroubleView, UndoneRowView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import { inTurn } from "../../parts/inTurn";
import type { Say, Word } from "../../words";

/** So often the register is asked for; nothing in it is a matter of seconds. */
const restMs = 15_000;

export interface Undone {
  /** `null` before the hall has answered once. */
  rows: Cell<UndoneRowView[] | null>;
  /** Why the rows are as they were. */
  trouble: Cell<TroubleView | null>;
  refresh(): Promise<void>;
}

export function createUndone(host: Pick<Host, "undone">): Undone {
  const rows = cell<UndoneRowView[] | null>(null);
  const trouble = cell<TroubleView | null>(null);
  return {
    rows,
    trouble,
    refresh: inTurn(async () => {
      try {
        rows.set(await host.undone());
        trouble.set(null);
      } catch (thrown) {
        trouble.set(troubleOf(thrown));
      }
    }),
  };
}

/** Asks now and once in a while, until the returned function is called. */
export function followUndone(undone: Undone): () => void {
  void undone.refresh();
  const timer = setInterval(() => void undone.refresh(), restMs);
  return () => clearInterval(timer);
}

export const isOpen = (row: UndoneRowView): boolean => row.answer === null;

export const openCount = (rows: UndoneRowView[] | null): number => (rows ?? []).filter(isOpen).length;

const kinds: Record<string, Word> = {
  refused: "undone.refused",
  notNeeded: "undone.notNeeded",
  secondDemand: "undone.secondDemand",
  unanswered: "undone.unanswered",
};

export const undoneKind = (kind: string): Word => kinds[kind] ?? "undone.other";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long something is open, as people say it: minutes of the first hour, hours of the first day, then days. */
export function lasting(ms: number, say: Say): string {
  if (ms < hourMs) return say("time.minutes", { n: Math.max(1, Math.floor(ms / minuteMs)) });
  if (ms < dayMs) return say("time.hours", { n: Math.floor(ms / hourMs) });
  const n = Math.floor(ms / dayMs);
  const h = Math.floor((ms % dayMs) / hourMs);
  return h === 0 ? say("time.days", { n }) : say("time.daysHours", { n, h });
}
