//! Windows (窗口): what they serve, who sits there, and which visit is open.

use cases::queue::{OddWindowStep, PauseReason, QueueRules, Window, WindowState, WindowStep};
use cases::wire::feed::What;
use cases::wire::queue::{Moved, Seated};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::values::{at, count, int, json, ms, word};
use super::{audit, feed, visit};
use crate::fault::{self, Fault};
use crate::store::{Act, Kept};

const COLUMNS: &str = "desk, lanes, state, since, pause, staff, staff_name, visit, ticket, version, moved_by";

fn window(row: &Row<'_>) -> rusqlite::Result<Window> {
    let pause: Option<String> = row.get(4)?;
    let visit: Option<String> = row.get(7)?;
    Ok(Window {
        desk: row.get(0)?,
        groups: json(row, 1)?,
        state: word(row, 2, WindowState::from_word)?,
        since: at(row, 3)?,
        pause: pause
            .is_some()
            .then(|| word(row, 4, PauseReason::from_word))
            .transpose()?,
        staff: row.get(5)?,
        staff_name: row.get(6)?,
        visit: visit.is_some().then(|| super::values::id(row, 7)).transpose()?,
        ticket: row.get(8)?,
        version: count(row, 9)?,
        moved_by: row.get(10)?,
        silent_since: None,
    })
}

/// Adds the hall's windows that are not there yet; those that are keep what they serve.
pub fn put(tx: &Connection, act: &Act, rules: &QueueRules) -> Kept<()> {
    for seat in &rules.windows {
        if find(tx, &seat.desk)?.is_none() {
            keep(tx, &Window::closed(&seat.desk, seat.groups.clone(), act.at))?;
        }
    }
    Ok(())
}

pub fn all(tx: &Connection) -> Kept<Vec<Window>> {
    let mut rows = tx.prepare_cached(&format!("SELECT {COLUMNS} FROM desk_window ORDER BY desk"))?;
    let windows = rows.query_map([], window)?.collect::<Result<_, _>>()?;
    Ok(windows)
}

pub fn find(tx: &Connection, desk: &str) -> Kept<Option<Window>> {
    Ok(tx
        .query_row(
            &format!("SELECT {COLUMNS} FROM desk_window WHERE desk = ?1"),
            [desk],
            window,
        )
        .optional()?)
}

/// Where a member of staff sits.
pub fn of_staff(tx: &Connection, staff: &str) -> Kept<Option<Window>> {
    Ok(tx
        .query_row(
            &format!(
                "SELECT {COLUMNS} FROM desk_window WHERE staff = ?1 AND state <> 'closed' ORDER BY desk"
            ),
            [staff],
            window,
        )
        .optional()?)
}

fn keep(tx: &Connection, window: &Window) -> Kept<()> {
    tx.execute(
        "INSERT INTO desk_window (desk, lanes, state, since, pause, staff, staff_name, visit, ticket, version, moved_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (desk) DO UPDATE SET lanes = excluded.lanes, state = excluded.state, since = excluded.since,
           pause = excluded.pause, staff = excluded.staff, staff_name = excluded.staff_name, visit = excluded.visit,
           ticket = excluded.ticket, version = excluded.version, moved_by = excluded.moved_by",
        params![
            window.desk,
            serde_json::to_string(&window.groups)?,
            window.state.word(),
            ms(window.since),
            window.pause.map(PauseReason::word),
            window.staff,
            window.staff_name,
            window.visit.map(|visit| visit.to_string()),
            window.ticket,
            int(window.version),
            window.moved_by
        ],
    )?;
    Ok(())
}

/// Takes the step, keeps the window, logs the deed and tells everybody.
pub fn step(tx: &Connection, act: &Act, before: Window, step: &WindowStep) -> Kept<Window> {
    let after = before.step(step, act.at).map_err(odd)?;
    keep(tx, &after)?;
    let (deed, detail) = match step {
        WindowStep::Open { .. } => ("openWindow", String::new()),
        WindowStep::Pause { why } => ("pauseWindow", why.word().to_owned()),
        WindowStep::Resume => ("resumeWindow", String::new()),
        WindowStep::Serve { .. } => ("windowServes", String::new()),
        WindowStep::Free => ("windowIsFree", String::new()),
        WindowStep::HandOver { .. } => ("takeShift", String::new()),
        WindowStep::Move { groups, .. } => ("moveWindow", groups.join(" ")),
        WindowStep::Close => ("closeWindow", String::new()),
        WindowStep::Lose => ("takeWindowBack", String::new()),
    };
    audit::log(tx, act, deed, &after.desk, "window", &detail)?;
    feed::say(
        tx,
        &What::Window {
            desk: after.desk.clone(),
            state: after.state,
            groups: after.groups.clone(),
        },
    )?;
    Ok(after)
}

fn odd(odd: OddWindowStep) -> Fault {
    match odd {
        OddWindowStep::NotWhile(WindowState::Closed | WindowState::Paused) => fault::window_not_open(),
        OddWindowStep::NotWhile(state) => fault::odd_window_step().about(state.word()),
        OddWindowStep::Taken { staff, name } => fault::window_taken().about(format!("{name} {staff}")),
        OddWindowStep::Busy => fault::window_busy(),
    }
}

/// Opens the window for who acts. One that the hall's data does not name is added.
pub fn open(tx: &Connection, act: &Act, name: &str, groups: Vec<String>) -> Kept<Seated> {
    let before = match find(tx, &act.desk)? {
        Some(window) => window,
        None => Window::closed(&act.desk, groups, act.at),
    };
    let opened = WindowStep::Open {
        staff: act.staff.clone(),
        name: name.to_owned(),
    };
    let window = step(tx, act, before, &opened)?;
    seated(tx, window)
}

/// 交接班: who acts sits down; the open visit is his from here on.
pub fn take_shift(tx: &Connection, act: &Act, name: &str) -> Kept<Seated> {
    let before = find(tx, &act.desk)?.ok_or_else(fault::no_such_window)?;
    let taken = WindowStep::HandOver {
        staff: act.staff.clone(),
        name: name.to_owned(),
    };
    let window = step(tx, act, before, &taken)?;
    if let Some(of) = window.visit {
        visit::hand_to(tx, of, &act.staff)?;
    }
    seated(tx, window)
}

fn seated(tx: &Connection, window: Window) -> Kept<Seated> {
    let visit = window.visit.map(|of| visit::find(tx, of)).transpose()?.flatten();
    Ok(Seated { window, visit })
}

/// A step of one's own window.
pub fn run(tx: &Connection, act: &Act, of: &WindowStep) -> Kept<Window> {
    let before = own(tx, act)?.ok_or_else(fault::no_such_window)?;
    step(tx, act, before, of)
}

/// The window at which one acts, unless another clerk sits there.
pub fn own(tx: &Connection, act: &Act) -> Kept<Option<Window>> {
    let Some(here) = find(tx, &act.desk)? else {
        return Ok(None);
    };
    match &here.staff {
        Some(staff) if *staff != act.staff => {
            let name = here.staff_name.as_deref().unwrap_or_default();
            Err(fault::window_taken().about(format!("{name} {staff}")))
        }
        Some(_) | None => Ok(Some(here)),
    }
}

/// Gives a window other groups. Whoever looked at an older state is told, and both tries are logged.
pub fn change_groups(
    tx: &Connection,
    act: &Act,
    desk: &str,
    groups: &[String],
    by: &str,
    version: Option<u64>,
) -> Kept<Moved> {
    let before = find(tx, desk)?.ok_or_else(fault::no_such_window)?;
    if version.is_some_and(|seen| seen != before.version) {
        audit::log(tx, act, "moveWindowLate", desk, "window", &groups.join(" "))?;
        return Ok(Moved {
            moved: false,
            window: before,
        });
    }
    let change = WindowStep::Move {
        groups: groups.to_vec(),
        by: by.to_owned(),
    };
    Ok(Moved {
        moved: true,
        window: step(tx, act, before, &change)?,
    })
}

/// A visit opened at this desk: its window serves. A desk without an open window has none to turn.
pub fn serve(tx: &Connection, act: &Act, opened: &cases::wire::visit::Visit) -> Kept<()> {
    let Some(before) = find(tx, &opened.desk)?.filter(|window| window.state != WindowState::Closed) else {
        return Ok(());
    };
    let serves = WindowStep::Serve {
        visit: opened.id,
        ticket: opened.ticket.as_ref().map(|ticket| ticket.number.clone()),
    };
    step(tx, act, before, &serves).map(|_| ())
}

/// The visit ended: its window is free.
pub fn free(tx: &Connection, act: &Act, desk: &str, visit: uuid::Uuid) -> Kept<()> {
    match find(tx, desk)?.filter(|window| window.visit == Some(visit)) {
        Some(before) => step(tx, act, before, &WindowStep::Free).map(|_| ()),
        None => Ok(()),
    }
}
