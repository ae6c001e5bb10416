/** 数据校核 on the screen: how a row reads, and the digits of the dialog. No rule lives here. */
import type { ObjectionRowView } from "../../host/types";
import type { Say } from "../../words";

/** Rows of one page. */
export const pageRows = 20;

export type Tone = "ok" | "warn" | "bad" | "info" | "mute";

const tones: Record<string, Tone> = {
  raised: "info",
  sent: "info",
  heard: "info",
  upheld: "ok",
  partly: "warn",
  rejected: "bad",
  refused: "bad",
};

export const toneOf = (state: string): Tone => tones[state] ?? "mute";

const lights: Record<string, Tone> = { green: "ok", amber: "warn", red: "bad" };

export const lightTone = (light: string): Tone => lights[light] ?? "mute";

/** How long the source still has. */
export function ageOf(row: Pick<ObjectionRowView, "daysLeft">, say: Say): string {
  if (row.daysLeft < 0) return say("objection.late", { n: -row.daysLeft });
  return row.daysLeft === 0 ? say("objection.lastDay") : say("objection.left", { n: row.daysLeft });
}

/** What the clerk has chosen so far. */
export interface Raising {
  offer: number;
  stated: string;
  why: string | null;
  materials: string[];
  words: string;
}

/** Whether it may be sent: the desk judges it again. */
export const isWhole = (raising: Raising, stands: string): boolean =>
  raising.why !== null &&
  (raising.stated.trim() !== "" || stands !== "") &&
  (raising.materials.length > 0 || raising.words.trim() !== "");

export const toggled = (all: string[], one: string): string[] =>
  all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
