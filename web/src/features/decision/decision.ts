/**
 * The outcomes of 行政许可法 art. 32 by their digits, and 收件 that decides nothing; why each can or cannot be chosen here,
 * and what Enter does with it.
 */
import type {
  ApprovalView,
  Counts,
  FindingView,
  GroundView,
  SlotView,
  SourceView,
  ToldView,
} from "../../host/types";
import type { Word } from "../../words";
import { asksNotNeeded } from "../approvals/approvals";
import { openLines } from "./told";

/** A sentence with what fills it. */
export interface Said {
  word: Word;
  values?: Record<string, string | number>;
}

export type Deed =
  | "accept"
  | "correct"
  | "supplement"
  | "askAgain"
  | "notNeeded"
  | "refuse"
  | "issue"
  | "receive"
  | "return";

export interface Way {
  digit: number;
  label: Said;
  note: Said;
  /** Why it cannot be chosen; `null` when it can. */
  why: Said | null;
  /** What Enter does once it is chosen, and how the button names it. */
  deed: Deed;
  go: Word;
  mark: { tone: "ok" | "warn"; word: Word };
}

/** All that the ways stand on. */
export interface Standing {
  /** 行政许可; others are named by their own rules. */
  licence: boolean;
  counts: Counts;
  findings: FindingView[];
  slots: SlotView[];
  told: ToldView | null;
  grounds: GroundView[];
  /** 告知承诺 is chosen in the form. */
  committed: boolean;
  dueDay: string | null;
  /** The line to the hall. */
  up: boolean;
  /** The request to refuse that is not over. */
  refusal: ApprovalView | null;
  /** The request for a further notice that is not over. */
  again: ApprovalView | null;
}

/** 行政许可 in the word of the item's type. */
export const isLicence = (itemType: string): boolean => itemType === "行政许可";

export function ways(at: Standing): Way[] {
  return [accept(at), correct(at), supplement(at), turnAway(at, true), turnAway(at, false), receive(at)];
}

const open = { tone: "ok", word: "way.open" } as const;
const needsApproval = { tone: "warn", word: "way.needsApproval" } as const;

/** What is promised and still missing. */
export const toFollow = (slots: SlotView[]): SlotView[] =>
  slots.filter((slot) => slot.promised && !slot.satisfied && slot.applies !== false);

function accept(at: Standing): Way {
  const later = toFollow(at.slots);
  const left = openLines(at.told).length;
  const [word, note] =
    later.length > 0
      ? at.committed
        ? (["way.acceptBoth", "way.acceptBothNote"] as const)
        : (["way.acceptTolerant", "way.acceptTolerantNote"] as const)
      : at.committed
        ? (["way.acceptCommitted", "way.acceptCommittedNote"] as const)
        : (["way.accept", "way.acceptNote"] as const);
  const values = {
    day: at.dueDay ?? "—",
    n: later.length,
    names: later.map((slot) => slot.name).join("、"),
  };
  return {
    digit: 1,
    label: { word },
    note: at.up ? { word: note, values } : { word: "way.acceptAway" },
    why:
      at.counts.blocks > 0
        ? { word: "way.blocked", values: { n: at.counts.blocks } }
        : left > 0
          ? { word: "way.toldOpen", values: { n: left } }
          : null,
    deed: "accept",
    go: "decision.confirm",
    mark: open,
  };
}

/** What blocks and can be settled here and now: all but paper that has to be brought. */
export function correctable(findings: FindingView[], slots: SlotView[]): FindingView[] {
  const made = new Set(slots.filter((slot) => slot.generated).map((slot) => slot.material));
  return findings.filter((one) => one.level === "block" && (one.at !== "material" || made.has(one.id)));
}

function correct(at: Standing): Way {
  const here = correctable(at.findings, at.slots).length;
  return {
    digit: 2,
    label: { word: "way.correct" },
    note: { word: "way.correctNote", values: { n: here } },
    why:
      here > 0
        ? null
        : at.counts.blocks > 0
          ? { word: "way.correctBring", values: { n: at.counts.blocks } }
          : { word: "way.correctNone" },
    deed: "correct",
    go: "decision.toBlocker",
    mark: open,
  };
}

function supplement(at: Standing): Way {
  const { told, again, counts } = at;
  const away: Said | null = at.up ? null : { word: "way.needsHall" };
  if (told === null) {
    return {
      digit: 3,
      label: { word: "way.supplement" },
      note:
        counts.blocks > 0
          ? { word: "way.supplementNote", values: { n: counts.blocks } }
          : { word: "way.supplementOwn" },
      why: away,
      deed: "supplement",
      go: "decision.toSupplement",
      mark: open,
    };
  }
  const approved = again?.state === "approved";
  return {
    digit: 3,
    label: { word: "way.again", values: { round: told.round + 1 } },
    note: approved
      ? { word: "way.againNote", values: { name: again.answeredBy ?? "" } }
      : { word: "way.againAsk" },
    why: away ?? (again?.state === "waiting" ? { word: "way.againWaits" } : null),
    deed: approved ? "supplement" : "askAgain",
    go: approved ? "decision.toSupplement" : "ask.secondDemand",
    mark: approved ? { tone: "ok", word: "way.approved" } : needsApproval,
  };
}

/** 不受理 and 不予受理: each has its grounds, and a supervisor stands before both. */
function turnAway(at: Standing, notNeeded: boolean): Way {
  const { refusal } = at;
  const known = at.grounds.some((ground) => ground.notNeeded === notNeeded);
  const approved =
    refusal?.state === "approved" &&
    !refusal.stale &&
    asksNotNeeded(refusal, at.grounds) === notNeeded;
  const waits = refusal?.state === "waiting" && !refusal.stale;
  return {
    digit: notNeeded ? 4 : 5,
    label: {
      word: !notNeeded ? "way.refuse" : at.licence ? "way.notNeededLicence" : "way.notNeededItem",
    },
    note: approved
      ? { word: "way.refusalApproved", values: { name: refusal.answeredBy ?? "" } }
      : { word: notNeeded ? "way.notNeededNote" : "way.refuseNote" },
    why: !known
      ? { word: notNeeded ? "way.noNotNeeded" : "way.noGround" }
      : waits
        ? { word: "way.refusalWaits", values: { what: refusal.what } }
        : null,
    deed: approved ? "issue" : notNeeded ? "notNeeded" : "refuse",
    go: !approved ? "decision.toRefusal" : notNeeded ? "approval.issueNotNeeded" : "approval.issue",
    mark: approved ? { tone: "ok", word: "way.approved" } : needsApproval,
  };
}

function receive({ told, up }: Standing): Way {
  if (told === null) {
    return {
      digit: 6,
      label: { word: "way.receive" },
      note: { word: "way.receiveNote" },
      why: null,
      deed: "receive",
      go: "decision.toReason",
      mark: open,
    };
  }
  const left = openLines(told).length;
  return {
    digit: 6,
    label: { word: "way.return" },
    note:
      left === 0
        ? { word: "way.returnAll" }
        : { word: "way.returnNote", values: { n: left, until: told.until } },
    why: up ? null : { word: "way.returnNeedsHall" },
    deed: "return",
    go: "decision.return",
    mark: open,
  };
}

/** Sources that have not answered yet: acceptance may go on, but the clerk is told. */
export function stillAsking(sources: SourceView[]): number {
  return sources.filter((source) => source.state === "asking").length;
}
