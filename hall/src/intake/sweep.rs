//! 期限值守: what the law does by itself when a day has passed, and what is said before it does.
//!
//! - 视为受理: received, told nothing for five working days.
//! - 补正不来: asked for once, and nothing came by the day on the paper.
//! - 期限提醒: every limit is warned of before it passes ([`cases::deadline::Urgency`]), each urgency once, to the window
//!   that has the case, and where nobody there can act on it to supervisors and to the department.
//! - After a new calendar, or a new version of this hall, every open case is counted anew.
//!
//! A day that is only assumed, because its year has no calendar, does nothing. What was not done while the hall was off is
//! done when it opens; each step is one transaction that looks again before it acts, so that doing it twice does it once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use cases::catalogue::Item;
use cases::deadline::{Limits, hall_date};
use cases::review::{self, Level};
use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;

use super::plan::AcceptPlan;
use super::service::ground;
use super::told;
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::law::{Burning, Uncounted};

/// Cases in one read or one transaction.
const AT_ONCE: u32 = 200;

/// Watches the days until the hall closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    if let Err(fault) = count_anew(&rooms, &closing).await {
        tracing::error!(law.code = fault.code(), law.cause = ?fault.cause, "open cases could not be counted anew");
    }
    loop {
        if let Err(fault) = round(&rooms, &closing).await {
            tracing::warn!(
                law.code = fault.code(),
                "cases whose day has come could not be read"
            );
        }
        let wait = next_wait(&rooms).await;
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Until the next clock ends, or the next limit is to be warned of.
async fn next_wait(rooms: &Rooms) -> Duration {
    let longest = Duration::from_millis(rooms.pace.law_ms);
    let now = rooms.now();
    match rooms.store.next_burning(now).await {
        Ok(Some(next)) => {
            let millis = next.duration_since(now).as_millis();
            Duration::from_millis(u64::try_from(millis).unwrap_or_default())
                .clamp(Duration::from_millis(20), longest.max(Duration::from_millis(20)))
        }
        Ok(None) | Err(_) => longest,
    }
}

/// Everything whose day has come, the first first, and what is to be said of days that are near. One that cannot be done
/// holds no other back.
async fn round(rooms: &Rooms, closing: &watch::Receiver<bool>) -> Result<(), Fault> {
    told::write(rooms).await?;
    let now = rooms.now();
    let mut after: Option<(Timestamp, Uuid)> = None;
    while !*closing.borrow() {
        let burning = rooms.store.burning(now, after, AT_ONCE).await?;
        after = burning
            .last()
            .and_then(|last| last.clocks.running.map(|clock| (clock.burns_at(), last.id)));
        for case in burning {
            if *closing.borrow() {
                break;
            }
            let id = case.id;
            if let Err(fault) = one(rooms, case, now).await {
                tracing::error!(case.id = %id, law.code = fault.code(), law.cause = ?fault.cause, "what the law does by itself was not done");
            }
        }
        if after.is_none() {
            break;
        }
    }
    warn(rooms, closing).await
}

async fn one(rooms: &Rooms, case: Burning, now: Timestamp) -> Result<(), Fault> {
    if case.clocks.deemed_at().is_some_and(|deemed| deemed.at <= now) {
        return accept(rooms, case.id, now).await;
    }
    if case.clocks.lapses_at().is_some_and(|at| at <= now)
        && rooms.store.lapse(Act::of_hall(now), case.id).await?
    {
        told::write(rooms).await?;
    }
    Ok(())
}

/// What is due is written down many cases at a time, and said at the end: however many cases turn amber with the day,
/// a window hears of it once.
async fn warn(rooms: &Rooms, closing: &watch::Receiver<bool>) -> Result<(), Fault> {
    let mut desks = BTreeSet::new();
    while !*closing.borrow() {
        let warned = rooms
            .store
            .warn_of_limits(Act::of_hall(rooms.now()), AT_ONCE)
            .await?;
        desks.extend(warned.desks);
        if warned.cases < AT_ONCE {
            break;
        }
    }
    match desks.is_empty() {
        true => Ok(()),
        false => rooms.store.say_warned(desks).await,
    }
}

/// 视为受理. What the review would stop is accepted all the same; the department is told what was found.
async fn accept(rooms: &Rooms, case: Uuid, now: Timestamp) -> Result<(), Fault> {
    let draft = rooms
        .store
        .received_draft(case)
        .await?
        .ok_or_else(fault::no_case)?;
    let ground = ground(rooms, draft).await?;
    let catalogue = &ground.catalogue;
    let findings = review::run(
        ground.item()?,
        &catalogue.rules,
        &catalogue.codes,
        &ground.draft,
        hall_date(now),
    );
    let remarks = findings
        .iter()
        .filter(|finding| finding.level == Level::Block)
        .map(|finding| finding.trouble.zh.clone())
        .collect();
    let plan = AcceptPlan {
        ground,
        // The store dates it at its receipt.
        accepted_at: now,
        deemed: true,
        remarks,
        approval: None,
    };
    if rooms
        .store
        .accept_deemed(Act::of_hall(now), plan)
        .await?
        .is_some()
    {
        tracing::warn!(case.id = %case, "a case was told nothing for five working days and counts as accepted");
        keeping::papers_of(rooms, case).await?;
    }
    Ok(())
}

/// Counts open cases by the calendar in force, where another one counted them.
async fn count_anew(rooms: &Rooms, closing: &watch::Receiver<bool>) -> Result<(), Fault> {
    let mut known: HashMap<(String, String), Option<Limits>> = HashMap::new();
    let mut counted = 0_usize;
    let mut moved = 0;
    while !*closing.borrow() {
        let cases = rooms.store.uncounted(AT_ONCE).await?;
        if cases.is_empty() {
            break;
        }
        counted += cases.len();
        let mut wanted = Vec::new();
        for case in cases {
            let limits = match case.has_limits {
                true => None,
                false => limits_of(rooms, &mut known, &case).await,
            };
            wanted.push((case.id, limits));
        }
        moved += rooms.store.recount(Act::of_hall(rooms.now()), wanted).await?;
    }
    if counted > 0 {
        tracing::info!(
            law.counted = counted,
            law.moved = moved,
            "open cases were counted anew"
        );
    }
    Ok(())
}

/// The limits of the edition the case is pinned to; of the edition in force where that one is not kept.
async fn limits_of(
    rooms: &Rooms,
    known: &mut HashMap<(String, String), Option<Limits>>,
    case: &Uncounted,
) -> Option<Limits> {
    let key = (case.edition.clone(), case.item.clone());
    if let Some(limits) = known.get(&key) {
        return *limits;
    }
    let edition = rooms.edition(&case.edition, &case.item).await.ok();
    let current = rooms.catalogue();
    let item = edition
        .as_ref()
        .and_then(|edition| edition.item(&case.item))
        .or_else(|| current.item(&case.item));
    let limits = item.map(Item::limits);
    known.insert(key, limits);
    limits
}
