import { expect, test } from "vitest";
import type { ScanPageView, ScanView } from "../../host/types";
import { asCounted, beside, groupsOf, inOrder, nextProblem, ranges, standsAfter, windowOf } from "./scan";

const page = (number: number, place: string, problem: string | null = null): ScanPageView => ({
  number,
  place: ["unsorted", "aside"].includes(place) ? place : "material",
  material: ["unsorted", "aside"].includes(place) ? null : place,
  begins: false,
  quarters: 0,
  seen: false,
  problem,
  dpi: 300,
  dpiIsEnough: true,
  sharpness: 90,
  isSharp: true,
  blank: false,
  cornersWhole: true,
  seal: null,
  sameAs: null,
  turned: false,
  cropped: false,
  read: null,
});
const view = (...pages: ScanPageView[]): ScanView => ({
  draft: "d",
  pages,
  materials: ["a", "b"].map((material, at) => ({
    material,
    name: material,
    number: at + 1,
    required: true,
    satisfied: false,
    pages: 0,
    unfiled: false,
    sample: null,
    note: "",
    originals: 1,
    copies: 0,
  })),
  proposals: [],
  canUndo: false,
  unfiled: false,
  running: null,
  halted: null,
  unread: null,
  phone: null,
});

test("pages are grouped by material, then unsorted, then aside", () => {
  const all = view(page(1, "b"), page(2, "unsorted"), page(3, "a"), page(4, "aside"), page(5, "b"), page(6, "gone"));
  expect(groupsOf(all).map((group) => [group.kind, group.pages.map((one) => one.number)])).toEqual([
    ["material", [3]],
    ["material", [1, 5]],
    ["unsorted", [2, 6]],
    ["aside", [4]],
  ]);
  expect(inOrder(all).map((one) => one.number)).toEqual([3, 1, 5, 2, 6, 4]);
  expect([beside(all, 3, 1), beside(all, 4, 1), beside(all, 3, -1), beside(all, 99, 1)]).toEqual([1, 4, 3, 3]);
  expect(beside(view(), null, 1)).toBe(null);
});

test("the next problem is looked for around the list", () => {
  const all = view(page(1, "a", "blurred"), page(2, "a"), page(3, "unsorted", "unsorted"));
  expect([nextProblem(all, null), nextProblem(all, 1), nextProblem(all, 3)]).toEqual([1, 3, 1]);
  expect(nextProblem(view(page(1, "a")), 1)).toBe(null);
  expect(nextProblem(view(page(1, "a", "blank")), 1)).toBe(1);
});

test("a page that was put away leads to the next that is not", () => {
  const before = view(page(1, "unsorted"), page(2, "unsorted"), page(3, "unsorted"));
  expect(standsAfter(before, view(page(1, "unsorted"), page(2, "a"), page(3, "unsorted")), 2)).toBe(3);
  expect(standsAfter(before, view(page(1, "unsorted"), page(2, "unsorted"), page(3, "a")), 3)).toBe(1);
  expect(standsAfter(before, view(page(1, "a"), page(2, "a"), page(3, "a")), 3)).toBe(3);
  expect(standsAfter(before, view(page(1, "unsorted"), page(4, "unsorted"), page(3, "unsorted")), 2)).toBe(4);
  expect(standsAfter(before, view(), 2)).toBe(null);
});

test("numbers, digits and files in the order a person counts", () => {
  expect(ranges([1, 2, 3, 6, 8, 9])).toBe("1–3、6、8、9");
  expect(ranges([])).toBe("");
  expect(windowOf(view().materials, 1).map((one) => one.material)).toEqual(["b"]);
  const named = ["第10页.jpg", ".DS", "第2页.jpg"].map((name) => ({ name }));
  expect(asCounted(named).map((file) => file.name)).toEqual(["第2页.jpg", "第10页.jpg"]);
});
