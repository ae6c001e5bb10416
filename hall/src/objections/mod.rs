//! 数据校核 on its way to the sources and back, by `hall/contracts/objections.openapi.json`.
//!
//! - [`engine`]: sends what was raised, asks after what was not answered, warns of what is overdue.
//! - [`connector`]: only writes a request and reads a reply.
//! - [`take`]: an answer that a source brings by itself, signed like events.

pub mod connector;
pub mod engine;

use cases::catalogue::{Catalogue, Item};
use cases::objection::{Believed, Objection};
use uuid::Uuid;

use crate::dispatch::events;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::objecting::CameAnswer;

/// Longest time that an edition may give a source.
const MOST_DAYS: u16 = 60;

/// Takes an answer in; says whether it changed anything. A forged one changes nothing and raises an alarm.
pub async fn take(rooms: &Rooms, header: Option<&str>, id: Uuid, body: &[u8]) -> Result<bool, Fault> {
    // A source that has a secret of its own signs with that.
    let own = |kid: &str| {
        let known = rooms.catalogue().sources.is_outside(kid);
        known
            .then(|| rooms.sources.of(kid).secret().map(str::to_owned))
            .flatten()
    };
    let kid = events::signer_by(rooms, header, body, own).await?;
    let now = rooms.now();
    let said: connector::Said = serde_json::from_slice(body).map_err(|_| fault::objection_misshapen())?;
    let answer = said.answer(id, &kid).ok_or_else(fault::objection_misshapen)?;
    let came = CameAnswer {
        id,
        dataset: kid.clone(),
        receipt_no: said.receipt_no,
        answer,
    };
    let believed = rooms
        .store
        .hear_objection(Act::new("outside", kid, now), came)
        .await?;
    Ok(matches!(believed, Believed::Step(_)))
}

/// The item of an objection that may go out: the field has this source, the source was asked, somebody is meant.
fn item_of<'a>(
    catalogue: &'a Catalogue,
    item: &str,
    objection: &Objection,
    looked: bool,
) -> Option<&'a Item> {
    let item = catalogue.item(item)?;
    let field = item.field(&objection.field)?;
    let fits = field.data_element == objection.element
        && field.source_chain.contains(&objection.dataset)
        && catalogue.sources.is_outside(&objection.dataset)
        && (1..=MOST_DAYS).contains(&objection.answer_days)
        && !objection.subject.number().is_empty()
        && objection.is_shown()
        && objection.is_brief()
        && objection.theirs != objection.stated;
    (fits && looked).then_some(item)
}
