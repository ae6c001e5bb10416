//! What follows when the hall answered a command: papers fetched, the case kept, the draft let go. The draft
//! goes only now, after the hall confirmed its digest (promise 2).

use cases::case::Stage;
use cases::error::Trouble;
use cases::wire::intake::{Command, Outcome};
use cases::wire::record::{CaseRow, CaseView};
use uuid::Uuid;

use super::papers::row_of;
use super::results::wait::is_on_the_spot;
use crate::desk::Desk;
use crate::store::{self, drafts, lost_edits, meta};
use crate::trouble;
use crate::view::desk::DeskEvent;

impl Desk {
    pub(crate) async fn settled(&self, draft: Uuid, kind: &str, command: &Command, outcome: &Outcome) {
        let done = match outcome {
            Outcome::Saved { .. } => self.hall_has(command),
            Outcome::ToldOnce { first_told, .. } => self
                .hall_has(command)
                .and_then(|()| self.first_stands(draft, first_told)),
            Outcome::HeldElsewhere { desk, .. } => {
                self.close_intake_of(draft, true);
                self.went_away(draft, desk).await;
                self.emit(DeskEvent::Trouble {
                    trouble: trouble::held_elsewhere(desk).into(),
                });
                Ok(())
            }
            Outcome::Accepted(accepted) => {
                let waits = self.is_decided_on_the_spot(command);
                self.confirmed(draft, command, &accepted.slip, waits).await
            }
            Outcome::Refused(refused) => self.confirmed(draft, command, &refused.slip, false).await,
            Outcome::Supplementing(told) => self.confirmed(draft, command, &told.slip, false).await,
            Outcome::Returned(returned) => self.confirmed(draft, command, &returned.slip, false).await,
            Outcome::Received { slip, .. } => self.confirmed(draft, command, slip, false).await,
            Outcome::Blocked { .. } | Outcome::Duplicate { .. } => {
                self.close_intake_of(draft, false);
                Ok(())
            }
        };
        if let Err(trouble) = done {
            tracing::warn!(outbox.kind = kind, outbox.code = %trouble.code, "an outcome could not be kept whole");
            self.emit(DeskEvent::Trouble {
                trouble: trouble.into(),
            });
        }
    }

    /// What the hall has of a draft: should another desk take it, the rest was not sent.
    fn hall_has(&self, command: &Command) -> Result<(), Trouble> {
        self.rooms()?
            .store
            .mark(|tx| lost_edits::confirm(tx, command.draft()))?;
        Ok(())
    }

    /// The case is the hall's from here on.
    async fn confirmed(&self, id: Uuid, command: &Command, slip: &str, waits: bool) -> Result<(), Trouble> {
        // First of all the visit knows it: the next intake may be open before the hall has told the case.
        let visit = {
            let mut state = self.state();
            state.visit.as_mut().map(|visit| {
                if !matches!(command, Command::Refuse { .. }) {
                    visit.note_done(command.draft());
                }
                if waits && visit.visit.id == command.draft().visit {
                    visit.wait_for(slip);
                }
                visit.clone()
            })
        };
        let case = self.0.link.get::<CaseView>(&format!("/v1/cases/{slip}")).await;
        let row = match &case {
            Ok(case) => row_of(case),
            Err(_) => self.row_from(command),
        };
        let at = self.0.link.legal_now();
        let line = self.line(&command.draft().clerk, "confirmed", id, "大厅已确认");
        self.rooms()?.store.transact(line, |tx| {
            if let Some(visit) = &visit {
                meta::set(tx, meta::VISIT, &serde_json::to_string(visit)?)?;
            }
            store::cases::keep(tx, &row, at)?;
            drafts::end(tx, id)
        })?;
        {
            let mut state = self.state();
            if state.intake.as_ref().is_some_and(|intake| intake.draft.id == id) {
                state.intake = None;
            }
        }
        self.emit(DeskEvent::Case {
            slip: row.slip.clone(),
            case_number: row.case_number.clone(),
            stage: row.stage.word().to_owned(),
            note: None,
        });
        // Papers can be fetched again at any time; a lost one does not undo the case.
        if let Ok(case) = case {
            self.fetch_papers(&case.slip, &case.papers).await?;
        }
        Ok(())
    }

    fn is_decided_on_the_spot(&self, command: &Command) -> bool {
        let book = self.book().ok();
        let item = book
            .as_ref()
            .and_then(|book| book.catalogue.item(&command.draft().item));
        item.is_some_and(is_on_the_spot)
    }

    fn row_from(&self, command: &Command) -> CaseRow {
        let draft = command.draft();
        let name = self
            .book()
            .ok()
            .and_then(|book| book.catalogue.item(&draft.item).map(|item| item.name.clone()));
        CaseRow {
            case_number: None,
            slip: draft.slip.clone(),
            item_name: name.unwrap_or_else(|| draft.item.clone()),
            stage: match command {
                Command::Refuse { .. } => Stage::Refused,
                Command::Supplement { .. } | Command::Return { .. } => Stage::Supplementing,
                Command::SaveDraft { .. }
                | Command::Receive { .. }
                | Command::Accept { .. }
                | Command::TellOnce { .. } => Stage::Received,
            },
            applicant: cases::identity::mask::name(draft.party.applicant_name()),
            received_at: self.0.link.legal_now(),
            due_day: None,
            clock: None,
            further: None,
            warned: None,
        }
    }

    fn close_intake_of(&self, id: Uuid, closed: bool) {
        if let Some(intake) = self
            .state()
            .intake
            .as_mut()
            .filter(|intake| intake.draft.id == id)
        {
            intake.closed = closed;
        }
    }
}
