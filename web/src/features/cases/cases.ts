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
