//! `yichuang-hall`: serves a hall, checks and publishes catalogues, verifies the audit chain.

mod catalogue;
mod grants;
mod looks;

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use cases::realm::Realm;
use cases::watch::WatchRules;
use catalogue::{CatalogueCommand, Folder};
use clap::{Args, Parser, Subcommand};
use grants::GrantsCommand;
use hall::clock::MachineClock;
use hall::config::{HallFile, Keep, Pace, Signing, TRAINING_SECRET, demonstration_hall};
use hall::fault::Fault;
use hall::store::Store;
use hall::{CatalogueSource, Hall, HallConfig, OpenFault, OutsideSource, fault, serve};
use looks::WatchCommand;

#[derive(Parser)]
#[command(name = "yichuang-hall", version, about = "The hall server of Yichuang 一窗")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a hall until it is stopped
    Serve(Box<Serve>),
    /// Check catalogues, publish editions
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    /// Look at the audit log
    #[command(subcommand)]
    Audit(AuditCommand),
    /// What may be read, and who let it
    #[command(subcommand)]
    Grants(GrantsCommand),
    /// Whose looks at whom are told at once
    #[command(subcommand)]
    Watch(WatchCommand),
    /// Prepare staff accounts
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Print the published contract between windows and hall
    Openapi,
}

#[derive(Args)]
struct Serve {
    /// The training realm: invented people, loopback addresses
    #[arg(long)]
    training: bool,
    /// Base address of the practice province (training only)
    #[arg(long)]
    practice: Option<String>,
    /// The secret that the practice province shows and asks for
    #[arg(long, env = "YICHUANG_PRACTICE_SECRET", hide_env_values = true)]
    practice_secret: Option<String>,
    /// 0 takes a free port
    #[arg(long, default_value_t = 0)]
    port: u16,
    #[arg(long, default_value = "127.0.0.1")]
    addr: IpAddr,
    /// Folder of the store; without it everything is kept in memory
    #[arg(long)]
    data: Option<PathBuf>,
    /// Certificate chain, PEM
    #[arg(long, requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key, PEM
    #[arg(long, requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Folder of catalogue files instead of the embedded demonstration catalogue
    #[arg(long)]
    catalogue: Option<PathBuf>,
    /// Private key that editions are signed with, PKCS#8 PEM (Ed25519 or SM2); without it the hall makes its own
    #[arg(long)]
    signing_key: Option<PathBuf>,
    /// Addresses, name and hours of the hall, TOML
    #[arg(long)]
    config: Option<PathBuf>,
    /// Where departments reach this hall, if not at the address it listens on
    #[arg(long)]
    reached_at: Option<String>,
    /// The token desks carry; made at each start when absent
    #[arg(long, env = "YICHUANG_HALL_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Raw key of the store, 64 hex digits
    #[arg(long, env = "YICHUANG_HALL_KEY", hide_env_values = true)]
    key: Option<String>,
    /// End when standard input ends
    #[arg(long)]
    exit_with_stdin: bool,
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Read a password from standard input and print its hash for the hall's file
    Hash,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Verify the hash chain from its first entry
    Verify {
        #[command(flatten)]
        folder: Folder,
    },
    /// Write the report of a month (审计月报): audit-2026-11.pdf and audit-2026-11.csv
    Report {
        /// Such as 2026-11
        #[arg(long)]
        month: String,
        /// Folder the two files are written to
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        folder: Folder,
        /// The hall's file, TOML: its name
        #[arg(long)]
        config: Option<PathBuf>,
        /// The store is a training hall's: its paper is marked 训练
        #[arg(long)]
        training: bool,
    },
}

/// Exit codes: 1 did not work, or was not asked as it can be; 2 the catalogue or a source's table is broken; 3 the
/// audit chain is broken.
fn main() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(asked) => {
            let _ = asked.print();
            // Help is what was asked for; anything else is no broken catalogue.
            return ExitCode::from(u8::from(asked.use_stderr()));
        }
    };
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("YICHUANG_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&fault::store_failed().inside(error)),
    };
    let code = runtime.block_on(run(command));
    runtime.shutdown_background();
    code
}

async fn run(command: Command) -> ExitCode {
    match command {
        Command::Serve(options) => match serve_hall(*options).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(OpenFault::Catalogue(faults) | OpenFault::Sources(faults)) => broken(&faults),
            Err(OpenFault::Other(fault)) => failed(&fault),
        },
        Command::Catalogue(command) => catalogue::run(command).await,
        Command::Audit(AuditCommand::Verify { folder }) => verify(&folder).await,
        Command::Audit(AuditCommand::Report {
            month,
            out,
            folder,
            config,
            training,
        }) => {
            let of = looks::Written {
                out: &out,
                config: config.as_deref(),
                realm: if training { Realm::Training } else { Realm::Live },
            };
            looks::report(&month, of, &folder).await
        }
        Command::Grants(command) => grants::run(command).await,
        Command::Watch(command) => looks::watch(command).await,
        Command::Staff(StaffCommand::Hash) => hash_password(),
        Command::Openapi => {
            say(&hall::openapi_json());
            ExitCode::SUCCESS
        }
    }
}

fn hash_password() -> ExitCode {
    let mut password = String::new();
    if std::io::stdin().read_line(&mut password).is_err() || password.trim_end().chars().count() < 10 {
        complain("密码至少 10 个字符 / a password has at least 10 characters");
        return ExitCode::FAILURE;
    }
    match hall::staff::hash_password(Realm::Live, password.trim_end()) {
        Ok(hash) => {
            say(&hash);
            ExitCode::SUCCESS
        }
        Err(fault) => failed(&fault),
    }
}

async fn verify(folder: &Folder) -> ExitCode {
    let store = match folder.open_for_reading() {
        Ok(store) => store,
        Err(fault) => return failed(&fault),
    };
    let verified = serve::verify_audit(&store).await;
    store.close().await;
    match verified {
        Ok(head) => {
            say(&format!("{} entries, head {}", head.seq, head.hash));
            ExitCode::SUCCESS
        }
        Err(trouble) => {
            complain(&format!("{} {}\n{}", trouble.code, trouble.zh, trouble.en));
            ExitCode::from(3)
        }
    }
}

async fn serve_hall(options: Serve) -> Result<(), OpenFault> {
    let address = SocketAddr::new(options.addr, options.port);
    if options.tls_cert.is_none() && !options.addr.is_loopback() {
        return Err(fault::plain_http().into());
    }
    let tls = options.tls_cert.clone().zip(options.tls_key.clone());
    let exit_with_stdin = options.exit_with_stdin;
    let hall = Hall::open(configure(options)?).await?;
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| fault::bad_config().about(error.kind()))?;
    let running = match tls {
        None => hall.serve(listener).await?,
        Some((certificate, key)) => hall.serve_tls(listener, &certificate, &key).await?,
    };
    say(&serde_json::json!({ "hall": running.url, "token": running.token }).to_string());
    until_stopped(exit_with_stdin).await;
    running.shutdown().await;
    Ok(())
}

fn configure(options: Serve) -> Result<HallConfig, Fault> {
    let realm = if options.training {
        Realm::Training
    } else {
        Realm::Live
    };
    let outside = match options.practice {
        Some(_) if realm == Realm::Live => return Err(fault::crossed_realms()),
        Some(practice) => OutsideSource::Practice(practice),
        None => OutsideSource::Nowhere,
    };
    let token = match options.token {
        Some(token) => token,
        None => hall::fresh_token()?,
    };
    let mut config = HallConfig {
        realm,
        data_dir: options.data,
        key: read_key(options.key.as_deref())?,
        token,
        outside,
        outside_secret: options
            .practice_secret
            .unwrap_or_else(|| TRAINING_SECRET.to_owned()),
        sources: hall::sources::Table::new(),
        secrets: hall::sources::Secrets::new(),
        catalogue: options
            .catalogue
            .map_or(CatalogueSource::Embedded, CatalogueSource::Folder),
        signing: Signing {
            key: options.signing_key.as_deref().map(Signing::read).transpose()?,
            suite: None,
        },
        hall: demonstration_hall(realm),
        clock: std::sync::Arc::new(MachineClock),
        pace: Pace::of(realm),
        keep: Keep::default(),
        reuse: None,
        reached_at: options.reached_at,
        staff: Vec::new(),
        grants: Vec::new(),
        queue: None,
        texts: None,
        limits: Vec::new(),
        identity: hall::config::IdentityEntry::default(),
        phones: hall::config::PhonesEntry::of(realm),
        watch: match realm {
            Realm::Training => WatchRules::training(),
            Realm::Live => WatchRules::default(),
        },
    };
    match (options.config, realm) {
        (Some(path), _) => HallFile::read(&path)?.apply(&mut config),
        (None, Realm::Training) => {}
        (None, Realm::Live) => return Err(fault::bad_config().about("--config")),
    }
    if realm == Realm::Live && config.outside_secret == TRAINING_SECRET {
        return Err(fault::bad_config().about("secret"));
    }
    Ok(config)
}

fn read_key(text: Option<&str>) -> Result<Option<[u8; 32]>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let bytes = hex::decode(text)
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.map(Some).ok_or_else(|| fault::bad_config().about("key"))
}

/// Waits for a signal, or for the end of standard input.
async fn until_stopped(exit_with_stdin: bool) {
    let (say, hear) = tokio::sync::oneshot::channel();
    if exit_with_stdin {
        std::thread::spawn(move || {
            let mut sink = [0u8; 256];
            while matches!(std::io::stdin().read(&mut sink), Ok(read) if read > 0) {}
            let _ = say.send(());
        });
        tokio::select! {
            _ = hear => {}
            () = signalled() => {}
        }
    } else {
        signalled().await;
    }
}

async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn broken(faults: &[cases::catalogue::CatalogueFault]) -> ExitCode {
    for fault in faults {
        let trouble = &fault.trouble;
        let path = if fault.path.is_empty() { "." } else { &fault.path };
        complain(&format!(
            "{} {} {} {} / {}",
            fault.file, path, trouble.code, trouble.zh, trouble.en
        ));
    }
    ExitCode::from(2)
}

fn failed(fault: &Fault) -> ExitCode {
    complain(&format!(
        "{} {}\n{}",
        fault.trouble.code, fault.trouble.zh, fault.trouble.en
    ));
    if let Some(cause) = &fault.cause {
        complain(cause);
    }
    ExitCode::FAILURE
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Whoever reads us may have gone; the hall goes on.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
