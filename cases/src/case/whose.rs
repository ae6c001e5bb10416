//! Of whom the fields of a form speak, and the key by which a source finds him.

use super::draft::Draft;
use super::party::Person;
use crate::catalogue::Item;
use crate::catalogue::condition::Rules;
use crate::form::{Cell, SourceKind};
use crate::wire::gateway::SubjectKey;

/// The key under which registers find a subject, or `None` while nobody is known. A body's register knows its legal
/// representative, so that he is found through the body.
pub fn key_of(item: &Item, rules: &Rules, draft: &Draft, subject: &str) -> Option<SubjectKey> {
    let party = &draft.party;
    if item.person_subjects().contains(&subject) {
        if subject == "legalRep"
            && let Some(body) = &party.body
        {
            return Some(by_uscc(subject, &body.uscc));
        }
        return draft
            .subjects
            .get(subject)
            .map(|person| by_person(subject, person));
    }
    let found_by = rules
        .subjects
        .get(subject)
        .map(|rule| rule.found_by.as_slice())
        .unwrap_or_default();
    if let Some(person) = found_by.iter().find_map(|finder| draft.subjects.get(finder)) {
        return Some(by_person(subject, person));
    }
    match &party.body {
        Some(body) => Some(by_uscc(subject, &body.uscc)),
        None => Some(by_person(subject, &party.person)),
    }
}

/// The key of whom a fact is about himself: of a person always his own number, since a body's representative may be
/// somebody else by the next case. A number that somebody only typed finds nobody.
pub fn own_key_of(item: &Item, rules: &Rules, draft: &Draft, subject: &str) -> Option<SubjectKey> {
    if !item.person_subjects().contains(&subject) {
        return key_of(item, rules, draft, subject);
    }
    if let Some(person) = draft.subjects.get(subject) {
        return Some(by_person(subject, person));
    }
    let cell = |element: &str| -> Option<&Cell> {
        let mut fields = item.fields.iter();
        let field = fields.find(|field| field.subject == subject && field.data_element == element)?;
        draft.form.get(&field.key).filter(|cell| cell.is_filled())
    };
    let number = cell("person.idNumber").filter(|cell| {
        matches!(
            cell.source(),
            Some(SourceKind::Registry | SourceKind::Licence | SourceKind::Card)
        )
    })?;
    Some(SubjectKey {
        role: subject.to_owned(),
        id_type: Some(
            cell("person.idType")
                .and_then(Cell::text)
                .unwrap_or("111")
                .to_owned(),
        ),
        id_number: Some(number.text()?.to_owned()),
        name: None,
        uscc: None,
    })
}

fn by_uscc(subject: &str, uscc: &str) -> SubjectKey {
    SubjectKey {
        role: subject.to_owned(),
        id_type: None,
        id_number: None,
        name: None,
        uscc: Some(uscc.to_owned()),
    }
}

fn by_person(subject: &str, person: &Person) -> SubjectKey {
    SubjectKey {
        role: subject.to_owned(),
        id_type: Some(person.id_type.clone()),
        id_number: Some(person.id_number.clone()),
        name: Some(person.name.clone()),
        uscc: None,
    }
}
