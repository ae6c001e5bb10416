//! What the applicant said: consent to looks and doubts about values on his own screen (申请人屏), objections to what
//! sources have (数据校核).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::objection::Objection;

/// A doubt about the whole form rather than one field of it.
pub const WHOLE_FORM: &str = "*";

/// Kept with the draft, so that desk and hall judge by the same words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Heard {
    /// 同意取数; `None` in drafts that were opened before anybody was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
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
        self.consent.is_none() && self.doubts.is_empty() && self.objections.is_empty()
    }

    /// Whether this source may be looked at: always while nobody had to be asked, never while the answer is open.
    pub fn may_look(&self, dataset: &str, now: Timestamp) -> bool {
        self.consent
            .as_ref()
            .is_none_or(|consent| consent.covers(dataset, now))
    }

    /// The value in this field was changed or confirmed.
    pub fn settle(&mut self, key: &str) {
        self.doubts.remove(key);
        self.doubts.remove(WHOLE_FORM);
    }
}

/// Consent to looks for one draft (个人信息保护法 art. 14): purpose, scope and end were said before the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// Such as 食品经营许可（新办）.
    pub purpose: String,
    /// Datasets that were named, `eLicence` for the licence library.
    pub scope: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ConsentAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentAnswer {
    pub how: ConsentHow,
    /// What was agreed to; empty is a refusal, which stops no service.
    pub agreed: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConsentHow {
    /// Ticked on the applicant's screen.
    Screen,
    /// Told at the window, the document being handed over for it (窗口告知).
    Card,
}

impl Consent {
    /// Told at the window: everything the item declares.
    pub fn at_window(purpose: &str, until: Timestamp, at: Timestamp) -> Self {
        Self {
            purpose: purpose.to_owned(),
            scope: Vec::new(),
            until,
            asked_at: at,
            answer: Some(ConsentAnswer {
                how: ConsentHow::Card,
                agreed: Vec::new(),
                at,
            }),
        }
    }

    pub fn covers(&self, dataset: &str, now: Timestamp) -> bool {
        match &self.answer {
            None => false,
            Some(answer) if now > self.until => answer.how == ConsentHow::Card,
            Some(ConsentAnswer {
                how: ConsentHow::Card,
                ..
            }) => true,
            Some(answer) => answer.agreed.iter().any(|agreed| agreed == dataset),
        }
    }

    /// Asked, and neither given nor refused.
    pub fn is_open(&self) -> bool {
        self.answer.is_none()
    }

    /// Said on the screen, and nothing agreed to.
    pub fn is_refused(&self) -> bool {
        self.answer
            .as_ref()
            .is_some_and(|answer| answer.how == ConsentHow::Screen && answer.agreed.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn check(answer: Option<ConsentAnswer>, dataset: &str, now: &str, expected: bool) {
        let heard = Heard {
            consent: Some(Consent {
                purpose: "代理记账".into(),
                scope: vec!["population".into(), "legalEntity".into()],
                until: at("2026-11-20T10:00:00Z"),
                asked_at: at("2026-11-20T02:00:00Z"),
                answer,
            }),
            ..Heard::default()
        };
        assert_eq!(heard.may_look(dataset, at(now)), expected, "{dataset} {now}");
    }

    #[test]
    fn promise_08_a_look_needs_the_consent_it_was_asked_for() {
        let said = |how, agreed: &[&str]| {
            Some(ConsentAnswer {
                how,
                agreed: agreed.iter().map(|one| (*one).to_owned()).collect(),
                at: at("2026-11-20T02:01:00Z"),
            })
        };
        let soon = "2026-11-20T02:02:00Z";
        check(None, "population", soon, false);
        check(said(ConsentHow::Screen, &[]), "population", soon, false);
        check(
            said(ConsentHow::Screen, &["population"]),
            "population",
            soon,
            true,
        );
        check(
            said(ConsentHow::Screen, &["population"]),
            "legalEntity",
            soon,
            false,
        );
        // Over at six in the evening.
        check(
            said(ConsentHow::Screen, &["population"]),
            "population",
            "2026-11-20T10:00:01Z",
            false,
        );
        check(said(ConsentHow::Card, &[]), "eLicence", soon, true);
        assert!(Heard::default().may_look("population", at(soon)));
    }

    #[test]
    fn an_empty_ear_leaves_no_trace_in_a_draft() {
        assert_eq!(serde_json::to_string(&Heard::default()).unwrap(), "{}");
    }
}
