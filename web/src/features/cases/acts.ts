/**
 * What may be done with a case where its applicant stands, and why not. The hall judges; here it is only said before
 * the key is pressed.
 */
import type { CaseNowView, CaseRowView, PromisedView } from "../../host/types";
import type { Tone } from "../../parts/Pill";
import type { Say, Word } from "../../words";
import { stageWord } from "./stages";

/** What stands at this window. */
export interface Here {
  visit: boolean;
  /** The intake that is open and has not ended yet. */
  open: { slip: string; itemName: string } | null;
}

const comesBack = new Set(["received", "supplementing"]);
const over = new Set(["withdrawn", "notNeeded", "refused", "lapsed", "void"]);

/** Whether it ended without a result: nothing of it is awaited any more. */
export const isOver = (stage: string): boolean => over.has(stage);

type Staged = Pick<CaseNowView, "stage" | "stageWord">;

const wordOf = (now: Staged, say: Say): string => {
  const word = stageWord[now.stage];
  return word === undefined ? now.stageWord : say(word);
};

/** Whether a row is one that an applicant comes back for: received, or told what is missing. */
export const mayComeBack = (row: Pick<CaseRowView, "draft" | "stage">): boolean =>
  row.draft === null && comesBack.has(row.stage);

/** Codes are typed and printed with blanks. */
const bare = (slip: string): string => slip.replace(/\s/g, "");

/** 续办、补正 */
export function whyNotTakenUp(now: Staged & { slip: string }, here: Here, say: Say): string | null {
  if (here.open !== null && bare(here.open.slip) === bare(now.slip)) return say("case.off.here");
  if (now.stage === "lapsed") return say("case.off.lapsed");
  if (!comesBack.has(now.stage)) return say("case.off.stage", { stage: wordOf(now, say) });
  if (here.open !== null) return say("case.off.other", { item: here.open.itemName, slip: here.open.slip });
  return here.visit ? null : say("case.off.noVisit");
}

/** 容缺材料 that have not come. */
export const awaited = (promised: PromisedView[]): PromisedView[] => promised.filter((one) => one.keptAt === null);

/** 容缺补交 */
export function whyNotKept(now: Staged & Pick<CaseNowView, "promised">, say: Say): string | null {
  if (now.promised.length === 0) return say("case.off.noPromise");
  if (over.has(now.stage)) return say("case.off.ended", { stage: wordOf(now, say) });
  return awaited(now.promised).length === 0 ? say("case.off.allKept") : null;
}

/** 撤回: until a department decides. */
export function whyNotWithdrawn(now: Staged, say: Say): string | null {
  if (comesBack.has(now.stage) || now.stage === "accepted") return null;
  return over.has(now.stage) ? say("case.off.over", { stage: wordOf(now, say) }) : say("case.off.decided");
}

/** 送达 */
export function whyNotDelivered(now: Staged, say: Say): string | null {
  if (now.stage === "completed") return null;
  if (now.stage === "delivered") return say("case.off.delivered");
  return over.has(now.stage) ? say("case.off.noResult", { stage: wordOf(now, say) }) : say("case.off.notDone");
}

/** Calendar days before its day in which a promise is near it; the hall reminds by the same. */
const nearDays = 3;

/**
 * How a promise stands on the hall's day `today`, as `2026-11-27`: colour and word, with the day that matters. `ended`:
 * its case is over.
 */
export function promiseState(
  one: PromisedView,
  today: string,
  ended = false,
): { tone: Tone; word: Word; day: string } {
  if (one.keptAt !== null) {
    const kept = hallDay(Date.parse(one.keptAt));
    return kept > one.due
      ? { tone: "warn", word: "promise.late", day: kept }
      : { tone: "ok", word: "promise.kept", day: kept };
  }
  if (ended) return { tone: "mute", word: "promise.ended", day: one.due };
  if (one.defaulted || one.due < today) return { tone: "bad", word: "promise.broken", day: one.due };
  const left = (Date.parse(one.due) - Date.parse(today)) / 86_400_000;
  return left <= nearDays
    ? { tone: "warn", word: "promise.near", day: one.due }
    : { tone: "info", word: "promise.by", day: one.due };
}

/** The day in the hall (+08:00) of a moment. */
export const hallDay = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
