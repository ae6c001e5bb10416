import { expect, it } from "vitest";
import type { Counts } from "../../host/types";
import { ways } from "./decision";

const counts: Counts = {
  total: 0,
  required: 0,
  requiredFilled: 0,
  requiredPrefilled: 0,
  bySource: {},
  blocks: 0,
  unready: 0,
};

it("acceptance can be chosen only when nothing blocks; five outcomes are always shown", () => {
  const open = (blocks: number) =>
    ways({ ...counts, blocks })
      .filter((way) => way.why === null)
      .map((way) => way.digit);
  expect(ways(counts)).toHaveLength(5);
  expect(open(0)).toEqual([1]);
  expect(open(1)).toEqual([]);
});
