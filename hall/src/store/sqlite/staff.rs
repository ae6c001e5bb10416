//! Staff accounts and their sessions.

use cases::roles::Role;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::audit;
use super::values::{at, maybe_at, ms, word};
use crate::store::{Act, Kept, SessionRow, StaffRow};

pub fn put(tx: &Connection, staff: &[StaffRow]) -> Kept<()> {
    for one in staff {
        tx.execute(
            "INSERT INTO staff (number, name, role, password_hash) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (number) DO NOTHING",
            params![one.number, one.name, one.role.word(), one.password_hash],
        )?;
    }
    Ok(())
}

pub fn find(tx: &Connection, number: &str) -> Kept<Option<StaffRow>> {
    Ok(tx
        .query_row(
            "SELECT number, name, role, password_hash, locked_until FROM staff WHERE number = ?1",
            [number],
            |row| {
                Ok(StaffRow {
                    number: row.get(0)?,
                    name: row.get(1)?,
                    role: word(row, 2, Role::from_word)?,
                    password_hash: row.get(3)?,
                    locked_until: maybe_at(row, 4)?,
                })
            },
        )
        .optional()?)
}

pub fn wrong_password(
    tx: &Connection,
    act: &Act,
    number: &str,
    limit: u32,
    locked_until: Timestamp,
) -> Kept<()> {
    tx.execute(
        "UPDATE staff SET
           locked_until = CASE WHEN wrong_tries + 1 >= ?2 THEN ?3 ELSE locked_until END,
           wrong_tries = CASE WHEN wrong_tries + 1 >= ?2 THEN 0 ELSE wrong_tries + 1 END
         WHERE number = ?1",
        params![number, limit, ms(locked_until)],
    )?;
    audit::log(tx, act, "signInRefused", number, "sign in", "")
}

pub fn open_session(tx: &Connection, act: &Act, session: &SessionRow) -> Kept<()> {
    tx.execute(
        "UPDATE staff SET wrong_tries = 0, locked_until = NULL WHERE number = ?1",
        [&session.staff],
    )?;
    tx.execute(
        "INSERT INTO session (token_digest, staff, desk, opened_at, until) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            session.token_digest,
            session.staff,
            session.desk,
            ms(act.at),
            ms(session.until)
        ],
    )?;
    audit::log(tx, act, "signIn", &session.staff, "sign in", "")
}

/// A session that nobody closed; whether it has expired is for the caller's clock.
pub fn session(tx: &Connection, token_digest: &str) -> Kept<Option<SessionRow>> {
    Ok(tx
        .query_row(
            "SELECT s.token_digest, s.staff, p.name, p.role, s.desk, s.until FROM session s
             JOIN staff p ON p.number = s.staff WHERE s.token_digest = ?1 AND s.closed_at IS NULL",
            [token_digest],
            |row| {
                Ok(SessionRow {
                    token_digest: row.get(0)?,
                    staff: row.get(1)?,
                    name: row.get(2)?,
                    role: word(row, 3, Role::from_word)?,
                    desk: row.get(4)?,
                    until: at(row, 5)?,
                })
            },
        )
        .optional()?)
}

pub fn close_session(tx: &Connection, act: &Act, token_digest: &str) -> Kept<()> {
    tx.execute(
        "UPDATE session SET closed_at = ?2 WHERE token_digest = ?1 AND closed_at IS NULL",
        params![token_digest, ms(act.at)],
    )?;
    audit::log(tx, act, "signOut", &act.staff, "sign out", "")
}
