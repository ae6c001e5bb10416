//! The real keyring: gnome-keyring behind a session bus of its own, unlocked, then locked, then absent.

use std::path::Path;

use cases::realm::Realm;

use super::{again, role};
use crate::vault::{DATABASE, KeyStore, Opened, OsKeyring, Vault};

const NAME: &str = "tests::keyring::the_real_keyring_unlocked_locked_and_absent";

#[test]
fn the_real_keyring_unlocked_locked_and_absent() {
    if let Some((role, folder)) = role() {
        return match role.as_str() {
            "unlocked" => unlocked(&folder),
            "locked" => needs_recovery(&folder, "YC-5401"),
            "absent" => needs_recovery(&folder, "YC-5402"),
            other => panic!("no role {other}"),
        };
    }
    let folder = tempfile::tempdir().unwrap();
    let session = r#"export HOME="$YICHUANG_TEST_FOLDER" XDG_RUNTIME_DIR="$YICHUANG_TEST_FOLDER/run"
        export XDG_DATA_HOME="$HOME/share" XDG_CONFIG_HOME="$HOME/config" XDG_CACHE_HOME="$HOME/cache"
        unset DISPLAY WAYLAND_DISPLAY; mkdir -p -m 700 "$XDG_RUNTIME_DIR"
        if [ "$YICHUANG_TEST_ROLE" = unlocked ]; then
            printf 'pw' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null || exit 9
            # It has its name on the bus a little later; whoever asks before starts a locked one.
            tries=0
            until dbus-send --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
                org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'; do
                tries=$((tries + 1)); [ "$tries" -lt 2000 ] || exit 8
            done
        fi
        exec "$@""#;
    let bus = ["dbus-run-session", "--", "sh", "-c", session, "sh"];
    let no_bus = [
        "env",
        "-u",
        "DBUS_SESSION_BUS_ADDRESS",
        "-u",
        "XDG_RUNTIME_DIR",
        "-u",
        "DISPLAY",
    ];
    for (role, wrapper) in [
        ("unlocked", bus.as_slice()),
        ("locked", &bus),
        ("absent", &no_bus),
    ] {
        let child = again(wrapper, NAME, role, folder.path());
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&child.stdout),
            String::from_utf8_lossy(&child.stderr)
        );
        assert!(
            child.status.success() && said.contains("1 passed"),
            "{role}: {said}"
        );
    }
}

/// First start with a keyring, then a second that needs nothing.
fn unlocked(folder: &Path) {
    let data = folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    let keys = OsKeyring::of(Realm::Training, &data);
    let vault = Vault::new(&data, &keys);
    let Opened::First { key, code } = vault.open().unwrap() else {
        panic!("not the first start")
    };
    assert_eq!(
        keys.read().unwrap().as_deref(),
        Some(key.bytes().as_slice()),
        "the keyring kept nothing"
    );
    vault.confirm().unwrap();
    std::fs::write(data.join(DATABASE), b"a store").unwrap();
    std::fs::write(folder.join("code"), code.shown()).unwrap();
    assert!(matches!(vault.open().unwrap(), Opened::Ready { .. }));
}

/// The store is there, the key is not: a way back, no new key.
fn needs_recovery(folder: &Path, trouble_code: &str) {
    let data = folder.join("data");
    let keys = OsKeyring::of(Realm::Training, &data);
    let vault = Vault::new(&data, &keys);
    let Opened::NeedsRecovery { trouble } = vault.open().unwrap() else {
        panic!("taken for another start")
    };
    assert_eq!(trouble.code, trouble_code);
    let code = std::fs::read_to_string(folder.join("code")).unwrap();
    assert!(vault.recover(&code, |_| true).is_ok());
    assert_eq!(std::fs::read(data.join(DATABASE)).unwrap(), b"a store");
}
