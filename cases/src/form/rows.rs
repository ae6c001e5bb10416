//! Repeated groups (股东、专职从业人员 …): row n is the same row in every field of the group, so a group is filled and
//! decided as one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::alike::same;
use super::cell::{Cell, Form};
use super::merge::choose;
use super::provenance::Provenance;
use super::value::Value;
use crate::catalogue::{FieldSpec, Item};

/// The group that a repeated field belongs to: `reg.shareholder` of `reg.shareholder.name`.
pub fn group_of(field: &FieldSpec) -> Option<&str> {
    let group = field.data_element.rsplit_once('.').map(|(group, _)| group)?;
    field.repeatable.then_some(group)
}

/// The fields of one group.
pub fn of_group<'a>(item: &'a Item, field: &'a FieldSpec) -> impl Iterator<Item = &'a FieldSpec> {
    let group = group_of(field);
    item.fields
        .iter()
        .filter(move |other| group.is_some() && group_of(other) == group && other.subject == field.subject)
}

/// A person chooses one of the values offered to a field; what the same answer said of the other fields of its group is
/// chosen with it, so that no row is of two records. `None` when there is no such offer.
pub fn choose_rows(
    item: &Item,
    form: &mut Form,
    field: &FieldSpec,
    index: usize,
    by: &str,
    at: Timestamp,
) -> Option<()> {
    let cell = form.entry(field.key.clone()).or_default();
    let chosen = cell.offered.get(index)?.from.clone();
    choose(cell, index, by, at)?;
    for other in of_group(item, field).filter(|other| other.key != field.key) {
        if let Some(cell) = form.get_mut(&other.key).filter(|cell| cell.undecided)
            && let Some(index) = cell
                .offered
                .iter()
                .position(|one| is_one_answer(&one.from, &chosen))
        {
            choose(cell, index, by, at);
        }
    }
    Some(())
}

fn is_one_answer(a: &Provenance, b: &Provenance) -> bool {
    a.kind == b.kind && a.dataset == b.dataset && a.provider == b.provider && a.record_id == b.record_id
}

/// Brings the rows of an answer into the order of those that stand in the form, where both name the same rows by a
/// number or name. Rows that the form does not have follow in their own order. Columns that are not of one length are
/// no rows: they are named and not given back.
pub fn aligned(
    item: &Item,
    form: &Form,
    subject: &str,
    values: &BTreeMap<String, Json>,
) -> (BTreeMap<String, Json>, Vec<String>) {
    let mut placed = values.clone();
    let mut broken = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for field in item.fields.iter().filter(|field| field.subject == subject) {
        let Some(group) = group_of(field).filter(|group| !done.contains(group)) else {
            continue;
        };
        done.push(group);
        let columns: Vec<&FieldSpec> = of_group(item, field).collect();
        let given: Vec<(&FieldSpec, &Vec<Json>)> = columns
            .iter()
            .filter_map(|column| Some((*column, values.get(&column.data_element)?.as_array()?)))
            .collect();
        let Some((_, first)) = given.first() else { continue };
        let rows = first.len();
        if given.iter().any(|(_, column)| column.len() != rows) {
            for (column, _) in &given {
                placed.remove(&column.data_element);
                broken.push(column.data_element.clone());
            }
            continue;
        }
        let Some(order) = order(form, &given, rows) else {
            continue;
        };
        for (column, all) in given {
            let moved = order.iter().map(|at| all[*at].clone()).collect();
            placed.insert(column.data_element.clone(), Json::Array(moved));
        }
    }
    (placed, broken)
}

/// In which order the rows of an answer stand as those of the form do: by the first of number and name that both have.
fn order(form: &Form, given: &[(&FieldSpec, &Vec<Json>)], rows: usize) -> Option<Vec<usize>> {
    let named = |end: &str| given.iter().find(|(field, _)| field.data_element.ends_with(end));
    let (field, column) = [".idNumber", ".uscc", ".name"].iter().find_map(|end| {
        let (field, column) = named(end)?;
        matches!(form.get(&field.key).and_then(Cell::value), Some(Value::Many(_))).then_some((field, column))
    })?;
    let Some(Value::Many(standing)) = form.get(&field.key).and_then(Cell::value) else {
        return None;
    };
    let is = |at: usize, row: &String| {
        let one = |text: &str| Value::Many(vec![text.to_owned()]);
        column[at]
            .as_str()
            .is_some_and(|said| same(field, &one(said), &one(row)))
    };
    let mut order: Vec<usize> = Vec::with_capacity(rows);
    for row in standing {
        let mut fits = (0..rows).filter(|at| !order.contains(at) && is(*at, row));
        // A row that the answer does not have, or has twice: what belongs to what is not clear.
        let at = fits.next()?;
        if fits.next().is_some() {
            return None;
        }
        order.push(at);
    }
    let rest: Vec<usize> = (0..rows).filter(|at| !order.contains(at)).collect();
    order.extend(rest);
    Some(order)
}
