import { Fragment, useState } from "react";
import { troubleOf } from "../../host/host";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import type { Chip, FieldState, TroubleView } from "../../host/types";
import { useWords, type Say } from "../../words";
import { useSession } from "../desk/session";
import { ageOf, chipTone, earlierOf } from "./chips";
import { byWord, howWord } from "../consent/consent";
import type { Form } from "./form";

/** Alt+↓: where a value comes from, what stood there before, the other values on offer, and the value unmasked (which is
 * logged). */
export function Detail({ form, fieldKey, onClose }: { form: Form; fieldKey: string; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const state = useCell(form.field(fieldKey));
  const [plain, setPlain] = useState<string | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const offers = state.conflict.length > 0 ? state.conflict : state.others;
  const options: Option[] = offers.map((offer, at) => ({
    digit: at + 1,
    label: offer.text,
    note: [offer.chip.label, offer.chip.provider, offer.chip.asOf, ageOf(say, offer.chip)]
      .filter(Boolean)
      .join(" · "),
    testId: `detail-offer-${at + 1}`,
    act: () => {
      void form.edit({ kind: "choose", key: fieldKey, index: at });
      onClose();
    },
  }));
  if (options.length < 7 && !form.helping && session.host.window === "clerk") {
    const shared = [state.chip, ...offers.map((offer) => offer.chip)];
    options.push({
      digit: 7,
      label: say("objection.raise"),
      note: say("objection.raiseNote"),
      why: shared.some((chip) => chip != null && chip.dataset !== null && chip.earlier === null) ? null : say("detail.noSource"),
      testId: "detail-object",
      act: () => session.layer.set({ kind: "objection", key: fieldKey }),
    });
    options.push({
      digit: 8,
      label: say("objection.key"),
      note: say("objection.listNote"),
      testId: "detail-objections",
      act: () => session.layer.set({ kind: "objections" }),
    });
  }
  if (options.length < 9 && !form.helping) {
    options.push({
      digit: 9,
      label: say("detail.annex"),
      note: say("detail.annexNote"),
      testId: "detail-annex",
      act: () => {
        onClose();
        void session.makeAnnex();
      },
    });
  }
  if (state.masked && plain === null) {
    options.push({
      digit: 0,
      label: say("detail.reveal"),
      note: say("detail.revealNote"),
      testId: "detail-reveal",
      act: () => {
        session.host.reveal(form.id, fieldKey).then(setPlain, (thrown: unknown) => setWhy(troubleOf(thrown)));
      },
    });
  }
  return (
    <Dialog title={form.label(fieldKey)} testId="detail" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <p className="value" data-testid="detail-value">
          {plain ?? (state.text === "" ? say("form.missing") : state.text)}
        </p>
        {state.chip === null ? (
          <p className="mut">{say("detail.noSource")}</p>
        ) : (
          <dl className="kv">
            <dt>{say("detail.source")}</dt>
            <dd>
              <span className={`src ${chipTone(state.chip.kind)}`}>{state.chip.label}</span>
            </dd>
            {known(say, state.chip).map(([name, text]) => (
              <Row key={name} name={name} text={text} />
            ))}
          </dl>
        )}
        {state.objection === null ? null : (
          <p className="sm" data-testid="detail-objection">
            {say("objection.mark", {
              state: state.objection.stateWord,
              source: state.objection.source,
              theirs: state.objection.theirs,
            })}{" "}
            <span className="mut num">{state.objection.at}</span>
          </p>
        )}
        <History state={state} />
        <Trouble trouble={why} />
      </div>
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}

function Row({ name, text }: { name: string; text: string }) {
  return (
    <Fragment>
      <dt>{name}</dt>
      <dd className="num">{text}</dd>
    </Fragment>
  );
}

/** Everything that is known of an origin; what it does not have is not there. */
function known(say: Say, chip: Chip): [name: string, text: string][] {
  const consent = chip.consent;
  const all: [name: string, text: string | null][] = [
    [say("detail.provider"), chip.provider],
    [say("detail.dataset"), chip.dataset],
    [say(chip.kind === "derived" ? "detail.from" : "detail.record"), chip.recordId],
    [say("earlier.title"), earlierOf(say, chip)],
    [say("detail.asOf"), chip.asOf],
    [say("detail.at"), chip.at],
    [say("detail.grant"), chip.grant],
    [say("detail.base"), chip.base],
    [
      say("detail.consent"),
      consent === null ? null : say("detail.consentOf", { how: say(howWord(consent.how)), by: say(byWord(consent.by)), at: consent.at }),
    ],
    [say("detail.raw"), chip.raw],
  ];
  return all.filter((one): one is [string, string] => one[1] !== null && one[1] !== "");
}

/** Who decided on the value, and what stood there before, the last one first. */
function History({ state }: { state: FieldState }) {
  const say = useWords();
  const by = (one: { by: string; at: string; reason: string }) =>
    say("detail.decidedBy", { by: one.by, at: one.at, reason: one.reason });
  if (state.decided === null && state.before.length === 0) return null;
  return (
    <dl className="kv" data-testid="detail-history">
      {state.decided === null ? null : <Row name={say("detail.decided")} text={by(state.decided)} />}
      {state.before.map((one, at) => (
        <Fragment key={at}>
          <dt>{say("detail.before")}</dt>
          <dd>
            {one.was === null ? null : (
              <>
                <span className={`src ${chipTone(one.was.chip.kind)}`}>{one.was.chip.label}</span>{" "}
                <b>{one.was.text}</b>
                <br />
              </>
            )}
            <span className="sm mut">{by(one)}</span>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
