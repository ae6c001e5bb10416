//! 电子证照核验: what has to hold before a licence takes the place of paper, in this order: state, validity, holder,
//! signature as the library answers for it. The first that does not hold ends it.
//!
//! What the library checked of the seal (GB/T 38540-2020: integrity of the file, signature, seal and signer, chain,
//! revocation, signing time) is its answer; where it gave none, the licence stands on the library's word alone.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::WhyPaper;
use crate::error::Trouble;
use crate::wire::gateway::Licence;

/// 有效: the one state that is accepted.
pub const VALID: &str = "有效";
/// 过期
const OVER: &str = "过期";

/// A step of the verification, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// 证照状态
    State,
    /// 有效期
    Validity,
    /// 持证人
    Holder,
    /// 电子签章
    Signature,
}

impl Step {
    pub const ALL: [Self; 4] = [Step::State, Step::Validity, Step::Holder, Step::Signature];

    pub fn word(self) -> &'static str {
        match self {
            Step::State => "state",
            Step::Validity => "validity",
            Step::Holder => "holder",
            Step::Signature => "signature",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Step::State => "证照状态",
            Step::Validity => "有效期",
            Step::Holder => "持证人",
            Step::Signature => "电子签章",
        }
    }
}

/// What became of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    pub step: Step,
    /// `None` where nobody answered, or an earlier step had ended it.
    pub holds: Option<bool>,
    /// What was seen, in words of the library: a state, a day. No person is in it.
    pub seen: String,
}

/// What the library says of the seal of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Seal {
    pub holds: bool,
    /// Names of what does not hold, in the library's words.
    #[serde(default)]
    pub failed: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    pub checked_at: Timestamp,
}

/// A day of a licence; nothing for what has no end (长期), an error for what is no day.
pub(super) fn day(text: Option<&str>) -> Option<Result<Date, jiff::Error>> {
    let text = text
        .map(str::trim)
        .filter(|text| !text.is_empty() && *text != "长期")?;
    Some(text.parse())
}

/// Takes a licence through the steps for whoever has to hold it.
pub fn verify(licence: &Licence, is_holder: bool, today: Date) -> Vec<Checked> {
    let (from, to) = (
        day(licence.valid_from.as_deref()),
        day(licence.valid_to.as_deref()),
    );
    // A day that is none says nothing in the licence's favour.
    let lasts = !matches!(from, Some(Err(_))) && !matches!(to, Some(Err(_)));
    let begun = from.and_then(Result::ok).is_none_or(|from| from <= today);
    let going = to.and_then(Result::ok).is_none_or(|to| to >= today);
    let period = format!(
        "{}至{}",
        licence.valid_from.as_deref().unwrap_or(""),
        licence.valid_to.as_deref().unwrap_or("长期")
    );
    let seal = licence.seal.as_ref();
    let sealed = match seal {
        None => "证照库未答复签章".to_owned(),
        Some(seal) if seal.holds => "签章有效".to_owned(),
        Some(seal) => seal.failed.join("、"),
    };
    let mut ended = false;
    let steps = [
        (
            Step::State,
            Some(licence.state.trim() == VALID),
            licence.state.trim().to_owned(),
        ),
        (Step::Validity, Some(lasts && begun && going), period),
        (Step::Holder, Some(is_holder), String::new()),
        (Step::Signature, seal.map(|seal| seal.holds), sealed),
    ];
    steps
        .into_iter()
        .map(|(step, holds, seen)| {
            let checked = Checked {
                step,
                holds: holds.filter(|_| !ended),
                seen: if ended { String::new() } else { seen },
            };
            ended |= checked.holds == Some(false);
            checked
        })
        .collect()
}

/// The step that the licence does not pass.
pub fn failed(checks: &[Checked]) -> Option<&Checked> {
    checks.iter().find(|one| one.holds == Some(false))
}

/// Why the paper is asked for in place of a licence that did not pass.
pub fn why_paper(failed: &Checked) -> WhyPaper {
    match failed.step {
        Step::State if failed.seen == OVER => WhyPaper::Expired,
        Step::State => WhyPaper::NotValid,
        Step::Validity => WhyPaper::Expired,
        Step::Holder => WhyPaper::NotFound,
        Step::Signature => WhyPaper::NotVerified,
    }
}

/// In words, for who shows the licence.
pub fn refusal(failed: &Checked) -> Trouble {
    let seen = &failed.seen;
    match failed.step {
        Step::State => Trouble::new(
            "YC-1230",
            format!(
                "这份电子证照的状态是“{seen}”，不是有效，不能使用。请申请人到发证机关办理后再用，或按要求提交原件。"
            ),
            format!(
                "The state of this licence is “{seen}”, not valid; it cannot be used. The applicant has to settle it with the issuing body, or hand in what is asked for."
            ),
        ),
        Step::Validity => Trouble::new(
            "YC-1231",
            format!(
                "这份电子证照的有效期是{seen}，今天不在其内，不能使用。请申请人换证，或提交其他有效证明。"
            ),
            format!(
                "This licence is valid {seen}, which does not include today; it cannot be used. The applicant has to renew it or bring other valid proof."
            ),
        ),
        Step::Holder => Trouble::new(
            "YC-1232",
            "这份电子证照的持证人不是这项材料要求的人，没有使用。请出示本人或本单位的证照。",
            "The holder of this licence is not whom this material is about; it was not used. Show the right person's or body's licence.",
        ),
        Step::Signature => Trouble::new(
            "YC-1233",
            format!(
                "证照库核验这份电子证照的签章未通过（{seen}），不能使用。请按要求提交原件，并请主管报证照库核实。"
            ),
            format!(
                "The library did not confirm the seal of this licence ({seen}); it cannot be used. Take the paper and have the supervisor report it to the library."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn licence(state: &str, from: Option<&str>, to: Option<&str>, seal: Option<bool>) -> Licence {
        let at = Timestamp::UNIX_EPOCH;
        Licence {
            identifier: "1.2.156.3005.2.x".to_owned(),
            type_code: String::new(),
            type_name: "营业执照".to_owned(),
            number: "1".to_owned(),
            holder_name: "林小满".to_owned(),
            holder_code: "x".to_owned(),
            issuer: String::new(),
            valid_from: from.map(str::to_owned),
            valid_to: to.map(str::to_owned),
            state: state.to_owned(),
            as_of: at,
            face: BTreeMap::new(),
            seal: seal.map(|holds| Seal {
                holds,
                failed: if holds {
                    Vec::new()
                } else {
                    vec!["签名".to_owned()]
                },
                checked_at: at,
            }),
        }
    }

    fn judged(licence: &Licence, is_holder: bool) -> Result<Vec<Option<bool>>, (Step, WhyPaper, String)> {
        let checks = verify(licence, is_holder, jiff::civil::date(2026, 11, 27));
        assert_eq!(checks.iter().map(|one| one.step).collect::<Vec<_>>(), Step::ALL);
        match failed(&checks) {
            None => Ok(checks.iter().map(|one| one.holds).collect()),
            Some(one) => Err((one.step, why_paper(one), refusal(one).code)),
        }
    }

    #[test]
    fn only_a_valid_licence_passes() {
        let all = Some(true);
        assert_eq!(
            judged(&licence("有效", Some("2020-01-01"), None, all), true),
            Ok(vec![all; 4])
        );
        assert_eq!(
            judged(&licence("有效", None, Some("长期"), all), true),
            Ok(vec![all; 4])
        );
        assert_eq!(
            judged(&licence("有效", None, Some("2026-11-27"), None), true),
            Ok(vec![all, all, all, None])
        );
        for state in [
            "暂扣",
            "挂起",
            "吊销",
            "撤销",
            "注销",
            "遗失",
            "",
            "有效期内",
            "已注销（有效）",
        ] {
            let refused = judged(&licence(state, None, None, all), true).unwrap_err();
            assert_eq!(
                refused,
                (Step::State, WhyPaper::NotValid, "YC-1230".to_owned()),
                "{state}"
            );
        }
        let over = judged(&licence("过期", None, None, all), true).unwrap_err();
        assert_eq!(over.1, WhyPaper::Expired);
    }

    #[test]
    fn the_steps_stand_in_their_order_and_the_first_ends_it() {
        let of = |licence: &Licence, holder| judged(licence, holder).unwrap_err().0;
        let day = Some("2026-11-26");
        assert_eq!(of(&licence("注销", None, day, Some(false)), false), Step::State);
        assert_eq!(
            of(&licence("有效", None, day, Some(false)), false),
            Step::Validity
        );
        assert_eq!(
            of(&licence("有效", Some("2026-11-28"), None, None), true),
            Step::Validity
        );
        assert_eq!(
            of(&licence("有效", None, Some("明年"), None), true),
            Step::Validity
        );
        assert_eq!(of(&licence("有效", None, None, Some(false)), false), Step::Holder);
        assert_eq!(
            of(&licence("有效", None, None, Some(false)), true),
            Step::Signature
        );
        let checks = verify(
            &licence("注销", None, None, Some(true)),
            true,
            jiff::civil::date(2026, 11, 27),
        );
        assert!(
            checks[1..]
                .iter()
                .all(|one| one.holds.is_none() && one.seen.is_empty())
        );
    }
}
