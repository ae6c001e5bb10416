//! Where the workspace and its target directory are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Words;

/// The checkout, its target directory (both absolute), and its integration tests.
pub struct House {
    pub root: PathBuf,
    pub target: PathBuf,
    /// Names of the test targets of all crates, sorted.
    pub test_targets: Vec<String>,
}

impl House {
    /// Asks `cargo metadata`, so `CARGO_TARGET_DIR` and configuration files are respected.
    pub fn find() -> Words<House> {
        let mut command = Command::new(cargo_program());
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let output = command
            .output()
            .map_err(|e| format!("cargo could not be started: {e}"))?;
        if !output.status.success() {
            return Err(format!(
                "cargo metadata failed:\n{}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        House::from_metadata(&output.stdout)
    }

    fn from_metadata(metadata: &[u8]) -> Words<House> {
        let metadata: Value =
            serde_json::from_slice(metadata).map_err(|e| format!("cargo metadata is not JSON: {e}"))?;
        let path = |key: &str| match metadata.get(key).and_then(Value::as_str) {
            Some(path) => Ok(PathBuf::from(path)),
            None => Err(format!("cargo metadata does not say `{key}`")),
        };
        Ok(House {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            test_targets: test_targets(&metadata),
        })
    }

    /// `cargo`, at the root of the house, compiling our own crates through clippy's driver (see `lint`).
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo_program());
        command.current_dir(&self.root);
        match crate::lint::driver() {
            Some(driver) => command.env("RUSTC_WORKSPACE_WRAPPER", driver),
            None => command.env_remove("RUSTC_WORKSPACE_WRAPPER"),
        };
        command
    }

    /// A program that was built with the development profile.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Pinned tools, kept away from the machine's own.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Logs and stamps of this program.
    pub fn notes(&self) -> Words<PathBuf> {
        make_folder(self.target.join("xtask"))
    }

    /// Where the window suite and the scripted first case leave screenshots, papers and key logs.
    pub fn window_evidence(&self) -> PathBuf {
        self.target.join("evidence").join("window")
    }

    pub fn web(&self) -> PathBuf {
        self.root.join("web")
    }
}

fn test_targets(metadata: &Value) -> Vec<String> {
    let listed = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let mut names: Vec<String> = listed(metadata, "packages")
        .iter()
        .flat_map(|package| listed(package, "targets"))
        .filter(|target| listed(target, "kind").iter().any(|kind| kind == "test"))
        .filter_map(|target| Some(target.get("name")?.as_str()?.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The cargo that started this program, so that one toolchain does everything.
pub fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

pub fn make_folder(path: PathBuf) -> Words<PathBuf> {
    std::fs::create_dir_all(&path).map_err(|e| format!("{} cannot be made: {e}", path.display()))?;
    Ok(path)
}

/// Deletes a folder with everything in it; a folder that is not there is fine.
pub fn remove_folder(path: &Path) -> Words<()> {
    match std::fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} cannot be deleted: {e}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_folders_from_cargo_metadata() {
        let house = House::from_metadata(
            br#"{"packages":[],"workspace_root":"/srv/yichuang","target_directory":"/srv/built","version":1}"#,
        )
        .unwrap();
        assert_eq!(house.root, Path::new("/srv/yichuang"));
        assert_eq!(house.tools(), Path::new("/srv/built/tools"));
    }

    #[test]
    fn test_targets_are_named_once() {
        let house = House::from_metadata(
            br#"{"workspace_root":"/a","target_directory":"/b","packages":[
                {"targets":[{"kind":["lib"],"name":"hall"},{"kind":["test"],"name":"window"}]},
                {"targets":[{"kind":["test"],"name":"it"},{"kind":["bin"],"name":"walk"}]}]}"#,
        )
        .unwrap();
        assert_eq!(house.test_targets, ["it", "window"]);
    }

    #[test]
    fn metadata_without_a_target_directory_is_refused_in_words() {
        let words = House::from_metadata(br#"{"workspace_root":"/srv/yichuang"}"#)
            .err()
            .unwrap();
        assert!(words.contains("target_directory"), "{words}");
    }

    #[test]
    fn deleting_what_is_not_there_is_fine() {
        remove_folder(&std::env::temp_dir().join("yichuang-xtask-nothing-here")).unwrap();
    }
}
