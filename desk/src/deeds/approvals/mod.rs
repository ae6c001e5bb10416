//! 审批: a window asks, a supervisor answers at his own. What this window asked is kept, so that a restart finds it.
//!
//! - [`ask_refusal`], [`ask_override`], [`ask_grant`], [`ask_second_demand`], [`ask_void`], [`ask_clock`]: asking; only
//!   with the hall.
//! - [`withdraw_approval`]: taking back. [`refuse`]: issuing what was approved.
//! - [`answer_approval`]: the supervisor's side.

pub mod answer_approval;
pub mod ask_clock;
pub mod ask_grant;
pub mod ask_override;
pub mod ask_refusal;
pub mod ask_second_demand;
pub mod ask_void;
pub mod refuse;
pub mod withdraw_approval;

use cases::approval::{ANSWER_LIMIT_S, About, Overridden, Purpose, State, seen};
use cases::case::Draft;
use cases::deadline::Unit;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::approval::{ApprovalRow, AskApproval};
use cases::wire::session::Session;
use jiff::SignedDuration;
use uuid::Uuid;

use crate::chance;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::store::{drafts, meta};
use crate::trouble;
use crate::view::approval::ApprovalView;
use crate::view::desk::DeskEvent;

impl Desk {
    /// What this window asked, or for a supervisor what waits in the hall. A window without its hall shows it as it was
    /// last seen.
    pub async fn approvals(&self) -> Result<Vec<ApprovalView>, Trouble> {
        if self.permit(Deed::AnswerApproval).is_ok() {
            let rows: Vec<ApprovalRow> = self.0.link.get("/v1/approvals").await?;
            return Ok(rows.iter().map(|row| self.approval_view(row)).collect());
        }
        self.permit(Deed::AskApproval)?;
        self.refresh_approvals().await;
        let rows = self.state().approvals.clone();
        Ok(rows.iter().map(|row| self.approval_view(row)).collect())
    }

    /// Fetches what this window asked and keeps it. A hall that does not answer leaves the old ones.
    async fn refresh_approvals(&self) {
        let Ok(rows) = self.0.link.get::<Vec<ApprovalRow>>("/v1/approvals").await else {
            return;
        };
        if let Err(trouble) = self.keep_approvals(rows) {
            tracing::warn!(approval.code = %trouble.code, "what was asked could not be kept");
        }
    }

    fn keep_approvals(&self, rows: Vec<ApprovalRow>) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        let json = serde_json::to_string(&rows).map_err(|_| trouble::store_failed())?;
        rooms.store.mark(|tx| meta::set(tx, meta::APPROVALS, &json))?;
        self.state().approvals = rows;
        Ok(())
    }

    /// The feed says that something of an approval changed.
    pub(crate) async fn heard_of_approval(&self, desk: &str) {
        if self.permit(Deed::AnswerApproval).is_err() {
            if desk != self.0.desk {
                return;
            }
            self.refresh_approvals().await;
        }
        self.emit(DeskEvent::Approvals);
    }

    /// Asks the hall, after it has everything that is asked about.
    async fn ask_approval(
        &self,
        session: &Session,
        deed: &'static str,
        subject: impl ToString,
        about: About,
    ) -> Result<ApprovalView, Trouble> {
        let line = self.line(&session.staff, deed, subject, about.reason());
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let asked: ApprovalRow = self
            .0
            .link
            .post("/v1/approvals", key, &AskApproval { about })
            .await
            .map_err(needs_hall)?;
        self.refresh_approvals().await;
        self.emit(DeskEvent::Approvals);
        Ok(self.approval_view(&asked))
    }

    /// The open draft as it was looked at, once the hall has it too.
    async fn asked_draft(&self, id: &str, base_revision: u32) -> Result<Draft, Trouble> {
        let id = crate::deeds::id(id)?;
        self.send_due().await?;
        let state = self.state();
        let intake = state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        if intake.closed {
            return Err(trouble::already_received());
        }
        if intake.changed_since(u64::from(base_revision)) {
            return Err(trouble::changed_meanwhile());
        }
        Ok(intake.draft.clone())
    }

    /// An approval of this window that lets an open case of the same matter stand beside this draft.
    pub(crate) fn approval_to_pass(&self, draft: &Draft, approvals: &[ApprovalRow]) -> Option<Uuid> {
        approvals.iter().map(|row| &row.approval).find_map(|approval| {
            let About::Override {
                what: Overridden::Duplicate { case_number },
                ..
            } = &approval.about
            else {
                return None;
            };
            let fits = approval.fits(Purpose::PassDuplicate(draft, case_number)).is_ok();
            (fits && matches!(approval.state, State::Approved { .. })).then_some(approval.id)
        })
    }

    /// Whether something asked about this draft may still come to something.
    pub(crate) fn is_asked_about(approvals: &[ApprovalRow], draft: Uuid) -> bool {
        approvals.iter().any(|row| {
            let open = matches!(row.approval.state, State::Waiting | State::Approved { .. });
            open && row.approval.about.draft() == Some(draft)
        })
    }

    fn approval_view(&self, row: &ApprovalRow) -> ApprovalView {
        let approval = &row.approval;
        let answer = approval.state.answer();
        let answer_by = approval
            .asked_at
            .checked_add(SignedDuration::from_secs(ANSWER_LIMIT_S))
            .unwrap_or(approval.asked_at);
        let (basis, right_body, until) = match &approval.about {
            About::Refusal {
                basis, right_body, ..
            } => (
                Some(basis.clone()),
                right_body.as_ref().map(|body| body.name.clone()),
                None,
            ),
            About::Grant { until, .. } => (None, None, Some(until.to_string())),
            About::SecondDemand { .. }
            | About::Override { .. }
            | About::Void { .. }
            | About::Pause { .. }
            | About::Extension { .. } => (None, None, None),
        };
        ApprovalView {
            id: approval.id.to_string(),
            kind: approval.about.kind().to_owned(),
            state: approval.state.word().to_owned(),
            desk: approval.desk.clone(),
            staff: approval.staff.clone(),
            name: row.name.clone(),
            asked_at: approval.asked_at.to_string(),
            answer_by: answer_by.to_string(),
            passed_on: row.passed_on.map(|at| at.to_string()),
            item_name: row.item_name.clone(),
            draft: approval.about.draft().map(|draft| draft.to_string()),
            case: match &approval.about {
                About::Void { case, .. } | About::Pause { case, .. } | About::Extension { case, .. } => {
                    Some(case.clone())
                }
                About::SecondDemand { case, .. } => Some(case.clone()),
                About::Refusal { .. } | About::Override { .. } | About::Grant { .. } => None,
            },
            what: self.what_is_asked(&approval.about),
            reason: approval.about.reason().to_owned(),
            basis,
            right_body,
            until,
            answered_by: answer.map(|answer| answer.name.clone()),
            answered_at: answer.map(|answer| answer.at.to_string()),
            note: answer
                .map(|answer| answer.note.clone())
                .filter(|note| !note.is_empty()),
            stale: self.is_stale(row),
        }
    }

    fn what_is_asked(&self, about: &About) -> String {
        match about {
            About::Refusal { ground, .. } => self
                .book()
                .ok()
                .and_then(|book| {
                    let rules = &book.catalogue.rules;
                    let known = rules.refusals.iter().find(|known| known.code == *ground);
                    known.map(|known| known.zh.clone())
                })
                .unwrap_or_else(|| ground.clone()),
            About::SecondDemand { case, materials, .. } => format!("{case}：{}", materials.join("、")),
            About::Pause {
                case,
                procedure,
                expected,
                ..
            } => {
                let unit = match expected.unit {
                    Unit::WorkingDays => "个工作日",
                    Unit::CalendarDays => "日",
                    Unit::Hours => "小时",
                };
                format!("{case}：{procedure}，预计{}{unit}", expected.days)
            }
            About::Extension { case, days, .. } => format!("{case}：延长{days}个工作日"),
            About::Override {
                what: Overridden::Duplicate { case_number },
                ..
            } => case_number.clone(),
            About::Void { case, wrong, .. } => format!("{case}：{}", wrong.zh()),
            About::Grant { dataset, .. } => self.book().map_or_else(
                |_| dataset.clone(),
                |book| book.catalogue.sources.word(dataset).to_owned(),
            ),
        }
    }

    /// Whether the draft of a request of this window is not what it was.
    fn is_stale(&self, row: &ApprovalRow) -> bool {
        let (of, looked_at) = match (&row.approval.about, &row.approval.state) {
            (
                About::Refusal { draft, seen, .. } | About::Override { draft, seen, .. },
                State::Waiting | State::Approved { .. },
            ) => (*draft, seen),
            (
                About::Refusal { .. }
                | About::Override { .. }
                | About::SecondDemand { .. }
                | About::Void { .. }
                | About::Grant { .. }
                | About::Pause { .. }
                | About::Extension { .. },
                _,
            ) => return false,
        };
        let open = {
            let state = self.state();
            let intake = state.intake.as_ref();
            intake
                .filter(|intake| intake.draft.id == of)
                .map(|intake| seen(&intake.draft))
        };
        let here = open.or_else(|| {
            let rooms = self.rooms().ok()?;
            let saved = rooms
                .store
                .read(|connection| drafts::get(connection, of))
                .ok()??;
            Some(seen(&saved.draft))
        });
        here.is_some_and(|here| here != *looked_at)
    }
}

/// Without the hall nobody can be asked, and the clerk hears just that.
fn needs_hall(fault: HallFault) -> Trouble {
    if fault.is_line() {
        trouble::approval_needs_hall()
    } else {
        fault.into()
    }
}

/// Ids of requests come from screens as text.
fn approval_id(text: &str) -> Result<Uuid, Trouble> {
    text.parse().map_err(|_| trouble::no_such_approval())
}
