import { expect, it } from "vitest";
import { barOf, fittingCommands, type Command } from "./commands";

const command = (id: string, keys: string, initials: string, why: Command["why"] = null): Command => ({
  id,
  keys,
  word: "key.papers",
  initials,
  why,
  bar: false,
  act: () => undefined,
});

const all = [
  command("call", "F2", "jh", "off.visit"),
  command("papers", "Ctrl+P", "ws"),
  command("lock", "Ctrl+L", "sp"),
];
const words = (one: Command) => [{ call: "叫号", papers: "文书", lock: "锁屏" }[one.id] ?? "", `Go ${one.id}`];

it.each([
  ["", ["papers", "lock", "call"]],
  ["ws", ["papers"]],
  ["锁", ["lock"]],
  ["gl", ["lock"]],
  ["ctrl", ["papers", "lock"]],
  ["ctrl+l", ["lock"]],
  ["f2", ["call"]],
  ["xyz", []],
])("%j finds %j", (typed, want) => {
  expect(fittingCommands(all, typed, words).map((one) => one.id)).toEqual(want);
});

it("the bar leaves out keys that do nothing now before it grows a second row", () => {
  const bar = Array.from({ length: 14 }, (_, at) => ({
    ...command(String(at), `F${at}`, "", at % 2 === 0 ? "off.visit" : null),
    bar: true,
  }));
  expect(barOf(bar).map((one) => one.id)).toEqual("0 1 2 3 4 5 6 7 8 9 11 13".split(" "));
  expect(barOf(bar.slice(0, 12))).toHaveLength(12);
  expect(barOf([...all, ...bar]).every((one) => one.bar)).toBe(true);
});
