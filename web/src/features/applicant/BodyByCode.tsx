import { useState } from "react";
import { troubleOf } from "../../host/host";
import type { BodyView, PartyChoice, TroubleView } from "../../host/types";
import { Dialog } from "../../parts/Dialog";
import { composing } from "../../parts/keys";
import { Options, optionKeys } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { BodyOnPaper, isSilent } from "./BodyOnPaper";

/**
 * A body by its 统一社会信用代码, then as what this person acts for it. Who came as an agent for the one
 * before is one again by Enter.
 */
export function BodyByCode(props: {
  title: string;
  note?: string;
  testId: string;
  agentBefore?: boolean;
  onClose: () => void;
  onChoose: (choice: PartyChoice) => Promise<TroubleView | null>;
}) {
  const session = useSession();
  const say = useWords();
  const [code, setCode] = useState("");
  const [body, setBody] = useState<BodyView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);

  const uscc = code.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  /** The register was asked about this code and did not answer. */
  const [onPaper, setOnPaper] = useState<string | null>(null);

  async function find(): Promise<void> {
    setWhy(null);
    try {
      setBody(await session.host.findBody(uscc));
    } catch (thrown) {
      const trouble = troubleOf(thrown);
      setWhy(trouble);
      if (isSilent(trouble.code)) setOnPaper(uscc);
    }
  }

  async function choose(asAgent: boolean): Promise<void> {
    if (body === null) return;
    setWhy(await props.onChoose({ kind: "body", uscc: body.uscc, asAgent }));
  }

  const options =
    body === null
      ? []
      : [
          {
            digit: 1,
            label: say("applicant.asRep"),
            testId: "body-as-rep",
            act: () => void choose(false),
          },
          {
            digit: 2,
            label: say("applicant.asAgent"),
            note: props.agentBefore === true ? say("another.asBefore") : undefined,
            testId: "body-as-agent",
            act: () => void choose(true),
          },
        ];
  return (
    <Dialog
      title={props.title}
      sub={props.note}
      testId={props.testId}
      onClose={props.onClose}
      keys={body === null ? {} : optionKeys(options)}
    >
      <div className="pb lines">
        <label htmlFor="uscc">{say("applicant.uscc")}</label>
        <input
          id="uscc"
          data-first
          data-testid="body-uscc"
          className="line num"
          autoComplete="off"
          spellCheck={false}
          readOnly={body !== null || onPaper !== null}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || composing(event)) return;
            event.preventDefault();
            if (onPaper !== null) return;
            if (body === null) void find();
            else if (props.agentBefore === true) void choose(true);
          }}
        />
      </div>
      <div className="pb">
        <Trouble trouble={why} testId="body-trouble" />
        {onPaper === null ? null : (
          <BodyOnPaper
            uscc={onPaper}
            onChoose={(choice) => void props.onChoose(choice).then(setWhy)}
            onClose={props.onClose}
          />
        )}
        {body === null ? null : (
          <>
            <p className="found" data-testid="body-name">
              {body.name} <span className="num mut sm">{body.uscc}</span>
            </p>
            <Options options={options} />
          </>
        )}
      </div>
    </Dialog>
  );
}
