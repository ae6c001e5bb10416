//! The engine: warns of days that are near, leases a message, sends it, writes down what became of it, waits for the
//! next. One message is under way at a time, so that what a case says arrives in its order.

use std::sync::Arc;
use std::time::Duration;

use cases::deadline::{Calendar, hall_date};
use cases::error::Trouble;
use cases::texting::{Said, Texts, reach};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::connector;
use crate::chance;
use crate::dispatch::connector::Verdict;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::texting::{Fixed, LeasedText, Saying, TextSettled, Warning};

/// Waits that the gateway asks for are honoured up to a day.
const LONGEST_ASKED_S: u64 = 86_400;
/// Days of a warning's reach at most, holidays among them.
const FARTHEST_DAYS: i32 = 60;

/// Sends messages until the hall closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    let mut changed = rooms.store.changed();
    let mut warned: Option<Date> = None;
    loop {
        changed.mark_unchanged();
        let today = hall_date(rooms.now());
        if warned != Some(today) {
            match warn(&rooms, today).await {
                Ok(()) => warned = Some(today),
                Err(fault) => tracing::warn!(text.code = fault.code(), "nobody could be warned of a day"),
            }
        }
        loop {
            tokio::select! {
                sent = send_next(&rooms) => match sent {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(fault) => {
                        tracing::warn!(text.code = fault.code(), "no message could be sent");
                        break;
                    }
                },
                // The lease stays; the next start frees it and the gateway knows the message by its id.
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
        let wait = next_wait(&rooms).await;
        tokio::select! {
            _ = changed.changed() => {}
            () = tokio::time::sleep(wait) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Looked at again after a while at most, so that a day that begins, or a clock that was set, is noticed.
async fn next_wait(rooms: &Rooms) -> Duration {
    let longest = Duration::from_millis(rooms.pace.waiting_ms);
    let now = rooms.now();
    match rooms.store.next_text_time(rooms.texts.quiet.until(now)).await {
        Ok(Some(next)) => {
            let millis = next.duration_since(now).as_millis();
            Duration::from_millis(u64::try_from(millis).unwrap_or_default())
                .clamp(Duration::from_millis(20).min(longest), longest)
        }
        Ok(None) | Err(_) => longest,
    }
}

/// Writes the warnings of this day. A limit that is itself no longer than the warning warns of nothing.
async fn warn(rooms: &Rooms, today: Date) -> Result<(), Fault> {
    let calendar = &rooms.counting().calendar;
    let ahead = rooms.texts.warn_days;
    let open = rooms
        .store
        .unwarned(today, last_day(calendar, today, ahead))
        .await?;
    let due: Vec<Warning> = open
        .into_iter()
        .filter(|warning| calendar.working_days_between(warning.since, warning.day) > ahead)
        .collect();
    if due.is_empty() {
        return Ok(());
    }
    rooms.store.warn(Act::of_hall(rooms.now()), due).await
}

/// The last day that is no more than so many working days away.
fn last_day(calendar: &Calendar, today: Date, working_days: u32) -> Date {
    let mut last = today;
    for _ in 0..FARTHEST_DAYS {
        let Ok(next) = last.tomorrow() else {
            break;
        };
        if calendar.working_days_between(today, next) > working_days {
            break;
        }
        last = next;
    }
    last
}

/// Whether there was one to send.
async fn send_next(rooms: &Rooms) -> Result<bool, Fault> {
    let now = rooms.now();
    let quiet = rooms.texts.quiet.until(now).is_some();
    let until = later(now, rooms.pace.lease_ms);
    let Some(text) = rooms.store.lease_text(now, until, quiet).await? else {
        return Ok(false);
    };
    let verdict = match said(rooms, &text).await {
        Ok(Some(fixed)) => deliver(rooms, &text, &fixed).await,
        Ok(None) => {
            let act = Act::of_hall(rooms.now());
            rooms
                .store
                .settle_text(act, text.id, TextSettled::NoPhone)
                .await?;
            return Ok(true);
        }
        Err(fault) => Verdict::Wait {
            after_s: None,
            why: fault.trouble,
        },
    };
    let now = rooms.now();
    let settled = match verdict {
        Verdict::Delivered { receipt_no } => TextSettled::Sent { receipt_no },
        Verdict::Wait { after_s, why } => {
            let own = rooms
                .pace
                .wait_ms(text.failures.max(text.attempts), chance::share());
            let asked = after_s.map(|seconds| seconds.min(LONGEST_ASKED_S).saturating_mul(1_000));
            TextSettled::Later {
                next_try: later(now, asked.unwrap_or(own)),
                why,
            }
        }
        Verdict::Fix { why } | Verdict::Refused { why } => TextSettled::Refused { why },
    };
    if let TextSettled::Later { why, .. } | TextSettled::Refused { why } = &settled {
        tracing::info!(
            text.id = %text.id,
            text.attempts = text.attempts + 1,
            text.code = %why.code,
            "a message was not sent"
        );
    }
    rooms
        .store
        .settle_text(Act::of_hall(now), text.id, settled)
        .await?;
    Ok(true)
}

/// To whom and what: fixed and kept before it leaves for the first time, because a repeated message has to be the
/// same one.
async fn said(rooms: &Rooms, text: &LeasedText) -> Result<Option<Fixed>, Fault> {
    let (slip, moment, day, draft) = match &text.saying {
        Saying::Fixed(fixed) => return Ok(Some(fixed.clone())),
        Saying::OfCase {
            slip,
            moment,
            day,
            draft,
        } => (slip, *moment, *day, draft),
    };
    let catalogue = rooms.edition(&draft.edition, &draft.item).await?;
    let item = catalogue.item(&draft.item).ok_or_else(fault::no_such_item)?;
    let texts: &Texts = &rooms.texts;
    let Some(phone) = reach(draft, item, &texts.reach) else {
        return Ok(None);
    };
    // A day of a year that has no calendar yet is no promise.
    let day = day.filter(|day| !rooms.counting().calendar.is_working_day(*day).is_assumed());
    let words = texts.sentence(
        moment,
        &Said {
            item: &item.id,
            slip,
            day,
            hall: &rooms.hall.name,
        },
    );
    let fixed = Fixed { phone, words };
    rooms.store.fix_text(text.id, fixed.clone()).await?;
    Ok(Some(fixed))
}

async fn deliver(rooms: &Rooms, text: &LeasedText, fixed: &Fixed) -> Verdict {
    match put(rooms, text, fixed).await {
        Ok(verdict) => verdict,
        Err(why) => Verdict::Wait { after_s: None, why },
    }
}

async fn put(rooms: &Rooms, text: &LeasedText, fixed: &Fixed) -> Result<Verdict, Trouble> {
    let outside = rooms
        .directory
        .addresses(&rooms.door)
        .await
        .map_err(|_| fault::gateway_dead().trouble)?;
    let base = outside
        .messages
        .as_deref()
        .ok_or_else(|| fault::no_gateway().trouble)?;
    let request = connector::write(
        base.trim_end_matches('/'),
        text.id,
        fixed,
        rooms.now(),
        text.attempts + 1,
    );
    match rooms.door.put(&request.url, &request.body).await {
        Ok(reply) => Ok(connector::read(&reply)),
        Err(fault) if fault.code() == fault::source_slow().code() => Err(fault::gateway_slow().trouble),
        Err(fault) if fault.code() == fault::source_dead().code() => Err(fault::gateway_dead().trouble),
        Err(_) => Err(fault::gateway_garbled().trouble),
    }
}

fn later(now: Timestamp, millis: u64) -> Timestamp {
    let wait = SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}
