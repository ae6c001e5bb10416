//! Every fault of shape, not only the first: where a value cannot be read it is named, a value that can be read takes
//! its place, and reading goes on.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment};

use super::report::Report;

/// More faults of shape in one value than anybody reads.
const MOST: usize = 200;

/// The value as `T`, with stand-ins where a part of it could not be read; `None` when nothing could stand in.
pub fn read<T: DeserializeOwned>(mut json: Json, at: &str, report: &mut Report) -> Option<T> {
    for _ in 0..MOST {
        let (path, reason) = match try_read(&json) {
            Ok(value) => return Some(value),
            Err(wrong) => wrong,
        };
        let place = match missing(&reason) {
            Some(key) => join(&path.to_string(), key),
            None => path.to_string(),
        };
        report.unreadable(&prefix(at, &place), &reason);
        stand_in::<T>(&mut json, &path, &reason)?;
    }
    None
}

type Wrong = (Path, String);

fn try_read<T: DeserializeOwned>(json: &Json) -> Result<T, Wrong> {
    serde_path_to_error::deserialize(json).map_err(|wrong| {
        let path = wrong.path().clone();
        (path, wrong.into_inner().to_string())
    })
}

/// Puts the first value in the place that lets reading get past it.
fn stand_in<T: DeserializeOwned>(json: &mut Json, path: &Path, reason: &str) -> Option<()> {
    let key = missing(reason).map(str::to_owned);
    for candidate in candidates(reason) {
        put(json, path, key.as_deref(), candidate)?;
        match try_read::<T>(json) {
            Ok(_) => return Some(()),
            Err((next, why)) => {
                let same_place = next.to_string() == path.to_string() && missing(&why) == key.as_deref();
                let inside = key
                    .as_deref()
                    .is_some_and(|key| next.to_string() == join(&path.to_string(), key));
                if !same_place && !inside {
                    return Some(());
                }
            }
        }
    }
    None
}

fn candidates(reason: &str) -> Vec<Json> {
    let mut all = vec![
        Json::String(String::new()),
        Json::from(0),
        Json::Bool(false),
        Json::Array(Vec::new()),
        Json::Object(serde_json::Map::new()),
        Json::Null,
    ];
    // "unknown variant `x`, expected one of `a`, `b`": the first of those expected.
    if let Some(word) = reason
        .split("expected")
        .nth(1)
        .and_then(|rest| rest.split('`').nth(1))
    {
        all.insert(0, Json::String(word.to_owned()));
    }
    all
}

/// `missing field `x`` is said of the object that lacks it.
fn missing(reason: &str) -> Option<&str> {
    reason.strip_prefix("missing field `")?.split('`').next()
}

fn put(json: &mut Json, path: &Path, key: Option<&str>, value: Json) -> Option<()> {
    let mut node = json;
    for segment in path {
        node = match segment {
            Segment::Seq { index } => node.get_mut(*index)?,
            Segment::Map { key } => node.get_mut(key.as_str())?,
            Segment::Enum { .. } | Segment::Unknown => return None,
        };
    }
    match key {
        None => *node = value,
        Some(key) => {
            node.as_object_mut()?.insert(key.to_owned(), value);
        }
    }
    Some(())
}

fn join(path: &str, key: &str) -> String {
    if path == "." {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn prefix(at: &str, path: &str) -> String {
    match (at, path) {
        (at, ".") => at.to_owned(),
        ("", path) => path.to_owned(),
        (at, path) if path.starts_with('[') => format!("{at}{path}"),
        (at, path) => format!("{at}.{path}"),
    }
}
