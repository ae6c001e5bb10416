//! `print_job`: how often a kept paper went to a printer.

use cases::wire::delivery::PrintNoted;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::values::{count, ms};
use super::{audit, paper};
use crate::fault;
use crate::store::{Act, Kept};

/// Notes one print; says which it is.
pub fn note(tx: &Connection, act: &Act, of: Uuid) -> Kept<PrintNoted> {
    if !paper::exists(tx, of)? {
        return Err(fault::no_paper());
    }
    let times: u32 = tx.query_row(
        "SELECT 1 + count(*) FROM print_job WHERE paper = ?1",
        [of.to_string()],
        |row| count(row, 0),
    )?;
    tx.execute(
        "INSERT INTO print_job (paper, times, at, desk, staff) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![of.to_string(), times, ms(act.at), act.desk, act.staff],
    )?;
    let purpose = if times == 1 { "打印" } else { "补打" };
    audit::log(
        tx,
        act,
        "printPaper",
        &of.to_string(),
        purpose,
        &times.to_string(),
    )?;
    Ok(PrintNoted { times })
}
