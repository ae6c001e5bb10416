//! 申请表 / 申请书: every field of the item's form in its group, in words, with its source, ready to sign.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content, Fact, Signature, Table};
use super::kind::PaperKind;
use super::language::Language;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;
use super::words::Person;
use crate::case::Ink;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedOnScreen {
    pub ink: Ink,
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// SHA-256 of exactly what was shown, hex.
    pub shown: String,
}

impl SignedOnScreen {
    /// The small print under a signature from the screen.
    pub(super) fn note(&self, pen: &Pen<'_>) -> Block {
        Block::Note(pen.phrase("signedOnScreen", &[("shown", self.shown.clone())]))
    }

    fn sign(&self, pen: &Pen<'_>, place: &mut Signature) {
        place.ink = Some(self.ink.clone());
        place.date = Some(pen.day(self.on));
    }
}

/// A place to sign, with the signature from the screen where there is one.
pub(super) fn signed_place(pen: &Pen<'_>, label: &str, signed: Option<&SignedOnScreen>) -> Signature {
    let mut place = pen.place(label);
    if let Some(signed) = signed {
        signed.sign(pen, &mut place);
    }
    place
}

/// Everything an application form says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormFacts {
    /// Its body is the one that the application is addressed to (受理机关).
    pub head: Head,
    /// The name of the material that this paper fulfils, such as 食品经营许可申请书.
    pub title: String,
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
    #[schema(value_type = String, format = Date)]
    pub printed_on: Date,
    /// By the first signer, on the applicant's screen.
    pub signed: Option<SignedOnScreen>,
}

/// Writes the application form.
pub fn content(facts: &FormFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

/// The sentence every application is signed under.
pub fn truth(wording: &Wording) -> &str {
    wording
        .text(PaperKind::ApplicationForm, "truth", false)
        .map_or("", |text| text.of(Language::Zh))
}

impl Facts for FormFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::ApplicationForm
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.printed_on
    }

    fn title(&self, pen: &Pen<'_>) -> String {
        match pen.language {
            Language::Zh => self.title.clone(),
            Language::En => self.kind().en().to_owned(),
        }
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = vec![Block::Facts(vec![
            pen.fact("appliedItem", head.item_name.as_str()),
            pen.fact("itemCode", head.item_code.as_str()),
            pen.fact("acceptingBody", head.body.as_str()),
            pen.fact(
                "revision",
                pen.phrase("revision", &[("revision", self.revision.to_string())]),
            ),
        ])];
        for group in &self.groups {
            push_group(pen, &mut blocks, group);
        }
        if let Some(agent) = &self.agent {
            blocks.push(pen.heading("agency"));
            blocks.push(Block::Facts(agent.facts(pen)));
        }
        blocks.push(pen.heading("declaration"));
        blocks.extend(pen.say("truth", &[]));
        let own = self.declarations.iter();
        blocks.extend(own.map(|words| Block::Paragraph(pen.text(words))));
        blocks.extend(pen.more());
        blocks.push(Block::Signatures(self.signatures(pen)));
        blocks.push(Block::Note(pen.phrase("sources", &[])));
        blocks.extend(self.signed.as_ref().map(|signed| signed.note(pen)));
        blocks
    }
}

/// Labels and values are the item's own words. In English they stand in a table whose head says so.
fn push_group(pen: &Pen<'_>, blocks: &mut Vec<Block>, group: &FormGroup) {
    if group.values.is_empty() && group.tables.is_empty() {
        return;
    }
    match pen.language {
        Language::Zh => {
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
        Language::En => {
            blocks.push(Block::Heading(pen.text(&group.name)));
            let rows = group
                .values
                .iter()
                .map(|value| vec![value.label.clone(), value.value.clone(), pen.term(&value.source)]);
            let columns = [("formField", 32), ("formValue", 42), ("formSource", 18)];
            blocks.push(parts::table(pen, &columns, rows));
            for table in &group.tables {
                blocks.push(Block::Paragraph(pen.label("formTable")));
                blocks.push(Block::Table(table.clone()));
            }
        }
    }
}

impl AgentFacts {
    fn facts(&self, pen: &Pen<'_>) -> Vec<Fact> {
        let mut facts = pen.person(&self.person).to_vec();
        facts.extend(pen.maybe("phone", self.phone.as_deref()));
        facts.extend(pen.maybe("agencyScope", self.scope.as_deref().map(|scope| pen.text(scope))));
        facts.extend(pen.maybe("agencyUntil", self.valid_until.map(|day| pen.day(day))));
        facts
    }
}

impl FormFacts {
    /// Nothing is pre-set here: name and date are the applicant's own act, on paper or on his screen.
    fn signatures(&self, pen: &Pen<'_>) -> Vec<Signature> {
        let how = pen.label(if self.signed_with_seal {
            "bySealToo"
        } else {
            "byHand"
        });
        let place = |who: &str| pen.place_of(format!("{}{how}", pen.term(who)));
        let mut places: Vec<Signature> = self.signers.iter().map(|who| place(who)).collect();
        if places.is_empty() {
            places.push(place("申请人"));
        }
        // Who acts for a body or another person signs as its agent.
        let by_agent = self.agent.is_some();
        if by_agent {
            places.push(pen.place("agentSigns"));
        }
        let signed_place = if by_agent {
            places.last_mut()
        } else {
            places.first_mut()
        };
        if let (Some(place), Some(signed)) = (signed_place, &self.signed) {
            signed.sign(pen, place);
        }
        places
    }
}
