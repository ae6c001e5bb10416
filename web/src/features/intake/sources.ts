/** Sources as the strip shows them: one pill per register, however many people it was asked about. */
import type { SourceView } from "../../host/types";

export interface LabelledSource {
  label: string;
  state: "asking" | "answered" | "empty" | "failed" | "unasked" | "refused";
  fields: number;
}

/** What stands for a register asked several times: still asking beats failed, failed beats answered. */
const order: LabelledSource["state"][] = ["asking", "failed", "answered", "unasked", "empty", "refused"];

export function labelled(sources: SourceView[]): LabelledSource[] {
  const pills: LabelledSource[] = [];
  for (const source of sources) {
    const state = order.find((one) => one === source.state) ?? "empty";
    const known = pills.find((pill) => pill.label === source.label);
    if (known === undefined) {
      pills.push({ label: source.label, state, fields: source.fields });
    } else {
      known.fields += source.fields;
      if (order.indexOf(state) < order.indexOf(known.state)) known.state = state;
    }
  }
  return pills;
}
