/** 识别 ↔ 表单: the rows that a person looks at, and the way through them. */
import type { RecognisedRowView, ScanView } from "../../host/types";

export interface RowCounts {
  rows: number;
  same: number;
  look: number;
  offer: number;
}

export function rowCounts(rows: RecognisedRowView[]): RowCounts {
  const count = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;
  return { rows: rows.length, same: count("same"), look: count("look"), offer: count("offer") };
}

/** 下一处: the next row that differs or can be taken; `null` behind the last one. */
export function nextRow(rows: RecognisedRowView[], chosen: number | null): RecognisedRowView | null {
  return rows.find((row) => row.verdict !== "same" && row.number > (chosen ?? 0)) ?? null;
}

/** How far the reading of a material's pages is: when it changes, the rows are asked for anew. */
export const readingOf = (view: ScanView | null, material: string | null): string =>
  (view?.pages ?? [])
    .filter((page) => page.material === material && material !== null)
    .map((page) => `${page.number} ${page.quarters} ${page.read ?? ""}`)
    .join("|");
