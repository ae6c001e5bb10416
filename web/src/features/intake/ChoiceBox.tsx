import { useRef, useState } from "react";
import type { Choice, FieldSchema, FieldState } from "../../host/types";
import { useCell } from "../../parts/cell";
import { composing, digitOf } from "../../parts/keys";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { byDigit, choiceAt, codeOf, fitting, toggled } from "./choice";
import { missing, type Form } from "./form";
import { useSend, type Walk } from "./send";
import { stop } from "./walk";

/** A field with a code list: digits choose (they toggle where several may hold), typing narrows, Enter moves on. */
export function ChoiceBox(props: {
  form: Form;
  schema: FieldSchema;
  state: FieldState;
  walk: Walk;
  choices: Choice[];
}) {
  const { form, schema, state, walk, choices } = props;
  const say = useWords();
  const session = useSession();
  const draft = form.draft(schema.key);
  const typed = useCell(draft);
  const send = useSend(form, schema);
  const [open, setOpen] = useState(false);
  const [up, setUp] = useState(false);
  const [marked, setMarked] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  const here = stop.field(schema.key);
  const several = schema.kind === "multi";
  // Several entries stand one per line; this box has one line.
  const shown = state.text.replaceAll("\n", "、");
  const list = typed === null ? choices : fitting(choices, typed);

  function show(): void {
    const at = box.current?.getBoundingClientRect();
    setUp(
      at !== undefined &&
        at.bottom + Math.min(choices.length, 10) * 30 + 60 > window.innerHeight &&
        at.top > 340,
    );
    setOpen(true);
  }

  function take(choice: Choice | undefined, then?: () => void): void {
    if (choice === undefined) return;
    draft.set(null);
    setMarked(-1);
    if (!several) setOpen(false);
    send(several ? toggled(choices, state.codes, choice.code) : choice.code, then);
  }

  /** What was typed or marked becomes the value, then the walk goes on. */
  function finish(then?: () => void): void {
    const text = draft.get();
    setOpen(false);
    if (marked >= 0) take(list[marked], then);
    else if (text !== null && text.trim() !== "" && text !== shown) {
      const code = codeOf(choices, text);
      send(several ? toggled(choices, state.codes, code) || code : code, then);
    } else {
      draft.set(null);
      then?.();
    }
  }

  return (
    <>
      <input
        ref={box}
        id={`f-${schema.key}`}
        type="text"
        role="combobox"
        aria-expanded={open}
        aria-controls={`l-${schema.key}`}
        aria-required={state.required}
        aria-describedby={state.chip === null ? undefined : `c-${schema.key}`}
        aria-activedescendant={open && marked >= 0 ? `l-${schema.key}-${marked}` : undefined}
        data-testid={`field-${schema.key}`}
        data-stop={here}
        autoComplete="off"
        spellCheck={false}
        title={shown}
        placeholder={
          missing(state) ? (byDigit(choices) ? say("form.missingDigit") : say("form.missing")) : ""
        }
        value={typed ?? shown}
        onChange={(event) => {
          // An input method may hand a digit over as text; it chooses all the same.
          const digit = /^\d$/.exec(event.target.value.normalize("NFKC"))?.[0];
          if (digit !== undefined && typed === null && byDigit(choices)) {
            take(choiceAt(choices, Number(digit)));
            return;
          }
          draft.set(event.target.value);
          setMarked(-1);
          show();
        }}
        onFocus={(event) => {
          event.target.select();
          if (missing(state)) show();
        }}
        onClick={show}
        onBlur={() => {
          if (session.layer.get()?.kind === "reason") return;
          setMarked(-1);
          finish();
        }}
        onKeyDown={(event) => {
          if (composing(event) || event.ctrlKey || event.altKey) return;
          const digit = digitOf(event);
          if (digit !== null && byDigit(choices) && typed === null) take(choiceAt(choices, digit));
          else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            if (!open) show();
            const step = event.key === "ArrowDown" ? 1 : -1;
            if (list.length > 0)
              setMarked(
                marked < 0 && step < 0 ? list.length - 1 : (marked + step + list.length) % list.length,
              );
          } else if (event.key === "Enter" && event.shiftKey) walk.previous(here);
          else if (event.key === "Enter") finish(() => walk.next(here));
          else if (event.key === "Escape" && open) setOpen(false);
          else if ((event.key === "Delete" || event.key === "Backspace") && typed === null && state.filled)
            send("");
          else return;
          event.preventDefault();
        }}
      />
      {open && list.length > 0 ? (
        <div
          id={`l-${schema.key}`}
          role="listbox"
          className={`list${up ? " up" : ""}`}
          aria-multiselectable={several || undefined}
        >
          {list.map((choice, at) => (
            <div
              key={choice.code}
              id={`l-${schema.key}-${at}`}
              role="option"
              aria-selected={state.codes.includes(choice.code)}
              className={`${at === marked ? "on" : ""}${state.codes.includes(choice.code) ? " held" : ""}`}
              onMouseDown={(event) => {
                event.preventDefault();
                take(choice);
              }}
            >
              {byDigit(choices) ? <span className="k">{(choices.indexOf(choice) + 1) % 10}</span> : null}
              <span>{choice.name}</span>
              {state.codes.includes(choice.code) ? <b>✓</b> : null}
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
}
