//! 窗口: opened at the sign-in and closed at the sign-out; pause with its reason, resume, shift change.

use cases::error::Trouble;
use cases::queue::{PauseReason, Window};
use cases::roles::Deed;
use cases::wire::intake::Command;
use cases::wire::queue::{PauseWindow, Seated};
use cases::wire::visit::Visit;

use crate::chance;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::store::{drafts, outbox};
use crate::trouble;
use crate::view::desk::{DeskEvent, DeskView};

/// The hall's code for a window in another clerk's name.
const TAKEN: &str = "YC-2609";

impl Desk {
    /// Opens this window for the clerk who signs in; `false` while it is another clerk's. Without the hall the desk
    /// goes on as it was.
    pub(crate) async fn open_window(&self) -> Result<bool, Trouble> {
        let session = self.permit(Deed::RunWindow)?;
        self.send_ended().await;
        match self.window_deed::<_, Seated>("open", &()).await {
            Ok(seated) => {
                self.restore()?;
                self.settle_visit(&session.staff, seated.visit)?;
                Ok(true)
            }
            Err(HallFault::Problem { trouble, .. }) if trouble.code == TAKEN => {
                self.state().shift_due = true;
                Ok(false)
            }
            Err(fault) => {
                tracing::warn!(window.fault = ?fault, "the window could not be opened");
                self.restore()?;
                self.emit(DeskEvent::Trouble {
                    trouble: fault.trouble().into(),
                });
                Ok(true)
            }
        }
    }

    /// 交接班: this clerk takes window, open visit and drafts over.
    pub async fn take_shift(&self) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::RunWindow)?;
        let seated: Seated = self.window_deed("take-shift", &()).await?;
        self.state().shift_due = false;
        self.restore()?;
        self.settle_visit(&session.staff, seated.visit)?;
        self.own_drafts(&session.staff)?;
        self.refresh_queue().await;
        self.desk_view()
    }

    /// 暂停
    pub async fn pause_window(&self, why: &str) -> Result<DeskView, Trouble> {
        self.permit(Deed::RunWindow)?;
        self.no_visit_open()?;
        let why = PauseReason::from_word(why).ok_or_else(trouble::no_such_choice)?;
        let _: Window = self.window_deed("pause", &PauseWindow { why }).await?;
        self.refresh_queue().await;
        self.desk_view()
    }

    /// 恢复
    pub async fn resume_window(&self) -> Result<DeskView, Trouble> {
        self.permit(Deed::RunWindow)?;
        let _: Window = self.window_deed("resume", &()).await?;
        self.refresh_queue().await;
        self.desk_view()
    }

    /// Closes the window when the clerk signs out; a hall that does not answer sees it fall silent.
    pub(crate) async fn close_window(&self) {
        if self.permit(Deed::RunWindow).is_ok()
            && let Err(fault) = self.window_deed::<_, Window>("close", &()).await
        {
            tracing::info!(window.fault = ?fault, "the window was not closed");
        }
    }

    async fn window_deed<B: serde::Serialize, T: serde::de::DeserializeOwned>(
        &self,
        deed: &str,
        body: &B,
    ) -> Result<T, HallFault> {
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/windows/{}/{deed}", self.0.desk);
        self.0.link.post(&path, key, body).await
    }

    /// Brings the visit of this desk in line with the hall's: what the hall took back is ended here, what it has open
    /// for this window goes on here, with the card to be shown again.
    pub(crate) fn settle_visit(&self, staff: &str, there: Option<Visit>) -> Result<(), Trouble> {
        let here = self.state().visit.as_ref().map(|visit| visit.visit.id);
        if here.is_some() && here == there.as_ref().map(|visit| visit.id) {
            return Ok(());
        }
        if let Some(id) = here {
            let line = self.line(staff, "visit_taken_back", id, "大厅已收回");
            self.end_here(line)?;
            self.emit(DeskEvent::Trouble {
                trouble: trouble::visit_taken_back().into(),
            });
        }
        match there {
            Some(visit) => self.begin_visit(staff, "go_on_with_visit", visit),
            None => Ok(()),
        }
    }

    /// The drafts of this desk are this clerk's from here on, and the hall is told.
    fn own_drafts(&self, staff: &str) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        let now = self.0.link.legal_now();
        let others: Vec<_> = rooms
            .store
            .read(drafts::all)?
            .into_iter()
            .filter(|saved| saved.stage == "draft" && saved.draft.clerk != staff)
            .collect();
        for mut saved in others {
            staff.clone_into(&mut saved.draft.clerk);
            saved.draft.revision += 1;
            let line = self.line(staff, "take_draft_over", saved.draft.id, "交接班");
            let key = chance::id_at(now);
            let command = Command::SaveDraft {
                draft: saved.draft.clone(),
            };
            rooms.store.transact(line, |tx| {
                drafts::save(tx, &saved.draft, &saved.stage, now)?;
                outbox::save_draft(tx, &command, key, now)?;
                Ok(())
            })?;
            let mut state = self.state();
            if let Some(open) = state
                .intake
                .as_mut()
                .filter(|open| open.draft.id == saved.draft.id)
            {
                open.draft.clerk.clone_from(&saved.draft.clerk);
                open.draft.revision = saved.draft.revision;
            }
        }
        self.0.wake.notify_one();
        Ok(())
    }
}
