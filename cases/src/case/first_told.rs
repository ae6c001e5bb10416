//! The first notice of a case (首次一次告知), frozen with its digest, and what a later demand adds to it.
//!
//! Whichever tells the applicant first, the 一次性告知书 at the window or a 补正材料告知书, its list is the list of the case
//! (行政许可法 art. 30 and 32 (4): everything, once). What is demanded later is compared by what it is, not by its words.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::draft::Draft;
use super::told::{Demand, subject_label};
use crate::catalogue::condition::Rules;
use crate::catalogue::{Item, MaterialSpec};
use crate::material::Held;
use crate::review::Spot;

/// Which paper told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ToldBy {
    /// 一次性告知书
    Guidance,
    /// 补正材料告知书
    Supplement,
    /// 补充材料通知书
    Further,
}

impl ToldBy {
    pub fn word(self) -> &'static str {
        match self {
            ToldBy::Guidance => "guidance",
            ToldBy::Supplement => "supplement",
            ToldBy::Further => "further",
        }
    }
}

/// One thing on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Listed {
    /// See [`id_of`].
    pub id: String,
    pub name: String,
}

/// What stands on a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ListedAs<'a> {
    Material(&'a MaterialSpec),
    /// 须到场
    Person,
    /// Who applies.
    Party,
    /// A field, or what a clerk or department asked for in words of their own.
    Other,
}

impl Listed {
    /// A material of the item, as lists name it.
    pub fn material(material: &MaterialSpec) -> Self {
        Self {
            id: of_material(&material.id),
            name: material.name.clone(),
        }
    }

    pub fn what<'a>(&self, item: &'a Item) -> ListedAs<'a> {
        let material = self.id.strip_prefix(MATERIAL).and_then(|id| item.material(id));
        match material {
            Some(material) => ListedAs::Material(material),
            None if self.id == PARTY => ListedAs::Party,
            None if self.id.starts_with(SUBJECT) => ListedAs::Person,
            None => ListedAs::Other,
        }
    }
}

/// The list of a case, as it was told first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FirstTold {
    pub by: ToldBy,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Edition of the catalogue it was told from.
    pub edition: String,
    pub listed: Vec<Listed>,
    /// Ids of every material that the item had in that edition: what a later one adds is none of them.
    pub known: Vec<String>,
    /// SHA-256 over all of it, hex.
    pub digest: String,
}

/// Why a demand is not on the first list (追加要求).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Added {
    /// It was not told although it could have been.
    Later,
    /// The edition of that day did not have it.
    Edition,
}

impl Added {
    pub fn word(self) -> &'static str {
        match self {
            Added::Later => "later",
            Added::Edition => "edition",
        }
    }

    /// As papers and the trail say it.
    pub fn zh(self) -> &'static str {
        match self {
            Added::Later => "追加要求",
            Added::Edition => "追加要求（事项新版本新增）",
        }
    }
}

impl FirstTold {
    pub fn new(by: ToldBy, at: Timestamp, item: &Item, edition: &str, listed: Vec<Listed>) -> Self {
        let mut once: Vec<Listed> = Vec::new();
        for one in listed {
            if once.iter().all(|known| known.id != one.id) {
                once.push(one);
            }
        }
        let mut told = Self {
            by,
            at,
            edition: edition.to_owned(),
            listed: once,
            known: item
                .materials
                .iter()
                .map(|material| material.id.clone())
                .collect(),
            digest: String::new(),
        };
        told.digest = told.sum();
        told
    }

    /// The list of a notice that demands.
    pub fn of_demands(by: ToldBy, at: Timestamp, item: &Item, edition: &str, demands: &[Demand]) -> Self {
        let listed = demands
            .iter()
            .map(|demand| Listed {
                id: demand.id(item),
                name: demand.material.clone(),
            })
            .collect();
        Self::new(by, at, item, edition, listed)
    }

    /// Whether nothing of it was changed since.
    pub fn is_whole(&self) -> bool {
        self.digest == self.sum()
    }

    /// What a demand adds to the list, if it adds anything. A field stands on the application form, so a list with the
    /// form has it; an open question demands nothing.
    pub fn added(&self, item: &Item, id: &str) -> Option<Added> {
        let is_listed = |id: &str| self.listed.iter().any(|one| one.id == id);
        let form = || {
            let mut forms = item.materials.iter().filter(|material| material.is_generated());
            forms.any(|material| is_listed(&of_material(&material.id)))
        };
        if is_listed(id) || id.starts_with(QUESTION) || (id.starts_with(FIELD) && form()) {
            return None;
        }
        let is_new = id
            .strip_prefix(MATERIAL)
            .is_some_and(|material| !self.known.iter().any(|known| known == material));
        Some(if is_new { Added::Edition } else { Added::Later })
    }

    fn sum(&self) -> String {
        let mut sum = Sha256::new();
        let mut put = |text: &str| {
            sum.update((text.len() as u64).to_be_bytes());
            sum.update(text.as_bytes());
        };
        put(self.by.word());
        put(&self.at.to_string());
        put(&self.edition);
        put(&self.listed.len().to_string());
        for one in &self.listed {
            put(&one.id);
            put(&one.name);
        }
        self.known.iter().for_each(|known| put(known));
        hex::encode(sum.finalize())
    }
}

const MATERIAL: &str = "material:";
const FIELD: &str = "field:";
const SUBJECT: &str = "subject:";
const QUESTION: &str = "question:";
/// Who applies identifies himself, whatever the item.
const PARTY: &str = "party";

fn of_material(id: &str) -> String {
    format!("{MATERIAL}{id}")
}

fn of_subject(subject: &str) -> String {
    format!("{SUBJECT}{subject}")
}

/// What a demand is, whatever it says: the place that the review found; else the material or field of the item that
/// has this name; else its words without spaces and signs.
pub fn id_of(item: &Item, spot: Option<&Spot>, name: &str) -> String {
    match spot {
        Some(Spot::Material(id)) => return of_material(id),
        Some(Spot::Field(key)) => return format!("{FIELD}{key}"),
        Some(Spot::Subject(subject)) => return of_subject(subject),
        Some(Spot::Question(question)) => return format!("{QUESTION}{question}"),
        Some(Spot::Party) => return PARTY.to_owned(),
        None => {}
    }
    let words = plain(name);
    let material = item
        .materials
        .iter()
        .find(|material| plain(&material.name) == words);
    if let Some(material) = material {
        return of_material(&material.id);
    }
    let label = words.strip_prefix("申请表").unwrap_or(&words);
    match item.fields.iter().find(|field| plain(&field.label) == label) {
        Some(field) => format!("{FIELD}{}", field.key),
        None => format!("words:{words}"),
    }
}

/// Letters and digits alone, full-width ones as the narrow ones they stand for.
fn plain(text: &str) -> String {
    text.chars()
        .map(|ch| match ch {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(ch as u32 - 0xfee0).unwrap_or(ch),
            _ => ch,
        })
        .filter(|ch| ch.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The materials of an intake in its situation (情形), as far as that is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outstanding<'a> {
    /// What has to be handed in and is not, or may have to be while a question is open.
    pub unmet: Vec<&'a MaterialSpec>,
    /// 已有
    pub in_hand: Vec<&'a MaterialSpec>,
    /// 免提交: the licence library or shared data gave it.
    pub exempt: Vec<&'a MaterialSpec>,
    /// Who has to come and was not identified yet (须到场).
    pub to_come: Vec<&'a str>,
}

impl<'a> Outstanding<'a> {
    pub fn of(draft: &Draft, item: &'a Item, rules: &Rules, today: Date) -> Self {
        let form_digest = draft.form_digest();
        let here = draft.situated(item, today);
        let mut found = Self::default();
        for material in &item.materials {
            let slot = draft
                .slot(&material.id)
                .filter(|slot| slot.is_satisfied(&form_digest));
            match slot.and_then(|slot| slot.held.as_ref()) {
                Some(Held::Licence { .. } | Held::Verified { .. }) => found.exempt.push(material),
                Some(Held::Files { .. } | Held::Paper { .. } | Held::Generated { .. }) => {
                    found.in_hand.push(material);
                }
                None if here.needs(material) != Some(false) => {
                    found.unmet.push(material);
                }
                None => {}
            }
        }
        let present = |subject: &&str| rules.subjects.get(*subject).is_some_and(|rule| rule.present);
        let is_here = |subject: &&str| draft.subjects.contains_key(*subject);
        found.to_come = item
            .person_subjects()
            .into_iter()
            .filter(present)
            .filter(|subject| !is_here(subject))
            .collect();
        found
    }

    /// Who has to come, as the form names them.
    pub fn people(&self, item: &Item) -> Vec<String> {
        self.to_come
            .iter()
            .map(|subject| subject_label(item, subject))
            .collect()
    }

    /// What a 一次性告知书 lists. It always asks who applies to identify himself.
    pub fn listed(&self, item: &Item) -> Vec<Listed> {
        let materials = self.unmet.iter().map(|material| Listed::material(material));
        let people = self.to_come.iter().map(|subject| Listed {
            id: of_subject(subject),
            name: subject_label(item, subject),
        });
        let party = Listed {
            id: PARTY.to_owned(),
            name: "申请人身份".to_owned(),
        };
        materials.chain(people).chain([party]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::demonstration;

    fn at() -> Timestamp {
        Timestamp::from_second(1_795_140_000).unwrap()
    }

    fn told(item: &Item, ids: &[&str]) -> FirstTold {
        let listed = ids
            .iter()
            .map(|id| Listed {
                id: (*id).to_owned(),
                name: (*id).to_owned(),
            })
            .collect();
        FirstTold::new(ToldBy::Guidance, at(), item, "e1", listed)
    }

    #[test]
    fn promise_06_a_demand_is_known_by_what_it_is() {
        let catalogue = demonstration();
        let item = catalogue.item("scjg-food-licence").unwrap();
        let check = |name: &str, expected: &str| assert_eq!(id_of(item, None, name), expected, "{name}");
        check("营业执照", "material:scjg-food-licence-m02");
        check(" 营 业执照。", "material:scjg-food-licence-m02");
        check(
            "与食品经营相适应的主要设备设施布局,操作流程等文件",
            "material:scjg-food-licence-m03",
        );
        check("消防验收 证明（２份）", "words:消防验收证明2份");
        let field = &item.fields[0];
        check(
            &format!("申请表：{}", field.label),
            &format!("field:{}", field.key),
        );
        let spot = Spot::Material("x".to_owned());
        assert_eq!(id_of(item, Some(&spot), "营业执照"), "material:x");
    }

    #[test]
    fn promise_06_what_is_not_on_the_first_list_is_added() {
        let catalogue = demonstration();
        let item = catalogue.item("scjg-food-licence").unwrap();
        let form = "material:scjg-food-licence-m01";
        let menu = "material:scjg-food-licence-m03";
        let first = told(item, &[menu, "party"]);
        let check =
            |first: &FirstTold, id: &str, expected| assert_eq!(first.added(item, id), expected, "{id}");
        check(&first, menu, None);
        check(&first, "party", None);
        check(&first, "question:x", None);
        check(&first, form, Some(Added::Later));
        check(&first, "field:enterpriseName", Some(Added::Later));
        check(&first, "words:别的", Some(Added::Later));
        check(&first, "material:scjg-food-licence-m99", Some(Added::Edition));
        let with_form = told(item, &[form]);
        check(&with_form, "field:enterpriseName", None);
        check(&with_form, menu, Some(Added::Later));
    }

    #[test]
    fn promise_06_the_first_list_cannot_be_changed_unseen() {
        let catalogue = demonstration();
        let item = catalogue.item("scjg-food-licence").unwrap();
        let first = told(item, &["party", "material:a", "party"]);
        assert_eq!(first.listed.len(), 2);
        assert!(first.is_whole());
        let change: [&dyn Fn(&mut FirstTold); 5] = [
            &|told| drop(told.listed.pop()),
            &|told| told.listed[1].name.push('x'),
            &|told| told.edition.push('x'),
            &|told| told.by = ToldBy::Supplement,
            &|told| told.known.push("x".to_owned()),
        ];
        for change in change {
            let mut other = first.clone();
            change(&mut other);
            assert!(!other.is_whole());
        }
    }
}
