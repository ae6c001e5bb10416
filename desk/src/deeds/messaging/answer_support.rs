//! 我去现场、派帮办、支援结束: a supervisor answers a window's call.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::support::call::SupportCall;
use cases::wire::support::AnswerSupport;

use super::id;
use crate::chance;
use crate::desk::Desk;
use crate::trouble;

impl Desk {
    /// `going`, `helper` with who is sent, or `done`. Another supervisor's call stays his, and is told so.
    pub async fn answer_support(&self, call: &str, how: &str, staff: Option<String>) -> Result<(), Trouble> {
        self.permit(Deed::ManageWindows)?;
        let answer = match (how, staff) {
            ("going", None) => AnswerSupport::Going,
            ("helper", Some(staff)) => AnswerSupport::Helper { staff },
            ("done", None) => AnswerSupport::Done,
            _ => return Err(trouble::no_such_choice()),
        };
        let path = format!("/v1/supports/{}/answer", id(call)?);
        let key = chance::id_at(self.0.link.legal_now());
        let _: SupportCall = self.0.link.post(&path, key, &answer).await?;
        Ok(())
    }
}
