/** Whatever dialog lies on top. */
import { Cases } from "../features/cases/Cases";
import { Decision } from "../features/decision/Decision";
import { KeyList } from "../features/desk/Frame";
import { useSession, type Layer } from "../features/desk/session";
import { Detail } from "../features/intake/Detail";
import type { Form } from "../features/intake/form";
import { Reason } from "../features/intake/Reason";
import { stop } from "../features/intake/walk";
import { Papers } from "../features/papers/Papers";
import { Palette } from "../features/search/Palette";
import { Dialog } from "../parts/Dialog";
import { Options, optionKeys, type Option } from "../parts/Options";
import { goToStop } from "../parts/stops";
import { useWords, type Word } from "../words";

export function Layers({
  layer,
  form,
  onBlocked,
}: {
  layer: Layer | null;
  form: Form | null;
  onBlocked: () => void;
}) {
  const session = useSession();
  const close = () => session.layer.set(null);
  const toNext = () => void setTimeout(() => goToStop(stop.next), 0);
  switch (layer?.kind) {
    case undefined:
      return null;
    case "palette":
      return <Palette onClose={close} onOpened={toNext} />;
    case "cases":
      return <Cases onClose={close} />;
    case "papers":
      return (
        <Papers key={layer.slip ?? layer.paper?.id} slip={layer.slip} paper={layer.paper} onClose={close} />
      );
    case "endVisit":
      return <EndVisit onClose={close} />;
    case "walkIn":
      return <WalkIn onClose={close} />;
    case "help":
      return <Help onClose={close} />;
    case "decision":
      return form === null ? null : <Decision form={form} onClose={close} onBlocked={onBlocked} />;
    case "detail":
      return form === null ? null : <Detail form={form} fieldKey={layer.key} onClose={close} />;
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

const helpRows: [string, Word][] = [
  ["F2", "key.call"],
  ["Ctrl+N", "key.walkIn"],
  ["F3", "key.find"],
  ["Enter", "help.enter"],
  ["Shift+Enter", "help.back"],
  ["Alt+↓", "help.source"],
  ["Alt+1–9", "help.blocker"],
  ["Ctrl+1–6", "help.section"],
  ["F6", "key.materials"],
  ["F9", "key.decide"],
  ["Ctrl+P", "key.papers"],
  ["Ctrl+H", "key.park"],
  ["Ctrl+B", "key.cases"],
  ["Ctrl+E", "key.end"],
  ["Alt+Enter", "help.line"],
  ["Alt+L", "help.language"],
  ["Alt+T", "help.theme"],
  ["Esc", "help.esc"],
];

function Help({ onClose }: { onClose: () => void }) {
  const say = useWords();
  return (
    <Dialog title={say("help.title")} testId="help" wide onClose={onClose}>
      <div className="pb">
        <KeyList rows={helpRows.map(([keys, word]) => [keys, say(word)])} />
      </div>
    </Dialog>
  );
}
