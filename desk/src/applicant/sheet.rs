//! What is put before the applicant to confirm and sign.

use cases::case::{Draft, Ink, ScreenSignature};
use cases::catalogue::MaterialSpec;
use cases::deadline::{HALL_OFFSET, OpeningHours, hall_time};
use cases::notice::form;
use cases::review::{self, Finding, Level, Spot};
use jiff::Timestamp;
use jiff::civil::time;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::words;
use crate::intake::{Ground, Intake, show, show_fields};
use crate::view::applicant::{Commitment, SheetRow, SheetView};

/// An hour after the hall closes, or the end of the day for who is served later.
pub fn until(ground: Ground<'_>) -> Timestamp {
    let now = hall_time(ground.now);
    let hours = OpeningHours::default().on(now.date(), &ground.catalogue.calendar);
    let evening = hours.map(|hours| now.date().at(hours.closes.hour() + 1, 0, 0, 0));
    let end = match evening {
        Some(evening) if now < evening => evening,
        Some(_) | None => now.date().to_datetime(time(23, 59, 59, 0)),
    };
    HALL_OFFSET.to_timestamp(end).unwrap_or(ground.now)
}

/// 核对签名: the values, the commitments, and the digest of exactly this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmSheet {
    /// Digest of the form's values; a later edit no longer has it.
    pub form_digest: String,
    pub slip: String,
    pub greeting: String,
    pub item_name: String,
    pub promise: String,
    pub fee: String,
    pub rows: Vec<Row>,
    pub commitments: Vec<Text>,
    /// Materials that the signature fulfils; none asks for no signature.
    pub forms: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    pub key: String,
    pub group: String,
    pub label: String,
    pub value: String,
    pub source: String,
    pub changed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub title: String,
    pub text: String,
}

impl ConfirmSheet {
    pub fn of(ground: Ground<'_>, intake: &Intake) -> Self {
        let draft = &intake.draft;
        let here = draft.situated(ground.item, ground.today());
        let fields = ground.item.fields.iter().filter(|field| here.shows(field));
        let rows = fields.filter_map(|field| {
            let cell = draft.form.get(&field.key).filter(|cell| cell.is_filled())?;
            Some(Row {
                key: field.key.clone(),
                group: field.group.clone(),
                label: field.label.clone(),
                value: show_fields::before_others(ground, field, cell.value()?),
                source: words::source(ground, draft, cell, field.is_own_act()),
                changed: cell.decided.is_some(),
            })
        });
        Self {
            form_digest: draft.form_digest(),
            slip: draft.slip.clone(),
            greeting: match &draft.party.body {
                Some(body) => body.name.clone(),
                None => words::greeting(draft, ground.today()),
            },
            item_name: ground.item.name.clone(),
            promise: show::promise_words(ground.item),
            fee: ground.item.fee.clone(),
            rows: rows.collect(),
            commitments: commitments(ground, draft),
            forms: forms(ground, draft)
                .into_iter()
                .map(|material| material.id.clone())
                .collect(),
        }
    }

    /// SHA-256 over every word of the sheet and the digest of the form behind it, hex.
    pub fn digest(&self) -> String {
        // Strings and flags alone: this cannot fail.
        let words = serde_json::to_vec(self).unwrap_or_default();
        hex::encode(Sha256::digest(&words))
    }

    pub fn view(&self, opened: impl Fn(u32) -> bool, changed: bool) -> SheetView {
        SheetView {
            greeting: self.greeting.clone(),
            item_name: self.item_name.clone(),
            promise: self.promise.clone(),
            fee: self.fee.clone(),
            rows: self
                .rows
                .iter()
                .map(|row| SheetRow {
                    key: row.key.clone(),
                    group: row.group.clone(),
                    label: row.label.clone(),
                    value: row.value.clone(),
                    source: row.source.clone(),
                    changed: row.changed,
                })
                .collect(),
            commitments: (0..)
                .zip(&self.commitments)
                .map(|(place, one)| Commitment {
                    title: one.title.clone(),
                    text: one.text.clone(),
                    opened: opened(place),
                })
                .collect(),
            signs: !self.forms.is_empty(),
            changed,
            digest: self.digest(),
        }
    }
}

/// What has to be read before signing: the declaration of every application, and each promise in place of proof.
fn commitments(ground: Ground<'_>, draft: &Draft) -> Vec<Text> {
    let item = ground.item;
    let mut texts = vec![Text {
        title: "申请人声明".to_owned(),
        text: form::truth(&ground.catalogue.wording).to_owned(),
    }];
    let here = draft.situated(item, ground.today());
    let promised = item
        .materials
        .iter()
        .filter(|material| material.source == "告知承诺" && here.needs(material) == Some(true));
    texts.extend(promised.map(|material| Text {
        title: material.name.clone(),
        text: format!(
            "本人（单位）办理“{}”，已被告知法律法规规定的条件、标准和要求，以及承诺不实的后果。现承诺：{}所述情况属实，\
             已经符合规定的条件；愿意接受{}核查；承诺不实的，依法承担责任，行政决定可以被撤销。",
            item.name, material.name, item.department
        ),
    }));
    texts
}

/// The application forms one signature fulfils; where several persons sign, they sign on paper.
fn forms<'a>(ground: Ground<'a>, draft: &Draft) -> Vec<&'a MaterialSpec> {
    let item = ground.item;
    let rules = &ground.catalogue.rules;
    let present = item
        .person_subjects()
        .into_iter()
        .filter(|subject| rules.subjects.get(*subject).is_some_and(|rule| rule.present))
        .count();
    if present > 1 {
        return Vec::new();
    }
    let here = draft.situated(item, ground.today());
    item.materials
        .iter()
        .filter(|material| material.is_generated() && here.needs(material) == Some(true))
        .collect()
}

/// What still has to be done at the desk before the applicant is asked to confirm.
pub fn in_the_way(ground: Ground<'_>, draft: &Draft) -> Vec<Finding> {
    let catalogue = ground.catalogue;
    let findings = review::run(
        ground.item,
        &catalogue.rules,
        &catalogue.codes,
        draft,
        ground.today(),
    );
    findings.into_iter().filter(stands_in_the_way).collect()
}

/// Whether a finding is the desk's to settle first: not what the applicant doubted, and not a form to be signed.
pub fn stands_in_the_way(finding: &Finding) -> bool {
    finding.level == Level::Block
        && finding.trouble.code != review::DOUBTED
        && !matches!(finding.spot, Spot::Material(_))
}

/// The piece that is sealed: the whole sheet, the strokes, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedPiece {
    pub version: u32,
    pub desk: String,
    /// SHA-256 of `sheet`, hex.
    pub shown: String,
    pub sheet: ConfirmSheet,
    pub ink: Ink,
    pub at: Timestamp,
}

impl SignedPiece {
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// How the slot names it, once the piece is kept under `piece`.
    pub fn named(&self, piece: String) -> ScreenSignature {
        ScreenSignature {
            piece,
            shown: self.shown.clone(),
            at: self.at,
        }
    }
}
