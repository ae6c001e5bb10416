//! 有问题: rows the applicant doubts are marked at the desk until they are changed, or confirmed by him. And reading
//! a commitment, touching the pad: what happens on his screen before he signs.

use cases::case::heard::WHOLE_FORM;
use cases::error::Trouble;
use cases::roles::Deed;

use super::ask_applicant::why;
use super::hear_consent::APPLICANT;
use crate::applicant::Showing;
use crate::change::Answer;
use crate::desk::Desk;
use crate::intake::{Ground, Intake};
use crate::trouble;
use crate::view::applicant::ApplicantView;
use crate::view::desk::DeskEvent;

impl Desk {
    /// Row keys; none doubts the whole. Who is to sign for a result does not take it.
    pub fn applicant_doubt(&self, serial: u32, keys: Vec<String>) -> Result<ApplicantView, Trouble> {
        self.may_answer(Deed::AskApplicant)?;
        if self.asks_receipt() {
            return self.decline_receipt(serial);
        }
        let id = {
            let state = self.state();
            let id = state.asked_draft(serial)?;
            let Showing::Confirm { sheet, .. } = &state.screen.showing else {
                return Err(trouble::question_gone());
            };
            if !keys
                .iter()
                .all(|key| sheet.rows.iter().any(|row| &row.key == key))
            {
                return Err(trouble::odd_answer());
            }
            id
        };
        let answer = Answer {
            serial,
            thanks: "doubted",
        };
        let why = why(APPLICANT, "doubt", "申请人认为有问题");
        let doubted = |ground: Ground<'_>, intake: &mut Intake| {
            let doubts = &mut intake.draft.heard.doubts;
            if keys.is_empty() {
                doubts.insert(WHOLE_FORM.to_owned(), ground.now);
            }
            doubts.extend(keys.into_iter().map(|key| (key, ground.now)));
            Ok(())
        };
        let delta = self.change_by(id, &why, Some(answer), doubted, |_| Ok(()))?;
        self.emit(DeskEvent::Intake {
            delta: Box::new(delta),
        });
        Ok(self.applicant_view())
    }

    /// A commitment was opened.
    pub fn applicant_read(&self, serial: u32, place: u32) -> Result<ApplicantView, Trouble> {
        self.may_answer(Deed::AskApplicant)?;
        self.on_screen(|state, _| {
            state.screen.expects(serial)?;
            let Showing::Confirm { sheet, opened, .. } = &mut state.screen.showing else {
                return Err(trouble::question_gone());
            };
            if usize::try_from(place).unwrap_or(usize::MAX) >= sheet.commitments.len() {
                return Err(trouble::odd_answer());
            }
            if opened.insert(place) {
                state.screen.touch();
            }
            Ok(())
        })?;
        Ok(self.applicant_view())
    }

    /// The pen has touched the pad.
    pub fn applicant_pen(&self, serial: u32) -> Result<ApplicantView, Trouble> {
        self.may_answer(Deed::AskApplicant)?;
        self.on_screen(|state, now| {
            state.screen.expects(serial)?;
            match &mut state.screen.showing {
                Showing::Receipt { .. } | Showing::Confirm { signing: true, .. } => Ok(()),
                Showing::Confirm { signing, .. } => {
                    *signing = true;
                    state.screen.since = now;
                    state.screen.touch();
                    Ok(())
                }
                Showing::Idle
                | Showing::Consent { .. }
                | Showing::Rate { .. }
                | Showing::Phone { .. }
                | Showing::Thanks(_) => Err(trouble::question_gone()),
            }
        })?;
        Ok(self.applicant_view())
    }
}
