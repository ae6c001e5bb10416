//! A reader on a serial port: 8N1, no flow control, usually 115200 baud.

use std::io::{Read, Write};
use std::time::Duration;

use serialport::{ClearBuffer, DataBits, FlowControl, Parity, SerialPort, StopBits};

use super::reader::{Port, read_card};
use super::{CardFault, CardReader, CardRecord};

/// What readers are set to when they leave the factory; 57600, 38400, 19200 and 9600 can be set.
pub const DEFAULT_BAUD: u32 = 115_200;

/// A reader behind a serial port, real or virtual (USB readers with a serial bridge too).
pub struct SerialReader {
    path: String,
    baud: u32,
    /// Absent after the port vanished; the next read opens it again.
    port: Option<OpenPort>,
}

impl SerialReader {
    /// Opens the port, e.g. `COM3` or `/dev/ttyUSB0`.
    pub fn open(path: &str, baud: u32) -> Result<SerialReader, CardFault> {
        let port = OpenPort::open(path, baud)?;
        Ok(SerialReader {
            path: path.to_owned(),
            baud,
            port: Some(port),
        })
    }
}

impl CardReader for SerialReader {
    fn read(&mut self, budget: Duration) -> Result<CardRecord, CardFault> {
        let mut port = match self.port.take() {
            Some(port) => port,
            None => OpenPort::open(&self.path, self.baud)?,
        };
        let outcome = read_card(&mut port, budget);
        if !matches!(outcome, Err(CardFault::Lost { .. })) {
            self.port = Some(port);
        }
        outcome
    }

    fn describe(&self) -> String {
        format!("二代证阅读器 {} {}", self.path, self.baud)
    }
}

struct OpenPort(Box<dyn SerialPort>);

impl OpenPort {
    fn open(path: &str, baud: u32) -> Result<OpenPort, CardFault> {
        let port = serialport::new(path, baud)
            .data_bits(DataBits::Eight)
            .parity(Parity::None)
            .stop_bits(StopBits::One)
            .flow_control(FlowControl::None)
            .open()
            .map_err(|error| CardFault::PortClosed {
                port: path.to_owned(),
                cause: error.to_string(),
            })?;
        Ok(OpenPort(port))
    }
}

impl Read for OpenPort {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for OpenPort {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl Port for OpenPort {
    fn set_wait(&mut self, wait: Duration) -> std::io::Result<()> {
        Ok(self.0.set_timeout(wait)?)
    }

    fn discard_input(&mut self) -> std::io::Result<()> {
        Ok(self.0.clear(ClearBuffer::Input)?)
    }
}
