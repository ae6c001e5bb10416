//! The engine: says where this hall is, does the errand that is due, writes down what became of it, waits for the next.
//! One errand is under way at a time, so that what is said of an application arrives in its order.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::connector::{self, FILE_LIMIT, Verdict};
use crate::chance;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::online::{Errand, Ran};

/// Waits that the portal asks for are honoured up to a day.
const LONGEST_ASKED_S: u64 = 86_400;
/// The portal is told anew where this hall is: it may have been restored from an older copy.
const ANNOUNCE: SignedDuration = SignedDuration::from_hours(1);

/// Works until the hall closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    let mut changed = rooms.store.changed();
    let mut announcing = Announcing::default();
    loop {
        changed.mark_unchanged();
        let work = async {
            announcing.go_on(&rooms).await;
            loop {
                match do_next(&rooms).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(fault) => {
                        tracing::warn!(online.code = fault.code(), "an errand at the portal was not done");
                        break;
                    }
                }
            }
        };
        tokio::select! {
            () = work => {}
            // What is under way is due again when its time is over; the portal knows it by its id.
            _ = closing.wait_for(|closing| *closing) => return,
        }
        let wait = next_wait(&rooms, &announcing).await;
        tokio::select! {
            _ = changed.changed() => {}
            () = tokio::time::sleep(wait) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// When the portal is told next where this hall is.
#[derive(Default)]
struct Announcing {
    next: Option<Timestamp>,
    failures: u32,
}

impl Announcing {
    async fn go_on(&mut self, rooms: &Rooms) {
        let now = rooms.now();
        if self.next.is_some_and(|next| now < next) {
            return;
        }
        self.next = match announce(rooms, now).await {
            Ok(()) => {
                self.failures = 0;
                now.checked_add(ANNOUNCE).ok()
            }
            // Nobody to tell.
            Err(fault) if fault.code() == fault::no_portal().code() => now.checked_add(ANNOUNCE).ok(),
            Err(fault) => {
                if self.failures == 0 {
                    tracing::info!(
                        online.code = fault.code(),
                        "the online portal does not know this hall yet"
                    );
                }
                let wait = rooms.pace.wait_ms(self.failures, chance::share());
                self.failures = self.failures.saturating_add(1);
                Some(later(now, wait))
            }
        };
    }
}

async fn announce(rooms: &Rooms, now: Timestamp) -> Result<(), Fault> {
    let base = base(rooms).await?;
    let address = rooms.address.get().map_or("", String::as_str);
    let (url, body) = connector::announce(&base, &rooms.hall.code, address, &now.to_string());
    let reply = rooms
        .door
        .put(&url, &body)
        .await
        .map_err(|_| fault::portal_dead())?;
    match reply.status {
        200..=204 => Ok(()),
        _ => Err(fault::portal_dead()),
    }
}

async fn base(rooms: &Rooms) -> Result<String, Fault> {
    let outside = rooms
        .directory
        .addresses(&rooms.door)
        .await
        .map_err(|_| fault::portal_dead())?;
    let base = outside.online.ok_or_else(fault::no_portal)?;
    Ok(base.trim_end_matches('/').to_owned())
}

async fn next_wait(rooms: &Rooms, announcing: &Announcing) -> Duration {
    let longest = Duration::from_secs(60);
    let due = rooms.store.next_errand_time().await.ok().flatten();
    let next = [due, announcing.next].into_iter().flatten().min();
    next.map_or(longest, |next| {
        let millis = next.duration_since(rooms.now()).as_millis();
        Duration::from_millis(u64::try_from(millis).unwrap_or_default())
            .clamp(Duration::from_millis(20), longest)
    })
}

/// Whether there was one to do.
async fn do_next(rooms: &Rooms) -> Result<bool, Fault> {
    let now = rooms.now();
    let until = later(now, rooms.pace.lease_ms);
    let Some(errand) = rooms.store.next_errand(now, until).await? else {
        return Ok(false);
    };
    let (attempts, verdict) = match &errand {
        Errand::File {
            application,
            digest,
            bytes,
            attempts,
        } => (*attempts, fetch(rooms, application, digest, *bytes).await),
        Errand::Word {
            application,
            sequence,
            body,
            attempts,
        } => {
            let told = match base(rooms).await {
                Ok(base) => {
                    let url = connector::word_url(&base, application, *sequence);
                    rooms
                        .door
                        .put(&url, body)
                        .await
                        .map(|reply| connector::read_word(&reply))
                }
                Err(fault) => Err(fault),
            };
            (*attempts, told.unwrap_or_else(wait))
        }
    };
    let now = rooms.now();
    let ran = match verdict {
        Verdict::Done => Ran::Told,
        Verdict::File(bytes) => Ran::Fetched(bytes),
        Verdict::AcceptedThere(number) => Ran::AcceptedThere(number),
        Verdict::Refused { why } => Ran::Refused { why },
        Verdict::Wait { after_s, why } => {
            let asked = after_s.map(|seconds| seconds.min(LONGEST_ASKED_S).saturating_mul(1_000));
            let own = rooms.pace.wait_ms(attempts, chance::share());
            Ran::Later {
                next_try: later(now, asked.unwrap_or(own)),
                why,
            }
        }
    };
    if let Ran::Later { why, .. } | Ran::Refused { why } = &ran {
        tracing::info!(
            online.attempts = attempts + 1,
            online.code = %why.code,
            "an errand at the portal was not done"
        );
    }
    rooms.store.settle_errand(Act::of_hall(now), errand, ran).await?;
    Ok(true)
}

async fn fetch(rooms: &Rooms, application: &str, digest: &str, bytes: u64) -> Verdict {
    if bytes > FILE_LIMIT as u64 {
        // Said to be too large: not a byte of it is asked for.
        return Verdict::Refused {
            why: fault::online_file_too_large().trouble,
        };
    }
    let base = match base(rooms).await {
        Ok(base) => base,
        Err(fault) => return wait(fault),
    };
    let url = connector::file_url(&base, application, digest);
    match rooms.door.fetch(&url, FILE_LIMIT).await {
        Ok(reply) => connector::read_file(digest, reply),
        Err(fault) if fault.code() == fault::reply_too_large().code() => Verdict::Refused {
            why: fault::online_file_too_large().trouble,
        },
        Err(_) => wait(fault::portal_dead()),
    }
}

fn wait(fault: Fault) -> Verdict {
    let why = if fault.code() == fault::no_portal().code() {
        fault.trouble
    } else {
        fault::portal_dead().trouble
    };
    Verdict::Wait { after_s: None, why }
}

fn later(now: Timestamp, millis: u64) -> Timestamp {
    let wait = SignedDuration::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}
