//! Deleting what is over, in one transaction with one audit line that says how much.

use cases::deadline::hall_date;
use jiff::Timestamp;
use rusqlite::Connection;

use super::{appointment, audit, collected, message, online, support, ticket};
use crate::store::{Act, Forgotten, Kept};

pub fn forget(tx: &Connection, act: &Act, before: Timestamp) -> Kept<Forgotten> {
    let day = hall_date(before);
    let forgotten = Forgotten {
        calls: support::forget(tx, before)?,
        messages: message::forget(tx, before)?,
        appointments: appointment::forget(tx, day)?,
        tickets: ticket::forget(tx, day)?,
        online: online::forget(tx, before)?,
        collected: collected::forget(tx, hall_date(act.at))?,
    };
    if !forgotten.is_nothing() {
        let how_many = format!(
            "calls {} messages {} appointments {} tickets {} online {} collected {}",
            forgotten.calls,
            forgotten.messages,
            forgotten.appointments,
            forgotten.tickets,
            forgotten.online,
            forgotten.collected
        );
        audit::log(
            tx,
            act,
            "forget",
            &day.to_string(),
            "个人信息保护法第十九条",
            &how_many,
        )?;
    }
    Ok(forgotten)
}
