//! 委托书 on paper, as the helper wrote it down: made here for both to sign, before it is attached and judged.

use cases::assist::mandate::Power;
use cases::error::Trouble;
use cases::notice::{MandateFacts, Person, mandate};
use cases::roles::Deed;
use jiff::civil::Date;

use super::mandate::read;
use crate::deeds::papers::keep_rendered;
use crate::desk::Desk;
use crate::intake::forms;
use crate::store::papers;
use crate::trouble;
use crate::view::assist::MandateForm;
use crate::view::outcome::PaperView;

impl Desk {
    /// Principal, agent and item are those of the open draft; powers and days are the form's.
    pub async fn mandate_paper(&self, id: &str, form: MandateForm) -> Result<PaperView, Trouble> {
        let session = self.permit_here(Deed::KeepMandate)?;
        let id = crate::deeds::id(id)?;
        let wrong = trouble::bad_mandate;
        let day = |text: &str| text.parse::<Date>().map_err(|_| wrong());
        let (from, until) = (day(&form.from)?, day(&form.until)?);
        let powers = form
            .powers
            .iter()
            .map(|power| read::<Power>(power).ok_or_else(wrong));
        let powers: Vec<Power> = powers.collect::<Result<_, _>>()?;
        if powers.is_empty() || until < from {
            return Err(wrong());
        }
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
            let facts = MandateFacts {
                head: forms::head(ground, &intake.draft, &maker),
                principal: forms::person_on_paper(ground, "委托人", &intake.draft.party.person),
                principal_phone: None,
                delegate: Person {
                    role: "受托人".to_owned(),
                    name: session.name.clone(),
                    id_kind: "工号".to_owned(),
                    id_shown: session.staff.clone(),
                },
                delegate_phone: None,
                items: vec![item.name.clone()],
                powers,
                from,
                until,
            };
            let content = mandate::content(&facts, &book.catalogue.wording);
            (content, intake.draft.slip.clone(), ground.now)
        };
        let rendered = self.render(content.clone(), at).await?;
        let paper = keep_rendered(&slip, &content, rendered, at);
        let line = self.line(&session.staff, "mandate_paper", id, &content.title);
        self.rooms()?
            .store
            .transact(line, |tx| papers::add(tx, &paper, at))?;
        Ok(self.show_paper(paper))
    }
}
