//! The editions of the hall in the test process: published, sent as differences, and tampered with where a test says so.

use std::sync::LazyLock;

use cases::catalogue::CatalogueFiles;
use cases::catalogue::edition::manifest::PublishedKey;
use cases::catalogue::edition::{Difference, Inventory, Manifest, Part, SignedManifest, parts};
use cases::crypto::{SecretKey, Suite};
use cases::wire::edition::{CatalogueHead, DifferencePage};
use serde_json::Value as Json;

use super::fake_hall::{no, ok};
use crate::hall_link::Answer;

/// What goes wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tampered {
    /// A byte of a part is another.
    Text,
    /// A part and its digest are others: the whole does not fit.
    Part,
    Unsigned,
    /// The manifest says something else than was signed.
    Manifest,
}

pub struct FakeEditions {
    key: SecretKey,
    editions: Vec<(SignedManifest, Vec<Part>)>,
    pub tampered: Option<Tampered>,
    /// Every difference that was asked for: its path.
    pub asked: Vec<String>,
    /// Only these are known; what was before is forgotten.
    pub forgotten: usize,
}

static FIRST: LazyLock<Vec<Part>> = LazyLock::new(|| {
    let files = CatalogueFiles {
        items: include_str!("../../../catalogue/items.json").into(),
        data_elements: include_str!("../../../catalogue/data_elements.json").into(),
        codelists: include_str!("../../../catalogue/codelists.json").into(),
        calendar: include_str!("../../../catalogue/calendar.json").into(),
        conditions: include_str!("../../../catalogue/conditions.json").into(),
        papers: include_str!("../../../catalogue/papers.json").into(),
        bundles: include_str!("../../../catalogue/bundles.json").into(),
        answers: include_str!("../../../catalogue/answers.json").into(),
        known_faults: include_str!("../../../catalogue/known_faults.json").into(),
        everyday: include_str!("../../../catalogue/everyday.json").into(),
        sources: include_str!("../../../catalogue/sources.json").into(),
    };
    parts::split(files, Suite::Ed25519Sha256).unwrap()
});

impl Default for FakeEditions {
    fn default() -> Self {
        let mut editions = Self {
            key: SecretKey::new(Suite::Ed25519Sha256, [7; 32]).unwrap(),
            editions: Vec::new(),
            tampered: None,
            asked: Vec::new(),
            forgotten: 0,
        };
        editions.put(FIRST.clone());
        editions
    }
}

impl FakeEditions {
    fn put(&mut self, parts: Vec<Part>) -> String {
        let sequence = self.editions.len() as u64 + 1;
        self.put_as(sequence, parts)
    }

    fn put_as(&mut self, sequence: u64, parts: Vec<Part>) -> String {
        let inventory = Inventory::of(&parts);
        let manifest = Manifest {
            hall: "350199".into(),
            number: format!("20261120-{sequence}"),
            sequence,
            content: inventory.content(self.key.suite()),
            previous: None,
            published_at: "2026-11-20T01:00:00Z".parse().unwrap(),
            by: "0700".into(),
            note: String::new(),
            rollback_of: None,
            items: inventory.items() as u64,
            suite: self.key.suite(),
            key_id: self.key.public().unwrap().key_id,
        };
        let signed = SignedManifest::sign(&manifest, &self.key).unwrap();
        self.editions.push((signed, parts));
        manifest.number
    }

    /// The next edition: one item is another. Gives its number.
    pub fn publish(&mut self, item: &str, change: impl FnOnce(&mut Json)) -> String {
        let mut parts = self.editions.last().unwrap().1.clone();
        let part = parts
            .iter_mut()
            .find(|part| parts::item_of(&part.name) == Some(item))
            .unwrap();
        let mut json: Json = serde_json::from_str(&part.text).unwrap();
        change(&mut json);
        *part = Part::new(Suite::Ed25519Sha256, part.name.clone(), json.to_string());
        self.put(parts)
    }

    /// The next edition does not have the item.
    pub fn withdraw(&mut self, item: &str) -> String {
        let mut parts = self.editions.last().unwrap().1.clone();
        parts.retain(|part| parts::item_of(&part.name) != Some(item));
        self.put(parts)
    }

    /// Another key signs from here on; endorsed by the one before it or not.
    pub fn change_key(&mut self) {
        self.key = SecretKey::new(Suite::Sm2Sm3, [9; 32]).unwrap();
    }

    /// An older content is offered as it was: a replay.
    pub fn replay_first(&mut self) {
        let first = self.editions[0].clone();
        self.editions.push(first);
    }

    fn signed(&self, at: usize) -> SignedManifest {
        let mut signed = self.editions[at].0.clone();
        match self.tampered {
            Some(Tampered::Unsigned) => signed.signature.clear(),
            Some(Tampered::Manifest) => {
                signed.manifest = signed.manifest.replace("\"by\":\"0700\"", "\"by\":\"0701\"");
            }
            Some(Tampered::Text | Tampered::Part) | None => {}
        }
        signed
    }

    fn place(&self, number: &str) -> Option<usize> {
        let known = self.editions.iter().enumerate().skip(self.forgotten);
        known
            .filter(|(_, (signed, _))| signed.read().unwrap().number == number)
            .map(|(at, _)| at)
            .next_back()
    }

    pub fn answer(&mut self, path: &str) -> Answer {
        if path == "/v1/catalogue" {
            let key = self.key.public().unwrap();
            return ok(&CatalogueHead {
                edition: self.signed(self.editions.len() - 1),
                keys: vec![PublishedKey {
                    key,
                    endorsed_by: None,
                    endorsement: None,
                }],
            });
        }
        let rest = path.trim_start_matches("/v1/catalogue/editions/");
        let Some((number, query)) = rest.split_once("/difference") else {
            return match self.place(rest) {
                Some(at) => ok(&self.signed(at)),
                None => no(404, "YC-2950"),
            };
        };
        self.asked.push(path.to_owned());
        let Some(at) = self.place(number) else {
            return no(404, "YC-2950");
        };
        let value = |name: &str| {
            let pairs = query.trim_start_matches('?').split('&');
            pairs
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, _)| *key == name)
        };
        let from = value("from").and_then(|(_, from)| self.place(from));
        let base = from
            .map(|from| Inventory::of(&self.editions[from].1))
            .unwrap_or_default();
        let parts = &self.editions[at].1;
        let difference = Difference::between(&base, &Inventory::of(parts));
        let brings = parts
            .iter()
            .filter(|part| difference.brings().any(|one| one.name == part.name));
        // Small pages, so that there are several.
        let after = value("after").map(|(_, after)| after.replace("%23", "#"));
        let rest: Vec<&Part> = brings
            .filter(|part| after.as_ref().is_none_or(|after| part.name > *after))
            .collect();
        let mut page: Vec<Part> = rest.iter().take(25).map(|part| (*part).clone()).collect();
        let next = (rest.len() > 25).then(|| page[24].name.clone());
        if let Some(first) = page.first_mut() {
            match self.tampered {
                Some(Tampered::Text) => first.text.push(' '),
                Some(Tampered::Part) => {
                    *first = Part::new(
                        Suite::Ed25519Sha256,
                        first.name.clone(),
                        format!("{} ", first.text),
                    );
                }
                Some(Tampered::Unsigned | Tampered::Manifest) | None => {}
            }
        }
        ok(&DifferencePage {
            edition: self.signed(at),
            from: from.map(|from| self.editions[from].0.read().unwrap().number),
            added: difference.added.len() as u64,
            changed: difference.changed.len() as u64,
            removed: if after.is_none() {
                difference.removed
            } else {
                Vec::new()
            },
            parts: page,
            next,
        })
    }
}
