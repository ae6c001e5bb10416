//! The screens' side of the commands and events, written from Rust.

use std::path::Path;

use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, collect_events};

use crate::commands;
use crate::events::DeskNews;
use crate::fault::Fault;

const HEAD: &str = "// Written from Rust by `cargo xtask generate`; a test fails when it is stale.\n";

/// Everything a screen may call or hear.
pub fn builder() -> Builder<Wry> {
    // One shape per type, whichever way it goes.
    Builder::new()
        .commands(commands::collect())
        .events(collect_events![DeskNews])
        .disable_serde_phases()
}

/// Writes the TypeScript file.
pub fn write(path: &Path) -> Result<(), Fault> {
    builder()
        .export(Typescript::default().header(HEAD), path)
        .map_err(|cause| Fault::Bindings(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/src/host/bindings.ts");
    const CAPABILITY: &str = include_str!("../capabilities/clerk.json");

    #[test]
    fn the_committed_bindings_are_fresh() {
        let fresh = std::env::temp_dir().join(format!("yichuang-bindings-{}.ts", std::process::id()));
        write(&fresh).unwrap();
        let (committed, generated) = (
            fs::read_to_string(COMMITTED).unwrap(),
            fs::read_to_string(&fresh).unwrap(),
        );
        fs::remove_file(fresh).unwrap();
        assert!(
            committed == generated,
            "web/src/host/bindings.ts is stale; `cargo xtask generate` writes it"
        );
    }

    /// Deny by default: the clerk's window holds every command of the table, and nothing else of anybody's.
    #[test]
    fn the_clerk_window_may_do_exactly_what_the_table_says() {
        let capability: serde_json::Value = serde_json::from_str(CAPABILITY).unwrap();
        assert_eq!(capability["windows"], serde_json::json!(["clerk"]));
        let granted: BTreeSet<String> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap().to_owned())
            .collect();
        let mut expected: BTreeSet<String> = commands::NAMES
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-")))
            .collect();
        expected.extend([
            "core:event:allow-listen".to_owned(),
            "core:event:allow-unlisten".to_owned(),
        ]);
        assert_eq!(granted, expected);
    }
}
