import type { FieldSchema, FieldState } from "../../host/types";
import { comboOf, composing, digitOf } from "../../parts/keys";
import { useWords } from "../../words";
import { ageOf, chipTone } from "./chips";
import type { Form } from "./form";
import type { Walk } from "./send";
import { stop } from "./walk";

/** Sources disagree: a digit decides while the group has the focus; nothing counts before that. */
export function Conflict(props: {
  form: Form;
  schema: FieldSchema;
  state: FieldState;
  walk: Walk;
  onByHand: () => void;
}) {
  const { form, schema, state, walk } = props;
  const say = useWords();
  const here = stop.field(schema.key);
  const choose = (index: number) => void form.edit({ kind: "choose", key: schema.key, index });
  return (
    <div
      className="conf"
      role="radiogroup"
      aria-label={say("conflict.title", { label: schema.label })}
      tabIndex={0}
      data-stop={here}
      data-stop-box
      data-testid={`conflict-${schema.key}`}
      onKeyDown={(event) => {
        if (composing(event)) return;
        const digit = digitOf(event);
        if (comboOf(event) === "Ctrl+Enter") choose(0);
        else if (digit === 0) props.onByHand();
        else if (digit !== null && digit <= state.conflict.length) choose(digit - 1);
        else if (event.key === "Enter" && event.shiftKey) walk.previous(here);
        else if (event.key === "Enter") walk.next(here);
        else return;
        event.preventDefault();
      }}
    >
      <p>
        <b className="red">✕ {say("conflict.title", { label: schema.label })}</b>{" "}
        <span>{say("conflict.how")}</span>
      </p>
      {state.conflict.map((offer, at) => (
        <button
          key={at}
          type="button"
          role="radio"
          aria-checked={false}
          tabIndex={-1}
          className="o"
          data-testid={`offer-${schema.key}-${at + 1}`}
          onClick={() => choose(at)}
        >
          <span className="k">{at + 1}</span>
          <span className={`src ${chipTone(offer.chip.kind)}`}>{offer.chip.label}</span>
          <span className="v">{offer.text}</span>
          <span className="sm mut">
            {offer.chip.provider}
            {offer.chip.asOf === null ? "" : ` · ${offer.chip.asOf.slice(0, 10)}`}
            {offer.chip.earlier === null ? "" : ` · ${ageOf(say, offer.chip) ?? ""}`}
            {at === 0 ? ` · ${say("conflict.suggested")}` : ""}
          </span>
        </button>
      ))}
      <button type="button" tabIndex={-1} className="o" onClick={props.onByHand}>
        <span className="k">0</span>
        <span className="src man">{say("conflict.byHand")}</span>
        <span />
        <span />
      </button>
    </div>
  );
}
