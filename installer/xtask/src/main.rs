//! `cargo xtask`: from a bare Debian 12 with Rust and Node to a running window, and to every suite.
//!
//! Map
//! - `house`    where the workspace and its target directory are; every `cargo` call starts here
//! - `phases`   the named, timed steps a person sees
//! - `children` programs that are run, listened to, or waited for behind a heartbeat
//! - `system`   Debian packages
//! - `setup`    what each command needs before it can start, and nothing more
//! - `screens`  npm: dependencies and the built pages
//! - `lint`     one compilation that is build and clippy at once
//! - `suites`   the suites of `cargo xtask test`
//! - `counts`   what each runner said, as numbers
//! - `display`  a virtual screen with its own session bus and keyring
//! - `peers`    the hall and the practice province as child processes
//! - `bench`    what the built program costs
//! - `run`      the commands `run`, `walk`, `report` and `generate`
//!
//! Invariants
//! - It needs no system library itself: `std` and `serde_json` only.
//! - Everything it makes lies under the target directory, except `web/node_modules` and `web/dist`.
//! - One selection of packages (`--workspace`) for build, clippy and test, so nothing compiles twice.
//! - Programs that it starts end with it, on success and on failure.
//!
//! It does not start a server that outlives it, change files in the repository (except `generate`, whose
//! work that is), or touch a machine's settings beyond installing packages that are missing.

mod bench;
mod children;
mod counts;
mod display;
mod house;
mod lint;
mod peers;
mod phases;
mod run;
mod screens;
mod setup;
mod suites;
mod system;

use std::process::ExitCode;

/// What went wrong, as a sentence for a person.
pub type Words<T> = Result<T, String>;

const WHAT_EXISTS: &str = "\
cargo xtask run                     set up, build, and open the clerk's window in the training realm;
                                    without a display: the scripted first case on a virtual screen
cargo xtask test [--only SUITE]…    set up and run every suite: house, unit, it, devices,
                                    web, window
cargo xtask walk [arguments…]       start hall and practice and call yichuang-walk with the arguments
cargo xtask report prefill --visits first|returning [--people SEED]
                                    how much of each item's form its sources fill, and why the rest was typed
cargo xtask report paper [--people SEED]
                                    what is asked for on paper, by department, and why (收纸台账)
cargo xtask report once [--people SEED]
                                    a day of 200 visits by 80 people: what they were asked twice, and why
cargo xtask bench [--only NAME]     measure the screens in the built window (WebKitGTK), the clock, the search,
                                    the papers, scanned pages: screens, clock, search, papers, scan
cargo xtask generate                write the screens' typed commands and events from Rust
cargo xtask generate catalogue --items N [--out DIR] [--seed S]
                                    write a catalogue of so many items (the 32 of the demonstration hall among them)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else {
        println!("{WHAT_EXISTS}");
        return ExitCode::from(2);
    };
    let outcome = match command.as_str() {
        "run" => run::run(rest),
        "test" => return suites::test(rest),
        "walk" => run::walk(own(rest)),
        "report" => run::report(rest),
        "bench" => bench::bench(rest),
        "generate" => run::generate(rest),
        "help" | "--help" | "-h" => {
            println!("{WHAT_EXISTS}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("xtask: there is no command “{other}”. What exists:\n{WHAT_EXISTS}");
            return ExitCode::from(2);
        }
    };
    outcome.unwrap_or_else(|words| {
        eprintln!("xtask: {words}");
        ExitCode::from(1)
    })
}

/// The arguments after a leading `--`, which many write from habit.
fn own(arguments: &[String]) -> &[String] {
    match arguments.split_first() {
        Some((first, rest)) if first == "--" => rest,
        Some(_) | None => arguments,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_dash_dash_is_not_passed_on() {
        let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(own(&words(&["--", "--all"])), words(&["--all"]));
        assert_eq!(own(&words(&["--all", "--"])), words(&["--all", "--"]));
        assert_eq!(own(&[]), words(&[]));
    }
}
