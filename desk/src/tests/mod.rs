//! Whole-path tests of the window core over a small hall of their own.

mod applicant;
mod approvals;
mod assisting;
mod bad_days;
mod bad_sources;
mod camera;
mod clerks_screen;
mod consent;
mod credit;
mod durable;
mod earlier;
mod editions;
mod fake_board;
mod fake_editions;
mod fake_hall;
mod fake_messages;
mod fake_phones;
mod fake_queue;
mod fake_results;
mod finding;
mod guidance;
mod keyring;
mod library;
mod licences;
mod limits;
mod masked;
mod messaging;
mod objections;
mod online;
mod outcomes;
mod papers;
mod phone;
mod posts;
mod printing;
mod receipts;
#[cfg(unix)]
mod recognising;
mod results;
mod scanning;
mod several;
mod slips;
mod sources;
mod supervising;
mod telling;
mod voiding;
mod windows;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cases::realm::Realm;
use jiff::Timestamp;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use tokio::sync::mpsc;

use crate::clock::SetClock;
use crate::vault::{KeyFault, KeyStore};
use crate::view::desk::{DeskEvent, PartyChoice, StartState};
use crate::view::intake::{Change, FieldState, IntakeView};
use crate::{CardSource, Desk, DeskConfig, HallAddress, Keeping, Post, ScannersHere};
use fake_hall::{FakeHall, USCC};

/// A hall, a window with a clerk, and what the window said.
pub(crate) struct TestDesk {
    pub desk: Desk,
    pub hall: Arc<FakeHall>,
    pub events: mpsc::UnboundedReceiver<DeskEvent>,
    /// The window's own.
    pub clock: Arc<SetClock>,
    /// The applicant's window beside it, where one is open.
    pub beside: Option<applicant::Window>,
}

pub(crate) const NOON: &str = "2026-11-20T04:00:00Z";

pub(crate) fn clock() -> Arc<SetClock> {
    Arc::new(SetClock::at(NOON.parse::<Timestamp>().unwrap()))
}

impl TestDesk {
    /// A window in memory with a signed-in clerk.
    pub async fn signed_in() -> Self {
        Self::signed_in_at(Post::Clerk).await
    }

    /// The same at another post, by somebody of its role.
    pub async fn signed_in_at(post: Post) -> Self {
        let hall = FakeHall::open(clock());
        hall.doing().role = Some(post.role());
        let test = Self::over(hall, post, Keeping::Memory, Arc::new(Keys::working()));
        test.sign_in().await;
        test
    }

    /// A window over a folder, not signed in.
    pub fn in_folder(hall: Arc<FakeHall>, folder: PathBuf, keys: Arc<dyn KeyStore>) -> Self {
        Self::over(hall, Post::Clerk, Keeping::Folder(folder), keys)
    }

    pub fn over(hall: Arc<FakeHall>, post: Post, keeping: Keeping, keys: Arc<dyn KeyStore>) -> Self {
        // Nothing listens there.
        Self::beside_printers(hall, post, keeping, keys, "ipp://127.0.0.1:1".to_owned())
    }

    /// The same with the printers of this print server.
    pub fn beside_printers(
        hall: Arc<FakeHall>,
        post: Post,
        keeping: Keeping,
        keys: Arc<dyn KeyStore>,
        print_server: String,
    ) -> Self {
        Self::among(
            hall,
            post,
            keeping,
            keys,
            (print_server, None),
            ScannersHere::default(),
        )
    }

    /// The same with every scanner and camera that is there.
    pub fn looking_around(hall: Arc<FakeHall>, keeping: Keeping, keys: Arc<dyn KeyStore>) -> Self {
        let scanners = ScannersHere {
            addresses: Vec::new(),
            look_around: true,
        };
        let printers = ("ipp://127.0.0.1:1".to_owned(), None);
        Self::among(hall, Post::Clerk, keeping, keys, printers, scanners)
    }

    /// A kiosk with this ticket printer, signed in.
    pub async fn kiosk_with(ticket_printer: Option<&str>) -> Self {
        let hall = FakeHall::open(clock());
        hall.doing().role = Some(Post::Kiosk.role());
        let printers = ("ipp://127.0.0.1:1".to_owned(), ticket_printer.map(str::to_owned));
        let test = Self::among(
            hall,
            Post::Kiosk,
            Keeping::Memory,
            Arc::new(Keys::working()),
            printers,
            ScannersHere::default(),
        );
        test.sign_in().await;
        test
    }

    /// The same with the scanners at these addresses.
    pub fn beside_scanners(
        hall: Arc<FakeHall>,
        keeping: Keeping,
        keys: Arc<dyn KeyStore>,
        addresses: Vec<String>,
    ) -> Self {
        let scanners = ScannersHere {
            addresses,
            look_around: false,
        };
        Self::among(
            hall,
            Post::Clerk,
            keeping,
            keys,
            ("ipp://127.0.0.1:1".to_owned(), None),
            scanners,
        )
    }

    fn among(
        hall: Arc<FakeHall>,
        post: Post,
        keeping: Keeping,
        keys: Arc<dyn KeyStore>,
        (print_server, ticket_printer): (String, Option<String>),
        scanners: ScannersHere,
    ) -> Self {
        let (say, events) = mpsc::unbounded_channel();
        let clock = clock();
        let desk = Desk::open(DeskConfig {
            realm: Realm::Training,
            post,
            keeping,
            desk: "08".into(),
            hall: HallAddress::Over {
                transport: hall.clone(),
                token: "t".into(),
            },
            keys,
            clock: clock.clone(),
            events: say,
            reader: CardSource::Emulated,
            print_server,
            ticket_printer,
            scanners,
        })
        .unwrap();
        Self {
            desk,
            hall,
            events,
            clock,
            beside: None,
        }
    }

    pub async fn sign_in(&self) {
        if let StartState::FirstStart { .. } = self.desk.start().state {
            self.desk.confirm_recovery().unwrap();
        }
        self.desk.sign_in("0826", "yichuang-train").await.unwrap();
    }

    /// A walk-in, identified by a typed number and a document, for the body of the register.
    pub async fn with_visitor(&self) -> String {
        let number = crate::walk::people::number(&mut ChaCha8Rng::seed_from_u64(1));
        self.desk.walk_in("测试").await.unwrap();
        self.desk
            .identify_typed("111", &number, "林思远", "111")
            .await
            .unwrap();
        number
    }

    /// An open intake of the bookkeeping item, every source answered or refused.
    pub async fn with_intake(&mut self) -> IntakeView {
        self.with_visitor().await;
        self.desk
            .choose_party(PartyChoice::Body {
                uscc: USCC.into(),
                as_agent: false,
            })
            .unwrap();
        let view = self.desk.open_intake("cz-bookkeeping").await.unwrap();
        self.agree(&view.id).await;
        self.until(|desk| {
            let delta = intake(desk).delta;
            let settled = delta.sources.iter().all(|source| source.state != "asking");
            let state = desk.state();
            let credit =
                |intake: &crate::intake::Intake| intake.draft.credit.len() >= intake.credit_asked.len();
            settled && state.intake.as_ref().is_none_or(credit)
        })
        .await;
        view
    }

    /// Whoever stands at the window agrees on paper to everything that is open.
    pub async fn agree(&self, id: &str) {
        // Who may not look at anything asks for nothing.
        let Ok(choices) = self.desk.consent_choices(id) else {
            return;
        };
        let open = choices.sets.into_iter().filter(|one| one.state == "open");
        let yes: Vec<String> = open
            .filter(|one| one.givers.contains(&String::new()))
            .map(|one| one.set.code)
            .collect();
        if !yes.is_empty() {
            self.desk
                .give_consent(id, "", false, yes, Vec::new())
                .await
                .unwrap();
        }
    }

    /// Waits on events until it is so; fails after five seconds.
    pub async fn until(&mut self, so: impl Fn(&Desk) -> bool) {
        let limit = tokio::time::Instant::now() + Duration::from_secs(5);
        while !so(&self.desk) {
            let heard = tokio::time::timeout_at(limit, self.events.recv()).await;
            assert!(heard.is_ok(), "it did not come to be");
        }
    }

    /// Waits for an event that says it; fails after five seconds.
    pub async fn hear<T>(&mut self, said: impl Fn(&DeskEvent) -> Option<T>) -> T {
        let limit = tokio::time::Instant::now() + Duration::from_secs(5);
        loop {
            let heard = tokio::time::timeout_at(limit, self.events.recv()).await;
            let event = heard.expect("nothing said so").expect("the desk is there");
            if let Some(told) = said(&event) {
                return told;
            }
        }
    }

    pub fn set(&self, view: &IntakeView, key: &str, text: &str) -> FieldState {
        let delta = self
            .desk
            .edit_intake(&view.id, intake(&self.desk).delta.revision, &[set(key, text)])
            .unwrap();
        assert!(!delta.stale);
        field(&self.desk, key)
    }

    /// Fills and signs everything that blocks, as a clerk would.
    pub async fn complete(self, view: &IntakeView) -> Self {
        let events = crate::walk::complete(&self.desk, self.events, view)
            .await
            .unwrap();
        Self {
            desk: self.desk,
            hall: self.hall,
            events,
            clock: self.clock,
            beside: self.beside,
        }
    }
}

pub(crate) fn set(key: &str, text: &str) -> Change {
    Change::Set {
        key: key.into(),
        text: text.into(),
        reason: None,
    }
}

pub(crate) fn intake(desk: &Desk) -> IntakeView {
    desk.desk_view().unwrap().intake.unwrap()
}

pub(crate) fn field(desk: &Desk, key: &str) -> FieldState {
    intake(desk)
        .delta
        .fields
        .into_iter()
        .find(|field| field.key == key)
        .unwrap()
}

/// A keyring that works, is locked, or is not there.
pub(crate) struct Keys {
    secret: Mutex<Option<Vec<u8>>>,
    state: Mutex<KeyState>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyState {
    Works,
    Locked,
    Absent,
}

impl Keys {
    pub fn working() -> Self {
        Self {
            secret: Mutex::new(None),
            state: Mutex::new(KeyState::Works),
        }
    }

    pub fn turn(&self, state: KeyState) {
        *self.state.lock().unwrap() = state;
    }

    pub fn forget(&self) {
        *self.secret.lock().unwrap() = None;
    }
}

impl KeyStore for Keys {
    fn read(&self) -> Result<Option<Vec<u8>>, KeyFault> {
        match *self.state.lock().unwrap() {
            KeyState::Works => Ok(self.secret.lock().unwrap().clone()),
            // A locked keyring says "no such entry", as if the key had never been.
            KeyState::Locked => Ok(None),
            KeyState::Absent => Err(KeyFault::Absent),
        }
    }

    fn write(&self, secret: &[u8]) -> Result<(), KeyFault> {
        match *self.state.lock().unwrap() {
            KeyState::Works => {
                *self.secret.lock().unwrap() = Some(secret.to_vec());
                Ok(())
            }
            KeyState::Locked => Err(KeyFault::Locked),
            KeyState::Absent => Err(KeyFault::Absent),
        }
    }
}

/// A key kept in a plain file, for tests over several processes.
pub(crate) struct KeyFile(pub PathBuf);

impl KeyStore for KeyFile {
    fn read(&self) -> Result<Option<Vec<u8>>, KeyFault> {
        Ok(std::fs::read(&self.0).ok())
    }

    fn write(&self, secret: &[u8]) -> Result<(), KeyFault> {
        std::fs::write(&self.0, secret).map_err(|_| KeyFault::Absent)
    }
}

/// Runs one test of this program again as a child with `role`, behind `wrapper`, and gives its output.
pub(crate) fn again(
    wrapper: &[&str],
    test: &str,
    role: &str,
    folder: &std::path::Path,
) -> std::process::Output {
    let exe = std::env::current_exe().unwrap();
    let mut words: Vec<std::ffi::OsString> = wrapper.iter().map(Into::into).collect();
    words.push(exe.into());
    words.extend(["--exact", test, "--nocapture", "--test-threads=1"].map(Into::into));
    std::process::Command::new(&words[0])
        .args(&words[1..])
        .env("YICHUANG_TEST_ROLE", role)
        .env("YICHUANG_TEST_FOLDER", folder)
        .output()
        .unwrap_or_else(|error| panic!("{} does not run: {error}", words[0].to_string_lossy()))
}

pub(crate) fn role() -> Option<(String, PathBuf)> {
    Some((
        std::env::var("YICHUANG_TEST_ROLE").ok()?,
        std::env::var("YICHUANG_TEST_FOLDER").ok()?.into(),
    ))
}

/// A PDF of one empty page.
pub(crate) fn blank_pdf() -> Vec<u8> {
    use lopdf::{Document, Object, dictionary};
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages,
        "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
