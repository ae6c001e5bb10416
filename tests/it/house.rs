//! The house rules that a compiler does not know: who imports whom, and how files look.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};

/// Who may import whom. `tests` imports what it tests; `practice` is a program and cannot be imported.
const PICTURE: &[(&str, &[&str])] = &[
    ("cases", &[]),
    ("lookup", &[]),
    ("papers", &["cases"]),
    ("scanners", &[]),
    ("printers", &[]),
    ("desk", &["cases", "lookup", "papers", "printers", "scanners"]),
    ("hall", &["cases", "lookup", "papers"]),
    ("practice", &[]),
    ("yichuang", &["desk", "hall"]),
    (
        "tests",
        &[
            "cases", "desk", "hall", "lookup", "papers", "practice", "printers", "scanners", "yichuang",
        ],
    ),
    ("xtask", &[]),
];

/// What a room of pure values may never be built on.
const NOT_IN_CASES: &[&str] = &[
    "tokio",
    "rusqlite",
    "reqwest",
    "tauri",
    "printpdf",
    "axum",
    "futures",
    "getrandom",
    "rand",
    "tempfile",
];

const LONGEST_FILE_LINES: usize = 900;

/// Written by a tool, however long.
const GENERATED: &[&str] = &["web/src/host/bindings.ts"];

/// What a person writes; JSON here is data, and lock files are a tool's.
const WRITTEN: &[&str] = &[
    "rs", "ts", "tsx", "js", "mjs", "cjs", "css", "html", "sql", "toml", "md", "sh", "py", "yml", "yaml",
];

const NOT_OURS: &[&str] = &[
    ".git",
    "target",
    "node_modules",
    "dist",
    "gen",
    "coverage",
    ".vite",
];

#[test]
fn rooms_import_only_what_the_picture_allows() {
    let house = metadata();
    let allowed: BTreeMap<&str, BTreeSet<&str>> = PICTURE
        .iter()
        .map(|(room, imports)| (*room, imports.iter().copied().collect()))
        .collect();
    let rooms: BTreeSet<&str> = house
        .workspace_packages()
        .iter()
        .map(|room| room.name.as_str())
        .collect();
    assert_eq!(
        rooms,
        allowed.keys().copied().collect(),
        "the rooms of the workspace"
    );
    for room in house.workspace_packages() {
        let imports: BTreeSet<&str> = room
            .dependencies
            .iter()
            .map(|dependency| dependency.name.as_str())
            // A room may test itself with a peer that it offers.
            .filter(|name| rooms.contains(name) && *name != room.name.as_str())
            .collect();
        let allowed = &allowed[room.name.as_str()];
        let beyond: Vec<_> = imports.difference(allowed).collect();
        assert!(
            beyond.is_empty(),
            "{} imports {beyond:?}, which the picture does not show",
            room.name
        );
    }
}

#[test]
fn every_line_of_the_picture_is_used() {
    let house = metadata();
    for (room, imports) in PICTURE.iter().filter(|(room, _)| *room != "tests") {
        let room = package(&house, room);
        for import in *imports {
            assert!(
                room.dependencies
                    .iter()
                    .any(|dependency| dependency.name == *import),
                "the picture shows {} importing {import}, its manifest does not",
                room.name
            );
        }
    }
}

#[test]
fn cases_is_built_on_values_alone() {
    let house = metadata();
    let cases = package(&house, "cases");
    for dependency in &cases.dependencies {
        assert!(
            !NOT_IN_CASES.contains(&dependency.name.as_str()),
            "cases depends on {}",
            dependency.name
        );
        assert!(
            !dependency.name.starts_with("tauri"),
            "cases depends on {}",
            dependency.name
        );
    }
}

#[test]
fn cases_reads_no_clock_disk_or_network() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::process",
        "thread::sleep",
        "SystemTime::now",
        "Instant::now",
    ];
    for (path, text) in written_files()
        .into_iter()
        .filter(|(path, _)| path.starts_with("cases/src"))
    {
        let Some(text) = text else { continue };
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in forbidden {
            assert!(!product.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn integration_tests_are_linked_once() {
    let house = metadata();
    for room in house.workspace_packages() {
        let targets: BTreeSet<&str> = room
            .targets
            .iter()
            .filter(|target| target.kind.contains(&TargetKind::Test))
            .map(|target| target.name.as_str())
            .collect();
        if room.name.as_str() == "tests" {
            assert_eq!(targets, BTreeSet::from(["it", "window"]));
        } else {
            assert!(
                targets.len() <= 1,
                "{} links its integration tests more than once: {targets:?}",
                room.name
            );
        }
    }
}

#[test]
fn rooms_take_versions_and_lints_from_the_house() {
    for (path, text) in written_files() {
        if path.file_name().is_none_or(|name| name != "Cargo.toml") || path == Path::new("Cargo.toml") {
            continue;
        }
        let text = text.unwrap_or_default();
        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{} leaves out the house's lints",
            path.display()
        );
        let versioned = text.lines().find(|line| {
            line.starts_with(|c: char| c.is_ascii_lowercase()) && {
                line.contains("version = \"") || line.contains(" = \"0.") || line.contains(" = \"1.")
            }
        });
        assert_eq!(
            versioned,
            None,
            "{} writes a version that belongs in the workspace table",
            path.display()
        );
    }
}

#[test]
fn libraries_open_with_their_map() {
    let house = metadata();
    for room in house.workspace_packages() {
        for target in room
            .targets
            .iter()
            .filter(|target| target.kind.contains(&TargetKind::Lib))
        {
            let text = fs::read_to_string(&target.src_path).unwrap();
            let opening = text.lines().take_while(|line| line.starts_with("//!")).count();
            assert!(
                opening >= 5,
                "{} opens with {opening} lines about itself",
                target.src_path
            );
        }
    }
}

#[test]
fn files_are_short_enough_to_read() {
    for (path, text) in written_files() {
        if GENERATED.iter().any(|generated| path == Path::new(generated)) {
            continue;
        }
        let lines = text.unwrap_or_default().lines().count();
        assert!(
            lines <= LONGEST_FILE_LINES,
            "{} has {lines} lines",
            path.display()
        );
    }
}

/// `YC-nnnn` is what somebody reads out on the telephone: it has to mean one thing.
#[test]
fn a_code_stands_for_one_sentence() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in written_files() {
        let Some(text) = text else { continue };
        let shown = path.display().to_string();
        if !shown.ends_with(".rs") || !shown.contains("/src/") || shown.contains("/tests") {
            continue;
        }
        for (at, _) in text.match_indices("\"YC-") {
            let before = text[..at].trim_end();
            let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
            // A sentence of its own, or a row of the hall's table with its status.
            let is_status = last.len() == 3 && last.parse::<u16>().is_ok();
            if before.ends_with("Trouble::new(") || is_status {
                let code = text[at + 1..].chars().take(7).collect();
                places.entry(code).or_default().push(shown.clone());
            }
        }
    }
    assert!(places.len() > 300, "only {} codes were found", places.len());
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

/// Which sources there are stands in `catalogue/sources.json`, how they are reached in TOML: the program knows none of them
/// by name.
#[test]
fn no_source_is_named_in_the_program() {
    let sources: serde_json::Value =
        serde_json::from_str(include_str!("../../catalogue/sources.json")).unwrap();
    let asked: Vec<String> = sources["sources"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, source)| source["kind"] == "registry" || source["kind"] == "licences")
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    assert!(asked.len() >= 15, "{asked:?}");
    let rooms = [
        "cases/src/",
        "desk/src/",
        "hall/src/",
        "papers/src/",
        "src-tauri/src/",
    ];
    let mut read = 0;
    for (path, text) in written_files() {
        let shown = path.display().to_string();
        let in_a_room = rooms.iter().any(|room| shown.starts_with(room)) && shown.ends_with(".rs");
        if !in_a_room || shown.contains("tests") {
            continue;
        }
        let text = text.unwrap_or_default();
        let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        read += 1;
        for name in &asked {
            assert!(!program.contains(name), "{shown} names {name}");
        }
    }
    assert!(read > 300, "only {read} files were read");
}

#[test]
fn files_are_utf8() {
    for (path, text) in written_files() {
        assert!(text.is_some(), "{} is not UTF-8", path.display());
    }
}

#[test]
fn sources_are_finished_and_belong_to_no_machine() {
    // Written in halves, so that this file is clean by the rule it checks.
    let unfinished = [
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("db", "g!("),
        concat!("#[ig", "nore"),
    ];
    let machines = [concat!("/ho", "me/"), concat!("/ro", "ot/")];
    for (path, text) in written_files() {
        let text = text.unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let place = format!("{}:{}", path.display(), number + 1);
            for word in unfinished {
                assert!(!line.contains(word), "{place} holds {word}");
            }
            for folder in machines {
                assert!(
                    !names_folder(line, folder),
                    "{place} names a machine's folder {folder}"
                );
            }
        }
    }
}

#[test]
fn a_folder_inside_an_address_is_not_a_machines() {
    let folder = concat!("/ho", "me/");
    assert!(names_folder(&format!("open({folder:?})"), folder));
    assert!(!names_folder(
        &format!("https://example.invalid/hall{folder}day"),
        folder
    ));
}

#[test]
fn migrations_are_numbered_without_gaps() {
    let root = root();
    let folders = [
        root.join("migrations/desk"),
        root.join("migrations/hall/sqlite"),
        root.join("migrations/hall/postgres"),
    ];
    let mut found = 0;
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != ".gitkeep")
            .collect();
        names.sort();
        for (index, name) in names.iter().enumerate() {
            let number = migration_number(name);
            assert_eq!(number, Some(index + 1), "{}/{name}", folder.display());
        }
        found += names.len();
    }
    assert!(found > 0, "there are no migrations");
}

#[test]
fn migration_names() {
    assert_eq!(migration_number("0001_cases.sql"), Some(1));
    assert_eq!(migration_number("0012_outbox_epoch.sql"), Some(12));
    for wrong in [
        "1_cases.sql",
        "0001-cases.sql",
        "0001_.sql",
        "0001_Cases.sql",
        "0001_cases.txt",
        "+001_cases.sql",
    ] {
        assert_eq!(migration_number(wrong), None, "{wrong}");
    }
}

/// The number in `NNNN_name.sql`, where the name is of small letters, digits and underscores.
fn migration_number(name: &str) -> Option<usize> {
    let (number, rest) = name.split_once('_')?;
    let title = rest.strip_suffix(".sql")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let well_formed = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()) && !title.is_empty();
    (well_formed && title.chars().all(plain))
        .then(|| number.parse().ok())
        .flatten()
}

/// True when `folder` stands at the root of a path, not inside a longer one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-}/)$~*".contains(c)))
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .unwrap()
}

fn package<'a>(house: &'a Metadata, name: &str) -> &'a Package {
    house
        .packages
        .iter()
        .find(|package| package.name.as_str() == name)
        .unwrap()
}

/// Every file that a person wrote, by its path from the root; `None` where the text is not UTF-8.
fn written_files() -> Vec<(PathBuf, Option<String>)> {
    let root = root();
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(
        files.len() > 20,
        "only {} files were found under {}",
        files.len(),
        root.display()
    );
    files
        .into_iter()
        .map(|path| {
            let text = String::from_utf8(fs::read(&path).unwrap()).ok();
            (path.strip_prefix(&root).unwrap().to_owned(), text)
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            if !NOT_OURS.iter().any(|name| entry.file_name() == *name) {
                collect(&path, files);
            }
        } else if path
            .extension()
            .is_some_and(|kind| WRITTEN.iter().any(|written| kind == *written))
        {
            files.push(path);
        }
    }
}
