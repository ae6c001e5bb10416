//! 撤回: the applicant takes his application back and signs for it. Only the hall ends a case.

use cases::case::Stage;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::outcome::Withdraw;
use cases::wire::record::CaseView;

use super::{key_of, needs_hall, reference};
use crate::desk::Desk;
use crate::store::{drafts, lost_edits, meta};
use crate::view::desk::DeskEvent;
use crate::view::results::CaseNowView;

impl Desk {
    /// `signed`: the applicant's signed request is at hand.
    pub async fn withdraw_case(
        &self,
        slip: &str,
        reason: &str,
        signed: bool,
    ) -> Result<CaseNowView, Trouble> {
        let session = self.permit_here(Deed::Withdraw)?;
        let slip = reference(slip);
        let ask = Withdraw {
            reason: reason.trim().to_owned(),
            signed,
        };
        let line = self.line(&session.staff, "withdraw_case", &slip, &ask.reason);
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let path = format!("/v1/cases/{slip}/withdrawal");
        let key = key_of("withdraw_case", &slip, &ask);
        let case: CaseView = self.0.link.post(&path, key, &ask).await.map_err(needs_hall)?;
        self.stop_waiting(&session.staff, &case.slip, "已撤回")?;
        self.end_intake(&session.staff, &case.slip)?;
        self.keep_case(case).await
    }

    /// What was open of a case that is over is put away; nothing of it is asked for any more.
    fn end_intake(&self, staff: &str, slip: &str) -> Result<(), Trouble> {
        let open = self.state().intake.as_ref().map(|intake| {
            let draft = &intake.draft;
            (draft.id, draft.slip.clone())
        });
        let Some((id, _)) = open.filter(|(_, open)| open == slip) else {
            return Ok(());
        };
        let line = self.line(staff, "end_intake", id, "已撤回");
        self.rooms()?.store.transact(line, |tx| {
            drafts::remove(tx, id)?;
            lost_edits::forget_confirmed(tx, id)?;
            if meta::get(tx, meta::INTAKE)?.as_deref() == Some(id.to_string().as_str()) {
                meta::clear(tx, meta::INTAKE)?;
            }
            Ok(())
        })?;
        self.state().intake = None;
        self.emit(DeskEvent::Case {
            slip: slip.to_owned(),
            case_number: None,
            stage: Stage::Withdrawn.word().to_owned(),
            note: None,
        });
        Ok(())
    }
}
