/** Scanned pages as the panel lists them: groups, the way through them, what is looked at next. */
import type { ScanMaterialView, ScanPageView, ScanView } from "../../host/types";

export interface Group {
  kind: "material" | "unsorted" | "aside";
  material: ScanMaterialView | null;
  pages: ScanPageView[];
}

/** By material in the order of the list, then what is not sorted, then what is aside. */
export function groupsOf(view: ScanView): Group[] {
  const groups: Group[] = view.materials.map((material) => ({
    kind: "material",
    material,
    pages: view.pages.filter((page) => page.material === material.material),
  }));
  const at = (place: string) => view.pages.filter((page) => page.place === place);
  // What lies with a material that is asked for no more is to be sorted again.
  const known = new Set(view.materials.map((one) => one.material));
  const lost = view.pages.filter((page) => page.place === "material" && !known.has(page.material ?? ""));
  groups.push({ kind: "unsorted", material: null, pages: [...at("unsorted"), ...lost] });
  groups.push({ kind: "aside", material: null, pages: at("aside") });
  return groups.filter((group) => group.pages.length > 0);
}

/** Every page in the order in which the arrow keys go. */
export const inOrder = (view: ScanView): ScanPageView[] => groupsOf(view).flatMap((group) => group.pages);

/** The page after or before this one; the first where it is not there, itself at the ends. */
export function beside(view: ScanView, number: number | null, by: 1 | -1): number | null {
  const pages = inOrder(view);
  const at = pages.findIndex((page) => page.number === number);
  if (at < 0) return pages[0]?.number ?? null;
  return (pages[at + by] ?? pages[at])?.number ?? null;
}

/** 下一处: the next page that is doubtful or not sorted, from this one on and around; `null` where there is none. */
export function nextProblem(view: ScanView, from: number | null): number | null {
  const pages = inOrder(view);
  const at = pages.findIndex((page) => page.number === from);
  const around = [...pages.slice(at + 1), ...pages.slice(0, at + 1)];
  return around.find((page) => page.problem !== null)?.number ?? null;
}

/**
 * Where the clerk stands after a step: a page that was put away from the unsorted leads to the next of those, a page that
 * is gone to the first.
 */
export function standsAfter(before: ScanView, after: ScanView, at: number | null): number | null {
  const was = before.pages.find((page) => page.number === at);
  const is = after.pages.find((page) => page.number === at);
  if (is === undefined) {
    // Scanned again: what took its place.
    const place = before.pages.findIndex((page) => page.number === at);
    return (after.pages[place] ?? after.pages[0])?.number ?? null;
  }
  if (was?.place === "unsorted" && is.place !== "unsorted") {
    const place = after.pages.indexOf(is);
    const rest = [...after.pages.slice(place + 1), ...after.pages.slice(0, place)];
    return rest.find((page) => page.place === "unsorted")?.number ?? at;
  }
  return at;
}

/** `1, 2, 3, 6` as `1–3、6`. */
export function ranges(pages: number[]): string {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && page === last[1] + 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}、${to}` : `${from}–${to}`)).join("、");
}

export interface Counts {
  pages: number;
  sorted: number;
  unsorted: number;
  turned: number;
  cropped: number;
}

export function countsOf(view: ScanView): Counts {
  const count = (fits: (page: ScanPageView) => boolean) => view.pages.filter(fits).length;
  return {
    pages: view.pages.length,
    sorted: count((page) => page.place === "material"),
    unsorted: count((page) => page.place === "unsorted"),
    turned: count((page) => page.turned),
    cropped: count((page) => page.cropped),
  };
}

/** Nine materials have digits at a time. */
export const windowOf = (materials: ScanMaterialView[], from: number): ScanMaterialView[] =>
  materials.slice(from, from + 9);

/** Files of a folder in the order a person counts: page 2 before page 10; hidden ones are left out. */
export function asCounted<F extends { name: string }>(files: F[]): F[] {
  return files
    .filter((file) => !file.name.startsWith("."))
    .sort((one, other) => one.name.localeCompare(other.name, "zh-CN", { numeric: true }));
}
