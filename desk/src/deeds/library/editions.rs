//! 版本与改动: every edition of the hall, and what each says otherwise than the one before it.

use std::collections::{BTreeMap, BTreeSet};

use cases::catalogue::edition::parts::item_of;
use cases::catalogue::edition::{EditionFault, ItemChange, Manifest, Part, SignedManifest};
use cases::catalogue::{CatalogueFiles, Item};
use cases::error::Trouble;
use cases::wire::edition::DifferencePage;

use super::publishing::change;
use crate::desk::Desk;
use crate::store::editions as kept;
use crate::trouble;
use crate::view::edition::ChangeLine;
use crate::view::library::{EditionChanges, EditionRow, PartChange};

/// Pages of a difference that are read: what is larger is counted, not listed.
const PAGES: usize = 4;

impl Desk {
    /// Every edition, the newest first.
    pub async fn editions(&self) -> Result<Vec<EditionRow>, Trouble> {
        let in_force = self.library()?.catalogue.edition.clone();
        let editions: Vec<SignedManifest> = self.0.link.get("/v1/catalogue/editions").await?;
        let rows = editions
            .iter()
            .filter_map(|edition| row(edition, Some(&in_force)));
        Ok(rows.collect())
    }

    /// What an edition says otherwise than the one before it, in words.
    pub async fn edition_changes(&self, number: &str) -> Result<EditionChanges, Trouble> {
        self.library()?;
        let manifest = self.manifest_of(number).await?;
        let mut changes = EditionChanges {
            number: manifest.number.clone(),
            previous: manifest.previous.clone(),
            total: 0,
            changes: Vec::new(),
        };
        let Some(previous) = &manifest.previous else {
            return Ok(changes);
        };
        self.compare(previous, &manifest.number, &mut changes).await?;
        Ok(changes)
    }

    /// The manifest of an edition of the hall.
    pub(super) async fn manifest_of(&self, number: &str) -> Result<Manifest, Trouble> {
        // Numbers are digits and a dash; anything else is no address.
        if !number.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '-') {
            return Err(trouble::no_such_edition());
        }
        let path = format!("/v1/catalogue/editions/{number}");
        let edition: SignedManifest = self.0.link.get(&path).await?;
        edition.read().map_err(EditionFault::trouble)
    }

    /// What one edition says otherwise than another, in words.
    pub(super) async fn compare(
        &self,
        from: &str,
        to: &str,
        changes: &mut EditionChanges,
    ) -> Result<(), Trouble> {
        // What it brought, and the other way round what stood there before.
        let brought = self.parts_between(from, to).await?;
        let before = self.parts_between(to, from).await?;
        let names: BTreeSet<&String> = brought.parts.keys().chain(before.parts.keys()).collect();
        changes.changes = names
            .into_iter()
            .filter_map(|name| part_change(name, before.parts.get(name), brought.parts.get(name)))
            .collect();
        // What is written otherwise and says the same is no change; what was not read is counted as the hall counts it.
        changes.total = if brought.is_whole && before.is_whole {
            u32::try_from(changes.changes.len()).unwrap_or(u32::MAX)
        } else {
            brought.total
        };
        Ok(())
    }

    async fn parts_between(&self, from: &str, to: &str) -> Result<Between, Trouble> {
        let mut between = Between::default();
        let mut after = String::new();
        for _ in 0..PAGES {
            let path = format!("/v1/catalogue/editions/{to}/difference?from={from}{after}");
            let page: DifferencePage = self.0.link.get(&path).await?;
            if after.is_empty() {
                let all = page.added + page.changed + page.removed.len() as u64;
                between.total = u32::try_from(all).unwrap_or(u32::MAX);
            }
            let whole = page.parts.into_iter().filter(Part::is_whole);
            between.parts.extend(whole.map(|part| (part.name, part.text)));
            let Some(next) = page.next else {
                between.is_whole = true;
                break;
            };
            after = format!("&after={}", next.replace('#', "%23"));
        }
        Ok(between)
    }

    /// The texts of an edition that this window has.
    pub(super) async fn edition_files(&self, edition: String) -> Result<CatalogueFiles, Trouble> {
        let rooms = self.rooms()?;
        let read = tokio::task::spawn_blocking(move || {
            rooms.store.read(|connection| {
                let found = kept::find(connection, &edition)?;
                found.map_or(Ok(None), |found| kept::files(connection, &found.inventory, None))
            })
        });
        let files = read.await.map_err(|_| trouble::hall_garbled())??;
        files.ok_or_else(|| EditionFault::Damaged.trouble())
    }
}

#[derive(Default)]
struct Between {
    /// Every page was read.
    is_whole: bool,
    total: u32,
    parts: BTreeMap<String, String>,
}

fn part_change(name: &str, old: Option<&String>, new: Option<&String>) -> Option<PartChange> {
    let Some(id) = item_of(name) else {
        return Some(PartChange {
            kind: "file".to_owned(),
            id: name.to_owned(),
            title: String::new(),
            said: Vec::new(),
        });
    };
    let item = |text: Option<&String>| -> Option<Item> { serde_json::from_str(text?).ok() };
    change(id, item(old).as_ref(), item(new).as_ref())
}

/// One edition as a line; `None` where its manifest cannot be read.
pub(super) fn row(edition: &SignedManifest, in_force: Option<&str>) -> Option<EditionRow> {
    let manifest = edition.read().ok()?;
    Some(EditionRow {
        in_force: in_force.is_none_or(|number| number == manifest.number),
        id: manifest.number,
        published_at: manifest.published_at.to_string(),
        by: manifest.by,
        note: manifest.note,
        rollback_of: manifest.rollback_of,
        items: u32::try_from(manifest.items).unwrap_or(u32::MAX),
    })
}

pub(super) fn line(change: ItemChange) -> ChangeLine {
    ChangeLine {
        zh: change.zh,
        en: change.en,
    }
}
