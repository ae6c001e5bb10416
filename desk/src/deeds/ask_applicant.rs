//! 送申请人屏 (F8): consent first where it was not asked yet, then the values to confirm and sign. What the clerk takes
//! back is gone from the screen; a rating is not his to take back.

use std::collections::BTreeSet;

use cases::error::Trouble;
use cases::roles::Deed;
use uuid::Uuid;

use crate::applicant::consent_sheet::ConsentSheet;
use crate::applicant::sheet::{self, ConfirmSheet};
use crate::applicant::{AskedRating, Showing};
use crate::change::Why;
use crate::desk::Desk;
use crate::store::ratings;
use crate::trouble;
use crate::view::applicant::ApplicantStrip;

impl Desk {
    pub fn send_to_applicant(&self, id: &str) -> Result<ApplicantStrip, Trouble> {
        let session = self.permit_here(Deed::AskApplicant)?;
        let id = super::id(id)?;
        let book = self.book()?;
        let (is_open, wants) = {
            let state = self.state();
            if !state.screen.attached {
                return Err(trouble::applicant_absent());
            }
            if matches!(state.screen.showing, Showing::Rate { .. }) {
                return Err(trouble::rating_is_his());
            }
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id)
                .ok_or_else(trouble::no_such_draft)?;
            if intake.closed {
                return Err(trouble::already_received());
            }
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let draft = &intake.draft;
            let sheet = ConsentSheet::of(self.ground(&book, item), draft, &draft.party.person);
            (draft.heard.open().is_some(), !sheet.asked.is_empty())
        };
        if !is_open && wants {
            let why = why(&session.staff, "ask_consent", "询问取数同意");
            self.change(id, &why, |ground, intake| {
                let draft = &mut intake.draft;
                let sheet = ConsentSheet::of(ground, draft, &draft.party.person);
                draft.heard.ask(sheet.question(ground.now));
                Ok(())
            })?;
        }
        if is_open || wants {
            self.show_consent(id)?;
        } else {
            self.show_sheet(id, false)?;
        }
        let line = self.line(&session.staff, "send_to_applicant", id, "送申请人屏");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        Ok(self.applicant_strip())
    }

    /// 撤回
    pub fn withdraw_from_applicant(&self) -> Result<ApplicantStrip, Trouble> {
        let session = self.permit(Deed::AskApplicant)?;
        self.on_screen(|state, now| state.screen.withdraw(now))?;
        let line = self.line(
            &session.staff,
            "withdraw_from_applicant",
            &self.0.desk,
            "撤回申请人屏",
        );
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        Ok(self.applicant_strip())
    }

    /// Puts the consent of a draft on the screen, after the rating that somebody is writing; one that nobody has
    /// touched comes again when the visit ends.
    pub(crate) fn show_consent(&self, id: Uuid) -> Result<(), Trouble> {
        let book = self.book()?;
        let untouched = self.on_screen(|state, now| {
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id && !intake.closed)
                .ok_or_else(trouble::no_such_draft)?;
            if state.screen.is_writing_a_rating() {
                state.screen.waiting = Some(id);
                return Ok(None);
            }
            let untouched = state.screen.asked_rating().cloned();
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let question = intake.draft.heard.open().ok_or_else(trouble::question_gone)?;
            let sheet = ConsentSheet::again(self.ground(&book, item), &intake.draft, question);
            let sheet = Box::new(sheet);
            state.screen.ask(Showing::Consent { draft: id, sheet }, now);
            Ok::<_, Trouble>(untouched)
        })?;
        if let Some(asked) = untouched {
            self.put_off_rating(&asked);
        }
        Ok(())
    }

    /// A consent that was asked and never answered is asked again where there is a screen.
    pub(crate) fn ask_again(&self, id: Uuid) -> Result<(), Trouble> {
        let open = {
            let state = self.state();
            let intake = state.intake.as_ref();
            state.screen.attached && intake.is_some_and(|intake| intake.draft.heard.open().is_some())
        };
        if open { self.show_consent(id) } else { Ok(()) }
    }

    /// Puts the values on the screen, when nothing at the desk is in the way of that.
    pub(crate) fn show_sheet(&self, id: Uuid, changed: bool) -> Result<(), Trouble> {
        let book = self.book()?;
        self.on_screen(|state, now| {
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id && !intake.closed)
                .ok_or_else(trouble::no_such_draft)?;
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let ground = self.ground(&book, item);
            let blocks = sheet::in_the_way(ground, &intake.draft).len();
            if blocks > 0 {
                return Err(trouble::not_ready(blocks));
            }
            let sheet = Box::new(ConfirmSheet::of(ground, intake));
            let showing = Showing::Confirm {
                draft: id,
                sheet,
                opened: BTreeSet::new(),
                signing: false,
                changed,
            };
            state.screen.ask(showing, now);
            Ok(())
        })
    }

    /// The form changed: what is shown of it is shown anew, and what was signed under the old sheet is not taken.
    pub(crate) fn recheck_sheet(&self, id: Uuid) {
        let Ok(book) = self.book() else { return };
        let differs = {
            let state = self.state();
            let (Showing::Confirm { draft, sheet, .. }, Some(intake)) =
                (&state.screen.showing, state.intake.as_ref())
            else {
                return;
            };
            let Some(item) = book.catalogue.item(&intake.draft.item) else {
                return;
            };
            *draft == id
                && intake.draft.id == id
                && **sheet != ConfirmSheet::of(self.ground(&book, item), intake)
        };
        if differs && self.show_sheet(id, true).is_err() {
            // The desk is not ready with it: it comes back when it is sent again.
            self.on_screen(|state, now| {
                state.screen.show(Showing::Idle, now);
                state.screen.note = Some(trouble::shown_differs());
            });
        }
    }

    /// 评价, by itself after the first acceptance or receipt of a visit; after further ones when the visit ends, so
    /// that nobody who files twenty is asked twenty times.
    pub(crate) fn ask_rating(&self, asked: AskedRating, at_once: bool) {
        let Ok(rooms) = self.rooms() else { return };
        let ready = rooms.store.read(|connection| {
            Ok(ratings::hall_key(connection)?.is_some() && !ratings::is_rated(connection, asked.of.visit)?)
        });
        if !matches!(ready, Ok(true)) {
            return;
        }
        if !at_once {
            if self.state().screen.attached {
                self.put_off_rating(&asked);
            }
            return;
        }
        self.on_screen(|state, now| {
            if state.screen.attached {
                state.screen.ask_rating(asked, now);
            }
        });
    }

    /// Asked when the visit ends, whatever becomes of this program until then.
    fn put_off_rating(&self, asked: &AskedRating) {
        let kept = self
            .rooms()
            .and_then(|rooms| Ok(rooms.store.mark(|tx| ratings::put_off(tx, asked))?));
        if let Err(trouble) = kept {
            tracing::warn!(applicant.code = %trouble.code, "a rating could not be put off");
        }
    }

    /// The visit has ended: what was put off is asked.
    pub(crate) fn ask_what_was_put_off(&self, visit: Uuid) {
        let kept = self
            .rooms()
            .and_then(|rooms| Ok(rooms.store.mark(|tx| ratings::take_put_off(tx))?));
        if let Some(asked) = kept.ok().flatten().filter(|asked| asked.of.visit == visit) {
            self.ask_rating(asked, true);
        }
    }
}

pub(crate) fn why<'a>(actor: &'a str, deed: &'static str, purpose: &'a str) -> Why<'a> {
    Why {
        actor,
        deed,
        purpose,
        since: None,
    }
}
