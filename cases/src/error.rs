//! One shape for every failure a person may read: what happened, what it means, what to do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A failure with a stable code and one sentence in each language.
///
/// `code` is `YC-` and four digits; screens branch on it and never on the sentence. The sentences carry no
/// personal data, so they may be logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, thiserror::Error)]
#[error("{code}: {en}")]
pub struct Trouble {
    pub code: String,
    pub zh: String,
    pub en: String,
}

impl Trouble {
    pub fn new(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            zh: zh.into(),
            en: en.into(),
        }
    }
}
