//! The engine: find (寻卡), select (选卡), read (读卡), each with its own wait, all within one budget.
//!
//! Finding is asked again every 300 ms and forgives a bad or missing answer until the budget ends. Selecting
//! and reading are asked once: after a read the card has to be lifted anyway, and a blind second read would
//! turn one fault into another.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use super::protocol::{Command, Decoder, Reply, Status};
use super::{CardFault, CardRecord};

/// The reader wants this long between two find commands.
const FIND_EVERY: Duration = Duration::from_millis(300);
/// Longest silence before the first byte of an answer to find or select.
const ANSWER_WAIT: Duration = Duration::from_millis(500);
/// The same for read: the reader talks to the card first, and 1,295 bytes take 1.4 s at 9600 baud.
const READ_WAIT: Duration = Duration::from_secs(3);
/// A frame that has begun, or that came damaged, is over when nothing follows for this long.
const QUIET: Duration = Duration::from_millis(400);

/// Two-way bytes with a bounded wait. `read` gives `TimedOut` when nothing came within the wait, and 0 bytes or
/// another error when the port is gone.
pub trait Port: Read + Write + Send {
    /// Longest time the next calls of `read` and `write` may take.
    fn set_wait(&mut self, wait: Duration) -> std::io::Result<()>;

    /// Throws away what arrived and was not read yet.
    fn discard_input(&mut self) -> std::io::Result<()>;
}

/// Waits for a card and reads it. Ends within `budget`; the photo is dropped here.
pub fn read_card(port: &mut dyn Port, budget: Duration) -> Result<CardRecord, CardFault> {
    let deadline = Instant::now() + budget;
    find(port, deadline)?;
    select(port, deadline)?;
    read(port, deadline)
}

fn find(port: &mut dyn Port, deadline: Instant) -> Result<(), CardFault> {
    let mut last = CardFault::Silent;
    loop {
        let asked = Instant::now();
        let whole_wait = deadline.saturating_duration_since(asked) >= ANSWER_WAIT;
        match exchange(port, Command::Find, deadline.min(asked + ANSWER_WAIT)) {
            Ok(Reply {
                status: Status::CardFound | Status::Success,
                ..
            }) => return Ok(()),
            Ok(Reply {
                status: Status::NoCard,
                ..
            }) => last = CardFault::NoCard,
            Ok(Reply {
                status: Status::LineTrouble(_),
                ..
            }) => last = CardFault::Damaged,
            Ok(Reply {
                status: Status::SecurityModule(sw3),
                ..
            }) => {
                return Err(CardFault::SecurityModule { sw3 });
            }
            Ok(Reply {
                status: status @ (Status::SelectFailed | Status::Refused(_)),
                ..
            }) => {
                return Err(CardFault::ReadFailed { sw3: status.sw3() });
            }
            Err(NoReply::Lost(cause)) => return Err(CardFault::Lost { cause }),
            // The budget may end right after asking; that short silence proves nothing.
            Err(NoReply::Silence) if !whole_wait => {}
            Err(NoReply::Silence) => last = CardFault::Silent,
            Err(NoReply::Damaged | NoReply::CutOff) => last = CardFault::Damaged,
            Err(NoReply::TimedOutMark) => last = CardFault::ReaderTimedOut,
        }
        let next = asked + FIND_EVERY;
        if next >= deadline {
            return Err(last);
        }
        pass_until(port, next)?;
    }
}

fn select(port: &mut dyn Port, deadline: Instant) -> Result<(), CardFault> {
    let wait = deadline.min(Instant::now() + ANSWER_WAIT);
    let reply = exchange(port, Command::Select, wait).map_err(NoReply::into_fault)?;
    match reply.status {
        Status::Success => Ok(()),
        Status::SelectFailed | Status::NoCard => Err(CardFault::SelectFailed {
            sw3: reply.status.sw3(),
        }),
        Status::LineTrouble(_) => Err(CardFault::Damaged),
        Status::SecurityModule(sw3) => Err(CardFault::SecurityModule { sw3 }),
        Status::CardFound | Status::Refused(_) => Err(CardFault::SelectFailed {
            sw3: reply.status.sw3(),
        }),
    }
}

fn read(port: &mut dyn Port, deadline: Instant) -> Result<CardRecord, CardFault> {
    let wait = deadline.min(Instant::now() + READ_WAIT);
    let reply = exchange(port, Command::ReadTextAndPhoto, wait).map_err(NoReply::into_fault)?;
    match reply.status {
        Status::Success => {
            let text = reply
                .text_record()
                .and_then(|text| text.try_into().ok())
                .ok_or(CardFault::Damaged)?;
            Ok(CardRecord::decode(text)?)
        }
        Status::LineTrouble(_) => Err(CardFault::Damaged),
        Status::SecurityModule(sw3) => Err(CardFault::SecurityModule { sw3 }),
        Status::CardFound | Status::NoCard | Status::SelectFailed | Status::Refused(_) => {
            Err(CardFault::ReadFailed {
                sw3: reply.status.sw3(),
            })
        }
    }
}

/// Why a command got no reply.
enum NoReply {
    Silence,
    Damaged,
    CutOff,
    TimedOutMark,
    Lost(String),
}

impl NoReply {
    /// For select and read, where a card is known to lie on the reader.
    fn into_fault(self) -> CardFault {
        match self {
            NoReply::Silence => CardFault::Silent,
            NoReply::Damaged => CardFault::Damaged,
            NoReply::CutOff => CardFault::PulledMidRead,
            NoReply::TimedOutMark => CardFault::ReaderTimedOut,
            NoReply::Lost(cause) => CardFault::Lost { cause },
        }
    }
}

/// Sends a command and waits for its reply until `deadline`.
fn exchange(port: &mut dyn Port, command: Command, deadline: Instant) -> Result<Reply, NoReply> {
    port.discard_input().map_err(lost)?;
    port.set_wait(left(deadline)).map_err(lost)?;
    match port.write_all(&command.frame()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::TimedOut => return Err(NoReply::Silence),
        Err(error) => return Err(lost(error)),
    }
    let mut decoder = Decoder::of_replies();
    loop {
        let told = decoder.is_mid_frame() || decoder.saw_damage() || decoder.saw_timed_out_mark();
        let wait = if told {
            left(deadline).min(QUIET)
        } else {
            left(deadline)
        };
        let arrived = receive(port, &mut decoder, wait)?;
        let cut_off = !arrived && decoder.is_mid_frame();
        while let Some(body) = if arrived {
            decoder.next_body()
        } else {
            decoder.next_after_silence()
        } {
            match Reply::of(&body) {
                Some(reply) if answers(command, &reply) => return Ok(reply),
                Some(_) | None => {}
            }
        }
        if arrived && Instant::now() < deadline {
            continue;
        }
        return Err(if cut_off || decoder.is_mid_frame() {
            NoReply::CutOff
        } else if decoder.saw_damage() {
            NoReply::Damaged
        } else if decoder.saw_timed_out_mark() {
            NoReply::TimedOutMark
        } else {
            NoReply::Silence
        });
    }
}

/// A late answer to an earlier find or select is no answer to what was asked.
fn answers(command: Command, reply: &Reply) -> bool {
    const SELECT_DATA: usize = 8;
    match command {
        Command::Find => true,
        Command::Select => reply.status != Status::CardFound && reply.status != Status::NoCard,
        Command::ReadTextAndPhoto => {
            let late_find = matches!(reply.status, Status::CardFound | Status::NoCard);
            let late_select = reply.status == Status::Success && reply.data.len() == SELECT_DATA;
            !late_find && !late_select
        }
    }
}

/// Gives the decoder what arrives within `wait`; false when nothing did.
fn receive(port: &mut dyn Port, decoder: &mut Decoder, wait: Duration) -> Result<bool, NoReply> {
    let mut chunk = [0; 512];
    port.set_wait(wait).map_err(lost)?;
    match port.read(&mut chunk) {
        Ok(0) => Err(NoReply::Lost("end of stream".to_owned())),
        Ok(count) => {
            decoder.push(&chunk[..count]);
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::TimedOut => Ok(false),
        Err(error) if error.kind() == ErrorKind::Interrupted => Ok(true),
        Err(error) => Err(lost(error)),
    }
}

/// Lets the pause between two finds pass by listening; whatever is said in it answers nothing.
fn pass_until(port: &mut dyn Port, moment: Instant) -> Result<(), CardFault> {
    let mut nobody = Decoder::of_replies();
    while Instant::now() < moment {
        receive(port, &mut nobody, left(moment)).map_err(NoReply::into_fault)?;
        while nobody.next_body().is_some() {}
    }
    Ok(())
}

/// Time left, never zero: a zero wait means "for ever" to some ports.
fn left(deadline: Instant) -> Duration {
    deadline
        .saturating_duration_since(Instant::now())
        .max(Duration::from_millis(1))
}

fn lost(error: std::io::Error) -> NoReply {
    NoReply::Lost(error.kind().to_string())
}
