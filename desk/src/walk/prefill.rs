//! `report prefill`: of the required fields of every item, what each holds, where that came from, and why somebody had
//! to type what no source filled.

use std::collections::{BTreeMap, BTreeSet};

use cases::case::meter::{self, Filling, Meter};
use cases::catalogue::{FieldSpec, Sources};
use cases::form::{Cell, Provenance, SourceKind};
use serde::Serialize;

use super::Walk;
use super::report::rounded;
use crate::intake::{Intake, SourceState};

/// Which visits are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visits {
    /// Nobody was at this hall before.
    First,
    /// Everybody files an item that he had filed before.
    Returning,
}

impl Visits {
    pub fn word(self) -> &'static str {
        match self {
            Visits::First => "first",
            Visits::Returning => "returning",
        }
    }

    /// # Errors
    /// A word that names none.
    pub fn read(word: &str) -> Result<Self, String> {
        match word {
            "first" => Ok(Visits::First),
            "returning" => Ok(Visits::Returning),
            _ => Err("there are: first, returning".to_owned()),
        }
    }
}

/// One required field as it stood before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    pub key: String,
    pub label: String,
    /// A source word, `typed`, `changed`, `empty`, or `own` for what only the applicant can say.
    pub by: String,
    /// The record, card or rule that a filled value came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Why no source filled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// One item of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemPrefill {
    pub item: String,
    #[serde(flatten)]
    pub meter: Meter,
    pub ratio: f64,
    pub fields: Vec<Answered>,
}

/// All items; as JSON the last line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrefillReport {
    pub report: &'static str,
    pub visits: &'static str,
    pub items: BTreeMap<String, f64>,
    pub required: u32,
    pub filled: u32,
    pub changed: u32,
    pub typed: u32,
    pub ratio: f64,
    pub ratio_with_declarations: f64,
    pub by_source: BTreeMap<String, u32>,
    /// Items that did not get as far as their form.
    pub stuck: Vec<String>,
}

impl PrefillReport {
    pub fn of(visits: Visits, measured: &[ItemPrefill], stuck: Vec<String>) -> Self {
        let mut all = Meter::default();
        for one in measured {
            all.add(&one.meter);
        }
        Self {
            report: "prefill",
            visits: visits.word(),
            items: measured.iter().map(|one| (one.item.clone(), one.ratio)).collect(),
            required: all.required,
            filled: all.filled,
            changed: all.changed,
            typed: all.typed,
            ratio: rounded(all.ratio()),
            ratio_with_declarations: rounded(all.ratio_with_declarations()),
            by_source: all.by_source,
            stuck,
        }
    }

    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl ItemPrefill {
    /// For people: the item's line, then a line per field.
    pub fn words(&self) -> Vec<String> {
        let sources: Vec<String> = self
            .meter
            .by_source
            .iter()
            .map(|(source, count)| format!("{source} {count}"))
            .collect();
        let mut lines = vec![format!(
            "{:<26} {:>5.1} %  required {:>3}  filled {:>3} [{}]  changed {}  typed {}  own {}",
            self.item,
            self.ratio * 100.0,
            self.meter.required,
            self.meter.filled,
            sources.join(", "),
            self.meter.changed,
            self.meter.typed,
            self.meter.own,
        )];
        lines.extend(self.fields.iter().map(|field| {
            let what = field.from.as_ref().or(field.why.as_ref());
            format!(
                "    {:<10} {} {}",
                field.by,
                field.label,
                what.map(|what| format!("({what})")).unwrap_or_default()
            )
        }));
        lines
    }
}

impl Walk {
    /// Reads the open intake; `None` where there is none.
    pub(super) fn measure(&self, id: &str) -> Option<ItemPrefill> {
        let book = self.desk.book().ok()?;
        let item = book.catalogue.item(id)?;
        let state = self.desk.state();
        let intake = state.intake.as_ref()?;
        let today = cases::deadline::hall_date(self.desk.0.link.legal_now());
        let meter = Meter::of(item, &intake.draft, today);
        let fields = meter::required(item, &intake.draft, today)
            .map(|field| answered(field, intake, &book.catalogue.sources))
            .collect();
        Some(ItemPrefill {
            item: id.to_owned(),
            ratio: rounded(meter.ratio()),
            meter,
            fields,
        })
    }
}

fn answered(field: &FieldSpec, intake: &Intake, known: &Sources) -> Answered {
    let cell = intake.draft.form.get(&field.key);
    let filling = Filling::of(cell);
    let by = match filling {
        _ if field.is_own() => "own",
        Filling::Source(kind) => kind.word(),
        Filling::Changed => "changed",
        Filling::Typed => "typed",
        Filling::Empty => "empty",
    };
    let held = cell.and_then(|cell| cell.held.as_ref());
    let is_filled = matches!(filling, Filling::Source(_));
    Answered {
        key: field.key.clone(),
        label: field.label.clone(),
        by: by.to_owned(),
        from: held.filter(|_| is_filled).map(|held| origin(&held.from)),
        why: (!is_filled && !field.is_own()).then(|| why_not(field, cell, intake, known)),
    }
}

/// The record, card or rule.
fn origin(from: &Provenance) -> String {
    let mut parts = vec![from.label.clone(), from.provider.clone()];
    parts.extend(from.record_id.clone());
    parts.extend(from.as_of.map(|day| format!("截至 {day:.0}")));
    parts.dedup();
    parts.join(" ")
}

/// In words of the catalogue and of what the sources said.
pub(super) fn why_not(field: &FieldSpec, cell: Option<&Cell>, intake: &Intake, known: &Sources) -> String {
    let offered = cell.map(|cell| cell.offered.as_slice()).unwrap_or_default();
    if offered.iter().any(|one| one.from.kind != SourceKind::Typed) {
        return "来源有值，改为申请人所述".to_owned();
    }
    let asked: Vec<&String> = field
        .source_chain
        .iter()
        .filter(|source| known.is_asked(source) || known.library() == Some(source.as_str()))
        .collect();
    if known.derived(&field.data_element).next().is_some() {
        return "推导的前提未满足".to_owned();
    }
    if asked.is_empty() {
        return "目录未列可共享的来源".to_owned();
    }
    let states: BTreeSet<String> = asked
        .iter()
        .map(|dataset| {
            let word = known.word(dataset);
            if known.library() == Some(dataset.as_str()) {
                let looked = !intake.looked.is_empty();
                return format!("{word} {}", if looked { "照面没有此项" } else { "未查询" });
            }
            let said: BTreeSet<&str> = intake
                .sources
                .iter()
                .filter(|one| one.dataset == **dataset && one.elements.contains(&field.data_element))
                .map(|one| match &one.state {
                    SourceState::Answered { .. } => "没有此项",
                    SourceState::Empty => "查无记录",
                    SourceState::Failed => "未能查询",
                    SourceState::Unasked => "未征求同意",
                    SourceState::Refused => "申请人未同意",
                    SourceState::Asking => "未及答复",
                })
                .collect();
            match said.is_empty() {
                true => format!("{word} 未查询"),
                false => format!("{word} {}", said.into_iter().collect::<Vec<_>>().join("、")),
            }
        })
        .collect();
    states.into_iter().collect::<Vec<_>>().join("；")
}
