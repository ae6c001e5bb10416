import { expect, it } from "vitest";
import type { SourceView } from "../../host/types";
import { labelled } from "./sources";

const source = (label: string, state: string, fields = 0): SourceView => ({
  dataset: label,
  label,
  subject: "",
  base: "duty",
  baseWord: "法定职责",
  state,
  fields,
  affected: [],
  trouble: null,
});

it("one register asked about several people is one pill with the sum of its fields", () => {
  const pills = labelled([
    source("人口库", "answered", 4),
    source("法人库", "answered", 15),
    source("人口库", "empty"),
    source("人口库", "answered", 2),
  ]);
  expect(pills).toEqual([
    { label: "人口库", state: "answered", fields: 6 },
    { label: "法人库", state: "answered", fields: 15 },
  ]);
});

it.each([
  [["answered", "asking", "failed"], "asking"],
  [["answered", "failed", "empty"], "failed"],
  [["empty", "answered"], "answered"],
  [["empty", "empty"], "empty"],
])("%j together are %s", (states, want) => {
  expect(labelled(states.map((state) => source("a", state)))[0]?.state).toBe(want);
});
