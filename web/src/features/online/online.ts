/** Applications begun online as the screens hold them: what waits, whose they are, how they read. */
import type { Host } from "../../host/host";
import { troubleOf } from "../../host/host";
import type { OnlineOffersView, OnlineOfferView, OnlineWaitingView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import { inTurn } from "../../parts/inTurn";
import type { Tone } from "../../parts/Pill";
import type { Word } from "../../words";

/** Rows that have a digit. */
export const perPage = 9;

export interface Online {
  /** By item, without a person; `null` until the hall has answered. */
  waiting: Cell<OnlineWaitingView[] | null>;
  /** Of who was identified in this visit. */
  offers: Cell<OnlineOffersView | null>;
  trouble: Cell<TroubleView | null>;
  /** Asks anew for what may be seen now: `identified` is whether somebody stands there. */
  refresh(identified: boolean): Promise<void>;
  /** Nobody stands here any more. */
  forget(): void;
}

export function createOnline(host: Pick<Host, "onlineWaiting" | "onlineOffers">): Online {
  const waiting = cell<OnlineWaitingView[] | null>(null);
  const offers = cell<OnlineOffersView | null>(null);
  const trouble = cell<TroubleView | null>(null);
  let wanted = false;

  const ask = inTurn(async () => {
    trouble.set(null);
    const mine = wanted;
    try {
      waiting.set(await host.onlineWaiting());
      const found = mine ? await host.onlineOffers() : null;
      // Whoever left meanwhile is not shown to the next one.
      if (mine === wanted) offers.set(found);
    } catch (thrown) {
      trouble.set(troubleOf(thrown));
    }
  });

  return {
    waiting,
    offers,
    trouble,
    refresh(identified) {
      if (!identified) offers.set(null);
      wanted = identified;
      return ask();
    },
    forget() {
      wanted = false;
      offers.set(null);
    },
  };
}

/** Everything that waits, whatever its item. */
export const total = (waiting: OnlineWaitingView[] | null): number =>
  (waiting ?? []).reduce((sum, item) => sum + item.waiting, 0);

/** Whether a row may be taken up, or taken up again, at this window. */
export const mayTake = (row: OnlineOfferView): boolean => row.holder === null && row.unfit === null;

export function reviewOf(row: Pick<OnlineOfferView, "passed" | "remarks">): { tone: Tone; word: Word } {
  if (row.passed === null) return { tone: "info", word: "online.unseen" };
  return row.passed ? { tone: "ok", word: "online.passed" } : { tone: "warn", word: "online.failed" };
}

const whys: Record<string, Word> = {
  notAsked: "online.left.notAsked",
  ambiguous: "online.left.ambiguous",
  twice: "online.left.twice",
  misshapen: "online.left.misshapen",
  ownAct: "online.left.ownAct",
  noMaterial: "online.left.noMaterial",
  madeHere: "online.left.madeHere",
  paperOnly: "online.left.paperOnly",
  inHand: "online.left.inHand",
  onItsWay: "online.left.onItsWay",
  notTaken: "online.left.notTaken",
  takenBack: "online.left.takenBack",
};
export const whyLeft = (why: string): Word => whys[why] ?? "online.left.notAsked";
