//! Values that follow from others (推导), by data element rather than by item: what follows from what stands in
//! `sources.json`.
//!
//! - [`amounts`]: counts, totals and shares of listed rows.
//! - [`persons`]: what follows from who somebody is.
//! - [`words`]: what follows from a code, or from the item itself.

mod amounts;
mod persons;
#[cfg(test)]
mod tests;
mod words;

use jiff::Timestamp;
use jiff::civil::Date;

use super::cell::{Candidate, Cell, Form};
use super::merge::{offer, retract_derived};
use super::provenance::{Provenance, SourceKind};
use super::value::Value;
use crate::catalogue::derivation::{Derivation, How};
use crate::catalogue::{CodeLists, FieldSpec, FieldType, Item, Sources};
use crate::regions;

/// What rules are read with.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    pub item: &'a Item,
    pub sources: &'a Sources,
    pub codes: &'a CodeLists,
    pub today: Date,
}

/// What follows may make something else follow; rules that go round in a circle end here.
const MOST_ROUNDS: usize = 8;

/// Fills what follows, and takes back what follows no longer. What a source said or a person decided stands.
pub fn derive(rules: Rules<'_>, form: &mut Form, at: Timestamp) {
    for _ in 0..MOST_ROUNDS {
        let fields = rules.item.fields.iter();
        if fields.filter(|field| round(rules, field, form, at)).count() == 0 {
            return;
        }
    }
}

/// Whether the field changed.
fn round(rules: Rules<'_>, field: &FieldSpec, form: &mut Form, at: Timestamp) -> bool {
    let is_derived = |one: &&Candidate| one.from.kind == SourceKind::Derived;
    let Some(follows) = derived(rules, field, form) else {
        let stood = form
            .get(&field.key)
            .is_some_and(|cell| cell.offered.iter().any(|one| is_derived(&one)));
        if let Some(cell) = form.get_mut(&field.key).filter(|_| stood) {
            retract_derived(field, cell);
        }
        return stood;
    };
    let cell = form.entry(field.key.clone()).or_default();
    // The moment at which it was worked out again is no news.
    let known = cell
        .offered
        .iter()
        .find(is_derived)
        .is_some_and(|one| one.value == follows.value && one.from.record_id == follows.from);
    if !known {
        retract_derived(field, cell);
        let (value, from) = (follows.value.clone(), origin(follows, at));
        offer(field, cell, Candidate { value, from });
    }
    !known
}

/// A value that follows, and why.
struct Follows {
    value: Value,
    /// Key of the field that it follows from; the item's name where it follows from that.
    from: Option<String>,
    /// The law that makes it so.
    basis: Option<String>,
}

fn origin(follows: Follows, at: Timestamp) -> Provenance {
    Provenance {
        kind: SourceKind::Derived,
        label: "推导".to_owned(),
        provider: follows.basis.unwrap_or_else(|| "受理台".to_owned()),
        dataset: None,
        record_id: follows.from,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at,
    }
}

fn derived(rules: Rules<'_>, field: &FieldSpec, form: &Form) -> Option<Follows> {
    // A declaration or choice is the applicant's own act.
    if field.is_own() {
        return None;
    }
    let of_rules = rules
        .sources
        .derived(&field.data_element)
        .find_map(|rule| by_rule(rules, rule, field, form));
    of_rules
        .or_else(|| amounts::counted(rules.item, field, form))
        .or_else(|| of_today(field, rules.today))
}

fn by_rule(rules: Rules<'_>, rule: &Derivation, field: &FieldSpec, form: &Form) -> Option<Follows> {
    if let Some(given) = &rule.given
        && !persons::is_given(rules.item, given, form)
    {
        return None;
    }
    let (value, from) = match &rule.how {
        How::Named => (words::named(rules, field)?, Some(rules.item.name.clone())),
        How::Alike { of } => persons::alike(rules.item, &rule.from, of, form)?,
        How::SamePerson { own } => persons::same(rules.item, field, &rule.from, own, form)?,
        How::Holding {
            own,
            holder,
            least,
            is,
        } => {
            let columns = amounts::Holding {
                own,
                holder,
                amounts: &rule.from,
                least: *least,
            };
            let (held, from) = amounts::holding(rules.item, field, &columns, form)?;
            (Value::Many(vec![is.clone(); held]), Some(from))
        }
        How::Sex | How::Birth | How::Region | How::Count | How::Share | How::Sum | How::Table { .. } => {
            let from = origin_field(rules.item, field, &rule.from)?;
            let cell = form.get(&from.key).filter(|cell| cell.is_filled())?;
            let value = follows(rules, &rule.how, field, from, cell, form)?;
            (value, Some(from.key.clone()))
        }
    };
    Some(Follows {
        value,
        from,
        basis: rule.basis.clone(),
    })
}

/// 申请日期 and its like.
fn of_today(field: &FieldSpec, today: Date) -> Option<Follows> {
    if field.source_code != "system" || field.repeatable {
        return None;
    }
    let value = match field.kind {
        FieldType::Date => today.to_string(),
        FieldType::Number if field.data_element.ends_with("Year") => today.year().to_string(),
        _ => return None,
    };
    Some(Follows {
        value: Value::Text(value),
        from: None,
        basis: None,
    })
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

fn follows(
    rules: Rules<'_>,
    how: &How,
    field: &FieldSpec,
    from: &FieldSpec,
    cell: &Cell,
    form: &Form,
) -> Option<Value> {
    let text = |said: String| Some(Value::Text(said));
    match how {
        How::Sex => text(persons::read(rules, from, form, cell)?.sex()?.code().to_owned()),
        How::Birth => text(persons::read(rules, from, form, cell)?.birth()?.to_string()),
        How::Region => text(regions::of_address(cell.text()?)?.to_owned()),
        How::Count => rows(cell).map(|all| Value::Text(all.len().to_string())),
        How::Share => amounts::shares(rows(cell)?).map(Value::Many),
        How::Sum => amounts::sum(rows(cell)?).map(Value::Text),
        How::Table { to } => words::beside(rules, field, to, cell.value()?),
        How::Named | How::Alike { .. } | How::SamePerson { .. } | How::Holding { .. } => None,
    }
}

/// The rows of a filled column.
fn rows(cell: &Cell) -> Option<&Vec<String>> {
    match cell.value() {
        Some(Value::Many(all)) if !all.is_empty() => Some(all),
        Some(Value::Many(_) | Value::Text(_) | Value::Flag(_)) | None => None,
    }
}

/// The field of a data element of one subject, where it is filled.
fn filled<'a>(
    item: &'a Item,
    subject: &str,
    element: &str,
    form: &'a Form,
) -> Option<(&'a FieldSpec, &'a Cell)> {
    let is = |field: &&FieldSpec| field.subject == subject && field.data_element == element;
    let field = item.fields.iter().find(is)?;
    let cell = form.get(&field.key).filter(|cell| cell.is_filled())?;
    Some((field, cell))
}
