//! `yichuang-hall catalogue`: check, schema, search, publish, list, diff and rollback, beside a running hall as well.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cases::catalogue::edition::{Manifest, SignedManifest};
use cases::catalogue::{Catalogue, Checked, check, schema};
use cases::realm::Realm;
use clap::{Args, Subcommand};
use hall::clock::{Clock, MachineClock};
use hall::config::{HallFile, Signing, demonstration_hall};
use hall::editions::{self, Publication, Unpublished};
use hall::fault::{self, Fault};
use hall::store::edition::EditionStore;
use hall::store::sqlite::SqliteStore;
use hall::store::{Act, Store};
use hall::{CatalogueSource, OpenFault};

use crate::{broken, complain, failed, read_key, say};

#[derive(Subcommand)]
pub enum CatalogueCommand {
    /// Name every fault of a catalogue folder
    Check {
        /// Folder with items.json and the files beside it
        dir: PathBuf,
    },
    /// Print the JSON Schema of a catalogue folder, or write the schema of each of its files into DIR
    Schema {
        /// Folder to write them into; it is made where it is not there
        dir: Option<PathBuf>,
        /// Print the schema of this file alone: items, bundles, data_elements …
        #[arg(long, conflicts_with = "dir")]
        of: Option<String>,
    },
    /// Find items as a window does: one question a line in, one JSON object a line out with the microseconds it took
    Search(Search),
    /// Publish a catalogue folder as the next edition
    Publish {
        /// Folder with items.json and the files beside it
        dir: PathBuf,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        hand: Hand,
    },
    /// List the editions, newest first
    List {
        #[command(flatten)]
        folder: Folder,
    },
    /// Say what changed from one edition to another
    Diff {
        /// Number of an edition, such as 20261127-1, or the hash of its content
        from: String,
        /// Number of the edition to compare it with
        to: String,
        #[command(flatten)]
        folder: Folder,
    },
    /// Publish the content of an older edition under the next number
    Rollback {
        /// Number of the edition whose content comes back
        edition: String,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        hand: Hand,
    },
}

#[derive(Args)]
pub struct Search {
    /// Read the questions from standard input
    #[arg(long, required = true)]
    stdin: bool,
    /// Folder of catalogue files instead of the embedded demonstration catalogue
    #[arg(long)]
    catalogue: Option<PathBuf>,
    /// Hits of one question
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

/// Where the hall keeps its store.
#[derive(Args)]
pub struct Folder {
    /// Folder of the hall's store
    #[arg(long, env = "YICHUANG_HALL_DATA")]
    data: PathBuf,
    /// Raw key of the store, 64 hex digits
    #[arg(long, env = "YICHUANG_HALL_KEY", hide_env_values = true)]
    key: Option<String>,
}

impl Folder {
    /// Publishing may come before the hall's first start; looking may not.
    pub fn open(&self) -> Result<SqliteStore, Fault> {
        SqliteStore::open(&self.data, read_key(self.key.as_deref())?)
    }

    pub fn open_for_reading(&self) -> Result<SqliteStore, Fault> {
        SqliteStore::open_for_reading(&self.data, read_key(self.key.as_deref())?)
    }
}

/// Who publishes, and why.
#[derive(Args)]
pub struct Hand {
    /// What the edition brings, for those who work by it
    #[arg(long, default_value = "")]
    note: String,
    /// Staff number of who publishes
    #[arg(long, default_value = "catalogue")]
    by: String,
    /// The edition it was made from; where another came since, nothing is published
    #[arg(long)]
    previous: Option<String>,
    /// Private key to sign with from now on, PKCS#8 PEM
    #[arg(long)]
    signing_key: Option<PathBuf>,
    /// The hall's file, TOML: its code and the suite of a key that is made
    #[arg(long)]
    config: Option<PathBuf>,
}

/// What a publish needs of the hall.
struct Ready {
    store: SqliteStore,
    key: cases::crypto::SecretKey,
    of: Publication,
}

impl Hand {
    async fn ready(self, folder: &Folder) -> Result<Ready, Fault> {
        let file = self.config.as_deref().map(HallFile::read).transpose()?;
        let given = self.signing_key.as_deref().map(Signing::read).transpose()?;
        let store = folder.open()?;
        let act = Act::new("catalogue", self.by, MachineClock.now());
        let suite = file.as_ref().and_then(|file| file.signing.as_ref());
        let suite = suite.map(|signing| signing.suite);
        let key = editions::prepare_key(&store, act.clone(), given, suite).await?;
        let newest = store.newest_edition().await?;
        let hall = file.and_then(|file| file.code);
        let hall = hall.or_else(|| newest.map(|edition| edition.manifest.hall));
        let of = Publication {
            act,
            hall: hall.unwrap_or_else(|| demonstration_hall(Realm::Live).code),
            note: self.note,
            previous: self.previous,
        };
        Ok(Ready { store, key, of })
    }
}

pub async fn run(command: CatalogueCommand) -> ExitCode {
    match command {
        CatalogueCommand::Check { dir } => report(dir),
        CatalogueCommand::Schema { dir: Some(dir), .. } => write_schemas(&dir),
        CatalogueCommand::Schema { dir: None, of } => print_schema(of.as_deref()),
        CatalogueCommand::Search(options) => search(options),
        CatalogueCommand::Publish { dir, folder, hand } => {
            let files = match CatalogueSource::Folder(dir).files() {
                Ok(files) => files,
                Err(OpenFault::Catalogue(faults) | OpenFault::Sources(faults)) => return broken(&faults),
                Err(OpenFault::Other(fault)) => return failed(&fault),
            };
            let Ready { store, key, of } = match hand.ready(&folder).await {
                Ok(ready) => ready,
                Err(fault) => return failed(&fault),
            };
            let published = editions::publish(&store, key, of, files).await;
            let told = tell(&store, published).await;
            store.close().await;
            told
        }
        CatalogueCommand::Rollback {
            edition,
            folder,
            hand,
        } => {
            let Ready { store, key, of } = match hand.ready(&folder).await {
                Ok(ready) => ready,
                Err(fault) => return failed(&fault),
            };
            let published = editions::roll_back(&store, key, of, &edition).await;
            let told = tell(&store, published.map_err(Unpublished::Other)).await;
            store.close().await;
            told
        }
        CatalogueCommand::List { folder } => ended(list(&folder).await),
        CatalogueCommand::Diff { from, to, folder } => ended(diff(&folder, &from, &to).await),
    }
}

fn print_schema(of: Option<&str>) -> ExitCode {
    let Some(file) = of else {
        let whole = schema::whole().and_then(|whole| serde_json::to_string_pretty(&whole));
        return ended(whole.map(|text| say(&text)).map_err(Fault::from));
    };
    match schema::of(file) {
        Some(text) => {
            say(text.trim_end());
            ExitCode::SUCCESS
        }
        None => {
            let names = schema::ALL.map(|(name, _)| name).join(", ");
            complain(&format!(
                "没有这个文件的格式说明：{file} / no file of a catalogue: {file}\n{names}"
            ));
            ExitCode::FAILURE
        }
    }
}

/// Writes each schema beside the others, under the name by which the catalogue's people know it.
fn write_schemas(dir: &Path) -> ExitCode {
    let write = || {
        std::fs::create_dir_all(dir)?;
        for (name, text) in schema::ALL {
            let path = dir.join(format!("{name}.schema.json"));
            std::fs::write(&path, text)?;
            say(&path.display().to_string());
        }
        Ok::<(), std::io::Error>(())
    };
    match write() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!(
                "写不进 {0}：{error} / cannot write into {0}: {error}",
                dir.display()
            ));
            ExitCode::FAILURE
        }
    }
}

fn search(options: Search) -> ExitCode {
    let source = options
        .catalogue
        .map_or(CatalogueSource::Embedded, CatalogueSource::Folder);
    let catalogue = match source.load() {
        Ok(catalogue) => catalogue,
        Err(OpenFault::Catalogue(faults) | OpenFault::Sources(faults)) => return broken(&faults),
        Err(OpenFault::Other(fault)) => return failed(&fault),
    };
    let questions = std::io::stdin().lock();
    match hall::finding::answer(&catalogue, options.limit, questions, std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the answers has gone.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn ended(result: Result<(), Fault>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => failed(&fault),
    }
}

/// Every fault on standard error, what is noted and the counts on standard output.
fn report(dir: PathBuf) -> ExitCode {
    let files = match CatalogueSource::Folder(dir).files() {
        Ok(files) => files,
        Err(OpenFault::Catalogue(faults) | OpenFault::Sources(faults)) => return broken(&faults),
        Err(OpenFault::Other(fault)) => return failed(&fault),
    };
    let Checked { faults, noted } = check(&files);
    for (fault, note) in &noted {
        say(&format!(
            "noted {} {} {} {}：{}",
            fault.file, fault.path, fault.trouble.code, fault.trouble.zh, note.why
        ));
    }
    if !faults.is_empty() {
        say(&format!("{} faults · {} noted", faults.len(), noted.len()));
        return broken(&faults);
    }
    match Catalogue::load(files) {
        Ok(catalogue) => {
            say(&format!(
                "content {} · {} items · {} noted",
                catalogue.edition,
                catalogue.items.len(),
                noted.len()
            ));
            ExitCode::SUCCESS
        }
        Err(faults) => broken(&faults),
    }
}

/// Says what was published, and what it changed.
async fn tell(store: &SqliteStore, published: Result<SignedManifest, Unpublished>) -> ExitCode {
    let said = match published {
        Ok(signed) => said(store, &signed).await,
        Err(Unpublished::Faults(faults)) => return broken(&faults),
        Err(Unpublished::Other(fault)) => Err(fault),
    };
    ended(said)
}

async fn said(store: &SqliteStore, signed: &SignedManifest) -> Result<(), Fault> {
    let manifest: Manifest = serde_json::from_str(&signed.manifest)?;
    let from = manifest.sequence - 1;
    let difference = editions::difference(store, from, manifest.sequence).await?;
    say(&line(&manifest));
    say(&format!(
        "added {} · changed {} · removed {}",
        difference.added.len(),
        difference.changed.len(),
        difference.removed.len()
    ));
    Ok(())
}

fn line(manifest: &Manifest) -> String {
    let back = manifest.rollback_of.as_ref();
    let back = back.map(|number| format!(" · 回退 {number}")).unwrap_or_default();
    format!(
        "edition {} · {} · {} items · {} · {} · {}{back}{}",
        manifest.number,
        manifest.published_at,
        manifest.items,
        manifest.content,
        manifest.suite.word(),
        manifest.by,
        if manifest.note.is_empty() {
            String::new()
        } else {
            format!(" · {}", manifest.note)
        }
    )
}

async fn list(folder: &Folder) -> Result<(), Fault> {
    let store = folder.open_for_reading()?;
    let editions = store.editions().await;
    store.close().await;
    let editions = editions?;
    if editions.is_empty() {
        say("还没有发布过版本 / nothing was published here");
    }
    for edition in editions {
        say(&line(&edition.manifest));
    }
    Ok(())
}

async fn diff(folder: &Folder, from: &str, to: &str) -> Result<(), Fault> {
    let store = folder.open_for_reading()?;
    let changes = changes(&store, from, to).await;
    store.close().await;
    let changes = changes?;
    if changes.is_empty() {
        say("内容相同 / the content is the same");
    }
    for change in changes {
        say(&format!(
            "{} {} {}",
            change.kind.sign(),
            change.name,
            change.title
        ));
        for said in change.said {
            say(&format!("    {} / {}", said.zh, said.en));
        }
    }
    Ok(())
}

async fn changes(store: &SqliteStore, from: &str, to: &str) -> Result<Vec<editions::PartChange>, Fault> {
    let find = async |name: &str| {
        let found = store.find_edition(name).await?;
        found.ok_or_else(|| fault::no_such_edition().about(name))
    };
    let (from, to) = (find(from).await?, find(to).await?);
    editions::compare(store, from.manifest.sequence, to.manifest.sequence).await
}
