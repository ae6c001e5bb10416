//! What the applicant said: consent to looks (同意取数), what he took back of it, doubts about values, objections to what
//! sources have (数据校核).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::consent::{Consent, Named, Withdrawn};
use crate::objection::Objection;

/// A doubt about the whole form rather than one field of it.
pub const WHOLE_FORM: &str = "*";

/// Kept with the draft, so that desk and hall judge by the same words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Heard {
    /// 同意取数, in the order in which it was asked; one at most is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// What was read under a consent that was withdrawn, and what becomes of it was not said yet: field key or material id
    /// → since when.
    #[schema(value_type = BTreeMap<String, String>)]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub withdrawn: BTreeMap<String, Timestamp>,
    /// 有问题: field key, or [`WHOLE_FORM`] → since when.
    #[schema(value_type = BTreeMap<String, String>)]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub doubts: BTreeMap<String, Timestamp>,
    /// 数据校核, in the order they were raised.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
}

impl Heard {
    pub fn is_empty(&self) -> bool {
        self.consents.is_empty()
            && self.withdrawn.is_empty()
            && self.doubts.is_empty()
            && self.objections.is_empty()
    }

    /// The question that nobody has answered yet.
    pub fn open(&self) -> Option<&Consent> {
        self.consents.iter().find(|consent| consent.is_open())
    }

    /// Asks anew; a question that was open gives way.
    pub fn ask(&mut self, question: Consent) {
        self.consents.retain(|consent| !consent.is_open());
        self.consents.push(question);
    }

    /// 撤回同意: from now on these sets are not looked at. Says which of them stood until now.
    pub fn withdraw(&mut self, sets: &[Named], at: Timestamp) -> Vec<Named> {
        let mut gone = Vec::new();
        for set in sets {
            let named = self.consents.iter_mut().rev();
            let last = named
                .filter(|consent| !consent.is_open())
                .find(|consent| consent.names(set));
            if let Some(consent) = last.filter(|consent| consent.stands(set)) {
                consent.withdrawn.push(Withdrawn { set: set.clone(), at });
                gone.push(set.clone());
            }
        }
        gone
    }

    /// The value in this field was changed or confirmed.
    pub fn settle(&mut self, key: &str) {
        self.doubts.remove(key);
        self.doubts.remove(WHOLE_FORM);
        self.withdrawn.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_ear_leaves_no_trace_in_a_draft() {
        assert_eq!(serde_json::to_string(&Heard::default()).unwrap(), "{}");
    }
}
