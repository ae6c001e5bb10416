/** Stages as the hall names them, in the words of the screen. */
import type { Word } from "../../words";

export const stageWord: Record<string, Word> = {
  received: "stage.received",
  accepted: "stage.accepted",
  decided: "stage.decided",
  completed: "stage.completed",
  delivered: "stage.delivered",
  withdrawn: "stage.withdrawn",
  refused: "stage.refused",
  void: "stage.void",
};
