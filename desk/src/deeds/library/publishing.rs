//! 事项库维护: files are checked at the window, what they change is shown in words, and they are published as the next
//! edition with a note. The hall checks again and has the last word.

use std::collections::{BTreeMap, BTreeSet};

use cases::catalogue::edition::item_changes;
use cases::catalogue::{Catalogue, CatalogueFault, CatalogueFiles, Item, check, load};
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::edition::{CatalogueState, Publish, PublishReply};
use uuid::Uuid;

use super::editions::{line, row};
use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::library::{CatalogueText, CheckView, EditionRow, FaultLine, PartChange, ServedView};

/// Changes that are listed; the count says how many there are.
const LISTED: usize = 300;
const ITEMS: &str = "items.json";

/// What was checked and may be published as it was looked at.
pub(crate) struct ToPublish {
    /// The same press twice is one publish.
    key: Uuid,
    previous: String,
    files: BTreeMap<String, String>,
}

impl Desk {
    /// Whether files of so many bytes are read at all.
    pub fn weigh_catalogue(&self, bytes: u32) -> Result<(), Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        load::check_size(bytes.into()).map_err(|fault| fault.trouble)
    }

    /// What is wrong in what the hall serves: it was opened with a folder that nobody published.
    pub async fn catalogue_state(&self) -> Result<ServedView, Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        let state: CatalogueState = self.0.link.get("/v1/catalogue/state").await?;
        Ok(ServedView {
            edition: state.edition,
            faults: state.faults.into_iter().take(LISTED).map(fault_line).collect(),
            withheld: state.withheld.into_iter().map(|item| item.name).collect(),
        })
    }

    /// 目录检查: every fault of the files over those in force, and what they would change. Nothing leaves this window.
    pub async fn check_catalogue(&self, texts: Vec<CatalogueText>) -> Result<CheckView, Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        let in_force = self.library()?;
        let given: BTreeMap<String, String> = texts.into_iter().map(|one| (one.name, one.text)).collect();
        let known = |name: &String| name == ITEMS || CatalogueFiles::OTHERS.contains(&name.as_str());
        let (files, unknown): (BTreeMap<_, _>, BTreeMap<_, _>) =
            given.into_iter().partition(|(name, _)| known(name));
        if files.is_empty() {
            return Err(trouble::no_catalogue_file());
        }
        let bytes = files.values().map(|text| text.len() as u64).sum();
        if let Err(fault) = load::check_size(bytes) {
            return Ok(CheckView {
                faults: vec![fault_line(fault)],
                ..CheckView::default()
            });
        }
        let kept = self.edition_files(in_force.catalogue.edition.clone()).await?;
        let over = over(kept, files.clone());
        let checked = move || check(&over).passed().and_then(|()| Catalogue::of_files(&over));
        let checked = tokio::task::spawn_blocking(checked)
            .await
            .map_err(|_| trouble::hall_garbled())?;
        let mut view = CheckView {
            files: files.keys().cloned().collect(),
            unknown: unknown.into_keys().collect(),
            edition: in_force.catalogue.edition.clone(),
            ..CheckView::default()
        };
        match checked {
            Err(faults) => {
                view.faults = faults.into_iter().map(fault_line).collect();
                self.state().to_publish = None;
            }
            Ok(catalogue) => {
                view.items = u32::try_from(catalogue.items.len()).unwrap_or(u32::MAX);
                let mut changes = differences(&in_force.catalogue.items, &catalogue.items);
                let others = files.keys().filter(|name| *name != ITEMS);
                changes.extend(others.map(|name| PartChange {
                    kind: "file".to_owned(),
                    id: name.clone(),
                    title: String::new(),
                    said: Vec::new(),
                }));
                view.total = u32::try_from(changes.len()).unwrap_or(u32::MAX);
                changes.truncate(LISTED);
                view.changes = changes;
                self.state().to_publish = Some(ToPublish {
                    key: chance::id_at(self.0.link.legal_now()),
                    previous: view.edition.clone(),
                    files,
                });
            }
        }
        Ok(view)
    }

    /// Publishes what was checked last. Pressed again after the line broke, it is the same publish.
    pub async fn publish_catalogue(&self, note: &str) -> Result<EditionRow, Trouble> {
        let session = self.permit(Deed::PublishCatalogue)?;
        let note = note.trim();
        if note.is_empty() {
            return Err(trouble::no_edition_note());
        }
        let (key, publish) = {
            let state = self.state();
            let checked = state.to_publish.as_ref().ok_or_else(trouble::nothing_checked)?;
            let publish = Publish {
                note: note.to_owned(),
                previous: Some(checked.previous.clone()),
                files: checked.files.clone(),
            };
            (checked.key, publish)
        };
        let line = self.line(
            &session.staff,
            "publish_catalogue",
            publish.previous.clone().unwrap_or_default(),
            note,
        );
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let reply: PublishReply = self.0.link.post("/v1/catalogue/editions", key, &publish).await?;
        let published = match (reply.edition, reply.faults.into_iter().next()) {
            (Some(edition), _) => row(&edition, None).ok_or_else(trouble::hall_garbled)?,
            (None, Some(fault)) => return Err(fault.trouble),
            (None, None) => return Err(trouble::hall_garbled()),
        };
        self.state().to_publish = None;
        Ok(published)
    }
}

fn fault_line(fault: CatalogueFault) -> FaultLine {
    FaultLine {
        file: fault.file,
        path: fault.path,
        trouble: fault.trouble.into(),
    }
}

/// The files that came, over those that are kept.
fn over(kept: CatalogueFiles, mut given: BTreeMap<String, String>) -> CatalogueFiles {
    let items = given.remove(ITEMS).unwrap_or_else(|| kept.items.clone());
    let mut others = BTreeMap::from(kept.into_others());
    CatalogueFiles::from_others(items, |name| given.remove(name).or_else(|| others.remove(name)))
}

/// What is another between two lists of items, in words and in the order of ids.
pub(super) fn differences(before: &[Item], after: &[Item]) -> Vec<PartChange> {
    let by_id = |items: &'_ [Item]| -> BTreeMap<String, usize> {
        items
            .iter()
            .enumerate()
            .map(|(at, item)| (item.id.clone(), at))
            .collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changes = ids.into_iter().filter_map(|id| {
        let old = old.get(id).map(|at| &before[*at]);
        let new = new.get(id).map(|at| &after[*at]);
        change(id, old, new)
    });
    changes.collect()
}

/// How one item is another; `None` where it is the same.
pub(super) fn change(id: &str, old: Option<&Item>, new: Option<&Item>) -> Option<PartChange> {
    let (kind, said) = match (old, new) {
        (Some(old), Some(new)) if old == new => return None,
        (Some(old), Some(new)) => ("changed", item_changes(old, new)),
        (None, Some(_)) => ("added", Vec::new()),
        (Some(_), None) => ("removed", Vec::new()),
        (None, None) => return None,
    };
    Some(PartChange {
        kind: kind.to_owned(),
        id: id.to_owned(),
        title: new.or(old).map(|item| item.name.clone()).unwrap_or_default(),
        said: said.into_iter().map(line).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_what_went_and_what_is_another_is_said_by_item() {
        let items: Vec<Item> =
            serde_json::from_str(include_str!("../../../../catalogue/items.json")).unwrap();
        let mut after = items.clone();
        after[3].promised_days += 1;
        let gone = after.remove(0);
        after.push(Item {
            id: "new-one".to_owned(),
            ..gone.clone()
        });
        let found = differences(&items, &after);
        let said: Vec<(&str, &str, usize)> = found
            .iter()
            .map(|change| (change.kind.as_str(), change.id.as_str(), change.said.len()))
            .collect();
        assert_eq!(
            said,
            [
                ("added", "new-one", 0),
                ("removed", "scjg-company-setup", 0),
                ("changed", "scjg-food-licence", 1),
            ]
        );
        assert_eq!(found[1].title, gone.name);
        assert!(differences(&items, &items).is_empty());
    }
}
