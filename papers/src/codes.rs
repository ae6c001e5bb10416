//! QR and Code128 as modules: what is dark, without any drawing.

use barcoders::sym::code128::Code128;
use qrcode::{Color, EcLevel, QrCode};

use crate::PaperFault;

/// A square of modules, row by row; `true` is dark. The quiet zone is the drawer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Qr {
    pub side: usize,
    pub dark: Vec<bool>,
}

/// Encodes exactly this text with level M (15 % of the modules may be lost to a crease or stamp).
pub(crate) fn qr(text: &str) -> Result<Qr, PaperFault> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| PaperFault::Code {
        code: "QR",
        reason: error.to_string(),
    })?;
    let dark = code
        .to_colors()
        .into_iter()
        .map(|color| color == Color::Dark)
        .collect();
    Ok(Qr {
        side: code.width(),
        dark,
    })
}

/// A QR code as an outline that a screen fills: one unit a module, without the quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrOutline {
    pub side: u32,
    /// SVG path data.
    pub path: String,
}

/// # Errors
/// The text is too long for a QR code.
pub fn qr_outline(text: &str) -> Result<QrOutline, PaperFault> {
    let Qr { side, dark } = qr(text)?;
    let mut path = String::new();
    for (row, modules) in dark.chunks(side).enumerate() {
        for (start, length) in bars(modules) {
            path.push_str(&format!("M{start} {row}h{length}v1h-{length}z"));
        }
    }
    Ok(QrOutline {
        side: u32::try_from(side).unwrap_or(u32::MAX),
        path,
    })
}

/// Encodes exactly this text in set B; printable ASCII only. One entry a module, `true` is a bar.
pub(crate) fn code128(text: &str) -> Result<Vec<bool>, PaperFault> {
    if !text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Err(PaperFault::Code {
            code: "Code128",
            reason: "not printable ASCII".to_owned(),
        });
    }
    let code = Code128::new(format!("\u{0181}{text}")).map_err(|error| PaperFault::Code {
        code: "Code128",
        reason: error.to_string(),
    })?;
    Ok(code.encode().into_iter().map(|module| module == 1).collect())
}

/// Stretches of dark modules as (start, length).
pub(crate) fn bars(modules: &[bool]) -> Vec<(usize, usize)> {
    let mut bars: Vec<(usize, usize)> = Vec::new();
    for (at, _) in modules.iter().enumerate().filter(|(_, dark)| **dark) {
        match bars.last_mut() {
            Some((start, length)) if *start + *length == at => *length += 1,
            _ => bars.push((at, 1)),
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_whole_stretches() {
        assert_eq!(bars(&[true, true, false, true, false]), vec![(0, 2), (3, 1)]);
        assert_eq!(bars(&[]), vec![]);
    }

    #[test]
    fn an_outline_has_every_dark_module_once() {
        let text = "http://127.0.0.1:43121/p/AAAAAAAAAAAAAAAAAAAAAA";
        let (drawn, code) = (qr_outline(text).unwrap(), qr(text).unwrap());
        let lengths = drawn.path.split('z').filter_map(|bar| bar.split_once('h'));
        let modules = lengths.map(|(_, rest)| rest.split('v').next().unwrap().parse::<usize>().unwrap());
        assert_eq!(
            modules.sum::<usize>(),
            code.dark.iter().filter(|dark| **dark).count()
        );
        assert!(drawn.path.starts_with("M0 0h7v1h-7z"), "a finder pattern");
        assert!(qr_outline(&"x".repeat(5_000)).is_err());
    }

    #[test]
    fn a_code_that_cannot_carry_its_text_says_so() {
        assert!(matches!(
            code128("收件码"),
            Err(PaperFault::Code { code: "Code128", .. })
        ));
        assert!(matches!(
            qr(&"长".repeat(3000)),
            Err(PaperFault::Code { code: "QR", .. })
        ));
    }
}
