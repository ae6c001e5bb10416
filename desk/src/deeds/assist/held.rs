//! A draft that another desk holds: read in an open visit, asked for, given.

use cases::case::Stage;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::assist::{AnswerAsk, DraftAsk, HeldDraft, LookAtDraft};
use serde_json::json;

use crate::chance;
use crate::desk::Desk;
use crate::intake::{Intake, show};
use crate::trouble;
use crate::view::assist::{HeldView, StripsView};

impl Desk {
    /// Shows a draft by its slip code, masked and not to be changed, with the name of who holds it.
    pub async fn look_at_held(&self, slip: &str) -> Result<HeldView, Trouble> {
        let session = self.permit(Deed::TakeDraft)?;
        let visit = self
            .state()
            .visit
            .as_ref()
            .map(|visit| visit.visit.id)
            .ok_or_else(trouble::no_visit)?;
        let key = chance::id_at(self.0.link.legal_now());
        let ask = LookAtDraft {
            slip: slip.trim().to_owned(),
            visit,
        };
        let held: HeldDraft = self.0.link.post("/v1/drafts/look", key, &ask).await?;
        let book = self.book()?;
        let item = book
            .catalogue
            .item(&held.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        self.permit_for(Deed::TakeDraft, Some(item))?;
        let line = self.line(&session.staff, "look_at_held", held.draft.id, "查看他窗收件稿");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let ground = self.ground(&book, item);
        let mut intake = Intake::of(held.draft, Stage::Draft, None, ground.now);
        intake.closed = true;
        Ok(HeldView {
            intake: show::view(ground, &intake, &[]),
            ours: held.holder.desk == self.0.desk,
            desk: held.holder.desk,
            name: held.holder.name,
            asked: held.asked.is_some(),
        })
    }

    /// 请求接管
    pub async fn ask_for_draft(&self, id: &str) -> Result<(), Trouble> {
        let session = self.permit(Deed::TakeDraft)?;
        let id = crate::deeds::id(id)?;
        let line = self.line(&session.staff, "ask_for_draft", id, "请求接管");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let _: DraftAsk = self
            .0
            .link
            .post(&format!("/v1/drafts/{id}/ask"), key, &json!({}))
            .await?;
        Ok(())
    }

    /// Gives a draft of this window to who asked for it, or keeps it. What was typed goes with it.
    pub async fn answer_ask(&self, id: &str, give: bool) -> Result<StripsView, Trouble> {
        let session = self.permit(Deed::SaveDraft)?;
        let ask = crate::deeds::id(id)?;
        if give {
            self.send_due().await?;
        }
        let purpose = if give { "同意接管" } else { "不同意接管" };
        let line = self.line(&session.staff, "answer_ask", ask, purpose);
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/draft-asks/{ask}/answer");
        let answered: DraftAsk = self.0.link.post(&path, key, &AnswerAsk { give }).await?;
        if give {
            self.went_away(answered.draft, &answered.by.desk).await;
        }
        self.strips().await
    }
}
