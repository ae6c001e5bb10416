import { expect, it } from "vitest";
import { queueOf } from "../../host/fixture/queue";
import { calls, isFresh, rows } from "./wall";

it("the wall shows what was called, as much as fits, and what is fresh", () => {
  const queue = queueOf();
  const [first] = queue.called;
  if (first === undefined) throw new Error("the fixture calls somebody");
  const many = { ...queue, called: Array.from({ length: 9 }, () => first) };
  expect(calls(many)).toHaveLength(rows);
  expect(calls({ ...queue, called: [{ ...first, desk: null }] })).toEqual([]);
  const at = Date.parse(first.announcedAt ?? "");
  expect([isFresh(first, at + 1000), isFresh(first, at + 60_000)]).toEqual([true, false]);
  expect(isFresh({ ...first, announcedAt: null }, at)).toBe(false);
});
