/** A list that comes by pages: what was looked for last counts, one row is marked. */
import { troubleOf } from "../../host/host";
import type { TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

/** Rows of one ask. */
export const pageRows = 100;

export interface Page<T> {
  total: number;
  edition: string;
  rows: T[];
}

export interface Listed {
  find: string;
  total: number;
  marked: number;
  edition: string;
  loading: boolean;
  trouble: TroubleView | null;
  /** Grows with every page that comes. */
  pages: number;
}

export interface Pages<T> {
  shown: Cell<Listed>;
  /** A row that is here, or `null` until its page comes. */
  row(at: number): T | null;
  need(from: number, to: number): void;
  find(text: string): Promise<void>;
  mark(at: number): void;
}

export function createPages<T>(load: (find: string, offset: number, limit: number) => Promise<Page<T>>): Pages<T> {
  const shown = cell<Listed>({
    find: "",
    total: 0,
    marked: 0,
    edition: "",
    loading: true,
    trouble: null,
    pages: 0,
  });
  let rows = new Map<number, T[]>();
  let asked = new Set<number>();
  let generation = 0;

  async function ask(page: number): Promise<void> {
    if (asked.has(page)) return;
    asked.add(page);
    const mine = generation;
    try {
      const got = await load(shown.get().find, page * pageRows, pageRows);
      if (mine !== generation) return;
      rows.set(page, got.rows);
      const now = shown.get();
      shown.set({
        ...now,
        total: got.total,
        edition: got.edition,
        marked: Math.min(now.marked, Math.max(0, got.total - 1)),
        loading: false,
        trouble: null,
        pages: now.pages + 1,
      });
    } catch (thrown) {
      if (mine !== generation) return;
      asked.delete(page);
      shown.set({ ...shown.get(), loading: false, trouble: troubleOf(thrown) });
    }
  }

  return {
    shown,
    row: (at) => rows.get(Math.floor(at / pageRows))?.[at % pageRows] ?? null,
    need(from, to) {
      const last = Math.min(to, shown.get().total) - 1;
      for (let page = Math.floor(from / pageRows); page <= Math.floor(last / pageRows); page += 1) void ask(page);
    },
    find(text) {
      generation += 1;
      rows = new Map();
      asked = new Set();
      shown.set({ ...shown.get(), find: text, marked: 0, loading: true, trouble: null });
      return ask(0);
    },
    mark(at) {
      const now = shown.get();
      shown.set({ ...now, marked: Math.max(0, Math.min(now.total - 1, at)) });
    },
  };
}
