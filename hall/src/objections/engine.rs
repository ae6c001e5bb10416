//! The engine: leases the errand that is due, does it, writes down what became of it, waits for the next.

use std::sync::Arc;
use std::time::Duration;

use cases::deadline::hall_date;
use cases::objection::age;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::connector::{self, Asked, Sending, Sent};
use super::item_of;
use crate::chance;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::objecting::{CameAnswer, Errand, LeasedObjection, ObjectionSettled};

/// Waits that a source asks for are honoured up to a day.
const LONGEST_ASKED_S: u64 = 86_400;

/// Works until the hall closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    let mut changed = rooms.store.changed();
    let mut warned: Option<Date> = None;
    loop {
        changed.mark_unchanged();
        let today = hall_date(rooms.now());
        if warned != Some(today) {
            match rooms.store.warn_objections(Act::of_hall(rooms.now())).await {
                Ok(_) => warned = Some(today),
                Err(fault) => {
                    tracing::warn!(objection.code = fault.code(), "overdue objections were not told")
                }
            }
        }
        loop {
            tokio::select! {
                done = do_next(&rooms) => match done {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(fault) => {
                        tracing::warn!(objection.code = fault.code(), "no objection could be looked after");
                        break;
                    }
                },
                // The lease stays; the next start frees it and the source knows the objection by its id.
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

async fn next_wait(rooms: &Rooms) -> Duration {
    let longest = Duration::from_millis(rooms.pace.waiting_ms);
    let now = rooms.now();
    match rooms.store.next_objection_time().await {
        Ok(Some(next)) => {
            let millis = next.duration_since(now).as_millis();
            Duration::from_millis(u64::try_from(millis).unwrap_or_default())
                .clamp(Duration::from_millis(20).min(longest), longest)
        }
        Ok(None) | Err(_) => longest,
    }
}

/// Whether there was one to do.
async fn do_next(rooms: &Rooms) -> Result<bool, Fault> {
    let now = rooms.now();
    let Some(leased) = rooms
        .store
        .lease_objection(now, later(now, rooms.pace.lease_ms))
        .await?
    else {
        return Ok(false);
    };
    let id = leased.objection.id;
    let settled = match leased.errand {
        Errand::Send => send(rooms, &leased).await,
        Errand::Ask => ask(rooms, &leased).await,
    };
    if let ObjectionSettled::Later { why: Some(why), .. } | ObjectionSettled::Refused { why } = &settled {
        tracing::info!(
            objection.id = %id,
            objection.attempts = leased.attempts + 1,
            objection.code = %why.code,
            "an objection did not get on"
        );
    }
    rooms
        .store
        .settle_objection(Act::of_hall(rooms.now()), id, settled)
        .await?;
    Ok(true)
}

async fn send(rooms: &Rooms, leased: &LeasedObjection) -> ObjectionSettled {
    let objection = &leased.objection;
    let catalogue = match rooms.edition(&leased.edition, &leased.item).await {
        Ok(catalogue) => catalogue,
        Err(fault) => return wait(rooms, leased, None, fault),
    };
    let Some(item) = item_of(&catalogue, &leased.item, objection, leased.looked) else {
        return ObjectionSettled::Refused {
            why: fault::odd_objection().trouble,
        };
    };
    let now = rooms.now();
    let counting = rooms.counting();
    let answer_by = age::answer_by(now, objection.answer_days, &counting.calendar, &counting.opening);
    let sending = Sending {
        hall: (&rooms.hall.code, &rooms.hall.name),
        item,
        answer_by,
        answers_url: format!(
            "{}/v1/outside/objections/{}",
            rooms.address.get().map_or("", String::as_str),
            objection.id
        ),
        sent_at: now,
    };
    let outside = match rooms.directory.addresses(&rooms.door).await {
        Ok(outside) => outside,
        Err(fault) => return wait(rooms, leased, None, fault),
    };
    let connection = rooms.sources.of(&objection.dataset);
    let in_library = catalogue.sources.library() == Some(&objection.dataset);
    let body = connector::write(leased, &sending);
    let sent = connection
        .object(&rooms.door, &outside, in_library, objection.id, Some(&body), now)
        .await;
    match sent.map(|reply| connector::read(&reply)) {
        Ok(Sent::Taken { receipt_no }) => ObjectionSettled::Taken {
            receipt_no,
            answer_by,
            next_try: later(rooms.now(), rooms.pace.wait_ms(0, chance::share())),
        },
        Ok(Sent::Wait { after_s, why }) => wait(rooms, leased, after_s, Fault::new(503, why)),
        Ok(Sent::Refused { why }) => ObjectionSettled::Refused { why },
        Err(fault) => wait(rooms, leased, None, fault),
    }
}

async fn ask(rooms: &Rooms, leased: &LeasedObjection) -> ObjectionSettled {
    let (id, dataset) = (leased.objection.id, &leased.objection.dataset);
    let outside = match rooms.directory.addresses(&rooms.door).await {
        Ok(outside) => outside,
        Err(fault) => return wait(rooms, leased, None, fault),
    };
    let in_library = rooms.catalogue().sources.library() == Some(dataset);
    let asked = rooms
        .sources
        .of(dataset)
        .object(&rooms.door, &outside, in_library, id, None, rooms.now())
        .await;
    let later = |why| ObjectionSettled::Later {
        next_try: later(rooms.now(), rooms.pace.wait_ms(leased.attempts, chance::share())),
        why,
    };
    match asked.map(|reply| connector::read_asked(&reply, id, dataset)) {
        Ok(Asked::Nothing) => later(None),
        Ok(Asked::Lost) => ObjectionSettled::Lost,
        Ok(Asked::Wait { after_s, why }) => wait(rooms, leased, after_s, Fault::new(503, why)),
        Ok(Asked::Said { receipt_no, answer }) => {
            let came = CameAnswer {
                id,
                dataset: dataset.clone(),
                receipt_no,
                answer,
            };
            let act = Act::new("outside", dataset.clone(), rooms.now());
            match rooms.store.hear_objection(act, came).await {
                // Once it is the last word nobody asks again.
                Ok(_) => later(None),
                Err(fault) => wait(rooms, leased, None, fault),
            }
        }
        Err(fault) => wait(rooms, leased, None, fault),
    }
}

fn wait(rooms: &Rooms, leased: &LeasedObjection, after_s: Option<u64>, fault: Fault) -> ObjectionSettled {
    let own = rooms.pace.wait_ms(leased.attempts, chance::share());
    let asked = after_s.map(|seconds| seconds.min(LONGEST_ASKED_S).saturating_mul(1_000));
    ObjectionSettled::Later {
        next_try: later(rooms.now(), asked.unwrap_or(own)),
        why: Some(fault.trouble),
    }
}

fn later(now: Timestamp, millis: u64) -> Timestamp {
    let wait = SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}
