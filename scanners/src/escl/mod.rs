//! eSCL: scanners on the network that need no driver (AirScan, Mopria).
//!
//! A success of HTTP proves nothing here: a jam may come as 200 with no byte, a cancelled page as 200 with half a
//! picture, and garbage settings are accepted with 201. A page counts when it decodes to its end and the job was not
//! given up; everything else is asked of the scanner's status before it gets its name.
//!
//! Every element of an answer is optional. Jobs are one at a time for each address: some devices break when two ask.

mod asks;
mod discover;
mod http;
mod job;
#[cfg(feature = "peer")]
pub mod peer;
mod says;
mod xml;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::driver::{
    Cancel, Capabilities, Device, DeviceInfo, Driver, End, Event, Failure, Fault, Options, Source,
};
use crate::files::Caps;
use http::Http;
use says::Scanner;

/// Addresses that a window holds.
type Held = Arc<Mutex<HashSet<String>>>;

/// Scanners at addresses that the hall knows.
#[derive(Debug, Default)]
pub struct Escl {
    addresses: Vec<String>,
    held: Held,
}

impl Escl {
    /// `addresses`: `http://10.1.2.3`, or with a port and a path where they are not the usual ones.
    pub fn at(addresses: impl IntoIterator<Item = String>) -> Self {
        Self {
            addresses: addresses.into_iter().collect(),
            held: Held::default(),
        }
    }
}

impl Escl {
    /// With those that say on the network, within this time, that they are there.
    #[must_use]
    pub fn and_found(mut self, within: Duration) -> Self {
        for address in discover::addresses(within) {
            if !self.addresses.contains(&address) {
                self.addresses.push(address);
            }
        }
        self
    }
}

impl Driver for Escl {
    /// Those that answer now.
    fn list(&self) -> Result<Vec<DeviceInfo>, Fault> {
        let runtime = runtime()?;
        let found = runtime.block_on(async {
            let asked = self.addresses.iter().map(|address| async move {
                let scanner = Http::to(address).ok()?.scanner().await.ok()?;
                Some(DeviceInfo {
                    id: address.clone(),
                    name: scanner.name,
                })
            });
            futures::future::join_all(asked).await
        });
        Ok(found.into_iter().flatten().collect())
    }

    fn open(&self, id: &str) -> Result<Box<dyn Device>, Fault> {
        let http = Http::to(id)?;
        let hold = Hold::of(&self.held, http.address())?;
        let runtime = runtime()?;
        let scanner = runtime.block_on(http.scanner())?;
        let first = scanner.capabilities.sources.first().ok_or(Fault::Unsupported)?;
        let options = Options {
            source: first.source,
            ..Options::default()
        }
        .on(first);
        Ok(Box::new(EsclDevice {
            http,
            scanner,
            options,
            runtime,
            caps: Caps {
                max_bytes: usize::MAX,
                // An A3 sheet at 600 dpi.
                max_pixels: 75_000_000,
                max_pages: 1,
            },
            _hold: hold,
        }))
    }
}

/// One scanner, held until it is dropped.
struct EsclDevice {
    http: Http,
    scanner: Scanner,
    options: Options,
    runtime: Runtime,
    caps: Caps,
    _hold: Hold,
}

impl EsclDevice {
    /// The lossless picture only where the usual one is not to be had.
    fn format(&self) -> &'static str {
        let offers = |format: &str| self.scanner.formats.iter().any(|one| one == format);
        if !offers("image/jpeg") && offers("image/png") {
            "image/png"
        } else {
            "image/jpeg"
        }
    }
}

impl Device for EsclDevice {
    fn capabilities(&self) -> &Capabilities {
        &self.scanner.capabilities
    }

    fn set(&mut self, options: &Options) -> Result<Options, Fault> {
        let source = self
            .scanner
            .capabilities
            .of(options.source)
            .ok_or(Fault::Unsupported)?;
        self.options = options.on(source);
        Ok(self.options)
    }

    fn scan(&mut self, cancel: &Cancel, heard: &mut dyn FnMut(Event)) -> Result<End, Failure> {
        let job = job::Job {
            http: &self.http,
            options: self.options,
            format: self.format(),
            caps: self.caps,
            pages: 0,
        };
        self.runtime.block_on(job.run(cancel, heard))
    }
}

/// The right to scan at one address; given back when dropped.
struct Hold {
    held: Held,
    address: String,
}

impl Hold {
    fn of(held: &Held, address: &str) -> Result<Hold, Fault> {
        let mut all = held.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.insert(address.to_owned()) {
            return Err(Fault::Busy);
        }
        Ok(Hold {
            held: Arc::clone(held),
            address: address.to_owned(),
        })
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&self.address);
    }
}

/// A device is driven from one thread, and waits by itself.
fn runtime() -> Result<Runtime, Fault> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::Other(error.to_string()))
}

/// The sources whose sheets go through one after another.
fn is_fed(source: Source) -> bool {
    match source {
        Source::Flatbed => false,
        Source::Feeder | Source::Duplex => true,
    }
}
