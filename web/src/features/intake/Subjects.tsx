import { useEffect, useRef, useState } from "react";
import type { SubjectView } from "../../host/types";
import { TroubleError } from "../../host/host";
import { useCell } from "../../parts/cell";
import { composing, digitOf } from "../../parts/keys";
import { Options, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { TypedIdentity } from "../applicant/TypedIdentity";
import { useSession } from "../desk/session";
import type { Form } from "./form";
import type { Walk } from "./send";
import { stop } from "./walk";

/** People of the form beside the party: each is known by card, by a typed number, or picked from the family. */
export function Subjects({ form, walk }: { form: Form; walk: Walk }) {
  const say = useWords();
  const subjects = useCell(form.subjects);
  if (subjects.length === 0) return null;
  return (
    <section className="panel" aria-label={say("section.people")}>
      <div className="ph">
        {say("section.people")} <span className="sub">{say("people.how")}</span>
      </div>
      <div className="pb people">
        {subjects.map((subject) => (
          <Subject key={subject.subject} form={form} subject={subject} walk={walk} />
        ))}
      </div>
    </section>
  );
}

function Subject({ form, subject, walk }: { form: Form; subject: SubjectView; walk: Walk }) {
  const session = useSession();
  const say = useWords();
  const [active, setActive] = useState(false);
  const [typing, setTyping] = useState(false);
  const here = stop.subject(subject.subject);
  const known = subject.name !== null;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);

  async function act(deed: Parameters<Form["act"]>[0]): Promise<void> {
    const trouble = await form.act(deed);
    if (trouble !== null) session.tell(trouble);
  }

  const options: Option[] = [
    {
      digit: 1,
      label: say("applicant.readCard"),
      testId: `subject-${subject.subject}-card`,
      act: () =>
        void act(async (id) => {
          await session.cardLies();
          return session.host.identifySubjectCard(id, subject.subject);
        }),
    },
    {
      digit: 2,
      label: say("applicant.typed"),
      testId: `subject-${subject.subject}-typed`,
      act: () => setTyping(true),
    },
    ...subject.offered.slice(0, 6).map((relative, at) => ({
      digit: at + 3,
      label: `${relative.relation} ${relative.name}`,
      note: relative.maskedNumber,
      testId: `subject-${subject.subject}-relative-${at + 1}`,
      act: () => void act((id) => session.host.pickRelative(id, subject.subject, at)),
    })),
  ];
  if (session.desk.get()?.realm === "training") {
    options.push({
      digit: 9,
      label: say("applicant.place"),
      testId: `subject-${subject.subject}-place`,
      act: session.placeCard,
    });
  }

  return (
    <div
      ref={row}
      className={`person${active ? " cur" : ""}`}
      tabIndex={0}
      data-stop={here}
      data-stop-box
      data-testid={`subject-${subject.subject}`}
      onFocus={() => setActive(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setActive(false);
      }}
      onKeyDown={(event) => {
        if (composing(event) || event.target !== event.currentTarget) return;
        const digit = digitOf(event);
        const option = options.find((one) => one.digit === digit);
        if (option !== undefined) option.act();
        else if (event.key === "Enter" && event.shiftKey) walk.previous(here);
        else if (event.key === "Enter") walk.next(here);
        else return;
        event.preventDefault();
      }}
    >
      <div className="line1">
        <b>{subject.label}</b>
        {known ? (
          <span>
            {subject.name} <span className="num mut">{subject.maskedNumber}</span>
          </span>
        ) : (
          <span className="mut">
            {subject.mustBePresent ? say("people.mustBePresent") : say("people.mayBeAbsent")}
          </span>
        )}
        <span className="sp" />
        {known ? (
          <Pill tone="ok">{say("people.known")}</Pill>
        ) : (
          <Pill tone={subject.mustBePresent ? "warn" : "mute"}>{say("people.unknown")}</Pill>
        )}
      </div>
      {active || (!known && subject.mustBePresent) ? <Options options={options} small /> : null}
      {typing ? (
        <TypedIdentity
          title={say("people.typedTitle", { who: subject.label })}
          onClose={() => setTyping(false)}
          onGive={async (idType, idNumber, name, document) => {
            const trouble = await form.act((id) =>
              session.host.identifySubjectTyped(id, subject.subject, idType, idNumber, name, document),
            );
            if (trouble !== null) throw new TroubleError(trouble);
          }}
        />
      ) : null}
    </div>
  );
}
