//! 接收帮办移交: by the code that the applicant says, or with the ticket at this window. Values and sources come as
//! the helper left them.

use cases::error::Trouble;
use cases::material::Held;
use cases::roles::Deed;
use cases::wire::assist::{DraftAsk, HandOverRow, HandedOver};
use serde_json::json;

use super::left;
use crate::chance;
use crate::desk::Desk;
use crate::store::{drafts, lost_edits};
use crate::trouble;
use crate::view::assist::{AskView, IncomingView, StripsView, TakenView};

impl Desk {
    pub async fn take_hand_over(&self, code: &str) -> Result<TakenView, Trouble> {
        let digits: String = code
            .chars()
            .filter(|digit| digit.is_alphanumeric())
            .take(8)
            .collect();
        if digits.is_empty() {
            return Err(trouble::no_hand_over_code());
        }
        self.take_at(&format!("/v1/hand-overs/{digits}/take")).await
    }

    /// The hand-over goes with the ticket at this window.
    pub async fn take_with_ticket(&self, id: &str) -> Result<TakenView, Trouble> {
        let id = crate::deeds::id(id)?;
        self.take_at(&format!("/v1/hand-overs/{id}/take-with-ticket"))
            .await
    }

    async fn take_at(&self, path: &str) -> Result<TakenView, Trouble> {
        let session = self.permit(Deed::TakeDraft)?;
        let key = chance::id_at(self.0.link.legal_now());
        // The feed tells of the draft as well, perhaps before the reply: it comes once, by this deed.
        self.state().taking = true;
        let handed = self.0.link.post::<_, HandedOver>(path, key, &json!({})).await;
        let kept = handed.map_err(Trouble::from).and_then(|handed| {
            let at = self.0.link.legal_now();
            let draft = &handed.draft;
            let line = self.line(&session.staff, "take_hand_over", draft.id, "接收帮办移交");
            self.rooms()?.store.transact(line, |tx| {
                drafts::save(tx, draft, "draft", at)?;
                lost_edits::confirm(tx, draft)
            })?;
            Ok(handed)
        });
        self.state().taking = false;
        let handed = kept?;
        let draft = handed.draft;
        self.fetch_pieces(&draft).await;
        let why = if self.state().intake.is_some() {
            Some(trouble::another_is_open())
        } else {
            self.resume_intake(&draft.id.to_string()).await.err()
        };
        let row = handed.hand_over;
        Ok(TakenView {
            draft: draft.id.to_string(),
            slip: draft.slip,
            number: row.number,
            helper: row.helper,
            item_name: row.item_name,
            left: left(&row.prepared),
            opened: why.is_none(),
            why: why.map(Into::into),
        })
    }

    /// Fetches the files that a draft of another desk names. One that does not come is asked for again at acceptance,
    /// which says so.
    pub(crate) async fn fetch_pieces(&self, draft: &cases::case::Draft) {
        let Ok(rooms) = self.rooms() else { return };
        for slot in &draft.slots {
            let Some(Held::Files { pieces }) = &slot.held else {
                continue;
            };
            for piece in pieces {
                if rooms.pieces.read(&piece.digest).is_ok() {
                    continue;
                }
                let bytes = self.0.link.bytes(&format!("/v1/pieces/{}", piece.digest)).await;
                let kept = bytes
                    .map_err(Trouble::from)
                    .and_then(|bytes| rooms.pieces.keep(&bytes));
                match kept {
                    Ok(digest) if digest == piece.digest => {}
                    Ok(_) | Err(_) => self.emit(crate::view::desk::DeskEvent::Trouble {
                        trouble: trouble::piece_left_behind().into(),
                    }),
                }
            }
        }
    }

    /// What comes in: hand-overs, askings, edits that came too late. Without the hall only what is here.
    pub async fn strips(&self) -> Result<StripsView, Trouble> {
        self.permit(Deed::TakeDraft)?;
        let rows: Vec<HandOverRow> = self.0.link.get("/v1/hand-overs").await.unwrap_or_default();
        let asks: Vec<DraftAsk> = self.0.link.get("/v1/draft-asks").await.unwrap_or_default();
        let book = self.book()?;
        let ticket = {
            let state = self.state();
            let visit = state.visit.as_ref();
            visit.and_then(|visit| visit.visit.ticket.as_ref().map(|ticket| ticket.number.clone()))
        };
        let mut hand_overs: Vec<IncomingView> = rows
            .into_iter()
            .map(|row| IncomingView {
                id: row.id.to_string(),
                number: row.number,
                mode: row.mode.word().to_owned(),
                helper: row.helper,
                item_name: row.item_name,
                applicant: row.applicant,
                share: row.prepared.share(),
                left: left(&row.prepared),
                ours: ticket.is_some() && row.ticket == ticket,
                unfit: book
                    .catalogue
                    .item(&row.item)
                    .and_then(|item| self.beyond(item))
                    .map(Into::into),
                group: row.group,
                ticket: row.ticket,
                made_at: row.made_at.to_string(),
            })
            .collect();
        hand_overs.sort_by_key(|row| !row.ours);
        Ok(StripsView {
            hand_overs,
            asks: asks.into_iter().map(|ask| self.ask_view(ask)).collect(),
            lost: self.lost_edits()?,
        })
    }

    fn ask_view(&self, ask: DraftAsk) -> AskView {
        AskView {
            id: ask.id.to_string(),
            slip: ask.slip,
            item_name: self.item_name(&ask.item).unwrap_or(ask.item),
            desk: ask.by.desk,
            name: ask.by.name,
            asked_at: ask.asked_at.to_string(),
        }
    }
}
