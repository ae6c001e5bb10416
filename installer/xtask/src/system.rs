//! Debian packages: what is missing is installed, what cannot be installed is said in words.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use crate::house::House;
use crate::{Words, children};

/// A C compiler, and what SQLCipher is built against.
pub const COMPILE: &[&str] = &["build-essential", "pkg-config", "libssl-dev"];
/// What the window is built against.
pub const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev"];
/// Chinese fonts for papers and screens, and the independent reader of papers.
pub const PAPER: &[&str] = &["fonts-noto-cjk", "fonts-wqy-microhei", "poppler-utils"];
/// What our signatures are compared with.
pub const SIGNATURES: &[&str] = &["openssl"];
/// A session bus with a keyring. `dbus-daemon` brings `dbus-send`.
pub const KEYRING: &[&str] = &["dbus-daemon", "gnome-keyring"];
/// A virtual screen, the window's test driver, and a reader of QR codes.
pub const STAGE: &[&str] = &["xvfb", "webkit2gtk-driver", "zbar-tools"];
/// What papers are measured against: wkhtmltopdf itself, and what installs typst.
pub const PAPER_PEERS: &[&str] = &["wkhtmltopdf", "python3-pip"];
/// What scanned pages are measured against.
pub const SCAN_PEERS: &[&str] = &["unpaper", "imagemagick"];
/// libsane with its test backend, which has every fault it is told to have; the CUPS project's IPP printer with the bus, the
/// name service and the network of its own that it asks for; a writer of HEIC.
pub const DEVICES: &[&str] = &[
    "libsane1",
    "cups-ipp-utils",
    "avahi-daemon",
    "dbus-daemon",
    "iproute2",
    "util-linux",
    "libheif-examples",
];
/// What reads the photographs of telephones (HEIC).
pub const PHOTOGRAPHS: &[&str] = &["libheif1"];
/// What reads scanned pages (识别), with its Chinese.
pub const RECOGNITION: &[&str] = &["tesseract-ocr", "tesseract-ocr-chi-sim"];
/// The fast browser for tests of the screens, without the parts that draw a window of its own.
pub const BROWSER: &[&str] = &["chromium-headless-shell"];

/// Installs those of `wanted` that are missing; asks nothing and does nothing when all are there.
pub fn install_missing(house: &House, wanted: &[&str]) -> Words<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !children::exists("dpkg-query", "--version") {
        println!(
            "This set-up installs Debian packages and found no dpkg here. Needed: {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let missing = missing_packages(wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let how = Installer::find(&missing)?;
    println!("   installing: {}", missing.join(" "));
    let notes = house.notes()?;
    if let Err(words) = children::hush(&mut how.update(), "apt-get update", &notes.join("apt-update.log")) {
        // A mirror that does not answer is no reason to stop: the lists on the machine may be enough.
        eprintln!("{words}");
    }
    children::hush(
        &mut how.install(&missing),
        "apt-get install",
        &notes.join("apt-install.log"),
    )
    .map_err(|words| {
        format!(
            "these packages could not be installed: {}\n{words}",
            missing.join(" ")
        )
    })?;
    let still = missing_packages(wanted)?;
    if still.is_empty() {
        Ok(())
    } else {
        Err(format!("apt-get left these out: {}", still.join(" ")))
    }
}

/// True when the window's library is there, so a build of the whole workspace can succeed.
pub fn window_can_be_built() -> bool {
    !cfg!(target_os = "linux")
        || Command::new("pkg-config")
            .args(["--exists", "webkit2gtk-4.1"])
            .status()
            .is_ok_and(|status| status.success())
}

fn missing_packages<'a>(wanted: &[&'a str]) -> Words<Vec<&'a str>> {
    // dpkg-query exits with 1 when it does not know a package; its lines are complete all the same.
    let output = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .map_err(|e| format!("dpkg-query could not be started: {e}"))?;
    Ok(without_installed(
        wanted,
        &String::from_utf8_lossy(&output.stdout),
    ))
}

fn without_installed<'a>(wanted: &[&'a str], listing: &str) -> Vec<&'a str> {
    let installed: BTreeSet<&str> = listing
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect()
}

/// Who may install: root directly, others through sudo.
enum Installer {
    Root,
    Sudo,
}

impl Installer {
    fn find(missing: &[&str]) -> Words<Installer> {
        let id = Command::new("id")
            .arg("-u")
            .output()
            .map_err(|e| format!("id could not be started: {e}"))?;
        if id.stdout.trim_ascii() == b"0" {
            return Ok(Installer::Root);
        }
        if children::exists("sudo", "--version") {
            return Ok(Installer::Sudo);
        }
        Err(format!(
            "these packages are missing, and neither root nor sudo is at hand to install them:\n  \
             apt-get install --no-install-recommends {}",
            missing.join(" ")
        ))
    }

    fn apt_get(&self) -> Command {
        let mut command = match self {
            Installer::Root => Command::new("env"),
            Installer::Sudo => {
                let mut sudo = Command::new("sudo");
                sudo.arg("env");
                sudo
            }
        };
        command.args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-q",
            "-o",
            "DPkg::Lock::Timeout=500",
        ]);
        command.stdin(Stdio::null());
        command
    }

    fn update(&self) -> Command {
        let mut command = self.apt_get();
        command.arg("update");
        command
    }

    fn install(&self, packages: &[&str]) -> Command {
        let mut command = self.apt_get();
        command
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_dpkg_calls_installed_counts() {
        let listing = "xvfb installed\nchromium not-installed\nzbar-tools config-files\n";
        let wanted = ["xvfb", "chromium", "zbar-tools", "gnome-keyring"];
        assert_eq!(
            without_installed(&wanted, listing),
            ["chromium", "zbar-tools", "gnome-keyring"]
        );
    }

    #[test]
    fn packages_of_the_same_beginning_are_told_apart() {
        assert_eq!(without_installed(&["dbus"], "dbus-daemon installed\n"), ["dbus"]);
    }

    #[test]
    fn apt_waits_for_its_lock_and_takes_no_recommendations() {
        let command = Installer::Root.install(&["xvfb"]);
        let line: Vec<_> = command.get_args().map(|each| each.to_string_lossy()).collect();
        assert!(line.contains(&"DPkg::Lock::Timeout=500".into()), "{line:?}");
        assert!(
            line.ends_with(&["--no-install-recommends".into(), "xvfb".into()]),
            "{line:?}"
        );
    }
}
