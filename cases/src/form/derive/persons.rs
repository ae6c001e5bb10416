//! What follows from who somebody is: sex and birth from the number, what is known of the same person elsewhere in the
//! form, what father and mother have alike.

use super::{Rules, filled, origin_field};
use crate::catalogue::derivation::Given;
use crate::catalogue::{FieldSpec, Item};
use crate::form::alike::same as says_the_same;
use crate::form::cell::{Cell, Form};
use crate::form::provenance::SourceKind;
use crate::form::value::Value;
use crate::identity::PersonId;

/// A number with the kind of document that stands beside it.
pub(super) fn read(rules: Rules<'_>, from: &FieldSpec, form: &Form, cell: &Cell) -> Option<PersonId> {
    let family = from.data_element.rsplit_once('.')?.0;
    let kind = filled(rules.item, &from.subject, &format!("{family}.idType"), form);
    let kind = kind.and_then(|(_, cell)| cell.text());
    PersonId::parse(kind.unwrap_or("111"), cell.text()?, rules.today).ok()
}

/// What all these subjects have alike; nothing while one of them has nothing.
pub(super) fn alike(
    item: &Item,
    element: &str,
    subjects: &[String],
    form: &Form,
) -> Option<(Value, Option<String>)> {
    let said: Option<Vec<(&FieldSpec, &Cell)>> = subjects
        .iter()
        .map(|subject| filled(item, subject, element, form))
        .collect();
    let said = said?;
    let (field, first) = said.first()?;
    let value = first.value()?;
    let is_one = said.iter().all(|(_, cell)| {
        cell.value()
            .is_some_and(|other| says_the_same(field, other, value))
    });
    is_one.then(|| (value.clone(), Some(field.key.clone())))
}

/// What stands under `element` for another subject of the form with the same number. What itself only follows is no
/// word for it: two fields would hold each other up.
pub(super) fn same(
    item: &Item,
    field: &FieldSpec,
    element: &str,
    own: &str,
    form: &Form,
) -> Option<(Value, Option<String>)> {
    let own = origin_field(item, field, own)?;
    let number = form.get(&own.key).filter(|cell| cell.is_filled())?.value()?;
    let family = element.rsplit_once('.')?.0;
    let numbers = format!("{family}.idNumber");
    let is_his = |other: &&FieldSpec| {
        other.data_element == numbers
            && !other.repeatable
            && other.key != own.key
            && form.get(&other.key).is_some_and(|cell| {
                cell.is_filled() && cell.value().is_some_and(|one| says_the_same(other, one, number))
            })
    };
    item.fields.iter().filter(is_his).find_map(|other| {
        let (from, cell) = filled(item, &other.subject, element, form)?;
        let said = cell.source() != Some(SourceKind::Derived) && from.key != field.key;
        said.then(|| Some((cell.value()?.clone(), Some(from.key.clone()))))?
    })
}

/// Whether one subject is one of the others, as far as the form says.
pub(super) fn is_given(item: &Item, given: &Given, form: &Form) -> bool {
    let Some((field, cell)) = filled(item, &given.of, &given.element, form) else {
        return false;
    };
    given.same_as.iter().any(|other| {
        filled(item, other, &given.element, form).is_some_and(|(_, other)| {
            matches!((cell.value(), other.value()), (Some(a), Some(b)) if says_the_same(field, a, b))
        })
    })
}
