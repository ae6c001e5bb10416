import { memo, useState } from "react";
import type { FieldSchema, FieldState } from "../../host/types";
import { useCell } from "../../parts/cell";
import { comboOf, composing } from "../../parts/keys";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { toneOf } from "../objections/objections";
import { ageOf, chipTone, earlierOf } from "./chips";
import { ChoiceBox } from "./ChoiceBox";
import { Conflict } from "./Conflict";
import { missing, undecided, type Form } from "./form";
import { useSend, type Walk } from "./send";
import { normal } from "./text";
import { stop } from "./walk";

/** One field of the form, drawn again only when it changes itself. */
export const Field = memo(function Field({
  form,
  schema,
  walk,
}: {
  form: Form;
  schema: FieldSchema;
  walk: Walk;
}) {
  const say = useWords();
  const state = useCell(form.field(schema.key));
  const fault = useCell(form.fault(schema.key));
  const [byHand, setByHand] = useState(false);
  if (!state.shown) return null;
  if (form.helping && schema.ownAct) {
    return (
      <div className="fld">
        <label className={state.required ? "req" : ""}>{schema.label}</label>
        <div className="ctl left" data-testid={`left-${schema.key}`}>
          {say("helper.ownAct")}
        </div>
      </div>
    );
  }
  if (undecided(state) && !byHand) {
    return (
      <Conflict form={form} schema={schema} state={state} walk={walk} onByHand={() => setByHand(true)} />
    );
  }
  const offered = state.filled ? undefined : state.others.find((offer) => offer.chip.earlier?.onlyOffered);
  const many = schema.many || schema.kind === "textarea" || schema.kind === "table";
  const wide = many || schema.kind === "multi";
  return (
    <div className={`fld${wide ? " wide" : schema.kind === "address" ? " broad" : ""}`} data-stop-box>
      <label htmlFor={`f-${schema.key}`} className={state.required ? "req" : ""}>
        {schema.label}
        {schema.ownAct ? <span className="own">{say("form.ownAct")}</span> : null}
      </label>
      <div className={`ctl ${look(state)}${wide && schema.kind !== "multi" ? " tall" : ""}`}>
        {choicesOf(form, schema) === null ? (
          <TextBox form={form} schema={schema} state={state} walk={walk} lines={many} />
        ) : (
          <ChoiceBox
            form={form}
            schema={schema}
            state={state}
            walk={walk}
            choices={choicesOf(form, schema) ?? []}
          />
        )}
        {state.chip === null ? null : (
          <span
            className={`src ${chipTone(state.chip.kind)}`}
            id={`c-${schema.key}`}
            title={earlierOf(say, state.chip) ?? state.chip.provider}
            data-testid={`chip-${schema.key}`}
          >
            {state.chip.label}
          </span>
        )}
      </div>
      {offered === undefined ? null : (
        <p className="sm mut" data-testid={`earlier-${schema.key}`}>
          {say("earlier.offered", { age: ageOf(say, offered.chip) ?? "" })}
        </p>
      )}
      {state.objection === null ? null : (
        <p className={`sm objmark ${toneOf(state.objection.state)}`} data-testid={`objection-${schema.key}`}>
          {say("objection.mark", {
            state: state.objection.stateWord,
            source: state.objection.source,
            theirs: state.objection.theirs,
          })}
        </p>
      )}
      <Trouble trouble={fault ?? state.trouble} testId={`trouble-${schema.key}`} />
    </div>
  );
});

function look(state: FieldState): string {
  if (state.trouble !== null) return "wrong";
  if (missing(state)) return "miss";
  return state.chip !== null && state.chip.kind !== "typed" ? "" : "edit";
}

function choicesOf(form: Form, schema: FieldSchema) {
  if (schema.kind === "bool") return yesNo;
  if (schema.list === null || (schema.kind !== "enum" && schema.kind !== "multi")) return null;
  return form.view.lists[schema.list] ?? null;
}

const yesNo = [
  { code: "1", name: "是" },
  { code: "0", name: "否" },
];

function placeholder(kind: string, say: ReturnType<typeof useWords>, need: boolean): string {
  if (kind === "date") return need ? say("form.missingDate") : say("form.date");
  if (kind === "month") return need ? say("form.missingMonth") : say("form.month");
  return need ? say("form.missing") : "";
}

function TextBox(props: { form: Form; schema: FieldSchema; state: FieldState; walk: Walk; lines: boolean }) {
  const { form, schema, state, walk } = props;
  const say = useWords();
  const session = useSession();
  const cell = form.draft(schema.key);
  const draft = useCell(cell);
  const [focused, setFocused] = useState(false);
  const send = useSend(form, schema);
  const here = stop.field(schema.key);
  // A masked text is never a starting point for typing: the box is empty while it has the focus.
  const hidden = state.masked && state.text !== "" && focused && draft === null;
  const value = draft ?? (hidden ? "" : state.text);

  function commit(then?: () => void): void {
    const typed = cell.get();
    const text = typed === null ? null : normal(schema.kind, typed);
    if (text === null || text === state.text) {
      cell.set(null);
      then?.();
    } else send(text, then);
  }

  const common = {
    id: `f-${schema.key}`,
    "data-testid": `field-${schema.key}`,
    "data-stop": here,
    "aria-required": state.required,
    "aria-describedby": state.chip === null ? undefined : `c-${schema.key}`,
    "aria-invalid": state.trouble !== null || undefined,
    autoComplete: "off",
    spellCheck: false,
    title: state.text,
    maxLength: schema.maxLength ?? undefined,
    placeholder: hidden
      ? state.text
      : placeholder(schema.kind, say, missing(state) || (draft === "" && state.required)),
    value,
    onChange: (event: { target: { value: string } }) => cell.set(event.target.value),
    onFocus: (event: { target: HTMLInputElement | HTMLTextAreaElement }) => {
      setFocused(true);
      if (!state.masked) event.target.select();
    },
    onBlur: () => {
      setFocused(false);
      if (session.layer.get()?.kind !== "reason") commit();
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (composing(event)) return;
      // While something is being typed, Ctrl+Z is the box's own.
      if (comboOf(event) === "Ctrl+Z" && cell.get() !== null) event.stopPropagation();
      // As in any box whose text is selected when it is entered: these keys empty it, whole.
      if (hidden && (event.key === "Backspace" || event.key === "Delete")) {
        event.preventDefault();
        cell.set("");
      }
      if (event.key !== "Enter" || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      if (event.shiftKey) walk.previous(here);
      else commit(() => walk.next(here));
    },
  };
  if (props.lines) {
    return (
      <textarea
        rows={Math.min(6, Math.max(2, value.split("\n").length))}
        {...common}
        onKeyDown={(event) => lineKeys(event, common.onKeyDown, cell, value)}
      />
    );
  }
  return (
    <input
      type="text"
      inputMode={schema.kind === "number" || schema.kind === "money" ? "decimal" : undefined}
      {...common}
    />
  );
}

/** In a box of several lines Alt+Enter begins a line; Enter moves on as everywhere. */
function lineKeys(
  event: React.KeyboardEvent<HTMLTextAreaElement>,
  plain: (event: React.KeyboardEvent) => void,
  cell: { set(text: string): void },
  value: string,
): void {
  if (event.key !== "Enter" || !event.altKey || composing(event)) {
    plain(event);
    return;
  }
  event.preventDefault();
  const at = event.currentTarget.selectionStart;
  cell.set(`${value.slice(0, at)}\n${value.slice(event.currentTarget.selectionEnd)}`);
}
