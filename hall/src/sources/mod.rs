//! 数据来源的连接: where every source of the catalogue is reached and how, by `[sources.NAME]` of the hall's file.
//!
//! A source is a name here and nothing else: what it is stands in `catalogue/sources.json`, how it is reached in TOML.
//! What the hall's file does not name is reached as the shipped table (`hall/sources.toml`) or, where that does not name
//! it either, as the published contract has it.
//!
//! - [`entry`]: the table, and everything that is wrong with it.
//! - [`request`]: a request in the source's own shape, by template.
//! - [`mapping`]: a reply in the source's own shape, element by element.
//! - [`guard`]: how many at once and a minute, and a rest after failures: one source never holds up another.

mod convert;
mod entry;
mod guard;
mod mapping;
mod request;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cases::catalogue::{CatalogueFault, Sources};
use cases::realm::Realm;
use jiff::Timestamp;
use serde_json::Value as Json;
use uuid::Uuid;

use self::entry::{Answerer, Connected};
pub use self::entry::{AskedBy, Secrets, Table};
use self::guard::Guard;
pub use self::mapping::Said;
use crate::config::Outside;
use crate::fault::{self, Fault};
use crate::outside::reply::Reply;
use crate::outside::{Bounds, Door};

/// The connections that the program brings.
const SHIPPED: &str = include_str!("../../sources.toml");

/// Every connection of this hall.
pub struct Connections {
    named: BTreeMap<String, Arc<Connection>>,
    /// Sources that no table names, made when first asked.
    others: Mutex<BTreeMap<String, Arc<Connection>>>,
}

/// One source, ready to be asked.
pub struct Connection {
    name: String,
    way: Connected,
    guard: Guard,
}

/// What a source is told of a look, besides the elements.
pub struct Question<'a> {
    /// The request as the published contract has it.
    pub contract: &'a Json,
    /// Number of the person or code of the body that is asked about.
    pub subject: &'a str,
    pub request_id: &'a str,
    pub now: Timestamp,
    /// Longest wait, where the source's own is longer.
    pub limit: Duration,
}

impl Connections {
    /// Lays the hall's own table over the shipped one.
    ///
    /// # Errors
    /// Everything that is wrong, with its path in the file.
    pub fn read(
        own: Table,
        secrets: &Secrets,
        realm: Realm,
        known: &Sources,
    ) -> Result<Self, Vec<CatalogueFault>> {
        let mut faults = Vec::new();
        let shipped: Table = match toml::from_str::<BTreeMap<String, Table>>(SHIPPED) {
            Ok(mut file) => file.remove("sources").unwrap_or_default(),
            Err(error) => {
                faults.push(entry::unreadable("sources", error.message()));
                Table::new()
            }
        };
        let mut table = shipped;
        table.extend(own);
        let mut named = BTreeMap::new();
        for (name, entry) in table {
            match Connected::read(&name, entry, secrets, realm, known) {
                Ok(way) => {
                    named.insert(name.clone(), Arc::new(Connection::new(name, way)));
                }
                Err(wrong) => faults.extend(wrong),
            }
        }
        if faults.is_empty() {
            Ok(Self {
                named,
                others: Mutex::default(),
            })
        } else {
            Err(faults)
        }
    }

    /// The source that this hall answers from its own cases, the first by name.
    pub fn collected(&self) -> Option<&str> {
        self.named
            .values()
            .find(|one| one.is_collected())
            .map(|one| one.name.as_str())
    }

    /// The connection of a source; one that no table names speaks the published contract.
    pub fn of(&self, source: &str) -> Arc<Connection> {
        if let Some(known) = self.named.get(source) {
            return Arc::clone(known);
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let made = others
            .entry(source.to_owned())
            .or_insert_with(|| Arc::new(Connection::new(source.to_owned(), Connected::default())));
        Arc::clone(made)
    }
}

impl Connection {
    fn new(name: String, way: Connected) -> Self {
        let guard = Guard::new(way.limits);
        Self { name, way, guard }
    }

    /// Whether it can be asked about such a subject.
    pub fn answers_for(&self, by: AskedBy) -> bool {
        self.way.asked_by.contains(&by)
    }

    /// Whether this hall answers itself, from its own cases.
    pub fn is_collected(&self) -> bool {
        self.way.kind == Answerer::Collected
    }

    /// Asks, and reads the answer into the elements that were asked.
    pub async fn ask(&self, door: &Door, outside: &Outside, question: Question<'_>) -> Result<Said, Fault> {
        let url = self.url(outside.registry.as_deref(), "/query/{source}")?;
        let body = match &self.way.request {
            None => question.contract.clone(),
            Some(template) => template.write(question.contract, &self.name, &self.way.secret)?,
        };
        let limit = self.way.timeout.min(question.limit);
        let asking = async {
            let reply = door.ask_at(&url, &body, limit.into(), &self.way.secret).await?;
            match &self.way.reply {
                None => mapping::contract(&reply, &question),
                Some(shape) => shape.read(&reply, &question),
            }
        };
        let said = self.guard.pass(question.now, limit, asking).await?;
        Ok(said.or_by(self.way.provider.as_deref(), &self.name))
    }

    /// Whether the hall's file or `base` says where it is.
    pub fn is_reached(&self, base: Option<&str>) -> bool {
        self.way.address.is_some() || base.is_some()
    }

    /// Asks in the source's own envelope, within this connection's limits; `read` says what its reply means.
    pub async fn ask_own<T>(
        &self,
        door: &Door,
        (base, path): (Option<&str>, &str),
        body: &Json,
        (now, most): (Timestamp, impl Into<Bounds>),
        read: impl FnOnce(&Reply) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let url = self.url(base, path)?;
        let most = most.into();
        let time = self.way.timeout.min(most.time);
        let asking = async {
            let most = Bounds { time, ..most };
            let reply = door.ask_at(&url, body, most, &self.way.secret).await?;
            read(&reply)
        };
        self.guard.pass(now, time, asking).await
    }

    /// The secret by which this source knows the hall, where it has its own.
    pub fn secret(&self) -> Option<&str> {
        self.way.secret.secret.as_deref()
    }

    /// 数据校核: puts an objection, or asks after it where nothing is put. A source in a shape of its own takes them only
    /// where the table says where.
    pub async fn object(
        &self,
        door: &Door,
        outside: &Outside,
        in_library: bool,
        id: Uuid,
        body: Option<&Json>,
        now: Timestamp,
    ) -> Result<Reply, Fault> {
        let path = match (&self.way.objections, &self.way.reply, &self.way.request) {
            (Some(path), _, _) => path.as_str(),
            (None, None, None) => "/objections",
            (None, _, _) => return Err(fault::no_objection_line()),
        };
        let base = if in_library {
            &outside.licences
        } else {
            &outside.registry
        };
        let url = self.at(base.as_deref(), path)?;
        let url = format!("{}/{id}", url.trim_end_matches('/'));
        let limit = self.way.timeout;
        let asking = door.carry_at(&url, body, limit, &self.way.secret);
        self.guard.pass(now, limit, asking).await
    }

    fn url(&self, base: Option<&str>, path: &str) -> Result<String, Fault> {
        self.at(base, self.way.path.as_deref().unwrap_or(path))
    }

    fn at(&self, base: Option<&str>, path: &str) -> Result<String, Fault> {
        let base = self
            .way
            .address
            .as_deref()
            .or(base)
            .ok_or_else(fault::not_connected)?;
        let path = path.replace("{source}", &self.name);
        Ok(format!(
            "{}/{}",
            base.trim_end_matches('/'),
            path.trim_start_matches('/')
        ))
    }
}
