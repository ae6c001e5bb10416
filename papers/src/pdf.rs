//! Marks into PDF bytes through printpdf; equal marks and moment give equal bytes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use printpdf::{
    Color, FontId, Greyscale, Line, LineDashPattern, LinePoint, Mm, OffsetDateTime, Op, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, PdfWarnMsg, Point, Polygon, PolygonRing, Pt, TextItem,
    TextMatrix, TextRenderingMode,
};
use sha2::{Digest, Sha256};

use crate::PaperFault;
use crate::fonts::{FaceNumber, Fonts};
use crate::layout::Run;
use crate::page::{HEIGHT, Mark};

/// Length of each of the two strings of a document's `/ID`, as printpdf writes them.
const ID_LENGTH: usize = 32;

/// Writes the pages as one PDF with only the glyphs that occur, searchable, dated `at`.
pub(crate) fn write(
    title: &str,
    pages: &[Vec<Mark>],
    fonts: &Fonts,
    at: Timestamp,
) -> Result<Vec<u8>, PaperFault> {
    let mut document = PdfDocument::new(title);
    let date = OffsetDateTime::from_unix_timestamp(at.as_second()).map_err(|reason| PaperFault::Pdf {
        reason: reason.to_owned(),
    })?;
    let info = &mut document.metadata.info;
    (info.creation_date, info.modification_date, info.metadata_date) = (date, date, date);
    info.creator = "Yichuang".to_owned();
    info.producer = "Yichuang papers".to_owned();
    // Identifiers of our own: printpdf would draw them from a counter, and the bytes would differ each time.
    for number in faces(pages) {
        let face = fonts.face(number).ok_or_else(|| PaperFault::Pdf {
            reason: format!("face {} is not loaded", number.0),
        })?;
        document
            .resources
            .fonts
            .map
            .insert(font_id(number), PdfFont::new(face.parsed.clone()));
    }
    let pages = pages
        .iter()
        .map(|marks| PdfPage::new(Mm(210.0), Mm(297.0), ops(marks)))
        .collect();
    document.with_pages(pages);
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let mut bytes = document.save(&PdfSaveOptions::default(), &mut warnings);
    set_id(&mut bytes)?;
    Ok(bytes)
}

fn font_id(number: FaceNumber) -> FontId {
    FontId(format!("Face{}", number.0))
}

fn faces(pages: &[Vec<Mark>]) -> BTreeSet<FaceNumber> {
    let runs = pages.iter().flatten().filter_map(|mark| match mark {
        Mark::Text { run, .. } | Mark::Turned { run, .. } => Some(run.face),
        Mark::Rule { .. } | Mark::Blocks { .. } | Mark::Ink { .. } | Mark::SealPlace { .. } => None,
    });
    runs.collect()
}

/// Replaces the random document and instance id by one made from the bytes themselves.
fn set_id(bytes: &mut [u8]) -> Result<(), PaperFault> {
    let no_id = || PaperFault::Pdf {
        reason: "no /ID in the trailer".to_owned(),
    };
    let tail = bytes
        .windows(3)
        .rposition(|window| window == b"/ID")
        .ok_or_else(no_id)?;
    let mut at = tail;
    let mut places = Vec::new();
    while places.len() < 2 {
        let open = bytes[at..]
            .iter()
            .position(|byte| *byte == b'(')
            .ok_or_else(no_id)?
            + at
            + 1;
        if bytes.get(open + ID_LENGTH) != Some(&b')') {
            return Err(no_id());
        }
        places.push(open);
        at = open + ID_LENGTH;
    }
    for open in &places {
        bytes[*open..*open + ID_LENGTH].fill(b'0');
    }
    let digest = hex::encode(Sha256::digest(&*bytes));
    for open in places {
        bytes[open..open + ID_LENGTH].copy_from_slice(&digest.as_bytes()[..ID_LENGTH]);
    }
    Ok(())
}

fn ops(marks: &[Mark]) -> Vec<Op> {
    let mut ops = Vec::new();
    for mark in marks {
        match mark {
            Mark::Text { x, y, run } => {
                text(&mut ops, run, TextMatrix::Translate(Pt(*x), Pt(HEIGHT - y)));
            }
            Mark::Turned { x, y, degrees, run } => {
                let (sine, cosine) = degrees.to_radians().sin_cos();
                let matrix = TextMatrix::Raw([cosine, sine, -sine, cosine, *x, HEIGHT - y]);
                text(&mut ops, run, matrix);
            }
            Mark::Rule {
                from,
                to,
                weight,
                grey,
            } => {
                ops.push(Op::SetOutlineColor { col: shade(*grey) });
                ops.push(Op::SetOutlineThickness { pt: Pt(*weight) });
                let points = vec![point(from.0, from.1, false), point(to.0, to.1, false)];
                ops.push(Op::DrawLine {
                    line: Line {
                        points,
                        is_closed: false,
                    },
                });
            }
            Mark::Blocks { blocks, grey } => {
                ops.push(Op::SetFillColor { col: shade(*grey) });
                let rings = blocks.iter().map(ring).collect();
                ops.push(Op::DrawPolygon {
                    polygon: Polygon {
                        rings,
                        ..Polygon::default()
                    },
                });
            }
            Mark::Ink {
                strokes,
                weight,
                grey,
            } => {
                ops.push(Op::SaveGraphicsState);
                ops.push(Op::SetOutlineColor { col: shade(*grey) });
                ops.push(Op::SetOutlineThickness { pt: Pt(*weight) });
                for stroke in strokes {
                    let points = stroke.iter().map(|(x, y)| point(*x, *y, false)).collect();
                    let line = Line {
                        points,
                        is_closed: false,
                    };
                    ops.push(Op::DrawLine { line });
                }
                ops.push(Op::RestoreGraphicsState);
            }
            Mark::SealPlace { centre, radius, grey } => {
                ops.push(Op::SaveGraphicsState);
                ops.push(Op::SetOutlineColor { col: shade(*grey) });
                ops.push(Op::SetOutlineThickness { pt: Pt(0.6) });
                let dash = LineDashPattern {
                    pattern: vec![3.0, 3.0].into(),
                    offset: 0.0,
                };
                ops.push(Op::SetLineDashPattern { dash });
                ops.push(Op::DrawLine {
                    line: circle(*centre, *radius),
                });
                ops.push(Op::RestoreGraphicsState);
            }
        }
    }
    ops
}

fn text(ops: &mut Vec<Op>, run: &Run, matrix: TextMatrix) {
    let col = shade(run.style.grey);
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFillColor { col: col.clone() });
    if run.style.bold {
        // A thin outline in the same colour gives weight without a second font to load and embed.
        ops.push(Op::SetOutlineColor { col });
        ops.push(Op::SetOutlineThickness {
            pt: Pt(run.style.size * 0.028),
        });
        ops.push(Op::SetTextRenderingMode {
            mode: TextRenderingMode::FillStroke,
        });
    }
    let font = PdfFontHandle::External(font_id(run.face));
    ops.push(Op::SetFont {
        font,
        size: Pt(run.style.size),
    });
    ops.push(Op::SetTextMatrix { matrix });
    ops.push(Op::ShowText {
        items: vec![TextItem::Text(run.text.clone())],
    });
    if run.style.bold {
        ops.push(Op::SetTextRenderingMode {
            mode: TextRenderingMode::Fill,
        });
    }
    ops.push(Op::EndTextSection);
}

fn shade(grey: f32) -> Color {
    Color::Greyscale(Greyscale::new(grey, None))
}

fn point(x: f32, y: f32, bezier: bool) -> LinePoint {
    LinePoint {
        p: Point {
            x: Pt(x),
            y: Pt(HEIGHT - y),
        },
        bezier,
    }
}

fn ring(block: &[f32; 4]) -> PolygonRing {
    let [x, y, width, height] = *block;
    let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
    PolygonRing {
        points: corners.into_iter().map(|(x, y)| point(x, y, false)).collect(),
    }
}

/// Four Bézier arcs.
fn circle(centre: (f32, f32), radius: f32) -> Line {
    const K: f32 = 0.552_285;
    let unit = [
        (1.0, 0.0, false),
        (1.0, K, true),
        (K, 1.0, true),
        (0.0, 1.0, false),
        (-K, 1.0, true),
        (-1.0, K, true),
        (-1.0, 0.0, false),
        (-1.0, -K, true),
        (-K, -1.0, true),
        (0.0, -1.0, false),
        (K, -1.0, true),
        (1.0, -K, true),
        (1.0, 0.0, false),
    ];
    let points = unit
        .into_iter()
        .map(|(x, y, bezier)| point(centre.0 + x * radius, centre.1 + y * radius, bezier));
    Line {
        points: points.collect(),
        is_closed: false,
    }
}
