//! A draft went to another desk. What this desk had typed and the hall had not confirmed is kept to be shown: it is
//! never merged into somebody else's draft.

use cases::case::Draft;
use cases::error::Trouble;
use uuid::Uuid;

use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::intake::show_fields::states;
use crate::intake::{Sitting, show};
use crate::store::lost_edits::{self, LostEdit, LostEdits};
use crate::store::{drafts, outbox};
use crate::trouble;
use crate::view::assist::{LostEditView, LostEditsView};
use crate::view::desk::DeskEvent;

/// The hall's word that another desk holds a draft.
const HELD_ELSEWHERE: &str = "YC-2408";

impl Desk {
    /// Edits that came too late, until somebody has seen them.
    pub(crate) fn lost_edits(&self) -> Result<Vec<LostEditsView>, Trouble> {
        let kept = self.rooms()?.store.read(lost_edits::all)?;
        Ok(kept
            .into_iter()
            .map(|lost| LostEditsView {
                draft: lost.draft.to_string(),
                item_name: self.item_name(&lost.item).unwrap_or(lost.item),
                slip: lost.slip,
                holder: lost.holder,
                edits: lost
                    .edits
                    .into_iter()
                    .map(|edit| LostEditView {
                        label: edit.label,
                        text: edit.text,
                    })
                    .collect(),
                at: show::minute(lost.noted_at),
            })
            .collect())
    }

    pub fn dismiss_lost(&self, draft: &str) -> Result<(), Trouble> {
        let session = self.permit(cases::roles::Deed::SaveDraft)?;
        let id = crate::deeds::id(draft)?;
        let line = self.line(&session.staff, "dismiss_lost", id, "已知晓未送达的修改");
        self.rooms()?
            .store
            .transact(line, |tx| lost_edits::dismiss(tx, id))?;
        Ok(())
    }

    /// The feed says that `holder` has a draft. The hall is asked, because the feed may be an old one.
    pub(crate) async fn heard_of_draft(&self, id: Uuid, holder: &str) {
        let here = self.rooms().ok().and_then(|rooms| {
            rooms
                .store
                .read(|connection| drafts::get(connection, id))
                .ok()
                .flatten()
        });
        if here.is_none_or(|saved| saved.stage != "draft") {
            return;
        }
        let asked: Result<Draft, HallFault> = self.0.link.get(&format!("/v1/drafts/{id}")).await;
        if matches!(asked, Err(HallFault::Problem { trouble, .. }) if trouble.code == HELD_ELSEWHERE) {
            self.went_away(id, holder).await;
        }
    }

    /// Lets a draft go. While something of it waits to be sent, the hall's answer to that comes first.
    pub(crate) async fn went_away(&self, id: Uuid, holder: &str) {
        let gone = self.let_go(id, holder);
        match gone {
            Ok(true) => self.emit(DeskEvent::Assist),
            Ok(false) => {}
            Err(trouble) => {
                tracing::warn!(draft.code = %trouble.code, "a draft that went away could not be let go");
            }
        }
    }

    fn let_go(&self, id: Uuid, holder: &str) -> Result<bool, Trouble> {
        let rooms = self.rooms()?;
        let (saved, confirmed, waits) = rooms.store.read(|connection| {
            let last = outbox::last_of(connection, id, "saveDraft")?;
            Ok((
                drafts::get(connection, id)?,
                lost_edits::confirmed(connection, id)?,
                last.is_some_and(|row| row.state == "waiting"),
            ))
        })?;
        let Some(saved) = saved.filter(|saved| saved.stage == "draft" && !waits) else {
            return Ok(false);
        };
        let lost = self.unconfirmed(confirmed.as_ref(), &saved.draft, holder)?;
        let line = self.line("yichuang", "draft_went_away", id, "已由其他窗口接走");
        rooms.store.transact(line, |tx| {
            if !lost.edits.is_empty() {
                lost_edits::keep(tx, &lost)?;
            }
            drafts::end(tx, id)
        })?;
        let mut state = self.state();
        if let Some(intake) = state.intake.as_mut().filter(|intake| intake.draft.id == id) {
            intake.closed = true;
        }
        if state.offer.as_ref().is_some_and(|offer| offer.row.draft == id) {
            state.offer = None;
        }
        Ok(true)
    }

    /// What of a draft the hall had not confirmed when it went: to `holder`, or to nobody because the case is over.
    pub(crate) fn unconfirmed(
        &self,
        confirmed: Option<&Draft>,
        draft: &Draft,
        holder: &str,
    ) -> Result<LostEdits, Trouble> {
        Ok(LostEdits {
            draft: draft.id,
            slip: draft.slip.clone(),
            item: draft.item.clone(),
            holder: holder.to_owned(),
            edits: self.edits_between(confirmed, draft)?,
            noted_at: self.0.link.legal_now(),
        })
    }

    /// What the later draft says and the confirmed one does not: fields, answers, materials. Masked.
    fn edits_between(&self, confirmed: Option<&Draft>, draft: &Draft) -> Result<Vec<LostEdit>, Trouble> {
        let book = self.book()?;
        let item = book
            .catalogue
            .item(&draft.item)
            .ok_or_else(trouble::no_such_item)?;
        // Texts that could not stand are masked too: nobody corrects them here.
        let shown = states(self.ground(&book, item), draft, &Sitting::default());
        let mut edits = Vec::new();
        for field in &item.fields {
            let now = draft.form.get(&field.key);
            let then = confirmed.and_then(|draft| draft.form.get(&field.key));
            let value = |cell: Option<&cases::form::Cell>| {
                cell.map(|cell| (cell.value().cloned(), cell.rejected.clone()))
            };
            if value(now) == value(then) {
                continue;
            }
            if let Some(state) = shown.get(&field.key) {
                edits.push(LostEdit {
                    label: field.label.clone(),
                    text: state.text.clone(),
                });
            }
        }
        let today = self.ground(&book, item).today();
        for asked in draft.situated(item, today).questions {
            // What an answer fills is among the fields above.
            let then = confirmed.and_then(|draft| draft.answers.get(asked.id));
            if draft.answers.get(asked.id).is_some_and(|now| Some(now) != then) {
                edits.push(LostEdit {
                    label: asked.text.to_owned(),
                    text: asked.words(),
                });
            }
        }
        for slot in &draft.slots {
            let then = confirmed
                .and_then(|draft| draft.slot(&slot.material))
                .and_then(|slot| slot.held.as_ref());
            if slot.held.as_ref() != then
                && let Some(material) = item.material(&slot.material)
            {
                edits.push(LostEdit {
                    label: material.name.clone(),
                    text: String::new(),
                });
            }
        }
        Ok(edits)
    }
}
