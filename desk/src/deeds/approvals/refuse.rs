//! 不予受理: what a supervisor approved is issued by the hall alone, once. Until it answers nothing is printed.

use cases::approval::Purpose;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::intake::Command;
use uuid::Uuid;

use super::approval_id;
use crate::chance;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::store::outbox;
use crate::trouble;
use crate::view::outcome::AcceptView;

impl Desk {
    /// The same intake gives the same answer however often the key is pressed.
    pub async fn refuse(&self, id: &str, base_revision: u32, approval: &str) -> Result<AcceptView, Trouble> {
        let session = self.permit_here(Deed::Refuse)?;
        let id = crate::deeds::id(id)?;
        let approval = approval_id(approval)?;
        let last = self
            .rooms()?
            .store
            .read(|connection| outbox::last_of(connection, id, "refuse"))?;
        let open = self.slip_of(id)?.is_some();
        let sequence = match last {
            Some(row) if row.state == "waiting" => row.sequence,
            Some(row) if !open => return self.accept_view(&row),
            Some(_) | None => self.commit_refusal(id, u64::from(base_revision), approval, &session.staff)?,
        };
        let visit = self.state().visit.as_ref().map(|visit| visit.visit.id);
        let answer = match self.send_through(sequence).await? {
            Ok(row) => self.accept_view(&row)?,
            Err(fault) if fault.is_line() || matches!(fault, HallFault::Garbled) => {
                return Err(trouble::refusal_waits());
            }
            Err(fault) => {
                self.reopen(id);
                return Err(fault.into());
            }
        };
        if let Some(visit) = visit {
            self.rate_after(visit, &answer);
        }
        Ok(answer)
    }

    /// Commits the intent; nothing of the draft changes from then on.
    fn commit_refusal(&self, id: Uuid, base: u64, approval: Uuid, staff: &str) -> Result<u64, Trouble> {
        let rooms = self.rooms()?;
        let book = self.book()?;
        let mut guard = self.state();
        let state = &mut *guard;
        let intake = state
            .intake
            .as_mut()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        if intake.closed {
            return Err(trouble::already_received());
        }
        if intake.changed_since(base) {
            return Err(trouble::changed_meanwhile());
        }
        let known = state.approvals.iter().find(|row| row.approval.id == approval);
        if known.is_some_and(|row| row.approval.fits(Purpose::Refuse(&intake.draft)).is_err()) {
            return Err(trouble::approval_stale());
        }
        let item = book
            .catalogue
            .item(&intake.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        let now = self.ground(&book, item).now;
        let command = Command::Refuse {
            draft: intake.draft.clone(),
            approval,
        };
        let line = self.line(staff, "refuse", id, &item.name);
        let sequence = rooms
            .store
            .transact(line, |tx| outbox::add(tx, &command, chance::id_at(now), now))?;
        intake.closed = true;
        Ok(sequence)
    }
}
