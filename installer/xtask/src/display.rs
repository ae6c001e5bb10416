//! A virtual screen with its own session bus and keyring, for windows where no display is.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::house::{House, make_folder, remove_folder};
use crate::{Words, children};

/// The larger of the two sizes that screenshots are taken at; windows of the smaller size fit inside.
const SIZE: &str = "1920x1080x24";

/// Unlocks a keyring of its own on the session bus, waits until it has its name there (whoever asks before starts a
/// locked one), then becomes the command. The daemon ends with the bus.
const WITH_KEYRING: &str = r#"printf '\n' | XDG_DATA_HOME="$XDG_RUNTIME_DIR" gnome-keyring-daemon \
    --unlock --components=secrets --daemonize >/dev/null || exit 9
tries=0
until dbus-send --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'; do
    tries=$((tries + 1)); [ "$tries" -lt 2000 ] || exit 8
done
exec "$@""#;

/// An X server without a monitor. It is stopped when this value goes.
pub struct Screen {
    server: Child,
    number: u32,
    runtime: PathBuf,
}

impl Screen {
    /// Starts Xvfb on a display that is free; returns when the server says that it is ready.
    pub fn open(house: &House) -> Words<Screen> {
        let log = house.notes()?.join("xvfb.log");
        let errors = File::create(&log).map_err(|e| format!("{} cannot be written: {e}", log.display()))?;
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                SIZE,
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .map_err(|e| format!("Xvfb could not be started: {e}"))?;
        let mut line = String::new();
        if let Some(output) = server.stdout.take() {
            // Xvfb writes its number once it takes connections; a server that dies closes the pipe.
            let _ = BufReader::new(output).read_line(&mut line);
        }
        let Ok(number) = line.trim().parse() else {
            let _ = server.kill();
            let _ = server.wait();
            return Err(format!(
                "Xvfb opened no display; the end of its log:\n{}",
                children::tail(&log)
            ));
        };
        let runtime = std::env::temp_dir().join(format!("yichuang-{}", std::process::id()));
        let screen = Screen {
            server,
            number,
            runtime,
        };
        make_folder(screen.runtime.clone())?;
        for_this_user_only(&screen.runtime)?;
        Ok(screen)
    }

    /// `cargo`, inside a session of this screen.
    ///
    /// The window tests find in their environment: `DISPLAY`, `TAURI_DRIVER` and `NATIVE_DRIVER` (programs),
    /// and `YICHUANG_EVIDENCE` (the folder for screenshots, papers and key logs; it exists).
    pub fn cargo(&self, house: &House) -> Words<Command> {
        self.session(house, &house.cargo())
    }

    /// A program inside a session of this screen, with the environment that [`Screen::cargo`] names.
    pub fn session(&self, house: &House, program: &Command) -> Words<Command> {
        let mut command = Command::new("dbus-run-session");
        command
            .current_dir(program.get_current_dir().unwrap_or(&house.root))
            .args(["--", "sh", "-c", WITH_KEYRING, "sh"])
            .arg(program.get_program())
            .args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
            .stdin(Stdio::null())
            .env("DISPLAY", format!(":{}", self.number))
            .env("XDG_RUNTIME_DIR", &self.runtime)
            .env("TAURI_DRIVER", house.tools().join("bin").join("tauri-driver"))
            .env("NATIVE_DRIVER", "/usr/bin/WebKitWebDriver")
            .env("YICHUANG_EVIDENCE", make_folder(house.window_evidence())?)
            .env("GDK_BACKEND", "x11")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS");
        Ok(command)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = remove_folder(&self.runtime);
    }
}

/// True when a person sits before this machine.
pub fn is_there() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()))
}

#[cfg(unix)]
fn for_this_user_only(folder: &std::path::Path) -> Words<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
        .map_err(|e| format!("{} cannot be closed to others: {e}", folder.display()))
}

#[cfg(not(unix))]
fn for_this_user_only(_: &std::path::Path) -> Words<()> {
    Ok(())
}
