/** What comes in at a window, asked anew when something moved. */
import { troubleOf, type Host } from "../../host/host";
import type { StripsView, TakenView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

export interface Strips {
  view: Cell<StripsView | null>;
  refresh(): Promise<void>;
}

export function createStrips(host: Pick<Host, "strips">, tell: (trouble: TroubleView) => void): Strips {
  const view = cell<StripsView | null>(null);
  let asked = 0;
  return {
    view,
    async refresh() {
      asked += 1;
      const mine = asked;
      try {
        const strips = await host.strips();
        // An answer that comes after a later question is of no use any more.
        if (mine === asked) view.set(strips);
      } catch (thrown) {
        tell(troubleOf(thrown));
      }
    },
  };
}

/** Full-width digits and blanks are typed; letters and other signs are not. */
export function codeOf(text: string): string {
  return text.normalize("NFKC").replace(/\D/g, "").slice(0, 4);
}

/** What the clerk is told after taking: where the draft is, and who prepared it. */
export function takenNotice(taken: TakenView): TroubleView {
  if (!taken.opened && taken.why !== null) return taken.why;
  return {
    code: taken.number,
    zh: `已接收 ${taken.helper} 移交的「${taken.itemName}」，值和来源保持不变。`,
    en: `Taken over from ${taken.helper}: ${taken.itemName}, with values and sources as they were.`,
  };
}
