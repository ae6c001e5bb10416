import type { HelpToday, HelperView, LeftView, MandateView, OfferView, PreparedView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useNow } from "../../parts/Clock";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords, type Word } from "../../words";
import { stop } from "../intake/walk";
import { isHelpers, leftWord } from "./helper";
import { noteWord } from "./Requests";

/** One line of a checklist: a sign, what it is, and what is known of it. */
function Line({ ok, what, note, testId }: { ok: boolean; what: string; note?: string; testId?: string }) {
  return (
    <div className="ck" data-testid={testId} data-ok={ok}>
      <i className={ok ? "" : "n"}>{ok ? "✓" : "!"}</i>
      <span>{ok ? what : <b>{what}</b>}</span>
      <span className="mut">{note}</span>
    </div>
  );
}

const powerWord: Record<string, Word> = {
  fill: "helper.power.fill",
  submit: "helper.power.submit",
  collect: "helper.power.collect",
};
export const seenWord: Record<string, Word> = {
  card: "helper.seen.card",
  document: "helper.seen.document",
  video: "helper.seen.video",
};
export const saidWord: Record<string, Word> = {
  callBack: "helper.said.callBack",
  message: "helper.said.message",
  present: "helper.said.present",
};

/** 代办委托: the mandate with its checklist. */
export function Mandate({ mandate, onOpen }: { mandate: MandateView; onOpen: () => void }) {
  const say = useWords();
  const sentence = useSentence();
  const lacks = (point: string) => mandate.lacks.find((lack) => lack.point === point);
  const others = mandate.lacks.filter((lack) => !["document", "identity", "will", "item"].includes(lack.point));
  return (
    <section className="panel" aria-label={say("helper.mandate")}>
      <div className="ph">
        {say("helper.mandate")} <span className="sp" />
        {mandate.lacks.length === 0 ? (
          <Pill tone="ok" testId="mandate-state">
            {say("helper.mandateChecked")}
          </Pill>
        ) : (
          <Pill tone="warn" testId="mandate-state">
            {say("helper.mandateLacks", { n: mandate.lacks.length })}
          </Pill>
        )}
      </div>
      <div className="pb">
        <dl className="mkv">
          <dt>{say("helper.principal")}</dt>
          <dd>
            {mandate.principal} <span className="num">{mandate.maskedNumber}</span>
          </dd>
          <dt>{say("helper.agent")}</dt>
          <dd>{mandate.kept ? say("helper.agentOf", { name: mandate.agentName }) : "—"}</dd>
          <dt>{say("helper.item")}</dt>
          <dd>{mandate.itemName}</dd>
          <dt>{say("helper.powers")}</dt>
          <dd>
            {mandate.powers.map((power) => say(powerWord[power] ?? "helper.power.fill")).join("、")}
            {mandate.powers.length === 0 ? "—" : "；"}
            {mandate.powers.length === 0 ? null : <u>{say("helper.noAccount")}</u>}
          </dd>
          <dt>{say("helper.term")}</dt>
          <dd className="num">{mandate.kept ? say("helper.fromTo", { from: mandate.from, until: mandate.until }) : "—"}</dd>
        </dl>
        <Line ok={lacks("document") === undefined} what={say("helper.check.document")} note={mandate.document ?? ""} testId="check-document" />
        <Line
          ok={lacks("identity") === undefined && mandate.kept}
          what={say("helper.check.identity")}
          note={mandate.identity === null ? "" : say(seenWord[mandate.identity] ?? "helper.seen.document")}
          testId="check-identity"
        />
        <Line
          ok={lacks("will") === undefined && mandate.kept}
          what={say("helper.check.will")}
          note={mandate.will === null ? "" : say(saidWord[mandate.will] ?? "helper.said.present")}
          testId="check-will"
        />
        <Line ok={lacks("item") === undefined && mandate.kept} what={say("helper.check.item")} testId="check-item" />
        {others.map((lack) => (
          <Line key={lack.code} ok={false} what={sentence(lack)} note={lack.code} />
        ))}
        <div className="acts">
          <Button keys="Ctrl+M" testId="open-mandate" onPress={onOpen}>
            {say(mandate.kept ? "helper.mandateEdit" : "helper.mandateKeep")}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** 移交窗口: the code, how far the draft is, and what the window still has to do. */
export function HandOver(props: {
  prepared: PreparedView | null;
  offer: OfferView | null;
  number: string;
  offsetS: number;
  why: string | null;
  onHandOver: () => void;
}) {
  const say = useWords();
  const { prepared, offer } = props;
  if (prepared === null) {
    return (
      <section className="panel" aria-label={say("helper.handOver")}>
        <div className="ph">{say("helper.handOver")}</div>
        <p className="pb mut sm">{say("helper.nothingToHand")}</p>
      </section>
    );
  }
  const his = prepared.left.filter(isHelpers);
  const theirs = prepared.left.filter((left) => !isHelpers(left));
  return (
    <section className="panel next" aria-label={say("helper.handOver")}>
      <div className="ph">
        {say("helper.handOver")}{" "}
        <span className="sub">
          {props.number} {prepared.applicant}
        </span>
      </div>
      <div className="pb">
        {offer === null ? null : <Code offer={offer} offsetS={props.offsetS} />}
        <Line
          ok={his.every((left) => left.what !== "fields")}
          what={say("helper.formFilled", { filled: prepared.filled, required: prepared.required })}
          note={`${prepared.share}%`}
          testId="prepared-form"
        />
        <Line
          ok={his.every((left) => left.what !== "materials")}
          what={say("helper.materialsIn", { have: prepared.inHand, want: prepared.materials })}
          note={say(prepared.inHand === prepared.materials ? "helper.whole" : "helper.notWhole")}
        />
        {theirs.length === 0 ? null : (
          <div className="ck" data-testid="left-for-window">
            <i className="n">!</i>
            <span>{say("helper.leftFor", { what: theirs.map((left) => leftText(left, say)).join("、") })}</span>
            <span className="mut">{say("helper.points", { n: theirs.length })}</span>
          </div>
        )}
        <Button tone="pri" keys="F9" why={props.why} testId="hand-over" stop={stop.next} onPress={props.onHandOver}>
          {say(offer === null ? "helper.handOverNow" : "helper.handOverAgain")}
        </Button>
      </div>
    </section>
  );
}

export function leftText(left: LeftView, say: ReturnType<typeof useWords>): string {
  return say(leftWord[left.what] ?? "helper.left.originals", { n: left.count });
}

function Code({ offer, offsetS }: { offer: OfferView; offsetS: number }) {
  const say = useWords();
  const now = useNow() - offsetS * 1000;
  const minutes = Math.max(0, Math.ceil((Date.parse(offer.until) - now) / 60_000));
  return (
    <div className="offer">
      <div className="sm mut">{minutes > 0 ? say("helper.codeFor", { n: minutes }) : say("helper.codeOver")}</div>
      <output className={`hcode num${minutes > 0 ? "" : " over"}`} data-testid="hand-over-code">
        {offer.code}
      </output>
      <div className="sm">
        {offer.ticket !== null
          ? say("helper.withTicket", { ticket: offer.ticket })
          : offer.group !== null
            ? say("helper.toGroup", { group: offer.group })
            : say("helper.toAny")}
      </div>
    </div>
  );
}

/** 今日帮办: counts, the one-minute promise, the three most frequent causes. */
export function Today({ view }: { view: HelperView }) {
  const say = useWords();
  const today: HelpToday = view.today;
  return (
    <section className="panel grow today" aria-label={say("helper.today")}>
      <div className="ph">
        {say("helper.today")} <span className="sub">{say("helper.todayHow")}</span>
      </div>
      <div className="pb">
        <Line
          ok={today.share === null || today.share >= 90}
          what={say("helper.promise")}
          note={
            today.share === null
              ? say("helper.none")
              : say("helper.promiseShare", { share: today.share, n: today.inTime, all: today.counted })
          }
          testId="promise"
        />
        <div className="ck">
          <i>·</i>
          <span>{say("helper.median")}</span>
          <span className="num b">{today.medianS === null ? "—" : say("helper.seconds", { n: today.medianS })}</span>
        </div>
        {today.reasons.map((reason, at) => (
          <div className="ck" key={reason.note}>
            <i className="num">{at + 1}</i>
            <span>{say(noteWord[reason.note] ?? "helper.note.other")}</span>
            <span className="num b">{reason.times}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
