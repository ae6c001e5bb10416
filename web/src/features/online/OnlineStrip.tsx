/** Above the form of an intake that was begun online: where it came from and what the pre-review said. */
import { useCell } from "../../parts/cell";
import { Button } from "../../parts/Button";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import { Stands } from "./OnlineOf";
import "./online.css";

export function OnlineStrip({ form }: { form: Form }) {
  const session = useSession();
  const say = useWords();
  const of = useCell(form.online);
  if (of === null) return null;
  return (
    <section className="panel online-strip" aria-label={say("online.of", { id: of.application })} data-testid="online-strip">
      <div className="ph">
        {say("online.of", { id: of.application })} <Stands of={of} />
        {of.changed.length === 0 ? null : <Pill tone="warn">{say("online.changed")}</Pill>}
        <span className="sp" />
        <span className="sub num">
          {say("online.submitted", { at: hallMinute(of.submittedAt) })}
          {of.revision > 1 ? ` · ${say("online.revision", { n: of.revision - 1 })}` : ""}
        </span>
        <Button
          keys="Ctrl+Shift+O"
          testId="online-look"
          onPress={() => session.layer.set({ kind: "online" })}
        >
          {say("online.open")}
        </Button>
      </div>
      {(of.review?.remarks.length ?? 0) === 0 && of.left.length === 0 ? null : (
        <p className="pb sm online-said">
          {(of.review?.remarks ?? []).map((remark) => remark.text).join("；")}
          {of.left.length === 0 ? null : (
            <span className="mut" data-testid="online-left-count">
              {" "}
              {say("online.left")} {of.left.length}
            </span>
          )}
        </p>
      )}
    </section>
  );
}
