//! How values stand in columns: moments as milliseconds, ids and days as text.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

fn odd(column: usize, kind: Type, what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, what.into())
}

pub fn at(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    moment(row.get(column)?, column)
}

pub fn maybe_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column)?
        .map(|millis| moment(millis, column))
        .transpose()
}

fn moment(millis: i64, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(millis).map_err(|_| odd(column, Type::Integer, "not a moment"))
}

pub fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get::<_, String>(column)?
        .parse()
        .map_err(|_| odd(column, Type::Text, "not an id"))
}

pub fn maybe_id(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Uuid>> {
    row.get::<_, Option<String>>(column)?
        .map(|id| id.parse().map_err(|_| odd(column, Type::Text, "not an id")))
        .transpose()
}

pub fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<Date> {
    row.get::<_, String>(column)?
        .parse()
        .map_err(|_| odd(column, Type::Text, "not a day"))
}

pub fn maybe_day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    row.get::<_, Option<String>>(column)?
        .map(|day| day.parse().map_err(|_| odd(column, Type::Text, "not a day")))
        .transpose()
}

/// A word of one of our enums.
pub fn word<T>(row: &Row<'_>, column: usize, read: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    read(&row.get::<_, String>(column)?).ok_or_else(|| odd(column, Type::Text, "an unknown word"))
}

pub fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(&row.get::<_, String>(column)?)
        .map_err(|_| odd(column, Type::Text, "not the JSON expected"))
}

pub fn maybe_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<String>>(column)?
        .map(|text| serde_json::from_str(&text).map_err(|_| odd(column, Type::Text, "not the JSON expected")))
        .transpose()
}

/// A counter column.
pub fn count<T: TryFrom<i64>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    T::try_from(row.get::<_, i64>(column)?).map_err(|_| odd(column, Type::Integer, "out of range"))
}

pub fn maybe_count<T: TryFrom<i64>>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<i64>>(column)?
        .map(|count| T::try_from(count).map_err(|_| odd(column, Type::Integer, "out of range")))
        .transpose()
}

/// Numbers go to SQLite as i64; ours never come near its end.
pub fn int(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
