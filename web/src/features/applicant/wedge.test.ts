import { expect, it } from "vitest";
import { createWedge } from "./wedge";

const plain = { ctrlKey: false, altKey: false, metaKey: false };

/** Types at so many milliseconds from key to key; gives what was shot and which keys others saw. */
function typed(keys: string[], apart: number): { shots: string[]; others: string[] } {
  const shots: string[] = [];
  const wedge = createWedge((text) => shots.push(text));
  const others = keys.filter((key, at) => !wedge.takes({ ...plain, key }, 1_000 + at * apart));
  return { shots, others };
}

it("a code is kept together, whatever case the scanner writes, and no digit of it chooses anything", () => {
  for (const code of ["ZWM1.P.T.1135.0123.17.30", "zwm1.p.t.1135.0123.17.30"]) {
    const { shots, others } = typed([...code, "Enter"], 5);
    expect(shots.map((shot) => shot.toUpperCase())).toEqual(["ZWM1.P.T.1135.0123.17.30"]);
    expect(others).toEqual([]);
  }
});

it("a scanner that holds Shift down is the same scanner", () => {
  const keys = [..."ZWM1.P"].flatMap((key) => (/[A-Z]/.test(key) ? ["Shift", key] : [key]));
  expect(typed([...keys, "Enter"], 5).shots).toEqual(["ZWM1.P"]);
});

it("what a person types is his", () => {
  expect(typed(["1"], 5)).toEqual({ shots: [], others: ["1"] });
  expect(typed(["Z", "W", "M", "1"], 400).others).toEqual(["W", "M", "1"]);
  expect(typed([..."ZX1", "Enter"], 5).others).toEqual(["X", "1", "Enter"]);
  expect(typed([..."350199199003070011", "Enter"], 5).others.length).toBe(19);
});

it("what never ends is no longer kept than a code may be", () => {
  const { shots } = typed([..."ZWM1.", ...Array.from({ length: 5_000 }, () => "9"), "Enter"], 1);
  expect(shots.map((shot) => shot.length)).toEqual([600]);
});
