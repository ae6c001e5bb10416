/** 智能预审 on the screen: each finding with the rule that speaks, the value it saw and the key that leads there. */
import type { FindingView } from "../../host/types";
import type { Form } from "../intake/form";
import { ranked } from "../intake/walk";

export interface ReviewLine {
  finding: FindingView;
  /** `1` … `9` for Alt, `null` after the ninth. */
  digit: number | null;
  /** What stands there now; empty when nothing does. */
  seen: string;
}

export function reviewLines(form: Form): ReviewLine[] {
  return ranked(form.findings.get()).map((finding, at) => ({
    finding,
    digit: at < 9 ? at + 1 : null,
    seen: seenBy(form, finding),
  }));
}

function seenBy(form: Form, finding: FindingView): string {
  switch (finding.at) {
    case "field":
      return form.field(finding.id).get().text;
    case "material":
      return form.slots.get().find((slot) => slot.material === finding.id)?.note ?? "";
    case "subject":
      return form.subjects.get().find((one) => one.subject === finding.id)?.name ?? "";
    case "party":
      return form.view.party.name;
    default:
      return "";
  }
}

export interface ReviewCount {
  blocks: number;
  reminders: number;
}

export function reviewCount(findings: FindingView[]): ReviewCount {
  const blocks = findings.filter((one) => one.level === "block").length;
  return { blocks, reminders: findings.length - blocks };
}
