//! 信用核查: whose credit the item's declared look is about, and what was said of it.

use cases::case::credit::{CreditLooked, subjects};
use cases::wire::credit::CreditReply;
use cases::wire::gateway::SubjectKey;

use super::{Ground, Intake};

/// Looks that were not made yet about these people; they are noted as made.
pub fn due(ground: Ground<'_>, intake: &mut Intake) -> Vec<SubjectKey> {
    let Some(look) = ground.catalogue.rules.credit.get(&ground.item.id) else {
        return Vec::new();
    };
    let known = subjects(look, &intake.draft);
    let fresh = known.into_iter().filter(|subject| {
        let name = (subject.role.clone(), subject.number().to_owned());
        intake.credit_asked.insert(name)
    });
    fresh.collect()
}

/// Keeps an answer in place of the one before; without one it is 待核.
pub fn keep(ground: Ground<'_>, intake: &mut Intake, subject: &SubjectKey, reply: Option<CreditReply>) {
    let (provider, as_of, listings) = match reply {
        Some(reply) => (Some(reply.provider), Some(reply.as_of), reply.listings),
        None => (None, None, Vec::new()),
    };
    let same = |one: &CreditLooked| {
        one.role == subject.role
            && one.number == subject.number()
            && (&one.provider, one.as_of, &one.listings) == (&provider, as_of, &listings)
    };
    // Said before: the draft is as it was.
    if intake.draft.credit.iter().any(same) {
        return;
    }
    // Who is somebody else by now is not kept either.
    intake.draft.credit.retain(|one| one.role != subject.role);
    intake.draft.credit.push(CreditLooked {
        role: subject.role.clone(),
        number: subject.number().to_owned(),
        at: ground.now,
        provider,
        as_of,
        listings,
    });
}
