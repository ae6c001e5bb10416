//! 来源附页: made from the open intake as it stands, before it is received or afterwards; it decides nothing.

use cases::error::Trouble;
use cases::notice::sources;
use cases::roles::Deed;

use super::papers::keep_rendered;
use crate::desk::Desk;
use crate::intake::annex;
use crate::store::papers;
use crate::trouble;
use crate::view::outcome::PaperView;

impl Desk {
    pub async fn make_annex(&self, id: &str) -> Result<PaperView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let (content, slip, at) = {
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
            let maker = self.maker(&session);
            let ground = self.ground(&book, item);
            let facts = annex::facts(ground, intake, &maker);
            let content = sources::content(&facts, &book.catalogue.wording);
            (content, intake.draft.slip.clone(), ground.now)
        };
        let rendered = self.render(content.clone(), at).await?;
        let paper = keep_rendered(&slip, &content, rendered, at);
        let line = self.line(&session.staff, "make_annex", id, &content.title);
        self.rooms()?
            .store
            .transact(line, |tx| papers::add(tx, &paper, at))?;
        Ok(self.show_paper(paper))
    }
}
