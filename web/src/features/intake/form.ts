/**
 * The open intake on the screen: one cell per field, so that a change draws that field alone again. Rules live
 * behind the host; this file only keeps what it said, in order of revision, and sends edits one after the other.
 */
import { TroubleError, troubleOf, type Host } from "../../host/host";
import type {
  Change,
  Counts,
  FieldSchema,
  FieldState,
  FindingView,
  IntakeDelta,
  IntakeView,
  OnlineView,
  QuestionView,
  SlotView,
  SourceView,
  SubjectView,
  ToldView,
  TroubleView,
} from "../../host/types";
import { cell, same, type Cell } from "../../parts/cell";
import { answered } from "./questions";

/** What is said about the draft as a whole. */
export interface Head {
  revision: number;
  savedAt: string;
  stage: string;
  dueDay: string | null;
  dueProvisional: boolean;
}

export interface GroupCount {
  shown: number;
  filled: number;
  missing: number;
}

export type Saving = "saved" | "saving" | "failed";

export interface Form {
  id: string;
  /** What does not change while the intake is open. */
  view: IntakeView;
  groups: { name: string; fields: FieldSchema[]; count: Cell<GroupCount> }[];
  /** Names of the groups that have something to show, in order. */
  shownGroups: Cell<string[]>;
  /** Taken up again after a pause or a restart: the walk goes on where it stopped. */
  resumed: boolean;
  /** A helper prepares it: the applicant's own acts are left for the window. */
  helping: boolean;
  field(key: string): Cell<FieldState>;
  label(key: string): string;
  head: Cell<Head>;
  questions: Cell<QuestionView[]>;
  subjects: Cell<SubjectView[]>;
  slots: Cell<SlotView[]>;
  findings: Cell<FindingView[]>;
  /** What the case was told to supplement, with what of it is cured. */
  told: Cell<ToldView | null>;
  /** Where it was begun online. */
  online: Cell<OnlineView | null>;
  /** 告知承诺: the applicant promises in place of proof. */
  byCommitment: Cell<boolean>;
  sources: Cell<SourceView[]>;
  /** Sets that whoever stands here was not asked about. */
  unasked: Cell<number>;
  /** What was read under a consent that was withdrawn: field keys and material ids. */
  withdrawn: Cell<string[]>;
  counts: Cell<Counts>;
  saving: Cell<Saving>;
  /** Takes in what the host said; what is older than what is known of the same thing is ignored. */
  apply(delta: IntakeDelta): void;
  /** Sends one edit after all before it. `null` when it stands, else why it does not. */
  edit(change: Change): Promise<TroubleView | null>;
  /** Chooses an answer of a question; of one that takes several it is turned on or off as the others stand by then. */
  answer(id: string, code: string): Promise<TroubleView | null>;
  /** Takes the last edit back: its field, `null` for an answer, or why not. */
  undo(): Promise<{ key: string | null } | { trouble: TroubleView }>;
  /** Has the rules run again. */
  review(): Promise<TroubleView | null>;
  /** What the last edit took off the form and out of the materials; it is kept and comes back with the answer. */
  dropped: Cell<TroubleView | null>;
  /** Does any deed that answers with a delta, in turn with the edits. */
  act(deed: (id: string) => Promise<IntakeDelta>): Promise<TroubleView | null>;
  /** What is being typed into a field, `null` when nothing is. No delta touches it. */
  draft(key: string): Cell<string | null>;
  /** Why the last edit of a field did not go through. */
  fault(key: string): Cell<TroubleView | null>;
  /** Sends what was typed; the draft stays until the host has it. */
  commit(key: string, text: string, reason: string | null): Promise<TroubleView | null>;
  /** Whether just this text is on its way already. */
  sends(key: string, text: string): boolean;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

const unknownField = (key: string): FieldState => ({
  key,
  text: "",
  codes: [],
  masked: false,
  filled: false,
  required: false,
  shown: false,
  chip: null,
  conflict: [],
  others: [],
  decided: null,
  before: [],
  objection: null,
  trouble: null,
});

/** A conflict that nobody has decided yet. */
export const undecided = (state: FieldState): boolean => state.conflict.length > 0 && !state.filled;

/** Whether the clerk still has to do something with the field. */
export const missing = (state: FieldState): boolean =>
  state.shown && ((state.required && !state.filled) || undecided(state) || state.trouble !== null);

const tries = 4;

export function openForm(
  view: IntakeView,
  host: Pick<Host, "editIntake" | "undoEdit">,
  resumed = false,
  helping = false,
): Form {
  const fields = new Map<string, Cell<FieldState>>();
  const drafts = new Map<string, Cell<string | null>>();
  const faults = new Map<string, Cell<TroubleView | null>>();
  const sending = new Map<string, string>();
  /** The revision each field is known at. */
  const knownAt = new Map<string, number>();
  const labels = new Map<string, string>();
  for (const schema of view.schema) {
    fields.set(schema.key, cell(unknownField(schema.key)));
    drafts.set(schema.key, cell<string | null>(null));
    faults.set(schema.key, cell<TroubleView | null>(null));
    labels.set(schema.key, schema.label);
  }
  const head = cell<Head>({ revision: -1, savedAt: "", stage: "", dueDay: null, dueProvisional: false });
  const form: Form = {
    id: view.id,
    view,
    groups: groupsOf(view.schema),
    shownGroups: cell<string[]>([]),
    resumed,
    helping,
    field: (key) => fields.get(key) ?? cell(unknownField(key)),
    label: (key) => labels.get(key) ?? key,
    head,
    questions: cell<QuestionView[]>([]),
    subjects: cell<SubjectView[]>([]),
    slots: cell<SlotView[]>([]),
    findings: cell<FindingView[]>([]),
    told: cell<ToldView | null>(null),
    online: cell<OnlineView | null>(null),
    byCommitment: cell(false),
    sources: cell<SourceView[]>([]),
    unasked: cell(0),
    withdrawn: cell<string[]>([]),
    counts: cell<Counts>(view.delta.counts),
    saving: cell<Saving>("saved"),
    apply,
    edit: (change) => edit(() => change),
    answer: (id, code) =>
      edit(() => {
        const question = form.questions.get().find((one) => one.id === id);
        return { kind: "answer", question: id, codes: question === undefined ? [code] : answered(question, code) };
      }),
    undo,
    review: () =>
      inTurn(async () => {
        apply(await host.editIntake(view.id, head.get().revision, []));
        return null;
      }),
    dropped: cell<TroubleView | null>(null),
    act,
    draft: (key) => drafts.get(key) ?? cell<string | null>(null),
    fault: (key) => faults.get(key) ?? cell<TroubleView | null>(null),
    commit,
    sends: (key, text) => sending.get(key) === text,
    settled: () => line,
  };

  function keep<T>(into: Cell<T>, next: T): void {
    if (!same(into.get(), next)) into.set(next);
  }

  /**
   * Deltas come as replies and as events, so one may overtake another. What was overtaken still brings the fields
   * that changed in it and not later; all else of it is old.
   */
  function apply(delta: IntakeDelta): void {
    if (delta.id !== view.id) return;
    for (const state of delta.fields) {
      const into = fields.get(state.key);
      if (into === undefined || delta.revision < (knownAt.get(state.key) ?? -1)) continue;
      knownAt.set(state.key, delta.revision);
      keep(into, state);
    }
    if (delta.revision >= head.get().revision) applyWhole(delta);
    for (const group of form.groups) keep(group.count, countOf(group.fields, fields));
    const named = form.groups.filter((group) => group.count.get().shown > 0);
    keep(
      form.shownGroups,
      named.map((group) => group.name),
    );
  }

  /** Everything but the fields is whole in every delta. */
  function applyWhole(delta: IntakeDelta): void {
    keep(head, {
      revision: delta.revision,
      savedAt: delta.savedAt,
      stage: delta.stage,
      dueDay: delta.dueDay,
      dueProvisional: delta.dueProvisional,
    });
    keep(form.questions, delta.questions);
    keep(form.subjects, delta.subjects);
    keep(form.slots, delta.slots);
    keep(form.findings, delta.findings);
    keep(form.told, delta.told);
    keep(form.online, delta.online);
    keep(form.byCommitment, delta.byCommitment);
    keep(form.sources, delta.sources);
    form.unasked.set(delta.unasked);
    keep(form.withdrawn, delta.withdrawn);
    keep(form.counts, delta.counts);
  }

  let line: Promise<void> = Promise.resolve();
  let waiting = 0;
  let failed = false;

  function inTurn(deed: () => Promise<TroubleView | null>): Promise<TroubleView | null> {
    waiting += 1;
    form.saving.set("saving");
    const done = line.then(deed).catch((thrown: unknown) => troubleOf(thrown));
    line = done.then((trouble) => {
      waiting -= 1;
      failed = trouble !== null;
      if (waiting === 0) form.saving.set(failed ? "failed" : "saved");
    });
    return done;
  }

  /** What is sent is made when its turn has come. */
  function edit(make: () => Change): Promise<TroubleView | null> {
    return inTurn(async () => {
      // A source may answer between the keystroke and the edit: then the host applied nothing and says how it
      // stands, and the clerk's edit is sent again on top of that.
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const change = make();
        const delta = await host.editIntake(view.id, head.get().revision, [change]);
        apply(delta);
        if (delta.stale) continue;
        if (change.kind === "answer" || delta.dropped !== null) keep(form.dropped, delta.dropped);
        return null;
      }
      throw new TroubleError({
        code: "YC-9002",
        zh: "这份办件正在别处改动，本次修改没有存上。请再试一次。",
        en: "This intake keeps changing elsewhere; the edit was not saved. Try again.",
      });
    });
  }

  async function undo(): Promise<{ key: string | null } | { trouble: TroubleView }> {
    let key: string | null = null;
    const trouble = await inTurn(async () => {
      const back = await host.undoEdit(view.id);
      key = back.key;
      apply(back.delta);
      keep(form.dropped, back.delta.dropped);
      if (key !== null) form.draft(key).set(null);
      return null;
    });
    return trouble === null ? { key } : { trouble };
  }

  async function commit(key: string, text: string, reason: string | null): Promise<TroubleView | null> {
    if (sending.get(key) === text) return null;
    sending.set(key, text);
    const trouble = await edit(() => ({ kind: "set", key, text, reason }));
    sending.delete(key);
    form.fault(key).set(trouble);
    const draft = form.draft(key);
    if (trouble === null && (draft.get() === null || normalTo(draft.get(), text))) draft.set(null);
    return trouble;
  }

  function act(deed: (id: string) => Promise<IntakeDelta>): Promise<TroubleView | null> {
    return inTurn(async () => {
      apply(await deed(view.id));
      return null;
    });
  }

  apply(view.delta);
  return form;
}

/** Whether the draft is still what was sent, but for blanks around it. */
const normalTo = (draft: string | null, sent: string): boolean =>
  draft !== null &&
  draft.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase() ===
    sent.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

function groupsOf(schema: FieldSchema[]): Form["groups"] {
  const groups: Form["groups"] = [];
  for (const field of schema) {
    const known = groups.find((group) => group.name === field.group);
    if (known === undefined) {
      groups.push({ name: field.group, fields: [field], count: cell({ shown: 0, filled: 0, missing: 0 }) });
    } else {
      known.fields.push(field);
    }
  }
  return groups;
}

function countOf(schema: FieldSchema[], fields: Map<string, Cell<FieldState>>): GroupCount {
  const count = { shown: 0, filled: 0, missing: 0 };
  for (const { key } of schema) {
    const state = fields.get(key)?.get();
    if (state === undefined || !state.shown) continue;
    count.shown += 1;
    if (state.filled) count.filled += 1;
    if (missing(state)) count.missing += 1;
  }
  return count;
}
