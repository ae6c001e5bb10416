import { expect, it } from "vitest";
import type { CaseRowView } from "../../host/types";
import { hallMinute, rowsOf } from "./cases";

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

it("moments are shown in the hall's legal time", () => {
  expect(hallMinute("2026-11-22T16:30:16.5Z")).toBe("2026-11-23 00:30");
  expect(hallMinute("2026-09-21T10:42:00+08:00")).toBe("2026-09-21 10:42");
  expect(hallMinute("10:42")).toBe("10:42");
});
