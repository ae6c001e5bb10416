//! Assisted filing (帮办代办): somebody asks for help, a helper prepares a draft, a window takes it over.
//!
//! - [`request`]: asking for help, the order of those who ask, the one-minute promise.
//! - [`mandate`]: 代办: the 委托书 and what it still lacks. 帮办 needs none: the applicant sits beside the helper.
//! - [`code`]: the hand-over code, how long it stands, how guessing it is stopped.
//! - [`left`]: what a prepared draft leaves for the window.
//!
//! A helper prepares; he never signs, declares, receives or accepts for anybody, with or without a mandate.

pub mod code;
pub mod left;
pub mod mandate;
pub mod request;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::Draft;
use crate::catalogue::Item;
use crate::material::Held;

/// How a helper works for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// 帮办: beside the applicant, who answers himself.
    Beside,
    /// 代办: in his place, under a mandate.
    InPlace,
}

impl Mode {
    pub fn word(self) -> &'static str {
        match self {
            Mode::Beside => "beside",
            Mode::InPlace => "inPlace",
        }
    }

    pub fn from_word(word: &str) -> Option<Mode> {
        [Mode::Beside, Mode::InPlace]
            .into_iter()
            .find(|mode| mode.word() == word)
    }
}

/// Something in a draft that only the applicant may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnAct {
    /// A form counted as signed: the material.
    Signature(String),
    /// A declaration, promise or choice made: the field.
    Declaration(String),
}

/// The first of the applicant's own acts that a draft carries. A helper's draft carries none.
pub fn own_act(item: &Item, draft: &Draft) -> Option<OwnAct> {
    let signed = draft.slots.iter().find(|slot| match &slot.held {
        Some(Held::Generated {
            signed_copies,
            signature,
            ..
        }) => *signed_copies > 0 || signature.is_some(),
        // A form taken in as paper or as a file is a signed one.
        Some(Held::Paper { .. } | Held::Files { .. }) => item
            .material(&slot.material)
            .is_some_and(|material| material.is_generated()),
        Some(Held::Licence { .. } | Held::Verified { .. }) | None => false,
    });
    if let Some(slot) = signed {
        return Some(OwnAct::Signature(slot.material.clone()));
    }
    let declared = item
        .fields
        .iter()
        .filter(|field| field.is_own_act())
        .find(|field| {
            let value = draft.form.get(&field.key).and_then(|cell| cell.value());
            value.is_some_and(|value| !value.is_empty())
        });
    declared.map(|field| OwnAct::Declaration(field.key.clone()))
}
