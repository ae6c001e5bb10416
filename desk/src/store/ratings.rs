//! Ratings on their way: sealed, one per visit, among the facts of `meta` under `rating/`.

use cases::wire::rating::{Rated, RatingKey, SealedRating};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{StoreFault, meta};
use crate::applicant::AskedRating;

const HALL_KEY: &str = "rating_key";
const PUT_OFF: &str = "rating_put_off";

/// What is kept of one rating: the seal until the hall has it, then only that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum KeptRating {
    Waiting { key: Uuid, rating: SealedRating },
    Sent,
    Refused { code: String },
}

fn name(of: &Rated) -> String {
    format!("rating/{}/{}", of.visit, of.slip)
}

pub fn keep(connection: &Connection, of: &Rated, kept: &KeptRating) -> Result<(), StoreFault> {
    meta::set(connection, &name(of), &serde_json::to_string(kept)?)
}

/// 一次一评 (GB/T 39734-2020): one rating ends the asking for its whole visit.
pub fn is_rated(connection: &Connection, visit: Uuid) -> Result<bool, StoreFault> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM meta WHERE name LIKE ?1 LIMIT 1")?;
    Ok(statement.exists(params![format!("rating/{visit}/%")])?)
}

/// Keeps what is asked for when its visit ends. What the applicant thinks is not in it.
pub fn put_off(connection: &Connection, asked: &AskedRating) -> Result<(), StoreFault> {
    meta::set(connection, PUT_OFF, &serde_json::to_string(asked)?)
}

/// What was put off, and is not any more.
pub fn take_put_off(connection: &Connection) -> Result<Option<AskedRating>, StoreFault> {
    let kept = meta::get(connection, PUT_OFF)?;
    meta::clear(connection, PUT_OFF)?;
    kept.map(|json| Ok(serde_json::from_str(&json)?)).transpose()
}

/// The first that waits.
pub fn waiting(connection: &Connection) -> Result<Option<(Uuid, SealedRating)>, StoreFault> {
    let mut statement =
        connection.prepare("SELECT value FROM meta WHERE name LIKE 'rating/%' ORDER BY name")?;
    let rows = statement
        .query_map(params![], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    for json in rows {
        if let KeptRating::Waiting { key, rating } = serde_json::from_str(&json)? {
            return Ok(Some((key, rating)));
        }
    }
    Ok(None)
}

/// The key ratings are sealed for, as the hall last gave it.
pub fn hall_key(connection: &Connection) -> Result<Option<RatingKey>, StoreFault> {
    meta::get(connection, HALL_KEY)?
        .map(|json| Ok(serde_json::from_str(&json)?))
        .transpose()
}

pub fn keep_hall_key(connection: &Connection, key: &RatingKey) -> Result<(), StoreFault> {
    meta::set(connection, HALL_KEY, &serde_json::to_string(key)?)
}
