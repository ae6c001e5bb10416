//! The applicant's window comes, looks and goes. It asks for the next view after the one it has; whatever changed on
//! the desk meanwhile, nothing stays on its screen that may not be there.

use std::time::Duration;

use cases::error::Trouble;
use jiff::Timestamp;

use crate::applicant::{RatingState, Showing};
use crate::desk::{Desk, State};
use crate::trouble;
use crate::view::applicant::{ApplicantScreen, ApplicantStrip, ApplicantView, RateReason, RateView};
use crate::view::desk::DeskEvent;

/// An ask without news is answered after this long; the window asks again.
const ASK_FOR: Duration = Duration::from_secs(4);
/// How soon a screen follows what happened on the desk, at most.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A window that has not asked for so many seconds is gone.
const GONE_AFTER: u32 = 3;

impl Desk {
    /// The view after `seen`, as soon as there is one.
    pub async fn applicant_next(&self, seen: u32) -> Result<ApplicantView, Trouble> {
        let _asking = Asking::begin(self);
        let mut versions = self.0.applicant.subscribe();
        let limit = tokio::time::Instant::now() + ASK_FOR;
        loop {
            self.tidy_applicant();
            let view = self.applicant_view();
            if view.version != seen || tokio::time::Instant::now() >= limit {
                return Ok(view);
            }
            // Either somebody said that it changed, or it is looked at again.
            let _ = tokio::time::timeout(LOOK_EVERY, versions.wait_for(|version| *version != seen)).await;
        }
    }

    /// The window was closed, or has fallen silent.
    pub fn applicant_left(&self) {
        self.on_screen(|state, now| {
            if state.screen.attached {
                state.screen.leave(now);
            }
        });
    }

    pub fn applicant_strip(&self) -> ApplicantStrip {
        self.state().screen.strip()
    }

    pub(crate) fn applicant_view(&self) -> ApplicantView {
        let now = self.0.link.legal_now();
        let state = self.state();
        let screen = &state.screen;
        let visit = state.visit.as_ref().filter(|_| state.session.is_some());
        ApplicantView {
            version: screen.version,
            serial: screen.serial,
            realm: self.realm_view(),
            hall_name: screen.hall_name.clone(),
            desk: self.0.desk.clone(),
            ticket: visit
                .and_then(|visit| visit.visit.ticket.as_ref())
                .map(|ticket| ticket.number.clone()),
            screen: shown(&screen.showing, visit.is_some(), now),
        }
    }

    /// Changes the screen; whoever looks at it or at its strip is told.
    pub(crate) fn on_screen<T>(&self, body: impl FnOnce(&mut State, Timestamp) -> T) -> T {
        let now = self.0.link.legal_now();
        let mut state = self.state();
        let before = (state.screen.version, state.screen.attached);
        let done = body(&mut state, now);
        let changed = before != (state.screen.version, state.screen.attached);
        drop(state);
        if changed {
            self.tell_screen();
        }
        done
    }

    /// Tells the applicant's window that there is something else, and the clerk what kind of thing.
    pub(crate) fn tell_screen(&self) {
        let (version, strip) = {
            let state = self.state();
            (state.screen.version, state.screen.strip())
        };
        self.0.applicant.send_replace(version);
        self.emit(DeskEvent::Applicant { strip });
    }

    /// Takes away what time or the desk has overtaken, and brings what had to wait.
    pub(crate) fn tidy_applicant(&self) {
        let waiting = self.on_screen(|state, now| {
            state.screen.pass(now);
            if !still_stands(state) {
                if matches!(state.screen.showing, Showing::Rate { .. }) {
                    state.screen.rating = Some(RatingState::NotRated);
                }
                state.screen.show(Showing::Idle, now);
            }
            if state.screen.showing.is_question() {
                None
            } else {
                state.screen.waiting.take()
            }
        });
        if let Some(draft) = waiting
            && let Err(trouble) = self.show_consent(draft)
        {
            // The draft was parked or handed over meanwhile.
            tracing::info!(applicant.code = %trouble.code, "a consent is no longer asked");
        }
    }

    /// Watches for the window falling silent, for as long as it is there.
    fn watch_applicant(&self) {
        let weak = self.weak();
        self.spawn(async move {
            let mut silent = 0;
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let Some(inner) = weak.upgrade() else { return };
                let desk = Desk(inner);
                let (attached, polls) = {
                    let state = desk.state();
                    (state.screen.attached, state.screen.polls)
                };
                if !attached {
                    return;
                }
                silent = if polls == 0 { silent + 1 } else { 0 };
                if silent >= GONE_AFTER {
                    desk.applicant_left();
                    return;
                }
            }
        });
    }
}

/// One open ask of the window; while there is one, it is there.
struct Asking(Desk);

impl Asking {
    fn begin(desk: &Desk) -> Self {
        let came = desk.on_screen(|state, _| {
            state.screen.polls += 1;
            let came = !state.screen.attached;
            state.screen.attached = true;
            if came {
                state.screen.note = None;
            }
            came
        });
        if came {
            desk.watch_applicant();
        }
        Self(desk.clone())
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.screen.polls = state.screen.polls.saturating_sub(1);
    }
}

/// Whether what is shown still belongs on the screen.
fn still_stands(state: &State) -> bool {
    let signed_in = state.session.is_some() && state.wrong_passwords.is_none();
    match &state.screen.showing {
        Showing::Idle => true,
        Showing::Consent { draft, .. } | Showing::Confirm { draft, .. } => {
            signed_in
                && state.visit.is_some()
                && state
                    .intake
                    .as_ref()
                    .is_some_and(|intake| intake.draft.id == *draft && !intake.closed)
        }
        // Who takes a result stands at the window until he has it.
        Showing::Receipt { visit: of, .. } => {
            let visit = state.visit.as_ref();
            signed_in && visit.is_some_and(|visit| visit.visit.id == *of)
        }
        // Who has been served may rate on the way out, until the next one is called.
        Showing::Rate { asked, .. } => {
            signed_in
                && state
                    .visit
                    .as_ref()
                    .is_none_or(|visit| visit.visit.id == asked.of.visit)
        }
        Showing::Phone { draft, .. } => {
            signed_in && state.phone.as_ref().is_some_and(|run| run.is_of(*draft))
        }
        Showing::Thanks(_) => signed_in,
    }
}

fn shown(showing: &Showing, in_visit: bool, now: Timestamp) -> ApplicantScreen {
    match showing {
        Showing::Idle => ApplicantScreen::Idle,
        Showing::Consent { sheet, .. } => ApplicantScreen::Consent { sheet: sheet.view() },
        Showing::Confirm {
            sheet,
            opened,
            signing,
            changed,
            ..
        } => {
            let sheet = sheet.view(|place| opened.contains(&place), *changed);
            if *signing {
                ApplicantScreen::Sign { sheet }
            } else {
                ApplicantScreen::Confirm { sheet }
            }
        }
        Showing::Receipt { sheet, .. } => ApplicantScreen::Receipt { sheet: sheet.view() },
        Showing::Rate { asked, until, .. } => ApplicantScreen::Rate {
            sheet: RateView {
                number: if in_visit {
                    asked.number.clone()
                } else {
                    String::new()
                },
                outcome: asked.outcome.clone(),
                left_s: u32::try_from(until.duration_since(now).as_secs()).unwrap_or(0),
                reasons: cases::rating::REASONS
                    .iter()
                    .map(|(code, zh, en)| RateReason {
                        code: (*code).to_owned(),
                        zh: (*zh).to_owned(),
                        en: (*en).to_owned(),
                    })
                    .collect(),
            },
        },
        Showing::Phone { code, until, .. } => ApplicantScreen::Phone {
            code: code.clone(),
            until: until.clone(),
        },
        Showing::Thanks(what) => ApplicantScreen::Thanks {
            what: (*what).to_owned(),
        },
    }
}

impl State {
    /// The open draft of a question of the applicant's screen.
    pub(crate) fn asked_draft(&self, serial: u32) -> Result<uuid::Uuid, Trouble> {
        self.screen.expects(serial)?;
        match &self.screen.showing {
            Showing::Consent { draft, .. } | Showing::Confirm { draft, .. } => Ok(*draft),
            Showing::Idle
            | Showing::Receipt { .. }
            | Showing::Rate { .. }
            | Showing::Phone { .. }
            | Showing::Thanks(_) => Err(trouble::question_gone()),
        }
    }
}
