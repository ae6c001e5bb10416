//! The part of a face that one paper needs: the outlines of its characters, ready to be put into the file.
//!
//! A subset follows from the face and the characters alone, so a paper's bytes do not depend on what was printed
//! before it. The latest ones are kept: a paper made again (shown, then printed, then archived) finds its own.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use printpdf::{DictItem, ExternalStream};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::PaperFault;
use crate::fonts::{Face, FaceNumber, Fonts};
use crate::sfnt;

/// How many subsets are kept; one has some 50 KB.
const KEPT: usize = 16;

/// The width that `/DW` gives to every character without one of its own: that of a Chinese one.
const FULL_WIDTH: u16 = 1000;

/// How many entries one `beginbfchar` may have (Adobe Technical Note 5411).
const MAPPED_AT_ONCE: usize = 100;

/// A face cut to some characters.
#[derive(Debug)]
pub(crate) struct Subset {
    letters: BTreeMap<char, Letter>,
    /// The font as PDF objects, which refer to each other by their place in this list.
    objects: Vec<DictItem>,
}

/// How a character stands in the content of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letter {
    /// The glyph's number in the subset.
    pub code: u16,
    /// False when the glyph is read back as another character that looks the same, as 一 (U+4E00) for ⼀ (U+2F00).
    pub reads_back: bool,
}

/// The subsets made last, the latest at the back.
#[derive(Default)]
pub(crate) struct Subsets {
    kept: Mutex<VecDeque<Kept>>,
}

struct Kept {
    face: FaceNumber,
    characters: BTreeSet<char>,
    subset: Arc<Subset>,
}

impl Subsets {
    /// The face cut to exactly these characters, made or found.
    pub fn get(
        &self,
        fonts: &Fonts,
        face: FaceNumber,
        characters: BTreeSet<char>,
    ) -> Result<Arc<Subset>, PaperFault> {
        if let Some(subset) = self.find(face, &characters) {
            return Ok(subset);
        }
        let subset = Arc::new(Subset::make(fonts, face, &characters)?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(Kept {
            face,
            characters,
            subset: Arc::clone(&subset),
        });
        Ok(subset)
    }

    fn find(&self, face: FaceNumber, characters: &BTreeSet<char>) -> Option<Arc<Subset>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept
            .iter()
            .rposition(|one| one.face == face && one.characters == *characters)?;
        let found = kept.remove(place)?;
        let subset = Arc::clone(&found.subset);
        kept.push_back(found);
        Some(subset)
    }
}

impl Subset {
    fn make(fonts: &Fonts, number: FaceNumber, characters: &BTreeSet<char>) -> Result<Self, PaperFault> {
        let fault = |reason: String| PaperFault::Pdf { reason };
        let face = fonts
            .face(number)
            .ok_or_else(|| fault(format!("face {} is not loaded", number.0)))?;
        let mut remapper = GlyphRemapper::new();
        let mut letters = BTreeMap::new();
        let mut widths = BTreeMap::new();
        let mut meaning: BTreeMap<u16, char> = BTreeMap::new();
        for ch in characters {
            let glyph = fonts
                .glyph(*ch)
                .filter(|glyph| glyph.face == number)
                .ok_or_else(|| {
                    fault(format!(
                        "face {} has no glyph for U+{:04X}",
                        number.0,
                        u32::from(*ch)
                    ))
                })?;
            let code = remapper.remap(glyph.gid);
            widths.insert(code, glyph.advance);
            let reads_back = *meaning.entry(code).or_insert(*ch) == *ch;
            letters.insert(*ch, Letter { code, reads_back });
        }
        let program = subsetter::subset(&face.data, face.index, &remapper)
            .map_err(|error| fault(format!("{} cannot be cut: {error}", face.name)))?;
        Ok(Self {
            letters,
            objects: objects(face, &program, &widths, &meaning),
        })
    }

    pub fn letter(&self, ch: char) -> Option<Letter> {
        self.letters.get(&ch).copied()
    }

    /// The font's objects when the first of them, the one that pages refer to, has the number `first`.
    pub fn objects(&self, first: u32) -> impl Iterator<Item = DictItem> {
        self.objects.iter().map(move |object| numbered(object, first))
    }
}

/// A composite font (ISO 32000-1, 9.7): glyphs are addressed by their number in the embedded program.
fn objects(
    face: &Face,
    program: &[u8],
    widths: &BTreeMap<u16, u16>,
    meaning: &BTreeMap<u16, char>,
) -> Vec<DictItem> {
    // Places in the list below.
    const DESCENDANT: u32 = 1;
    const DESCRIPTOR: u32 = 2;
    const FILE: u32 = 3;
    const TO_UNICODE: u32 = 4;
    // The tag keeps subsets apart that a reader finds in several files with one name.
    let digest = Sha256::digest(program);
    let tag = digest.iter().take(6).map(|byte| char::from(b'A' + byte % 26));
    let base = tag.chain(['+']).chain(face.name.chars()).collect::<String>();
    let cff = sfnt::cff(program, 0);
    let (kind, file_key) = match cff {
        Some(_) => ("CIDFontType0", "FontFile3"),
        None => ("CIDFontType2", "FontFile2"),
    };
    let mut descendant = vec![
        ("Type", name("Font")),
        ("Subtype", name(kind)),
        ("BaseFont", name(&base)),
        (
            "CIDSystemInfo",
            dictionary(vec![
                ("Registry", words("Adobe")),
                ("Ordering", words("Identity")),
                ("Supplement", DictItem::Int(0)),
            ]),
        ),
        ("FontDescriptor", place(DESCRIPTOR)),
        ("DW", DictItem::Int(i64::from(FULL_WIDTH))),
        ("W", width_list(widths)),
    ];
    let file = match cff {
        Some(cff) => stream(vec![("Subtype", name("CIDFontType0C"))], cff),
        None => {
            descendant.push(("CIDToGIDMap", name("Identity")));
            let length = i64::try_from(program.len()).unwrap_or(i64::MAX);
            stream(vec![("Length1", DictItem::Int(length))], program)
        }
    };
    let whole = |value: i32| DictItem::Int(i64::from(value));
    let metrics = &face.metrics;
    vec![
        dictionary(vec![
            ("Type", name("Font")),
            ("Subtype", name("Type0")),
            ("BaseFont", name(&base)),
            ("Encoding", name("Identity-H")),
            ("DescendantFonts", DictItem::Array(vec![place(DESCENDANT)])),
            ("ToUnicode", place(TO_UNICODE)),
        ]),
        dictionary(descendant),
        dictionary(vec![
            ("Type", name("FontDescriptor")),
            ("FontName", name(&base)),
            // Symbolic: its characters are beyond the standard Latin set.
            ("Flags", DictItem::Int(4)),
            ("FontBBox", DictItem::Array(metrics.bounds.map(whole).to_vec())),
            ("ItalicAngle", DictItem::Int(0)),
            ("Ascent", whole(metrics.ascent)),
            ("Descent", whole(metrics.descent)),
            ("CapHeight", whole(metrics.cap_height)),
            ("StemV", DictItem::Int(80)),
            (file_key, place(FILE)),
        ]),
        file,
        stream(vec![], to_unicode(meaning).as_bytes()),
    ]
}

/// `/W`: the widths that differ from a Chinese character's, in stretches of neighbouring codes.
fn width_list(widths: &BTreeMap<u16, u16>) -> DictItem {
    let mut stretches: Vec<(u16, Vec<DictItem>)> = Vec::new();
    for (code, width) in widths.iter().filter(|(_, width)| **width != FULL_WIDTH) {
        let width = DictItem::Int(i64::from(*width));
        match stretches.last_mut() {
            Some((first, listed)) if usize::from(*first) + listed.len() == usize::from(*code) => {
                listed.push(width);
            }
            _ => stretches.push((*code, vec![width])),
        }
    }
    let items = stretches
        .into_iter()
        .flat_map(|(first, listed)| [DictItem::Int(i64::from(first)), DictItem::Array(listed)]);
    DictItem::Array(items.collect())
}

/// The CMap by which a reader finds the text behind the glyphs (ISO 32000-1, 9.10.3).
fn to_unicode(meaning: &BTreeMap<u16, char>) -> String {
    let mut cmap = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let entries: Vec<(&u16, &char)> = meaning.iter().collect();
    for some in entries.chunks(MAPPED_AT_ONCE) {
        cmap.push_str(&format!("{} beginbfchar\n", some.len()));
        for (code, ch) in some {
            cmap.push_str(&format!("<{code:04X}> <{}>\n", hex::encode_upper(utf16(**ch))));
        }
        cmap.push_str("endbfchar\n");
    }
    cmap.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    cmap
}

/// One character in UTF-16, big-endian.
fn utf16(ch: char) -> Vec<u8> {
    let mut units = [0; 2];
    let units = ch.encode_utf16(&mut units);
    units.iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

/// Compresses by zlib. The fastest level: outlines gain a fifteenth from the best one, at eight times the cost.
pub(crate) fn compressed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len()), Compression::fast());
    // A `Vec` takes every byte.
    let _ = encoder.write_all(data);
    encoder.finish().unwrap_or_default()
}

fn stream(mut entries: Vec<(&str, DictItem)>, data: &[u8]) -> DictItem {
    entries.push(("Filter", name("FlateDecode")));
    DictItem::Stream {
        stream: ExternalStream {
            dict: map(entries),
            content: compressed(data),
            compress: false,
        },
    }
}

fn dictionary(entries: Vec<(&str, DictItem)>) -> DictItem {
    DictItem::Dict { map: map(entries) }
}

fn map(entries: Vec<(&str, DictItem)>) -> BTreeMap<String, DictItem> {
    let named = entries.into_iter().map(|(key, item)| (key.to_owned(), item));
    named.collect()
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

fn words(words: &str) -> DictItem {
    DictItem::String {
        data: words.as_bytes().to_vec(),
        literal: true,
    }
}

/// A reference to the object at this place of the list.
fn place(place: u32) -> DictItem {
    DictItem::Ref { obj: place, r#gen: 0 }
}

/// The object with every place of the list made into the number that it has in the file.
fn numbered(item: &DictItem, first: u32) -> DictItem {
    match item {
        DictItem::Ref { obj, r#gen } => DictItem::Ref {
            obj: first + obj,
            r#gen: *r#gen,
        },
        DictItem::Array(items) => DictItem::Array(items.iter().map(|item| numbered(item, first)).collect()),
        DictItem::Dict { map } => {
            let entries = map.iter().map(|(key, item)| (key.clone(), numbered(item, first)));
            DictItem::Dict {
                map: entries.collect(),
            }
        }
        other => other.clone(),
    }
}
