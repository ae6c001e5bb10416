//! The commands a screen may call: one row per deed of the desk, nothing decided here.
//!
//! Each row becomes a typed command of the windows that it names above itself, the clerk's alone where it names
//! none, and in debug builds an address of the development host. A failure is a
//! [`TroubleView`](desk::view::TroubleView); screens branch on its code.

use desk::view::TroubleView;
use desk::view::applicant::{ApplicantStrip, ApplicantView, InkView};
use desk::view::approval::{AnsweredView, ApprovalView, OpenedApprovalView};
use desk::view::assist::{
    HandOverView, HeldView, HelperView, MandateForm, MandateView, StripsView, TakenView,
};
use desk::view::board::{BadRatingView, BoardView, MovedView, WindowDraftView};
use desk::view::clerk::{CaseCounts, CaseList, CasePageView, TrailRow, UndoneView};
use desk::view::consent::ConsentChoices;
use desk::view::desk::{BodyView, DeskEvent, DeskView, ItemHit, PartyChoice, PostView, StartView};
use desk::view::edition::{MovedDraftView, NewerEdition};
use desk::view::intake::{Change, IntakeDelta, IntakeView};
use desk::view::library::{
    AnswerRows, AnswerView, CatalogueText, CheckView, EditionChanges, EditionRow, GuideView, HistoryView,
    LibraryItems, ServedView, UsageView, WalkView,
};
use desk::view::materials::{MaterialLedger, ReusableView};
use desk::view::messages::{BroadcastTo, MessagesView};
use desk::view::objection::{ObjectionForm, ObjectionRowView, ObjectionSheet, ObjectionsView, SettleAs};
use desk::view::online::{OnlineOffersView, OnlineWaitingView};
use desk::view::outcome::{
    AcceptView, CaseRowView, ConsultView, DemandForm, NoticeTextView, PaperView, TextRowView,
    ToldFiguresView, ToldOnceView, UndoneRowView, WarningsView,
};
use desk::view::prefill::PrefillRowView;
use desk::view::printing::{PrintView, PrinterView};
use desk::view::queue::{NumberView, PreviousView, SlipView, TransferChoice};
use desk::view::results::{CameForm, CaseNowView, DeliverForm, HandedOutView, VoidedView};
use desk::view::scan::{CameraStep, RecognisedView, ScanFrom, ScanStep, ScanView, ScannerView};
use desk::view::transfer::{BatchView, SealView, TransfersView};
use desk::view::watch::{
    DrawView, GrantAskView, GrantForm, GrantView, GrantsView, MonthView, SampleView, WatchAlarmView,
    WatchFileView,
};
use tauri::ipc::Channel;
use tauri::{Manager, Runtime, State, WebviewWindow, Wry};

use crate::posts::{Window, start_beside};
use crate::shell::Shell;

/// The windows of a row.
macro_rules! windows {
    () => { &[Window::Clerk] };
    ($($window:ident),+) => { &[$(Window::$window),+] };
}

macro_rules! commands {
    ($(
        $(#[$($window:ident),+])?
        $name:ident($($argument:ident: $kind:ty),*) -> $reply:ty: |$desk:ident| $deed:expr;
    )*) => {
        $(
            #[tauri::command]
            #[specta::specta]
            async fn $name(shell: State<'_, Shell>, $($argument: $kind),*) -> Result<$reply, TroubleView> {
                let $desk = shell.desk().await?;
                Ok($deed?)
            }
        )*

        /// Every command of the table, and those of the start.
        pub fn collect<R: Runtime>() -> tauri_specta::Commands<R> {
            tauri_specta::collect_commands![
                start,
                confirm_recovery,
                recover,
                // The types are the same on every runtime.
                follow::<Wry>,
                open_post,
                open_applicant::<Wry>,
                sign_in_device,
                $($name),*
            ]
        }

        /// Their names, with the windows that may call them.
        #[cfg(any(test, debug_assertions))]
        pub const TABLE: &[(&str, &[Window])] = &[
            ("start", POSTS),
            ("confirm_recovery", POSTS),
            ("recover", POSTS),
            ("follow", POSTS),
            ("open_post", &[Window::Clerk]),
            ("open_applicant", &[Window::Clerk]),
            ("sign_in_device", &[Window::Kiosk, Window::Wall]),
            $((stringify!($name), windows!($($($window),+)?))),*
        ];

        #[cfg(debug_assertions)]
        type Called<'a> = std::pin::Pin<Box<dyn Future<Output = Result<serde_json::Value, TroubleView>> + Send + 'a>>;

        /// Calls a command by its name with its arguments as one JSON object, as a screen does.
        #[cfg(debug_assertions)]
        pub async fn call(
            shell: &Shell,
            window: Window,
            name: &str,
            arguments: serde_json::Value,
        ) -> Result<serde_json::Value, TroubleView> {
            use crate::fault::Fault;
            let other_shape = |_| Fault::Command(name.to_owned()).view();
            if !TABLE.iter().any(|(row, windows)| *row == name && windows.contains(&window)) {
                return Err(Fault::Command(name.to_owned()).view());
            }
            match name {
                "start" => serde_json::to_value(shell.start().await?).map_err(other_shape),
                "confirm_recovery" => serde_json::to_value(shell.confirm_recovery().await?).map_err(other_shape),
                "recover" => {
                    #[derive(serde::Deserialize)]
                    struct Arguments {
                        code: String,
                    }
                    let Arguments { code } = serde_json::from_value(arguments).map_err(other_shape)?;
                    serde_json::to_value(shell.recover(&code).await?).map_err(other_shape)
                }
                "sign_in_device" => serde_json::to_value(shell.sign_in_device().await?).map_err(other_shape),
                $(
                    stringify!($name) => {
                        #[derive(serde::Deserialize)]
                        #[serde(rename_all = "camelCase")]
                        struct Arguments { $($argument: $kind),* }
                        // A frame of its own: in one, the deeds of the whole table are more than a thread's stack.
                        fn boxed(shell: &Shell, arguments: serde_json::Value) -> Called<'_> {
                            Box::pin(async move {
                                let other_shape = |_| Fault::Command(stringify!($name).to_owned()).view();
                                let Arguments { $($argument),* } =
                                    serde_json::from_value(arguments).map_err(other_shape)?;
                                let $desk = shell.desk().await?;
                                let reply: $reply = $deed?;
                                serde_json::to_value(reply).map_err(other_shape)
                            })
                        }
                        boxed(shell, arguments).await
                    }
                )*
                other => Err(Fault::Command(other.to_owned()).view()),
            }
        }
    };
}

/// What stands between the start and the sign-in; also when the desk could not be started at all.
#[tauri::command]
#[specta::specta]
async fn start(shell: State<'_, Shell>) -> Result<StartView, TroubleView> {
    shell.start().await
}

/// The recovery code was noted.
#[tauri::command]
#[specta::specta]
async fn confirm_recovery(shell: State<'_, Shell>) -> Result<StartView, TroubleView> {
    shell.confirm_recovery().await
}

/// Opens the window's store with the recovery code.
#[tauri::command]
#[specta::specta]
async fn recover(shell: State<'_, Shell>, code: String) -> Result<StartView, TroubleView> {
    shell.recover(&code).await
}

/// From here on the desk's events go to this page, and to no other.
#[tauri::command]
#[specta::specta]
async fn follow<R: Runtime>(
    shell: State<'_, Shell>,
    window: WebviewWindow<R>,
    news: Channel<DeskEvent>,
) -> Result<(), TroubleView> {
    shell.follow(window.label(), news).await
}

/// Starts the window of another post beside this one.
#[tauri::command]
#[specta::specta]
async fn open_post(post: PostView) -> Result<(), TroubleView> {
    start_beside(post.into()).map_err(|fault| fault.view())
}

/// Opens the applicant's window beside the clerk's, or brings it to the front.
#[tauri::command]
#[specta::specta]
async fn open_applicant<R: Runtime>(window: WebviewWindow<R>) -> Result<(), TroubleView> {
    crate::window::open_applicant(window.app_handle()).map_err(|fault| fault.view())
}

/// Signs a kiosk or a wall display in.
#[tauri::command]
#[specta::specta]
async fn sign_in_device(shell: State<'_, Shell>) -> Result<DeskView, TroubleView> {
    shell.sign_in_device().await
}

/// Every window but the applicant's has a desk behind it that starts, and news of it.
#[cfg(any(test, debug_assertions))]
const POSTS: &[Window] = &[
    Window::Clerk,
    Window::Supervisor,
    Window::Helper,
    Window::Kiosk,
    Window::Wall,
];

commands! {
    #[Clerk, Supervisor, Helper]
    sign_in(staff: String, password: String) -> DeskView: |desk| desk.sign_in(&staff, &password).await;
    #[Clerk, Supervisor, Helper]
    sign_out() -> StartView: |desk| desk.sign_out().await;
    #[Clerk, Supervisor, Helper, Kiosk, Wall]
    desk_view() -> DeskView: |desk| desk.desk_view();
    #[Clerk, Supervisor, Helper]
    lock() -> StartView: |desk| desk.lock();
    #[Clerk, Supervisor, Helper]
    unlock(password: String) -> DeskView: |desk| desk.unlock(&password).await;

    // The visit and the people at the window.
    call_next() -> DeskView: |desk| desk.call_next().await;
    walk_in(reason: String) -> DeskView: |desk| desk.walk_in(&reason).await;
    #[Clerk, Helper]
    close_visit(outcome: String) -> DeskView: |desk| desk.close_visit(&outcome).await;
    recall_ticket() -> DeskView: |desk| desk.recall_ticket().await;
    miss_ticket() -> DeskView: |desk| desk.miss_ticket().await;
    park_visit(why: String) -> DeskView: |desk| desk.park_visit(&why).await;
    transfer_visit(to: TransferChoice) -> DeskView: |desk| desk.transfer_visit(to).await;
    take_up_ticket(id: String) -> DeskView: |desk| desk.take_up_ticket(&id).await;
    rejoin_ticket(id: String) -> DeskView: |desk| desk.rejoin_ticket(&id).await;
    drop_ticket(id: String) -> DeskView: |desk| desk.drop_ticket(&id).await;
    pause_window(why: String) -> DeskView: |desk| desk.pause_window(&why).await;
    resume_window() -> DeskView: |desk| desk.resume_window().await;
    take_shift() -> DeskView: |desk| desk.take_shift().await;
    #[Kiosk]
    take_number(group: String, priority: Option<String>, with_card: bool, appointment: Option<String>)
        -> NumberView:
        |desk| desk.take_number(&group, priority.as_deref(), with_card, appointment.as_deref()).await;
    #[Kiosk]
    rejoin_number(number: String) -> NumberView: |desk| desk.rejoin_number(&number).await;
    #[Kiosk]
    reprint_slip(ticket: String) -> SlipView: |desk| desk.reprint_slip(&ticket).await;
    #[Clerk, Helper, Kiosk]
    place_card() -> (): |desk| desk.place_card(None).await;
    #[Clerk, Helper]
    read_card() -> DeskView: |desk| desk.read_card().await;
    #[Clerk, Helper]
    identify_typed(id_type: String, id_number: String, name: String, document: String) -> DeskView:
        |desk| desk.identify_typed(&id_type, &id_number, &name, &document).await;
    #[Clerk, Helper]
    identify_code(code: String) -> DeskView: |desk| desk.identify_code(&code).await;
    #[Clerk, Helper]
    practice_code() -> String: |desk| desk.practice_code().await;
    #[Clerk, Helper]
    find_body(uscc: String) -> BodyView: |desk| desk.find_body(&uscc).await;
    #[Clerk, Helper]
    choose_party(choice: PartyChoice) -> DeskView: |desk| desk.choose_party(choice);

    // The intake.
    #[Clerk, Helper]
    find_items(text: String) -> Vec<ItemHit>: |desk| desk.find_items(&text);
    #[Clerk, Helper]
    open_intake(item_id: String) -> IntakeView: |desk| desk.open_intake(&item_id).await;
    #[Clerk, Helper]
    close_intake() -> DeskView: |desk| desk.close_intake();
    #[Clerk, Helper]
    resume_intake(id: String) -> IntakeView: |desk| desk.resume_intake(&id).await;
    #[Clerk, Helper]
    remember_position(id: String, key: String) -> (): |desk| desk.remember_position(&id, &key);
    #[Clerk, Helper]
    edit_intake(id: String, base_revision: u32, changes: Vec<Change>) -> IntakeDelta:
        |desk| desk.edit_intake(&id, base_revision, &changes);
    // 新版提示、换新版
    #[Clerk, Helper]
    newer_edition(id: String) -> Option<NewerEdition>: |desk| desk.newer_edition(&id);
    #[Clerk, Helper]
    move_edition(id: String) -> MovedDraftView: |desk| desk.move_edition(&id);
    undo_edit(id: String) -> UndoneView: |desk| desk.undo_edit(&id);
    trail(id: String) -> Vec<TrailRow>: |desk| desk.trail(&id);
    reveal(id: String, key: String) -> String: |desk| desk.reveal(&id, &key);
    #[Clerk, Helper]
    identify_subject_card(id: String, subject: String) -> IntakeDelta:
        |desk| desk.identify_subject_card(&id, &subject).await;
    #[Clerk, Helper]
    identify_subject_typed(
        id: String,
        subject: String,
        id_type: String,
        id_number: String,
        name: String,
        document: String
    ) -> IntakeDelta:
        |desk| desk.identify_subject_typed(&id, &subject, &id_type, &id_number, &name, &document).await;
    #[Clerk, Helper]
    pick_relative(id: String, subject: String, index: u32) -> IntakeDelta:
        |desk| desk.pick_relative(&id, &subject, index);
    #[Clerk, Helper]
    give_consent(id: String, giver: String, by_card: bool, yes: Vec<String>, no: Vec<String>) -> IntakeDelta:
        |desk| desk.give_consent(&id, &giver, by_card, yes, no).await;
    #[Clerk, Helper]
    consent_choices(id: String) -> ConsentChoices: |desk| desk.consent_choices(&id);
    #[Clerk, Helper]
    withdraw_consent(id: String, sets: Vec<String>) -> IntakeDelta: |desk| desk.withdraw_consent(&id, &sets);
    #[Clerk, Helper]
    settle_withdrawn(id: String, key: String, keep: bool) -> IntakeDelta:
        |desk| desk.settle_withdrawn(&id, &key, keep);
    #[Clerk, Helper]
    retry_source(id: String, dataset: String, subject: String) -> IntakeDelta:
        |desk| desk.retry_source(&id, &dataset, &subject);

    previous_intake(id: String) -> PreviousView: |desk| desk.previous_intake(&id);
    copy_previous(
        id: String,
        base_revision: u32,
        fields: Vec<String>,
        answers: Vec<String>,
        materials: Vec<String>
    ) -> IntakeDelta:
        |desk| desk.copy_previous(&id, base_revision, &fields, &answers, &materials);

    // Materials.
    reusable_materials(id: String, material: String) -> Vec<ReusableView>:
        |desk| desk.reusable_materials(&id, &material).await;
    reuse_material(id: String, material: String, slip: String) -> IntakeDelta:
        |desk| desk.reuse_material(&id, &material, &slip).await;
    make_copy(id: String, material: String) -> PaperView: |desk| desk.make_copy(&id, &material).await;
    compare_material(id: String, material: String) -> IntakeDelta: |desk| desk.compare_material(&id, &material);
    #[Clerk, Helper]
    show_licence(id: String, material: String, text: String) -> IntakeDelta:
        |desk| desk.show_licence(&id, &material, &text).await;
    #[Clerk, Helper]
    look_for_licence(id: String, material: String) -> IntakeDelta:
        |desk| desk.look_for_licence(&id, &material).await;
    #[Clerk, Helper]
    import_file(id: String, material: String, name: String, bytes: Vec<u8>) -> IntakeDelta:
        |desk| desk.import_file(&id, &material, &name, bytes).await;
    #[Clerk, Helper]
    paper(id: String, material: String, originals: u32, copies: u32, pages: u32, kept: bool) -> IntakeDelta:
        |desk| desk.paper(&id, &material, originals, copies, pages, kept);
    tell_once(id: String) -> ToldOnceView: |desk| desk.tell_once(&id).await;
    notice_text(slip: String) -> NoticeTextView: |desk| desk.notice_text(&slip).await;
    text_notice(slip: String, phone: Option<String>, agreed: bool) -> NoticeTextView:
        |desk| desk.text_notice(&slip, phone, agreed).await;
    // 咨询 without a case.
    consult(item: String) -> ConsultView: |desk| desk.consult(&item);
    consult_answer(id: String, question: String, codes: Vec<String>) -> ConsultView:
        |desk| desk.consult_answer(&id, &question, &codes);
    consult_notice(id: String) -> PaperView: |desk| desk.consult_notice(&id).await;
    text_consultation(id: String, phone: String, agreed: bool) -> NoticeTextView:
        |desk| desk.text_consultation(&id, phone, agreed).await;
    end_consultation() -> (): |desk| desk.end_consultation();
    #[Supervisor]
    told_figures() -> ToldFiguresView: |desk| desk.told_figures().await;
    #[Supervisor]
    export_told_figures() -> String: |desk| desk.export_told_figures().await;
    make_annex(id: String) -> PaperView: |desk| desk.make_annex(&id).await;
    make_form(id: String, material: String) -> PaperView: |desk| desk.make_form(&id, &material).await;
    sign_form(id: String, material: String, copies: u32) -> IntakeDelta:
        |desk| desk.sign_form(&id, &material, copies);
    #[Clerk, Helper]
    clear_material(id: String, material: String) -> IntakeDelta: |desk| desk.clear_material(&id, &material);

    // What became of it.
    accept(id: String, base_revision: u32) -> AcceptView: |desk| desk.accept(&id, base_revision).await;
    // 一次告知补正, 只收件, 容缺, 撤回; the applicant who comes back.
    to_demand(id: String) -> Vec<DemandForm>: |desk| desk.to_demand(&id);
    added_demands(id: String, demands: Vec<DemandForm>) -> Vec<String>: |desk| desk.added_demands(&id, demands);
    supplement(id: String, base_revision: u32, demands: Vec<DemandForm>) -> AcceptView:
        |desk| desk.supplement(&id, base_revision, demands).await;
    tick_demand(id: String, place: u32, cured: bool) -> IntakeDelta: |desk| desk.tick_demand(&id, place, cured);
    take_return(id: String, base_revision: u32) -> AcceptView: |desk| desk.take_return(&id, base_revision).await;
    reopen_case(slip: String) -> IntakeView: |desk| desk.reopen_case(&slip).await;
    receive_only(id: String, base_revision: u32, reason: String) -> AcceptView:
        |desk| desk.receive_only(&id, base_revision, &reason).await;
    promise_material(id: String, material: String, promised: bool) -> IntakeDelta:
        |desk| desk.promise_material(&id, &material, promised);
    keep_promises(slip: String, materials: Vec<String>) -> CaseNowView:
        |desk| desk.keep_promises(&slip, materials).await;
    tell_further(slip: String) -> CaseNowView: |desk| desk.tell_further(&slip).await;
    take_further(slip: String, came: Vec<CameForm>) -> CaseNowView:
        |desk| desk.take_further(&slip, came).await;
    withdraw_case(slip: String, reason: String, signed: bool) -> CaseNowView:
        |desk| desk.withdraw_case(&slip, &reason, signed).await;
    #[Supervisor]
    prefill_month(month: String) -> Vec<PrefillRowView>: |desk| desk.prefill_month(&month).await;
    #[Supervisor]
    undone() -> Vec<UndoneRowView>: |desk| desk.undone().await;
    #[Supervisor]
    answer_undone(id: String, answer: String) -> UndoneRowView: |desk| desk.answer_undone(&id, &answer).await;
    // 数据使用监管
    list_looks() -> PaperView: |desk| desk.list_looks().await;
    #[Supervisor]
    watch_alarms() -> Vec<WatchAlarmView>: |desk| desk.watch_alarms().await;
    #[Supervisor]
    watch_alarm(id: String) -> WatchFileView: |desk| desk.watch_alarm(&id).await;
    #[Supervisor]
    close_watch_alarm(id: String, outcome: String, note: String) -> WatchAlarmView:
        |desk| desk.close_watch_alarm(&id, &outcome, &note).await;
    #[Supervisor]
    look_draws(month: String) -> Vec<DrawView>: |desk| desk.look_draws(&month).await;
    #[Supervisor]
    draw_looks(month: String, size: u32) -> DrawView: |desk| desk.draw_looks(&month, size).await;
    #[Supervisor]
    judge_look(id: String, verdict: String, note: String) -> SampleView:
        |desk| desk.judge_look(&id, &verdict, &note).await;
    #[Supervisor]
    material_ledger(from: String, until: String) -> MaterialLedger:
        |desk| desk.material_ledger(&from, &until).await;
    #[Supervisor]
    audit_month(month: String) -> MonthView: |desk| desk.audit_month(&month).await;
    #[Supervisor]
    grants() -> GrantsView: |desk| desk.grants().await;
    #[Supervisor]
    ask_standing_grant(form: GrantForm) -> GrantAskView: |desk| desk.ask_standing_grant(form).await;
    #[Supervisor]
    answer_grant(id: String, approve: bool, words: String) -> GrantAskView:
        |desk| desk.answer_grant(&id, approve, &words).await;
    #[Supervisor]
    withdraw_grant(id: String, why: String) -> GrantView: |desk| desk.withdraw_grant(&id, &why).await;
    // Results: the visit that waits, and delivery at any window.
    #[Clerk, Supervisor]
    case_now(slip: String) -> CaseNowView: |desk| desk.case_now(&slip).await;
    collect_later(slip: String) -> DeskView: |desk| desk.collect_later(&slip);
    collectable() -> Vec<CaseRowView>: |desk| desk.collectable().await;
    ask_receipt(slip: String, form: DeliverForm) -> ApplicantStrip: |desk| desk.ask_receipt(&slip, form).await;
    deliver(slip: String, form: DeliverForm) -> HandedOutView: |desk| desk.deliver(&slip, form).await;
    #[Clerk, Supervisor]
    papers(slip: String) -> Vec<PaperView>: |desk| desk.papers(&slip).await;
    // 材料移交、用印
    #[Clerk, Supervisor]
    transfers() -> TransfersView: |desk| desk.transfers().await;
    #[Clerk, Supervisor]
    make_transfer(department: String) -> BatchView: |desk| desk.make_transfer(&department).await;
    #[Clerk, Supervisor]
    scan_out(id: String, code: String) -> BatchView: |desk| desk.scan_out(&id, &code).await;
    #[Clerk, Supervisor]
    hand_transfer(id: String, messenger: String, note: String) -> BatchView:
        |desk| desk.hand_transfer(&id, &messenger, &note).await;
    #[Clerk, Supervisor]
    transfer_paper(id: String) -> PaperView: |desk| desk.transfer_paper(&id).await;
    #[Clerk, Supervisor]
    check_bundle(code: String, missing: Vec<String>) -> BatchView: |desk| desk.check_bundle(&code, missing).await;
    #[Clerk, Supervisor]
    scan_back(code: String, stays: bool, missing: Vec<String>) -> BatchView:
        |desk| desk.scan_back(&code, stays, missing).await;
    #[Clerk, Supervisor]
    seals() -> Vec<SealView>: |desk| desk.seals().await;
    #[Clerk, Supervisor]
    keep_seal(number: String, copies: u32) -> SealView: |desk| desk.keep_seal(&number, copies).await;
    #[Clerk, Supervisor]
    case_texts(slip: String) -> Vec<TextRowView>: |desk| desk.case_texts(&slip).await;
    cases() -> Vec<CaseRowView>: |desk| desk.cases().await;
    #[Clerk, Supervisor]
    case_page(list: CaseList, find: String, offset: u32, limit: u32) -> CasePageView:
        |desk| desk.case_page(list, &find, offset, limit).await;
    #[Clerk, Supervisor]
    case_counts() -> CaseCounts: |desk| desk.case_counts().await;
    // 期限提醒
    #[Clerk, Supervisor]
    warnings() -> WarningsView: |desk| desk.warnings().await;
    #[Clerk, Supervisor]
    see_warnings(slip: Option<String>, as_of: String) -> WarningsView:
        |desk| desk.see_warnings(slip, &as_of).await;
    // 数据校核
    objection_sheet(id: String, key: String) -> ObjectionSheet: |desk| desk.objection_sheet(&id, &key);
    raise_objection(id: String, base_revision: u32, form: ObjectionForm) -> IntakeDelta:
        |desk| desk.raise_objection(&id, base_revision, &form);
    #[Clerk, Supervisor]
    objections(open: bool, offset: u32, limit: u32) -> ObjectionsView:
        |desk| desk.objections(open, offset, limit).await;
    #[Supervisor]
    settle_objection(id: String, verdict: SettleAs, note: String) -> ObjectionRowView:
        |desk| desk.settle_objection(&id, verdict, &note).await;
    // 审批: the clerk asks, the supervisor answers on his own screen.
    #[Clerk, Supervisor]
    approvals() -> Vec<ApprovalView>: |desk| desk.approvals().await;
    ask_refusal(id: String, base_revision: u32, ground: String, reasons: String, body: Option<String>)
        -> ApprovalView:
        |desk| desk.ask_refusal(&id, base_revision, &ground, &reasons, body.as_deref()).await;
    ask_override(id: String, base_revision: u32, case_number: String, reason: String) -> ApprovalView:
        |desk| desk.ask_override(&id, base_revision, &case_number, &reason).await;
    ask_grant(id: String, dataset: String, days: u32, reason: String) -> ApprovalView:
        |desk| desk.ask_grant(&id, &dataset, days, &reason).await;
    ask_second_demand(slip: String, materials: Vec<String>, reason: String) -> ApprovalView:
        |desk| desk.ask_second_demand(&slip, materials, &reason).await;
    ask_void(slip: String, wrong: String, reason: String) -> ApprovalView:
        |desk| desk.ask_void(&slip, &wrong, &reason).await;
    void_case(slip: String, approval: String, item: Option<String>) -> VoidedView:
        |desk| desk.void_case(&slip, &approval, item).await;
    ask_pause(slip: String, procedure: String, days: u16, reason: String) -> ApprovalView:
        |desk| desk.ask_pause(&slip, &procedure, days, &reason).await;
    ask_extension(slip: String, days: u16, reason: String) -> ApprovalView:
        |desk| desk.ask_extension(&slip, days, &reason).await;
    resume_case(slip: String) -> (): |desk| desk.resume_case(&slip).await;
    withdraw_approval(id: String) -> ApprovalView: |desk| desk.withdraw_approval(&id).await;
    refuse(id: String, base_revision: u32, approval: String) -> AcceptView:
        |desk| desk.refuse(&id, base_revision, &approval).await;
    #[Supervisor]
    open_approval(id: String) -> OpenedApprovalView: |desk| desk.open_approval(&id).await;
    #[Supervisor]
    answer_approval(id: String, approve: bool, note: String) -> AnsweredView:
        |desk| desk.answer_approval(&id, approve, &note).await;
    #[Clerk, Helper, Supervisor]
    print_paper(paper_id: String) -> PrintView: |desk| desk.print_paper(&paper_id).await;
    #[Clerk, Helper, Supervisor]
    prints() -> Vec<PrintView>: |desk| desk.prints();
    #[Clerk, Helper, Supervisor]
    move_print(job: String, address: String) -> PrintView: |desk| desk.move_print(&job, &address).await;
    #[Clerk, Helper, Supervisor]
    stop_print(job: String) -> (): |desk| desk.stop_print(&job).await;
    #[Clerk, Helper, Supervisor]
    printers() -> Vec<PrinterView>: |desk| desk.printers().await;
    #[Clerk, Helper, Supervisor]
    choose_printer(address: String) -> Vec<PrinterView>: |desk| desk.choose_printer(&address).await;
    // 材料扫描
    #[Clerk, Helper]
    scan_view(id: String) -> ScanView: |desk| desk.scan_view(&id);
    #[Clerk, Helper]
    scan_step(id: String, step: ScanStep) -> ScanView: |desk| desk.scan_step(&id, &step);
    #[Clerk, Helper]
    scan_picture(id: String, page: u32, small: bool) -> String: |desk| desk.scan_picture(&id, page, small);
    #[Clerk, Helper]
    begin_scan(id: String, from: ScanFrom, instead: Option<u32>) -> ScanView:
        |desk| desk.begin_scan(&id, from, instead).await;
    #[Clerk, Helper]
    camera_step(id: String, step: CameraStep) -> ScanView: |desk| desk.camera_step(&id, step);
    #[Clerk, Helper]
    make_separators(id: String) -> PaperView: |desk| desk.make_separators(&id).await;
    #[Clerk, Helper]
    scan_file(id: String, name: String, bytes: Vec<u8>) -> ScanView: |desk| desk.scan_file(&id, &name, bytes).await;
    #[Clerk, Helper]
    stop_scan(id: String) -> ScanView: |desk| desk.stop_scan(&id);
    #[Clerk, Helper]
    open_phone(id: String) -> ScanView: |desk| desk.open_phone(&id).await;
    #[Clerk, Helper]
    close_phone(id: String) -> ScanView: |desk| desk.close_phone(&id).await;
    #[Clerk, Helper]
    file_scans(id: String) -> IntakeDelta: |desk| desk.file_scans(&id).await;
    #[Clerk, Helper]
    scan_recognised(id: String, material: String) -> RecognisedView:
        |desk| desk.scan_recognised(&id, &material);
    #[Clerk, Helper]
    take_recognised(id: String, page: u32, key: String) -> IntakeDelta:
        |desk| desk.take_recognised(&id, page, &key);
    #[Clerk, Helper]
    scanners() -> Vec<ScannerView>: |desk| desk.scanners().await;
    #[Clerk, Helper]
    choose_scanner(address: String) -> Vec<ScannerView>: |desk| desk.choose_scanner(&address).await;

    #[Clerk, Supervisor]
    companion(paper_id: String) -> PaperView: |desk| desk.companion(&paper_id).await;

    // The applicant's screen, from the clerk's side.
    send_to_applicant(id: String) -> ApplicantStrip: |desk| desk.send_to_applicant(&id);
    withdraw_from_applicant() -> ApplicantStrip: |desk| desk.withdraw_from_applicant();

    // The applicant's screen, from his own.
    #[Applicant]
    applicant_next(seen: u32) -> ApplicantView: |desk| desk.applicant_next(seen).await;
    #[Applicant]
    applicant_consent(serial: u32, agreed: Vec<String>) -> ApplicantView:
        |desk| desk.applicant_consent(serial, agreed);
    #[Applicant]
    applicant_doubt(serial: u32, keys: Vec<String>) -> ApplicantView: |desk| desk.applicant_doubt(serial, keys);
    #[Applicant]
    applicant_read(serial: u32, place: u32) -> ApplicantView: |desk| desk.applicant_read(serial, place);
    #[Applicant]
    applicant_pen(serial: u32) -> ApplicantView: |desk| desk.applicant_pen(serial);
    #[Applicant]
    applicant_sign(serial: u32, digest: String, ink: Option<InkView>) -> ApplicantView:
        |desk| desk.applicant_sign(serial, &digest, ink).await;
    #[Applicant]
    applicant_rate(serial: u32, level: String, reasons: Vec<String>, words: String) -> ApplicantView:
        |desk| desk.applicant_rate(serial, &level, reasons, words);
    #[Applicant]
    applicant_stay(serial: u32) -> ApplicantView: |desk| desk.applicant_stay(serial);

    // 大厅值守: the supervisor's board and what is done from it.
    #[Supervisor]
    board_view() -> BoardView: |desk| desk.board_view().await;
    #[Supervisor]
    move_window(desk: String, groups: Vec<String>, version: u32) -> MovedView:
        |core| core.move_window(&desk, groups, version).await;
    #[Supervisor]
    release_window(desk: String) -> (): |core| core.release_window(&desk).await;
    #[Supervisor]
    window_drafts(desk: String) -> Vec<WindowDraftView>: |core| core.window_drafts(&desk).await;
    #[Supervisor]
    reassign_drafts(desk: String, to: String, drafts: Vec<String>) -> Vec<WindowDraftView>:
        |core| core.reassign_drafts(&desk, &to, &drafts).await;
    #[Supervisor]
    urge_case(slip: String) -> (): |desk| desk.urge_case(&slip).await;
    #[Supervisor]
    bad_rating(rating: String) -> BadRatingView: |desk| desk.bad_rating(&rating).await;
    #[Supervisor]
    call_back(rating: String, reached: bool, note: String) -> (): |desk| desk.call_back(&rating, reached, &note).await;

    // 帮办: the helper prepares.
    #[Helper]
    helper_view() -> HelperView: |desk| desk.helper_view().await;
    #[Helper]
    take_help(id: String) -> DeskView: |desk| desk.take_help(&id).await;
    #[Helper]
    open_assist(mode: String) -> DeskView: |desk| desk.open_assist(&mode).await;
    #[Helper]
    end_assist(how: String) -> DeskView: |desk| desk.end_assist(&how).await;
    #[Helper]
    keep_mandate(id: String, form: MandateForm) -> MandateView: |desk| desk.keep_mandate(&id, form).await;
    #[Helper]
    mandate_paper(id: String, form: MandateForm) -> PaperView: |desk| desk.mandate_paper(&id, form).await;
    #[Helper]
    hand_over(id: String, group: Option<String>, ticket: Option<String>) -> HandOverView:
        |desk| desk.hand_over(&id, group, ticket).await;

    // The window takes over; drafts go from desk to desk.
    #[Clerk, Kiosk]
    ask_help(note: String) -> (): |desk| desk.ask_help(&note).await;
    strips() -> StripsView: |desk| desk.strips().await;
    take_hand_over(code: String) -> TakenView: |desk| desk.take_hand_over(&code).await;
    take_with_ticket(id: String) -> TakenView: |desk| desk.take_with_ticket(&id).await;
    look_at_held(slip: String) -> HeldView: |desk| desk.look_at_held(&slip).await;
    ask_for_draft(id: String) -> (): |desk| desk.ask_for_draft(&id).await;
    answer_ask(id: String, give: bool) -> StripsView: |desk| desk.answer_ask(&id, give).await;
    // 待收件: what was begun online.
    online_waiting() -> Vec<OnlineWaitingView>: |desk| desk.online_waiting().await;
    online_offers() -> OnlineOffersView: |desk| desk.online_offers().await;
    take_online(application: String) -> IntakeView: |desk| desk.take_online(&application).await;
    put_back_online(reason: String) -> DeskView: |desk| desk.put_back_online(&reason).await;
    #[Clerk, Helper]
    dismiss_lost(draft: String) -> (): |desk| desk.dismiss_lost(&draft);

    // 事项库: guides and everyday answers.
    #[Clerk, Supervisor, Helper]
    library_items(find: String, offset: u32, limit: u32) -> LibraryItems:
        |desk| desk.library_items(&find, offset, limit);
    #[Clerk, Supervisor, Helper]
    guide(item_id: String) -> GuideView: |desk| desk.guide(&item_id);
    #[Clerk, Supervisor, Helper]
    answers(find: String, offset: u32, limit: u32) -> AnswerRows: |desk| desk.answers(&find, offset, limit);
    #[Clerk, Supervisor, Helper]
    answer(id: String) -> AnswerView: |desk| desk.answer(&id);
    #[Clerk, Supervisor, Helper]
    editions() -> Vec<EditionRow>: |desk| desk.editions().await;
    #[Clerk, Supervisor, Helper]
    edition_changes(number: String) -> EditionChanges: |desk| desk.edition_changes(&number).await;
    #[Supervisor]
    weigh_catalogue(bytes: u32) -> (): |desk| desk.weigh_catalogue(bytes);
    #[Supervisor]
    catalogue_state() -> ServedView: |desk| desk.catalogue_state().await;
    #[Supervisor]
    check_catalogue(texts: Vec<CatalogueText>) -> CheckView: |desk| desk.check_catalogue(texts).await;
    #[Supervisor]
    publish_catalogue(note: String) -> EditionRow: |desk| desk.publish_catalogue(&note).await;
    #[Clerk, Supervisor, Helper]
    item_history(item_id: String) -> HistoryView: |desk| desk.item_history(&item_id).await;
    #[Supervisor]
    catalogue_usage() -> UsageView: |desk| desk.catalogue_usage().await;
    #[Supervisor]
    rollback_changes(number: String) -> EditionChanges: |desk| desk.rollback_changes(&number).await;
    #[Supervisor]
    roll_back(note: String) -> EditionRow: |desk| desk.roll_back(&note).await;
    #[Supervisor]
    walk_item(item_id: String) -> WalkView: |desk| desk.walk_item(&item_id);
    #[Supervisor]
    walk_view() -> Option<WalkView>: |desk| desk.walk_view();
    #[Supervisor]
    stop_walk() -> Option<WalkView>: |desk| desk.stop_walk();
    #[Supervisor]
    walk_papers() -> Vec<PaperView>: |desk| desk.walk_papers();

    // Between windows and supervisors.
    #[Clerk, Supervisor, Helper, Kiosk, Wall]
    messages() -> MessagesView: |desk| desk.messages().await;
    #[Clerk, Helper]
    call_support(why: String, note: String) -> (): |desk| desk.call_support(&why, &note).await;
    #[Clerk, Helper]
    quiet_alarm() -> (): |desk| desk.quiet_alarm().await;
    #[Clerk, Helper]
    withdraw_support(id: String) -> (): |desk| desk.withdraw_support(&id).await;
    #[Clerk, Helper]
    acknowledge_message(id: String) -> (): |desk| desk.acknowledge_message(&id).await;
    #[Supervisor]
    answer_support(id: String, how: String, staff: Option<String>) -> ():
        |desk| desk.answer_support(&id, &how, staff).await;
    #[Supervisor]
    broadcast(to: BroadcastTo, text: String, minutes: u32, urgent: bool) -> ():
        |desk| desk.broadcast(to, &text, minutes, urgent).await;
    #[Supervisor]
    message_window(window: String, text: String, minutes: u32, urgent: bool) -> ():
        |desk| desk.message_window(&window, &text, minutes, urgent).await;
    #[Supervisor]
    end_message(id: String) -> (): |desk| desk.end_message(&id).await;
}
