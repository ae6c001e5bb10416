//! `yichuang-hall audit report` and `yichuang-hall watch`: the month of a hall's looks; whose looks at whom are told at
//! once.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cases::realm::Realm;
use cases::watch::Whose;
use cases::watch::month::Month;
use clap::{Subcommand, ValueEnum};
use hall::audit_month;
use hall::clock::{Clock, MachineClock};
use hall::config::{HallFile, demonstration_hall};
use hall::editions::Unpublished;
use hall::fault::{self, Fault};
use hall::store::watched::{WatchStore, WatchedPerson};
use hall::store::{Act, Store};

use crate::catalogue::Folder;
use crate::{failed, say};

#[derive(Subcommand)]
pub enum WatchCommand {
    /// Watch people: their numbers on standard input, one a line; a digest is kept, never the number
    Add {
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        folder: Folder,
    },
    /// Watch them no longer
    Remove {
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(clap::Args)]
pub struct Whom {
    /// Who they are
    #[arg(long)]
    kind: KindOfPerson,
    /// Staff number of whom it is, or whose relatives they are; not with `listed`
    #[arg(long)]
    staff: Option<String>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum KindOfPerson {
    /// 本人
    Own,
    /// 亲属
    Relative,
    /// 重点关注人员, whoever looks
    Listed,
}

pub async fn watch(command: WatchCommand) -> ExitCode {
    let (whom, folder, on) = match command {
        WatchCommand::Add { whom, folder } => (whom, folder, true),
        WatchCommand::Remove { whom, folder } => (whom, folder, false),
    };
    match put(whom, &folder, on).await {
        Ok(count) => {
            say(&format!("{count} watched"));
            ExitCode::SUCCESS
        }
        Err(fault) => failed(&fault),
    }
}

async fn put(whom: Whom, folder: &Folder, on: bool) -> Result<u64, Fault> {
    let whose = match whom.kind {
        KindOfPerson::Own => Whose::Own,
        KindOfPerson::Relative => Whose::Relative,
        KindOfPerson::Listed => Whose::Listed,
    };
    let staff = whom.staff.unwrap_or_default();
    if staff.is_empty() != (whom.kind == KindOfPerson::Listed) {
        return Err(fault::bad_config().about("--staff"));
    }
    let now = MachineClock.now();
    let mut people = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| fault::bad_config().about(error.kind()))?;
        if line.trim().is_empty() {
            continue;
        }
        let number = hall::gateway::watching::number(line.trim(), now);
        if number.is_empty() {
            return Err(fault::no_subject());
        }
        people.push(WatchedPerson {
            number,
            whose,
            staff: staff.clone(),
        });
    }
    let store = folder.open()?;
    let count = store.watch_people(Act::of_hall(now), people, on).await;
    store.close().await;
    count
}

pub async fn report(month: &str, of: Written<'_>, folder: &Folder) -> ExitCode {
    match write(month, of, folder).await {
        Ok(files) => {
            for file in files {
                say(&file.display().to_string());
            }
            ExitCode::SUCCESS
        }
        Err(fault) => failed(&fault),
    }
}

/// Where a report is written, and whose it is.
pub struct Written<'a> {
    pub out: &'a Path,
    pub config: Option<&'a Path>,
    pub realm: Realm,
}

async fn write(month: &str, of: Written<'_>, folder: &Folder) -> Result<[PathBuf; 2], Fault> {
    let month = Month::parse(month).ok_or_else(fault::odd_draw)?;
    let file = of.config.map(HallFile::read).transpose()?;
    let name = file.and_then(|file| file.name);
    let name = name.unwrap_or_else(|| demonstration_hall(of.realm).name);
    let store = folder.open_for_reading()?;
    let now = MachineClock.now();
    let made = async {
        let newest = hall::store::edition::EditionStore::newest_edition(&store).await?;
        let newest = newest.ok_or_else(fault::no_such_edition)?;
        let catalogue = hall::editions::load(&store, &newest)
            .await
            .map_err(|unread| match unread {
                Unpublished::Other(fault) => fault,
                Unpublished::Faults(_) => fault::no_such_edition(),
            })?;
        audit_month::report(&store, &catalogue, &name, Act::of_hall(now), month).await
    };
    let report = made.await;
    store.close().await;
    audit_month::write(&report?, of.realm, now, of.out)
}
