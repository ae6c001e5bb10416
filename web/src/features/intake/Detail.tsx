import { useState } from "react";
import { troubleOf } from "../../host/host";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import type { TroubleView } from "../../host/types";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { chipTone } from "./chips";
import type { Form } from "./form";

/** Alt+↓: where a value comes from, the other values on offer, and the value unmasked (which is logged). */
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
    note: `${offer.chip.label} · ${offer.chip.provider}`,
    testId: `detail-offer-${at + 1}`,
    act: () => {
      void form.edit({ kind: "choose", key: fieldKey, index: at });
      onClose();
    },
  }));
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
  const chip = state.chip;
  return (
    <Dialog title={form.label(fieldKey)} testId="detail" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <p className="value" data-testid="detail-value">
          {plain ?? (state.text === "" ? say("form.missing") : state.text)}
        </p>
        {chip === null ? (
          <p className="mut">{say("detail.noSource")}</p>
        ) : (
          <dl className="kv">
            <dt>{say("detail.source")}</dt>
            <dd>
              <span className={`src ${chipTone(chip.kind)}`}>{chip.label}</span>
            </dd>
            <dt>{say("detail.provider")}</dt>
            <dd>{chip.provider}</dd>
            <dt>{say("detail.asOf")}</dt>
            <dd className="num">{chip.asOf ?? "—"}</dd>
            <dt>{say("detail.record")}</dt>
            <dd className="num">{chip.recordId ?? "—"}</dd>
            <dt>{say("detail.grant")}</dt>
            <dd className="num">{chip.grant ?? "—"}</dd>
          </dl>
        )}
        <Trouble trouble={why} />
      </div>
      {options.length === 0 ? null : (
        <div className="pb">
          <Options options={options} />
        </div>
      )}
    </Dialog>
  );
}
