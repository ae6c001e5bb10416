//! 期限值守: what the law does by itself when a day has passed, and what is said before it does.
//!
//! - 视为受理: received, told nothing for five working days.
//! - 补正不来: asked for once, and nothing came by the day on the paper.
//! - Reminders, each once: a day to tell or to supplement that is near, a special procedure that lasts longer than it was
//!   said to.
//! - After a new calendar, or a new version of this hall, every open case is counted anew.
//!
//! A day that is only assumed, because its year has no calendar, does nothing. What was not done while the hall was off is
//! done when it opens; each step is one transaction that looks again before it acts, so that doing it twice does it once.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use cases::catalogue::Item;
use cases::deadline::{Clock, Light, Limits, Rule, hall_date};
use cases::review::{self, Level};
use cases::wire::record::ClockView;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use uuid::Uuid;

use super::plan::AcceptPlan;
use super::service::ground;
use super::told;
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::law::{Burning, Reminder, Uncounted};

/// Cases in one read or one transaction.
const AT_ONCE: u32 = 200;
/// Two working days are never further away than this, whatever the holidays.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 16);

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

/// Until the next clock ends; at midnight a light may turn.
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

/// Everything whose day has come or is near, the first first. One that cannot be done holds no other back.
async fn round(rooms: &Rooms, closing: &watch::Receiver<bool>) -> Result<(), Fault> {
    told::write(rooms).await?;
    let now = rooms.now();
    let until = now.saturating_add(AHEAD).unwrap_or(now);
    let mut after: Option<(Timestamp, Uuid)> = None;
    while !*closing.borrow() {
        let burning = rooms.store.burning(until, after, AT_ONCE).await?;
        let Some(last) = burning.last() else {
            return Ok(());
        };
        after = last.clocks.running.map(|clock| (clock.burns_at(), last.id));
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
            return Ok(());
        }
    }
    Ok(())
}

async fn one(rooms: &Rooms, case: Burning, now: Timestamp) -> Result<(), Fault> {
    let Some(clock) = case.clocks.running else {
        return Ok(());
    };
    if case.clocks.deemed_at().is_some_and(|deemed| deemed.at <= now) {
        return accept(rooms, case.id, now).await;
    }
    if case.clocks.lapses_at().is_some_and(|at| at <= now) {
        if rooms.store.lapse(Act::of_hall(now), case.id).await? {
            told::write(rooms).await?;
        }
        return Ok(());
    }
    let light = clock.light(now, &rooms.counting().calendar);
    let Some(what) = reminder(clock.rule, light) else {
        return Ok(());
    };
    let mark = format!("{}/{}/{}", clock.rule.word(), clock.due.day, light.word());
    if case.reminded.as_deref() == Some(mark.as_str()) {
        return Ok(());
    }
    let calendar = &rooms.counting().calendar;
    let reminder = Reminder {
        mark,
        what,
        note: said(rooms, &clock, now),
        clock: ClockView::of(clock, case.clocks.licence, now, calendar),
    };
    rooms.store.remind(Act::of_hall(now), case.id, reminder).await?;
    Ok(())
}

/// The word on the timeline for what is said of a clock under this light.
fn reminder(rule: Rule, light: Light) -> Option<&'static str> {
    match (rule, light) {
        (Rule::Notice | Rule::Completed, Light::Amber) => Some("noticeNear"),
        (Rule::Cure, Light::Amber) => Some("cureNear"),
        (Rule::SpecialProcedure, Light::Red) => Some("pauseOver"),
        // A day that is over and still only assumed.
        (Rule::Notice | Rule::Completed | Rule::Cure, Light::Red) => Some("calendarMissing"),
        (_, Light::Green | Light::Amber | Light::Red) => None,
    }
}

fn said(rooms: &Rooms, clock: &Clock, now: Timestamp) -> String {
    let left = clock.days_left(now, &rooms.counting().calendar);
    let day = clock.due.day;
    let unsure = if clock.due.provisional {
        "，当年工作日历未载入，日期待定"
    } else {
        ""
    };
    if left < 0 {
        format!("期限{day}已过{}个工作日{unsure}", -left)
    } else {
        format!("期限{day}，还剩{left}个工作日{unsure}")
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
