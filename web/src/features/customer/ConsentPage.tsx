import type { ConsentView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useWords } from "../../words";
import { clockOf, type Customer } from "./customer";

/** 同意取数: what, for what, until when. Nothing is ticked; saying no is as large as saying yes. */
export function ConsentPage({ customer, sheet }: { customer: Customer; sheet: ConsentView }) {
  const say = useWords();
  const agreed = useCell(customer.agreed);
  const busy = useCell(customer.busy);
  return (
    <div className="cs-two consent">
      <section className="cs-card">
        <h1>{say("customer.consentTitle")}</h1>
        <p>
          {say("customer.consentFor")}
          <b>{sheet.itemName}</b>
          {say("customer.consentLook")}
        </p>
        <div className="cs-scroll">
          {sheet.sets.map((set) => (
            <label key={set.code} className="cs-check" data-testid={`consent-${set.code}`}>
              <input
                type="checkbox"
                checked={agreed.includes(set.code)}
                onChange={() => customer.toggle(customer.agreed, set.code)}
              />
              <span>
                <b>{set.title}</b>：{set.fields.join("、")}
              </span>
            </label>
          ))}
        </div>
        <p className="cs-note">{say("customer.consentUntil", { until: clockOf(sheet.until) })}</p>
      </section>
      <section className="cs-card cs-act">
        <h1>{say("customer.consentAfter")}</h1>
        <ul>
          <li>{say("customer.consentSaves", { fields: sheet.fields, materials: sheet.materials })}</li>
          <li>{say("customer.consentCheck")}</li>
          <li>{say("customer.consentLog")}</li>
        </ul>
        <span className="sp" />
        <button type="button" className="cs-big" disabled={busy} onClick={customer.refuse} data-testid="consent-refuse">
          {say("customer.refuse")}
        </button>
        <button
          type="button"
          className="cs-big pri"
          disabled={busy}
          aria-disabled={agreed.length === 0 || undefined}
          onClick={customer.consent}
          data-testid="consent-agree"
        >
          {agreed.length === 0 ? say("customer.tickFirst") : say("customer.agree", { n: agreed.length })}
        </button>
      </section>
    </div>
  );
}
