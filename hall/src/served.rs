//! What a hall serves of a folder it was opened with.
//!
//! A publish refuses a catalogue with any fault. A hall that is opened with a folder goes on with one that says less
//! than it should, so that a catalogue taken over from elsewhere works at all: a condition without an expression is
//! asked in its words, a point without a rule is a person's. What is *wrong* in an item is another matter: its
//! promises, codes and papers would be wrong at every window. Such an item is withheld until it is put right, and the
//! hall says so when it opens and on its state.

use std::collections::BTreeSet;

use cases::catalogue::{CatalogueFault, CatalogueFiles, Item, check};
use cases::wire::edition::Withheld;
use serde_json::value::RawValue;

/// Faults of an item for which every window has a rule: no judgement of a point, no expression beside a condition, and
/// what no situation asks for.
const SAYS_LESS: [&str; 4] = ["YC-1348", "YC-1395", "YC-1397", "YC-1398"];
/// One code of two items: neither can be told from the other.
const SAME_CODE: &str = "YC-1366";
/// Faults that are logged one by one.
const LOGGED: usize = 20;

/// What is wrong in the folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OpenedWith {
    pub faults: Vec<CatalogueFault>,
    pub withheld: Vec<Withheld>,
}

impl OpenedWith {
    /// Says it once, when the hall opens.
    pub fn log(&self) {
        if self.faults.is_empty() {
            return;
        }
        tracing::warn!(
            catalogue.faults = self.faults.len(),
            catalogue.withheld = self.withheld.len(),
            "the folder has faults: `yichuang-hall catalogue check` names them, items with wrong data are not served"
        );
        for fault in self.faults.iter().take(LOGGED) {
            tracing::warn!(
                fault.file = fault.file,
                fault.path = fault.path,
                fault.code = fault.trouble.code,
                "{}",
                fault.trouble.en
            );
        }
        for item in &self.withheld {
            tracing::warn!(item.id = item.id, item.name = item.name, "an item is not served");
        }
    }
}

/// The files without the items that cannot be trusted, and what is wrong. The files can be read.
pub fn of(mut files: CatalogueFiles) -> (CatalogueFiles, OpenedWith) {
    let faults = check(&files).faults;
    let read = serde_json::from_str::<Vec<&RawValue>>(&files.items).ok();
    let items = serde_json::from_str::<Vec<Item>>(&files.items).ok();
    let (Some(texts), Some(items)) = (read, items) else {
        return (files, OpenedWith::default());
    };
    let barred = barred(&faults, &items);
    if !barred.is_empty() {
        let kept = texts.iter().enumerate().filter(|(at, _)| !barred.contains(at));
        let kept: Vec<&str> = kept.map(|(_, text)| text.get()).collect();
        files.items = format!("[{}]", kept.join(","));
    }
    let withheld = barred.into_iter().map(|at| Withheld {
        id: items[at].id.clone(),
        name: items[at].name.clone(),
    });
    let withheld = withheld.collect();
    (files, OpenedWith { faults, withheld })
}

/// Places of the items that are not served.
fn barred(faults: &[CatalogueFault], items: &[Item]) -> BTreeSet<usize> {
    let mut barred = BTreeSet::new();
    for fault in faults.iter().filter(|fault| fault.file == "items.json") {
        let place = fault
            .path
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next());
        let Some(at) = place
            .and_then(|place| place.parse::<usize>().ok())
            .filter(|at| *at < items.len())
        else {
            continue;
        };
        if SAYS_LESS.contains(&fault.trouble.code.as_str()) {
            continue;
        }
        barred.insert(at);
        if fault.trouble.code == SAME_CODE {
            let code = &items[at].business_item_code;
            let same = |other: &Item| other.business_item_code == *code;
            barred.extend(
                items
                    .iter()
                    .enumerate()
                    .filter(|(_, other)| same(other))
                    .map(|(at, _)| at),
            );
        }
    }
    barred
}
