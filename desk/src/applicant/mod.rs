//! The applicant's screen (申请人屏) as a value: what it shows, which question that is, what may answer it.
//!
//! Map: [`consent_sheet`] what he is told and asked before a look · [`sheet`] what he is to confirm, and its digest · [`receipt`] what he signs for · [`words`] sources in his words · [`seal`] a
//! rating under the hall's key · [`ratings`] sealed ratings on their way.
//!
//! Invariants
//! - Exactly one thing is shown. An answer names the question it answers; one to another question changes nothing.
//! - Nothing of a person is shown without his visit open, his draft on the desk and a clerk signed in.
//! - A rating is sealed in the call that takes it, before anything of it is kept.
//!
//! What it will not do: decide what a value is, wait for an answer, or tell the clerk how somebody rated.

pub mod consent_sheet;
pub mod ratings;
pub mod receipt;
pub mod seal;
pub mod sheet;
pub mod words;

use std::collections::BTreeSet;

use cases::error::Trouble;
use cases::wire::rating::Rated;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::consent_sheet::ConsentSheet;
use self::receipt::ReceiptSheet;
use self::sheet::ConfirmSheet;
use crate::trouble;
use crate::view::applicant::ApplicantStrip;
use crate::view::results::DeliverForm;
use crate::view::scan::CodeView;

/// Without a choice for so long, not rating is the answer.
const CHOOSE_WITHIN: SignedDuration = SignedDuration::from_secs(30);
/// Somebody who writes a reason is not hurried; this often at most.
const WRITE_WITHIN: SignedDuration = SignedDuration::from_secs(120);
const MOST_STAYS: u8 = 3;
/// A word of thanks stands this long.
const THANKS_FOR: SignedDuration = SignedDuration::from_secs(6);

/// What stands on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Showing {
    Idle,
    Consent {
        draft: Uuid,
        sheet: Box<ConsentSheet>,
    },
    Confirm {
        draft: Uuid,
        sheet: Box<ConfirmSheet>,
        /// Commitments that were opened, by place.
        opened: BTreeSet<u32>,
        /// The pen has touched the pad.
        signing: bool,
        changed: bool,
    },
    /// 签收 of a result
    Receipt {
        /// In which he stands at the window.
        visit: Uuid,
        slip: String,
        form: DeliverForm,
        sheet: Box<ReceiptSheet>,
    },
    Rate {
        asked: AskedRating,
        until: Timestamp,
        stays: u8,
    },
    /// 手机扫码传: nothing is asked, and whatever is asked takes its place.
    Phone {
        draft: Uuid,
        code: CodeView,
        /// In the hall's time.
        until: String,
    },
    Thanks(&'static str),
}

impl Showing {
    pub fn word(&self) -> &'static str {
        match self {
            Showing::Idle => "idle",
            Showing::Consent { .. } => "consent",
            Showing::Confirm { signing: false, .. } => "confirm",
            Showing::Confirm { signing: true, .. } => "sign",
            Showing::Receipt { .. } => "receipt",
            Showing::Rate { .. } => "rate",
            Showing::Phone { .. } => "phone",
            Showing::Thanks(_) => "thanks",
        }
    }

    /// Somebody is to answer.
    pub fn is_question(&self) -> bool {
        matches!(
            self,
            Showing::Consent { .. }
                | Showing::Confirm { .. }
                | Showing::Receipt { .. }
                | Showing::Rate { .. }
        )
    }

    fn is_rating(&self) -> bool {
        matches!(self, Showing::Rate { .. })
    }
}

/// What a rating is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AskedRating {
    pub of: Rated,
    pub number: String,
    /// `accepted`, `received` or `refused`.
    pub outcome: String,
}

/// What became of the rating of the item handled last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingState {
    Submitted,
    NotRated,
}

/// The screen and its window.
#[derive(Debug, Clone)]
pub struct Screen {
    pub attached: bool,
    /// Asks of the window that are open.
    pub polls: u32,
    pub version: u32,
    pub serial: u32,
    pub showing: Showing,
    pub since: Timestamp,
    pub note: Option<Trouble>,
    pub rating: Option<RatingState>,
    /// A draft whose consent is asked when the rating has ended.
    pub waiting: Option<Uuid>,
    /// Known since the first sign-in; nothing of a person.
    pub hall_name: String,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            attached: false,
            polls: 0,
            version: 1,
            serial: 0,
            showing: Showing::Idle,
            since: Timestamp::UNIX_EPOCH,
            note: None,
            rating: None,
            waiting: None,
            hall_name: String::new(),
        }
    }
}

impl Screen {
    /// Shows something else; whatever was asked before can no longer be answered.
    pub fn show(&mut self, showing: Showing, now: Timestamp) {
        self.showing = showing;
        self.serial = self.serial.wrapping_add(1);
        self.since = now;
        self.touch();
    }

    /// The same question, looking different.
    pub fn touch(&mut self) {
        self.version = self.version.wrapping_add(1).max(1);
    }

    pub fn ask(&mut self, showing: Showing, now: Timestamp) {
        self.note = None;
        self.show(showing, now);
    }

    /// Begins the rating of one handled item.
    pub fn ask_rating(&mut self, asked: AskedRating, now: Timestamp) {
        let until = now.saturating_add(CHOOSE_WITHIN).unwrap_or(now);
        self.rating = None;
        self.ask(
            Showing::Rate {
                asked,
                until,
                stays: 0,
            },
            now,
        );
    }

    pub fn is_writing_a_rating(&self) -> bool {
        matches!(self.showing, Showing::Rate { stays: 1.., .. })
    }

    /// A rating that stands there untouched.
    pub fn asked_rating(&self) -> Option<&AskedRating> {
        match &self.showing {
            Showing::Rate { asked, .. } => Some(asked),
            Showing::Idle
            | Showing::Consent { .. }
            | Showing::Confirm { .. }
            | Showing::Receipt { .. }
            | Showing::Phone { .. }
            | Showing::Thanks(_) => None,
        }
    }

    /// Takes the question away.
    ///
    /// # Errors
    /// A rating is the applicant's own to end.
    pub fn withdraw(&mut self, now: Timestamp) -> Result<(), Trouble> {
        if self.showing.is_rating() {
            return Err(trouble::rating_is_his());
        }
        self.waiting = None;
        if self.showing != Showing::Idle {
            self.show(Showing::Idle, now);
        }
        Ok(())
    }

    /// The window is gone: nothing was answered.
    pub fn leave(&mut self, now: Timestamp) {
        self.attached = false;
        if self.showing.is_rating() {
            self.rating = Some(RatingState::NotRated);
        }
        if self.showing.is_question() {
            self.note = Some(trouble::interrupted());
        }
        self.waiting = None;
        self.show(Showing::Idle, now);
    }

    /// What time alone changes: thanks fade, an unanswered rating is none.
    pub fn pass(&mut self, now: Timestamp) -> bool {
        match &self.showing {
            Showing::Rate { until, .. } if now >= *until => {
                self.rating = Some(RatingState::NotRated);
                self.show(Showing::Idle, now);
                true
            }
            Showing::Thanks(_) if now.duration_since(self.since) >= THANKS_FOR => {
                self.show(Showing::Idle, now);
                true
            }
            Showing::Idle
            | Showing::Consent { .. }
            | Showing::Confirm { .. }
            | Showing::Receipt { .. }
            | Showing::Rate { .. }
            | Showing::Phone { .. }
            | Showing::Thanks(_) => false,
        }
    }

    /// More time for somebody who is writing.
    pub fn stay(&mut self, now: Timestamp) {
        if let Showing::Rate { until, stays, .. } = &mut self.showing
            && *stays < MOST_STAYS
        {
            *stays += 1;
            *until = now.saturating_add(WRITE_WITHIN).unwrap_or(now);
            self.touch();
        }
    }

    /// Whether this is the question that is asked.
    ///
    /// # Errors
    /// It was withdrawn, answered or replaced.
    pub fn expects(&self, serial: u32) -> Result<(), Trouble> {
        if serial == self.serial && self.showing.is_question() {
            Ok(())
        } else {
            Err(trouble::question_gone())
        }
    }

    pub fn strip(&self) -> ApplicantStrip {
        ApplicantStrip {
            attached: self.attached,
            state: self.showing.word().to_owned(),
            since: self.since.to_string(),
            note: self.note.clone().map(Into::into),
            rating: self.rating.map(|state| {
                match state {
                    RatingState::Submitted => "submitted",
                    RatingState::NotRated => "notRated",
                }
                .to_owned()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    fn rating() -> Screen {
        let mut screen = Screen {
            attached: true,
            ..Screen::default()
        };
        let of = Rated {
            visit: Uuid::nil(),
            slip: "K7PM3XW9R4".into(),
        };
        let asked = AskedRating {
            of,
            number: "K7PM3XW9R4".into(),
            outcome: "accepted".into(),
        };
        screen.ask_rating(asked, at(0));
        screen
    }

    #[test]
    fn promise_10_not_choosing_is_an_answer_after_thirty_seconds() {
        let mut screen = rating();
        assert!(!screen.pass(at(29)));
        assert!(screen.pass(at(30)));
        assert_eq!(
            (screen.showing, screen.rating),
            (Showing::Idle, Some(RatingState::NotRated))
        );
    }

    #[test]
    fn promise_10_who_writes_a_reason_has_time_but_not_for_ever() {
        let mut screen = rating();
        for stay in 0..5 {
            screen.stay(at(20 + stay * 100));
        }
        // Three times at most: the last was at 220 s.
        assert!(!screen.pass(at(339)));
        assert!(screen.pass(at(340)));
    }

    #[test]
    fn promise_10_no_clerk_takes_a_rating_away() {
        let mut screen = rating();
        assert_eq!(screen.withdraw(at(1)).unwrap_err().code, "YC-5446");
        assert_eq!(screen.strip().state, "rate");
    }

    #[test]
    fn an_answer_to_another_question_is_none() {
        let mut screen = rating();
        let asked = screen.serial;
        assert!(screen.expects(asked).is_ok());
        assert_eq!(screen.expects(asked + 1).unwrap_err().code, "YC-5442");
        screen.show(Showing::Thanks("rated"), at(1));
        assert_eq!(screen.expects(asked).unwrap_err().code, "YC-5442");
        assert_eq!(screen.expects(screen.serial).unwrap_err().code, "YC-5442");
        assert!(!screen.pass(at(6)) && screen.pass(at(7)));
    }

    #[test]
    fn a_window_that_goes_away_leaves_nothing_and_says_so() {
        let mut screen = rating();
        let serial = screen.serial;
        screen.leave(at(5));
        let strip = screen.strip();
        assert_eq!((strip.attached, strip.state.as_str()), (false, "idle"));
        assert_eq!(strip.note.unwrap().code, "YC-5445");
        assert_eq!(strip.rating.as_deref(), Some("notRated"));
        assert!(screen.expects(serial).is_err());
    }
}
