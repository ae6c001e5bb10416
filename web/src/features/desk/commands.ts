/** Everything the keyboard can do on the desk, in one list: the key bar, the command palette and the help show it. */
import type { Word } from "../../words";

export interface Command {
  id: string;
  /** As the bar shows it, `Ctrl+K`; empty where there is no key. */
  keys: string;
  word: Word;
  /** Initials of the Chinese words, so that no input method is needed. */
  initials: string;
  /** Why it does nothing now; `null` when it does something. */
  why: Word | null;
  /** The one that fits this moment best. */
  hot?: boolean;
  /** Has a place in the key bar. */
  bar: boolean;
  act: () => void;
}

/** Keys that one row of the bar has room for. */
const barKeys = 12;

/** What the key bar shows: where there are too many, keys that do nothing now are left out, the last ones first. */
export function barOf(commands: Command[]): Command[] {
  const bar = commands.filter((command) => command.bar);
  let over = bar.length - barKeys;
  const kept = [...bar].reverse().filter((command) => {
    if (over <= 0 || command.why === null) return true;
    over -= 1;
    return false;
  });
  return kept.reverse();
}

/** Commands that fit what was typed: by words, initials, key or their English; those that can be used come first. */
export function fittingCommands(
  commands: Command[],
  typed: string,
  words: (command: Command) => string[],
): Command[] {
  const text = typed.trim().toLowerCase();
  const fits = (command: Command): boolean =>
    command.initials.startsWith(text) ||
    (command.keys !== "" &&
      command.keys.toLowerCase().replaceAll("+", "").startsWith(text.replaceAll("+", ""))) ||
    words(command).some((word) => initialsOf(word).startsWith(text) || word.toLowerCase().includes(text));
  const found = text === "" ? commands : commands.filter(fits);
  return [...found.filter((one) => one.why === null), ...found.filter((one) => one.why !== null)];
}

/** `Print preview` → `pp`. */
function initialsOf(words: string): string {
  return (words.toLowerCase().match(/\b[a-z]/g) ?? []).join("");
}
