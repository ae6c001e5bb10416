//! 看明文: unmasks one value; a deed of its own, logged with the field.

use cases::error::Trouble;
use cases::roles::Deed;

use crate::desk::Desk;
use crate::intake::show_fields;
use crate::trouble;

impl Desk {
    pub fn reveal(&self, id: &str, key: &str) -> Result<String, Trouble> {
        let session = self.permit_here(Deed::Unmask)?;
        let id = super::id(id)?;
        let book = self.book()?;
        let text = {
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
            let field = item.field(key).ok_or_else(trouble::no_such_field)?;
            show_fields::unmasked(self.ground(&book, item), &intake.draft, field).unwrap_or_default()
        };
        let line = self.line(&session.staff, "reveal", id, &format!("看明文 {key}"));
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        Ok(text)
    }
}
