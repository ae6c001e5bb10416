//! Values that follow from others (推导), by data element rather than by item: what follows from what stands in
//! `sources.json`.

use jiff::Timestamp;
use jiff::civil::Date;

use super::cell::{Candidate, Cell, Form};
use super::merge::{offer, retract_derived};
use super::provenance::{Provenance, SourceKind};
use super::rows::group_of;
use super::value::Value;
use crate::catalogue::sources::How;
use crate::catalogue::{FieldSpec, FieldType, Item, Sources};
use crate::identity::PersonId;
use crate::regions;

/// Fills what follows, and takes back what follows no longer. What a source said or a person decided stands.
pub fn derive(item: &Item, sources: &Sources, form: &mut Form, today: Date, at: Timestamp) {
    for field in &item.fields {
        match derived(item, sources, field, form, today) {
            Some((value, from)) => {
                let cell = form.entry(field.key.clone()).or_default();
                let value = Candidate {
                    value,
                    from: origin(from, at),
                };
                // The moment at which it was worked out again is no news.
                let known = cell.offered.iter().any(|one| {
                    one.from.kind == SourceKind::Derived
                        && one.value == value.value
                        && one.from.record_id == value.from.record_id
                });
                if !known {
                    retract_derived(field, cell);
                    offer(field, cell, value);
                }
            }
            None => {
                if let Some(cell) = form.get_mut(&field.key) {
                    retract_derived(field, cell);
                }
            }
        }
    }
}

/// `from` is the key of the field that it follows from.
fn origin(from: Option<&str>, at: Timestamp) -> Provenance {
    Provenance {
        kind: SourceKind::Derived,
        label: "推导".to_owned(),
        provider: "受理台".to_owned(),
        dataset: None,
        record_id: from.map(str::to_owned),
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        raw: None,
        at,
    }
}

type Follows<'a> = (Value, Option<&'a str>);

fn derived<'a>(
    item: &'a Item,
    sources: &Sources,
    field: &FieldSpec,
    form: &Form,
    today: Date,
) -> Option<Follows<'a>> {
    for rule in sources.derived(&field.data_element) {
        let Some(from) = origin_field(item, field, &rule.from) else {
            continue;
        };
        let value = form
            .get(&from.key)
            .filter(|cell| cell.is_filled())
            .and_then(|cell| follows(rule.how, item, from, form, cell, today));
        if let Some(value) = value {
            return Some((value, Some(from.key.as_str())));
        }
    }
    if let Some((count, from)) = counted(item, field, form) {
        return Some((count, Some(from)));
    }
    if field.source_code != "system" || field.repeatable {
        return None;
    }
    let value = match field.kind {
        FieldType::Date => today.to_string(),
        FieldType::Number if field.data_element.ends_with("Year") => today.year().to_string(),
        _ => return None,
    };
    Some((Value::Text(value), None))
}

/// The field of the same subject, or the only one there is.
fn origin_field<'a>(item: &'a Item, field: &FieldSpec, element: &str) -> Option<&'a FieldSpec> {
    let mut all = item.fields.iter().filter(|other| other.data_element == element);
    let own = all.clone().find(|other| other.subject == field.subject);
    own.or_else(|| {
        let first = all.next()?;
        // What follows from a person's fields is that person's.
        (all.next().is_none() && !element.starts_with("person.")).then_some(first)
    })
}

fn follows(how: How, item: &Item, from: &FieldSpec, form: &Form, cell: &Cell, today: Date) -> Option<Value> {
    let text = |said: String| Some(Value::Text(said));
    match how {
        How::Sex => text(person(item, from, form, cell, today)?.sex()?.code().to_owned()),
        How::Birth => text(person(item, from, form, cell, today)?.birth()?.to_string()),
        How::Region => text(regions::of_address(cell.text()?)?.to_owned()),
        How::Count => rows(cell).map(|all| Value::Text(all.len().to_string())),
        How::Share => shares(rows(cell)?).map(Value::Many),
    }
}

fn person(item: &Item, from: &FieldSpec, form: &Form, cell: &Cell, today: Date) -> Option<PersonId> {
    let family = from.data_element.rsplit_once('.')?.0;
    let kind = format!("{family}.idType");
    let kind = item
        .fields
        .iter()
        .find(|other| other.subject == from.subject && other.data_element == kind)
        .and_then(|other| form.get(&other.key))
        .filter(|cell| cell.is_filled())
        .and_then(|cell| cell.text());
    PersonId::parse(kind.unwrap_or("111"), cell.text()?, today).ok()
}

fn rows(cell: &Cell) -> Option<&Vec<String>> {
    match cell.value() {
        Some(Value::Many(all)) if !all.is_empty() => Some(all),
        Some(Value::Many(_) | Value::Text(_) | Value::Flag(_)) | None => None,
    }
}

/// How many are listed, for a field that counts them by its name: `acc.staffCount` of `acc.staff.*`.
fn counted<'a>(item: &'a Item, field: &FieldSpec, form: &Form) -> Option<(Value, &'a str)> {
    let group = field.data_element.strip_suffix("Count")?;
    let longest = item
        .fields
        .iter()
        .filter(|other| other.subject == field.subject && group_of(other) == Some(group))
        .filter_map(|other| {
            let cell = form.get(&other.key).filter(|cell| cell.is_filled())?;
            Some((rows(cell)?.len(), other.key.as_str()))
        })
        .max_by_key(|(rows, _)| *rows)?;
    Some((Value::Text(longest.0.to_string()), longest.1))
}

/// Each row's share of the sum, in per cent with at most two places; none while an amount is missing or the sum is
/// nothing.
fn shares(amounts: &[String]) -> Option<Vec<String>> {
    let amounts: Vec<f64> = amounts
        .iter()
        .map(|one| one.parse::<f64>().ok().filter(|amount| *amount >= 0.0))
        .collect::<Option<_>>()?;
    let sum: f64 = amounts.iter().sum();
    if !(sum.is_finite() && sum > 0.0) {
        return None;
    }
    let share = |amount: &f64| {
        let hundredths = (amount / sum * 10_000.0).round() / 100.0;
        hundredths.to_string()
    };
    Some(amounts.iter().map(share).collect())
}
