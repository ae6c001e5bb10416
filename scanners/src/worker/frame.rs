//! The frames between a window and its child.

use std::io::{self, Read, Write};

/// Of one payload.
pub const LONGEST: usize = 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Json(Vec<u8>),
    Bytes(Vec<u8>),
}

impl Frame {
    /// # Errors
    /// When the other side is gone, or the payload is longer than [`LONGEST`].
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let (kind, payload) = match self {
            Frame::Json(payload) => (b'J', payload),
            Frame::Bytes(payload) => (b'B', payload),
        };
        let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
        if payload.len() > LONGEST {
            return Err(io::Error::other("a payload longer than a frame"));
        }
        to.write_all(&[kind])?;
        to.write_all(&length.to_be_bytes())?;
        to.write_all(payload)
    }

    /// `None` where the stream ends between two frames.
    ///
    /// # Errors
    /// For an end inside a frame, an unknown kind, or a length over [`LONGEST`]: nothing is allocated for it.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Frame>> {
        let mut kind = [0];
        if from.read(&mut kind)? == 0 {
            return Ok(None);
        }
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > LONGEST {
            return Err(io::Error::other("a payload longer than a frame"));
        }
        let mut payload = vec![0; length];
        from.read_exact(&mut payload)?;
        match kind {
            [b'J'] => Ok(Some(Frame::Json(payload))),
            [b'B'] => Ok(Some(Frame::Bytes(payload))),
            _ => Err(io::Error::other("no such kind of frame")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_as_they_were_written() {
        let mut line = Vec::new();
        let frames = [
            Frame::Json(b"{}".to_vec()),
            Frame::Bytes(vec![]),
            Frame::Bytes(vec![7; 70_000]),
        ];
        for frame in &frames {
            frame.write(&mut line).unwrap();
        }
        let mut from = line.as_slice();
        for frame in &frames {
            assert_eq!(Frame::read(&mut from).unwrap().as_ref(), Some(frame));
        }
        assert_eq!(Frame::read(&mut from).unwrap(), None);
    }

    #[test]
    fn cut_foreign_and_enormous_frames_are_errors() {
        for wrong in [
            &b"J\0\0\0\x05abc"[..],
            b"J\0\0",
            b"X\0\0\0\0",
            b"B\xFF\xFF\xFF\xFF",
            b"HTTP/1.1 200 OK",
        ] {
            assert!(Frame::read(&mut &wrong[..]).is_err(), "{wrong:?}");
        }
        assert!(Frame::Bytes(vec![0; LONGEST + 1]).write(&mut Vec::new()).is_err());
    }
}
