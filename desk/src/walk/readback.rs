//! The number read back three times by three readers: the PDF's text, the hall, the department's own log.

use std::path::Path;
use std::time::Duration;

use cases::case::ParcelState;
use cases::wire::record::CaseView;
use serde::Deserialize;

use super::report::Line;
use super::{Walk, words};
use crate::practice::Practice;

/// A department has this long to acknowledge.
const ACKNOWLEDGED: Duration = Duration::from_secs(20);
const CASE_NUMBER: usize = 43;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Directory {
    /// With `{uscc}` in it.
    department_base: String,
    #[serde(default)]
    department_overrides: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Logged {
    case_number: String,
}

impl Walk {
    /// Completes a line with what others read.
    pub(crate) async fn read_back(&mut self, line: &mut Line) {
        if let Some(paper) = &line.paper {
            match text_of(paper).await {
                Ok(text) => {
                    line.pdf = case_number(&text);
                    line.slip_read = squeezed(&text).contains(&line.slip);
                }
                Err(why) => note(line, why),
            }
        }
        if line.number.is_none() {
            return;
        }
        match self.acknowledged(&line.slip).await {
            Ok(case) => {
                line.hall = case.case_number.clone();
                if !case.parcels.iter().all(|parcel| has_acknowledged(parcel.state)) {
                    note(line, "the department did not acknowledge in 20 s".to_owned());
                }
            }
            Err(trouble) => note(line, words(&trouble)),
        }
        if let Some(practice) = &self.practice {
            match department_log(practice, &line.department_uscc).await {
                Ok(numbers) => {
                    line.department = numbers
                        .into_iter()
                        .find(|number| Some(number) == line.hall.as_ref())
                }
                Err(trouble) => note(line, words(&trouble)),
            }
        }
    }

    /// The case as the hall has it, once every department acknowledged or the time is over.
    async fn acknowledged(&mut self, slip: &str) -> Result<CaseView, cases::error::Trouble> {
        let until = tokio::time::Instant::now() + ACKNOWLEDGED;
        loop {
            let case: CaseView = self.desk.0.link.get(&format!("/v1/cases/{slip}")).await?;
            let done = case.parcels.iter().all(|parcel| has_acknowledged(parcel.state));
            if done || tokio::time::Instant::now() >= until {
                return Ok(case);
            }
            // The feed says when to look again; a second is for changes that came before this look.
            let next = until.min(tokio::time::Instant::now() + Duration::from_secs(1));
            let _ = tokio::time::timeout_at(next, self.events.recv()).await;
        }
    }
}

fn has_acknowledged(state: ParcelState) -> bool {
    match state {
        ParcelState::Acknowledged | ParcelState::Handling | ParcelState::Returned | ParcelState::Done => true,
        ParcelState::Waiting | ParcelState::Delivered | ParcelState::Refused | ParcelState::Recalled => false,
    }
}

fn note(line: &mut Line, what: String) {
    line.trouble = Some(match line.trouble.take() {
        Some(before) => format!("{before}; {what}"),
        None => what,
    });
}

/// The text of a PDF by `pdftotext`, which shares no code with us; without it by another library, said so.
async fn text_of(paper: &Path) -> Result<String, String> {
    let run = tokio::process::Command::new("pdftotext")
        .args(["-layout"])
        .arg(paper)
        .arg("-")
        .output()
        .await;
    match run {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => Err(format!("pdftotext ended with {}", output.status)),
        Err(_) => {
            tracing::warn!("pdftotext is not installed; the paper is read by a library instead");
            let document =
                lopdf::Document::load(paper).map_err(|error| format!("unreadable PDF: {error}"))?;
            let pages: Vec<u32> = document.get_pages().into_keys().collect();
            document
                .extract_text(&pages)
                .map_err(|error| format!("unreadable PDF: {error}"))
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

/// The first run of 43 letters and digits.
fn case_number(text: &str) -> Option<String> {
    text.split(|ch: char| !(ch.is_ascii_digit() || ch.is_ascii_uppercase()))
        .find(|word| word.len() == CASE_NUMBER)
        .map(str::to_owned)
}

async fn department_log(practice: &Practice, uscc: &str) -> Result<Vec<String>, cases::error::Trouble> {
    let directory: Directory = practice.get("/directory").await?;
    let base = match directory.department_overrides.get(uscc) {
        Some(base) => base.clone(),
        None => directory.department_base.replace("{uscc}", uscc),
    };
    let department = Practice::at(&base)?;
    let logged: Vec<Logged> = department.get("/log").await?;
    Ok(logged.into_iter().map(|one| one.case_number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_number_is_found_in_a_papers_text() {
        let number = "11350199MB9A00014B4000131501000202611200001";
        assert_eq!(number.len(), CASE_NUMBER);
        assert_eq!(
            case_number(&format!("办件编号：{number}\n收件码：2AB7KQ9XZ4")).as_deref(),
            Some(number)
        );
        assert_eq!(case_number("收件码：2AB7KQ9XZ4"), None);
    }
}
