//! 目录检查: everything that is wrong in a catalogue's files, never only the first.
//!
//! Loading a catalogue refuses what a window could not work with. A check goes further, to what is wrong in what it
//! says, and reports every fault with its file, JSON path, code and sentence.
//!
//! - [`shape`]: what cannot be read, and reading on.
//! - [`text`]: characters that are not seen, nests that are too deep.
//! - [`items`], [`lists`], [`bundles`]: codes, limits, and what points at something that is not there.
//! - [`rules`], [`reach`]: expressions that are missing, or that nothing can make true.
//! - [`noted`]: faults of a catalogue taken over from elsewhere, noted with the reason why they stay.

mod bundles;
mod fault;
mod items;
mod lists;
pub mod noted;
mod reach;
mod report;
mod rules;
mod shape;
mod text;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::answers::{self, Answer};
use super::bundle::Bundles;
use super::condition::Rules;
use super::element::{CodeLists, DataElement};
use super::everyday::Everyday;
use super::item::Item;
use super::load::{self, CatalogueFault, CatalogueFiles};
use super::sources::Sources;
use crate::deadline::Calendar;
use crate::error::Trouble;
use crate::notice::Wording;
use noted::Noted;
use report::Report;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked {
    /// What keeps the catalogue from being published.
    pub faults: Vec<CatalogueFault>,
    /// What is wrong and noted, so that it does not.
    pub noted: Vec<(CatalogueFault, Noted)>,
}

impl Checked {
    /// Whether it may be published.
    ///
    /// # Errors
    /// The faults that keep it from that.
    pub fn passed(self) -> Result<(), Vec<CatalogueFault>> {
        match self.faults.is_empty() {
            true => Ok(()),
            false => Err(self.faults),
        }
    }
}

/// Checks the files of one catalogue against themselves and each other.
pub fn check(files: &CatalogueFiles) -> Checked {
    let mut report = Report::default();
    if let Err(fault) = load::check_size(files.bytes()) {
        return Checked {
            faults: vec![fault],
            noted: Vec::new(),
        };
    }
    let items: Option<Vec<Item>> = list("items.json", &files.items, &mut report);
    let bundles: Option<Bundles> = whole("bundles.json", &files.bundles, &mut report);
    let elements: Option<Vec<DataElement>> = list("data_elements.json", &files.data_elements, &mut report);
    let codes: Option<CodeLists> = whole("codelists.json", &files.codelists, &mut report);
    let rules: Option<Rules> = whole("conditions.json", &files.conditions, &mut report);
    let _: Option<Calendar> = whole("calendar.json", &files.calendar, &mut report);
    if let Err(wrong) = Wording::load(&files.papers) {
        let report = report.of("papers.json");
        for fault in wrong {
            report.add(&fault.path, fault.trouble);
        }
    }
    let answers: Option<Vec<Answer>> = list("answers.json", &files.answers, &mut report);
    let everyday: Option<Everyday> = whole("everyday.json", &files.everyday, &mut report);
    let sources: Option<Sources> = whole("sources.json", &files.sources, &mut report);
    if let Some(sources) = &sources {
        let report = report.of("sources.json");
        for (path, what) in sources.check() {
            let (code, zh, en) = what.words();
            report.add(&path, Trouble::new(code, zh, en));
        }
    }
    let notes: Vec<Noted> = list("known_faults.json", &files.known_faults, &mut report).unwrap_or_default();
    if let (Some(mut items), Some(elements), Some(codes), Some(rules)) = (items, elements, codes, rules) {
        lists::check(&elements, &codes, &mut report);
        let elements: BTreeMap<String, DataElement> = elements
            .into_iter()
            .map(|element| (element.id.clone(), element))
            .collect();
        let mut basic = Vec::new();
        load::check_parts(&mut items, &elements, &codes, &rules, &mut basic);
        report.take(basic);
        if let Some(answers) = answers {
            let report = report.of("answers.json");
            for (path, what) in answers::check(&answers, Some(&items)) {
                let (code, zh, en) = what.words();
                report.add(&path, Trouble::new(code, zh, en));
            }
        }
        if let Some(everyday) = everyday {
            let report = report.of("everyday.json");
            for (path, what) in everyday.check(Some(&items)) {
                let (code, zh, en) = what.words();
                report.add(&path, Trouble::new(code, zh, en));
            }
        }
        let around = items::Around {
            elements: &elements,
            sources: sources.as_ref(),
        };
        items::check(&items, &around, &mut report);
        rules::items(&items, &codes, &mut report);
        if let Some(bundles) = bundles {
            bundles::check(&bundles, &items, &elements, &mut report);
            rules::bundles(&bundles, &items, &codes, &mut report);
        }
    }
    noted::divide(report.faults(), &notes)
}

/// A file that is one value.
fn whole<T: DeserializeOwned>(file: &'static str, text: &str, report: &mut Report) -> Option<T> {
    let json = parse(file, text, report)?;
    text::check(&json, "", report);
    shape::read(json, "", report)
}

/// A file that is a list: each entry is read for itself.
fn list<T: DeserializeOwned>(file: &'static str, text: &str, report: &mut Report) -> Option<Vec<T>> {
    let json = parse(file, text, report)?;
    let Json::Array(all) = json else {
        return shape::read(json, "", report);
    };
    let read = all.into_iter().enumerate().map(|(at, json)| {
        let at = format!("[{at}]");
        text::check(&json, &at, report);
        shape::read(json, &at, report)
    });
    // Every entry is looked at before one that nothing can stand in for ends it.
    read.collect::<Vec<Option<T>>>().into_iter().collect()
}

fn parse(file: &'static str, text: &str, report: &mut Report) -> Option<Json> {
    let report = report.of(file);
    match serde_json::from_str(text) {
        Ok(json) => Some(json),
        Err(wrong) => {
            report.unreadable("", &wrong.to_string());
            None
        }
    }
}
