import { useEffect, useRef, useState } from "react";
import type { SlotView } from "../../host/types";
import { Button } from "../../parts/Button";
import { composing } from "../../parts/keys";
import { useWords, type Word } from "../../words";

export interface PaperGiven {
  originals: number;
  copies: number;
  pages: number;
  kept: boolean;
}

/** Counts of paper that was seen, or of the signed form. Enter confirms from anywhere, Esc goes back to the row. */
export function PaperLine(props: {
  slot: SlotView;
  kind: "paper" | "sign";
  onBack: () => void;
  onGive: (given: PaperGiven) => void;
}) {
  const say = useWords();
  const { slot, kind } = props;
  const [given, setGiven] = useState<PaperGiven>({
    originals: slot.originals,
    copies: kind === "sign" ? Math.max(1, slot.originals) : slot.copies,
    pages: 1,
    kept: false,
  });
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);
  const counts: [keyof Omit<PaperGiven, "kept">, Word][] =
    kind === "sign"
      ? [["copies", "paper.signedCopies"]]
      : [
          ["originals", "paper.originals"],
          ["copies", "paper.copies"],
          ["pages", "paper.pages"],
        ];
  return (
    <div
      className="paper-line"
      data-testid={`paper-line-${slot.material}`}
      onKeyDown={(event) => {
        if (composing(event)) return;
        if (event.key === "Enter") props.onGive(given);
        else if (event.key === "Escape") props.onBack();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {counts.map(([name, word], at) => (
        <label key={name}>
          {say(word)}
          <input
            ref={at === 0 ? first : undefined}
            type="text"
            inputMode="numeric"
            className="count num"
            data-testid={`paper-${name}`}
            value={given[name]}
            onChange={(event) =>
              setGiven({
                ...given,
                [name]: Number(event.target.value.normalize("NFKC").replace(/\D/g, "").slice(0, 3)),
              })
            }
          />
        </label>
      ))}
      {kind === "paper" ? (
        <label>
          <input
            type="checkbox"
            data-testid="paper-kept"
            checked={given.kept}
            onChange={(event) => setGiven({ ...given, kept: event.target.checked })}
          />
          {say("paper.kept")}
        </label>
      ) : null}
      <span className="sp" />
      <Button keys="Esc" onPress={props.onBack}>
        {say("dialog.back")}
      </Button>
      <Button tone="pri" keys="Enter" testId="paper-confirm" onPress={() => props.onGive(given)}>
        {say(kind === "sign" ? "paper.signed" : "paper.seen")}
      </Button>
    </div>
  );
}
