/** The commands of the supervisor's page as they stand at this moment. What cannot be done says why. */
import type { Command } from "../desk/commands";

type Act =
  | "help"
  | "move"
  | "find"
  | "broadcast"
  | "helper"
  | "urge"
  | "callBack"
  | "inbox"
  | "undone"
  | "figures"
  | "prefill"
  | "looks"
  | "paperLedger"
  | "objections"
  | "cases"
  | "warning"
  | "transfers"
  | "library"
  | "commands"
  | "lock"
  | "language"
  | "theme"
  | "signOut";

export function supervisorCommands(now: {
  /** A board is here and the hall answers. */
  live: boolean;
  /** Some alert has such an act. */
  maySend: boolean;
  mayUrge: boolean;
  mayCallBack: boolean;
  /** 期限提醒 that no supervisor looked at. */
  warned: boolean;
  /** The act of the chosen alert that a key has. */
  hot: Act | null;
  acts: Record<Act, () => void>;
}): Command[] {
  const dead = now.live ? null : "board.off.noBoard";
  const row = (
    id: Act,
    keys: string,
    word: Command["word"],
    initials: string,
    why: Command["why"],
    bar = true,
  ): Command => ({
    id,
    keys,
    word,
    initials,
    why,
    bar,
    hot: why === null && now.hot === id,
    act: now.acts[id],
  });
  return [
    row("help", "F1", "key.help", "bz", null),
    row("move", "F2", "board.key.move", "dc", dead),
    row("find", "F3", "board.key.find", "cbj", dead),
    row("broadcast", "F6", "board.key.broadcast", "gb", dead),
    row("helper", "F7", "board.key.helper", "pbb", dead ?? (now.maySend ? null : "board.off.noHelper")),
    row("urge", "F8", "board.key.urge", "db", dead ?? (now.mayUrge ? null : "board.off.noUrge")),
    row(
      "callBack",
      "F9",
      "board.key.callBack",
      "hf",
      dead ?? (now.mayCallBack ? null : "board.off.noCallBack"),
    ),
    row("inbox", "Ctrl+I", "inbox.title", "sp", dead),
    row("undone", "Ctrl+U", "undone.key", "bbcs", dead),
    row("figures", "Ctrl+Shift+U", "figures.key", "gztj", dead, false),
    row("prefill", "Ctrl+Shift+F", "prefill.key", "ytl", dead, false),
    row("looks", "Ctrl+Shift+L", "looks.key", "sjjg", dead, false),
    row("paperLedger", "Ctrl+Shift+M", "ledger.key", "sztz", dead, false),
    row("objections", "Ctrl+Shift+J", "objection.key", "sjjh", dead, false),
    row("cases", "Ctrl+B", "board.key.cases", "bjqd", dead),
    row("warning", "Ctrl+Shift+D", "key.warning", "qxtx", now.warned ? null : "off.noWarning", false),
    row("transfers", "Ctrl+Shift+B", "key.transfers", "clyj", dead, false),
    row("library", "Ctrl+Shift+K", "key.library", "sxk", null, false),
    row("commands", "Ctrl+K", "key.commands", "ml", null),
    row("lock", "Ctrl+L", "key.lock", "sp", null),
    row("language", "Alt+L", "help.language", "qhyy", null, false),
    row("theme", "Alt+T", "help.theme", "qhzt", null, false),
    row("signOut", "", "rail.signOut", "tc", null, false),
  ];
}
