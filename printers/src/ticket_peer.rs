//! A ticket printer that reads what it is sent, and shows what would stand on the paper.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// What stands on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    Text {
        text: String,
        times: u8,
        centred: bool,
        bold: bool,
    },
    Picture {
        width: usize,
        height: usize,
        bits: Vec<u8>,
    },
    Cut,
}

#[derive(Clone, Copy)]
pub struct Manner {
    /// Answers to `DLE EOT` 1 to 4; `None` answers nothing, ever.
    pub status: Option<[u8; 4]>,
    /// The line breaks after so many bytes.
    pub breaks_at: usize,
    /// Out of paper within the slip: no answer to `GS r`, and status 4 says why.
    pub runs_out: bool,
}

pub const READY: [u8; 4] = [0x16, 0x12, 0x12, 0x12];

impl Default for Manner {
    fn default() -> Self {
        Self {
            status: Some(READY),
            breaks_at: usize::MAX,
            runs_out: false,
        }
    }
}

pub struct Peer {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    thread: JoinHandle<()>,
}

impl Peer {
    /// Serves one connection.
    pub fn new(manner: Manner) -> Peer {
        Peer::serving(manner, 1)
    }

    /// Serves so many, one after another.
    pub fn serving(manner: Manner, times: usize) -> Peer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its number").to_string();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let inside = Arc::clone(&seen);
        let thread = thread::spawn(move || {
            for _ in 0..times {
                let (stream, _) = listener.accept().expect("a printer's client");
                let mut paper = Paper::new(stream, manner, Arc::clone(&inside));
                while paper.command().is_some() {}
            }
        });
        Peer {
            address,
            seen,
            thread,
        }
    }

    /// What was printed, once the last line is closed.
    pub fn paper(self) -> Vec<Seen> {
        self.thread.join().expect("whole");
        self.seen.lock().expect("whole").clone()
    }
}

struct Paper {
    stream: TcpStream,
    manner: Manner,
    seen: Arc<Mutex<Vec<Seen>>>,
    read: usize,
    line: Vec<u8>,
    times: u8,
    centred: bool,
    bold: bool,
    printed: bool,
}

impl Paper {
    fn new(stream: TcpStream, manner: Manner, seen: Arc<Mutex<Vec<Seen>>>) -> Paper {
        Paper {
            stream,
            manner,
            seen,
            read: 0,
            line: Vec::new(),
            times: 1,
            centred: false,
            bold: false,
            printed: false,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        if self.read >= self.manner.breaks_at {
            return None;
        }
        let mut one = [0];
        self.stream.read_exact(&mut one).ok()?;
        self.read += 1;
        Some(one[0])
    }

    fn bytes(&mut self, count: usize) -> Option<Vec<u8>> {
        (0..count).map(|_| self.byte()).collect()
    }

    fn put(&mut self, seen: Seen) {
        self.printed = true;
        self.seen.lock().expect("whole").push(seen);
    }

    fn end_line(&mut self) {
        let (text, _, broken) = encoding_rs::GBK.decode(&self.line);
        assert!(!broken, "no GBK: {:?}", self.line);
        let seen = Seen::Text {
            text: text.into_owned(),
            times: self.times,
            centred: self.centred,
            bold: self.bold,
        };
        self.line.clear();
        self.put(seen);
    }

    fn command(&mut self) -> Option<()> {
        match self.byte()? {
            0x10 => {
                let asked = self.bytes(2)?;
                assert_eq!(asked[0], 4);
                let answers = self.manner.status?;
                let mut answer = answers[usize::from(asked[1]) - 1];
                if self.manner.runs_out && self.printed && asked[1] == 4 {
                    answer = 0x72;
                }
                self.stream.write_all(&[answer]).ok()?;
            }
            0x1b => match self.byte()? {
                b'@' => (self.times, self.centred, self.bold) = (1, false, false),
                b'a' => self.centred = self.byte()? == 1,
                b'E' => self.bold = self.byte()? == 1,
                b'd' => {
                    self.byte()?;
                }
                other => panic!("ESC {other:#x}"),
            },
            0x1c => match self.byte()? {
                b'&' => {}
                b'!' => {
                    self.byte()?;
                }
                other => panic!("FS {other:#x}"),
            },
            0x1d => match self.byte()? {
                b'!' => self.times = (self.byte()? & 7) + 1,
                b'V' => {
                    self.bytes(2)?;
                    self.put(Seen::Cut);
                }
                b'v' => {
                    let head = self.bytes(6)?;
                    assert_eq!(&head[..2], b"0\0");
                    let across = usize::from(u16::from_le_bytes([head[2], head[3]]));
                    let height = usize::from(u16::from_le_bytes([head[4], head[5]]));
                    let bits = self.bytes(across * height)?;
                    self.put(Seen::Picture {
                        width: across * 8,
                        height,
                        bits,
                    });
                }
                b'r' => {
                    assert_eq!(self.byte()?, 1);
                    if !self.manner.runs_out {
                        self.stream.write_all(&[0]).ok()?;
                    }
                }
                other => panic!("GS {other:#x}"),
            },
            b'\n' => self.end_line(),
            sign => self.line.push(sign),
        }
        Some(())
    }
}
