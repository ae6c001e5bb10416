//! Which program of this machine holds the training hall, and how the others reach it.
//!
//! One lock says who holds the hall; it goes with the holder, however he ends. Beside it lies the line file with
//! the hall's address and token, for its owner's eyes alone, from the moment the hall serves until it closes. What
//! a killed holder left behind is taken away by the next.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::fault::Fault;

const LOCK: &str = "hall.lock";
const LINE: &str = "hall.line";
/// How long a program waits for a hall that another one is opening.
const OPEN_WITHIN: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(100);
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// How to reach a hall.
#[derive(Clone, Serialize, Deserialize)]
pub struct HallLine {
    pub hall: String,
    pub token: String,
    /// The public key of the hall's editions, PEM; empty until it is open.
    #[serde(default)]
    pub key: String,
}

/// Where the hall of this machine is.
pub enum Found {
    /// Nowhere yet: this program is to open it.
    Here(Holder),
    /// Another program serves it.
    There(HallLine),
}

/// Holds the hall's lock, and the line file while the hall serves.
#[derive(Debug)]
pub struct Holder {
    realm: PathBuf,
    _lock: File,
}

/// Looks until there is a hall to join or a lock to take.
///
/// # Errors
/// [`Fault::HallElsewhere`] when another program holds the hall and does not serve it.
pub async fn find(realm: &Path) -> Result<Found, Fault> {
    find_within(realm, OPEN_WITHIN).await
}

async fn find_within(realm: &Path, limit: Duration) -> Result<Found, Fault> {
    let begun = Instant::now();
    loop {
        if let Some(holder) = Holder::take(realm)? {
            return Ok(Found::Here(holder));
        }
        if let Some(line) = read(realm)
            && answers(&line).await
        {
            return Ok(Found::There(line));
        }
        if begun.elapsed() >= limit {
            return Err(Fault::HallElsewhere);
        }
        sleep(LOOK_AGAIN).await;
    }
}

/// The line file, where there is a whole one.
fn read(realm: &Path) -> Option<HallLine> {
    serde_json::from_slice(&fs::read(realm.join(LINE)).ok()?).ok()
}

/// Whether somebody listens there: a holder may end at any time.
async fn answers(line: &HallLine) -> bool {
    let Some(address) = line.hall.strip_prefix("http://") else {
        return false;
    };
    timeout(CONNECT_WITHIN, TcpStream::connect(address))
        .await
        .is_ok_and(|connected| connected.is_ok())
}

impl Holder {
    /// `None` when another program holds the hall.
    fn take(realm: &Path) -> Result<Option<Self>, Fault> {
        let told = |cause| Fault::Folder(realm.display().to_string(), cause);
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(realm.join(LOCK))
            .map_err(told)?;
        match lock.try_lock() {
            Ok(()) => {
                let holder = Self {
                    realm: realm.to_owned(),
                    _lock: lock,
                };
                holder.withdraw();
                Ok(Some(holder))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(told(cause)),
        }
    }

    /// Says where the hall is, now that it serves.
    pub fn publish(&self, line: &HallLine) -> Result<(), Fault> {
        let told = |cause| Fault::Folder(self.realm.display().to_string(), cause);
        let text = serde_json::to_vec(line).map_err(|cause| told(cause.into()))?;
        // Under another name first: whoever reads the file finds it whole.
        let coming = self.realm.join("hall.line.new");
        let _ = fs::remove_file(&coming);
        let mut options = OpenOptions::new();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(&coming)
            .and_then(|mut file| file.write_all(&text))
            .and_then(|()| fs::rename(&coming, self.realm.join(LINE)))
            .map_err(told)
    }

    /// The hall is closed, or was never here.
    pub fn withdraw(&self) {
        let _ = fs::remove_file(self.realm.join(LINE));
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.withdraw();
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    struct Realm(PathBuf);

    impl Realm {
        fn fresh(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("yichuang-line-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }
    }

    impl Drop for Realm {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    async fn hold(realm: &Realm) -> Holder {
        match find_within(&realm.0, Duration::ZERO).await.unwrap() {
            Found::Here(holder) => holder,
            Found::There(line) => panic!("a hall at {}", line.hall),
        }
    }

    #[tokio::test]
    async fn the_second_program_finds_the_hall_of_the_first_until_it_ends() {
        let realm = Realm::fresh("second");
        let holder = hold(&realm).await;
        // The first has not opened its hall yet, and never says so.
        let waiting = find_within(&realm.0, Duration::ZERO).await.err().unwrap().view();
        assert_eq!(waiting.code, "YC-9121");

        let hall = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = format!("http://{}", hall.local_addr().unwrap());
        let line = HallLine {
            hall: address.clone(),
            token: "t".to_owned(),
            key: String::new(),
        };
        holder.publish(&line).unwrap();
        let Found::There(found) = find_within(&realm.0, Duration::ZERO).await.unwrap() else {
            panic!("one lock was given twice")
        };
        assert_eq!((found.hall, found.token.as_str()), (address, "t"));

        drop(holder);
        assert!(!realm.0.join(LINE).exists());
        drop(hold(&realm).await);
    }

    #[tokio::test]
    async fn what_a_killed_holder_left_behind_is_no_hall() {
        let realm = Realm::fresh("stale");
        let gone = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let line = HallLine {
            hall: format!("http://{}", gone.local_addr().unwrap()),
            token: "t".to_owned(),
            key: String::new(),
        };
        drop(gone);
        // The file without its lock: the next program holds the hall itself.
        fs::write(realm.0.join(LINE), serde_json::to_vec(&line).unwrap()).unwrap();
        let holder = hold(&realm).await;
        assert!(!realm.0.join(LINE).exists());
        // An address where nobody listens is waited for, not joined.
        holder.publish(&line).unwrap();
        assert!(find_within(&realm.0, Duration::ZERO).await.is_err());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_line_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let realm = Realm::fresh("private");
        let holder = hold(&realm).await;
        let line = HallLine {
            hall: "http://127.0.0.1:1".to_owned(),
            token: "t".to_owned(),
            key: String::new(),
        };
        holder.publish(&line).unwrap();
        let mode = fs::metadata(realm.0.join(LINE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
