//! 大厅公告: a supervisor says something to windows and walls, or to one window; windows confirm it.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::support::message::{Audience, Message};
use cases::wire::support::{Heard, PostMessage};
use serde_json::json;

use super::id;
use crate::chance;
use crate::desk::Desk;
use crate::view::messages::BroadcastTo;

impl Desk {
    pub async fn broadcast(
        &self,
        to: BroadcastTo,
        text: &str,
        minutes: u32,
        urgent: bool,
    ) -> Result<(), Trouble> {
        let to = match to {
            BroadcastTo::All => Audience::All,
            BroadcastTo::Group { group } => Audience::Group { group },
            BroadcastTo::Windows => Audience::Windows,
            BroadcastTo::Walls => Audience::Walls,
        };
        self.post_message(to, text, minutes, urgent).await
    }

    /// To one window or helper.
    pub async fn message_window(
        &self,
        desk: &str,
        text: &str,
        minutes: u32,
        urgent: bool,
    ) -> Result<(), Trouble> {
        let to = Audience::Window {
            desk: desk.trim().to_owned(),
        };
        self.post_message(to, text, minutes, urgent).await
    }

    async fn post_message(
        &self,
        to: Audience,
        text: &str,
        minutes: u32,
        urgent: bool,
    ) -> Result<(), Trouble> {
        self.permit(Deed::Broadcast)?;
        let post = PostMessage {
            to,
            text: text.to_owned(),
            minutes,
            urgent,
        };
        let key = chance::id_at(self.0.link.legal_now());
        let _: Message = self.0.link.post("/v1/messages", key, &post).await?;
        Ok(())
    }

    /// 撤回
    pub async fn end_message(&self, message: &str) -> Result<(), Trouble> {
        self.permit(Deed::Broadcast)?;
        let path = format!("/v1/messages/{}/end", id(message)?);
        let key = chance::id_at(self.0.link.legal_now());
        let _: Message = self.0.link.post(&path, key, &json!(null)).await?;
        Ok(())
    }

    /// 知道了, for this window.
    pub async fn acknowledge_message(&self, message: &str) -> Result<(), Trouble> {
        self.permit(Deed::CallSupport)?;
        let path = format!("/v1/messages/{}/acknowledge", id(message)?);
        let key = chance::id_at(self.0.link.legal_now());
        let _: Heard = self.0.link.post(&path, key, &json!(null)).await?;
        Ok(())
    }
}
