//! The program's log: to the terminal, and to one file per start under the data folder.
//!
//! Lines carry codes, counts and durations, never a person; the file of the start before is kept beside it.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

const FILE: &str = "yichuang.log";
const BEFORE: &str = "yichuang.before.log";

/// Starts logging; a folder that cannot be written leaves the terminal alone.
pub fn start(folder: Option<&Path>) {
    let filter = EnvFilter::try_from_env("YICHUANG_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let file = folder.and_then(open).map(|file| {
        fmt::layer()
            .json()
            .flatten_event(true)
            .with_ansi(false)
            .with_writer(Mutex::new(file))
    });
    let terminal = fmt::layer().with_ansi(false).with_writer(std::io::stderr);
    // A second call, as in tests, keeps the first subscriber.
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(terminal)
        .with(file)
        .try_init();
}

fn open(folder: &Path) -> Option<File> {
    fs::create_dir_all(folder).ok()?;
    let _ = fs::rename(folder.join(FILE), folder.join(BEFORE));
    File::create(folder.join(FILE)).ok()
}
