//! What a hall refuses of an application before it keeps anything: every string and list has an end, numbers are valid
//! ones, and there is no state without what belongs to it.

use jiff::civil::Date;

use super::{Applicant, Application, Relation, State};
use crate::catalogue::Item;
use crate::identity::{PersonId, Uscc};

pub const MOST_VALUES: usize = 1_000;
pub const MOST_FILES: usize = 60;
pub const MOST_REMARKS: usize = 100;
/// Characters of an application's number.
pub const LONGEST_ID: usize = 64;
/// Characters of a name, a fact, a label, a reference.
pub const LONGEST_NAME: usize = 200;
/// Characters of a value in words, and of a remark.
pub const LONGEST_TEXT: usize = 4_000;
/// Revisions are counted, not timed.
const MOST_REVISIONS: u64 = 1_000_000;

/// The first place where an application is not of the published shape, by its JSON path.
pub fn odd(application: &Application, today: Date) -> Option<String> {
    let id = &application.application_id;
    if !is_id(id) {
        return Some("applicationId".to_owned());
    }
    if !(1..=MOST_REVISIONS).contains(&application.revision) {
        return Some("revision".to_owned());
    }
    if !fits(&application.item_name, LONGEST_NAME)
        || application
            .item_version
            .as_deref()
            .is_some_and(|version| !fits(version, LONGEST_NAME))
    {
        return Some("itemName".to_owned());
    }
    if let Some(path) = odd_party(application, today) {
        return Some(path.to_owned());
    }
    if application.values.len() > MOST_VALUES {
        return Some("values".to_owned());
    }
    for (at, given) in application.values.iter().enumerate() {
        let proved = given
            .proof
            .as_ref()
            .is_none_or(|proof| said(&proof.by, LONGEST_NAME) && said(&proof.reference, LONGEST_NAME));
        if !said(&given.fact, LONGEST_NAME)
            || !fits(&given.label, LONGEST_NAME)
            || !given
                .source
                .as_deref()
                .is_none_or(|source| said(source, LONGEST_NAME))
            || !fits(&given.words(), LONGEST_TEXT)
            || !proved
        {
            return Some(format!("values[{at}]"));
        }
    }
    if application.files.len() > MOST_FILES {
        return Some("files".to_owned());
    }
    for (at, file) in application.files.iter().enumerate() {
        if !is_digest(&file.digest) || !said(&file.material, LONGEST_NAME) || !said(&file.name, LONGEST_NAME)
        {
            return Some(format!("files[{at}]"));
        }
    }
    if let Some(review) = &application.pre_review {
        let remarks = review.findings.iter().all(|remark| {
            said(&remark.text, LONGEST_TEXT)
                && remark.fact.as_deref().is_none_or(|fact| said(fact, LONGEST_NAME))
                && remark
                    .material
                    .as_deref()
                    .is_none_or(|name| said(name, LONGEST_NAME))
        });
        if !said(&review.by, LONGEST_NAME) || review.findings.len() > MOST_REMARKS || !remarks {
            return Some("preReview".to_owned());
        }
    }
    let number = application.accepted_number.as_deref();
    match application.state {
        State::Accepted if !number.is_some_and(|number| said(number, LONGEST_ID)) => {
            Some("acceptedNumber".to_owned())
        }
        State::Submitted | State::Withdrawn | State::Accepted => None,
    }
}

fn odd_party(application: &Application, today: Date) -> Option<&'static str> {
    let filer = &application.filer;
    if !said(&filer.name, LONGEST_NAME) || PersonId::parse(&filer.id_type, &filer.id_number, today).is_err() {
        return Some("filer");
    }
    let good = match &application.applicant {
        Applicant::Person {
            name,
            id_type,
            id_number,
        } => said(name, LONGEST_NAME) && PersonId::parse(id_type, id_number, today).is_ok(),
        Applicant::Body { name, uscc } => said(name, LONGEST_NAME) && Uscc::parse(uscc).is_ok(),
    };
    if !good {
        return Some("applicant");
    }
    let fits = match (&application.applicant, filer.relation) {
        (Applicant::Person { id_number, .. }, Relation::Own) => *id_number == filer.id_number,
        (Applicant::Person { .. }, Relation::Agent) | (Applicant::Body { .. }, Relation::Agent) => true,
        (Applicant::Body { .. }, Relation::LegalRep | Relation::Operator | Relation::Staff) => true,
        (Applicant::Body { .. }, Relation::Own)
        | (Applicant::Person { .. }, Relation::LegalRep | Relation::Operator | Relation::Staff) => false,
    };
    (!fits).then_some("filer.relation")
}

/// The item that a code of any of the three kinds names; `None` where none or several are meant.
pub fn item<'a>(items: &'a [Item], code: &str) -> Option<&'a Item> {
    let mut named = items.iter().filter(|item| {
        [
            &item.base_code,
            &item.implementation_code,
            &item.business_item_code,
        ]
        .into_iter()
        .any(|known| known == code)
    });
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

pub fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

fn said(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && fits(text, longest)
}

/// Within its length, and nothing in it that turns or hides what stands beside it.
fn fits(text: &str, longest: usize) -> bool {
    text.chars().count() <= longest
        && !text.chars().any(|ch| {
            (ch.is_control() && !matches!(ch, '\n' | '\t'))
                || matches!(ch, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
        })
}
