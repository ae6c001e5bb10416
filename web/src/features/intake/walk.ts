/**
 * The order Enter walks in: what the case was told, people, questions, fields, materials, then the one next action.
 * Nothing is skipped: every place that misses something is met once before the next action is. Questions come first
 * because their answers fill fields and say which there are.
 */
import type { FindingView } from "../../host/types";
import { isTicked } from "../decision/told";
import { missing, type Form } from "./form";
import { isOpen } from "./questions";

/** Names of places on the desk, as they stand in `data-stop`. */
export const stop = {
  field: (key: string) => `field:${key}`,
  question: (id: string) => `question:${id}`,
  subject: (subject: string) => `subject:${subject}`,
  slot: (material: string) => `slot:${material}`,
  /** A line of what the case was told; counts from 0. */
  demand: (at: number) => `demand:${at}`,
  applicant: "applicant",
  told: "told",
  review: "review",
  next: "next-action",
};

/** A place as it is remembered: fields by their key alone, all others by name. */
export const rememberedAs = (name: string): string => (name.startsWith("field:") ? name.slice(6) : name);

/** The place a remembered position means now, or the first open one. */
export function placeToResume(form: Form): string {
  const position = form.view.position;
  const known =
    position === null ? undefined : places(form).find(({ name }) => rememberedAs(name) === position);
  return known?.name ?? nextPlace(form, null);
}

export interface Place {
  name: string;
  open: boolean;
}

/** All places of the form in order, and whether each still misses something. */
export function places(form: Form): Place[] {
  const all: Place[] = [];
  form.told.get()?.lines.forEach((line, at) => {
    if (isTicked(line)) all.push({ name: stop.demand(at), open: !line.cured });
  });
  for (const subject of form.subjects.get()) {
    all.push({ name: stop.subject(subject.subject), open: subject.mustBePresent && subject.name === null });
  }
  for (const question of form.questions.get()) {
    all.push({ name: stop.question(question.id), open: isOpen(question) });
  }
  for (const group of form.groups) {
    for (const { key, ownAct } of group.fields) {
      const state = form.field(key).get();
      if (form.helping && ownAct) continue;
      if (state.shown) all.push({ name: stop.field(key), open: missing(state) });
    }
  }
  for (const slot of form.slots.get()) {
    if (form.helping && slot.generated) continue;
    all.push({
      name: stop.slot(slot.material),
      open: slot.applies === true && slot.required && !slot.satisfied && !slot.promised,
    });
  }
  return all;
}

/** The next open place after `from`, or the next action; from the next action it starts over at the top. */
export function nextPlace(form: Form, from: string | null): string {
  const all = places(form);
  const at = from === null ? -1 : all.findIndex((place) => place.name === from);
  return all.slice(at + 1).find((place) => place.open)?.name ?? stop.next;
}

/** The open place before `from`, or the last one if `from` is none of them. */
export function previousPlace(form: Form, from: string | null): string {
  const all = places(form);
  const at = from === null ? -1 : all.findIndex((place) => place.name === from);
  const before = (at < 0 ? all : all.slice(0, at)).filter((place) => place.open);
  return before.at(-1)?.name ?? from ?? stop.next;
}

/** Where a finding is settled. */
export function placeOf(form: Form, finding: FindingView): string {
  switch (finding.at) {
    case "field":
      return stop.field(finding.id);
    case "material":
      return stop.slot(finding.id);
    case "subject":
      return stop.subject(finding.id);
    case "question":
      return stop.question(finding.id);
    default:
      return stop.applicant;
  }
}

/** Blocks first, then reminders; the order inside each is the host's. */
export function ranked(findings: FindingView[]): FindingView[] {
  return [
    ...findings.filter((one) => one.level === "block"),
    ...findings.filter((one) => one.level !== "block"),
  ];
}

/** Where each section of the bar begins: its first open place, or its first at all. */
export function sectionPlace(form: Form, section: number): string {
  const all = places(form);
  const within = (...kinds: string[]): string | undefined => {
    const mine = all.filter((place) => kinds.some((kind) => place.name.startsWith(kind)));
    return (mine.find((place) => place.open) ?? mine[0])?.name;
  };
  const paper = form.slots.get().find((slot) => slot.generated && slot.applies !== false);
  switch (section) {
    case 0:
      return within("question:", "subject:") ?? stop.told;
    case 1:
      return within("demand:") ?? stop.told;
    case 2:
      return within("field:") ?? stop.next;
    case 3:
      return within("slot:") ?? stop.next;
    case 4:
      return stop.review;
    default:
      return paper === undefined ? stop.next : stop.slot(paper.material);
  }
}
