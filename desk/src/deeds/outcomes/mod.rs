//! What may become of an intake or a case beside acceptance.
//!
//! - [`supplement`]: 一次告知补正, and 补正收件 of what came.
//! - [`receive_only`]: 只收件, when the clerk chooses so.
//! - [`reopen`]: a received case, or one that was told, at this window again.
//! - [`promise`]: 容缺: what is promised now, and what comes later.
//! - [`further`]: 补充材料: what departments ask for after acceptance is told, and what came is received.
//! - [`withdraw`]: 撤回, signed by the applicant.
//! - [`over`]: what was held here of a case that is over.
//! - [`undone`]: 办不成事反映, for the supervisor.

pub mod further;
pub mod over;
pub mod promise;
pub mod receive_only;
pub mod reopen;
pub mod supplement;
pub mod undone;
pub mod withdraw;

use cases::approval::{About, Purpose, State as Asked};
use cases::error::Trouble;
use cases::wire::approval::ApprovalRow;
use cases::wire::intake::Command;
use cases::wire::record::CaseView;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chance;
use crate::deeds::papers::row_of;
use crate::desk::{Desk, State};
use crate::hall_link::HallFault;
use crate::intake::Intake;
use crate::store::{self, outbox};
use crate::trouble;
use crate::view::outcome::AcceptView;
use crate::view::results::CaseNowView;

/// How an intent ends an intake.
pub(in crate::deeds) struct Decision {
    /// Word of the command in the outbox.
    pub kind: &'static str,
    /// Word in the log.
    pub deed: &'static str,
    /// It is committed, and the hall has not answered.
    pub waits: fn() -> Trouble,
}

impl Desk {
    /// Commits an intent about the open intake, as it was looked at, and sends it. The same intake gives the same answer
    /// however often the key is pressed. `command` sees the intake and what this window asked for approval.
    pub(in crate::deeds) async fn decide(
        &self,
        (id, base): (Uuid, u64),
        how: &Decision,
        staff: &str,
        command: impl FnOnce(&Intake, &[ApprovalRow]) -> Result<Command, Trouble>,
    ) -> Result<AcceptView, Trouble> {
        let last = self
            .rooms()?
            .store
            .read(|connection| outbox::last_of(connection, id, how.kind))?;
        let open = self.slip_of(id)?.is_some();
        let sequence = match last {
            Some(row) if row.state == "waiting" => row.sequence,
            Some(row) if !open => return self.accept_view(&row),
            Some(_) | None => self.commit_decision((id, base), how.deed, staff, command)?,
        };
        let visit = self.state().visit.as_ref().map(|visit| visit.visit.id);
        let answer = match self.send_through(sequence).await? {
            Ok(row) => self.accept_view(&row)?,
            Err(fault) if fault.is_line() || matches!(fault, HallFault::Garbled) => {
                return Err((how.waits)());
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

    /// Nothing of the draft changes from the commit on.
    fn commit_decision(
        &self,
        (id, base): (Uuid, u64),
        deed: &'static str,
        staff: &str,
        command: impl FnOnce(&Intake, &[ApprovalRow]) -> Result<Command, Trouble>,
    ) -> Result<u64, Trouble> {
        let rooms = self.rooms()?;
        let book = self.book()?;
        let mut guard = self.state();
        let State {
            intake, approvals, ..
        } = &mut *guard;
        let intake = intake
            .as_mut()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        if intake.closed {
            return Err(trouble::already_received());
        }
        if intake.changed_since(base) {
            return Err(trouble::changed_meanwhile());
        }
        let item = book
            .catalogue
            .item(&intake.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        let now = self.ground(&book, item).now;
        let command = command(intake, approvals)?;
        let line = self.line(staff, deed, id, &item.name);
        let sequence = rooms
            .store
            .transact(line, |tx| outbox::add(tx, &command, chance::id_at(now), now))?;
        intake.closed = true;
        Ok(sequence)
    }
}

/// One key for one deed of one case: pressing again after a lost reply is the same deed.
pub(crate) fn key_of(deed: &str, slip: &str, what: &impl serde::Serialize) -> Uuid {
    let mut sum = Sha256::new();
    sum.update(deed.as_bytes());
    sum.update(slip.as_bytes());
    // A deed is plain data; serialising it cannot fail.
    sum.update(serde_json::to_vec(what).unwrap_or_default());
    let digest = sum.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl Desk {
    /// Keeps what the hall answered about a case, with its papers, and shows it.
    async fn keep_case(&self, case: CaseView) -> Result<CaseNowView, Trouble> {
        let at = self.0.link.legal_now();
        let row = row_of(&case);
        self.rooms()?.store.mark(|tx| store::cases::keep(tx, &row, at))?;
        self.fetch_papers(&case.slip, &case.papers).await?;
        Ok(self.show_case(case))
    }

    /// The approved request for a further notice of this case, where there is one.
    fn approval_to_demand(&self, slip: &str) -> Option<Uuid> {
        let state = self.state();
        let fits = state.approvals.iter().map(|row| &row.approval).find(|approval| {
            matches!(approval.about, About::SecondDemand { .. })
                && matches!(approval.state, Asked::Approved { .. })
                && approval.fits(Purpose::DemandAgain(slip)).is_ok()
        });
        fits.map(|approval| approval.id)
    }
}

fn needs_hall(fault: HallFault) -> Trouble {
    if fault.is_line() {
        trouble::decision_needs_hall()
    } else {
        fault.into()
    }
}

/// A slip code or case number, as somebody typed or scanned it.
fn reference(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
