//! Papers (文书): what they say is written in the transaction of the deed; their bytes are kept once, for ever.

use cases::notice::{Content, PaperKind};
use cases::wire::record::PaperRef;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::audit;
use super::values::{at, count, id, json, maybe_json, ms, word};
use crate::intake::plan::Printed;
use crate::store::{Act, Kept, Unmade, UnmadePaper};
use crate::{chance, fault};

/// Whose paper it is.
#[derive(Clone, Copy)]
enum Owner {
    Case(Uuid),
    /// 移交批次
    Batch(Uuid),
}

/// Writes what a paper of a case says. Its bytes follow right after the commit.
pub fn write(tx: &Connection, case: Uuid, made_at: Timestamp, content: &Content) -> Kept<Uuid> {
    insert(tx, Owner::Case(case), made_at, content, None)
}

/// Writes the 材料移交单 of a batch, which has one.
pub fn write_of_batch(tx: &Connection, batch: Uuid, made_at: Timestamp, content: &Content) -> Kept<Uuid> {
    insert(tx, Owner::Batch(batch), made_at, content, None)
}

/// Writes the English companion of a paper, once; says which paper it is.
pub fn write_companion(tx: &Connection, act: &Act, of: Uuid) -> Kept<Uuid> {
    let known: Option<Uuid> = tx
        .query_row(
            "SELECT id FROM paper WHERE companion_of = ?1",
            [of.to_string()],
            |row| id(row, 0),
        )
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let (case, batch, content, made_at): (Option<String>, Option<String>, Option<Content>, Timestamp) = tx
        .query_row(
            "SELECT casefile, batch, content, made_at FROM paper WHERE id = ?1",
            [of.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?, maybe_json(row, 2)?, at(row, 3)?)),
        )
        .optional()?
        .ok_or_else(fault::no_paper)?;
    let companion = content
        .and_then(|content| content.companion)
        .ok_or_else(fault::no_companion)?;
    let owner = match (parsed(case), parsed(batch)) {
        (Some(case), _) => Owner::Case(case),
        (None, Some(batch)) => Owner::Batch(batch),
        (None, None) => return Err(fault::no_paper()),
    };
    let paper = insert(tx, owner, made_at, &companion, Some(of))?;
    tx.execute(
        "UPDATE paper SET voided_by = (SELECT voided_by FROM paper WHERE id = ?2) WHERE id = ?1",
        params![paper.to_string(), of.to_string()],
    )?;
    audit::log(
        tx,
        act,
        "writeCompanion",
        &of.to_string(),
        "英文对照",
        &paper.to_string(),
    )?;
    Ok(paper)
}

fn parsed(id: Option<String>) -> Option<Uuid> {
    id.and_then(|id| id.parse().ok())
}

fn insert(
    tx: &Connection,
    owner: Owner,
    made_at: Timestamp,
    content: &Content,
    companion_of: Option<Uuid>,
) -> Kept<Uuid> {
    let paper = chance::id(made_at);
    let (case, batch) = match owner {
        Owner::Case(case) => (Some(case.to_string()), None),
        Owner::Batch(batch) => (None, Some(batch.to_string())),
    };
    tx.execute(
        "INSERT INTO paper (id, casefile, batch, companion_of, kind, title, number, content, made_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            paper.to_string(),
            case,
            batch,
            companion_of.map(|of| of.to_string()),
            content.kind.word(),
            content.title,
            // A number is found once: under the paper that it was given to.
            content.number.as_ref().filter(|_| companion_of.is_none()),
            serde_json::to_string(content)?,
            ms(made_at)
        ],
    )?;
    Ok(paper)
}

/// Keeps a paper as the window printed it: what was handed out is what is kept.
pub fn keep_printed(
    tx: &Connection,
    case: Uuid,
    made_at: Timestamp,
    kind: PaperKind,
    printed: &Printed,
) -> Kept<()> {
    tx.execute(
        "INSERT INTO paper (id, casefile, kind, title, made_at, digest, pages, missing, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '[]', ?8)",
        params![
            chance::id(made_at).to_string(),
            case.to_string(),
            kind.word(),
            kind.zh(),
            ms(made_at),
            printed.digest,
            printed.pages,
            printed.bytes
        ],
    )?;
    Ok(())
}

const REF: &str = "SELECT p.id, p.kind, p.title, coalesce(p.number, (SELECT o.number FROM paper o WHERE o.id = p.companion_of)),
       coalesce(p.digest, ''), coalesce(p.pages, 0), p.missing, p.voided_by, p.companion_of,
       (SELECT count(*) FROM print_job WHERE paper = p.id) FROM paper p";

fn paper_ref(row: &Row<'_>) -> rusqlite::Result<PaperRef> {
    Ok(PaperRef {
        id: id(row, 0)?,
        kind: word(row, 1, PaperKind::of)?,
        title: row.get(2)?,
        number: row.get(3)?,
        digest: row.get(4)?,
        pages: count(row, 5)?,
        missing: maybe_json(row, 6)?.unwrap_or_default(),
        voided_by: row.get(7)?,
        companion_of: parsed(row.get(8)?),
        prints: count(row, 9)?,
    })
}

/// The case's papers in the order in which they were made.
pub fn refs(tx: &Connection, case: Uuid) -> Kept<Vec<PaperRef>> {
    let mut rows = tx.prepare_cached(&format!(
        "{REF} WHERE p.casefile = ?1 ORDER BY p.made_at, p.rowid"
    ))?;
    let papers = rows
        .query_map([case.to_string()], paper_ref)?
        .collect::<Result<_, _>>()?;
    Ok(papers)
}

/// The 材料移交单 of a batch that was handed over.
pub fn of_batch(tx: &Connection, batch: Uuid) -> Kept<Option<PaperRef>> {
    let sql = format!("{REF} WHERE p.batch = ?1 AND p.companion_of IS NULL");
    let mut rows = tx.prepare_cached(&sql)?;
    Ok(rows.query_row([batch.to_string()], paper_ref).optional()?)
}

/// One paper.
pub fn find(tx: &Connection, paper: Uuid) -> Kept<Option<PaperRef>> {
    let mut rows = tx.prepare_cached(&format!("{REF} WHERE p.id = ?1"))?;
    Ok(rows.query_row([paper.to_string()], paper_ref).optional()?)
}

pub fn unmade(tx: &Connection, of: Unmade) -> Kept<Vec<UnmadePaper>> {
    let (case, paper) = match of {
        Unmade::All => (None, None),
        Unmade::OfCase(case) => (Some(case.to_string()), None),
        Unmade::One(paper) => (None, Some(paper.to_string())),
    };
    let mut rows = tx.prepare_cached(
        "SELECT id, content, made_at FROM paper
         WHERE digest IS NULL AND content IS NOT NULL AND (?1 IS NULL OR casefile = ?1) AND (?2 IS NULL OR id = ?2)
         ORDER BY made_at LIMIT 256",
    )?;
    let papers = rows
        .query_map(params![case, paper], |row| {
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

/// Id and name of each item that a paper is about: of its case, or of every case on a 材料移交单. Without one, no
/// paper.
pub fn items_of(tx: &Connection, paper: Uuid) -> Kept<Vec<(String, String)>> {
    let mut rows = tx.prepare_cached(
        "SELECT c.item, c.item_name FROM paper p JOIN casefile c ON c.id = p.casefile WHERE p.id = ?1
         UNION
         SELECT c.item, c.item_name FROM paper p JOIN bundle b ON b.batch = p.batch
           JOIN casefile c ON c.id = b.casefile WHERE p.id = ?1",
    )?;
    let items = rows
        .query_map([paper.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(items)
}

pub fn exists(tx: &Connection, paper: Uuid) -> Kept<bool> {
    Ok(tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM paper WHERE id = ?1)",
        [paper.to_string()],
        |row| row.get(0),
    )?)
}
