//! The training realm (训练环境) on one machine, with nothing to set up.
//!
//! Order of the start: this window's locked folder; the machine's hall, held here or joined where another program
//! holds it; the desk. The first program holds the hall inside its process, on a loopback port of the system's
//! choice with a token made at each start, and the practice province as its child. The hall's store has a key of
//! its own, derived from the machine's vault, so it opens with the vault and one recovery code brings everything
//! back. It ends in the other order; windows that joined go on without the line.

use std::path::Path;
use std::sync::Arc;

use desk::clock::SystemClock;
use desk::vault::OsKeyring;
use desk::view::TroubleView;
use desk::view::desk::{DeskEvent, DeskView};
use desk::{CardSource, Desk, DeskConfig, HallAddress, Post, Realm, Recogniser, ScannersHere};
use hall::training::{DEVICE, PASSWORD};
use tokio::sync::{broadcast, mpsc};

use crate::fault::Fault;
use crate::hall_here::{HALL_KEY, HallHere};
use crate::hall_line::{self, Found, HallLine};
use crate::home::{Home, training_folder};
use crate::log;
use crate::place::{self, Place};
use crate::rehearsals;

const REALM: Realm = Realm::Training;
/// Events a screen may lag behind before it misses some; it then reads the desk anew.
const EVENTS: usize = 1_024;

/// The realm as it runs. The parts end in the order in which they are written.
pub struct Training {
    post: Post,
    desk: Desk,
    events: broadcast::Sender<DeskEvent>,
    /// `None` where another program holds it.
    hall: Option<HallHere>,
    home: Home,
    /// What another program that holds the hall says of its key.
    key_there: String,
}

impl Training {
    /// Starts everything that the state of the vault allows.
    pub async fn start(place: &Place) -> Result<Arc<Self>, Fault> {
        let realm = training_folder()?;
        let home = Home::open(place.folder(&realm))?;
        log::start(Some(&home.room("logs")?));
        let (hall, line) = match hall_line::find(&realm).await? {
            Found::Here(holder) => {
                let hall = HallHere::prepare(&realm, holder).await?;
                let line = hall.line().clone();
                (Some(hall), line)
            }
            Found::There(line) => (None, line),
        };
        #[cfg(debug_assertions)]
        tell_tests(hall.as_ref(), &line)?;
        let (events, _) = broadcast::channel(EVENTS);
        let key_there = line.key.clone();
        let desk = open_desk(place, &realm, &home, line, events.clone()).await?;
        desk.lend(Arc::new(rehearsals::Here));
        desk.read_with(Recogniser::default());
        let training = Self {
            post: place.post,
            desk,
            events,
            hall,
            home,
            key_there,
        };
        training.open_hall().await?;
        tracing::info!(
            home = %training.home.folder().display(),
            post = place.post.word(),
            hall.here = training.hall.is_some(),
            "the training realm stands"
        );
        Ok(Arc::new(training))
    }

    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What the desk tells unasked, from here on.
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.events.subscribe()
    }

    /// Opens and serves the hall that this program holds, if the vault is open; otherwise it goes on waiting.
    pub async fn open_hall(&self) -> Result<(), Fault> {
        match (&self.hall, self.desk.key_for(HALL_KEY)) {
            (Some(hall), Some(key)) => {
                hall.open(key).await?;
                self.trust(hall.catalogue_key().await);
            }
            (None, Some(_)) => self.trust(Some(self.key_there.clone())),
            (Some(_) | None, None) => {}
        }
        Ok(())
    }

    /// The hall of this machine hands its key over; one of an older program does not, and is known at the first contact.
    fn trust(&self, key: Option<String>) {
        let key = key.filter(|key| !key.is_empty());
        if let Some(Err(trouble)) = key.map(|key| self.desk.trust_hall(&key)) {
            tracing::warn!(hall.code = trouble.code, "the hall's key was not pinned");
        }
    }

    /// 自助设备: where nobody stands to type, the realm's device account signs in.
    pub async fn sign_in_device(&self) -> Result<DeskView, TroubleView> {
        match self.post {
            Post::Kiosk | Post::Wall => Ok(self.desk.sign_in(DEVICE, PASSWORD).await?),
            Post::Clerk | Post::Supervisor | Post::Helper => Err(Fault::NoDevice.view()),
        }
    }

    /// Closes the hall, if it is here.
    pub async fn stop(&self) {
        if let Some(hall) = &self.hall {
            hall.stop().await;
        }
    }
}

/// Opens the desk away from the async threads: the keyring blocks until it answers.
async fn open_desk(
    place: &Place,
    realm: &Path,
    home: &Home,
    HallLine { hall, token, .. }: HallLine,
    events: broadcast::Sender<DeskEvent>,
) -> Result<Desk, Fault> {
    let keeping = place.keeping(realm, home)?;
    let keys = place::vault(realm);
    let Place { post, desk } = place.clone();
    let (sender, mut receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(event) = receiver.recv().await {
            // Without a screen there is nobody to tell.
            let _ = events.send(event);
        }
    });
    let opening = tokio::task::spawn_blocking(move || {
        Desk::open(DeskConfig {
            realm: REALM,
            post,
            keys: Arc::new(OsKeyring::of(REALM, &keys)),
            keeping,
            desk,
            hall: HallAddress::Http { url: hall, token },
            clock: Arc::new(SystemClock),
            events: sender,
            reader: CardSource::Emulated,
            print_server: print_server(),
            ticket_printer: ticket_printer(),
            scanners: scanners(),
        })
    });
    let opened = opening.await.map_err(|cause| Fault::Desk(cause.to_string()))?;
    opened.map_err(|trouble| Fault::Told(trouble.into()))
}

/// The print server that `CUPS_SERVER` names, as for every other program of the user; else this machine's own. A socket's
/// path is passed over: IPP goes over the network here.
fn print_server() -> String {
    let named = std::env::var("CUPS_SERVER").unwrap_or_default();
    let named = named
        .split_once('/')
        .map_or(named.as_str(), |(host, _)| host)
        .trim();
    match named {
        "" => desk::PRINT_SERVER.to_owned(),
        host => format!("ipp://{host}"),
    }
}

/// The ticket printer that `YICHUANG_TICKET_PRINTER` names for this machine.
fn ticket_printer() -> Option<String> {
    let named = std::env::var("YICHUANG_TICKET_PRINTER").ok()?;
    Some(named).filter(|named| !named.trim().is_empty())
}

/// The scanners that `YICHUANG_SCANNERS` names by their addresses, with blanks between them, and those that are found.
fn scanners() -> ScannersHere {
    let named = std::env::var("YICHUANG_SCANNERS").unwrap_or_default();
    ScannersHere {
        addresses: named.split_whitespace().map(str::to_owned).collect(),
        look_around: true,
    }
}

/// In debug builds a test that drives the window may ask for the addresses of its peers.
#[cfg(debug_assertions)]
fn tell_tests(hall: Option<&HallHere>, line: &HallLine) -> Result<(), Fault> {
    let Some(path) = std::env::var_os("YICHUANG_TEST_PEERS") else {
        return Ok(());
    };
    let practice = hall.map(HallHere::practice);
    let peers = serde_json::json!({
        "practice": practice.map(|it| it.address()), "secret": practice.map(|it| it.secret()),
        "hall": line.hall, "token": line.token, "process": std::process::id(),
    });
    let path = Path::new(&path);
    let told = |cause| Fault::Folder(path.display().to_string(), cause);
    // Under another name first: whoever waits for the file finds it whole.
    let coming = path.with_extension("coming");
    std::fs::write(&coming, peers.to_string()).map_err(told)?;
    std::fs::rename(&coming, path).map_err(told)
}
