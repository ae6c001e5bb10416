//! Beside the clerk: the line is measured, the feed followed, and what changed goes out as events.

use std::time::Duration;

use cases::case::{Draft, ParcelState, Stage};
use cases::roles::Deed;
use cases::wire::feed::{Change, What};
use futures::StreamExt;
use uuid::Uuid;

use crate::deeds::supervise::show_board;
use crate::desk::Desk;
use crate::hall_link::HallLink;
use crate::hall_link::feed::FeedReader;
use crate::store::{self, drafts, lost_edits, meta, outbox};
use crate::trouble;
use crate::view::desk::DeskEvent;

const MEASURE_UP: Duration = Duration::from_secs(5);
const MEASURE_DOWN: Duration = Duration::from_secs(2);
const FEED_RETRY: Duration = Duration::from_secs(1);

/// Whether the hall answers; the link is marked where it does not.
async fn measure(link: &HallLink) -> bool {
    match link.measure().await {
        Ok(_) => true,
        Err(fault) => {
            if fault.is_line() {
                link.mark(false);
            }
            false
        }
    }
}

impl Desk {
    /// Measures the line for as long as the desk lives, and tells when it goes or comes.
    pub(crate) fn watch_line(&self) {
        let weak = self.weak();
        let link = self.0.link.clone();
        self.spawn(async move {
            loop {
                let pause = if measure(&link).await {
                    MEASURE_UP
                } else {
                    MEASURE_DOWN
                };
                if weak.strong_count() == 0 {
                    return;
                }
                tokio::time::sleep(pause).await;
            }
        });
        let weak = self.weak();
        let mut states = self.0.link.watch();
        self.spawn(async move {
            while states.changed().await.is_ok() {
                let up = states.borrow_and_update().up;
                let Some(inner) = weak.upgrade() else { return };
                let desk = Desk(inner);
                desk.emit(DeskEvent::Link {
                    link: desk.link_view(),
                });
                if up && let Ok(rooms) = desk.rooms() {
                    desk.send_ended().await;
                    desk.send_prints().await;
                    desk.send_consultations().await;
                    if let Err(fault) = rooms.store.mark(outbox_try_now) {
                        tracing::warn!(store.fault = %fault, "the outbox could not be woken");
                    }
                    desk.0.wake.notify_one();
                    // What was answered while the line was away is asked for anew.
                    desk.emit(DeskEvent::Approvals);
                    desk.tell_warnings().await;
                }
            }
        });
    }

    /// Starts what runs while somebody is signed in. A second sign-in finds it running.
    pub(crate) fn follow(&self) {
        if !self.begin_following() {
            self.0.wake.notify_one();
            return;
        }
        self.send_beside();
        self.look_again();
        self.resume_prints();
        let weak = self.weak();
        let link = self.0.link.clone();
        self.spawn(async move {
            loop {
                let cursor = {
                    let Some(inner) = weak.upgrade() else { return };
                    Desk(inner).cursor()
                };
                if link.speaks()
                    && let Ok(mut stream) = link.feed(cursor).await
                {
                    let mut reader = FeedReader::default();
                    while let Some(Ok(bytes)) = stream.next().await {
                        for change in reader.push(&bytes) {
                            let Some(inner) = weak.upgrade() else { return };
                            Desk(inner).hear(change).await;
                        }
                    }
                    // A feed that ends is the first to know that the line is away.
                    measure(&link).await;
                }
                tokio::time::sleep(FEED_RETRY).await;
            }
        });
    }

    fn cursor(&self) -> Option<u64> {
        let kept = self.rooms().ok().and_then(|rooms| {
            rooms
                .store
                .read(|connection| meta::get(connection, meta::FEED_CURSOR))
                .ok()
                .flatten()
        });
        kept.and_then(|text| text.parse().ok())
    }

    /// One change of the hall. The cursor is kept after it was worked in.
    pub(crate) async fn hear(&self, change: Change) {
        let cursor = change.cursor;
        let ours = |desk: &str| desk == self.0.desk;
        if show_board::is_seen(&change.what) {
            self.board_changed();
        }
        match change.what {
            // A call is a change of the queue as well, which follows.
            What::Call { .. } => {}
            What::Queue { .. } => self.refresh_queue().await,
            What::Window { desk, .. } if ours(&desk) => self.refresh_window().await,
            What::Window { .. } => self.refresh_queue().await,
            What::Draft { draft, desk, .. } => {
                if ours(&desk) {
                    self.adopt(draft).await;
                } else {
                    self.heard_of_draft(draft, &desk).await;
                    let mut state = self.state();
                    let lost = state.intake.as_mut().filter(|intake| intake.draft.id == draft);
                    if let Some(intake) = lost {
                        intake.closed = true;
                        drop(state);
                        self.emit(DeskEvent::Trouble {
                            trouble: trouble::held_elsewhere(&desk).into(),
                        });
                    }
                }
            }
            What::Case {
                slip,
                case_number,
                stage,
                desk,
            } => {
                // A case of any desk may be open here: it was taken up again where the applicant stood.
                let put_away = self.heard_of_case(&slip, stage).await;
                self.heard_of_wait(&slip, stage);
                if put_away || ours(&desk) {
                    self.case_stepped(slip, case_number, stage);
                }
            }
            What::Parcel {
                slip,
                department,
                state,
                desk,
            } if ours(&desk) => self.tell_case(slip, format!("{department} {}", parcel_word(state))),
            // To whom it is said is the hall's to know; here it is asked anew.
            What::Warned { .. } => self.tell_warnings().await,
            What::Text { slip, desk } if ours(&desk) => self.emit(DeskEvent::Texts { slip }),
            What::Urged { slip, desk, times } if ours(&desk) => {
                self.tell_case(slip, format!("督办 第 {times} 次"));
            }
            What::Help { .. } | What::HandOver { .. } | What::DraftAsk { .. } => {
                self.emit(DeskEvent::Assist);
            }
            What::Objection {
                objection,
                draft,
                state,
                ..
            } => self.heard_of_objection(draft, objection, state),
            What::Online { application, .. } => self.heard_of_online(&application).await,
            What::Support { .. } | What::Message { .. } => self.emit(DeskEvent::Messages),
            What::Parcel { .. }
            | What::Rated { .. }
            | What::Text { .. }
            | What::Urged { .. }
            | What::CalledBack { .. }
            | What::Watched { .. } => {}
            What::Edition { .. } => self.catch_up_beside(),
            What::Approval { desk, .. } => self.heard_of_approval(&desk).await,
            What::Reset => {
                self.refresh_window().await;
                self.adopt_all().await;
                self.look_at_held_cases().await;
                self.look_at_waits().await;
                self.emit(DeskEvent::Assist);
                self.emit(DeskEvent::Messages);
                self.tell_warnings().await;
                self.catch_up_beside();
                self.emit(DeskEvent::Online);
                // A list that does not come now comes when it is looked at.
                let _ = self.cases().await;
                self.heard_of_approval(&self.0.desk).await;
            }
        }
        if let Ok(rooms) = self.rooms()
            && let Err(fault) = rooms
                .store
                .mark(|tx| meta::set(tx, meta::FEED_CURSOR, &cursor.to_string()))
        {
            tracing::warn!(store.fault = %fault, "the feed cursor could not be kept");
        }
    }
}

impl Desk {
    /// A province's edition takes a while: what changes meanwhile is heard.
    fn catch_up_beside(&self) {
        let weak = self.weak();
        self.spawn(async move {
            let Some(inner) = weak.upgrade() else { return };
            if let Err(trouble) = Desk(inner).catch_up().await {
                tracing::warn!(
                    edition.code = trouble.code,
                    "the newest edition is fetched another time"
                );
            }
        });
    }

    /// Drafts that the hall gave to this desk while nobody heard of it.
    async fn adopt_all(&self) {
        if self.permit(Deed::SaveDraft).is_err() {
            return;
        }
        // Without an answer they stay the hall's, as they were.
        let held: Vec<Draft> = self.0.link.get("/v1/drafts").await.unwrap_or_default();
        for draft in held {
            self.adopt(draft.id).await;
        }
    }

    /// A case stepped on: kept, and told to the screens.
    fn case_stepped(&self, slip: String, case_number: Option<String>, stage: Stage) {
        let at = self.0.link.legal_now();
        if let Ok(rooms) = self.rooms() {
            let step = rooms
                .store
                .mark(|tx| store::cases::step(tx, &slip, case_number.as_deref(), stage, at));
            if let Err(fault) = step {
                tracing::warn!(store.fault = %fault, "a step could not be kept");
            }
        }
        self.emit(DeskEvent::Case {
            slip,
            case_number,
            stage: stage.word().to_owned(),
            note: None,
        });
    }

    /// Something happened to a case of this desk that is no step of it.
    fn tell_case(&self, slip: String, note: String) {
        let known = self
            .rooms()
            .ok()
            .and_then(|rooms| rooms.store.read(store::cases::all).ok());
        let row = known.unwrap_or_default().into_iter().find(|row| row.slip == slip);
        self.emit(DeskEvent::Case {
            slip,
            case_number: row.as_ref().and_then(|row| row.case_number.clone()),
            stage: row.map_or("accepted", |row| row.stage.word()).to_owned(),
            note: Some(note),
        });
    }

    /// Keeps a draft that the hall gave to this desk: handed over by a supervisor, or taken back after a loss.
    async fn adopt(&self, id: Uuid) {
        let Ok(rooms) = self.rooms() else { return };
        let known = rooms.store.read(|connection| drafts::get(connection, id));
        if !matches!(known, Ok(None)) || self.state().taking || self.permit(Deed::SaveDraft).is_err() {
            return;
        }
        let Ok(draft) = self.0.link.get::<Draft>(&format!("/v1/drafts/{id}")).await else {
            return;
        };
        // One that this desk has sent in meanwhile is a case, and closed at the hall.
        let already = rooms.store.read(store::cases::all).unwrap_or_default();
        if already.iter().any(|row| row.slip == draft.slip) {
            return;
        }
        let line = self.line(&draft.clerk, "adopt_draft", id, "改派");
        let at = self.0.link.legal_now();
        let kept = rooms.store.transact(line, |tx| {
            // It may have come by the clerk's own deed meanwhile.
            if drafts::get(tx, id)?.is_some() {
                return Ok(false);
            }
            drafts::save(tx, &draft, Stage::Draft.word(), at)?;
            lost_edits::confirm(tx, &draft)?;
            Ok(true)
        });
        match kept {
            Ok(true) => {
                self.fetch_pieces(&draft).await;
                self.emit(DeskEvent::Trouble {
                    trouble: trouble::draft_came(&draft.slip).into(),
                });
                self.emit(DeskEvent::Assist);
            }
            Ok(false) => {}
            Err(fault) => {
                tracing::warn!(store.fault = %fault, "a draft that came over could not be kept");
            }
        }
    }
}

fn outbox_try_now(tx: &rusqlite::Transaction) -> Result<(), store::StoreFault> {
    outbox::try_now(tx)
}

/// 部门 … in the words of the desk.
pub(crate) fn parcel_word(state: ParcelState) -> &'static str {
    match state {
        ParcelState::Waiting => "待送",
        ParcelState::Delivered => "已送达",
        ParcelState::Acknowledged => "已签收",
        ParcelState::Handling => "办理中",
        ParcelState::Returned => "已退回",
        ParcelState::Done => "已办结",
        ParcelState::Refused => "需人工处理",
        ParcelState::Recalled => "已撤回",
    }
}
