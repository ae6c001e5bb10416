//! `undone`: 办不成事反映. Whatever is turned away is entered by itself, with a supervisor who looks after it.

use cases::wire::outcome::UndoneRow;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, id, maybe_at, ms};
use super::{audit, casefile};
use crate::intake::plan::Ground;
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// Characters of an answer at most.
const LONGEST: usize = 500;

/// What was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 不予受理
    Refused,
    /// 不受理
    NotNeeded,
    /// 再次补正
    SecondDemand,
    /// 提请不予受理而无人审批: received at closing
    Unanswered,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Refused => "refused",
            Kind::NotNeeded => "notNeeded",
            Kind::SecondDemand => "secondDemand",
            Kind::Unanswered => "unanswered",
        }
    }
}

/// Enters a case under the supervisor who approved it.
pub fn enter(tx: &Connection, act: &Act, ground: &Ground, kind: Kind, reason: &str, owner: &str) -> Kept<()> {
    let item = ground.item()?;
    let draft = &ground.draft;
    tx.execute(
        "INSERT INTO undone (id, casefile, slip, item, item_name, department, kind, reason, desk, staff, owner, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            chance::id(act.at).to_string(),
            draft.id.to_string(),
            draft.slip,
            item.id,
            item.name,
            item.department,
            kind.word(),
            reason,
            act.desk,
            act.staff,
            owner,
            ms(act.at)
        ],
    )?;
    Ok(())
}

/// Who looks after what nobody answered: the supervisor who sat there last; of those who never did, the first.
pub fn on_duty(tx: &Connection) -> Kept<String> {
    let found = tx
        .query_row(
            "SELECT s.number FROM staff s LEFT JOIN session o ON o.staff = s.number WHERE s.role = 'supervisor'
             GROUP BY s.number ORDER BY max(o.opened_at) IS NULL, max(o.opened_at) DESC, s.number LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.unwrap_or_default())
}

const SELECT: &str =
    "SELECT u.id, u.slip, u.item, u.item_name, u.department, u.kind, u.reason, u.desk, u.staff, u.owner,
  coalesce(s.name, u.owner), u.at, u.answer, u.answered_by, u.answered_at
  FROM undone u LEFT JOIN staff s ON s.number = u.owner";

fn row(row: &Row<'_>) -> rusqlite::Result<UndoneRow> {
    Ok(UndoneRow {
        id: id(row, 0)?,
        slip: row.get(1)?,
        item: row.get(2)?,
        item_name: row.get(3)?,
        department: row.get(4)?,
        kind: row.get(5)?,
        reason: row.get(6)?,
        desk: row.get(7)?,
        staff: row.get(8)?,
        owner: row.get(9)?,
        owner_name: row.get(10)?,
        at: at(row, 11)?,
        answer: row.get(12)?,
        answered_by: row.get(13)?,
        answered_at: maybe_at(row, 14)?,
    })
}

/// Open entries, the oldest first; then those answered last.
pub fn list(tx: &Connection) -> Kept<Vec<UndoneRow>> {
    let mut rows = tx.prepare_cached(&format!(
        "{SELECT} ORDER BY u.answer IS NOT NULL, CASE WHEN u.answer IS NULL THEN u.at ELSE -u.answered_at END LIMIT 200"
    ))?;
    let found = rows.query_map([], row)?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Answers an entry: what was done so that the matter gets done, or why it cannot be. The first answer stands.
pub fn answer(tx: &Connection, act: &Act, of: Uuid, text: &str) -> Kept<UndoneRow> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(fault::odd_undone_answer());
    }
    let one = || -> Kept<Option<UndoneRow>> {
        Ok(tx
            .query_row(&format!("{SELECT} WHERE u.id = ?1"), [of.to_string()], row)
            .optional()?)
    };
    let known = one()?.ok_or_else(fault::no_undone)?;
    if let Some(by) = known.answered_by {
        return Err(fault::undone_answered().about(by));
    }
    tx.execute(
        "UPDATE undone SET answer = ?2, answered_by = ?3, answered_at = ?4 WHERE id = ?1",
        params![of.to_string(), text, act.staff, ms(act.at)],
    )?;
    let case = casefile::find_by_reference(tx, &known.slip)?.ok_or_else(fault::no_case)?;
    casefile::happen(tx, case.id, act.at, &act.staff, "undoneAnswered", Some(text))?;
    audit::log(tx, act, "answerUndone", &known.slip, "办不成事反映", text)?;
    one()?.ok_or_else(fault::no_undone)
}
