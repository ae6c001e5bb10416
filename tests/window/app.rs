//! One start of the program under WebDriver, in a home of its own.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use printers::peer::Peer;
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use crate::corner;
use crate::peers::Peers;
use crate::screen::{Screen, until};

const SESSION_WITHIN: Duration = Duration::from_secs(90);
/// Title of a clerk's window.
const CLERK: &str = "一窗 · 综合窗口受理工作台";

/// Both sizes at which evidence is taken, in pixels.
const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

/// The folders of one user, which outlive every start of the program.
pub struct Home {
    pub name: &'static str,
    pub folder: tempfile::TempDir,
    /// The print server of this machine and its one printer.
    pub printer: Peer,
}

impl Home {
    pub fn fresh(name: &'static str) -> Home {
        let folder = tempfile::Builder::new()
            .prefix("yichuang-window-")
            .tempdir()
            .unwrap();
        for room in ["home", "data", "config", "cache", "tmp"] {
            fs::create_dir_all(folder.path().join(room)).unwrap();
        }
        let printer = Peer::new();
        printer.inside().prints = true;
        Home {
            name,
            folder,
            printer,
        }
    }

    pub fn room(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the printer of this machine was given, in the order of its jobs.
    pub fn printed(&self) -> Vec<Vec<u8>> {
        let inside = self.printer.inside();
        inside.jobs.iter().map(|job| job.pdf.clone()).collect()
    }

    /// Gives a program the folders of this user and no others.
    pub fn furnish(&self, command: &mut Command) {
        command
            .env("HOME", self.room("home"))
            .env("XDG_DATA_HOME", self.room("data"))
            .env("XDG_CONFIG_HOME", self.room("config"))
            .env("XDG_CACHE_HOME", self.room("cache"))
            .env("TMPDIR", self.room("tmp"))
            .env("CUPS_SERVER", self.print_server())
            .env_remove("XDG_RUNTIME_DIR")
            .env_remove("YICHUANG_HOME");
    }

    /// Host and port, as CUPS' own programs are told.
    fn print_server(&self) -> &str {
        let address = self.printer.address.trim_start_matches("ipp://");
        address.split('/').next().unwrap_or_default()
    }
}

/// The running program and the driver that holds it.
pub struct App {
    /// Of the post's own window.
    pub screen: Screen,
    /// Where this test leaves its evidence; every file begins with the name of the test, and of another post.
    evidence: PathBuf,
    name: String,
    /// Of its own window.
    title: &'static str,
    drivers: Child,
    peers: Peers,
}

impl App {
    /// Starts the clerk's program, which holds the hall.
    pub async fn start(home: &Home) -> App {
        App::open(home, home.name.to_owned(), CLERK, &[]).await
    }

    /// Starts the program of another post of the same machine, which joins the hall that is there.
    pub async fn beside(home: &Home, post: &str, desk: &str) -> App {
        let name = format!("{}-{post}-{desk}", home.name);
        let title = match post {
            "helper" => "一窗 · 帮办代办工作台",
            "supervisor" => "一窗 · 大厅值守",
            _ => CLERK,
        };
        App::open(home, name, title, &["--post", post, "--desk", desk]).await
    }

    /// Starts the driver, which starts the program; returns when the program has told its peers.
    async fn open(home: &Home, name: String, title: &'static str, arguments: &[&str]) -> App {
        // A second installation in one process is refused and harmless: the provider is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let told = home.room(&format!("{name}.json"));
        let _ = fs::remove_file(&told);
        let (port, native) = (free_port(), free_port());
        let mut command = Command::new(from_environment("TAURI_DRIVER"));
        command
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .args(["--native-driver", &from_environment("NATIVE_DRIVER")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            // One group, so that one signal ends the driver, the program and all its children at once.
            .process_group(0);
        home.furnish(&mut command);
        command.env("YICHUANG_TEST_PEERS", &told);
        let drivers = command.spawn().expect("tauri-driver starts");
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", "wry").unwrap();
        capabilities
            .set(
                "tauri:options",
                json!({ "application": program("yichuang"), "args": arguments }),
            )
            .unwrap();
        let address = format!("http://127.0.0.1:{port}");
        until("the driver listens", SESSION_WITHIN, async || {
            std::net::TcpStream::connect(("127.0.0.1", native)).ok()
        })
        .await;
        until("the driver listens", SESSION_WITHIN, async || {
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        })
        .await;
        let driver = WebDriver::new(address, capabilities)
            .await
            .expect("a session with the window");
        let told = until("the program tells its peers", SESSION_WITHIN, async || {
            fs::read_to_string(&told).ok()
        })
        .await;
        let peers = Peers::read(&told);
        let evidence = PathBuf::from(from_environment("YICHUANG_EVIDENCE"));
        fs::create_dir_all(&evidence).unwrap();
        App {
            screen: Screen::first(&driver).await,
            evidence,
            name,
            title,
            drivers,
            peers,
        }
    }

    pub fn peers(&self) -> &Peers {
        &self.peers
    }

    /// Screenshots of a window at both sizes; it has the smaller one before and after.
    pub async fn picture(&self, screen: &Screen, name: &str) {
        for size @ (width, height) in SIZES {
            screen.resize(size).await;
            screen
                .shoot(&self.evidence_file(&format!("{name}-{width}x{height}.png")))
                .await;
        }
        screen.resize(SIZES[0]).await;
    }

    /// A file among the evidence.
    pub fn evidence_file(&self, name: &str) -> PathBuf {
        self.evidence.join(format!("{}-{name}", self.name))
    }

    /// Closes the window by the corner of its frame, and sees that nothing goes on running.
    pub async fn close(mut self) {
        corner::close(self.peers.process, self.title).await;
        let process = PathBuf::from(format!("/proc/{}", self.peers.process));
        until("the program has ended", SESSION_WITHIN, async || {
            (!running(&process)).then_some(())
        })
        .await;
        if let Some(practice) = self.peers.practice.clone() {
            until(
                "the practice province has ended with it",
                SESSION_WITHIN,
                async || {
                    reqwest::get(format!("{practice}/health"))
                        .await
                        .is_err()
                        .then_some(())
                },
            )
            .await;
        }
        self.end();
    }

    /// SIGKILL to the program and everything it started, in the middle of whatever they do.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let group = format!("-{}", self.drivers.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.drivers.wait();
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.end();
    }
}

/// A process that ended but was not waited for yet counts as ended.
fn running(process: &Path) -> bool {
    fs::read_to_string(process.join("stat")).is_ok_and(|stat| {
        !stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .trim_start()
            .starts_with('Z')
    })
}

/// A port below those that the system gives to whoever asks for any, each one once: a port of that range that was free a
/// moment ago may be another program's by the time the driver listens on it.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(18_000);
    let range = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap();
    let given_away: u16 = range.split_whitespace().next().unwrap().parse().unwrap();
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        assert!(port < given_away, "no port is free below {given_away}");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn from_environment(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: `cargo xtask test --only window` sets it"))
}

/// A shipped program; test programs lie in `deps`, one folder below.
pub fn program(name: &str) -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let place = here.ancestors().nth(2).unwrap().join(name);
    assert!(place.is_file(), "{} is not built", place.display());
    place
}
