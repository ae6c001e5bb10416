//! The hall of this machine inside this process, and the practice province it asks.
//!
//! Its port is taken at once and its store opens with the vault; from then until it closes, other programs of this
//! machine find it by its line.

use std::path::Path;
use std::time::Duration;

use hall::{Hall, HallConfig, OpenFault, OutsideSource};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use crate::fault::Fault;
use crate::hall_line::{HallLine, Holder};
use crate::home::make_private;
use crate::practice::{Practice, fresh_secret};

/// Names the hall's key among those derived from the vault's.
pub const HALL_KEY: &str = "in-process hall store";
const CLOSING_WITHIN: Duration = Duration::from_secs(5);

/// The hall this program holds. The parts end in the order in which they are written.
pub struct HallHere {
    state: Mutex<State>,
    line: HallLine,
    practice: Practice,
    holder: Holder,
}

enum State {
    /// Its port is taken; it opens with the vault.
    Waiting {
        listener: TcpListener,
        config: Box<HallConfig>,
    },
    Open(hall::Running),
    Closed,
}

impl HallHere {
    /// Starts the practice province and takes a port; nothing is served yet.
    pub async fn prepare(realm: &Path, holder: Holder) -> Result<Self, Fault> {
        let practice = Practice::start().await?;
        let told = |cause: std::io::Error| Fault::Hall(cause.to_string());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(told)?;
        let line = HallLine {
            hall: format!("http://{}", listener.local_addr().map_err(told)?),
            token: fresh_secret()?,
            key: String::new(),
        };
        let folder = realm.join("hall");
        make_private(&folder).map_err(|cause| Fault::Folder(folder.display().to_string(), cause))?;
        let config = HallConfig {
            data_dir: Some(folder),
            outside_secret: practice.secret().to_owned(),
            ..HallConfig::training(
                line.token.clone(),
                OutsideSource::Practice(practice.address().to_owned()),
            )
        };
        let state = Mutex::new(State::Waiting {
            listener,
            config: Box::new(config),
        });
        Ok(Self {
            state,
            line,
            practice,
            holder,
        })
    }

    pub fn line(&self) -> &HallLine {
        &self.line
    }

    pub fn practice(&self) -> &Practice {
        &self.practice
    }

    /// Opens and serves the hall; one that is open stays as it is.
    pub async fn open(&self, key: [u8; 32]) -> Result<(), Fault> {
        let mut state = self.state.lock().await;
        match std::mem::replace(&mut *state, State::Closed) {
            State::Waiting { listener, config } => {
                let opening = HallConfig {
                    key: Some(key),
                    ..HallConfig::clone(&config)
                };
                match Hall::open(opening).await {
                    Ok(open) => {
                        let running = open
                            .serve(listener)
                            .await
                            .map_err(|fault| Fault::Hall(fault.to_string()))?;
                        let line = HallLine {
                            key: key_of(&running),
                            ..self.line.clone()
                        };
                        *state = State::Open(running);
                        self.holder.publish(&line)
                    }
                    Err(fault) => {
                        *state = State::Waiting { listener, config };
                        Err(Fault::Hall(words(&fault)))
                    }
                }
            }
            stays @ (State::Open(_) | State::Closed) => {
                *state = stays;
                Ok(())
            }
        }
    }

    /// The public key of the open hall's editions, PEM.
    pub async fn catalogue_key(&self) -> Option<String> {
        match &*self.state.lock().await {
            State::Open(running) => Some(key_of(running)),
            State::Waiting { .. } | State::Closed => None,
        }
    }

    /// Closes the hall and ends the practice province.
    pub async fn stop(&self) {
        self.holder.withdraw();
        let state = std::mem::replace(&mut *self.state.lock().await, State::Closed);
        if let State::Open(running) = state
            && tokio::time::timeout(CLOSING_WITHIN, running.shutdown())
                .await
                .is_err()
        {
            tracing::warn!("the hall was still busy when the program ended");
        }
        self.practice.end();
    }
}

fn key_of(running: &hall::Running) -> String {
    running.catalogue_key().map(|key| key.pem).unwrap_or_default()
}

fn words(fault: &OpenFault) -> String {
    match fault {
        OpenFault::Catalogue(faults) | OpenFault::Sources(faults) => {
            let first = faults
                .first()
                .map(|one| format!("{} {}: {}", one.file, one.path, one.trouble));
            format!("{fault}; {}", first.unwrap_or_default())
        }
        OpenFault::Other(fault) => fault.to_string(),
    }
}
