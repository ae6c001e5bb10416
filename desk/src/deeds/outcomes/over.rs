//! A case that is no draft any more: withdrawn, void, lapsed, refused, or accepted by the hall itself. What this window
//! still held of it is put away, whoever ended it, and what the hall had not confirmed is kept to be shown.

use cases::case::{Draft, Stage};
use cases::error::Trouble;
use cases::wire::record::CaseView;

use crate::desk::Desk;
use crate::store::{drafts, lost_edits, outbox};
use crate::trouble;
use crate::view::desk::DeskEvent;

impl Desk {
    /// The hall says where a case stands. Whether something held here was put away for it.
    pub(crate) async fn heard_of_case(&self, slip: &str, stage: Stage) -> bool {
        if is_open(stage) || !self.holds(slip) {
            return false;
        }
        // What is being sent from here has its answer first: it may be what ended the case.
        let _one = self.0.sending.lock().await;
        if self.is_deciding(slip) {
            return false;
        }
        self.end_from_elsewhere(slip, stage)
    }

    /// Drafts whose case was ended while nobody heard of it.
    pub(crate) async fn look_at_held_cases(&self) {
        let held = self
            .rooms()
            .and_then(|rooms| Ok(rooms.store.read(drafts::all)?))
            .unwrap_or_default();
        for saved in held {
            if let Some(stage) = self.stage_at_hall(&saved.draft.slip).await
                && self.heard_of_case(&saved.draft.slip, stage).await
            {
                self.tell_stage(&saved.draft.slip, stage);
            }
        }
    }

    /// The hall refused what was sent of a draft: its case may be over. The sender is under way.
    pub(crate) async fn refused_by_hall(&self, draft: &Draft) {
        if !self.holds(&draft.slip) {
            return;
        }
        if let Some(stage) = self.stage_at_hall(&draft.slip).await
            && !is_open(stage)
            && self.end_from_elsewhere(&draft.slip, stage)
        {
            self.tell_stage(&draft.slip, stage);
        }
    }

    /// Sends what was typed last of a case, before the case ends. What cannot be sent does not stop that.
    pub(crate) async fn send_typed(&self, slip: &str) -> Result<(), Trouble> {
        let last = self.rooms()?.store.read(|connection| {
            let Some(saved) = drafts::of_slip(connection, slip)? else {
                return Ok(None);
            };
            outbox::last_of(connection, saved.draft.id, "saveDraft")
        })?;
        if let Some(row) = last.filter(|row| row.state == "waiting")
            && let Err(fault) = self.send_through(row.sequence).await?
        {
            tracing::warn!(hall.fault = ?fault, "what was typed last was not sent");
        }
        Ok(())
    }

    /// Nothing of a case that is over is listed, open or asked for any more. Whether anything was.
    pub(crate) fn put_away(&self, staff: &str, slip: &str, stage: Stage) -> Result<bool, Trouble> {
        let rooms = self.rooms()?;
        let held = rooms.store.read(|connection| {
            let Some(saved) = drafts::of_slip(connection, slip)? else {
                return Ok(None);
            };
            let confirmed = lost_edits::confirmed(connection, saved.draft.id)?;
            Ok(Some((saved.draft, confirmed)))
        })?;
        let Some((draft, confirmed)) = held else {
            return Ok(false);
        };
        let lost = self.unconfirmed(confirmed.as_ref(), &draft, "")?;
        let line = self.line(staff, "put_away", draft.id, stage.zh());
        rooms.store.transact(line, |tx| {
            if !lost.edits.is_empty() {
                lost_edits::keep(tx, &lost)?;
            }
            drafts::end(tx, draft.id)
        })?;
        {
            let mut state = self.state();
            state.intake = state.intake.take().filter(|intake| intake.draft.id != draft.id);
            state.offer = state.offer.take().filter(|offer| offer.row.draft != draft.id);
        }
        if !lost.edits.is_empty() {
            self.emit(DeskEvent::Assist);
        }
        Ok(true)
    }

    /// The screens learn where a case stands.
    pub(crate) fn tell_stage(&self, slip: &str, stage: Stage) {
        self.emit(DeskEvent::Case {
            slip: slip.to_owned(),
            case_number: None,
            stage: stage.word().to_owned(),
            note: None,
        });
    }

    fn end_from_elsewhere(&self, slip: &str, stage: Stage) -> bool {
        match self.put_away("yichuang", slip, stage) {
            Ok(true) => {
                self.emit(DeskEvent::Trouble {
                    trouble: trouble::case_went_on(slip, stage).into(),
                });
                true
            }
            Ok(false) => false,
            Err(trouble) => {
                tracing::warn!(case.code = %trouble.code, "a draft of a case that is over could not be put away");
                false
            }
        }
    }

    fn holds(&self, slip: &str) -> bool {
        let held = self
            .rooms()
            .and_then(|rooms| Ok(rooms.store.read(|connection| drafts::of_slip(connection, slip))?));
        matches!(held, Ok(Some(_)))
    }

    /// A decision of this window about the case has no answer yet.
    fn is_deciding(&self, slip: &str) -> bool {
        let waiting = self.rooms().and_then(|rooms| {
            Ok(rooms.store.read(|connection| {
                let waiting = outbox::waiting_cases(connection)?;
                let saved = drafts::of_slip(connection, slip)?;
                Ok(saved.is_some_and(|saved| waiting.contains(&saved.draft.id.to_string())))
            })?)
        });
        waiting.unwrap_or(true)
    }

    pub(crate) async fn stage_at_hall(&self, slip: &str) -> Option<Stage> {
        let case = self.0.link.get::<CaseView>(&format!("/v1/cases/{slip}")).await;
        case.ok().map(|case| case.stage)
    }
}

/// A case that a window may still hold as a draft.
fn is_open(stage: Stage) -> bool {
    match stage {
        Stage::Draft | Stage::Received | Stage::Supplementing => true,
        Stage::Accepted
        | Stage::Decided
        | Stage::Completed
        | Stage::Delivered
        | Stage::Withdrawn
        | Stage::NotNeeded
        | Stage::Refused
        | Stage::Lapsed
        | Stage::Void => false,
    }
}
