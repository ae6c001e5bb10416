//! The chain of fonts: one body font, then every other installed face for the characters it lacks.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{OnceLock, PoisonError, RwLock};

use fontdb::{Database, Family, ID, Query};
use subsetter::GlyphRemapper;

use crate::PaperFault;
use crate::sfnt;
use crate::subset::Subsets;

/// Families for the body, best first. The order follows the cost of a page: Micro Hei's outlines are cut out five
/// times as fast as those of the Noto collections, and its pages are the smallest of those with Latin letters.
const BODY_FAMILIES: [&str; 10] = [
    "WenQuanYi Micro Hei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "SimSun",
    "PingFang SC",
    "AR PL UMing CN",
];

/// Characters without which a face cannot carry a paper, among them the stand-in for missing ones.
const BODY_NEEDS: [char; 8] = ['一', '受', '〓', '0', 'A', 'a', '，', '('];

/// Characters whose glyph is remembered; a hall's papers have some thousands. A paper of many rare ones begins anew.
const MOST_GLYPHS: usize = 16_384;

/// Which face of the chain draws a character; 0 is the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FaceNumber(pub usize);

/// One character that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub face: FaceNumber,
    pub gid: u16,
    /// Advance in thousandths of the font size.
    pub advance: u16,
}

/// One face with its file in memory.
pub(crate) struct Face {
    pub data: Vec<u8>,
    /// Which face of the file.
    pub index: u32,
    /// As PostScript names it.
    pub name: String,
    pub metrics: sfnt::Metrics,
}

/// The fonts of this machine, found and parsed once; shared by all threads that make papers.
pub struct Fonts {
    database: Database,
    body_name: String,
    body: Face,
    /// Every other face in a fixed order; loaded when the first character needs it.
    others: Vec<Candidate>,
    glyphs: RwLock<HashMap<char, Option<Glyph>>>,
    pub(crate) subsets: Subsets,
}

struct Candidate {
    id: ID,
    face: OnceLock<Option<Face>>,
}

impl Fonts {
    /// Finds the installed fonts. Reads the system's font folders; takes tens to hundreds of milliseconds.
    ///
    /// # Errors
    /// [`PaperFault::NoFont`] when no face draws Chinese and Latin letters.
    pub fn find() -> Result<Self, PaperFault> {
        let mut database = Database::new();
        database.load_system_fonts();
        Self::from_database(database)
    }

    /// Uses the font files under these folders or at these paths alone, and no installed ones.
    ///
    /// # Errors
    /// [`PaperFault::NoFont`] as for [`Fonts::find`].
    pub fn from_paths<P: AsRef<Path>>(paths: &[P]) -> Result<Self, PaperFault> {
        let mut database = Database::new();
        for path in paths {
            let path = path.as_ref();
            if path.is_dir() {
                database.load_fonts_dir(path);
            } else {
                // An unreadable file offers no face; that shows in the check for a body font.
                let _ = database.load_font_file(path);
            }
        }
        Self::from_database(database)
    }

    /// The family of the body font, for the log and the about screen.
    pub fn body_name(&self) -> &str {
        &self.body_name
    }

    fn from_database(database: Database) -> Result<Self, PaperFault> {
        let order = in_order(&database);
        let named = BODY_FAMILIES.iter().filter_map(|family| {
            database.query(&Query {
                families: &[Family::Name(family)],
                ..Query::default()
            })
        });
        let body = named.chain(order.iter().copied()).find_map(|id| {
            let suits = BODY_NEEDS.iter().all(|ch| draws(&database, id, *ch));
            let face = if suits { load(&database, id) } else { None };
            face.map(|face| (id, face))
        });
        let Some((body_id, body)) = body else {
            return Err(PaperFault::NoFont);
        };
        let body_name = family_name(&database, body_id);
        let others = order.into_iter().filter(|id| *id != body_id);
        let others = others
            .map(|id| Candidate {
                id,
                face: OnceLock::new(),
            })
            .collect();
        Ok(Self {
            database,
            body_name,
            body,
            others,
            glyphs: RwLock::new(HashMap::new()),
            subsets: Subsets::default(),
        })
    }

    /// The first face of the chain that draws `ch`, or none.
    pub(crate) fn glyph(&self, ch: char) -> Option<Glyph> {
        if let Some(known) = self
            .glyphs
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&ch)
        {
            return *known;
        }
        let found = self.look_up(ch);
        let mut glyphs = self.glyphs.write().unwrap_or_else(PoisonError::into_inner);
        if glyphs.len() >= MOST_GLYPHS {
            glyphs.clear();
        }
        glyphs.insert(ch, found);
        found
    }

    pub(crate) fn face(&self, number: FaceNumber) -> Option<&Face> {
        match number.0 {
            0 => Some(&self.body),
            n => self.others.get(n - 1)?.face.get()?.as_ref(),
        }
    }

    fn look_up(&self, ch: char) -> Option<Glyph> {
        if is_private_use(ch) {
            return None;
        }
        if let Some(glyph) = self.body.glyph(FaceNumber(0), ch) {
            return Some(glyph);
        }
        self.others.iter().enumerate().find_map(|(index, candidate)| {
            if !draws(&self.database, candidate.id, ch) {
                return None;
            }
            let face = candidate
                .face
                .get_or_init(|| load(&self.database, candidate.id))
                .as_ref()?;
            face.glyph(FaceNumber(index + 1), ch)
        })
    }
}

impl Face {
    fn glyph(&self, face: FaceNumber, ch: char) -> Option<Glyph> {
        let gid = sfnt::glyph(&self.data, self.index, ch)?;
        let advance = sfnt::advance(&self.data, self.index, gid)?;
        Some(Glyph { face, gid, advance })
    }
}

/// What a private-use code shows differs from font to font, so drawing it could print a wrong name.
fn is_private_use(ch: char) -> bool {
    matches!(u32::from(ch), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

fn draws(database: &Database, id: ID, ch: char) -> bool {
    database
        .with_face_data(id, |data, index| sfnt::glyph(data, index, ch).is_some())
        .unwrap_or(false)
}

/// Reads a face into memory. One that cannot be cut to the glyphs of a paper draws nothing: another one does.
fn load(database: &Database, id: ID) -> Option<Face> {
    let name = &database.face(id)?.post_script_name;
    let read = |data: &[u8], index: u32| {
        subsetter::subset(data, index, &GlyphRemapper::new()).ok()?;
        Some(Face {
            data: data.to_vec(),
            index,
            name: name.chars().filter(char::is_ascii_alphanumeric).collect(),
            metrics: sfnt::metrics(data, index)?,
        })
    };
    database.with_face_data(id, read).flatten()
}

fn family_name(database: &Database, id: ID) -> String {
    let face = database.face(id);
    face.and_then(|face| face.families.first())
        .map(|(name, _)| name.clone())
        .unwrap_or_default()
}

/// Upright regular faces before others, simplified Chinese before other regions, then by name: the same fonts give
/// the same chain whatever the order of the files on disk.
fn in_order(database: &Database) -> Vec<ID> {
    let mut faces: Vec<_> = database.faces().collect();
    faces.sort_by_key(|face| {
        let name = face.post_script_name.as_str();
        let region = ["SC", "sc-", "CN", "WenQuanYi", "HanaMin", "TH-"]
            .iter()
            .all(|mark| !name.contains(mark));
        let off_regular = face.weight.0.abs_diff(400)
            + if face.style == fontdb::Style::Normal {
                0
            } else {
                1000
            };
        (off_regular, region, face.monospaced, name.to_owned(), face.index)
    });
    faces.into_iter().map(|face| face.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is asked for, what is remembered has an end, and what was forgotten is found again as it was.
    #[test]
    fn remembered_glyphs_have_an_end() {
        let fonts = Fonts::find().expect("a Chinese font is installed");
        let before = fonts.glyph('受').expect("a glyph");
        let many = (0x80..).filter_map(char::from_u32).take(MOST_GLYPHS + 500);
        for ch in many {
            fonts.glyph(ch);
            let kept = fonts.glyphs.read().expect("nobody failed").len();
            assert!(kept <= MOST_GLYPHS, "{kept} glyphs are kept");
        }
        assert_eq!(fonts.glyph('受'), Some(before));
    }
}
