/** 试走: which steps are behind, which is under way, where it stood still. */
import type { WalkView } from "../../host/types";

export type StepState = "done" | "now" | "open" | "stuck";

export interface Step {
  name: string;
  ms: number | null;
  state: StepState;
}

/** What is told of a walk is the step it is at; everything before it is done. */
export function stepsOf(walk: WalkView): Step[] {
  const at = walk.steps.findIndex((step) => step.name === walk.stage);
  return walk.steps.map((step, place) => {
    const here: StepState = walk.end === null ? "now" : walk.end.ok ? "done" : "stuck";
    return { ...step, state: place < at ? "done" : place === at ? here : "open" };
  });
}
