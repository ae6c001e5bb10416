/** What is at the printers: the last of each paper. */
import type { Host } from "../../host/host";
import type { PrintView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

export interface Prints {
  /** By the paper's id. */
  of: Cell<Record<string, PrintView>>;
  /** Takes in what the desk says of a print. */
  hear: (print: PrintView) => void;
  /** Asks what is under way. */
  refresh: () => Promise<void>;
}

export function createPrints(host: Pick<Host, "prints">): Prints {
  const of = cell<Record<string, PrintView>>({});
  const hear = (print: PrintView) => of.set({ ...of.get(), [print.paper]: print });
  return {
    of,
    hear,
    refresh: async () => {
      // Without an answer what was heard stays.
      const under = await host.prints().catch(() => []);
      under.forEach(hear);
    },
  };
}

/** Under way at a printer: it can be taken back. */
export const isUnderWay = (print: PrintView | undefined): print is PrintView =>
  print !== undefined && (print.state === "waiting" || print.state === "printing" || print.state === "stuck");

/** Whether another printer is the way on. */
export const wantsAnother = (print: PrintView | undefined): boolean =>
  print !== undefined && (print.state === "stuck" || print.state === "failed" || print.state === "doubtful");
