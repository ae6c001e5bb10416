/** Stages as the hall names them, in the words of the screen, each with its colour. */
import type { Tone } from "../../parts/Pill";
import type { Word } from "../../words";

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
