//! 登录: staff number and password, judged by the hall; then edition, queue and what the desk was doing.

use std::sync::Arc;

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::session::{Session, SignIn, Uses};

use super::lock::PasswordMark;
use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::desk::{DeskEvent, DeskView, StartState, StartView};

impl Desk {
    pub async fn sign_in(&self, staff: &str, password: &str) -> Result<DeskView, Trouble> {
        match self.start().state {
            StartState::SignIn => {}
            StartState::FirstStart { .. } | StartState::NeedsRecovery { .. } => {
                return Err(trouble::not_open());
            }
            StartState::Locked { .. } => return Err(trouble::locked()),
            StartState::Stopped { trouble } => {
                return Err(Trouble {
                    code: trouble.code,
                    zh: trouble.zh,
                    en: trouble.en,
                });
            }
        }
        let rooms = self.rooms()?;
        let link = &self.0.link;
        let health = link.measure().await?;
        if health.realm != self.0.realm {
            return Err(trouble::wrong_realm());
        }
        let key = chance::id_at(link.legal_now());
        let ask = SignIn {
            staff: staff.to_owned(),
            password: password.to_owned(),
        };
        let session: Session = link.post("/v1/sessions", key, &ask).await?;
        link.speak_for(Some(session.token.clone()));
        if session.role != self.0.post.role() {
            link.sign_out().await;
            return Err(trouble::other_post(session.role));
        }
        // Without the counts the search has another order, and works.
        let uses: Uses = link.get("/v1/catalogue/uses").await.unwrap_or_default();
        self.state().uses = Arc::new(uses);
        self.catch_up().await?;
        self.pin_what_was_open().await?;
        rooms.store.transact(
            self.line(&session.staff, "sign_in", &self.0.desk, "登录"),
            |_| Ok(()),
        )?;
        {
            let mut state = self.state();
            state.screen.hall_name = session.hall_name.clone();
            state.session = Some(session);
            state.password = PasswordMark::of(password);
            if let Some(book) = &state.book {
                book.rank_by(&state.uses);
            }
        }
        if self.permit(Deed::RunWindow).is_err() {
            self.restore()?;
        } else if !self.open_window().await? {
            self.emit(DeskEvent::Trouble {
                trouble: trouble::shift_due().into(),
            });
        }
        self.refresh_queue().await;
        self.fetch_rating_key();
        self.follow();
        self.desk_view()
    }

    /// 退出: what was being done stays, saved, for whoever signs in next.
    pub async fn sign_out(&self) -> Result<StartView, Trouble> {
        let session = self.state().session.clone();
        if let Some(session) = session {
            let line = self.line(&session.staff, "sign_out", &self.0.desk, "退出");
            self.rooms()?.store.transact(line, |_| Ok(()))?;
        }
        self.close_window().await;
        self.0.link.sign_out().await;
        let mut state = self.state();
        state.session = None;
        state.password = None;
        state.wrong_passwords = None;
        state.shift_due = false;
        state.visit = None;
        state.intake = None;
        state.assist = None;
        state.offer = None;
        state.board = None;
        state.to_publish = None;
        state.to_roll_back = None;
        drop(state);
        self.tidy_applicant();
        Ok(self.start())
    }
}
