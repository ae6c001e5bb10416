//! 信用核查 (`credit.openapi.json`): only where the item declares it, of whom it says, on the lists it names. The answer is
//! cut to them, and to what is in force today.

use cases::case::credit::Listing;
use cases::catalogue::condition::{CreditLook, Rules};
use cases::catalogue::sources::Kind;
use cases::deadline::hall_date;
use cases::identity::is_number_of;
use cases::wire::credit::{CreditAsk, CreditReply};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{Head, people, purpose, query, watching};
use crate::chance;
use crate::fault::{self, Fault};
use crate::outside::TOTAL;
use crate::outside::reply::Reply;
use crate::rooms::Rooms;
use crate::store::{Act, Look};

/// Entries of one person that are read.
const MOST: usize = 200;
const LONGEST: usize = 500;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    request_id: Uuid,
    provider: String,
    /// Of whom it is.
    subject: String,
    as_of: Timestamp,
    listings: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    list: String,
    list_name: String,
    authority: String,
    reference: String,
    listed_on: Date,
    ends_on: Option<Date>,
    repair: Option<String>,
}

/// The item's look from this source, where it declares one.
pub fn declared<'a>(rules: &'a Rules, item: &str, dataset: &str) -> Option<&'a CreditLook> {
    rules.credit.get(item).filter(|look| look.source == dataset)
}

/// Looks at somebody's credit for an item.
pub async fn look(rooms: &Rooms, act: Act, ask: CreditAsk) -> Result<CreditReply, Fault> {
    let catalogue = rooms.edition_of(ask.draft, &ask.item).await?;
    let item = catalogue.item(&ask.item).ok_or_else(fault::no_such_item)?;
    let declared = catalogue
        .rules
        .credit
        .get(&item.id)
        .filter(|look| look.of.contains(&ask.subject.role))
        .ok_or_else(fault::not_declared)?;
    if catalogue.sources.kind(&declared.source) != Kind::Credit {
        return Err(fault::no_such_dataset());
    }
    let subject = query::subject(&ask.subject, act.at)?;
    let number = watching::number(ask.subject.number(), act.at);
    let why = purpose(Some(item), ask.draft);
    let lists = declared.codes();
    let look = Look {
        visit: ask.visit,
        draft: Some(ask.draft),
        item: item.id.clone(),
        dataset: declared.source.clone(),
        elements: lists.iter().map(|list| (*list).to_owned()).collect(),
        subject: query::masked(&ask.subject),
        number: number.clone(),
        role_asked: true,
        part: true,
        purpose: why.clone(),
        // The article that the item names asks nobody.
        rest: people::identifying(rooms),
    };
    let (staff, desk, at) = (act.staff.clone(), act.desk.clone(), act.at);
    let grant = watching::begin(rooms, act, look).await?;
    let outside = rooms.directory.addresses(&rooms.door).await?;
    let request_id = chance::id(at);
    let head = Head {
        request_id,
        purpose: &why,
        case: ask.draft,
        item: Some(item),
        staff: &staff,
        desk: &desk,
        grant: &grant,
        at,
    };
    let own = json!({ "subject": subject, "lists": lists, "basis": declared.basis });
    let answer: Answer = rooms
        .sources
        .of(&declared.source)
        .ask_own(
            &rooms.door,
            (outside.registry.as_deref(), "/credit/query"),
            &head.with(own),
            (at, TOTAL),
            Reply::read,
        )
        .await?;
    if answer.request_id != request_id || !is_number_of(&answer.subject, &number) {
        return Err(fault::another_subject());
    }
    if answer.listings.len() > MOST {
        return Err(fault::reply_misshapen());
    }
    let today = hall_date(at);
    let mut listings = Vec::new();
    for entry in answer.listings {
        if declared.list(&entry.list).is_none() {
            continue;
        }
        let listing = believed(entry)?;
        if listing.is_in_force(today) {
            listings.push(listing);
        }
    }
    Ok(CreditReply {
        provider: answer.provider,
        as_of: answer.as_of,
        grant,
        listings,
    })
}

fn believed(entry: Entry) -> Result<Listing, Fault> {
    let said = |text: String| {
        let plain = !text.trim().is_empty() && text.chars().count() <= LONGEST;
        plain.then_some(text).ok_or_else(fault::reply_misshapen)
    };
    Ok(Listing {
        list: entry.list,
        name: said(entry.list_name)?,
        authority: said(entry.authority)?,
        reference: said(entry.reference)?,
        listed_on: entry.listed_on,
        ends_on: entry.ends_on,
        repair: entry.repair.map(said).transpose()?,
    })
}
