/** 办件: lists that come from the host by pages, however long they are; one marked row. */
import type { Host } from "../../host/host";
import { troubleOf } from "../../host/host";
import type { CaseList, CaseRowView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

/** The lists of the page in their order; `Ctrl+1` … `Ctrl+8`. */
export const lists: CaseList[] = ["drafts", "mine", "received", "supplementing", "returned", "due", "unsent", "toCollect"];

/** Rows of one ask. */
export const pageRows = 100;
/** Pages that are kept; the farthest go first. */
const keptPages = 30;

export interface Shown {
  list: CaseList;
  find: string;
  total: number;
  marked: number;
  /** The hall did not answer: what was seen last. */
  stale: boolean;
  /** The first page of this list is not here yet. */
  loading: boolean;
  trouble: TroubleView | null;
  /** Grows with every page that comes. */
  pages: number;
}

export interface CaseLists {
  shown: Cell<Shown>;
  /** A row that is here, or `null` until its page comes. */
  row(at: number): CaseRowView | null;
  /** Asks for the pages of these rows that are not here. */
  need(from: number, to: number): void;
  choose(list: CaseList, find?: string): Promise<void>;
  mark(at: number): void;
}

export function createCases(host: Pick<Host, "casePage">): CaseLists {
  const shown = cell<Shown>({
    list: "drafts",
    find: "",
    total: 0,
    marked: 0,
    stale: false,
    loading: true,
    trouble: null,
    pages: 0,
  });
  let pages = new Map<number, CaseRowView[]>();
  let asked = new Set<number>();
  /** Answers to an earlier list are of no use any more. */
  let generation = 0;

  async function load(page: number): Promise<void> {
    if (asked.has(page)) return;
    asked.add(page);
    const mine = generation;
    const { list, find } = shown.get();
    try {
      const got = await host.casePage(list, find, page * pageRows, pageRows);
      if (mine !== generation) return;
      pages.set(page, got.rows);
      forget(page);
      const now = shown.get();
      shown.set({
        ...now,
        total: got.total,
        stale: got.stale,
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

  function forget(near: number): void {
    if (pages.size <= keptPages) return;
    const far = [...pages.keys()].sort((one, other) => Math.abs(other - near) - Math.abs(one - near))[0];
    if (far === undefined) return;
    pages.delete(far);
    asked.delete(far);
  }

  return {
    shown,
    row: (at) => pages.get(Math.floor(at / pageRows))?.[at % pageRows] ?? null,
    need(from, to) {
      const last = Math.min(to, shown.get().total) - 1;
      for (let page = Math.floor(from / pageRows); page <= Math.floor(last / pageRows); page += 1)
        void load(page);
    },
    choose(list, find = "") {
      generation += 1;
      pages = new Map();
      asked = new Set();
      // A case of the whole hall is only found by its number.
      const asks = list !== "any" || find !== "";
      shown.set({ ...shown.get(), list, find, marked: 0, loading: asks, trouble: null, ...(asks ? {} : { total: 0 }) });
      return asks ? load(0) : Promise.resolve();
    },
    mark(at) {
      const now = shown.get();
      shown.set({ ...now, marked: Math.max(0, Math.min(now.total - 1, at)) });
    },
  };
}

/** A moment in the hall's legal time (+08:00), `2026-09-21 10:42`; drafts say only the time of day, as it is. */
export function hallMinute(moment: string): string {
  const ms = moment.includes("T") ? Date.parse(moment) : NaN;
  if (Number.isNaN(ms)) return moment;
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}
