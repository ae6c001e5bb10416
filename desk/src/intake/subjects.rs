//! Who of the form's subjects is who, and by which key a subject is found.

use cases::case::{Draft, Party, whose};
use cases::catalogue::Item;
use cases::catalogue::condition::Rules;
use cases::catalogue::sources::Kind;
use cases::identity::PersonId;
use cases::wire::gateway::SubjectKey;
use cases::wire::visit::Relative;
use jiff::civil::Date;

use super::Ground;

/// The form's subject that the person at the window is: the first applicant whose sex fits when he acts for
/// himself, the legal representative or the agent of a body.
pub fn at_window<'a>(item: &'a Item, rules: &Rules, party: &Party, today: Date) -> Option<&'a str> {
    let persons = item.person_subjects();
    let named = |wanted: &str| persons.iter().copied().find(|subject| *subject == wanted);
    if party.as_agent {
        return named("agent");
    }
    if let Some(body) = &party.body {
        return match body.relation.as_str() {
            "legalRep" | "operator" => named("legalRep").or_else(|| named("operator")),
            _ => None,
        };
    }
    let sex = PersonId::parse(&party.person.id_type, &party.person.id_number, today)
        .ok()
        .and_then(|id| id.sex())
        .map(|sex| sex.code());
    persons.into_iter().find(|subject| {
        rules.subjects.get(*subject).is_some_and(|rule| {
            rule.is_applicant && (rule.sex.is_none() || sex.is_none() || rule.sex.as_deref() == sex)
        })
    })
}

/// The key under which a source finds a subject, or `None` while nobody is known: what was said before is asked about
/// whom it is himself.
pub fn key_of(ground: Ground<'_>, draft: &Draft, subject: &str, source: &str) -> Option<SubjectKey> {
    let (item, rules) = (ground.item, &ground.catalogue.rules);
    match ground.catalogue.sources.kind(source) {
        Kind::History => whose::own_key_of(item, rules, draft, subject),
        Kind::Registry
        | Kind::Licences
        | Kind::Card
        | Kind::Typed
        | Kind::Derived
        | Kind::Codes
        | Kind::Names
        | Kind::Credit => whose::key_of(item, rules, draft, subject),
    }
}

/// Subjects a clerk identifies beside the party: every person of the form but the one at the window, the agent
/// and, for a body, its legal representative, whom the body's register names.
pub fn others<'a>(item: &'a Item, rules: &Rules, draft: &Draft, today: Date) -> Vec<&'a str> {
    let window = at_window(item, rules, &draft.party, today);
    item.person_subjects()
        .into_iter()
        .filter(|subject| Some(*subject) != window && *subject != "agent")
        .filter(|subject| *subject != "legalRep" || draft.party.body.is_none())
        .collect()
}

/// Relatives the family register names for this subject, in its order.
pub fn relatives<'a>(rules: &Rules, family: &'a [Relative], subject: &str) -> Vec<&'a Relative> {
    let Some(rule) = rules.subjects.get(subject) else {
        return Vec::new();
    };
    let Some(relation) = &rule.relation else {
        return Vec::new();
    };
    family
        .iter()
        .filter(|relative| &relative.relation == relation)
        .collect()
}

/// 母亲, 女方 … from the group the subject's fields stand in.
pub fn label<'a>(item: &'a Item, subject: &'a str) -> &'a str {
    item.fields
        .iter()
        .find(|field| field.subject == subject)
        .map_or(subject, |field| {
            field.group.strip_suffix("信息").unwrap_or(&field.group)
        })
}
