//! The engine: leases a parcel, sends it through its connector, writes down what became of it, waits for the next.

use std::sync::Arc;
use std::time::Duration;

use cases::error::Trouble;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::connector::{Attempt, Connector, Rest, Verdict};
use crate::chance;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::{Act, LeasedParcel, Settled};

/// Parcels under way at once: one per department, so many departments.
const AT_ONCE: usize = 32;
/// Waits that a department asks for are honoured up to a day.
const LONGEST_ASKED_S: u64 = 86_400;

/// Sends parcels until the hall closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    let mut changed = rooms.store.changed();
    let mut under_way: JoinSet<()> = JoinSet::new();
    loop {
        changed.mark_unchanged();
        while under_way.len() < AT_ONCE {
            match lease(&rooms).await {
                Ok(Some(parcel)) => {
                    let rooms = Arc::clone(&rooms);
                    under_way.spawn(async move { attempt(&rooms, parcel).await });
                }
                Ok(None) => break,
                Err(fault) => {
                    tracing::warn!(dispatch.code = fault.code(), "no parcel could be leased");
                    break;
                }
            }
        }
        let wait = next_wait(&rooms).await;
        tokio::select! {
            _ = changed.changed() => {}
            () = tokio::time::sleep(wait) => {}
            Some(_) = under_way.join_next(), if !under_way.is_empty() => {}
            _ = closing.wait_for(|closing| *closing) => break,
        }
    }
    // What is under way keeps its lease; the next start frees it and the department knows the parcel by its id.
    under_way.shutdown().await;
}

async fn lease(rooms: &Rooms) -> Result<Option<LeasedParcel>, Fault> {
    let now = rooms.now();
    rooms
        .store
        .lease_parcel(now, later(now, rooms.pace.lease_ms))
        .await
}

async fn next_wait(rooms: &Rooms) -> Duration {
    let longest = Duration::from_secs(60);
    match rooms.store.next_parcel_time().await {
        Ok(Some(next)) => {
            let millis = next.duration_since(rooms.now()).as_millis();
            Duration::from_millis(u64::try_from(millis).unwrap_or_default())
                .clamp(Duration::from_millis(20), longest)
        }
        Ok(None) | Err(_) => longest,
    }
}

async fn attempt(rooms: &Rooms, parcel: LeasedParcel) {
    let verdict = deliver(rooms, &parcel).await;
    let now = rooms.now();
    let settled = match verdict {
        Ok(Verdict::Delivered { receipt_no }) => Settled::Acknowledged { receipt_no },
        Ok(Verdict::Wait { after_s, why }) => {
            let own = rooms.pace.wait_ms(parcel.attempts, chance::share());
            let asked = after_s.map(|seconds| seconds.min(LONGEST_ASKED_S).saturating_mul(1_000));
            Settled::Later {
                next_try: later(now, asked.unwrap_or(own)),
                why,
                breaks: true,
            }
        }
        Ok(Verdict::Fix { why } | Verdict::Refused { why }) => Settled::Refused { why },
        Err(why) => {
            rooms.lines.forget(&parcel.department);
            let wait = rooms
                .pace
                .wait_ms(parcel.failures.max(parcel.attempts), chance::share());
            Settled::Later {
                next_try: later(now, wait),
                why,
                breaks: true,
            }
        }
    };
    if let Settled::Later { why, .. } | Settled::Refused { why } = &settled {
        tracing::info!(
            parcel.id = %parcel.id,
            parcel.attempts = parcel.attempts + 1,
            parcel.code = %why.code,
            "a parcel was not delivered"
        );
    }
    if let Err(fault) = rooms
        .store
        .settle_parcel(Act::of_hall(now), parcel.id, settled)
        .await
    {
        tracing::error!(parcel.id = %parcel.id, dispatch.code = fault.code(), "an attempt could not be written down");
    }
}

async fn deliver(rooms: &Rooms, parcel: &LeasedParcel) -> Result<Verdict, Trouble> {
    let outside = rooms
        .directory
        .addresses(&rooms.door)
        .await
        .map_err(|_| fault::department_dead().trouble)?;
    let base = outside
        .department(&parcel.department)
        .ok_or_else(|| fault::department_unknown().trouble)?;
    let events_url = format!(
        "{}/v1/outside/events",
        rooms.address.get().map_or("", String::as_str)
    );
    let attempt = Attempt {
        base: &base,
        events_url: &events_url,
        sent_at: rooms.now(),
    };
    let request = Rest.write(parcel, &attempt);
    match rooms.door.put(&request.url, &request.body).await {
        Ok(reply) => Ok(Rest.read(parcel, &reply)),
        Err(fault) if fault.code() == fault::source_slow().code() => Err(fault::department_slow().trouble),
        Err(fault) if fault.code() == fault::source_dead().code() => Err(fault::department_dead().trouble),
        Err(_) => Err(fault::department_garbled().trouble),
    }
}

fn later(now: Timestamp, millis: u64) -> Timestamp {
    let wait = SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}
