//! `outbox`: what the hall has to know, in this desk's own order. Rows are never deleted.

use cases::error::Trouble;
use cases::wire::intake::{Command, Outcome};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{StoreFault, meta, moment};

#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRow {
    pub sequence: u64,
    pub key: Uuid,
    pub draft: Uuid,
    pub kind: String,
    pub digest: String,
    /// The command's JSON; empty once confirmed.
    pub body: String,
    /// `waiting`, `done` or `refused`.
    pub state: String,
    /// Sends that may have reached the hall.
    pub attempts: u32,
    pub cause: Option<Trouble>,
    pub next_try: Option<Timestamp>,
    pub outcome: Option<Outcome>,
}

pub fn kind(command: &Command) -> &'static str {
    match command {
        Command::SaveDraft { .. } => "saveDraft",
        Command::Receive { .. } => "receive",
        Command::Accept { .. } => "accept",
        Command::Refuse { .. } => "refuse",
        Command::Supplement { .. } => "supplement",
        Command::Return { .. } => "return",
        Command::TellOnce { .. } => "tellOnce",
    }
}

/// Queues a command at the next place.
pub fn add(connection: &Connection, command: &Command, key: Uuid, at: Timestamp) -> Result<u64, StoreFault> {
    let sequence = meta::next_sequence(connection)?;
    insert(connection, sequence, command, key, at)?;
    Ok(sequence)
}

fn insert(
    connection: &Connection,
    sequence: u64,
    command: &Command,
    key: Uuid,
    at: Timestamp,
) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO outbox (sequence, key, draft, kind, digest, body, state, attempts, made_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', 0, ?7)",
        params![
            stored(sequence),
            key.to_string(),
            command.draft().id.to_string(),
            kind(command),
            command.digest(),
            serde_json::to_string(command)?,
            at.to_string()
        ],
    )?;
    Ok(())
}

/// Queues a saved revision. A row of the same draft that was certainly never sent takes it over, so that a
/// long offline hour does not send every keystroke.
pub fn save_draft(
    connection: &Connection,
    command: &Command,
    key: Uuid,
    at: Timestamp,
) -> Result<u64, StoreFault> {
    let id = command.draft().id.to_string();
    let unsent: Option<i64> = connection
        .query_row(
            "SELECT max(sequence) FROM outbox
             WHERE draft = ?1 AND kind = 'saveDraft' AND state = 'waiting' AND attempts = 0",
            [&id],
            |row| row.get(0),
        )
        .optional()?
        .flatten();
    let later: i64 = connection.query_row(
        "SELECT count(*) FROM outbox WHERE draft = ?1 AND sequence > ?2",
        params![id, unsent.unwrap_or(i64::MAX)],
        |row| row.get(0),
    )?;
    match unsent {
        Some(sequence) if later == 0 => {
            connection.execute(
                "UPDATE outbox SET key = ?2, digest = ?3, body = ?4 WHERE sequence = ?1",
                params![
                    sequence,
                    key.to_string(),
                    command.digest(),
                    serde_json::to_string(command)?
                ],
            )?;
            Ok(u64::try_from(sequence).unwrap_or_default())
        }
        Some(_) | None => add(connection, command, key, at),
    }
}

/// Puts another command at a place whose command was certainly never sent.
pub fn replace_unsent(
    connection: &Connection,
    sequence: u64,
    command: &Command,
    key: Uuid,
    at: Timestamp,
) -> Result<bool, StoreFault> {
    let removed = connection.execute(
        "DELETE FROM outbox WHERE sequence = ?1 AND state = 'waiting' AND attempts = 0",
        [stored(sequence)],
    )?;
    if removed == 1 {
        insert(connection, sequence, command, key, at)?;
    }
    Ok(removed == 1)
}

/// The first row that waits.
pub fn head(connection: &Connection) -> Result<Option<OutboxRow>, StoreFault> {
    one(
        connection,
        "WHERE state = 'waiting' ORDER BY sequence LIMIT 1",
        [],
    )
}

pub fn at(connection: &Connection, sequence: u64) -> Result<Option<OutboxRow>, StoreFault> {
    one(connection, "WHERE sequence = ?1", [stored(sequence)])
}

/// The last command of one kind for a draft.
pub fn last_of(connection: &Connection, draft: Uuid, kind: &str) -> Result<Option<OutboxRow>, StoreFault> {
    one(
        connection,
        "WHERE draft = ?1 AND kind = ?2 ORDER BY sequence DESC LIMIT 1",
        params![draft.to_string(), kind],
    )
}

pub fn waiting(connection: &Connection) -> Result<u32, StoreFault> {
    Ok(
        connection.query_row("SELECT count(*) FROM outbox WHERE state = 'waiting'", [], |row| {
            row.get(0)
        })?,
    )
}

/// Drafts whose receipt, acceptance or refusal the hall has not answered.
pub fn waiting_cases(connection: &Connection) -> Result<Vec<String>, StoreFault> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT draft FROM outbox WHERE state = 'waiting' AND kind NOT IN ('saveDraft', 'tellOnce')",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes a row out for a send, as it stands at this moment: from here on the hall may have it, so this place
/// keeps this digest for ever.
pub fn lease(connection: &Connection, sequence: u64) -> Result<Option<OutboxRow>, StoreFault> {
    connection.execute(
        "UPDATE outbox SET attempts = attempts + 1 WHERE sequence = ?1 AND state = 'waiting'",
        [stored(sequence)],
    )?;
    one(
        connection,
        "WHERE sequence = ?1 AND state = 'waiting'",
        [stored(sequence)],
    )
}

/// The send certainly did not leave this machine.
pub fn not_sent(connection: &Connection, sequence: u64) -> Result<(), StoreFault> {
    connection.execute(
        "UPDATE outbox SET attempts = attempts - 1 WHERE sequence = ?1",
        [stored(sequence)],
    )?;
    Ok(())
}

pub fn wait(
    connection: &Connection,
    sequence: u64,
    cause: &Trouble,
    next_try: Timestamp,
) -> Result<(), StoreFault> {
    connection.execute(
        "UPDATE outbox SET cause = ?2, next_try = ?3 WHERE sequence = ?1",
        params![
            stored(sequence),
            serde_json::to_string(cause)?,
            next_try.to_string()
        ],
    )?;
    Ok(())
}

/// The line is back: everything may be tried at once.
pub fn try_now(connection: &Connection) -> Result<(), StoreFault> {
    connection.execute("UPDATE outbox SET next_try = NULL WHERE state = 'waiting'", [])?;
    Ok(())
}

/// The hall confirmed this place and digest: the body may go, the row stays.
pub fn done(connection: &Connection, sequence: u64, outcome: &Outcome) -> Result<(), StoreFault> {
    connection.execute(
        "UPDATE outbox SET state = 'done', body = '', cause = NULL, next_try = NULL, outcome = ?2
         WHERE sequence = ?1",
        params![stored(sequence), serde_json::to_string(outcome)?],
    )?;
    Ok(())
}

/// The hall refused it for good; the body stays, with the reason.
pub fn refused(connection: &Connection, sequence: u64, cause: &Trouble) -> Result<(), StoreFault> {
    connection.execute(
        "UPDATE outbox SET state = 'refused', cause = ?2, next_try = NULL WHERE sequence = ?1",
        params![stored(sequence), serde_json::to_string(cause)?],
    )?;
    Ok(())
}

fn one(
    connection: &Connection,
    clause: &str,
    values: impl rusqlite::Params,
) -> Result<Option<OutboxRow>, StoreFault> {
    let sql = format!(
        "SELECT sequence, key, draft, kind, digest, body, state, attempts, cause, next_try, outcome
         FROM outbox {clause}"
    );
    let row = connection.query_row(&sql, values, columns).optional()?;
    row.map(read).transpose()
}

struct Columns {
    sequence: i64,
    key: String,
    draft: String,
    kind: String,
    digest: String,
    body: String,
    state: String,
    attempts: u32,
    cause: Option<String>,
    next_try: Option<String>,
    outcome: Option<String>,
}

fn columns(row: &Row) -> rusqlite::Result<Columns> {
    Ok(Columns {
        sequence: row.get(0)?,
        key: row.get(1)?,
        draft: row.get(2)?,
        kind: row.get(3)?,
        digest: row.get(4)?,
        body: row.get(5)?,
        state: row.get(6)?,
        attempts: row.get(7)?,
        cause: row.get(8)?,
        next_try: row.get(9)?,
        outcome: row.get(10)?,
    })
}

fn read(row: Columns) -> Result<OutboxRow, StoreFault> {
    Ok(OutboxRow {
        sequence: u64::try_from(row.sequence).unwrap_or_default(),
        key: row.key.parse().unwrap_or_default(),
        draft: row.draft.parse().unwrap_or_default(),
        kind: row.kind,
        digest: row.digest,
        body: row.body,
        state: row.state,
        attempts: row.attempts,
        cause: row.cause.map(|json| serde_json::from_str(&json)).transpose()?,
        next_try: row.next_try.map(|text| moment(&text)),
        outcome: row.outcome.map(|json| serde_json::from_str(&json)).transpose()?,
    })
}

/// SQLite's integers are signed; a desk does not reach the end of them.
fn stored(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}
