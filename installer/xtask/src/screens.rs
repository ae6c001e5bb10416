//! npm: the screens' dependencies and their built pages.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use serde_json::Value;

use crate::house::House;
use crate::{Words, children};

const OLDEST_NODE: u32 = 20;
const LEFT_OUT: &[&str] = &["node_modules", "dist", ".vite", "coverage"];

/// Brings `node_modules` up to the lock file and builds the pages when a source changed.
pub fn prepare(house: &House) -> Words<()> {
    check_node()?;
    let web = house.web();
    if !web.join("package.json").is_file() {
        return Err(format!(
            "{} has no package.json, so there are no screens to build",
            web.display()
        ));
    }
    if dependencies_are_stale(&web) {
        println!("   npm ci");
        children::show(npm(house).args(["ci", "--no-audit", "--no-fund"]))?;
    }
    let stamp = house.notes()?.join("screens.stamp");
    let sources = fingerprint(&web)?;
    let built = fs::read_to_string(&stamp).unwrap_or_default();
    if built == sources && web.join("dist").join("index.html").is_file() {
        return Ok(());
    }
    println!("   npm run build");
    children::show(npm(house).args(["run", "build"]))?;
    fs::write(&stamp, sources).map_err(|e| format!("{} cannot be written: {e}", stamp.display()))
}

/// The shell embeds `web/dist` when it is compiled; before the first build of the pages one empty page stands in.
pub fn ensure_some_page(house: &House) -> Words<()> {
    let page = house.web().join("dist").join("index.html");
    if page.is_file() {
        return Ok(());
    }
    crate::house::make_folder(house.web().join("dist"))?;
    fs::write(&page, "<!doctype html><title>一窗</title>\n")
        .map_err(|e| format!("{} cannot be written: {e}", page.display()))
}

/// npm at the screens' folder; it downloads no browser, the machine's Chromium is used.
pub fn npm(house: &House) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(house.web()).stdin(Stdio::null());
    command
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .env("npm_config_update_notifier", "false");
    command
}

/// The scripts that `package.json` names, with their command lines.
pub fn scripts(house: &House) -> Words<BTreeMap<String, String>> {
    let path = house.web().join("package.json");
    let text = fs::read_to_string(&path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    scripts_in(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn scripts_in(package: &str) -> Words<BTreeMap<String, String>> {
    let package: Value = serde_json::from_str(package).map_err(|e| e.to_string())?;
    let scripts = package.get("scripts").and_then(Value::as_object);
    Ok(scripts
        .into_iter()
        .flatten()
        .filter_map(|(name, line)| Some((name.clone(), line.as_str()?.to_owned())))
        .collect())
}

fn check_node() -> Words<()> {
    let wanted = format!("Node {OLDEST_NODE} or later with npm is needed to build the screens");
    let output = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|_| format!("{wanted}; `node` was not found. It comes from nodejs.org."))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if node_major(&version).is_none_or(|major| major < OLDEST_NODE) {
        return Err(format!("{wanted}; this machine has {version}."));
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if children::exists(npm, "--version") {
        Ok(())
    } else {
        Err(format!("{wanted}; `npm` was not found."))
    }
}

fn node_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// True when the lock file was written after the last installation, or nothing was ever installed.
fn dependencies_are_stale(web: &Path) -> bool {
    let written = |path: PathBuf| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    is_stale(
        written(web.join("package-lock.json")),
        written(web.join("node_modules").join(".package-lock.json")),
    )
}

fn is_stale(lock: Option<SystemTime>, installed: Option<SystemTime>) -> bool {
    match (lock, installed) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(lock), Some(installed)) => lock > installed,
    }
}

/// One number for names and bytes of every source file of the screens.
fn fingerprint(web: &Path) -> Words<String> {
    let mut files = Vec::new();
    collect(web, &mut files).map_err(|e| format!("{} cannot be read: {e}", web.display()))?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(web).unwrap_or(&file).hash(&mut hasher);
        let bytes = fs::read(&file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
        bytes.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if LEFT_OUT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn node_versions() {
        assert_eq!(node_major("v20.20.2"), Some(20));
        assert_eq!(node_major("v8"), Some(8));
        assert_eq!(node_major(""), None);
    }

    #[test]
    fn a_newer_lock_file_asks_for_an_installation() {
        let early = SystemTime::UNIX_EPOCH;
        let late = early + Duration::from_secs(1);
        assert!(is_stale(Some(late), Some(early)));
        assert!(!is_stale(Some(early), Some(late)));
        assert!(is_stale(Some(early), None));
    }

    #[test]
    fn the_fingerprint_follows_sources_and_not_what_is_built() {
        let web = std::env::temp_dir().join(format!("yichuang-screens-{}", std::process::id()));
        fs::create_dir_all(web.join("src")).unwrap();
        fs::create_dir_all(web.join("dist")).unwrap();
        fs::write(web.join("src/desk.ts"), "one").unwrap();
        let first = fingerprint(&web).unwrap();
        fs::write(web.join("dist/index.html"), "built").unwrap();
        assert_eq!(fingerprint(&web).unwrap(), first);
        fs::write(web.join("src/desk.ts"), "two").unwrap();
        assert_ne!(fingerprint(&web).unwrap(), first);
        fs::remove_dir_all(&web).unwrap();
    }

    #[test]
    fn scripts_are_read_from_package_json() {
        let scripts = scripts_in(r#"{"name":"web","scripts":{"test":"vitest run"}}"#).unwrap();
        assert_eq!(scripts.get("test").map(String::as_str), Some("vitest run"));
        assert!(scripts_in("{}").unwrap().is_empty());
    }
}
