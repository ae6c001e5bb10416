//! `recognised`: what recognition read on the scanned pages of an intake, each as it was turned.

use rusqlite::{Connection, OptionalExtension, params};
use scanners::recognise::{RecogniseFault, Text};
use uuid::Uuid;

use super::StoreFault;

/// A page that was read, or could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub digest: String,
    pub quarters: u8,
    pub is_read: bool,
}

pub fn known(connection: &Connection, draft: Uuid) -> Result<Vec<Known>, StoreFault> {
    let mut statement =
        connection.prepare("SELECT digest, quarters, json IS NOT NULL FROM recognised WHERE draft = ?1")?;
    let rows = statement.query_map([draft.to_string()], |row| {
        Ok(Known {
            digest: row.get(0)?,
            quarters: row.get(1)?,
            is_read: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The text of a page, and how the page was turned when it was read: as it lies now, else in any other way.
pub fn text(
    connection: &Connection,
    draft: Uuid,
    digest: &str,
    quarters: u8,
) -> Result<Option<(Text, u8)>, StoreFault> {
    let row: Option<(String, u8)> = connection
        .query_row(
            "SELECT json, quarters FROM recognised WHERE draft = ?1 AND digest = ?2 AND json IS NOT NULL
             ORDER BY quarters = ?3 DESC LIMIT 1",
            params![draft.to_string(), digest, quarters],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    row.map(|(json, quarters)| Ok((serde_json::from_str(&json)?, quarters)))
        .transpose()
}

pub fn save(
    connection: &Connection,
    draft: Uuid,
    digest: &str,
    quarters: u8,
    read: &Result<Text, RecogniseFault>,
) -> Result<(), StoreFault> {
    let json = read.as_ref().ok().map(serde_json::to_string).transpose()?;
    let code = read.as_ref().err().map(|fault| fault.code());
    connection.execute(
        "INSERT INTO recognised (draft, digest, quarters, json, code) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (draft, digest, quarters) DO UPDATE SET json = excluded.json, code = excluded.code",
        params![draft.to_string(), digest, quarters, json, code],
    )?;
    Ok(())
}

/// The pages are gone.
pub fn end(connection: &Connection, draft: Uuid) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM recognised WHERE draft = ?1", [draft.to_string()])?;
    Ok(())
}
