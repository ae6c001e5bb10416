/** 凭纸质执照: the register does not answer; the clerk reads the name off the licence and says who stands here. */
import { useState } from "react";
import { composing, useKeys } from "../../parts/keys";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { useWords, type Word } from "../../words";
import type { PartyChoice } from "../../host/types";

/** Codes of a register, or a hall, that gives no answer. What it knows nothing of is not taken from paper. */
const silent = /^YC-(231\d|232\d|5201)$/;
export const isSilent = (code: string): boolean => silent.test(code);

const relations: [relation: string, word: Word, asAgent: boolean][] = [
  ["legalRep", "relation.legalRep", false],
  ["operator", "relation.operator", false],
  ["staff", "relation.staff", false],
  ["agent", "relation.agent", true],
];

export function BodyOnPaper(props: {
  uscc: string;
  onChoose: (choice: PartyChoice) => void;
  onClose: () => void;
}) {
  const { uscc, onChoose } = props;
  const say = useWords();
  const [name, setName] = useState("");
  const [read, setRead] = useState(false);
  const options: Option[] = relations.map(([relation, word, asAgent], at) => ({
    digit: at + 1,
    label: say(word),
    testId: `paper-${relation}`,
    act: () => onChoose({ kind: "bodyOnPaper", uscc, name: name.trim(), relation, asAgent }),
  }));
  // Digits may stand in a name: they choose once it is read.
  useKeys({ Escape: props.onClose, ...optionKeys(options) }, { modal: true, when: read });
  return (
    <>
      <div className="lines">
        <label htmlFor="paper-name">{say("applicant.paperName")}</label>
        <input
          id="paper-name"
          data-testid="paper-name"
          className="line"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          readOnly={read}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || composing(event)) return;
            event.preventDefault();
            if (name.trim() !== "") setRead(true);
          }}
        />
      </div>
      {read ? <Options options={options} /> : <p className="mut sm">{say("applicant.paperHow")}</p>}
    </>
  );
}
