/** What the keyboard can do with the number at the window, with the window, and between two intakes of a visit. */
import type { DeskView } from "../../host/types";
import type { Command } from "../desk/commands";
import type { Session } from "../desk/session";
import { queueDeeds } from "./deeds";

export function queueCommands(session: Session, desk: DeskView, editing: boolean): Command[] {
  const deeds = queueDeeds(session);
  const visit = desk.visit;
  const numbered = visit !== null && visit.called !== null;
  const noNumber = visit === null ? "off.noVisit" : numbered ? null : "queue.noNumber";
  const over = session.form.get() !== null && !editing;
  const paused = desk.queue.window?.state === "paused";
  const open = (next: Parameters<typeof session.layer.set>[0]) => () => session.layer.set(next);
  return [
    {
      id: "recall",
      keys: "Shift+F2",
      word: "key.recall",
      initials: "ch",
      why: noNumber,
      bar: false,
      act: deeds.recall,
    },
    {
      id: "park",
      keys: "Ctrl+H",
      word: "key.park",
      initials: "gq",
      why: numbered || editing ? null : "off.noForm",
      bar: numbered || editing,
      act: numbered ? open({ kind: "parkVisit" }) : () => void session.park(),
    },
    {
      id: "transfer",
      keys: "Ctrl+T",
      word: "key.transfer",
      initials: "zy",
      why: noNumber,
      bar: numbered && !editing,
      act: open({ kind: "transfer" }),
    },
    { id: "miss", keys: "", word: "queue.miss", initials: "gh", why: noNumber, bar: false, act: deeds.miss },
    {
      // What is on the screen decides which of the two it is: an open intake, or one that something became of.
      id: "copyPrevious",
      keys: "Ctrl+D",
      word: over ? "key.another" : "key.copy",
      initials: over ? "xyj" : "fzsyj",
      why: over ? (visit?.party == null ? "off.noVisit" : null) : editing ? null : "off.noForm",
      bar: over,
      act: open({ kind: over ? "another" : "copyPrevious" }),
    },
    {
      id: "pauseWindow",
      keys: "",
      word: paused ? "window.resume" : "window.pause",
      initials: paused ? "hfjh" : "ztck",
      why: visit === null ? null : "off.visit",
      bar: false,
      act: paused ? deeds.resume : open({ kind: "pause" }),
    },
    {
      id: "takeShift",
      keys: "",
      word: "window.takeShift",
      initials: "bljjb",
      why: desk.queue.shiftDue ? null : "window.noShift",
      bar: false,
      act: deeds.takeShift,
    },
  ];
}
