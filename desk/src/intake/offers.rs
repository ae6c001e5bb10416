//! What sources said, into the cells: card, document, body, registries, licences.

use cases::case::party::How;
use cases::case::{Draft, Person};
use cases::catalogue::sources::{Confirms, Kind};
use cases::catalogue::{FieldSpec, FieldType};
use cases::form::merge::Offered;
use cases::form::{Candidate, Provenance, SourceKind, derive, merge, rows, value};
use cases::identity::{grown, is_number_of};
use cases::material::{Held, WhyPaper, verify};
use cases::review;
use cases::wire::gateway::{EarlierSaid, Licence, LicenceReply, QueryReply};
use cases::wire::visit::CardFacts;
use jiff::Timestamp;
use serde_json::Value as Json;

use super::asks::LicenceLook;
use super::{Ground, Intake, Source, SourceState, consents, online, subjects};

/// How many values went in, and which were malformed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub fields: u32,
    /// Labels of the fields whose values were malformed.
    pub refused: Vec<String>,
}

impl Tally {
    fn count(&mut self, field: &FieldSpec, offered: Option<Offered>) {
        match offered {
            Some(Offered::Filled | Offered::Agreed | Offered::Conflict | Offered::Kept) => self.fields += 1,
            Some(Offered::Empty) => {}
            None => self.refused.push(field.label.clone()),
        }
    }
}

/// Offers one value to one field. `None` when it is malformed for the field.
fn offer(
    ground: Ground<'_>,
    draft: &mut Draft,
    field: &FieldSpec,
    given: &Json,
    from: &Provenance,
) -> Option<Offered> {
    let read = read(ground, draft, field, given)?;
    let mut from = from.clone();
    let raw = given.as_str().map_or_else(|| given.to_string(), str::to_owned);
    from.raw = (!matches!(&read, value::Value::Text(text) if *text == raw)).then_some(raw);
    let cell = draft.form.entry(field.key.clone()).or_default();
    let offered = merge::offer(field, cell, Candidate { value: read, from });
    Some(offered)
}

/// What a source gave, in the field's normal form. `None` when it is malformed for the field.
pub(super) fn read(
    ground: Ground<'_>,
    draft: &Draft,
    field: &FieldSpec,
    given: &Json,
) -> Option<value::Value> {
    let id_type = review::id_type(ground.item, draft, field);
    let whole = whole_numbers(field, given);
    let given = whole.as_ref().unwrap_or(given);
    value::read(field, given, &ground.catalogue.codes, id_type, ground.today()).ok()
}

/// Old files have the 15 digits of the first generation; the form has what grew out of them, and `raw` what was said.
fn whole_numbers(field: &FieldSpec, given: &Json) -> Option<Json> {
    if field.kind != FieldType::IdNumber {
        return None;
    }
    match given {
        Json::String(text) => grown(text).map(Json::String),
        Json::Array(all) => {
            let whole = |one: &Json| {
                one.as_str()
                    .and_then(grown)
                    .map_or_else(|| one.clone(), Json::String)
            };
            Some(Json::Array(all.iter().map(whole).collect()))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => None,
    }
}

/// What follows from what is there now.
pub fn derive_all(ground: Ground<'_>, draft: &mut Draft) {
    let rules = derive::Rules {
        item: ground.item,
        sources: &ground.catalogue.sources,
        codes: &ground.catalogue.codes,
        today: ground.today(),
    };
    derive::derive(rules, &mut draft.form, ground.now);
}

fn origin(kind: SourceKind, label: &str, provider: &str, at: Timestamp) -> Provenance {
    Provenance {
        kind,
        label: label.to_owned(),
        provider: provider.to_owned(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at,
    }
}

/// Facts of a card that was read, for the subject whose card it is.
pub fn card(ground: Ground<'_>, draft: &mut Draft, subject: &str, card: &CardFacts) {
    let from = origin(SourceKind::Card, card_word(ground), "二代证阅读器", ground.now);
    let facts = [
        ("person.idType", Some(card.id_type.clone())),
        ("person.idNumber", Some(card.id_number.clone())),
        ("person.name", Some(card.name.clone())),
        ("person.sex", card.sex.clone()),
        ("person.nation", card.nation.clone()),
        ("person.birthDate", card.birth_date.clone()),
        ("person.householdAddress", card.address.clone()),
        ("person.idIssuer", card.issuer.clone()),
        ("person.idValidFrom", card.valid_from.clone()),
        ("person.idValidTo", card.valid_to.clone()),
    ];
    facts_of(ground, draft, subject, &facts, &from);
}

/// Name and number of a person confirmed by a document in the clerk's hand or by a code, or named by the family register.
pub fn person(ground: Ground<'_>, draft: &mut Draft, subject: &str, person: &Person) {
    let verified = person.verified.as_ref();
    let from = match verified.map(|verified| verified.how) {
        Some(How::Register) => by_register_of(ground, Confirms::Person),
        Some(How::Code) => by_platform(ground),
        Some(How::Card | How::RealName | How::Document) | None => {
            let by = verified.map_or("", |verified| verified.by.as_str());
            origin(SourceKind::Typed, "查验证件", by, ground.now)
        }
    };
    let facts = [
        ("person.idType", Some(person.id_type.clone())),
        ("person.idNumber", Some(person.id_number.clone())),
        ("person.name", Some(person.name.clone())),
    ];
    facts_of(ground, draft, subject, &facts, &from);
}

/// Credit code and name of the chosen body; `on_paper` when they were typed from a paper licence.
pub fn body(ground: Ground<'_>, draft: &mut Draft, on_paper: bool, clerk: &str) {
    let Some(body) = draft.party.body.clone() else {
        return;
    };
    let from = if on_paper {
        origin(SourceKind::Typed, "纸质执照", clerk, ground.now)
    } else {
        by_register_of(ground, Confirms::Body)
    };
    let facts = [
        ("enterprise.uscc", Some(body.uscc)),
        ("enterprise.name", Some(body.name)),
    ];
    facts_of(ground, draft, "enterprise", &facts, &from);
}

/// Said by the register that confirms such applicants (人证核验), before it was asked for the item.
fn by_register_of(ground: Ground<'_>, whom: Confirms) -> Provenance {
    let sources = &ground.catalogue.sources;
    let dataset = sources.confirming(whom);
    let word = dataset.map_or("核验", |code| sources.word(code));
    let mut from = origin(SourceKind::Registry, word, word, ground.now);
    from.dataset = dataset.map(str::to_owned);
    from
}

/// Said by the platform of a 政务服务码.
fn by_platform(ground: Ground<'_>) -> Provenance {
    let sources = &ground.catalogue.sources;
    let dataset = sources.first(Kind::Codes);
    let word = dataset.map_or("政务服务码", |code| sources.word(code));
    let mut from = origin(SourceKind::Registry, word, word, ground.now);
    from.dataset = dataset.map(str::to_owned);
    from
}

fn card_word(ground: Ground<'_>) -> &str {
    let sources = &ground.catalogue.sources;
    sources
        .first(Kind::Card)
        .map_or("读卡", |code| sources.word(code))
}

fn facts_of(
    ground: Ground<'_>,
    draft: &mut Draft,
    subject: &str,
    facts: &[(&str, Option<String>)],
    from: &Provenance,
) {
    for (element, text) in facts {
        let Some(text) = text.as_ref().filter(|text| !text.is_empty()) else {
            continue;
        };
        let fields = ground
            .item
            .fields
            .iter()
            .filter(|field| field.subject == subject && &field.data_element == element);
        for field in fields {
            offer(ground, draft, field, &Json::String(text.clone()), from);
        }
    }
}

/// The answer of a registry. Malformed values are counted, the others go in; elements nobody asked for are
/// passed over.
pub fn reply(ground: Ground<'_>, draft: &mut Draft, asked: &Source, reply: &QueryReply) -> Tally {
    let (dataset, role) = (asked.dataset.as_str(), asked.subject.role.as_str());
    let sources = &ground.catalogue.sources;
    let kind = match sources.kind(dataset) {
        Kind::History => SourceKind::History,
        Kind::Registry
        | Kind::Licences
        | Kind::Card
        | Kind::Typed
        | Kind::Derived
        | Kind::Codes
        | Kind::Names
        | Kind::Credit => SourceKind::Registry,
    };
    let mut from = origin(kind, sources.word(dataset), &reply.provider, ground.now);
    from.dataset = Some(dataset.to_owned());
    from.record_id = Some(reply.record_id.clone());
    from.as_of = Some(reply.as_of);
    from.grant = Some(reply.grant.clone());
    (from.base, from.consent) = consents::noted(ground, draft, &consents::of_source(ground, asked));
    let (values, broken) = rows::aligned(ground.item, &draft.form, role, &reply.values);
    let named = |element: &String| {
        let mut fields = ground.item.fields.iter();
        let own = fields.find(|field| field.subject == role && field.data_element == *element);
        own.map_or_else(|| element.clone(), |field| field.label.clone())
    };
    let mut tally = Tally {
        refused: broken.iter().map(named).collect(),
        ..Tally::default()
    };
    // The document kind first: it says how the number beside it is read.
    let (kinds, others): (Vec<&FieldSpec>, Vec<&FieldSpec>) = ground
        .item
        .fields
        .iter()
        .partition(|field| field.data_element.ends_with("idType"));
    for field in kinds.into_iter().chain(others) {
        let is_asked = field.subject == role && field.source_chain.iter().any(|code| code == dataset);
        if !is_asked || field.is_own_act() {
            continue;
        }
        if let Some(given) = values.get(&field.data_element) {
            let said = reply.origins.get(&field.data_element);
            let from = said.map_or_else(|| from.clone(), |said| said_before(&from, said));
            tally.count(field, offer(ground, draft, field, given, &from));
        }
    }
    tally
}

/// 历史办件: each value has a case of its own.
fn said_before(from: &Provenance, said: &EarlierSaid) -> Provenance {
    Provenance {
        record_id: Some(said.case_number.clone()),
        as_of: Some(said.as_of),
        earlier: Some(Box::new(said.earlier.clone())),
        ..from.clone()
    }
}

/// The answer of the licence library: a 有效 licence fills the slot and offers its face; anything else says why
/// paper is asked.
pub fn licences(ground: Ground<'_>, intake: &mut Intake, look: &LicenceLook, reply: &LicenceReply) {
    let judged = reply.licences.iter().map(|licence| {
        let is_holder = is_number_of(&licence.holder_code, &look.holder_code);
        (licence, verify::verify(licence, is_holder, ground.today()))
    });
    let judged: Vec<_> = judged.collect();
    let valid = judged.iter().find(|(_, checks)| verify::failed(checks).is_none());
    let why = || {
        let first = judged.iter().find_map(|(_, checks)| verify::failed(checks));
        first.map_or(WhyPaper::NotFound, verify::why_paper)
    };
    let draft = &mut intake.draft;
    let is_laid = online::is_laid(draft, &look.material);
    let Some(slot) = draft.slot_mut(&look.material) else {
        return;
    };
    if is_laid && valid.is_none() {
        // What the applicant attached online stands where there is no licence.
        slot.why_paper = Some(why());
        return;
    }
    if slot.held.is_some() && !is_laid {
        // A person was faster: what he put there stands.
        return;
    }
    let Some((licence, checks)) = valid else {
        slot.why_paper = Some(why());
        return;
    };
    slot.why_paper = None;
    slot.held = Some(Held::Licence {
        identifier: licence.identifier.clone(),
        type_name: licence.type_name.clone(),
        number: licence.number.clone(),
        holder: licence.holder_name.clone(),
        valid_to: licence.valid_to.clone(),
        as_of: licence.as_of,
        checks: checks.clone(),
    });
    face(ground, draft, look, licence, &reply.grant);
}

/// 照面信息: `person.*` belongs to the subject who holds the licence, the rest to the party's own facts.
fn face(ground: Ground<'_>, draft: &mut Draft, look: &LicenceLook, licence: &Licence, grant: &str) {
    let sources = &ground.catalogue.sources;
    let library = sources.library();
    let word = library.map_or("电子证照", |code| sources.word(code));
    let mut from = origin(SourceKind::Licence, word, &licence.issuer, ground.now);
    from.dataset = library.map(str::to_owned);
    from.record_id = Some(licence.identifier.clone());
    from.as_of = Some(licence.as_of);
    from.grant = Some(grant.to_owned());
    (from.base, from.consent) = consents::noted(ground, draft, &consents::of_licence(ground, look));
    let holders: Vec<String> = ground
        .item
        .person_subjects()
        .into_iter()
        .filter(|subject| holds(ground, draft, subject, &licence.holder_code))
        .map(str::to_owned)
        .collect();
    for field in &ground.item.fields {
        let declared = field
            .source_chain
            .iter()
            .any(|code| Some(code.as_str()) == library);
        if !declared || field.is_own_act() {
            continue;
        }
        let of_person = ground.item.person_subjects().contains(&field.subject.as_str());
        if of_person && !holders.contains(&field.subject) {
            continue;
        }
        if let Some(given) = licence.face.get(&field.data_element) {
            offer(ground, draft, field, given, &from);
        }
    }
}

fn holds(ground: Ground<'_>, draft: &Draft, subject: &str, number: &str) -> bool {
    let identified = draft
        .subjects
        .get(subject)
        .is_some_and(|person| person.id_number == number);
    identified
        || ground.item.fields.iter().any(|field| {
            field.subject == subject
                && field.data_element == "person.idNumber"
                && draft.form.get(&field.key).and_then(|cell| cell.text()) == Some(number)
        })
}

/// 数据共享 materials: satisfied when the register that keeps the fact answered.
pub fn verify_shared(ground: Ground<'_>, intake: &mut Intake) {
    for material in ground
        .item
        .materials
        .iter()
        .filter(|material| material.source == "数据共享")
    {
        let datasets = ground.catalogue.sources.proving(&material.name);
        let answer = intake.sources.iter().find_map(|source| match &source.state {
            SourceState::Answered { provider, record_id } if datasets.contains(&source.dataset) => {
                Some((provider.clone(), record_id.clone()))
            }
            SourceState::Answered { .. }
            | SourceState::Asking
            | SourceState::Empty
            | SourceState::Failed
            | SourceState::Unasked
            | SourceState::Refused => None,
        });
        if let Some((provider, record_id)) = answer
            && let Some(slot) = intake.draft.slot_mut(&material.id)
            && slot.held.is_none()
        {
            slot.held = Some(Held::Verified { provider, record_id });
        }
    }
}

/// Enters the person at the window into the form: as the subject he is.
pub fn seat_window_person(ground: Ground<'_>, draft: &mut Draft, facts: Option<&CardFacts>) {
    let rules = &ground.catalogue.rules;
    let Some(subject) = subjects::at_window(ground.item, rules, &draft.party, ground.today()) else {
        return;
    };
    let window = draft.party.person.clone();
    draft.subjects.insert(subject.to_owned(), window.clone());
    match facts {
        Some(facts) => card(ground, draft, subject, facts),
        None => person(ground, draft, subject, &window),
    }
}
