/** 提请审批: a ground or a time by its digit, then words. The digits rest while words are written; Alt+digit chooses then. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { troubleOf } from "../../host/host";
import type { ApprovalView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Options, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { language, useWords } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import "./approvals.css";

/** The hall takes no more of a reason; see the desk's refusal in words. */
const longest = 500;

interface Choice {
  label: string;
  note?: string;
  testId: string;
}

/** One request: what may be chosen, a line where one is needed, and the reasons. */
export function Ask(props: {
  title: string;
  sub: string;
  testId: string;
  choices: Choice[];
  /** A line of text before the reasons. */
  line?: { label: string; value: string; most?: number; set: (text: string) => void } | undefined;
  hint: string;
  chosen: number | null;
  choose: (at: number) => void;
  children?: ReactNode;
  ask: (reason: string) => Promise<ApprovalView>;
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const first = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null);
  const { chosen, choices, line } = props;
  const ready = choices.length === 0 || chosen !== null;

  useEffect(() => {
    if (ready) first.current?.focus();
  }, [ready, chosen]);

  async function submit(): Promise<void> {
    if (busy) return;
    setBusy(true);
    try {
      await props.ask(reason.trim());
      await session.approvals.refresh();
      props.onClose();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }

  const missing = !ready
    ? say("decision.chooseFirst")
    : line !== undefined && line.value.trim() === ""
      ? say("ask.lineFirst", { what: line.label })
      : reason.trim() === ""
        ? say("ask.wordsFirst")
        : null;
  const options: Option[] = choices.map((choice, at) => ({
    digit: at + 1,
    label: choice.label,
    note: choice.note,
    chosen: chosen === at,
    testId: choice.testId,
    act: () => props.choose(at),
  }));
  const keys: KeyMap = { Enter: () => (missing === null ? void submit() : first.current?.focus()) };
  for (const option of options) {
    keys[`Alt+${option.digit}`] = option.act;
    if (chosen === null) keys[String(option.digit)] = option.act;
  }

  return (
    <Dialog title={props.title} sub={props.sub} wide testId={props.testId} onClose={props.onClose} keys={keys}>
      <div className="pb asking">
        {choices.length === 0 ? null : <Options options={options} />}
        {ready ? (
          <>
            {line === undefined ? null : (
              <label>
                {line.label}
                <input
                  ref={(node) => {
                    first.current = node;
                  }}
                  data-testid="ask-line"
                  maxLength={line.most ?? 80}
                  autoComplete="off"
                  value={line.value}
                  onChange={(event) => line.set(event.target.value)}
                />
              </label>
            )}
            <label>
              {say("ask.reason")}
              <textarea
                ref={
                  line === undefined
                    ? (node) => {
                        first.current = node;
                      }
                    : undefined
                }
                data-testid="ask-reason"
                rows={3}
                maxLength={longest}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            {props.children}
          </>
        ) : null}
        <p className="sm mut">{props.hint}</p>
        <Trouble trouble={why} testId="ask-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={props.onClose}>
          {say("dialog.back")}
        </Button>
        <Button
          tone="pri"
          keys="Enter"
          testId="ask-confirm"
          why={busy ? say("dialog.wait") : missing}
          onPress={() => void submit()}
        >
          {say("ask.confirm")}
        </Button>
      </div>
    </Dialog>
  );
}

/**
 * F9, ways 4 and 5: the ground by its digit, the body that is right where it is not ours, and the reasons of the paper.
 * Where there is one ground alone it is chosen.
 */
export function AskRefusal({
  form,
  notNeeded,
  onClose,
}: {
  form: Form;
  notNeeded: boolean;
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const grounds = form.view.grounds.filter((one) => one.notNeeded === notNeeded);
  const [chosen, setChosen] = useState<number | null>(grounds.length === 1 ? 0 : null);
  const [body, setBody] = useState("");
  const ground = chosen === null ? null : (grounds[chosen] ?? null);
  return (
    <Ask
      title={say(notNeeded ? "ask.notNeeded" : "ask.refusal")}
      sub={form.view.itemName}
      testId="refusal-dialog"
      choices={grounds.map((one) => ({
        label: book === "en" ? one.en : one.zh,
        note: one.basis,
        testId: `ground-${one.code}`,
      }))}
      chosen={chosen}
      choose={setChosen}
      line={
        ground?.needsBody === true ? { label: say("ask.rightBody"), value: body, set: setBody } : undefined
      }
      hint={say("ask.refusalHint")}
      ask={async (reason) => {
        await form.settled();
        return session.host.askRefusal(
          form.id,
          form.head.get().revision,
          ground?.code ?? "",
          reason,
          ground?.needsBody === true ? body.trim() : null,
        );
      }}
      onClose={onClose}
    />
  );
}

/** After a duplicate: asks to have both stand. */
export function AskOverride({
  form,
  caseNumber,
  onClose,
}: {
  form: Form;
  caseNumber: string;
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  return (
    <Ask
      title={say("ask.override")}
      sub={form.view.itemName}
      testId="override-dialog"
      choices={[]}
      chosen={null}
      choose={() => undefined}
      hint={say("ask.overrideHint", { number: caseNumber })}
      ask={async (reason) => {
        await form.settled();
        return session.host.askOverride(form.id, form.head.get().revision, caseNumber, reason);
      }}
      onClose={onClose}
    />
  );
}

/** Days that a grant may be asked for. */
const spans = [1, 7, 30];

export function AskGrant(props: { form: Form; dataset: string; label: string; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <Ask
      title={say("ask.grant", { source: props.label })}
      sub={props.form.view.itemName}
      testId="grant-dialog"
      choices={spans.map((days) => ({
        label: days === 1 ? say("ask.today") : say("ask.days", { n: days }),
        testId: `grant-${days}`,
      }))}
      chosen={chosen}
      choose={setChosen}
      hint={say("ask.grantHint")}
      ask={(reason) => session.host.askGrant(props.form.id, props.dataset, spans[chosen ?? 0] ?? 1, reason)}
      onClose={props.onClose}
    />
  );
}

/** From 办件: more is to be asked for, although everything was asked for once. */
export function AskSecondDemand(props: {
  slip: string;
  itemName: string;
  /** What is to be asked for, where that is known. */
  materials: string[];
  onClose: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const [names, setNames] = useState(props.materials.join("、"));
  return (
    <Ask
      title={say("ask.secondDemand")}
      sub={`${props.itemName} · ${props.slip}`}
      testId="second-demand-dialog"
      choices={[]}
      chosen={null}
      choose={() => undefined}
      line={{ label: say("ask.materials"), value: names, most: 4000, set: setNames }}
      hint={say("ask.secondDemandHint")}
      ask={(reason) => session.host.askSecondDemand(props.slip, namesOf(names), reason)}
      onClose={props.onClose}
    />
  );
}

/** Names of one line, parted as people part them. */
export function namesOf(line: string): string[] {
  return line
    .split(/[、，,；;]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
