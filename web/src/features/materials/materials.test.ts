import { expect, it } from "vitest";
import type { SlotView } from "../../host/types";
import { deedsOf, signatures, stateOf, tally, toBring } from "./materials";

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
  unsigned: false,
  ...change,
});

it("a generated form is printed and signed, all others come as licence, file or paper", () => {
  expect(deedsOf(slot()).map((one) => one.deed)).toEqual(["licence", "file", "paper"]);
  expect(deedsOf(slot({ generated: true })).map((one) => one.deed)).toEqual(["print", "sign"]);
  expect(deedsOf(slot({ how: "paper", satisfied: true })).at(-1)).toEqual({ digit: 9, deed: "clear" });
});

it.each([
  [{}, "missing"],
  [{ required: false }, "optional"],
  [{ satisfied: true }, "satisfied"],
  [{ unsigned: true }, "unsigned"],
  [{ applies: null }, "unanswered"],
  [{ applies: false, satisfied: true }, "notAsked"],
] as const)("%j reads as %s", (change, want) => {
  expect(stateOf(slot(change))).toBe(want);
});

it("the tally leaves out what is not asked", () => {
  expect(
    tally([slot(), slot({ satisfied: true }), slot({ applies: false }), slot({ required: false })]),
  ).toEqual({ have: 1, want: 2 });
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
