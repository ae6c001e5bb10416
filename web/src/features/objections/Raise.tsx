/** 提出数据校核 at a field (Ctrl+Shift+J): what the source says, what the applicant states, why, and what shows it. */
import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { ObjectionSheet, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { chipTone } from "../intake/chips";
import type { Form } from "../intake/form";
import { isWhole, toggled, type Raising } from "./objections";
import "../approvals/approvals.css";
import "./objections.css";

/** The hall takes no more words. */
const longest = 200;

export function Raise({ form, fieldKey, onClose }: { form: Form; fieldKey: string; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [sheet, setSheet] = useState<ObjectionSheet | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  useEffect(() => {
    let gone = false;
    // What is being typed in the field is saved first: it is what the applicant states.
    void form
      .settled()
      .then(() => session.host.objectionSheet(form.id, fieldKey))
      .then(
        (got) => gone || setSheet(got),
        (thrown: unknown) => gone || setWhy(troubleOf(thrown)),
      );
    return () => {
      gone = true;
    };
  }, [session, form, fieldKey]);
  const title = say("objection.raiseTitle", { label: form.label(fieldKey) });
  if (sheet === null)
    return (
      <Dialog title={title} testId="objection" onClose={onClose}>
        <div className="pb">
          {why === null ? <p className="mut">{say("objection.loading")}</p> : <Trouble trouble={why} testId="objection-trouble" />}
        </div>
        <div className="pb foot">
          <Button keys="Esc" onPress={onClose}>
            {say("dialog.close")}
          </Button>
        </div>
      </Dialog>
    );
  return <Sheet form={form} sheet={sheet} title={title} onClose={onClose} />;
}

function Sheet(props: { form: Form; sheet: ObjectionSheet; title: string; onClose: () => void }) {
  const { form, sheet, onClose } = props;
  const session = useSession();
  const say = useWords();
  const [raising, setRaising] = useState<Raising>({
    offer: 0,
    stated: "",
    why: sheet.reasons[0]?.code ?? null,
    materials: [],
    words: "",
  });
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const first = useRef<HTMLInputElement & HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const put = (more: Partial<Raising>) => setRaising((now) => ({ ...now, ...more }));
  const whole = isWhole(raising, sheet.stated);

  async function go(): Promise<void> {
    if (busy || !whole) return;
    setBusy(true);
    setWhy(null);
    const trouble = await form.act((id) =>
      session.host.raiseObjection(id, form.head.get().revision, {
        key: sheet.key,
        offer: raising.offer,
        stated: raising.stated.trim() === "" ? null : raising.stated,
        why: raising.why ?? "",
        materials: raising.materials,
        words: raising.words,
      }),
    );
    setBusy(false);
    if (trouble === null) onClose();
    else setWhy(trouble);
  }

  return (
    <Dialog title={props.title} wide testId="objection" onClose={onClose} keys={{ "Ctrl+Enter": () => void go() }}>
      <div className="pb objecting">
        <p className="sm mut">{say("objection.rule", { days: sheet.answerDays, basis: sheet.basis })}</p>
        <fieldset>
          <legend>{say("objection.theirs")}</legend>
          {sheet.offers.map((offer, at) => (
            <label key={at} className="pick">
              <input
                type="radio"
                name="objection-offer"
                checked={raising.offer === at}
                data-testid={`objection-offer-${at + 1}`}
                onChange={() => put({ offer: at })}
              />
              <span className={`src ${chipTone(offer.chip.kind)}`}>{offer.chip.label}</span>
              <b>{offer.text}</b>
              <small className="mut">{[offer.chip.provider, offer.chip.recordId].filter(Boolean).join(" · ")}</small>
            </label>
          ))}
        </fieldset>
        <label className="asking">
          {say("objection.stated")}
          {sheet.choices.length > 0 ? (
            <select
              ref={first}
              data-testid="objection-stated"
              value={raising.stated}
              onChange={(event) => put({ stated: event.target.value })}
            >
              <option value="">{sheet.stated}</option>
              {sheet.choices.map((choice) => (
                <option key={choice.code} value={choice.code}>
                  {choice.name}
                </option>
              ))}
            </select>
          ) : (
            <input
              ref={first}
              type="text"
              autoComplete="off"
              spellCheck={false}
              data-testid="objection-stated"
              placeholder={sheet.stated === "" ? say("objection.statedHint") : sheet.stated}
              value={raising.stated}
              onChange={(event) => put({ stated: event.target.value })}
            />
          )}
        </label>
        <fieldset>
          <legend>{say("objection.why")}</legend>
          {sheet.reasons.map((reason, at) => (
            <label key={reason.code} className="pick">
              <input
                type="radio"
                name="objection-why"
                checked={raising.why === reason.code}
                data-testid={`objection-why-${at + 1}`}
                onChange={() => put({ why: reason.code })}
              />
              {reason.name}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{say("objection.evidence")}</legend>
          {sheet.materials.length === 0 ? <p className="sm mut">{say("objection.noMaterial")}</p> : null}
          {sheet.materials.map((material, at) => (
            <label key={material.code} className="pick">
              <input
                type="checkbox"
                checked={raising.materials.includes(material.code)}
                data-testid={`objection-material-${at + 1}`}
                onChange={() => put({ materials: toggled(raising.materials, material.code) })}
              />
              {material.name}
            </label>
          ))}
          <label className="asking">
            {say("objection.words")}
            <textarea
              rows={2}
              maxLength={longest}
              data-testid="objection-words"
              placeholder={say("objection.wordsHint")}
              value={raising.words}
              onChange={(event) => put({ words: event.target.value })}
            />
          </label>
        </fieldset>
        <Trouble trouble={why} testId="objection-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.close")}
        </Button>
        <Button
          tone="pri"
          keys="Ctrl+Enter"
          testId="objection-go"
          why={busy ? say("dialog.wait") : whole ? null : say("objection.needs")}
          onPress={() => void go()}
        >
          {say("objection.go")}
        </Button>
      </div>
    </Dialog>
  );
}
