//! Who is a child, and who may answer for one (个人信息保护法 art. 31).

use jiff::civil::Date;

use crate::case::Draft;
use crate::identity::PersonId;

/// Documents whose number says when their holder was born.
const BORN: [&str; 4] = ["111", "553", "554", "555"];
/// 成年 (民法典 art. 17)
const OF_AGE: i16 = 18;

/// Full years of who has this number; `None` for bodies and for documents that do not say.
pub fn age(number: &str, today: Date) -> Option<i16> {
    let born = BORN
        .into_iter()
        .find_map(|kind| PersonId::parse(kind, number, today).ok()?.birth())?;
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    Some(today.year() - born.year() - i16::from(before_birthday))
}

/// Numbers of those who may answer for a child of this case: identified in it, of age, and either in one of these places
/// of the form or at the window for themselves. An agent is no guardian.
pub fn guardians<'a>(draft: &'a Draft, places: &[String], today: Date) -> Vec<&'a str> {
    let party = &draft.party;
    let here = (!party.as_agent && party.body.is_none()).then_some(&party.person);
    let named = draft
        .subjects
        .iter()
        .filter(|(subject, _)| places.contains(subject))
        .map(|(_, person)| person);
    here.into_iter()
        .chain(named)
        .filter(|person| person.verified.is_some())
        .filter(|person| age(&person.id_number, today).is_none_or(|age| age >= OF_AGE))
        .map(|person| person.id_number.as_str())
        .collect()
}
