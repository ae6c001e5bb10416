/** Ctrl+G: the 一次性告知书 that was just made, or the same again. Enter prints, T texts, Esc closes. */
import { useState } from "react";
import type { NoticeTextView, PaperView, ToldOnceView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { usePrinting } from "../papers/printing";
import { Sheet } from "../papers/Papers";
import { TextLine } from "./TextLine";
import "../papers/papers.css";
import "./telling.css";

export function Notice({ told, onClose }: { told: ToldOnceView; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  return (
    <NoticePaper
      paper={told.paper}
      look={() => session.host.noticeText(told.slip)}
      send={(phone, agreed) => session.host.textNotice(told.slip, phone, agreed)}
      onClose={onClose}
    >
      <Pill tone={told.again ? "info" : "ok"} testId="told-state">
        {told.again ? say("told.again", { at: hallMinute(told.on) }) : say("told.first")}
      </Pill>
      <span className="sm mut num">{say("told.digest", { digest: told.digest.slice(0, 16) })}</span>
      {told.beyond.length === 0 ? null : (
        <p className="sm warn" role="status" data-testid="told-beyond">
          {say("told.beyond", { names: told.beyond.join("、") })}
        </p>
      )}
    </NoticePaper>
  );
}

const nothing = () => undefined;

/** One notice with its text line; what is known of it stands above. */
export function NoticePaper(props: {
  paper: PaperView;
  look: (() => Promise<NoticeTextView>) | null;
  send: (phone: string | null, agreed: boolean) => Promise<NoticeTextView>;
  children: React.ReactNode;
  onClose: () => void;
}) {
  const say = useWords();
  const [texting, setTexting] = useState(false);
  const printing = usePrinting(props.paper, nothing, nothing);
  const leave = () => (texting ? setTexting(false) : printing.back() || props.onClose());
  return (
    <Dialog
      title={props.paper.title}
      sub={say("told.keys")}
      wide
      testId="notice"
      onClose={leave}
      keys={
        texting
          ? {}
          : {
              ...printing.keys,
              ...(printing.picking ? {} : { Enter: () => void printing.print(), T: () => setTexting(true) }),
            }
      }
    >
      <div className="pb picks told">{props.children}</div>
      {texting ? <TextLine look={props.look} send={props.send} onClose={() => setTexting(false)} /> : null}
      <Sheet paper={props.paper} named />
      {printing.shown}
      <div className="pb foot">
        <Button keys="Esc" onPress={leave}>
          {say(texting ? "dialog.back" : "dialog.close")}
        </Button>
        <span className="sp" />
        {texting ? null : (
          <>
            <Button keys="T" testId="notice-texting" onPress={() => setTexting(true)}>
              {say("told.text")}
            </Button>
            <Button tone="pri" keys="Enter" testId="notice-print" onPress={() => void printing.print()}>
              {say("papers.print")}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
