import type { ReactNode } from "react";

export type Tone = "ok" | "warn" | "bad" | "info" | "mute";

const shape: Record<Tone, string> = { ok: "✓ ", warn: "! ", bad: "✕ ", info: "", mute: "" };

/** A state in colour, word and shape. */
export function Pill(props: {
  tone: Tone;
  children: ReactNode;
  bare?: boolean;
  title?: string | undefined;
  testId?: string;
}) {
  return (
    <span className={`pill ${props.tone}`} title={props.title} data-testid={props.testId}>
      {props.bare === true ? null : shape[props.tone]}
      {props.children}
    </span>
  );
}
