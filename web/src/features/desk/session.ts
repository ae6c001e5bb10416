/**
 * The desk on the screen: what the host last said about the session, the queue and the visit, the open form, and
 * which dialog lies on top. Deeds go through here so that a trouble always ends up in front of the clerk.
 */
import { createContext, useContext } from "react";
import { troubleOf, type Host } from "../../host/host";
import type {
  AcceptView,
  ApplicantStrip,
  CaseCounts,
  CaseList,
  CaseRowView,
  ClockLine,
  ConsultView,
  DeliverForm,
  DemandForm,
  DeskEvent,
  DeskView,
  FindingView,
  HandedOutView,
  IntakeDelta,
  IntakeView,
  PaperView,
  PartyChoice,
  ScanView,
  SightView,
  SlipView,
  StartView,
  ToldOnceView,
  TroubleView,
  WalkView,
} from "../../host/types";
import { cell, type Cell } from "../../parts/cell";
import { createApprovals, type Approvals } from "../approvals/approvals";
import { createPrints, type Prints } from "../papers/prints";
import { createWarnings, summaryFrom, type Warnings } from "../cases/warnings";
import { editionNews, type EditionNews } from "../intake/edition";
import { openForm, type Form } from "../intake/form";
import { createMessages, type Messages, type To } from "../messages/messages";
import { createOnline, type Online } from "../online/online";
import { createWaiting, handOut, inPerson, waitsOf, type Waiting } from "../results/waiting";

export type Outcome =
  | Extract<AcceptView, { kind: "accepted" | "received" | "refused" | "supplementing" | "returned" }>
  /** The program was started again after the case had left the draft stage. */
  | { kind: "known"; row: CaseRowView };

export type Layer =
  /** `find`: what was being looked for. */
  | { kind: "palette"; find?: string }
  /** 事项库; with an item its guide is read. `back`: what was left for it. */
  | { kind: "library"; item: string | null; back?: Layer }
  | { kind: "decision" }
  /** 不受理 or 不予受理 */
  | { kind: "refusal"; notNeeded: boolean }
  | { kind: "supplement" }
  | { kind: "receiveOnly" }
  | { kind: "override"; caseNumber: string }
  | { kind: "grant"; dataset: string; label: string }
  /** `back`: to the list that it was asked from. */
  | { kind: "secondDemand"; slip: string; itemName: string; materials?: string[]; back?: boolean }
  | { kind: "caseClock"; slip: string; itemName: string; paused: boolean }
  /** 待收件; over an intake that was begun online, where it came from. */
  | { kind: "online" }
  | { kind: "consent" }
  /** 材料扫描 */
  | { kind: "scan" }
  | { kind: "inbox" }
  | { kind: "papers"; slip: string | null; paper: PaperView | null }
  /** 一次性告知书, just made or the same again. */
  | { kind: "notice"; told: ToldOnceView }
  /** 咨询 without a case: its item is looked for, then its situation asked. */
  | { kind: "findConsult" }
  | { kind: "consult"; first: ConsultView }
  /** 一次告知统计 */
  | { kind: "toldFigures" }
  /** 智能预填 of accepted cases, at the supervisor's. */
  | { kind: "prefill" }
  /** `list`: which of them comes first. */
  | { kind: "cases"; list?: CaseList }
  /** `first`: what is in front of the page when it opens. */
  | { kind: "case"; slip: string; clock: ClockLine | null; first?: "withdraw" }
  | { kind: "transfers" }
  | { kind: "collect" }
  | { kind: "deliver"; slip: string }
  | { kind: "void"; slip: string; itemName: string }
  | { kind: "endVisit" }
  | { kind: "walkIn" }
  | { kind: "parkVisit" }
  | { kind: "transfer" }
  | { kind: "pause" }
  | { kind: "copyPrevious" }
  | { kind: "another" }
  | { kind: "detail"; key: string }
  /** 数据校核: one is raised at a field; the list of them. */
  | { kind: "objection"; key: string }
  | { kind: "objections" }
  | { kind: "reason"; key: string; text: string; then: () => void }
  | { kind: "commands" }
  | { kind: "help" }
  | { kind: "openAssist" }
  | { kind: "endAssist" }
  | { kind: "mandate" }
  | { kind: "handOver" }
  | { kind: "askHelp" }
  | { kind: "takeHandOver" }
  | { kind: "held"; slip: string }
  | { kind: "support" }
  | { kind: "messages" }
  | { kind: "compose"; to: To | null }
  | { kind: "answerCall"; id: string }
  | { kind: "moveWindow"; desk: string | null; groups: string[] | null }
  | { kind: "window"; desk: string }
  | { kind: "releaseWindow"; desk: string }
  | { kind: "reassignDrafts"; desk: string }
  | { kind: "openCases"; list: CaseList; find: string }
  | { kind: "badRating"; rating: string }
  /** `alarm`: the one that is open. */
  | { kind: "looks"; alarm: string | null }
  | { kind: "paperLedger" }
  | { kind: "undone" };

/** A line for the clerk; `at` makes it unique. */
export interface Notice {
  at: number;
  tone: "bad" | "info";
  trouble: TroubleView;
}

export interface Session {
  host: Host;
  start: Cell<StartView | null>;
  /** Without the intake: that lives in `form`. */
  desk: Cell<DeskView | null>;
  form: Cell<Form | null>;
  outcome: Cell<Outcome | null>;
  /** Last word of a department about a slip's case. */
  caseNews: Cell<Record<string, string>>;
  /** How often something was heard of a case: the same news twice is news. */
  caseHeard: Cell<Record<string, number>>;
  notices: Cell<Notice[]>;
  layer: Cell<Layer | null>;
  busy: Cell<string | null>;
  /** How long the lists of 办件 are that ask for something. */
  counts: Cell<CaseCounts | null>;
  /** Counts up when help, hand-overs or askings are not as they were. */
  assisting: Cell<number>;
  /** Calls for support, and what the hall has to say. */
  messages: Messages;
  /** Counts up when something of the hall's board is not as it was. */
  boardMoved: Cell<number>;
  /** Counts up whenever an objection (数据校核) got on. */
  objectionsMoved: Cell<number>;
  /** Counts up when a text message to an applicant got further. */
  textsMoved: Cell<number>;
  prints: Prints;
  /** 材料扫描, as the desk said it last. */
  scan: Cell<ScanView | null>;
  /** What the open camera sees. */
  sight: Cell<SightView | null>;
  slip: Cell<SlipView | null>;
  /** 待收件 */
  online: Online;
  /** 审批: what this window asked; for a supervisor what waits in the hall. */
  approvals: Approvals;
  /** 即办件: what this visit waits for, and what was handed out in it. */
  waiting: Waiting;
  /** What was copied last from the previous intake of this visit, by the names of the lines. */
  copied: Cell<ReadonlySet<string>>;
  tell(trouble: TroubleView, tone?: Notice["tone"]): void;
  dismiss(): void;
  /** Runs one deed at a time; pressing the key again meanwhile does nothing. `null` when it failed. */
  deed<T>(name: string, run: () => Promise<T>): Promise<T | null>;
  show(view: DeskView): void;
  showIntake(view: IntakeView): void;
  /** Training only: lays the next practice card on the reader. */
  placeCard(): void;
  /** Resolves when the card that is being laid down lies on the reader. */
  cardLies(): Promise<void>;
  begin(): Promise<void>;
  signIn(staff: string, password: string): Promise<TroubleView | null>;
  signOut(): Promise<void>;
  /** Kiosks and wall displays; what stands in the way, if anything does. */
  signInDevice(): Promise<TroubleView | null>;
  /** Blanks the screen until the same clerk's password; what was being typed stays. */
  lock(): Promise<void>;
  unlock(password: string): Promise<TroubleView | null>;
  /** Takes the last edit back; gives its field, or `null`. */
  /** 一次性告知书 of the open intake, in front of the desk. */
  tellOnce(): Promise<void>;
  /** 告知查询记录 to who stands there. */
  listLooks(): Promise<void>;
  /** 来源附页 of the open intake. */
  makeAnnex(): Promise<void>;
  undo(): Promise<string | null>;
  /** 新版提示 of the open intake. */
  edition: EditionNews;
  /** 换新版: the open intake goes over to the newest edition of its item. */
  moveEdition(): Promise<void>;
  /** 当面送达 of the case in front, with its papers printed. */
  handOver(): Promise<void>;
  /** 签收 on the applicant's screen; what stands in the way is thrown. */
  askReceipt(slip: string, form: DeliverForm): Promise<void>;
  /** 期限提醒 that nobody has looked at yet. */
  warnings: Warnings;
  /** 试走: the walk under way, or the last one. */
  walk: Cell<WalkView | null>;
  /** Opens the most urgent of them; of many the list. */
  seeWarning(): void;
  /** What was delivered, and why a paper of it was not printed. */
  handedOut(handed: HandedOutView, unprinted: TroubleView | null): void;
  /** 稍后领取 */
  collectLater(): Promise<void>;
  /** 作废; with an item the intake that takes its place comes on the screen. Throws what stands in the way. */
  voidCase(slip: string, approval: string, item: string | null): Promise<void>;
  callNext(): Promise<boolean>;
  endVisit(outcome: "served" | "left"): Promise<boolean>;
  /** 下一件: another intake of the item in front, for another body. */
  fileAnother(choice: PartyChoice): Promise<TroubleView | null>;
  openItem(itemId: string): Promise<TroubleView | null>;
  /** Opens an intake from an application that was begun online. */
  takeOnline(application: string): Promise<void>;
  /** 退回待收件 of the open one. */
  putBackOnline(reason: string): Promise<void>;
  resume(id: string): Promise<TroubleView | null>;
  /** 续办、补正: the applicant of this case is at this window; what stands in the way, if anything does. */
  reopen(slip: string): Promise<TroubleView | null>;
  park(): Promise<void>;
  accept(): Promise<Refusal | null>;
  /** 一次告知补正 with everything that is listed. */
  supplement(demands: DemandForm[]): Promise<Refusal | null>;
  /** 补正收件 */
  takeReturn(): Promise<Refusal | null>;
  /** 只收件 */
  receiveOnly(reason: string): Promise<Refusal | null>;
  /** Issues the refusal that was approved; what stands in the way, if anything does. */
  refuse(approval: string): Promise<TroubleView | null>;
  /** Puts the open case before the applicant; his window opens first where it is not there. */
  sendToApplicant(): Promise<void>;
  /** Opens the applicant's window beside the desk; it is idle until something is sent. */
  openApplicant(): Promise<void>;
  withdrawFromApplicant(): Promise<void>;
}

/** Why F9 gave no number. */
export type Refusal =
  | { kind: "findings"; findings: FindingView[] }
  /** `duplicate`: number of the open case that stands in the way. */
  | { kind: "words"; trouble: TroubleView; duplicate?: string };

/** Deltas that are held for an intake that is not on the screen yet: far more than an item has sources. */
const heldDeltas = 200;

/** How long locking waits for edits that are on their way. */
const lockWithinMs = 800;

/** Deeds after which the intake is over: what the hall says of it meanwhile is their own doing. */
const endings = new Set(["accept", "refuse", "supplement", "takeReturn", "receiveOnly"]);
type Ending = "accept" | "supplement" | "takeReturn" | "receiveOnly";

/** Stages in which a case may lie open at a window again. */
const openAgain = new Set(["received", "supplementing"]);

const draftStages = new Set(["draft", "草稿", ""]);

export function createSession(host: Host): Session {
  const start = cell<StartView | null>(null);
  const desk = cell<DeskView | null>(null);
  const form = cell<Form | null>(null);
  const outcome = cell<Outcome | null>(null);
  const caseNews = cell<Record<string, string>>({});
  const caseHeard = cell<Record<string, number>>({});
  const notices = cell<Notice[]>([]);
  const layer = cell<Layer | null>(null);
  const walk = cell<WalkView | null>(null);
  const busy = cell<string | null>(null);
  const counts = cell<CaseCounts | null>(null);
  const warnings = createWarnings(host);
  const assisting = cell(0);
  const messages = createMessages(host, tell);
  const boardMoved = cell(0);
  const objectionsMoved = cell(0);
  const textsMoved = cell(0);
  const prints = createPrints(host);
  const scan = cell<ScanView | null>(null);
  const sight = cell<SightView | null>(null);
  const slip = cell<SlipView | null>(null);
  const online = createOnline(host);
  const approvals = createApprovals(host);
  const waiting = createWaiting(host, tell);
  const copied = cell<ReadonlySet<string>>(new Set());
  let noticed = 0;
  /** The case that is sent as soon as the applicant's window is there. */
  let sending: string | null = null;
  /** A source may answer before the form it answers is on the screen; nothing of it may be lost. */
  let early: IntakeDelta[] = [];

  function tell(trouble: TroubleView, tone: Notice["tone"] = "bad"): void {
    noticed += 1;
    const others = notices
      .get()
      .filter((one) => one.trouble.code !== trouble.code || one.trouble.zh !== trouble.zh);
    notices.set([...others, { at: noticed, tone, trouble }].slice(-3));
  }

  async function deed<T>(name: string, run: () => Promise<T>): Promise<T | null> {
    if (busy.get() !== null) return null;
    busy.set(name);
    try {
      return await run();
    } catch (thrown) {
      tell(troubleOf(thrown));
      return null;
    } finally {
      busy.set(null);
    }
  }

  /** Like `deed` for dialogs that show the trouble themselves. */
  async function quiet(name: string, run: () => Promise<void>): Promise<TroubleView | null> {
    if (busy.get() !== null) return null;
    busy.set(name);
    try {
      await run();
      return null;
    } catch (thrown) {
      return troubleOf(thrown);
    } finally {
      busy.set(null);
    }
  }

  let counting = false;
  /** The badge beside 办件. A count that does not come leaves the one before. */
  async function count(): Promise<void> {
    if (counting || host.window !== "clerk" || desk.get() === null) return;
    counting = true;
    counts.set(await host.caseCounts().catch(() => counts.get()));
    counting = false;
  }

  /** What is on the screen goes; what was being typed waits for the same clerk. */
  function blank(standing: StartView): void {
    start.set(standing);
    layer.set(null);
    notices.set([]);
    messages.forget();
    online.forget();
    waiting.forget();
    desk.set(null);
  }

  const edition = editionNews(host);

  /** Windows that ask or answer; the others may not. */
  const approves = host.window === "clerk" || host.window === "supervisor";

  function show(view: DeskView): void {
    if (desk.get() === null && approves) {
      void approvals.refresh();
      void warnings.refresh();
    }
    const before = desk.get();
    desk.set({ ...view, intake: null });
    const stands = (of: DeskView | null) => (of?.visit?.person == null ? null : of.visit.id);
    if (host.window === "clerk" && (before === null || stands(before) !== stands(view)))
      void online.refresh(stands(view) !== null);
    waiting.set(waitsOf(view));
    if (view.visit === null) {
      waiting.handed.set(null);
      copied.set(new Set());
    }
    if (view.intake === null) {
      form.set(null);
      outcome.set(null);
    } else if (form.get()?.id === view.intake.id) {
      form.get()?.apply(view.intake.delta);
    } else {
      showIntake(view.intake, true);
    }
  }

  function showIntake(view: IntakeView, resumed = false): void {
    outcome.set(null);
    const opened = openForm(view, host, resumed, host.window === "helper");
    early.forEach(opened.apply);
    early = [];
    form.set(opened);
    // What a deed of this moment opens is open; only what was taken up again may have moved on since.
    const news = resumed ? caseNews.get()[view.slip] : undefined;
    const moved = news !== undefined && !(view.delta.told !== null && openAgain.has(news));
    if (moved || !draftStages.has(view.delta.stage)) void findOutcome(view.slip);
  }

  async function findOutcome(slip: string): Promise<void> {
    try {
      const here = (await host.cases()).find((one) => one.slip === slip);
      // A case that another window received is found in the whole hall.
      const row = here ?? (await host.casePage("any", slip, 0, 1)).rows[0];
      if (row !== undefined) outcome.set({ kind: "known", row });
    } catch (thrown) {
      tell(troubleOf(thrown));
    }
  }

  /**
   * What was only received has its number meanwhile; or an acceptance that was sent before a restart has
   * arrived, while the screen still shows the draft.
   */
  function overtaken(stage: string, caseNumber: string | null): boolean {
    const shown = outcome.get();
    if (shown === null && form.get()?.told.get() !== null && openAgain.has(stage)) return false;
    return shown === null ? !endings.has(busy.get() ?? "") : shown.kind === "received" && caseNumber !== null;
  }

  function keepStrip(strip: ApplicantStrip): void {
    const view = desk.get();
    if (view !== null) desk.set({ ...view, applicant: strip });
  }

  /** The applicant's window has come: what waited for it is sent. */
  function toSend(strip: ApplicantStrip): void {
    const id = sending;
    if (id === null || !strip.attached) return;
    sending = null;
    if (form.get()?.id === id) void host.sendToApplicant(id).then(keepStrip, (thrown) => tell(troubleOf(thrown)));
  }

  function onEvent(event: DeskEvent): void {
    const view = desk.get();
    switch (event.kind) {
      case "link":
        if (view !== null) desk.set({ ...view, link: event.link });
        if (view !== null && event.link.up) void messages.refresh();
        if (view !== null && event.link.up) waiting.refresh();
        return;
      case "queue":
        if (view !== null) desk.set({ ...view, queue: event.queue });
        return;
      case "unsent":
        if (view !== null) desk.set({ ...view, unsent: event.count });
        void count();
        return;
      case "lock":
        // Locked from elsewhere: another window of this desk, or the clerk's card was taken away.
        if (event.locked && view !== null) void host.start().then(blank, () => undefined);
        return;
      case "applicant":
        if (view !== null) desk.set({ ...view, applicant: event.strip });
        toSend(event.strip);
        return;
      case "intake":
        if (form.get()?.id === event.delta.id) form.get()?.apply(event.delta);
        else early = [...early, event.delta].slice(-heldDeltas);
        return;
      case "case":
        void count();
        waiting.heard(event.slip, event.note === null ? event.stage : null);
        caseNews.set({ ...caseNews.get(), [event.slip]: event.note ?? event.stage });
        caseHeard.set({ ...caseHeard.get(), [event.slip]: (caseHeard.get()[event.slip] ?? 0) + 1 });
        if (form.get()?.view.slip === event.slip && overtaken(event.stage, event.caseNumber))
          void findOutcome(event.slip);
        return;
      case "approvals":
        if (approves && view !== null) void approvals.refresh();
        return;
      case "assist":
        assisting.set(assisting.get() + 1);
        return;
      case "online":
        if (view !== null && host.window === "clerk") void online.refresh(view.visit?.person != null);
        return;
      case "messages":
        if (view !== null) void messages.refresh();
        return;
      case "edition":
        void edition.look(form.get()?.id ?? null);
        return;
      case "walk":
        walk.set(event.walk);
        return;
      case "board":
        boardMoved.set(boardMoved.get() + 1);
        return;
      case "objections":
        objectionsMoved.set(objectionsMoved.get() + 1);
        return;
      case "handedOut":
        handedOut(event.handed, null);
        if (layer.get()?.kind === "deliver") layer.set(null);
        return;
      case "warned":
        warnings.view.set(event.warnings);
        void count();
        return;
      case "texts":
        textsMoved.set(textsMoved.get() + 1);
        return;
      case "print":
        prints.hear(event.print);
        if (event.print.trouble !== null) tell(event.print.trouble);
        return;
      case "slip":
        slip.set(event.slip);
        return;
      case "scan":
        scan.set(event.scan);
        if (event.scan.running === null) sight.set(null);
        return;
      case "sight":
        sight.set(event.sight);
        return;
      case "trouble":
        tell(event.trouble);
        return;
    }
  }

  /** Ends the open intake one way or another; what stands in the way, if anything does. */
  async function decide(
    name: Ending,
    ask: (id: string, revision: number) => Promise<AcceptView>,
  ): Promise<Refusal | null> {
    const open = form.get();
    if (open === null) return null;
    await open.settled();
    let refusal: Refusal | null = null;
    const trouble = await quiet(name, async () => {
      const answer = await ask(open.id, open.head.get().revision);
      switch (answer.kind) {
        case "accepted":
          if (answer.waits) waiting.add(answer.slip);
          outcome.set(answer);
          return;
        case "received":
        case "refused":
        case "supplementing":
        case "returned":
          outcome.set(answer);
          return;
        case "blocked":
          open.findings.set(answer.findings);
          refusal = { kind: "findings", findings: answer.findings };
          return;
        case "duplicate":
          refusal = {
            kind: "words",
            duplicate: answer.caseNumber,
            trouble: {
              code: "YC-9003",
              zh: `同一申请已经受理，受理号 ${answer.caseNumber}，不能重复受理。`,
              en: `The same application is already accepted as ${answer.caseNumber}.`,
            },
          };
          return;
        case "heldElsewhere":
          refusal = { kind: "words", trouble: heldBy(answer.desk, answer.clerk) };
          return;
      }
    });
    return trouble === null ? refusal : { kind: "words", trouble };
  }

  function handedOut(handed: HandedOutView, unprinted: TroubleView | null): void {
    waiting.handed.set(handed);
    waiting.set(waiting.slips.get().filter((slip) => slip !== handed.case.slip));
    if (unprinted !== null) tell(unprinted);
    void count();
  }

  host.onEvent(onEvent);
  form.on(() => void edition.look(form.get()?.id ?? null));

  // Whoever opens a case has seen what is said of its limits, wherever he came from.
  layer.on(() => {
    const open = layer.get();
    if (open?.kind === "case" || open?.kind === "deliver") void warnings.putAway(open.slip);
  });

  // The visit counts what became something; the count is not worth a word when it does not come.
  outcome.on(() => {
    if (outcome.get() === null) return;
    void host.deskView().then(
      ({ visit }) => {
        const view = desk.get();
        if (view !== null && view.visit?.id === visit?.id) desk.set({ ...view, visit });
      },
      () => undefined,
    );
  });

  let laying: Promise<void> = Promise.resolve();

  return {
    host,
    start,
    desk,
    form,
    outcome,
    caseNews,
    caseHeard,
    notices,
    layer,
    walk,
    busy,
    counts,
    assisting,
    messages,
    boardMoved,
    objectionsMoved,
    textsMoved,
    prints,
    scan,
    sight,
    slip,
    online,
    approvals,
    waiting,
    copied,
    tell,
    dismiss: () => notices.set(notices.get().slice(0, -1)),
    deed,
    show,
    showIntake,

    placeCard() {
      laying = host.placeCard().then(
        () => undefined,
        (thrown: unknown) => tell(troubleOf(thrown)),
      );
    },
    cardLies: () => laying,
    async begin() {
      const view = await deed("start", () => host.start());
      if (view !== null) start.set(view);
    },
    signIn: (staff, password) =>
      quiet("signIn", async () => {
        show(await host.signIn(staff, password));
        notices.set([]);
        void count();
        void messages.refresh();
      }),
    signInDevice: () =>
      quiet("signIn", async () => {
        show(await host.signInDevice());
        void messages.refresh();
      }),
    async signOut() {
      const view = await deed("signOut", () => host.signOut());
      if (view === null) return;
      messages.forget();
      desk.set(null);
      waiting.forget();
      warnings.forget();
      form.set(null);
      outcome.set(null);
      layer.set(null);
      start.set(view);
    },
    async lock() {
      // What stands in the box under the cursor is handed over as on leaving it.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      // A slow line must not keep the screen open: what is not handed over by then waits in its box.
      await Promise.race([form.get()?.settled(), new Promise((done) => setTimeout(done, lockWithinMs))]);
      try {
        blank(await host.lock());
      } catch (thrown) {
        tell(troubleOf(thrown));
      }
    },
    unlock: (password) =>
      quiet("unlock", async () => {
        let view: DeskView;
        try {
          view = await host.unlock(password);
        } catch (thrown) {
          // After too many tries nobody is signed in any more.
          if (troubleOf(thrown).code === "YC-5453") {
            form.set(null);
            outcome.set(null);
            start.set(await host.start());
          }
          throw thrown;
        }
        if (outcome.get() !== null && view.intake === null) desk.set({ ...view, intake: null });
        else show(view);
        void count();
        void messages.refresh();
      }),
    async listLooks() {
      const paper = await deed("listLooks", () => host.listLooks());
      if (paper !== null) layer.set({ kind: "papers", slip: null, paper });
    },
    async tellOnce() {
      const open = form.get();
      if (open === null) return;
      await open.settled();
      const told = await deed("tellOnce", () => host.tellOnce(open.id));
      if (told !== null) layer.set({ kind: "notice", told });
    },
    async makeAnnex() {
      const open = form.get();
      if (open === null) return;
      await open.settled();
      const paper = await deed("makeAnnex", () => host.makeAnnex(open.id));
      if (paper !== null) layer.set({ kind: "papers", slip: null, paper });
    },
    edition,
    async moveEdition() {
      const open = form.get();
      if (open === null) return;
      // The same key says that what it left behind was seen.
      if (edition.moved.get() !== null) return edition.moved.set(null);
      await open.settled();
      await deed("moveEdition", async () => showIntake(await edition.move(open.id)));
    },
    async undo() {
      const open = form.get();
      if (open === null) return null;
      const back = await open.undo();
      if ("trouble" in back) tell(back.trouble, back.trouble.code === "YC-5454" ? "info" : "bad");
      return "key" in back ? back.key : null;
    },
    async handOver() {
      const slip = waiting.slips.get().at(-1);
      if (slip === undefined) return;
      let other = false;
      await deed("deliver", async () => {
        try {
          if (desk.get()?.applicant.attached === true) {
            keepStrip(await host.askReceipt(slip, inPerson));
            return;
          }
          const { handed, unprinted } = await handOut(host, slip, inPerson);
          handedOut(handed, unprinted);
        } catch (thrown) {
          // Somebody else takes it, or nobody was verified: how is asked.
          other = ["YC-2855", "YC-2854", "YC-5305"].includes(troubleOf(thrown).code);
          if (!other) throw thrown;
        }
      });
      if (other) layer.set({ kind: "deliver", slip });
    },
    handedOut,
    async askReceipt(slip, form) {
      keepStrip(await host.askReceipt(slip, form));
    },
    warnings,
    seeWarning() {
      const { total, rows } = warnings.view.get();
      const first = rows[0];
      if (first === undefined) return;
      const above = host.window === "supervisor";
      if (total >= summaryFrom) {
        layer.set(above ? { kind: "openCases", list: "due", find: "" } : { kind: "cases", list: "due" });
      } else if (above) {
        layer.set({ kind: "openCases", list: "any", find: first.slip });
        void warnings.putAway(first.slip);
      } else {
        layer.set({ kind: "case", slip: first.slip, clock: first.clock });
      }
    },
    async collectLater() {
      const slip = waiting.slips.get().at(-1);
      if (slip === undefined) return;
      const view = await deed("collectLater", () => host.collectLater(slip));
      if (view === null) return;
      desk.set({ ...view, intake: null });
      waiting.set(waitsOf(view));
    },
    async voidCase(slip, approval, item) {
      const voided = await host.voidCase(slip, approval, item);
      waiting.set(waiting.slips.get().filter((one) => one !== voided.case.slip));
      caseNews.set({ ...caseNews.get(), [voided.case.slip]: "void" });
      if (voided.intake !== null) showIntake(voided.intake);
      void approvals.refresh();
      void count();
    },
    async callNext() {
      const view = await deed("callNext", () => host.callNext());
      if (view !== null) show(view);
      return view?.visit != null;
    },
    async endVisit(how) {
      const view = await deed("endVisit", () => host.closeVisit(how));
      if (view === null) return false;
      form.set(null);
      outcome.set(null);
      notices.set([]);
      show(view);
      return true;
    },
    fileAnother: (choice) =>
      quiet("openItem", async () => {
        const before = form.get();
        if (before === null) return;
        const view = await host.chooseParty(choice);
        const opened = await host.openIntake(before.view.itemId);
        desk.set({ ...view, intake: null });
        showIntake(opened);
      }),
    takeOnline: async (application) => {
      const opened = await deed("takeOnline", () => host.takeOnline(application));
      if (opened === null) return void online.refresh(desk.get()?.visit?.person != null);
      const view = await host.deskView().catch(() => null);
      if (view !== null) desk.set({ ...view, intake: null });
      showIntake(opened, true);
    },
    putBackOnline: async (reason) => {
      const view = await deed("putBackOnline", () => host.putBackOnline(reason));
      if (view !== null) show(view);
      void online.refresh(desk.get()?.visit?.person != null);
    },
    openItem: (itemId) => quiet("openItem", async () => showIntake(await host.openIntake(itemId))),
    resume: (id) =>
      quiet("resume", async () => {
        const view = await host.resumeIntake(id);
        show(await host.deskView());
        if (form.get()?.id !== view.id) showIntake(view, true);
      }),
    reopen: (slip) =>
      quiet("reopen", async () => {
        // What ended before in this visit makes room.
        if (outcome.get() !== null) show(await host.closeIntake());
        const view = await host.reopenCase(slip);
        // What was heard of it before is over: it is an intake again.
        const { [view.slip]: _, ...others } = caseNews.get();
        caseNews.set(others);
        show(await host.deskView());
        if (form.get()?.id !== view.id) showIntake(view, true);
        void count();
      }),
    async park() {
      await form.get()?.settled();
      const view = await deed("park", () => host.closeIntake());
      if (view === null) return;
      show(view);
      void count();
    },
    async sendToApplicant() {
      const open = form.get();
      if (open === null) return;
      await open.settled();
      await deed("sendToApplicant", async () => {
        if (desk.get()?.applicant.attached === true) {
          keepStrip(await host.sendToApplicant(open.id));
          return;
        }
        sending = open.id;
        await host.openApplicant();
      });
    },
    async openApplicant() {
      await deed("openApplicant", () => host.openApplicant());
    },
    async withdrawFromApplicant() {
      const strip = await deed("withdrawFromApplicant", () => host.withdrawFromApplicant());
      if (strip !== null) keepStrip(strip);
    },
    accept: () => decide("accept", (id, revision) => host.accept(id, revision)),
    async supplement(demands) {
      const refusal = await decide("supplement", (id, revision) => host.supplement(id, revision, demands));
      void approvals.refresh();
      return refusal;
    },
    takeReturn: () => decide("takeReturn", (id, revision) => host.takeReturn(id, revision)),
    receiveOnly: (reason) => decide("receiveOnly", (id, revision) => host.receiveOnly(id, revision, reason)),
    async refuse(approval) {
      const open = form.get();
      if (open === null) return null;
      await open.settled();
      const trouble = await quiet("refuse", async () => {
        const answer = await host.refuse(open.id, open.head.get().revision, approval);
        if (answer.kind === "refused") outcome.set(answer);
        else if (answer.kind === "heldElsewhere") tell(heldBy(answer.desk, answer.clerk));
      });
      void approvals.refresh();
      return trouble;
    },
  };
}

function heldBy(desk: string, clerk: string): TroubleView {
  return {
    code: "YC-9004",
    zh: `这份办件正由 ${desk} 号窗 ${clerk} 办理，本窗只能查看。`,
    en: `Window ${desk} (${clerk}) holds this intake; here it can only be read.`,
  };
}

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("a desk screen stands outside its session");
  return session;
}
