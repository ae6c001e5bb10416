//! `pieces`: which files belong to which intake; the sealed bytes lie beside the store.

use cases::material::Piece;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::StoreFault;

pub fn add(connection: &Connection, draft: Uuid, piece: &Piece, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO pieces (digest, draft, kind, pages, bytes, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (digest, draft) DO NOTHING",
        params![
            piece.digest,
            draft.to_string(),
            piece.kind,
            piece.pages,
            i64::try_from(piece.bytes).unwrap_or(i64::MAX),
            at.to_string()
        ],
    )?;
    Ok(())
}
