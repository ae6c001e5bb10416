import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { TrailRow } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useMedia } from "../../parts/media";
import { useWords, type Word } from "../../words";
import type { Form } from "../intake/form";
import { useSession } from "./session";

const deedWord: Record<string, Word> = {
  call_next: "trail.call_next",
  walk_in: "trail.walk_in",
  identify: "trail.identify",
  choose_party: "trail.choose_party",
  find_body: "trail.find_body",
  open_intake: "trail.open_intake",
  supplement: "trail.supplement",
  take_return: "trail.take_return",
  tick_demand: "trail.tick_demand",
  promise_material: "trail.promise_material",
  resume_intake: "trail.resume_intake",
  reopen_case: "trail.reopen_case",
  fill: "trail.fill",
  look_refused: "trail.look_refused",
  raise_objection: "trail.raise_objection",
  objection_answered: "trail.objection_answered",
  late_answer: "trail.late_answer",
  licence: "trail.licence",
  retry_source: "trail.retry_source",
  edit_intake: "trail.edit_intake",
  undo_edit: "trail.undo_edit",
  move_edition: "trail.move_edition",
  reveal: "trail.reveal",
  identify_subject: "trail.identify_subject",
  make_form: "trail.make_form",
  sign_form: "trail.sign_form",
  paper: "trail.paper",
  import_file: "trail.import_file",
  accept: "trail.accept",
  receive: "trail.receive",
  ask_refusal: "trail.ask_refusal",
  ask_override: "trail.ask_override",
  ask_grant: "trail.ask_grant",
  refuse: "trail.refuse",
};

/** Where the style sheet has room for the trail. */
const roomyScreen = "(min-height: 801px)";
const restMs = 400;

/** Deeds whose purpose says more than their word: the ticket, the item, the source, the field. */
const telling = new Set(["call_next", "walk_in", "open_intake", "fill", "look_refused", "licence", "retry_source", "reveal"]);

/** 办件轨迹: what the desk's log says of this intake and its visit. It follows every saved revision. */
export function Trail({ form }: { form: Form }) {
  const session = useSession();
  const say = useWords();
  const head = useCell(form.head);
  const [rows, setRows] = useState<TrailRow[]>([]);
  const list = useRef<HTMLOListElement>(null);
  const roomy = useMedia(roomyScreen);
  const drawn = useRef(false);
  useEffect(() => {
    if (!roomy) return;
    let wanted = true;
    // Typing goes on meanwhile: the log is read when the hand rests.
    const timer = setTimeout(() => {
      // A trail that does not come leaves the one before.
      session.host.trail(form.id).then(
        (told) => wanted && setRows(told),
        () => undefined,
      );
    }, drawn.current ? restMs : 0);
    drawn.current = true;
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [session, form, head.revision, roomy]);
  // The latest is what is looked for.
  useLayoutEffect(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [rows]);
  /** The log names a source by its code; the screen says its name. */
  const told = (purpose: string): string => {
    const code = purpose.split(" ").at(-1);
    return form.sources.get().find((source) => source.dataset === code)?.label ?? purpose;
  };
  return (
    <section className="panel trail" aria-label={say("trail.title")}>
      <div className="ph">
        {say("trail.title")} <span className="sub">{say("trail.how")}</span>
      </div>
      <ol ref={list} className="pb tl" data-testid="trail" tabIndex={0} aria-label={say("trail.title")}>
        {rows.map((row, at) => {
          const word = deedWord[row.deed];
          return (
            <li key={at}>
              <span className="num mut">{row.at}</span>
              <i />
              <span>
                <b>{word === undefined ? row.purpose : say(word)}</b>
                {row.times > 1 ? <span className="mut"> ×{row.times}</span> : null}
                {word !== undefined && telling.has(row.deed) ? (
                  <span className="mut"> {told(row.purpose)}</span>
                ) : null}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
