//! 同意取数, from the applicant's own screen: ticked sets are looked at, the others never; nothing ticked is a
//! refusal, which stops no service.

use cases::consent::{Answered, Giver, How};
use cases::error::Trouble;
use cases::roles::Deed;

use super::ask_applicant::why;
use crate::applicant::Showing;
use crate::change::Answer;
use crate::desk::Desk;
use crate::intake::{Ground, Intake};
use crate::trouble;
use crate::view::applicant::ApplicantView;
use crate::view::desk::DeskEvent;

/// Who acts in the log when the applicant does: no person is named there.
pub(crate) const APPLICANT: &str = "applicant-screen";

impl Desk {
    pub fn applicant_consent(&self, serial: u32, agreed: Vec<String>) -> Result<ApplicantView, Trouble> {
        self.may_answer(Deed::AskApplicant)?;
        let (id, agreed, only_told) = {
            let state = self.state();
            let id = state.asked_draft(serial)?;
            let Showing::Consent { sheet, .. } = &state.screen.showing else {
                return Err(trouble::question_gone());
            };
            let sets = sheet.sets(&agreed).ok_or_else(trouble::odd_answer)?;
            (id, sets, sheet.asked.is_empty())
        };
        let thanks = match (agreed.is_empty(), only_told) {
            (true, true) => "told",
            (true, false) => "refused",
            (false, _) => "agreed",
        };
        let answer = Answer { serial, thanks };
        let why = why(APPLICANT, "consent", "申请人屏答复取数");
        let answered = |ground: Ground<'_>, intake: &mut Intake| {
            let person = &intake.draft.party.person;
            let by = Giver {
                name: person.name.clone(),
                number: person.id_number.clone(),
            };
            let consents = intake.draft.heard.consents.iter_mut();
            let open = consents.rev().find(|consent| consent.is_open());
            open.ok_or_else(trouble::question_gone)?.answer = Some(Answered {
                how: How::Screen,
                by,
                agreed,
                at: ground.now,
            });
            Ok(())
        };
        let delta = self.change_by(id, &why, Some(answer), answered, |_| Ok(()))?;
        self.emit(DeskEvent::Intake {
            delta: Box::new(delta),
        });
        Ok(self.applicant_view())
    }

    /// The applicant is heard while a clerk who may ask him is signed in; else his question is gone.
    pub(crate) fn may_answer(&self, deed: Deed) -> Result<(), Trouble> {
        self.tidy_applicant();
        self.permit_here(deed)
            .map(|_| ())
            .map_err(|_| trouble::question_gone())
    }
}
