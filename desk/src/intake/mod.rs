//! The open intake (收件稿): the draft with what is known around it. Pure: values in, values out.
//!
//! Map: [`subjects`] who of the form is who · [`asks`] which source is asked for what · [`offers`] what sources
//! said, into cells · [`edit`] a clerk's changes · [`show`] the view and its deltas, with
//! [`show_fields`] and [`show_slots`] · [`forms`] facts for papers.

pub mod asks;
pub mod edit;
pub mod forms;
pub mod offers;
pub mod show;
pub mod show_fields;
pub mod show_slots;
pub mod subjects;

use std::collections::{BTreeMap, BTreeSet};

use cases::case::{Draft, Stage};
use cases::catalogue::{Catalogue, Item};
use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::wire::gateway::SubjectKey;
use jiff::Timestamp;
use jiff::civil::Date;

/// What every rule needs beside the draft: the edition, its item, legal time.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub catalogue: &'a Catalogue,
    pub item: &'a Item,
    /// Legal time (promise 13).
    pub now: Timestamp,
}

impl Ground<'_> {
    pub fn today(&self) -> Date {
        hall_date(self.now)
    }
}

/// One source being asked about one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub dataset: String,
    pub subject: SubjectKey,
    pub elements: Vec<String>,
    pub state: SourceState,
    /// Fields it filled or agreed with.
    pub fields: u32,
    pub trouble: Option<Trouble>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceState {
    Asking,
    Answered {
        provider: String,
        record_id: String,
    },
    /// 查无记录
    Empty,
    Failed,
}

impl SourceState {
    pub fn word(&self) -> &'static str {
        match self {
            SourceState::Asking => "asking",
            SourceState::Answered { .. } => "answered",
            SourceState::Empty => "empty",
            SourceState::Failed => "failed",
        }
    }
}

/// The open intake.
#[derive(Debug, Clone)]
pub struct Intake {
    pub draft: Draft,
    pub stage: Stage,
    /// Key of the field the clerk stands in.
    pub position: Option<String>,
    pub saved_at: Timestamp,
    pub sources: Vec<Source>,
    /// Licence looks already made: material and holder.
    pub looked: BTreeSet<(String, String)>,
    /// Field key (or `?` and a question) → the revision that changed it last.
    pub changed_at: BTreeMap<String, u64>,
    /// Acceptance is under way or done: nothing may change any more.
    pub closed: bool,
    /// Revision at which the draft was loaded: what changed before it is not known singly.
    pub floor: u64,
}

impl Intake {
    pub fn of(draft: Draft, stage: Stage, position: Option<String>, saved_at: Timestamp) -> Self {
        let floor = draft.revision;
        Self {
            draft,
            stage,
            position,
            saved_at,
            sources: Vec::new(),
            looked: BTreeSet::new(),
            changed_at: BTreeMap::new(),
            closed: stage != Stage::Draft,
            floor,
        }
    }

    /// Whether an edit of this spot, made while looking at `base`, would overwrite something unseen.
    pub fn is_stale(&self, spot: &str, base: u64) -> bool {
        base < self.floor
            || base > self.draft.revision
            || self.changed_at.get(spot).is_some_and(|changed| *changed > base)
    }

    /// Whether any field changed after `base`.
    pub fn changed_since(&self, base: u64) -> bool {
        base < self.floor || self.changed_at.values().any(|changed| *changed > base)
    }

    /// Notes which cells and answers differ from `before`, as changed by the draft's present revision.
    pub fn note_changes(&mut self, before: &Draft) {
        let revision = self.draft.revision;
        for (key, cell) in &self.draft.form {
            if before.form.get(key) != Some(cell) {
                self.changed_at.insert(key.clone(), revision);
            }
        }
        for (question, yes) in &self.draft.answers {
            if before.answers.get(question) != Some(yes) {
                self.changed_at.insert(format!("?{question}"), revision);
            }
        }
    }
}
