//! 系统生成: the item's own application form, made from the case as it stands. Unsigned until copies are counted;
//! any later edit makes it unsigned again.

use cases::error::Trouble;
use cases::material::Held;
use cases::notice::form;
use cases::roles::Deed;

use super::papers::keep_rendered;
use crate::desk::Desk;
use crate::intake::forms;
use crate::store::papers;
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::outcome::PaperView;

impl Desk {
    pub async fn make_form(&self, id: &str, material: &str) -> Result<PaperView, Trouble> {
        let session = self.permit_here(Deed::TakeSignature)?;
        let id = super::id(id)?;
        let (content, form_digest, slip, at) = {
            let book = self.book()?;
            let state = self.state();
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id)
                .ok_or_else(trouble::no_such_draft)?;
            if intake.closed {
                return Err(trouble::already_received());
            }
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let spec = item.material(material).filter(|spec| spec.is_generated());
            let spec = spec.ok_or_else(trouble::no_such_material)?;
            let maker = self.maker(&session);
            let ground = self.ground(&book, item);
            let facts = forms::application(ground, intake, spec, &maker);
            (
                form::content(&facts, &book.catalogue.wording),
                intake.draft.form_digest(),
                intake.draft.slip.clone(),
                ground.now,
            )
        };
        let rendered = self.render(content.clone(), at).await?;
        let pages = rendered.pages;
        let paper = keep_rendered(&slip, &content, rendered, at);
        let line = self.line(&session.staff, "make_form", id, &content.title);
        self.rooms()?
            .store
            .transact(line, |tx| papers::add(tx, &paper, at))?;
        let delta = self.on_slot(id, material, &session.staff, "make_form", |slot| {
            slot.held = Some(Held::Generated {
                form_digest,
                pages,
                signed_copies: 0,
                signature: None,
            });
            Ok(())
        })?;
        // The reply is the paper; what it changed on the slot goes beside it.
        self.emit(DeskEvent::Intake {
            delta: Box::new(delta),
        });
        Ok(self.show_paper(paper))
    }
}
