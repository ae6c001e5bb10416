import type { PostView } from "./bindings";

/**
 * The shapes the screens use, by their plain names. They come from the generated bindings; if a generated
 * name ever differs, only this file is touched.
 */
export type {
  AcceptView,
  BodyView,
  CaseCounts,
  CaseList,
  CasePageView,
  CaseRowView,
  Change,
  Chip,
  Choice,
  Counts,
  DeskEvent,
  DeskView,
  DeviceView,
  FieldSchema,
  FieldState,
  FindingView,
  GroupView,
  IntakeDelta,
  IntakeView,
  ItemHit,
  LinkView,
  NumberView,
  Offer,
  PaperView,
  PartyChoice,
  PersonView,
  PreviousView,
  PostView,
  QuestionView,
  QueueView,
  RealmView,
  Relative,
  SlotView,
  SourceView,
  StartView,
  SubjectView,
  TicketView,
  TransferChoice,
  TrailRow,
  TroubleView,
  UndoneView,
  VisitView,
  WindowView,
} from "./bindings";

/** The window this page stands in; the applicant's belongs to the clerk's program. */
export type WindowLabel = PostView | "applicant";
