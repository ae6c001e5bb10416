//! The open intake (收件稿): the draft with what is known around it. Pure: values in, values out.
//!
//! Map: [`subjects`] who of the form is who · [`asks`] which source is asked for what ·
//! [`consents`] on what legal base · [`credit`] whose credit is looked at · [`offers`] what sources
//! said, into cells · [`online`] what an online application said · [`paper`] whether paper may be taken · [`edit`] a clerk's changes · [`show`] the view and its deltas, with
//! [`show_fields`] and [`show_slots`] · [`forms`] facts for papers, [`annex`] for the
//! 来源附页.

pub mod annex;
pub mod asks;
pub mod consents;
pub mod credit;
pub mod edit;
pub mod forms;
pub mod offers;
pub mod online;
pub mod paper;
pub mod show;
pub mod show_fields;
pub mod show_slots;
pub mod subjects;

use std::collections::{BTreeMap, BTreeSet};

use cases::case::{Answer, Draft, Stage};
use cases::catalogue::{Catalogue, Item};
use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::form::{Cell, rows};
use cases::objection::State as ObjectionState;
use cases::wire::gateway::SubjectKey;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::scan::fresh::Fresh;
use crate::view::intake::Change;

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
    /// Legal base of all of them, by its code.
    pub base: String,
    pub state: SourceState,
    /// Fields it filled or agreed with.
    pub fields: u32,
    pub trouble: Option<Trouble>,
}

impl Source {
    /// The same question, whoever it is about.
    pub fn is_like(&self, other: &Self) -> bool {
        self.dataset == other.dataset && self.subject.role == other.subject.role && self.base == other.base
    }

    /// Of the same place in the form, and about somebody else.
    pub fn is_in_place_of(&self, other: &Self) -> bool {
        self.dataset == other.dataset
            && self.subject.role == other.subject.role
            && self.subject != other.subject
    }

    /// It was not asked, for want of a consent.
    pub fn waits(&self) -> bool {
        matches!(self.state, SourceState::Unasked | SourceState::Refused)
    }
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
    /// 待同意: nobody was asked yet whether it may be.
    Unasked,
    /// 申请人未同意: never asked.
    Refused,
}

impl SourceState {
    pub fn word(&self) -> &'static str {
        match self {
            SourceState::Asking => "asking",
            SourceState::Answered { .. } => "answered",
            SourceState::Empty => "empty",
            SourceState::Failed => "failed",
            SourceState::Unasked => "unasked",
            SourceState::Refused => "refused",
        }
    }
}

/// What is known of this sitting alone, and never saved.
#[derive(Debug, Clone, Default)]
pub struct Sitting {
    /// Texts that this clerk typed and that could not stand in their fields. He reads them to put them right; whoever
    /// opens the draft afterwards sees them masked.
    words: BTreeSet<(String, String)>,
    /// How far the objections of the draft are, as far as it was heard here.
    objections: BTreeMap<Uuid, ObjectionState>,
}

impl Sitting {
    pub fn note(&mut self, field: &str, text: &str) {
        self.words.insert((field.to_owned(), text.to_owned()));
    }

    pub fn said(&self, field: &str, text: &str) -> bool {
        self.words.iter().any(|(key, said)| key == field && said == text)
    }

    pub fn hear(&mut self, objection: Uuid, state: ObjectionState) {
        self.objections.insert(objection, state);
    }

    pub fn state_of(&self, objection: Uuid) -> ObjectionState {
        self.objections
            .get(&objection)
            .copied()
            .unwrap_or(ObjectionState::Raised)
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
    /// Looks at credit already made: role and number.
    pub credit_asked: BTreeSet<(String, String)>,
    /// Field key (or `?` and a question) → the revision that changed it last.
    pub changed_at: BTreeMap<String, u64>,
    /// Acceptance is under way or done: nothing may change any more.
    pub closed: bool,
    /// Revision at which the draft was loaded: what changed before it is not known singly.
    pub floor: u64,
    /// The clerk's edits that can be taken back, the last one last.
    pub undo: Vec<Edited>,
    pub sitting: Sitting,
    pub fresh: Fresh,
}

/// An edit of the clerk. One answer may change several places; they go back together.
#[derive(Debug, Clone)]
pub struct Edited {
    /// Key of the field that was edited; none where a question was answered.
    pub key: Option<String>,
    pub places: Vec<Place>,
}

/// What stood in a place before an edit.
#[derive(Debug, Clone)]
pub struct Place {
    /// The revision that the edit made.
    pub revision: u64,
    pub before: Spot,
    /// The revision that had made what stood there before.
    pub made_by: Option<u64>,
}

/// What stands in one place.
#[derive(Debug, Clone)]
pub enum Spot {
    Cell(String, Box<Cell>),
    Answer(String, Option<Answer>),
}

impl Spot {
    /// As in [`Intake::changed_at`].
    pub fn name(&self) -> String {
        match self {
            Spot::Cell(key, _) => key.clone(),
            Spot::Answer(question, _) => format!("?{question}"),
        }
    }
}

/// Edits that are kept for taking back.
const UNDO_DEPTH: usize = 100;

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
            credit_asked: BTreeSet::new(),
            changed_at: BTreeMap::new(),
            closed: stage != Stage::Draft,
            floor,
            undo: Vec::new(),
            sitting: Sitting::default(),
            fresh: Fresh::default(),
        }
    }

    /// Whether an edit of this spot, made while looking at `base`, would overwrite something unseen.
    pub fn is_stale(&self, spot: &str, base: u64) -> bool {
        base < self.floor
            || base > self.draft.revision
            || self.changed_at.get(spot).is_some_and(|changed| *changed > base)
    }

    /// What stands now in every place that a change may touch.
    pub fn spots(&self, item: &Item, change: &Change) -> Vec<Spot> {
        let cell = |key: &String| {
            let cell = self.draft.form.get(key).cloned().unwrap_or_default();
            Spot::Cell(key.clone(), Box::new(cell))
        };
        match change {
            Change::Set { key, .. } => vec![cell(key)],
            Change::Choose { key, .. } => {
                let group = item.field(key).into_iter();
                let group = group.flat_map(|field| rows::of_group(item, field));
                let others = group.map(|field| &field.key).filter(|other| *other != key);
                std::iter::once(key).chain(others).map(cell).collect()
            }
            Change::Answer { question, .. } => {
                let answer = self.draft.answers.get(question).cloned();
                let asked = item.situations.iter().find(|one| one.id == *question);
                let filled = asked.into_iter().flat_map(|one| one.fields(item));
                let cells = filled.map(|field| cell(&field.key));
                std::iter::once(Spot::Answer(question.clone(), answer))
                    .chain(cells)
                    .collect()
            }
        }
    }

    /// Keeps what stood there before the edit that the draft's next revision is.
    pub fn note_edit(&mut self, change: &Change, before: Vec<Spot>) {
        let key = match change {
            Change::Set { key, .. } | Change::Choose { key, .. } => Some(key.clone()),
            Change::Answer { .. } => None,
        };
        let changed = before.into_iter().filter(|spot| match spot {
            Spot::Cell(key, cell) => match self.draft.form.get(key) {
                Some(now) => now != &**cell,
                None => **cell != Cell::default(),
            },
            Spot::Answer(question, answer) => self.draft.answers.get(question) != answer.as_ref(),
        });
        let places: Vec<Place> = changed
            .map(|before| Place {
                revision: self.draft.revision + 1,
                made_by: self.changed_at.get(&before.name()).copied(),
                before,
            })
            .collect();
        if !places.is_empty() {
            self.undo.push(Edited { key, places });
        }
        let over = self.undo.len().saturating_sub(UNDO_DEPTH);
        self.undo.drain(..over);
    }

    /// Takes the last edit back. False when something newer stands in one of its places: then nothing changes.
    pub fn take_back(&mut self, edit: Edited) -> bool {
        let stands = |place: &Place| self.changed_at.get(&place.before.name()) == Some(&place.revision);
        if !edit.places.iter().all(stands) {
            return false;
        }
        for place in edit.places {
            let name = place.before.name();
            match place.before {
                Spot::Cell(field, cell) => {
                    self.draft.form.insert(field, *cell);
                }
                Spot::Answer(question, Some(answer)) => {
                    self.draft.answers.insert(question, answer);
                }
                Spot::Answer(question, None) => {
                    self.draft.answers.remove(&question);
                }
            }
            // The edit before it in this place is the one that stands there from the next revision on.
            let mut earlier = self.undo.iter_mut().rev().flat_map(|edit| &mut edit.places);
            if let Some(earlier) = earlier
                .find(|one| one.before.name() == name)
                .filter(|one| Some(one.revision) == place.made_by)
            {
                earlier.revision = self.draft.revision + 1;
            }
        }
        true
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
        for question in self.draft.answers.keys().chain(before.answers.keys()) {
            if before.answers.get(question) != self.draft.answers.get(question) {
                self.changed_at.insert(format!("?{question}"), revision);
            }
        }
    }
}
