//! Calls for support and messages.
//!
//! `GET /v1/supports` and `GET /v1/supports/mine` give [`SupportCall`]s, `GET /v1/supports/helpers`
//! [`HelperHere`]s; `GET /v1/messages` gives [`Heard`], `GET /v1/messages/posted` [`Posted`].
//!
//! [`SupportCall`]: crate::support::call::SupportCall
//! [`HelperHere`]: crate::support::call::HelperHere

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::support::call::{SupportKind, SupportWhy};
use crate::support::message::{Audience, Message};

/// `POST /v1/supports`: a window has one open call of each kind; called again, it is that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallSupport {
    pub kind: SupportKind,
    /// Named for a support, absent for a quiet alarm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<SupportWhy>,
    #[serde(default)]
    pub note: String,
}

/// `POST /v1/supports/{id}/answer`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "how")]
pub enum AnswerSupport {
    /// 我去现场
    Going,
    /// 派帮办
    Helper {
        /// 工号
        staff: String,
    },
    /// 支援结束
    Done,
}

/// `POST /v1/messages` → [`Message`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostMessage {
    pub to: Audience,
    pub text: String,
    pub minutes: u32,
    #[serde(default)]
    pub urgent: bool,
}

/// A message as the desk sees it that it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Heard {
    pub message: Message,
    /// This desk has confirmed it.
    pub acknowledged: bool,
}

/// A message as supervisors see it, with the desks that have confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Posted {
    pub message: Message,
    pub acknowledged: Vec<Acknowledged>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Acknowledged {
    pub desk: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}
