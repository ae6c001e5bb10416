import { useEffect, useState } from "react";
import type { RateView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useSentence, useWords, type Word } from "../../words";
import type { Customer } from "./customer";

interface Face {
  level: string;
  word: Word;
  tone: string;
  mouth: string;
  filled?: boolean;
  cross?: boolean;
}

const faces: Face[] = [
  { level: "veryGood", word: "customer.veryGood", tone: "good", mouth: "M17 36q15 20 30 0z", filled: true },
  { level: "good", word: "customer.good", tone: "good", mouth: "M19 38q13 12 26 0" },
  { level: "fair", word: "customer.fair", tone: "fair", mouth: "M20 43h24" },
  { level: "bad", word: "customer.bad", tone: "bad", mouth: "M20 46q12-9 24 0" },
  { level: "veryBad", word: "customer.veryBad", tone: "worst", mouth: "M18 48q14-16 28 0", cross: true },
];

const rateWord: Record<string, Word> = {
  accepted: "customer.rateAccepted",
  received: "customer.rateReceived",
  refused: "customer.rateRefused",
};

/** 评价: five faces of one size, none chosen; the bad ones ask why. Not choosing is an answer too. */
export function RatePage({ customer, sheet }: { customer: Customer; sheet: RateView }) {
  const say = useWords();
  const busy = useCell(customer.busy);
  const bad = useCell(customer.bad);
  const left = useLeft(sheet.leftS);
  if (bad !== null) return <Reasons customer={customer} sheet={sheet} level={bad} />;
  return (
    <div className="cs-rate">
      <h1>{say(rateWord[sheet.outcome] ?? "customer.rateReceived")}</h1>
      <div className="cs-five" role="group" aria-label={say("customer.step3")}>
        {faces.map((face) => (
          <button
            key={face.level}
            type="button"
            className={`cs-face ${face.tone}`}
            disabled={busy}
            data-testid={`rate-${face.level}`}
            onClick={() => customer.choose(face.level)}
          >
            <svg viewBox="0 0 64 64" aria-hidden="true">
              <circle className="line" cx="32" cy="32" r="28" />
              {face.cross === true ? <path className="brow" d="M16 20l10 5M48 20l-10 5" /> : null}
              <circle cx="22" cy={face.cross === true ? 29 : 26} r="3.5" />
              <circle cx="42" cy={face.cross === true ? 29 : 26} r="3.5" />
              <path className={face.filled === true ? "fill" : "line"} d={face.mouth} />
            </svg>
            {say(face.word)}
          </button>
        ))}
      </div>
      <p>{say("customer.rateHow")}</p>
      <p className="cs-note">
        {sheet.number === "" ? null : (
          <>
            {say("customer.rateNumber")} <span className="num">{sheet.number}</span> ·{" "}
          </>
        )}
        {say("customer.rateSecret")} <span className="num">{say("customer.rateLeft", { n: left })}</span>
      </p>
    </div>
  );
}

function Reasons({ customer, sheet, level }: { customer: Customer; sheet: RateView; level: string }) {
  const say = useWords();
  const sentence = useSentence();
  const busy = useCell(customer.busy);
  const reasons = useCell(customer.reasons);
  const words = useCell(customer.words);
  const face = faces.find((one) => one.level === level);
  return (
    <div className="cs-card cs-reasons" data-testid="rate-reasons">
      <h1>{say("customer.whyTitle", { level: face === undefined ? "" : say(face.word) })}</h1>
      <div className="cs-grid">
        {sheet.reasons.map((reason) => (
          <label key={reason.code} className="cs-check" data-testid={`reason-${reason.code}`}>
            <input
              type="checkbox"
              checked={reasons.includes(reason.code)}
              onChange={() => customer.toggle(customer.reasons, reason.code)}
            />
            <span>{sentence(reason)}</span>
          </label>
        ))}
      </div>
      <textarea
        className="cs-words"
        rows={2}
        maxLength={500}
        placeholder={say("customer.whyWords")}
        aria-label={say("customer.whyWords")}
        value={words}
        data-testid="rate-words"
        onChange={(event) => customer.words.set(event.target.value)}
      />
      <div className="cs-pair">
        <button
          type="button"
          className="cs-big"
          disabled={busy}
          onClick={() => customer.bad.set(null)}
          data-testid="rate-back"
        >
          {say("customer.back")}
        </button>
        <button
          type="button"
          className="cs-big pri"
          disabled={busy}
          aria-disabled={reasons.length === 0 || undefined}
          onClick={customer.sendReasons}
          data-testid="rate-send"
        >
          {reasons.length === 0 ? say("customer.whyFirst") : say("customer.whySend")}
        </button>
      </div>
    </div>
  );
}

/** Counts down for the eye; the desk decides when it is over. */
function useLeft(leftS: number): number {
  const [left, setLeft] = useState(leftS);
  useEffect(() => {
    setLeft(leftS);
    const timer = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000);
    return () => clearInterval(timer);
  }, [leftS]);
  return left;
}
