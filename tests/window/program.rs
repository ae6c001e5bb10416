//! The program as it is started from a terminal: what it says when it cannot do its part.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::app::{Home, program};

fn yichuang(home: &Home) -> Command {
    let mut command = Command::new(program("yichuang"));
    command
        .env("YICHUANG_HOME", home.folder.path())
        .stdin(Stdio::null());
    command
}

/// Ends its child with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn without_a_display_it_says_so_and_ends_with_3() {
    let home = Home::fresh("no-display");
    let output = yichuang(&home)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{words}");
    for part in ["YC-9106", "无法打开显示器", "The display cannot be opened"] {
        assert!(words.contains(part), "{words}");
    }
}

#[test]
fn a_second_program_on_the_same_data_is_refused_in_words() {
    let home = Home::fresh("twice");
    let mut first = Running(
        yichuang(&home)
            .args(["--serve-dev", "0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(first.0.stderr.take().unwrap())
        .lines()
        .map_while(Result::ok);
    assert!(
        lines.any(|line| line.starts_with("http://127.0.0.1:")),
        "the first program stands"
    );

    let second = yichuang(&home).args(["--serve-dev", "0"]).output().unwrap();
    let words = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(1), "{words}");
    for part in ["YC-9102", "已在运行", "already runs"] {
        assert!(words.contains(part), "{words}");
    }
}
