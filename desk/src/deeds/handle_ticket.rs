//! 重呼、过号、挂起、转移 of the number at this window; 回队、接回、弃号 of one that is not.

use cases::error::Trouble;
use cases::queue::Ticket;
use cases::roles::Deed;
use cases::wire::queue::{ParkTicket, Transfer, TransferTicket};
use cases::wire::visit::Visit;
use serde::Serialize;
use uuid::Uuid;

use super::call_next::is_busy;
use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::desk::DeskView;
use crate::view::queue::TransferChoice;

impl Desk {
    /// 重呼
    pub async fn recall_ticket(&self) -> Result<DeskView, Trouble> {
        self.permit(Deed::HandleTicket)?;
        let (_, ticket) = self.ticket_here()?;
        let called = self.ticket_deed(ticket, "recall", &()).await?;
        if let Some(visit) = self.state().visit.as_mut() {
            visit.visit.ticket = Some(called);
        }
        self.desk_view()
    }

    /// 过号: nobody came.
    pub async fn miss_ticket(&self) -> Result<DeskView, Trouble> {
        self.leaves("miss", "miss_ticket", "过号", &()).await
    }

    /// 挂起 with its reason: the visit ends, the number waits for this window.
    pub async fn park_visit(&self, why: &str) -> Result<DeskView, Trouble> {
        let why = why.trim();
        if why.is_empty() || why.chars().count() > 100 {
            return Err(trouble::no_park_reason());
        }
        let ask = ParkTicket { why: why.to_owned() };
        self.leaves("park", "park_visit", why, &ask).await
    }

    /// 转移 to a group, a window or a person.
    pub async fn transfer_visit(&self, to: TransferChoice) -> Result<DeskView, Trouble> {
        let to = match to {
            TransferChoice::Group { group } => Transfer::Group { group },
            TransferChoice::Window { window } => Transfer::Window { window },
            TransferChoice::Person { staff } => Transfer::Person { staff },
        };
        self.leaves("transfer", "transfer_visit", "转移", &TransferTicket { to })
            .await
    }

    /// 接回: a missed or parked number whose person stands at the window.
    pub async fn take_up_ticket(&self, id: &str) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::HandleTicket)?;
        self.no_visit_open()?;
        let id = known(id)?;
        self.send_ended().await;
        let key = chance::id_at(self.0.link.legal_now());
        let asked = self
            .0
            .link
            .post(&format!("/v1/tickets/{id}/take-up"), key, &())
            .await;
        let visit: Visit = match asked {
            Err(fault) if is_busy(&fault) => return self.find_visit().await,
            other => other?,
        };
        self.begin_visit(&session.staff, "take_up_ticket", visit)?;
        self.refresh_queue().await;
        self.desk_view()
    }

    /// 回队 of a missed number.
    pub async fn rejoin_ticket(&self, id: &str) -> Result<DeskView, Trouble> {
        self.permit(Deed::HandleTicket)?;
        self.ticket_deed(known(id)?, "rejoin", &()).await?;
        self.refresh_queue().await;
        self.desk_view()
    }

    /// 弃号 of a number that waits, is parked or was missed.
    pub async fn drop_ticket(&self, id: &str) -> Result<DeskView, Trouble> {
        self.permit(Deed::HandleTicket)?;
        self.ticket_deed(known(id)?, "leave", &()).await?;
        self.refresh_queue().await;
        self.desk_view()
    }

    /// A deed after which the number is not at this window any more.
    async fn leaves<B: Serialize>(
        &self,
        path: &str,
        deed: &'static str,
        why: &str,
        body: &B,
    ) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::HandleTicket)?;
        let (visit, ticket) = self.ticket_here()?;
        self.ticket_deed(ticket, path, body).await?;
        let line = self.line(&session.staff, deed, visit, why);
        self.end_here(line)?;
        self.refresh_queue().await;
        self.desk_view()
    }

    /// Visit and ticket at this window.
    fn ticket_here(&self) -> Result<(Uuid, Uuid), Trouble> {
        let state = self.state();
        let open = state.visit.as_ref().ok_or_else(trouble::no_visit)?;
        let ticket = open.visit.ticket.as_ref().ok_or_else(trouble::no_ticket_here)?;
        Ok((open.visit.id, ticket.id))
    }

    async fn ticket_deed<B: Serialize>(&self, id: Uuid, deed: &str, body: &B) -> Result<Ticket, Trouble> {
        let key = chance::id_at(self.0.link.legal_now());
        Ok(self
            .0
            .link
            .post(&format!("/v1/tickets/{id}/{deed}"), key, body)
            .await?)
    }
}

fn known(id: &str) -> Result<Uuid, Trouble> {
    id.parse().map_err(|_| trouble::no_such_number())
}
