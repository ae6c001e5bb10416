//! 只收件: the clerk takes the materials and decides later. Committed here; the 收件凭证 is printed here, so it needs no
//! hall (promise 4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cases::error::Trouble;
use cases::notice::receipt;
use cases::roles::Deed;
use cases::wire::intake::Command;
use uuid::Uuid;

use crate::chance;
use crate::deeds::accept::shown;
use crate::deeds::papers::keep_rendered;
use crate::desk::Desk;
use crate::intake::forms;
use crate::store::{drafts, meta, outbox, papers};
use crate::trouble;
use crate::view::outcome::AcceptView;

/// Characters of a reason at most.
const LONGEST: usize = 500;

impl Desk {
    /// Receives the open intake and goes no further; `reason` stands on the timeline of the case.
    pub async fn receive_only(
        &self,
        id: &str,
        base_revision: u32,
        reason: &str,
    ) -> Result<AcceptView, Trouble> {
        let session = self.permit_here(Deed::Receive)?;
        let id = crate::deeds::id(id)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST {
            return Err(trouble::no_reason_to_receive());
        }
        let undecided = self.undecided(id)?;
        let (draft, content, notify_by, at) = {
            let book = self.book()?;
            let state = self.state();
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id)
                .ok_or_else(trouble::no_such_draft)?;
            if intake.closed && undecided.is_none() {
                return Err(trouble::already_received());
            }
            if intake.draft.told.is_some() {
                return Err(trouble::received_before());
            }
            if !intake.closed && intake.changed_since(u64::from(base_revision)) {
                return Err(trouble::changed_meanwhile());
            }
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let maker = self.maker(&session);
            let ground = self.ground(&book, item);
            let facts = forms::receipt(ground, intake, &maker, ground.now);
            let content = receipt::content(&facts, &book.catalogue.wording);
            let notify_by = forms::notify_by(ground, ground.now);
            (intake.draft.clone(), content, notify_by, ground.now)
        };
        let rendered = self.render(content.clone(), at).await?;
        let receive = Command::Receive {
            draft: draft.clone(),
            received_at: at,
            receipt_digest: rendered.digest_sha256.clone(),
            receipt_pdf: STANDARD.encode(&rendered.pdf),
            reason: Some(reason.to_owned()),
        };
        let paper = keep_rendered(&draft.slip, &content, rendered, at);
        let line = self.line(&session.staff, "receive", id, reason);
        let sequence = self.rooms()?.store.transact(line, |tx| {
            let key = chance::id_at(at);
            let sequence = match undecided {
                // What certainly never left gives its place to the receipt.
                Some(sequence) if outbox::replace_unsent(tx, sequence, &receive, key, at)? => sequence,
                Some(_) | None => outbox::add(tx, &receive, key, at)?,
            };
            drafts::save(tx, &draft, "received", at)?;
            papers::add(tx, &paper, at)?;
            meta::clear(tx, meta::INTAKE)?;
            Ok(sequence)
        })?;
        let visit = {
            let mut state = self.state();
            state.intake = None;
            state.visit.as_ref().map(|visit| visit.visit.id)
        };
        // The receipt stands whatever the hall answers; it goes out now where it can.
        if let Err(trouble) = self.send_through(sequence).await {
            tracing::warn!(outbox.code = %trouble.code, "a receipt waits for the hall");
        }
        let answer = AcceptView::Received {
            slip: draft.slip.clone(),
            received_at: shown(at),
            notify_by: notify_by.to_string(),
            why: None,
            papers: vec![self.show_paper(paper)],
        };
        if let Some(visit) = visit {
            self.rate_after(visit, &answer);
        }
        Ok(answer)
    }
    /// A decision about the intake that was committed and has no answer: the applicant does not wait for it.
    fn undecided(&self, id: Uuid) -> Result<Option<u64>, Trouble> {
        let store = &self.rooms()?.store;
        let mut found = None;
        for kind in ["supplement", "refuse"] {
            let last = store.read(|connection| outbox::last_of(connection, id, kind))?;
            found = found.or(last.filter(|row| row.state == "waiting").map(|row| row.sequence));
        }
        Ok(found)
    }
}
