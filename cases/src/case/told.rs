//! 一次告知 (行政许可法 art. 32 (4)): everything that is missing, told at once, and what of it has come.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::first_told::{self, Added};
use crate::catalogue::Item;
use crate::catalogue::condition::Rules;
use crate::review::{Finding, Level, Spot};

/// Demands of one notice at most. The law wants all of them at once, so this is far beyond any item.
pub const MOST_DEMANDS: usize = 300;
/// Characters of a material's name at most.
pub const LONGEST_NAME: usize = 200;
/// Characters of each sentence of a demand at most.
pub const LONGEST: usize = 500;

/// One defect with its cure (补正要求), as the notice lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Demand {
    /// Where the review found it; absent where the clerk saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<Spot>,
    /// 材料（项目）名称
    pub material: String,
    /// 存在问题
    pub wrong: String,
    /// 补正要求
    pub cure: String,
    /// 依据
    pub basis: String,
    /// 已补正: seen by a clerk, or no longer found by the review.
    #[serde(default)]
    pub cured: bool,
    /// 追加要求: the first notice of the case did not have it; the hall alone says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<Added>,
}

/// The notice (补正材料告知书) that a case was told by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    pub number: String,
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The last day for supplementing.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// 1 for the first notice; a later one needed a supervisor.
    pub round: u32,
    pub demands: Vec<Demand>,
}

/// Why a list of demands is no notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OddDemands {
    /// 补正告知不能为空
    None,
    /// More than [`MOST_DEMANDS`].
    TooMany,
    /// A demand that says too little or too much: its place, from 1.
    Said(usize),
    /// The same demand twice: its place, from 1.
    Twice(usize),
}

impl Demand {
    /// What it demands, whatever it says: see [`first_told::id_of`].
    pub fn id(&self, item: &Item) -> String {
        first_told::id_of(item, self.spot.as_ref(), &self.material)
    }

    fn is_said(&self) -> bool {
        let fits = |text: &str, longest: usize| !text.trim().is_empty() && text.chars().count() <= longest;
        fits(&self.material, LONGEST_NAME)
            && fits(&self.wrong, LONGEST)
            && fits(&self.cure, LONGEST)
            && fits(&self.basis, LONGEST)
    }
}

impl Told {
    /// What still has to come.
    pub fn open(&self) -> impl Iterator<Item = &Demand> {
        self.demands.iter().filter(|demand| !demand.cured)
    }

    /// Takes over what a window saw cured. What the review found is cured when it finds it no longer, whatever was
    /// ticked; a tick is never taken back by an older copy.
    pub fn keep_cured(&mut self, ticked: Option<&Told>, findings: &[Finding]) {
        for (at, demand) in self.demands.iter_mut().enumerate() {
            demand.cured = match &demand.spot {
                Some(spot) => !findings
                    .iter()
                    .any(|finding| finding.level == Level::Block && finding.spot == *spot),
                None => {
                    demand.cured
                        || ticked
                            .and_then(|told| told.demands.get(at))
                            .is_some_and(|seen| seen.cured)
                }
            };
        }
    }
}

/// What is wrong with a list of demands, if anything is.
pub fn odd(demands: &[Demand]) -> Option<OddDemands> {
    if demands.is_empty() {
        return Some(OddDemands::None);
    }
    if demands.len() > MOST_DEMANDS {
        return Some(OddDemands::TooMany);
    }
    let mut seen = BTreeSet::new();
    for (at, demand) in demands.iter().enumerate() {
        if !demand.is_said() {
            return Some(OddDemands::Said(at + 1));
        }
        if !seen.insert((&demand.material, &demand.wrong)) {
            return Some(OddDemands::Twice(at + 1));
        }
    }
    None
}

/// What blocks, can be cured and is not demanded: a notice without it would not tell everything at once. What can only
/// be refused (不予受理) is no demand: it has an outcome of its own.
pub fn left_out(findings: &[Finding], demands: &[Demand]) -> Vec<Finding> {
    findings
        .iter()
        .filter(|finding| finding.is_curable())
        .filter(|finding| {
            demands
                .iter()
                .all(|demand| demand.spot.as_ref() != Some(&finding.spot))
        })
        .cloned()
        .collect()
}

/// What the review found, as a notice demands it: one demand for each place, with all that is wrong there, in the
/// order of the desk.
pub fn demands(item: &Item, rules: &Rules, findings: &[Finding]) -> Vec<Demand> {
    let basis = rules.supplement.basis(item);
    let mut demands: Vec<Demand> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.is_curable()) {
        let before = demands
            .iter_mut()
            .find(|demand| demand.spot.as_ref() == Some(&finding.spot));
        if let Some(demand) = before {
            let all = format!("{}；{}", demand.wrong, finding.trouble.zh);
            if !demand.wrong.contains(&finding.trouble.zh) && all.chars().count() <= LONGEST {
                demand.wrong = all;
            }
            continue;
        }
        let (material, cure) = match &finding.spot {
            Spot::Field(key) => {
                let label = item.field(key).map_or(key.as_str(), |field| field.label.as_str());
                (format!("申请表：{label}"), format!("填写或更正“{label}”"))
            }
            Spot::Material(id) => match item.material(id) {
                Some(spec) => (spec.name.clone(), cure_of(spec)),
                None => (id.clone(), "提交该材料".to_owned()),
            },
            Spot::Subject(subject) => (
                subject_label(item, subject),
                "本人持有效身份证件到场核验".to_owned(),
            ),
            Spot::Question(id) => {
                let asked = item.situations.iter().find(|question| question.id == *id);
                let text = asked.map_or(id, |question| &question.question);
                (text.clone(), "确认是否属于该情形".to_owned())
            }
            Spot::Party => ("申请人身份".to_owned(), "持有效身份证件到场核验".to_owned()),
        };
        demands.push(Demand {
            spot: Some(finding.spot.clone()),
            material,
            wrong: finding.trouble.zh.clone(),
            cure,
            basis: basis.clone(),
            cured: false,
            added: None,
        });
    }
    demands
}

fn cure_of(spec: &crate::catalogue::MaterialSpec) -> String {
    if spec.is_generated() {
        return "在窗口打印、核对并签字".to_owned();
    }
    match (spec.originals, spec.copies) {
        (0, 0) => "提交该材料1份".to_owned(),
        (originals, 0) => format!("提交原件{originals}份"),
        (0, copies) => format!("提交复印件{copies}份"),
        (originals, copies) => format!("提交原件{originals}份、复印件{copies}份"),
    }
}

pub(super) fn subject_label(item: &Item, subject: &str) -> String {
    let group = item.fields.iter().find(|field| field.subject == subject);
    group.map_or_else(
        || subject.to_owned(),
        |field| {
            field
                .group
                .strip_suffix("信息")
                .unwrap_or(&field.group)
                .to_owned()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Trouble;

    fn demand(material: &str, spot: Option<Spot>) -> Demand {
        Demand {
            spot,
            material: material.to_owned(),
            wrong: "缺".to_owned(),
            cure: "提交".to_owned(),
            basis: "第三十二条".to_owned(),
            cured: false,
            added: None,
        }
    }

    fn block(spot: Spot) -> Finding {
        Finding {
            level: Level::Block,
            spot,
            trouble: Trouble::new("YC-1409", "缺", "missing"),
        }
    }

    #[test]
    fn a_list_that_is_no_notice_says_why() {
        let many = |count: usize| {
            (0..count)
                .map(|at| demand(&format!("材料{at}"), None))
                .collect::<Vec<_>>()
        };
        assert_eq!(odd(&[]), Some(OddDemands::None));
        assert_eq!(odd(&many(MOST_DEMANDS)), None);
        assert_eq!(odd(&many(MOST_DEMANDS + 1)), Some(OddDemands::TooMany));
        assert_eq!(odd(&[demand(&"名".repeat(LONGEST_NAME), None)]), None);
        assert_eq!(
            odd(&[demand(&"名".repeat(LONGEST_NAME + 1), None)]),
            Some(OddDemands::Said(1))
        );
        assert_eq!(
            odd(&[demand("甲", None), demand(" ", None)]),
            Some(OddDemands::Said(2))
        );
        assert_eq!(
            odd(&[demand("甲", None), demand("甲", None)]),
            Some(OddDemands::Twice(2))
        );
    }

    #[test]
    fn what_blocks_and_is_not_demanded_is_named() {
        let found = [block(Spot::Material("a".into())), block(Spot::Party)];
        let told = [demand("甲", Some(Spot::Party)), demand("甲", None)];
        let missing = left_out(&found, &told);
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].spot, Spot::Material("a".into()));
    }

    #[test]
    fn a_tick_cures_words_and_the_review_cures_what_it_found() {
        let mut told = Told {
            number: "1".into(),
            on: jiff::civil::date(2026, 11, 20),
            until: jiff::civil::date(2026, 12, 11),
            round: 1,
            demands: vec![
                demand("甲", Some(Spot::Party)),
                demand("乙", None),
                demand("丙", None),
            ],
        };
        let mut ticked = told.clone();
        ticked.demands.iter_mut().for_each(|demand| demand.cured = true);
        ticked.demands[2].cured = false;
        told.keep_cured(Some(&ticked), &[block(Spot::Party)]);
        // The tick of what the review still finds counts for nothing.
        assert_eq!(
            told.demands.iter().map(|one| one.cured).collect::<Vec<_>>(),
            [false, true, false]
        );
        told.keep_cured(None, &[]);
        assert_eq!(
            told.open().map(|one| one.material.as_str()).collect::<Vec<_>>(),
            ["丙"]
        );
    }
}
