//! Sheets with one large thing on each: separators (分隔页), which divide the pages of a feeder, and the practice materials of
//! the training realm.

use cases::realm::Realm;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::layout::{Setter, Style};
use crate::page::{Flow, LEFT, MEASURE, Spacing, WIDTH};
use crate::{Fonts, PaperFault, Rendered, paper, pdf};

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is, over the title.
    pub over: String,
    pub title: String,
    /// The exact text of a QR code as wide as a hand.
    pub code: Option<String>,
    pub lines: Vec<String>,
}

const OVER: Style = Style {
    size: 16.0,
    grey: 0.25,
    bold: false,
};
const TITLE: Style = Style {
    size: 34.0,
    grey: 0.0,
    bold: true,
};
const LINE: Style = Style {
    size: 14.0,
    grey: 0.0,
    bold: false,
};
/// 80 mm: found on a page that was scanned coarse, askew or upside down.
const QR_SIDE: f32 = 227.0;

/// Sets each sheet on a page of its own.
///
/// # Errors
/// [`PaperFault::Code`] when a code cannot carry its text; [`PaperFault::Pdf`] when the writer fails.
pub fn sheets(
    sheets: &[Sheet],
    title: &str,
    realm: Realm,
    fonts: &Fonts,
    at: Timestamp,
) -> Result<Rendered, PaperFault> {
    let mut setter = Setter::new(fonts);
    let pages = sheets.iter().map(|sheet| page(sheet, realm, &mut setter));
    let pages: Vec<_> = pages.collect::<Result<_, _>>()?;
    let bytes = pdf::write(title, &pages, &[], fonts, at)?;
    Ok(Rendered {
        pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        missing: crate::missing(setter),
        digest_sha256: hex::encode(Sha256::digest(&bytes)),
        pdf: bytes,
    })
}

fn page(sheet: &Sheet, realm: Realm, setter: &mut Setter) -> Result<Vec<crate::page::Mark>, PaperFault> {
    let mut flow = Flow::new(Spacing::USUAL);
    if realm == Realm::Training {
        paper::watermark(&mut flow, setter);
    }
    flow.y = 110.0;
    for (text, style, below) in [(&sheet.over, OVER, 20.0), (&sheet.title, TITLE, 40.0)] {
        for line in setter.lines(&[(text.as_str(), style)], MEASURE, 0.0) {
            flow.y += style.size * 1.35;
            flow.centred(&line, WIDTH / 2.0, flow.y);
        }
        flow.y += below;
    }
    if let Some(code) = &sheet.code {
        let left = (WIDTH - QR_SIDE) / 2.0;
        let place = (left, flow.y);
        paper::draw_qr(&mut flow, setter, code, place, QR_SIDE, "")?;
        flow.y += QR_SIDE + 40.0;
    }
    for text in &sheet.lines {
        for line in setter.lines(&[(text.as_str(), LINE)], MEASURE, 0.0) {
            flow.y += LINE.size * 1.6;
            flow.line(&line, LEFT, flow.y);
        }
    }
    Ok(flow.pages.remove(0))
}
