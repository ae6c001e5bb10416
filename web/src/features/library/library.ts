/** 事项库: which list, which item or answer is read, which part of its guide. */
import type { Host } from "../../host/host";
import { troubleOf } from "../../host/host";
import type {
  AnswerRow,
  AnswerView,
  EditionChanges,
  EditionRow,
  GuideView,
  HistoryView,
  LibraryItemRow,
  TroubleView,
  Unsaid,
} from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import type { Word } from "../../words";
import { createPages, type Pages } from "./pages";

export type Shelf = "items" | "answers" | "editions" | "upkeep" | "usage";
/** Everybody's, and those of catalogue staff. */
export const shelves: Shelf[] = ["items", "answers", "editions"];
export const staffShelves: Shelf[] = [...shelves, "upkeep", "usage"];

/** The parts of a guide in their order; digits turn to them. */
export const sections = ["conditions", "materials", "flow", "basis", "limits", "form", "edition", "answers"] as const;
export type Section = (typeof sections)[number];

/** Under which part it is said that something is not. */
const lackIn: Record<Unsaid, Section> = {
  conditions: "conditions",
  materials: "materials",
  samples: "materials",
  procedure: "flow",
  basis: "basis",
  feeBasis: "limits",
  resultValidity: "limits",
  place: "flow",
  phone: "flow",
  complaints: "flow",
  area: "conditions",
  intermediary: "materials",
};

/** What the part does not say. */
export function unsaidIn(section: Section, unsaid: Unsaid[]): Unsaid[] {
  return unsaid.filter((what) => lackIn[what] === section);
}

/** Where a material is had, in words of the counter. */
export function whence(source: string): Word {
  switch (source) {
    case "电子证照":
      return "guide.fromLicence";
    case "数据共享":
      return "guide.fromShared";
    case "系统生成":
      return "guide.fromGenerated";
    case "告知承诺":
      return "guide.fromPromise";
    default:
      return "guide.fromApplicant";
  }
}

export interface Reading {
  shelf: Shelf;
  section: Section;
  guide: GuideView | null;
  answer: AnswerView | null;
  changes: EditionChanges | null;
  /** 沿革 of the item whose guide is read, once the part that names its edition was turned to. */
  history: HistoryView | null;
  historyTrouble: TroubleView | null;
  /** Answers about the item whose guide is read, whole. */
  about: AnswerView[];
  trouble: TroubleView | null;
}

type LibraryHost = Pick<Host, "libraryItems" | "guide" | "answers" | "answer" | "editions" | "editionChanges" | "itemHistory">;

export interface Library {
  reading: Cell<Reading>;
  items: Pages<LibraryItemRow>;
  answers: Pages<AnswerRow>;
  editions: Pages<EditionRow>;
  choose(shelf: Shelf): void;
  turn(section: Section): void;
  /** The guide of an item; what was asked last counts. */
  open(item: string): Promise<void>;
  read(answer: string): Promise<void>;
  /** What an edition says otherwise. */
  compare(edition: string): Promise<void>;
}

export function createLibrary(host: LibraryHost): Library {
  const reading = cell<Reading>({
    shelf: "items",
    section: "conditions",
    guide: null,
    answer: null,
    changes: null,
    history: null,
    historyTrouble: null,
    about: [],
    trouble: null,
  });
  const set = (change: Partial<Reading>) => reading.set({ ...reading.get(), ...change });
  let asked = 0;

  /** Runs unless something was asked for after it. */
  async function latest<T>(ask: () => Promise<T>, show: (got: T) => Partial<Reading>): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const got = await ask();
      if (mine === asked) set({ ...show(got), trouble: null });
    } catch (thrown) {
      if (mine === asked) set({ trouble: troubleOf(thrown) });
    }
  }

  /** The hall is asked only where the edition is read: a guide needs no hall. */
  async function past(): Promise<void> {
    const { section, guide } = reading.get();
    if (section !== "edition" || guide === null) return;
    set({ history: null, historyTrouble: null });
    const mine = (change: Partial<Reading>) => {
      if (reading.get().guide?.id === guide.id) set(change);
    };
    try {
      mine({ history: await host.itemHistory(guide.id) });
    } catch (thrown) {
      mine({ historyTrouble: troubleOf(thrown) });
    }
  }

  return {
    reading,
    items: createPages((find, offset, limit) => host.libraryItems(find, offset, limit)),
    answers: createPages((find, offset, limit) => host.answers(find, offset, limit)),
    editions: createPages(async (find, offset, limit) => {
      const all = await host.editions();
      const fits = (row: EditionRow) => [row.id, row.note, row.by].some((text) => text.includes(find));
      const found = all.filter(fits);
      const edition = all.find((row) => row.inForce)?.id ?? "";
      return { total: found.length, edition, rows: found.slice(offset, offset + limit) };
    }),
    choose: (shelf) => set({ shelf, trouble: null }),
    turn(section) {
      set({ section });
      void past();
    },
    async open(item) {
      await latest(
        async () => {
          const guide = await host.guide(item);
          return { guide, about: await Promise.all(guide.answers.map((row) => host.answer(row.id))) };
        },
        (got) => got,
      );
      await past();
    },
    compare: (edition) => latest(() => host.editionChanges(edition), (changes) => ({ changes })),
    read: (answer) => latest(() => host.answer(answer), (got) => ({ answer: got })),
  };
}
