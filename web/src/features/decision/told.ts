/** What the open case was told (一次告知), and how long the applicant has. */
import type { ToldLine, ToldView } from "../../host/types";

/** What still has to come. */
export const openLines = (told: ToldView | null): ToldLine[] =>
  told === null ? [] : told.lines.filter((line) => !line.cured);

/** The review sees by itself what it had found; all else a person ticks. */
export const isTicked = (line: ToldLine): boolean => !line.byReview;

const dayMs = 86_400_000;

/** Calendar days to the last day in the hall's zone (+08:00): 0 on the day itself, less after it. */
export function daysLeft(until: string, nowMs: number): number {
  const today = Math.floor((nowMs + 8 * 3_600_000) / dayMs);
  return Date.parse(`${until}T00:00:00Z`) / dayMs - today;
}
