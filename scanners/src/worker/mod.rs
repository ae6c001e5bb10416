//! A child process for what may crash, hang or swell: files that strangers bring, libraries that vendors ship.
//!
//! # The protocol
//! The window starts the program with one word for the work (`files`, `sane`; a TWAIN or WIA worker has its own word,
//! and may be a 32-bit program beside a 64-bit window). They talk on the child's standard input and output in frames:
//!
//! ```text
//! kind (1 byte: 'J' or 'B') | length (4 bytes, big endian, at most 1 MiB) | payload
//! ```
//!
//! `J` is one JSON object in UTF-8, `B` a piece of the bytes that the `J` before it announced with their number. Nothing
//! in it depends on a word's size or a struct's layout. Pages travel as bytes in frames, never as files: nothing that is
//! not sealed touches the disk. Standard error is for a person who starts the child by hand.
//!
//! - The child speaks first: `{"is":"ready","protocol":1}`.
//! - The window asks (`J`, perhaps `B`); the child answers until it has said its last word for that ask.
//! - A cancel is an ask of its own, read while a scan runs.
//! - When its input ends, the child ends: a window that was killed leaves none behind.
//! - When an answer is late, the window kills the child. What it had said before stays good.
//!
//! The window believes no number of a child: lengths are held against the caps before a byte is kept.

mod child;
mod frame;
mod limits;

pub use child::{Line, PROTOCOL};
pub use frame::{Frame, LONGEST};
pub use limits::Limits;

use std::io::{BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Frames that wait to be heard: a child that says more waits for the window.
const HEARD_AHEAD: usize = 4;

/// The name of the program beside the window.
pub const PROGRAM: &str = "yichuang-devices";

/// The program with the workers in it: beside this one, or one folder up, where test programs lie one deeper.
pub fn program() -> PathBuf {
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let here = std::env::current_exe().unwrap_or_default();
    let beside = here.with_file_name(&name);
    if beside.is_file() {
        return beside;
    }
    let above = here.parent().and_then(|folder| folder.parent());
    above.map_or(beside, |folder| folder.join(&name))
}

/// Why nothing more is heard of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerFault {
    /// It did not start, or does not speak this protocol.
    Missing,
    /// It ended by itself: a crash, or one of its limits.
    Ended,
    Late,
    /// What it said cannot be read, or is larger than it may be.
    Garbled,
}

/// A child at work. Dropping it ends it.
pub struct Worker {
    child: Child,
    asks: Option<Sender<Frame>>,
    says: Receiver<Frame>,
}

#[derive(serde::Deserialize)]
struct Ready {
    protocol: u32,
}

impl Worker {
    /// Starts the child and waits for its first word.
    ///
    /// # Errors
    /// [`WorkerFault::Missing`] when there is no such program or it does not answer within `patience`.
    pub fn start(command: &mut Command, patience: Duration) -> Result<Worker, WorkerFault> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| WorkerFault::Missing)?;
        let (asks, to_write) = channel::<Frame>();
        let (heard, says) = sync_channel(HEARD_AHEAD);
        if let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) {
            // Both end with the child's pipes, or when the worker is dropped.
            std::thread::spawn(move || {
                while let Ok(frame) = to_write.recv() {
                    if frame.write(&mut input).and_then(|()| input.flush()).is_err() {
                        return;
                    }
                }
            });
            std::thread::spawn(move || {
                let mut output = BufReader::new(output);
                while let Ok(Some(frame)) = Frame::read(&mut output) {
                    if heard.send(frame).is_err() {
                        return;
                    }
                }
            });
        }
        let mut worker = Worker {
            child,
            asks: Some(asks),
            says,
        };
        let ready: Ready = worker
            .hear(Instant::now() + patience)
            .map_err(|_| WorkerFault::Missing)?;
        if ready.protocol == PROTOCOL {
            Ok(worker)
        } else {
            Err(WorkerFault::Missing)
        }
    }

    /// Whether the child still listens is known by its answer.
    pub fn ask(&self, what: &impl Serialize) {
        if let (Some(asks), Ok(json)) = (&self.asks, serde_json::to_vec(what)) {
            let _ = asks.send(Frame::Json(json));
        }
    }

    pub fn send(&self, bytes: &[u8]) {
        if let Some(asks) = &self.asks {
            for piece in bytes.chunks(LONGEST) {
                let _ = asks.send(Frame::Bytes(piece.to_vec()));
            }
        }
    }

    /// The next word.
    ///
    /// # Errors
    /// [`WorkerFault`]; after any of them the child is of no more use.
    pub fn hear<T: DeserializeOwned>(&mut self, until: Instant) -> Result<T, WorkerFault> {
        match self.next(until)? {
            Frame::Json(json) => serde_json::from_slice(&json).map_err(|_| WorkerFault::Garbled),
            Frame::Bytes(_) => Err(WorkerFault::Garbled),
        }
    }

    /// As many bytes as the last word announced.
    ///
    /// # Errors
    /// [`WorkerFault`]; after any of them the child is of no more use.
    pub fn hear_bytes(&mut self, number: usize, until: Instant) -> Result<Vec<u8>, WorkerFault> {
        let mut bytes = Vec::with_capacity(number);
        while bytes.len() < number {
            match self.next(until)? {
                Frame::Bytes(piece) if !piece.is_empty() && piece.len() <= number - bytes.len() => {
                    bytes.extend_from_slice(&piece);
                }
                Frame::Bytes(_) | Frame::Json(_) => return Err(WorkerFault::Garbled),
            }
        }
        Ok(bytes)
    }

    fn next(&mut self, until: Instant) -> Result<Frame, WorkerFault> {
        let left = until.saturating_duration_since(Instant::now());
        self.says.recv_timeout(left).map_err(|error| match error {
            RecvTimeoutError::Timeout => WorkerFault::Late,
            RecvTimeoutError::Disconnected => WorkerFault::Ended,
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.asks = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
