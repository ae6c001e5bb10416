//! 手机扫码传: baskets that telephones put files in and windows take them out of.
//!
//! Map: this file: the baskets · [`door`] what telephones reach: the page, the upload, what became of each file.
//!
//! Invariants
//! - A basket is one window's. Whoever holds its address may put files in and see what became of them; nobody reads one
//!   back but the window.
//! - Files wait in memory, never on a disk, and go with their answer, with the basket, or by its time.
//! - What one basket and all of them may hold is capped before a byte is read.

pub mod door;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cases::error::Trouble;
use cases::wire::phone::{PhoneBasket, PhoneFile, PhoneFiles};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, watch};
use uuid::Uuid;

use crate::chance;
use crate::fault::{self, Fault};

/// How long a QR code is good for.
const LIFE: SignedDuration = SignedDuration::from_mins(15);
/// Files of one basket, taken ones counted.
const MOST_FILES: usize = 60;
/// Bytes that wait in one basket, and in all.
const MOST_WAITING: usize = 64 * 1024 * 1024;
const MOST_IN_ALL: usize = 512 * 1024 * 1024;
/// Files that are on their way at one moment.
const AT_ONCE: usize = 8;
/// Characters of a file's name.
const NAME: usize = 80;

/// The open ones.
pub struct Baskets {
    open: Mutex<HashMap<Uuid, Basket>>,
    changed: watch::Sender<()>,
    /// Where telephones come in, once the door is open.
    address: OnceLock<String>,
    /// On their way; each holds its memory.
    arriving: Semaphore,
}

struct Basket {
    desk: String,
    /// SHA-256 of what the address ends with: it is looked up by its digest, so that time tells nothing of it.
    secret: [u8; 32],
    until: Timestamp,
    opened: bool,
    files: Vec<Handed>,
}

struct Handed {
    name: String,
    size: u32,
    state: State,
}

enum State {
    Waiting(Bytes),
    Taken,
    Refused(Trouble),
}

/// What a telephone sees of its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    pub number: u32,
    /// `waiting`, `taken` or `refused`.
    pub state: &'static str,
    pub why: Option<Trouble>,
}

impl Default for Baskets {
    fn default() -> Self {
        Self {
            open: Mutex::default(),
            changed: watch::channel(()).0,
            address: OnceLock::new(),
            arriving: Semaphore::new(AT_ONCE),
        }
    }
}

impl Basket {
    fn waiting(&self) -> usize {
        let waiting = self.files.iter().filter_map(|file| match &file.state {
            State::Waiting(bytes) => Some(bytes.len()),
            State::Taken | State::Refused(_) => None,
        });
        waiting.sum()
    }
}

fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// As a line of a screen: no control characters, no folders, not long.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|ch| !ch.is_control()).take(NAME).collect()
}

impl Baskets {
    /// The baskets that have not ended.
    fn at(&self, now: Timestamp) -> MutexGuard<'_, HashMap<Uuid, Basket>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, basket| now < basket.until);
        open
    }

    fn tell(&self) {
        self.changed.send_replace(());
    }

    /// Opens a basket for a window, in place of the one it had.
    ///
    /// # Errors
    /// YC-2370 where telephones have no door.
    pub fn open(self: &Arc<Self>, desk: &str, now: Timestamp) -> Result<PhoneBasket, Fault> {
        let door = self.address.get().ok_or_else(fault::no_phones)?;
        let secret = URL_SAFE_NO_PAD.encode(chance::bytes::<16>()?);
        let id = chance::id(now);
        let until = now.saturating_add(LIFE).unwrap_or(now);
        let mut open = self.at(now);
        open.retain(|_, basket| basket.desk != desk);
        open.insert(
            id,
            Basket {
                desk: desk.to_owned(),
                secret: digest(&secret),
                until,
                opened: false,
                files: Vec::new(),
            },
        );
        drop(open);
        self.tell();
        // Nobody may come by any more: what waits in it goes all the same.
        let all = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::try_from(LIFE).unwrap_or_default()).await;
            if let Some(all) = all.upgrade() {
                all.at(until).remove(&id);
                all.tell();
            }
        });
        Ok(PhoneBasket {
            id,
            address: format!("{door}/{secret}"),
            until,
        })
    }

    /// Ends a window's basket. One that has ended is none.
    pub fn close(&self, desk: &str, id: Uuid, now: Timestamp) {
        let mut open = self.at(now);
        if open.get(&id).is_some_and(|basket| basket.desk == desk) {
            open.remove(&id);
        }
        drop(open);
        self.tell();
    }

    fn of_desk<T>(
        &self,
        desk: &str,
        id: Uuid,
        now: Timestamp,
        body: impl FnOnce(&mut Basket) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut open = self.at(now);
        let basket = open.get_mut(&id).filter(|basket| basket.desk == desk);
        body(basket.ok_or_else(fault::no_basket)?)
    }

    /// What waits behind a number.
    pub fn waiting(&self, desk: &str, id: Uuid, after: u32, now: Timestamp) -> Result<PhoneFiles, Fault> {
        self.of_desk(desk, id, now, |basket| {
            let numbered = (1..).zip(&basket.files);
            let waiting =
                numbered.filter(|(number, file)| *number > after && matches!(file.state, State::Waiting(_)));
            Ok(PhoneFiles {
                opened: basket.opened,
                files: waiting
                    .map(|(number, file)| PhoneFile {
                        number,
                        name: file.name.clone(),
                        bytes: file.size,
                    })
                    .collect(),
            })
        })
    }

    /// The bytes of a file that waits.
    pub fn file(&self, desk: &str, id: Uuid, number: u32, now: Timestamp) -> Result<Bytes, Fault> {
        self.of_desk(desk, id, now, |basket| {
            match handed(basket, number).map(|file| &file.state) {
                Some(State::Waiting(bytes)) => Ok(bytes.clone()),
                Some(State::Taken | State::Refused(_)) | None => Err(fault::no_phone_file()),
            }
        })
    }

    /// What became of a file. Said twice, the first stands.
    pub fn answer(
        &self,
        desk: &str,
        id: Uuid,
        number: u32,
        refused: Option<Trouble>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.of_desk(desk, id, now, |basket| {
            let file = handed(basket, number).ok_or_else(fault::no_phone_file)?;
            if matches!(file.state, State::Waiting(_)) {
                file.state = refused.map_or(State::Taken, State::Refused);
            }
            Ok(())
        })?;
        self.tell();
        Ok(())
    }

    /// The basket that an address leads to.
    fn of_secret<T>(
        &self,
        secret: &str,
        now: Timestamp,
        body: impl FnOnce(&mut Basket) -> T,
    ) -> Result<T, Fault> {
        let secret = digest(secret);
        let mut open = self.at(now);
        let basket = open.values_mut().find(|basket| basket.secret == secret);
        basket.map(body).ok_or_else(fault::no_basket)
    }

    /// A telephone has opened the address; gives the window's number.
    pub fn greet(&self, secret: &str, now: Timestamp) -> Result<String, Fault> {
        let desk = self.of_secret(secret, now, |basket| {
            basket.opened = true;
            basket.desk.clone()
        })?;
        self.tell();
        Ok(desk)
    }

    /// Whether so much more may wait.
    pub fn has_room(&self, secret: &str, more: usize, now: Timestamp) -> Result<(), Fault> {
        let all: usize = self.at(now).values().map(Basket::waiting).sum();
        let is_full = self.of_secret(secret, now, |basket| {
            basket.files.len() >= MOST_FILES || basket.waiting() + more > MOST_WAITING
        })?;
        match () {
            () if is_full => Err(fault::basket_full()),
            () if all + more > MOST_IN_ALL => Err(fault::phones_busy()),
            () => Ok(()),
        }
    }

    /// Puts a file in; gives its number.
    pub fn put(&self, secret: &str, name: &str, bytes: Bytes, now: Timestamp) -> Result<u32, Fault> {
        self.has_room(secret, bytes.len(), now)?;
        let number = self.of_secret(secret, now, |basket| {
            basket.files.push(Handed {
                name: shown_name(name),
                size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
                state: State::Waiting(bytes),
            });
            u32::try_from(basket.files.len()).unwrap_or(u32::MAX)
        })?;
        self.tell();
        Ok(number)
    }

    /// What became of the files of an address.
    pub fn seen(&self, secret: &str, now: Timestamp) -> Result<Vec<Seen>, Fault> {
        self.of_secret(secret, now, |basket| {
            let numbered = (1..).zip(&basket.files);
            numbered
                .map(|(number, file)| {
                    let (state, why) = match &file.state {
                        State::Waiting(_) => ("waiting", None),
                        State::Taken => ("taken", None),
                        State::Refused(why) => ("refused", Some(why.clone())),
                    };
                    Seen { number, state, why }
                })
                .collect()
        })
    }

    /// Heard of when anything changes.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}

fn handed(basket: &mut Basket, number: u32) -> Option<&mut Handed> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    basket.files.get_mut(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn baskets() -> Arc<Baskets> {
        let baskets = Arc::new(Baskets::default());
        baskets.address.set("http://127.0.0.1:1/p".to_owned()).unwrap();
        baskets
    }

    fn secret(basket: &PhoneBasket) -> &str {
        basket.address.rsplit('/').next().unwrap()
    }

    #[tokio::test]
    async fn a_file_is_taken_once_and_its_bytes_go() {
        let all = baskets();
        let basket = all.open("08", NOW).unwrap();
        let at = secret(&basket);
        assert!(!all.waiting("08", basket.id, 0, NOW).unwrap().opened);
        assert_eq!(all.greet(at, NOW).unwrap(), "08");
        let sent = Bytes::from_static(b"%PDF-1.7");
        assert_eq!(
            all.put(at, "C:\\照片/合同\u{7}.pdf", sent.clone(), NOW).unwrap(),
            1
        );
        let waiting = all.waiting("08", basket.id, 0, NOW).unwrap();
        assert!(waiting.opened);
        assert_eq!(
            (waiting.files[0].name.as_str(), waiting.files[0].bytes),
            ("合同.pdf", 8)
        );
        assert!(all.waiting("08", basket.id, 1, NOW).unwrap().files.is_empty());
        assert_eq!(all.file("08", basket.id, 1, NOW).unwrap(), sent);
        all.answer("08", basket.id, 1, None, NOW).unwrap();
        assert_eq!(all.file("08", basket.id, 1, NOW).unwrap_err().code(), "YC-2375");
        // What was said stands.
        let late = Some(fault::phone_file_cut().trouble);
        all.answer("08", basket.id, 1, late, NOW).unwrap();
        assert_eq!(all.seen(at, NOW).unwrap()[0].state, "taken");
    }

    #[tokio::test]
    async fn another_window_reads_nothing_and_a_new_code_ends_the_old() {
        let all = baskets();
        let first = all.open("08", NOW).unwrap();
        let other = all.open("09", NOW).unwrap();
        all.put(secret(&first), "a", Bytes::from_static(b"x"), NOW)
            .unwrap();
        for number in [0, 1, 2, u32::MAX] {
            assert_eq!(
                all.file("09", first.id, number, NOW).unwrap_err().code(),
                "YC-2371"
            );
        }
        all.close("09", first.id, NOW);
        assert!(all.file("08", first.id, 1, NOW).is_ok(), "not his to close");
        let second = all.open("08", NOW).unwrap();
        assert_eq!(all.greet(secret(&first), NOW).unwrap_err().code(), "YC-2371");
        assert!(all.greet(secret(&second), NOW).is_ok() && all.greet(secret(&other), NOW).is_ok());
        assert_eq!(all.file("08", first.id, 1, NOW).unwrap_err().code(), "YC-2371");
    }

    #[tokio::test]
    async fn a_code_ends_by_itself() {
        let all = baskets();
        let basket = all.open("08", NOW).unwrap();
        let soon = basket.until - SignedDuration::from_secs(1);
        assert!(
            all.put(secret(&basket), "a", Bytes::from_static(b"x"), soon)
                .is_ok()
        );
        let late = all.put(secret(&basket), "a", Bytes::from_static(b"x"), basket.until);
        assert_eq!(late.unwrap_err().code(), "YC-2371");
        assert!(all.at(basket.until).is_empty(), "nothing waits for nobody");
    }

    #[tokio::test]
    async fn what_may_wait_is_capped() {
        let all = baskets();
        let basket = all.open("08", NOW).unwrap();
        let at = secret(&basket);
        let large = Bytes::from(vec![0; MOST_WAITING / 4]);
        for _ in 0..4 {
            all.put(at, "a", large.clone(), NOW).unwrap();
        }
        assert_eq!(
            all.put(at, "a", Bytes::from_static(b"x"), NOW)
                .unwrap_err()
                .code(),
            "YC-2372"
        );
        all.answer("08", basket.id, 1, None, NOW).unwrap();
        for number in 5..=u32::try_from(MOST_FILES).unwrap() {
            all.put(at, "a", Bytes::from_static(b"x"), NOW).unwrap();
            all.answer("08", basket.id, number, None, NOW).unwrap();
        }
        assert_eq!(
            all.put(at, "a", Bytes::from_static(b"x"), NOW)
                .unwrap_err()
                .code(),
            "YC-2372"
        );
        // Every window may fill its own; the machine's memory is one.
        let mut refused = None;
        for desk in 0..20 {
            let basket = all.open(&format!("W{desk}"), NOW).unwrap();
            for _ in 0..4 {
                refused = all
                    .put(secret(&basket), "a", large.clone(), NOW)
                    .err()
                    .or(refused);
            }
        }
        assert_eq!(refused.unwrap().code(), "YC-2376");
    }

    #[tokio::test]
    async fn without_a_door_there_is_no_code() {
        let all = Arc::new(Baskets::default());
        assert_eq!(all.open("08", NOW).unwrap_err().code(), "YC-2370");
    }
}
