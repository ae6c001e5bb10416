/**
 * Ctrl+Shift+A: what needs somebody's consent, asked about one by one and given with his card or on paper; what is taken
 * back; what becomes of what was read before. What is told stands beside the row, to be read out.
 */
import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { BaseView, ConsentChoices, ConsentSet, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import { Pill, type Tone } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { language, useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import { byWord, choose, howWord, rowsOf, sent, type Row, type Said } from "./consent";
import "./consent.css";

const stateWord: Record<string, [Word, Tone]> = {
  open: ["consent.open", "warn"],
  given: ["consent.yes", "ok"],
  refused: ["consent.refused", "mute"],
  withdrawn: ["consent.gone", "mute"],
};

export function Consent({ form, onClose }: { form: Form; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [choices, setChoices] = useState<ConsentChoices | null>(null);
  const [said, setSaid] = useState<Said>({});
  const [giver, setGiver] = useState("");
  const [at, setAt] = useState(0);
  const [trouble, setTrouble] = useState<TroubleView | null>(null);
  const load = () =>
    session.host.consentChoices(form.id).then(setChoices, (thrown: unknown) => setTrouble(troubleOf(thrown)));
  useEffect(() => void load(), []);
  const rows = choices === null ? [] : rowsOf(choices);
  const row = rows[Math.min(at, rows.length - 1)];
  const run = (deed: (id: string) => ReturnType<typeof session.host.giveConsent>) =>
    void form.act(deed).then((why) => {
      setTrouble(why);
      if (why === null) setSaid({});
      return load();
    });
  const mark = (one: Row, yes: boolean) => {
    if (one.kind === "place") run((id) => session.host.settleWithdrawn(id, one.place.key, yes));
    else setSaid(choose(said, one, giver, yes));
  };
  const take = (one: Row) => {
    if (one.kind === "set" && one.choice.state === "given") run((id) => session.host.withdrawConsent(id, [one.id]));
  };
  const now = sent(said, rows, giver);
  const ready = now.yes.length + now.no.length > 0;
  const give = (byCard: boolean) => {
    if (ready) run((id) => session.host.giveConsent(id, giver, byCard, now.yes, now.no));
  };
  const turn = (by: number) => {
    const all = choices?.givers ?? [];
    const place = all.findIndex((one) => one.code === giver);
    const next = all[(place + by + all.length) % Math.max(all.length, 1)];
    if (next !== undefined) setGiver(next.code);
  };
  const move = (by: number) => setAt(Math.max(0, Math.min(at + by, rows.length - 1)));
  return (
    <Dialog
      title={say("consent.key")}
      sub={choices === null ? "" : say("consent.sub", { item: choices.itemName, until: choices.until.slice(11, 16) })}
      wide
      testId="consent"
      onClose={onClose}
      keys={{
        ArrowDown: () => move(1),
        ArrowUp: () => move(-1),
        ArrowLeft: () => turn(-1),
        ArrowRight: () => turn(1),
        "1": () => row !== undefined && mark(row, true),
        "2": () => row !== undefined && mark(row, false),
        "3": () => row !== undefined && take(row),
        Enter: () => give(true),
        "Shift+Enter": () => give(false),
      }}
    >
      <div className="pb consent-dlg" tabIndex={0} data-first role="group" aria-label={say("consent.key")}>
        {choices === null || choices.givers.length < 2 ? null : (
          <div className="givers" role="radiogroup" aria-label={say("consent.who")}>
            <span className="mut">{say("consent.who")}</span>
            {choices.givers.map((one) => (
              <button
                key={one.code}
                type="button"
                role="radio"
                aria-checked={one.code === giver}
                tabIndex={-1}
                className="giver"
                data-testid={`giver-${one.code === "" ? "window" : one.code}`}
                onClick={() => setGiver(one.code)}
              >
                {one.name} <span className="num mut">{one.maskedNumber}</span>
              </button>
            ))}
            <Kbd keys="←→" />
          </div>
        )}
        <div className="consent-cols">
          <div className="consent-rows">
            {choices !== null && choices.withdrawn.length > 0 ? <h3>{say("consent.withdrawn")}</h3> : null}
            {rows.map((one, place) => (
              <div key={one.id}>
                {one.kind === "set" && rows[place - 1]?.kind !== "set" ? <h3>{say("consent.sets")}</h3> : null}
                <Line
                  row={one}
                  here={one === row}
                  said={said[one.id]}
                  giver={giver}
                  onHere={() => setAt(place)}
                  onMark={(yes) => mark(one, yes)}
                  onTake={() => take(one)}
                />
              </div>
            ))}
            {choices !== null && choices.sets.length === 0 ? <p className="mut">{say("consent.noSets")}</p> : null}
          </div>
          <div className="consent-told" aria-live="polite">
            {row?.kind === "set" ? <Base bases={choices?.bases ?? []} code={row.choice.set.base} /> : null}
            {choices === null || choices.told.length === 0 ? null : (
              <>
                <h3>{say("consent.told")}</h3>
                <Base bases={choices.bases} code={choices.told[0]?.base ?? ""} />
                <ul>
                  {choices.told.map((one) => (
                    <li key={one.code}>
                      <SetName set={one} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
        </div>
        <Trouble trouble={trouble} />
        <p className="sm mut">{say("consent.keys")}</p>
        <div className="consent-do">
          <span className="sm">{say("consent.cardHint")}</span>
          <span className="sp" />
          <Button keys="Shift+Enter" testId="consent-paper" why={ready ? null : say("consent.choose")} onPress={() => give(false)}>
            {say("consent.byPaper")}
          </Button>
          <Button keys="Enter" testId="consent-card" tone="pri" why={ready ? null : say("consent.choose")} onPress={() => give(true)}>
            {say("consent.byCard")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function SetName({ set }: { set: ConsentSet }) {
  const book = useCell(language);
  return (
    <>
      <b>{book === "en" ? set.en : set.title}</b> <span className="mut">{set.whose}</span>
      <br />
      <span className="sm">{set.fields.join("、")}</span>
    </>
  );
}

/** A base by its name, articles and what is told of it, in the language of the screen. */
function Base({ bases, code }: { bases: readonly BaseView[]; code: string }) {
  const book = useCell(language);
  const base = bases.find((one) => one.code === code);
  if (base === undefined) return null;
  return (
    <div className="base" data-testid={`base-${code}`}>
      <b>{book === "en" ? base.en : base.word}</b> <span className="sm mut">{base.articles.join("；")}</span>
      {base.told.map((one) => (
        <p key={one.zh}>{book === "en" ? one.en : one.zh}</p>
      ))}
    </div>
  );
}

function Line(props: {
  row: Row;
  here: boolean;
  said: boolean | undefined;
  giver: string;
  onHere: () => void;
  onMark: (yes: boolean) => void;
  onTake: () => void;
}) {
  const say = useWords();
  const { row, said } = props;
  const choice = (yes: boolean, word: Word, id: string) => (
    <button
      type="button"
      tabIndex={-1}
      aria-pressed={said === yes}
      className="sayit"
      data-testid={id}
      onClick={() => props.onMark(yes)}
    >
      <Kbd keys={yes ? "1" : "2"} /> {say(word)}
    </button>
  );
  return (
    <div
      className="consent-row"
      aria-current={props.here || undefined}
      data-testid={row.kind === "set" ? `set-${row.id}` : row.id}
      onClick={props.onHere}
    >
      {row.kind === "place" ? (
        <>
          <span>
            <b>{row.place.label}</b>
            <br />
            <span className="sm">{row.place.text}</span>
          </span>
          <span className="acts">
            {choice(true, "consent.keep", `keep-${row.place.key}`)}
            {choice(false, "consent.drop", `drop-${row.place.key}`)}
          </span>
        </>
      ) : (
        <>
          <span>
            <SetName set={row.choice.set} />
          </span>
          <span className="acts">
            <Pill tone={(stateWord[row.choice.state] ?? stateWord["open"]!)[1]} testId={`state-${row.id}`}>
              {say((stateWord[row.choice.state] ?? stateWord["open"]!)[0])}
            </Pill>
            {row.choice.state === "given" ? (
              <>
                <span className="sm mut">
                  {say(howWord(row.choice.how ?? ""))}，{say(byWord(row.choice.by ?? ""))} {row.choice.at}
                </span>
                <button type="button" tabIndex={-1} className="sayit" data-testid={`take-${row.id}`} onClick={props.onTake}>
                  <Kbd keys="3" /> {say("consent.take")}
                </button>
              </>
            ) : row.choice.givers.includes(props.giver) ? (
              <>
                {choice(true, "consent.yes", `yes-${row.id}`)}
                {choice(false, "consent.no", `no-${row.id}`)}
              </>
            ) : (
              <span className="sm red">{say("consent.guardian")}</span>
            )}
          </span>
        </>
      )}
    </div>
  );
}
