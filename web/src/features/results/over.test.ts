import { expect, it } from "vitest";
import { createWaiting } from "./waiting";

it("a case that ended elsewhere is waited for no longer, one that moves on is looked at again", async () => {
  const asked: string[] = [];
  const waiting = createWaiting(
    {
      caseNow: (slip) => {
        asked.push(slip);
        return new Promise(() => undefined);
      },
    },
    () => undefined,
  );
  waiting.set(["S1", "S2"]);
  waiting.heard("S2", "decided");
  waiting.heard("S2", null);
  expect(waiting.slips.get()).toEqual(["S1", "S2"]);
  expect(asked).toEqual(["S2", "S2", "S2"]);
  waiting.heard("S2", "withdrawn");
  expect(waiting.slips.get()).toEqual(["S1"]);
  expect(asked.at(-1)).toBe("S1");
  waiting.heard("S1", "delivered");
  expect(waiting.slips.get()).toEqual([]);
});
