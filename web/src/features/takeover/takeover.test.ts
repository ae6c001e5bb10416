import { expect, test } from "vitest";
import type { StripsView, TakenView } from "../../host/types";
import { codeOf, createStrips, takenNotice } from "./takeover";

test("a code is typed with any keyboard", () => {
  expect(["4729", " 47 29", "４７２９", "47a29x", "47299"].map(codeOf)).toEqual([
    "4729",
    "4729",
    "4729",
    "4729",
    "4729",
  ]);
  expect(codeOf("abc")).toBe("");
});

const taken: TakenView = {
  draft: "1",
  slip: "S",
  number: "H001",
  helper: "周晓",
  itemName: "补贴",
  left: [],
  opened: true,
  why: null,
};

test("the clerk is told where the draft is", () => {
  expect(takenNotice(taken).zh).toContain("周晓");
  const why = { code: "YC-5437", zh: "先暂存", en: "park first" };
  expect(takenNotice({ ...taken, opened: false, why })).toEqual(why);
});

test("an older answer does not replace a later one", async () => {
  const strips = (name: string): StripsView => ({
    handOvers: [],
    asks: [{ id: name, slip: "", itemName: "", desk: "", name: "", askedAt: "" }],
    lost: [],
  });
  const gates: ((view: StripsView) => void)[] = [];
  const held = createStrips(
    { strips: () => new Promise((done) => gates.push(done)) },
    () => undefined,
  );
  const first = held.refresh();
  const second = held.refresh();
  gates[1]?.(strips("new"));
  await second;
  gates[0]?.(strips("old"));
  await first;
  expect(held.view.get()?.asks[0]?.id).toBe("new");
});
