//! 叫号 (F2): one ticket to exactly one window, and the visit that opens with it (promise 3).

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::queue::{CallNext, CallReply};
use cases::wire::visit::Visit;

use crate::chance;
use crate::desk::{Desk, VisitState};
use crate::hall_link::HallFault;
use crate::store::meta;
use crate::trouble;
use crate::view::desk::{DeskEvent, DeskView};

/// The hall's code for a window with an open visit.
const BUSY: &str = "YC-2611";

pub(crate) fn is_busy(fault: &HallFault) -> bool {
    matches!(fault, HallFault::Problem { trouble, .. } if trouble.code == BUSY)
}

impl Desk {
    pub async fn call_next(&self) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::CallNext)?;
        self.no_visit_open()?;
        self.send_ended().await;
        let key = chance::id_at(self.0.link.legal_now());
        let asked = self
            .0
            .link
            .post("/v1/queue/call", key, &CallNext::default())
            .await;
        let reply: CallReply = match asked {
            Err(fault) if is_busy(&fault) => return self.find_visit().await,
            other => other?,
        };
        match reply.visit {
            Some(visit) => self.begin_visit(&session.staff, "call_next", visit)?,
            None => self.emit(DeskEvent::Trouble {
                trouble: trouble::nobody_waits().into(),
            }),
        }
        self.refresh_queue().await;
        self.desk_view()
    }

    /// The hall has a visit open for this window that the desk has not: the reply that opened it was lost.
    pub(crate) async fn find_visit(&self) -> Result<DeskView, Trouble> {
        self.open_window().await?;
        self.refresh_queue().await;
        self.desk_view()
    }

    pub(crate) fn no_visit_open(&self) -> Result<(), Trouble> {
        if self.state().visit.is_some() {
            Err(trouble::visit_open())
        } else {
            Ok(())
        }
    }

    pub(crate) fn begin_visit(&self, staff: &str, deed: &'static str, visit: Visit) -> Result<(), Trouble> {
        let purpose = visit.reason.clone().unwrap_or_else(|| "叫号".to_owned());
        let line = self.line(staff, deed, visit.id, &purpose);
        let visit = VisitState {
            visit,
            identified: None,
            card: None,
            found: Vec::new(),
            party: None,
            on_paper: false,
            done: Vec::new(),
            handed: Vec::new(),
            waits: Vec::new(),
        };
        self.keep_visit(line, visit)
    }

    /// Saves the visit, then shows it.
    pub(crate) fn keep_visit(&self, line: crate::store::Line, visit: VisitState) -> Result<(), Trouble> {
        self.rooms()?.store.transact(line, |tx| {
            meta::set(tx, meta::VISIT, &serde_json::to_string(&visit)?)
        })?;
        self.state().visit = Some(visit);
        Ok(())
    }
}
