import { expect, it } from "vitest";
import type { CaseRowView } from "../../host/types";
import { rowsOf } from "./cases";

const row = (slip: string): CaseRowView => ({
  draft: null,
  caseNumber: null,
  slip,
  itemName: "",
  stage: "",
  stageWord: "",
  applicant: "",
  receivedAt: "",
  dueDay: null,
});

it("drafts come first and are not listed twice", () => {
  const rows = rowsOf([row("2")], [row("1"), row("2"), row("3")]);
  expect(rows.map((one) => [one.row.slip, one.draft])).toEqual([
    ["2", true],
    ["1", false],
    ["3", false],
  ]);
});
