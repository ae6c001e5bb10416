//! 请求支援、静默报警: this window calls a supervisor, and takes its call back.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::support::call::{SupportCall, SupportKind, SupportWhy};
use cases::wire::support::CallSupport;
use serde_json::json;

use super::id;
use crate::chance;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::trouble;

impl Desk {
    /// Calls for support: `upset`, `hardCase`, `machine`, `interpreter` or `other`. Called again, it is the same call.
    pub async fn call_support(&self, why: &str, note: &str) -> Result<(), Trouble> {
        let why = SupportWhy::from_word(why).ok_or_else(trouble::no_such_choice)?;
        self.call_for(SupportKind::Support, Some(why), note)
            .await
            .map_err(|fault| undelivered(fault, trouble::support_not_sent))
    }

    /// Nothing of it is told to whoever stands at the window; the screen shows a mark without words.
    pub async fn quiet_alarm(&self) -> Result<(), Trouble> {
        self.call_for(SupportKind::QuietAlarm, None, "")
            .await
            .map_err(|fault| undelivered(fault, trouble::quiet_not_sent))
    }

    async fn call_for(
        &self,
        kind: SupportKind,
        why: Option<SupportWhy>,
        note: &str,
    ) -> Result<(), NotCalled> {
        self.permit(Deed::CallSupport).map_err(NotCalled::Denied)?;
        let call = CallSupport {
            kind,
            why,
            note: note.to_owned(),
        };
        let key = chance::id_at(self.0.link.legal_now());
        let _: SupportCall = self
            .0
            .link
            .post_soon("/v1/supports", key, &call)
            .await
            .map_err(NotCalled::Hall)?;
        Ok(())
    }

    pub async fn withdraw_support(&self, call: &str) -> Result<(), Trouble> {
        self.permit(Deed::CallSupport)?;
        let path = format!("/v1/supports/{}/withdraw", id(call)?);
        let key = chance::id_at(self.0.link.legal_now());
        let _: SupportCall = self.0.link.post(&path, key, &json!(null)).await?;
        Ok(())
    }
}

enum NotCalled {
    Denied(Trouble),
    Hall(HallFault),
}

/// A call that did not reach the hall says so in its own words: somebody waits for help that does not come.
fn undelivered(not: NotCalled, words: fn() -> Trouble) -> Trouble {
    match not {
        NotCalled::Denied(trouble) => trouble,
        NotCalled::Hall(fault) if fault.is_line() => words(),
        NotCalled::Hall(fault) => fault.trouble(),
    }
}
