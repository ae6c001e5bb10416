//! The desk as one value: what it holds, how it opens, how an intake changes. Deeds are in [`crate::deeds`].

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, Weak};

use cases::case::{Body, Draft, Party};
use cases::catalogue::{AnswerIndex, Catalogue, Item};
use cases::error::Trouble;
use cases::post::Post;
use cases::realm::Realm;
use cases::roles::Deed;
use cases::roles::scope::{self, Denied, Who};
use cases::wire::approval::ApprovalRow;
use cases::wire::queue::QueueView;
use cases::wire::session::{Session, Uses};
use cases::wire::visit::{CardFacts, Identified, Visit};
use lookup::Lookup;
use papers::Fonts;
use scanners::card::{CardReader, CardTray, EmulatedReader};
use scanners::recognise::Recogniser;
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::AbortHandle;
use uuid::Uuid;

use crate::applicant::Screen;
use crate::clock::Clock;
use crate::deeds::assist::hand_over::Offer;
use crate::deeds::assist::help::OpenedAssist;
use crate::deeds::consult::Consult;
use crate::deeds::library::publishing::ToPublish;
use crate::deeds::library::roll_back::ToRollBack;
use crate::deeds::library::walk_item::Walked;
use crate::deeds::lock::PasswordMark;
use crate::deeds::printing::Print;
use crate::deeds::scanning::{CodeRun, Halt, PhoneRun, ReadRun, ScanRun, ScannersHere};
use crate::deeds::slips::Slips;
use crate::hall_link::http::HttpLine;
use crate::hall_link::{HallLink, HallTransport};
use crate::intake::forms::Maker;
use crate::intake::{Ground, Intake};
use crate::pages::Handles;
use crate::pieces::Pieces;
use crate::practice::Tray;
use crate::rehearsal::Rehearsals;
use crate::store::{Line, Store};
use crate::trouble;
use crate::vault::{DATABASE, KeyStore, Opened, StoreKey, Vault};
use crate::view::TroubleView;
use crate::view::board::BoardView;
use crate::view::desk::{DeskEvent, RealmView, StartState, StartView};

/// Where the desk keeps what it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    Folder(PathBuf),
    /// A folder whose key comes from the vault of another window of this machine, so that one recovery code
    /// brings both back.
    Beside {
        vault: PathBuf,
        folder: PathBuf,
    },
    /// Dies with the process: for walks and tests.
    Memory,
}

impl Keeping {
    /// Folder of the vault; `None` where nothing outlives the process.
    fn vault(&self) -> Option<&Path> {
        match self {
            Keeping::Folder(vault) | Keeping::Beside { vault, .. } => Some(vault),
            Keeping::Memory => None,
        }
    }
}

/// The hall this desk belongs to.
#[derive(Clone)]
pub enum HallAddress {
    /// Base address and the desk's token.
    Http { url: String, token: String },
    /// Any other line.
    Over {
        transport: Arc<dyn HallTransport>,
        token: String,
    },
}

/// The card reader of the window.
pub enum CardSource {
    /// 模拟读卡器: training only, fed by `place_card`.
    Emulated,
    Device(Box<dyn CardReader>),
    None,
}

pub struct DeskConfig {
    pub realm: Realm,
    pub post: Post,
    pub keeping: Keeping,
    /// Window number, such as `08`.
    pub desk: String,
    pub hall: HallAddress,
    pub keys: Arc<dyn KeyStore>,
    pub clock: Arc<dyn Clock>,
    pub events: mpsc::UnboundedSender<DeskEvent>,
    pub reader: CardSource,
    /// Address of the print server whose printers are this window's; [`PRINT_SERVER`] is this machine's own.
    pub print_server: String,
    /// The ticket printer of a kiosk, as [`printers::ticket::TicketPrinter::written`] reads it.
    pub ticket_printer: Option<String>,
    pub scanners: ScannersHere,
}

/// CUPS on this machine.
pub const PRINT_SERVER: &str = "ipp://localhost:631";

/// The window core. Clones share it; it ends when the last one is dropped.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub realm: Realm,
    pub post: Post,
    keeping: Keeping,
    pub desk: String,
    keys: Arc<dyn KeyStore>,
    pub clock: Arc<dyn Clock>,
    pub events: mpsc::UnboundedSender<DeskEvent>,
    pub link: Arc<HallLink>,
    pub reader: Arc<Mutex<Option<Box<dyn CardReader>>>>,
    pub tray: Option<CardTray>,
    pub print_server: String,
    pub ticket_printer: Option<String>,
    pub scanners: ScannersHere,
    rooms: RwLock<Option<Arc<Rooms>>>,
    pub state: Mutex<State>,
    pub handles: Handles,
    /// Version of what the applicant's screen shows.
    pub applicant: watch::Sender<u32>,
    fonts: OnceLock<Result<Fonts, Trouble>>,
    /// Opens halls to walk items in, where the shell can.
    rehearsals: OnceLock<Arc<dyn Rehearsals>>,
    /// Reads scanned pages, where the shell has it.
    pub recogniser: OnceLock<Recogniser>,
    /// One sender at a time keeps the order.
    pub sending: tokio::sync::Mutex<()>,
    /// One edition at a time is fetched.
    pub catching_up: tokio::sync::Mutex<()>,
    pub wake: Notify,
    /// Told at the end of every scan and import.
    pub scan_over: Notify,
    tasks: Mutex<Vec<AbortHandle>>,
    followed: AtomicBool,
    /// The board's window will be told of a change.
    pub board_due: AtomicBool,
}

/// What is on the disk, once it is open.
pub(crate) struct Rooms {
    pub store: Store,
    pub pieces: Pieces,
    /// Changes with every installation or restore.
    pub epoch: Uuid,
    /// The vault's; `None` when everything is kept in memory.
    key: Option<StoreKey>,
    /// Digests of pieces that the hall has confirmed since the start.
    handed: Mutex<HashSet<String>>,
}

impl Rooms {
    pub fn is_handed(&self, digest: &str) -> bool {
        let handed = self.handed.lock().unwrap_or_else(PoisonError::into_inner);
        handed.contains(digest)
    }

    pub fn note_handed(&self, digest: &str) {
        let mut handed = self.handed.lock().unwrap_or_else(PoisonError::into_inner);
        handed.insert(digest.to_owned());
    }
}

/// An edition of the catalogue, ready.
pub(crate) struct Book {
    pub catalogue: Catalogue,
    lookup: RwLock<Lookup>,
    pub answers: AnswerIndex,
}

impl Book {
    pub fn new(catalogue: Catalogue, uses: &Uses) -> Self {
        let lookup = RwLock::new(Lookup::new(catalogue.named()));
        let answers = AnswerIndex::new(&catalogue.answers);
        let book = Self {
            catalogue,
            lookup,
            answers,
        };
        book.rank_by(uses);
        book
    }

    /// Orders what is found by how much this hall uses it.
    pub fn rank_by(&self, uses: &Uses) {
        let items = self.catalogue.items.iter().enumerate();
        let counts = items.filter_map(|(at, item)| Some((at, *uses.uses.get(&item.id)?)));
        let mut lookup = self.lookup.write().unwrap_or_else(PoisonError::into_inner);
        lookup.rank_by(counts);
    }

    /// Places of the items that are found, best first; of those used most where nothing was typed.
    pub fn find(&self, typed: &str, limit: usize) -> Vec<usize> {
        let lookup = self.lookup.read().unwrap_or_else(PoisonError::into_inner);
        if typed.trim().is_empty() {
            lookup.most_used(limit)
        } else {
            lookup.find(typed, limit)
        }
    }
}

#[derive(Default)]
pub(crate) struct State {
    start: Option<StartState>,
    /// The key of a first start until its code was noted.
    unconfirmed: Option<StoreKey>,
    pub session: Option<Session>,
    /// What the signed-in clerk's password is compared with.
    pub password: Option<PasswordMark>,
    /// Wrong passwords since the desk was locked; `None` while it is not.
    pub wrong_passwords: Option<u8>,
    /// The edition in force at this window.
    pub book: Option<Arc<Book>>,
    /// How much this hall uses each item, as of the last sign-in.
    pub uses: Arc<Uses>,
    /// A newer one, verified, that waits for the next case.
    pub coming: Option<Arc<Book>>,
    /// The edition that the open intake's draft is pinned to, under the name the draft has for it.
    pub pinned: Option<(String, Arc<Book>)>,
    pub queue: QueueView,
    /// The window is still in another clerk's name.
    pub shift_due: bool,
    pub visit: Option<VisitState>,
    pub intake: Option<Intake>,
    pub practice: Option<Tray>,
    pub screen: Screen,
    /// 咨询 that is going on; of nobody and never saved.
    pub consult: Option<Consult>,
    pub assist: Option<OpenedAssist>,
    pub offer: Option<Offer>,
    /// The supervisor's board as the hall showed it last.
    pub board: Option<BoardView>,
    /// A hand-over is being taken: its draft comes with the reply.
    pub taking: bool,
    /// What this window asked for approval, as the hall last said.
    pub approvals: Vec<ApprovalRow>,
    /// Papers at printers that have not ended.
    pub prints: Vec<Print>,
    pub slips: Slips,
    /// The scan or import that goes on.
    pub scan: Option<ScanRun>,
    pub scan_halt: Option<Halt>,
    /// 手机扫码传
    pub phone: Option<PhoneRun>,
    pub reading: ReadRun,
    pub codes: CodeRun,
    /// 试走
    pub walked: Option<Walked>,
    /// Files that passed the check.
    pub to_publish: Option<ToPublish>,
    /// The edition whose coming back was looked at.
    pub to_roll_back: Option<ToRollBack>,
}

impl State {
    /// The edition that the open intake is pinned to, else the one in force.
    pub fn book_here(&self) -> Option<Arc<Book>> {
        let pinned = self.intake.as_ref().zip(self.pinned.as_ref());
        let pinned = pinned.filter(|(intake, (name, _))| intake.draft.edition == *name);
        pinned.map(|(_, (_, book))| book).or(self.book.as_ref()).cloned()
    }
}

/// Who is signed in, under the hall's limits.
fn who(session: &Session) -> Who<'_> {
    Who {
        role: session.role,
        staff: &session.staff,
        limits: &session.limits,
    }
}

/// The open visit and who stands there; kept in the store, so a restart finds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VisitState {
    pub visit: Visit,
    pub identified: Option<Identified>,
    /// The card of the person at the window, where one was read.
    pub card: Option<CardFacts>,
    /// Bodies found by credit code.
    #[serde(default)]
    pub found: Vec<Body>,
    pub party: Option<Party>,
    /// The body's name was typed from a paper licence.
    #[serde(default)]
    pub on_paper: bool,
    /// What was handed in during this visit, the last of each item.
    #[serde(default)]
    pub done: Vec<Draft>,
    /// Slip codes of everything that was handed in during this visit, in their order.
    #[serde(default)]
    pub handed: Vec<String>,
    /// Slip codes of 即办件 whose result this visit waits for.
    #[serde(default)]
    pub waits: Vec<String>,
}

impl Desk {
    /// Opens the vault and starts measuring the line. What stands in the way is a state, not an error.
    pub fn open(config: DeskConfig) -> Result<Desk, Trouble> {
        let (transport, token) = match config.hall {
            HallAddress::Http { url, token } => {
                let line: Arc<dyn HallTransport> = Arc::new(HttpLine::new(&url, config.realm)?);
                (line, token)
            }
            HallAddress::Over { transport, token } => (transport, token),
        };
        let link = Arc::new(HallLink::new(
            transport,
            config.clock.clone(),
            &token,
            &config.desk,
        ));
        let (reader, tray): (Option<Box<dyn CardReader>>, Option<CardTray>) = match config.reader {
            CardSource::Emulated if config.realm == Realm::Training => {
                let tray = CardTray::new();
                (Some(Box::new(EmulatedReader::new(tray.clone()))), Some(tray))
            }
            CardSource::Emulated | CardSource::None => (None, None),
            CardSource::Device(reader) => (Some(reader), None),
        };
        let desk = Desk(Arc::new(Inner {
            realm: config.realm,
            post: config.post,
            keeping: config.keeping,
            desk: config.desk,
            keys: config.keys,
            clock: config.clock,
            events: config.events,
            link,
            reader: Arc::new(Mutex::new(reader)),
            tray,
            print_server: config.print_server,
            ticket_printer: config.ticket_printer,
            scanners: config.scanners,
            rooms: RwLock::new(None),
            state: Mutex::new(State::default()),
            handles: Handles::default(),
            applicant: watch::channel(1).0,
            fonts: OnceLock::new(),
            rehearsals: OnceLock::new(),
            recogniser: OnceLock::new(),
            sending: tokio::sync::Mutex::new(()),
            catching_up: tokio::sync::Mutex::new(()),
            wake: Notify::new(),
            scan_over: Notify::new(),
            tasks: Mutex::new(Vec::new()),
            followed: AtomicBool::new(false),
            board_due: AtomicBool::new(false),
        }));
        let start = match desk.open_vault() {
            Ok(start) => start,
            Err(trouble) => StartState::Stopped {
                trouble: trouble.into(),
            },
        };
        desk.state().start = Some(start);
        desk.watch_line();
        Ok(desk)
    }

    fn open_vault(&self) -> Result<StartState, Trouble> {
        let Some(vault) = self.0.keeping.vault() else {
            let store = Store::in_memory(&self.0.desk)?;
            self.move_in(store, Pieces::in_memory(), None)?;
            return Ok(StartState::SignIn);
        };
        match Vault::new(vault, self.0.keys.as_ref()).open()? {
            Opened::First { key, code } => {
                self.state().unconfirmed = Some(key);
                Ok(StartState::FirstStart {
                    recovery_code: code.shown(),
                })
            }
            Opened::Ready { key } => match self.open_rooms(&key) {
                Ok(()) => Ok(StartState::SignIn),
                // Another key than the store's: lost, not first.
                Err(trouble) if trouble.code == trouble::key_does_not_fit().code => {
                    Ok(StartState::NeedsRecovery {
                        trouble: trouble.into(),
                    })
                }
                Err(trouble) => Err(trouble),
            },
            Opened::NeedsRecovery { trouble } => Ok(StartState::NeedsRecovery {
                trouble: trouble.into(),
            }),
        }
    }

    /// Opens the store with the vault's key.
    fn open_rooms(&self, key: &StoreKey) -> Result<(), Trouble> {
        let (folder, own) = match &self.0.keeping {
            Keeping::Folder(folder) => (folder, key.clone()),
            Keeping::Beside { folder, .. } => {
                let label = format!("store of the {} {}", self.0.post.word(), self.0.desk);
                (folder, StoreKey::new(key.derive(&label)))
            }
            Keeping::Memory => return Err(trouble::not_open()),
        };
        let store = Store::open(&folder.join(DATABASE), &own, &self.0.desk)?;
        let pieces = Pieces::in_folder(folder.join("pieces"), &own)?;
        self.move_in(store, pieces, Some(key.clone()))
    }

    fn move_in(&self, store: Store, pieces: Pieces, key: Option<StoreKey>) -> Result<(), Trouble> {
        let fresh = Uuid::new_v4();
        let epoch = store.mark(|tx| crate::store::meta::epoch(tx, fresh))?;
        let rooms = Arc::new(Rooms {
            store,
            pieces,
            epoch,
            key,
            handed: Mutex::new(HashSet::new()),
        });
        *self.0.rooms.write().unwrap_or_else(PoisonError::into_inner) = Some(rooms);
        Ok(())
    }

    /// Another key, for another store of this machine (promise 14): the recovery code brings both back. `None`
    /// until the vault is open and its code was noted.
    pub fn key_for(&self, label: &str) -> Option<[u8; 32]> {
        self.rooms().ok()?.key.as_ref().map(|key| key.derive(label))
    }

    /// How the program starts.
    pub fn start(&self) -> StartView {
        let state = self.state();
        let locked = state.session.as_ref().filter(|_| state.wrong_passwords.is_some());
        let standing = match locked {
            Some(session) => StartState::Locked {
                staff: session.staff.clone(),
                staff_name: session.name.clone(),
            },
            None => state.start.clone().unwrap_or(StartState::SignIn),
        };
        StartView {
            realm: self.realm_view(),
            post: self.0.post.into(),
            state: standing,
            desk: self.0.desk.clone(),
            hall_name: state
                .session
                .as_ref()
                .map(|session| session.hall_name.clone())
                .unwrap_or_default(),
        }
    }

    /// The clerk noted the recovery code; from here on the store may fill.
    pub fn confirm_recovery(&self) -> Result<StartView, Trouble> {
        let key = self.state().unconfirmed.clone();
        if let Some((key, vault)) = key.zip(self.0.keeping.vault()) {
            Vault::new(vault, self.0.keys.as_ref()).confirm()?;
            self.open_rooms(&key)?;
            let mut state = self.state();
            state.unconfirmed = None;
            state.start = Some(StartState::SignIn);
        }
        Ok(self.start())
    }

    /// Opens the store with the recovery code.
    pub fn recover(&self, code: &str) -> Result<StartView, Trouble> {
        let Some(vault) = self.0.keeping.vault() else {
            return Ok(self.start());
        };
        let vault = Vault::new(vault, self.0.keys.as_ref());
        let fits = |key: &StoreKey| self.open_rooms(key).is_ok();
        vault.recover(code, fits)?;
        self.state().start = Some(StartState::SignIn);
        Ok(self.start())
    }

    /// The store belongs to another past than the hall's: nothing goes on, nothing is deleted.
    pub(crate) fn stop(&self, trouble: Trouble) {
        self.state().start = Some(StartState::Stopped {
            trouble: trouble.clone().into(),
        });
        self.emit(DeskEvent::Trouble {
            trouble: trouble.into(),
        });
    }

    pub(crate) fn is_stopped(&self) -> Option<Trouble> {
        match &self.state().start {
            Some(StartState::Stopped { trouble }) => {
                let TroubleView { code, zh, en } = trouble.clone();
                Some(Trouble { code, zh, en })
            }
            Some(
                StartState::FirstStart { .. }
                | StartState::NeedsRecovery { .. }
                | StartState::SignIn
                | StartState::Locked { .. },
            )
            | None => None,
        }
    }

    pub(crate) fn realm_view(&self) -> RealmView {
        match self.0.realm {
            Realm::Training => RealmView::Training,
            Realm::Live => RealmView::Live,
        }
    }

    /// A poisoned state is still whole: every change replaces a value in one step.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn rooms(&self) -> Result<Arc<Rooms>, Trouble> {
        let rooms = self.0.rooms.read().unwrap_or_else(PoisonError::into_inner);
        rooms.clone().ok_or_else(trouble::not_open)
    }

    /// Where what is exported on request goes; none where nothing outlives the process.
    pub(crate) fn exports(&self) -> Option<PathBuf> {
        self.0.keeping.vault().map(|vault| vault.join("exports"))
    }

    /// The session, when its role permits the deed.
    pub(crate) fn permit(&self, deed: Deed) -> Result<Session, Trouble> {
        self.permit_for(deed, None)
    }

    /// The session, when it permits the deed for this item.
    pub(crate) fn permit_for(&self, deed: Deed, item: Option<&Item>) -> Result<Session, Trouble> {
        if let Some(trouble) = self.is_stopped() {
            return Err(trouble);
        }
        let session = self.state().session.clone().ok_or_else(trouble::not_signed_in)?;
        if self.is_locked() {
            return Err(trouble::locked());
        }
        match scope::may(who(&session), deed, item) {
            Ok(()) => Ok(session),
            Err(Denied::Role) => Err(trouble::not_permitted()),
            Err(Denied::Item) => Err(self.not_your_item(item)),
        }
    }

    /// The session, when it permits the deed for the item of the open intake.
    pub(crate) fn permit_here(&self, deed: Deed) -> Result<Session, Trouble> {
        let open = self
            .state()
            .intake
            .as_ref()
            .map(|intake| intake.draft.item.clone());
        let book = self.book().ok();
        let item = open.as_ref().zip(book.as_ref());
        self.permit_for(deed, item.and_then(|(id, book)| book.catalogue.item(id)))
    }

    /// Names of the items whose cases may be seen; `None` is all of them.
    pub(crate) fn names_seen(&self) -> Option<Vec<String>> {
        let state = self.state();
        let (session, book) = state.session.as_ref().zip(state.book.as_ref())?;
        let reach = scope::reach(who(session), Deed::SeeCase, &book.catalogue)?;
        let items = reach.iter().filter_map(|id| book.catalogue.item(id));
        Some(items.map(|item| item.name.clone()).collect())
    }

    /// Why an item is not the clerk's, and which windows take it.
    fn not_your_item(&self, item: Option<&Item>) -> Trouble {
        let state = self.state();
        let limits = state.session.as_ref().map(|session| session.limits.as_slice());
        let (Some(item), Some(limits)) = (item, limits) else {
            return trouble::not_permitted();
        };
        let takers = scope::takers(&state.queue.windows, limits, item);
        let others = takers.into_iter().filter(|window| window.desk != self.0.desk);
        trouble::not_your_item(&item.department_short, others)
    }

    /// Why the signed-in clerk may not take an item in, where he may not.
    pub(crate) fn beyond(&self, item: &Item) -> Option<Trouble> {
        let denied = {
            let state = self.state();
            let session = state.session.as_ref()?;
            scope::may(who(session), Deed::SaveDraft, Some(item)) == Err(Denied::Item)
        };
        denied.then(|| self.not_your_item(Some(item)))
    }

    /// The edition of the open intake, else the one in force.
    pub(crate) fn book(&self) -> Result<Arc<Book>, Trouble> {
        self.state().book_here().ok_or_else(trouble::not_signed_in)
    }

    /// The edition in force, for what is not about the open intake.
    pub(crate) fn shelf(&self) -> Result<Arc<Book>, Trouble> {
        self.state().book.clone().ok_or_else(trouble::not_signed_in)
    }

    pub(crate) fn ground<'a>(&self, book: &'a Book, item: &'a Item) -> Ground<'a> {
        Ground {
            catalogue: &book.catalogue,
            item,
            now: self.0.link.legal_now(),
        }
    }

    /// Who makes a paper, and where.
    pub(crate) fn maker<'a>(&'a self, session: &'a Session) -> Maker<'a> {
        Maker {
            realm: self.0.realm,
            hall_name: &session.hall_name,
            desk: &self.0.desk,
            clerk: &session.name,
        }
    }

    /// An audit line of this moment.
    pub(crate) fn line(
        &self,
        actor: &str,
        deed: &'static str,
        subject: impl ToString,
        purpose: &str,
    ) -> Line {
        Line {
            at: self.0.link.legal_now(),
            actor: actor.to_owned(),
            deed,
            subject: subject.to_string(),
            purpose: purpose.to_owned(),
            detail: String::new(),
        }
    }

    pub(crate) fn emit(&self, event: DeskEvent) {
        // Without a listener there is nobody to tell.
        let _ = self.0.events.send(event);
    }

    pub(crate) fn fonts(&self) -> Result<&Fonts, Trouble> {
        let found = self
            .0
            .fonts
            .get_or_init(|| Fonts::find().map_err(|fault| fault.trouble()));
        found.as_ref().map_err(Trouble::clone)
    }

    /// A picture or nothing, once.
    pub fn take_page(&self, handle: &str) -> Option<Vec<u8>> {
        let read = |digest: &str| self.rooms().ok()?.pieces.read(digest).ok();
        self.0.handles.take(handle, read)
    }

    /// Whether every entry of the desk's audit chain stands as it was written; the number of entries.
    pub fn verify_audit(&self) -> Result<u64, Trouble> {
        Ok(self.rooms()?.store.verify_chain()?)
    }

    /// Lends the desk halls to walk items in.
    pub fn lend(&self, rehearsals: Arc<dyn Rehearsals>) {
        let _ = self.0.rehearsals.set(rehearsals);
    }

    pub(crate) fn rehearsals(&self) -> Option<Arc<dyn Rehearsals>> {
        self.0.rehearsals.get().cloned()
    }

    pub(crate) fn weak(&self) -> Weak<Inner> {
        Arc::downgrade(&self.0)
    }

    /// True for the first caller alone.
    pub(crate) fn begin_following(&self) -> bool {
        !self.0.followed.swap(true, Ordering::Relaxed)
    }

    /// Runs beside the clerk until the desk is dropped.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let handle = tokio::spawn(task).abort_handle();
        let mut tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(handle);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let tasks = self.tasks.get_mut().unwrap_or_else(PoisonError::into_inner);
        tasks.drain(..).for_each(|task| task.abort());
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(run) = &state.scan {
            run.stop();
        }
    }
}
