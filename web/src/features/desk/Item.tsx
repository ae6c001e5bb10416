import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import type { Form } from "../intake/form";
import { isOpen } from "../intake/questions";
import { signatures, tally, toBring } from "../materials/materials";
import { reviewCount } from "../review/review";

/** The item's head with the section bar: live counts, any order, nothing locks anything. */
export function ItemHead({
  form,
  done,
  onSection,
  onFind,
}: {
  form: Form;
  done: boolean;
  onSection: (at: number) => void;
  onFind: () => void;
}) {
  const say = useWords();
  return (
    <section className="panel item">
      <h1>
        <span className="nm" data-testid="item-name">
          {form.view.itemName}
        </span>
        <Pill tone="info">{form.view.itemType}</Pill>
        <span className="sp" />
        <button type="button" className="srch" onClick={onFind}>
          <span>{say("search.open")}</span>
          <Kbd keys="F3" />
        </button>
      </h1>
      {done ? null : <Sections form={form} onSection={onSection} />}
    </section>
  );
}

function Sections({ form, onSection }: { form: Form; onSection: (at: number) => void }) {
  const say = useWords();
  const questions = useCell(form.questions);
  const subjects = useCell(form.subjects);
  const counts = useCell(form.counts);
  const slots = useCell(form.slots);
  const findings = useCell(form.findings);
  const answered = questions.filter((one) => !isOpen(one)).length;
  const wanted = subjects.filter((one) => one.mustBePresent);
  const known = wanted.filter((one) => one.name !== null).length;
  const { have, want } = tally(slots);
  const bring = toBring(slots).length;
  const { blocks, reminders } = reviewCount(findings);
  const signed = signatures(slots);
  const share = (part: number, whole: number) => (whole === 0 ? "" : `${part}/${whole}`);
  const bar: [string, string, boolean][] = [
    [
      say(wanted.length === 0 ? "section.questions" : "section.questionsPeople"),
      share(answered + known, questions.length + wanted.length),
      answered === questions.length && known === wanted.length,
    ],
    [say("section.told"), bring === 0 ? "" : say("section.toldCount", { n: bring }), bring === 0],
    [
      say("section.form"),
      `${counts.requiredFilled}/${counts.required}`,
      counts.requiredFilled === counts.required,
    ],
    [say("section.materials"), `${have}/${want}`, have === want],
    [
      say("section.findings"),
      blocks > 0
        ? say("section.blocks", { n: blocks })
        : reminders > 0
          ? say("section.reminders", { n: reminders })
          : "",
      blocks === 0,
    ],
    [say("section.sign"), share(signed.have, signed.want), signed.want > 0 && signed.have === signed.want],
  ];
  return (
    <nav className="secs" aria-label={say("section.bar")}>
      {(form.helping ? bar.slice(0, 5) : bar).map(([word, count, done], at) => {
        const open = at === 5 && signed.want === 0 ? "" : done ? "done" : "todo";
        return (
          <button
            key={at}
            type="button"
            tabIndex={-1}
            className={open}
            title={`Ctrl+${at + 1}`}
            data-testid={`section-${at + 1}`}
            onClick={() => onSection(at)}
          >
            {open === "" ? "" : done ? "✓ " : "! "}
            {word} {count}
          </button>
        );
      })}
    </nav>
  );
}
