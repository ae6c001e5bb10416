import type { ReactNode } from "react";
import type { BaseView, ConsentSet, ConsentView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { language, useWords } from "../../words";
import { clockOf, type Customer } from "./customer";

/**
 * 同意取数: what, for what, until when, by which law. Nothing is ticked; saying no is as large as saying yes. Sensitive data
 * stands apart with a yes and a no of its own; what is looked up by law is told.
 */
export function ConsentPage({ customer, sheet }: { customer: Customer; sheet: ConsentView }) {
  const say = useWords();
  const agreed = useCell(customer.agreed);
  const busy = useCell(customer.busy);
  const kindOf = (set: ConsentSet) => sheet.bases.find((base) => base.code === set.base)?.kind ?? "consent";
  const of = (kind: string) => sheet.sets.filter((set) => kindOf(set) === kind);
  const [plain, separate, children] = [of("consent"), of("separate"), of("guardian")];
  return (
    <div className="cs-two consent">
      <section className="cs-card">
        <h1>{say("customer.consentTitle")}</h1>
        <p>
          {say("customer.consentFor")}
          <b>{sheet.itemName}</b>
          {say("customer.consentLook")}
        </p>
        <div className="cs-scroll" tabIndex={0} role="group" aria-label={say("customer.consentTitle")}>
          {plain.map((set) => (
            <label key={set.code} className="cs-check" data-testid={`consent-${set.code}`}>
              <input
                type="checkbox"
                checked={agreed.includes(set.code)}
                onChange={() => customer.toggle(customer.agreed, set.code)}
              />
              <SetWords set={set} />
            </label>
          ))}
          <Told bases={sheet.bases} sets={plain} />
          <Apart title={say("customer.separateTitle")} customer={customer} sets={separate} bases={sheet.bases} />
          <Apart title={say("customer.guardianTitle")} customer={customer} sets={children} bases={sheet.bases} />
          {sheet.told.length === 0 ? null : (
            <div className="cs-told" data-testid="told-by-law">
              <h2>{say("customer.toldTitle")}</h2>
              {sheet.told.map((set) => (
                <p key={set.code}>
                  <SetWords set={set} />
                </p>
              ))}
              <Told bases={sheet.bases} sets={sheet.told} />
            </div>
          )}
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
          {say(sheet.sets.length === 0 ? "customer.known" : "customer.refuse")}
        </button>
        {sheet.sets.length === 0 ? null : (
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
        )}
      </section>
    </div>
  );
}

function SetWords({ set }: { set: ConsentSet }): ReactNode {
  const book = useCell(language);
  return (
    <span>
      <b>{book === "en" ? set.en : set.title}</b>（{set.whose}）：{set.fields.join("、")}
    </span>
  );
}

/** What is told of the bases of these sets, each once, with its articles. */
function Told({ bases, sets }: { bases: readonly BaseView[]; sets: readonly ConsentSet[] }) {
  const book = useCell(language);
  const used = bases.filter((base) => sets.some((set) => set.base === base.code));
  return used.map((base) => (
    <p key={base.code} className="cs-note">
      {base.told.map((one) => (book === "en" ? one.en : one.zh)).join(book === "en" ? " " : "")}
      <span className="cs-law">（{base.articles.join("；")}）</span>
    </p>
  ));
}

/** Each with its own yes and no; neither is chosen beforehand. */
function Apart(props: {
  title: string;
  customer: Customer;
  sets: readonly ConsentSet[];
  bases: readonly BaseView[];
}) {
  const say = useWords();
  const { customer } = props;
  const agreed = useCell(customer.agreed);
  const declined = useCell(customer.declined);
  if (props.sets.length === 0) return null;
  return (
    <div className="cs-apart">
      <h2>{props.title}</h2>
      {props.sets.map((set) => (
        <div key={set.code} className="cs-yesno" role="group" aria-label={set.title}>
          <SetWords set={set} />
          <button
            type="button"
            className="cs-chip"
            aria-pressed={declined.includes(set.code)}
            onClick={() => customer.answer(set.code, false)}
            data-testid={`decline-${set.code}`}
          >
            {say("customer.no")}
          </button>
          <button
            type="button"
            className="cs-chip"
            aria-pressed={agreed.includes(set.code)}
            onClick={() => customer.answer(set.code, true)}
            data-testid={`consent-${set.code}`}
          >
            {say("customer.yes")}
          </button>
        </div>
      ))}
      <Told bases={props.bases} sets={props.sets} />
    </div>
  );
}
