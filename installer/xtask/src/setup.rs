//! What each command needs before it can start, and nothing more.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::house::{House, cargo_program};
use crate::phases::phase;
use crate::{Words, children, screens, system};

const TAURI_DRIVER_VERSION: &str = "2.1.0";
/// typst as a Python wheel: the engine compiled as its makers ship it, without three hundred crates to build here.
const TYPST_VERSION: &str = "0.15.2";

/// What has to be at hand.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Needs {
    pub packages: Vec<&'static str>,
    /// The built pages, which the window embeds.
    pub screens: bool,
    /// tauri-driver, which drives a window over WebDriver.
    pub driver: bool,
}

impl Needs {
    /// The window, and a stage for it where no display is.
    pub fn window(virtual_display: bool) -> Needs {
        let mut packages = [
            system::COMPILE,
            system::WINDOW,
            system::PAPER,
            system::SIGNATURES,
            system::RECOGNITION,
            system::PHOTOGRAPHS,
        ]
        .concat();
        if virtual_display {
            packages.extend_from_slice(system::KEYRING);
            packages.extend_from_slice(system::STAGE);
        }
        Needs {
            packages,
            screens: true,
            driver: virtual_display,
        }
    }

    /// The window core's tests keep a key in a real keyring.
    pub fn keyring() -> Needs {
        Needs {
            packages: system::KEYRING.to_vec(),
            screens: false,
            driver: false,
        }
    }

    /// Hall, practice and the walk: no window library, no pages.
    pub fn walk() -> Needs {
        Needs {
            packages: [system::COMPILE, system::PAPER, system::SIGNATURES].concat(),
            screens: false,
            driver: false,
        }
    }

    /// The peers of the device drivers.
    pub fn devices() -> Needs {
        Needs {
            packages: [system::DEVICES, system::RECOGNITION, system::PHOTOGRAPHS].concat(),
            screens: false,
            driver: false,
        }
    }

    /// A browser for the screens.
    pub fn browser() -> Needs {
        Needs {
            packages: system::BROWSER.to_vec(),
            screens: true,
            driver: false,
        }
    }

    /// The shell is compiled only to write what the screens are written against.
    pub fn bindings() -> Needs {
        Needs {
            packages: [system::COMPILE, system::WINDOW].concat(),
            screens: false,
            driver: false,
        }
    }

    /// Both together; each package once.
    pub fn and(mut self, other: Needs) -> Needs {
        for package in other.packages {
            if !self.packages.contains(&package) {
                self.packages.push(package);
            }
        }
        Needs {
            packages: self.packages,
            screens: self.screens || other.screens,
            driver: self.driver || other.driver,
        }
    }
}

/// Installs and builds what is missing, as one phase.
pub fn prepare(house: &House, needs: &Needs) -> Words<()> {
    phase("setup", || {
        system::install_missing(house, &needs.packages)?;
        if needs.screens {
            screens::prepare(house)?;
        }
        if needs.driver {
            install_driver(house)?;
        }
        Ok(())
    })
}

/// Installs tauri-driver once, pinned, under the target directory.
fn install_driver(house: &House) -> Words<()> {
    let tools = house.tools();
    let receipt = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    if driver_is_installed(&receipt) {
        return Ok(());
    }
    println!(
        "   installing tauri-driver {TAURI_DRIVER_VERSION} into {}",
        tools.display()
    );
    let mut command = Command::new(cargo_program());
    command
        .current_dir(&house.root)
        .args([
            "install",
            "tauri-driver",
            "--locked",
            "--debug",
            "--version",
            TAURI_DRIVER_VERSION,
            "--root",
        ])
        .arg(&tools)
        .env_remove("RUSTC_WORKSPACE_WRAPPER");
    children::show(&mut command)
}

/// Has at hand what papers are measured against. Gives typst's folder, or says why there is none; a bench is no poorer
/// a measure of ours where a peer cannot be had.
pub fn paper_peers(house: &House) -> Words<PathBuf> {
    if let Err(words) = system::install_missing(house, system::PAPER_PEERS) {
        eprintln!("{words}");
    }
    let folder = house.tools().join(format!("typst-{TYPST_VERSION}"));
    if !folder.join("typst").is_dir() {
        println!("   installing typst {TYPST_VERSION} into {}", folder.display());
        let mut command = Command::new("python3");
        command
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--only-binary=:all:",
                "--target",
            ])
            .arg(&folder)
            .arg(format!("typst=={TYPST_VERSION}"));
        children::show(&mut command)?;
    }
    Ok(folder)
}

fn driver_is_installed(receipt: &str) -> bool {
    receipt.contains(&format!("\"tauri-driver {TAURI_DRIVER_VERSION} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_walk_asks_for_no_window_library() {
        let needs = Needs::walk();
        assert!(
            needs.packages.iter().all(|package| !package.contains("webkit")),
            "{:?}",
            needs.packages
        );
        assert!(!needs.screens && !needs.driver);
    }

    #[test]
    fn needs_add_up_without_repeating() {
        let both = Needs::walk().and(Needs::window(true));
        let mut packages = both.packages.clone();
        packages.sort_unstable();
        packages.dedup();
        assert_eq!(packages.len(), both.packages.len());
        assert!(both.screens && both.driver);
    }

    #[test]
    fn another_version_of_the_driver_does_not_count() {
        let receipt = |version: &str| {
            format!(
                "[v1]\n\"tauri-driver {version} (registry+https://example.invalid/index)\" = [\"tauri-driver\"]\n"
            )
        };
        assert!(driver_is_installed(&receipt(TAURI_DRIVER_VERSION)));
        assert!(!driver_is_installed(&receipt("2.1.01")));
        assert!(!driver_is_installed(""));
    }
}
