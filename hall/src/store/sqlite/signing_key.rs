//! `signing_key`: what the hall signs its editions with. The store is sealed, so the secret half is.

use cases::catalogue::edition::manifest::{PublishedKey, endorsement};
use cases::crypto::{PublicKey, SecretKey, Suite};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::audit;
use super::values::{ms, word};
use crate::fault;
use crate::store::{Act, Kept};

fn secret(row: &Row<'_>) -> rusqlite::Result<(Suite, Vec<u8>)> {
    Ok((word(row, 0, Suite::from_word)?, row.get(1)?))
}

/// The key that signs.
pub fn current(tx: &Connection) -> Kept<Option<SecretKey>> {
    let kept = tx
        .query_row(
            "SELECT suite, secret FROM signing_key ORDER BY place DESC LIMIT 1",
            [],
            secret,
        )
        .optional()?;
    let Some((suite, bytes)) = kept else {
        return Ok(None);
    };
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| fault::no_signing_key())?;
    SecretKey::new(suite, bytes)
        .map(Some)
        .ok_or_else(fault::no_signing_key)
}

/// Takes a key into use: the one before it signs that it is the next.
pub fn put(tx: &Connection, act: &Act, key: &SecretKey) -> Kept<()> {
    let public = key.public().ok_or_else(fault::no_signing_key)?;
    let before = current(tx)?;
    if before.as_ref() == Some(key) {
        return Ok(());
    }
    let endorser = before.as_ref().and_then(SecretKey::public);
    let endorsed = before.and_then(|before| before.sign(endorsement(&public).as_bytes()));
    tx.execute(
        "INSERT INTO signing_key (place, key_id, suite, secret, pem, endorsed_by, endorsement, made_at)
         SELECT count(*) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7 FROM signing_key",
        params![
            public.key_id,
            public.suite.word(),
            key.bytes().as_slice(),
            public.pem,
            endorser.map(|endorser| endorser.key_id),
            endorsed.map(hex::encode),
            ms(act.at)
        ],
    )?;
    audit::log(tx, act, "takeSigningKey", &public.key_id, "事项库签名", "")
}

/// Every public half, the first key first.
pub fn published(tx: &Connection) -> Kept<Vec<PublishedKey>> {
    let mut rows =
        tx.prepare("SELECT suite, key_id, pem, endorsed_by, endorsement FROM signing_key ORDER BY place")?;
    let rows = rows.query_map([], |row| {
        Ok(PublishedKey {
            key: PublicKey {
                suite: word(row, 0, Suite::from_word)?,
                key_id: row.get(1)?,
                pem: row.get(2)?,
            },
            endorsed_by: row.get(3)?,
            endorsement: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
