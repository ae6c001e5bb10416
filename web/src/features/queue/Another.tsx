/** 下一件: who files the same item again for another body names it here; what goes over is chosen right after. */
import { useCell } from "../../parts/cell";
import { useWords } from "../../words";
import { BodyByCode } from "../applicant/BodyByCode";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";

export function Another({ form, onClose }: { form: Form; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const visit = useCell(session.desk)?.visit ?? null;
  return (
    <BodyByCode
      title={say("another.title", { n: (visit?.handed ?? 0) + 1 })}
      note={form.view.itemName}
      testId="another"
      agentBefore={form.view.party.asAgent}
      onClose={onClose}
      onChoose={async (choice) => {
        const trouble = await session.fileAnother(choice);
        if (trouble === null) session.layer.set({ kind: "copyPrevious" });
        return trouble;
      }}
    />
  );
}
