//! 撤回: the applicant takes his application back and signs for it. Only the hall ends a case.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::outcome::Withdraw;
use cases::wire::record::CaseView;

use super::{key_of, needs_hall, reference};
use crate::desk::Desk;
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
        self.send_typed(&slip).await?;
        let case = {
            // The feed tells of the end as well, perhaps before the reply: it is put away once, by this deed.
            let _one = self.0.sending.lock().await;
            let case: CaseView = self.0.link.post(&path, key, &ask).await.map_err(needs_hall)?;
            if self.put_away(&session.staff, &case.slip, case.stage)? {
                self.tell_stage(&case.slip, case.stage);
            }
            case
        };
        self.stop_waiting(&session.staff, &case.slip, "已撤回")?;
        self.keep_case(case).await
    }
}
