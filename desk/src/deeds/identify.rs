//! 核验身份: a card that was read, a 政务服务码 that was scanned, or a typed number confirmed by a document in the
//! clerk's hand. A typed number alone shows and confirms nothing; nor does a code without its platform.

use std::sync::PoisonError;
use std::time::Duration;

use cases::case::party::How;
use cases::case::{Party, Person, Verified};
use cases::error::Trouble;
use cases::identity::PersonId;
use cases::identity::code::ECode;
use cases::roles::Deed;
use cases::wire::visit::{CardFacts, Identified, Identify, RegisterCheck};
use scanners::card::CardRecord;

use super::resume::verify_again;
use crate::chance;
use crate::change::Why;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::trouble;
use crate::view::desk::DeskView;

/// A clerk waits this long for a card to be found and read.
const CARD_BUDGET: Duration = Duration::from_secs(3);

impl Desk {
    /// Reads the card on the reader.
    pub async fn read_card(&self) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::Identify)?;
        let card = self.take_card().await?;
        let identified = self
            .ask_who(&session.staff, Identify::Card { card: card.clone() })
            .await?;
        self.seat(&session.staff, identified, Some(card))
    }

    /// Takes a typed number; `document` is the kind of document the clerk holds and compares.
    pub async fn identify_typed(
        &self,
        id_type: &str,
        id_number: &str,
        name: &str,
        document: &str,
    ) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::Identify)?;
        let ask = self.typed(id_type, id_number, name, document)?;
        let identified = self.ask_who(&session.staff, ask).await?;
        self.seat(&session.staff, identified, None)
    }

    /// Takes a code that was scanned. Without the hall it says nothing of anybody: its signature would only tell that it
    /// is genuine, and who shows it is the platform's to say.
    pub async fn identify_code(&self, text: &str) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::Identify)?;
        ECode::parse(text)?;
        let code = Identify::Code {
            code: text.trim().to_owned(),
        };
        let identified = self.ask_who(&session.staff, code).await?;
        self.seat(&session.staff, identified, None)
    }

    pub(crate) fn typed(
        &self,
        id_type: &str,
        id_number: &str,
        name: &str,
        document: &str,
    ) -> Result<Identify, Trouble> {
        if document.trim().is_empty() {
            return Err(trouble::unknown_document());
        }
        let today = cases::deadline::hall_date(self.0.link.legal_now());
        let id = PersonId::parse(id_type, id_number, today)?;
        Ok(Identify::Document {
            id_type: id.type_code().to_owned(),
            id_number: id.number().to_owned(),
            name: name.trim().to_owned(),
            document: document.to_owned(),
        })
    }

    pub(crate) async fn take_card(&self) -> Result<CardFacts, Trouble> {
        let reader = self.0.reader.clone();
        let record = tokio::task::spawn_blocking(move || {
            let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            let reader = reader.as_mut().ok_or_else(trouble::no_reader)?;
            reader
                .read(CARD_BUDGET)
                .map_err(|fault| Trouble::new(fault.code(), fault.zh(), fault.en()))
        })
        .await
        .map_err(|_| trouble::no_reader())??;
        Ok(facts(&record))
    }

    /// Asks the hall who this is. Without the hall, card or document stand alone; a code says nothing.
    pub(crate) async fn ask_who(&self, staff: &str, ask: Identify) -> Result<Identified, Trouble> {
        let visit = self
            .state()
            .visit
            .as_ref()
            .map(|visit| visit.visit.id)
            .ok_or_else(trouble::no_visit)?;
        let key = chance::id_at(self.0.link.legal_now());
        match self
            .0
            .link
            .post(&format!("/v1/visits/{visit}/people"), key, &ask)
            .await
        {
            Ok(identified) => Ok(identified),
            Err(fault @ (HallFault::Line(_) | HallFault::Garbled)) => {
                tracing::info!(hall.fault = ?fault, "no hall to ask who this is");
                self.alone(staff, ask)
            }
            Err(fault @ HallFault::Problem { .. }) => Err(fault.into()),
        }
    }

    fn alone(&self, staff: &str, ask: Identify) -> Result<Identified, Trouble> {
        let at = self.0.link.legal_now();
        let verified = |how| {
            Some(Verified {
                how,
                at,
                by: staff.to_owned(),
            })
        };
        let person = match ask {
            Identify::Card { card } => Person {
                name: card.name,
                id_type: card.id_type,
                id_number: card.id_number,
                verified: verified(How::Card),
            },
            Identify::Document {
                id_type,
                id_number,
                name,
                document: _,
            } => Person {
                name,
                id_type,
                id_number,
                verified: verified(How::Document),
            },
            Identify::Code { .. } => return Err(trouble::code_needs_hall()),
        };
        Ok(Identified {
            person,
            register: RegisterCheck::Unavailable,
            bodies: Vec::new(),
            bodies_known: false,
            family: Vec::new(),
            real_name: None,
            code: None,
        })
    }

    fn seat(
        &self,
        staff: &str,
        identified: Identified,
        card: Option<CardFacts>,
    ) -> Result<DeskView, Trouble> {
        let mut visit = self.state().visit.clone().ok_or_else(trouble::no_visit)?;
        let line = self.line(staff, "identify", visit.visit.id, "核验到场人身份");
        let person = identified.person.clone();
        visit.party = self.party_in_hand(&person).or_else(|| shown_for(&identified));
        visit.identified = Some(identified);
        visit.card = card;
        visit.found.clear();
        self.keep_visit(line, visit)?;
        self.verify_open_intake(staff, &person)?;
        self.desk_view()
    }

    /// For whom he acts, where the open intake says so already: a helper asked him.
    fn party_in_hand(&self, person: &Person) -> Option<Party> {
        let state = self.state();
        let party = &state.intake.as_ref()?.draft.party;
        (party.person.id_number == person.id_number).then(|| Party {
            person: person.clone(),
            ..party.clone()
        })
    }
}

impl Desk {
    /// An intake that came from a helper waits for its applicant to be verified here.
    fn verify_open_intake(&self, staff: &str, person: &Person) -> Result<(), Trouble> {
        let waiting = {
            let state = self.state();
            let intake = state.intake.as_ref();
            intake
                .filter(|intake| !intake.closed && intake.draft.party.person.verified.is_none())
                .map(|intake| intake.draft.id)
        };
        let Some(id) = waiting else { return Ok(()) };
        let why = Why {
            actor: staff,
            deed: "verify_again",
            purpose: "窗口再次核验申请人",
            since: None,
        };
        self.change(id, &why, |_, intake| {
            verify_again(intake, person);
            Ok(())
        })?;
        Ok(())
    }
}

/// Whoever shows the code of a body says by it whom he acts for.
fn shown_for(identified: &Identified) -> Option<Party> {
    let uscc = identified.code.as_ref()?.body.as_ref()?;
    let body = identified.bodies.iter().find(|body| body.uscc == *uscc)?;
    Some(Party {
        person: identified.person.clone(),
        as_agent: !matches!(body.relation.as_str(), "legalRep" | "operator"),
        body: Some(body.clone()),
    })
}

/// A card's record in the normal form of the wire: dates `2026-09-28`, `长期` kept, kinds as codes.
pub(crate) fn facts(record: &CardRecord) -> CardFacts {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    match record {
        CardRecord::Resident(card) => CardFacts {
            name: card.name.clone(),
            id_type: "111".to_owned(),
            id_number: card.id_number.clone(),
            sex: some(&card.sex_code),
            nation: some(&card.nation_code),
            birth_date: Some(date(&card.birth)),
            address: some(&card.address),
            issuer: some(&card.issuer),
            valid_from: Some(date(&card.valid_from)),
            valid_to: Some(date(&card.valid_to)),
        },
        CardRecord::HkMacaoTaiwan(card) => CardFacts {
            name: card.name.clone(),
            // 810000 Hong Kong, 820000 Macao, 830000 Taiwan
            id_type: if card.id_number.starts_with("83") {
                "555"
            } else {
                "554"
            }
            .to_owned(),
            id_number: card.id_number.clone(),
            sex: some(&card.sex_code),
            nation: None,
            birth_date: Some(date(&card.birth)),
            address: some(&card.address),
            issuer: some(&card.issuer),
            valid_from: Some(date(&card.valid_from)),
            valid_to: Some(date(&card.valid_to)),
        },
        CardRecord::Foreigner2017(card) => foreigner(
            record.name(),
            &card.id_number,
            &card.sex_code,
            [&card.birth, &card.valid_from, &card.valid_to],
        ),
        CardRecord::Foreigner2023(card) => foreigner(
            record.name(),
            &card.id_number,
            &card.sex_code,
            [&card.birth, &card.valid_from, &card.valid_to],
        ),
    }
}

fn foreigner(name: &str, number: &str, sex: &str, [birth, from, to]: [&String; 3]) -> CardFacts {
    CardFacts {
        name: name.to_owned(),
        id_type: "553".to_owned(),
        id_number: number.to_owned(),
        sex: (!sex.is_empty()).then(|| sex.to_owned()),
        nation: None,
        birth_date: Some(date(birth)),
        address: None,
        issuer: None,
        valid_from: Some(date(from)),
        valid_to: Some(date(to)),
    }
}

/// `20260928` → `2026-09-28`; 长期 stays.
fn date(text: &str) -> String {
    match (text.get(..4), text.get(4..6), text.get(6..8)) {
        (Some(year), Some(month), Some(day)) if text.len() == 8 => format!("{year}-{month}-{day}"),
        _ => text.to_owned(),
    }
}
