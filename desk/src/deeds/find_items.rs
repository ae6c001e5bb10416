//! 查找事项: by initials, syllables, words, codes or everyday names, what this hall uses most first; says why this clerk
//! may not take an item, or the chosen party may not apply for it.

use cases::case::Party;
use cases::catalogue::Item;
use cases::error::Trouble;

use crate::desk::Desk;
use crate::intake::show;
use crate::trouble;
use crate::view::TroubleView;
use crate::view::desk::ItemHit;

const LIMIT: usize = 20;

impl Desk {
    pub fn find_items(&self, text: &str) -> Result<Vec<ItemHit>, Trouble> {
        if self.state().session.is_none() {
            return Err(trouble::not_signed_in());
        }
        if self.is_locked() {
            return Err(trouble::locked());
        }
        let book = self.shelf()?;
        let party = self.state().visit.as_ref().and_then(|visit| visit.party.clone());
        let found = book.find(text, LIMIT).into_iter();
        Ok(found
            .filter_map(|at| book.catalogue.items.get(at))
            .map(|item| {
                let unfit = self
                    .beyond(item)
                    .or_else(|| party.as_ref().and_then(|party| unfit(item, party)));
                hit(item, unfit)
            })
            .collect())
    }
}

fn hit(item: &Item, unfit: Option<Trouble>) -> ItemHit {
    ItemHit {
        id: item.id.clone(),
        name: item.name.clone(),
        department: item.department.clone(),
        item_type: item.item_type.clone(),
        case_type: item.case_type.clone(),
        promised: show::promise_words(item),
        unfit: unfit.map(TroubleView::from),
    }
}

/// Why this party may not apply for the item.
fn unfit(item: &Item, party: &Party) -> Option<Trouble> {
    match &party.body {
        None if !item.serves_persons() => Some(Trouble::new(
            "YC-1402",
            format!("本事项由{}申请", item.applicant_types.join("、")),
            "this item is for bodies",
        )),
        Some(_) if !item.serves_bodies() => Some(Trouble::new(
            "YC-1403",
            "本事项由自然人申请",
            "this item is for natural persons",
        )),
        None | Some(_) => None,
    }
}
