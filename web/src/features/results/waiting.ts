/** 即办件: the cases this visit waits for, and the one in front as the hall last showed it. Asked anew when told. */
import { troubleOf, type Host } from "../../host/host";
import type { CaseNowView, DeliverForm, DeskView, HandedOutView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";

export interface Waiting {
  /** Slip codes, the last accepted one last. */
  slips: Cell<string[]>;
  /** The last of them. */
  now: Cell<CaseNowView | null>;
  /** What was delivered last in this visit. */
  handed: Cell<HandedOutView | null>;
  /** The visit as the host has it. */
  set(slips: string[]): void;
  /** An item was accepted that is decided while the applicant waits. */
  add(slip: string): void;
  /** Something happened to this case; its stage, where that is what happened. One that is over is waited for no longer. */
  heard(slip: string, stage: string | null): void;
  /** Asks anew; after a line that was away. */
  refresh(): void;
  forget(): void;
}

/** Stages after which nothing is decided while the applicant waits. */
const over = new Set(["delivered", "withdrawn", "notNeeded", "refused", "lapsed", "void"]);

export function createWaiting(host: Pick<Host, "caseNow">, tell: (trouble: TroubleView) => void): Waiting {
  const slips = cell<string[]>([]);
  const now = cell<CaseNowView | null>(null);
  const handed = cell<HandedOutView | null>(null);
  let asked = 0;

  async function look(): Promise<void> {
    const slip = slips.get().at(-1);
    asked += 1;
    const mine = asked;
    if (slip === undefined) {
      now.set(null);
      return;
    }
    try {
      const view = await host.caseNow(slip);
      // An answer that comes after a later question is of no use any more.
      if (mine === asked) now.set(view);
    } catch (thrown) {
      if (mine === asked) tell(troubleOf(thrown));
    }
  }

  function set(next: string[]): void {
    const changed = next.at(-1) !== slips.get().at(-1);
    slips.set(next);
    if (!changed) return;
    if (now.get()?.slip !== next.at(-1)) now.set(null);
    void look();
  }

  return {
    slips,
    now,
    handed,
    set,
    add: (slip) => set([...slips.get().filter((one) => one !== slip), slip]),
    heard: (slip, stage) => {
      if (stage !== null && over.has(stage) && slips.get().includes(slip)) {
        set(slips.get().filter((one) => one !== slip));
      } else if (slips.get().at(-1) === slip) void look();
    },
    refresh: () => void look(),
    forget: () => {
      handed.set(null);
      set([]);
    },
  };
}

/** Whether the result is there and only its delivery is left. */
export const isReady = (now: CaseNowView | null): boolean => now?.stage === "completed";

/** 直接送达 to whoever applied, in one copy. */
export const inPerson: DeliverForm = { way: "direct", agent: null, copies: 1, proof: "" };

/** The way that the applicant chose and that needs no visit, if he chose one. */
export function chosenAway(now: CaseNowView | null): string | null {
  const how = now?.deliverBy ?? null;
  return how === null || how === "窗口领取" ? null : how;
}

/** Delivers and prints what belongs to it. A paper that was not printed does not undo the delivery. */
export async function handOut(
  host: Pick<Host, "deliver" | "printPaper">,
  slip: string,
  form: DeliverForm,
): Promise<{ handed: HandedOutView; unprinted: TroubleView | null }> {
  const handed = await host.deliver(slip, form);
  let unprinted: TroubleView | null = null;
  for (const paper of handed.papers) {
    try {
      await host.printPaper(paper.id);
    } catch (thrown) {
      unprinted ??= troubleOf(thrown);
    }
  }
  return { handed, unprinted };
}

/** Whether the desk is about to end a visit that still waits. */
export const waitsOf = (view: DeskView): string[] => view.visit?.waits ?? [];
