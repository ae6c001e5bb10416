//! The hall and the practice province as child processes.
//!
//! Both print one JSON line when they take requests, and both end when their standard input closes, so they
//! do not outlive this program however it ends.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::house::House;
use crate::{Words, children};

const READY_WITHIN: Duration = Duration::from_secs(60);
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// A running child that said where it is. Dropping it ends it.
pub struct Peer {
    child: Child,
    output: Receiver<String>,
    greeting: Value,
    name: &'static str,
}

impl Peer {
    /// Starts a program, its output into `log`, and waits for its JSON line.
    pub fn start(name: &'static str, command: &mut Command, log: &Path) -> Words<Peer> {
        let file = File::create(log).map_err(|e| format!("{} cannot be written: {e}", log.display()))?;
        let errors = file
            .try_clone()
            .map_err(|e| format!("{} cannot be written: {e}", log.display()))?;
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .map_err(|e| format!("{name} could not be started: {e}"))?;
        let (lines, output) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || pass_lines(stdout, file, &lines));
        }
        let mut peer = Peer {
            child,
            output,
            greeting: Value::Null,
            name,
        };
        match peer.output.recv_timeout(READY_WITHIN) {
            Ok(line) => peer.greeting = greeting_in(name, &line)?,
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!(
                    "{name} said nothing for {} s; the end of {}:\n{}",
                    READY_WITHIN.as_secs(),
                    log.display(),
                    children::tail(log)
                ));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(format!(
                    "{name} ended before it was ready; the end of {}:\n{}",
                    log.display(),
                    children::tail(log)
                ));
            }
        }
        Ok(peer)
    }

    /// A text of the JSON line, such as its address.
    pub fn said(&self, key: &str) -> Words<&str> {
        self.greeting
            .get(key)
            .and_then(Value::as_str)
            .ok_or_else(|| format!("{} did not say its `{key}` when it started", self.name))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // The channel closes when the child's output does.
        while self.output.recv_timeout(GONE_WITHIN).is_ok() {}
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Keeps every line in the log, and hands it on while somebody listens.
fn pass_lines(stdout: ChildStdout, mut log: File, lines: &mpsc::Sender<String>) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let _ = writeln!(log, "{}", without_secrets(&line));
        let _ = lines.send(line);
    }
}

/// The log keeps where a peer is, never what opens it.
fn without_secrets(line: &str) -> String {
    let Ok(Value::Object(mut greeting)) = serde_json::from_str(line) else {
        return line.to_owned();
    };
    for key in ["secret", "token"] {
        if let Some(value) = greeting.get_mut(key) {
            *value = Value::from("…");
        }
    }
    Value::Object(greeting).to_string()
}

fn greeting_in(name: &str, line: &str) -> Words<Value> {
    match serde_json::from_str(line) {
        Ok(greeting @ Value::Object(_)) => Ok(greeting),
        _ => Err(format!(
            "{name} began with “{line}” where one JSON object was expected"
        )),
    }
}

/// Hall and practice on loopback ports of their own choice.
pub struct Peers {
    // The hall goes first: it talks to the province until its end.
    hall: Peer,
    practice: Peer,
}

impl Peers {
    /// Starts practice from a seed, then a training hall that talks to it.
    pub fn start(house: &House, seed: &str) -> Words<Peers> {
        let logs = crate::house::make_folder(house.target.join("walk"))?;
        let mut province = Command::new(house.program("yichuang-practice"));
        province
            .current_dir(&house.root)
            .args(["--port", "0", "--seed", seed, "--exit-with-stdin"]);
        let practice = Peer::start("yichuang-practice", &mut province, &logs.join("practice.log"))?;
        let mut server = Command::new(house.program("yichuang-hall"));
        server
            .current_dir(&house.root)
            .args(["serve", "--training", "--practice", practice.said("practice")?])
            .args(["--port", "0", "--exit-with-stdin"])
            .env("YICHUANG_PRACTICE_SECRET", practice.said("secret")?);
        let hall = Peer::start("yichuang-hall", &mut server, &logs.join("hall.log"))?;
        println!(
            "   practice {}  hall {}",
            practice.said("practice")?,
            hall.said("hall")?
        );
        Ok(Peers { hall, practice })
    }

    pub fn hall_address(&self) -> Words<&str> {
        self.hall.said("hall")
    }

    pub fn hall_token(&self) -> Words<&str> {
        self.hall.said("token")
    }

    pub fn practice_address(&self) -> Words<&str> {
        self.practice.said("practice")
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn log(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("yichuang-peer-{}-{name}.log", std::process::id()))
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_peer_says_where_it_is_and_ends_with_its_input() {
        let log = log("good");
        let script = r#"echo '{"hall":"http://127.0.0.1:4000","token":"open"}'; cat >/dev/null; echo gone"#;
        let peer = Peer::start("hall", &mut shell(script), &log).unwrap();
        assert_eq!(peer.said("hall"), Ok("http://127.0.0.1:4000"));
        assert!(peer.said("practice").unwrap_err().contains("practice"));
        drop(peer);
        let kept = std::fs::read_to_string(&log).unwrap();
        assert!(kept.ends_with("gone\n"), "{kept}");
        assert!(!kept.contains("open"), "{kept}");
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_peer_that_dies_at_its_start_is_quoted() {
        let log = log("dead");
        let words = Peer::start("hall", &mut shell("echo port taken >&2; exit 1"), &log)
            .err()
            .unwrap();
        assert!(
            words.contains("ended before it was ready") && words.contains("port taken"),
            "{words}"
        );
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_peer_that_says_something_else_is_refused() {
        let log = log("other");
        let words = Peer::start("hall", &mut shell("echo hello; cat >/dev/null"), &log)
            .err()
            .unwrap();
        assert!(words.contains("hello"), "{words}");
        std::fs::remove_file(log).unwrap();
    }
}
