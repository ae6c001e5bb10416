/** 材料移交与用印: what lies here, what is on its way, what waits for the seal; one marked row in each. */
import type { Host } from "../../host/host";
import { troubleOf } from "../../host/host";
import type { BatchView, BundleView, PaperView, SealView, TransfersView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import type { Tone } from "../../parts/Pill";
import type { Word } from "../../words";

export type Shelf = "here" | "away" | "seals";
export const shelves: Shelf[] = ["here", "away", "seals"];

export interface Said {
  word: Word;
  values: Record<string, string | number>;
}

export interface Shown {
  shelf: Shelf;
  all: TransfersView | null;
  seals: SealView[] | null;
  /** The marked row of each shelf. */
  marked: Record<Shelf, number>;
  trouble: TroubleView | null;
  said: Said | null;
}

type TransferHost = Pick<
  Host,
  | "transfers"
  | "makeTransfer"
  | "scanOut"
  | "handTransfer"
  | "transferPaper"
  | "checkBundle"
  | "scanBack"
  | "seals"
  | "keepSeal"
>;

export interface TransferState {
  shown: Cell<Shown>;
  choose(shelf: Shelf): void;
  move(by: number): void;
  refresh(): Promise<void>;
  list(department: string): Promise<void>;
  /** A code was scanned for the marked batch: out before it is handed over, back after it. True when it was taken. */
  scan(code: string): Promise<boolean>;
  stays(code: string): Promise<boolean>;
  lacks(code: string, missing: string[]): Promise<boolean>;
  /** 核对签收: the department compared it with the list. */
  checked(code: string, missing: string[]): Promise<boolean>;
  /** 材料移交单 of the marked batch; null says why under the list. */
  paper(): Promise<PaperView | null>;
  hand(messenger: string, note: string): Promise<boolean>;
  seal(copies: number): Promise<boolean>;
}

export function createTransfers(host: TransferHost): TransferState {
  const shown = cell<Shown>({
    shelf: "here",
    all: null,
    seals: null,
    marked: { here: 0, away: 0, seals: 0 },
    trouble: null,
    said: null,
  });
  const set = (change: Partial<Shown>) => shown.set({ ...shown.get(), ...change });

  async function refresh(): Promise<void> {
    try {
      const [all, seals] = await Promise.all([host.transfers(), host.seals()]);
      set({ all, seals });
      move(0);
    } catch (thrown) {
      set({ trouble: troubleOf(thrown) });
    }
  }

  /** Does something, says it, and shows what is so after it. */
  async function deed<T>(run: () => Promise<T>, says: (done: T) => Said): Promise<boolean> {
    set({ trouble: null, said: null });
    try {
      const done = await run();
      set({ said: says(done) });
      await refresh();
      return true;
    } catch (thrown) {
      set({ trouble: troubleOf(thrown) });
      return false;
    }
  }

  function move(by: number): void {
    const now = shown.get();
    const marked = { ...now.marked };
    for (const shelf of shelves) {
      const step = shelf === now.shelf ? by : 0;
      marked[shelf] = Math.max(0, Math.min(lengthOf(now, shelf) - 1, marked[shelf] + step));
    }
    set({ marked });
  }

  const plain = (code: string) => code.replace(/[^0-9A-Za-z]/g, "").toUpperCase();

  return {
    shown,
    refresh,
    move,
    choose: (shelf) => set({ shelf, trouble: null, said: null }),
    async list(department) {
      let listed: BatchView | null = null;
      const done = await deed(
        async () => (listed = await host.makeTransfer(department)),
        (batch) => ({ word: "transfers.done.listed", values: { n: batch.bundles.length } }),
      );
      if (!done || listed === null) return;
      const at = shown.get().all?.batches.findIndex((batch) => batch.id === (listed as BatchView).id) ?? 0;
      set({ shelf: "away", marked: { ...shown.get().marked, away: Math.max(0, at) } });
    },
    async scan(code) {
      const batch = markedBatch(shown.get());
      if (batch === null) return false;
      const slip = plain(code);
      return batch.handedAt === null
        ? deed(() => host.scanOut(batch.id, code), () => ({ word: "transfers.done.out", values: { slip } }))
        : deed(() => host.scanBack(code, false, []), () => ({ word: "transfers.done.back", values: { slip } }));
    },
    stays: (code) =>
      deed(
        () => host.scanBack(code, true, []),
        () => ({ word: "transfers.done.stays", values: { slip: plain(code) } }),
      ),
    lacks: (code, missing) =>
      deed(
        () => host.scanBack(code, false, missing),
        () => ({ word: "transfers.done.lacks", values: { slip: plain(code), n: missing.length } }),
      ),
    checked: (code, missing) =>
      deed(
        () => host.checkBundle(code, missing),
        () => ({
          word: missing.length === 0 ? "transfers.done.checked" : "transfers.done.checkedLacks",
          values: { slip: plain(code), n: missing.length },
        }),
      ),
    async paper() {
      const batch = markedBatch(shown.get());
      if (batch === null) return null;
      try {
        return await host.transferPaper(batch.id);
      } catch (thrown) {
        set({ trouble: troubleOf(thrown) });
        return null;
      }
    },
    async hand(messenger, note) {
      const batch = markedBatch(shown.get());
      if (batch === null) return false;
      return deed(
        () => host.handTransfer(batch.id, messenger, note),
        (done) => ({ word: "transfers.done.handed", values: { number: done.number ?? "" } }),
      );
    },
    async seal(copies) {
      const row = markedSeal(shown.get());
      if (row === null) return false;
      return deed(
        () => host.keepSeal(row.number, copies),
        (done) => ({ word: "transfers.done.sealed", values: { number: done.number, n: done.copies ?? copies } }),
      );
    },
  };
}

export function lengthOf(now: Shown, shelf: Shelf): number {
  switch (shelf) {
    case "here":
      return now.all?.here.length ?? 0;
    case "away":
      return now.all?.batches.length ?? 0;
    case "seals":
      return now.seals?.length ?? 0;
  }
}

export const markedBatch = (now: Shown): BatchView | null => now.all?.batches[now.marked.away] ?? null;
export const markedSeal = (now: Shown): SealView | null => now.seals?.[now.marked.seals] ?? null;

/** The bundle of a scanned code within a batch. */
export function bundleOf(batch: BatchView | null, code: string): BundleView | null {
  const wanted = code.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
  return batch?.bundles.find((one) => one.slip === wanted || one.caseNumber === wanted) ?? null;
}

/** How many of a batch are scanned, and how many are not back whole. */
export function progressOf(batch: BatchView): { done: number; all: number; open: number } {
  const states = batch.bundles.map((one) => one.state);
  return {
    done: states.filter((state) => state !== "listed").length,
    all: states.length,
    open: batch.bundles.filter((one) => one.state === "away" || one.missing.length > 0).length,
  };
}

const states: Record<string, { word: Word; tone: Tone }> = {
  here: { word: "transfers.state.here", tone: "mute" },
  listed: { word: "transfers.state.listed", tone: "warn" },
  scanned: { word: "transfers.state.scanned", tone: "ok" },
  away: { word: "transfers.state.away", tone: "info" },
  back: { word: "transfers.state.back", tone: "ok" },
  stays: { word: "transfers.state.stays", tone: "mute" },
};

export function stateOf(bundle: BundleView): { word: Word; tone: Tone } {
  const state = states[bundle.state] ?? { word: "transfers.state.away", tone: "info" };
  return bundle.missing.length > 0 ? { ...state, tone: "bad" } : state;
}
