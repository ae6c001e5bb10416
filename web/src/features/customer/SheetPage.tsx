import { useState } from "react";
import type { SheetView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useWords } from "../../words";
import { Pad } from "./Pad";
import { grouped, type Customer } from "./customer";

/** 核对签名: every value with where it comes from, the commitments to open, the pad, and a way to say no. */
export function SheetPage({ customer, sheet }: { customer: Customer; sheet: SheetView }) {
  const say = useWords();
  const busy = useCell(customer.busy);
  const doubts = useCell(customer.doubts);
  const ink = useCell(customer.ink);
  const [ticked, setTicked] = useState<readonly number[]>([]);
  const [open, setOpen] = useState<number | null>(null);
  const [aspect, setAspect] = useState(1.6);
  const unread = sheet.commitments.some((one, at) => !one.opened || !ticked.includes(at));
  const unsigned = sheet.signs && ink.length === 0;
  const text = open === null ? undefined : sheet.commitments[open];
  return (
    <div className="cs-two">
      <section className="cs-card">
        <h1>{say("customer.sheetTitle", { who: sheet.greeting })}</h1>
        {sheet.changed ? (
          <p className="cs-changed" data-testid="sheet-changed">
            {say("customer.sheetChanged")}
          </p>
        ) : null}
        {doubts === null ? null : <p className="cs-note">{say("customer.doubtHow")}</p>}
        <div className="cs-scroll" tabIndex={0} aria-label={say("customer.rows")}>
          <dl className="cs-rows">
            <div className="cs-row">
              <dt>{say("customer.item")}</dt>
              <dd>{sheet.itemName}</dd>
              <dd className="cs-src">{sheet.fee}</dd>
            </div>
            <div className="cs-row">
              <dt>{say("customer.promise")}</dt>
              <dd>{sheet.promise}</dd>
              <dd className="cs-src">{say("customer.promised")}</dd>
            </div>
          </dl>
          {grouped(sheet.rows).map((group) => (
            <div key={group.name}>
              <h2>{group.name}</h2>
              <dl className="cs-rows">
                {group.rows.map((row) => (
                  <div key={row.key} className={`cs-row${row.changed ? " changed" : ""}`} data-testid={`row-${row.key}`}>
                    <dt>{row.label}</dt>
                    <dd>{row.value}</dd>
                    {doubts === null ? (
                      <dd className="cs-src">
                        {row.changed ? <b>{say("customer.rowChanged")} </b> : null}
                        {row.source}
                      </dd>
                    ) : (
                      <dd>
                        <button
                          type="button"
                          className="cs-chip"
                          aria-pressed={doubts.includes(row.key)}
                          data-testid={`doubt-${row.key}`}
                          onClick={() =>
                            customer.doubts.set(
                              doubts.includes(row.key)
                                ? doubts.filter((one) => one !== row.key)
                                : [...doubts, row.key],
                            )
                          }
                        >
                          {say("customer.doubtRow")}
                        </button>
                      </dd>
                    )}
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </div>
      </section>
      <section className="cs-card cs-act">
        <h1>{say("customer.confirmTitle")}</h1>
        <div className="cs-commits">
          {sheet.commitments.map((one, at) => (
            <div key={one.title} className="cs-check">
              <input
                type="checkbox"
                aria-label={say("customer.haveRead", { title: one.title })}
                checked={one.opened && ticked.includes(at)}
                disabled={!one.opened}
                data-testid={`commit-tick-${at}`}
                onChange={() =>
                  setTicked(ticked.includes(at) ? ticked.filter((other) => other !== at) : [...ticked, at])
                }
              />
              <button
                type="button"
                className="cs-link"
                data-testid={`commit-${at}`}
                onClick={() => {
                  setOpen(at);
                  customer.read(at);
                }}
              >
                {say(one.opened ? "customer.haveRead" : "customer.readFirst", { title: one.title })}
              </button>
            </div>
          ))}
        </div>
        {sheet.signs ? <Pad customer={customer} onAspect={setAspect} /> : <span className="sp" />}
        {doubts === null ? (
          <div className="cs-pair">
            <button
              type="button"
              className="cs-big"
              disabled={busy}
              onClick={() => customer.doubts.set([])}
              data-testid="sheet-doubt"
            >
              {say("customer.doubt")}
            </button>
            <button
              type="button"
              className="cs-big pri"
              disabled={busy}
              aria-disabled={unread || unsigned || undefined}
              onClick={() => {
                if (!unread && !unsigned) customer.sign(aspect);
              }}
              data-testid="sheet-sign"
            >
              {unread
                ? say("customer.readAll")
                : unsigned
                  ? say("customer.signFirst")
                  : say(sheet.signs ? "customer.submit" : "customer.confirm")}
            </button>
          </div>
        ) : (
          <div className="cs-pair">
            <button
              type="button"
              className="cs-big"
              disabled={busy}
              onClick={() => customer.doubts.set(null)}
              data-testid="doubt-back"
            >
              {say("customer.back")}
            </button>
            <button type="button" className="cs-big pri" disabled={busy} onClick={customer.doubt} data-testid="doubt-send">
              {doubts.length === 0 ? say("customer.doubtAll") : say("customer.doubtSome", { n: doubts.length })}
            </button>
          </div>
        )}
      </section>
      {text === undefined ? null : (
        <div className="cs-over" role="dialog" aria-modal="true" aria-label={text.title} data-testid="commit-text">
          <div className="cs-card">
            <h1>{text.title}</h1>
            <div className="cs-scroll cs-long">{text.text}</div>
            <div className="cs-pair">
              <button type="button" className="cs-big" onClick={() => setOpen(null)} data-testid="commit-close">
                {say("customer.close")}
              </button>
              <button
                type="button"
                className="cs-big pri"
                data-testid="commit-agree"
                onClick={() => {
                  if (open !== null && !ticked.includes(open)) setTicked([...ticked, open]);
                  setOpen(null);
                }}
              >
                {say("customer.understood")}
              </button>
            </div>
          </div>
        </div>
      )}
    </div>
  );
}
