//! Which source is asked for what: exactly the elements that the item's fields declare for it (promise 8).

use cases::case::Draft;
use cases::catalogue::MaterialSpec;
use cases::consent::{Gap, age};
use cases::material::WhyPaper;

use super::subjects;
use super::{Ground, Intake, Source, SourceState, consents, online};

/// Every ask this draft can make now, by dataset, subject and legal base.
pub fn all(ground: Ground<'_>, draft: &Draft) -> Vec<Source> {
    let bases = ground.catalogue.sources.bases();
    let mut asks: Vec<Source> = Vec::new();
    for field in &ground.item.fields {
        if field.is_own_act() {
            continue;
        }
        for dataset in field
            .source_chain
            .iter()
            .filter(|code| ground.catalogue.sources.is_asked(code))
        {
            let Some(subject) = subjects::key_of(ground, draft, &field.subject, dataset) else {
                continue;
            };
            let years = age(subject.number(), ground.today());
            let base = bases.of_field(ground.item, dataset, field, years);
            let known = asks
                .iter_mut()
                .find(|ask| &ask.dataset == dataset && ask.subject == subject && ask.base == base);
            match known {
                Some(ask) if ask.elements.contains(&field.data_element) => {}
                Some(ask) => ask.elements.push(field.data_element.clone()),
                None => asks.push(Source {
                    dataset: dataset.clone(),
                    subject,
                    elements: vec![field.data_element.clone()],
                    base: base.to_owned(),
                    state: SourceState::Asking,
                    fields: 0,
                    trouble: None,
                }),
            }
        }
    }
    asks
}

/// Asks that were not made yet under the same key; they are noted as being asked. What nobody has agreed to where somebody
/// has to is said and never asked.
pub fn due(ground: Ground<'_>, intake: &mut Intake) -> Vec<Source> {
    let mut due = Vec::new();
    for mut ask in all(ground, &intake.draft) {
        let rest = consents::of_source(ground, &ask);
        let gap = rest.standing(Some(&intake.draft), ground.now).err();
        if let Some(gap) = gap {
            ask.state = match gap {
                Gap::Refused | Gap::Withdrawn => SourceState::Refused,
                Gap::NotAsked | Gap::Separate | Gap::Guardian | Gap::Elsewhere => SourceState::Unasked,
            };
            ask.trouble = Some(gap.trouble());
        }
        // Somebody else stands in this place by now: what was asked about the one before is no row of his.
        intake
            .sources
            .retain(|known| known.is_like(&ask) || !known.is_in_place_of(&ask));
        match intake.sources.iter_mut().find(|known| known.is_like(&ask)) {
            // What was answered before stands, whatever he says now.
            Some(known) if known.subject == ask.subject && !known.waits() => continue,
            // The subject is somebody else by now, or nobody had agreed before.
            Some(known) => *known = ask.clone(),
            None => intake.sources.push(ask.clone()),
        }
        if gap.is_none() {
            due.push(ask);
        }
    }
    due
}

/// One look into the licence library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceLook {
    pub material: String,
    pub type_name: String,
    pub type_code: Option<String>,
    pub holder_code: String,
    /// 111 person, 001 body.
    pub holder_type: &'static str,
}

/// Licences of a person; every other kind belongs to the body where there is one.
const OF_PERSONS: [&str; 8] = [
    "身份证",
    "居民户口簿",
    "出生医学证明",
    "结婚证",
    "残疾人证",
    "健康证明",
    "独生子女父母光荣证",
    "退役军人优待证",
];

/// Whose licence a material is, as far as that person or body is known.
pub fn licence_look(ground: Ground<'_>, draft: &Draft, material: &MaterialSpec) -> Option<LicenceLook> {
    let type_name = material.licence_type.clone()?;
    let look = |holder_code: &str, holder_type| LicenceLook {
        material: material.id.clone(),
        type_name: type_name.clone(),
        type_code: material.licence_type_code.clone(),
        holder_code: holder_code.to_owned(),
        holder_type,
    };
    if !OF_PERSONS.contains(&type_name.as_str())
        && let Some(body) = &draft.party.body
    {
        return Some(look(&body.uscc, "001"));
    }
    let number = match holder_subject(ground, draft, material) {
        // Without an agent the person at the window handles the case himself.
        None | Some("agent") => draft.party.person.id_number.clone(),
        Some(subject) => number_of(ground, draft, subject)?,
    };
    Some(look(&number, "111"))
}

/// The person a material speaks of: 食品安全管理人员身份证明 is the manager's, whoever stands at the window.
fn holder_subject<'a>(ground: Ground<'a>, draft: &Draft, material: &MaterialSpec) -> Option<&'a str> {
    let persons = ground.item.person_subjects();
    let named = persons.iter().copied().find(|subject| {
        let label = subjects::label(ground.item, subject);
        let bare = label.split(['（', '(']).next().unwrap_or(label);
        !bare.is_empty() && material.name.contains(bare)
    });
    if let Some(subject) = named {
        return Some(subject);
    }
    if material.name.contains("从业人员") && persons.contains(&"foodSafety") {
        return Some("foodSafety");
    }
    if material.name.contains("监护") && persons.contains(&"guardian") {
        return Some("guardian");
    }
    if draft.party.body.is_some() {
        return persons.contains(&"legalRep").then_some("legalRep");
    }
    None
}

/// The number of a subject: identified, or named by a register in the form.
fn number_of(ground: Ground<'_>, draft: &Draft, subject: &str) -> Option<String> {
    if let Some(person) = draft.subjects.get(subject) {
        return Some(person.id_number.clone());
    }
    ground
        .item
        .fields
        .iter()
        .find(|field| field.subject == subject && field.data_element == "person.idNumber")
        .and_then(|field| draft.form.get(&field.key))
        .filter(|cell| cell.is_filled())
        .and_then(|cell| cell.text())
        .map(str::to_owned)
}

/// Licence looks that are due: needed, empty, with a known holder, and not made yet. They are noted as made.
pub fn licences_due(ground: Ground<'_>, intake: &mut Intake) -> Vec<LicenceLook> {
    let mut due = Vec::new();
    if ground.catalogue.sources.library().is_none() {
        return due;
    }
    let here = intake.draft.situated(ground.item, ground.today());
    let needed: Vec<&MaterialSpec> = ground
        .item
        .materials
        .iter()
        .filter(|material| here.needs(material) == Some(true))
        .collect();
    for material in needed {
        let draft = &intake.draft;
        let empty = draft.slot(&material.id).is_none_or(|slot| slot.held.is_none())
            || online::is_laid(draft, &material.id);
        if !empty {
            continue;
        }
        let known = licence_look(ground, draft, material);
        let before_any = match &known {
            _ if material.original_by_law.is_some() => Some(WhyPaper::OriginalByLaw),
            None if material.licence_type.is_some() => Some(WhyPaper::HolderUnknown),
            None | Some(_) => None,
        };
        if let (Some(why), Some(slot)) = (before_any, intake.draft.slot_mut(&material.id)) {
            slot.why_paper = Some(why);
            continue;
        }
        let Some(look) = known else {
            continue;
        };
        let draft = &intake.draft;
        if let Err(gap) = consents::of_licence(ground, &look).standing(Some(draft), ground.now) {
            // While he is being asked nothing is said of paper.
            let is_asked = draft.heard.open().is_some() && gap != Gap::Refused && gap != Gap::Withdrawn;
            if let Some(slot) = intake.draft.slot_mut(&material.id).filter(|_| !is_asked) {
                slot.why_paper = Some(WhyPaper::NotAgreed);
            }
            continue;
        }
        if intake
            .looked
            .insert((look.material.clone(), look.holder_code.clone()))
        {
            if let Some(slot) = intake.draft.slot_mut(&look.material) {
                // What was known of another holder, or of nobody, is over.
                slot.why_paper = None;
            }
            due.push(look);
        }
    }
    due
}
