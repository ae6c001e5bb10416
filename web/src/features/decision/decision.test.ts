import { expect, it } from "vitest";
import type { Counts, GroundView } from "../../host/types";
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

const ground: GroundView = { code: "notOurs", zh: "不属于职权", en: "Not ours", basis: "第三十二条", needsBody: true };

it("acceptance can be chosen only when nothing blocks, refusal whenever there is a ground; five outcomes are always shown", () => {
  const open = (blocks: number) =>
    ways({ ...counts, blocks }, [ground])
      .filter((way) => way.why === null)
      .map((way) => way.digit);
  expect(ways(counts, [])).toHaveLength(5);
  expect(open(0)).toEqual([1, 5]);
  expect(open(1)).toEqual([5]);
  expect(ways(counts, []).find((way) => way.digit === 5)?.why).toBe("way.noGround");
});
