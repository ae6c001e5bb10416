//! Asks a font file what a paper needs to know of it, without loading the font.
//!
//! Reads a few tables (OpenType 1.9: `cmap` formats 4 and 12, `head`, `hhea`, `hmtx`, `OS/2`) of one face of an sfnt
//! or a collection where they lie. Every read is bounds-checked: a broken file draws nothing.

/// The measures of a face, in thousandths of the font size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Metrics {
    pub ascent: i32,
    pub descent: i32,
    pub cap_height: i32,
    /// Left, bottom, right, top of a box around every glyph.
    pub bounds: [i32; 4],
}

/// The glyph that the face has for `ch`, when it has outlines and it is not `.notdef`.
pub(crate) fn glyph(data: &[u8], face_index: u32, ch: char) -> Option<u16> {
    let gid = mapped(data, face_index, ch).filter(|gid| *gid != 0)?;
    u16::try_from(gid).ok()
}

/// How far the pen moves after this glyph, in thousandths of the font size.
pub(crate) fn advance(data: &[u8], face_index: u32, gid: u16) -> Option<u16> {
    let directory = face_offset(data, face_index)?;
    let hhea = table(data, directory, b"hhea")?;
    let hmtx = table(data, directory, b"hmtx")?;
    // The last advance holds for every glyph after it.
    let last = u16_at(data, hhea + 34)?.checked_sub(1)?;
    let units = u32::from(u16_at(data, hmtx + usize::from(gid.min(last)) * 4)?);
    u16::try_from(units * 1000 / units_per_em(data, directory)?).ok()
}

pub(crate) fn metrics(data: &[u8], face_index: u32) -> Option<Metrics> {
    let directory = face_offset(data, face_index)?;
    let head = table(data, directory, b"head")?;
    let hhea = table(data, directory, b"hhea")?;
    let em = i32::try_from(units_per_em(data, directory)?).ok()?;
    let thousandths = |at: usize| Some(i32::from(i16_at(data, at)?) * 1000 / em);
    let ascent = thousandths(hhea + 4)?;
    // `sCapHeight` is there from version 2 of the table on.
    let cap_height = table(data, directory, b"OS/2")
        .filter(|os2| u16_at(data, *os2).is_some_and(|version| version >= 2))
        .and_then(|os2| thousandths(os2 + 88));
    Some(Metrics {
        ascent,
        descent: thousandths(hhea + 6)?,
        cap_height: cap_height.unwrap_or(ascent),
        bounds: [
            thousandths(head + 36)?,
            thousandths(head + 38)?,
            thousandths(head + 40)?,
            thousandths(head + 42)?,
        ],
    })
}

/// The `CFF ` table of a face that has one; other faces have `glyf` outlines.
pub(crate) fn cff(data: &[u8], face_index: u32) -> Option<&[u8]> {
    let directory = face_offset(data, face_index)?;
    let record = record(data, directory, b"CFF ")?;
    let (start, length) = (
        u32_at(data, record + 8)? as usize,
        u32_at(data, record + 12)? as usize,
    );
    data.get(start..start.checked_add(length)?)
}

fn units_per_em(data: &[u8], directory: usize) -> Option<u32> {
    let head = table(data, directory, b"head")?;
    Some(u32::from(u16_at(data, head + 18)?).max(1))
}

fn mapped(data: &[u8], face_index: u32, ch: char) -> Option<u32> {
    let directory = face_offset(data, face_index)?;
    let has_outlines = table(data, directory, b"glyf")
        .or_else(|| table(data, directory, b"CFF "))
        .is_some();
    if !has_outlines {
        return None;
    }
    let cmap = table(data, directory, b"cmap")?;
    let count = usize::from(u16_at(data, cmap + 2)?);
    let mut basic = None;
    for record in (0..count).map(|n| cmap + 4 + n * 8) {
        let (platform, encoding) = (u16_at(data, record)?, u16_at(data, record + 2)?);
        let subtable = cmap + u32_at(data, record + 4)? as usize;
        match (platform, encoding, u16_at(data, subtable)?) {
            (3, 10, 12) | (0, 4 | 6, 12) => return format12(data, subtable, u32::from(ch)),
            (3, 1, 4) | (0, 0..=3, 4) => basic = Some(subtable),
            _ => {}
        }
    }
    format4(data, basic?, u32::from(ch))
}

fn face_offset(data: &[u8], face_index: u32) -> Option<usize> {
    if data.get(..4)? == b"ttcf" {
        return Some(u32_at(data, 12 + face_index as usize * 4)? as usize);
    }
    (face_index == 0).then_some(0)
}

/// Where a table begins in the file.
fn table(data: &[u8], directory: usize, tag: &[u8; 4]) -> Option<usize> {
    Some(u32_at(data, record(data, directory, tag)? + 8)? as usize)
}

/// Where the directory speaks of a table: tag, checksum, offset, length.
fn record(data: &[u8], directory: usize, tag: &[u8; 4]) -> Option<usize> {
    let count = usize::from(u16_at(data, directory + 4)?);
    let mut records = (0..count).map(|n| directory + 12 + n * 16);
    records.find(|at| data.get(*at..at + 4) == Some(tag))
}

fn format12(data: &[u8], subtable: usize, code: u32) -> Option<u32> {
    let groups = u32_at(data, subtable + 12)? as usize;
    let (mut low, mut high) = (0, groups);
    while low < high {
        let middle = (low + high) / 2;
        let group = subtable + 16 + middle * 12;
        let (start, end) = (u32_at(data, group)?, u32_at(data, group + 4)?);
        if code < start {
            high = middle;
        } else if code > end {
            low = middle + 1;
        } else {
            return u32_at(data, group + 8)?.checked_add(code - start);
        }
    }
    None
}

fn format4(data: &[u8], subtable: usize, code: u32) -> Option<u32> {
    let code = u16::try_from(code).ok()?;
    let twice = usize::from(u16_at(data, subtable + 6)?);
    let (ends, starts) = (subtable + 14, subtable + 16 + twice);
    for at in (0..twice).step_by(2) {
        if u16_at(data, ends + at)? < code {
            continue;
        }
        let start = u16_at(data, starts + at)?;
        if code < start {
            return None;
        }
        let delta = u16_at(data, starts + twice + at)?;
        let range_at = starts + 2 * twice + at;
        let range = usize::from(u16_at(data, range_at)?);
        if range == 0 {
            return Some(u32::from(code.wrapping_add(delta)));
        }
        let gid = u16_at(data, range_at + range + usize::from(code - start) * 2)?;
        return Some(if gid == 0 {
            0
        } else {
            u32::from(gid.wrapping_add(delta))
        });
    }
    None
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(
        data.get(at..at.checked_add(2)?)?.try_into().ok()?,
    ))
}

fn i16_at(data: &[u8], at: usize) -> Option<i16> {
    Some(i16::from_be_bytes(
        data.get(at..at.checked_add(2)?)?.try_into().ok()?,
    ))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(
        data.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::{advance, cff, glyph, metrics};

    #[test]
    fn a_broken_file_draws_nothing() {
        for data in [&b""[..], b"ttcf", b"\0\x01\0\0\xff\xff", &[0xff; 64]] {
            for index in [0, 7, u32::MAX] {
                assert_eq!(glyph(data, index, '一'), None);
                assert_eq!(advance(data, index, 1), None);
                assert_eq!(metrics(data, index), None);
                assert_eq!(cff(data, index), None);
            }
        }
    }
}
