//! The training realm's people: whose card lies on the emulated reader. Loopback only; no case passes here.

use std::time::Duration;

use cases::catalogue::Item;
use cases::error::Trouble;
use cases::realm::Realm;
use serde::Deserialize;

use crate::hall_link::http::HttpLine;
use crate::hall_link::{Ask, HallTransport, Method};
use crate::trouble;

const LIMIT: Duration = Duration::from_secs(5);
const CAP: usize = 4 * 1024 * 1024;

/// One practice person with cards, bodies and family.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Persona {
    pub resident: Resident,
    pub card_text_hex: String,
    #[serde(default)]
    pub bodies: Vec<Represented>,
    #[serde(default)]
    pub family: Vec<Relative>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resident {
    pub name: String,
    pub id_number: String,
    pub id_type: String,
    #[serde(default)]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Represented {
    pub uscc: String,
    pub name: String,
    /// `legalRep` or `operator`.
    pub relation: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relative {
    /// `partner`, `spouse`, `child`, `mother`, `father`.
    pub relation: String,
    pub name: String,
    pub id_number: String,
    pub id_type: String,
    pub card_text_hex: String,
}

/// One department as the practice province lists it.
#[derive(Debug, Clone, Deserialize)]
pub struct Listed {
    pub uscc: String,
    pub base: String,
}

/// What a suitable person is chosen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    pub types: Vec<String>,
    pub subjects: Vec<String>,
    pub elements: Vec<String>,
}

impl Shape {
    pub fn of(item: &Item) -> Self {
        let mut subjects: Vec<String> = item.fields.iter().map(|field| field.subject.clone()).collect();
        subjects.sort();
        subjects.dedup();
        let mut elements: Vec<String> = item
            .fields
            .iter()
            .map(|field| field.data_element.clone())
            .collect();
        elements.sort();
        elements.dedup();
        Self {
            types: item.applicant_types.clone(),
            subjects,
            elements,
        }
    }

    /// The head of a bookkeeping company, who also suits most items of bodies.
    pub fn bookkeeping() -> Self {
        Self {
            types: vec!["企业法人".to_owned()],
            subjects: vec!["acc".to_owned()],
            elements: Vec::new(),
        }
    }
}

/// Cards that wait to be laid down in this visit.
#[derive(Debug, Clone, Default)]
pub struct Tray(Vec<Vec<u8>>);

impl Tray {
    pub fn of(person: &Persona) -> Self {
        let cards =
            std::iter::once(&person.card_text_hex).chain(person.family.iter().map(|one| &one.card_text_hex));
        let mut cards: Vec<Vec<u8>> = cards.filter_map(|card| hex::decode(card).ok()).collect();
        cards.reverse();
        Self(cards)
    }
}

impl Iterator for Tray {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        self.0.pop()
    }
}

/// The practice province's listings.
pub struct Practice(HttpLine);

impl Practice {
    pub fn at(base: &str) -> Result<Self, Trouble> {
        Ok(Self(HttpLine::new(base, Realm::Training)?))
    }

    /// People who suit an item of this shape, the same for the same seed.
    pub async fn fit(&self, shape: &Shape, seed: u64, count: usize) -> Result<Vec<Persona>, Trouble> {
        let query = format!(
            "/personas/fit?types={}&subjects={}&elements={}&seed={seed}&n={count}",
            escaped(&shape.types.join(",")),
            escaped(&shape.subjects.join(",")),
            escaped(&shape.elements.join(","))
        );
        self.get(&query).await
    }

    /// The code that this person's phone shows at the moment.
    pub async fn code(&self, number: &str) -> Result<String, Trouble> {
        #[derive(Deserialize)]
        struct Shown {
            code: String,
        }
        let shown: Shown = self
            .get(&format!("/identity/code?idNumber={}", escaped(number)))
            .await?;
        Ok(shown.code)
    }

    pub async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, Trouble> {
        let ask = Ask {
            method: Method::Get,
            path: path.to_owned(),
            headers: Vec::new(),
            body: None,
            limit: LIMIT,
            cap: CAP,
        };
        let answer = self.0.ask(ask).await.map_err(|_| trouble::no_practice())?;
        if answer.status != 200 {
            return Err(trouble::no_practice());
        }
        serde_json::from_slice(&answer.body).map_err(|_| trouble::no_practice())
    }
}

/// Percent-encoding of everything but letters, digits and the comma between words.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b',' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
