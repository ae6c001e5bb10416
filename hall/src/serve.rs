//! Opening a hall and serving it: in its own process or inside the window's.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use cases::audit::{Chain, Head};
use cases::catalogue::Catalogue;
use cases::crypto::PublicKey;
use cases::error::Trouble;
use cases::realm::Realm;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::{Clock, Steady};
use crate::config::{
    CatalogueSource, GrantEntry, HallConfig, OpenFault, PhonesEntry, Signing, StaffEntry, check_limits,
    queue_rules, reuse_rules, texts,
};
use crate::dispatch::engine;
use crate::editions;
use crate::fault::{self, Fault};
use crate::forgetting;
use crate::gateway::identity::Platforms;
use crate::intake::{guard, sweep, waiting};
use crate::keeping::{self, Printer};
use crate::law::Counting;
use crate::outside::{Directory, Door, Lines};
use crate::phones::{self, Baskets};
use crate::rooms::{InForce, Rooms};
use crate::served::{self, OpenedWith};
use crate::sources::Connections;
use crate::store::sqlite::SqliteStore;
use crate::store::{Act, CHAIN, Grant, StaffRow, Store, Unmade};
use crate::{http, objections, online, texting, training};

/// How long open requests may go on when the hall closes.
const GRACE: Duration = Duration::from_secs(2);

/// An open hall: its store is there, nothing is served yet.
pub struct Hall {
    rooms: Arc<Rooms>,
    token: String,
    phones: Option<PhonesEntry>,
}

/// A hall that serves. Dropping it leaves it running; [`Running::shutdown`] closes it.
pub struct Running {
    /// Base address, such as `http://127.0.0.1:40123`.
    pub url: String,
    /// The token desks carry.
    pub token: String,
    rooms: Arc<Rooms>,
    handle: Handle<SocketAddr>,
    tasks: Vec<JoinHandle<()>>,
}

impl Hall {
    /// Opens the store, checks the catalogue, seeds a training hall, frees what a killed hall left behind.
    pub async fn open(config: HallConfig) -> Result<Hall, OpenFault> {
        let store: Arc<dyn Store> = match &config.data_dir {
            Some(folder) => Arc::new(SqliteStore::open(folder, config.key)?),
            None => Arc::new(SqliteStore::in_memory()?),
        };
        Self::open_on(config, store).await
    }

    /// Opens a hall on a store that is there already.
    pub async fn open_on(config: HallConfig, store: Arc<dyn Store>) -> Result<Hall, OpenFault> {
        let files = config.catalogue.files()?;
        let source = Catalogue::of_files(&files).map_err(OpenFault::Catalogue)?;
        let directory = Directory::new(config.outside, config.realm)?;
        let door = Door::new(config.outside_secret)?;
        let sources = Connections::read(config.sources, &config.secrets, config.realm, &source.sources)
            .map_err(OpenFault::Sources)?;
        let clock = Steady::over(config.clock);
        let now = clock.now();
        let act = Act::of_hall(now);
        let Signing { key, suite } = config.signing;
        let key = editions::prepare_key(store.as_ref(), act.clone(), key, suite).await?;
        let is_embedded = config.catalogue.is_embedded();
        let (files, opened_with) = match &config.catalogue {
            CatalogueSource::Folder(_) => served::of(files),
            CatalogueSource::Embedded | CatalogueSource::Given(_) => (files, OpenedWith::default()),
        };
        opened_with.log();
        let of_folder =
            editions::open(store.as_ref(), &key, &config.hall.code, act, files, is_embedded).await?;
        let newest = store.newest_edition().await?.ok_or_else(fault::no_such_edition)?;
        let catalogue = Arc::new(editions::load(store.as_ref(), &newest).await?);
        let counting = Counting {
            calendar: catalogue.calendar.clone(),
            opening: config.hall.opening.clone(),
        };
        store.put_counting(Act::of_hall(now), counting.clone()).await?;
        let queue = Arc::new(queue_rules(config.queue)?);
        store.put_windows(Act::of_hall(now), Arc::clone(&queue)).await?;
        let reuse = reuse_rules(config.reuse)?;
        let collected = sources.collected().map(str::to_owned);
        store.put_reuse(collected, reuse.clone()).await?;
        let texts = Arc::new(texts(config.texts, &config.hall.name)?);
        config
            .watch
            .check()
            .map_err(|odd| fault::bad_watch_rules().about(odd))?;
        let mut limits = config.limits;
        if config.realm == Realm::Training {
            limits.extend(training::limits());
        }
        check_limits(&limits, &catalogue, &source)?;
        let identity = Platforms::read(&config.identity)?;
        drop(source);
        match config.realm {
            Realm::Training => training::seed(store.as_ref(), &catalogue, &queue, now).await?,
            Realm::Live => {}
        }
        store
            .put_staff(config.staff.into_iter().map(account).collect())
            .await?;
        store
            .put_grants(config.grants.into_iter().map(grant).collect())
            .await?;
        let freed = store.release_leases().await?
            + store.release_text_leases().await?
            + store.release_objection_leases().await?;
        tracing::info!(
            hall.realm = config.realm.word(),
            hall.leases_freed = freed,
            "the hall is open"
        );
        let rooms = Arc::new(Rooms {
            realm: config.realm,
            hall: Arc::new(config.hall),
            store,
            in_force: RwLock::new(Arc::new(InForce {
                sequence: newest.manifest.sequence,
                catalogue,
                counting: Arc::new(counting),
            })),
            last_difference: tokio::sync::Mutex::new(None),
            taking_up: tokio::sync::Mutex::new(()),
            signing_key: key,
            queue,
            texts,
            limits: limits.into(),
            watch: config.watch,
            clock,
            door,
            directory,
            sources,
            identity,
            lines: Lines::default(),
            phones: Arc::<Baskets>::default(),
            printer: Printer::default(),
            pace: config.pace,
            keep: config.keep,
            reuse,
            token_digest: Sha256::digest(config.token.as_bytes()).into(),
            address: OnceLock::new(),
            closing: watch::channel(false).0,
            heard: Mutex::new(HashMap::new()),
            opened_at: now,
            opened_with: (of_folder.unwrap_or(0), opened_with),
            older: Mutex::new(HashMap::new()),
        });
        if let Some(address) = config.reached_at {
            let _ = rooms.address.set(address.trim_end_matches('/').to_owned());
        }
        Ok(Hall {
            rooms,
            token: config.token,
            phones: config.phones,
        })
    }

    /// Serves plain HTTP, which loopback alone may carry.
    pub async fn serve(self, listener: TcpListener) -> Result<Running, Fault> {
        let address = listener
            .local_addr()
            .map_err(|error| fault::bad_config().inside(error))?;
        if !address.ip().is_loopback() {
            return Err(fault::plain_http());
        }
        self.start(listener, address, None).await
    }

    /// Serves HTTPS with a certificate chain and key in PEM.
    pub async fn serve_tls(
        self,
        listener: TcpListener,
        certificate: &Path,
        key: &Path,
    ) -> Result<Running, Fault> {
        // Another part of the process may have installed it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tls = RustlsConfig::from_pem_file(certificate, key)
            .await
            .map_err(|error| fault::bad_config().about(format!("TLS: {}", error.kind())))?;
        let address = listener
            .local_addr()
            .map_err(|error| fault::bad_config().inside(error))?;
        self.start(listener, address, Some(tls)).await
    }

    async fn start(
        self,
        listener: TcpListener,
        address: SocketAddr,
        tls: Option<RustlsConfig>,
    ) -> Result<Running, Fault> {
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{address}");
        let rooms = self.rooms;
        // An address that was given stands.
        let _ = rooms.address.set(url.clone());
        let app = http::router(Arc::clone(&rooms)).into_make_service();
        let handle = Handle::new();
        let listener = listener
            .into_std()
            .map_err(|error| fault::bad_config().inside(error))?;
        let broken = |error: std::io::Error| fault::bad_config().inside(error);
        let mut tasks = Vec::new();
        if let Some(entry) = self.phones {
            tasks.push(phones::door::open(&rooms, entry).await?);
        }
        match tls {
            None => {
                let server = axum_server::from_tcp(listener)
                    .map_err(broken)?
                    .handle(handle.clone());
                tasks.push(tokio::spawn(async move { ended(server.serve(app).await) }));
            }
            Some(tls) => {
                let server = axum_server::from_tcp_rustls(listener, tls)
                    .map_err(broken)?
                    .handle(handle.clone());
                tasks.push(tokio::spawn(async move { ended(server.serve(app).await) }));
            }
        }
        tasks.push(tokio::spawn(engine::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(waiting::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(guard::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(sweep::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(editions::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(forgetting::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(texting::engine::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(objections::engine::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        tasks.push(tokio::spawn(online::engine::run(
            Arc::clone(&rooms),
            rooms.closing.subscribe(),
        )));
        let catching_up = Arc::clone(&rooms);
        tokio::spawn(async move {
            catching_up.printer.warm_up().await;
            if let Err(fault) = keeping::make(&catching_up, Unmade::All).await {
                tracing::error!(paper.code = fault.code(), paper.cause = ?fault.cause, "a paper was not made");
            }
        });
        Ok(Running {
            url,
            token: self.token,
            rooms,
            handle,
            tasks,
        })
    }
}

fn account(entry: StaffEntry) -> StaffRow {
    StaffRow {
        number: entry.number,
        name: entry.name,
        role: entry.role,
        password_hash: entry.password_hash,
        locked_until: None,
    }
}

fn grant(entry: GrantEntry) -> Grant {
    Grant {
        id: entry.id,
        item: entry.item,
        dataset: entry.dataset,
        elements: entry.elements,
        valid_until: entry.valid_until,
        origin: "file",
    }
}

fn ended(result: std::io::Result<()>) {
    if let Err(error) = result {
        tracing::error!(serve.cause = %error, "the hall stopped serving");
    }
}

impl Running {
    /// Stops taking requests, lets open ones end, waits for the tasks and closes the store.
    pub async fn shutdown(self) {
        self.rooms.closing.send_replace(true);
        self.handle.graceful_shutdown(Some(GRACE));
        for task in self.tasks {
            let _ = task.await;
        }
        self.rooms.store.close().await;
    }

    /// What windows know this hall's editions by, for whoever hands it over.
    pub fn catalogue_key(&self) -> Option<PublicKey> {
        self.rooms.signing_key.public()
    }

    /// The store, for whoever runs the hall in the same process.
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.rooms.store)
    }
}

/// Verifies the whole audit chain in parts; gives its head.
pub async fn verify_audit(store: &dyn Store) -> Result<Head, Trouble> {
    let chain = Chain::named(CHAIN);
    let mut head = chain.start();
    loop {
        let entries = store
            .audit(head.seq, 1_000)
            .await
            .map_err(|fault| fault.trouble)?;
        if entries.is_empty() {
            return Ok(head);
        }
        head = chain.verify_from(&head, &entries)?;
    }
}
