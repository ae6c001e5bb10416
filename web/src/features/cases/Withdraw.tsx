/** 撤回: why, that the applicant signed, and what follows from it, before it is done. */
import { useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { CaseNowView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import "../approvals/approvals.css";
import "./case.css";

/** The hall takes no more of a reason. */
const longest = 500;

export function Withdraw(props: { now: CaseNowView; onClose: () => void; onDone: (now: CaseNowView) => void }) {
  const session = useSession();
  const say = useWords();
  const { now } = props;
  const [reason, setReason] = useState("");
  const [signed, setSigned] = useState(false);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const told = now.acceptedAt === null ? [] : now.parcels.map((parcel) => parcel.department);

  const missing =
    reason.trim() === "" ? say("withdraw.reasonFirst") : signed ? null : say("withdraw.signFirst");
  const off = busy ? say("dialog.wait") : missing;
  async function go(): Promise<void> {
    if (reason.trim() === "") words.current?.focus();
    if (off !== null) return;
    setBusy(true);
    setWhy(null);
    try {
      props.onDone(await session.host.withdrawCase(now.slip, reason.trim(), signed));
    } catch (thrown) {
      setWhy(troubleOf(thrown));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={say("withdraw.title")}
      sub={`${now.itemName} · ${now.slip} · ${now.applicant}`}
      wide
      testId="withdraw"
      onClose={props.onClose}
      keys={{ Enter: () => void go(), F6: () => setSigned(!signed) }}
    >
      <div className="pb asking">
        <p className="sm mut">{say("withdraw.how")}</p>
        <label>
          {say("withdraw.reason")}
          <textarea
            ref={words}
            data-first
            rows={3}
            maxLength={longest}
            data-testid="withdraw-reason"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <div className="signs">
          <input
            id="withdraw-signed"
            type="checkbox"
            data-testid="withdraw-signed"
            checked={signed}
            onChange={(event) => setSigned(event.target.checked)}
          />
          <label htmlFor="withdraw-signed">{say("withdraw.signed")}</label>
          <Kbd keys="F6" />
        </div>
        <section className="warnline">
          <b>{say("withdraw.then")}</b>
          <ul data-testid="withdraw-then">
            <li>{say("withdraw.ends")}</li>
            <li>
              {told.length === 0
                ? say("withdraw.tellsNobody")
                : say("withdraw.tells", { departments: told.join(say("word.and")) })}
            </li>
            <li>{say("withdraw.paper")}</li>
          </ul>
        </section>
        <Trouble trouble={why} testId="withdraw-trouble" />
      </div>
      <div className="pb foot">
        <span className="sm mut" role="status" data-testid="withdraw-missing">
          {missing}
        </span>
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button tone="bad" keys="Enter" testId="withdraw-go" why={off} onPress={() => void go()}>
          {say("withdraw.go")}
        </Button>
      </div>
    </Dialog>
  );
}
