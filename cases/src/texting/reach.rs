//! The number a text goes to: what the form gives for who came, else for the applicant.

use serde::{Deserialize, Serialize};

use crate::case::Draft;
use crate::catalogue::{FieldType, Item};
use crate::form::Value;

/// Subjects of the form whose telephone is asked, the first one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Of an agent (经办人).
    pub agent: Vec<String>,
    /// Of who came for a body.
    pub body: Vec<String>,
    /// Of who came for himself; whoever of them stands at the window goes first.
    pub person: Vec<String>,
}

/// The mobile number of a case, or `None` where the form gives none: a state, not an error.
pub fn reach(draft: &Draft, item: &Item, order: &Reach) -> Option<String> {
    let party = &draft.party;
    let agent = party.as_agent.then_some(&order.agent).into_iter().flatten();
    let applicant = if party.body.is_some() {
        &order.body
    } else {
        &order.person
    };
    let is_here = |subject: &&String| {
        draft
            .subjects
            .get(*subject)
            .is_some_and(|person| person.id_number == party.person.id_number)
    };
    let here = applicant.iter().filter(is_here);
    agent
        .chain(here)
        .chain(applicant)
        .find_map(|subject| phone_of(draft, item, subject))
}

fn phone_of(draft: &Draft, item: &Item, subject: &str) -> Option<String> {
    let phones = item
        .fields
        .iter()
        .filter(|field| field.kind == FieldType::Phone && field.subject == subject);
    for field in phones {
        let found = match draft.form.get(&field.key).and_then(|cell| cell.value()) {
            Some(Value::Text(text)) => mobile(text),
            Some(Value::Many(all)) => all.iter().find_map(|one| mobile(one)),
            Some(Value::Flag(_)) | None => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The eleven digits of a mainland mobile number (YD/T 3025), without separators and country code.
pub fn mobile(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|ch| !matches!(ch, ' ' | '-' | '(' | ')'))
        .collect();
    let plain = digits
        .strip_prefix("+86")
        .or_else(|| digits.strip_prefix("0086"))
        .unwrap_or(&digits);
    let bytes = plain.as_bytes();
    let is_mobile = bytes.len() == 11
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1]);
    is_mobile.then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mobile_number_takes_texts() {
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(mobile(typed).as_deref(), expected, "{typed}");
        };
        check("13812341234", Some("13812341234"));
        check("+86 138-1234-1234", Some("13812341234"));
        check("008613812341234", Some("13812341234"));
        check("12812341234", None);
        check("0599-1234567", None);
        check("1381234123", None);
        check("138123412345", None);
        check("１３８１２３４１２３４", None);
        check("", None);
    }
}
