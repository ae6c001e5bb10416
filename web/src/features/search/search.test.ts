import { expect, it } from "vitest";
import type { ItemHit } from "../../host/types";
import { createSearch, digitPicks } from "./search";

const hit = (id: string): ItemHit => ({
  id,
  name: id,
  department: "",
  itemType: "",
  caseType: "",
  promised: "",
  unfit: null,
});

it("an answer that comes late never replaces a later one", async () => {
  const waiting: Record<string, (hits: ItemHit[]) => void> = {};
  const search = createSearch({ findItems: (text) => new Promise((done) => (waiting[text] = done)) });
  const first = search.ask("s");
  const second = search.ask("sp");
  waiting["sp"]?.([hit("right")]);
  await second;
  waiting["s"]?.([hit("late")]);
  await first;
  expect(search.found.get().hits.map((one) => one.id)).toEqual(["right"]);
});

it("Enter waits for the answer to the last keystroke", async () => {
  const waiting: ((hits: ItemHit[]) => void)[] = [];
  const search = createSearch({ findItems: () => new Promise((done) => waiting.push(done)) });
  void search.ask("sp");
  const marked = search.marked();
  waiting[0]?.([hit("food")]);
  expect((await marked)?.id).toBe("food");
});

it("the mark goes round", async () => {
  const search = createSearch({ findItems: async () => [hit("a"), hit("b")] });
  await search.ask("");
  search.mark(-1);
  expect(search.found.get().marked).toBe(1);
  search.mark(1);
  expect(search.found.get().marked).toBe(0);
});

it.each([
  ["", 3, true],
  ["spjy", 3, true],
  ["#1", 3, false],
  ["35", 3, false],
  ["spjy", 0, false],
])("digits with %j and %i hits pick: %s", (text, hits, want) => {
  expect(digitPicks(text, hits)).toBe(want);
});
