//! The line to a ticket printer, and one slip on it.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use serialport::{DataBits, FlowControl, Parity, StopBits};

use super::state::{self, State};
use crate::Fault;

const CONNECT: Duration = Duration::from_secs(3);
/// For one status byte.
const ANSWER: Duration = Duration::from_millis(1500);
/// Until a slip is through; a roll with a long picture takes seconds.
const THROUGH: Duration = Duration::from_secs(15);
/// Tried so often within `THROUGH`.
const STEP: Duration = Duration::from_millis(200);

/// Where a ticket printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketPrinter {
    /// `host:9100`; the port may be left out.
    Network(String),
    /// 8N1; hardware flow control, as the printers are delivered.
    Serial { path: String, baud: u32 },
}

/// How certain a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// The printer said so after the slip.
    Seen { paper_low: bool },
    /// It takes bytes and answers nothing (许多串口小票机): sent is all that is known.
    Sent,
}

impl TicketPrinter {
    /// Prints one slip. Blocks for seconds at most.
    ///
    /// # Errors
    /// What stands in the way is said before a byte of the slip is sent. [`Fault::Lost`]: the line broke in it.
    pub fn print(&self, slip: &[u8]) -> Result<Printed, Fault> {
        let mut port = self.open()?;
        let known = match standing(port.as_mut()) {
            Ok(state) => Some(state),
            // It never answers; then it is not asked afterwards either.
            Err(Fault::Timeout) => None,
            Err(fault) => return Err(fault),
        };
        if let Some(fault) = known.and_then(|state| state.trouble()) {
            return Err(fault);
        }
        port.write_all(slip).map_err(lost)?;
        port.flush().map_err(lost)?;
        let Some(before) = known else {
            return Ok(Printed::Sent);
        };
        port.write_all(&state::PAPER).map_err(lost)?;
        port.flush().map_err(lost)?;
        let until = Instant::now() + THROUGH;
        while Instant::now() < until {
            let mut through = None;
            match byte(port.as_mut(), ANSWER) {
                Ok(answer) if state::is_paper(answer) => through = Some(answer),
                // A status that comes late.
                Ok(_) => {}
                // It prints, or stands: which is answered at once, whatever waits in its buffer.
                Err(Fault::Timeout) => match asked(port.as_mut(), &mut through) {
                    Ok(now) => {
                        if let Some(fault) = now.trouble() {
                            return Err(fault);
                        }
                    }
                    Err(Fault::Timeout) => {}
                    Err(_) => return Err(Fault::Lost),
                },
                Err(_) => return Err(Fault::Lost),
            }
            if through.is_some() {
                return Ok(Printed::Seen {
                    paper_low: before.paper_low,
                });
            }
        }
        Err(Fault::Lost)
    }

    /// How the printer stands.
    pub fn state(&self) -> Result<State, Fault> {
        standing(self.open()?.as_mut())
    }

    fn open(&self) -> Result<Box<dyn Port>, Fault> {
        match self {
            TicketPrinter::Network(address) => {
                let address = if address
                    .rsplit_once(':')
                    .is_some_and(|(_, port)| port.parse::<u16>().is_ok())
                {
                    address.clone()
                } else {
                    format!("{address}:9100")
                };
                let found = address.to_socket_addrs().map_err(|_| Fault::NotFound)?;
                let stream = found
                    .map(|address| TcpStream::connect_timeout(&address, CONNECT))
                    .find_map(Result::ok)
                    .ok_or(Fault::NotFound)?;
                stream.set_write_timeout(Some(THROUGH)).map_err(lost)?;
                stream.set_read_timeout(Some(STEP)).map_err(lost)?;
                Ok(Box::new(stream))
            }
            TicketPrinter::Serial { path, baud } => {
                let port = serialport::new(path, *baud)
                    .data_bits(DataBits::Eight)
                    .parity(Parity::None)
                    .stop_bits(StopBits::One)
                    .flow_control(FlowControl::Hardware)
                    .timeout(STEP)
                    .open()
                    .or_else(|_| {
                        // A bridge without handshake lines.
                        serialport::new(path, *baud).timeout(STEP).open()
                    })
                    .map_err(|error| match error.kind() {
                        serialport::ErrorKind::Io(ErrorKind::PermissionDenied) => Fault::Denied,
                        serialport::ErrorKind::NoDevice => Fault::NotFound,
                        _ => Fault::NotFound,
                    })?;
                Ok(Box::new(port))
            }
        }
    }
}

trait Port: Read + Write {}
impl<T: Read + Write> Port for T {}

fn standing(port: &mut dyn Port) -> Result<State, Fault> {
    let mut through = None;
    let state = asked(port, &mut through);
    // Nothing was printed yet: what answers like this is no such printer.
    if through.is_some() {
        Err(Fault::BadAnswer)
    } else {
        state
    }
}

/// The four status bytes. An answer to `GS r` that comes between them is put into `through`.
fn asked(port: &mut dyn Port, through: &mut Option<u8>) -> Result<State, Fault> {
    let mut state = State::default();
    for n in 1..=4 {
        port.write_all(&state::ask(n)).map_err(lost)?;
        port.flush().map_err(lost)?;
        let mut answer = byte(port, ANSWER)?;
        if through.is_none() && state::is_paper(answer) {
            *through = Some(answer);
            answer = byte(port, ANSWER)?;
        }
        state.hear(n, answer)?;
    }
    Ok(state)
}

/// The next byte, within a time.
fn byte(port: &mut dyn Port, time: Duration) -> Result<u8, Fault> {
    let until = Instant::now() + time;
    let mut one = [0];
    loop {
        match port.read(&mut one) {
            Ok(1) => return Ok(one[0]),
            Ok(_) => return Err(Fault::Lost),
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted
                ) =>
            {
                if Instant::now() >= until {
                    return Err(Fault::Timeout);
                }
            }
            Err(error) => return Err(lost(error)),
        }
    }
}

fn lost(error: std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::PermissionDenied => Fault::Denied,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Fault::Timeout,
        _ => Fault::Lost,
    }
}
