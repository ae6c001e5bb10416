import type { ReactNode } from "react";
import type { KeyMap } from "./keys";

/** One line of a digit menu. `why` says why it cannot be chosen. */
export interface Option {
  digit: number;
  label: ReactNode;
  note?: ReactNode;
  mark?: ReactNode;
  why?: string | null;
  chosen?: boolean;
  testId?: string;
  act: () => void;
}

/** Digits that choose; options with a reason against them stay silent. */
export function optionKeys(options: Option[]): KeyMap {
  const keys: KeyMap = {};
  for (const option of options) if (option.why == null) keys[String(option.digit)] = option.act;
  return keys;
}

export function Options({ options, small }: { options: Option[]; small?: boolean }) {
  return (
    <div className={`ops${small === true ? " small" : ""}`} role="group">
      {options.map((option) => {
        const off = option.why != null;
        return (
          <button
            key={option.digit}
            type="button"
            tabIndex={-1}
            className={`op${off ? " off" : ""}${option.chosen === true ? " on" : ""}`}
            aria-disabled={off || undefined}
            aria-pressed={option.chosen}
            data-testid={option.testId}
            onClick={() => {
              if (!off) option.act();
            }}
          >
            <span className="k">{option.digit}</span>
            <span className="w">
              <b>{option.label}</b>
              {option.note === undefined && !off ? null : <small>{option.why ?? option.note}</small>}
            </span>
            {option.mark ?? <span />}
          </button>
        );
      })}
    </div>
  );
}
