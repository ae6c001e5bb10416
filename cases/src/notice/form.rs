//! 申请表 / 申请书: every field of the item's form in its group, in words, with its source, ready to sign.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Codes, Content, Fact, PaperKind, Signature, Table};
use super::words::{self, Person};
use crate::case::Ink;
use crate::realm::Realm;

/// One value of the form as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormValue {
    pub label: String,
    /// The value in words: code-list entries by name, dates as 2026年9月28日, 是 or 否; empty when not given.
    pub value: String,
    /// Short label of the source, such as 人口库 or 手工; empty for an empty value.
    pub source: String,
}

/// A group of the form with its single values and its repeated ones as tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormGroup {
    pub name: String,
    pub values: Vec<FormValue>,
    pub tables: Vec<Table>,
}

/// Who acts for the applicant, and how far (委托代理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentFacts {
    pub person: Person,
    pub phone: Option<String>,
    /// Such as 代为提交、修改、签收.
    pub scope: Option<String>,
    #[schema(value_type = Option<String>, format = "date")]
    pub valid_until: Option<Date>,
}

/// The signature from the applicant's screen, and what it was given under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOnScreen {
    pub ink: Ink,
    pub on: Date,
    /// SHA-256 of exactly what was shown, hex.
    pub shown: String,
}

/// Everything an application form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFacts {
    pub realm: Realm,
    /// The name of the material that this paper fulfils, such as 食品经营许可申请书.
    pub title: String,
    /// The body that the application is addressed to.
    pub addressed_to: String,
    pub slip_code: Option<String>,
    pub case_number: Option<String>,
    pub item_name: String,
    pub item_code: String,
    pub groups: Vec<FormGroup>,
    pub agent: Option<AgentFacts>,
    /// The applicant's declaration, one paragraph each. The sentence that every form carries is added.
    pub declarations: Vec<String>,
    /// Who signs, in order: one applicant, or both at a marriage.
    pub signers: Vec<String>,
    /// True when the applicant is a body, which seals beside the signature.
    pub signed_with_seal: bool,
    /// The revision of the draft that was printed; a later one makes the signature void.
    pub revision: u64,
    pub printed_on: Date,
    /// By the first signer, on the applicant's screen.
    pub signed: Option<SignedOnScreen>,
}

/// The sentence every application is signed under.
pub const TRUTH: &str = "本人（单位）声明：以上内容以及所提交的材料真实、合法、有效，复印件与原件一致；\
                     如有隐瞒或者提供虚假材料，愿意承担相应的法律责任。";

/// Writes the application form.
pub fn content(facts: &FormFacts) -> Content {
    let mut blocks = vec![Block::Facts(vec![
        Fact::new("申请事项", facts.item_name.as_str()),
        Fact::new("事项编码", facts.item_code.as_str()),
        Fact::new("受理机关", facts.addressed_to.as_str()),
        Fact::new("填表版次", format!("第{}版", facts.revision)),
    ])];
    for group in &facts.groups {
        push_group(&mut blocks, group);
    }
    if let Some(agent) = &facts.agent {
        blocks.push(Block::Heading("委托代理".to_owned()));
        blocks.push(Block::Facts(agent_facts(agent)));
    }
    blocks.push(Block::Heading("申请人声明".to_owned()));
    blocks.push(Block::Paragraph(TRUTH.to_owned()));
    blocks.extend(facts.declarations.iter().cloned().map(Block::Paragraph));
    blocks.push(Block::Signatures(signatures(facts)));
    blocks.push(Block::Note(
        "各项内容后的小字为数据来源。签字后内容有改动的，应当重新打印并签字；版次以本表所载为准。".to_owned(),
    ));
    if let Some(signed) = &facts.signed {
        blocks.push(Block::Note(format!(
            "以上签名由申请人在申请人屏手写，所示内容的 SHA-256 为 {}。",
            signed.shown
        )));
    }
    Content {
        kind: PaperKind::ApplicationForm,
        title: facts.title.clone(),
        body: facts.addressed_to.clone(),
        number: None,
        case_number: facts.case_number.clone(),
        slip_code: facts.slip_code.clone(),
        blocks,
        codes: Codes::of_case(facts.case_number.as_deref(), facts.slip_code.as_deref()),
        realm: facts.realm,
        dated: words::day(facts.printed_on),
    }
}

fn push_group(blocks: &mut Vec<Block>, group: &FormGroup) {
    if group.values.is_empty() && group.tables.is_empty() {
        return;
    }
    blocks.push(Block::Heading(group.name.clone()));
    if !group.values.is_empty() {
        let facts = group.values.iter().map(|value| Fact {
            label: value.label.clone(),
            value: value.value.clone(),
            note: (!value.source.is_empty()).then(|| value.source.clone()),
        });
        blocks.push(Block::Facts(facts.collect()));
    }
    blocks.extend(group.tables.iter().cloned().map(Block::Table));
}

fn agent_facts(agent: &AgentFacts) -> Vec<Fact> {
    let mut facts = agent.person.facts().to_vec();
    if let Some(phone) = &agent.phone {
        facts.push(Fact::new("联系电话", phone.as_str()));
    }
    if let Some(scope) = &agent.scope {
        facts.push(Fact::new("委托权限", scope.as_str()));
    }
    if let Some(until) = agent.valid_until {
        facts.push(Fact::new("委托期限至", words::day(until)));
    }
    facts
}

/// Nothing is pre-set here: name and date are the applicant's own act, on paper or on his screen.
fn signatures(facts: &FormFacts) -> Vec<Signature> {
    let label = if facts.signed_with_seal {
        "（签字、盖章）"
    } else {
        "（签字）"
    };
    let place = |who: &str| Signature {
        label: format!("{who}{label}"),
        name: None,
        seal: None,
        date: None,
        ink: None,
    };
    let mut places: Vec<Signature> = facts.signers.iter().map(|who| place(who)).collect();
    if places.is_empty() {
        places.push(place("申请人"));
    }
    // Who acts for a body or another person signs as its agent.
    let by_agent = facts.agent.is_some();
    if by_agent {
        places.push(Signature {
            label: "代理人（签字）".to_owned(),
            name: None,
            seal: None,
            date: None,
            ink: None,
        });
    }
    let signed_place = if by_agent {
        places.last_mut()
    } else {
        places.first_mut()
    };
    if let (Some(place), Some(signed)) = (signed_place, &facts.signed) {
        place.ink = Some(signed.ink.clone());
        place.date = Some(words::day(signed.on));
    }
    places
}
