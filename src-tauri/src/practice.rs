//! The practice province (练习环境) as a child process: invented people and departments on loopback.
//!
//! It says where it is in its first line and ends when its standard input closes, so it never outlives this
//! program, not even when this program is killed.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::oneshot;

use crate::fault::Fault;

const PROGRAM: &str = "yichuang-practice";
const READY_WITHIN: Duration = Duration::from_secs(60);
/// The same invented people at every start.
const SEED: &str = "1";

/// The child's first line.
#[derive(Deserialize)]
struct Greeting {
    practice: String,
}

/// The running province. Dropping it ends the child.
#[derive(Debug)]
pub struct Practice {
    child: Mutex<Child>,
    address: String,
    secret: String,
}

impl Practice {
    /// Starts the program that lies beside this one, and waits until it says where it is.
    pub async fn start() -> Result<Self, Fault> {
        let program = beside_us()?;
        let secret = fresh_secret()?;
        let mut child = Command::new(&program)
            .args(["--port", "0", "--seed", SEED, "--exit-with-stdin"])
            .env("YICHUANG_PRACTICE_SECRET", &secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|cause| Fault::Practice(format!("{}: {cause}", program.display())))?;
        let first_line = listen(&mut child);
        // From here the child ends with the value, whatever goes wrong.
        let mut practice = Self {
            child: Mutex::new(child),
            address: String::new(),
            secret,
        };
        let line = tokio::time::timeout(READY_WITHIN, first_line)
            .await
            .map_err(|_| Fault::Practice(format!("no answer within {} s", READY_WITHIN.as_secs())))?
            .map_err(|_| Fault::Practice("it ended before it was ready".to_owned()))?;
        let greeting: Greeting = serde_json::from_str(&line)
            .map_err(|cause| Fault::Practice(format!("its first line is of another shape: {cause}")))?;
        practice.address = greeting.practice;
        Ok(practice)
    }

    /// Base address, such as `http://127.0.0.1:4000`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What the hall shows when it asks.
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

impl Practice {
    /// Ends the child; a second call finds nothing to end.
    pub fn end(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        drop(child.stdin.take());
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        self.end();
    }
}

/// Reads the first line on a thread of its own, and then whatever follows, so the pipe never fills.
fn listen(child: &mut Child) -> oneshot::Receiver<String> {
    let (sender, receiver) = oneshot::channel();
    if let Some(output) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut lines = BufReader::new(output).lines().map_while(Result::ok);
            if let Some(line) = lines.next() {
                let _ = sender.send(line);
            }
            lines.for_each(drop);
        });
    }
    receiver
}

fn beside_us() -> Result<PathBuf, Fault> {
    let here = std::env::current_exe().map_err(|cause| Fault::Practice(cause.to_string()))?;
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    // A test program lies in `deps`, one folder below the shipped programs.
    let places = here.ancestors().skip(1).take(2).map(|folder| folder.join(&name));
    places
        .into_iter()
        .find(|place| place.is_file())
        .ok_or_else(|| Fault::Practice(format!("{name} does not lie beside {}", here.display())))
}

/// 256 random bits in hexadecimal.
pub fn fresh_secret() -> Result<String, Fault> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|cause| Fault::Practice(cause.to_string()))?;
    Ok(hex::encode(bytes))
}
