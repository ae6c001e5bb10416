//! What the province knows of a subject, element by element. A value does not depend on the data set that is asked,
//! so sources agree; the fixed gaps (no phone, a licence with an older address) are in the people themselves.
//!
//! `person` what is said of a resident · `body` of an enterprise or sole trader · `estate` of homes and premises ·
//! `birth` of a newborn and its mother's stay · `other` the rest, and plausible values by type for the long tail.

mod birth;
pub mod body;
mod estate;
mod other;
pub mod person;

use serde_json::Value;

use crate::catalogue::catalogue;
use crate::chance::{digits_of, draw};
use crate::people::{Body, Province, Resident};

/// Whom a question is about: a resident, a body, or both.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub province: &'a Province,
    pub person: Option<&'a Resident>,
    pub body: Option<&'a Body>,
    /// Whether `person.*` elements may be told: not when a body itself was asked.
    pub tell_person: bool,
}

impl<'a> Subject<'a> {
    /// A resident, with the body they represent or work for in the background.
    pub fn of_person(province: &'a Province, person: &'a Resident) -> Self {
        let body = province.represented_by(person).next();
        Self {
            province,
            person: Some(person),
            body,
            tell_person: true,
        }
    }

    /// A body, with its representative in the background.
    pub fn of_body(province: &'a Province, body: &'a Body) -> Self {
        let person = province.residents.get(body.legal_rep);
        Self {
            province,
            person,
            body: Some(body),
            tell_person: false,
        }
    }

    /// The number that fixes invented values.
    fn key(&self) -> &'a str {
        match (self.tell_person, self.person, self.body) {
            (true, Some(person), _) => &person.id_number,
            (_, _, Some(body)) => &body.uscc,
            (_, Some(person), None) => &person.id_number,
            (_, None, None) => "",
        }
    }
}

/// The value of an element for a subject, if there is anything on record.
pub fn value_of(element: &str, subject: &Subject) -> Option<Value> {
    let (group, _) = element.split_once('.')?;
    catalogue().element(element)?;
    match group {
        "person" if subject.tell_person => person::value(element, subject.province, subject.person?),
        "person" => None,
        "enterprise" => body::value(element, subject.province, subject.body?),
        "reg" => body::registration(element, subject),
        "acc" => body::accounting(element, subject.province, subject.body?),
        "premises" | "estate" => estate::value(element, subject),
        "birth" | "vac" => birth::value(element, subject.province, subject.person?),
        "med" => birth::medical(element, subject).or_else(|| other::value(element, subject)),
        _ => other::value(element, subject),
    }
}

/// A code of a list, fixed by words.
fn code(list: &str, words: &[&str]) -> Option<Value> {
    let codes = catalogue().codes(list);
    let at = usize::try_from(draw(words)).unwrap_or(usize::MAX) % codes.len().max(1);
    codes.get(at).map(|code| Value::from(code.as_str()))
}

/// A fixed number between two bounds.
fn number(words: &[&str], low: u64, high: u64) -> u64 {
    low + draw(words) % (high - low + 1)
}

/// A bank account: 19 digits with their check.
pub fn account(key: &str) -> String {
    crate::checks::card_number(&format!("622{}", digits_of(&["account", key], 15)))
}

/// The bank that keeps the account.
pub fn bank(key: &str) -> String {
    const BANKS: [&str; 4] = ["中国银行", "建设银行", "农业银行", "工商银行"];
    format!("{}示范市分行示范支行", BANKS[(draw(&["bank", key]) % 4) as usize])
}
