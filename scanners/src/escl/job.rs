//! One scan from its settings to its last page.

use std::time::Duration;

use reqwest::StatusCode;

use super::asks::settings;
use super::http::{Begun, Http, Next};
use super::is_fed;
use super::says::{JobState, Status};
use crate::driver::{Cancel, Content, End, Event, Failure, Fault, Options, Page};
use crate::files::{self, Caps};

/// How often a scanner that says "later" is asked again, and how long between.
const PATIENCE: u32 = 30;
const AGAIN: Duration = Duration::from_secs(1);
/// The longest that a device may ask to be left alone.
const LONGEST: Duration = Duration::from_secs(10);

pub(super) struct Job<'a> {
    pub http: &'a Http,
    pub options: Options,
    pub format: &'static str,
    pub caps: Caps,
    /// Announced.
    pub pages: u32,
}

impl Job<'_> {
    pub async fn run(mut self, cancel: &Cancel, heard: &mut dyn FnMut(Event)) -> Result<End, Failure> {
        match self.pages(cancel, heard).await {
            Ok(end) => Ok(end),
            Err(fault) => Err(fault.after(self.pages)),
        }
    }

    async fn pages(&mut self, cancel: &Cancel, heard: &mut dyn FnMut(Event)) -> Result<End, Fault> {
        let Some(path) = self.begin(cancel).await? else {
            return Ok(End::Cancelled);
        };
        let mut asked_again = 0;
        loop {
            if cancel.is_cancelled() {
                self.http.give_up(&path).await;
                return Ok(End::Cancelled);
            }
            heard(Event::PageStarted {
                number: self.pages + 1,
            });
            match self.http.next(&path, cancel, heard).await {
                Next::Cancelled => {
                    self.http.give_up(&path).await;
                    return Ok(End::Cancelled);
                }
                Next::Bytes(bytes) => {
                    let status = self.http.status().await;
                    match self.whole(bytes, status.as_ref().ok(), &path) {
                        Ok(page) => {
                            self.pages += 1;
                            asked_again = 0;
                            heard(Event::Page(page));
                        }
                        Err(fault) => {
                            self.http.give_up(&path).await;
                            return Err(fault);
                        }
                    }
                }
                Next::Broken(fault) => {
                    // The status may know more; a device that is gone says nothing.
                    let known = self.http.status().await.ok();
                    let named = known.and_then(|status| status.fault(Some(&path)));
                    self.http.give_up(&path).await;
                    return Err(named.unwrap_or(fault));
                }
                Next::Status(code, after) => {
                    let status = self.http.status().await?;
                    let state = status.job(&path);
                    let later = code == StatusCode::SERVICE_UNAVAILABLE
                        || code == StatusCode::CONFLICT && state == JobState::Running;
                    if later && state != JobState::GivenUp && asked_again < PATIENCE {
                        asked_again += 1;
                        wait(after, cancel).await;
                        continue;
                    }
                    let ended = match code {
                        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::CONFLICT => {
                            self.ended(&status, state, &path)
                        }
                        StatusCode::SERVICE_UNAVAILABLE => Err(Fault::Timeout),
                        other => Err(Fault::Other(format!("HTTP {}", other.as_u16()))),
                    };
                    if ended.is_err() {
                        self.http.give_up(&path).await;
                    }
                    return ended;
                }
            }
        }
    }

    /// The path of the new job; `None` when it was cancelled before there was one.
    async fn begin(&self, cancel: &Cancel) -> Result<Option<String>, Fault> {
        let status = self.http.status().await?;
        if is_fed(self.options.source) {
            if let Some(fault) = status.fault(None) {
                return Err(fault);
            }
            if status.feeder_is_empty() {
                return Err(Fault::Empty);
            }
        }
        for _ in 0..PATIENCE {
            let after = match self.http.begin(settings(&self.options, self.format)).await? {
                Begun::Job(path) => return Ok(Some(path)),
                Begun::Conflict => {
                    let now = self.http.status().await?;
                    if is_fed(self.options.source) && now.feeder_is_empty() {
                        return Err(Fault::Empty);
                    }
                    return Err(now.fault(None).unwrap_or(Fault::Busy));
                }
                Begun::Later(after) => after,
            };
            wait(after, cancel).await;
            if cancel.is_cancelled() {
                return Ok(None);
            }
        }
        Err(Fault::Busy)
    }

    /// A page that decodes to its end, of a job that was not given up. Where the scanner no longer says how the job
    /// stands, a page that is whole is kept.
    fn whole(&self, bytes: Vec<u8>, status: Option<&Status>, path: &str) -> Result<Page, Fault> {
        let state = status.map_or(JobState::Unknown, |status| status.job(path));
        let read = files::import(&bytes, &self.caps).ok();
        let size = read.and_then(|read| read.size);
        let (Some(read), Some(size)) = (read, size) else {
            let named = status.and_then(|status| status.fault(Some(path)));
            let fed_nothing = bytes.is_empty()
                && self.pages == 0
                && is_fed(self.options.source)
                && status.is_some_and(Status::feeder_is_empty);
            return Err(match (named, state) {
                (Some(fault), _) => fault,
                (None, JobState::GivenUp) => Fault::Lost,
                (None, _) if fed_nothing => Fault::Empty,
                (None, _) if bytes.is_empty() => Fault::Lost,
                (None, _) => Fault::BadData,
            });
        };
        if state == JobState::GivenUp {
            let named = status.and_then(|status| status.fault(Some(path)));
            return Err(named.unwrap_or(Fault::Lost));
        }
        Ok(Page {
            number: self.pages + 1,
            size,
            dpi: size.width * 300 / self.options.area.width.max(1),
            content: Content::File {
                kind: read.kind,
                bytes,
            },
        })
    }

    /// There is no further page; whether that is an end depends on what came before.
    fn ended(&self, status: &Status, state: JobState, path: &str) -> Result<End, Fault> {
        if let Some(fault) = status.fault(Some(path)) {
            return Err(fault);
        }
        match (state, self.pages) {
            (JobState::GivenUp, _) => Err(Fault::Lost),
            (_, 0) if is_fed(self.options.source) && status.feeder_is_empty() => Err(Fault::Empty),
            (_, 0) => Err(Fault::Lost),
            _ if is_fed(self.options.source) => Ok(End::FeederEmpty),
            _ => Ok(End::Done),
        }
    }
}

/// As long as the device asked for, within reason.
async fn wait(after: Option<Duration>, cancel: &Cancel) {
    let after = after.unwrap_or(AGAIN).min(LONGEST);
    tokio::select! {
        () = tokio::time::sleep(after) => {}
        () = cancel.cancelled() => {}
    }
}
