/** Stages as the hall names them, in the words of the screen, each with its colour. */
import type { CaseRowView } from "../../host/types";
import type { Tone } from "../../parts/Pill";
import type { Say, Word } from "../../words";

export const stageWord: Record<string, Word> = {
  received: "stage.received",
  supplementing: "stage.supplementing",
  accepted: "stage.accepted",
  decided: "stage.decided",
  completed: "stage.completed",
  delivered: "stage.delivered",
  withdrawn: "stage.withdrawn",
  notNeeded: "stage.notNeeded",
  refused: "stage.refused",
  lapsed: "stage.lapsed",
  void: "stage.void",
};

const tones: Record<string, Tone> = {
  supplementing: "warn",
  completed: "ok",
  delivered: "ok",
  withdrawn: "mute",
  notNeeded: "mute",
  refused: "bad",
  lapsed: "bad",
  void: "mute",
};

export const stageTone = (stage: string): Tone => tones[stage] ?? "info";

/** Where a row stands: what a department asks for is said before the stage, for the applicant has to hear of it. */
export function standing(row: CaseRowView, say: Say): { tone: Tone; text: string } {
  // A draft is more than its stage: what it waits for is said by the desk.
  if (row.draft !== null) return { tone: "warn", text: row.stageWord };
  if (row.further === "untold") return { tone: "warn", text: say("further.rowUntold") };
  if (row.further === "told") return { tone: "info", text: say("further.rowTold") };
  const word = stageWord[row.stage];
  return { tone: stageTone(row.stage), text: word === undefined ? row.stageWord : say(word) };
}
