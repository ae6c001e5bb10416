/**
 * 大厅值守 on the screen: what the hall last said, why it says nothing any more, and which alert is marked. The mark
 * follows its alert by id; where that is gone, it goes to the one that took its place.
 */
import { troubleOf, type Host } from "../../host/host";
import type { AlertView, BoardView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import { inTurn } from "../../parts/inTurn";

/** Without news the board is asked for again this long after its last answer. */
export const refreshMs = 3_000;

export interface Board {
  view: Cell<BoardView | null>;
  /** Why there is no newer board. */
  silent: Cell<TroubleView | null>;
  marked: Cell<string | null>;
  refresh(): Promise<void>;
  /** Marks the next alert, or the one before. */
  step(by: 1 | -1): void;
  mark(id: string): void;
}

export function createBoard(host: Pick<Host, "boardView">): Board {
  const view = cell<BoardView | null>(null);
  const silent = cell<TroubleView | null>(null);
  const marked = cell<string | null>(null);

  function show(next: BoardView): void {
    const before = view.get()?.alerts ?? [];
    marked.set(markAfter(before, next.alerts, marked.get()));
    silent.set(next.trouble);
    view.set(next);
  }

  return {
    view,
    silent,
    marked,
    refresh: inTurn(async () => {
      try {
        show(await host.boardView());
      } catch (thrown) {
        silent.set(troubleOf(thrown));
      }
    }),
    step(by) {
      const alerts = view.get()?.alerts ?? [];
      const at = alerts.findIndex((alert) => alert.id === marked.get());
      const next = alerts[Math.max(0, Math.min(alerts.length - 1, at + by))];
      if (next !== undefined) marked.set(next.id);
    },
    mark: (id) => marked.set(id),
  };
}

/** Which alert is marked once other alerts are there. */
export function markAfter(before: AlertView[], now: AlertView[], marked: string | null): string | null {
  if (now.some((alert) => alert.id === marked)) return marked;
  const at = before.findIndex((alert) => alert.id === marked);
  return (now[Math.min(Math.max(0, at), now.length - 1)] ?? null)?.id ?? null;
}

/** Asks for the board now, at every piece of news, and again a while after each answer, until the returned function is called. */
export function follow(board: Board, news: Cell<number>): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let gone = false;
  async function ask(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await board.refresh();
    if (!gone && timer === null) timer = setTimeout(() => void ask(), refreshMs);
  }
  void ask();
  const stop = news.on(() => void ask());
  return () => {
    gone = true;
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
