//! `confirmed` and `lost_edits`: what the hall has of a draft, and what it had not when another desk took it.

use cases::case::Draft;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{StoreFault, moment};

/// One edit, as it stood on the screen: masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostEdit {
    pub label: String,
    pub text: String,
}

/// Edits of one draft that came too late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostEdits {
    pub draft: Uuid,
    pub slip: String,
    pub item: String,
    /// The desk that has the draft; empty where the case is over.
    pub holder: String,
    pub edits: Vec<LostEdit>,
    pub noted_at: Timestamp,
}

/// The hall has this revision.
pub fn confirm(connection: &Connection, draft: &Draft) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO confirmed (draft, json) VALUES (?1, ?2)
         ON CONFLICT (draft) DO UPDATE SET json = excluded.json",
        params![draft.id.to_string(), serde_json::to_string(draft)?],
    )?;
    Ok(())
}

pub fn confirmed(connection: &Connection, draft: Uuid) -> Result<Option<Draft>, StoreFault> {
    let json: Option<String> = connection
        .query_row(
            "SELECT json FROM confirmed WHERE draft = ?1",
            [draft.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

pub fn forget_confirmed(connection: &Connection, draft: Uuid) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM confirmed WHERE draft = ?1", [draft.to_string()])?;
    Ok(())
}

pub fn keep(connection: &Connection, lost: &LostEdits) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO lost_edits (draft, slip, item, holder, json, noted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (draft) DO UPDATE SET holder = excluded.holder, json = excluded.json,
             noted_at = excluded.noted_at",
        params![
            lost.draft.to_string(),
            lost.slip,
            lost.item,
            lost.holder,
            serde_json::to_string(&lost.edits)?,
            lost.noted_at.to_string()
        ],
    )?;
    Ok(())
}

pub fn all(connection: &Connection) -> Result<Vec<LostEdits>, StoreFault> {
    let mut statement = connection
        .prepare("SELECT draft, slip, item, holder, json, noted_at FROM lost_edits ORDER BY noted_at")?;
    let rows = statement
        .query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get::<_, String>(4)?,
                row.get::<_, String>(5)?,
            ))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    rows.into_iter()
        .map(|(draft, slip, item, holder, json, noted_at)| {
            Ok(LostEdits {
                draft: draft.parse().unwrap_or_default(),
                slip,
                item,
                holder,
                edits: serde_json::from_str(&json)?,
                noted_at: moment(&noted_at),
            })
        })
        .collect()
}

/// Somebody has seen them.
pub fn dismiss(connection: &Connection, draft: Uuid) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM lost_edits WHERE draft = ?1", [draft.to_string()])?;
    Ok(())
}
