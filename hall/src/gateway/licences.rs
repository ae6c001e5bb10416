//! E-licences (电子证照) by holder, in the envelope of the provincial share service.

use std::collections::BTreeMap;

use cases::catalogue::{Item, MaterialSpec};
use cases::deadline::hall_date;
use cases::identity::mask;
use cases::wire::gateway::{Licence, LicenceAsk, LicenceReply};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{MOST_ROWS, declared, purpose, watching};
use crate::fault::{self, Fault};
use crate::outside::TOTAL;
use crate::outside::reply::Reply;
use crate::rooms::Rooms;
use crate::sources::is_number_of;
use crate::store::{Act, Look};

#[derive(Debug, Deserialize)]
struct Envelope {
    head: ReplyHead,
    data: Option<Found>,
}

#[derive(Debug, Deserialize)]
struct ReplyHead {
    status: i32,
}

#[derive(Debug, Deserialize)]
struct Found {
    licences: Vec<Held>,
}

/// A licence in the library's words.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Held {
    identifier: String,
    type_code: String,
    type_name: String,
    number: String,
    holder_name: String,
    holder_code: String,
    issuer: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
    state: String,
    as_of: Timestamp,
    face: BTreeMap<String, Json>,
}

/// Licences of one type of one holder, for a material of the item.
pub async fn find(rooms: &Rooms, act: Act, ask: LicenceAsk) -> Result<LicenceReply, Fault> {
    let catalogue = rooms.edition_of(ask.draft, &ask.item).await?;
    let item = catalogue.item(&ask.item).ok_or_else(fault::no_such_item)?;
    let type_name = named(item, &ask).ok_or_else(fault::not_declared)?;
    if !matches!(ask.holder_type.as_str(), "111" | "001") || ask.holder_code.trim().is_empty() {
        return Err(fault::no_subject());
    }
    let library = catalogue.sources.library().ok_or_else(fault::no_such_dataset)?;
    let bases = catalogue.sources.bases();
    let base = bases.of_licence(item, library, type_name, &ask.holder_code, hall_date(act.at));
    let rest = bases.rest(library, &ask.holder_code, std::iter::once(base));
    let elements = declared(item, library);
    let cause = purpose(Some(item), ask.draft);
    let look = Look {
        visit: ask.visit,
        draft: Some(ask.draft),
        item: item.id.clone(),
        dataset: library.to_owned(),
        elements: Vec::new(),
        subject: if ask.holder_type == "001" {
            ask.holder_code.clone()
        } else {
            mask::document(&ask.holder_code)
        },
        number: watching::number(&ask.holder_code, act.at),
        role_asked: true,
        part: false,
        purpose: cause.clone(),
        rest,
    };
    let (staff, at) = (act.staff.clone(), act.at);
    let grant = watching::begin(rooms, act, look).await?;
    let outside = rooms.directory.addresses(&rooms.door).await?;
    let mut data = json!({
        "holderCode": ask.holder_code,
        "holderTypeCode": ask.holder_type,
        "useCause": cause,
        "itemCode": item.business_item_code,
        "itemName": item.name,
        "operator": staff,
        "caseRef": ask.draft,
    });
    match &ask.type_code {
        Some(code) => data["certTypeCode"] = json!(code),
        None => data["certTypeName"] = json!(ask.type_name),
    }
    let request = json!({ "head": { "accessId": "hall", "accessToken": rooms.door.secret() }, "data": data });
    let connection = rooms.sources.of(library);
    let reply: Envelope = connection
        .ask_own(
            &rooms.door,
            (outside.licences.as_deref(), "/licences/query"),
            &request,
            (at, TOTAL),
            Reply::read,
        )
        .await?;
    let found = match (reply.head.status, reply.data) {
        (0, Some(found)) => found,
        (0, None) => return Err(fault::reply_misshapen()),
        (status, _) => return Err(fault::library_failed().inside(format!("status {status}"))),
    };
    if found.licences.len() > MOST_ROWS {
        return Err(fault::too_many_rows());
    }
    // Who answers with somebody else's licence is not believed in any of them.
    let is_own = |held: &Held| is_number_of(&held.holder_code, &ask.holder_code);
    if !found.licences.iter().all(is_own) {
        return Err(fault::another_subject());
    }
    let licences = found
        .licences
        .into_iter()
        .map(|held| Licence {
            face: held
                .face
                .into_iter()
                .filter(|(element, _)| elements.contains(&element.as_str()))
                .collect(),
            identifier: held.identifier,
            type_code: held.type_code,
            type_name: held.type_name,
            number: held.number,
            holder_name: held.holder_name,
            holder_code: held.holder_code,
            issuer: held.issuer,
            valid_from: held.valid_from,
            valid_to: held.valid_to,
            state: held.state,
            as_of: held.as_of,
        })
        .collect();
    Ok(LicenceReply {
        provider: "电子证照库".to_owned(),
        grant,
        licences,
    })
}

/// The licence type of the item's material that is asked for, as the catalogue names it: by its code, else by its name.
fn named<'a>(item: &'a Item, ask: &LicenceAsk) -> Option<&'a str> {
    let by_code = |material: &&MaterialSpec| {
        ask.type_code.is_some()
            && material.licence_type_code == ask.type_code
            && material.licence_type.is_some()
    };
    let by_name = |material: &&MaterialSpec| material.licence_type.as_deref() == Some(ask.type_name.as_str());
    let materials = || item.materials.iter();
    let material = materials().find(by_code).or_else(|| materials().find(by_name));
    material.and_then(|material| material.licence_type.as_deref())
}
