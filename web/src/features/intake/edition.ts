/** A newer edition of the catalogue beside the open intake: what it says otherwise, and the move to it. */
import { TroubleError } from "../../host/host";
import type { Host } from "../../host/host";
import type { IntakeView, MovedDraftView, NewerEdition } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

export interface EditionNews {
  /** `null` while the newest edition says the same of the item. */
  newer: Cell<NewerEdition | null>;
  /** What became of the last move, until it was seen or another intake is open. */
  moved: Cell<Pick<MovedDraftView, "newer" | "dropped"> | null>;
  /** Whether there is something to move to, or to be seen of a move. */
  waits(): boolean;
  /** Asks for the open intake; without one there is no news. */
  look(id: string | null): Promise<void>;
  /** Moves the intake; gives how it stands then. */
  move(id: string): Promise<IntakeView>;
}

export function editionNews(host: Pick<Host, "newerEdition" | "moveEdition">): EditionNews {
  const newer = cell<NewerEdition | null>(null);
  const moved = cell<Pick<MovedDraftView, "newer" | "dropped"> | null>(null);
  let asked: string | null = null;
  return {
    newer,
    moved,
    waits: () => moved.get() !== null || newer.get()?.withdrawn === false,
    async look(id) {
      if (id !== asked) moved.set(null);
      asked = id;
      if (id === null) {
        newer.set(null);
        return;
      }
      try {
        const news = await host.newerEdition(id);
        if (asked === id) newer.set(news);
      } catch (thrown) {
        // Nobody asked for it: without an answer there is no news.
        if (!(thrown instanceof TroubleError)) throw thrown;
        if (asked === id) newer.set(null);
      }
    },
    async move(id) {
      const view = await host.moveEdition(id);
      asked = id;
      newer.set(null);
      moved.set({ newer: view.newer, dropped: view.dropped });
      return view.intake;
    },
  };
}
