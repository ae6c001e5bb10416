//! 不予受理: what a supervisor approved is issued by the hall alone, once. Until it answers nothing is printed.

use cases::approval::Purpose;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::approval::ApprovalRow;
use cases::wire::intake::Command;

use super::approval_id;
use crate::deeds::outcomes::Decision;
use crate::desk::Desk;
use crate::intake::Intake;
use crate::trouble;
use crate::view::outcome::AcceptView;

impl Desk {
    /// The same intake gives the same answer however often the key is pressed.
    pub async fn refuse(&self, id: &str, base_revision: u32, approval: &str) -> Result<AcceptView, Trouble> {
        let session = self.permit_here(Deed::Refuse)?;
        let id = crate::deeds::id(id)?;
        let approval = approval_id(approval)?;
        let command = |intake: &Intake, asked: &[ApprovalRow]| {
            let known = asked.iter().find(|row| row.approval.id == approval);
            if known.is_some_and(|row| row.approval.fits(Purpose::Refuse(&intake.draft)).is_err()) {
                return Err(trouble::approval_stale());
            }
            Ok(Command::Refuse {
                draft: intake.draft.clone(),
                approval,
            })
        };
        let how = Decision {
            kind: "refuse",
            deed: "refuse",
            waits: trouble::refusal_waits,
        };
        self.decide((id, u64::from(base_revision)), &how, &session.staff, command)
            .await
    }
}
