//! Papers (文书): what they say is written in the transaction of the deed; their bytes are kept once, for ever.

use cases::notice::{Content, PaperKind};
use cases::wire::record::PaperRef;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{at, count, id, json, maybe_json, ms, word};
use crate::chance;
use crate::intake::plan::Printed;
use crate::store::{Kept, UnmadePaper};

/// Writes what a paper says. Its bytes follow right after the commit.
pub fn write(tx: &Connection, case: Uuid, made_at: Timestamp, content: &Content) -> Kept<Uuid> {
    let paper = chance::id(made_at);
    tx.execute(
        "INSERT INTO paper (id, casefile, kind, title, number, content, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            paper.to_string(),
            case.to_string(),
            content.kind.word(),
            content.title,
            content.number,
            serde_json::to_string(content)?,
            ms(made_at)
        ],
    )?;
    Ok(paper)
}

/// Keeps a receipt as the window printed it: what was handed out is what is kept.
pub fn keep_printed(tx: &Connection, case: Uuid, made_at: Timestamp, printed: &Printed) -> Kept<()> {
    tx.execute(
        "INSERT INTO paper (id, casefile, kind, title, made_at, digest, pages, missing, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '[]', ?8)",
        params![
            chance::id(made_at).to_string(),
            case.to_string(),
            PaperKind::ReceiptSlip.word(),
            PaperKind::ReceiptSlip.zh(),
            ms(made_at),
            printed.digest,
            printed.pages,
            printed.bytes
        ],
    )?;
    Ok(())
}

/// The case's papers in the order in which they were made.
pub fn refs(tx: &Connection, case: Uuid) -> Kept<Vec<PaperRef>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, kind, title, number, coalesce(digest, ''), coalesce(pages, 0), missing, voided_by,
           (SELECT count(*) FROM print_job WHERE paper = paper.id) FROM paper
         WHERE casefile = ?1 ORDER BY made_at, rowid",
    )?;
    let papers = rows
        .query_map([case.to_string()], |row| {
            Ok(PaperRef {
                id: id(row, 0)?,
                kind: word(row, 1, PaperKind::of)?,
                title: row.get(2)?,
                number: row.get(3)?,
                digest: row.get(4)?,
                pages: count(row, 5)?,
                missing: maybe_json(row, 6)?.unwrap_or_default(),
                voided_by: row.get(7)?,
                prints: count(row, 8)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(papers)
}

pub fn unmade(tx: &Connection, case: Option<Uuid>) -> Kept<Vec<UnmadePaper>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, content, made_at FROM paper
         WHERE digest IS NULL AND content IS NOT NULL AND (?1 IS NULL OR casefile = ?1) ORDER BY made_at LIMIT 256",
    )?;
    let papers = rows
        .query_map([case.map(|case| case.to_string())], |row| {
            Ok(UnmadePaper {
                id: id(row, 0)?,
                content: json(row, 1)?,
                made_at: at(row, 2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(papers)
}

/// Keeps a paper's bytes, unless they are kept already.
pub fn keep(
    tx: &Connection,
    paper: Uuid,
    bytes: &[u8],
    digest: &str,
    pages: u32,
    missing: &[String],
) -> Kept<()> {
    tx.execute(
        "UPDATE paper SET bytes = ?2, digest = ?3, pages = ?4, missing = ?5 WHERE id = ?1 AND digest IS NULL",
        params![
            paper.to_string(),
            bytes,
            digest,
            pages,
            serde_json::to_string(missing)?
        ],
    )?;
    Ok(())
}

pub fn bytes(tx: &Connection, paper: Uuid) -> Kept<Option<Vec<u8>>> {
    let found: Option<Option<Vec<u8>>> = tx
        .query_row(
            "SELECT bytes FROM paper WHERE id = ?1",
            [paper.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.flatten())
}

/// Id and name of the item whose case a paper is of.
pub fn item_of(tx: &Connection, paper: Uuid) -> Kept<Option<(String, String)>> {
    Ok(tx
        .query_row(
            "SELECT c.item, c.item_name FROM paper p JOIN casefile c ON c.id = p.casefile WHERE p.id = ?1",
            [paper.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?)
}

pub fn case_of(tx: &Connection, paper: Uuid) -> Kept<Option<Uuid>> {
    Ok(tx
        .query_row(
            "SELECT casefile FROM paper WHERE id = ?1",
            [paper.to_string()],
            |row| id(row, 0),
        )
        .optional()?)
}
