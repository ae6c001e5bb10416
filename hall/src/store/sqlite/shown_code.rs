//! `shown_code`: codes that were taken (政务服务码一次有效), until nobody could show them again.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};

use super::SqliteStore;
use super::values::{at, ms};
use crate::fault;
use crate::store::shown::{CodeStore, ShownCode};
use crate::store::{Act, Kept};

#[async_trait]
impl CodeStore for SqliteStore {
    async fn show_code(&self, act: Act, code: ShownCode) -> Kept<()> {
        self.plain_write(move |tx| show(tx, &act, &code)).await
    }

    async fn unshow_code(&self, digest: &str) -> Kept<()> {
        let digest = digest.to_owned();
        self.plain_write(move |tx| {
            tx.execute("DELETE FROM shown_code WHERE digest = ?1", [&digest])?;
            Ok(())
        })
        .await
    }
}

fn show(tx: &Connection, act: &Act, code: &ShownCode) -> Kept<()> {
    tx.execute("DELETE FROM shown_code WHERE until < ?1", [ms(act.at)])?;
    let before = tx
        .query_row(
            "SELECT c.desk, c.staff, coalesce(s.name, c.staff), c.at
             FROM shown_code c LEFT JOIN staff s ON s.number = c.staff WHERE c.digest = ?1",
            [&code.digest],
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    at(row, 3)?,
                ))
            },
        )
        .optional()?;
    if let Some((desk, staff, name, at)) = before {
        return Err(fault::code_used_here(&desk, &staff, &name, at));
    }
    tx.execute(
        "INSERT INTO shown_code (digest, visit, desk, staff, at, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            code.digest,
            code.visit.to_string(),
            act.desk,
            act.staff,
            ms(act.at),
            ms(code.until)
        ],
    )?;
    Ok(())
}
