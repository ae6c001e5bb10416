// This file follows what tauri-specta writes from the Rust commands; the generated file replaces it whole.
import { invoke as __TAURI_INVOKE } from "@tauri-apps/api/core";
import * as __TAURI_EVENT from "@tauri-apps/api/event";

/** Commands */
export const commands = {
	start: () => typedError<StartView, TroubleView>(__TAURI_INVOKE("start")),
	confirmRecovery: () => typedError<StartView, TroubleView>(__TAURI_INVOKE("confirm_recovery")),
	recover: (code: string) => typedError<StartView, TroubleView>(__TAURI_INVOKE("recover", { code })),
	signIn: (staff: string, password: string) => typedError<DeskView, TroubleView>(__TAURI_INVOKE("sign_in", { staff, password })),
	signOut: () => typedError<StartView, TroubleView>(__TAURI_INVOKE("sign_out")),
	deskView: () => typedError<DeskView, TroubleView>(__TAURI_INVOKE("desk_view")),
	callNext: () => typedError<DeskView, TroubleView>(__TAURI_INVOKE("call_next")),
	walkIn: (reason: string) => typedError<DeskView, TroubleView>(__TAURI_INVOKE("walk_in", { reason })),
	closeVisit: (outcome: string) => typedError<DeskView, TroubleView>(__TAURI_INVOKE("close_visit", { outcome })),
	readCard: () => typedError<DeskView, TroubleView>(__TAURI_INVOKE("read_card")),
	placeCard: () => typedError<null, TroubleView>(__TAURI_INVOKE("place_card")),
	identifyTyped: (idType: string, idNumber: string, name: string, document: string) => typedError<DeskView, TroubleView>(__TAURI_INVOKE("identify_typed", { idType, idNumber, name, document })),
	findBody: (uscc: string) => typedError<BodyView, TroubleView>(__TAURI_INVOKE("find_body", { uscc })),
	chooseParty: (choice: PartyChoice) => typedError<DeskView, TroubleView>(__TAURI_INVOKE("choose_party", { choice })),
	findItems: (text: string) => typedError<ItemHit[], TroubleView>(__TAURI_INVOKE("find_items", { text })),
	openIntake: (itemId: string) => typedError<IntakeView, TroubleView>(__TAURI_INVOKE("open_intake", { itemId })),
	closeIntake: () => typedError<DeskView, TroubleView>(__TAURI_INVOKE("close_intake")),
	resumeIntake: (id: string) => typedError<IntakeView, TroubleView>(__TAURI_INVOKE("resume_intake", { id })),
	rememberPosition: (id: string, key: string) => typedError<null, TroubleView>(__TAURI_INVOKE("remember_position", { id, key })),
	drafts: () => typedError<CaseRowView[], TroubleView>(__TAURI_INVOKE("drafts")),
	editIntake: (id: string, baseRevision: number, changes: Change[]) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("edit_intake", { id, baseRevision, changes })),
	reveal: (id: string, key: string) => typedError<string, TroubleView>(__TAURI_INVOKE("reveal", { id, key })),
	identifySubjectCard: (id: string, subject: string) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("identify_subject_card", { id, subject })),
	identifySubjectTyped: (id: string, subject: string, idType: string, idNumber: string, name: string, document: string) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("identify_subject_typed", { id, subject, idType, idNumber, name, document })),
	pickRelative: (id: string, subject: string, index: number) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("pick_relative", { id, subject, index })),
	retrySource: (id: string, dataset: string, subject: string) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("retry_source", { id, dataset, subject })),
	lookForLicence: (id: string, material: string) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("look_for_licence", { id, material })),
	importFile: (id: string, material: string, name: string, bytes: number[]) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("import_file", { id, material, name, bytes })),
	paper: (id: string, material: string, originals: number, copies: number, pages: number, kept: boolean) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("paper", { id, material, originals, copies, pages, kept })),
	makeForm: (id: string, material: string) => typedError<PaperView, TroubleView>(__TAURI_INVOKE("make_form", { id, material })),
	signForm: (id: string, material: string, copies: number) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("sign_form", { id, material, copies })),
	clearMaterial: (id: string, material: string) => typedError<IntakeDelta, TroubleView>(__TAURI_INVOKE("clear_material", { id, material })),
	accept: (id: string, baseRevision: number) => typedError<AcceptView, TroubleView>(__TAURI_INVOKE("accept", { id, baseRevision })),
	papers: (slip: string) => typedError<PaperView[], TroubleView>(__TAURI_INVOKE("papers", { slip })),
	cases: () => typedError<CaseRowView[], TroubleView>(__TAURI_INVOKE("cases")),
	printPaper: (paperId: string) => typedError<null, TroubleView>(__TAURI_INVOKE("print_paper", { paperId })),
};

/** Events */
export const events = {
	deskEvent: makeEvent<DeskEvent>("desk-event"),
};

/* Types */
export type StartView = { realm: RealmView; state: StartState; desk: string; hallName: string };
export type RealmView = "training" | "live";
export type StartState =
	| { kind: "firstStart"; recoveryCode: string }
	| { kind: "needsRecovery"; trouble: TroubleView }
	| { kind: "signIn" }
	| { kind: "stopped"; trouble: TroubleView };
export type TroubleView = { code: string; zh: string; en: string };
export type DeskView = { realm: RealmView; hallName: string; desk: string; staff: string; staffName: string; link: LinkView; queue: QueueView; visit: VisitView | null; intake: IntakeView | null; devices: DeviceView[]; unsent: number };
export type LinkView = { up: boolean; since: string; offsetS: number; trouble: TroubleView | null };
export type QueueView = { waiting: TicketView[] };
export type TicketView = { number: string; group: string; priority: boolean; takenAt: string };
export type VisitView = { id: string; ticket: string | null; priority: boolean; openedAt: string; person: PersonView | null; bodies: BodyView[]; bodiesKnown: boolean; party: PartyView | null };
export type PersonView = { name: string; idType: string; maskedNumber: string; how: string; register: string };
export type BodyView = { uscc: string; name: string; relation: string };
export type PartyView = { name: string; maskedNumber: string; body: BodyView | null; asAgent: boolean };
export type PartyChoice = { kind: "own" } | { kind: "body"; uscc: string; asAgent: boolean };
export type DeviceView = { kind: string; name: string; ok: boolean; note: TroubleView | null };
export type ItemHit = { id: string; name: string; department: string; itemType: string; caseType: string; promised: string; unfit: TroubleView | null };
export type DeskEvent =
	| { kind: "link"; link: LinkView }
	| { kind: "queue"; queue: QueueView }
	| { kind: "intake"; delta: IntakeDelta }
	| { kind: "case"; slip: string; caseNumber: string | null; stage: string; note: string | null }
	| { kind: "trouble"; trouble: TroubleView }
	| { kind: "unsent"; count: number };
export type IntakeView = { id: string; itemId: string; itemName: string; itemType: string; department: string; promise: string; fee: string; result: string; slip: string; party: PartyView; position: string | null; schema: FieldSchema[]; lists: { [key in string]: Choice[] }; delta: IntakeDelta };
export type FieldSchema = { key: string; label: string; group: string; subject: string; kind: string; maxLength: number | null; list: string | null; many: boolean; ownAct: boolean };
export type Choice = { code: string; name: string };
export type IntakeDelta = { id: string; revision: number; stale: boolean; savedAt: string; fields: FieldState[]; questions: QuestionView[]; subjects: SubjectView[]; slots: SlotView[]; findings: FindingView[]; sources: SourceView[]; counts: Counts; dueDay: string | null; dueProvisional: boolean; stage: string };
export type FieldState = { key: string; text: string; codes: string[]; masked: boolean; filled: boolean; required: boolean; shown: boolean; chip: Chip | null; conflict: Offer[]; trouble: TroubleView | null };
export type Chip = { kind: string; label: string; provider: string; recordId: string | null; asOf: string | null; grant: string | null };
export type Offer = { text: string; chip: Chip };
export type QuestionView = { text: string; answer: boolean | null };
export type SubjectView = { subject: string; label: string; name: string | null; maskedNumber: string | null; how: string | null; mustBePresent: boolean; offered: Relative[] };
export type Relative = { relation: string; name: string; maskedNumber: string };
export type SlotView = { material: string; name: string; source: string; required: boolean; applies: boolean | null; condition: string | null; originals: number; copies: number; satisfied: boolean; how: string | null; note: string; whyPaper: string | null; unsigned: boolean };
export type FindingView = { level: string; at: string; id: string; code: string; zh: string; en: string };
export type SourceView = { dataset: string; label: string; subject: string; state: string; fields: number; trouble: TroubleView | null };
export type Counts = { total: number; required: number; requiredFilled: number; requiredPrefilled: number; bySource: { [key in string]: number }; blocks: number };
export type Change =
	| { kind: "set"; key: string; text: string; reason: string | null }
	| { kind: "choose"; key: string; index: number }
	| { kind: "answer"; question: string; yes: boolean };
export type AcceptView =
	| { kind: "accepted"; caseNumber: string; slip: string; noticeNumber: string; acceptedAt: string; dueDay: string; provisional: boolean; departments: string[]; papers: PaperView[] }
	| { kind: "received"; slip: string; receivedAt: string; notifyBy: string; why: TroubleView; papers: PaperView[] }
	| { kind: "blocked"; findings: FindingView[] }
	| { kind: "duplicate"; caseNumber: string }
	| { kind: "heldElsewhere"; desk: string; clerk: string };
export type PaperView = { id: string; title: string; number: string | null; pages: string[]; missing: string[] };
export type CaseRowView = { draft: string | null; caseNumber: string | null; slip: string; itemName: string; stage: string; stageWord: string; applicant: string; receivedAt: string; dueDay: string | null };

/* Tauri Specta runtime */
async function typedError<T, E>(result: Promise<T>): Promise<{ status: "ok"; data: T } | { status: "error"; error: E }> {
    try {
        return { status: "ok", data: await result };
    } catch (e) {
        if (e instanceof Error) throw e;
        return { status: "error", error: e as any };
    }
}
function makeEvent<T>(name: string) {
    return {
        listen: (cb: __TAURI_EVENT.EventCallback<T>) => __TAURI_EVENT.listen(name, cb),
    };
}
