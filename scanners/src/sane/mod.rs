//! SANE: scanners of Linux through libsane, which is loaded in a child process when a scanner is looked for. The window
//! starts without it, and a backend that crashes or hangs takes the child alone.

mod child;
mod library;
mod says;

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

pub use child::serve;
pub use says::WORK;
use says::{Ask, Say};

use crate::driver::{
    Cancel, Capabilities, Content, Device, DeviceInfo, Driver, End, Event, Failure, Fault, Options, Page,
};
use crate::files::PixelSize;
use crate::page::Raster;
use crate::worker::{Worker, WorkerFault, program};

/// Looking over the network takes some backends long.
const LOOKING: Duration = Duration::from_secs(30);
const ANSWER: Duration = Duration::from_secs(15);
/// Between two pieces of a page: lamps warm up, sheets are pulled in.
const SILENCE: Duration = Duration::from_secs(60);
/// A cancelled device stops within a row or so.
const STOPPING: Duration = Duration::from_secs(10);
/// How soon a cancel is heard.
const LOOK: Duration = Duration::from_millis(25);
/// Of one page.
const MAX_PAGE: usize = 320 * 1024 * 1024;

/// Scanners that libsane knows.
#[derive(Debug, Clone)]
pub struct Sane {
    pub program: PathBuf,
    /// Names of the library, the first that is there.
    pub libraries: Vec<String>,
    /// Where its settings are, when not where the system has them (`SANE_CONFIG_DIR`).
    pub settings: Option<PathBuf>,
}

impl Default for Sane {
    fn default() -> Self {
        Self {
            program: program(),
            libraries: vec!["libsane.so.1".to_owned(), "libsane.so".to_owned()],
            settings: None,
        }
    }
}

impl Sane {
    fn child(&self) -> Result<Worker, Fault> {
        let mut command = Command::new(&self.program);
        command.arg(WORK);
        if let Some(settings) = &self.settings {
            command.env("SANE_CONFIG_DIR", settings);
        }
        let mut worker = Worker::start(&mut command, ANSWER).map_err(into_fault)?;
        worker.ask(&Ask::Load {
            libraries: self.libraries.clone(),
        });
        match hear(&mut worker, ANSWER)? {
            Say::Loaded => Ok(worker),
            Say::Fault { fault } => Err(fault),
            _ => Err(Fault::BadData),
        }
    }
}

impl Driver for Sane {
    fn list(&self) -> Result<Vec<DeviceInfo>, Fault> {
        let mut worker = self.child()?;
        worker.ask(&Ask::List);
        match hear(&mut worker, LOOKING)? {
            Say::Devices { devices } => Ok(devices),
            Say::Fault { fault } => Err(fault),
            _ => Err(Fault::BadData),
        }
    }

    fn open(&self, id: &str) -> Result<Box<dyn Device>, Fault> {
        let mut worker = self.child()?;
        worker.ask(&Ask::Open { name: id.to_owned() });
        match hear(&mut worker, LOOKING)? {
            Say::Opened { capabilities } => Ok(Box::new(SaneDevice {
                worker: Some(worker),
                capabilities,
            })),
            Say::Fault { fault } => Err(fault),
            _ => Err(Fault::BadData),
        }
    }
}

/// One scanner, held by its child until it is dropped.
struct SaneDevice {
    /// Absent once it was lost.
    worker: Option<Worker>,
    capabilities: Capabilities,
}

impl Device for SaneDevice {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn set(&mut self, options: &Options) -> Result<Options, Fault> {
        let worker = self.worker.as_mut().ok_or(Fault::Lost)?;
        worker.ask(&Ask::Set { options: *options });
        match hear(worker, ANSWER) {
            Ok(Say::Applied { options }) => Ok(options),
            Ok(Say::Fault { fault }) => Err(fault),
            Ok(_) => self.lose(Fault::BadData),
            Err(fault) => self.lose(fault),
        }
    }

    fn scan(&mut self, cancel: &Cancel, heard: &mut dyn FnMut(Event)) -> Result<End, Failure> {
        let mut pages = 0;
        let Some(worker) = self.worker.as_mut() else {
            return Err(Fault::Lost.after(0));
        };
        worker.ask(&Ask::Scan);
        match scan(worker, cancel, heard, &mut pages) {
            Ok(Outcome::Ended(end)) => Ok(end),
            Ok(Outcome::Fault(fault)) => Err(fault.after(pages)),
            // A child that is late or gone is of no more use; the next open makes another.
            Err(fault) => {
                self.worker = None;
                Err(fault.after(pages))
            }
        }
    }
}

impl SaneDevice {
    fn lose<T>(&mut self, fault: Fault) -> Result<T, Fault> {
        self.worker = None;
        Err(fault)
    }
}

impl Drop for SaneDevice {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.as_mut() {
            worker.ask(&Ask::Close);
            let _ = hear(worker, Duration::from_secs(3));
        }
    }
}

/// The child's last word of a scan.
enum Outcome {
    Ended(End),
    Fault(Fault),
}

fn scan(
    worker: &mut Worker,
    cancel: &Cancel,
    heard: &mut dyn FnMut(Event),
    pages: &mut u32,
) -> Result<Outcome, Fault> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut of = None;
    let mut cancelled = false;
    let mut until = Instant::now() + SILENCE;
    loop {
        if cancel.is_cancelled() && !cancelled {
            cancelled = true;
            worker.ask(&Ask::Cancel);
            until = Instant::now() + STOPPING;
        }
        let look = until.min(Instant::now() + LOOK);
        let said: Say = match worker.hear(look) {
            Err(WorkerFault::Late) if Instant::now() < until => continue,
            Err(WorkerFault::Late) => return Err(Fault::Timeout),
            other => other.map_err(into_fault)?,
        };
        if !cancelled {
            until = Instant::now() + SILENCE;
        }
        match said {
            Say::PageStarted { number, of: whole } => {
                bytes.clear();
                of = whole;
                if !cancelled {
                    heard(Event::PageStarted { number });
                }
            }
            Say::Piece { bytes: more } => {
                if bytes.len() + more > MAX_PAGE {
                    return Err(Fault::BadData);
                }
                bytes.extend(worker.hear_bytes(more, until).map_err(into_fault)?);
                if !cancelled {
                    heard(Event::Progress {
                        bytes: bytes.len() as u64,
                        of,
                    });
                }
            }
            Say::Page {
                width,
                height,
                grey,
                dpi,
            } => {
                let pixels = std::mem::take(&mut bytes);
                let raster = if grey {
                    Raster::grey(width, height, pixels)
                } else {
                    Raster::colour(width, height, pixels)
                };
                *pages += 1;
                heard(Event::Page(Page {
                    number: *pages,
                    size: PixelSize { width, height },
                    dpi,
                    content: Content::Pixels(raster.ok_or(Fault::BadData)?),
                }));
            }
            Say::Ended { end } => return Ok(Outcome::Ended(end)),
            Say::Fault { fault } => return Ok(Outcome::Fault(fault)),
            Say::Loaded | Say::Devices { .. } | Say::Opened { .. } | Say::Applied { .. } | Say::Closed => {
                return Err(Fault::BadData);
            }
        }
    }
}

fn hear(worker: &mut Worker, within: Duration) -> Result<Say, Fault> {
    worker.hear(Instant::now() + within).map_err(into_fault)
}

fn into_fault(fault: WorkerFault) -> Fault {
    match fault {
        WorkerFault::Missing => Fault::NoLibrary,
        WorkerFault::Ended => Fault::Lost,
        WorkerFault::Late => Fault::Timeout,
        WorkerFault::Garbled => Fault::BadData,
    }
}
