//! The SQLite executor: one writer thread with group commit and a savepoint per command, read connections
//! beside it. In memory everything goes through the writer.

mod appointment;
mod approval;
mod approving;
mod assisting;
mod audit;
mod auditing;
mod board;
mod casefile;
mod clock;
mod collected;
mod commands;
mod consent;
mod consultation;
mod decision;
mod delivering;
mod delivery;
mod draft;
mod draft_ask;
mod duplicate;
mod edition;
mod feed;
mod first_notice;
mod follow_up;
mod following;
mod forgetting;
mod further;
mod grant;
mod granting;
mod hand_over;
mod help;
mod history;
mod inbox;
mod intake_time;
mod keyed;
mod lawful;
mod look;
mod mandate;
mod material_ask;
mod message;
mod messaging;
mod notice_text;
mod objecting;
mod objection;
mod online;
mod online_errand;
mod online_store;
mod outcomes;
mod owed;
mod paper;
mod parcel;
mod piece;
mod prefill;
mod print_job;
mod progress;
mod promise;
mod queue;
mod rating;
mod refusal;
mod result;
mod seal;
mod second_demand;
mod shown_code;
mod signing_key;
mod special;
mod staff;
mod supplement;
mod support;
mod telling;
mod text_message;
mod texting;
mod ticket;
mod transfer;
mod transferring;
mod undone;
mod values;
mod visit;
mod void;
mod warning;
mod watching;
mod window;
mod withdrawal;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, OpenFlags};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{oneshot, watch};

use self::writer::{Message, Writer};
use super::{Act, Kept};
use crate::fault::{self, Fault};

const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/hall/sqlite/0001_hall.sql"),
    include_str!("../../../../migrations/hall/sqlite/0002_queue.sql"),
    include_str!("../../../../migrations/hall/sqlite/0003_assisting.sql"),
    include_str!("../../../../migrations/hall/sqlite/0004_applicant.sql"),
    include_str!("../../../../migrations/hall/sqlite/0005_approvals.sql"),
    include_str!("../../../../migrations/hall/sqlite/0006_messages.sql"),
    include_str!("../../../../migrations/hall/sqlite/0007_follow_up.sql"),
    include_str!("../../../../migrations/hall/sqlite/0008_law.sql"),
    include_str!("../../../../migrations/hall/sqlite/0009_clock.sql"),
    include_str!("../../../../migrations/hall/sqlite/0010_results.sql"),
    include_str!("../../../../migrations/hall/sqlite/0011_texts.sql"),
    include_str!("../../../../migrations/hall/sqlite/0012_transfers.sql"),
    include_str!("../../../../migrations/hall/sqlite/0013_outcomes.sql"),
    include_str!("../../../../migrations/hall/sqlite/0014_batch_papers.sql"),
    include_str!("../../../../migrations/hall/sqlite/0015_warnings.sql"),
    include_str!("../../../../migrations/hall/sqlite/0016_case_lists.sql"),
    include_str!("../../../../migrations/hall/sqlite/0017_editions.sql"),
    include_str!("../../../../migrations/hall/sqlite/0018_online.sql"),
    include_str!("../../../../migrations/hall/sqlite/0019_uses.sql"),
    include_str!("../../../../migrations/hall/sqlite/0020_first_notice.sql"),
    include_str!("../../../../migrations/hall/sqlite/0021_watch.sql"),
    include_str!("../../../../migrations/hall/sqlite/0022_shown_codes.sql"),
    include_str!("../../../../migrations/hall/sqlite/0023_objections.sql"),
    include_str!("../../../../migrations/hall/sqlite/0024_consent.sql"),
    include_str!("../../../../migrations/hall/sqlite/0025_material_asks.sql"),
    include_str!("../../../../migrations/hall/sqlite/0026_prefill.sql"),
    include_str!("../../../../migrations/hall/sqlite/0027_collected.sql"),
];

/// The hall's store in one SQLCipher file, or in memory.
#[derive(Clone)]
pub struct SqliteStore {
    inner: Arc<Inner>,
}

struct Inner {
    writer: Writer,
    readers: Option<Readers>,
    changed: watch::Receiver<u64>,
}

/// Read connections, opened as they are needed and kept.
struct Readers {
    path: PathBuf,
    key: Option<[u8; 32]>,
    idle: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens the store in `folder`, making it when it does not exist, sealed with `key` where one is given.
    pub fn open(folder: &Path, key: Option<[u8; 32]>) -> Kept<Self> {
        std::fs::create_dir_all(folder).map_err(|error| fault::store_shut().inside(error))?;
        let path = folder.join("hall.db");
        let connection = connect(&path, key, false)?;
        let readers = Readers {
            path,
            key,
            idle: Mutex::new(Vec::new()),
        };
        Self::start(connection, Some(readers))
    }

    /// A store that is gone with its last handle, for tests.
    pub fn in_memory() -> Kept<Self> {
        Self::start(Connection::open_in_memory()?, None)
    }

    /// Opens an existing store for reading alone.
    pub fn open_for_reading(folder: &Path, key: Option<[u8; 32]>) -> Kept<Self> {
        let path = folder.join("hall.db");
        if !path.is_file() {
            return Err(fault::no_store().about(folder.display()));
        }
        Self::open(folder, key)
    }

    fn start(mut connection: Connection, readers: Option<Readers>) -> Kept<Self> {
        connection.execute_batch("PRAGMA foreign_keys = ON;")?;
        migrate(&mut connection)?;
        let (bell, changed) = watch::channel(0);
        let writer = Writer::start(connection, bell)?;
        Ok(Self {
            inner: Arc::new(Inner {
                writer,
                readers,
                changed,
            }),
        })
    }

    /// Closes every connection; the file is whole and without a journal beside it.
    async fn shut(&self) {
        if let Some(readers) = &self.inner.readers {
            readers
                .idle
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .clear();
        }
        let (say, closed) = oneshot::channel();
        if self.inner.writer.send(Message::Close(say)).is_ok() {
            // An error says that the thread was gone already.
            let _ = closed.await;
        }
    }

    /// Runs a command in the next group, under its key where it has one. Its reply comes after the commit.
    async fn write<T, F>(&self, act: Act, command: F) -> Kept<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnOnce(&Connection, &Act) -> Kept<T> + Send + 'static,
    {
        self.plain_write(move |tx| match &act.keyed {
            None => command(tx, &act),
            Some(under) => match keyed::find(tx, under)? {
                Some(reply) => Ok(serde_json::from_str(&reply)?),
                None => {
                    let done = command(tx, &act)?;
                    keyed::keep(tx, under, &serde_json::to_string(&done)?, act.at)?;
                    Ok(done)
                }
            },
        })
        .await
    }

    /// Runs a command that carries its own rule of repetition.
    async fn plain_write<T, F>(&self, command: F) -> Kept<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Kept<T> + Send + 'static,
    {
        let (say, hear) = oneshot::channel();
        self.inner
            .writer
            .send(Message::Write(writer::job(command, say)))?;
        hear.await
            .map_err(|_| fault::store_failed().inside("the writer is gone"))?
    }

    /// Asks on a read connection.
    async fn read<T, F>(&self, question: F) -> Kept<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Kept<T> + Send + 'static,
    {
        if self.inner.readers.is_none() {
            let (say, hear) = oneshot::channel();
            let ask = move |connection: &Connection| {
                let _ = say.send(question(connection));
            };
            self.inner.writer.send(Message::Read(Box::new(ask)))?;
            return hear
                .await
                .map_err(|_| fault::store_failed().inside("the writer is gone"))?;
        }
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || match &inner.readers {
            Some(readers) => readers.with(question),
            None => Err(fault::store_failed()),
        })
        .await
        .map_err(|error| fault::store_failed().inside(error))?
    }
}

impl Readers {
    fn with<T>(&self, question: impl FnOnce(&Connection) -> Kept<T>) -> Kept<T> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path, self.key, true)?,
        };
        let answer = question(&connection);
        self.idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(connection);
        answer
    }
}

fn connect(path: &Path, key: Option<[u8; 32]>, read_only: bool) -> Kept<Connection> {
    let flags = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX
    };
    let shut = |error: rusqlite::Error| fault::store_shut().inside(error);
    let connection = Connection::open_with_flags(path, flags).map_err(shut)?;
    connection
        .busy_timeout(std::time::Duration::from_secs(5))
        .map_err(shut)?;
    if let Some(key) = key {
        let raw = zeroize::Zeroizing::new(format!(
            "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{}'\";",
            hex::encode(key)
        ));
        connection.execute_batch(&raw).map_err(shut)?;
    }
    // A wrong key shows at the first read only.
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .map_err(shut)?;
    if !read_only {
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
            .map_err(shut)?;
    }
    Ok(connection)
}

/// Walks the store up to the last migration. Each one stands alone and runs once.
fn migrate(connection: &mut Connection) -> Kept<()> {
    let done: usize = connection
        .query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
        .map(|version| usize::try_from(version).unwrap_or_default())?;
    for (at, sql) in MIGRATIONS.iter().enumerate().skip(done) {
        let tx = connection.transaction()?;
        tx.execute_batch(sql)?;
        tx.execute_batch(&format!("PRAGMA user_version = {}", at + 1))?;
        tx.commit()?;
    }
    Ok(())
}

impl From<writer::Gone> for Fault {
    fn from(_: writer::Gone) -> Self {
        fault::store_failed().inside("the writer is gone")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A store as the first version left it: somebody waits, somebody is served, one was served.
    const OLD: &str = "
        INSERT INTO ticket (id, day, serial, number, lane, priority, taken_at, state, desk) VALUES
          ('01890a5d-ac96-774b-bcce-b302099a8057', '2026-11-19', 1, 'A001', 'A', 0, 1000, 'served', '08'),
          ('01890a5d-ac96-774b-bcce-b302099a8058', '2026-11-20', 1, 'A001', 'A', 1, 2000, 'called', '08'),
          ('01890a5d-ac96-774b-bcce-b302099a8059', '2026-11-20', 2, 'A002', 'A', 0, 3000, 'waiting', NULL);
        INSERT INTO visit (id, ticket, reason, desk, staff, opened_at, closed_at, outcome) VALUES
          ('01890a5d-ac96-774b-bcce-b302099a8067', '01890a5d-ac96-774b-bcce-b302099a8057', NULL, '08', '0826', 1500, 1800, 'served'),
          ('01890a5d-ac96-774b-bcce-b302099a8068', '01890a5d-ac96-774b-bcce-b302099a8058', NULL, '08', '0826', 2500, NULL, NULL),
          ('01890a5d-ac96-774b-bcce-b302099a8069', NULL, '电话预约', '09', '0827', 2600, NULL, NULL);
        INSERT INTO visit_body (visit, uscc, relation) VALUES
          ('01890a5d-ac96-774b-bcce-b302099a8068', '11350199MB9A00014B', 'legalRep');
        INSERT INTO draft (id, revision, fence, desk, clerk, slip, open, body, saved_at) VALUES
          ('d1', 1, 1, '08', '0826', 'S1', 0, '{\"item\":\"x\",\"openedAt\":\"2026-11-20T02:00:00.5Z\",\"visit\":\"v1\"}', 1),
          ('d2', 1, 1, '08', '0826', 'S2', 1, '{\"item\":\"y\",\"openedAt\":\"2026-11-20T02:00:00Z\",\"visit\":\"v2\"}', 1);
        INSERT INTO casefile (id, slip, item, item_name, edition, stage, applicant_name, applicant_number, desk, clerk,
            received_at, notify_by, accepted_at, body) VALUES
          ('d1', 'S1', 'x', 'X', 'e', 'accepted', 'n', '1', '08', '0826', 1795140060000, '2026-11-27', 1795140060000,
           '{\"item\":\"x\",\"openedAt\":\"2026-11-20T02:00:00.5Z\",\"visit\":\"v1\"}');";

    #[test]
    fn a_store_of_the_first_version_keeps_its_queue() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("PRAGMA foreign_keys = ON;").unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.execute_batch(OLD).unwrap();
        connection.execute_batch("PRAGMA user_version = 1;").unwrap();
        migrate(&mut connection).unwrap();

        let today = ticket::of_day(&connection, "2026-11-20".parse().unwrap()).unwrap();
        let seen: Vec<_> = today
            .iter()
            .map(|ticket| {
                let called = ticket.called_at.map(|at| at.as_millisecond());
                (ticket.number.as_str(), ticket.state.word(), called, ticket.calls)
            })
            .collect();
        assert_eq!(
            seen,
            [("A001", "called", Some(2500), 1), ("A002", "waiting", None, 0)]
        );
        assert_eq!(today[0].priority.map(|why| why.word()), Some("other"));
        let before = ticket::of_day(&connection, "2026-11-19".parse().unwrap()).unwrap();
        assert_eq!(before[0].closed_at.map(|at| at.as_millisecond()), Some(1800));
        let open: uuid::Uuid = "01890a5d-ac96-774b-bcce-b302099a8068".parse().unwrap();
        assert!(visit::is_open_at(&connection, open, "08").unwrap());
        assert_eq!(
            visit::body_relation(&connection, open, "11350199MB9A00014B").unwrap(),
            Some("legalRep".to_owned())
        );
        let intakes: Vec<(String, i64, Option<i64>)> = connection
            .prepare("SELECT id || item || visit, opened_at, received_at FROM intake_time ORDER BY id")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let opened = "2026-11-20T02:00:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_millisecond();
        assert_eq!(
            intakes,
            [
                ("d1xv1".to_owned(), opened, Some(1_795_140_060_000)),
                ("d2yv2".to_owned(), opened, None)
            ]
        );
        let broken: i64 = connection
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(broken, 0);
    }

    /// A store as it was before the migration that says this.
    fn before(says: &str) -> Connection {
        let at = MIGRATIONS.iter().position(|sql| sql.contains(says)).unwrap();
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("PRAGMA foreign_keys = ON;").unwrap();
        for sql in &MIGRATIONS[..at] {
            connection.execute_batch(sql).unwrap();
        }
        connection
            .execute_batch(&format!("PRAGMA user_version = {at}"))
            .unwrap();
        connection
    }

    /// Papers, and what points to them, are the same after papers of batches came.
    #[test]
    fn papers_keep_their_bytes_order_prints_and_seals() {
        let mut connection = before("CREATE TABLE paper_before");
        connection
            .execute_batch(
                "INSERT INTO casefile (id, slip, item, item_name, edition, stage, applicant_name, applicant_number,
                     desk, clerk, received_at, notify_by, accepted_at, body) VALUES
                   ('c1', 'S1', 'x', 'X', 'e', 'accepted', 'n', '1', '08', '0826', 1, '2026-11-27', 1, '{}');
                 INSERT INTO paper (id, casefile, kind, title, number, made_at, digest, pages, missing, bytes, voided_by)
                   VALUES ('p2', 'c1', 'receipt', '乙', NULL, 5, 'bb', 1, '[]', x'02', NULL),
                          ('p1', 'c1', 'acceptance', '甲', '第1号', 5, 'aa', 2, '[]', x'01', '废1号'),
                          ('p3', 'c1', 'receipt', '丙', NULL, 6, NULL, NULL, NULL, NULL, NULL);
                 INSERT INTO print_job (paper, times, at, desk, staff) VALUES ('p1', 1, 7, '08', '0826');
                 INSERT INTO seal_log (paper, at, staff, copies) VALUES ('p1', 8, '0826', 2);",
            )
            .unwrap();
        let papers = |connection: &Connection| -> Vec<String> {
            let all =
                "SELECT concat_ws('/', id, number, hex(bytes), voided_by) FROM paper ORDER BY made_at, rowid";
            let mut rows = connection.prepare(all).unwrap();
            let papers = rows.query_map([], |row| row.get(0)).unwrap();
            papers.collect::<Result<_, _>>().unwrap()
        };
        let before = papers(&connection);
        assert_eq!(before, ["p2/02", "p1/第1号/01/废1号", "p3/"]);
        migrate(&mut connection).unwrap();
        assert_eq!(papers(&connection), before);
        let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
        assert_eq!(count("SELECT count(*) FROM print_job WHERE paper = 'p1'"), 1);
        // What points to papers is still held to them.
        let gone = connection.execute("DELETE FROM paper WHERE id = 'p1'", []);
        assert!(gone.is_err(), "a sealed paper was taken away");
        let nobodys = "INSERT INTO paper (id, kind, title, made_at) VALUES ('p4', 'receipt', '丁', 9)";
        assert!(connection.execute(nobodys, []).is_err(), "a paper of nothing");
    }

    /// What was said of a limit before warnings were kept is not said again, and every open case is counted anew.
    #[test]
    fn what_was_said_of_a_limit_is_kept() {
        let mut connection = before("CREATE TABLE warning");
        connection
            .execute_batch(
                "INSERT INTO casefile (id, slip, item, item_name, edition, stage, applicant_name, applicant_number,
                     desk, clerk, received_at, notify_by, body, clock, runs, burns_at, counted_by, reminded) VALUES
                   ('c1', 'S1', 'x', 'X', 'e', 'received', 'n', '1', '08', '0826', 1, '2026-11-27', '{}',
                    '{\"running\":{\"rule\":\"notice\"}}', 'notice', 9, 1, 'notice/2026-11-27/amber'),
                   ('c2', 'S2', 'x', 'X', 'e', 'accepted', 'n', '1', '08', '0826', 1, '2026-11-27', '{}',
                    '{\"running\":{\"rule\":\"promised\"}}', 'promised', 9, 1, 'notice/2026-11-27/amber'),
                   ('c3', 'S3', 'x', 'X', 'e', 'delivered', 'n', '1', '08', '0826', 1, '2026-11-27', '{}',
                    NULL, NULL, NULL, 1, NULL);",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let kept: Vec<String> = connection
            .prepare("SELECT concat_ws('/', casefile, rule, day, urgency, seen_at) FROM warning")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(kept, ["c1/notice/2026-11-27/near/9"]);
        let uncounted: i64 = connection
            .query_row(
                "SELECT count(*) FROM casefile WHERE counted_by IS NULL",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(uncounted, 2);
    }
}
