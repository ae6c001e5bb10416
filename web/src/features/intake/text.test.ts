import { expect, it } from "vitest";
import { byDigit, choiceAt, codeOf, fitting, toggled } from "./choice";
import { normal } from "./text";

it.each([
  ["date", "20260928", "2026-09-28"],
  ["date", "２０２６年9月2日", "2026-09-02"],
  ["date", "2026/9/2", "2026-09-02"],
  ["date", "今天", "今天"],
  ["month", "202609", "2026-09"],
  ["idNumber", " ３５０１９９19880307001x ", "35019919880307001X"],
  ["uscc", "91350199ma2y6qj38t", "91350199MA2Y6QJ38T"],
  ["number", "８６．５", "86.5"],
  ["text", " 云间，小满 ", "云间，小满"],
])("%s %s becomes %s", (kind, typed, want) => {
  expect(normal(kind, typed)).toBe(want);
});

const list = [
  { code: "111", name: "居民身份证" },
  { code: "113", name: "户口簿" },
  { code: "414", name: "普通护照" },
];

it("a digit, a part of the name, the name or the code choose", () => {
  expect(byDigit(list)).toBe(true);
  expect(choiceAt(list, 2)?.code).toBe("113");
  expect(choiceAt(list, 0)).toBeUndefined();
  expect(fitting(list, "护照")).toHaveLength(1);
  expect(codeOf(list, "护照")).toBe("414");
  expect(codeOf(list, "户口簿")).toBe("113");
  expect(codeOf(list, "111")).toBe("111");
  expect(codeOf(list, "驾驶证")).toBe("驾驶证");
});

it("several are toggled in the order of the list", () => {
  expect(toggled(list, ["414"], "111")).toBe("111\n414");
  expect(toggled(list, ["111", "414"], "111")).toBe("414");
});
