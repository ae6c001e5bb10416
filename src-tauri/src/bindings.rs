//! The screens' side of the commands, written from Rust.

use std::path::Path;

use specta_typescript::Typescript;
use tauri::{Runtime, Wry};
use tauri_specta::Builder;

use crate::commands;
use crate::fault::Fault;

const HEAD: &str = "// Written from Rust by `cargo xtask generate`; a test fails when it is stale.\n";

/// Everything a screen may call.
pub fn builder<R: Runtime>() -> Builder<R> {
    // One shape per type, whichever way it goes.
    Builder::new()
        .commands(commands::collect())
        .disable_serde_phases()
}

/// Writes the TypeScript file.
pub fn write(path: &Path) -> Result<(), Fault> {
    builder::<Wry>()
        .export(Typescript::default().header(HEAD), path)
        .map_err(|cause| Fault::Bindings(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/src/host/bindings.ts");

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
}
