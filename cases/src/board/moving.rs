//! 调窗建议: which window could serve a group as well.

use super::tiles::calls_support;
use super::{Day, count};
use crate::queue::{TicketState, Window, WindowState};
use crate::wire::board::Act;

/// The free or least loaded window that does not serve the group yet, with the group added. Where every open window
/// serves it already: the least loaded one whose other groups are served elsewhere too, for this group alone. `None`
/// where neither is there. A window that is silent or calls for support is left alone.
pub fn suggestion(day: &Day<'_>, group: &str) -> Option<Act> {
    let able: Vec<&Window> = day
        .open_windows()
        .filter(|window| window.silent_since.is_none() && !calls_support(day, &window.desk))
        .collect();
    let serves = |window: &Window| window.groups.iter().any(|one| one == group);
    let quiet = |window: &&&Window| {
        let busy = window.state != WindowState::Free;
        (busy, load(day, window), window.desk.clone())
    };
    if let Some(window) = able.iter().filter(|window| !serves(window)).min_by_key(quiet) {
        let mut groups = window.groups.clone();
        groups.push(group.to_owned());
        groups.sort_unstable();
        return Some(act(window, groups));
    }
    let spared = |window: &&&Window| {
        let mut others = window.groups.iter().filter(|one| *one != group).peekable();
        others.peek().is_some()
            && others.all(|other| {
                able.iter()
                    .any(|there| there.desk != window.desk && there.groups.contains(other))
            })
    };
    let window = able.iter().filter(spared).min_by_key(quiet)?;
    Some(act(window, vec![group.to_owned()]))
}

fn act(window: &Window, groups: Vec<String>) -> Act {
    Act::MoveWindow {
        desk: window.desk.clone(),
        groups,
        version: window.version,
    }
}

/// How many hundredths of waiting people fall to a window: those of its groups, over the windows that serve them.
fn load(day: &Day<'_>, window: &Window) -> u32 {
    let of = |group: &String| {
        let waiting = day
            .tickets
            .iter()
            .filter(|ticket| ticket.state == TicketState::Waiting && ticket.group == *group);
        let windows = day.open_windows().filter(|one| one.groups.contains(group));
        count(waiting.count() * 100) / count(windows.count()).max(1)
    };
    window.groups.iter().map(of).sum()
}
