//! 历史办件: a look that this hall answers from its own earlier cases (数据最多采一次), under the same rules as any other.

use std::collections::BTreeMap;

use cases::case::collected::{self, Use};
use cases::catalogue::{Catalogue, Item};
use cases::deadline::hall_date;
use cases::form::Earlier;
use cases::wire::gateway::{EarlierSaid, QueryReply};

use super::watching;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::{Act, Look};

/// Writes the audit line, and tells of each element what was said last, as far as the hall's rules offer it.
pub async fn answer(
    rooms: &Rooms,
    act: Act,
    look: Look,
    catalogue: &Catalogue,
    item: &Item,
) -> Result<QueryReply, Fault> {
    let (number, source) = (look.number.clone(), look.dataset.clone());
    let (elements, today) = (look.elements.clone(), hall_date(act.at));
    let grant = watching::begin(rooms, act, look).await?;
    let kept = rooms.store.collected(&number, elements).await?;
    let mut reply = QueryReply {
        provider: rooms.hall.name.clone(),
        record_id: String::new(),
        as_of: rooms.opened_at,
        grant,
        values: BTreeMap::new(),
        origins: BTreeMap::new(),
        notes: Vec::new(),
    };
    for (element, fact) in collected::newest(kept) {
        // What the form says of it now counts, not what a form said then.
        let field = item
            .fields
            .iter()
            .find(|field| field.data_element == element && field.source_chain.contains(&source));
        let Some(field) = field
            .filter(|field| collected::may_be_sensitive(catalogue, item, field, &source, &number, today))
        else {
            continue;
        };
        let only_offered = match rooms
            .reuse
            .use_of(&element, &field.sensitivity, fact.as_of, today)
        {
            Use::Set => false,
            Use::Offer => true,
            Use::Never => continue,
        };
        if reply.record_id.is_empty() || fact.as_of > reply.as_of {
            reply.record_id.clone_from(&fact.case_number);
            reply.as_of = fact.as_of;
        }
        reply
            .values
            .insert(element.clone(), serde_json::to_value(&fact.value)?);
        let said = EarlierSaid {
            case_number: fact.case_number,
            as_of: fact.as_of,
            earlier: Earlier {
                item: fact.item,
                how: fact.how,
                only_offered,
            },
        };
        reply.origins.insert(element, said);
    }
    if reply.values.is_empty() {
        return Err(fault::no_record());
    }
    Ok(reply)
}
