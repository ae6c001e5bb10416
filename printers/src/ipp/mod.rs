//! IPP (RFC 8010, 8011; PWG 5100.14): the way to network printers without a driver, and to CUPS.
//!
//! The codec is the `ipp` crate's; the line is ours, so that every call has its time and its size. A job is asked for
//! with its key in its name: after a line that broke, [`Printer::find`] says whether the printer has it.

mod about;
mod ask;
mod job;
mod line;

pub use about::{About, Media};
pub use job::{Id, Job, Sides, Standing};

use std::time::Duration;

use self::line::Line;
use crate::Fault;

/// How often a printer is asked how the job stands.
const LOOK: Duration = Duration::from_millis(700);
/// A printer that warms up says `stopped` for a moment; only what lasts is told.
const LASTING: u32 = 3;
/// A printer that does not answer is asked so often before it is believed gone.
const SILENT: u32 = 5;

/// One printer by its address: `ipp://10.1.2.3/ipp/print`, `ipp://localhost:631/printers/window-3`, or a host alone.
#[derive(Debug, Clone)]
pub struct Printer {
    line: Line,
}

impl Printer {
    pub fn at(address: &str) -> Result<Printer, Fault> {
        Ok(Printer {
            line: Line::to(address)?,
        })
    }

    /// The address that jobs go to, without a name or a password in it.
    pub fn address(&self) -> &str {
        self.line.address()
    }

    /// What the printer is and how it stands.
    pub async fn look(&self) -> Result<About, Fault> {
        match self.line.ask(ask::about(self.address())?, None).await {
            Ok(reply) => About::read(&reply),
            // There is a printer, and none under this path.
            Err(Fault::Forgotten) => Err(Fault::NotFound),
            Err(fault) => Err(fault),
        }
    }

    /// Hands a job over, whole. A job with this key that the printer has already is not given again: its number is
    /// the answer.
    ///
    /// # Errors
    /// What stands in the way is said before a byte of the paper is sent: no paper of this size, paused, jammed. After
    /// [`Fault::Lost`] the same call finds out whether the printer has the job.
    pub async fn print(&self, job: &Job) -> Result<Id, Fault> {
        if let Some(known) = self.find(&job.key).await? {
            return Ok(known);
        }
        let about = self.look().await?;
        about.takes(job)?;
        let request = ask::print(self.address(), job, &about)?;
        let reply = match self.line.ask(request, Some(&job.pdf)).await {
            // What was refused in whole did not arrive; a broken line says nothing.
            Err(Fault::Timeout) => return Err(Fault::Lost),
            other => other?,
        };
        job::number(&reply)
    }

    /// The job with this key, among those waiting and those that ended lately.
    pub async fn find(&self, key: &str) -> Result<Option<Id>, Fault> {
        for which in ["not-completed", "completed"] {
            let reply = self.line.ask(ask::jobs(self.address(), which)?, None).await;
            match reply {
                Ok(reply) => {
                    if let Some(found) = job::with_key(&reply, key) {
                        return Ok(Some(found));
                    }
                }
                // Not every printer lists its jobs; then each call is a new job.
                Err(Fault::Unsupported | Fault::Forgotten) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(None)
    }

    /// How one job stands now.
    pub async fn standing(&self, id: Id) -> Result<Standing, Fault> {
        let reply = self.line.ask(ask::job(self.address(), id)?, None).await?;
        let standing = Standing::read(&reply)?;
        if !standing.is_under_way() {
            return Ok(standing);
        }
        // Many a printer says `processing` of a job that waits for paper; why stands at the printer.
        let about = self.look().await?;
        Ok(match about.trouble() {
            Some(fault) => Standing::Stuck(fault),
            None => standing,
        })
    }

    /// Follows a job until it ended, and says whenever it stands otherwise than before. Dropping the future leaves the
    /// job where it is.
    ///
    /// # Errors
    /// How the job ended, where it did not end on paper; [`Fault::Forgotten`] where the printer knows it no more.
    pub async fn follow(&self, id: Id, mut heard: impl FnMut(&Standing)) -> Result<(), Fault> {
        let mut told = None;
        let (mut stuck, mut silent) = (0, 0);
        let mut beat = tokio::time::interval(LOOK);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            let standing = match self.standing(id).await {
                Ok(standing) => standing,
                Err(fault @ (Fault::NotFound | Fault::Timeout | Fault::Lost | Fault::Busy)) => {
                    silent += 1;
                    if silent < SILENT {
                        continue;
                    }
                    // The job was handed over: it may print as soon as the printer is back.
                    Standing::Stuck(fault)
                }
                Err(fault) => return Err(fault),
            };
            if !matches!(
                standing,
                Standing::Stuck(Fault::NotFound | Fault::Timeout | Fault::Lost | Fault::Busy)
            ) {
                silent = 0;
            }
            match &standing {
                Standing::Done => return Ok(()),
                Standing::GivenUp(fault) => return Err(fault.clone()),
                Standing::Stuck(_) => {
                    stuck += 1;
                    if stuck < LASTING {
                        continue;
                    }
                }
                Standing::Waiting | Standing::Printing { .. } => stuck = 0,
            }
            if told.as_ref() != Some(&standing) {
                heard(&standing);
                told = Some(standing);
            }
        }
    }

    /// Takes a job out of the queue. One that ended already stays ended.
    pub async fn cancel(&self, id: Id) -> Result<(), Fault> {
        match self.line.ask(ask::cancel(self.address(), id)?, None).await {
            Ok(_) | Err(Fault::Forgotten | Fault::Unsupported) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// Addresses of a print server's printers, its default first.
    pub async fn of_server(address: &str) -> Result<Vec<String>, Fault> {
        let server = Line::to_server(address)?;
        let first = match server.ask(ask::server_default()?, None).await {
            Ok(reply) => about::addresses(&reply),
            Err(Fault::Forgotten | Fault::Unsupported) => Vec::new(),
            Err(fault) => return Err(fault),
        };
        let mut all = first;
        if let Ok(reply) = server.ask(ask::server_printers()?, None).await {
            for address in about::addresses(&reply) {
                if !all.contains(&address) {
                    all.push(address);
                }
            }
        }
        Ok(all)
    }
}
