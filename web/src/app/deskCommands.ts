/** The commands of the desk as they stand at this moment. What cannot be done says why. */
import { askOf } from "../features/applicant/applicant";
import { askOnceMore } from "../features/approvals/ApprovalStrip";
import { ofForm } from "../features/approvals/approvals";
import type { Command } from "../features/desk/commands";
import { messageCommands } from "../features/messages/commands";
import { queueCommands } from "../features/queue/commands";
import { whyNoCall } from "../features/queue/queue";
import type { Session } from "../features/desk/session";
import { editionCommand } from "../features/intake/editionCommand";
import type { Form } from "../features/intake/form";
import { stop } from "../features/intake/walk";
import { mayFollow } from "../features/materials/materials";
import type { DeskView, MessagesView } from "../host/types";
import { currentStop, goToStop } from "../parts/stops";
import { switchLanguage } from "../words";
import { turnTheme } from "./theme";

export function deskCommands(now: {
  session: Session;
  desk: DeskView;
  messages: MessagesView;
  form: Form | null;
  /** The form is open and nothing has become of it yet. */
  editing: boolean;
  advance: () => void;
}): Command[] {
  const { session, form, editing } = now;
  const visit = now.desk.visit;
  const open = (next: Parameters<typeof session.layer.set>[0]) => () => session.layer.set(next);
  const inVisit = visit === null ? "off.noVisit" : null;
  const free = visit === null ? null : "off.visit";
  const inForm = editing ? null : "off.noForm";

  const all = session.approvals.all.get();
  const asked = form === null || !editing ? null : (ofForm(all, form.view)[0] ?? null);

  function materials(): void {
    const slots = form?.slots.get() ?? [];
    const first = slots.find((slot) => !slot.satisfied && slot.applies !== false) ?? slots[0];
    if (first !== undefined) goToStop(stop.slot(first.material));
  }

  /** 容缺 of the material where the keyboard stands; from elsewhere the first that may come later is gone to. */
  const tolerant = editing && form !== null && form.slots.get().some((slot) => mayFollow(slot) || slot.promised);
  function promise(): void {
    const here = currentStop() ?? "";
    const slots = form?.slots.get() ?? [];
    const slot = slots.find((one) => stop.slot(one.material) === here);
    if (form === null) return;
    if (slot === undefined) {
      const first = slots.find(mayFollow) ?? slots.find((one) => one.promised);
      if (first !== undefined) goToStop(stop.slot(first.material));
      return;
    }
    void form
      .act((id) => session.host.promiseMaterial(id, slot.material, !slot.promised))
      .then((trouble) => trouble !== null && session.tell(trouble));
  }

  async function review(): Promise<void> {
    const trouble = (await form?.review()) ?? null;
    if (trouble !== null) session.tell(trouble);
    goToStop(stop.review);
  }

  async function undo(): Promise<void> {
    const key = await session.undo();
    if (key !== null) goToStop(stop.field(key));
  }

  return [
    { id: "help", keys: "F1", word: "key.help", initials: "bz", why: null, bar: true, act: open({ kind: "help" }) },
    {
      id: "call",
      keys: "F2",
      word: "key.call",
      initials: "jh",
      why: free ?? whyNoCall(now.desk.queue),
      hot: visit === null && whyNoCall(now.desk.queue) === null,
      bar: true,
      act: () => void session.callNext(),
    },
    {
      id: "find",
      keys: "F3",
      word: "key.find",
      initials: "csx",
      why: null,
      hot: form === null && askOf(visit) === "nothing",
      bar: true,
      act: open({ kind: "palette" }),
    },
    {
      id: "next",
      keys: "Enter",
      word: "key.next",
      initials: "xydb",
      why: form === null ? "off.noForm" : null,
      hot: editing,
      bar: true,
      act: now.advance,
    },
    { id: "materials", keys: "F6", word: "key.materials", initials: "cl", why: inForm, bar: true, act: materials },
    {
      id: "scan",
      keys: "Ctrl+Shift+S",
      word: "key.scan",
      initials: "smcl",
      why: inForm,
      bar: false,
      act: open({ kind: "scan" }),
    },
    {
      id: "promise",
      keys: "Shift+F6",
      word: "key.promise",
      initials: "rqhb",
      why: inForm ?? (tolerant ? null : "off.noTolerant"),
      bar: tolerant,
      act: promise,
    },
    {
      id: "review",
      keys: "F7",
      word: "key.review",
      initials: "ys",
      why: inForm,
      bar: true,
      act: () => void review(),
    },
    {
      id: "customer",
      keys: "F8",
      word: now.desk.applicant.attached ? "key.customer" : "key.openCustomer",
      initials: now.desk.applicant.attached ? "skhp" : "kkhp",
      why: now.desk.applicant.attached ? inForm : null,
      bar: editing,
      act: () => void (editing ? session.sendToApplicant() : session.openApplicant()),
    },
    {
      id: "object",
      keys: "Ctrl+Shift+J",
      word: "objection.raise",
      initials: "tcjh",
      why: inForm,
      bar: false,
      act: () => {
        const here = currentStop() ?? "";
        if (here.startsWith("field:")) session.layer.set({ kind: "objection", key: here.slice("field:".length) });
      },
    },
    {
      id: "objections",
      keys: "",
      word: "objection.key",
      initials: "sjjh",
      why: null,
      bar: false,
      act: open({ kind: "objections" }),
    },
    {
      id: "decide",
      keys: "F9",
      word: "key.decide",
      initials: "sljd",
      why: inForm,
      bar: true,
      act: open({ kind: "decision" }),
    },
    {
      id: "askAgain",
      keys: "Ctrl+Y",
      word: "approval.again",
      initials: "cxtq",
      why: asked === null || (asked.state !== "denied" && !asked.stale) ? "off.noAsked" : null,
      bar: false,
      act: () => {
        if (asked !== null && form !== null) askOnceMore(session, asked, form);
      },
    },
    {
      id: "withdrawApproval",
      keys: "Ctrl+Shift+Z",
      word: "approval.withdraw",
      initials: "chtq",
      why: asked === null || asked.state === "denied" ? "off.noAsked" : null,
      bar: false,
      act: () => {
        if (asked !== null)
          void session
            .deed("withdrawApproval", () => session.host.withdrawApproval(asked.id))
            .then(() => session.approvals.refresh());
      },
    },
    {
      id: "papers",
      keys: "Ctrl+P",
      word: "key.papers",
      initials: "ws",
      why: form === null ? "off.noForm" : null,
      bar: true,
      act: () => {
        if (form !== null) session.layer.set({ kind: "papers", slip: form.view.slip, paper: null });
      },
    },
    ...queueCommands(session, now.desk, editing),
    {
      id: "walkIn",
      keys: "Ctrl+N",
      word: "key.walkIn",
      initials: "mhzb",
      why: free,
      bar: !editing,
      act: open({ kind: "walkIn" }),
    },
    {
      id: "end",
      keys: "Ctrl+E",
      word: "key.end",
      initials: "jsjd",
      why: inVisit,
      // It stands at the ticket as well; the bar has room for so many.
      bar: !tolerant,
      act: open({ kind: "endVisit" }),
    },
    {
      id: "takeHandOver",
      keys: "Ctrl+J",
      word: "takeover.title",
      initials: "jsbbyj",
      why: null,
      bar: false,
      act: open({ kind: "takeHandOver" }),
    },
    {
      id: "online",
      keys: "Ctrl+Shift+O",
      word: "online.title",
      initials: "dsj",
      why: null,
      bar: false,
      act: open({ kind: "online" }),
    },
    {
      id: "held",
      keys: "Ctrl+O",
      word: "takeover.held",
      initials: "cktcsjg",
      why: inVisit,
      bar: false,
      act: open({ kind: "held", slip: "" }),
    },
    {
      id: "askHelp",
      keys: "Ctrl+U",
      word: "takeover.askHelp",
      initials: "hjbby",
      why: null,
      bar: false,
      act: open({ kind: "askHelp" }),
    },
    ...messageCommands(session, now.messages),
    {
      id: "later",
      keys: "Ctrl+R",
      word: "results.later",
      initials: "shlq",
      why: session.waiting.slips.get().length === 0 ? "off.noWait" : null,
      bar: session.waiting.slips.get().length > 0,
      act: () => void session.collectLater(),
    },
    {
      id: "void",
      keys: "Shift+F9",
      word: "void.key",
      initials: "zfgz",
      why: form === null || editing ? "off.noCase" : null,
      bar: false,
      act: () => {
        if (form !== null) session.layer.set({ kind: "void", slip: form.view.slip, itemName: form.view.itemName });
      },
    },
    {
      id: "collect",
      keys: "Ctrl+Shift+G",
      word: "key.collect",
      initials: "lqjg",
      why: inVisit ?? (visit?.person == null ? "off.noPerson" : null),
      bar: false,
      act: open({ kind: "collect" }),
    },
    { id: "cases", keys: "Ctrl+B", word: "key.cases", initials: "bj", why: null, bar: false, act: open({ kind: "cases" }) },
    {
      id: "warning",
      keys: "Ctrl+Shift+D",
      word: "key.warning",
      initials: "qxtx",
      why: session.warnings.view.get().total === 0 ? "off.noWarning" : null,
      bar: false,
      act: () => session.seeWarning(),
    },
    {
      id: "transfers",
      keys: "Ctrl+Shift+B",
      word: "key.transfers",
      initials: "clyj",
      why: null,
      bar: false,
      act: open({ kind: "transfers" }),
    },
    {
      id: "library",
      keys: "Ctrl+Shift+K",
      word: "key.library",
      initials: "sxk",
      why: null,
      bar: false,
      // The guide of what is being taken in; else the list.
      act: open({ kind: "library", item: form?.view.itemId ?? null }),
    },
    {
      id: "tellOnce",
      keys: "Ctrl+G",
      word: "key.tellOnce",
      initials: "cgzs",
      why: inForm,
      bar: false,
      act: () => void session.tellOnce(),
    },
    {
      id: "listLooks",
      keys: "Ctrl+Shift+L",
      word: "looks.list",
      initials: "cxjl",
      why: (visit?.person ?? null) === null ? "looks.noApplicant" : null,
      bar: false,
      act: () => void session.listLooks(),
    },
    {
      id: "makeAnnex",
      keys: "",
      word: "detail.annex",
      initials: "clyfy",
      why: inForm,
      bar: false,
      act: () => void session.makeAnnex(),
    },
    {
      id: "consent",
      keys: "Ctrl+Shift+A",
      word: "consent.key",
      initials: "gzty",
      why: inForm,
      hot: (form?.unasked.get() ?? 0) > 0,
      bar: false,
      act: open({ kind: "consent" }),
    },
    editionCommand(session, inForm),
    {
      id: "consult",
      keys: "Ctrl+Shift+X",
      word: "consult.key",
      initials: "zxgz",
      why: null,
      bar: false,
      act: open({ kind: "findConsult" }),
    },
    { id: "undo", keys: "Ctrl+Z", word: "key.undo", initials: "cx", why: inForm, bar: false, act: () => void undo() },
    {
      id: "commands",
      keys: "Ctrl+K",
      word: "key.commands",
      initials: "ml",
      why: null,
      bar: true,
      act: open({ kind: "commands" }),
    },
    { id: "lock", keys: "Ctrl+L", word: "key.lock", initials: "sp", why: null, bar: true, act: () => void session.lock() },
    {
      id: "language",
      keys: "Alt+L",
      word: "help.language",
      initials: "qhyy",
      why: null,
      bar: false,
      act: switchLanguage,
    },
    { id: "theme", keys: "Alt+T", word: "help.theme", initials: "qhzt", why: null, bar: false, act: turnTheme },
    {
      id: "signOut",
      keys: "",
      word: "rail.signOut",
      initials: "tc",
      why: null,
      bar: false,
      act: () => void session.signOut(),
    },
  ];
}
