//! 查事项、看办事指南: without a visit, at every post where somebody is signed in.

use cases::error::Trouble;

use super::{AT_MOST, guide, page, wanted};
use crate::desk::Desk;
use crate::trouble;
use crate::view::library::{GuideView, LibraryItemRow, LibraryItems};

/// Items that a search is worth.
const BEST: usize = 200;

impl Desk {
    /// Every item page by page, or those that fit best.
    pub fn library_items(&self, find: &str, offset: u32, limit: u32) -> Result<LibraryItems, Trouble> {
        let book = self.library()?;
        let find = wanted(find);
        let items = &book.catalogue.items;
        let (total, places) = if find.is_empty() {
            let from = items.len().min(offset as usize);
            let to = items.len().min(from + limit.min(AT_MOST) as usize);
            (
                u32::try_from(items.len()).unwrap_or(u32::MAX),
                (from..to).collect(),
            )
        } else {
            page(&book.find(&find, BEST), offset, limit)
        };
        let rows = places
            .into_iter()
            .filter_map(|at| items.get(at))
            .map(|item| LibraryItemRow {
                id: item.id.clone(),
                name: item.name.clone(),
                department: item.department.clone(),
                item_type: item.item_type.clone(),
                case_type: item.case_type.clone(),
            });
        Ok(LibraryItems {
            total,
            edition: book.catalogue.edition.clone(),
            rows: rows.collect(),
        })
    }

    /// 办事指南 of one item: of the open intake's, from the edition that its draft is pinned to; of any other, from the one
    /// in force.
    pub fn guide(&self, item_id: &str) -> Result<GuideView, Trouble> {
        let in_force = self.library()?;
        let intake = self
            .state()
            .intake
            .as_ref()
            .map(|intake| intake.draft.item.clone());
        let book = match intake {
            Some(open) if open == item_id => self.book()?,
            Some(_) | None => in_force,
        };
        let item = book.catalogue.item(item_id).ok_or_else(trouble::no_such_item)?;
        let answers = self.answers_about(&book, &item.id);
        Ok(guide::of(&book.catalogue, item, answers))
    }
}
