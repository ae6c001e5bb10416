/**
 * What a screen may ask of the program behind it. One method per command; every method rejects with
 * {@link TroubleError} and with nothing else, so screens branch on `trouble.code`.
 */
import type {
  AcceptView,
  AnsweredView,
  AnswerRows,
  AnswerView,
  ApplicantStrip,
  ApprovalView,
  BadRatingView,
  BatchView,
  BoardView,
  BodyView,
  BroadcastTo,
  CameForm,
  CaseCounts,
  CaseList,
  CaseNowView,
  CasePageView,
  CaseRowView,
  CatalogueText,
  Change,
  CheckView,
  ConsentChoices,
  ConsultView,
  DeliverForm,
  DemandForm,
  DeskEvent,
  DeskView,
  EditionChanges,
  EditionRow,
  GuideView,
  UsageView,
  ServedView,
  HistoryView,
  HandOverView,
  HandedOutView,
  HeldView,
  HelperView,
  IntakeDelta,
  IntakeView,
  ItemHit,
  LibraryItems,
  MandateForm,
  MandateView,
  MaterialLedger,
  ReusableView,
  MessagesView,
  MovedDraftView,
  MovedView,
  NewerEdition,
  NoticeTextView,
  NumberView,
  SlipView,
  OnlineOffersView,
  OnlineWaitingView,
  OpenedApprovalView,
  PaperView,
  PrinterView,
  PrintView,
  PartyChoice,
  PostView,
  PreviousView,
  SealView,
  CameraStep,
  ScanFrom,
  ScannerView,
  ScanStep,
  RecognisedView,
  ScanView,
  StartView,
  StripsView,
  TakenView,
  TextRowView,
  ToldFiguresView,
  ToldOnceView,
  TrailRow,
  TransferChoice,
  TransfersView,
  TroubleView,
  PrefillRowView,
  UndoneRowView,
  ObjectionForm,
  ObjectionRowView,
  ObjectionSheet,
  ObjectionsView,
  SettleAs,
  DrawView,
  GrantAskView,
  GrantForm,
  GrantView,
  GrantsView,
  MonthView,
  SampleView,
  WatchAlarmView,
  WatchFileView,
  WarningsView,
  UndoneView,
  VoidedView,
  WalkView,
  WindowDraftView,
  WindowLabel,
} from "./types";

/** A refusal or failure in words, with its stable code. */
export class TroubleError extends Error {
  constructor(readonly trouble: TroubleView) {
    super(`${trouble.code} ${trouble.en}`);
    this.name = "TroubleError";
  }
}

/** Makes a trouble of anything thrown: the window itself failed, which is a bug and says so. */
export function troubleOf(thrown: unknown): TroubleView {
  if (thrown instanceof TroubleError) return thrown.trouble;
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "YC-9001", zh: `窗口程序内部出错：${what}`, en: `The window program failed: ${what}` };
}

/** 帮办 beside somebody, 代办 in his place. */
export type AssistMode = "beside" | "inPlace";
export type HelpEnd = "answered" | "prepared" | "window" | "left";
export type SupportWhy = "upset" | "hardCase" | "machine" | "interpreter" | "other";
export type SupportAnswer = "going" | "helper" | "done";
export type CloseOutcome = "served" | "left";

export interface Host {
  /** Known before anything is drawn or asked. */
  window: WindowLabel;

  start(): Promise<StartView>;
  confirmRecovery(): Promise<StartView>;
  recover(code: string): Promise<StartView>;
  signIn(staff: string, password: string): Promise<DeskView>;
  signOut(): Promise<StartView>;
  /** Kiosks and wall displays: the device account signs in by itself. */
  signInDevice(): Promise<DeskView>;
  /** Starts another post's window on this machine. */
  openPost(post: PostView): Promise<unknown>;
  deskView(): Promise<DeskView>;
  /** Nothing of a person comes out until `unlock`. */
  lock(): Promise<StartView>;
  unlock(password: string): Promise<DeskView>;

  callNext(): Promise<DeskView>;
  walkIn(reason: string): Promise<DeskView>;
  closeVisit(outcome: CloseOutcome): Promise<DeskView>;

  recallTicket(): Promise<DeskView>;
  missTicket(): Promise<DeskView>;
  parkVisit(why: string): Promise<DeskView>;
  transferVisit(to: TransferChoice): Promise<DeskView>;
  takeUpTicket(id: string): Promise<DeskView>;
  rejoinTicket(id: string): Promise<DeskView>;
  dropTicket(id: string): Promise<DeskView>;
  pauseWindow(why: string): Promise<DeskView>;
  resumeWindow(): Promise<DeskView>;
  takeShift(): Promise<DeskView>;
  /** Kiosk: a number of a group, or the one of an appointment. */
  takeNumber(
    group: string,
    priority: string | null,
    withCard: boolean,
    appointment: string | null,
  ): Promise<NumberView>;
  rejoinNumber(number: string): Promise<NumberView>;
  /** Kiosk: the slip of a number once more. */
  reprintSlip(ticket: string): Promise<SlipView>;

  readCard(): Promise<DeskView>;
  /** Training only: the next practice card of this visit is laid on the emulated reader. */
  placeCard(): Promise<unknown>;
  identifyTyped(idType: string, idNumber: string, name: string, document: string): Promise<DeskView>;
  /** A 政务服务码 as a scanner wrote it. */
  identifyCode(code: string): Promise<DeskView>;
  /** Training only: what a visitor's phone shows at the moment. */
  practiceCode(): Promise<string>;
  findBody(uscc: string): Promise<BodyView>;
  chooseParty(choice: PartyChoice): Promise<DeskView>;

  findItems(text: string): Promise<ItemHit[]>;
  openIntake(itemId: string): Promise<IntakeView>;
  closeIntake(): Promise<DeskView>;
  resumeIntake(id: string): Promise<IntakeView>;
  /** Notes where the clerk stands, so that a restart goes on there. */
  rememberPosition(id: string, key: string): Promise<unknown>;
  editIntake(id: string, baseRevision: number, changes: Change[]): Promise<IntakeDelta>;
  /** Takes the clerk's last edit back. */
  undoEdit(id: string): Promise<UndoneView>;
  /** 新版提示: `null` while the newest edition says the same of the intake's item. */
  newerEdition(id: string): Promise<NewerEdition | null>;
  /** 换新版 */
  moveEdition(id: string): Promise<MovedDraftView>;
  trail(id: string): Promise<TrailRow[]>;
  reveal(id: string, key: string): Promise<string>;
  identifySubjectCard(id: string, subject: string): Promise<IntakeDelta>;
  identifySubjectTyped(
    id: string,
    subject: string,
    idType: string,
    idNumber: string,
    name: string,
    document: string,
  ): Promise<IntakeDelta>;
  pickRelative(id: string, subject: string, index: number): Promise<IntakeDelta>;
  retrySource(id: string, dataset: string, subject: string): Promise<IntakeDelta>;

  previousIntake(id: string): Promise<PreviousView>;
  copyPrevious(
    id: string,
    baseRevision: number,
    fields: string[],
    answers: string[],
    materials: string[],
  ): Promise<IntakeDelta>;

  lookForLicence(id: string, material: string): Promise<IntakeDelta>;
  reusableMaterials(id: string, material: string): Promise<ReusableView[]>;
  reuseMaterial(id: string, material: string, slip: string): Promise<IntakeDelta>;
  makeCopy(id: string, material: string): Promise<PaperView>;
  compareMaterial(id: string, material: string): Promise<IntakeDelta>;
  showLicence(id: string, material: string, text: string): Promise<IntakeDelta>;
  /** 材料扫描 */
  scanView(id: string): Promise<ScanView>;
  scanStep(id: string, step: ScanStep): Promise<ScanView>;
  /** Address of a page's picture, good for one fetch. */
  scanPicture(id: string, page: number, small: boolean): Promise<string>;
  /** `instead`: the page whose place the first one takes. */
  beginScan(id: string, from: ScanFrom, instead: number | null): Promise<ScanView>;
  /** What the clerk does with the camera that is open. */
  cameraStep(id: string, step: CameraStep): Promise<ScanView>;
  /** 分隔页 of the item, to be printed. */
  makeSeparators(id: string): Promise<PaperView>;
  scanFile(id: string, name: string, bytes: number[]): Promise<ScanView>;
  stopScan(id: string): Promise<ScanView>;
  /** 手机扫码传: a code for the applicant's telephone; what it sends comes like a file. */
  openPhone(id: string): Promise<ScanView>;
  closePhone(id: string): Promise<ScanView>;
  /** 存入材料: what is sorted becomes the files of its materials. */
  fileScans(id: string): Promise<IntakeDelta>;
  /** What was read on the pages of a material, beside the form. */
  scanRecognised(id: string, material: string): Promise<RecognisedView>;
  /** Takes what a page says of a field; never over what somebody confirmed. */
  takeRecognised(id: string, page: number, key: string): Promise<IntakeDelta>;
  scanners(): Promise<ScannerView[]>;
  chooseScanner(address: string): Promise<ScannerView[]>;
  importFile(id: string, material: string, name: string, bytes: number[]): Promise<IntakeDelta>;
  paper(
    id: string,
    material: string,
    originals: number,
    copies: number,
    pages: number,
    kept: boolean,
  ): Promise<IntakeDelta>;
  /** 一次性告知书 of the open intake; the first one, again, once there is one. */
  tellOnce(id: string): Promise<ToldOnceView>;
  /** 告知短信: what became of it, and the number that the form gives. */
  noticeText(slip: string): Promise<NoticeTextView>;
  /** `agreed`: the applicant wants an item named whose name tells something about him. */
  textNotice(slip: string, phone: string | null, agreed: boolean): Promise<NoticeTextView>;
  /** 咨询 without a case. */
  consult(item: string): Promise<ConsultView>;
  consultAnswer(id: string, question: string, codes: string[]): Promise<ConsultView>;
  consultNotice(id: string): Promise<PaperView>;
  textConsultation(id: string, phone: string, agreed: boolean): Promise<NoticeTextView>;
  endConsultation(): Promise<null>;
  /** 一次告知统计, and where it was exported to. */
  toldFigures(): Promise<ToldFiguresView>;
  exportToldFigures(): Promise<string>;
  makeAnnex(id: string): Promise<PaperView>;
  makeForm(id: string, material: string): Promise<PaperView>;
  signForm(id: string, material: string, copies: number): Promise<IntakeDelta>;
  clearMaterial(id: string, material: string): Promise<IntakeDelta>;

  accept(id: string, baseRevision: number): Promise<AcceptView>;
  /** What the review finds, as a notice would demand it (一次告知). */
  toDemand(id: string): Promise<DemandForm[]>;
  /** Names of what these demands add to the first notice (追加要求). */
  addedDemands(id: string, demands: DemandForm[]): Promise<string[]>;
  /** 一次告知补正 */
  supplement(id: string, baseRevision: number, demands: DemandForm[]): Promise<AcceptView>;
  /** Ticks a demand of the clerk's as cured; `place` counts from 0. */
  tickDemand(id: string, place: number, cured: boolean): Promise<IntakeDelta>;
  /** 补正收件 */
  takeReturn(id: string, baseRevision: number): Promise<AcceptView>;
  /** 只收件 */
  receiveOnly(id: string, baseRevision: number, reason: string): Promise<AcceptView>;
  /** 容缺后补 */
  promiseMaterial(id: string, material: string, promised: boolean): Promise<IntakeDelta>;
  /** 审批: what this window asked; for a supervisor what waits in the hall. */
  approvals(): Promise<ApprovalView[]>;
  askRefusal(
    id: string,
    baseRevision: number,
    ground: string,
    reasons: string,
    body: string | null,
  ): Promise<ApprovalView>;
  askOverride(id: string, baseRevision: number, caseNumber: string, reason: string): Promise<ApprovalView>;
  askGrant(id: string, dataset: string, days: number, reason: string): Promise<ApprovalView>;
  askSecondDemand(slip: string, materials: string[], reason: string): Promise<ApprovalView>;
  askPause(slip: string, procedure: string, days: number, reason: string): Promise<ApprovalView>;
  askExtension(slip: string, days: number, reason: string): Promise<ApprovalView>;
  /** 特别程序结束 */
  resumeCase(slip: string): Promise<null>;
  withdrawApproval(id: string): Promise<ApprovalView>;
  /** Issues what was approved. */
  refuse(id: string, baseRevision: number, approval: string): Promise<AcceptView>;
  /** The supervisor's side; opening is a look that is logged. */
  openApproval(id: string): Promise<OpenedApprovalView>;
  answerApproval(id: string, approve: boolean, note: string): Promise<AnsweredView>;
  /** A case as it stands: departments, their steps, results. */
  caseNow(slip: string): Promise<CaseNowView>;
  /** 稍后领取: the visit waits no longer for this case. */
  collectLater(slip: string): Promise<DeskView>;
  /** What whoever stands at the window may take along. */
  collectable(): Promise<CaseRowView[]>;
  /** 签收 on the applicant's screen; what is delivered by it comes as an event. */
  askReceipt(slip: string, form: DeliverForm): Promise<ApplicantStrip>;
  /** 送达; its papers come with the answer. */
  deliver(slip: string, form: DeliverForm): Promise<HandedOutView>;
  /** 提请作废: `wrong` is `item`, `person` or `content`. */
  askVoid(slip: string, wrong: string, reason: string): Promise<ApprovalView>;
  /** With an item a new intake that takes its place. */
  voidCase(slip: string, approval: string, item: string | null): Promise<VoidedView>;
  /** 续办、补正: a case that was received, or told what is missing, at this window. */
  reopenCase(slip: string): Promise<IntakeView>;
  /** 容缺材料补交; by the ids of the materials that came. */
  keepPromises(slip: string, materials: string[]): Promise<CaseNowView>;
  /** 撤回; `signed`: the applicant's signed request is at hand. */
  /** 补充材料通知: one for everything that departments ask for and was not told yet. */
  tellFurther(slip: string): Promise<CaseNowView>;
  takeFurther(slip: string, came: CameForm[]): Promise<CaseNowView>;
  withdrawCase(slip: string, reason: string, signed: boolean): Promise<CaseNowView>;
  papers(slip: string): Promise<PaperView[]>;
  /** 材料移交: what lies here, what is on its way. */
  /** 事项库: items, one guide, everyday answers. Nothing of a person is in it. */
  libraryItems(find: string, offset: number, limit: number): Promise<LibraryItems>;
  guide(itemId: string): Promise<GuideView>;
  answers(find: string, offset: number, limit: number): Promise<AnswerRows>;
  answer(id: string): Promise<AnswerView>;
  editions(): Promise<EditionRow[]>;
  editionChanges(number: string): Promise<EditionChanges>;
  /** 沿革: one item through the editions. */
  itemHistory(itemId: string): Promise<HistoryView>;
  /** 使用情况: how much each item is used in this hall. */
  catalogueUsage(): Promise<UsageView>;
  /** 回退: what bringing an edition back would change, and doing so with a reason. */
  rollbackChanges(number: string): Promise<EditionChanges>;
  rollBack(note: string): Promise<EditionRow>;
  /** What is wrong in what the hall serves. */
  catalogueState(): Promise<ServedView>;
  /** Whether files of so many bytes are read at all. */
  weighCatalogue(bytes: number): Promise<null>;
  /** 维护: nothing leaves the window before it is published. */
  checkCatalogue(texts: CatalogueText[]): Promise<CheckView>;
  publishCatalogue(note: string): Promise<EditionRow>;
  /** 试走, in a hall of its own; how it goes on comes as events. */
  walkItem(itemId: string): Promise<WalkView>;
  walkView(): Promise<WalkView | null>;
  stopWalk(): Promise<WalkView | null>;
  walkPapers(): Promise<PaperView[]>;
  transfers(): Promise<TransfersView>;
  makeTransfer(department: string): Promise<BatchView>;
  scanOut(id: string, code: string): Promise<BatchView>;
  handTransfer(id: string, messenger: string, note: string): Promise<BatchView>;
  /** 材料移交单 of a batch that was handed over. */
  transferPaper(id: string): Promise<PaperView>;
  /** 核对签收: the department compared a bundle with the list. */
  checkBundle(code: string, missing: string[]): Promise<BatchView>;
  scanBack(code: string, stays: boolean, missing: string[]): Promise<BatchView>;
  /** 用印 */
  seals(): Promise<SealView[]>;
  keepSeal(number: string, copies: number): Promise<SealView>;
  /** 短信 to the applicant of a case. */
  caseTexts(slip: string): Promise<TextRowView[]>;
  cases(): Promise<CaseRowView[]>;
  casePage(list: CaseList, find: string, offset: number, limit: number): Promise<CasePageView>;
  caseCounts(): Promise<CaseCounts>;
  /** 期限提醒 that nobody looked at. */
  warnings(): Promise<WarningsView>;
  /** One case's, or all that were said until `asOf`; gives what is left. */
  seeWarnings(slip: string | null, asOf: string): Promise<WarningsView>;
  /** 数据校核: what sources say of a field, and what may show that they are wrong. */
  objectionSheet(id: string, key: string): Promise<ObjectionSheet>;
  raiseObjection(id: string, baseRevision: number, form: ObjectionForm): Promise<IntakeDelta>;
  /** This window's; a supervisor's are the whole hall's. */
  objections(open: boolean, offset: number, limit: number): Promise<ObjectionsView>;
  settleObjection(id: string, verdict: SettleAs, note: string): Promise<ObjectionRowView>;
  /** Gives a paper to the printer; `print` events say what becomes of it. */
  printPaper(paperId: string): Promise<PrintView>;
  prints(): Promise<PrintView[]>;
  movePrint(job: string, address: string): Promise<PrintView>;
  stopPrint(job: string): Promise<unknown>;
  printers(): Promise<PrinterView[]>;
  choosePrinter(address: string): Promise<PrinterView[]>;
  /** 英文对照 of a paper, made once. */
  companion(paperId: string): Promise<PaperView>;

  /** Opens the applicant's window, or brings it to the front. */
  openApplicant(): Promise<unknown>;
  sendToApplicant(id: string): Promise<ApplicantStrip>;
  withdrawFromApplicant(): Promise<ApplicantStrip>;
  /** 告知与同意: what is agreed to, what is open, who may answer. */
  consentChoices(id: string): Promise<ConsentChoices>;
  /** What somebody said of each set; with his card, which lies on the reader now, or on paper. */
  giveConsent(id: string, giver: string, byCard: boolean, yes: string[], no: string[]): Promise<IntakeDelta>;
  withdrawConsent(id: string, sets: string[]): Promise<IntakeDelta>;
  /** What becomes of what was read before a consent was withdrawn: kept, or dropped. */
  settleWithdrawn(id: string, key: string, keep: boolean): Promise<IntakeDelta>;
  /** 帮办: the helper's page beside the intake. */
  helperView(): Promise<HelperView>;
  takeHelp(id: string): Promise<DeskView>;
  openAssist(mode: AssistMode): Promise<DeskView>;
  endAssist(how: HelpEnd): Promise<DeskView>;
  /** 委托书 on paper for both to sign, as it is written down. */
  mandatePaper(id: string, form: MandateForm): Promise<PaperView>;
  keepMandate(id: string, form: MandateForm): Promise<MandateView>;
  handOver(id: string, group: string | null, ticket: string | null): Promise<HandOverView>;

  /** A window: what comes in, and drafts that go from desk to desk. */
  askHelp(note: string): Promise<unknown>;
  strips(): Promise<StripsView>;
  takeHandOver(code: string): Promise<TakenView>;
  takeWithTicket(id: string): Promise<TakenView>;
  lookAtHeld(slip: string): Promise<HeldView>;
  askForDraft(id: string): Promise<unknown>;
  answerAsk(id: string, give: boolean): Promise<StripsView>;
  dismissLost(draft: string): Promise<unknown>;

  /** 待收件: how many wait, by item; nobody is named. */
  onlineWaiting(): Promise<OnlineWaitingView[]>;
  /** Of who was identified in this visit. */
  onlineOffers(): Promise<OnlineOffersView>;
  takeOnline(application: string): Promise<IntakeView>;
  putBackOnline(reason: string): Promise<DeskView>;

  /** Between windows and supervisors: what concerns this window, asked anew. */
  messages(): Promise<MessagesView>;
  callSupport(why: SupportWhy, note: string): Promise<unknown>;
  /** Nothing of it is told to whoever stands at the window. */
  quietAlarm(): Promise<unknown>;
  withdrawSupport(id: string): Promise<unknown>;
  acknowledgeMessage(id: string): Promise<unknown>;
  /** By a supervisor; `staff` names the helper who is sent. */
  answerSupport(id: string, how: SupportAnswer, staff: string | null): Promise<unknown>;
  broadcast(to: BroadcastTo, text: string, minutes: number, urgent: boolean): Promise<unknown>;
  messageWindow(window: string, text: string, minutes: number, urgent: boolean): Promise<unknown>;
  endMessage(id: string): Promise<unknown>;
  /** 大厅值守: the board; windows moved, released and cleared; cases urged; bad ratings followed up. */
  boardView(): Promise<BoardView>;
  /** Against the version that was seen; whoever is second is told who was first. */
  moveWindow(desk: string, groups: string[], version: number): Promise<MovedView>;
  releaseWindow(desk: string): Promise<unknown>;
  windowDrafts(desk: string): Promise<WindowDraftView[]>;
  /** Gives what still lies at `desk` afterwards. */
  reassignDrafts(desk: string, to: string, drafts: string[]): Promise<WindowDraftView[]>;
  urgeCase(slip: string): Promise<unknown>;
  /** 办不成事反映: open entries first, the oldest first. */
  undone(): Promise<UndoneRowView[]>;
  /** 智能预填 of the cases accepted in a month (`2026-11`), by window and item. */
  prefillMonth(month: string): Promise<PrefillRowView[]>;
  /** The first answer stands. */
  answerUndone(id: string, answer: string): Promise<UndoneRowView>;
  // 数据使用监管
  listLooks(): Promise<PaperView>;
  materialLedger(from: string, until: string): Promise<MaterialLedger>;
  watchAlarms(): Promise<WatchAlarmView[]>;
  watchAlarm(id: string): Promise<WatchFileView>;
  closeWatchAlarm(id: string, outcome: string, note: string): Promise<WatchAlarmView>;
  lookDraws(month: string): Promise<DrawView[]>;
  drawLooks(month: string, size: number): Promise<DrawView>;
  judgeLook(id: string, verdict: string, note: string): Promise<SampleView>;
  auditMonth(month: string): Promise<MonthView>;
  grants(): Promise<GrantsView>;
  askStandingGrant(form: GrantForm): Promise<GrantAskView>;
  answerGrant(id: string, approve: boolean, words: string): Promise<GrantAskView>;
  withdrawGrant(id: string, why: string): Promise<GrantView>;
  badRating(rating: string): Promise<BadRatingView>;
  callBack(rating: string, reached: boolean, note: string): Promise<unknown>;

  /** Calls back for each event until the returned function is called. */
  onEvent(listener: (event: DeskEvent) => void): () => void;
}
