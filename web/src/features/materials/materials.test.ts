import { expect, it } from "vitest";
import type { SlotView } from "../../host/types";
import { deedsOf, mayFollow, signatures, stateOf, tally, toBring } from "./materials";

const slot = (change: Partial<SlotView> = {}): SlotView => ({
  material: "m",
  name: "营业执照",
  source: "电子证照",
  generated: false,
  required: true,
  applies: true,
  condition: null,
  originals: 1,
  copies: 0,
  satisfied: false,
  how: null,
  note: "",
  whyPaper: null,
  checks: [],
  grade: null,
  unsigned: false,
  tolerantDays: null,
  promised: false,
  ...change,
});

it("a generated form is printed and signed, all others come as licence, file or paper", () => {
  expect(deedsOf(slot()).map((one) => one.deed)).toEqual(["licence", "file", "paper", "notTolerant", "shown", "reuse"]);
  expect(deedsOf(slot({ generated: true, satisfied: true })).map((one) => one.deed)).toEqual(["print", "sign"]);
  const held = slot({ how: "licence", satisfied: true });
  expect(deedsOf(held).map((one) => one.deed)).toEqual(["licence", "copy", "clear"]);
  const scanned = { how: "files", satisfied: true, source: "申请人" };
  const deeds = (grade: string) => deedsOf(slot({ ...scanned, grade })).map((one) => one.deed);
  expect(deeds("D")).toEqual(["licence", "file", "paper", "copy", "compare", "clear"]);
  expect(deeds("C")).not.toContain("compare");
  expect(deedsOf(slot({ how: "paper", satisfied: true })).at(-1)).toEqual({ digit: 9, deed: "clear" });
});

it.each([
  [{}, "missing"],
  [{ required: false }, "optional"],
  [{ satisfied: true }, "satisfied"],
  [{ unsigned: true }, "unsigned"],
  [{ promised: true, tolerantDays: 10 }, "promised"],
  [{ promised: true, tolerantDays: 10, satisfied: true }, "satisfied"],
  [{ applies: null }, "unanswered"],
  [{ applies: false, satisfied: true }, "notAsked"],
] as const)("%j reads as %s", (change, want) => {
  expect(stateOf(slot(change))).toBe(want);
});

it("the tally leaves out what is not asked", () => {
  expect(
    tally([slot(), slot({ satisfied: true }), slot({ applies: false }), slot({ required: false })]),
  ).toEqual({ have: 1, want: 2, later: 0 });
  expect(tally([slot(), slot({ promised: true, tolerantDays: 10 })])).toEqual({ have: 0, want: 1, later: 1 });
});

it("to bring is exactly what the chosen situation asks for and nobody has brought; forms of the hall are signed", () => {
  const slots = [
    slot({ material: "licence" }),
    slot({ material: "brought", satisfied: true, how: "paper" }),
    slot({ material: "not asked", applies: false }),
    slot({ material: "unanswered", applies: null }),
    slot({ material: "optional", required: false }),
    slot({ material: "form", generated: true }),
  ];
  expect(toBring(slots).map((one) => one.material)).toEqual(["licence"]);
  expect(signatures(slots)).toEqual({ have: 0, want: 1 });
  expect(signatures([slot({ generated: true, satisfied: true })])).toEqual({ have: 1, want: 1 });
});

it("what is missing may follow where the item lets it; the promise is taken back by the same digit", () => {
  const tolerant = slot({ tolerantDays: 10 });
  expect(mayFollow(tolerant)).toBe(true);
  expect(mayFollow(slot())).toBe(false);
  expect(mayFollow(slot({ tolerantDays: 10, satisfied: true }))).toBe(false);
  expect(mayFollow(slot({ tolerantDays: 10, required: false }))).toBe(false);
  const fourth = (of: SlotView, helping = false) => deedsOf(of, helping).find((one) => one.digit === 4)?.deed;
  expect(fourth(tolerant)).toBe("promise");
  expect(fourth({ ...tolerant, promised: true })).toBe("unpromise");
  expect(fourth(slot())).toBe("notTolerant");
  expect(fourth(slot({ satisfied: true }))).toBeUndefined();
  expect(fourth(tolerant, true)).toBeUndefined();
  expect(toBring([slot({ tolerantDays: 10, promised: true })])).toEqual([]);
});
