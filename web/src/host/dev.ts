/**
 * The host for a browser tab: `POST /ipc/<command>` with the arguments as one JSON object (names in
 * camelCase), 200 with the value or any other status with a trouble; events as `GET /events` (SSE). `?window=`
 * names the window that the tab stands for.
 */
import type { ApplicantHost } from "./applicant";
import { TroubleError, troubleOf, type Host } from "./host";
import type { DeskEvent, TroubleView, WindowLabel } from "./types";

const label = (new URLSearchParams(location.search).get("window") ?? "clerk") as WindowLabel;

async function ask<T>(command: string, body: Record<string, unknown> = {}): Promise<T> {
  try {
    const reply = await fetch(`/ipc/${command}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-yichuang-window": label },
      body: JSON.stringify(body),
    });
    // Page pictures have a scheme of their own in the desktop window; a tab gets them from the same host.
    const text = (await reply.text()).replaceAll("paper://localhost/", "/paper/");
    const value: unknown = text === "" ? null : JSON.parse(text);
    if (!reply.ok) throw new TroubleError(value as TroubleView);
    return value as T;
  } catch (thrown) {
    throw new TroubleError(troubleOf(thrown));
  }
}

export const devHost: Host = {
  window: label,
  start: () => ask("start"),
  confirmRecovery: () => ask("confirm_recovery"),
  recover: (code) => ask("recover", { code }),
  signIn: (staff, password) => ask("sign_in", { staff, password }),
  signOut: () => ask("sign_out"),
  signInDevice: () => ask("sign_in_device"),
  openPost: (post) => ask("open_post", { post }),
  deskView: () => ask("desk_view"),
  lock: () => ask("lock"),
  unlock: (password) => ask("unlock", { password }),
  callNext: () => ask("call_next"),
  walkIn: (reason) => ask("walk_in", { reason }),
  closeVisit: (outcome) => ask("close_visit", { outcome }),
  recallTicket: () => ask("recall_ticket"),
  missTicket: () => ask("miss_ticket"),
  parkVisit: (why) => ask("park_visit", { why }),
  transferVisit: (to) => ask("transfer_visit", { to }),
  takeUpTicket: (id) => ask("take_up_ticket", { id }),
  rejoinTicket: (id) => ask("rejoin_ticket", { id }),
  dropTicket: (id) => ask("drop_ticket", { id }),
  pauseWindow: (why) => ask("pause_window", { why }),
  resumeWindow: () => ask("resume_window"),
  takeShift: () => ask("take_shift"),
  takeNumber: (group, priority, withCard, appointment) =>
    ask("take_number", { group, priority, withCard, appointment }),
  rejoinNumber: (number) => ask("rejoin_number", { number }),
  readCard: () => ask("read_card"),
  placeCard: () => ask("place_card"),
  identifyTyped: (idType, idNumber, name, document) =>
    ask("identify_typed", { idType, idNumber, name, document }),
  findBody: (uscc) => ask("find_body", { uscc }),
  chooseParty: (choice) => ask("choose_party", { choice }),
  findItems: (text) => ask("find_items", { text }),
  openIntake: (itemId) => ask("open_intake", { itemId }),
  closeIntake: () => ask("close_intake"),
  resumeIntake: (id) => ask("resume_intake", { id }),
  rememberPosition: (id, key) => ask("remember_position", { id, key }),
  editIntake: (id, baseRevision, changes) => ask("edit_intake", { id, baseRevision, changes }),
  undoEdit: (id) => ask("undo_edit", { id }),
  newerEdition: (id) => ask("newer_edition", { id }),
  moveEdition: (id) => ask("move_edition", { id }),
  trail: (id) => ask("trail", { id }),
  reveal: (id, key) => ask("reveal", { id, key }),
  identifySubjectCard: (id, subject) => ask("identify_subject_card", { id, subject }),
  identifySubjectTyped: (id, subject, idType, idNumber, name, document) =>
    ask("identify_subject_typed", { id, subject, idType, idNumber, name, document }),
  pickRelative: (id, subject, index) => ask("pick_relative", { id, subject, index }),
  retrySource: (id, dataset, subject) => ask("retry_source", { id, dataset, subject }),
  previousIntake: (id) => ask("previous_intake", { id }),
  copyPrevious: (id, baseRevision, fields, answers, materials) =>
    ask("copy_previous", { id, baseRevision, fields, answers, materials }),
  lookForLicence: (id, material) => ask("look_for_licence", { id, material }),
  importFile: (id, material, name, bytes) => ask("import_file", { id, material, name, bytes }),
  paper: (id, material, originals, copies, pages, kept) =>
    ask("paper", { id, material, originals, copies, pages, kept }),
  tellOnce: (id) => ask("tell_once", { id }),
  makeForm: (id, material) => ask("make_form", { id, material }),
  signForm: (id, material, copies) => ask("sign_form", { id, material, copies }),
  clearMaterial: (id, material) => ask("clear_material", { id, material }),
  accept: (id, baseRevision) => ask("accept", { id, baseRevision }),
  toDemand: (id) => ask("to_demand", { id }),
  supplement: (id, baseRevision, demands) => ask("supplement", { id, baseRevision, demands }),
  tickDemand: (id, place, cured) => ask("tick_demand", { id, place, cured }),
  takeReturn: (id, baseRevision) => ask("take_return", { id, baseRevision }),
  receiveOnly: (id, baseRevision, reason) => ask("receive_only", { id, baseRevision, reason }),
  promiseMaterial: (id, material, promised) => ask("promise_material", { id, material, promised }),
  approvals: () => ask("approvals"),
  askRefusal: (id, baseRevision, ground, reasons, body) =>
    ask("ask_refusal", { id, baseRevision, ground, reasons, body }),
  askOverride: (id, baseRevision, caseNumber, reason) =>
    ask("ask_override", { id, baseRevision, caseNumber, reason }),
  askGrant: (id, dataset, days, reason) => ask("ask_grant", { id, dataset, days, reason }),
  askPause: (slip, procedure, days, reason) => ask("ask_pause", { slip, procedure, days, reason }),
  askExtension: (slip, days, reason) => ask("ask_extension", { slip, days, reason }),
  resumeCase: (slip) => ask("resume_case", { slip }),
  askSecondDemand: (slip, materials, reason) => ask("ask_second_demand", { slip, materials, reason }),
  withdrawApproval: (id) => ask("withdraw_approval", { id }),
  refuse: (id, baseRevision, approval) => ask("refuse", { id, baseRevision, approval }),
  openApproval: (id) => ask("open_approval", { id }),
  answerApproval: (id, approve, note) => ask("answer_approval", { id, approve, note }),
  caseNow: (slip) => ask("case_now", { slip }),
  collectLater: (slip) => ask("collect_later", { slip }),
  collectable: () => ask("collectable"),
  askReceipt: (slip, form) => ask("ask_receipt", { slip, form }),
  deliver: (slip, form) => ask("deliver", { slip, form }),
  askVoid: (slip, wrong, reason) => ask("ask_void", { slip, wrong, reason }),
  voidCase: (slip, approval, item) => ask("void_case", { slip, approval, item }),
  reopenCase: (slip) => ask("reopen_case", { slip }),
  keepPromises: (slip, materials) => ask("keep_promises", { slip, materials }),
  tellFurther: (slip) => ask("tell_further", { slip }),
  takeFurther: (slip, came) => ask("take_further", { slip, came }),
  withdrawCase: (slip, reason, signed) => ask("withdraw_case", { slip, reason, signed }),
  papers: (slip) => ask("papers", { slip }),
  libraryItems: (find, offset, limit) => ask("library_items", { find, offset, limit }),
  guide: (itemId) => ask("guide", { itemId }),
  answers: (find, offset, limit) => ask("answers", { find, offset, limit }),
  answer: (id) => ask("answer", { id }),
  editions: () => ask("editions"),
  editionChanges: (number) => ask("edition_changes", { number }),
  itemHistory: (itemId) => ask("item_history", { itemId }),
  catalogueUsage: () => ask("catalogue_usage"),
  rollbackChanges: (number) => ask("rollback_changes", { number }),
  rollBack: (note) => ask("roll_back", { note }),
  catalogueState: () => ask("catalogue_state"),
  weighCatalogue: (bytes) => ask("weigh_catalogue", { bytes }),
  checkCatalogue: (texts) => ask("check_catalogue", { texts }),
  publishCatalogue: (note) => ask("publish_catalogue", { note }),
  walkItem: (itemId) => ask("walk_item", { itemId }),
  walkView: () => ask("walk_view"),
  stopWalk: () => ask("stop_walk"),
  walkPapers: () => ask("walk_papers"),
  transfers: () => ask("transfers"),
  makeTransfer: (department) => ask("make_transfer", { department }),
  scanOut: (id, code) => ask("scan_out", { id, code }),
  handTransfer: (id, messenger, note) => ask("hand_transfer", { id, messenger, note }),
  transferPaper: (id) => ask("transfer_paper", { id }),
  checkBundle: (code, missing) => ask("check_bundle", { code, missing }),
  scanBack: (code, stays, missing) => ask("scan_back", { code, stays, missing }),
  seals: () => ask("seals"),
  keepSeal: (number, copies) => ask("keep_seal", { number, copies }),
  caseTexts: (slip) => ask("case_texts", { slip }),
  cases: () => ask("cases"),
  casePage: (list, find, offset, limit) => ask("case_page", { list, find, offset, limit }),
  caseCounts: () => ask("case_counts"),
  warnings: () => ask("warnings"),
  seeWarnings: (slip, asOf) => ask("see_warnings", { slip, asOf }),
  printPaper: (paperId) => ask("print_paper", { paperId }),
  companion: (paperId) => ask("companion", { paperId }),
  // A tab opens no windows: the address with `?window=applicant` is opened by hand, or by a test.
  openApplicant: () => ask("open_applicant"),
  sendToApplicant: (id) => ask("send_to_applicant", { id }),
  withdrawFromApplicant: () => ask("withdraw_from_applicant"),
  informAtWindow: (id) => ask("inform_at_window", { id }),
  helperView: () => ask("helper_view"),
  takeHelp: (id) => ask("take_help", { id }),
  openAssist: (mode) => ask("open_assist", { mode }),
  endAssist: (how) => ask("end_assist", { how }),
  mandatePaper: (id, form) => ask("mandate_paper", { id, form }),
  keepMandate: (id, form) => ask("keep_mandate", { id, form }),
  handOver: (id, group, ticket) => ask("hand_over", { id, group, ticket }),
  askHelp: (note) => ask("ask_help", { note }),
  strips: () => ask("strips"),
  onlineWaiting: () => ask("online_waiting"),
  onlineOffers: () => ask("online_offers"),
  takeOnline: (application) => ask("take_online", { application }),
  putBackOnline: (reason) => ask("put_back_online", { reason }),
  takeHandOver: (code) => ask("take_hand_over", { code }),
  takeWithTicket: (id) => ask("take_with_ticket", { id }),
  lookAtHeld: (slip) => ask("look_at_held", { slip }),
  askForDraft: (id) => ask("ask_for_draft", { id }),
  answerAsk: (id, give) => ask("answer_ask", { id, give }),
  dismissLost: (draft) => ask("dismiss_lost", { draft }),
  messages: () => ask("messages"),
  callSupport: (why, note) => ask("call_support", { why, note }),
  quietAlarm: () => ask("quiet_alarm"),
  withdrawSupport: (id) => ask("withdraw_support", { id }),
  acknowledgeMessage: (id) => ask("acknowledge_message", { id }),
  answerSupport: (id, how, staff) => ask("answer_support", { id, how, staff }),
  broadcast: (to, text, minutes, urgent) => ask("broadcast", { to, text, minutes, urgent }),
  messageWindow: (window, text, minutes, urgent) => ask("message_window", { window, text, minutes, urgent }),
  endMessage: (id) => ask("end_message", { id }),
  boardView: () => ask("board_view"),
  moveWindow: (desk, groups, version) => ask("move_window", { desk, groups, version }),
  releaseWindow: (desk) => ask("release_window", { desk }),
  windowDrafts: (desk) => ask("window_drafts", { desk }),
  reassignDrafts: (desk, to, drafts) => ask("reassign_drafts", { desk, to, drafts }),
  urgeCase: (slip) => ask("urge_case", { slip }),
  undone: () => ask("undone"),
  answerUndone: (id, answer) => ask("answer_undone", { id, answer }),
  badRating: (rating) => ask("bad_rating", { rating }),
  callBack: (rating, reached, note) => ask("call_back", { rating, reached, note }),

  onEvent(listener) {
    const stream = new EventSource("/events");
    stream.onmessage = (message) => listener(JSON.parse(message.data as string) as DeskEvent);
    return () => stream.close();
  },
};

/** The host of a tab that stands for the applicant's window. */
export const devApplicant: ApplicantHost = {
  next: (seen) => ask("applicant_next", { seen }),
  consent: (serial, agreed) => ask("applicant_consent", { serial, agreed }),
  doubt: (serial, keys) => ask("applicant_doubt", { serial, keys }),
  read: (serial, place) => ask("applicant_read", { serial, place }),
  pen: (serial) => ask("applicant_pen", { serial }),
  sign: (serial, digest, ink) => ask("applicant_sign", { serial, digest, ink }),
  rate: (serial, level, reasons, words) => ask("applicant_rate", { serial, level, reasons, words }),
  stay: (serial) => ask("applicant_stay", { serial }),
};
