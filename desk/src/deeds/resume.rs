//! 接着办: a parked draft, or what was open when the program ended.

use cases::case::{Party, Person, Stage};
use cases::error::Trouble;
use cases::roles::Deed;
use uuid::Uuid;

use crate::change::Why;
use crate::desk::{Desk, VisitState};
use crate::intake::Intake;
use crate::store::drafts::SavedDraft;
use crate::store::{drafts, meta, outbox};
use crate::trouble;
use crate::view::intake::IntakeView;

impl Desk {
    /// Opens a parked draft in the present visit. The person at the window has to be the one of the draft.
    pub async fn resume_intake(&self, id: &str) -> Result<IntakeView, Trouble> {
        self.permit(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let rooms = self.rooms()?;
        let saved = rooms.store.read(|connection| drafts::get(connection, id))?;
        let saved = saved.ok_or_else(trouble::no_such_draft)?;
        let book = self.shelf()?;
        let session = self.permit_for(Deed::SaveDraft, book.catalogue.item(&saved.draft.item))?;
        if saved.stage == "received" {
            return Err(trouble::already_received());
        }
        let mut visit = self.state().visit.clone().ok_or_else(trouble::no_visit)?;
        let here = visit
            .identified
            .as_ref()
            .map(|identified| identified.person.id_number.as_str());
        if here.is_some_and(|number| number != saved.draft.party.person.id_number) {
            return Err(trouble::other_person());
        }
        // For whom he acts was asked when the draft was made.
        if visit.party.is_none() {
            visit.party = visit.identified.as_ref().map(|identified| Party {
                person: identified.person.clone(),
                ..saved.draft.party.clone()
            });
        }
        self.pin_edition(&saved.draft.edition, &saved.draft.item).await?;
        let line = self.line(&session.staff, "resume_intake", id, "接着办");
        rooms.store.transact(line, |tx| {
            meta::set(tx, meta::VISIT, &serde_json::to_string(&visit)?)?;
            meta::set(tx, meta::INTAKE, &id.to_string())
        })?;
        {
            let mut state = self.state();
            state.visit = Some(visit.clone());
            state.intake = Some(intake_of(saved));
        }
        let why = Why {
            actor: &session.staff,
            deed: "resume_intake",
            purpose: "接着办",
            since: None,
        };
        self.change(id, &why, |_, intake| {
            intake.draft.visit = visit.visit.id;
            if let Some(identified) = &visit.identified {
                verify_again(intake, &identified.person);
            }
            Ok(())
        })?;
        self.ask_again(id)?;
        self.catch_up_online_beside(id);
        self.intake_view(id)
    }

    /// After a restart: the same visit, the same intake, the same field.
    pub(crate) fn restore(&self) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        let (visit, intake, ending, assist, approvals) = rooms.store.read(|connection| {
            let visit = meta::get(connection, meta::VISIT)?;
            let id = meta::get(connection, meta::INTAKE)?.and_then(|text| text.parse::<Uuid>().ok());
            let intake = id.map(|id| drafts::get(connection, id)).transpose()?.flatten();
            let mut ending = Vec::new();
            for kind in ["accept", "refuse", "supplement", "return"] {
                let last = id.map(|id| outbox::last_of(connection, id, kind)).transpose()?;
                ending.extend(last.flatten());
            }
            let assist = meta::get(connection, meta::ASSIST)?;
            let approvals = meta::get(connection, meta::APPROVALS)?;
            Ok((visit, intake, ending, assist, approvals))
        })?;
        // The intent was committed before the end: it goes out by itself, and nothing may change beside it.
        let committed = ending.iter().any(|row| row.state == "waiting");
        // A visit that cannot be read is one of an older version: the draft stays, the person shows the card again.
        let visit: Option<VisitState> = visit.and_then(|json| serde_json::from_str(&json).ok());
        let open = visit.is_some();
        // What the clerk before had open may be of an item that this one does not take: it stays parked.
        let book = self.shelf()?;
        let intake = intake.filter(|saved| {
            let item = book.catalogue.item(&saved.draft.item);
            item.is_none_or(|item| self.beyond(item).is_none())
        });
        let id = {
            let mut state = self.state();
            state.visit = visit;
            state.assist = assist.and_then(|json| serde_json::from_str(&json).ok());
            state.approvals = approvals
                .and_then(|json| serde_json::from_str(&json).ok())
                .unwrap_or_default();
            state.intake = intake.filter(|saved| saved.stage == "draft").map(intake_of);
            if let Some(intake) = state.intake.as_mut() {
                intake.closed |= committed;
            }
            state.intake.as_ref().map(|intake| intake.draft.id)
        };
        if let Some(id) = id.filter(|_| open) {
            let staff = self
                .state()
                .session
                .as_ref()
                .map(|session| session.staff.clone())
                .unwrap_or_default();
            let why = Why {
                actor: &staff,
                deed: "resume_intake",
                purpose: "重启后接着办",
                since: None,
            };
            self.change(id, &why, |_, _| Ok(()))?;
        }
        Ok(())
    }
}

/// The applicant of a draft that a helper prepared is verified at the window, where the same person stands.
pub(super) fn verify_again(intake: &mut Intake, person: &Person) {
    let applicant = &mut intake.draft.party.person;
    if applicant.verified.is_none() && applicant.id_number == person.id_number {
        *applicant = person.clone();
    }
}

fn intake_of(saved: SavedDraft) -> Intake {
    let stage = Stage::from_word(&saved.stage).unwrap_or(Stage::Draft);
    Intake::of(saved.draft, stage, saved.position, saved.saved_at)
}
