//! Appointments (预约): a group and a time under a code of six digits, checked in once.

use cases::deadline::hall_date;
use cases::wire::queue::Appointment;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::audit;
use super::values::{at, ms};
use crate::fault;
use crate::store::{Act, Kept};

/// Keeps an appointment; a code that its day knows already is refused.
pub fn put(tx: &Connection, act: &Act, appointment: &Appointment) -> Kept<Appointment> {
    let day = hall_date(appointment.at);
    let kept = tx.execute(
        "INSERT INTO appointment (day, code, lane, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (day, code) DO NOTHING",
        params![day.to_string(), appointment.code, appointment.group, ms(appointment.at)],
    )?;
    if kept == 0 {
        return Err(fault::appointment_code_taken());
    }
    audit::log(
        tx,
        act,
        "makeAppointment",
        &day.to_string(),
        "queue",
        &appointment.group,
    )?;
    Ok(appointment.clone())
}

pub fn find(tx: &Connection, day: Date, code: &str) -> Kept<Option<Appointment>> {
    Ok(tx
        .query_row(
            "SELECT a.code, a.lane, a.at, t.number FROM appointment a LEFT JOIN ticket t ON t.id = a.ticket
             WHERE a.day = ?1 AND a.code = ?2",
            params![day.to_string(), code],
            |row| {
                Ok(Appointment {
                    code: row.get(0)?,
                    group: row.get(1)?,
                    at: at(row, 2)?,
                    ticket: row.get(3)?,
                })
            },
        )
        .optional()?)
}

/// Checks an appointment in under a ticket, the first time only.
pub fn check_in(tx: &Connection, day: Date, code: &str, ticket: Uuid) -> Kept<()> {
    let kept = tx.execute(
        "UPDATE appointment SET ticket = ?3 WHERE day = ?1 AND code = ?2 AND ticket IS NULL",
        params![day.to_string(), code, ticket.to_string()],
    )?;
    if kept == 1 {
        Ok(())
    } else {
        Err(fault::appointment_used())
    }
}

/// Deletes the appointments of days before this one.
pub fn forget(tx: &Connection, day: Date) -> Kept<usize> {
    Ok(tx.execute("DELETE FROM appointment WHERE day < ?1", [day.to_string()])?)
}
