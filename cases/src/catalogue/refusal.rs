//! Grounds of refusal (不予受理情形): data, with the article behind each.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Item;
use super::condition::Rules;

/// One ground. The wording and its basis are law, kept in `conditions.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusalGround {
    pub code: String,
    pub zh: String,
    pub en: String,
    /// 事项类型 codes that it can refuse; none names every type.
    #[serde(default)]
    pub item_types: Vec<String>,
    /// 事项类型 code → the article that says so. An item of another type names its own legal basis.
    #[serde(default)]
    pub articles: BTreeMap<String, String>,
    /// The right body has to be named (告知申请人向有关行政机关申请).
    #[serde(default)]
    pub needs_body: bool,
    /// 不受理: nothing has to be applied for; it has its own paper and ends the case as not needed.
    #[serde(default)]
    pub not_needed: bool,
}

/// 补正: how long the applicant has, and the article behind the notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SupplementRule {
    /// 补正期限 in working days, as the hall gives it: the law names none.
    pub days: u16,
    /// 事项类型 code → the article that says so. An item of another type names its own legal basis.
    pub articles: BTreeMap<String, String>,
}

impl Default for SupplementRule {
    fn default() -> Self {
        Self {
            days: 15,
            articles: BTreeMap::new(),
        }
    }
}

impl SupplementRule {
    /// 依据 of a demand of this item, as the notice prints it.
    pub fn basis(&self, item: &Item) -> String {
        basis(&self.articles, item)
    }
}

fn basis(articles: &BTreeMap<String, String>, item: &Item) -> String {
    match articles.get(&item.item_type_code) {
        Some(article) => article.clone(),
        None => own_basis(item),
    }
}

/// The item's own legal basis (设定依据), as a paper prints it.
pub fn own_basis(item: &Item) -> String {
    let all = item.legal_basis.iter();
    all.map(|basis| format!("《{}》{}", basis.law, basis.article))
        .collect::<Vec<_>>()
        .join("、")
}

impl RefusalGround {
    fn refuses(&self, item: &Item) -> bool {
        self.item_types.is_empty() || self.item_types.contains(&item.item_type_code)
    }

    /// 法律依据 of this ground for this item, as a paper prints it.
    pub fn basis(&self, item: &Item) -> String {
        basis(&self.articles, item)
    }
}

impl Rules {
    /// The grounds on which this item may be refused, in the order of the file. One without any basis is none.
    pub fn grounds<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a RefusalGround> {
        self.refusals
            .iter()
            .filter(|ground| ground.refuses(item) && !ground.basis(item).is_empty())
    }

    pub fn ground<'a>(&'a self, item: &'a Item, code: &str) -> Option<&'a RefusalGround> {
        self.grounds(item).find(|ground| ground.code == code)
    }
}

pub(super) enum GroundFault {
    Wordless,
    Twice,
}

/// What is wrong with the grounds, and where.
pub(super) fn check(grounds: &[RefusalGround]) -> Vec<(String, GroundFault)> {
    let mut codes = BTreeSet::new();
    let mut faults = Vec::new();
    for (at, ground) in grounds.iter().enumerate() {
        let words = [&ground.code, &ground.zh, &ground.en];
        if words
            .into_iter()
            .chain(ground.articles.values())
            .any(|word| word.trim().is_empty())
        {
            faults.push((format!("refusals[{at}]"), GroundFault::Wordless));
        }
        if !codes.insert(ground.code.as_str()) {
            faults.push((format!("refusals[{at}].code"), GroundFault::Twice));
        }
    }
    faults
}
