import { expect, it } from "vitest";
import { say } from ".";
import { en } from "./en";
import { zh } from "./zh-CN";

it("both books have the same keys and the same blanks to fill", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [key, text] of Object.entries(zh))
    expect([key, blanks(en[key as keyof typeof zh])]).toEqual([key, blanks(text)]);
});

it("blanks are filled", () => {
  expect(say("zh-CN", "blockers.title", { n: 3 })).toBe("还差 3 项才能受理");
});
