/** 办件: drafts of this desk first, then the cases; one marked row. */
import type { CaseRowView } from "../../host/types";

export interface Row {
  row: CaseRowView;
  draft: boolean;
}

export function rowsOf(drafts: CaseRowView[], cases: CaseRowView[]): Row[] {
  const known = new Set(drafts.map((row) => row.slip));
  return [
    ...drafts.map((row) => ({ row, draft: true })),
    ...cases.filter((row) => !known.has(row.slip)).map((row) => ({ row, draft: false })),
  ];
}

/** A moment in the hall's legal time (+08:00), `2026-09-21 10:42`; drafts say only the time of day, as it is. */
export function hallMinute(moment: string): string {
  const ms = moment.includes("T") ? Date.parse(moment) : NaN;
  if (Number.isNaN(ms)) return moment;
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}
