/** 审批 on the screen: what this window asked, or for a supervisor what waits in the hall. Asked anew when told. */
import { troubleOf, type Host } from "../../host/host";
import type { ApprovalView, GroundView, TroubleView } from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import type { Word } from "../../words";

export interface Approvals {
  all: Cell<ApprovalView[]>;
  /** Why the list is as it was. */
  trouble: Cell<TroubleView | null>;
  refresh(): Promise<void>;
}

export function createApprovals(host: Pick<Host, "approvals">): Approvals {
  const all = cell<ApprovalView[]>([]);
  const trouble = cell<TroubleView | null>(null);
  let asked = 0;
  return {
    all,
    trouble,
    async refresh() {
      asked += 1;
      const mine = asked;
      try {
        const list = await host.approvals();
        // An answer that comes after a later question is of no use any more.
        if (mine !== asked) return;
        all.set(list);
        trouble.set(null);
      } catch (thrown) {
        if (mine === asked) trouble.set(troubleOf(thrown));
      }
    },
  };
}

/** The last request of a kind about an intake that is not over. */
export function ofDraft(all: ApprovalView[], draft: string, kind: string): ApprovalView | null {
  const open = all.filter((one) => one.draft === draft && one.kind === kind);
  const last = open.at(-1) ?? null;
  return last === null || last.state === "withdrawn" || last.state === "used" ? null : last;
}

const plain = (code: string | null): string => (code ?? "").replaceAll(" ", "");

/** The last request for a further notice (再次补正) of the case of this slip that is not over. */
export function toTellAgain(all: ApprovalView[], slip: string): ApprovalView | null {
  const of = `${plain(slip)}：`;
  const last = all.filter((one) => one.kind === "secondDemand" && plain(one.what).startsWith(of)).at(-1) ?? null;
  return last === null || last.state === "withdrawn" || last.state === "used" ? null : last;
}

/** Whether the ground that is asked for is that nothing has to be applied for (不受理). */
export const asksNotNeeded = (asked: ApprovalView, grounds: GroundView[]): boolean =>
  grounds.some((ground) => ground.notNeeded && ground.zh === asked.what);

/** What the open intake waits for, or may go on with: a refusal, a duplicate that is passed, a further notice. */
export function ofForm(all: ApprovalView[], { id, slip }: { id: string; slip: string }): ApprovalView[] {
  const found = [ofDraft(all, id, "refusal"), ofDraft(all, id, "override"), toTellAgain(all, slip)];
  return found.filter((one) => one !== null);
}

/** The last request to make a case void that is not over. */
export function ofCase(all: ApprovalView[], slip: string): ApprovalView | null {
  const last = all.filter((one) => one.kind === "void" && plain(one.case) === plain(slip)).at(-1) ?? null;
  return last === null || last.state === "withdrawn" || last.state === "used" ? null : last;
}

/** The refusal of this intake that may be issued now. */
export function toIssue(all: ApprovalView[], draft: string): ApprovalView | null {
  const asked = ofDraft(all, draft, "refusal");
  return asked !== null && asked.state === "approved" && !asked.stale ? asked : null;
}

/** The last request for a source, by its word, until it was answered long ago or taken back. */
export function ofSource(all: ApprovalView[], itemName: string, label: string): ApprovalView | null {
  const asked = all.filter((one) => one.kind === "grant" && one.itemName === itemName && one.what === label);
  const last = asked.at(-1) ?? null;
  return last === null || last.state === "withdrawn" ? null : last;
}

/** How long a supervisor has; then a refusal goes to the next one. */
const answerLimitMs = 300_000;

/** 已转下一位主管: nobody answered this refusal in time. Other requests wait for whoever was asked. */
export const isPassedOn = (asked: ApprovalView): boolean => asked.state === "waiting" && asked.passedOn !== null;

/** What nobody answers becomes a receipt at closing, but not before two supervisors had their time. */
export const receiptNotBefore = (asked: ApprovalView): string =>
  new Date(Date.parse(asked.askedAt) + 2 * answerLimitMs).toISOString();

/** Those that wait, in their order. */
export const waiting = (all: ApprovalView[]): ApprovalView[] => all.filter((one) => one.state === "waiting");

export const kindWord: Record<string, Word> = {
  refusal: "approval.refusal",
  secondDemand: "approval.secondDemand",
  void: "approval.void",
  override: "approval.override",
  grant: "approval.grant",
  pause: "approval.pause",
  extension: "approval.extension",
};

export const stateWord: Record<string, Word> = {
  waiting: "approval.waiting",
  approved: "approval.approved",
  denied: "approval.denied",
  withdrawn: "approval.withdrawn",
  used: "approval.used",
};

/** How a request that was answered by somebody else, or taken back, is told to who comes too late. */
export function lateWord(state: string): Word {
  return state === "withdrawn" ? "approval.lateWithdrawn" : "approval.lateAnswered";
}
