/** 补充材料: what departments ask for after acceptance, as the page of a case and its dialog show it. */
import type { ApprovalView, CaseNowView, FurtherView } from "../../host/types";
import type { Tone } from "../../parts/Pill";
import type { Say, Word } from "../../words";
import { toTellAgain } from "../approvals/approvals";
import { isOver } from "./acts";

/** One thing that the applicant was told to hand in and that has not come. */
export interface Awaited {
  of: string;
  place: number;
  material: string;
  cure: string;
  until: string;
}

/** Requests that the applicant has not been told of. */
export const untold = (further: FurtherView[]): FurtherView[] => further.filter((one) => one.number === null);

/** Their materials, each once. */
export const materialsOf = (further: FurtherView[]): string[] => [
  ...new Set(further.flatMap((one) => one.lines.map((line) => line.material))),
];

/** What was told and has not come, in its order. */
export const awaitedFurther = (further: FurtherView[]): Awaited[] =>
  further.flatMap((one) =>
    one.number === null
      ? []
      : one.lines.flatMap((line, place) =>
          line.cameAt === null
            ? [{ of: one.id, place, material: line.material, cure: line.cure, until: one.until ?? "" }]
            : [],
        ),
  );

/** 发补充材料通知: what the key does, or why it does nothing. */
export type Telling =
  | { kind: "tell"; approvedBy: string | null }
  /** `added`: names of what the first notice of the case did not have; a later round needs a supervisor anyway. */
  | { kind: "ask"; materials: string[]; added: string[] }
  | { kind: "not"; why: string };

export function telling(now: CaseNowView, approvals: ApprovalView[], say: Say): Telling {
  if (now.stage !== "accepted") return { kind: "not", why: say(isOver(now.stage) ? "further.off.over" : "further.off.decided") };
  const open = untold(now.further);
  if (open.length === 0) return { kind: "not", why: say("further.off.told") };
  const added = [...new Set(open.flatMap((one) => one.lines.filter((line) => line.added).map((line) => line.material)))];
  if (now.further.every((one) => one.number === null) && added.length === 0) return { kind: "tell", approvedBy: null };
  const asked = toTellAgain(approvals, now.slip);
  if (asked?.state === "waiting") return { kind: "not", why: say("further.off.waits") };
  if (asked?.state === "approved") return { kind: "tell", approvedBy: asked.answeredBy };
  return { kind: "ask", materials: materialsOf(open), added };
}

/** 收补充材料: why not. */
export function whyNotTaken(now: CaseNowView, say: Say): string | null {
  if (now.stage !== "accepted") return say(isOver(now.stage) ? "further.off.over" : "further.off.decided");
  if (awaitedFurther(now.further).length > 0) return null;
  return say(untold(now.further).length > 0 ? "further.off.untold" : "further.off.all");
}

/** How one line stands on the hall's day: colour and word. */
export function lineState(
  one: FurtherView,
  cameAt: string | null,
  today: string,
): { tone: Tone; word: Word } {
  if (cameAt !== null) return { tone: "ok", word: "further.came" };
  if (one.until === null) return { tone: "warn", word: "further.untold" };
  return one.until < today ? { tone: "bad", word: "further.overdue" } : { tone: "info", word: "further.by" };
}
