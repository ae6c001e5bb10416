//! A hall for one walk (演练大厅): in memory, on a port of its own, with a practice province of its own. What is walked
//! there is in no list of this machine's hall, and nobody else can call its numbers.

use std::path::PathBuf;

use desk::rehearsal::{CatalogueFiles, Rehearsal, Rehearsals};
use desk::view::TroubleView;
use hall::training::PASSWORD;
use hall::{CatalogueSource, Hall, HallConfig, OutsideSource, Running};
use tokio::net::TcpListener;

use crate::fault::Fault;
use crate::practice::{Practice, fresh_secret};

/// A window of the training hall, and its clerk.
const DESK: &str = "08";
const STAFF: &str = "0826";

/// Opens such halls inside this program.
pub struct Here;

/// Everything of one, ended together.
struct Held {
    running: Option<Running>,
    practice: Practice,
    out: PathBuf,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            tokio::spawn(async move { running.shutdown().await });
        }
        self.practice.end();
        if let Err(cause) = std::fs::remove_dir_all(&self.out) {
            tracing::debug!(error = %cause, "the folder of a walk was not there to be removed");
        }
    }
}

#[async_trait::async_trait]
impl Rehearsals for Here {
    async fn open(&self, files: CatalogueFiles) -> Result<Rehearsal, desk::Trouble> {
        opened(files).await.map_err(|fault| {
            let TroubleView { code, zh, en } = fault.view();
            desk::Trouble::new(&code, zh, en)
        })
    }
}

async fn opened(files: CatalogueFiles) -> Result<Rehearsal, Fault> {
    let practice = Practice::start().await?;
    let told = |cause: std::io::Error| Fault::Hall(cause.to_string());
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(told)?;
    let token = fresh_secret()?;
    let config = HallConfig {
        catalogue: CatalogueSource::Given(Box::new(files)),
        outside_secret: practice.secret().to_owned(),
        ..HallConfig::training(
            token.clone(),
            OutsideSource::Practice(practice.address().to_owned()),
        )
    };
    let hall = Hall::open(config)
        .await
        .map_err(|fault| Fault::Hall(fault.to_string()))?;
    let running = hall
        .serve(listener)
        .await
        .map_err(|fault| Fault::Hall(fault.to_string()))?;
    let out = std::env::temp_dir().join(format!("yichuang-walk-{}", uuid::Uuid::now_v7()));
    Ok(Rehearsal {
        hall: running.url.clone(),
        token,
        desk: DESK.to_owned(),
        staff: STAFF.to_owned(),
        password: PASSWORD.to_owned(),
        out: out.clone(),
        held: Box::new(Held {
            running: Some(running),
            practice,
            out,
        }),
    })
}
