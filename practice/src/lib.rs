//! The practice province (练习省): invented registries, licence library and departments behind the published
//! contracts, so that a hall can be learned and tested with nobody's data.
//!
//! - `people` invents residents, households, births, enterprises and sole traders from a seed and a day.
//! - `values` says what is known of a subject, element by element; `catalogue` which data set holds it.
//! - `registry`, `licences` with `shown_licences`, `departments` speak the three contracts; `events` reports progress back, signed.
//! - `credit` says who stands on which list.
//! - `identity` resolves the codes that it shows for residents, and says whether a name belongs to a number.
//! - `messages` is the text gateway: it keeps what it would have sent.
//! - `objections` takes what applicants say is wrong on record, corrects it and answers.
//! - `online` is the online portal: it files applications, pushes them to the hall, and hears what became of them.
//! - `second` runs one department as a program in another language. `switches` makes any part misbehave.
//! - `personas`, `cards` lay out people for a training desk. `http` has the addresses and the secret.
//!
//! Invariants: the same seed and day give the same people, numbers and answers; every number passes the check
//! of its standard; a value does not depend on which source is asked, the fixed gaps excepted; the same parcel
//! gets the same reply; people are kept in memory only.
//!
//! It will not share code with the product (its structures are written from the published OpenAPI files), write
//! to disk, listen beyond loopback, or serve a real hall.

mod canonical;
pub mod cards;
pub mod catalogue;
mod chance;
mod checks;
mod credit;
mod departments;
mod events;
mod http;
mod identity;
mod licence_kinds;
mod licences;
mod messages;
mod objections;
mod online;
mod parcel;
mod pdf;
pub mod people;
mod personas;
mod photo;
mod registry;
mod second;
mod shown_licences;
mod switches;
mod values;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use reqwest::Client;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use departments::Departments;
use people::Province;
use second::Second;
use switches::Switches;

/// Reads the time; the province never does so by itself.
pub type Clock = fn() -> Timestamp;

/// How fast departments work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speed {
    /// Done within about 200 ms.
    Fast,
    /// Seconds between steps.
    Normal,
    /// Acknowledges and waits.
    Paused,
}

impl Speed {
    fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Normal => "normal",
            Self::Paused => "paused",
        }
    }
}

/// How to start a province.
pub struct Settings {
    /// 0 takes a free port.
    pub port: u16,
    pub seed: u64,
    pub day: Date,
    pub secret: String,
    pub speed: Speed,
    pub second: SecondDepartment,
    pub clock: Clock,
}

/// Who serves the second department.
pub enum SecondDepartment {
    /// A child of this process, if Node is there.
    Child,
    /// A program that runs already.
    At(String),
    /// This process, like every other department.
    Own,
}

/// Why a province did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the port cannot be opened: {0}")]
    Port(#[from] std::io::Error),
    #[error("the second department did not start: {0}")]
    Second(String),
    #[error("no HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}

struct Practice {
    province: Province,
    licence_index: HashMap<String, String>,
    base: String,
    secret: String,
    clock: Clock,
    client: Client,
    switches: Switches,
    departments: Departments,
    codes: identity::Codes,
    licence_codes: shown_licences::Codes,
    messages: messages::Book,
    objections: objections::Register,
    online: online::Portal,
    second: Option<Second>,
}

type Shared = Arc<Practice>;

impl Practice {
    fn second_for(&self, uscc: &str) -> Option<&Second> {
        self.second.as_ref().filter(|_| uscc == second::USCC)
    }
}

/// A running province; it ends when this is dropped.
pub struct Running {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    serving: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Invents the people, opens the port and serves.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    // A second installation in one process is refused and harmless: the provider is there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().no_proxy().build()?;
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port))).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let second = match settings.second {
        SecondDepartment::Own => None,
        SecondDepartment::At(base) => Some(Second::at(&base, client.clone())),
        SecondDepartment::Child => {
            let started = Second::start(&settings.secret, settings.speed, client.clone()).await?;
            if started.is_none() {
                tracing::warn!(
                    department.uscc = second::USCC,
                    "node is not installed: serving the second department itself"
                );
            }
            started
        }
    };
    let province = Province::invent(settings.seed, settings.day);
    let licence_index = licences::index(&province);
    let practice = Arc::new(Practice {
        province,
        licence_index,
        base: base.clone(),
        secret: settings.secret,
        clock: settings.clock,
        client,
        switches: Switches::fresh(),
        departments: Departments::new(settings.speed),
        codes: identity::Codes::of_seed(settings.seed),
        licence_codes: shown_licences::Codes::default(),
        messages: messages::Book::default(),
        objections: objections::Register::default(),
        online: online::Portal::default(),
        second,
    });
    tracing::info!(
        people.residents = practice.province.residents.len(),
        people.bodies = practice.province.bodies.len(),
        people.births = practice.province.births.len(),
        "practice province is open"
    );
    let serving = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, http::router(practice)).await {
            tracing::error!(%error, "practice province stopped");
        }
    });
    Ok(Running { base, serving })
}

/// The hall's legal time zone, +08:00.
fn zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

fn zoned(time: Timestamp) -> Zoned {
    time.to_zoned(zone())
}

/// RFC 3339 with +08:00.
fn local_time(time: Timestamp) -> String {
    zoned(time).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The day in the hall's legal time zone.
pub fn local_date(time: Timestamp) -> Date {
    zoned(time).date()
}

#[cfg(test)]
mod tests;
