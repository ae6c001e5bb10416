import { expect, it } from "vitest";
import type { DemandForm } from "../../host/types";
import { blank, faultOf, forget, keepFor, keptFor, merged, most, written } from "./demands";

const own = (material: string, change: Partial<DemandForm> = {}): DemandForm => ({
  ...blank,
  material,
  wrong: "不清晰",
  cure: "重新提交",
  ...change,
});
const found = (id: string, change: Partial<DemandForm> = {}): DemandForm =>
  own(id, { at: "material", id, basis: "第三十二条", ...change });

it("an empty list is no notice, and 300 lines are the most", () => {
  expect(faultOf([])).toMatchObject({ at: null, word: "supplement.empty" });
  const many = (count: number) => Array.from({ length: count }, (_, at) => own(`材料${at}`));
  expect(faultOf(many(most))).toBeNull();
  expect(faultOf(many(most + 1))).toMatchObject({ at: null, word: "supplement.tooMany", most: 300 });
});

it("each line says all of it, within bounds and once; an empty basis is the item's law", () => {
  expect(faultOf([found("甲"), own("乙")])).toBeNull();
  expect(faultOf([found("甲"), own("乙", { cure: " " })])).toMatchObject({ at: 1, box: "cure", what: "cure" });
  expect(faultOf([found("甲", { wrong: "" })])).toMatchObject({ at: 0, box: "wrong", word: "supplement.lacks" });
  expect(faultOf([own("名".repeat(200))])).toBeNull();
  expect(faultOf([own("名".repeat(201))])).toMatchObject({ word: "supplement.long", most: 200 });
  expect(faultOf([own("甲", { basis: "据".repeat(501) })])).toMatchObject({ box: "basis", most: 500 });
  // Signs outside the basic plane are one character each.
  expect(faultOf([own("𠮷".repeat(200))])).toBeNull();
  expect(faultOf([own("甲"), own("甲 ")])).toMatchObject({ at: 1, word: "supplement.twice" });
});

it("words written before stay with what the review still finds; what it finds no longer goes; own lines stay", () => {
  const before = [found("甲", { cure: "周五前交原件" }), found("乙"), own("丙"), blank];
  const rows = merged([found("甲"), found("丁")], before);
  expect(rows.map((row) => row.material)).toEqual(["甲", "丁", "丙"]);
  expect(rows[0]?.cure).toBe("周五前交原件");
});

it("a line that was added and never written is none", () => {
  expect(written([found("甲"), blank, own("乙")]).map((row) => row.material)).toEqual(["甲", "乙"]);
});

it("a list that was begun waits for its intake", () => {
  const form = {};
  expect(keptFor(form)).toEqual([]);
  keepFor(form, [own("甲")]);
  expect(keptFor(form)).toHaveLength(1);
  expect(keptFor({})).toEqual([]);
  forget(form);
  expect(keptFor(form)).toEqual([]);
});
