//! What a ticket printer answers to `DLE EOT` and `GS r`.

use crate::Fault;

/// How the printer stands, from its real-time status bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    pub offline: bool,
    pub cover_open: bool,
    pub no_paper: bool,
    /// 纸将尽: it still prints.
    pub paper_low: bool,
    pub cutter: bool,
    pub broken: bool,
}

/// `DLE EOT n`.
pub(super) fn ask(n: u8) -> [u8; 3] {
    [0x10, 0x04, n]
}

/// `GS r 1`: answered in its turn, when everything before it was printed.
pub(super) const PAPER: [u8; 3] = [0x1d, b'r', 1];

impl State {
    /// Takes the answer to `DLE EOT n`. Bits 0, 1, 4 and 7 are fixed; an answer without them is none.
    pub fn hear(&mut self, n: u8, byte: u8) -> Result<(), Fault> {
        if byte & 0b1001_0011 != 0b0001_0010 {
            return Err(Fault::BadAnswer);
        }
        let bit = |number: u8| byte >> number & 1 == 1;
        match n {
            1 => self.offline = bit(3),
            2 => {
                self.cover_open = bit(2);
                self.no_paper |= bit(5);
                self.broken |= bit(6);
            }
            3 => {
                self.cutter = bit(3);
                self.broken |= bit(5) || bit(6);
            }
            4 => {
                self.paper_low = bit(2);
                self.no_paper |= bit(5);
            }
            _ => return Err(Fault::BadAnswer),
        }
        Ok(())
    }

    /// What keeps it from printing.
    pub fn trouble(&self) -> Option<Fault> {
        if self.cover_open {
            Some(Fault::CoverOpen)
        } else if self.no_paper {
            Some(Fault::NoPaper)
        } else if self.cutter {
            Some(Fault::Cutter)
        } else if self.broken || self.offline {
            Some(Fault::Offline)
        } else {
            None
        }
    }
}

/// Whether a byte answers `GS r`: its bit 4 is never set, that of a real-time status always is.
pub(super) fn is_paper(byte: u8) -> bool {
    byte & 0b1001_0000 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_bytes_are_read_and_noise_is_not() {
        let mut state = State::default();
        state.hear(1, 0x12).unwrap();
        state.hear(2, 0x12).unwrap();
        state.hear(4, 0x16).unwrap();
        assert_eq!(state.trouble(), None);
        assert!(state.paper_low);
        state.hear(4, 0x72).unwrap();
        assert_eq!(state.trouble(), Some(Fault::NoPaper));
        state.hear(2, 0x16).unwrap();
        assert_eq!(state.trouble(), Some(Fault::CoverOpen));
        assert_eq!(state.hear(1, 0xff), Err(Fault::BadAnswer));
        assert_eq!(state.hear(1, 0x00), Err(Fault::BadAnswer));
    }
}
