/** 告知短信: to the number of the form, or to one that is typed; once, and only if the applicant wants it. */
import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { NoticeTextView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { composing } from "../../parts/keys";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";

/** The hall wants the applicant's own consent to name the item and its materials (单独同意). */
const wantsConsent = "YC-2772";

export function TextLine(props: {
  /** What is known of it; a consultation has nothing to ask. */
  look: (() => Promise<NoticeTextView>) | null;
  send: (phone: string | null, agreed: boolean) => Promise<NoticeTextView>;
  onClose: () => void;
}) {
  const say = useWords();
  const [known, setKnown] = useState<NoticeTextView | null>(props.look === null ? { phone: null, sent: null } : null);
  const [now, setNow] = useState(false);
  const [phone, setPhone] = useState("");
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  /** It was asked for: the next Enter says that the applicant gave it. */
  const consent = why?.code === wantsConsent;
  const box = useRef<HTMLInputElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (props.look === null || asked.current) return;
    asked.current = true;
    props.look().then(setKnown, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [props]);
  useEffect(() => box.current?.focus(), [known]);

  const typed = phone.trim() === "" ? null : phone.trim();
  const missing = typed === null && known?.phone == null ? say("told.phoneFirst") : null;

  async function send(): Promise<void> {
    if (busy || missing !== null) return;
    setBusy(true);
    setWhy(null);
    try {
      setKnown(await props.send(typed, consent));
      setNow(true);
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="pb texting" data-testid="notice-text">
      {known === null && why === null ? <p className="mut">{say("told.asking")}</p> : null}
      {known?.sent == null ? null : (
        <p role="status" data-testid="notice-text-sent">
          {say(now ? "told.sent" : "told.sentBefore", { words: known.sent.words })}
        </p>
      )}
      {known === null || known.sent !== null ? null : (
        <>
          <label>
            {props.look === null
              ? say("consult.phone")
              : known.phone === null
                ? say("told.textNone")
                : say("told.textTo", { phone: known.phone })}
            <input
              ref={box}
              className="box num"
              data-testid="notice-phone"
              inputMode="tel"
              maxLength={20}
              autoComplete="off"
              aria-label={say("told.phone")}
              value={phone}
              onChange={(event) => setPhone(event.target.value)}
              onKeyDown={(event) => {
                if (composing(event)) return;
                if (event.key === "Enter") void send();
                else if (event.key === "Escape") props.onClose();
                else return;
                event.preventDefault();
                event.stopPropagation();
              }}
            />
          </label>
          <Button tone="pri" keys="Enter" testId="notice-send" why={busy ? say("dialog.wait") : missing} onPress={() => void send()}>
            {say(consent ? "told.sendAgreed" : "told.send")}
          </Button>
          <p className="sm mut">{say("told.once")}</p>
        </>
      )}
      <Trouble trouble={why} testId="notice-text-trouble" />
    </div>
  );
}
