/** The commands of the helper's page as they stand at this moment. What cannot be done says why. */
import type { Command } from "../desk/commands";

type Act =
  | "help"
  | "take"
  | "find"
  | "next"
  | "materials"
  | "review"
  | "handOver"
  | "mandate"
  | "begin"
  | "park"
  | "end"
  | "library"
  | "commands"
  | "lock"
  | "language"
  | "theme"
  | "signOut";

export function helperCommands(now: {
  /** Nobody is being helped. */
  free: boolean;
  /** Somebody asks who is due. */
  asked: boolean;
  mayFind: boolean;
  /** A draft is open. */
  open: boolean;
  mayHand: boolean;
  mayMandate: boolean;
  acts: Record<Act, () => void>;
}): Command[] {
  const busy = now.free ? null : "helper.endFirst";
  const idle = now.free ? "off.noVisit" : null;
  const shut = now.open ? null : "off.noForm";
  const row = (
    id: Act,
    keys: string,
    word: Command["word"],
    initials: string,
    why: Command["why"],
    bar = true,
    hot = false,
  ): Command => ({ id, keys, word, initials, why, bar, hot, act: now.acts[id] });
  return [
    row("help", "F1", "key.help", "bz", null),
    row(
      "take",
      "F2",
      "helper.takeNext",
      "jxyqz",
      busy ?? (now.asked ? null : "off.nobodyAsks"),
      true,
      now.free && now.asked,
    ),
    row("find", "F3", "key.find", "csx", now.mayFind ? null : "off.noVisit"),
    row("next", "Enter", "key.next", "xydb", shut, true, now.open),
    row("materials", "F6", "key.materials", "cl", shut),
    row("review", "F7", "key.review", "ys", shut),
    row("handOver", "F9", "helper.handOver", "yjck", now.mayHand ? null : "off.noForm"),
    row("mandate", "Ctrl+M", "helper.mandate", "dbwt", now.mayMandate ? null : "helper.noMandate", now.mayMandate),
    row("begin", "Ctrl+N", "helper.begin", "ksbb", busy, now.free),
    row("park", "Ctrl+H", "key.park", "gq", shut),
    row("end", "Ctrl+E", "helper.end", "jsxz", idle),
    row("library", "Ctrl+Shift+K", "key.library", "sxk", null, false),
    row("commands", "Ctrl+K", "key.commands", "ml", null),
    row("lock", "Ctrl+L", "key.lock", "sp", null),
    row("language", "Alt+L", "help.language", "qhyy", null, false),
    row("theme", "Alt+T", "help.theme", "qhzt", null, false),
    row("signOut", "", "rail.signOut", "tc", null, false),
  ];
}
