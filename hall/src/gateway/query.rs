//! Shared data (数据共享): one dataset, one subject, exactly the declared elements.

use std::collections::BTreeMap;
use std::time::Duration;

use cases::deadline::hall_date;
use cases::identity::{PersonId, Uscc, is_number_of, mask};
use cases::watch::subject::asks_for;
use cases::wire::gateway::{QueryAsk, QueryReply, SubjectKey};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{AHEAD, Head, MOST_ROWS, collected, declared, purpose, watching};
use crate::chance;
use crate::fault::{self, Fault};
use crate::outside::TOTAL;
use crate::rooms::Rooms;
use crate::sources::{AskedBy, Question};
use crate::store::{Act, Look};

/// Reads elements for an item's form.
pub async fn query(rooms: &Rooms, act: Act, ask: QueryAsk) -> Result<QueryReply, Fault> {
    let catalogue = rooms.edition_of(ask.draft, &ask.item).await?;
    let item = catalogue.item(&ask.item).ok_or_else(fault::no_such_item)?;
    if !catalogue.sources.is_asked(&ask.dataset) {
        return Err(fault::no_such_dataset());
    }
    let declared = declared(item, &ask.dataset);
    if ask.elements.is_empty()
        || !ask
            .elements
            .iter()
            .all(|element| declared.contains(&element.as_str()))
    {
        return Err(fault::not_declared());
    }
    let bases = catalogue.sources.bases();
    let (of, today) = (ask.subject.number(), hall_date(act.at));
    let each = ask.elements.iter();
    let each = each.map(|element| bases.of_element(item, &ask.dataset, element, of, today));
    let rest = bases.rest(&ask.dataset, of, each);
    let subject = subject(&ask.subject, act.at)?;
    let look = Look {
        visit: ask.visit,
        draft: Some(ask.draft),
        item: item.id.clone(),
        dataset: ask.dataset.clone(),
        elements: ask.elements.clone(),
        subject: masked(&ask.subject),
        number: watching::number(ask.subject.number(), act.at),
        role_asked: asks_for(item, &ask.subject.role, &ask.dataset),
        part: false,
        purpose: purpose(Some(item), ask.draft),
        rest,
    };
    if rooms.sources.of(&ask.dataset).is_collected() {
        return collected::answer(rooms, act, look, &catalogue, item).await;
    }
    read(
        rooms,
        act,
        look,
        Some(item),
        ask.draft,
        &ask.dataset,
        subject,
        TOTAL,
    )
    .await
}

/// Writes the audit line, asks, and cuts the reply to what was asked.
#[allow(clippy::too_many_arguments, reason = "each is one word of the request")]
pub(super) async fn read(
    rooms: &Rooms,
    act: Act,
    look: Look,
    item: Option<&cases::catalogue::Item>,
    case: Uuid,
    dataset: &str,
    subject: Json,
    limit: Duration,
) -> Result<QueryReply, Fault> {
    let elements = look.elements.clone();
    let why = look.purpose.clone();
    let source = rooms.sources.of(dataset);
    let (by, number) = match (subject["uscc"].as_str(), subject["idNumber"].as_str()) {
        (Some(uscc), _) => (AskedBy::Body, uscc.to_owned()),
        (None, number) => (AskedBy::Person, number.unwrap_or_default().to_owned()),
    };
    if !source.answers_for(by) {
        return Err(fault::not_asked_so());
    }
    let (staff, desk, at) = (act.staff.clone(), act.desk.clone(), act.at);
    let grant = watching::begin(rooms, act, look).await?;
    let outside = rooms.directory.addresses(&rooms.door).await?;
    let request_id = chance::id(at);
    let head = Head {
        request_id,
        purpose: &why,
        case,
        item,
        staff: &staff,
        desk: &desk,
        grant: &grant,
        at,
    };
    let request = head.with(json!({ "subject": subject, "elements": elements }));
    let question = Question {
        contract: &request,
        subject: &number,
        request_id: &request_id.to_string(),
        now: at,
        limit,
    };
    let answer = source.ask(&rooms.door, &outside, question).await?;
    // Who answers about somebody else is not believed in anything.
    let own = match by {
        AskedBy::Person => "person.idNumber",
        AskedBy::Body => "enterprise.uscc",
    };
    let told = answer.values.get(own).and_then(Json::as_str);
    if told.is_some_and(|told| !is_number_of(told, &number)) {
        return Err(fault::another_subject());
    }
    let mut values = answer.values;
    values.retain(|element, value| elements.contains(element) && !value.is_null());
    if values.values().any(|value| rows_of(value) > MOST_ROWS) {
        return Err(fault::too_many_rows());
    }
    // What is dated later than now is taken, its date is not.
    let ahead = answer.as_of.duration_since(rooms.now()) > AHEAD;
    Ok(QueryReply {
        provider: answer.provider,
        record_id: answer.record_id,
        as_of: if ahead { at } else { answer.as_of },
        grant,
        values,
        origins: BTreeMap::new(),
        notes: ahead.then(|| fault::clock_ahead().trouble).into_iter().collect(),
    })
}

/// Entries of a list, however deep they stand.
fn rows_of(value: &Json) -> usize {
    match value {
        Json::Array(all) => all.iter().map(|one| rows_of(one).max(1)).sum(),
        Json::Object(members) => members.values().map(rows_of).sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
    }
}

/// The registry's base address.
pub(super) async fn registry(rooms: &Rooms) -> Result<String, Fault> {
    let outside = rooms.directory.addresses(&rooms.door).await?;
    let base = outside.registry.ok_or_else(fault::source_dead)?;
    Ok(base.trim_end_matches('/').to_owned())
}

/// The subject as the contract has it: a person by document, or a body by credit code. The number has to be a
/// valid one of its standard.
pub(super) fn subject(key: &SubjectKey, at: Timestamp) -> Result<Json, Fault> {
    if let Some(uscc) = &key.uscc {
        let uscc = Uscc::parse(uscc).map_err(|fault| Fault::new(422, fault.into()))?;
        return Ok(json!({ "role": key.role, "uscc": uscc }));
    }
    let (Some(id_type), Some(id_number)) = (&key.id_type, &key.id_number) else {
        return Err(fault::no_subject());
    };
    let id =
        PersonId::parse(id_type, id_number, hall_date(at)).map_err(|fault| Fault::new(422, fault.into()))?;
    Ok(json!({ "role": key.role, "idType": id.type_code(), "idNumber": id.number(), "name": key.name }))
}

pub(super) fn masked(key: &SubjectKey) -> String {
    match (&key.uscc, &key.id_number) {
        (Some(uscc), _) => uscc.clone(),
        (None, Some(number)) => mask::document(number),
        (None, None) => String::new(),
    }
}
