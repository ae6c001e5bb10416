//! `audit`: the desk's hash chain (promise 9).

use cases::audit::{Chain, Draft, Entry, Head};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{Line, StoreFault};

/// Links a line behind the last entry, inside the caller's transaction.
pub(super) fn append(connection: &Connection, chain: &Chain, line: Line) -> Result<(), StoreFault> {
    let head = head(connection)?.unwrap_or_else(|| chain.start());
    let entry = chain.append(
        &head,
        Draft {
            at: line.at,
            actor: line.actor,
            deed: line.deed.to_owned(),
            subject: line.subject,
            purpose: line.purpose,
            detail_digest: hex::encode(Sha256::digest(line.detail.as_bytes())),
        },
    );
    connection.execute(
        "INSERT INTO audit (seq, json) VALUES (?1, ?2)",
        params![
            i64::try_from(entry.seq).unwrap_or(i64::MAX),
            serde_json::to_string(&entry)?
        ],
    )?;
    Ok(())
}

fn head(connection: &Connection) -> Result<Option<Head>, StoreFault> {
    let json: Option<String> = connection
        .query_row("SELECT json FROM audit ORDER BY seq DESC LIMIT 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    json.map(|json| Ok(serde_json::from_str::<Entry>(&json)?.head()))
        .transpose()
}

/// Every entry in order.
pub fn all(connection: &Connection) -> Result<Vec<Entry>, StoreFault> {
    let mut statement = connection.prepare("SELECT json FROM audit ORDER BY seq")?;
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
}

/// Entries among the latest of the log that speak of any of these ids, in order.
pub fn about(connection: &Connection, subjects: &[String; 2]) -> Result<Vec<Entry>, StoreFault> {
    let mut statement = connection.prepare(
        "SELECT json FROM (SELECT seq, json FROM audit ORDER BY seq DESC LIMIT 5000)
         WHERE json_extract(json, '$.subject') IN (?1, ?2) ORDER BY seq",
    )?;
    let rows = statement
        .query_map([&subjects[0], &subjects[1]], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
}

/// How many entries there are.
pub fn count(connection: &Connection) -> Result<u64, StoreFault> {
    let count: i64 = connection.query_row("SELECT count(*) FROM audit", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}
