import type { Command } from "../desk/commands";
import type { Session } from "../desk/session";

/** 换新版, and seeing what it left behind. `shut` is why nothing can be done with an intake now. */
export function editionCommand(session: Session, shut: Command["why"]): Command {
  return {
    id: "moveEdition",
    keys: "Ctrl+Shift+E",
    word: "key.moveEdition",
    initials: "hxb",
    why: shut ?? (session.edition.waits() ? null : "off.noEdition"),
    bar: false,
    act: () => void session.moveEdition(),
  };
}
