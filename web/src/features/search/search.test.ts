import { expect, it } from "vitest";
import type { ItemHit } from "../../host/types";
import { createFixture } from "../../host/fixture/host";
import { codeIn, createSearch, digitPicks } from "./search";

const { casePage } = createFixture({ cases: 20 }).host;

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
  const search = createSearch({ findItems: (text) => new Promise((done) => (waiting[text] = done)), casePage });
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
  const search = createSearch({ findItems: () => new Promise((done) => waiting.push(done)), casePage });
  void search.ask("sp");
  const marked = search.marked();
  waiting[0]?.([hit("food")]);
  expect(await marked).toEqual({ item: hit("food") });
});

it("the mark goes round", async () => {
  const search = createSearch({ findItems: async () => [hit("a"), hit("b")], casePage });
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

it.each([
  ["3501 9900 9", "350199009"],
  ["sf60000000", "SF60000000"],
  ["#350199", "350199"],
  ["35019", null],
  ["spjyxkbg", null],
  ["食品经营许可证", null],
])("%j is the code %j", (text, want) => {
  expect(codeIn(text)).toBe(want);
});

it("a number finds cases below the items, a word does not", async () => {
  const search = createSearch({ findItems: async () => [hit("a")], casePage });
  await search.ask("SF5999999");
  expect(search.found.get().cases).toHaveLength(5);
  search.mark(1);
  const marked = await search.marked();
  expect(marked !== null && "row" in marked && marked.row.slip).toBe("SF59999999");
  await search.ask("spjyxk");
  expect(search.found.get().cases).toHaveLength(0);
});
