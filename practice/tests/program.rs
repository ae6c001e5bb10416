//! The program itself: one line, and no process left behind.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[test]
fn prints_one_line_and_ends_with_its_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_yichuang-practice"))
        .args([
            "--seed",
            "3",
            "--date",
            "2026-09-28",
            "--speed",
            "fast",
            "--exit-with-stdin",
        ])
        .env("YICHUANG_PRACTICE_SECRET", "from the environment")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let told: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(told["secret"], "from the environment");
    assert!(
        told["practice"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    line.clear();
    assert_eq!(output.read_line(&mut line).unwrap(), 0);
}
