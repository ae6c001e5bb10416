//! Asks a font file whether it draws a character, without loading the font.
//!
//! Reads only the `cmap` table (OpenType 1.9, formats 4 and 12) of one face of an sfnt or a collection. Every
//! read is bounds-checked: a broken file draws nothing.

/// True when the face has outlines and maps `ch` to a glyph other than `.notdef`.
pub(crate) fn draws(data: &[u8], face_index: u32, ch: char) -> bool {
    glyph(data, face_index, ch).is_some_and(|gid| gid != 0)
}

fn glyph(data: &[u8], face_index: u32, ch: char) -> Option<u32> {
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

fn table(data: &[u8], directory: usize, tag: &[u8; 4]) -> Option<usize> {
    let count = usize::from(u16_at(data, directory + 4)?);
    for record in (0..count).map(|n| directory + 12 + n * 16) {
        if data.get(record..record + 4)? == tag {
            return Some(u32_at(data, record + 8)? as usize);
        }
    }
    None
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

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(
        data.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::draws;

    #[test]
    fn a_broken_file_draws_nothing() {
        for data in [&b""[..], b"ttcf", b"\0\x01\0\0\xff\xff", &[0xff; 64]] {
            for index in [0, 7, u32::MAX] {
                assert!(!draws(data, index, '一'));
            }
        }
    }
}
