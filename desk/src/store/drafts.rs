//! `drafts`: the intakes this desk owns.

use cases::case::Draft;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{StoreFault, lost_edits, meta, moment, scans};

/// A draft as it was last saved.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedDraft {
    pub draft: Draft,
    /// `draft` or `received`.
    pub stage: String,
    /// Key of the field the clerk stood in.
    pub position: Option<String>,
    pub saved_at: Timestamp,
}

pub fn save(connection: &Connection, draft: &Draft, stage: &str, at: Timestamp) -> Result<(), StoreFault> {
    let json = serde_json::to_string(draft)?;
    connection.execute(
        "INSERT INTO drafts (id, slip, item, revision, stage, json, position, saved_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7)
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, stage = excluded.stage,
             json = excluded.json, saved_at = excluded.saved_at",
        params![
            draft.id.to_string(),
            draft.slip,
            draft.item,
            i64::try_from(draft.revision).unwrap_or(i64::MAX),
            stage,
            json,
            at.to_string()
        ],
    )?;
    Ok(())
}

pub fn place(connection: &Connection, id: Uuid, key: &str) -> Result<(), StoreFault> {
    connection.execute(
        "UPDATE drafts SET position = ?2 WHERE id = ?1",
        params![id.to_string(), key],
    )?;
    Ok(())
}

pub fn get(connection: &Connection, id: Uuid) -> Result<Option<SavedDraft>, StoreFault> {
    let row = connection
        .query_row(
            "SELECT json, stage, position, saved_at FROM drafts WHERE id = ?1",
            [id.to_string()],
            columns,
        )
        .optional()?;
    row.map(read).transpose()
}

/// Every draft, the last saved first.
pub fn all(connection: &Connection) -> Result<Vec<SavedDraft>, StoreFault> {
    let mut statement =
        connection.prepare("SELECT json, stage, position, saved_at FROM drafts ORDER BY saved_at DESC")?;
    let rows = statement.query_map([], columns)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(read).collect()
}

/// The draft of a slip code.
pub fn of_slip(connection: &Connection, slip: &str) -> Result<Option<SavedDraft>, StoreFault> {
    let row = connection
        .query_row(
            "SELECT json, stage, position, saved_at FROM drafts WHERE slip = ?1",
            [slip],
            columns,
        )
        .optional()?;
    row.map(read).transpose()
}

/// This desk owns it no more: nothing of it is listed, open or compared with what the hall has.
pub fn end(connection: &Connection, id: Uuid) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM drafts WHERE id = ?1", [id.to_string()])?;
    lost_edits::forget_confirmed(connection, id)?;
    scans::end(connection, id)?;
    if meta::get(connection, meta::INTAKE)?.as_deref() == Some(id.to_string().as_str()) {
        meta::clear(connection, meta::INTAKE)?;
    }
    Ok(())
}

type Columns = (String, String, Option<String>, String);

fn columns(row: &Row) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn read((json, stage, position, saved_at): Columns) -> Result<SavedDraft, StoreFault> {
    Ok(SavedDraft {
        draft: serde_json::from_str(&json)?,
        stage,
        position,
        saved_at: moment(&saved_at),
    })
}
