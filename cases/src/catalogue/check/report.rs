//! The report of a check: every fault once, in the order of the files and of the places in them.

use std::cmp::Ordering;

use super::super::load::CatalogueFault;
use super::fault::Fault;
use crate::error::Trouble;

/// Files in the order a person reads them.
const ORDER: [&str; 10] = [
    "items.json",
    "bundles.json",
    "data_elements.json",
    "codelists.json",
    "conditions.json",
    "calendar.json",
    "papers.json",
    "answers.json",
    "everyday.json",
    "known_faults.json",
];

/// Collects the faults of one file after the other.
#[derive(Debug, Default)]
pub struct Report {
    file: &'static str,
    faults: Vec<CatalogueFault>,
    /// Places where a stand-in is read in place of what could not be: nothing more is said of them.
    stand_ins: Vec<(&'static str, String)>,
}

impl Report {
    /// What comes now is of this file.
    pub fn of(&mut self, file: &'static str) -> &mut Self {
        self.file = file;
        self
    }

    pub fn say(&mut self, path: &str, fault: &Fault) {
        self.add(path, fault.trouble());
    }

    pub fn add(&mut self, path: &str, trouble: Trouble) {
        let stood_in = self
            .stand_ins
            .iter()
            .any(|(file, place)| *file == self.file && within(path, place));
        if !stood_in {
            self.faults.push(CatalogueFault {
                file: self.file.to_owned(),
                path: path.to_owned(),
                trouble,
            });
        }
    }

    /// Faults that were found elsewhere.
    pub fn take(&mut self, found: Vec<CatalogueFault>) {
        let is_new = |fault: &CatalogueFault| {
            !self
                .stand_ins
                .iter()
                .any(|(file, place)| fault.file == *file && within(&fault.path, place))
        };
        let new: Vec<CatalogueFault> = found.into_iter().filter(is_new).collect();
        self.faults.extend(new);
    }

    /// 读不懂: nothing further is said of this place.
    pub fn unreadable(&mut self, path: &str, reason: &str) {
        self.say(path, &Fault::Unreadable(reason.to_owned()));
        self.stand_ins.push((self.file, path.to_owned()));
    }

    /// The faults in order, each place and code once.
    pub fn faults(mut self) -> Vec<CatalogueFault> {
        let rank = |fault: &CatalogueFault| ORDER.iter().position(|file| *file == fault.file);
        self.faults
            .sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| by_place(&a.path, &b.path)));
        self.faults.dedup();
        self.faults
    }
}

/// Whether `path` is `place` or lies in it. All of a file lies in its root, whose path is empty.
fn within(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| place.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// `[2]` comes before `[10]`.
fn by_place(a: &str, b: &str) -> Ordering {
    let steps = |path: &str| -> Vec<(Option<u64>, String)> {
        path.split(['.', '[', ']'])
            .filter(|step| !step.is_empty())
            .map(|step| (step.parse().ok(), step.to_owned()))
            .collect()
    };
    steps(a).cmp(&steps(b))
}
