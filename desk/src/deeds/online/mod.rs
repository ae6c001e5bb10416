//! 待收件: applications that were begun online. [`take_up`] opens an intake from one, [`news`] works in what the applicant
//! changes meanwhile, [`put_back`] gives it back.

pub mod news;
pub mod put_back;
pub mod take_up;

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::online::{OnlineOffers, OnlineRow, WaitingItem, WhoseOnline};

use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::online::{OnlineOfferView, OnlineOffersView, OnlineWaitingView};

impl Desk {
    /// How many wait, by item; nobody is named. The hall answers, or nobody does.
    pub async fn online_waiting(&self) -> Result<Vec<OnlineWaitingView>, Trouble> {
        self.permit(Deed::Receive)?;
        let items: Vec<WaitingItem> = self.0.link.get("/v1/online").await?;
        Ok(items
            .into_iter()
            .map(|item| OnlineWaitingView {
                item: item.item,
                item_name: item.item_name,
                waiting: item.waiting,
                at_windows: item.at_windows,
                oldest: item.oldest.map(|at| at.to_string()),
            })
            .collect())
    }

    /// The applications of who was identified in this visit. Before that there is nothing to see.
    pub async fn online_offers(&self) -> Result<OnlineOffersView, Trouble> {
        self.permit(Deed::Receive)?;
        let (visit, id_number) = self.who_stands_here()?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/visits/{visit}/online");
        let offers: OnlineOffers = self.0.link.post(&path, key, &WhoseOnline { id_number }).await?;
        let book = self.book()?;
        let rows = offers.rows.into_iter().map(|row| {
            let item = book.catalogue.item(&row.item);
            let unfit = match item {
                Some(item) => self.beyond(item),
                None => Some(trouble::online_item_gone()),
            };
            self.offer_view(row, unfit)
        });
        Ok(OnlineOffersView {
            rows: rows.collect(),
            elsewhere: offers.elsewhere,
        })
    }

    fn offer_view(&self, row: OnlineRow, unfit: Option<Trouble>) -> OnlineOfferView {
        let here = row
            .holder
            .as_ref()
            .is_some_and(|holder| holder.desk == self.0.desk);
        OnlineOfferView {
            application: row.application_id,
            item_name: row.item_name,
            applicant: row.applicant,
            submitted_at: row.submitted_at.to_string(),
            files: row.files,
            passed: row.passed,
            remarks: row.remarks,
            here,
            holder: row
                .holder
                .filter(|_| !here)
                .map(|holder| format!("{} {}", holder.desk, holder.name).trim().to_owned()),
            unfit: unfit.map(Into::into),
        }
    }

    /// The open visit and the number of who was identified in it.
    fn who_stands_here(&self) -> Result<(uuid::Uuid, String), Trouble> {
        let state = self.state();
        let visit = state.visit.as_ref().ok_or_else(trouble::no_visit)?;
        let identified = visit.identified.as_ref().ok_or_else(trouble::not_identified)?;
        Ok((visit.visit.id, identified.person.id_number.clone()))
    }
}
