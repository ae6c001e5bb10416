import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { DeskView, PartyView, PersonView, VisitView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { composing, digitOf, useKeys, writing } from "../../parts/keys";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill, type Tone } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import { stop } from "../intake/walk";
import { mayTake, reviewOf } from "../online/online";
import { askOf, partyChoices, toVerify } from "./applicant";
import { BodyByCode } from "./BodyByCode";
import { ECode } from "./ECode";
import { TypedIdentity } from "./TypedIdentity";
import { createWedge } from "./wedge";
import "./applicant.css";

const relationWord: Record<string, Word> = {
  legalRep: "relation.legalRep",
  operator: "relation.operator",
  staff: "relation.staff",
  agent: "relation.agent",
};

/** Who stands at the window: card, typed number, and for whom this person acts. Digits choose. */
export function Applicant({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const form = useCell(session.form);
  // Nothing is under way: no form, or one that something became of.
  const idle = useCell(session.outcome) !== null || form === null;
  const layer = useCell(session.layer);
  const [dialog, setDialog] = useState<"typed" | "code" | "body" | null>(null);
  // A code that a scanner wrote while no dialog stood open.
  const [shot, setShot] = useState<string | null>(null);
  const offers = useCell(session.online.offers);
  const visit = desk.visit;
  const [again, setAgain] = useState(false);
  const ask = askOf(visit);
  const choosing = visit !== null && (ask === "party" || (ask === "nothing" && again && idle));
  const options =
    ask === "person"
      ? personOptions()
      : choosing && visit !== null
        ? partyOptions(visit)
        : ask === "nothing" && idle
          ? [...begunOnline(1, 7), change()]
          : [];

  /** What he began online, by the digits that are free; where they do not suffice, the last one shows all of it. */
  function begunOnline(from: number, to: number): Option[] {
    const rows = offers?.rows.filter(mayTake) ?? [];
    const room = to - from + 1;
    if (room <= 0 || rows.length === 0) return [];
    const named = rows.length > room ? rows.slice(0, room - 1) : rows;
    const shown: Option[] = named.map((row, at) => {
      const review = reviewOf(row);
      return {
        digit: from + at,
        label: say("online.offer", { item: row.itemName }),
        note: `${row.applicant} · ${say(review.word, { n: row.remarks })}`,
        testId: `online-offer-${at + 1}`,
        act: () => void session.takeOnline(row.application).then(() => setTimeout(() => goToStop(stop.next), 0)),
      };
    });
    if (named.length === rows.length) return shown;
    const all: Option = {
      digit: to,
      label: say("online.more", { n: rows.length }),
      testId: "online-offer-all",
      act: () => session.layer.set({ kind: "online" }),
    };
    return [...shown, all];
  }

  function chosen(view: DeskView): void {
    setAgain(false);
    setDialog(null);
    session.show(view);
    session.layer.set({ kind: "palette" });
  }

  function change(): Option {
    return { digit: 8, label: say("applicant.change"), testId: "party-change", act: () => setAgain(true) };
  }

  function personOptions(): Option[] {
    const read: Option = {
      digit: 1,
      label: say("applicant.readCard"),
      testId: "card-read",
      act: () =>
        void session
          .deed("readCard", async () => {
            await session.cardLies();
            return session.host.readCard();
          })
          .then((view) => view !== null && session.show(view)),
    };
    const typed: Option = {
      digit: 2,
      label: say("applicant.typed"),
      testId: "card-typed",
      act: () => setDialog("typed"),
    };
    const code: Option = {
      digit: 3,
      label: say("applicant.code"),
      testId: "card-code",
      act: () => scan(null),
    };
    const place: Option = {
      digit: 9,
      label: say("applicant.place"),
      testId: "card-place",
      act: session.placeCard,
    };
    return desk.realm === "training" ? [read, typed, code, place] : [read, typed, code];
  }

  function scan(text: string | null): void {
    setShot(text);
    setDialog("code");
  }

  function partyOptions(open: VisitView): Option[] {
    const choices = partyChoices(open.bodies);
    return [
      ...choices.map(({ choice, body }, at) => ({
        digit: at + 1,
        label: body?.name ?? say("applicant.own", { name: open.person?.name ?? "" }),
        note:
          body === null
            ? say("applicant.ownNote")
            : `${say(relationWord[body.relation] ?? "relation.staff")} · ${body.uscc}`,
        testId: `party-${at + 1}`,
        act: () =>
          void session
            .deed("chooseParty", () => session.host.chooseParty(choice))
            .then((view) => view !== null && chosen(view)),
      })),
      {
        digit: choices.length + 1,
        label: say("applicant.byCode"),
        testId: `party-${choices.length + 1}`,
        act: () => setDialog("body"),
      },
      // One line: whom he acts for is the question.
      ...(choices.length + 2 > 9 ? [] : begunOnline(choices.length + 2, choices.length + 2)),
    ];
  }

  const guarded = Object.fromEntries(
    Object.entries(optionKeys(options)).map(([key, act]) => [
      key,
      (event: KeyboardEvent) => {
        if (!writing(event.target)) act(event);
      },
    ]),
  );
  useKeys(guarded, { when: dialog === null && layer === null && options.length > 0 && idle });
  // A scanner's keys are its own before any digit of them chooses.
  const listens = ask === "person" && dialog === null && layer === null;
  useEffect(() => {
    if (!listens) return;
    const wedge = createWedge(scan);
    const onKey = (event: KeyboardEvent) => {
      if (composing(event) || writing(event.target)) return;
      if (!wedge.takes(event, event.timeStamp)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [listens]);
  useEffect(() => {
    if ((ask === "person" || ask === "party") && form === null) goToStop("applicant");
  }, [ask, visit?.id, form]);

  return (
    <section
      className="panel"
      data-stop="applicant"
      tabIndex={-1}
      aria-label={say("applicant.title")}
      // Beside an open form the digits are the form's, unless the keyboard stands here.
      onKeyDown={(event) => {
        if (idle || composing(event) || event.target !== event.currentTarget) return;
        const option = options.find((one) => one.digit === digitOf(event));
        if (option === undefined) return;
        event.preventDefault();
        option.act();
      }}
    >
      <div className="ph">
        {say("applicant.title")}
        <span className="sp" />
        {visit?.person == null ? null : <Register person={visit.person} />}
      </div>
      <div className="pb">
        {visit === null ? <p className="mut sm">{say("applicant.nobody")}</p> : null}
        {visit?.person == null ? null : <Card party={visit.party} person={visit.person} />}
        {visit?.person == null ? null : <Opened person={visit.person} />}
        {ask === "person" && form !== null ? <Prepared form={form} /> : null}
        {ask === "person" && form === null ? <p className="sm mut ask">{say("applicant.askPerson")}</p> : null}
        {choosing ? (
          <p className="ask sm">
            <b>{say("applicant.askParty")}</b>
            {visit?.bodiesKnown === false ? <Pill tone="warn">{say("applicant.bodiesUnknown")}</Pill> : null}
          </p>
        ) : null}
        {options.length === 0 ? null : <Options options={options} small />}
      </div>
      {dialog === "typed" ? (
        <TypedIdentity
          title={say("applicant.typedTitle")}
          onClose={() => setDialog(null)}
          onGive={async (idType, idNumber, name, document) => {
            session.show(await session.host.identifyTyped(idType, idNumber, name, document));
          }}
        />
      ) : null}
      {dialog === "code" ? (
        <ECode
          shot={shot}
          onClose={() => setDialog(null)}
          onGive={async (text) => session.show(await session.host.identifyCode(text))}
          practice={desk.realm === "training" ? session.host.practiceCode : null}
        />
      ) : null}
      {dialog === "body" ? (
        <BodyByCode
          title={say("applicant.byCode")}
          testId="body-dialog"
          onClose={() => setDialog(null)}
          onChoose={async (choice) => {
            try {
              chosen(await session.host.chooseParty(choice));
              return null;
            } catch (thrown) {
              return troubleOf(thrown);
            }
          }}
        />
      ) : null}
    </section>
  );
}

const registerTone: Record<string, [Tone, Word]> = {
  match: ["ok", "register.match"],
  mismatch: ["bad", "register.mismatch"],
  unknown: ["warn", "register.unknown"],
  unavailable: ["warn", "register.unavailable"],
};

function Register({ person }: { person: PersonView }) {
  const say = useWords();
  const [tone, word] = registerTone[person.register] ?? ["warn", "register.unknown"];
  return <Pill tone={tone}>{say(word)}</Pill>;
}

/** What the real-name platform says against a typed name, and what a code opened. */
function Opened({ person }: { person: PersonView }) {
  const say = useWords();
  const against = person.realName === "mismatch" || person.realName === "unavailable";
  if (!against && person.licences.length === 0) return null;
  return (
    <div className="sm" data-testid="identity-beside">
      {person.realName === "mismatch" ? <Pill tone="bad">{say("realName.mismatch")}</Pill> : null}
      {person.realName === "unavailable" ? <Pill tone="warn">{say("realName.unavailable")}</Pill> : null}
      {person.licences.length === 0 ? null : say("ecode.opened", { what: person.licences.join("、") })}
    </div>
  );
}

/** How somebody was identified, with its grade (身份核验等级); nobody present has none. */
const hows: Record<string, [Word, number | null]> = {
  card: ["how.card", 3],
  code: ["how.code", 2],
  realName: ["how.realName", 1],
  document: ["how.document", 0],
  register: ["how.register", null],
};

function How({ how }: { how: string | null }) {
  const say = useWords();
  const [word, grade] = hows[how ?? ""] ?? ["how.nobody", null];
  const shown = grade === null ? say(word) : say("how.grade", { how: say(word), n: grade });
  // What nobody and nothing confirmed is told as such.
  return how === null || grade === 0 ? (
    <Pill tone="warn" testId="person-how">
      {shown}
    </Pill>
  ) : (
    <span className="src pop" data-testid="person-how">
      {shown}
    </span>
  );
}

/** Whom an open draft is for before anybody was identified in this visit, and what this window still has to verify. */
function Prepared({ form }: { form: Form }) {
  const say = useWords();
  const { party, schema } = form.view;
  const subjects = useCell(form.subjects);
  const slots = useCell(form.slots);
  // Counts change with every field; the accounts among them are few.
  useCell(form.counts);
  const fields = schema.map((one) => ({ schema: one, state: form.field(one.key).get() }));
  const left = toVerify(party, subjects, slots, fields);
  const lines = [
    left.person ? say("applicant.verify.person") : null,
    left.people.length > 0 ? say("applicant.verify.people", { who: left.people.join("、") }) : null,
    left.originals.length > 0 ? say("applicant.verify.originals", { what: left.originals.join("、") }) : null,
    left.accounts.length > 0 ? say("applicant.verify.accounts", { what: left.accounts.join("、") }) : null,
  ].filter((line) => line !== null);
  const person = { name: party.person, maskedNumber: party.maskedPerson, how: party.how };
  return (
    <>
      <Card party={party} person={person} />
      <div className="sm left-to-verify" data-testid="to-verify">
        {lines.length === 0 ? (
          <p className="mut">{say("applicant.verified", { how: say(hows[party.how ?? ""]?.[0] ?? "how.document") })}</p>
        ) : (
          <>
            <b>{say("applicant.verify")}</b>
            <ul className="verify">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

function Card(props: {
  party: PartyView | null;
  person: { name: string; maskedNumber: string; how: string | null };
}) {
  const say = useWords();
  const { party, person } = props;
  return (
    <>
      <div className="who">
        <div className="face" role="img" aria-label={say("applicant.photo")} />
        <div>
          <div className="nm">
            <span data-testid="person-name">{person.name}</span>
            <How how={person.how} />
          </div>
          <div className="sm num">{person.maskedNumber}</div>
        </div>
      </div>
      {party === null ? null : (
        <dl className="kv">
          <dt>{say("applicant.party")}</dt>
          <dd className="b" data-testid="party-name">
            {party.name}
          </dd>
          <dt>{say("applicant.as")}</dt>
          <dd>
            {party.body === null
              ? say("applicant.asSelf")
              : party.asAgent
                ? say("relation.agent")
                : say(relationWord[party.body.relation] ?? "relation.legalRep")}
          </dd>
        </dl>
      )}
    </>
  );
}
