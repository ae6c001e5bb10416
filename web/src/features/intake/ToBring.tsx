import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { toBring } from "../materials/materials";
import type { Form } from "./form";

/** 一次告知: in one line everything that the chosen situation still asks the applicant for, and nothing else. */
export function ToBring({ form }: { form: Form }) {
  const session = useSession();
  const say = useWords();
  const missing = toBring(useCell(form.slots));
  return (
    <section className="panel pb guide" aria-label={say("section.told")} data-stop="told" tabIndex={-1}>
      <b>{say("section.told")}</b>
      {missing.length === 0 ? (
        <span className="mut sm">{say("told.nothing")}</span>
      ) : (
        <span className="told" data-testid="told">
          {say("told.bring", { n: missing.length })}
          {missing.map((slot, at) => (
            <span key={slot.material} data-testid={`told-${slot.material}`}>
              {at === 0 ? "" : say("word.and")}
              <b>{slot.name}</b> <span className="mut">{copiesOf(slot.originals, slot.copies, say)}</span>
            </span>
          ))}
        </span>
      )}
      {missing.length > 0 ? null : (
        <>
          <span className="sp" />
          <Pill tone="ok">{say("told.complete")}</Pill>
        </>
      )}
      {session.host.window !== "clerk" ? null : (
        <Button keys="Ctrl+G" testId="tell-once" onPress={() => void session.tellOnce()}>
          {say("key.tellOnce")}
        </Button>
      )}
    </section>
  );
}

function copiesOf(originals: number, copies: number, say: ReturnType<typeof useWords>): string {
  const parts = [
    originals > 0 ? say("told.originals", { n: originals }) : "",
    copies > 0 ? say("told.copies", { n: copies }) : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
