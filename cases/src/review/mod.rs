//! Review (预审): what still stands between this draft and acceptance. Run at the desk for the clerk and
//! again at the hall inside acceptance, by the same code.

pub mod points;
#[cfg(test)]
mod points_tests;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::{Draft, credit};
use crate::case::{Grade, Person};
use crate::catalogue::condition::{IdentityRule, Rules};
use crate::catalogue::{CodeLists, Item};
use crate::error::Trouble;
use crate::form::value;
use crate::identity::PersonId;
use crate::material::Held;

/// 有问题 on the applicant's screen.
pub const DOUBTED: &str = "YC-1411";
/// A required field that nothing stands in.
pub const EMPTY: &str = "YC-1408";
/// A consent was withdrawn, and what becomes of what was read under it was not said.
pub const TAKEN_BACK: &str = "YC-1204";
/// 电子证照已失效
pub const NOT_VALID: &str = "YC-1234";
/// The application form waits for a signature.
pub const UNSIGNED: &str = "YC-1410";

/// Somebody is not identified as surely as the item asks (身份核验要求).
pub const UNSURE: &str = "YC-1219";
/// A register calls somebody of the form dead.
pub const DECEASED: &str = "YC-1416";

/// How hard a finding stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// 拦截: no acceptance while it stands.
    Block,
    /// 提醒
    Remind,
}

/// Where on the desk a finding is cured.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "at", content = "id")]
pub enum Spot {
    Field(String),
    Material(String),
    Subject(String),
    Question(String),
    Party,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub level: Level,
    pub spot: Spot,
    #[serde(flatten)]
    pub trouble: Trouble,
}

impl Finding {
    /// Whether it is cured by supplementing (补正). What the law does not let anybody accept is refused instead.
    pub fn is_curable(&self) -> bool {
        self.level == Level::Block && self.trouble.code != points::POINT_REFUSE
    }
}

/// Judges a draft. Findings come in the order of the desk: party, subjects, questions, form, materials; then the
/// review points (审查要点) of the item.
pub fn run(item: &Item, rules: &Rules, codes: &CodeLists, draft: &Draft, today: Date) -> Vec<Finding> {
    let mut findings = unsure(item, rules, draft);
    findings.extend(credit::findings(item, rules, draft, today));
    let mut block = |spot: Spot, code: &str, zh: String, en: String| {
        findings.push(Finding {
            level: Level::Block,
            spot,
            trouble: Trouble::new(code, zh, en),
        });
    };

    let person = &draft.party.person;
    let confirmed = person
        .verified
        .as_ref()
        .is_some_and(|verified| verified.how.is_present());
    if !confirmed {
        block(
            Spot::Party,
            "YC-1401",
            "到场人身份未核验".to_owned(),
            "the person at the window is not verified".to_owned(),
        );
    } else if let Err(fault) = PersonId::parse(&person.id_type, &person.id_number, today) {
        let trouble: Trouble = fault.into();
        block(Spot::Party, &trouble.code, trouble.zh, trouble.en);
    }
    for dead in &draft.deceased {
        let spots = std::iter::once((Spot::Party, &draft.party.person));
        let others = draft
            .subjects
            .iter()
            .filter(|(_, one)| one.id_number != person.id_number);
        let spots = spots.chain(others.map(|(role, one)| (Spot::Subject(role.clone()), one)));
        for (spot, _) in spots.filter(|(_, one)| one.id_number == dead.number) {
            block(
                spot,
                DECEASED,
                format!("{}登记此人已死亡，不能按在世的人办理；请核对证件，转主管处理", dead.source),
                "the register calls this person dead: the matter cannot go on as for the living; look at the document and call a supervisor".to_owned(),
            );
        }
    }
    if draft.party.body.is_none() && !item.serves_persons() {
        block(
            Spot::Party,
            "YC-1402",
            format!(
                "本事项由{}申请，请选择所代表的单位",
                item.applicant_types.join("、")
            ),
            "this item is for bodies: choose the body this person represents".to_owned(),
        );
    }
    if draft.party.body.is_some() && !item.serves_bodies() {
        block(
            Spot::Party,
            "YC-1403",
            "本事项由自然人申请".to_owned(),
            "this item is for natural persons".to_owned(),
        );
    }

    for subject in item.person_subjects() {
        let rule = rules.subjects.get(subject);
        if rule.is_some_and(|rule| rule.present)
            && !draft
                .subjects
                .get(subject)
                .and_then(|person| person.verified.as_ref())
                .is_some_and(|verified| verified.how.is_present())
        {
            block(
                Spot::Subject(subject.to_owned()),
                "YC-1404",
                format!("{}须到场核验身份", group_of(item, subject)),
                format!("{subject} has to be verified at the window"),
            );
        }
    }

    let here = draft.situated(item, today);
    for question in here.questions.iter().filter(|question| question.is_open()) {
        block(
            Spot::Question(question.id.to_owned()),
            "YC-1405",
            format!("情形未确认：{}", question.text),
            "a question of the guidance is not answered yet".to_owned(),
        );
    }

    // What is not on the form is kept, and nobody is asked to put it right.
    for field in item.fields.iter().filter(|field| here.shows(field)) {
        let spot = || Spot::Field(field.key.clone());
        let cell = draft.form.get(&field.key);
        if let Some(cell) = cell {
            if cell.undecided && cell.held.is_none() && field.is_own_act() {
                block(
                    spot(),
                    "YC-1412",
                    format!("申请人在网上签过，须当面再确认：{}", field.label),
                    format!("signed online: to be confirmed at the window, {}", field.key),
                );
                continue;
            }
            if cell.undecided {
                block(
                    spot(),
                    "YC-1406",
                    format!("来源不一致，请选择：{}", field.label),
                    format!("sources disagree: choose a value for {}", field.key),
                );
                continue;
            }
            if let Some(text) = &cell.rejected {
                let fault = value::read(
                    field,
                    &serde_json::Value::String(text.clone()),
                    codes,
                    id_type(item, draft, field),
                    today,
                );
                let trouble = match fault {
                    Err(fault) => Trouble::from(fault),
                    Ok(_) => Trouble::new("YC-1407", "请重新确认这一项", "enter this value again"),
                };
                block(
                    spot(),
                    &trouble.code,
                    format!("{}：{}", field.label, trouble.zh),
                    trouble.en,
                );
                continue;
            }
            if let Some(held) = cell.value().filter(|held| !held.is_empty()) {
                let json = serde_json::to_value(held).unwrap_or_default();
                if let Err(fault) = value::read(field, &json, codes, id_type(item, draft, field), today) {
                    let trouble = Trouble::from(fault);
                    block(
                        spot(),
                        &trouble.code,
                        format!("{}：{}", field.label, trouble.zh),
                        trouble.en,
                    );
                }
                continue;
            }
        }
        // What an open question fills is asked for once.
        if here.requires(field) && !here.asks_for(field) {
            block(
                spot(),
                EMPTY,
                format!("{}未填", field.label),
                format!("{} is empty", field.key),
            );
        }
    }

    for key in draft.heard.doubts.keys() {
        let (spot, zh) = match item.field(key) {
            Some(field) => (
                Spot::Field(key.clone()),
                format!("申请人认为有问题，请核对：{}", field.label),
            ),
            None => (Spot::Party, "申请人认为内容有问题，请当面核对".to_owned()),
        };
        block(
            spot,
            DOUBTED,
            zh,
            "the applicant doubts this on his screen: check it with him".to_owned(),
        );
    }

    for key in draft.heard.withdrawn.keys() {
        let (spot, label) = match (item.field(key), item.material(key)) {
            (Some(field), _) => (Spot::Field(key.clone()), field.label.as_str()),
            (None, Some(material)) => (Spot::Material(key.clone()), material.name.as_str()),
            (None, None) => continue,
        };
        block(
            spot,
            TAKEN_BACK,
            format!("取得{label}所依据的同意已撤回，请问申请人保留、另填还是删去"),
            "the consent under which this was read was withdrawn: ask whether it is kept, typed anew or dropped"
                .to_owned(),
        );
    }

    let form_digest = draft.form_digest();
    for material in &item.materials {
        if here.needs(material) != Some(true) {
            continue;
        }
        let slot = draft.slot(&material.id);
        // A licence is judged on the day of the decision, not on the one on which it was read.
        if let Some(over) = slot.and_then(|slot| slot.not_valid(today)) {
            block(
                Spot::Material(material.id.clone()),
                NOT_VALID,
                format!("{}的电子证照不能使用：{over}", material.name),
                "the licence in this place is not valid any more, or did not pass its verification"
                    .to_owned(),
            );
            continue;
        }
        if slot.is_some_and(|slot| slot.is_satisfied(&form_digest)) {
            continue;
        }
        // 容缺: what is promised and may come later stops nothing.
        if material.tolerant_days.is_some() && draft.promised.contains(&material.id) {
            continue;
        }
        let spot = Spot::Material(material.id.clone());
        match slot.and_then(|slot| slot.held.as_ref()) {
            Some(Held::Generated { .. }) => block(
                spot,
                UNSIGNED,
                format!("{}未签字，或签字后内容已改", material.name),
                "the application form is unsigned, or was changed after it was signed".to_owned(),
            ),
            None if material.is_generated() => block(
                spot,
                UNSIGNED,
                format!("{}未打印签字", material.name),
                "the application form is not printed and signed".to_owned(),
            ),
            _ => block(
                spot,
                "YC-1409",
                format!("缺：{}", material.name),
                "a required material is missing".to_owned(),
            ),
        }
    }

    // What is said of a place already is not said again: a missing signature is missing once.
    let blocked: Vec<Spot> = findings.iter().map(|finding| finding.spot.clone()).collect();
    let judged = points::judge(item, codes, &here);
    findings.extend(
        judged
            .into_iter()
            .filter(|finding| !blocked.contains(&finding.spot)),
    );
    findings
}

/// Whoever applies in person and is identified less surely than the item asks; who is not identified at all is told of
/// already.
fn unsure(item: &Item, rules: &Rules, draft: &Draft) -> Vec<Finding> {
    let Some(rule) = rules.identity.get(&item.id) else {
        return Vec::new();
    };
    let present = |subject: &&str| rules.subjects.get(*subject).is_some_and(|rule| rule.present);
    let subjects = item.person_subjects().into_iter().filter(present);
    let others = subjects.filter_map(|subject| {
        let person = draft.subjects.get(subject)?;
        let here = person.id_number == draft.party.person.id_number;
        (!here).then(|| (Spot::Subject(subject.to_owned()), person))
    });
    std::iter::once((Spot::Party, &draft.party.person))
        .chain(others)
        .filter_map(|(spot, person)| unsure_of(rule, spot, person))
        .collect()
}

fn unsure_of(rule: &IdentityRule, spot: Spot, person: &Person) -> Option<Finding> {
    let how = person.verified.as_ref()?.how;
    let grade = how.grade().filter(|grade| *grade < rule.least)?;
    let (zh, en) = match rule.least {
        Grade::Card => ("请读身份证", "read the card"),
        Grade::Code => ("请扫政务服务码或读身份证", "scan the e-code or read the card"),
        Grade::Checked | Grade::Typed => (
            "请读身份证、扫政务服务码，或在实名核验恢复后重新核验",
            "read the card, scan the e-code, or check again when the real-name check is back",
        ),
    };
    let (is, wants) = (grade.number(), rule.least.number());
    Some(Finding {
        level: if rule.stops { Level::Block } else { Level::Remind },
        spot,
        trouble: Trouble::new(
            UNSURE,
            format!("身份核验不够：现为“{}”。{zh}。依据：{}", how.term(), rule.basis),
            format!("identified with grade {is} where the item asks for {wants}: {en}"),
        ),
    })
}

/// Whether nothing blocks.
pub fn is_clear(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.level != Level::Block)
}

/// The document kind that stands beside an identity number of the same subject.
pub fn id_type<'a>(item: &'a Item, draft: &'a Draft, field: &crate::catalogue::FieldSpec) -> Option<&'a str> {
    let prefix = field.data_element.strip_suffix("idNumber")?;
    let sibling = format!("{prefix}idType");
    item.fields
        .iter()
        .find(|other| other.subject == field.subject && other.data_element == sibling)
        .and_then(|other| draft.form.get(&other.key))
        .and_then(|cell| cell.text())
}

fn group_of<'a>(item: &'a Item, subject: &'a str) -> &'a str {
    item.fields
        .iter()
        .find(|field| field.subject == subject)
        .map_or(subject, |field| {
            field.group.strip_suffix("信息").unwrap_or(&field.group)
        })
}
