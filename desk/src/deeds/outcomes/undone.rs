//! 办不成事反映: what was turned away in the hall, and what a supervisor did about it.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::outcome::{AnswerUndone, UndoneRow};

use super::{key_of, needs_hall};
use crate::desk::Desk;
use crate::view::outcome::UndoneRowView;

impl Desk {
    pub async fn undone(&self) -> Result<Vec<UndoneRowView>, Trouble> {
        let session = self.permit(Deed::FollowUp)?;
        let rows: Vec<UndoneRow> = self.0.link.get("/v1/undone").await.map_err(needs_hall)?;
        Ok(rows.into_iter().map(|row| shown(row, &session.staff)).collect())
    }

    pub async fn answer_undone(&self, id: &str, answer: &str) -> Result<UndoneRowView, Trouble> {
        let session = self.permit(Deed::FollowUp)?;
        let of = crate::deeds::id(id)?;
        let said = AnswerUndone {
            answer: answer.trim().to_owned(),
        };
        let line = self.line(&session.staff, "answer_undone", of, "办不成事反映");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let path = format!("/v1/undone/{of}/answer");
        let key = key_of("answer_undone", id, &said);
        let row: UndoneRow = self.0.link.post(&path, key, &said).await.map_err(needs_hall)?;
        Ok(shown(row, &session.staff))
    }
}

fn shown(row: UndoneRow, staff: &str) -> UndoneRowView {
    UndoneRowView {
        id: row.id.to_string(),
        slip: row.slip,
        item_name: row.item_name,
        department: row.department,
        kind: row.kind,
        reason: row.reason,
        desk: row.desk,
        ours: row.owner == staff,
        owner: row.owner_name,
        at: row.at.to_string(),
        answer: row.answer,
        answered_at: row.answered_at.map(|at| at.to_string()),
    }
}
