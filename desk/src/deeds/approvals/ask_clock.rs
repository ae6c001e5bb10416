//! 提请特别程序, 提请延期, and the end of a special procedure.

use cases::approval::About;
use cases::deadline::Promise;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::record::CaseClocks;
use serde_json::json;

use crate::chance;
use crate::deeds::supervise::in_path;
use crate::desk::Desk;
use crate::view::approval::ApprovalView;

impl Desk {
    /// Asks to let the clock of a case stand still while something is looked into.
    pub async fn ask_pause(
        &self,
        slip: &str,
        procedure: &str,
        days: u16,
        reason: &str,
    ) -> Result<ApprovalView, Trouble> {
        let session = self.permit(Deed::AskApproval)?;
        let about = About::Pause {
            case: slip.trim().to_owned(),
            procedure: procedure.trim().to_owned(),
            expected: Promise::working_days(days),
            reason: reason.trim().to_owned(),
        };
        self.ask_approval(&session, "ask_pause", slip, about).await
    }

    /// Asks to put the limits of a case off, once.
    pub async fn ask_extension(&self, slip: &str, days: u16, reason: &str) -> Result<ApprovalView, Trouble> {
        let session = self.permit(Deed::AskApproval)?;
        let about = About::Extension {
            case: slip.trim().to_owned(),
            days,
            reason: reason.trim().to_owned(),
        };
        self.ask_approval(&session, "ask_extension", slip, about).await
    }

    /// The special procedure of a case is over: its clock runs on.
    pub async fn resume_case(&self, slip: &str) -> Result<(), Trouble> {
        let session = self.permit(Deed::AskApproval)?;
        let line = self.line(&session.staff, "resume_case", slip, "特别程序结束");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/cases/{}/resume", in_path(slip)?);
        let _: CaseClocks = self.0.link.post(&path, key, &json!({})).await?;
        Ok(())
    }
}
