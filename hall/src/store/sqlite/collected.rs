//! `collected`: facts of accepted cases, and `reuse`: the rules by which they are kept (数据最多采一次).

use async_trait::async_trait;
use cases::case::collected::{self, KeptFact, ReuseRules};
use cases::consent::Named;
use cases::deadline::hall_date;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{at, json, ms};
use super::{SqliteStore, look};
use crate::intake::plan::Ground;
use crate::store::Kept;
use crate::store::collected::CollectedStore;

#[async_trait]
impl CollectedStore for SqliteStore {
    async fn put_reuse(&self, source: Option<String>, rules: ReuseRules) -> Kept<()> {
        self.plain_write(move |tx| put_rules(tx, source.as_deref(), &rules))
            .await
    }

    async fn collected(&self, number: &str, elements: Vec<String>) -> Kept<Vec<KeptFact>> {
        let number = number.to_owned();
        // Through the writer: the hall's key may have to be made first.
        self.plain_write(move |tx| of(tx, &number, &elements)).await
    }
}

fn put_rules(tx: &Connection, source: Option<&str>, rules: &ReuseRules) -> Kept<()> {
    tx.execute("DELETE FROM reuse", [])?;
    if let Some(source) = source {
        tx.execute(
            "INSERT INTO reuse (one, source, rules) VALUES (1, ?1, ?2)",
            params![source, serde_json::to_string(rules)?],
        )?;
    }
    Ok(())
}

fn rules(tx: &Connection) -> Kept<Option<(String, ReuseRules)>> {
    Ok(tx
        .query_row("SELECT source, rules FROM reuse", [], |row| {
            Ok((row.get(0)?, json(row, 1)?))
        })
        .optional()?)
}

/// Keeps what an accepted case says.
pub fn keep(tx: &Connection, ground: &Ground, accepted_at: Timestamp) -> Kept<()> {
    let Some((source, rules)) = rules(tx)? else {
        return Ok(());
    };
    let (item, draft) = (ground.item()?, &ground.draft);
    let today = hall_date(accepted_at);
    for fact in collected::facts(&ground.catalogue, item, draft, &source, &rules, today) {
        tx.execute(
            "INSERT INTO collected (casefile, person, element, sensitivity, value, how, as_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                draft.id.to_string(),
                look::digest_of(tx, &fact.of)?,
                fact.element,
                fact.sensitivity,
                serde_json::to_string(&fact.value)?,
                serde_json::to_string(&fact.how)?,
                ms(accepted_at)
            ],
        )?;
    }
    Ok(())
}

fn of(tx: &Connection, number: &str, elements: &[String]) -> Kept<Vec<KeptFact>> {
    let mut rows = tx.prepare_cached(
        "SELECT f.element, f.sensitivity, f.value, f.how, f.as_of, c.item_name, coalesce(c.case_number, c.slip)
         FROM collected f JOIN casefile c ON c.id = f.casefile
         WHERE f.person = ?1 ORDER BY f.as_of, c.case_number",
    )?;
    let facts = rows
        .query_map([look::digest_of(tx, number)?], |row| {
            Ok(KeptFact {
                element: row.get(0)?,
                sensitivity: row.get(1)?,
                value: json(row, 2)?,
                how: json(row, 3)?,
                as_of: at(row, 4)?,
                item: row.get(5)?,
                case_number: row.get(6)?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let asked = |fact: &KeptFact| elements.contains(&fact.element);
    Ok(facts.into_iter().filter(asked).collect())
}

/// A void case says nothing; what others said before it counts again.
pub fn void(tx: &Connection, case: Uuid) -> Kept<usize> {
    Ok(tx.execute("DELETE FROM collected WHERE casefile = ?1", [case.to_string()])?)
}

/// 撤回同意: who does not want his earlier cases to be looked at any more is found in none (个人信息保护法第四十七条).
pub fn withdrawn(tx: &Connection, set: &Named) -> Kept<usize> {
    match rules(tx)? {
        Some((source, _)) if source == set.source => {
            let person = look::digest_of(tx, &set.of)?;
            Ok(tx.execute("DELETE FROM collected WHERE person = ?1", [person])?)
        }
        Some(_) | None => Ok(0),
    }
}

/// Deletes what was kept for as long as the rules say; without rules, all of it.
pub fn forget(tx: &Connection, today: Date) -> Kept<usize> {
    let Some((_, rules)) = rules(tx)? else {
        return Ok(tx.execute("DELETE FROM collected", [])?);
    };
    let mut rows = tx.prepare_cached("SELECT DISTINCT element, sensitivity, as_of FROM collected")?;
    let kept: Vec<(String, String, Timestamp)> = rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, at(row, 2)?)))?
        .collect::<Result<_, _>>()?;
    let mut gone = 0;
    for (element, sensitivity, said) in kept {
        if rules.is_over(&element, &sensitivity, said, today) {
            gone += tx.execute(
                "DELETE FROM collected WHERE element = ?1 AND sensitivity = ?2 AND as_of = ?3",
                params![element, sensitivity, ms(said)],
            )?;
        }
    }
    Ok(gone)
}
