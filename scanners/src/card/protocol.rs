//! SAM_V frames: writes and reads bytes, owns neither port nor clock.
//!
//! ```text
//! AA AA AA 96 69 | Len hi lo | body … | checksum
//! ```
//! `Len` counts everything after itself, the checksum too. The checksum is the XOR of all bytes from `Len` to
//! the end of the body. A request's body is `CMD Para Data…`, a reply's `SW1 SW2 SW3 Data…`. Checksums are
//! always computed, never copied: published tables of these frames contain wrong ones.

/// The five bytes that open every frame.
pub const PREAMBLE: [u8; 5] = [0xAA, 0xAA, 0xAA, 0x96, 0x69];

/// The longest `Len` that is believed. The longest frame in use is 2,314 (text, photo and fingerprints).
const LONGEST: usize = 4096;

/// What some readers send in place of a frame when their own time is up.
const TIMED_OUT_MARK: [u8; 4] = [5; 4];

/// Commands that the engine sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// 寻卡
    Find,
    /// 选卡
    Select,
    /// 读固定信息: text and photo
    ReadTextAndPhoto,
}

impl Command {
    /// `CMD Para`.
    pub fn bytes(self) -> [u8; 2] {
        match self {
            Command::Find => [0x20, 0x01],
            Command::Select => [0x20, 0x02],
            Command::ReadTextAndPhoto => [0x30, 0x01],
        }
    }

    /// The command that a request's body opens with.
    pub fn of(body: &[u8]) -> Option<Command> {
        [Command::Find, Command::Select, Command::ReadTextAndPhoto]
            .into_iter()
            .find(|command| body.starts_with(&command.bytes()))
    }

    /// The whole request.
    pub fn frame(self) -> Vec<u8> {
        frame(&self.bytes())
    }
}

/// Meaning of a reply's third status byte (the first two are 00 in every known reader).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 90 操作成功
    Success,
    /// 9F 寻找证/卡成功
    CardFound,
    /// 80 寻找证/卡失败
    NoCard,
    /// 81 选取证/卡失败
    SelectFailed,
    /// 10 checksum or 11 length wrong in what the reader received
    LineTrouble(u8),
    /// 31 32 33 60 66: card and module did not prove themselves to each other, or the module is not authorised
    SecurityModule(u8),
    /// 41 读证/卡失败 and every other value (21 23 24 40 47 91 …)
    Refused(u8),
}

impl Status {
    /// Reads SW3.
    pub fn of(sw3: u8) -> Status {
        match sw3 {
            0x90 => Status::Success,
            0x9F => Status::CardFound,
            0x80 => Status::NoCard,
            0x81 => Status::SelectFailed,
            0x10 | 0x11 => Status::LineTrouble(sw3),
            0x31..=0x33 | 0x60 | 0x66 => Status::SecurityModule(sw3),
            other => Status::Refused(other),
        }
    }

    /// Writes SW3.
    pub fn sw3(self) -> u8 {
        match self {
            Status::Success => 0x90,
            Status::CardFound => 0x9F,
            Status::NoCard => 0x80,
            Status::SelectFailed => 0x81,
            Status::LineTrouble(sw3) | Status::SecurityModule(sw3) | Status::Refused(sw3) => sw3,
        }
    }
}

/// A reply taken apart.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: Status,
    pub data: Vec<u8>,
}

impl Reply {
    /// Reads a frame's body; `None` when it is shorter than the three status bytes.
    pub fn of(body: &[u8]) -> Option<Reply> {
        let (words, data) = body.split_at_checked(3)?;
        Some(Reply {
            status: Status::of(words[2]),
            data: data.to_vec(),
        })
    }

    /// The whole reply as a frame.
    pub fn frame(&self) -> Vec<u8> {
        let mut body = vec![0, 0, self.status.sw3()];
        body.extend_from_slice(&self.data);
        frame(&body)
    }

    /// The text record inside a read reply: `textLen photoLen [fingerprintLen]`, then the parts.
    ///
    /// Some readers put an extra status header of up to eight bytes before the lengths; the place is the one
    /// where the lengths add up to exactly what is left.
    pub fn text_record(&self) -> Option<&[u8]> {
        const EXTRA_HEADER: usize = 8;
        (0..=EXTRA_HEADER.min(self.data.len())).find_map(|skip| {
            let data = &self.data[skip..];
            text_after_lengths(data, 2).or_else(|| text_after_lengths(data, 3))
        })
    }
}

impl std::fmt::Debug for Reply {
    /// Says the length of the data only: it holds a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("data_bytes", &self.data.len())
            .finish()
    }
}

/// The data of a read reply without fingerprints.
pub fn text_and_photo(text: &[u8; super::RECORD_LEN], photo: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(4 + text.len() + photo.len());
    data.extend_from_slice(&(text.len() as u16).to_be_bytes());
    data.extend_from_slice(&(photo.len() as u16).to_be_bytes());
    data.extend_from_slice(text);
    data.extend_from_slice(photo);
    data
}

fn text_after_lengths(data: &[u8], parts: usize) -> Option<&[u8]> {
    let (lengths, rest) = data.split_at_checked(parts * 2)?;
    let mut lengths = lengths
        .chunks_exact(2)
        .map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])));
    let text = lengths.next()?;
    let others: usize = lengths.sum();
    (text == super::RECORD_LEN && text + others == rest.len()).then(|| &rest[..text])
}

/// Puts a body into a frame. Bodies of this protocol stay far below 64 KB.
fn frame(body: &[u8]) -> Vec<u8> {
    let len = (body.len() + 1) as u16;
    let mut frame = Vec::with_capacity(body.len() + 8);
    frame.extend_from_slice(&PREAMBLE);
    frame.extend_from_slice(&len.to_be_bytes());
    frame.extend_from_slice(body);
    frame.push(checksum(&frame[PREAMBLE.len()..]));
    frame
}

fn checksum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

/// Finds frames in a stream of bytes that may come one at a time, with noise around them.
///
/// A candidate that proves wrong costs one byte: the search goes on right behind its first. A false preamble
/// with a believable length can hide a true frame behind it while the candidate waits for more bytes; after
/// silence [`Decoder::next_after_silence`] gives such candidates up.
pub struct Decoder {
    buffer: Vec<u8>,
    /// Least `Len`: 3 for requests, 4 for replies.
    shortest: usize,
    damaged: bool,
    /// The last four bytes that belonged to no frame.
    skipped: [u8; 4],
}

impl Decoder {
    /// A decoder for what a reader says.
    pub fn of_replies() -> Self {
        Self {
            buffer: Vec::new(),
            shortest: 4,
            damaged: false,
            skipped: [0; 4],
        }
    }

    /// A decoder for what a reader hears.
    pub fn of_requests() -> Self {
        Self {
            shortest: 3,
            ..Self::of_replies()
        }
    }

    /// Takes in what arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The body of the next whole frame, without its checksum; `None` until more bytes come.
    pub fn next_body(&mut self) -> Option<Vec<u8>> {
        loop {
            self.skip_to_preamble();
            let header = self.buffer.get(PREAMBLE.len()..PREAMBLE.len() + 2)?;
            let len = usize::from(u16::from_be_bytes([header[0], header[1]]));
            if len < self.shortest || len > LONGEST {
                self.give_up_candidate();
                continue;
            }
            let end = PREAMBLE.len() + 2 + len;
            let checked = self.buffer.get(PREAMBLE.len()..end)?;
            if checksum(checked) != 0 {
                self.give_up_candidate();
                continue;
            }
            let body = self.buffer[PREAMBLE.len() + 2..end - 1].to_vec();
            self.buffer.drain(..end);
            return Some(body);
        }
    }

    /// As [`Decoder::next_body`], for when no more bytes will come: unfinished candidates are given up.
    pub fn next_after_silence(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(body) = self.next_body() {
                return Some(body);
            }
            if !self.is_mid_frame() {
                return None;
            }
            self.give_up_candidate();
        }
    }

    /// A frame has begun and is not whole yet.
    pub fn is_mid_frame(&self) -> bool {
        self.buffer.starts_with(&PREAMBLE)
    }

    /// A candidate failed by its length or checksum.
    pub fn saw_damage(&self) -> bool {
        self.damaged
    }

    /// The stream ends in the mark `05 05 05 05` outside of any frame.
    pub fn saw_timed_out_mark(&self) -> bool {
        self.buffer.is_empty() && self.skipped == TIMED_OUT_MARK
    }

    fn give_up_candidate(&mut self) {
        self.damaged = true;
        self.skip(1);
    }

    /// Drops everything that cannot begin a frame.
    fn skip_to_preamble(&mut self) {
        let keep = (0..self.buffer.len())
            .find(|&at| {
                let rest = &self.buffer[at..];
                rest.starts_with(&PREAMBLE) || PREAMBLE.starts_with(rest)
            })
            .unwrap_or(self.buffer.len());
        self.skip(keep);
    }

    fn skip(&mut self, count: usize) {
        for byte in self.buffer.drain(..count) {
            self.skipped.rotate_left(1);
            self.skipped[3] = byte;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(command: Command, hex_frame: &str) {
        assert_eq!(hex::encode_upper(command.frame()), hex_frame.replace(' ', ""));
    }

    #[test]
    fn requests_are_the_published_frames() {
        check(Command::Find, "AA AA AA 96 69 00 03 20 01 22");
        check(Command::Select, "AA AA AA 96 69 00 03 20 02 21");
        check(Command::ReadTextAndPhoto, "AA AA AA 96 69 00 03 30 01 32");
    }

    fn check_reply(hex_frame: &str, status: Status, data: &[u8]) {
        let mut decoder = Decoder::of_replies();
        decoder.push(&hex::decode(hex_frame.replace(' ', "")).unwrap());
        let reply = Reply::of(&decoder.next_body().unwrap()).unwrap();
        assert_eq!(reply.status, status);
        assert_eq!(reply.data, data);
        assert!(!decoder.saw_damage());
        assert_eq!(hex::encode_upper(reply.frame()), hex_frame.replace(' ', ""));
    }

    #[test]
    fn replies_are_the_published_frames() {
        check_reply(
            "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97",
            Status::CardFound,
            &[0; 4],
        );
        check_reply("AA AA AA 96 69 00 04 00 00 80 84", Status::NoCard, &[]);
        check_reply(
            "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C",
            Status::Success,
            &[0; 8],
        );
        check_reply("AA AA AA 96 69 00 04 00 00 81 85", Status::SelectFailed, &[]);
        check_reply("AA AA AA 96 69 00 04 00 00 41 45", Status::Refused(0x41), &[]);
    }

    #[test]
    fn every_status_byte_survives_the_round_trip() {
        for sw3 in 0..=u8::MAX {
            assert_eq!(Status::of(sw3).sw3(), sw3);
        }
    }

    #[test]
    fn read_reply_has_the_published_length_with_and_without_extras() {
        let mut data = text_and_photo(&[7; 256], &[9; 1024]);
        let plain = Reply {
            status: Status::Success,
            data: data.clone(),
        };
        assert_eq!(plain.frame().len(), 1295);
        assert_eq!(plain.text_record().unwrap(), [7; 256]);

        data.splice(0..0, [0, 0, 0x90]);
        let extra_header = Reply {
            status: Status::Success,
            data,
        };
        assert_eq!(extra_header.text_record().unwrap(), [7; 256]);

        let mut data = vec![1, 0, 4, 0, 4, 0];
        data.extend([7; 256].into_iter().chain([9; 2048]));
        let fingerprint = Reply {
            status: Status::Success,
            data,
        };
        assert_eq!(fingerprint.frame().len(), 2321);
        assert_eq!(fingerprint.text_record().unwrap(), [7; 256]);

        let wrong = Reply {
            status: Status::Success,
            data: vec![1, 0, 4, 0, 1, 2, 3],
        };
        assert_eq!(wrong.text_record(), None);
    }

    #[test]
    fn timed_out_mark_is_seen_only_outside_frames() {
        let mut decoder = Decoder::of_replies();
        decoder.push(&[5, 5, 5, 5]);
        assert_eq!(decoder.next_body(), None);
        assert!(decoder.saw_timed_out_mark());

        let mut decoder = Decoder::of_replies();
        decoder.push(&frame(&[0, 0, 0x90, 5, 5, 5, 5]));
        assert!(decoder.next_body().is_some());
        assert!(!decoder.saw_timed_out_mark());
    }

    #[test]
    fn false_preamble_that_waits_for_more_is_given_up_after_silence() {
        let mut decoder = Decoder::of_replies();
        decoder.push(&[0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x0F, 0x00]);
        decoder.push(&frame(&[0, 0, 0x80]));
        assert_eq!(decoder.next_body(), None);
        assert_eq!(decoder.next_after_silence(), Some(vec![0, 0, 0x80]));
        assert!(decoder.saw_damage());
    }

    /// Noise rich in preamble bytes, so that false starts are common.
    fn noise() -> impl Strategy<Value = Vec<u8>> {
        let byte =
            prop_oneof![3 => Just(0xAA), 1 => Just(0x96), 1 => Just(0x69), 1 => Just(0u8), 2 => any::<u8>()];
        prop::collection::vec(byte, 0..200)
    }

    /// Pushes `stream` in chunks whose sizes repeat `chunks`; returns every body, silence at the end.
    fn decode_in_chunks(stream: &[u8], chunks: &[usize]) -> (Vec<Vec<u8>>, Decoder) {
        let mut decoder = Decoder::of_replies();
        let mut bodies = Vec::new();
        let (mut at, mut turn) = (0, 0);
        while at < stream.len() {
            let end = stream.len().min(at + chunks[turn % chunks.len()]);
            decoder.push(&stream[at..end]);
            while let Some(body) = decoder.next_body() {
                bodies.push(body);
            }
            (at, turn) = (end, turn + 1);
        }
        while let Some(body) = decoder.next_after_silence() {
            bodies.push(body);
        }
        (bodies, decoder)
    }

    /// By bad luck (1 in 256 for each false start) noise and frame together can form a frame that checks.
    fn noise_swallows_frame(stream: &[u8], noise_len: usize) -> bool {
        (0..noise_len)
            .filter(|&at| stream[at..].starts_with(&PREAMBLE))
            .any(|at| {
                let mut decoder = Decoder::of_replies();
                decoder.push(&stream[at..]);
                decoder.next_body().is_some() && !decoder.saw_damage()
            })
    }

    proptest! {
        #[test]
        fn the_frame_is_found_behind_any_noise_in_any_chunks(
            before in noise(),
            body in prop::collection::vec(any::<u8>(), 3..1400),
            chunks in prop::collection::vec(1usize..60, 1..8),
        ) {
            let noise_len = before.len();
            let mut stream = before;
            stream.extend(frame(&body));
            prop_assume!(!noise_swallows_frame(&stream, noise_len));
            let (bodies, _) = decode_in_chunks(&stream, &chunks);
            prop_assert!(bodies.contains(&body));
        }

        #[test]
        fn one_flipped_bit_is_never_taken_for_the_frame(
            body in prop::collection::vec(any::<u8>(), 3..100), place in any::<prop::sample::Index>(), bit in 0u8..8,
        ) {
            let mut stream = frame(&body);
            let place = place.index(stream.len());
            stream[place] ^= 1 << bit;
            let (bodies, _) = decode_in_chunks(&stream, &[7]);
            prop_assert!(!bodies.contains(&body));
        }

        #[test]
        fn pure_noise_never_panics_and_is_not_hoarded(stream in noise(), chunks in prop::collection::vec(1usize..9, 1..4)) {
            let (_, decoder) = decode_in_chunks(&stream, &chunks);
            prop_assert!(decoder.buffer.len() < PREAMBLE.len());
        }
    }
}
