import { expect, test } from "vitest";
import { csvCell, csvOf, kindOf, monthAt, stepMonth } from "./looks";

test("a month begins with the hall's day and is stepped over years", () => {
  expect(monthAt(Date.parse("2026-11-30T15:59:59Z"))).toBe("2026-11");
  expect(monthAt(Date.parse("2026-11-30T16:00:00Z"))).toBe("2026-12");
  expect([stepMonth("2026-12", 1), stepMonth("2026-01", -1), stepMonth("2026-11", 0)]).toEqual([
    "2027-01",
    "2025-12",
    "2026-11",
  ]);
});

test("no exported cell is a formula", () => {
  expect(["=1+1", " =1", "+1", "-1", "@a", "＝a", "王雨桐", "a,b", 'a"b'].map(csvCell)).toEqual([
    "'=1+1",
    "' =1",
    "'+1",
    "'-1",
    "'@a",
    "'＝a",
    "王雨桐",
    '"a,b"',
    '"a""b"',
  ]);
  expect(csvOf([["a", "=b"]])).toBe("\ufeffa,'=b\r\n");
});

test("a kind that is not known yet still has a word", () => {
  expect([kindOf("denied"), kindOf("later")]).toEqual(["looks.kind.denied", "looks.kind.other"]);
});
