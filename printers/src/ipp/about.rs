//! What a printer says of itself.

use ipp::attribute::{IppAttribute, IppAttributeGroup};
use ipp::model::DelimiterTag;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;

use super::job::{Job, Sides};
use crate::Fault;

/// A printer and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub model: String,
    pub accepting: bool,
    stopped: bool,
    reasons: Vec<String>,
    formats: Vec<String>,
    /// Paper that lies in its trays; empty where it does not say.
    media_ready: Vec<String>,
    media: Vec<String>,
    sides: Vec<String>,
}

/// Paper, by its self-describing name (PWG 5101.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    A4,
    A3,
}

impl Media {
    pub(super) fn word(self) -> &'static str {
        match self {
            Media::A4 => "iso_a4_210x297mm",
            Media::A3 => "iso_a3_297x420mm",
        }
    }
}

impl About {
    pub(super) fn read(reply: &IppRequestResponse) -> Result<About, Fault> {
        let group = reply
            .attributes()
            .first_of(DelimiterTag::PrinterAttributes)
            .ok_or(Fault::BadAnswer)?;
        let text = |name| group_text(group, name).unwrap_or_default();
        let name = [text("printer-info"), text("printer-name")]
            .into_iter()
            .find(|name| !name.trim().is_empty());
        Ok(About {
            name: name.unwrap_or_default(),
            model: text("printer-make-and-model"),
            accepting: value(group, "printer-is-accepting-jobs")
                .and_then(|value| value.as_boolean().copied())
                .unwrap_or(true),
            stopped: group_number(group, "printer-state") == Some(5),
            reasons: group_words(group, "printer-state-reasons"),
            formats: group_words(group, "document-format-supported"),
            media_ready: group_words(group, "media-ready"),
            media: group_words(group, "media-supported"),
            sides: group_words(group, "sides-supported"),
        })
    }

    /// What keeps it from printing now.
    pub fn trouble(&self) -> Option<Fault> {
        reasons(&self.reasons).or(self.stopped.then_some(Fault::Paused))
    }

    pub fn has_sides(&self, sides: Sides) -> bool {
        self.sides.iter().any(|word| word == sides.word())
    }

    /// Whether this job can be handed over now.
    pub(super) fn takes(&self, job: &Job) -> Result<(), Fault> {
        let lacks = |list: &[String], word: &str| !list.is_empty() && !list.iter().any(|one| one == word);
        if lacks(&self.formats, "application/pdf") {
            return Err(Fault::Unsupported);
        }
        if let Some(fault) = self.trouble() {
            return Err(fault);
        }
        if !self.accepting {
            return Err(Fault::Busy);
        }
        if lacks(&self.media, job.media.word()) || lacks(&self.media_ready, job.media.word()) {
            return Err(Fault::WrongPaper);
        }
        Ok(())
    }
}

/// The first of a printer's reasons (PWG 5100.9, RFC 8011 5.4.12) that stops it. Warnings and reports stop nothing,
/// but for the two by which CUPS says that it cannot reach the printer.
pub(super) fn reasons(words: &[String]) -> Option<Fault> {
    let mut other = None;
    for word in words {
        if matches!(
            word.as_str(),
            "offline-report" | "connecting-to-device" | "timed-out"
        ) {
            return Some(Fault::Offline);
        }
        if word == "none" || word.ends_with("-warning") || word.ends_with("-report") {
            continue;
        }
        let bare = word.strip_suffix("-error").unwrap_or(word);
        let fault = match bare {
            "media-empty" | "media-needed" | "input-media-supply-empty" => Fault::NoPaper,
            "media-jam" | "input-media-jam" | "output-media-jam" => Fault::Jam,
            "cover-open" | "door-open" | "interlock-open" => Fault::CoverOpen,
            "input-tray-missing" | "media-mismatch" | "input-media-size-change" => Fault::WrongPaper,
            "toner-empty" | "marker-supply-empty" | "marker-ink-empty" | "developer-empty" => Fault::NoInk,
            "output-area-full" | "output-tray-missing" | "output-full" => Fault::OutputFull,
            "paused" | "moving-to-paused" | "stopping" | "stopped-partly" => Fault::Paused,
            "shutdown" | "offline" | "deactivated" => Fault::Offline,
            "spool-area-full" | "hold-new-jobs" => Fault::Busy,
            // Job reasons, and what may come with a working printer.
            _ if !word.ends_with("-error") => continue,
            _ => {
                other.get_or_insert_with(|| Fault::Other(clean(bare)));
                continue;
            }
        };
        return Some(fault);
    }
    other
}

/// A device's word, short enough for a sentence and of harmless signs.
fn clean(word: &str) -> String {
    word.chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-')
        .take(40)
        .collect()
}

/// The addresses in a print server's answer.
pub(super) fn addresses(reply: &IppRequestResponse) -> Vec<String> {
    reply
        .attributes()
        .groups_of(DelimiterTag::PrinterAttributes)
        .filter_map(|group| group_words(group, "printer-uri-supported").into_iter().next())
        .collect()
}

fn value<'a>(group: &'a IppAttributeGroup, name: &str) -> Option<&'a IppValue> {
    group
        .attributes()
        .iter()
        .find(|attribute| attribute.name().as_str() == name)
        .map(IppAttribute::value)
}

pub(super) fn group_number(group: &IppAttributeGroup, name: &str) -> Option<i32> {
    match value(group, name)? {
        IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
        _ => None,
    }
}

pub(super) fn group_text(group: &IppAttributeGroup, name: &str) -> Option<String> {
    value(group, name).and_then(word)
}

/// One word or a list of them.
pub(super) fn group_words(group: &IppAttributeGroup, name: &str) -> Vec<String> {
    match value(group, name) {
        Some(IppValue::Array(values)) => values.iter().filter_map(word).collect(),
        Some(one) => word(one).into_iter().collect(),
        None => Vec::new(),
    }
}

fn word(value: &IppValue) -> Option<String> {
    Some(match value {
        IppValue::Keyword(word) => word.as_str().to_owned(),
        IppValue::NameWithoutLanguage(name) => name.as_str().to_owned(),
        IppValue::NameWithLanguage { name, .. } => name.as_str().to_owned(),
        IppValue::TextWithoutLanguage(text) => text.to_string(),
        IppValue::TextWithLanguage { text, .. } => text.to_string(),
        IppValue::Uri(uri) => uri.as_str().to_owned(),
        IppValue::MimeMediaType(kind) => kind.as_str().to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Option<Fault> {
        reasons(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_printer_is_stopped_by_its_errors_alone() {
        assert_eq!(of(&["none"]), None);
        assert_eq!(of(&["media-low-warning", "toner-low-report"]), None);
        assert_eq!(
            of(&["media-low-warning", "media-empty-error"]),
            Some(Fault::NoPaper)
        );
        assert_eq!(of(&["media-empty"]), Some(Fault::NoPaper));
        assert_eq!(of(&["media-empty-warning"]), None);
        assert_eq!(of(&["media-jam"]), Some(Fault::Jam));
        assert_eq!(of(&["input-tray-missing-error"]), Some(Fault::WrongPaper));
        assert_eq!(of(&["offline-report"]), Some(Fault::Offline));
        assert_eq!(of(&["cups-waiting-for-job-completed"]), None);
    }

    #[test]
    fn an_unknown_error_is_said_with_its_word_and_never_before_a_known_one() {
        assert_eq!(
            of(&["fuser-over-temp-error"]),
            Some(Fault::Other("fuser-over-temp".to_owned()))
        );
        assert_eq!(
            of(&["fuser-over-temp-error", "door-open"]),
            Some(Fault::CoverOpen)
        );
        let odd = format!("{}\u{202e}<b>-error", "x".repeat(200));
        assert_eq!(of(&[odd.as_str()]), Some(Fault::Other("x".repeat(40))));
    }
}
