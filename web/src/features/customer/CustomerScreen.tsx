/** 申请人屏: one thing at a time, read at arm's length, answered with a finger or a pen. */
import { useEffect, useState } from "react";
import type { ApplicantView } from "../../host/types";
import { useKeptTheme, wear } from "../../app/theme";
import { useCell } from "../../parts/cell";
import { useSentence, useWords, type Word } from "../../words";
import { ConsentPage } from "./ConsentPage";
import { SheetPage } from "./SheetPage";
import { PhonePage } from "./PhonePage";
import { RatePage } from "./RatePage";
import { ReceiptPage } from "./ReceiptPage";
import { stepOf, type Customer } from "./customer";
import "./customer.css";

const steps: Word[] = ["customer.step1", "customer.step2", "customer.step3"];

const thanksWord: Record<string, Word> = {
  agreed: "customer.thanksAgreed",
  refused: "customer.thanksRefused",
  doubted: "customer.thanksDoubted",
  signed: "customer.thanksSigned",
  confirmed: "customer.thanksConfirmed",
  received: "customer.thanksReceived",
  rated: "customer.thanksRated",
};

export function CustomerScreen({ customer }: { customer: Customer }) {
  const say = useWords();
  const sentence = useSentence();
  const view = useCell(customer.view);
  const away = useCell(customer.away);
  const trouble = useCell(customer.trouble);
  const [large, setLarge] = useState(false);
  // His own choice; without one the screen looks as the desk beside it does.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const desk = useKeptTheme();
  const contrast = chosen ?? desk === "hc";
  useEffect(() => customer.follow(), [customer]);
  useEffect(() => wear(contrast ? "hc" : desk === "hc" ? "" : desk), [contrast, desk]);
  // What somebody chose for his eyes goes with him.
  const idle = view?.screen.kind === "idle";
  useEffect(() => {
    if (!idle) return;
    setLarge(false);
    setChosen(null);
  }, [idle]);
  const at = view === null ? null : stepOf(view);
  return (
    <div className={`cs${large ? " large" : ""}`} data-testid={`customer-${view?.screen.kind ?? "away"}`}>
      {view?.realm === "training" ? (
        <div className="cs-train" data-testid="customer-training">
          {say("customer.training")}
        </div>
      ) : null}
      <header className="cs-head">
        <b>{view?.hallName === "" || view === null ? say("customer.hall") : view.hallName}</b>
        {view === null ? null : <span>{say("customer.desk", { desk: view.desk })}</span>}
        {view?.ticket == null ? null : <span data-testid="customer-ticket">{view.ticket}</span>}
        <span className="sp" />
        {at === null ? null : (
          <ol className="cs-steps">
            {steps.map((word, index) => (
              <li key={word} className={index + 1 === at ? "on" : ""} aria-current={index + 1 === at ? "step" : undefined}>
                {index + 1} {say(word)}
              </li>
            ))}
          </ol>
        )}
      </header>
      <main className="cs-body">
        {trouble === null ? null : (
          <p className="cs-trouble" role="alert" data-testid="customer-trouble">
            <b>!</b> {sentence(trouble)} <small>{trouble.code}</small>
          </p>
        )}
        {view === null ? <p className="cs-idle">{away ? say("customer.away") : ""}</p> : <Page customer={customer} view={view} />}
      </main>
      <footer className="cs-foot">
        <button type="button" className="cs-chip" aria-pressed={large} onClick={() => setLarge(!large)} data-testid="customer-large">
          {say("customer.large")}
        </button>
        <button
          type="button"
          className="cs-chip"
          aria-pressed={contrast}
          onClick={() => setChosen(!contrast === (desk === "hc") ? null : !contrast)}
          data-testid="customer-contrast"
        >
          {say("customer.contrast")}
        </button>
        <span className="sp" />
        <span>{say("customer.keep")}</span>
        <span aria-hidden="true">·</span>
        <span>{say("customer.phone")}</span>
      </footer>
    </div>
  );
}

function Page({ customer, view }: { customer: Customer; view: ApplicantView }) {
  const say = useWords();
  const screen = view.screen;
  switch (screen.kind) {
    case "idle":
      return (
        <div className="cs-idle" data-testid="customer-welcome">
          <p className="cs-welcome">{say("customer.welcome")}</p>
          {view.ticket === null ? null : (
            <p className="cs-now">
              {say("customer.serving")} <b className="num">{view.ticket}</b>
            </p>
          )}
        </div>
      );
    case "consent":
      return <ConsentPage customer={customer} sheet={screen.sheet} />;
    case "confirm":
    case "sign":
      return <SheetPage customer={customer} sheet={screen.sheet} />;
    case "receipt":
      return <ReceiptPage key={view.serial} customer={customer} sheet={screen.sheet} />;
    case "rate":
      return <RatePage key={view.serial} customer={customer} sheet={screen.sheet} />;
    case "phone":
      return <PhonePage code={screen.code} until={screen.until} />;
    case "thanks":
      return (
        <div className="cs-idle" data-testid="customer-thanked">
          <p className="cs-welcome">{say(thanksWord[screen.what] ?? "customer.thanksConfirmed")}</p>
        </div>
      );
  }
}
