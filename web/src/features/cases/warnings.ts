/**
 * 期限提醒: limits that are near and that nobody looked at. The hall keeps them, so they are there after a reload and a
 * restart; opening the case or putting the warning away tells the hall.
 */
import type { Host } from "../../host/host";
import type { WarningsView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

/** More than these are one list, not one strip after the other. */
export const summaryFrom = 6;

export const noWarnings: WarningsView = { total: 0, rows: [], asOf: "" };

export interface Warnings {
  view: Cell<WarningsView>;
  /** Asks the hall anew. Without it the last word stands. */
  refresh(): Promise<void>;
  /** 知道了: of one case, or of all that were shown. What the hall did not hear comes back. */
  putAway(slip: string | null): Promise<void>;
  forget(): void;
}

export function createWarnings(host: Pick<Host, "warnings" | "seeWarnings">): Warnings {
  const view = cell<WarningsView>(noWarnings);
  let asked = 0;

  async function take(reply: Promise<WarningsView>): Promise<void> {
    asked += 1;
    const mine = asked;
    const got = await reply.catch(() => null);
    if (got !== null && mine === asked) view.set(got);
  }

  return {
    view,
    refresh: () => take(host.warnings()),
    putAway(slip) {
      const { total, rows, asOf } = view.get();
      if (total === 0) return Promise.resolve();
      const left = slip === null ? [] : rows.filter((row) => row.slip !== slip);
      const gone = slip === null ? total : rows.length - left.length;
      view.set({ total: total - gone, rows: left, asOf });
      return take(host.seeWarnings(slip, asOf));
    },
    forget() {
      asked += 1;
      view.set(noWarnings);
    },
  };
}
