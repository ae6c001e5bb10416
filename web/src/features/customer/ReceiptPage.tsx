import { useState } from "react";
import type { ReceiptView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useWords } from "../../words";
import { Pad } from "./Pad";
import type { Customer } from "./customer";

/** 签收: what is taken, by whom, the sentence it is signed under, the pad, and a way not to take it. */
export function ReceiptPage({ customer, sheet }: { customer: Customer; sheet: ReceiptView }) {
  const say = useWords();
  const busy = useCell(customer.busy);
  const ink = useCell(customer.ink);
  const [aspect, setAspect] = useState(1.6);
  const unsigned = ink.length === 0;
  return (
    <div className="cs-two">
      <section className="cs-card">
        <h1>{say("customer.receiptTitle", { who: sheet.receiver })}</h1>
        <div className="cs-scroll" tabIndex={0} aria-label={say("customer.receiptRows")}>
          <dl className="cs-rows">
            <div className="cs-row">
              <dt>{say("customer.item")}</dt>
              <dd>{sheet.itemName}</dd>
            </div>
            <div className="cs-row">
              <dt>{say("customer.rateNumber")}</dt>
              <dd className="num">{sheet.number}</dd>
            </div>
          </dl>
          <h2>{say("customer.receiptRows")}</h2>
          <dl className="cs-rows" data-testid="receipt-results">
            {sheet.results.map((result) => (
              <div key={result.number} className="cs-row">
                <dt>{result.name}</dt>
                <dd className="num">{result.number}</dd>
                <dd className="cs-src">{say("customer.receiptCopies", { n: sheet.copies })}</dd>
              </div>
            ))}
          </dl>
          <h2>{say("deliver.receiver")}</h2>
          <dl className="cs-rows">
            <div className="cs-row">
              <dt>{sheet.receiver}</dt>
              <dd className="num">{sheet.idShown}</dd>
              <dd className="cs-src">{sheet.relation}</dd>
            </div>
            {sheet.authority === null ? null : (
              <div className="cs-row">
                <dt>{say("deliver.authority")}</dt>
                <dd>{sheet.authority}</dd>
              </div>
            )}
          </dl>
        </div>
      </section>
      <section className="cs-card cs-act">
        <h1>{say("customer.confirmTitle")}</h1>
        <p className="cs-long" data-testid="receipt-statement">
          {sheet.statement}
        </p>
        <Pad customer={customer} onAspect={setAspect} />
        <div className="cs-pair">
          <button type="button" className="cs-big" disabled={busy} onClick={customer.doubt} data-testid="receipt-decline">
            {say("customer.receiptDecline")}
          </button>
          <button
            type="button"
            className="cs-big pri"
            disabled={busy}
            aria-disabled={unsigned || undefined}
            onClick={() => {
              if (!unsigned) customer.sign(aspect);
            }}
            data-testid="receipt-sign"
          >
            {say(unsigned ? "customer.signFirst" : "customer.receiptSign")}
          </button>
        </div>
      </section>
    </div>
  );
}
