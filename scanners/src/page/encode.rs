//! How a page is kept: JPEG; for black and white CCITT group 4, in a PDF of one page, since screens show no bare G4.

use fax::encoder::Encoder as FaxEncoder;
use fax::{Color, VecWriter};
use jpeg_encoder::{
    ColorType, Encoder, ImageBuffer, JpegColorType, PixelDensity, PixelDensityUnit, SamplingFactor,
};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::{Raster, Turn};
use crate::files::PixelSize;

/// Letters stay sharp at this quality, and a grey A4 page at 300 dpi has about a megabyte.
const QUALITY: u8 = 80;

/// `None` for a side over 65 535 pixels, which JPEG cannot say.
pub fn jpeg(raster: &Raster, dpi: u32) -> Option<Vec<u8>> {
    jpeg_of(raster, dpi, QUALITY)
}

pub(super) fn jpeg_of(raster: &Raster, dpi: u32, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = sides(raster)?;
    let dpi = u16::try_from(dpi).ok()?;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_density(PixelDensity {
        density: (dpi, dpi),
        unit: PixelDensityUnit::Inches,
    });
    if raster.is_grey() {
        encoder.encode_image(Grey(raster, width, height)).ok()?;
    } else {
        encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
        encoder
            .encode(raster.pixels(), width, height, ColorType::Rgb)
            .ok()?;
    }
    Some(bytes)
}

/// Rows taken whole; the encoder's own takes them byte by byte.
struct Grey<'a>(&'a Raster, u16, u16);

impl ImageBuffer for Grey<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Luma
    }

    fn width(&self) -> u16 {
        self.1
    }

    fn height(&self) -> u16 {
        self.2
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        buffers[0].extend_from_slice(self.0.row(u32::from(y)));
    }
}

/// Group 4 (ITU-T T.6) of a page's dark and light pixels.
pub fn group4(raster: &Raster) -> Option<Vec<u8>> {
    let (width, _) = sides(raster)?;
    let mut encoder = FaxEncoder::new(VecWriter::new());
    for row in raster.rows() {
        let pels = row.chunks_exact(raster.channels()).map(|pixel| {
            if pixel[0] < 128 {
                Color::Black
            } else {
                Color::White
            }
        });
        match encoder.encode_line(pels, width) {
            Ok(()) => {}
            Err(never) => match never {},
        }
    }
    match encoder.finish() {
        Ok(writer) => Some(writer.finish()),
        Err(never) => match never {},
    }
}

fn sides(raster: &Raster) -> Option<(u16, u16)> {
    Some((
        u16::try_from(raster.width()).ok()?,
        u16::try_from(raster.height()).ok()?,
    ))
}

/// A PDF whose pages are pictures.
pub struct PdfWriter {
    document: Document,
    tree: ObjectId,
    pages: Vec<Object>,
}

impl Default for PdfWriter {
    fn default() -> Self {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        Self {
            document,
            tree,
            pages: Vec::new(),
        }
    }
}

impl PdfWriter {
    /// Adds a page as large as `dpi` makes it: group 4 where it is black and white, JPEG otherwise.
    pub fn page(&mut self, raster: &Raster, dpi: u32) -> Option<()> {
        let size = PixelSize {
            width: raster.width(),
            height: raster.height(),
        };
        if raster.is_bilevel() {
            let (width, height) = (i64::from(size.width), i64::from(size.height));
            let mut picture = picture(size, true);
            picture.set("BitsPerComponent", 1);
            picture.set("Filter", "CCITTFaxDecode");
            picture.set(
                "DecodeParms",
                dictionary! { "K" => -1, "Columns" => width, "Rows" => height },
            );
            self.put(picture, group4(raster)?, size, dpi, Turn::None)
        } else {
            self.jpeg(jpeg(raster, dpi)?, size, raster.is_grey(), dpi, Turn::None)
        }
    }

    /// Adds a JPEG as it is, as large as `dpi` makes it, to be shown turned: nothing of it is packed again.
    pub fn jpeg(&mut self, bytes: Vec<u8>, size: PixelSize, grey: bool, dpi: u32, turn: Turn) -> Option<()> {
        let mut picture = picture(size, grey);
        picture.set("BitsPerComponent", 8);
        picture.set("Filter", "DCTDecode");
        self.put(picture, bytes, size, dpi, turn)
    }

    fn put(
        &mut self,
        picture: Dictionary,
        bytes: Vec<u8>,
        size: PixelSize,
        dpi: u32,
        turn: Turn,
    ) -> Option<()> {
        let picture = self
            .document
            .add_object(Stream::new(picture, bytes).with_compression(false));
        let points = |pixels: u32| pixels as f32 * 72.0 / dpi.max(1) as f32;
        let (wide, high) = (points(size.width), points(size.height));
        let operation = |operator: &str, operands: Vec<Object>| Operation::new(operator, operands);
        let content = Content {
            operations: vec![
                operation("q", vec![]),
                operation(
                    "cm",
                    vec![wide.into(), 0.into(), 0.into(), high.into(), 0.into(), 0.into()],
                ),
                operation("Do", vec!["P".into()]),
                operation("Q", vec![]),
            ],
        };
        let content = Stream::new(dictionary! {}, content.encode().ok()?);
        let content = self.document.add_object(content);
        let page = self.document.add_object(dictionary! {
            "Type" => "Page", "Parent" => self.tree, "Contents" => content, "Rotate" => i64::from(turn.degrees()),
            "MediaBox" => vec![0.into(), 0.into(), wide.into(), high.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
        });
        self.pages.push(page.into());
        Some(())
    }

    /// The bytes of the file; `None` without a page.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        if self.pages.is_empty() {
            return None;
        }
        let count = i64::try_from(self.pages.len()).ok()?;
        let tree = dictionary! { "Type" => "Pages", "Count" => count, "Kids" => self.pages };
        self.document.objects.insert(self.tree, tree.into());
        let root = self
            .document
            .add_object(dictionary! { "Type" => "Catalog", "Pages" => self.tree });
        self.document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).ok()?;
        Some(bytes)
    }
}

fn picture(size: PixelSize, grey: bool) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Image",
        "Width" => i64::from(size.width), "Height" => i64::from(size.height),
        "ColorSpace" => if grey { "DeviceGray" } else { "DeviceRGB" },
    }
}
