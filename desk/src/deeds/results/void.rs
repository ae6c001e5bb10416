//! 作废、更正: a wrong case is made void at the hall under a supervisor's approval; where it is corrected at once, a new
//! intake starts from what it said, and its acceptance names the void paper.

use cases::case::Draft;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::delivery::{VoidCase, Voided};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::change::Why;
use crate::deeds::copy_previous::{carry_paper, carry_value, may_copy, paper_may_go_over};
use crate::deeds::open_intake::Begin;
use crate::deeds::papers::row_of;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::store;
use crate::trouble;
use crate::view::results::VoidedView;

impl Desk {
    /// Makes a case void; with `item` a new intake of it is opened for who stands at the window, from the values kept.
    pub async fn void_case(
        &self,
        slip: &str,
        approval: &str,
        item: Option<String>,
    ) -> Result<VoidedView, Trouble> {
        let session = self.permit(Deed::VoidCase)?;
        let approval: Uuid = approval.parse().map_err(|_| trouble::no_such_approval())?;
        if let Some(item) = &item {
            self.may_correct_now(item)?;
        }
        let line = self.line(&session.staff, "void_case", slip, "作废");
        let rooms = self.rooms()?;
        rooms.store.transact(line, |_| Ok(()))?;
        let ask = VoidCase { approval };
        self.send_typed(slip).await?;
        let voided = {
            // The feed tells of the end as well, perhaps before the reply: it is put away once, by this deed.
            let _one = self.0.sending.lock().await;
            let voided: Voided = self
                .0
                .link
                .post(&format!("/v1/cases/{slip}/void"), key_of(slip, approval), &ask)
                .await
                .map_err(needs_hall)?;
            if self.put_away(&session.staff, &voided.case.slip, voided.case.stage)? {
                self.tell_stage(&voided.case.slip, voided.case.stage);
            }
            voided
        };
        let at = self.0.link.legal_now();
        let row = row_of(&voided.case);
        rooms.store.mark(|tx| store::cases::keep(tx, &row, at))?;
        self.stop_waiting(&session.staff, &voided.case.slip, "已作废")?;
        // Papers can be fetched again at any time; a lost one does not undo what is void.
        if let Err(trouble) = self.fetch_papers(&voided.case.slip, &voided.case.papers).await {
            tracing::warn!(paper.code = %trouble.code, "a paper of a void case was not fetched");
        }
        let intake = match item {
            Some(item) => Some(self.correct(&item, &voided.draft).await?),
            None => None,
        };
        Ok(VoidedView {
            papers: self.kept_papers(&voided.case.slip)?,
            case: self.show_case(voided.case),
            intake,
        })
    }

    /// Nothing is made void to be corrected where the new intake could not be opened.
    fn may_correct_now(&self, item: &str) -> Result<(), Trouble> {
        let book = self.book()?;
        let item = book.catalogue.item(item).ok_or_else(trouble::no_such_item)?;
        self.permit_for(Deed::SaveDraft, Some(item))?;
        let state = self.state();
        let visit = state.visit.as_ref().ok_or_else(trouble::no_visit)?;
        if visit.identified.is_none() {
            return Err(trouble::not_identified());
        }
        visit.party.as_ref().map(drop).ok_or_else(trouble::no_party)
    }

    /// Opens the intake that takes the void one's place: same fields keep their values, named as what they are.
    async fn correct(&self, item: &str, before: &Draft) -> Result<crate::view::intake::IntakeView, Trouble> {
        let opened = {
            let begin = Begin {
                corrects: Some(before.slip.clone()),
                ..Begin::default()
            };
            self.open_intake_for(item, begin).await?
        };
        let id = crate::deeds::id(&opened.id)?;
        let session = self.permit(Deed::SaveDraft)?;
        let book = self.book()?;
        let was = book.catalogue.item(&before.item);
        let why = Why {
            actor: &session.staff,
            deed: "correct_case",
            purpose: &before.slip,
            since: None,
        };
        self.change(id, &why, |ground, intake| {
            for field in &ground.item.fields {
                // Another item's field of the same name may ask for something else.
                let same = was
                    .and_then(|was| was.field(&field.key))
                    .is_some_and(|was| was.fact == field.fact);
                if !same || !may_copy(ground, &intake.draft, before, &field.key) {
                    continue;
                }
                carry_value(ground, intake, before, &field.key, "更正前的办件", &session.staff);
            }
            if before.item == intake.draft.item {
                intake.draft.answers.clone_from(&before.answers);
            }
            let materials: Vec<String> = intake
                .draft
                .slots
                .iter()
                .map(|slot| slot.material.clone())
                .collect();
            for material in materials {
                if paper_may_go_over(ground, &intake.draft, before, &material) {
                    carry_paper(intake, before, &material);
                }
            }
            Ok(())
        })?;
        self.intake_view(id)
    }
}

/// One key for one approval: pressing again after a lost reply is the same deed.
fn key_of(slip: &str, approval: Uuid) -> Uuid {
    let digest = Sha256::digest(format!("void {slip} {approval}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn needs_hall(fault: HallFault) -> Trouble {
    if fault.is_line() {
        trouble::void_needs_hall()
    } else {
        fault.into()
    }
}
