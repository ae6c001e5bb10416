//! `catalogue_edition`, `catalogue_part`, `catalogue_entry`: editions of the catalogue. A part stands under its name from
//! one edition until another, so an edition costs what it changes.

use async_trait::async_trait;
use cases::catalogue::CatalogueFiles;
use cases::catalogue::edition::difference::Difference;
use cases::catalogue::edition::manifest::{PublishedKey, number};
use cases::catalogue::edition::parts::{self, Joining};
use cases::catalogue::edition::{Inventory, Manifest, Part, SignedManifest};
use cases::crypto::SecretKey;
use cases::deadline::hall_date;
use cases::wire::feed::What;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::values::{at, count, int, maybe_count, ms};
use super::{SqliteStore, audit, feed, keyed, signing_key};
use crate::fault;
use crate::store::edition::{EditionStore, KeptEdition, NewEdition, OldEdition, Standing};
use crate::store::{Act, Kept, Keyed};

const COLUMNS: &str = "manifest, signature, alias";

fn kept(row: &Row<'_>) -> rusqlite::Result<(SignedManifest, Option<String>)> {
    let signed = SignedManifest {
        manifest: row.get(0)?,
        signature: row.get(1)?,
    };
    Ok((signed, row.get(2)?))
}

fn read((signed, alias): (SignedManifest, Option<String>)) -> Kept<KeptEdition> {
    let manifest: Manifest = serde_json::from_str(&signed.manifest)?;
    Ok(KeptEdition {
        signed,
        manifest,
        alias,
    })
}

pub fn newest(tx: &Connection) -> Kept<Option<KeptEdition>> {
    tx.query_row(
        &format!("SELECT {COLUMNS} FROM catalogue_edition ORDER BY sequence DESC LIMIT 1"),
        [],
        kept,
    )
    .optional()?
    .map(read)
    .transpose()
}

fn find(tx: &Connection, name: &str) -> Kept<Option<KeptEdition>> {
    tx.query_row(
        &format!(
            "SELECT {COLUMNS} FROM catalogue_edition WHERE number = ?1 OR content = ?1 OR alias = ?1
             ORDER BY sequence DESC LIMIT 1"
        ),
        [name],
        kept,
    )
    .optional()?
    .map(read)
    .transpose()
}

fn all(tx: &Connection) -> Kept<Vec<KeptEdition>> {
    let mut rows = tx.prepare(&format!(
        "SELECT {COLUMNS} FROM catalogue_edition ORDER BY sequence DESC"
    ))?;
    let rows: Vec<_> = rows.query_map([], kept)?.collect::<Result<_, _>>()?;
    rows.into_iter().map(read).collect()
}

fn inventory(tx: &Connection, sequence: u64) -> Kept<Inventory> {
    let mut rows = tx.prepare(
        "SELECT name, digest FROM catalogue_entry WHERE since <= ?1 AND (until IS NULL OR until > ?1)",
    )?;
    let entries = rows.query_map([int(sequence)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Inventory(entries.collect::<Result<_, _>>()?))
}

fn standings(tx: &Connection, name: &str) -> Kept<Vec<Standing>> {
    let mut rows =
        tx.prepare_cached("SELECT since, until, digest FROM catalogue_entry WHERE name = ?1 ORDER BY since")?;
    let rows = rows.query_map([name], |row| {
        Ok(Standing {
            since: count(row, 0)?,
            until: maybe_count(row, 1)?,
            digest: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn put_parts(tx: &Connection, parts: &[Part]) -> Kept<()> {
    let mut row = tx.prepare_cached(
        "INSERT INTO catalogue_part (digest, text) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING",
    )?;
    for part in parts {
        row.execute(params![part.digest, part.text])?;
    }
    Ok(())
}

fn texts(tx: &Connection, digests: &[String]) -> Kept<Vec<(String, String)>> {
    let mut row = tx.prepare_cached("SELECT text FROM catalogue_part WHERE digest = ?1")?;
    let found = digests.iter().map(|digest| {
        let text = row.query_row([digest], |row| row.get(0)).optional()?;
        Ok((digest.clone(), text.ok_or_else(fault::edition_incomplete)?))
    });
    found.collect()
}

fn files(tx: &Connection, sequence: u64, item: Option<&str>) -> Kept<CatalogueFiles> {
    let mut joining = Joining::default();
    let mut rows = tx.prepare_cached(
        "SELECT e.name, p.text FROM catalogue_entry e JOIN catalogue_part p ON p.digest = e.digest
         WHERE e.since <= ?1 AND (e.until IS NULL OR e.until > ?1)
           AND (?2 IS NULL OR e.name = ?2 OR e.name NOT LIKE 'items.json#%')
         ORDER BY e.name",
    )?;
    let mut rows = rows.query(params![int(sequence), item.map(parts::of_item)])?;
    while let Some(row) = rows.next()? {
        let odd = |_| fault::store_failed().inside("a part is no text");
        joining.add(
            row.get_ref(0)?.as_str().map_err(odd)?,
            row.get_ref(1)?.as_str().map_err(odd)?,
        );
    }
    Ok(joining.files())
}

fn publish(tx: &Connection, act: &Act, new: &NewEdition) -> Kept<SignedManifest> {
    let before = newest(tx)?;
    let base = before.as_ref().map_or(0, |edition| edition.manifest.sequence);
    if base != new.base {
        let winner = before.map(|edition| edition.manifest);
        let winner = winner.map(|manifest| format!("{} {}", manifest.number, manifest.by));
        return Err(fault::edition_came_first().about(winner.unwrap_or_default()));
    }
    let day = hall_date(act.at);
    let place: u64 = tx.query_row(
        "SELECT count(*) + 1 FROM catalogue_edition WHERE number GLOB ?1",
        [format!("{}-*", day.strftime("%Y%m%d"))],
        |row| count(row, 0),
    )?;
    let public = new.key.public().ok_or_else(fault::no_signing_key)?;
    let manifest = Manifest {
        hall: new.hall.clone(),
        number: number(day, place),
        sequence: base + 1,
        content: new.content.clone(),
        previous: before.map(|edition| edition.manifest.number),
        published_at: act.at,
        by: act.staff.clone(),
        note: new.note.clone(),
        rollback_of: new.rollback_of.clone(),
        items: new.inventory.items() as u64,
        suite: new.key.suite(),
        key_id: public.key_id,
    };
    let signed = SignedManifest::sign(&manifest, &new.key).ok_or_else(fault::no_signing_key)?;
    enter(tx, &inventory(tx, base)?, &new.inventory, manifest.sequence)?;
    tx.execute(
        "INSERT INTO catalogue_edition (sequence, number, content, manifest, signature, alias, published_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            int(manifest.sequence),
            manifest.number,
            manifest.content,
            signed.manifest,
            signed.signature,
            new.alias,
            ms(act.at)
        ],
    )?;
    audit::log(
        tx,
        act,
        "publishCatalogue",
        &manifest.number,
        &new.note,
        &signed.manifest,
    )?;
    feed::say(
        tx,
        &What::Edition {
            number: manifest.number,
            sequence: manifest.sequence,
        },
    )?;
    Ok(signed)
}

/// Closes what an edition ends and opens what it brings. Every part it names has to be kept.
fn enter(tx: &Connection, from: &Inventory, to: &Inventory, sequence: u64) -> Kept<()> {
    let difference = Difference::between(from, to);
    let mut close =
        tx.prepare_cached("UPDATE catalogue_entry SET until = ?2 WHERE name = ?1 AND until IS NULL")?;
    let ended = difference.changed.iter().map(|part| &part.name);
    for name in ended.chain(&difference.removed) {
        close.execute(params![name, int(sequence)])?;
    }
    let mut open = tx.prepare_cached(
        "INSERT INTO catalogue_entry (name, since, until, digest)
         SELECT ?1, ?2, NULL, digest FROM catalogue_part WHERE digest = ?3",
    )?;
    for part in difference.brings() {
        if open.execute(params![part.name, int(sequence), part.digest])? != 1 {
            return Err(fault::edition_incomplete());
        }
    }
    Ok(())
}

fn old(tx: &Connection) -> Kept<Vec<OldEdition>> {
    let mut rows = tx.prepare("SELECT edition, files, seen_at FROM edition ORDER BY seen_at, edition")?;
    let rows = rows.query_map([], |row| {
        Ok(OldEdition {
            alias: row.get(0)?,
            files: row.get(1)?,
            seen_at: at(row, 2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[async_trait]
impl EditionStore for SqliteStore {
    async fn newest_edition(&self) -> Kept<Option<KeptEdition>> {
        self.read(newest).await
    }

    async fn find_edition(&self, name: &str) -> Kept<Option<KeptEdition>> {
        let name = name.to_owned();
        self.read(move |tx| find(tx, &name)).await
    }

    async fn editions(&self) -> Kept<Vec<KeptEdition>> {
        self.read(all).await
    }

    async fn standings(&self, name: &str) -> Kept<Vec<Standing>> {
        let name = name.to_owned();
        self.read(move |tx| standings(tx, &name)).await
    }

    async fn inventory(&self, sequence: u64) -> Kept<Inventory> {
        self.read(move |tx| inventory(tx, sequence)).await
    }

    async fn put_parts(&self, parts: Vec<Part>) -> Kept<()> {
        self.plain_write(move |tx| put_parts(tx, &parts)).await
    }

    async fn parts(&self, digests: Vec<String>) -> Kept<Vec<(String, String)>> {
        self.read(move |tx| texts(tx, &digests)).await
    }

    async fn edition_files(&self, sequence: u64, item: Option<String>) -> Kept<CatalogueFiles> {
        self.read(move |tx| files(tx, sequence, item.as_deref())).await
    }

    async fn publish(&self, act: Act, new: NewEdition) -> Kept<SignedManifest> {
        self.write(act, move |tx, act| publish(tx, act, &new)).await
    }

    async fn published_under(&self, under: Keyed) -> Kept<Option<SignedManifest>> {
        self.read(move |tx| match keyed::find(tx, &under)? {
            Some(reply) => Ok(Some(serde_json::from_str(&reply)?)),
            None => Ok(None),
        })
        .await
    }

    async fn signing_key(&self) -> Kept<Option<SecretKey>> {
        self.read(signing_key::current).await
    }

    async fn put_signing_key(&self, act: Act, key: SecretKey) -> Kept<()> {
        self.plain_write(move |tx| signing_key::put(tx, &act, &key)).await
    }

    async fn published_keys(&self) -> Kept<Vec<PublishedKey>> {
        self.read(signing_key::published).await
    }

    async fn old_editions(&self) -> Kept<Vec<OldEdition>> {
        self.read(old).await
    }

    async fn drop_old_edition(&self, alias: &str) -> Kept<()> {
        let alias = alias.to_owned();
        self.plain_write(move |tx| {
            tx.execute("DELETE FROM edition WHERE edition = ?1", [alias])?;
            Ok(())
        })
        .await
    }
}
