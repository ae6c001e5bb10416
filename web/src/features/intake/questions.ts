/** What a digit means for a question. */
import type { QuestionView } from "../../host/types";

export const isOpen = (question: QuestionView): boolean => question.chosen.length === 0;

/** The codes that hold after one was chosen; of several, in the order of the answers. */
export function answered(question: QuestionView, code: string): string[] {
  if (!question.several) return [code];
  const on = new Set(question.chosen);
  if (!on.delete(code)) on.add(code);
  return question.answers.map((one) => one.code).filter((one) => on.has(one));
}
