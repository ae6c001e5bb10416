//! An open draft goes over to a newer edition of its item: what has a place there stays, and what has none is listed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::Catalogue;
use super::super::item::{FieldSpec, Item};
use crate::case::{Answer, Draft};
use crate::form::value::read;
use crate::form::{Cell, Value};
use crate::material::Slot;

/// Something that the newer edition has no place for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dropped {
    /// Label of the field, name of the material, or the question.
    pub what: String,
    /// What stood there, in words; empty for a material.
    pub value: String,
    /// It is not lost but stands in its field as something to be put right.
    pub to_settle: bool,
    /// 敏感级别 of the field.
    pub sensitivity: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub draft: Draft,
    pub dropped: Vec<Dropped>,
}

/// The draft under the newer edition. `from` is the item as it was, `to` the newer edition, which has the item.
pub fn move_draft(
    draft: &Draft,
    old: &Catalogue,
    from: &Item,
    new: &Catalogue,
    to: &Item,
    today: Date,
) -> Moved {
    let mut moved = draft.clone();
    moved.edition = new.edition.clone();
    let mut dropped = Vec::new();
    let mut form = std::mem::take(&mut moved.form);
    form.retain(|key, cell| {
        let before = from.field(key);
        match to.field(key) {
            Some(after) => {
                if before.is_none_or(|before| before != after) {
                    dropped.extend(settle(
                        cell,
                        before.map(|before| (before, old)),
                        after,
                        new,
                        today,
                    ));
                }
                true
            }
            None => {
                let label = before.map_or(key.as_str(), |before| before.label.as_str());
                let said = words(cell, before, old);
                if let Some(value) = said {
                    dropped.push(Dropped {
                        what: label.to_owned(),
                        value,
                        to_settle: false,
                        sensitivity: before
                            .map(|before| before.sensitivity.clone())
                            .unwrap_or_default(),
                    });
                }
                false
            }
        }
    });
    moved.form = form;
    slots(&mut moved, from, to, &mut dropped);
    moved.answers.retain(|question, answer| {
        let stays = stands(answer, question, to);
        if !stays {
            dropped.push(answered(question, answer, from));
        }
        stays
    });
    Moved {
        draft: moved,
        dropped,
    }
}

/// Whether an answer still has its question, with all that was chosen.
fn stands(answer: &Answer, question: &str, to: &Item) -> bool {
    match answer {
        Answer::Chosen(codes) => to
            .situations
            .iter()
            .find(|one| one.id == question)
            .is_some_and(|one| codes.iter().all(|code| one.answer(code).is_some())),
        Answer::Said(_) => {
            let of_materials = to.materials.iter().map(|material| &material.condition);
            let of_fields = to.fields.iter().map(|field| &field.required_when);
            of_materials
                .chain(of_fields)
                .flatten()
                .any(|text| text == question)
        }
    }
}

/// An answer that has no question any more, in words.
fn answered(question: &str, answer: &Answer, from: &Item) -> Dropped {
    let known = from.situations.iter().find(|one| one.id == question);
    let value = match answer {
        Answer::Said(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Answer::Chosen(codes) => codes
            .iter()
            .map(|code| {
                let label = known.and_then(|one| one.answer(code));
                label.map_or(code.as_str(), |answer| answer.label.as_str())
            })
            .collect::<Vec<_>>()
            .join("、"),
    };
    Dropped {
        what: known.map_or(question, |one| one.question.as_str()).to_owned(),
        value,
        to_settle: false,
        sensitivity: String::new(),
    }
}

/// What stands in a cell, in words; `None` where nothing was said.
fn words(cell: &Cell, field: Option<&FieldSpec>, of: &Catalogue) -> Option<String> {
    if let Some(typed) = &cell.rejected {
        return Some(typed.clone());
    }
    let value = cell.value().filter(|value| !value.is_empty())?;
    Some(match (field, value) {
        (Some(field), value) => value.words(field, &of.codes),
        (None, Value::Text(text)) => text.clone(),
        (None, Value::Many(all)) => all.join("；"),
        (None, Value::Flag(yes)) => if *yes { "是" } else { "否" }.to_owned(),
    })
}

/// A field of another make: a value that cannot stand in it stays beside it, as if it had been typed there.
fn settle(
    cell: &mut Cell,
    before: Option<(&FieldSpec, &Catalogue)>,
    after: &FieldSpec,
    new: &Catalogue,
    today: Date,
) -> Option<Dropped> {
    let value = cell.value().filter(|value| !value.is_empty())?.clone();
    let given = match &value {
        Value::Flag(yes) => Json::Bool(*yes),
        Value::Text(text) => Json::String(text.clone()),
        Value::Many(all) => all.iter().cloned().map(Json::String).collect(),
    };
    // What kind of document a number is of is said by another field; the number itself was checked with it.
    let number = after.kind == super::super::item::FieldType::IdNumber;
    let same = before.is_some_and(|(before, _)| before.kind == after.kind);
    if number && same {
        return None;
    }
    match read(after, &given, &new.codes, None, today) {
        Ok(fits) => {
            if let Some(held) = &mut cell.held {
                held.value = fits;
            }
            None
        }
        Err(_) => {
            let said = match before {
                Some((before, old)) => value.words(before, &old.codes),
                None => value.words(after, &new.codes),
            };
            cell.held = None;
            cell.undecided = false;
            cell.decided = None;
            cell.rejected = Some(said.clone());
            Some(Dropped {
                what: after.label.clone(),
                value: said,
                to_settle: true,
                sensitivity: after.sensitivity.clone(),
            })
        }
    }
}

/// A slot per material of the item, with what is in hand.
fn slots(moved: &mut Draft, from: &Item, to: &Item, dropped: &mut Vec<Dropped>) {
    let mut before = std::mem::take(&mut moved.slots);
    for material in &to.materials {
        let kept = before.iter().position(|slot| slot.material == material.id);
        let kept = kept.map(|at| before.swap_remove(at));
        moved.slots.push(kept.unwrap_or_else(|| Slot::empty(material)));
    }
    before.sort_by_key(|slot| from.materials.iter().position(|one| one.id == slot.material));
    for gone in before.into_iter().filter(|slot| slot.held.is_some()) {
        let name = from.material(&gone.material);
        dropped.push(Dropped {
            what: name.map_or(gone.material.clone(), |material| material.name.clone()),
            value: String::new(),
            to_settle: false,
            sensitivity: String::new(),
        });
    }
    moved.promised.retain(|id| {
        to.material(id)
            .is_some_and(|material| material.tolerant_days.is_some())
    });
}
