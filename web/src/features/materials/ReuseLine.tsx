import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { ReusableView } from "../../host/types";
import { Button } from "../../parts/Button";
import { digitOf } from "../../parts/keys";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";

/** More than this many have no digit. */
const most = 9;

/** 复用: what was handed in with earlier cases, each with its age and grade; a digit takes one. */
export function ReuseLine(props: {
  form: Form;
  material: string;
  onBack: () => void;
  onGive: (slip: string) => void;
}) {
  const session = useSession();
  const say = useWords();
  const [rows, setRows] = useState<ReusableView[] | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const { form, material } = props;
  useEffect(() => {
    box.current?.focus();
    let gone = false;
    session.host.reusableMaterials(form.id, material).then(
      (found) => gone || setRows(found.slice(0, most)),
      (thrown: unknown) => {
        if (gone) return;
        setRows([]);
        session.tell(troubleOf(thrown));
      },
    );
    return () => void (gone = true);
  }, [session, form, material]);
  return (
    <div
      ref={box}
      className="reuse"
      tabIndex={-1}
      data-testid={`reuse-${material}`}
      onKeyDown={(event) => {
        const digit = digitOf(event);
        const row = digit === null ? undefined : rows?.[digit - 1];
        if (event.key === "Escape") props.onBack();
        else if (row !== undefined) props.onGive(row.slip);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <b>{say("reuse.title")}</b> <small className="mut">{say("reuse.ask")}</small>
      {rows !== null && rows.length === 0 ? <p className="mut">{say("reuse.none")}</p> : null}
      {(rows ?? []).map((row, at) => (
        <button key={row.slip} type="button" className="btn" data-testid={`reuse-${at + 1}`} onClick={() => props.onGive(row.slip)}>
          <kbd>{at + 1}</kbd> {row.materialName} · {say("reuse.row", { item: row.itemName, slip: row.slip })} ·{" "}
          {say("reuse.age", { day: row.receivedAt.slice(0, 10), days: row.days, pages: row.pages })} ·{" "}
          {say("grade.of", { grade: row.grade })}
        </button>
      ))}
      <Button keys="Esc" onPress={props.onBack}>
        {say("dialog.back")}
      </Button>
    </div>
  );
}
