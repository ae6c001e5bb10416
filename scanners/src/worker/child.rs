//! The child's side of the line.

use std::io::{self, BufWriter, Stdout, Write};
use std::process::exit;
use std::sync::mpsc::{Receiver, channel};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::frame::{Frame, LONGEST};

/// Changes when an old window and a new child would misunderstand each other.
pub const PROTOCOL: u32 = 1;

/// The line to the window. It is read on a thread of its own, so that the child ends with its window whatever it is
/// at, and a cancel is heard during a scan.
pub struct Line {
    asks: Receiver<Frame>,
    output: BufWriter<Stdout>,
}

#[derive(Serialize)]
struct Ready {
    is: &'static str,
    protocol: u32,
}

impl Line {
    /// Says `ready`.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open() -> io::Result<Line> {
        let (heard, asks) = channel();
        std::thread::spawn(move || {
            let mut input = io::stdin().lock();
            while let Ok(Some(frame)) = Frame::read(&mut input) {
                if heard.send(frame).is_err() {
                    break;
                }
            }
            exit(0);
        });
        let mut line = Line {
            asks,
            output: BufWriter::new(io::stdout()),
        };
        line.say(&Ready {
            is: "ready",
            protocol: PROTOCOL,
        })?;
        Ok(line)
    }

    /// Waits for the next ask; `None` for one that cannot be read.
    pub fn hear<T: DeserializeOwned>(&self) -> Option<T> {
        match self.asks.recv() {
            Ok(Frame::Json(json)) => serde_json::from_slice(&json).ok(),
            Ok(Frame::Bytes(_)) | Err(_) => None,
        }
    }

    /// An ask that has come already.
    pub fn heard<T: DeserializeOwned>(&self) -> Option<T> {
        match self.asks.try_recv() {
            Ok(Frame::Json(json)) => serde_json::from_slice(&json).ok(),
            Ok(Frame::Bytes(_)) | Err(_) => None,
        }
    }

    /// As many bytes as the ask announced.
    pub fn hear_bytes(&self, number: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(number);
        while bytes.len() < number {
            match self.asks.recv() {
                Ok(Frame::Bytes(piece)) => bytes.extend_from_slice(&piece),
                Ok(Frame::Json(_)) | Err(_) => return None,
            }
        }
        (bytes.len() == number).then_some(bytes)
    }

    /// # Errors
    /// When nobody listens any more.
    pub fn say(&mut self, what: &impl Serialize) -> io::Result<()> {
        let json = serde_json::to_vec(what).map_err(io::Error::other)?;
        Frame::Json(json).write(&mut self.output)?;
        self.output.flush()
    }

    /// # Errors
    /// When nobody listens any more.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        for piece in bytes.chunks(LONGEST) {
            Frame::Bytes(piece.to_vec()).write(&mut self.output)?;
        }
        self.output.flush()
    }
}
