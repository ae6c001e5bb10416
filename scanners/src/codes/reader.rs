//! A code reader on a serial port (串口扫码枪): one line for each code.

use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use crate::driver::Fault;

/// Of one code.
const MOST: usize = 4096;
/// Between two looks whether the time is over.
const LOOK: Duration = Duration::from_millis(50);
/// After the last byte of a reader that is set to send no line end.
const PAUSE: Duration = Duration::from_millis(120);

/// Something that reads codes.
pub trait CodeReader: Send {
    /// Waits for the next code; `None` when none came in time.
    ///
    /// # Errors
    /// [`Fault::Lost`] when the reader was pulled out, [`Fault::BadData`] for what is no text.
    fn next(&mut self, within: Duration) -> Result<Option<String>, Fault>;
}

/// A reader behind a serial port, real or virtual.
pub struct SerialCodes<P> {
    port: P,
    begun: Vec<u8>,
}

impl SerialCodes<Box<dyn serialport::SerialPort>> {
    /// Opens the port, e.g. `COM4` or `/dev/ttyACM0`, with what readers are set to when they leave the factory.
    ///
    /// # Errors
    /// [`Fault::NotFound`], [`Fault::Denied`], [`Fault::Busy`]
    pub fn open(path: &str, baud: u32) -> Result<Self, Fault> {
        let port = serialport::new(path, baud)
            .timeout(LOOK)
            .open()
            .map_err(|error| match error.kind() {
                serialport::ErrorKind::Io(ErrorKind::PermissionDenied) => Fault::Denied,
                serialport::ErrorKind::NoDevice | serialport::ErrorKind::Io(ErrorKind::NotFound) => {
                    Fault::NotFound
                }
                _ => Fault::Busy,
            })?;
        Ok(Self::on(port))
    }
}

impl<P: Read> SerialCodes<P> {
    /// On a port whose reads end within a short time by themselves.
    pub fn on(port: P) -> Self {
        Self {
            port,
            begun: Vec::new(),
        }
    }

    fn taken(&mut self) -> Result<Option<String>, Fault> {
        let bytes = std::mem::take(&mut self.begun);
        let text = String::from_utf8(bytes).map_err(|_| Fault::BadData)?;
        let text: String = text.chars().filter(|sign| !sign.is_control()).collect();
        let text = text.trim();
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }
}

impl<P: Read + Send> CodeReader for SerialCodes<P> {
    fn next(&mut self, within: Duration) -> Result<Option<String>, Fault> {
        let until = Instant::now() + within;
        let mut heard = Instant::now();
        loop {
            let mut byte = [0];
            match self.port.read(&mut byte) {
                Ok(0) => return Err(Fault::Lost),
                Ok(_) => {
                    heard = Instant::now();
                    if matches!(byte, [b'\r' | b'\n' | 0x03]) {
                        if let Some(text) = self.taken()? {
                            return Ok(Some(text));
                        }
                    } else if self.begun.len() == MOST {
                        self.begun.clear();
                        return Err(Fault::BadData);
                    } else {
                        self.begun.push(byte[0]);
                    }
                }
                Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
                    if !self.begun.is_empty() && heard.elapsed() >= PAUSE {
                        return self.taken();
                    }
                    if Instant::now() >= until {
                        return Ok(None);
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Err(Fault::Lost),
            }
        }
    }
}
