//! Child programs: run in the open, listened to line by line, or kept quiet behind a heartbeat.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::Words;

const HEARTBEAT: Duration = Duration::from_secs(15);
const TAIL_BYTES: usize = 4_000;

/// Runs a program with its output shown as it comes; `Err` when it cannot start or fails.
pub fn show(command: &mut Command) -> Words<()> {
    let name = name_of(command);
    let status = command.status().map_err(|e| cannot_start(&name, &e))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} ended with {status}"))
    }
}

/// Runs a program, shows its standard output line by line and gives each line to `heed`.
pub fn listen(command: &mut Command, mut heed: impl FnMut(&str)) -> Words<ExitStatus> {
    let name = name_of(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| cannot_start(&name, &e))?;
    if let Some(output) = child.stdout.take() {
        each_line(output, |line| {
            println!("{line}");
            heed(line);
        });
    }
    child
        .wait()
        .map_err(|e| format!("{name} could not be waited for: {e}"))
}

/// Runs a program and gives each line of its standard output to `heed` without showing it.
pub fn overhear(command: &mut Command, heed: impl FnMut(&str)) -> Words<ExitStatus> {
    let name = name_of(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| cannot_start(&name, &e))?;
    if let Some(output) = child.stdout.take() {
        each_line(output, heed);
    }
    child
        .wait()
        .map_err(|e| format!("{name} could not be waited for: {e}"))
}

/// Runs a program into a log file, with a line every fifteen seconds; on failure the words carry the log's end.
pub fn hush(command: &mut Command, what: &str, log: &Path) -> Words<()> {
    let name = name_of(command);
    let file = File::create(log).map_err(|e| format!("{} cannot be written: {e}", log.display()))?;
    let errors = file
        .try_clone()
        .map_err(|e| format!("{} cannot be written: {e}", log.display()))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(errors)
        .spawn()
        .map_err(|e| cannot_start(&name, &e))?;
    let start = Instant::now();
    let (ended, end) = mpsc::channel();
    thread::spawn(move || ended.send(child.wait()));
    let status = loop {
        match end.recv_timeout(HEARTBEAT) {
            Ok(status) => break status.map_err(|e| format!("{name} could not be waited for: {e}"))?,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                println!("   … {what}, {} s so far", start.elapsed().as_secs());
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => return Err(format!("{name} was lost from sight")),
        }
    };
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "{what} ended with {status}; the end of {}:\n{}",
        log.display(),
        tail(log)
    ))
}

/// The last few thousand bytes of a text file, whatever is in it.
pub fn tail(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_default();
    let start = bytes.len().saturating_sub(TAIL_BYTES);
    String::from_utf8_lossy(&bytes[start..]).into_owned()
}

/// Reads lines to the end; bytes that are not UTF-8 are replaced, never an error.
fn each_line(output: impl Read, mut heed: impl FnMut(&str)) {
    let mut reader = BufReader::new(output);
    let mut bytes = Vec::new();
    while matches!(reader.read_until(b'\n', &mut bytes), Ok(n) if n > 0) {
        heed(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']));
        bytes.clear();
    }
}

/// True when a program of this name can be started at all.
pub fn exists(program: &str, probe: &str) -> bool {
    let mut command = Command::new(program);
    command
        .arg(probe)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok()
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn cannot_start(name: &str, error: &std::io::Error) -> String {
    format!("{name} could not be started: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whatever_their_bytes() {
        let mut seen = Vec::new();
        each_line(&b"one\r\n\xff two\nlast"[..], |line| seen.push(line.to_owned()));
        assert_eq!(seen, ["one", "\u{fffd} two", "last"]);
    }

    #[test]
    fn a_missing_program_is_named() {
        let words = show(&mut Command::new("yichuang-no-such-program")).unwrap_err();
        assert!(
            words.starts_with("yichuang-no-such-program could not be started"),
            "{words}"
        );
        assert!(!exists("yichuang-no-such-program", "--version"));
    }

    #[test]
    #[cfg(unix)]
    fn listening_hands_over_lines_and_the_ending() {
        let mut seen = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo first; echo second; exit 3"]);
        let status = overhear(&mut command, |line| seen.push(line.to_owned())).unwrap();
        assert_eq!(seen, ["first", "second"]);
        assert_eq!(status.code(), Some(3));
    }

    #[test]
    #[cfg(unix)]
    fn a_hushed_failure_carries_the_end_of_its_log() {
        let log = std::env::temp_dir().join(format!("yichuang-hush-{}.log", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", "echo no such package >&2; exit 100"]);
        let words = hush(&mut command, "installing", &log).unwrap_err();
        let _ = std::fs::remove_file(&log);
        assert!(words.contains("no such package"), "{words}");
    }
}
