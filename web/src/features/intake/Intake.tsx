import { memo } from "react";
import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { EditionBar } from "./EditionBar";
import { Field } from "./Field";
import type { Form } from "./form";
import type { Walk } from "./send";
import { Sources } from "./Sources";
import "./intake.css";

/** 申请表单: groups of fields. Only heads and single fields are drawn again after a change. */
export const FormPanel = memo(function FormPanel({ form, walk }: { form: Form; walk: Walk }) {
  const say = useWords();
  return (
    <section className="panel" aria-label={say("section.form")}>
      <div className="ph">
        {say("section.form")} <Meter form={form} />
        <span className="sp" />
        <span className="sub">
          <Kbd keys="Enter" /> {say("form.enter")} · <Kbd keys="Alt+↓" /> {say("form.source")}
        </span>
      </div>
      <EditionBar />
      <Sources form={form} />
      <div className="pb fg">
        {form.groups.map((group, at) => (
          <Group key={group.name} form={form} at={at} walk={walk} />
        ))}
      </div>
    </section>
  );
});

function Group({ form, at, walk }: { form: Form; at: number; walk: Walk }) {
  const group = form.groups[at];
  if (group === undefined) return null;
  return (
    <>
      <GroupHead form={form} group={group} />
      {group.fields.map((schema) => (
        <Field key={schema.key} form={form} schema={schema} walk={walk} />
      ))}
    </>
  );
}

function GroupHead({ form, group }: { form: Form; group: Form["groups"][number] }) {
  const say = useWords();
  const count = useCell(group.count);
  const at = useCell(form.shownGroups).indexOf(group.name);
  if (at < 0) return null;
  return (
    <div className="grp">
      {say("form.numerals")[at] ?? at + 1}
      {say("form.after")}
      {group.name}
      {count.missing === 0 ? (
        <Pill tone="ok">
          {count.filled}/{count.shown}
        </Pill>
      ) : (
        <Pill tone="warn">{say("form.lacks", { n: count.missing })}</Pill>
      )}
    </div>
  );
}

function Meter({ form }: { form: Form }) {
  const say = useWords();
  const counts = useCell(form.counts);
  const { meantForSources: meant, prefilled: filled } = counts;
  const share = meant === 0 ? 0 : Math.round((filled / meant) * 100);
  return (
    <span className="sub" data-testid="prefill-meter">
      {say("form.meter", { meant, filled, share })}
    </span>
  );
}
