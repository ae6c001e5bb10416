//! The training realm's reader: a peer inside the process that answers the same bytes over a pipe.
//!
//! The engine cannot tell it from a reader on a wire. Cards come and go on a [`CardTray`], which the training
//! screen and the tests hold. As on a real reader, a card that was read is not found again until it is lifted;
//! placing it anew counts as lifting.

use std::io::{ErrorKind, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::protocol::{Command, Decoder, Reply, Status, text_and_photo};
use super::reader::{Port, read_card};
use super::{CardFault, CardReader, CardRecord, RECORD_LEN};

/// Bytes of the photo part (WLT). The emulated card's photo is blank.
const PHOTO_LEN: usize = 1024;

/// The place where a card lies. Clones share it.
#[derive(Clone, Default)]
pub struct CardTray(Arc<Mutex<Option<PlacedCard>>>);

struct PlacedCard {
    record: [u8; RECORD_LEN],
    stage: Stage,
}

/// How far the reader has come with the card that lies there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Laid,
    Found,
    Selected,
    Read,
}

impl CardTray {
    /// An empty tray.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lays a card down, lifting the one that lay there. [`CardRecord::encode`] makes the bytes.
    pub fn place(&self, record_bytes: [u8; RECORD_LEN]) {
        *self.lock() = Some(PlacedCard {
            record: record_bytes,
            stage: Stage::Laid,
        });
    }

    /// Lifts the card.
    pub fn remove(&self) {
        *self.lock() = None;
    }

    /// A poisoned lock still holds a whole card: every change is one assignment.
    fn lock(&self) -> MutexGuard<'_, Option<PlacedCard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a reader over this tray says to a command.
    fn answer(&self, command: Option<Command>) -> Reply {
        let mut tray = self.lock();
        let stage = tray.as_ref().map(|card| card.stage);
        let (status, data, next) = match (command, stage) {
            (None, _) => (Status::Refused(0x21), Vec::new(), stage),
            (Some(Command::Find), None | Some(Stage::Read)) => (Status::NoCard, Vec::new(), stage),
            (Some(Command::Find), Some(_)) => (Status::CardFound, vec![0; 4], Some(Stage::Found)),
            (Some(Command::Select), Some(Stage::Found | Stage::Selected)) => {
                (Status::Success, vec![0; 8], Some(Stage::Selected))
            }
            (Some(Command::Select), None | Some(Stage::Laid | Stage::Read)) => {
                (Status::SelectFailed, Vec::new(), stage)
            }
            (Some(Command::ReadTextAndPhoto), Some(Stage::Selected)) => {
                let record = tray.as_ref().map_or([0; RECORD_LEN], |card| card.record);
                (
                    Status::Success,
                    text_and_photo(&record, &[0; PHOTO_LEN]),
                    Some(Stage::Read),
                )
            }
            (Some(Command::ReadTextAndPhoto), None | Some(Stage::Laid | Stage::Found | Stage::Read)) => {
                (Status::Refused(0x41), Vec::new(), stage)
            }
        };
        if let (Some(card), Some(next)) = (tray.as_mut(), next) {
            card.stage = next;
        }
        Reply { status, data }
    }
}

/// The reader's side of the wire. Pure: bytes heard in, bytes said out.
pub struct Peer {
    tray: CardTray,
    decoder: Decoder,
}

impl Peer {
    /// A reader over this tray.
    pub fn new(tray: CardTray) -> Self {
        Self {
            tray,
            decoder: Decoder::of_requests(),
        }
    }

    /// Takes in what was sent and gives the frames that a reader answers, often none or one.
    pub fn hear(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.decoder.push(bytes);
        let mut said = Vec::new();
        while let Some(body) = self.decoder.next_body() {
            said.extend(self.tray.answer(Command::of(&body)).frame());
        }
        said
    }
}

/// A card reader without hardware, for the training realm.
pub struct EmulatedReader {
    port: PipePort,
}

impl EmulatedReader {
    /// Starts the peer on its own thread; it ends with the reader.
    pub fn new(tray: CardTray) -> Self {
        let (to_peer, heard) = channel::<Vec<u8>>();
        let (say, from_peer) = channel();
        let mut peer = Peer::new(tray);
        std::thread::spawn(move || {
            while let Ok(bytes) = heard.recv() {
                let said = peer.hear(&bytes);
                if !said.is_empty() && say.send(said).is_err() {
                    return;
                }
            }
        });
        Self {
            port: PipePort {
                to_peer,
                from_peer,
                arrived: Vec::new(),
                wait: Duration::from_millis(100),
            },
        }
    }
}

impl CardReader for EmulatedReader {
    fn read(&mut self, budget: Duration) -> Result<CardRecord, CardFault> {
        read_card(&mut self.port, budget)
    }

    fn describe(&self) -> String {
        "二代证阅读器（模拟，仅训练）".to_owned()
    }
}

/// The engine's end of the pipe.
struct PipePort {
    to_peer: Sender<Vec<u8>>,
    from_peer: Receiver<Vec<u8>>,
    /// Bytes of a chunk that did not fit into the caller's buffer.
    arrived: Vec<u8>,
    wait: Duration,
}

impl Read for PipePort {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.arrived.is_empty() {
            self.arrived = self
                .from_peer
                .recv_timeout(self.wait)
                .map_err(|error| match error {
                    RecvTimeoutError::Timeout => ErrorKind::TimedOut,
                    RecvTimeoutError::Disconnected => ErrorKind::BrokenPipe,
                })?;
        }
        let count = self.arrived.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.arrived[..count]);
        self.arrived.drain(..count);
        Ok(count)
    }
}

impl Write for PipePort {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.to_peer
            .send(bytes.to_vec())
            .map_err(|_| ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Port for PipePort {
    fn set_wait(&mut self, wait: Duration) -> std::io::Result<()> {
        self.wait = wait;
        Ok(())
    }

    fn discard_input(&mut self) -> std::io::Result<()> {
        self.arrived.clear();
        while self.from_peer.try_recv().is_ok() {}
        Ok(())
    }
}
