//! 信用核查 of a case: what the platform said, and what it does to the application under the item's own rules.
//!
//! The machine never refuses by itself: what bars is proposed to the clerk with its article. What was listed once and is
//! over, or begins later, is nothing.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Draft;
use crate::catalogue::Item;
use crate::catalogue::condition::{CreditLook, Effect, ListRule, Rules};
use crate::error::Trouble;
use crate::review::{Finding, Level, Spot};
use crate::wire::gateway::SubjectKey;

/// The one who applies: the body where there is one, else the person.
pub const APPLICANT: &str = "applicant";

/// 依法不予: to be judged by the clerk.
pub const BARS: &str = "YC-5668";
/// 不适用告知承诺、容缺受理
pub const RESTRICTS: &str = "YC-5669";
/// 提示
pub const INFORMS: &str = "YC-5670";
/// 待核
pub const UNKNOWN: &str = "YC-5671";

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// Code of the list.
    pub list: String,
    pub name: String,
    /// 认定单位
    pub authority: String,
    /// 文号
    pub reference: String,
    #[schema(value_type = String, format = Date)]
    pub listed_on: Date,
    /// Its last day; without one until it is repaired.
    #[schema(value_type = Option<String>, format = Date)]
    pub ends_on: Option<Date>,
    /// 信用修复: where and how it is repaired.
    pub repair: Option<String>,
}

impl Listing {
    pub fn is_in_force(&self, today: Date) -> bool {
        self.listed_on <= today && self.ends_on.is_none_or(|last| today <= last)
    }
}

/// One look, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditLooked {
    /// [`APPLICANT`], or a subject of the form.
    pub role: String,
    /// Of whom, so that it counts for nobody else.
    pub number: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who answered, and as of when; nothing while nobody did (待核).
    pub provider: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub as_of: Option<Timestamp>,
    pub listings: Vec<Listing>,
}

/// Whoever an item's look is about, as far as the draft knows him.
pub fn subjects(look: &CreditLook, draft: &Draft) -> Vec<SubjectKey> {
    let known = look.of.iter().filter_map(|role| subject(role, draft));
    known.collect()
}

fn subject(role: &str, draft: &Draft) -> Option<SubjectKey> {
    let nobody = SubjectKey {
        role: role.to_owned(),
        id_type: None,
        id_number: None,
        name: None,
        uscc: None,
    };
    if role == APPLICANT
        && let Some(body) = &draft.party.body
    {
        return Some(SubjectKey {
            uscc: Some(body.uscc.clone()),
            name: Some(body.name.clone()),
            ..nobody
        });
    }
    let person = match role {
        APPLICANT => &draft.party.person,
        other => draft.subjects.get(other)?,
    };
    Some(SubjectKey {
        id_type: Some(person.id_type.clone()),
        id_number: Some(person.id_number.clone()),
        name: Some(person.name.clone()),
        ..nobody
    })
}

/// What stands against the application today, each with its rule; the look it comes from beside it.
fn against<'a>(
    look: &'a CreditLook,
    draft: &'a Draft,
    today: Date,
) -> Vec<(&'a CreditLooked, &'a Listing, &'a ListRule)> {
    let known = subjects(look, draft);
    let of_him = |one: &&CreditLooked| {
        known
            .iter()
            .any(|subject| subject.role == one.role && subject.number() == one.number)
    };
    let listed = draft.credit.iter().filter(of_him).flat_map(|one| {
        let in_force = one
            .listings
            .iter()
            .filter(move |listing| listing.is_in_force(today));
        in_force.filter_map(move |listing| Some((one, listing, look.list(&listing.list)?)))
    });
    listed.collect()
}

/// Whether promises are not for this applicant (告知承诺、容缺受理): what says so.
pub fn restricted<'a>(item: &Item, rules: &'a Rules, draft: &'a Draft, today: Date) -> Option<&'a ListRule> {
    let look = rules.credit.get(&item.id)?;
    let found = against(look, draft, today);
    let rule = found.iter().map(|(_, _, rule)| *rule);
    rule.filter(|rule| rule.effect >= Effect::Restricts)
        .max_by_key(|rule| rule.effect)
}

/// What the clerk is told, the strongest first.
pub fn findings(item: &Item, rules: &Rules, draft: &Draft, today: Date) -> Vec<Finding> {
    let Some(look) = rules.credit.get(&item.id) else {
        return Vec::new();
    };
    let mut against = against(look, draft, today);
    against.sort_by_key(|(_, _, rule)| std::cmp::Reverse(rule.effect));
    let promises = !draft.promised.is_empty() || draft.is_by_commitment(item);
    let mut findings: Vec<Finding> = against
        .iter()
        .map(|(looked, listing, rule)| Finding {
            // A promise of who may not promise stops; what bars is a person's to judge.
            level: match rule.effect {
                Effect::Restricts | Effect::Bars if promises => Level::Block,
                Effect::Restricts | Effect::Bars | Effect::Informs => Level::Remind,
            },
            spot: Spot::Party,
            trouble: told(looked, listing, rule, promises),
        })
        .collect();
    let known = subjects(look, draft);
    let unknown = known.iter().any(|subject| {
        let of_him = |one: &&CreditLooked| one.role == subject.role && one.number == subject.number();
        let mut looks = draft.credit.iter().filter(of_him);
        looks.next_back().is_some_and(|last| last.provider.is_none())
    });
    if unknown {
        findings.push(Finding {
            level: Level::Remind,
            spot: Spot::Party,
            trouble: Trouble::new(
                UNKNOWN,
                format!(
                    "信用核查待核：信用平台没有答复，可以继续办理，恢复后再核。依据：{}",
                    look.basis
                ),
                "The credit platform did not answer: go on, and look again when it is back".to_owned(),
            ),
        });
    }
    findings
}

fn told(looked: &CreditLooked, listing: &Listing, rule: &ListRule, promises: bool) -> Trouble {
    let Listing {
        name,
        authority,
        reference,
        listed_on,
        ends_on,
        repair,
        ..
    } = listing;
    let until = ends_on.map_or_else(|| "至信用修复".to_owned(), |last| format!("至{last}"));
    let provider = looked.provider.as_deref().unwrap_or_default();
    let as_of = looked.as_of.map(crate::deadline::hall_date);
    let as_of = as_of.map(|day| format!("，截至{day}")).unwrap_or_default();
    let record =
        format!("“{name}”（{authority}{listed_on}认定，{reference}，{until}；来源：{provider}{as_of}）");
    let repair = repair.as_deref().unwrap_or("向认定单位申请");
    let basis = &rule.basis;
    let (code, zh, en) = match rule.effect {
        Effect::Bars => (
            BARS,
            format!(
                "列入{record}，依法可能不予办理：{basis}。系统不自动拒绝，请核实后由您决定。信用修复：{repair}。"
            ),
            format!(
                "Listed by {authority} on {listed_on} ({reference}): the law may bar this application. Nothing is refused by itself; check and decide"
            ),
        ),
        Effect::Restricts => (
            RESTRICTS,
            format!("列入{record}，不适用告知承诺和容缺受理，须交齐材料：{basis}。信用修复：{repair}。"),
            format!(
                "Listed by {authority} on {listed_on} ({reference}): promises in place of proof are not open to this applicant"
            ),
        ),
        Effect::Informs => (
            INFORMS,
            format!("信用提示：列入{record}，不影响受理：{basis}。信用修复：{repair}。"),
            format!(
                "Listed by {authority} on {listed_on} ({reference}): for information, acceptance goes on"
            ),
        ),
    };
    let zh = if promises && rule.effect == Effect::Bars {
        format!("{zh}在此之前不适用告知承诺和容缺受理。")
    } else {
        zh
    };
    Trouble::new(code, zh, en)
}
