//! What an eSCL scanner says of itself: capabilities, state, jobs.

use super::xml::Element;
use crate::driver::{Area, Capabilities, Colour, Fault, Resolutions, Source, SourceCapabilities};

/// `ScannerCapabilities`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scanner {
    pub name: String,
    pub capabilities: Capabilities,
    /// `image/jpeg` where it is offered.
    pub formats: Vec<String>,
}

impl Scanner {
    pub fn read(root: &Element) -> Scanner {
        let sources = [
            ("PlatenInputCaps", Source::Flatbed),
            ("AdfSimplexInputCaps", Source::Feeder),
            ("AdfDuplexInputCaps", Source::Duplex),
        ]
        .into_iter()
        .filter_map(|(named, source)| root.all(named).first().map(|caps| of_source(caps, named, source)))
        .collect();
        let mut formats: Vec<String> = ["DocumentFormatExt", "DocumentFormat"]
            .into_iter()
            .flat_map(|name| root.all(name))
            .map(|one| one.text.clone())
            .collect();
        formats.sort();
        formats.dedup();
        Scanner {
            name: root.says("MakeAndModel").unwrap_or_default().to_owned(),
            capabilities: Capabilities { sources },
            formats,
        }
    }
}

fn of_source(caps: &Element, named: &str, source: Source) -> SourceCapabilities {
    let mut colours: Vec<Colour> = caps
        .all("ColorMode")
        .into_iter()
        .filter_map(|mode| match mode.text.as_str() {
            "BlackAndWhite1" => Some(Colour::BlackAndWhite),
            "Grayscale8" => Some(Colour::Grey),
            "RGB24" => Some(Colour::Colour),
            _ => None,
        })
        .collect();
    colours.sort_unstable();
    colours.dedup();
    SourceCapabilities {
        source,
        named: named.to_owned(),
        colours,
        resolutions: resolutions(caps),
        most: Area {
            width: caps.number("MaxWidth").unwrap_or(Area::A4.width),
            height: caps.number("MaxHeight").unwrap_or(Area::A4.height),
        },
    }
}

fn resolutions(caps: &Element) -> Resolutions {
    let range = caps
        .all("XResolutionRange")
        .first()
        .and_then(|range| Some((range.number("Min")?, range.number("Max")?, range.number("Step"))));
    if let Some((least, most, step)) = range.filter(|(least, most, _)| least <= most) {
        return Resolutions::Between {
            least,
            most,
            step: step.unwrap_or(1),
        };
    }
    let mut all: Vec<u32> = caps
        .all("XResolution")
        .into_iter()
        .filter_map(|one| one.text.parse().ok())
        .collect();
    all.sort_unstable();
    all.dedup();
    Resolutions::Some(all)
}

/// `ScannerStatus`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Status {
    pub state: String,
    pub feeder: String,
    jobs: Vec<Job>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Job {
    uri: String,
    uuid: String,
    state: String,
    reasons: Vec<String>,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobState {
    Running,
    Completed,
    /// `Aborted` or `Canceled`: nothing of it may be believed.
    GivenUp,
    /// The device does not list it.
    Unknown,
}

impl Status {
    pub fn read(root: &Element) -> Status {
        Status {
            state: root
                .child("State")
                .map(|one| one.text.clone())
                .unwrap_or_default(),
            feeder: root.says("AdfState").unwrap_or_default().to_owned(),
            jobs: root
                .all("JobInfo")
                .into_iter()
                .map(|job| Job {
                    uri: job.says("JobUri").unwrap_or_default().to_owned(),
                    uuid: job.says("JobUuid").unwrap_or_default().to_owned(),
                    state: job.says("JobState").unwrap_or_default().to_owned(),
                    reasons: job
                        .all("JobStateReason")
                        .into_iter()
                        .map(|one| one.text.clone())
                        .collect(),
                })
                .collect(),
        }
    }

    /// `path` is that of the job's address.
    pub fn job(&self, path: &str) -> JobState {
        match self.find(path).map(|job| job.state.as_str()) {
            Some("Pending" | "Processing") => JobState::Running,
            Some("Completed") => JobState::Completed,
            Some("Aborted" | "Canceled") => JobState::GivenUp,
            Some(_) | None => JobState::Unknown,
        }
    }

    fn find(&self, path: &str) -> Option<&Job> {
        let id = path.rsplit('/').next().unwrap_or_default();
        let same = |job: &&Job| {
            job.uri.trim_end_matches('/').ends_with(path)
                || !job.uuid.is_empty() && job.uuid.trim_start_matches("urn:uuid:") == id
        };
        self.jobs.iter().find(same)
    }

    /// The fault that the feeder or the job names, if any.
    pub fn fault(&self, path: Option<&str>) -> Option<Fault> {
        // AirScan's and other devices' words for an open cover differ.
        let by_feeder = match self.feeder.as_str() {
            "ScannerAdfJam" => Some(Fault::Jam),
            "ScannerAdfDoorOpen" | "ScannerAdfHatchOpen" => Some(Fault::CoverOpen),
            "ScannerAdfMispick" | "ScannerAdfMultipickDetected" => Some(Fault::MultiFeed),
            "ScannerAdfInputTrayFailed" | "ScannerAdfInputTrayOverloaded" => {
                Some(Fault::Other(self.feeder.clone()))
            }
            _ => None,
        };
        let reasons = path
            .and_then(|path| self.find(path))
            .map_or(&[][..], |job| job.reasons.as_slice());
        let by_reason = reasons.iter().find_map(|reason| match reason.as_str() {
            "PaperJam" | "MediaJam" => Some(Fault::Jam),
            "CoverOpen" | "DoorOpen" => Some(Fault::CoverOpen),
            "MultipleFeedError" => Some(Fault::MultiFeed),
            "JobScanningWarmUp" => Some(Fault::WarmingUp),
            _ => None,
        });
        by_feeder.or(by_reason)
    }

    /// The feeder says that it has no sheet.
    pub fn feeder_is_empty(&self) -> bool {
        self.feeder == "ScannerAdfEmpty"
    }
}
