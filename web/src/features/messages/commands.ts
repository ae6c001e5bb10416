/** Keys of a window and of a helper: call for support, raise the quiet alarm, confirm what the hall says. */
import type { MessagesView } from "../../host/types";
import type { Command } from "../desk/commands";
import type { Session } from "../desk/session";
import { standing, talkOf } from "./messages";

export function messageCommands(session: Session, view: MessagesView): Command[] {
  const { messages } = session;
  const now = (): number => Date.now() - (session.desk.get()?.link.offsetS ?? 0) * 1000;

  /** What the strip shows whole is confirmed; what it cuts off is read first. */
  function next(): void {
    const unread = talkOf(view, now())?.unread ?? null;
    if (unread === null || messages.long.get()) session.layer.set({ kind: "messages" });
    else void messages.acknowledge(unread.id);
  }

  return [
    {
      id: "support",
      keys: "Ctrl+Shift+H",
      word: "msg.support",
      initials: "qqzy",
      why: null,
      bar: false,
      act: () => session.layer.set({ kind: "support" }),
    },
    {
      id: "quietAlarm",
      keys: "Ctrl+Shift+Y",
      word: "msg.quiet",
      initials: "jmbj",
      why: null,
      bar: false,
      act: () => void messages.quietAlarm(),
    },
    {
      id: "quietBack",
      keys: "",
      word: "msg.quietBack",
      initials: "chbj",
      why: view.quiet === null ? "off.noAlarm" : null,
      bar: false,
      act: () => {
        if (view.quiet !== null) void messages.withdraw(view.quiet.id);
      },
    },
    {
      id: "messages",
      keys: "Ctrl+Shift+M",
      word: "msg.title",
      initials: "dtxx",
      why: standing(view, now()).length === 0 ? "off.noMessage" : null,
      bar: false,
      act: next,
    },
  ];
}
