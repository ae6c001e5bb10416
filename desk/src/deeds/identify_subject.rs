//! Other persons of the form (配偶、子女、员工 …): identified in their own block by card, document or the register.

use cases::case::party::How;
use cases::case::{Person, Verified};
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::visit::{CardFacts, Identify};
use uuid::Uuid;

use crate::change::Why;
use crate::desk::Desk;
use crate::intake::{offers, subjects};
use crate::trouble;
use crate::view::intake::IntakeDelta;

impl Desk {
    pub async fn identify_subject_card(&self, id: &str, subject: &str) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Identify)?;
        let id = super::id(id)?;
        self.known_subject(id, subject)?;
        let card = self.take_card().await?;
        let identified = self
            .ask_who(&session.staff, Identify::Card { card: card.clone() })
            .await?;
        self.place_subject(id, subject, &session.staff, identified.person, Some(card))
    }

    pub async fn identify_subject_typed(
        &self,
        id: &str,
        subject: &str,
        id_type: &str,
        id_number: &str,
        name: &str,
        document: &str,
    ) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Identify)?;
        let id = super::id(id)?;
        self.known_subject(id, subject)?;
        let ask = self.typed(id_type, id_number, name, document)?;
        let identified = self.ask_who(&session.staff, ask).await?;
        self.place_subject(id, subject, &session.staff, identified.person, None)
    }

    /// Picks one of the relatives the family register names; he is known, not present.
    pub fn pick_relative(&self, id: &str, subject: &str, index: u32) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Identify)?;
        let id = super::id(id)?;
        self.known_subject(id, subject)?;
        let book = self.book()?;
        let visit = self.state().visit.clone().ok_or_else(trouble::no_visit)?;
        let identified = visit.identified.ok_or_else(trouble::not_identified)?;
        let offered = subjects::relatives(&book.catalogue.rules, &identified.family, subject);
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let relative = offered.get(index).ok_or_else(trouble::no_such_relative)?;
        let at = self.0.link.legal_now();
        let person = Person {
            verified: Some(Verified {
                how: How::Register,
                at,
                by: session.staff.clone(),
            }),
            ..relative.person.clone()
        };
        self.place_subject(id, subject, &session.staff, person, None)
    }

    fn known_subject(&self, id: Uuid, subject: &str) -> Result<(), Trouble> {
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
        if item.person_subjects().contains(&subject) {
            Ok(())
        } else {
            Err(trouble::no_such_subject())
        }
    }

    fn place_subject(
        &self,
        id: Uuid,
        subject: &str,
        staff: &str,
        person: Person,
        card: Option<CardFacts>,
    ) -> Result<IntakeDelta, Trouble> {
        let why = Why {
            actor: staff,
            deed: "identify_subject",
            purpose: "核验相关人员身份",
            since: None,
        };
        self.change(id, &why, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            intake.draft.subjects.insert(subject.to_owned(), person.clone());
            match &card {
                Some(card) => offers::card(ground, &mut intake.draft, subject, card),
                None => offers::person(ground, &mut intake.draft, subject, &person),
            }
            Ok(())
        })
    }
}
