/** 接收帮办移交 by its code, asking a helper to come, and a draft that another window holds. */
import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { FieldState, HeldView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { noteWord } from "../helper/Requests";
import { codeOf, takenNotice } from "./takeover";
import "./takeover.css";

export function TakeHandOver({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const session = useSession();
  const say = useWords();
  const [code, setCode] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);

  async function take(): Promise<void> {
    if (busy || code.length < 4) return;
    setBusy(true);
    try {
      const taken = await session.host.takeHandOver(code);
      session.show(await session.host.deskView());
      session.tell(takenNotice(taken), "info");
      onClose();
      onDone();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
      setCode("");
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={say("takeover.title")} sub={say("takeover.titleHow")} testId="take-hand-over" onClose={onClose}>
      <form
        className="pb takecode"
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        <input
          className="box num"
          data-first
          data-testid="hand-over-code"
          inputMode="numeric"
          autoComplete="off"
          aria-label={say("takeover.code")}
          placeholder="· · · ·"
          value={code}
          onChange={(event) => {
            setCode(codeOf(event.target.value));
            setWhy(null);
          }}
        />
        <Trouble trouble={why} testId="take-trouble" />
        <div className="row2">
          <Button
            type="submit"
            tone="pri"
            keys="Enter"
            why={code.length < 4 ? say("takeover.fourDigits") : null}
            testId="take-confirm"
          >
            {say("takeover.take")}
          </Button>
          <Button keys="Esc" onPress={onClose}>
            {say("dialog.close")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const notes = ["explain", "form", "materials", "elderly", "mobility", "other"] as const;

export function AskHelp({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const options: Option[] = notes.map((note, at) => ({
    digit: at + 1,
    label: say(noteWord[note] ?? "helper.note.other"),
    testId: `ask-${note}`,
    act: () => {
      onClose();
      void session.deed("askHelp", async () => {
        await session.host.askHelp(note);
        session.tell(
          {
            code: "",
            zh: "已呼叫帮办员，一分钟内到场。",
            en: "A helper has been asked to come; within a minute somebody does.",
          },
          "info",
        );
        return true;
      });
    },
  }));
  return (
    <Dialog title={say("takeover.askHelp")} testId="ask-help" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}

/** 只读: a draft of another window with its holder's name; 请求接管. */
export function Held({ slip, onClose }: { slip: string; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const moved = useCell(session.assisting);
  const [typed, setTyped] = useState(slip);
  const [asked, setAsked] = useState(slip);
  const [held, setHeld] = useState<HeldView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);

  useEffect(() => {
    if (asked === "") return;
    session.host.lookAtHeld(asked).then(
      (view) => {
        setHeld(view);
        setWhy(null);
      },
      (thrown: unknown) => setWhy(troubleOf(thrown)),
    );
  }, [session, asked, moved]);

  function ask(view: HeldView): void {
    session.host.askForDraft(view.intake.id).then(
      () => setHeld({ ...view, asked: true }),
      (thrown: unknown) => setWhy(troubleOf(thrown)),
    );
  }
  async function open(view: HeldView): Promise<void> {
    const trouble = await session.resume(view.intake.id);
    if (trouble === null) onClose();
    else setWhy(trouble);
  }

  return (
    <Dialog title={say("takeover.held")} sub={say("takeover.heldHow")} testId="held" wide onClose={onClose}>
      {held === null ? (
        <form
          className="pb"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(typed.trim());
          }}
        >
          <input
            className="box num"
            data-first
            data-testid="held-slip"
            maxLength={16}
            aria-label={say("outcome.slip")}
            placeholder={say("outcome.slip")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
      ) : (
        <>
          <div className="pb heldhead">
            <Pill tone={held.ours ? "ok" : "warn"} testId="held-by">
              {held.ours
                ? say("takeover.oursNow")
                : say("takeover.heldBy", { desk: held.desk, name: held.name })}
            </Pill>
            <b>{held.intake.itemName}</b>
            <span className="mut num">{held.intake.slip}</span>
            <span className="sp" />
            {held.ours ? (
              <Button tone="pri" testId="held-open" onPress={() => void open(held)}>
                {say("takeover.open")}
              </Button>
            ) : (
              <Button
                tone="pri"
                testId="held-ask"
                why={held.asked ? say("takeover.askedAlready") : null}
                onPress={() => ask(held)}
              >
                {say(held.asked ? "takeover.waiting" : "takeover.ask")}
              </Button>
            )}
          </div>
          <ReadOnly held={held} />
        </>
      )}
      <div className="pb">
        <Trouble trouble={why} testId="held-trouble" />
      </div>
    </Dialog>
  );
}

function ReadOnly({ held }: { held: HeldView }) {
  const say = useWords();
  const states = new Map<string, FieldState>(held.intake.delta.fields.map((state) => [state.key, state]));
  return (
    <div className="heldbox" tabIndex={0} role="group" aria-label={say("takeover.held")}>
      <dl className="heldform" data-testid="held-form">
        {held.intake.schema.map((schema) => {
          const state = states.get(schema.key);
          if (state === undefined || !state.shown) return null;
          return (
            <div key={schema.key}>
              <dt>{schema.label}</dt>
              <dd>
                {state.filled ? state.text : "—"}
                {state.chip === null ? null : <small className="mut"> {state.chip.label}</small>}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
