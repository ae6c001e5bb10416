//! Papers to a real IPP printer, the CUPS project's `ippeveprinter`, in a network of its own with the name service without
//! which it does not start. What it does with a job is said by the test, through a pipe.
//!
//! Where it, or a network of its own, cannot be had, the tests say so and prove nothing; `cargo xtask test --only devices`
//! installs it and asks for it by `YICHUANG_DEVICES`.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use printers::Fault;
use printers::ipp::{Id, Job, Media, Printer, Sides, Standing};
use tempfile::TempDir;

/// 收件凭证 of the training hall, as papers are made: invented people.
const RECEIPT: &[u8] = include_bytes!("receipt.pdf");
/// Set for the test that runs inside.
const INSIDE: &str = "YICHUANG_PRINTER_INSIDE";
const PROGRAMS: [&str; 5] = ["unshare", "ip", "dbus-daemon", "avahi-daemon", "ippeveprinter"];
/// Daemons lie where the path of a user does not look.
const PATH: &str = "/usr/sbin:/sbin:/usr/bin:/bin";
const SOON: Duration = Duration::from_secs(30);
const ADDRESS: &str = "ipp://localhost:8631/ipp/print";

/// Runs `body` in a network of its own. This program starts itself there, with the test of this name alone.
fn inside(name: &str, body: impl AsyncFnOnce(Place)) {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.unwrap().block_on(body(Place::new()));
        return;
    }
    if let Err(words) = can_be_had() {
        assert!(std::env::var_os("YICHUANG_DEVICES").is_none(), "{words}");
        eprintln!("the real printer is not asked: {words}");
        return;
    }
    let ended = apart()
        .args([
            "timeout",
            "100",
            "sh",
            "-c",
            "ip link set lo up && mount -t tmpfs run /run && exec \"$0\" \"$@\"",
        ])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("real::{name}"), "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(
        ended.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}

/// A network, mounts and processes of its own, which end with it.
fn apart() -> Command {
    let mut command = Command::new("unshare");
    let own = fs::metadata("/proc/self").unwrap();
    if std::os::unix::fs::MetadataExt::uid(&own) != 0 {
        command.arg("--map-root-user");
    }
    command.args(["--net", "--mount", "--propagation", "private"]);
    command
        .args(["--pid", "--fork", "--kill-child"])
        .env("PATH", PATH);
    command
}

fn can_be_had() -> Result<(), String> {
    let is_there = |program: &&&str| {
        PATH.split(':')
            .any(|folder| Path::new(folder).join(program).exists())
    };
    if let Some(absent) = PROGRAMS.iter().find(|program| !is_there(program)) {
        return Err(format!("{absent} is not installed"));
    }
    let tried = apart().args(["ip", "link", "set", "lo", "up"]).output();
    let tried = tried.map_err(|error| format!("unshare: {error}"))?;
    if tried.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&tried.stderr);
    Err(format!(
        "this system gives no network of its own, which the printer's name service needs (unshare as root, or user namespaces): {words}"
    ))
}

/// The network, with its bus and its name service.
struct Place {
    folder: TempDir,
    _daemons: [Running; 2],
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let bus = format!("unix:path={}", folder.path().join("bus").display());
        let settings = folder.path().join("avahi.conf");
        fs::write(
            &settings,
            "[server]\nallow-interfaces=lo\nuse-ipv6=no\n[publish]\npublish-workstation=no\n",
        )
        .unwrap();
        fs::create_dir_all("/run/avahi-daemon").unwrap();
        let mut dbus = Command::new("dbus-daemon");
        dbus.args(["--session", "--nofork", "--nopidfile", "--print-address"]);
        dbus.arg(format!("--address={bus}"));
        let dbus = Running::until(dbus, "unix:path=");
        let mut avahi = Command::new("avahi-daemon");
        avahi.args(["--no-drop-root", "--no-rlimits", "--no-chroot", "-f"]);
        avahi.arg(settings).env("DBUS_SYSTEM_BUS_ADDRESS", &bus);
        let avahi = Running::until(avahi, "Server startup complete");
        Place {
            folder,
            _daemons: [dbus, avahi],
        }
    }

    /// A printer that takes files of this kind, with A4 in its tray.
    fn printer(&self, takes: &str) -> Real {
        let real = self.as_delivered(takes);
        // By its own page, as somebody at the printer does it.
        let mut line = TcpStream::connect("localhost:8631").unwrap();
        // A job waits while any of its two trays is empty.
        let tray = |at: u8| format!("size{at}=iso_a4_210x297mm&type{at}=stationery&level{at}=100");
        let paper = format!("{}&{}", tray(1), tray(3));
        write!(line, "GET /media?{paper} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        // The line stays open behind the answer.
        let mut answer = String::new();
        BufReader::new(line).read_line(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        real
    }

    /// With letter paper.
    fn as_delivered(&self, takes: &str) -> Real {
        let folder = self.folder.path();
        let (spool, gate, does) = (folder.join("spool"), folder.join("gate"), folder.join("does"));
        fs::create_dir_all(&spool).unwrap();
        let _ = fs::remove_file(&gate);
        let made = Command::new("mkfifo").arg(&gate).status().unwrap();
        assert!(made.success());
        let held = File::options().read(true).write(true).open(&gate).unwrap();
        fs::write(
            &does,
            "#!/bin/sh\nexec 3<> \"$YICHUANG_GATE\"\nread -r word <&3\n[ \"$word\" = done ]\n",
        )
        .unwrap();
        fs::set_permissions(&does, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let mut program = Command::new("ippeveprinter");
        program.args(["-v", "-n", "localhost", "-p", "8631", "-k", "-f", takes]);
        program.arg("-d").arg(&spool).arg("-c").arg(&does);
        program
            .arg("Printer at the window")
            .env("YICHUANG_GATE", &gate)
            .env(
                "DBUS_SYSTEM_BUS_ADDRESS",
                format!("unix:path={}", folder.join("bus").display()),
            );
        Real {
            running: Running::until(program, "printer-uuid"),
            printer: Printer::at(ADDRESS).unwrap(),
            spool,
            gate: held,
        }
    }
}

struct Real {
    running: Running,
    printer: Printer,
    spool: PathBuf,
    /// Open to both sides, so that nobody waits for the other and no word is lost.
    gate: File,
}

impl Real {
    /// Says how the job under way ends, or the next one: `done`, `fail`.
    fn say(&self, word: &str) {
        writeln!(&self.gate, "{word}").unwrap();
    }

    fn spooled(&self) -> Vec<Vec<u8>> {
        let files = fs::read_dir(&self.spool)
            .unwrap()
            .map(|file| file.unwrap().path());
        let papers = files.filter(|path| path.extension().is_some_and(|end| end == "pdf"));
        papers.map(|path| fs::read(path).unwrap()).collect()
    }

    /// Follows a job; at each thing that is heard, `then` may say a word.
    async fn follow(&self, id: Id, mut then: impl FnMut(&Standing)) -> Result<(), Fault> {
        let followed = self.printer.follow(id, |standing| then(standing));
        tokio::time::timeout(SOON, followed).await.expect("it ends")
    }
}

/// A program that ends with the test.
struct Running(Child);

impl Running {
    /// Started, and ready: it said so on either of its outputs.
    fn until(mut command: Command, ready: &str) -> Running {
        let child = command
            .env("PATH", PATH)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.unwrap();
        let (tell, heard) = mpsc::channel();
        let listen = |from: Box<dyn Read + Send>| {
            let tell = tell.clone();
            // What is said later is read too, so that nobody waits for a full pipe.
            thread::spawn(move || {
                for line in BufReader::new(from).lines().map_while(Result::ok) {
                    let _ = tell.send(line);
                }
            });
        };
        listen(Box::new(child.stdout.take().unwrap()));
        listen(Box::new(child.stderr.take().unwrap()));
        drop(tell);
        let mut said = Vec::new();
        loop {
            match heard.recv_timeout(SOON) {
                Ok(line) if line.contains(ready) => return Running(child),
                Ok(line) => said.push(line),
                Err(why) => panic!("{command:?} is not ready ({why}): {said:#?}"),
            }
        }
    }

    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn receipt(key: &str) -> Job {
    Job {
        title: "收件凭证".to_owned(),
        key: key.to_owned(),
        pdf: RECEIPT.to_vec(),
        copies: 1,
        sides: Sides::One,
        media: Media::A4,
    }
}

const PDF: &str = "application/pdf";

#[test]
fn a_receipt_lies_on_paper_byte_by_byte_and_once() {
    inside("a_receipt_lies_on_paper_byte_by_byte_and_once", async |place| {
        let real = place.printer(PDF);
        let about = real.printer.look().await.unwrap();
        assert_eq!(
            (about.name.as_str(), about.model.as_str()),
            ("Printer at the window", "Example Printer")
        );
        assert!(about.accepting && about.has_sides(Sides::One) && !about.has_sides(Sides::Both));
        assert_eq!(about.trouble(), None);
        let id = real.printer.print(&receipt("k1")).await.unwrap();
        let mut heard = Vec::new();
        let ended = real.follow(id, |standing| {
            heard.push(standing.clone());
            if matches!(standing, Standing::Printing { .. }) {
                real.say("done");
            }
        });
        assert_eq!(ended.await, Ok(()));
        assert!(
            matches!(heard.last(), Some(Standing::Printing { .. })),
            "{heard:?}"
        );
        assert!(real.spooled() == [RECEIPT], "{} files", real.spooled().len());
        // The answer was lost, or the window was closed: the printer has it already.
        assert_eq!(real.printer.print(&receipt("k1")).await, Ok(id));
        assert_eq!(real.printer.standing(id).await, Ok(Standing::Done));
        assert_eq!(real.spooled().len(), 1);
    });
}

#[test]
fn what_a_real_printer_cannot_take_is_refused_with_words() {
    inside(
        "what_a_real_printer_cannot_take_is_refused_with_words",
        async |place| {
            let mut pictures = place.printer("image/jpeg");
            let refused = pictures.printer.print(&receipt("k1")).await.unwrap_err();
            assert_eq!(refused, Fault::Unsupported);
            assert!(refused.zh().contains("不能打印这种文件"));
            assert!(pictures.spooled().is_empty());
            // A path that the printer does not know.
            let nowhere = Printer::at("ipp://localhost:8631/ipp/nothere").unwrap();
            assert_eq!(nowhere.print(&receipt("k1")).await, Err(Fault::NotFound));
            assert_eq!(nowhere.look().await, Err(Fault::NotFound));
            pictures.running.kill();
            assert_eq!(pictures.printer.print(&receipt("k1")).await, Err(Fault::NotFound));
            // As it comes from the factory it has letter paper.
            let letter = place.as_delivered(PDF);
            assert_eq!(letter.printer.print(&receipt("k1")).await, Err(Fault::WrongPaper));
            assert!(letter.spooled().is_empty());
        },
    );
}

#[test]
fn a_job_at_a_real_printer_is_taken_back_and_another_waits_its_turn() {
    inside(
        "a_job_at_a_real_printer_is_taken_back_and_another_waits_its_turn",
        async |place| {
            let real = place.printer(PDF);
            let id = real.printer.print(&receipt("k1")).await.unwrap();
            // This printer holds one job at a time and says so.
            let busy = real.printer.print(&receipt("k2")).await.unwrap_err();
            assert_eq!(busy, Fault::Busy);
            assert!(busy.zh().contains("现在不接受作业"));
            real.printer.cancel(id).await.unwrap();
            real.say("done");
            assert_eq!(real.follow(id, |_| {}).await, Err(Fault::Cancelled));
            // One that ended stays ended, and the other one has its turn.
            real.printer.cancel(id).await.unwrap();
            let next = real.printer.print(&receipt("k2")).await.unwrap();
            real.say("fail");
            assert_eq!(real.follow(next, |_| {}).await, Err(Fault::Aborted));
        },
    );
}

#[test]
fn a_real_printer_killed_in_a_job_is_a_state_with_words() {
    inside(
        "a_real_printer_killed_in_a_job_is_a_state_with_words",
        async |place| {
            let mut real = place.printer(PDF);
            let id = real.printer.print(&receipt("k1")).await.unwrap();
            assert!(real.printer.standing(id).await.unwrap().is_under_way());
            real.running.kill();
            let (tell, mut heard) = tokio::sync::mpsc::unbounded_channel();
            let following = real.printer.clone();
            let following = tokio::spawn(async move {
                let told = |standing: &Standing| {
                    let _ = tell.send(standing.clone());
                };
                following.follow(id, told).await
            });
            let standing = tokio::time::timeout(SOON, heard.recv()).await.unwrap().unwrap();
            let Standing::Stuck(fault) = standing else {
                panic!("{standing:?}")
            };
            assert_eq!(fault, Fault::NotFound);
            assert!(fault.zh().contains("找不到打印机") && fault.code() == "YC-3409");
            // Nothing is given up by itself: it may come back.
            assert!(!following.is_finished());
            following.abort();
        },
    );
}
