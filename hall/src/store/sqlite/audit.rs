//! The hall's hash chain. An entry is written in the transaction of its deed.

use cases::audit::{Chain, Draft, Entry, Head};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::values::{count, int};
use crate::store::{Act, CHAIN, Kept};

/// Logs a deed. `detail` enters as its digest only.
pub fn log(tx: &Connection, act: &Act, deed: &str, subject: &str, purpose: &str, detail: &str) -> Kept<()> {
    let chain = Chain::named(CHAIN);
    let head = tx
        .query_row(
            "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1",
            [],
            |row| {
                Ok(Head {
                    seq: count(row, 0)?,
                    hash: row.get(1)?,
                })
            },
        )
        .optional()?
        .unwrap_or_else(|| chain.start());
    let entry = chain.append(
        &head,
        Draft {
            at: act.at,
            actor: format!("{}@{}", act.staff, act.desk),
            deed: deed.to_owned(),
            subject: subject.to_owned(),
            purpose: purpose.to_owned(),
            detail_digest: hex::encode(Sha256::digest(detail.as_bytes())),
        },
    );
    tx.execute(
        "INSERT INTO audit (seq, at_ns, actor, deed, subject, purpose, detail_digest, prev, hash, algorithm)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            int(entry.seq),
            entry.at.as_nanosecond().to_string(),
            entry.actor,
            entry.deed,
            entry.subject,
            entry.purpose,
            entry.detail_digest,
            entry.prev,
            entry.hash,
            entry.algorithm
        ],
    )?;
    Ok(())
}

pub fn after(tx: &Connection, seq: u64, limit: u32) -> Kept<Vec<Entry>> {
    let mut rows = tx.prepare_cached(
        "SELECT seq, at_ns, actor, deed, subject, purpose, detail_digest, prev, hash, algorithm
         FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let entries = rows
        .query_map(params![int(seq), limit], entry)?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    // An unreadable moment becomes the epoch: the hash no longer fits, which is what `verify` is for.
    let nanos = row.get::<_, String>(1)?.parse::<i128>().unwrap_or_default();
    Ok(Entry {
        seq: count(row, 0)?,
        at: Timestamp::from_nanosecond(nanos).unwrap_or_default(),
        actor: row.get(2)?,
        deed: row.get(3)?,
        subject: row.get(4)?,
        purpose: row.get(5)?,
        detail_digest: row.get(6)?,
        prev: row.get(7)?,
        hash: row.get(8)?,
        algorithm: row.get(9)?,
    })
}
