//! A catalogue as parts: one per item, one per other file. A part is named by where it belongs and kept by its digest,
//! so what two editions share is kept and sent once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::super::load::{CatalogueFault, CatalogueFiles};
use crate::crypto::Suite;
use crate::error::Trouble;

/// File of the items.
const ITEMS: &str = "items.json";
/// Begins the name of an item's part; its id follows.
const ITEM: &str = "items.json#";

/// One part with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// `items.json#` and the item's id, or the name of a file.
    pub name: String,
    pub digest: String,
    pub text: String,
}

impl Part {
    pub fn new(suite: Suite, name: String, text: String) -> Self {
        let digest = suite.crypto().digest(text.as_bytes());
        Self { name, digest, text }
    }

    /// Whether the text is what the digest says.
    pub fn is_whole(&self) -> bool {
        Suite::of_digest(&self.digest)
            .is_some_and(|suite| suite.crypto().digest(self.text.as_bytes()) == self.digest)
    }
}

/// Id of the item a part is of; `None` for another file.
pub fn item_of(name: &str) -> Option<&str> {
    name.strip_prefix(ITEM)
}

/// Name of an item's part.
pub fn of_item(id: &str) -> String {
    format!("{ITEM}{id}")
}

/// The parts of an edition: name → digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory(pub BTreeMap<String, String>);

impl Inventory {
    pub fn of(parts: &[Part]) -> Self {
        Self(
            parts
                .iter()
                .map(|part| (part.name.clone(), part.digest.clone()))
                .collect(),
        )
    }

    /// The hash of the content: over each name and digest in the order of names, a line each, parted by a tab.
    pub fn content(&self, suite: Suite) -> String {
        suite.crypto().digest(self.lines().as_bytes())
    }

    /// As text, the way it is hashed and kept.
    pub fn lines(&self) -> String {
        let long = self.0.iter().map(|(name, digest)| name.len() + digest.len() + 2);
        let mut lines = String::with_capacity(long.sum());
        for (name, digest) in &self.0 {
            lines.push_str(name);
            lines.push('\t');
            lines.push_str(digest);
            lines.push('\n');
        }
        lines
    }

    /// Reads [`Inventory::lines`]; `None` where they are something else.
    pub fn read(lines: &str) -> Option<Self> {
        let parts = lines.lines().map(|line| {
            let (name, digest) = line.split_once('\t')?;
            Some((name.to_owned(), digest.to_owned()))
        });
        parts.collect::<Option<_>>().map(Self)
    }

    pub fn items(&self) -> usize {
        self.0.keys().filter(|name| item_of(name).is_some()).count()
    }
}

#[derive(Deserialize)]
struct OnlyId {
    id: String,
}

/// Takes files apart. They were checked before: what cannot be taken apart is said all the same.
pub fn split(files: CatalogueFiles, suite: Suite) -> Result<Vec<Part>, CatalogueFault> {
    let odd = |path: String| CatalogueFault {
        file: ITEMS.to_owned(),
        path,
        trouble: Trouble::new(
            "YC-1357",
            "这一处不是带标识的事项，不能编入版本",
            "this is no item with an id and cannot become part of an edition",
        ),
    };
    let mut parts = Vec::new();
    {
        let items: Vec<&RawValue> = serde_json::from_str(&files.items).map_err(|_| odd(".".to_owned()))?;
        parts.reserve(items.len() + CatalogueFiles::OTHERS.len());
        for (at, item) in items.into_iter().enumerate() {
            let OnlyId { id } = serde_json::from_str(item.get()).map_err(|_| odd(format!("[{at}].id")))?;
            // A name is one line of the inventory.
            if id.is_empty() || id.chars().any(char::is_control) {
                return Err(odd(format!("[{at}].id")));
            }
            parts.push(Part::new(suite, of_item(&id), without_space(item.get())));
        }
    }
    for (name, text) in files.into_others() {
        parts.push(Part::new(suite, name.to_owned(), text));
    }
    parts.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(parts)
}

/// Puts files together again, part by part, in the order of names.
#[derive(Debug, Default)]
pub struct Joining {
    items: String,
    others: BTreeMap<String, String>,
}

impl Joining {
    pub fn add(&mut self, name: &str, text: &str) {
        if item_of(name).is_some() {
            self.items.push(if self.items.is_empty() { '[' } else { ',' });
            self.items.push_str(text);
        } else {
            self.others.insert(name.to_owned(), text.to_owned());
        }
    }

    pub fn files(mut self) -> CatalogueFiles {
        if self.items.is_empty() {
            self.items.push('[');
        }
        self.items.push(']');
        CatalogueFiles::from_others(self.items, |name| self.others.remove(name))
    }
}

/// JSON without the white space between its tokens: an item that was only laid out anew is the same part.
fn without_space(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in json.chars() {
        if quoted {
            out.push(c);
            (quoted, escaped) = match c {
                _ if escaped => (true, false),
                '\\' => (true, true),
                '"' => (false, false),
                _ => (true, false),
            };
        } else if !c.is_ascii_whitespace() {
            out.push(c);
            quoted = c == '"';
        }
    }
    out
}
