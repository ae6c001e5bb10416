//! Data elements and code lists among themselves.

use std::collections::BTreeSet;

use super::super::element::{CodeLists, DataElement};
use super::fault::Fault;
use super::report::Report;

pub fn check(elements: &[DataElement], codes: &CodeLists, report: &mut Report) {
    let report = report.of("data_elements.json");
    let mut ids = BTreeSet::new();
    for (at, element) in elements.iter().enumerate() {
        if !ids.insert(element.id.as_str()) {
            report.say(&format!("[{at}].id"), &Fault::Twice(element.id.clone()));
        }
        if let Some(list) = &element.code_list
            && !codes.0.contains_key(list)
        {
            report.say(&format!("[{at}].codeList"), &Fault::NoCodeList(list.clone()));
        }
    }
    let report = report.of("codelists.json");
    for (list, entries) in &codes.0 {
        if entries.is_empty() {
            report.say(list, &Fault::NoCodes);
        }
        let mut known = BTreeSet::new();
        for (at, entry) in entries.iter().enumerate() {
            if !known.insert(entry.code.as_str()) {
                report.say(
                    &format!("{list}[{at}].code"),
                    &Fault::CodeTwice(entry.code.clone()),
                );
            }
        }
    }
}
