//! 收件 without the hall: committed here, a 收件凭证 printed from what was committed, everything else follows
//! when the hall answers (promise 4: no other paper without the hall).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cases::error::Trouble;
use cases::notice::receipt;
use cases::roles::Deed;
use cases::wire::intake::Command;
use cases::wire::session::Session;
use uuid::Uuid;

use super::accept::shown;
use super::papers::keep_rendered;
use crate::chance;
use crate::desk::Desk;
use crate::intake::forms;
use crate::store::{drafts, meta, outbox, papers};
use crate::trouble;
use crate::view::outcome::AcceptView;

impl Desk {
    /// `accept` is the place of the acceptance that did not get through; it stays queued behind the receipt.
    pub(crate) async fn receive_without_hall(
        &self,
        id: Uuid,
        accept: u64,
        session: &Session,
    ) -> Result<AcceptView, Trouble> {
        self.permit_here(Deed::Receive)?;
        let (draft, approval, content, notify_by, at) = {
            let book = self.book()?;
            let state = self.state();
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id)
                .ok_or_else(trouble::no_such_draft)?;
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let maker = self.maker(session);
            let ground = self.ground(&book, item);
            let facts = forms::receipt(ground, intake, &maker, ground.now);
            let notify_by = forms::notify_by(ground, ground.now);
            (
                intake.draft.clone(),
                self.approval_to_pass(&intake.draft, &state.approvals),
                receipt::content(&facts, &book.catalogue.wording),
                notify_by,
                ground.now,
            )
        };
        let rendered = self.render(content.clone(), at).await?;
        let receive = Command::Receive {
            draft: draft.clone(),
            received_at: at,
            receipt_digest: rendered.digest_sha256.clone(),
            receipt_pdf: STANDARD.encode(&rendered.pdf),
            reason: None,
        };
        let paper = keep_rendered(&draft.slip, &content, rendered, at);
        let (first, second) = (chance::id_at(at), chance::id_at(at));
        let line = self.line(&session.staff, "receive", id, "大厅无应答，先收件");
        self.rooms()?.store.transact(line, |tx| {
            // An acceptance that certainly never left gives its place to the receipt.
            if outbox::replace_unsent(tx, accept, &receive, first, at)? {
                let accept = Command::Accept {
                    draft: draft.clone(),
                    approval,
                };
                outbox::add(tx, &accept, second, at)?;
            } else {
                outbox::add(tx, &receive, first, at)?;
            }
            drafts::save(tx, &draft, "received", at)?;
            papers::add(tx, &paper, at)?;
            meta::clear(tx, meta::INTAKE)
        })?;
        self.state().intake = None;
        Ok(AcceptView::Received {
            slip: draft.slip.clone(),
            received_at: shown(at),
            notify_by: notify_by.to_string(),
            why: Some(trouble::accepted_later().into()),
            papers: vec![self.show_paper(paper)],
        })
    }
}
