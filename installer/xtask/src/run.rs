//! The commands `run`, `walk`, `report` and `generate`.

use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus};

use crate::display::{self, Screen};
use crate::house::{House, remove_folder};
use crate::peers::Peers;
use crate::phases::phase;
use crate::setup::{Needs, prepare};
use crate::{Words, children, screens, system};

const BINDINGS: &str = "web/src/host/bindings.ts";
const WALK_PROGRAMS: [(&str, &str); 3] = [
    ("hall", "yichuang-hall"),
    ("practice", "yichuang-practice"),
    ("desk", "yichuang-walk"),
];

/// Sets up, builds, and opens the clerk's window; without a display, takes the first case on a virtual screen.
pub fn run(arguments: &[String]) -> Words<ExitCode> {
    if !arguments.is_empty() {
        return Err("`run` takes no arguments".into());
    }
    let house = House::find()?;
    let display = display::is_there();
    prepare(&house, &Needs::window(!display))?;
    phase("build", || {
        children::show(house.cargo().args(["build", "--workspace", "--bins"]))
    })?;
    if display {
        open_window(&house)
    } else {
        take_first_case(&house)
    }
}

fn open_window(house: &House) -> Words<ExitCode> {
    let mut window = Command::new(house.program("yichuang"));
    if cfg!(target_os = "linux") && !std::path::Path::new("/dev/dri").exists() {
        // Without a graphics device WebKit's buffer sharing shows an empty window.
        window.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    }
    println!("== window");
    let status = window
        .status()
        .map_err(|e| format!("the window could not be started: {e}"))?;
    Ok(exit_code(status))
}

fn take_first_case(house: &House) -> Words<ExitCode> {
    println!("没有可用的显示器：改在虚拟屏幕上自动办理第一件业务。");
    println!("There is no display: the scripted first case is taken on a virtual screen.");
    let evidence = house.window_evidence();
    remove_folder(&evidence)?;
    phase("first case", || {
        let screen = Screen::open(house)?;
        let mut command = screen.cargo(house)?;
        command.args([
            "test",
            "--workspace",
            "--test",
            "window",
            "--",
            "first_case",
            "--exact",
            "--nocapture",
        ]);
        let mut passed = 0;
        let status = children::listen(&mut command, |line| {
            passed += crate::counts::of_cargo_line(line).map_or(0, |counts| counts.passed);
        })?;
        match (status.success(), passed) {
            (true, 0) => Err("the window tests hold no first case, so nothing was shown".into()),
            (true, _) => Ok(()),
            (false, _) => Err(format!("the first case ended with {status}")),
        }
    })?;
    println!(
        "截图和文书在 Screenshots and papers are in:\n  {}",
        evidence.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Starts hall and practice, and calls `yichuang-walk` with the arguments; its exit code is ours.
pub fn walk(arguments: &[String]) -> Words<ExitCode> {
    let house = House::find()?;
    prepare(&house, &Needs::walk())?;
    phase("build", || {
        let mut command = house.cargo();
        command.arg("build");
        if system::window_can_be_built() {
            // The selection of `run` and `test`, so that their dependencies are not compiled again.
            command.arg("--workspace");
        } else {
            command.args(
                WALK_PROGRAMS
                    .iter()
                    .flat_map(|(package, _)| ["--package", *package]),
            );
        }
        command.args(WALK_PROGRAMS.iter().flat_map(|(_, program)| ["--bin", *program]));
        children::show(&mut command)
    })?;
    let mut walk = Command::new(house.program("yichuang-walk"));
    walk.current_dir(&house.root);
    if arguments
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
    {
        let status = walk
            .arg("--help")
            .status()
            .map_err(|e| format!("the walk could not be started: {e}"))?;
        return Ok(exit_code(status));
    }
    let peers = phase("hall and practice", || Peers::start(&house, seed_in(arguments)))?;
    walk.args(["--hall", peers.hall_address()?])
        .args(arguments)
        .env("YICHUANG_HALL_TOKEN", peers.hall_token()?)
        .env("YICHUANG_PRACTICE", peers.practice_address()?);
    let status = walk
        .status()
        .map_err(|e| format!("the walk could not be started: {e}"))?;
    Ok(exit_code(status))
}

/// `report prefill --visits first|returning [--people SEED]`, `report paper` and `report once` with the same people: the
/// walk, measuring.
pub fn report(arguments: &[String]) -> Words<ExitCode> {
    const TAKES: &str =
        "`report` takes: prefill --visits first|returning [--people SEED], or paper|once [--people SEED]";
    let (what, rest) = arguments.split_first().ok_or(TAKES)?;
    let mut measure = match what.as_str() {
        "paper" => vec!["--paper".to_owned()],
        "once" => vec!["--once".to_owned()],
        "prefill" => Vec::new(),
        _ => return Err(TAKES.into()),
    };
    let mut rest = rest.iter();
    while let Some(argument) = rest.next() {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (argument.as_str(), rest.next().map(String::as_str)),
        };
        let name = match name {
            "--visits" if what == "prefill" => "--prefill",
            "--people" => "--seed",
            _ => return Err(TAKES.into()),
        };
        measure.extend([name.to_owned(), value.ok_or(TAKES)?.to_owned()]);
    }
    if !measure
        .iter()
        .any(|argument| ["--prefill", "--paper", "--once"].contains(&argument.as_str()))
    {
        return Err(TAKES.into());
    }
    walk(&measure)
}

/// The walk's own seed is the province's too, so that both speak of the same people.
fn seed_in(arguments: &[String]) -> &str {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--seed" {
            return rest.next().map_or("1", String::as_str);
        }
        if let Some(seed) = argument.strip_prefix("--seed=") {
            return seed;
        }
    }
    "1"
}

/// Writes the screens' typed commands and events from Rust, or a large catalogue.
pub fn generate(arguments: &[String]) -> Words<ExitCode> {
    let house = House::find()?;
    match arguments.split_first() {
        None => {}
        Some((what, rest)) if what == "catalogue" => return generate_catalogue(&house, rest),
        Some((what, _)) => return Err(format!("`generate` does not know “{what}”; there is: catalogue")),
    }
    prepare(&house, &Needs::bindings())?;
    screens::ensure_some_page(&house)?;
    phase("build", || {
        children::show(house.cargo().args(["build", "--workspace", "--bin", "yichuang"]))
    })?;
    phase("generate", || {
        let mut shell = Command::new(house.program("yichuang"));
        shell
            .current_dir(&house.root)
            .args(["--write-bindings", BINDINGS]);
        children::show(&mut shell)
    })?;
    println!("written: {BINDINGS}");
    Ok(ExitCode::SUCCESS)
}

/// Writes a catalogue folder of invented items, the same for the same seed.
fn generate_catalogue(house: &House, arguments: &[String]) -> Words<ExitCode> {
    let wanted = Wanted::of(arguments)?;
    let folder = wanted
        .folder
        .unwrap_or_else(|| house.target.join("catalogue").join(&wanted.items));
    prepare(house, &Needs::bindings())?;
    screens::ensure_some_page(house)?;
    phase("build", || {
        children::show(
            house
                .cargo()
                .args(["build", "--workspace", "--bin", "generate-catalogue"]),
        )
    })?;
    phase("generate", || {
        let mut program = Command::new(house.program("generate-catalogue"));
        children::show(program.arg(&folder).args([&wanted.items, &wanted.seed]))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// `--items N [--out DIR] [--seed S]`
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    items: String,
    seed: String,
    folder: Option<PathBuf>,
}

impl Wanted {
    fn of(arguments: &[String]) -> Words<Self> {
        let (mut items, mut seed, mut folder) = (None, "1".to_owned(), None);
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), rest.next().cloned()),
            };
            let value = value.ok_or_else(|| format!("{name} needs a value"))?;
            let is_number = value.parse::<u32>().is_ok();
            match name {
                "--items" if is_number => items = Some(value),
                "--seed" if is_number => seed = value,
                "--out" => folder = Some(PathBuf::from(value)),
                "--items" | "--seed" => return Err(format!("{name} is a number, not “{value}”")),
                _ => return Err(format!("`generate catalogue` does not know {name}")),
            }
        }
        let items = items.ok_or("`generate catalogue` takes --items N [--out DIR] [--seed S]")?;
        Ok(Self { items, seed, folder })
    }
}

/// A program's own exit code; one that a signal ended gives 1.
fn exit_code(status: ExitStatus) -> ExitCode {
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_is_asked_for_by_its_size() {
        let wanted = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Wanted::of(&words)
        };
        let full = wanted(&["--items", "125000", "--out=/x", "--seed", "7"]).unwrap();
        assert_eq!((full.items.as_str(), full.seed.as_str()), ("125000", "7"));
        assert_eq!(full.folder, Some(PathBuf::from("/x")));
        assert_eq!(wanted(&["--items=40"]).unwrap().seed, "1");
        for wrong in [
            &[][..],
            &["--items"],
            &["--items", "many"],
            &["--items", "3", "--colour", "red"],
        ] {
            assert!(wanted(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_seed_of_the_walk_is_the_seed_of_the_province() {
        let check = |arguments: &[&str], expected: &str| {
            let arguments: Vec<String> = arguments.iter().map(|each| (*each).to_owned()).collect();
            assert_eq!(seed_in(&arguments), expected, "{arguments:?}");
        };
        check(&["--all", "--seed", "7"], "7");
        check(&["--seed=12", "--out", "walks"], "12");
        check(&["--all"], "1");
        check(&["--seed"], "1");
    }
}
