//! The training realm (训练环境) on one machine, with nothing to set up.
//!
//! Order of the start: the locked data folder, the practice province as a child, the desk, and the hall inside
//! this process on a loopback port of the system's choice, with a token made at each start. The hall's store has
//! a key of its own, derived from the desk's vault, so it opens with the vault and one recovery code brings both
//! back. It ends in the other order.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use desk::clock::SystemClock;
use desk::vault::OsKeyring;
use desk::view::desk::DeskEvent;
use desk::{CardSource, Desk, DeskConfig, HallAddress, Keeping};
use hall::{Hall, HallConfig, OpenFault, OutsideSource};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, broadcast, mpsc};

use crate::fault::Fault;
use crate::home::{Home, training_folder};
use crate::log;
use crate::practice::{Practice, fresh_secret};

/// The number of this machine's only window.
const DESK: &str = "08";
/// Names the hall's key among those derived from the vault's.
const HALL_KEY: &str = "in-process hall store";
/// Events a screen may lag behind before it misses some; it then reads the desk anew.
const EVENTS: usize = 1_024;
const CLOSING_WITHIN: Duration = Duration::from_secs(5);

/// The realm as it runs. The parts end in the order in which they are written.
pub struct Training {
    desk: Desk,
    events: broadcast::Sender<DeskEvent>,
    hall: Mutex<HallHere>,
    practice: Practice,
    home: Home,
}

/// The hall of this machine.
enum HallHere {
    /// Its port is taken; it opens with the vault.
    Waiting {
        listener: TcpListener,
        config: Box<HallConfig>,
    },
    Open(hall::Running),
    Closed,
}

impl Training {
    /// Starts everything that the state of the vault allows.
    pub async fn start() -> Result<Arc<Self>, Fault> {
        let home = Home::open(training_folder()?)?;
        log::start(Some(&home.room("logs")?));
        let practice = Practice::start().await?;
        let told = |cause: std::io::Error| Fault::Hall(cause.to_string());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(told)?;
        let hall_url = format!("http://{}", listener.local_addr().map_err(told)?);
        let token = fresh_secret()?;
        let config = HallConfig {
            data_dir: Some(home.room("hall")?),
            outside_secret: practice.secret().to_owned(),
            ..HallConfig::training(token, OutsideSource::Practice(practice.address().to_owned()))
        };
        #[cfg(debug_assertions)]
        tell_tests(&practice, &hall_url, &config.token)?;
        let (events, _) = broadcast::channel(EVENTS);
        let desk = open_desk(&home, &config, hall_url, events.clone()).await?;
        let hall = Mutex::new(HallHere::Waiting {
            listener,
            config: Box::new(config),
        });
        let training = Self {
            desk,
            events,
            hall,
            practice,
            home,
        };
        training.open_hall().await?;
        tracing::info!(home = %training.home.folder().display(), "the training realm stands");
        Ok(Arc::new(training))
    }

    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What the desk tells unasked, from here on.
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.events.subscribe()
    }

    /// Opens and serves the hall if the vault is open; otherwise it goes on waiting for it.
    pub async fn open_hall(&self) -> Result<(), Fault> {
        let Some(key) = self.desk.key_for(HALL_KEY) else {
            return Ok(());
        };
        let mut hall = self.hall.lock().await;
        match std::mem::replace(&mut *hall, HallHere::Closed) {
            HallHere::Waiting { listener, config } => {
                let opening = HallConfig {
                    key: Some(key),
                    ..HallConfig::clone(&config)
                };
                match Hall::open(opening).await {
                    Ok(open) => {
                        let running = open
                            .serve(listener)
                            .await
                            .map_err(|fault| Fault::Hall(fault.to_string()))?;
                        *hall = HallHere::Open(running);
                        Ok(())
                    }
                    Err(fault) => {
                        *hall = HallHere::Waiting { listener, config };
                        Err(Fault::Hall(words(&fault)))
                    }
                }
            }
            stays @ (HallHere::Open(_) | HallHere::Closed) => {
                *hall = stays;
                Ok(())
            }
        }
    }

    /// Closes the hall and ends the practice province.
    pub async fn stop(&self) {
        let hall = std::mem::replace(&mut *self.hall.lock().await, HallHere::Closed);
        if let HallHere::Open(running) = hall
            && tokio::time::timeout(CLOSING_WITHIN, running.shutdown())
                .await
                .is_err()
        {
            tracing::warn!("the hall was still busy when the program ended");
        }
        self.practice.end();
    }
}

/// Opens the desk away from the async threads: the keyring blocks until it answers.
async fn open_desk(
    home: &Home,
    hall: &HallConfig,
    url: String,
    events: broadcast::Sender<DeskEvent>,
) -> Result<Desk, Fault> {
    let folder = home.room("desk")?;
    // Desk and hall are of one realm.
    let (realm, token) = (hall.realm, hall.token.clone());
    let (sender, mut receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(event) = receiver.recv().await {
            // Without a screen there is nobody to tell.
            let _ = events.send(event);
        }
    });
    let opening = tokio::task::spawn_blocking(move || {
        Desk::open(DeskConfig {
            realm,
            keys: Arc::new(OsKeyring::of(realm, &folder)),
            keeping: Keeping::Folder(folder),
            desk: DESK.to_owned(),
            hall: HallAddress::Http { url, token },
            clock: Arc::new(SystemClock),
            events: sender,
            reader: CardSource::Emulated,
        })
    });
    let opened = opening.await.map_err(|cause| Fault::Desk(cause.to_string()))?;
    opened.map_err(|trouble| Fault::Told(trouble.into()))
}

fn words(fault: &OpenFault) -> String {
    match fault {
        OpenFault::Catalogue(faults) => {
            let first = faults
                .first()
                .map(|one| format!("{} {}: {}", one.file, one.path, one.trouble));
            format!("{fault}; {}", first.unwrap_or_default())
        }
        OpenFault::Other(fault) => fault.to_string(),
    }
}

/// In debug builds a test that drives the window may ask for the addresses of its peers.
#[cfg(debug_assertions)]
fn tell_tests(practice: &Practice, hall: &str, token: &str) -> Result<(), Fault> {
    let Some(path) = std::env::var_os("YICHUANG_TEST_PEERS") else {
        return Ok(());
    };
    let peers = serde_json::json!({
        "practice": practice.address(), "secret": practice.secret(),
        "hall": hall, "token": token, "process": std::process::id(),
    });
    let path = Path::new(&path);
    let told = |cause| Fault::Folder(path.display().to_string(), cause);
    // Under another name first: whoever waits for the file finds it whole.
    let coming = path.with_extension("coming");
    std::fs::write(&coming, peers.to_string()).map_err(told)?;
    std::fs::rename(&coming, path).map_err(told)
}
