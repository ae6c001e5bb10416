//! 告知与同意 of the open intake: on which base each look rests, who may answer for whom, and what becomes of values whose
//! consent was taken back.

use std::collections::BTreeSet;

use cases::case::{Draft, Person};
use cases::consent::{Consented, Gap, Kind, Named, Rest, guardians};
use cases::form::{Cell, Decision, Provenance};
use cases::material::{Held, Slot, WhyPaper};

use super::asks::{self, LicenceLook};
use super::{Ground, Source, subjects};

/// One set of one person's data that looks of this intake are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub set: Named,
    pub kind: Kind,
    /// Subject of the form: applicant, spouse, enterprise …
    pub role: String,
    /// Whose it is, as the form calls him.
    pub whose: String,
    /// Labels of the fields, names of the licences.
    pub what: Vec<String>,
    /// A material, rather than fields.
    pub materials: bool,
}

impl Wish {
    /// Names it on a screen; no number is in it.
    pub fn code(&self) -> String {
        format!("{}-{}-{}", self.set.source, self.set.base, self.role)
    }
}

/// On what asking a source rests.
pub fn of_source(ground: Ground<'_>, source: &Source) -> Rest {
    let bases = ground.catalogue.sources.bases();
    let base = std::iter::once(source.base.as_str());
    bases.rest(&source.dataset, source.subject.number(), base)
}

/// On what looking for a licence rests.
pub fn of_licence(ground: Ground<'_>, look: &LicenceLook) -> Rest {
    let sources = &ground.catalogue.sources;
    let library = sources.library().unwrap_or_default();
    let bases = sources.bases();
    let base = bases.of_licence(
        ground.item,
        library,
        &look.type_name,
        &look.holder_code,
        ground.today(),
    );
    bases.rest(library, &look.holder_code, std::iter::once(base))
}

/// What a value that was read so says of its base and consent.
pub fn noted(ground: Ground<'_>, draft: &Draft, rest: &Rest) -> (Option<String>, Option<Consented>) {
    let base = rest.bases.first().cloned();
    (base, rest.standing(Some(draft), ground.now).ok().flatten())
}

/// Every set of this intake, in the order of the form; those nobody has to agree to as well, since he is told of them.
pub fn wishes(ground: Ground<'_>, draft: &Draft) -> Vec<Wish> {
    let here = draft.situated(ground.item, ground.today());
    let bases = ground.catalogue.sources.bases();
    let mut wishes: Vec<Wish> = Vec::new();
    let mut add = |rest: &Rest, source: &str, of: &str, role: &str, label: String, materials: bool| {
        let Some(base) = rest.bases.first() else { return };
        let set = Named {
            source: source.to_owned(),
            base: base.clone(),
            of: of.trim().to_owned(),
        };
        let at = wishes.iter().position(|wish| wish.set == set);
        let at = at.unwrap_or_else(|| {
            wishes.push(Wish {
                kind: bases.kind(base),
                set,
                role: role.to_owned(),
                whose: whose(ground, draft, role, of),
                what: Vec::new(),
                materials,
            });
            wishes.len() - 1
        });
        if !wishes[at].what.contains(&label) {
            wishes[at].what.push(label);
        }
    };
    for ask in asks::all(ground, draft) {
        let rest = of_source(ground, &ask);
        for field in &ground.item.fields {
            // What an answer may still bring onto the form is agreed to beforehand.
            let of_it = field.subject == ask.subject.role
                && ask.elements.contains(&field.data_element)
                && field.source_chain.contains(&ask.dataset);
            if of_it && !field.is_own_act() && here.places(field) != Some(false) {
                let (dataset, role) = (&ask.dataset, &ask.subject.role);
                add(
                    &rest,
                    dataset,
                    ask.subject.number(),
                    role,
                    field.label.clone(),
                    false,
                );
            }
        }
    }
    let library = ground.catalogue.sources.library().unwrap_or_default();
    for material in &ground.item.materials {
        if here.applies(material) == Some(false) {
            continue;
        }
        if let Some(look) = asks::licence_look(ground, draft, material) {
            let rest = of_licence(ground, &look);
            let role = role_of(ground, draft, &look.holder_code);
            add(
                &rest,
                library,
                &look.holder_code,
                &role,
                look.type_name.clone(),
                true,
            );
        }
    }
    wishes
}

/// The subject of the form that has this number.
fn role_of(ground: Ground<'_>, draft: &Draft, number: &str) -> String {
    if draft.party.body.as_ref().is_some_and(|body| body.uscc == number) {
        return "enterprise".to_owned();
    }
    let rules = &ground.catalogue.rules;
    let window = subjects::at_window(ground.item, rules, &draft.party, ground.today());
    if draft.party.person.id_number == number {
        return window.unwrap_or("window").to_owned();
    }
    let named = draft
        .subjects
        .iter()
        .find(|(_, person)| person.id_number == number);
    let written = || {
        let fields = ground.item.fields.iter();
        fields
            .filter(|field| field.data_element == "person.idNumber")
            .find(|field| draft.form.get(&field.key).and_then(Cell::text) == Some(number))
            .map(|field| field.subject.clone())
    };
    named
        .map(|(subject, _)| subject.clone())
        .or_else(written)
        .unwrap_or_else(|| "other".to_owned())
}

/// 本人, 母亲, or the name of the body.
fn whose(ground: Ground<'_>, draft: &Draft, role: &str, number: &str) -> String {
    match &draft.party.body {
        Some(body) if body.uscc == number => return body.name.clone(),
        Some(_) | None => {}
    }
    if draft.party.person.id_number == number {
        return "本人".to_owned();
    }
    subjects::label(ground.item, role).to_owned()
}

/// Whether this person may answer for a set: for himself, as a guardian for a child, and, at the window, under the
/// mandate of the others of the case.
pub fn may_answer(ground: Ground<'_>, draft: &Draft, giver: &Person, wish: &Wish) -> bool {
    let number = giver.id_number.as_str();
    if wish.kind == Kind::Guardian {
        let places = &ground.catalogue.sources.bases().guardians;
        return number != wish.set.of && guardians(draft, places, ground.today()).contains(&number);
    }
    wish.set.of == number || draft.party.person.id_number == number
}

/// Sets that somebody has to agree to, that this person may answer for, and that no answer stands for.
pub fn open_for(ground: Ground<'_>, draft: &Draft, giver: &Person) -> Vec<Wish> {
    let bases = ground.catalogue.sources.bases();
    let wishes = wishes(ground, draft).into_iter();
    wishes
        .filter(|wish| wish.kind.is_asked() && may_answer(ground, draft, giver, wish))
        .filter(|wish| {
            let rest = bases.rest(
                &wish.set.source,
                &wish.set.of,
                std::iter::once(wish.set.base.as_str()),
            );
            match rest.standing(Some(draft), ground.now) {
                Ok(_) | Err(Gap::Refused | Gap::Withdrawn) => false,
                Err(Gap::NotAsked | Gap::Separate | Gap::Guardian | Gap::Elsewhere) => true,
            }
        })
        .collect()
}

/// Field keys and material ids that hold what was read of these sets.
pub fn read_of(ground: Ground<'_>, draft: &Draft, sets: &[Named]) -> BTreeSet<String> {
    let sources = &ground.catalogue.sources;
    let of_cell = |from: &Provenance, subject: &str| {
        let source = from.dataset.as_deref().unwrap_or_default();
        let key = subjects::key_of(ground, draft, subject, source);
        sets.iter().any(|set| {
            from.consent.is_some()
                && from.dataset.as_ref() == Some(&set.source)
                && from.base.as_ref() == Some(&set.base)
                && key.as_ref().is_none_or(|key| key.number() == set.of)
        })
    };
    let fields = ground.item.fields.iter().filter(|field| {
        let held = draft.form.get(&field.key).and_then(|cell| cell.held.as_ref());
        held.is_some_and(|held| of_cell(&held.from, &field.subject))
    });
    let materials = ground.item.materials.iter().filter(|material| {
        match draft.slot(&material.id).and_then(|slot| slot.held.as_ref()) {
            Some(Held::Licence { .. }) => {
                let look = asks::licence_look(ground, draft, material);
                look.is_some_and(|look| {
                    let rest = of_licence(ground, &look);
                    rest.wants.iter().any(|wanted| sets.contains(&wanted.set))
                })
            }
            Some(Held::Verified { .. }) => {
                let proving = sources.proving(&material.name);
                sets.iter().any(|set| proving.contains(&set.source))
            }
            Some(Held::Files { .. } | Held::Paper { .. } | Held::Generated { .. }) | None => false,
        }
    });
    let keys = fields.map(|field| field.key.clone());
    keys.chain(materials.map(|material| material.id.clone()))
        .collect()
}

/// He wants it kept although he took his consent back (个人信息保护法 art. 15: what was done before stands).
pub fn keep(draft: &mut Draft, key: &str, decision: Decision) {
    draft.heard.withdrawn.remove(key);
    if let Some(cell) = draft.form.get_mut(key) {
        cell.decided = Some(decision);
    }
}

/// It is deleted (art. 47): the value, what its source offered beside it, or the licence in the slot.
pub fn drop(draft: &mut Draft, key: &str) {
    draft.heard.withdrawn.remove(key);
    if let Some(cell) = draft.form.get_mut(key)
        && let Some(held) = cell.held.take()
    {
        let gone = |from: &Provenance| from.dataset == held.from.dataset && from.base == held.from.base;
        cell.offered.retain(|one| !gone(&one.from));
        cell.replaced.retain(|one| !gone(&one.was.from));
        cell.decided = None;
        cell.undecided = false;
    }
    let slot: Option<&mut Slot> = draft.slot_mut(key);
    if let Some(slot) = slot {
        slot.held = None;
        slot.why_paper = Some(WhyPaper::NotAgreed);
    }
}
