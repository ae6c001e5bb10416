//! What follows from a code that stands in the form, or from the item itself.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Rules;
use crate::catalogue::{CodeEntry, FieldSpec};
use crate::form::value::{self, Value, holds_many};

/// What a table has beside what stands there, in the field's own form.
pub(super) fn beside(
    rules: Rules<'_>,
    field: &FieldSpec,
    to: &BTreeMap<String, Json>,
    stands: &Value,
) -> Option<Value> {
    let read = |given: &Json| value::read(field, given, rules.codes, None, rules.today).ok();
    match stands {
        Value::Text(code) => read(to.get(code)?),
        Value::Flag(flag) => read(to.get(if *flag { "true" } else { "false" })?),
        Value::Many(rows) if field.repeatable && holds_many(field) => {
            let all: Option<Vec<Json>> = rows.iter().map(|row| to.get(row).cloned()).collect();
            read(&Json::Array(all?))
        }
        Value::Many(rows) => {
            let first = to.get(rows.first()?)?;
            let is_one = rows.iter().all(|row| to.get(row) == Some(first));
            is_one.then(|| read(first)).flatten()
        }
    }
}

/// The one entry of the field's list that the item's name has in it: the longest, so that 股份有限公司 is not taken for
/// 有限公司. None where two stand beside each other.
pub(super) fn named(rules: Rules<'_>, field: &FieldSpec) -> Option<Value> {
    let name = rules.item.name.as_str();
    let entries = rules.codes.entries(field.code_list.as_deref()?);
    let has = |entry: &&CodeEntry| !entry.name.is_empty() && name.contains(entry.name.as_str());
    let longest = entries
        .iter()
        .filter(has)
        .max_by_key(|entry| entry.name.chars().count())?;
    let is_one = entries
        .iter()
        .filter(has)
        .all(|entry| longest.name.contains(entry.name.as_str()));
    is_one.then(|| Value::Text(longest.code.clone()))
}
