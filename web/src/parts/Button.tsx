import type { ReactNode } from "react";
import { Kbd } from "./Kbd";

/** A button that shows its key. One that cannot be used says why in its title. */
export function Button(props: {
  children: ReactNode;
  keys?: string | undefined;
  tone?: "pri" | "bad" | "plain" | undefined;
  big?: boolean | undefined;
  why?: string | null | undefined;
  testId?: string | undefined;
  stop?: string | undefined;
  type?: "button" | "submit" | undefined;
  onPress?: (() => void) | undefined;
}) {
  const off = props.why !== undefined && props.why !== null;
  const tone = off ? " off" : props.tone === undefined || props.tone === "plain" ? "" : ` ${props.tone}`;
  return (
    <button
      type={props.type ?? "button"}
      className={`btn${tone}${props.big === true ? " big" : ""}`}
      aria-disabled={off || undefined}
      title={props.why ?? undefined}
      data-testid={props.testId}
      data-stop={props.stop}
      onClick={() => {
        if (!off) props.onPress?.();
      }}
    >
      <span className="cap">{props.children}</span>
      {props.keys === undefined ? null : <Kbd keys={props.keys} />}
    </button>
  );
}
