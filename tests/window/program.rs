//! The program as it is started from a terminal: what it says when it cannot do its part.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::app::{Home, program};
use crate::kept;
use crate::screen::until;

const OPEN_WITHIN: Duration = Duration::from_secs(60);

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

/// The window as a clerk starts it, which no test can drive: what the toolkit writes of its own lies in a folder
/// that goes with the program, or with the next one when it was killed.
#[tokio::test]
async fn promise_14_an_ordinary_window_leaves_no_file_of_its_page() {
    let home = Home::fresh("ordinary");
    let start = || {
        let mut command = Command::new(program("yichuang"));
        command.stdin(Stdio::null()).stderr(Stdio::null());
        home.furnish(&mut command);
        Running(command.spawn().unwrap())
    };
    let scratch = |of: &Running| home.room("tmp").join(format!("yichuang-page-{}", of.0.id()));
    let open = async |window: &Running| {
        let folder = scratch(window);
        until("the toolkit has opened its store", OPEN_WITHIN, async || {
            (!kept::files(&folder).is_empty()).then_some(())
        })
        .await;
        folder
    };

    let first = start();
    let left = open(&first).await;
    let ours = home.room("data").join("yichuang");
    let others: Vec<PathBuf> = ["home", "data", "config", "cache"]
        .into_iter()
        .flat_map(|room| kept::files(&home.room(room)))
        .filter(|file| !file.starts_with(&ours))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    drop(first);
    assert!(left.exists(), "a killed program cleans nothing");

    let second = start();
    open(&second).await;
    assert!(!left.exists(), "the next start removes it");
    drop(second);
    fs::remove_dir_all(home.room("tmp")).unwrap();
}
