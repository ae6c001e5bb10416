import { useEffect, useRef, useState } from "react";
import type { SlotView } from "../../host/types";
import { Button } from "../../parts/Button";
import { composing } from "../../parts/keys";
import { useWords } from "../../words";

const steps = ["state", "validity", "holder", "signature"] as const;

/** What was verified of the licence in a slot, in its order. */
export function Checks({ slot }: { slot: SlotView }) {
  const say = useWords();
  if (slot.checks.length === 0) return null;
  return (
    <p className="checks" data-testid={`checks-${slot.material}`}>
      {say("check.title")}
      {slot.checks.map((check) => {
        const step = steps.find((one) => one === check.step);
        const sign = check.holds === null ? say("check.open") : check.holds ? "✓" : "✗";
        return (
          <span key={check.step} title={check.seen}>
            {step === undefined ? check.step : say(`check.${step}`)} {sign}
          </span>
        );
      })}
    </p>
  );
}

/** 亮证码 or 证照标识: the reader types it and presses Enter, as a person would. */
export function ShownLine(props: { material: string; onBack: () => void; onGive: (text: string) => void }) {
  const say = useWords();
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const give = () => (text.trim() === "" ? undefined : props.onGive(text.trim()));
  return (
    <div
      className="paper-line"
      data-testid={`shown-line-${props.material}`}
      onKeyDown={(event) => {
        if (composing(event)) return;
        if (event.key === "Enter") give();
        else if (event.key === "Escape") props.onBack();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <label className="shown">
        {say("shown.label")}
        <input
          ref={input}
          type="text"
          className="num"
          autoComplete="off"
          spellCheck={false}
          maxLength={512}
          data-testid="shown-text"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <small className="mut">{say("shown.how")}</small>
      <span className="sp" />
      <Button keys="Esc" onPress={props.onBack}>
        {say("dialog.back")}
      </Button>
      <Button tone="pri" keys="Enter" testId="shown-confirm" onPress={give}>
        {say("shown.use")}
      </Button>
    </div>
  );
}
