//! One compilation that is build and clippy at once.
//!
//! `cargo clippy` checks every dependency a second time, beside the build that the tests need: minutes on a
//! small machine. Cargo can instead compile our own crates through clippy's driver, which lints and also
//! makes the artifacts. Every cargo call of this program names the same driver (`House::cargo`), so what one
//! phase compiled is fresh for the next. Without clippy the plain compiler is used and the lint check fails.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::house::House;
use crate::{Words, children};

/// What the compilation of the whole workspace gave.
#[derive(Debug, Default)]
pub struct Compiled {
    pub built: bool,
    pub warnings: usize,
    pub errors: usize,
}

impl Compiled {
    /// True when clippy ran and had nothing to say.
    pub fn clean(&self) -> bool {
        self.built && self.warnings == 0 && self.errors == 0 && driver().is_some()
    }
}

/// Clippy's compiler driver of the toolchain in use, when that component is installed.
pub fn driver() -> Option<PathBuf> {
    static DRIVER: OnceLock<Option<PathBuf>> = OnceLock::new();
    DRIVER.get_or_init(find_driver).clone()
}

fn find_driver() -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().ok()?;
    let sysroot = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let driver = sysroot
        .join("bin")
        .join(format!("clippy-driver{}", std::env::consts::EXE_SUFFIX));
    driver.is_file().then_some(driver)
}

/// Builds every target of every crate; diagnostics are shown as they come and counted.
pub fn compile_everything(house: &House) -> Words<Compiled> {
    if driver().is_none() {
        eprintln!(
            "clippy is not installed, so the code is built without its checks: rustup component add clippy"
        );
    }
    let mut command = house.cargo();
    command
        .args([
            "build",
            "--workspace",
            "--all-targets",
            "--message-format",
            "json",
        ])
        .stdin(Stdio::null());
    let mut tally = Tally::default();
    let status = children::overhear(&mut command, |line| {
        if let Some(text) = tally.heed(line) {
            eprint!("{text}");
        }
    })?;
    Ok(Compiled {
        built: status.success(),
        warnings: tally.warnings,
        errors: tally.errors,
    })
}

/// Diagnostics, each counted once however many targets repeat it.
#[derive(Default)]
struct Tally {
    seen: BTreeSet<String>,
    warnings: usize,
    errors: usize,
}

impl Tally {
    /// Takes one line of cargo's JSON; gives the text to show when it is a diagnostic not seen before.
    fn heed(&mut self, line: &str) -> Option<String> {
        let report: Value = serde_json::from_str(line).ok()?;
        if report.get("reason")? != "compiler-message" {
            return None;
        }
        let message = report.get("message")?;
        let text = message.get("rendered")?.as_str()?.to_owned();
        let is_place = !message.get("spans")?.as_array()?.is_empty();
        if !self.seen.insert(text.clone()) {
            return None;
        }
        // "3 warnings emitted" and "aborting due to 2 errors" point nowhere and are not findings.
        match message.get("level")?.as_str()? {
            "warning" if is_place => self.warnings += 1,
            "error" if is_place => self.errors += 1,
            _ => {}
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(level: &str, text: &str, spans: &str) -> String {
        format!(
            r#"{{"reason":"compiler-message","message":{{"level":"{level}","rendered":"{text}","spans":{spans}}}}}"#
        )
    }

    #[test]
    fn counts_each_diagnostic_once() {
        let mut tally = Tally::default();
        let unused = diagnostic("warning", "unused import", "[{}]");
        assert_eq!(tally.heed(&unused).as_deref(), Some("unused import"));
        assert_eq!(tally.heed(&unused), None);
        tally.heed(&diagnostic("error", "mismatched types", "[{}]"));
        assert_eq!((tally.warnings, tally.errors), (1, 1));
    }

    #[test]
    fn summaries_and_artifacts_are_not_findings() {
        let mut tally = Tally::default();
        tally.heed(&diagnostic("warning", "1 warning emitted", "[]"));
        tally.heed(r#"{"reason":"compiler-artifact","target":{"name":"hall"}}"#);
        tally.heed("not JSON");
        assert_eq!((tally.warnings, tally.errors), (0, 0));
    }

    #[test]
    fn a_build_with_warnings_is_not_clean() {
        let compiled = Compiled {
            built: true,
            warnings: 1,
            errors: 0,
        };
        assert!(!compiled.clean());
        assert!(!Compiled::default().clean());
    }
}
