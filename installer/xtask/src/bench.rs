//! `cargo xtask bench`: figures of the built program; the last line is one JSON object.

use std::process::{Command, ExitCode};

use crate::display::Screen;
use crate::house::House;
use crate::phases::phase;
use crate::setup::{Needs, paper_peers, prepare};
use crate::{Words, children, screens, system};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bench {
    /// Forms, keys, a long list, the start and the memory, in WebKitGTK.
    Screens,
    /// A million open cases lit anew.
    Clock,
    /// F3 over a province's items, beside FTS5 and tantivy.
    Search,
    /// A one-page receipt, beside typst and wkhtmltopdf.
    Papers,
    /// A scanned page, beside unpaper and ImageMagick.
    Scan,
}

const BENCHES: [Bench; 5] = [
    Bench::Screens,
    Bench::Clock,
    Bench::Search,
    Bench::Papers,
    Bench::Scan,
];

impl Bench {
    fn name(self) -> &'static str {
        match self {
            Bench::Screens => "screens",
            Bench::Clock => "clock",
            Bench::Search => "search",
            Bench::Papers => "papers",
            Bench::Scan => "scan",
        }
    }
}

/// Runs the chosen benches, or all of them.
pub fn bench(arguments: &[String]) -> Words<ExitCode> {
    let chosen = chosen(arguments)?;
    let house = House::find()?;
    prepare(&house, &Needs::window(chosen.contains(&Bench::Screens)))?;
    phase("build", || {
        children::show(house.cargo().args(["build", "--workspace", "--bins"]))
    })?;
    for bench in chosen {
        match bench {
            Bench::Screens => of_screens(&house)?,
            Bench::Clock => children::show(&mut Command::new(house.program("bench-clock")))?,
            Bench::Search => of_search(&house)?,
            Bench::Papers => of_papers(&house)?,
            Bench::Scan => of_scan(&house)?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The built window shows the page of the in-page host, so that no source and no hall is in the figures.
fn of_screens(house: &House) -> Words<()> {
    phase("pages", || {
        children::show(screens::npm(house).args(["run", "--silent", "build:fixture"]))
    })?;
    let screen = Screen::open(house)?;
    let mut node = Command::new("node");
    node.current_dir(house.web())
        .arg("tests/webkit/bench.mjs")
        .env("YICHUANG_BIN", house.program("yichuang"));
    children::show(&mut screen.session(house, &node)?)
}

/// Its peers are compiled for it alone; nothing else in the house needs them.
fn of_search(house: &House) -> Words<()> {
    phase("peers", || {
        let mut build = house.cargo();
        build.args([
            "build",
            "--workspace",
            "--bin",
            "bench-search",
            "--features",
            "tests/peers",
        ]);
        children::show(&mut build)
    })?;
    children::show(&mut Command::new(house.program("bench-search")))
}

/// A peer that cannot be had is named as absent; ours is measured all the same.
fn of_papers(house: &House) -> Words<()> {
    let mut program = Command::new(house.program("bench-papers"));
    match phase("peers", || paper_peers(house)) {
        Ok(folder) => program.env("YICHUANG_TYPST", folder),
        Err(words) => {
            eprintln!("{words}");
            program.env_remove("YICHUANG_TYPST")
        }
    };
    children::show(&mut program)
}

/// A peer that cannot be had is named as absent; ours is measured all the same.
fn of_scan(house: &House) -> Words<()> {
    if let Err(words) = phase("peers", || system::install_missing(house, system::SCAN_PEERS)) {
        eprintln!("{words}");
    }
    children::show(&mut Command::new(house.program("bench-scan")))
}

fn chosen(arguments: &[String]) -> Words<Vec<Bench>> {
    let named = match arguments {
        [] => return Ok(BENCHES.to_vec()),
        [only, name] if only == "--only" => name.as_str(),
        [one] => one.strip_prefix("--only=").ok_or_else(|| not_known(one))?,
        [first, ..] => return Err(not_known(first)),
    };
    let found = BENCHES.into_iter().find(|bench| bench.name() == named);
    found.map(|bench| vec![bench]).ok_or_else(|| not_known(named))
}

fn not_known(word: &str) -> String {
    let names = BENCHES.map(Bench::name).join(", ");
    format!("`bench` does not know “{word}”; it takes --only NAME, and there are: {names}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bench_is_chosen_by_its_name() {
        let choose = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            chosen(&words)
        };
        assert_eq!(choose(&[]).unwrap(), BENCHES);
        assert_eq!(choose(&["--only", "screens"]).unwrap(), [Bench::Screens]);
        assert_eq!(choose(&["--only=clock"]).unwrap(), [Bench::Clock]);
        for wrong in [&["--only", "cars"][..], &["screens"], &["--only"]] {
            assert!(choose(wrong).unwrap_err().contains("screens"), "{wrong:?}");
        }
    }
}
