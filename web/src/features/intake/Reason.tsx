import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys } from "../../parts/Options";
import { useWords } from "../../words";
import type { Form } from "./form";

/** The codes that the desk keeps (cases/src/form/cell.rs). */
const reasons = ["applicantStates", "byDocument", "sourceOld", "sourceWrong"] as const;

/** Why a value that a register gave is replaced by hand. Both values are kept. */
export function Reason(props: {
  form: Form;
  fieldKey: string;
  text: string;
  onClose: () => void;
  then: () => void;
}) {
  const say = useWords();
  const options = reasons.map((code, at) => ({
    digit: at + 1,
    label: say(`reason.${code}`),
    testId: `reason-${at + 1}`,
    act: () => {
      void props.form.commit(props.fieldKey, props.text, code);
      props.onClose();
      // After the dialog has given the focus back.
      setTimeout(props.then, 0);
    },
  }));
  return (
    <Dialog
      title={say("reason.title", { label: props.form.label(props.fieldKey) })}
      testId="reason"
      onClose={props.onClose}
      keys={optionKeys(options)}
    >
      <div className="pb">
        <p className="mut sm">{say("reason.what", { text: props.text })}</p>
        <Options options={options} />
      </div>
    </Dialog>
  );
}
