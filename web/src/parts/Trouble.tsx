import type { TroubleView } from "../host/types";
import { useSentence } from "../words";

/** A failure in words with its code. */
export function Trouble({ trouble, testId }: { trouble: TroubleView | null; testId?: string }) {
  const sentence = useSentence();
  if (trouble === null) return null;
  return (
    <p className="trouble" role="alert" data-testid={testId}>
      <b>✕</b> {sentence(trouble)} <span className="code">{trouble.code}</span>
    </p>
  );
}
