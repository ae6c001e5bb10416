//! 移交窗口 (F9 of the helper): everything that was typed is sent, then the hall gives a code that a window says back.

use cases::assist::code::HandOverCode;
use cases::case::Draft;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::assist::{HandOverAsk, HandOverReply, HandOverRow};
use jiff::Timestamp;
use uuid::Uuid;

use super::lack;
use crate::chance;
use crate::desk::Desk;
use crate::store::outbox;
use crate::trouble;
use crate::view::assist::{HandOverView, OfferView};

/// A code that stands; in memory only, a later one replaces it.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub code: HandOverCode,
    pub row: HandOverRow,
}

impl Desk {
    /// Offers the open draft to windows: to a group, or with a ticket of today.
    pub async fn hand_over(
        &self,
        id: &str,
        group: Option<String>,
        ticket: Option<String>,
    ) -> Result<HandOverView, Trouble> {
        let session = self.permit_here(Deed::HandOver)?;
        let id = crate::deeds::id(id)?;
        self.open_draft(id, |_| ())?;
        self.send_draft(id).await?;
        let some = |text: Option<String>| {
            text.map(|text| text.trim().to_uppercase())
                .filter(|text| !text.is_empty())
        };
        let ask = HandOverAsk {
            group: some(group),
            ticket: some(ticket),
        };
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/drafts/{id}/hand-over");
        let reply: HandOverReply = self.0.link.post(&path, key, &ask).await?;
        match reply {
            HandOverReply::Lacking { lacks } => Ok(HandOverView::Lacking {
                lacks: lacks.into_iter().map(lack).collect(),
            }),
            HandOverReply::Given { code, hand_over } => {
                let line = self.line(&session.staff, "hand_over", id, "移交窗口");
                self.rooms()?.store.transact(line, |_| Ok(()))?;
                let offer = Offer {
                    code,
                    row: *hand_over,
                };
                let view = offer_view(&offer);
                self.state().offer = Some(offer);
                Ok(HandOverView::Given { offer: view })
            }
        }
    }

    /// The code of a draft, as long as it stands.
    pub(super) fn offer_of(&self, draft: Uuid, now: Timestamp) -> Option<OfferView> {
        let state = self.state();
        state
            .offer
            .as_ref()
            .filter(|offer| offer.row.draft == draft && offer.row.until > now)
            .map(offer_view)
    }

    /// Sends what waits of a draft, and waits for the hall's word.
    pub(super) async fn send_draft(&self, id: Uuid) -> Result<(), Trouble> {
        let last = self
            .rooms()?
            .store
            .read(|connection| outbox::last_of(connection, id, "saveDraft"))?;
        let Some(row) = last else {
            return Ok(());
        };
        let sent = self.send_through(row.sequence).await??;
        match sent.cause {
            Some(cause) if sent.state == "refused" => Err(cause),
            Some(_) | None => Ok(()),
        }
    }

    /// Something of the open draft, while it may change.
    pub(super) fn open_draft<T>(&self, id: Uuid, of: impl FnOnce(&Draft) -> T) -> Result<T, Trouble> {
        let state = self.state();
        let intake = state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        if intake.closed {
            return Err(trouble::already_received());
        }
        Ok(of(&intake.draft))
    }

    pub(super) fn item_name(&self, item: &str) -> Option<String> {
        let book = self.book().ok()?;
        book.catalogue.item(item).map(|item| item.name.clone())
    }
}

fn offer_view(offer: &Offer) -> OfferView {
    OfferView {
        draft: offer.row.draft.to_string(),
        code: offer.code.as_str().to_owned(),
        number: offer.row.number.clone(),
        group: offer.row.group.clone(),
        ticket: offer.row.ticket.clone(),
        until: offer.row.until.to_string(),
    }
}
