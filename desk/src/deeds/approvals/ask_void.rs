//! 提请作废

use cases::approval::{About, Wrong};
use cases::error::Trouble;
use cases::roles::Deed;

use crate::desk::Desk;
use crate::trouble;
use crate::view::approval::ApprovalView;

impl Desk {
    /// Asks to make a received or accepted case void; `wrong` is `item`, `person` or `content`.
    pub async fn ask_void(&self, slip: &str, wrong: &str, reason: &str) -> Result<ApprovalView, Trouble> {
        let session = self.permit(Deed::AskApproval)?;
        let wrong = Wrong::from_word(wrong).ok_or_else(trouble::odd_wrong)?;
        let about = About::Void {
            case: slip.chars().filter(char::is_ascii_alphanumeric).collect(),
            wrong,
            reason: reason.trim().to_owned(),
        };
        self.ask_approval(&session, "ask_void", slip, about).await
    }
}
