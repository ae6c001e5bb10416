import { expect, it } from "vitest";
import { idleMs, touched } from "./kiosk";

it("the pad takes six digits and takes them back", () => {
  const typed = ["1", "2", "x", "3", "4", "5", "6", "7"].reduce(touched, "");
  expect(typed).toBe("123456");
  expect(touched(typed, "back")).toBe("12345");
  expect(touched("", "back")).toBe("");
});

it("every page but the first goes back by itself", () => {
  expect(idleMs({ kind: "groups" })).toBeNull();
  expect(idleMs({ kind: "missed" })).toBe(30_000);
  expect(idleMs({ kind: "how", group: "A", priority: "elder" })).toBe(30_000);
});
