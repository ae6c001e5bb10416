//! 窗口状态: one tile per window.

use super::{Day, seconds};
use crate::queue::{Window, WindowState};
use crate::support::call::SupportKind;
use crate::wire::board::{Level, Tile};

pub fn tiles(day: &Day<'_>) -> Vec<Tile> {
    day.windows.iter().map(|window| tile(day, window)).collect()
}

fn tile(day: &Day<'_>, window: &Window) -> Tile {
    let support = calls_support(day, &window.desk);
    let level = if support || window.silent_since.is_some() {
        Level::Over
    } else if takes_long(day, window) {
        Level::Warn
    } else {
        Level::Ok
    };
    Tile {
        desk: window.desk.clone(),
        state: window.state,
        since: window.since,
        level,
        groups: window.groups.clone(),
        version: window.version,
        moved_by: window.moved_by.clone(),
        pause: window.pause,
        staff: window.staff.clone(),
        staff_name: window.staff_name.clone(),
        ticket: window.ticket.clone(),
        silent_since: window.silent_since,
        support,
        drafts: drafts_at(day, &window.desk),
    }
}

/// 单件超长
pub fn takes_long(day: &Day<'_>, window: &Window) -> bool {
    window.state == WindowState::Serving && seconds(window.since, day.now) > day.limits().long_handling_s
}

pub fn drafts_at(day: &Day<'_>, desk: &str) -> u32 {
    day.drafts
        .iter()
        .find(|drafts| drafts.desk == desk)
        .map_or(0, |drafts| drafts.count)
}

/// Openly; a quiet alarm shows nowhere at the windows.
pub fn calls_support(day: &Day<'_>, desk: &str) -> bool {
    day.supports
        .iter()
        .any(|call| call.desk == desk && call.kind == SupportKind::Support)
}
