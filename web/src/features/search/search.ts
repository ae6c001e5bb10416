/** The palette's state: the text, the hits of the latest answer, the marked line. Searching itself is the host's. */
import type { Host } from "../../host/host";
import { troubleOf } from "../../host/host";
import type { ItemHit, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

export interface Found {
  text: string;
  hits: ItemHit[];
  marked: number;
  trouble: TroubleView | null;
}

export interface Search {
  found: Cell<Found>;
  ask(text: string): Promise<void>;
  mark(step: 1 | -1): void;
  /** The marked hit, after the answer to the last keystroke is in. */
  marked(): Promise<ItemHit | null>;
}

/** Digits pick a line unless the text is itself being typed as a code (`#` or digits so far). */
export function digitPicks(text: string, hits: number): boolean {
  return hits > 0 && !/^[#＃]/.test(text) && !/^\d+$/.test(text);
}

export function createSearch(host: Pick<Host, "findItems">): Search {
  const found = cell<Found>({ text: "", hits: [], marked: 0, trouble: null });
  let asked = 0;
  let last: Promise<void> = Promise.resolve();

  function ask(text: string): Promise<void> {
    asked += 1;
    const mine = asked;
    last = host
      .findItems(text.replace(/^[#＃]/, "").trim())
      .then((hits) => {
        // An answer that comes after a later question is of no use any more.
        if (mine === asked) found.set({ text, hits: hits.slice(0, 9), marked: 0, trouble: null });
      })
      .catch((thrown: unknown) => {
        if (mine === asked) found.set({ text, hits: [], marked: 0, trouble: troubleOf(thrown) });
      });
    return last;
  }

  return {
    found,
    ask,
    mark(step) {
      const now = found.get();
      if (now.hits.length === 0) return;
      found.set({ ...now, marked: (now.marked + step + now.hits.length) % now.hits.length });
    },
    async marked() {
      let waited: Promise<void>;
      do {
        waited = last;
        await waited;
      } while (waited !== last);
      const now = found.get();
      return now.hits[now.marked] ?? null;
    },
  };
}
