//! `editions`, `edition_parts`, `hall_keys`: verified editions of the catalogue, and the keys they are verified with.

use cases::catalogue::CatalogueFiles;
use cases::catalogue::edition::parts::{Joining, item_of, of_item};
use cases::catalogue::edition::{Inventory, Manifest, Part, SignedManifest};
use cases::crypto::{PublicKey, Suite};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::StoreFault;

/// An edition that was verified when it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub signed: SignedManifest,
    pub manifest: Manifest,
    pub inventory: Inventory,
}

fn taken(row: &Row<'_>) -> rusqlite::Result<(SignedManifest, String)> {
    let signed = SignedManifest {
        manifest: row.get(0)?,
        signature: row.get(1)?,
    };
    Ok((signed, row.get(2)?))
}

fn read((signed, lines): (SignedManifest, String)) -> Result<Taken, StoreFault> {
    let manifest = serde_json::from_str(&signed.manifest)?;
    let inventory = Inventory::read(&lines).ok_or(StoreFault::Missing)?;
    Ok(Taken {
        signed,
        manifest,
        inventory,
    })
}

pub fn newest(connection: &Connection) -> Result<Option<Taken>, StoreFault> {
    connection
        .query_row(
            "SELECT manifest, signature, inventory FROM editions ORDER BY sequence DESC LIMIT 1",
            [],
            taken,
        )
        .optional()?
        .map(read)
        .transpose()
}

/// By number, or by what an old draft calls it.
pub fn find(connection: &Connection, name: &str) -> Result<Option<Taken>, StoreFault> {
    connection
        .query_row(
            "SELECT manifest, signature, inventory FROM editions WHERE number = ?1 OR pinned = ?1",
            [name],
            taken,
        )
        .optional()?
        .map(read)
        .transpose()
}

/// Keeps a verified edition. `pinned` is what a draft calls it, where that is not its number.
pub fn put(
    connection: &Connection,
    edition: &Taken,
    pinned: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO editions (number, sequence, manifest, signature, inventory, pinned, taken_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (number) DO UPDATE SET pinned = coalesce(excluded.pinned, pinned)",
        params![
            edition.manifest.number,
            i64::try_from(edition.manifest.sequence).unwrap_or(i64::MAX),
            edition.signed.manifest,
            edition.signed.signature,
            edition.inventory.lines(),
            pinned,
            at.to_string()
        ],
    )?;
    Ok(())
}

pub fn put_parts(connection: &Connection, parts: &[Part]) -> Result<(), StoreFault> {
    let mut row = connection.prepare_cached(
        "INSERT INTO edition_parts (digest, text) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING",
    )?;
    for part in parts {
        row.execute(params![part.digest, part.text])?;
    }
    Ok(())
}

/// The files of an edition, with one item alone where it is named; `None` where a part is not here.
pub fn files(
    connection: &Connection,
    inventory: &Inventory,
    item: Option<&str>,
) -> Result<Option<CatalogueFiles>, StoreFault> {
    let only = item.map(of_item);
    let mut joining = Joining::default();
    let mut row = connection.prepare_cached("SELECT text FROM edition_parts WHERE digest = ?1")?;
    for (name, digest) in &inventory.0 {
        if item_of(name).is_some() && only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let text: Option<String> = row.query_row([digest], |row| row.get(0)).optional()?;
        let Some(text) = text else { return Ok(None) };
        joining.add(name, &text);
    }
    Ok(Some(joining.files()))
}

/// Forgets editions that nothing here is pinned to, but the newest, and parts that no edition names.
pub fn prune(connection: &Connection) -> Result<(), StoreFault> {
    let gone = connection.execute(
        "DELETE FROM editions WHERE sequence < (SELECT max(sequence) FROM editions)
           AND number NOT IN (SELECT json ->> '$.edition' FROM drafts)
           AND (pinned IS NULL OR pinned NOT IN (SELECT json ->> '$.edition' FROM drafts))",
        [],
    )?;
    if gone == 0 {
        return Ok(());
    }
    connection
        .execute_batch("CREATE TEMP TABLE IF NOT EXISTS named_parts (digest TEXT PRIMARY KEY) STRICT")?;
    connection.execute("DELETE FROM named_parts", [])?;
    {
        let mut lists = connection.prepare("SELECT inventory FROM editions")?;
        let mut lists = lists.query([])?;
        let mut note =
            connection.prepare("INSERT INTO named_parts (digest) VALUES (?1) ON CONFLICT DO NOTHING")?;
        while let Some(row) = lists.next()? {
            let lines: String = row.get(0)?;
            for digest in Inventory::read(&lines).unwrap_or_default().0.values() {
                note.execute([digest])?;
            }
        }
    }
    connection.execute(
        "DELETE FROM edition_parts WHERE digest NOT IN (SELECT digest FROM named_parts)",
        [],
    )?;
    connection.execute("DELETE FROM named_parts", [])?;
    Ok(())
}

pub fn keys(connection: &Connection) -> Result<Vec<PublicKey>, StoreFault> {
    let mut rows =
        connection.prepare("SELECT suite, key_id, pem FROM hall_keys ORDER BY pinned_at, key_id")?;
    let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
    let mut keys = Vec::new();
    for row in rows {
        let (suite, key_id, pem) = row?;
        // A suite of a later program is none that this one could verify with.
        if let Some(suite) = Suite::from_word(&suite) {
            keys.push(PublicKey { suite, key_id, pem });
        }
    }
    Ok(keys)
}

pub fn pin_key(connection: &Connection, key: &PublicKey, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO hall_keys (key_id, suite, pem, pinned_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key_id) DO NOTHING",
        params![key.key_id, key.suite.word(), key.pem, at.to_string()],
    )?;
    Ok(())
}
