// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { cell, same } from "./cell";
import { comboOf, composing, digitOf, writing } from "./keys";

const key = (name: string, init: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", { key: name, ...init });

it.each([
  [key("F9"), "F9"],
  [key("n", { ctrlKey: true }), "Ctrl+N"],
  [key("Enter", { shiftKey: true }), "Shift+Enter"],
  [key("¡", { altKey: true, code: "Digit1" }), "Alt+1"],
  [key("1", { altKey: true, code: "Numpad1" }), "Alt+1"],
  [key("A", { shiftKey: true }), "A"],
])("%s is %s", (event, want) => {
  expect(comboOf(event)).toBe(want);
});

it("keys of an input method are left alone", () => {
  expect(composing(key("Enter", { isComposing: true }))).toBe(true);
  const old = key("Enter");
  Object.defineProperty(old, "keyCode", { value: 229 });
  expect(composing(old)).toBe(true);
  expect(composing(key("Enter"))).toBe(false);
});

it("only bare digits choose", () => {
  expect(digitOf(key("3"))).toBe(3);
  expect(digitOf(key("3", { altKey: true }))).toBeNull();
  expect(digitOf(key("a"))).toBeNull();
});

it("a box that is written in keeps its digits", () => {
  expect(writing(document.createElement("input"))).toBe(true);
  expect(writing(document.createElement("button"))).toBe(false);
});

it("a cell calls back only for another value", () => {
  const one = cell(1);
  let called = 0;
  const stop = one.on(() => (called += 1));
  one.set(1);
  one.set(2);
  stop();
  one.set(3);
  expect(called).toBe(1);
  expect(same({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false);
});
