import type { ApplicantStrip } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Since } from "../../parts/Clock";
import { Kbd } from "../../parts/Kbd";
import { Pill, type Tone } from "../../parts/Pill";
import { useSentence, useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import "./strip.css";

const stateWord: Record<string, Word> = {
  idle: "strip.idle",
  consent: "strip.consent",
  confirm: "strip.confirm",
  sign: "strip.sign",
  receipt: "strip.receipt",
  rate: "strip.rate",
  phone: "strip.phone",
  thanks: "strip.thanks",
};

/** 客户屏 on the desk: what it shows and since when, why the last step ended, and a way to take it back. */
export function Strip({ strip, offsetS }: { strip: ApplicantStrip; offsetS: number }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const form = useCell(session.form);
  const asked = strip.state === "consent" || strip.state === "confirm" || strip.state === "sign" || strip.state === "receipt";
  const tone: Tone = !strip.attached ? "mute" : asked || strip.state === "rate" ? "info" : "ok";
  return (
    <section className="panel cstrip" data-testid="customer-strip" data-state={strip.state} aria-live="polite">
      <div className="ph">
        {say("strip.title")} <span className="sp" />
        <Pill tone={tone} testId="customer-state">
          {say(strip.attached ? (stateWord[strip.state] ?? "strip.idle") : "strip.absent")}
        </Pill>
        {strip.attached ? null : (
          <span className="sub">
            <Kbd keys="F8" />
          </span>
        )}
        {asked || strip.state === "rate" ? <Since from={strip.since} offsetS={offsetS} /> : null}
      </div>
      {strip.note === null && !asked && strip.rating === null ? null : (
        <div className="pb">
          {strip.note === null ? null : (
            <p className="sm" data-testid="customer-note">
              <b className="red">!</b> {sentence(strip.note)} <span className="code">{strip.note.code}</span>
            </p>
          )}
          {strip.rating === null ? null : (
            <span className="sm" data-testid="customer-rating">
              {say(strip.rating === "submitted" ? "strip.rated" : "strip.notRated")}
            </span>
          )}
          {asked ? (
            <div className="row2">
              <Button testId="customer-withdraw" onPress={() => void session.withdrawFromApplicant()}>
                {say("strip.withdraw")}
              </Button>
              {strip.state === "consent" && form !== null ? (
                <Button
                  testId="customer-inform"
                  keys="Ctrl+Shift+A"
                  onPress={() => session.layer.set({ kind: "consent" })}
                >
                  {say("strip.inform")}
                </Button>
              ) : null}
            </div>
          ) : null}
        </div>
      )}
    </section>
  );
}
