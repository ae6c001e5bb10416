//! 练习证件: training only; the next practice card of this visit goes onto the emulated reader.

use cases::error::Trouble;
use cases::realm::Realm;
use cases::wire::session::PracticeAddress;
use scanners::card::RECORD_LEN;

use crate::desk::Desk;
use crate::practice::{Practice, Shape, Tray};
use crate::trouble;

impl Desk {
    /// First the visitor's card, then one after another the cards of his family. `item` chooses a visitor who
    /// suits that item; without it the head of a bookkeeping company comes.
    pub async fn place_card(&self, item: Option<&str>) -> Result<(), Trouble> {
        if self.0.realm != Realm::Training {
            return Err(trouble::training_only());
        }
        let reader = self.0.tray.clone().ok_or_else(trouble::no_reader)?;
        let waiting = self.state().practice.as_mut().and_then(Tray::next);
        let card = match waiting {
            Some(card) => card,
            None => {
                let address: PracticeAddress = self
                    .0
                    .link
                    .get("/v1/training/practice")
                    .await
                    .map_err(|_| trouble::no_practice())?;
                let practice = Practice::at(&address.practice)?;
                let shape = match item {
                    Some(id) => {
                        let book = self.book()?;
                        Shape::of(book.catalogue.item(id).ok_or_else(trouble::no_such_item)?)
                    }
                    None => Shape::bookkeeping(),
                };
                let visits = self.rooms()?.store.read(crate::store::audit::count)?;
                let mut people = practice.fit(&shape, visits, 1).await?;
                let person = people.pop().ok_or_else(trouble::no_practice)?;
                let mut tray = Tray::of(&person);
                let card = tray.next().ok_or_else(trouble::no_practice)?;
                self.state().practice = Some(tray);
                card
            }
        };
        let record: [u8; RECORD_LEN] = card.try_into().map_err(|_| trouble::no_practice())?;
        reader.place(record);
        Ok(())
    }
}
