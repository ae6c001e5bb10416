//! What each runner said, as numbers.

use std::ops::AddAssign;

use serde_json::Value;

/// Tests of one suite.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Counts {
    pub const ONE_PASSED: Counts = Counts { passed: 1, failed: 0 };
    pub const ONE_FAILED: Counts = Counts { passed: 0, failed: 1 };

    /// One check that is either good or not.
    pub fn one(good: bool) -> Counts {
        if good {
            Counts::ONE_PASSED
        } else {
            Counts::ONE_FAILED
        }
    }

    /// The counts once the runner has ended: a runner that failed without naming a test, and a suite that
    /// ran nothing, each count as one failure.
    pub fn settled(mut self, runner_succeeded: bool) -> Counts {
        let ran_nothing = self.passed + self.failed == 0;
        if self.failed == 0 && (!runner_succeeded || ran_nothing) {
            self.failed = 1;
        }
        self
    }

    /// The line that ends `cargo xtask test`.
    pub fn line(self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }
}

/// Reads `test result: ok. 12 passed; 0 failed; …`, which each Rust test binary prints at its end.
pub fn of_cargo_line(line: &str) -> Option<Counts> {
    let line = without_colours(line);
    let rest = line.strip_prefix("test result: ")?;
    let (_, figures) = rest.split_once(". ")?;
    let mut counts = Counts::default();
    for figure in figures.split(';') {
        let (number, word) = figure.trim().split_once(' ')?;
        match word {
            "passed" => counts.passed = number.parse().ok()?,
            "failed" => counts.failed = number.parse().ok()?,
            _ => break,
        }
    }
    Some(counts)
}

/// Reads a summary of our own form, `12 passed, 1 failed`.
pub fn of_summary_line(line: &str) -> Option<Counts> {
    let line = without_colours(line);
    let (passed, failed) = line.trim().split_once(", ")?;
    Some(Counts {
        passed: passed.strip_suffix(" passed")?.parse().ok()?,
        failed: failed.strip_suffix(" failed")?.parse().ok()?,
    })
}

/// Reads one line of `node --test`'s summary, `# pass 12` or `ℹ fail 1`.
pub fn of_node_line(line: &str) -> Option<Counts> {
    let line = without_colours(line);
    let rest = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
    let (word, number) = rest.split_once(' ')?;
    let number = number.trim().parse().ok()?;
    match word {
        "pass" => Some(Counts {
            passed: number,
            failed: 0,
        }),
        "fail" => Some(Counts {
            passed: 0,
            failed: number,
        }),
        _ => None,
    }
}

/// Reads the file of vitest's JSON reporter. A test file that could not be loaded names no test: it counts
/// as one failure.
pub fn of_vitest(report: &str) -> Result<Counts, String> {
    let report: Value =
        serde_json::from_str(report).map_err(|e| format!("the vitest report is not JSON: {e}"))?;
    let figure = |key: &str| match report.get(key).and_then(Value::as_u64) {
        Some(figure) => Ok(figure),
        None => Err(format!("the vitest report does not say `{key}`")),
    };
    let mut counts = Counts {
        passed: figure("numPassedTests")?,
        failed: figure("numFailedTests")?,
    };
    let files = report
        .get("testResults")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    counts.failed += files.iter().filter(|file| failed_without_a_test(file)).count() as u64;
    Ok(counts)
}

fn failed_without_a_test(file: &Value) -> bool {
    let tests = file
        .get("assertionResults")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let failed = |value: &Value| value.get("status").and_then(Value::as_str) == Some("failed");
    failed(file) && !tests.iter().any(failed)
}

/// Removes terminal colours (`ESC [ … letter`).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character != '\u{1b}' {
            plain.push(character);
            continue;
        }
        for inside in characters.by_ref() {
            if inside.is_ascii_alphabetic() {
                break;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn cargo_lines() {
        let check =
            |line: &str, expected: Option<Counts>| assert_eq!(of_cargo_line(line), expected, "{line}");
        let tail = "0 ignored; 0 measured; 3 filtered out; finished in 0.31s";
        check(
            &format!("test result: ok. 12 passed; 0 failed; {tail}"),
            Some(counts(12, 0)),
        );
        check(
            &format!("test result: FAILED. 7 passed; 2 failed; {tail}"),
            Some(counts(7, 2)),
        );
        check(
            &format!("test result: \u{1b}[32mok\u{1b}[m. 1 passed; 0 failed; {tail}"),
            Some(counts(1, 0)),
        );
        check("test identity::resident ... ok", None);
        check("running 12 tests", None);
        check("test result: ok. many passed; 0 failed", None);
    }

    #[test]
    fn several_binaries_add_up() {
        let output = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored\n\n\
                      running 3 tests\ntest result: FAILED. 2 passed; 1 failed; 0 ignored\n";
        let mut sum = Counts::default();
        output
            .lines()
            .filter_map(of_cargo_line)
            .for_each(|each| sum += each);
        assert_eq!(sum, counts(4, 1));
    }

    #[test]
    fn a_suite_that_ran_nothing_fails() {
        let mut sum = Counts::default();
        of_cargo_line("test result: ok. 0 passed; 0 failed; 0 ignored")
            .into_iter()
            .for_each(|each| sum += each);
        assert_eq!(sum.settled(true), counts(0, 1));
        assert_eq!(Counts::default().settled(true), counts(0, 1));
    }

    #[test]
    fn a_runner_that_failed_without_naming_a_test_fails() {
        assert_eq!(counts(5, 0).settled(false), counts(5, 1));
        assert_eq!(counts(5, 2).settled(false), counts(5, 2));
        assert_eq!(counts(5, 0).settled(true), counts(5, 0));
    }

    #[test]
    fn vitest_reports() {
        let good = r#"{"numTotalTests":4,"numPassedTests":4,"numFailedTests":0,"success":true,
            "testResults":[{"status":"passed","assertionResults":[{"status":"passed"}]}]}"#;
        assert_eq!(of_vitest(good), Ok(counts(4, 0)));
        let one_failed = r#"{"numPassedTests":3,"numFailedTests":1,
            "testResults":[{"status":"failed","assertionResults":[{"status":"passed"},{"status":"failed"}]}]}"#;
        assert_eq!(of_vitest(one_failed), Ok(counts(3, 1)));
        let not_loaded = r#"{"numPassedTests":3,"numFailedTests":0,
            "testResults":[{"status":"failed","assertionResults":[]}]}"#;
        assert_eq!(of_vitest(not_loaded), Ok(counts(3, 1)));
        assert!(of_vitest("<html>").unwrap_err().contains("not JSON"));
        assert!(of_vitest("{}").unwrap_err().contains("numPassedTests"));
    }

    #[test]
    fn summary_and_node_lines() {
        assert_eq!(of_summary_line("12 passed, 1 failed"), Some(counts(12, 1)));
        assert_eq!(of_summary_line("12 passed"), None);
        assert_eq!(of_node_line("# pass 9"), Some(counts(9, 0)));
        assert_eq!(of_node_line("ℹ fail 2"), Some(counts(0, 2)));
        assert_eq!(of_node_line("# Subtest: pass 9"), None);
    }

    #[test]
    fn the_last_line_is_plain() {
        assert_eq!(counts(120, 0).line(), "120 passed, 0 failed");
    }
}
