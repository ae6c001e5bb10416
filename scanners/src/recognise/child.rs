//! The program at work on one page, and the end of it: late, stopped, too loud, gone.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{RecogniseFault, Recogniser};

/// How often it is asked whether the page is still wanted.
const LOOKS: Duration = Duration::from_millis(100);
/// Of what it says: a page of small print has 300 kB of rows.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// Of what it complains.
const MOST_COMPLAINT: u64 = 4096;
/// What a shell says, and our own child, where there is no such program.
const NO_PROGRAM: i32 = 127;

/// Ends with whoever waits for it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the program says of a picture; `None` where it was stopped.
pub(super) fn run(
    of: &Recogniser,
    picture: Vec<u8>,
    dpi: u32,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Vec<u8>>, RecogniseFault> {
    let child = command(of, dpi)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| RecogniseFault::Missing)?;
    let mut running = Running(child);
    let pipes = (
        running.0.stdin.take(),
        running.0.stdout.take(),
        running.0.stderr.take(),
    );
    let (Some(mut input), Some(output), Some(complaint)) = pipes else {
        return Err(RecogniseFault::Ended);
    };
    // All three end with the child's pipes. A child that ends before it has read everything closes its own.
    thread::spawn(move || {
        let _ = input.write_all(&picture);
    });
    let said = heard(output, MOST_BYTES + 1);
    let complained = heard(complaint, MOST_COMPLAINT);
    let until = Instant::now() + of.limits.within;
    let wanted = |by: Duration| -> Result<bool, RecogniseFault> {
        if stop() {
            return Ok(false);
        }
        (Instant::now() + by < until)
            .then_some(true)
            .ok_or(RecogniseFault::Late)
    };
    let said = loop {
        match said.recv_timeout(LOOKS) {
            Ok(said) => break said,
            Err(RecvTimeoutError::Timeout) => {
                if !wanted(Duration::ZERO)? {
                    return Ok(None);
                }
            }
            Err(RecvTimeoutError::Disconnected) => return Err(RecogniseFault::Ended),
        }
    };
    if said.len() as u64 > MOST_BYTES {
        return Err(RecogniseFault::Garbled);
    }
    let complaint = complained.recv_timeout(LOOKS).unwrap_or_default();
    let ended = loop {
        match running.0.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => {
                if !wanted(LOOKS)? {
                    return Ok(None);
                }
                thread::park_timeout(LOOKS / 10);
            }
            Err(_) => return Err(RecogniseFault::Ended),
        }
    };
    if ended.success() {
        return Ok(Some(said));
    }
    let complaint = String::from_utf8_lossy(&complaint);
    let no_language = complaint.contains("Failed loading language");
    if ended.code() == Some(NO_PROGRAM) || no_language {
        Err(RecogniseFault::Missing)
    } else {
        Err(RecogniseFault::Ended)
    }
}

/// Everything of a pipe, to so many bytes.
fn heard(pipe: impl Read + Send + 'static, most: u64) -> Receiver<Vec<u8>> {
    let (hear, heard) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.take(most).read_to_end(&mut bytes);
        let _ = hear.send(bytes);
    });
    heard
}

fn command(of: &Recogniser, dpi: u32) -> Command {
    let mut command = match &of.confined_by {
        Some(devices) => {
            let mut command = Command::new(devices);
            let limits = serde_json::to_string(&of.limits).unwrap_or_default();
            command.arg(super::WORK).arg(limits).arg(&of.program);
            command
        }
        None => Command::new(&of.program),
    };
    // Lines of different sizes one below the other: a form, a licence and a table are read as well as a contract.
    command
        .args(["stdin", "stdout", "-l", &of.language, "--psm", "4", "--dpi"])
        .arg(dpi.to_string())
        .arg("tsv")
        // One page at a time takes one processor.
        .env("OMP_THREAD_LIMIT", "1");
    command
}

/// Runs in the child: lays the limits on it, lets everything else go first, and becomes the program.
#[cfg(unix)]
pub fn serve() -> std::process::ExitCode {
    use std::os::unix::process::CommandExt;
    use std::process::ExitCode;

    let mut words = std::env::args_os().skip(2);
    let limits = words.next().and_then(|limits| limits.into_string().ok());
    let limits = limits.and_then(|limits| serde_json::from_str::<crate::worker::Limits>(&limits).ok());
    let (Some(limits), Some(program)) = (limits, words.next()) else {
        return ExitCode::FAILURE;
    };
    if limits.confine().is_err() {
        return ExitCode::FAILURE;
    }
    // It is as good without.
    let _ = rustix::process::nice(10);
    // Only a program that is not there comes back.
    let _ = Command::new(program).args(words).exec();
    ExitCode::from(NO_PROGRAM as u8)
}
