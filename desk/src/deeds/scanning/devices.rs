//! The scanners of this window: addresses that are configured or typed, those that say on the network that they are there,
//! and those that the system knows.

use std::collections::BTreeSet;
use std::time::Duration;

use cases::error::Trouble;
use cases::realm::Realm;
use cases::roles::Deed;
use scanners::driver::{Capabilities, Device, DeviceInfo, Driver, Fault, Source};
use scanners::escl::Escl;

use super::camera;
use crate::desk::Desk;
use crate::store::meta;
use crate::trouble;
use crate::view::scan::{ScanFrom, ScannerView};

/// How long those on the network are listened for.
const LISTENING: Duration = Duration::from_millis(1500);
/// Addresses that were typed at this window.
const MOST_TYPED: usize = 20;

/// Where scanners and cameras are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScannersHere {
    /// Addresses of this window's own, such as `http://10.1.2.3`, or `frames:/path`: a folder of pictures as a camera.
    pub addresses: Vec<String>,
    /// Also those that say on the network that they are there, those that the system has a driver for, and in the training
    /// realm its own camera.
    pub look_around: bool,
}

impl Desk {
    /// The scanners that are there, and those of this window that do not answer, with what to do.
    pub async fn scanners(&self) -> Result<Vec<ScannerView>, Trouble> {
        self.permit(Deed::SaveDraft)?;
        let own = self.own_scanners()?;
        let chosen = self.chosen_scanner()?;
        let look_around = self.0.scanners.look_around;
        let asked = own.clone();
        let mut found = off_the_threads(move || found(&asked, look_around)).await?;
        if look_around && self.0.realm == Realm::Training {
            found.push(camera::of_training());
        }
        let mut all: Vec<ScannerView> = Vec::new();
        for id in own.iter().chain(found.iter().map(|one| &one.id)) {
            if all.iter().any(|known| known.id == *id) {
                continue;
            }
            let answered = found.iter().find(|one| one.id == *id);
            all.push(ScannerView {
                id: id.clone(),
                name: answered
                    .map(|one| one.name.trim().to_owned())
                    .filter(|name| !name.is_empty())
                    .unwrap_or_else(|| id.clone()),
                camera: camera::is_camera(id),
                chosen: false,
                trouble: answered
                    .is_none()
                    .then(|| trouble::scanner(&Fault::NotFound).into()),
            });
        }
        let at = match &chosen {
            Some(chosen) => all.iter().position(|one| one.id == *chosen),
            None => all.iter().position(|one| one.trouble.is_none()),
        };
        if let Some(one) = at.and_then(|at| all.get_mut(at)) {
            one.chosen = true;
        }
        Ok(all)
    }

    /// Chooses a scanner of the list, or one by its address; it has to answer.
    pub async fn choose_scanner(&self, id: &str) -> Result<Vec<ScannerView>, Trouble> {
        self.permit(Deed::SaveDraft)?;
        let id = id.trim().to_owned();
        // A bare host is the address of a network scanner.
        let id = if id.contains(':') {
            id
        } else {
            format!("http://{id}")
        };
        if camera::is_folder(&id) && !self.0.scanners.addresses.contains(&id) {
            return Err(trouble::scanner(&Fault::NotFound));
        }
        let asked = id.clone();
        let training = id == camera::of_training().id && self.0.realm == Realm::Training;
        let answers = move || match camera::is_camera(&asked) {
            true if training => Ok(()),
            true => camera::open(&asked).map(drop),
            false => open(&asked).map(drop),
        };
        off_the_threads(answers)
            .await?
            .map_err(|fault| trouble::scanner(&fault))?;
        let mut typed = self.typed_scanners()?;
        if is_escl(&id) && !self.0.scanners.addresses.contains(&id) {
            typed.retain(|known| *known != id);
            typed.insert(0, id.clone());
            typed.truncate(MOST_TYPED);
        }
        let list = serde_json::to_string(&typed).map_err(|_| trouble::store_unreadable())?;
        self.rooms()?.store.mark(|tx| {
            meta::set(tx, meta::SCANNERS, &list)?;
            meta::set(tx, meta::SCANNER, &id)
        })?;
        self.scanners().await
    }

    /// The chosen one, else the window's own first, else the first that is found.
    pub(super) async fn scanner(&self) -> Result<String, Trouble> {
        if let Some(chosen) = self.chosen_scanner()? {
            return Ok(chosen);
        }
        if let Some(first) = self.own_scanners()?.into_iter().next() {
            return Ok(first);
        }
        let look_around = self.0.scanners.look_around;
        let found = off_the_threads(move || found(&[], look_around)).await?;
        let training = (look_around && self.0.realm == Realm::Training).then(camera::of_training);
        found
            .into_iter()
            .chain(training)
            .next()
            .map(|one| one.id)
            .ok_or_else(trouble::no_scanner)
    }

    fn own_scanners(&self) -> Result<Vec<String>, Trouble> {
        let mut seen = BTreeSet::new();
        let all = self.0.scanners.addresses.iter().cloned();
        Ok(all
            .chain(self.typed_scanners()?)
            .filter(|one| seen.insert(one.clone()))
            .collect())
    }

    fn typed_scanners(&self) -> Result<Vec<String>, Trouble> {
        let typed = self
            .rooms()?
            .store
            .read(|connection| meta::get(connection, meta::SCANNERS))?;
        Ok(typed
            .and_then(|list| serde_json::from_str(&list).ok())
            .unwrap_or_default())
    }

    fn chosen_scanner(&self) -> Result<Option<String>, Trouble> {
        Ok(self
            .rooms()?
            .store
            .read(|connection| meta::get(connection, meta::SCANNER))?)
    }
}

/// Devices block until they answer.
async fn off_the_threads<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| trouble::scanner(&Fault::Lost))
}

fn found(addresses: &[String], look_around: bool) -> Vec<DeviceInfo> {
    let network = addresses.iter().filter(|one| !camera::is_camera(one));
    let mut driver = Escl::at(network.cloned());
    if look_around {
        driver = driver.and_found(LISTENING);
    }
    // A way that is closed has no scanner.
    let mut found = driver.list().unwrap_or_default();
    let folders = addresses.iter().filter(|one| camera::is_folder(one));
    found.extend(
        folders
            .filter(|one| camera::open(one).is_ok())
            .map(|one| DeviceInfo {
                id: one.clone(),
                name: one.clone(),
            }),
    );
    if look_around {
        found.extend(system().unwrap_or_default());
        found.extend(camera::of_the_system());
    }
    found
}

#[cfg(unix)]
fn system() -> Result<Vec<DeviceInfo>, Fault> {
    scanners::sane::Sane::default().list()
}

#[cfg(not(unix))]
fn system() -> Result<Vec<DeviceInfo>, Fault> {
    Err(Fault::NoLibrary)
}

fn is_escl(id: &str) -> bool {
    id.starts_with("http://") || id.starts_with("https://")
}

pub(super) fn open(id: &str) -> Result<Box<dyn Device>, Fault> {
    if is_escl(id) {
        return Escl::default().open(id);
    }
    #[cfg(unix)]
    return scanners::sane::Sane::default().open(id);
    #[cfg(not(unix))]
    Err(Fault::NoLibrary)
}

/// The source that does what was asked: one page comes from the glass where there is one.
pub(super) fn source(of: &Capabilities, from: ScanFrom) -> Result<Source, Fault> {
    let order = match from {
        ScanFrom::One => [Source::Flatbed, Source::Feeder, Source::Duplex].as_slice(),
        ScanFrom::Feeder => &[Source::Feeder, Source::Duplex, Source::Flatbed],
        ScanFrom::Duplex => &[Source::Duplex],
    };
    let mut order = order.iter().copied();
    order
        .find(|source| of.of(*source).is_some())
        .ok_or(Fault::Unsupported)
}
