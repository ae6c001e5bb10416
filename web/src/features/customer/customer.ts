/**
 * The applicant's page as state: the last view, what he has ticked and written for the question that is shown, and
 * what went wrong. Everything he entered belongs to one question and goes with it.
 */
import type { ApplicantHost } from "../../host/applicant";
import { troubleOf } from "../../host/host";
import type { ApplicantView, InkPointView, InkView, TroubleView } from "../../host/types";
import { cell, same, type Cell } from "../../parts/cell";

export type Size = "normal" | "large";

/** Both sides of the pad, whatever its pixels are. */
const side = 10_000;
/** More points than a name has; the desk takes no more either. */
const mostPoints = 10_000;
const againMs = 1_000;
/** A fourth of the time somebody has for writing a reason. */
const stayMs = 30_000;

export interface Customer {
  view: Cell<ApplicantView | null>;
  /** The desk has not answered for a while. */
  away: Cell<boolean>;
  trouble: Cell<TroubleView | null>;
  busy: Cell<boolean>;
  /** Data sets that are ticked; none is at the beginning. */
  agreed: Cell<readonly string[]>;
  /** Sets that he said no to, where each has its own yes and no. */
  declined: Cell<readonly string[]>;
  /** Rows with a doubt, while he is marking them. */
  doubts: Cell<readonly string[] | null>;
  ink: Cell<readonly (readonly InkPointView[])[]>;
  /** The bad level whose reason is asked. */
  bad: Cell<string | null>;
  reasons: Cell<readonly string[]>;
  words: Cell<string>;
  /** Asks for one view after the other until it is told to stop. */
  follow(): () => void;
  toggle(of: Cell<readonly string[]>, code: string): void;
  /** Yes or no to one set of sensitive data. */
  answer(code: string, yes: boolean): void;
  consent(): void;
  refuse(): void;
  doubt(): void;
  read(place: number): void;
  /** The pen goes down, moves, or is lifted, in shares of the pad; `aspect` is its width by its height. */
  penDown(x: number, y: number, atMs: number): void;
  penMove(x: number, y: number, atMs: number): void;
  clearInk(): void;
  sign(aspect: number): void;
  choose(level: string): void;
  sendReasons(): void;
}

export function createCustomer(host: ApplicantHost): Customer {
  const view = cell<ApplicantView | null>(null);
  const away = cell(false);
  const trouble = cell<TroubleView | null>(null);
  const busy = cell(false);
  const agreed = cell<readonly string[]>([]);
  const declined = cell<readonly string[]>([]);
  const doubts = cell<readonly string[] | null>(null);
  const ink = cell<readonly (readonly InkPointView[])[]>([]);
  const bad = cell<string | null>(null);
  const reasons = cell<readonly string[]>([]);
  const words = cell("");
  let began = 0;
  let staying: ReturnType<typeof setInterval> | null = null;

  function forget(): void {
    trouble.set(null);
    agreed.set([]);
    declined.set([]);
    doubts.set(null);
    ink.set([]);
    bad.set(null);
    reasons.set([]);
    words.set("");
    if (staying !== null) clearInterval(staying);
    staying = null;
  }

  /** Views come as answers and over the line: one that was overtaken on the way must not take a question back. */
  function show(next: ApplicantView): void {
    const before = view.get();
    if (before !== null && next.version < before.version) return;
    if (before?.serial !== next.serial || before.screen.kind === "idle") forget();
    if (!same(before, next)) view.set(next);
  }

  async function reply(run: (serial: number) => Promise<ApplicantView>): Promise<void> {
    const now = view.get();
    if (now === null || busy.get()) return;
    busy.set(true);
    trouble.set(null);
    try {
      show(await run(now.serial));
    } catch (thrown) {
      trouble.set(troubleOf(thrown));
    } finally {
      busy.set(false);
    }
  }

  /** Beside the answers: the pen and the opened texts do not lock the page. */
  async function mention(run: (serial: number) => Promise<ApplicantView>): Promise<void> {
    const now = view.get();
    if (now === null) return;
    try {
      show(await run(now.serial));
    } catch (thrown) {
      trouble.set(troubleOf(thrown));
    }
  }

  const points = (): number => ink.get().reduce((sum, stroke) => sum + stroke.length, 0);
  const place = (x: number, y: number, atMs: number): InkPointView => ({
    x: Math.round(Math.min(Math.max(x, 0), 1) * side),
    y: Math.round(Math.min(Math.max(y, 0), 1) * side),
    ms: Math.max(0, Math.round(atMs - began)),
  });

  return {
    view,
    away,
    trouble,
    busy,
    agreed,
    declined,
    doubts,
    ink,
    bad,
    reasons,
    words,
    follow() {
      let stopped = false;
      void (async () => {
        while (!stopped) {
          try {
            const next = await host.next(view.get()?.version ?? 0);
            if (stopped) return;
            away.set(false);
            show(next);
          } catch {
            // Nothing of a person stays on a screen that nobody answers for.
            forget();
            view.set(null);
            away.set(true);
            await new Promise((done) => setTimeout(done, againMs));
          }
        }
      })();
      return () => {
        stopped = true;
        forget();
      };
    },
    toggle(of, code) {
      const now = of.get();
      of.set(now.includes(code) ? now.filter((one) => one !== code) : [...now, code]);
    },
    answer(code, yes) {
      const without = (of: Cell<readonly string[]>) => of.get().filter((one) => one !== code);
      const [said, other] = yes ? [agreed, declined] : [declined, agreed];
      said.set([...without(said), code]);
      other.set(without(other));
    },
    consent() {
      if (agreed.get().length > 0) void reply((serial) => host.consent(serial, [...agreed.get()]));
    },
    refuse: () => void reply((serial) => host.consent(serial, [])),
    doubt: () => void reply((serial) => host.doubt(serial, [...(doubts.get() ?? [])])),
    read: (at) => void mention((serial) => host.read(serial, at)),
    penDown(x, y, atMs) {
      if (points() >= mostPoints) return;
      if (ink.get().length === 0) {
        began = atMs;
        void mention((serial) => host.pen(serial));
      }
      ink.set([...ink.get(), [place(x, y, atMs)]]);
    },
    penMove(x, y, atMs) {
      const strokes = ink.get();
      const last = strokes.at(-1);
      if (last === undefined || points() >= mostPoints) return;
      ink.set([...strokes.slice(0, -1), [...last, place(x, y, atMs)]]);
    },
    clearInk() {
      ink.set([]);
      trouble.set(null);
    },
    sign(aspect) {
      const screen = view.get()?.screen;
      if (screen?.kind !== "confirm" && screen?.kind !== "sign" && screen?.kind !== "receipt") return;
      const { digest } = screen.sheet;
      const signs = screen.kind === "receipt" || screen.sheet.signs;
      const given: InkView = { aspect: Math.round(aspect * 1_000), strokes: ink.get().map((one) => [...one]) };
      void reply((serial) => host.sign(serial, digest, signs ? given : null));
    },
    choose(level) {
      if (level !== "bad" && level !== "veryBad") {
        void reply((serial) => host.rate(serial, level, [], ""));
        return;
      }
      bad.set(level);
      void mention((serial) => host.stay(serial));
      staying ??= setInterval(() => void mention((serial) => host.stay(serial)), stayMs * 3);
    },
    sendReasons() {
      const level = bad.get();
      if (level === null || reasons.get().length === 0) return;
      void reply((serial) => host.rate(serial, level, [...reasons.get()], words.get()));
    },
  };
}

/** `18:00` of `2026-11-20T18:00`. */
export function clockOf(moment: string): string {
  return moment.slice(11, 16);
}

/** Which of the three steps of a visit the screen is at; none while idle. */
export function stepOf(view: ApplicantView): 1 | 2 | 3 | null {
  switch (view.screen.kind) {
    case "consent":
      return 1;
    case "confirm":
    case "sign":
      return 2;
    case "rate":
      return 3;
    case "idle":
    case "receipt":
    case "phone":
    case "thanks":
      return null;
  }
}

/** Rows by group, in the order of the form. */
export function grouped<Row extends { group: string }>(rows: readonly Row[]): { name: string; rows: Row[] }[] {
  const groups: { name: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const known = groups.find((group) => group.name === row.group);
    if (known === undefined) groups.push({ name: row.group, rows: [row] });
    else known.rows.push(row);
  }
  return groups;
}
