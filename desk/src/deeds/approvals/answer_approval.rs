//! 审批, on the supervisor's own screen: open a request, answer it.

use cases::error::Trouble;
use cases::notice::{Block, Content};
use cases::roles::Deed;
use cases::wire::approval::{AnswerApproval, Answered, OpenedApproval};

use super::{approval_id, needs_hall};
use crate::chance;
use crate::desk::Desk;
use crate::view::approval::{AnsweredView, OpenedApprovalView, PreviewLine, PreviewView};
use crate::view::desk::DeskEvent;

impl Desk {
    /// Opens a request: the hall logs the look.
    pub async fn open_approval(&self, id: &str) -> Result<OpenedApprovalView, Trouble> {
        let session = self.permit(Deed::AnswerApproval)?;
        let id = approval_id(id)?;
        let line = self.line(&session.staff, "open_approval", id, "查看提请");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let opened: OpenedApproval = self
            .0
            .link
            .get(&format!("/v1/approvals/{id}"))
            .await
            .map_err(needs_hall)?;
        Ok(OpenedApprovalView {
            approval: self.approval_view(&opened.row),
            applicant: opened.applicant,
            paper: opened.paper.map(preview),
            first_told: opened
                .first_told
                .map(|told| told.listed.into_iter().map(|one| one.name).collect())
                .unwrap_or_default(),
        })
    }

    /// Approves, or denies with words. An answer that came second, or too late, says how it stands.
    pub async fn answer_approval(
        &self,
        id: &str,
        approve: bool,
        note: &str,
    ) -> Result<AnsweredView, Trouble> {
        let session = self.permit(Deed::AnswerApproval)?;
        let id = approval_id(id)?;
        let purpose = if approve { "同意" } else { "不同意" };
        let line = self.line(&session.staff, "answer_approval", id, purpose);
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let answer = AnswerApproval {
            approve,
            note: note.trim().to_owned(),
        };
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/approvals/{id}/answer");
        let answered: Answered = self.0.link.post(&path, key, &answer).await.map_err(needs_hall)?;
        self.emit(DeskEvent::Approvals);
        Ok(AnsweredView {
            answered: answered.answered,
            approval: self.approval_view(&answered.row),
        })
    }
}

/// A paper as lines, in reading order.
fn preview(content: Content) -> PreviewView {
    let mut lines = Vec::new();
    let mut add = |kind: &str, label: Option<String>, text: String| {
        lines.push(PreviewLine {
            kind: kind.to_owned(),
            label,
            text,
        });
    };
    for block in content.blocks {
        match block {
            Block::Heading(text) => add("heading", None, text),
            Block::Addressee(text) | Block::Paragraph(text) | Block::Note(text) => add("text", None, text),
            Block::Facts(facts) => facts
                .into_iter()
                .for_each(|fact| add("fact", Some(fact.label), fact.value)),
            Block::Table(table) => {
                add("text", None, table.header.join(" · "));
                table
                    .rows
                    .into_iter()
                    .for_each(|row| add("text", None, row.join(" · ")));
            }
            Block::Signatures(places) => places.into_iter().for_each(|place| {
                let parts = [place.name, place.seal, place.date];
                let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
                add("fact", Some(place.label), text);
            }),
        }
    }
    PreviewView {
        title: content.title,
        body: content.body,
        lines,
    }
}
