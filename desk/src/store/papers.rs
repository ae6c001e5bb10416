//! `papers`: the bytes that were shown and printed here.

use cases::notice::Content;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::StoreFault;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPaper {
    pub id: Uuid,
    pub slip: String,
    /// `receipt`, `acceptance` or `form`.
    pub kind: String,
    pub title: String,
    pub number: Option<String>,
    pub digest: String,
    pub pages: u32,
    pub missing: Vec<String>,
    pub bytes: Vec<u8>,
    /// How often it was printed, as far as it is known here.
    pub prints: u32,
    /// Number of the notice that made it void.
    pub voided_by: Option<String>,
    /// The paper that this one says in English (英文对照).
    pub companion_of: Option<Uuid>,
    /// What the companion of a paper made here says; that of the hall's papers is the hall's.
    pub companion: Option<Box<Content>>,
}

pub fn add(connection: &Connection, paper: &KeptPaper, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO papers (id, slip, kind, title, number, digest, pages, missing, bytes, made_at, prints, voided_by,
           companion_of, companion)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO NOTHING",
        params![
            paper.id.to_string(),
            paper.slip,
            paper.kind,
            paper.title,
            paper.number,
            paper.digest,
            paper.pages,
            serde_json::to_string(&paper.missing)?,
            paper.bytes,
            at.to_string(),
            paper.prints,
            paper.voided_by,
            paper.companion_of.map(|of| of.to_string()),
            paper.companion.as_ref().map(serde_json::to_string).transpose()?
        ],
    )?;
    Ok(())
}

pub fn get(connection: &Connection, id: Uuid) -> Result<Option<KeptPaper>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM papers WHERE id = ?1");
    Ok(connection.query_row(&sql, [id.to_string()], read).optional()?)
}

/// The companion of a paper, once it was asked for here.
pub fn companion(connection: &Connection, of: Uuid) -> Result<Option<KeptPaper>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM papers WHERE companion_of = ?1");
    Ok(connection.query_row(&sql, [of.to_string()], read).optional()?)
}

/// Papers of a case in the order they were made; companions come with the paper they belong to.
pub fn of_case(connection: &Connection, slip: &str) -> Result<Vec<KeptPaper>, StoreFault> {
    let sql =
        format!("SELECT {COLUMNS} FROM papers WHERE slip = ?1 AND companion_of IS NULL ORDER BY made_at, id");
    let mut statement = connection.prepare(&sql)?;
    Ok(statement
        .query_map([slip], read)?
        .collect::<Result<Vec<_>, _>>()?)
}

/// What the hall last said of a paper that is here: prints only grow, void stays void.
pub fn note(
    connection: &Connection,
    id: Uuid,
    prints: u32,
    voided_by: Option<&str>,
) -> Result<bool, StoreFault> {
    let known = connection.execute(
        "UPDATE papers SET prints = max(prints, ?2), voided_by = coalesce(?3, voided_by) WHERE id = ?1",
        params![id.to_string(), prints, voided_by],
    )?;
    Ok(known > 0)
}

const COLUMNS: &str = "id, slip, kind, title, number, digest, pages, missing, bytes,
    prints + (SELECT count(*) FROM print_jobs WHERE print_jobs.paper = papers.id), voided_by,
    companion_of, companion";

fn read(row: &Row) -> rusqlite::Result<KeptPaper> {
    let missing: String = row.get(7)?;
    let companion_of: Option<String> = row.get(11)?;
    let companion: Option<String> = row.get(12)?;
    Ok(KeptPaper {
        id: row.get::<_, String>(0)?.parse().unwrap_or_default(),
        slip: row.get(1)?,
        kind: row.get(2)?,
        title: row.get(3)?,
        number: row.get(4)?,
        digest: row.get(5)?,
        pages: row.get(6)?,
        missing: serde_json::from_str(&missing).unwrap_or_default(),
        bytes: row.get(8)?,
        prints: row.get(9)?,
        voided_by: row.get(10)?,
        companion_of: companion_of.and_then(|of| of.parse().ok()),
        companion: companion.and_then(|json| serde_json::from_str(&json).ok()),
    })
}
