/** The host inside the desktop window: the generated commands, with refusals turned into rejections. */
import { Channel } from "@tauri-apps/api/core";
import { getCurrentWebviewWindow } from "@tauri-apps/api/webviewWindow";
import type { ApplicantHost } from "./applicant";
import { commands } from "./bindings";
import { TroubleError, troubleOf, type Host } from "./host";
import type { DeskEvent, TroubleView, WindowLabel } from "./types";

type Reply<T> = { status: "ok"; data: T } | { status: "error"; error: TroubleView };

async function open<T>(reply: Promise<Reply<T>>): Promise<T> {
  let got: Reply<T>;
  try {
    got = await reply;
  } catch (thrown) {
    throw new TroubleError(troubleOf(thrown));
  }
  if (got.status === "error") throw new TroubleError(got.error);
  return got.data;
}

export const tauriHost: Host = {
  window: getCurrentWebviewWindow().label as WindowLabel,
  start: () => open(commands.start()),
  confirmRecovery: () => open(commands.confirmRecovery()),
  recover: (code) => open(commands.recover(code)),
  signIn: (staff, password) => open(commands.signIn(staff, password)),
  signOut: () => open(commands.signOut()),
  signInDevice: () => open(commands.signInDevice()),
  openPost: (post) => open(commands.openPost(post)),
  deskView: () => open(commands.deskView()),
  lock: () => open(commands.lock()),
  unlock: (password) => open(commands.unlock(password)),
  callNext: () => open(commands.callNext()),
  walkIn: (reason) => open(commands.walkIn(reason)),
  closeVisit: (outcome) => open(commands.closeVisit(outcome)),
  recallTicket: () => open(commands.recallTicket()),
  missTicket: () => open(commands.missTicket()),
  parkVisit: (why) => open(commands.parkVisit(why)),
  transferVisit: (to) => open(commands.transferVisit(to)),
  takeUpTicket: (id) => open(commands.takeUpTicket(id)),
  rejoinTicket: (id) => open(commands.rejoinTicket(id)),
  dropTicket: (id) => open(commands.dropTicket(id)),
  pauseWindow: (why) => open(commands.pauseWindow(why)),
  resumeWindow: () => open(commands.resumeWindow()),
  takeShift: () => open(commands.takeShift()),
  takeNumber: (group, priority, withCard, appointment) =>
    open(commands.takeNumber(group, priority, withCard, appointment)),
  rejoinNumber: (number) => open(commands.rejoinNumber(number)),
  readCard: () => open(commands.readCard()),
  placeCard: () => open(commands.placeCard()),
  identifyTyped: (idType, idNumber, name, document) =>
    open(commands.identifyTyped(idType, idNumber, name, document)),
  findBody: (uscc) => open(commands.findBody(uscc)),
  chooseParty: (choice) => open(commands.chooseParty(choice)),
  findItems: (text) => open(commands.findItems(text)),
  openIntake: (itemId) => open(commands.openIntake(itemId)),
  closeIntake: () => open(commands.closeIntake()),
  resumeIntake: (id) => open(commands.resumeIntake(id)),
  rememberPosition: (id, key) => open(commands.rememberPosition(id, key)),
  editIntake: (id, baseRevision, changes) => open(commands.editIntake(id, baseRevision, changes)),
  undoEdit: (id) => open(commands.undoEdit(id)),
  newerEdition: (id) => open(commands.newerEdition(id)),
  moveEdition: (id) => open(commands.moveEdition(id)),
  trail: (id) => open(commands.trail(id)),
  reveal: (id, key) => open(commands.reveal(id, key)),
  identifySubjectCard: (id, subject) => open(commands.identifySubjectCard(id, subject)),
  identifySubjectTyped: (id, subject, idType, idNumber, name, document) =>
    open(commands.identifySubjectTyped(id, subject, idType, idNumber, name, document)),
  pickRelative: (id, subject, index) => open(commands.pickRelative(id, subject, index)),
  retrySource: (id, dataset, subject) => open(commands.retrySource(id, dataset, subject)),
  previousIntake: (id) => open(commands.previousIntake(id)),
  copyPrevious: (id, baseRevision, fields, answers, materials) =>
    open(commands.copyPrevious(id, baseRevision, fields, answers, materials)),
  lookForLicence: (id, material) => open(commands.lookForLicence(id, material)),
  importFile: (id, material, name, bytes) => open(commands.importFile(id, material, name, bytes)),
  paper: (id, material, originals, copies, pages, kept) =>
    open(commands.paper(id, material, originals, copies, pages, kept)),
  tellOnce: (id) => open(commands.tellOnce(id)),
  makeForm: (id, material) => open(commands.makeForm(id, material)),
  signForm: (id, material, copies) => open(commands.signForm(id, material, copies)),
  clearMaterial: (id, material) => open(commands.clearMaterial(id, material)),
  accept: (id, baseRevision) => open(commands.accept(id, baseRevision)),
  toDemand: (id) => open(commands.toDemand(id)),
  supplement: (id, baseRevision, demands) => open(commands.supplement(id, baseRevision, demands)),
  tickDemand: (id, place, cured) => open(commands.tickDemand(id, place, cured)),
  takeReturn: (id, baseRevision) => open(commands.takeReturn(id, baseRevision)),
  receiveOnly: (id, baseRevision, reason) => open(commands.receiveOnly(id, baseRevision, reason)),
  promiseMaterial: (id, material, promised) => open(commands.promiseMaterial(id, material, promised)),
  approvals: () => open(commands.approvals()),
  askRefusal: (id, baseRevision, ground, reasons, body) =>
    open(commands.askRefusal(id, baseRevision, ground, reasons, body)),
  askOverride: (id, baseRevision, caseNumber, reason) =>
    open(commands.askOverride(id, baseRevision, caseNumber, reason)),
  askGrant: (id, dataset, days, reason) => open(commands.askGrant(id, dataset, days, reason)),
  askPause: (slip, procedure, days, reason) => open(commands.askPause(slip, procedure, days, reason)),
  askExtension: (slip, days, reason) => open(commands.askExtension(slip, days, reason)),
  resumeCase: (slip) => open(commands.resumeCase(slip)),
  askSecondDemand: (slip, materials, reason) => open(commands.askSecondDemand(slip, materials, reason)),
  withdrawApproval: (id) => open(commands.withdrawApproval(id)),
  refuse: (id, baseRevision, approval) => open(commands.refuse(id, baseRevision, approval)),
  openApproval: (id) => open(commands.openApproval(id)),
  answerApproval: (id, approve, note) => open(commands.answerApproval(id, approve, note)),
  caseNow: (slip) => open(commands.caseNow(slip)),
  collectLater: (slip) => open(commands.collectLater(slip)),
  collectable: () => open(commands.collectable()),
  askReceipt: (slip, form) => open(commands.askReceipt(slip, form)),
  deliver: (slip, form) => open(commands.deliver(slip, form)),
  askVoid: (slip, wrong, reason) => open(commands.askVoid(slip, wrong, reason)),
  voidCase: (slip, approval, item) => open(commands.voidCase(slip, approval, item)),
  reopenCase: (slip) => open(commands.reopenCase(slip)),
  keepPromises: (slip, materials) => open(commands.keepPromises(slip, materials)),
  tellFurther: (slip) => open(commands.tellFurther(slip)),
  takeFurther: (slip, came) => open(commands.takeFurther(slip, came)),
  withdrawCase: (slip, reason, signed) => open(commands.withdrawCase(slip, reason, signed)),
  papers: (slip) => open(commands.papers(slip)),
  libraryItems: (find, offset, limit) => open(commands.libraryItems(find, offset, limit)),
  guide: (itemId) => open(commands.guide(itemId)),
  answers: (find, offset, limit) => open(commands.answers(find, offset, limit)),
  answer: (id) => open(commands.answer(id)),
  editions: () => open(commands.editions()),
  editionChanges: (number) => open(commands.editionChanges(number)),
  itemHistory: (itemId) => open(commands.itemHistory(itemId)),
  catalogueUsage: () => open(commands.catalogueUsage()),
  rollbackChanges: (number) => open(commands.rollbackChanges(number)),
  rollBack: (note) => open(commands.rollBack(note)),
  catalogueState: () => open(commands.catalogueState()),
  weighCatalogue: (bytes) => open(commands.weighCatalogue(bytes)),
  checkCatalogue: (texts) => open(commands.checkCatalogue(texts)),
  publishCatalogue: (note) => open(commands.publishCatalogue(note)),
  walkItem: (itemId) => open(commands.walkItem(itemId)),
  walkView: () => open(commands.walkView()),
  stopWalk: () => open(commands.stopWalk()),
  walkPapers: () => open(commands.walkPapers()),
  transfers: () => open(commands.transfers()),
  makeTransfer: (department) => open(commands.makeTransfer(department)),
  scanOut: (id, code) => open(commands.scanOut(id, code)),
  handTransfer: (id, messenger, note) => open(commands.handTransfer(id, messenger, note)),
  transferPaper: (id) => open(commands.transferPaper(id)),
  checkBundle: (code, missing) => open(commands.checkBundle(code, missing)),
  scanBack: (code, stays, missing) => open(commands.scanBack(code, stays, missing)),
  seals: () => open(commands.seals()),
  keepSeal: (number, copies) => open(commands.keepSeal(number, copies)),
  caseTexts: (slip) => open(commands.caseTexts(slip)),
  cases: () => open(commands.cases()),
  casePage: (list, find, offset, limit) => open(commands.casePage(list, find, offset, limit)),
  caseCounts: () => open(commands.caseCounts()),
  warnings: () => open(commands.warnings()),
  seeWarnings: (slip, asOf) => open(commands.seeWarnings(slip, asOf)),
  printPaper: (paperId) => open(commands.printPaper(paperId)),
  companion: (paperId) => open(commands.companion(paperId)),
  openApplicant: () => open(commands.openApplicant()),
  sendToApplicant: (id) => open(commands.sendToApplicant(id)),
  withdrawFromApplicant: () => open(commands.withdrawFromApplicant()),
  informAtWindow: (id) => open(commands.informAtWindow(id)),
  helperView: () => open(commands.helperView()),
  takeHelp: (id) => open(commands.takeHelp(id)),
  openAssist: (mode) => open(commands.openAssist(mode)),
  endAssist: (how) => open(commands.endAssist(how)),
  mandatePaper: (id, form) => open(commands.mandatePaper(id, form)),
  keepMandate: (id, form) => open(commands.keepMandate(id, form)),
  handOver: (id, group, ticket) => open(commands.handOver(id, group, ticket)),
  askHelp: (note) => open(commands.askHelp(note)),
  strips: () => open(commands.strips()),
  onlineWaiting: () => open(commands.onlineWaiting()),
  onlineOffers: () => open(commands.onlineOffers()),
  takeOnline: (application) => open(commands.takeOnline(application)),
  putBackOnline: (reason) => open(commands.putBackOnline(reason)),
  takeHandOver: (code) => open(commands.takeHandOver(code)),
  takeWithTicket: (id) => open(commands.takeWithTicket(id)),
  lookAtHeld: (slip) => open(commands.lookAtHeld(slip)),
  askForDraft: (id) => open(commands.askForDraft(id)),
  answerAsk: (id, give) => open(commands.answerAsk(id, give)),
  dismissLost: (draft) => open(commands.dismissLost(draft)),
  messages: () => open(commands.messages()),
  callSupport: (why, note) => open(commands.callSupport(why, note)),
  quietAlarm: () => open(commands.quietAlarm()),
  withdrawSupport: (id) => open(commands.withdrawSupport(id)),
  acknowledgeMessage: (id) => open(commands.acknowledgeMessage(id)),
  answerSupport: (id, how, staff) => open(commands.answerSupport(id, how, staff)),
  broadcast: (to, text, minutes, urgent) => open(commands.broadcast(to, text, minutes, urgent)),
  messageWindow: (window, text, minutes, urgent) => open(commands.messageWindow(window, text, minutes, urgent)),
  endMessage: (id) => open(commands.endMessage(id)),
  boardView: () => open(commands.boardView()),
  moveWindow: (desk, groups, version) => open(commands.moveWindow(desk, groups, version)),
  releaseWindow: (desk) => open(commands.releaseWindow(desk)),
  windowDrafts: (desk) => open(commands.windowDrafts(desk)),
  reassignDrafts: (desk, to, drafts) => open(commands.reassignDrafts(desk, to, drafts)),
  urgeCase: (slip) => open(commands.urgeCase(slip)),
  undone: () => open(commands.undone()),
  answerUndone: (id, answer) => open(commands.answerUndone(id, answer)),
  badRating: (rating) => open(commands.badRating(rating)),
  callBack: (rating, reached, note) => open(commands.callBack(rating, reached, note)),

  onEvent(listener) {
    // A channel belongs to this page; nothing else can listen to it.
    const news = new Channel<DeskEvent>();
    news.onmessage = listener;
    // Where there is nothing to follow, the start says why.
    void open(commands.follow(news)).catch(() => undefined);
    return () => {
      news.onmessage = () => undefined;
    };
  },
};

/** The same for the applicant's window; it may call nothing else. */
export const tauriApplicant: ApplicantHost = {
  next: (seen) => open(commands.applicantNext(seen)),
  consent: (serial, agreed) => open(commands.applicantConsent(serial, agreed)),
  doubt: (serial, keys) => open(commands.applicantDoubt(serial, keys)),
  read: (serial, place) => open(commands.applicantRead(serial, place)),
  pen: (serial) => open(commands.applicantPen(serial)),
  sign: (serial, digest, ink) => open(commands.applicantSign(serial, digest, ink)),
  rate: (serial, level, reasons, words) => open(commands.applicantRate(serial, level, reasons, words)),
  stay: (serial) => open(commands.applicantStay(serial)),
};
