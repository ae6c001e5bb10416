//! 未来两小时人手: windows that those to come, and those who wait, will need.

use super::flow::{Forecast, SLOT_MIN, clock, slot_of};
use super::{Day, count};
use crate::deadline::hall_time;
use crate::queue::TicketState;
use crate::wire::board::Staffing;

const STEP_MIN: usize = 30;
const STEPS: usize = 4;

/// From the next half hour on, as long as the hall is open. Who waits now is to be gone by the end of it.
pub fn staffing(day: &Day<'_>, forecast: &Forecast) -> Vec<Staffing> {
    let Some(hours) = day.hours() else {
        return Vec::new();
    };
    let time = hall_time(day.now).time();
    let now = slot_of(time) * SLOT_MIN as usize;
    let closes = slot_of(hours.closes) * SLOT_MIN as usize;
    let first = (now + 1).next_multiple_of(STEP_MIN);
    let steps: Vec<usize> = (0..STEPS)
        .map(|step| first + step * STEP_MIN)
        .filter(|minute| *minute < closes)
        .collect();
    let waiting = day
        .tickets
        .iter()
        .filter(|ticket| ticket.state == TicketState::Waiting);
    let left = waiting.count().div_ceil(steps.len().max(1));
    let planned = count(day.open_windows().count());
    steps
        .into_iter()
        .map(|minute| {
            let slot = minute / SLOT_MIN as usize;
            let slots = slot..slot + STEP_MIN / SLOT_MIN as usize;
            let come: u32 = forecast.taken.get(slots).map_or(0, |slots| slots.iter().sum());
            let people = u64::from(come) + left as u64;
            let needed = (people * u64::from(forecast.visit_s)).div_ceil(STEP_MIN as u64 * 60);
            Staffing {
                at: clock(minute),
                needed: u32::try_from(needed).unwrap_or(u32::MAX),
                planned,
            }
        })
        .collect()
}
