//! Values that follow from others, by data element rather than by item.

use jiff::Timestamp;
use jiff::civil::Date;

use super::cell::{Candidate, Form};
use super::merge::offer;
use super::provenance::{Provenance, SourceKind};
use super::value::Value;
use crate::catalogue::{FieldSpec, FieldType, Item};
use crate::identity::PersonId;

/// Fills what follows: a person's sex, birth and region from the number; the day of application; counts of
/// listed rows. Only empty or earlier derived cells change.
pub fn derive(item: &Item, form: &mut Form, today: Date, at: Timestamp) {
    for field in &item.fields {
        if let Some(value) = derived(item, field, form, today) {
            let cell = form.entry(field.key.clone()).or_default();
            let free = cell
                .held
                .as_ref()
                .is_none_or(|held| held.from.kind == SourceKind::Derived);
            if free && cell.decided.is_none() && cell.rejected.is_none() {
                cell.offered.retain(|one| one.from.kind != SourceKind::Derived);
                cell.held = None;
                offer(
                    field,
                    cell,
                    Candidate {
                        value,
                        from: origin(at),
                    },
                );
            }
        }
    }
}

fn origin(at: Timestamp) -> Provenance {
    Provenance {
        kind: SourceKind::Derived,
        label: "推导".to_owned(),
        provider: "受理台".to_owned(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        raw: None,
        at,
    }
}

fn derived(item: &Item, field: &FieldSpec, form: &Form, today: Date) -> Option<Value> {
    if field.source_code == "system" {
        return match field.kind {
            FieldType::Date => Some(Value::Text(today.to_string())),
            FieldType::Number if field.data_element.ends_with("Year") => {
                Some(Value::Text(today.year().to_string()))
            }
            _ => None,
        };
    }
    let element = field.data_element.strip_prefix("person.")?;
    let sibling = |name: &str| {
        let wanted = format!("person.{name}");
        item.fields
            .iter()
            .find(|other| other.subject == field.subject && other.data_element == wanted)
            .and_then(|other| form.get(&other.key))
            .filter(|cell| cell.is_filled())
            .and_then(|cell| cell.text())
    };
    let id = PersonId::parse(sibling("idType").unwrap_or("111"), sibling("idNumber")?, today).ok()?;
    match element {
        "sex" => id.sex().map(|sex| Value::Text(sex.code().to_owned())),
        "birthDate" => id.birth().map(|day| Value::Text(day.to_string())),
        _ => None,
    }
}
