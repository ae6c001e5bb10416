//! 评价, sealed in this very call: nothing of it is kept, logged or told in the clear (promise 10).

use cases::error::Trouble;
use cases::rating::{Level, Said};
use cases::roles::Deed;

use super::hear_consent::APPLICANT;
use crate::applicant::{RatingState, Showing, seal};
use crate::chance;
use crate::desk::Desk;
use crate::store::ratings::{self, KeptRating};
use crate::trouble;
use crate::view::applicant::ApplicantView;

impl Desk {
    /// One of the five levels, with reasons where it is a bad one.
    pub fn applicant_rate(
        &self,
        serial: u32,
        level: &str,
        reasons: Vec<String>,
        words: String,
    ) -> Result<ApplicantView, Trouble> {
        self.may_answer(Deed::AskApplicant)?;
        let said = Said {
            level: Level::from_word(level).ok_or_else(trouble::odd_answer)?,
            reasons,
            words: words.trim().to_owned(),
        };
        said.check().map_err(|_| trouble::incomplete_answer())?;
        let of = {
            let state = self.state();
            state.screen.expects(serial)?;
            let Showing::Rate { asked, .. } = &state.screen.showing else {
                return Err(trouble::question_gone());
            };
            asked.of.clone()
        };
        let rooms = self.rooms()?;
        let hall = rooms.store.read(ratings::hall_key)?;
        let at = self.0.link.legal_now();
        let rating = seal::seal(&hall.ok_or_else(trouble::hall_down)?, &of, &said, at)?;
        drop(said);
        let kept = KeptRating::Waiting {
            key: chance::id_at(at),
            rating,
        };
        let line = self.line(APPLICANT, "rate", &of.slip, "好差评");
        let first = rooms.store.transact(line, |tx| {
            let first = !ratings::is_rated(tx, of.visit)?;
            if first {
                ratings::keep(tx, &of, &kept)?;
            }
            Ok(first)
        })?;
        if !first {
            return Err(trouble::question_gone());
        }
        self.on_screen(|state, now| {
            state.screen.rating = Some(RatingState::Submitted);
            state.screen.show(Showing::Thanks("rated"), now);
        });
        self.0.wake.notify_one();
        Ok(self.applicant_view())
    }

    /// Somebody is still writing his reason.
    pub fn applicant_stay(&self, serial: u32) -> Result<ApplicantView, Trouble> {
        self.may_answer(Deed::AskApplicant)?;
        self.on_screen(|state, now| {
            state.screen.expects(serial)?;
            state.screen.stay(now);
            Ok::<(), Trouble>(())
        })?;
        Ok(self.applicant_view())
    }
}
