//! What changed between two editions: parts by name.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::manifest::{EditionFault, Manifest};
use super::parts::Inventory;

/// A part that is there in the later edition, and was not so before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    pub name: String,
    pub digest: String,
}

/// From one content to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    pub added: Vec<Changed>,
    pub changed: Vec<Changed>,
    pub removed: Vec<String>,
}

impl Difference {
    pub fn between(from: &Inventory, to: &Inventory) -> Self {
        let mut difference = Self::default();
        for (name, digest) in &to.0 {
            let part = || Changed {
                name: name.clone(),
                digest: digest.clone(),
            };
            match from.0.get(name) {
                None => difference.added.push(part()),
                Some(before) if before != digest => difference.changed.push(part()),
                Some(_) => {}
            }
        }
        let gone = from.0.keys().filter(|name| !to.0.contains_key(*name));
        difference.removed = gone.cloned().collect();
        difference
    }

    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// What the later edition brings, added or changed.
    pub fn brings(&self) -> impl Iterator<Item = &Changed> {
        self.added.iter().chain(&self.changed)
    }

    /// The later inventory, when it is exactly what the manifest says.
    pub fn apply(&self, from: &Inventory, manifest: &Manifest) -> Result<Inventory, EditionFault> {
        let mut to = from.clone();
        for name in &self.removed {
            if to.0.remove(name).is_none() {
                return Err(EditionFault::OtherBase);
            }
        }
        for part in self.brings() {
            to.0.insert(part.name.clone(), part.digest.clone());
        }
        if to.content(manifest.suite) == manifest.content {
            Ok(to)
        } else {
            Err(EditionFault::Damaged)
        }
    }
}
