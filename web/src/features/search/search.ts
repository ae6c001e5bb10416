/**
 * The palette's state: the text, items and cases of the latest answer, the marked line. Searching itself is the
 * host's: items by words, cases only by the beginning of a number or slip code.
 */
import type { Host } from "../../host/host";
import { troubleOf } from "../../host/host";
import type { CaseRowView, ItemHit, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

export interface Found {
  text: string;
  hits: ItemHit[];
  cases: CaseRowView[];
  /** Line of items and cases together. */
  marked: number;
  trouble: TroubleView | null;
}

export interface Search {
  found: Cell<Found>;
  ask(text: string): Promise<void>;
  mark(step: 1 | -1): void;
  /** The marked hit, after the answer to the last keystroke is in. */
  marked(): Promise<Line | null>;
}

export type Line = { item: ItemHit } | { row: CaseRowView };

/** Characters of a number or slip code that make it worth asking for cases. */
const enough = 6;
const mostCases = 5;

/** A typed number or slip code without its blanks, or `null` when the text is none. */
export function codeIn(text: string): string | null {
  const code = text.normalize("NFKC").replace(/[\s#-]/g, "").toUpperCase();
  return code.length >= enough && /^[0-9A-Z]+$/.test(code) && /\d/.test(code) ? code : null;
}

/** Digits pick a line unless the text is itself being typed as a code (`#` or digits so far). */
export function digitPicks(text: string, hits: number): boolean {
  return hits > 0 && !/^[#＃]/.test(text) && !/^\d+$/.test(text);
}

export function createSearch(host: Pick<Host, "findItems" | "casePage">): Search {
  const found = cell<Found>({ text: "", hits: [], cases: [], marked: 0, trouble: null });
  let asked = 0;
  let last: Promise<void> = Promise.resolve();

  function ask(text: string): Promise<void> {
    asked += 1;
    const mine = asked;
    const code = codeIn(text);
    const cases = code === null ? [] : host.casePage("any", code, 0, mostCases).then((page) => page.rows);
    last = Promise.all([host.findItems(text.replace(/^[#＃]/, "").trim()), cases])
      .then(([hits, rows]) => {
        // An answer that comes after a later question is of no use any more.
        if (mine === asked) found.set({ text, hits: hits.slice(0, 9), cases: rows, marked: 0, trouble: null });
      })
      .catch((thrown: unknown) => {
        if (mine === asked) found.set({ text, hits: [], cases: [], marked: 0, trouble: troubleOf(thrown) });
      });
    return last;
  }

  return {
    found,
    ask,
    mark(step) {
      const now = found.get();
      const lines = now.hits.length + now.cases.length;
      if (lines > 0) found.set({ ...now, marked: (now.marked + step + lines) % lines });
    },
    async marked() {
      let waited: Promise<void>;
      do {
        waited = last;
        await waited;
      } while (waited !== last);
      const now = found.get();
      const item = now.hits[now.marked];
      if (item !== undefined) return { item };
      const row = now.cases[now.marked - now.hits.length];
      return row === undefined ? null : { row };
    },
  };
}
