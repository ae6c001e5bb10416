import { expect, it } from "vitest";
import type { NumberView, SlipView } from "../../host/types";
import { idleMs, slipWord, touched } from "./kiosk";

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

it("of a slip is said what became of it, and who has none gets time to note the number", () => {
  const slip = (state: SlipView["state"], code = ""): SlipView => ({
    ticket: "t",
    state,
    paperLow: false,
    trouble: code === "" ? null : { code, zh: "", en: "" },
  });
  expect(slipWord(null)).toBe("kiosk.slip.none");
  expect(slipWord(slip("sent"))).toBe("kiosk.slip.done");
  expect(slipWord(slip("failed", "YC-3401"))).toBe("kiosk.slip.noPaper");
  expect(slipWord(slip("failed", "YC-3409"))).toBe("kiosk.slip.failed");
  const number = { kind: "number", number: {} as NumberView } as const;
  expect(idleMs(number, slip("done"))).toBe(15_000);
  expect(idleMs(number, slip("doubtful"))).toBe(30_000);
  expect(idleMs(number)).toBe(30_000);
});
