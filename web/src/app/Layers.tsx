/** Whatever dialog lies on top. */
import { AskTime, EndPause } from "../features/cases/CaseClock";
import { Inbox } from "../features/approvals/Inbox";
import { AskGrant, AskOverride, AskRefusal, AskSecondDemand } from "../features/approvals/AskDialogs";
import { CasePage } from "../features/cases/CasePage";
import { Cases } from "../features/cases/Cases";
import { Consent } from "../features/consent/Consent";
import { Decision } from "../features/decision/Decision";
import { ReceiveOnly } from "../features/decision/ReceiveOnly";
import { Supplement } from "../features/decision/Supplement";
import type { Command } from "../features/desk/commands";
import { KeyList } from "../features/desk/Frame";
import { useSession, type Layer } from "../features/desk/session";
import { Transfers } from "../features/transfers/Transfers";
import { Detail } from "../features/intake/Detail";
import type { Form } from "../features/intake/form";
import { Reason } from "../features/intake/Reason";
import { ObjectionsPage } from "../features/objections/ObjectionsPage";
import { Raise } from "../features/objections/Raise";
import { OnlineList } from "../features/online/OnlineList";
import { OnlineOf } from "../features/online/OnlineOf";
import { stop } from "../features/intake/walk";
import { Papers } from "../features/papers/Papers";
import { Commands } from "../features/search/Commands";
import { Another } from "../features/queue/Another";
import { CopyPrevious } from "../features/queue/CopyPrevious";
import { AnswerCall } from "../features/messages/AnswerCall";
import { Compose } from "../features/messages/Compose";
import { HallMessages, SupportDialog } from "../features/messages/Dialogs";
import { ParkVisit, Pause, Transfer } from "../features/queue/Dialogs";
import { Scan } from "../features/scan/Scan";
import { Collect } from "../features/results/Collect";
import { Deliver } from "../features/results/Deliver";
import { VoidCase } from "../features/results/Void";
import { Library } from "../features/library/Library";
import { Palette } from "../features/search/Palette";
import { Consult } from "../features/telling/Consult";
import { Notice } from "../features/telling/Notice";
import type { DeskView } from "../host/types";
import { AskHelp, Held, TakeHandOver } from "../features/takeover/Dialogs";
import { Dialog } from "../parts/Dialog";
import { Options, optionKeys, type Option } from "../parts/Options";
import { goToStop } from "../parts/stops";
import { useWords, type Word } from "../words";

export function Layers({
  layer,
  desk,
  form,
  commands,
  editing,
  places = placeKeys,
  onBlocked,
}: {
  layer: Layer | null;
  desk: DeskView;
  form: Form | null;
  commands: Command[];
  editing: boolean;
  /** Keys that are no commands, for the help. */
  places?: [string, Word][];
  onBlocked: () => void;
}) {
  const session = useSession();
  const close = () => session.layer.set(null);
  /** Back to the page of the case that led here. */
  const toCase = (slip: string) => () => session.layer.set({ kind: "case", slip, clock: null });
  const toNext = () => void setTimeout(() => goToStop(stop.next), 0);
  switch (layer?.kind) {
    case undefined:
      return null;
    case "palette":
      return <Palette find={layer.find ?? ""} onClose={close} onOpened={toNext} />;
    case "library":
      return <Library item={layer.item} onClose={() => session.layer.set(layer.back ?? null)} />;
    case "online": {
      const of = editing ? (form?.online.get() ?? null) : null;
      return of === null ? <OnlineList desk={desk} onClose={close} /> : <OnlineOf of={of} onClose={close} />;
    }
    case "scan":
      return form === null ? null : (
        <Scan
          key={form.id}
          form={form}
          where={`${desk.visit?.person?.name ?? ""} · ${form.view.itemName}`}
          onClose={close}
        />
      );
    case "consent":
      return form === null ? null : <Consent form={form} onClose={close} />;
    case "cases":
      return <Cases key={layer.list} start={layer.list} onClose={close} />;
    case "case":
      return (
        <CasePage
          key={layer.slip}
          slip={layer.slip}
          clock={layer.clock}
          first={layer.first ?? null}
          desk={desk}
          onClose={close}
        />
      );
    case "collect":
      return <Collect onClose={close} />;
    case "void":
      return (
        <VoidCase key={layer.slip} slip={layer.slip} itemName={layer.itemName} desk={desk} onClose={close} />
      );
    case "deliver":
      return <Deliver key={layer.slip} slip={layer.slip} desk={desk} onClose={close} />;
    case "papers":
      return (
        <Papers key={layer.slip ?? layer.paper?.id} slip={layer.slip} paper={layer.paper} onClose={close} />
      );
    case "takeHandOver":
      return <TakeHandOver onClose={close} onDone={toNext} />;
    case "held":
      return <Held slip={layer.slip} onClose={close} />;
    case "askHelp":
      return <AskHelp onClose={close} />;
    case "support":
      return <SupportDialog onClose={close} />;
    case "messages":
      return <HallMessages offsetS={desk.link.offsetS} onClose={close} />;
    case "compose":
      return <Compose desk={desk} to={layer.to} onClose={close} />;
    case "answerCall":
      return <AnswerCall key={layer.id} id={layer.id} offsetS={desk.link.offsetS} onClose={close} />;
    // The helper's page and the supervisor's draw their own.
    case "openAssist":
    case "endAssist":
    case "mandate":
    case "handOver":
    case "moveWindow":
    case "window":
    case "releaseWindow":
    case "reassignDrafts":
    case "openCases":
    case "badRating":
    case "looks":
    case "paperLedger":
    case "prefill":
    case "undone":
    case "toldFigures":
      return null;
    case "notice":
      return <Notice told={layer.told} onClose={close} />;
    case "findConsult":
      return <Palette consulting onClose={close} onOpened={() => undefined} />;
    case "consult":
      return <Consult key={layer.first.id} first={layer.first} onClose={close} />;
    case "endVisit":
      return <EndVisit onClose={close} />;
    case "walkIn":
      return <WalkIn onClose={close} />;
    case "parkVisit":
      return <ParkVisit desk={desk} editing={editing} onClose={close} />;
    case "transfer":
      return <Transfer desk={desk} onClose={close} />;
    case "pause":
      return <Pause onClose={close} />;
    case "copyPrevious":
      return form === null ? null : <CopyPrevious form={form} onClose={close} />;
    case "another":
      return form === null ? null : <Another form={form} onClose={close} />;
    case "transfers":
      return <Transfers onClose={close} />;
    case "help":
      return <Help commands={commands} places={places} onClose={close} />;
    case "commands":
      return <Commands commands={commands} onClose={close} />;
    case "decision":
      return form === null ? null : <Decision form={form} onClose={close} onBlocked={onBlocked} />;
    case "refusal":
      return form === null ? null : (
        <AskRefusal form={form} notNeeded={layer.notNeeded} onClose={close} />
      );
    case "supplement":
      return form === null ? null : <Supplement form={form} onClose={close} />;
    case "receiveOnly":
      return form === null ? null : <ReceiveOnly form={form} onClose={close} />;
    case "override":
      return form === null ? null : (
        <AskOverride form={form} caseNumber={layer.caseNumber} onClose={close} />
      );
    case "grant":
      return form === null ? null : (
        <AskGrant form={form} dataset={layer.dataset} label={layer.label} onClose={close} />
      );
    case "secondDemand":
      return (
        <AskSecondDemand
          slip={layer.slip}
          itemName={layer.itemName}
          materials={layer.materials ?? []}
          onClose={
            layer.back === true
              ? () => session.layer.set({ kind: "supplement" })
              : layer.materials === undefined
                ? close
                : toCase(layer.slip)
          }
        />
      );
    case "caseClock":
      return layer.paused ? (
        <EndPause slip={layer.slip} itemName={layer.itemName} onClose={close} />
      ) : (
        <AskTime slip={layer.slip} itemName={layer.itemName} onClose={close} />
      );
    case "inbox":
      return <Inbox onClose={close} />;
    case "detail":
      return form === null ? null : <Detail form={form} fieldKey={layer.key} onClose={close} />;
    case "objection":
      return form === null ? null : <Raise key={layer.key} form={form} fieldKey={layer.key} onClose={close} />;
    case "objections":
      return <ObjectionsPage onClose={close} />;
    case "reason":
      return form === null ? null : (
        <Reason form={form} fieldKey={layer.key} text={layer.text} then={layer.then} onClose={close} />
      );
  }
}

function EndVisit({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const end = (how: "served" | "left") => {
    onClose();
    void session.endVisit(how);
  };
  const options: Option[] = [
    {
      digit: 1,
      label: say("end.served"),
      note: say("end.servedNote"),
      testId: "end-served",
      act: () => end("served"),
    },
    {
      digit: 2,
      label: say("end.left"),
      note: say("end.leftNote"),
      testId: "end-left",
      act: () => end("left"),
    },
  ];
  return (
    <Dialog title={say("key.end")} testId="end-dialog" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}

const walkInReasons: Word[] = ["walkIn.elderly", "walkIn.helper", "walkIn.supplement", "walkIn.other"];

function WalkIn({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const options: Option[] = walkInReasons.map((word, at) => ({
    digit: at + 1,
    label: say(word),
    testId: `walk-in-${at + 1}`,
    act: () => {
      onClose();
      void session
        .deed("walkIn", () => session.host.walkIn(say(word)))
        .then((view) => view !== null && session.show(view));
    },
  }));
  return (
    <Dialog title={say("walkIn.title")} testId="walk-in" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}

/** Keys that are no commands: they belong to the place where the keyboard stands. */
const placeKeys: [string, Word][] = [
  ["Enter", "help.enter"],
  ["Shift+Enter", "help.back"],
  ["Alt+↓", "help.source"],
  ["Ctrl+Enter", "help.suggested"],
  ["Alt+1–9", "help.blocker"],
  ["Ctrl+1–6", "help.section"],
  ["Alt+Enter", "help.line"],
  ["Esc", "help.esc"],
];

function Help({
  commands,
  places,
  onClose,
}: {
  commands: Command[];
  places: [string, Word][];
  onClose: () => void;
}) {
  const say = useWords();
  const rows: [string, Word][] = [
    ...commands
      .filter((command) => command.keys !== "Enter" && command.keys !== "")
      .map(({ keys, word }): [string, Word] => [keys, word]),
    ...places,
  ];
  return (
    <Dialog title={say("help.title")} testId="help" wide onClose={onClose}>
      {/* The list may be longer than the window: the arrows scroll what has the focus. */}
      <div className="pb" tabIndex={0} data-first role="group" aria-label={say("help.title")}>
        <KeyList rows={rows.map(([keys, word]) => [keys, say(word)])} />
      </div>
    </Dialog>
  );
}
