//! The child's side: options are set and read back, pages are read to their end and sent.

use std::io;
use std::process::ExitCode;

use super::library::{Allowed, Description, Opened, Sane, Status};
use super::says::{Ask, Say};
use crate::driver::{
    Area, Capabilities, Colour, DeviceInfo, End, Fault, Options, Resolutions, Source, SourceCapabilities,
};
use crate::worker::Line;

/// Read at once; a cancel is looked for in between.
const PIECE: usize = 64 * 1024;
/// Of one page: a colour A3 sheet at 600 dpi, and some.
const MAX_PAGE: usize = 320 * 1024 * 1024;

/// Runs the child's side until its window has no more asks.
pub fn serve() -> ExitCode {
    let Ok(mut line) = Line::open() else {
        return ExitCode::FAILURE;
    };
    let Some(Ask::Load { libraries }) = line.hear() else {
        return ExitCode::FAILURE;
    };
    let sane = match Sane::load(&libraries) {
        Some(Ok(sane)) => sane,
        Some(Err(status)) => return refuse(&mut line, fault(status)),
        None => return refuse(&mut line, Fault::NoLibrary),
    };
    if line.say(&Say::Loaded).is_err() {
        return ExitCode::FAILURE;
    }
    let mut opened: Option<Held<'_>> = None;
    while let Some(ask) = line.hear::<Ask>() {
        let said = match (ask, &mut opened) {
            (Ask::List, _) => line.say(&list(&sane)),
            (Ask::Open { name }, held) => match Held::open(&sane, &name) {
                Ok((device, capabilities)) => {
                    *held = Some(device);
                    line.say(&Say::Opened { capabilities })
                }
                Err(fault) => line.say(&Say::Fault { fault }),
            },
            (Ask::Set { options }, Some(held)) => match held.set(&options) {
                Ok(options) => line.say(&Say::Applied { options }),
                Err(fault) => line.say(&Say::Fault { fault }),
            },
            (Ask::Scan, Some(held)) => scan(&mut line, held),
            // It came when the scan was over.
            (Ask::Cancel, _) => Ok(()),
            (Ask::Close, held) => {
                *held = None;
                line.say(&Say::Closed)
            }
            (Ask::Set { .. } | Ask::Scan, None) | (Ask::Load { .. }, _) => line.say(&Say::Fault {
                fault: Fault::Unsupported,
            }),
        };
        if said.is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn refuse(line: &mut Line, fault: Fault) -> ExitCode {
    let _ = line.say(&Say::Fault { fault });
    ExitCode::FAILURE
}

fn list(sane: &Sane) -> Say {
    match sane.devices() {
        Ok(devices) => Say::Devices {
            devices: devices
                .into_iter()
                .map(|device| DeviceInfo {
                    name: format!("{} {}", device.vendor, device.model).trim().to_owned(),
                    id: device.name,
                })
                .collect(),
        },
        Err(status) => Say::Fault { fault: fault(status) },
    }
}

/// Each of SANE's words as one of ours.
pub(super) fn fault(status: Status) -> Fault {
    match status {
        Status::JAMMED => Fault::Jam,
        Status::NO_DOCUMENTS => Fault::Empty,
        Status::COVER_OPEN => Fault::CoverOpen,
        Status::BUSY => Fault::Busy,
        Status::WARMING_UP => Fault::WarmingUp,
        Status::DENIED => Fault::Denied,
        Status::IO | Status::CANCELLED => Fault::Lost,
        Status::UNSUPPORTED => Fault::Unsupported,
        Status::NO_MEMORY => Fault::Other("内存不足 (SANE_STATUS_NO_MEM)".to_owned()),
        Status::INVALID => Fault::Other("参数无效 (SANE_STATUS_INVAL)".to_owned()),
        Status(other) => Fault::Other(format!("SANE {other}")),
    }
}

/// A device, with its makers' words for what we ask.
struct Held<'a> {
    device: Opened<'a>,
    capabilities: Capabilities,
    options: Options,
}

impl<'a> Held<'a> {
    fn open(sane: &'a Sane, name: &str) -> Result<(Held<'a>, Capabilities), Fault> {
        let device = sane.open(name).map_err(|status| match status {
            // A wrong name and a pulled cable are the same word.
            Status::INVALID => Fault::NotFound,
            other => fault(other),
        })?;
        let named = match option(&device, "source").map(|option| option.allowed) {
            Some(Allowed::Texts(texts)) => texts,
            Some(Allowed::Anything | Allowed::Range { .. } | Allowed::Words(_)) | None => vec![],
        };
        let mut sources: Vec<SourceCapabilities> = Vec::new();
        if named.is_empty() {
            sources.push(source_capabilities(&device, Source::Flatbed, String::new())?);
        }
        for named in named {
            let source = source_of(&named);
            if sources.iter().any(|known| known.source == source) {
                continue;
            }
            if let Some(option) = option(&device, "source") {
                device.set_text(&option, &named).map_err(fault)?;
            }
            sources.push(source_capabilities(&device, source, named)?);
        }
        let capabilities = Capabilities { sources };
        let first = capabilities.sources.first().ok_or(Fault::Unsupported)?;
        let options = Options {
            source: first.source,
            ..Options::default()
        }
        .on(first);
        let mut held = Held {
            device,
            capabilities: capabilities.clone(),
            options,
        };
        held.options = held.set(&options)?;
        Ok((held, capabilities))
    }

    /// Sets one after another, since each may change what the next may be, and reads back what holds.
    fn set(&mut self, asked: &Options) -> Result<Options, Fault> {
        let source = self
            .capabilities
            .of(asked.source)
            .ok_or(Fault::Unsupported)?
            .clone();
        let wanted = asked.on(&source);
        if let Some(option) = option(&self.device, "source")
            && !source.named.is_empty()
        {
            self.device.set_text(&option, &source.named).map_err(fault)?;
        }
        if let Some(option) = option(&self.device, "mode")
            && let Some(named) = modes(&option)
                .into_iter()
                .find(|(colour, _)| *colour == wanted.colour)
        {
            self.device.set_text(&option, &named.1).map_err(fault)?;
        }
        if let Some(option) = option(&self.device, "depth")
            && wanted.colour != Colour::BlackAndWhite
        {
            // A device that has no eight bits says so by its parameters.
            let _ = self.device.set_word(&option, 8);
        }
        let mut dpi = wanted.dpi;
        if let Some(option) = option(&self.device, "resolution") {
            let word = into_word(&option, f64::from(wanted.dpi));
            self.device.set_word(&option, word).map_err(fault)?;
            let holds = self.device.word(&option).map_err(fault)?;
            dpi = from_word(&option, holds).round().clamp(1.0, 100_000.0) as u32;
        }
        let area = self.set_area(wanted.area, dpi)?;
        self.options = Options { dpi, area, ..wanted };
        Ok(self.options)
    }

    fn set_area(&self, area: Area, dpi: u32) -> Result<Area, Fault> {
        let mut holds = area;
        for (name, side) in [
            ("tl-x", None),
            ("tl-y", None),
            ("br-x", Some(&mut holds.width)),
            ("br-y", Some(&mut holds.height)),
        ] {
            let Some(option) = option(&self.device, name) else {
                continue;
            };
            // From three-hundredths of an inch to the device's own unit, and back.
            let unit = if option.in_mm {
                25.4 / 300.0
            } else {
                f64::from(dpi) / 300.0
            };
            let wanted = side.as_ref().map_or(0.0, |side| f64::from(**side) * unit);
            self.device
                .set_word(&option, into_word(&option, wanted))
                .map_err(fault)?;
            if let Some(side) = side {
                let real = from_word(&option, self.device.word(&option).map_err(fault)?);
                *side = (real / unit).round().max(1.0) as u32;
            }
        }
        Ok(holds)
    }
}

fn option(device: &Opened<'_>, name: &str) -> Option<Description> {
    let mut all = device.options().into_iter();
    all.find(|option| option.name == name && option.active && option.settable)
}

fn source_capabilities(
    device: &Opened<'_>,
    source: Source,
    named: String,
) -> Result<SourceCapabilities, Fault> {
    let mut colours: Vec<Colour> = option(device, "mode")
        .map(|option| modes(&option).into_iter().map(|(colour, _)| colour).collect())
        .unwrap_or_default();
    colours.sort_unstable();
    colours.dedup();
    if colours.is_empty() {
        colours.push(Colour::Grey);
    }
    let resolutions = match option(device, "resolution") {
        None => Resolutions::Some(vec![300]),
        Some(option) => {
            let dpi = |word: i32| from_word(&option, word).round().clamp(1.0, 100_000.0) as u32;
            match &option.allowed {
                Allowed::Range { least, most, step } => Resolutions::Between {
                    least: dpi(*least),
                    most: dpi(*most),
                    step: dpi((*step).max(1)).max(1),
                },
                Allowed::Words(words) => {
                    let mut all: Vec<u32> = words.iter().map(|word| dpi(*word)).collect();
                    all.sort_unstable();
                    Resolutions::Some(all)
                }
                Allowed::Anything | Allowed::Texts(_) => Resolutions::Some(vec![300]),
            }
        }
    };
    let most = |name: &str, usual: u32| match option(device, name) {
        Some(option) if option.in_mm => match option.allowed {
            Allowed::Range { most, .. } => (from_word(&option, most) * 300.0 / 25.4).round() as u32,
            Allowed::Anything | Allowed::Words(_) | Allowed::Texts(_) => usual,
        },
        Some(_) | None => usual,
    };
    Ok(SourceCapabilities {
        source,
        named,
        colours,
        resolutions,
        most: Area {
            width: most("br-x", Area::A4.width),
            height: most("br-y", Area::A4.height),
        },
    })
}

/// Makers' names mean what they like; these parts of them are usual.
pub(super) fn source_of(named: &str) -> Source {
    let named = named.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| named.contains(part));
    if has(&["duplex", "both", "2-sided", "two-sided", "dual"]) || named == "dp" {
        Source::Duplex
    } else if has(&["adf", "feeder"]) {
        Source::Feeder
    } else {
        Source::Flatbed
    }
}

fn modes(option: &Description) -> Vec<(Colour, String)> {
    let Allowed::Texts(texts) = &option.allowed else {
        return vec![];
    };
    let colour = |named: &str| {
        let named = named.to_lowercase();
        if named.contains("colo") {
            Some(Colour::Colour)
        } else if named.contains("gray") || named.contains("grey") {
            Some(Colour::Grey)
        } else if ["lineart", "binary", "black", "halftone"]
            .iter()
            .any(|part| named.contains(part))
        {
            Some(Colour::BlackAndWhite)
        } else {
            None
        }
    };
    let known = texts
        .iter()
        .filter_map(|named| colour(named).map(|colour| (colour, named.clone())));
    known.collect()
}

fn into_word(option: &Description, value: f64) -> i32 {
    let word = if option.is_fixed { value * 65_536.0 } else { value };
    word.round().clamp(f64::from(i32::MIN), f64::from(i32::MAX)) as i32
}

fn from_word(option: &Description, word: i32) -> f64 {
    if option.is_fixed {
        f64::from(word) / 65_536.0
    } else {
        f64::from(word)
    }
}

/// Why a page has no end.
enum Stop {
    Fault(Fault),
    Cancelled,
    /// The window is gone.
    Unheard(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Unheard(error)
    }
}

fn scan(line: &mut Line, held: &Held<'_>) -> io::Result<()> {
    let fed = match held.options.source {
        Source::Flatbed => false,
        Source::Feeder | Source::Duplex => true,
    };
    let mut pages = 0;
    let last = loop {
        match held.device.start() {
            Ok(()) => {}
            Err(Status::NO_DOCUMENTS) if fed && pages > 0 => {
                break Say::Ended {
                    end: End::FeederEmpty,
                };
            }
            Err(status) => break Say::Fault { fault: fault(status) },
        }
        match page(line, held, pages + 1) {
            Ok(()) => pages += 1,
            // Behind the last sheet some devices start, and say by reading that there is none.
            Err(Stop::Fault(Fault::Empty)) if fed && pages > 0 => {
                break Say::Ended {
                    end: End::FeederEmpty,
                };
            }
            Err(Stop::Fault(fault)) => break Say::Fault { fault },
            Err(Stop::Cancelled) => break Say::Ended { end: End::Cancelled },
            Err(Stop::Unheard(error)) => return Err(error),
        }
        if !fed {
            break Say::Ended { end: End::Done };
        }
    };
    held.device.cancel();
    line.say(&last)
}

fn page(line: &mut Line, held: &Held<'_>, number: u32) -> Result<(), Stop> {
    let device = &held.device;
    let parameters = device.parameters().map_err(|status| Stop::Fault(fault(status)))?;
    let layout = Layout::of(&parameters).ok_or(Stop::Fault(Fault::Unsupported))?;
    let of = u64::try_from(parameters.lines)
        .ok()
        .map(|lines| lines * layout.row_out() as u64);
    line.say(&Say::PageStarted { number, of })?;
    let mut buffer = vec![0; PIECE];
    let mut waiting: Vec<u8> = Vec::new();
    let (mut rows, mut cancelled) = (0usize, false);
    loop {
        if !cancelled && matches!(line.heard::<Ask>(), Some(Ask::Cancel)) {
            cancelled = true;
            device.cancel();
        }
        match device.read(&mut buffer) {
            Ok(read) => {
                waiting.extend_from_slice(&buffer[..read]);
                let whole = waiting.len() / layout.row_in * layout.row_in;
                if whole == 0 || cancelled {
                    continue;
                }
                rows += whole / layout.row_in;
                if rows * layout.row_out() > MAX_PAGE {
                    device.cancel();
                    return Err(Stop::Fault(Fault::BadData));
                }
                let pixels = layout.pixels(&waiting[..whole]);
                waiting.drain(..whole);
                line.say(&Say::Piece { bytes: pixels.len() })?;
                line.send(&pixels)?;
            }
            Err(Status::END) => break,
            Err(Status::CANCELLED) if cancelled => return Err(Stop::Cancelled),
            Err(_) if cancelled => return Err(Stop::Cancelled),
            Err(status) => return Err(Stop::Fault(fault(status))),
        }
    }
    if cancelled {
        return Err(Stop::Cancelled);
    }
    let short = usize::try_from(parameters.lines).is_ok_and(|lines| rows < lines);
    if rows == 0 || short {
        return Err(Stop::Fault(Fault::BadData));
    }
    line.say(&Say::Page {
        width: layout.width as u32,
        height: rows as u32,
        grey: layout.channels == 1,
        dpi: held.options.dpi,
    })?;
    Ok(())
}

/// How SANE lays a row out.
pub(super) struct Layout {
    pub width: usize,
    pub channels: usize,
    pub depth: usize,
    pub row_in: usize,
}

impl Layout {
    pub fn of(parameters: &super::library::Parameters) -> Option<Layout> {
        let width = usize::try_from(parameters.pixels_per_line)
            .ok()
            .filter(|width| *width > 0)?;
        let row_in = usize::try_from(parameters.bytes_per_line).ok()?;
        let depth = usize::try_from(parameters.depth).ok()?;
        let channels = match parameters.format {
            0 => 1,
            1 => 3,
            // Three passes over the glass, one for each colour, have died out.
            _ => return None,
        };
        let needs = match depth {
            1 if channels == 1 => width.div_ceil(8),
            8 => width * channels,
            16 => width * channels * 2,
            _ => return None,
        };
        (row_in >= needs).then_some(Layout {
            width,
            channels,
            depth,
            row_in,
        })
    }

    pub fn row_out(&self) -> usize {
        self.width * self.channels
    }

    /// Whole rows as eight bits a channel, 0 black.
    pub fn pixels(&self, rows: &[u8]) -> Vec<u8> {
        let mut pixels = Vec::with_capacity(rows.len() / self.row_in * self.row_out());
        for row in rows.chunks_exact(self.row_in) {
            match self.depth {
                // In one bit, 1 is black.
                1 => pixels.extend((0..self.width).map(|x| {
                    if row[x / 8] >> (7 - x % 8) & 1 == 1 {
                        0
                    } else {
                        255
                    }
                })),
                16 => {
                    let words = row.chunks_exact(2).take(self.row_out());
                    pixels.extend(words.map(|word| (u16::from_ne_bytes([word[0], word[1]]) >> 8) as u8));
                }
                _ => pixels.extend_from_slice(&row[..self.row_out()]),
            }
        }
        pixels
    }
}

#[cfg(test)]
mod tests {
    use super::super::library::Parameters;
    use super::*;

    #[test]
    fn makers_names_of_sources_are_told_apart() {
        for (named, source) in [
            ("Flatbed", Source::Flatbed),
            ("FB", Source::Flatbed),
            ("Automatic Document Feeder", Source::Feeder),
            ("ADF Front", Source::Feeder),
            ("ADF Duplex", Source::Duplex),
            ("DP", Source::Duplex),
            ("2-sided", Source::Duplex),
            ("Document Table", Source::Flatbed),
        ] {
            assert_eq!(source_of(named), source, "{named}");
        }
    }

    #[test]
    fn rows_of_every_depth_become_bytes() {
        let layout = |format, depth, bytes_per_line, pixels_per_line| {
            Layout::of(&Parameters {
                format,
                last_frame: 1,
                bytes_per_line,
                pixels_per_line,
                lines: -1,
                depth,
            })
        };
        assert_eq!(
            layout(0, 1, 2, 9).unwrap().pixels(&[0b1010_0000, 0b1000_0000]),
            [0, 255, 0, 255, 255, 255, 255, 255, 0]
        );
        assert_eq!(layout(0, 8, 4, 3).unwrap().pixels(&[1, 2, 3, 99]), [1, 2, 3]);
        let deep: Vec<u8> = [0x1234u16, 0xFF00, 0x0080]
            .iter()
            .flat_map(|word| word.to_ne_bytes())
            .collect();
        assert_eq!(layout(1, 16, 6, 1).unwrap().pixels(&deep), [0x12, 0xFF, 0x00]);
        assert!(
            layout(2, 8, 3, 3).is_none() && layout(0, 8, 2, 3).is_none() && layout(0, 12, 9, 3).is_none()
        );
    }
}
