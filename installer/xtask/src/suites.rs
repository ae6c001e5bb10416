//! `cargo xtask test`: every suite, each with its counts, and one last line with their sum.

use std::fs;
use std::process::{Command, ExitCode, Stdio};

use crate::counts::{self, Counts};
use crate::display::Screen;
use crate::house::{House, remove_folder};
use crate::lint::{self, Compiled};
use crate::phases::phase;
use crate::setup::{Needs, prepare};
use crate::{Words, children, screens};

/// The suites, in the order in which they run: what is quick to fail comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suite {
    /// rustfmt and clippy.
    House,
    /// The tests inside every crate.
    Unit,
    /// The whole-path tests of the `tests` crate, and any other integration test that needs no display.
    It,
    /// The device drivers beside real peers: libsane's test backend, ippeveprinter, pseudo-terminals, a scanner on the network.
    Devices,
    /// The screens: types, vitest, and Chromium, over the in-page host and over the built program.
    Web,
    /// The built application under a virtual screen, through WebDriver.
    Window,
}

/// The one test target that needs a display.
const WINDOW_TARGET: &str = "window";

/// The test targets that speak to devices.
const DEVICE_TARGETS: [&str; 2] = ["scanners", "printers"];

const SUITES: [Suite; 6] = [
    Suite::House,
    Suite::Unit,
    Suite::It,
    Suite::Devices,
    Suite::Web,
    Suite::Window,
];

impl Suite {
    fn name(self) -> &'static str {
        match self {
            Suite::House => "house",
            Suite::Unit => "unit",
            Suite::It => "it",
            Suite::Devices => "devices",
            Suite::Web => "web",
            Suite::Window => "window",
        }
    }

    fn needs(self) -> Needs {
        match self {
            Suite::House | Suite::It => Needs::window(false),
            Suite::Unit => Needs::window(false).and(Needs::keyring()),
            Suite::Devices => Needs::window(false).and(Needs::devices()),
            Suite::Web => Needs::window(false).and(Needs::browser()),
            Suite::Window => Needs::window(true),
        }
    }
}

/// Runs the chosen suites. The last line is `N passed, N failed`; the exit code is 0 only when none failed.
pub fn test(arguments: &[String]) -> ExitCode {
    let chosen = match chosen(arguments) {
        Ok(chosen) => chosen,
        Err(words) => {
            eprintln!("xtask: {words}");
            return ExitCode::from(2);
        }
    };
    let mut table = Vec::new();
    if let Err(words) = run_all(&chosen, &mut table) {
        eprintln!("xtask: {words}");
        table.push(("setup", Counts::ONE_FAILED));
    }
    let mut sum = Counts::default();
    println!();
    for (name, counts) in table {
        println!("{name:<8}{}", counts.line());
        sum += counts;
    }
    println!("{}", sum.line());
    if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn chosen(arguments: &[String]) -> Words<Vec<Suite>> {
    let mut names = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (argument.as_str(), argument.strip_prefix("--only=")) {
            (_, Some(name)) => names.push(name),
            ("--only", None) => match rest.next() {
                Some(name) => names.push(name),
                None => return Err(format!("`--only` names a suite; {}", what_exists())),
            },
            (other, None) => return Err(format!("`test` does not know “{other}”; it takes --only SUITE")),
        }
    }
    for name in &names {
        if !SUITES.iter().any(|suite| suite.name() == *name) {
            return Err(format!("there is no suite “{name}”; {}", what_exists()));
        }
    }
    Ok(SUITES
        .into_iter()
        .filter(|suite| names.is_empty() || names.contains(&suite.name()))
        .collect())
}

fn what_exists() -> String {
    format!("there are: {}", SUITES.map(Suite::name).join(", "))
}

fn run_all(chosen: &[Suite], table: &mut Vec<(&'static str, Counts)>) -> Words<()> {
    let house = House::find()?;
    let needs = chosen
        .iter()
        .fold(Needs::default(), |needs, suite| needs.and(suite.needs()));
    prepare(&house, &needs)?;
    // Every suite runs after the build: the screens are tested over the built program too.
    let compiled = phase("build and clippy", || lint::compile_everything(&house))?;
    for &suite in chosen {
        let counts = if suite == Suite::House {
            Ok(house_suite(&house, &compiled))
        } else if compiled.built {
            phase(suite.name(), || run_one(&house, suite))
        } else {
            Err("not run, because the build failed".to_owned())
        };
        let counts = counts.unwrap_or_else(|words| {
            eprintln!("{}: {words}", suite.name());
            Counts::ONE_FAILED
        });
        println!("{}: {}", suite.name(), counts.line());
        table.push((suite.name(), counts));
    }
    Ok(())
}

fn run_one(house: &House, suite: Suite) -> Words<Counts> {
    match suite {
        Suite::House => Err("this suite needs the whole build".into()),
        Suite::Unit => {
            cargo_test(
                house
                    .cargo()
                    .args(["test", "--workspace", "--no-fail-fast", "--lib", "--bins"]),
            )
        }
        Suite::It => integration(house),
        Suite::Devices => devices(house),
        Suite::Web => web(house),
        Suite::Window => window(house),
    }
}

fn house_suite(house: &House, compiled: &Compiled) -> Counts {
    let formatted = phase("fmt", || {
        children::show(house.cargo().args(["fmt", "--all", "--check"]))
    });
    if let Err(words) = &formatted {
        eprintln!("house: {words}; `cargo fmt --all` writes it");
    }
    if !compiled.clean() {
        eprintln!(
            "house: clippy has {} warnings and {} errors",
            compiled.warnings, compiled.errors
        );
    }
    let mut counts = Counts::one(formatted.is_ok());
    counts += Counts::one(compiled.clean());
    counts
}

fn cargo_test(command: &mut Command) -> Words<Counts> {
    let mut counts = Counts::default();
    let status = children::listen(command.stdin(Stdio::null()), |line| {
        if let Some(more) = counts::of_cargo_line(line) {
            counts += more;
        }
    })?;
    Ok(counts.settled(status.success()))
}

fn integration(house: &House) -> Words<Counts> {
    let targets = house
        .test_targets
        .iter()
        .filter(|target| *target != WINDOW_TARGET && !DEVICE_TARGETS.contains(&target.as_str()));
    let mut command = house.cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    cargo_test(command.args(targets.flat_map(|target| ["--test", target])))
}

/// A peer that is not there is a failure here: it was installed.
fn devices(house: &House) -> Words<Counts> {
    let mut command = house.cargo();
    command
        .args(["test", "--workspace", "--no-fail-fast"])
        .env("YICHUANG_DEVICES", "1");
    cargo_test(command.args(DEVICE_TARGETS.into_iter().flat_map(|target| ["--test", target])))
}

fn window(house: &House) -> Words<Counts> {
    remove_folder(&house.window_evidence())?;
    let screen = Screen::open(house)?;
    let mut command = screen.cargo(house)?;
    command.args([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--test",
        WINDOW_TARGET,
        "--",
        "--test-threads=1",
    ]);
    let counts = cargo_test(&mut command)?;
    println!("evidence: {}", house.window_evidence().display());
    Ok(counts)
}

/// `typecheck`, `test` (vitest) and, where it exists, `test:browser`.
fn web(house: &House) -> Words<Counts> {
    let scripts = screens::scripts(house)?;
    let mut counts = Counts::default();
    let typed = children::show(screens::npm(house).args(["run", "typecheck"]));
    if let Err(words) = &typed {
        eprintln!("web: {words}");
    }
    counts += Counts::one(typed.is_ok());
    for script in ["test", "test:browser"] {
        match scripts.get(script) {
            Some(line) => counts += npm_script(house, script, line)?,
            None if script == "test" => return Err("web/package.json names no script `test`".into()),
            None => {}
        }
    }
    Ok(counts)
}

/// Runs one test script. Vitest writes a report; any other runner prints `N passed, N failed` or the summary
/// of `node --test`.
fn npm_script(house: &House, script: &str, line: &str) -> Words<Counts> {
    let mut command = screens::npm(house);
    command
        .args(["run", script])
        .env("CI", "1")
        .env("CHROMIUM", "/usr/bin/chromium-headless-shell")
        .env("YICHUANG_BIN", house.program("yichuang"));
    if !line.contains("vitest") {
        let mut counts = Counts::default();
        let status = children::listen(&mut command, |line| {
            if let Some(more) = counts::of_summary_line(line).or_else(|| counts::of_node_line(line)) {
                counts += more;
            }
        })?;
        return Ok(counts.settled(status.success()));
    }
    let report = house.notes()?.join(format!("{}.json", script.replace(':', "-")));
    let _ = fs::remove_file(&report);
    command.args(["--", "--reporter=default", "--reporter=json"]);
    command.arg(format!("--outputFile.json={}", report.display()));
    let status = children::listen(&mut command, |_| {})?;
    let text = fs::read_to_string(&report)
        .map_err(|e| format!("`npm run {script}` ended with {status} and left no report: {e}"))?;
    Ok(counts::of_vitest(&text)?.settled(status.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(arguments: &[&str]) -> Words<Vec<Suite>> {
        let arguments: Vec<String> = arguments.iter().map(|each| (*each).to_owned()).collect();
        chosen(&arguments)
    }

    #[test]
    fn every_suite_runs_unless_one_is_named() {
        assert_eq!(choose(&[]).unwrap(), SUITES);
        assert_eq!(choose(&["--only", "web"]).unwrap(), [Suite::Web]);
        assert_eq!(
            choose(&["--only=window", "--only", "unit"]).unwrap(),
            [Suite::Unit, Suite::Window]
        );
    }

    #[test]
    fn an_unknown_suite_is_answered_with_those_that_exist() {
        assert!(
            choose(&["--only", "smoke"])
                .unwrap_err()
                .contains("house, unit, it, devices, web, window")
        );
        assert!(choose(&["--only"]).unwrap_err().contains("names a suite"));
        assert!(choose(&["quickly"]).unwrap_err().contains("quickly"));
    }

    #[test]
    fn the_screens_need_the_built_program_and_a_browser() {
        let packages = Suite::Web.needs().packages;
        for name in ["build-essential", "chromium-headless-shell"] {
            assert!(packages.contains(&name), "{packages:?}");
        }
    }
}
