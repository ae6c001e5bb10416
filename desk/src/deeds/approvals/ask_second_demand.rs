//! 提请再次补正

use cases::approval::About;
use cases::error::Trouble;
use cases::roles::Deed;

use crate::desk::Desk;
use crate::view::approval::ApprovalView;

impl Desk {
    /// Asks to demand more of the applicant of a case, after everything was asked for once.
    pub async fn ask_second_demand(
        &self,
        slip: &str,
        materials: Vec<String>,
        reason: &str,
    ) -> Result<ApprovalView, Trouble> {
        let session = self.permit(Deed::AskApproval)?;
        let named = materials.iter().map(|name| name.trim().to_owned());
        let about = About::SecondDemand {
            case: slip.trim().to_owned(),
            materials: named.filter(|name| !name.is_empty()).collect(),
            reason: reason.trim().to_owned(),
        };
        self.ask_approval(&session, "ask_second_demand", slip, about)
            .await
    }
}
