//! Makes every command of the shell deny-by-default: a window may call only what its capability file names.
//!
//! The names are read from the command table itself, so there is no second list.

const TABLE: &str = "src/commands.rs";
/// Where the table begins, and how a row of it is set.
const BEGIN: &str = "\ncommands! {";
const INDENT: &str = "    ";
/// Written out above the table, because they are no deeds of the desk.
const START: [&str; 7] = [
    "start",
    "confirm_recovery",
    "recover",
    "follow",
    "open_post",
    "open_applicant",
    "sign_in_device",
];

fn main() {
    println!("cargo:rerun-if-changed={TABLE}");
    println!("cargo:rerun-if-changed=capabilities");
    println!("cargo:rerun-if-changed=../web/dist");
    let table = std::fs::read_to_string(TABLE).expect("the command table lies beside this script");
    let names: &'static [&'static str] = Vec::leak(names_in(&table));
    let manifest = tauri_build::AppManifest::new().commands(names);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the window's configuration and capabilities are whole");
}

/// The word before the parenthesis of every line that is set in once.
fn names_in(table: &str) -> Vec<&'static str> {
    let rows = table.split_once(BEGIN).map_or("", |(_, rows)| rows);
    let rows = rows
        .lines()
        .filter_map(|line| line.strip_prefix(INDENT)?.split_once('('));
    let names = rows.map(|(name, _)| name);
    let names =
        names.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    START
        .into_iter()
        .chain(names.map(|name| &*name.to_owned().leak()))
        .collect()
}
