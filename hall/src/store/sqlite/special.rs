//! 特别程序 and 延期 of an accepted case: asked for by a window and approved, or reported by the department.

use cases::deadline::{Clocks, Event, Happened, HistoryFault, Unit, hall_date};
use cases::error::Trouble;
use jiff::Timestamp;
use rusqlite::Connection;
use uuid::Uuid;

use super::{audit, casefile, clock, history, inbox};
use crate::fault;
use crate::store::{Act, Kept};

/// What was approved for a case begins now.
pub fn act(tx: &Connection, act: &Act, reference: &str, what: Happened) -> Kept<()> {
    let case = casefile::find_by_reference(tx, reference)?.ok_or_else(fault::no_case)?;
    record(tx, act, case.id, act.at, &act.staff, &what)
}

/// 特别程序结束, by a window.
pub fn resume(tx: &Connection, act: &Act, reference: &str) -> Kept<Clocks> {
    let case = casefile::find_by_reference(tx, reference)?.ok_or_else(fault::no_case)?;
    record(tx, act, case.id, act.at, &act.staff, &Happened::Resumed)?;
    clock::of(tx, case.id)?.ok_or_else(fault::no_case)
}

/// Writes an act down, with the line of the timeline that says which day came of it.
pub fn record(
    tx: &Connection,
    act: &Act,
    case: Uuid,
    when: Timestamp,
    by: &str,
    what: &Happened,
) -> Kept<()> {
    history::note(tx, case, when, what)?;
    let clocks = clock::of(tx, case)?.unwrap_or_default();
    let day = clocks.promised.map(|clock| clock.due.day.to_string());
    let day = day.unwrap_or_default();
    let (word, note) = match what {
        Happened::Paused {
            kind,
            expected,
            reason,
            approver,
        } => {
            let unit = match expected.unit {
                Unit::WorkingDays => "个工作日",
                Unit::CalendarDays => "日",
                Unit::Hours => "小时",
            };
            let ends = clocks.paused.map(|still| still.ends.due.day.to_string());
            let ends = ends.unwrap_or_default();
            let days = expected.days;
            let note =
                format!("{kind}，预计{days}{unit}至{ends}，不计入时限。理由：{reason}。批准：{approver}");
            ("suspended", note)
        }
        Happened::Resumed => ("resumed", format!("承诺期限至{day}")),
        Happened::Extended {
            by: more,
            reason,
            approver,
        } => {
            let days = more.days;
            (
                "extended",
                format!("延长{days}个工作日，承诺期限至{day}。理由：{reason}。批准：{approver}"),
            )
        }
        Happened::Received
        | Happened::Told { .. }
        | Happened::Supplemented
        | Happened::Accepted { .. }
        | Happened::Decided { .. }
        | Happened::Completed
        | Happened::Delivered
        | Happened::Ended { .. } => return Err(fault::wrong_stage()),
    };
    casefile::happen(tx, case, when, by, word, Some(&note))?;
    audit::log(
        tx,
        act,
        word,
        &case.to_string(),
        &hall_date(when).to_string(),
        &note,
    )?;
    casefile::say(tx, case)
}

/// Why something a department reports cannot be, if it cannot.
pub fn against(tx: &Connection, case: Uuid, when: Timestamp, what: &Happened) -> Kept<Option<HistoryFault>> {
    let next = Event::new(when, what.clone());
    Ok(clock::admit(tx, case, &next)?.err())
}

/// Keeps what was reported and cannot be: on the timeline, and before whoever sits at the window's supervisor.
pub fn not_taken(tx: &Connection, act: &Act, case: Uuid, by: &str, why: HistoryFault) -> Kept<()> {
    let trouble = Trouble::from(why);
    casefile::happen(tx, case, act.at, by, "notTaken", Some(&trouble.zh))?;
    let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
    let at_desk = Act {
        desk: known.desk,
        ..act.clone()
    };
    inbox::raise_alarm(
        tx,
        &at_desk,
        "departmentAct",
        &format!("{} {}", known.slip, why.code()),
    )
}
