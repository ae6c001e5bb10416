//! One job: what is printed and how it stands.

use ipp::model::DelimiterTag;
use ipp::request::IppRequestResponse;

use super::about::{self, Media, group_text, group_words, reasons};
use crate::Fault;

/// The longest title that goes to a printer, in bytes: `name` holds 255.
const LONGEST_TITLE: usize = 180;

/// A paper to print.
#[derive(Debug, Clone)]
pub struct Job {
    /// What stands in the printer's queue: the kind of paper, never whose it is.
    pub title: String,
    /// Makes the job one job: asked again, the printer is not given it again.
    pub key: String,
    pub pdf: Vec<u8>,
    pub copies: u16,
    pub sides: Sides,
    pub media: Media,
}

/// 单面、双面
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    One,
    /// 双面长边翻转
    Both,
}

/// The number of a job at its printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub i32);

/// How a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In the queue.
    Waiting,
    Printing {
        sheets: u32,
    },
    /// It goes on by itself once somebody puts this right at the printer.
    Stuck(Fault),
    /// On paper.
    Done,
    /// It ended and is not, or not whole, on paper.
    GivenUp(Fault),
}

impl Sides {
    pub(super) fn word(self) -> &'static str {
        match self {
            Sides::One => "one-sided",
            Sides::Both => "two-sided-long-edge",
        }
    }
}

impl Job {
    /// The name at the printer: title and key, within what a name holds.
    pub(super) fn name(&self) -> String {
        let mut end = self.title.len().min(LONGEST_TITLE);
        while !self.title.is_char_boundary(end) {
            end -= 1;
        }
        format!("{} #{}", &self.title[..end], self.key)
    }
}

impl Standing {
    pub(super) fn read(reply: &IppRequestResponse) -> Result<Standing, Fault> {
        let job = reply
            .attributes()
            .first_of(DelimiterTag::JobAttributes)
            .ok_or(Fault::BadAnswer)?;
        let why = group_words(job, "job-state-reasons");
        let sheets = ["job-media-sheets-completed", "job-impressions-completed"]
            .iter()
            .find_map(|name| about::group_number(job, name))
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(0);
        Ok(
            match about::group_number(job, "job-state").ok_or(Fault::BadAnswer)? {
                3 => Standing::Waiting,
                4 => Standing::Stuck(Fault::Paused),
                5 => match stopped_by(&why) {
                    Some(fault) => Standing::Stuck(fault),
                    None => Standing::Printing { sheets },
                },
                6 => Standing::Stuck(stopped_by(&why).or(reasons(&why)).unwrap_or(Fault::Paused)),
                7 => Standing::GivenUp(Fault::Cancelled),
                8 => Standing::GivenUp(refused(&why).or(reasons(&why)).unwrap_or(Fault::Aborted)),
                9 if why.iter().any(|word| word == "job-completed-with-errors") => {
                    Standing::GivenUp(Fault::Aborted)
                }
                9 => Standing::Done,
                _ => return Err(Fault::BadAnswer),
            },
        )
    }

    /// Neither ended nor stuck.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Standing::Waiting | Standing::Printing { .. })
    }
}

/// Why a job under way does not move, by its own reasons.
fn stopped_by(why: &[String]) -> Option<Fault> {
    why.iter().find_map(|word| match word.as_str() {
        // The tray with this paper is empty, absent or holds another paper.
        "resources-are-not-ready" => Some(Fault::WrongPaper),
        "printer-stopped" | "printer-stopped-partly" | "job-suspended" => Some(Fault::Paused),
        _ => None,
    })
}

/// Why a job was given up.
fn refused(why: &[String]) -> Option<Fault> {
    why.iter().find_map(|word| match word.as_str() {
        "unsupported-document-format" | "document-format-error" | "unsupported-compression" => {
            Some(Fault::Unsupported)
        }
        "job-canceled-by-user" | "job-canceled-by-operator" | "job-canceled-at-device" => {
            Some(Fault::Cancelled)
        }
        "document-permission-error" | "account-authorization-failed" | "account-limit-reached" => {
            Some(Fault::Denied)
        }
        _ => None,
    })
}

/// The number of a job that was just handed over.
pub(super) fn number(reply: &IppRequestResponse) -> Result<Id, Fault> {
    reply
        .attributes()
        .first_of(DelimiterTag::JobAttributes)
        .and_then(|job| about::group_number(job, "job-id"))
        .filter(|id| *id > 0)
        .map(Id)
        // Taken, and no number to follow it by.
        .ok_or(Fault::Lost)
}

pub(super) fn with_key(reply: &IppRequestResponse, key: &str) -> Option<Id> {
    let end = format!("#{key}");
    reply
        .attributes()
        .groups_of(DelimiterTag::JobAttributes)
        .find(|job| group_text(job, "job-name").is_some_and(|name| name.ends_with(&end)))
        .and_then(|job| about::group_number(job, "job-id"))
        .map(Id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_keeps_its_key() {
        let job = Job {
            title: "一次性告知书".repeat(60),
            key: "0190f3c2".to_owned(),
            pdf: Vec::new(),
            copies: 1,
            sides: Sides::One,
            media: Media::A4,
        };
        let name = job.name();
        assert!(name.len() <= 255 && name.ends_with(" #0190f3c2"), "{name}");
    }
}
