import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys } from "../../parts/Options";
import { useWords, type Word } from "../../words";
import type { Form } from "./form";

const reasons: Word[] = ["reason.applicant", "reason.document", "reason.outdated", "reason.error"];

/** Why a value that a register gave is replaced by hand. Both values are kept. */
export function Reason(props: {
  form: Form;
  fieldKey: string;
  text: string;
  onClose: () => void;
  then: () => void;
}) {
  const say = useWords();
  const options = reasons.map((word, at) => ({
    digit: at + 1,
    label: say(word),
    testId: `reason-${at + 1}`,
    act: () => {
      void props.form.commit(props.fieldKey, props.text, say(word));
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
