//! Marks into PDF bytes through printpdf; equal marks and moment give equal bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use printpdf::{
    Color, DictItem, ExternalStream, FontId, Greyscale, Line, LineDashPattern, LinePoint, Mm, OffsetDateTime,
    Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, PdfWarnMsg, Point, Pt, TextMatrix,
    TextRenderingMode,
};
use sha2::{Digest, Sha256};

use crate::PaperFault;
use crate::copy::Picture;
use crate::fonts::{FaceNumber, Fonts};
use crate::layout::Run;
use crate::page::{HEIGHT, Mark};
use crate::subset::{Subset, compressed};

/// Length of each of the two strings of a document's `/ID`, as printpdf writes them.
const ID_LENGTH: usize = 32;

/// The fonts of one paper, each cut to the characters that it draws here.
type Cut = BTreeMap<FaceNumber, Arc<Subset>>;

/// Writes the pages as one PDF with only the glyphs that occur, searchable, dated `at`.
///
/// printpdf writes pages and file; the fonts are cut and put in here, because it would read a whole font anew for
/// every paper.
pub(crate) fn write(
    title: &str,
    pages: &[Vec<Mark>],
    pictures: &[Picture],
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
    let cut = cut(pages, fonts)?;
    let pages = pages
        .iter()
        .map(|marks| Ok(PdfPage::new(Mm(210.0), Mm(297.0), Pen::draw(marks, &cut)?)));
    document.with_pages(pages.collect::<Result<_, PaperFault>>()?);
    let options = PdfSaveOptions {
        // Every operator is ours; text is written as raw ones, for the fonts are not printpdf's.
        secure: false,
        optimize: false,
        ..PdfSaveOptions::default()
    };
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    let fault = |reason: &str| PaperFault::Pdf {
        reason: reason.to_owned(),
    };
    let page = file.page_iter().next().ok_or_else(|| fault("no page"))?;
    // All pages share one dictionary of fonts, which is empty so far.
    let font_list = file
        .get_dictionary(page)
        .and_then(|page| page.get(b"Resources")?.as_reference())
        .and_then(|resources| file.get_dictionary(resources)?.get(b"Font")?.as_reference())
        .map_err(|_| fault("no font list"))?;
    if !pictures.is_empty() {
        let mut list = BTreeMap::new();
        for (number, picture) in pictures.iter().enumerate() {
            let obj = file.max_id + 1;
            file.add_object(image(picture).to_lopdf());
            list.insert(picture_name(number), DictItem::Ref { obj, r#gen: 0 });
        }
        let list = DictItem::Dict { map: list }.to_lopdf();
        for page in file.page_iter().collect::<Vec<_>>() {
            let resources = file
                .get_dictionary(page)
                .and_then(|page| page.get(b"Resources")?.as_reference())
                .map_err(|_| fault("no resources"))?;
            file.get_dictionary_mut(resources)
                .map_err(|_| fault("no resources"))?
                .set("XObject", list.clone());
        }
    }
    for (number, subset) in &cut {
        let first = file.max_id + 1;
        for object in subset.objects(first) {
            file.add_object(object.to_lopdf());
        }
        let font = DictItem::Ref { obj: first, r#gen: 0 }.to_lopdf();
        file.get_dictionary_mut(font_list)
            .map_err(|_| fault("no font list"))?
            .set(font_id(*number).0, font);
    }
    for stream in file
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
    {
        if !stream.dict.has(b"Filter") {
            stream
                .dict
                .set("Filter", DictItem::Name(b"FlateDecode".to_vec()).to_lopdf());
            stream.set_content(compressed(&stream.content));
        }
    }
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| PaperFault::Pdf {
        reason: error.to_string(),
    })?;
    set_id(&mut bytes)?;
    Ok(bytes)
}

fn picture_name(number: usize) -> String {
    format!("Picture{number}")
}

/// A JPEG goes in as it is (ISO 32000-1, 7.4.8).
fn image(picture: &Picture) -> DictItem {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(picture.width))),
        ("Height", DictItem::Int(i64::from(picture.height))),
        (
            "ColorSpace",
            name(if picture.grey { "DeviceGray" } else { "DeviceRGB" }),
        ),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name("DCTDecode")),
    ];
    DictItem::Stream {
        stream: ExternalStream {
            dict: entries.map(|(key, item)| (key.to_owned(), item)).into(),
            content: picture.jpeg.clone(),
            compress: false,
        },
    }
}

fn font_id(number: FaceNumber) -> FontId {
    FontId(format!("Face{}", number.0))
}

/// Every face on these pages with the characters that it draws there.
fn cut(pages: &[Vec<Mark>], fonts: &Fonts) -> Result<Cut, PaperFault> {
    let runs = pages.iter().flatten().filter_map(|mark| match mark {
        Mark::Text { run, .. } | Mark::Turned { run, .. } => Some(run),
        Mark::Rule { .. }
        | Mark::Blocks { .. }
        | Mark::Ink { .. }
        | Mark::Picture { .. }
        | Mark::SealPlace { .. } => None,
    });
    let mut drawn: BTreeMap<FaceNumber, BTreeSet<char>> = BTreeMap::new();
    for run in runs {
        drawn.entry(run.face).or_default().extend(run.text.chars());
    }
    let subsets = drawn.into_iter().map(|(face, characters)| {
        let subset = fonts.subsets.get(fonts, face, characters)?;
        Ok((face, subset))
    });
    subsets.collect()
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

/// Draws marks as operators and remembers what is set, so that nothing is set twice.
struct Pen<'a> {
    cut: &'a Cut,
    ops: Vec<Op>,
    fill: Option<f32>,
    /// Grey and weight.
    outline: Option<(f32, f32)>,
}

impl<'a> Pen<'a> {
    fn draw(marks: &[Mark], cut: &'a Cut) -> Result<Vec<Op>, PaperFault> {
        let mut pen = Self {
            cut,
            ops: Vec::new(),
            fill: None,
            outline: None,
        };
        marks.iter().try_for_each(|mark| pen.mark(mark))?;
        Ok(pen.ops)
    }

    fn mark(&mut self, mark: &Mark) -> Result<(), PaperFault> {
        match mark {
            Mark::Text { x, y, run } => {
                self.text(run, TextMatrix::Translate(Pt(*x), Pt(HEIGHT - y)))?;
            }
            Mark::Turned { x, y, degrees, run } => {
                let (sine, cosine) = degrees.to_radians().sin_cos();
                let matrix = TextMatrix::Raw([cosine, sine, -sine, cosine, *x, HEIGHT - y]);
                self.text(run, matrix)?;
            }
            Mark::Picture {
                number,
                x,
                y,
                width,
                height,
            } => {
                self.ops.push(Op::SaveGraphicsState);
                let matrix = [*width, 0.0, 0.0, *height, *x, HEIGHT - y - height];
                self.raw("cm", matrix.map(DictItem::Real));
                self.raw("Do", [DictItem::Name(picture_name(*number).into_bytes())]);
                self.ops.push(Op::RestoreGraphicsState);
            }
            Mark::Rule {
                from,
                to,
                weight,
                grey,
            } => {
                self.outline(*grey, *weight);
                self.stroke(&[*from, *to]);
            }
            Mark::Blocks { blocks, grey } => {
                self.fill(*grey);
                for [x, y, width, height] in blocks {
                    self.raw(
                        "re",
                        [*x, HEIGHT - y - height, *width, *height].map(DictItem::Real),
                    );
                }
                self.raw("f", []);
            }
            Mark::Ink {
                strokes,
                weight,
                grey,
            } => {
                self.outline(*grey, *weight);
                strokes.iter().for_each(|stroke| self.stroke(stroke));
            }
            Mark::SealPlace { centre, radius, grey } => {
                self.outline(*grey, 0.6);
                self.ops.push(Op::SaveGraphicsState);
                let dash = LineDashPattern {
                    pattern: vec![3.0, 3.0].into(),
                    offset: 0.0,
                };
                self.ops.push(Op::SetLineDashPattern { dash });
                self.ops.push(Op::DrawLine {
                    line: circle(*centre, *radius),
                });
                self.ops.push(Op::RestoreGraphicsState);
            }
        }
        Ok(())
    }

    fn text(&mut self, run: &Run, matrix: TextMatrix) -> Result<(), PaperFault> {
        let style = &run.style;
        self.fill(style.grey);
        if style.bold {
            // A thin outline in the same colour gives weight without a second font to load and embed.
            self.outline(style.grey, style.size * 0.028);
        }
        let fault = || PaperFault::Pdf {
            reason: format!("face {} does not draw its text", run.face.0),
        };
        let subset = self.cut.get(&run.face).ok_or_else(fault)?;
        let mut codes = Vec::with_capacity(run.text.len());
        let mut reads_back = true;
        for ch in run.text.chars() {
            let letter = subset.letter(ch).ok_or_else(fault)?;
            codes.extend(letter.code.to_be_bytes());
            reads_back &= letter.reads_back;
        }
        self.ops.push(Op::StartTextSection);
        if style.bold {
            self.ops.push(Op::SetTextRenderingMode {
                mode: TextRenderingMode::FillStroke,
            });
        }
        self.ops.push(Op::SetFont {
            font: PdfFontHandle::External(font_id(run.face)),
            size: Pt(style.size),
        });
        self.ops.push(Op::SetTextMatrix { matrix });
        if !reads_back {
            self.ops.push(Op::BeginMarkedContentWithProperties {
                tag: "Span".to_owned(),
                properties: actual_text(&run.text),
            });
        }
        self.raw("Tj", [DictItem::Bytes(codes)]);
        if !reads_back {
            self.ops.push(Op::EndMarkedContent);
        }
        if style.bold {
            self.ops.push(Op::SetTextRenderingMode {
                mode: TextRenderingMode::Fill,
            });
        }
        self.ops.push(Op::EndTextSection);
        Ok(())
    }

    fn stroke(&mut self, points: &[(f32, f32)]) {
        let points = points.iter().map(|(x, y)| point(*x, *y, false));
        let line = Line {
            points: points.collect(),
            is_closed: false,
        };
        self.ops.push(Op::DrawLine { line });
    }

    fn fill(&mut self, grey: f32) {
        if self.fill.replace(grey) != Some(grey) {
            self.ops.push(Op::SetFillColor { col: shade(grey) });
        }
    }

    fn outline(&mut self, grey: f32, weight: f32) {
        let before = self.outline.replace((grey, weight));
        if before.map(|(grey, _)| grey) != Some(grey) {
            self.ops.push(Op::SetOutlineColor { col: shade(grey) });
        }
        if before.map(|(_, weight)| weight) != Some(weight) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(weight) });
        }
    }

    fn raw<const COUNT: usize>(&mut self, operator: &str, operands: [DictItem; COUNT]) {
        self.ops.push(Op::Unknown {
            key: operator.to_owned(),
            value: operands.into(),
        });
    }
}

/// What a reader takes for the glyphs inside (ISO 32000-1, 14.9.4).
fn actual_text(text: &str) -> DictItem {
    let mut units = vec![0xfe, 0xff];
    units.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let map = BTreeMap::from([("ActualText".to_owned(), DictItem::Bytes(units))]);
    DictItem::Dict { map }
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
