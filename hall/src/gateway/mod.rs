//! The one doorway to registries and licences. Before every read: the visit is open at this desk, the item
//! declares what is asked, its legal base has what it needs (告知与同意), a grant covers it, and the audit line is written
//! (promise 8).
//!
//! - [`query`]: shared data by dataset and element. [`collected`]: the same from this hall's own earlier cases.
//! - [`licences`]: e-licences by holder. [`credit`]: who stands on which list.
//! - [`people`]: who stands at the window; bodies by credit code. [`identity`]: by a code that he shows, or by name.
//! - [`watching`]: of whom, and how often, while it happens.

pub mod collected;
pub mod credit;
pub mod identity;
pub mod licences;
pub mod people;
pub mod query;
pub mod watching;

use cases::catalogue::sources::Kind;
use cases::catalogue::{Catalogue, Item};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::fault::{self, Fault};

/// Rows that one value, or one list, may have; what is longer is refused whole.
pub const MOST_ROWS: usize = 500;
/// A source's clock may be ahead by so much.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// Item in grants that cover checking who stands at the window, before there is an item.
pub const ANY_ITEM: &str = "*";

/// The elements an item's fields declare for a dataset.
pub fn declared<'a>(item: &'a Item, dataset: &str) -> Vec<&'a str> {
    let mut elements: Vec<&str> = item
        .fields
        .iter()
        .filter(|field| field.source_chain.iter().any(|source| source == dataset))
        .map(|field| field.data_element.as_str())
        .collect();
    elements.sort_unstable();
    elements.dedup();
    elements
}

/// Whether a grant may say this: elements that the item declares for the source, lists that it looks at, or the licence
/// library as a whole.
pub fn may_be_granted(
    catalogue: &Catalogue,
    item: &Item,
    dataset: &str,
    elements: &[String],
) -> Result<(), Fault> {
    let sources = &catalogue.sources;
    let can = match credit::declared(&catalogue.rules, &item.id, dataset) {
        Some(look) => look.codes(),
        None => declared(item, dataset),
    };
    let fits = match sources.kind(dataset) {
        Kind::Licences => elements.is_empty(),
        Kind::Registry | Kind::History | Kind::Credit if sources.is_known(dataset) => {
            !elements.is_empty() && elements.iter().all(|one| can.contains(&one.as_str()))
        }
        Kind::Registry
        | Kind::History
        | Kind::Card
        | Kind::Typed
        | Kind::Derived
        | Kind::Codes
        | Kind::Names
        | Kind::Credit => {
            return Err(fault::no_such_dataset());
        }
    };
    if fits { Ok(()) } else { Err(fault::not_declared()) }
}

/// Why something is asked, for the source and the log: at most 200 characters, no person in it.
pub fn purpose(item: Option<&Item>, case: Uuid) -> String {
    let text = match item {
        Some(item) => format!("办理{}，收件{case}", item.name),
        None => format!("窗口人证核验，到访{case}"),
    };
    text.chars().take(200).collect()
}

/// The head every registry request carries.
pub struct Head<'a> {
    pub request_id: Uuid,
    pub purpose: &'a str,
    pub case: Uuid,
    pub item: Option<&'a Item>,
    pub staff: &'a str,
    pub desk: &'a str,
    pub grant: &'a str,
    pub at: Timestamp,
}

impl Head<'_> {
    /// The head with the request's own members beside it.
    pub fn with(&self, own: Json) -> Json {
        let mut request = Map::new();
        let head = json!({
            "requestId": self.request_id,
            "purpose": self.purpose,
            "caseRef": self.case,
            "itemCode": self.item.map_or("", |item| &item.business_item_code),
            "itemName": self.item.map_or("人证核验", |item| &item.name),
            "operator": self.staff,
            "terminal": self.desk,
            "grant": self.grant,
            "at": self.at,
        });
        for part in [head, own] {
            if let Json::Object(members) = part {
                request.extend(members);
            }
        }
        Json::Object(request)
    }
}
