//! A scanner on the network to test against, as one was recorded: each request is answered by the next row of its script.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// As an AirScan server said it, without `DocumentFormatExt`.
pub const CAPABILITIES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"
    xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">
  <pwg:Version>2.0</pwg:Version><pwg:MakeAndModel>Noname frontend-tester</pwg:MakeAndModel>
  <scan:Platen><scan:PlatenInputCaps>
    <scan:MinWidth>1</scan:MinWidth><scan:MaxWidth>3543</scan:MaxWidth><scan:MaxHeight>3543</scan:MaxHeight>
    <scan:SettingProfiles><scan:SettingProfile>
      <scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode>
        <scan:ColorMode>RGB48</scan:ColorMode></scan:ColorModes>
      <scan:DocumentFormats><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat>
        <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>
      <scan:SupportedResolutions><scan:DiscreteResolutions>
        <scan:DiscreteResolution><scan:XResolution>75</scan:XResolution><scan:YResolution>75</scan:YResolution></scan:DiscreteResolution>
        <scan:DiscreteResolution><scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution></scan:DiscreteResolution>
      </scan:DiscreteResolutions></scan:SupportedResolutions>
    </scan:SettingProfile></scan:SettingProfiles>
  </scan:PlatenInputCaps></scan:Platen>
  <scan:Adf><scan:AdfSimplexInputCaps>
    <scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>4200</scan:MaxHeight>
    <scan:ColorMode>Grayscale8</scan:ColorMode>
    <scan:SupportedResolutions><scan:ResolutionRange><scan:XResolutionRange>
      <scan:Min>100</scan:Min><scan:Max>600</scan:Max><scan:Step>100</scan:Step>
    </scan:XResolutionRange></scan:ResolutionRange></scan:SupportedResolutions>
  </scan:AdfSimplexInputCaps><scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption></scan:AdfOptions></scan:Adf>
</scan:ScannerCapabilities>"#;

/// What the peer does at `NextDocument`.
#[derive(Clone)]
pub enum Sheet {
    /// A whole page.
    Page(Vec<u8>),
    /// 200 with half of it, properly ended.
    Half(Vec<u8>),
    /// 200 with no byte: how a jam looks.
    Nothing,
    /// The head and half a page, then the line is cut.
    Cut(Vec<u8>),
    /// Half a page, and then nothing until somebody deletes the job.
    Hang(Vec<u8>),
    Status(u16),
}

/// What the peer does at `ScanJobs`.
#[derive(Clone, Copy)]
pub enum Begin {
    Relative,
    /// With a name that only the device knows.
    Absolute,
    Status(u16),
    NoLocation,
}

#[derive(Clone)]
pub struct Script {
    pub capabilities: String,
    pub begin: Vec<Begin>,
    pub sheets: Vec<Sheet>,
    /// `AdfState` before and after the row with this number.
    pub feeder: (&'static str, &'static str, usize),
    /// `JobState` once the rows are through, and its reason.
    pub end: (&'static str, &'static str),
    /// `JobState` is `end` from this row on.
    pub ends_at: usize,
}

impl Script {
    /// A feeder with so many sheets, which ends as it should.
    pub fn feeder(sheets: Vec<Sheet>) -> Script {
        let ends_at = sheets.len() + 1;
        Script {
            capabilities: CAPABILITIES.to_owned(),
            begin: vec![Begin::Relative],
            sheets,
            feeder: ("ScannerAdfLoaded", "ScannerAdfEmpty", ends_at),
            end: ("Completed", "JobCompletedSuccessfully"),
            ends_at,
        }
    }

    /// A feeder that jams behind these sheets and says so.
    pub fn jam(mut sheets: Vec<Sheet>) -> Script {
        sheets.push(Sheet::Nothing);
        let at = sheets.len();
        Script {
            feeder: ("ScannerAdfLoaded", "ScannerAdfJam", at),
            end: ("Aborted", "PaperJam"),
            ends_at: at,
            ..Script::feeder(sheets)
        }
    }
}

#[derive(Default)]
pub struct Seen {
    pub settings: Vec<String>,
    pub deleted: u32,
    asked: usize,
    begun: usize,
}

pub struct Peer {
    pub address: String,
    pub seen: Arc<Mutex<Seen>>,
    script: Arc<Mutex<Script>>,
}

impl Peer {
    pub fn with(script: Script) -> Peer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("its number"));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let script = Arc::new(Mutex::new(script));
        let (inside, played) = (Arc::clone(&seen), Arc::clone(&script));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, seen) = (Arc::clone(&played), Arc::clone(&inside));
                thread::spawn(move || {
                    let script = script.lock().expect("whole").clone();
                    answer(stream, &script, &seen);
                });
            }
        });
        Peer {
            address,
            seen,
            script,
        }
    }

    /// Somebody stood at the scanner: from here on it does this, from the first row.
    pub fn now(&self, script: Script) {
        *self.script.lock().expect("whole") = script;
        self.seen.lock().expect("whole").asked = 0;
    }

    pub fn deleted(&self) -> u32 {
        self.seen.lock().expect("whole").deleted
    }
}

const JOB: &str = "/eSCL/ScanJobs/8e6f1d20-0c1a-4b7e-9d0a-5b7c2f3a4e11";

fn answer(mut stream: TcpStream, script: &Script, seen: &Mutex<Seen>) {
    let mut reader = BufReader::new(stream.try_clone().expect("the same stream"));
    let mut first = String::new();
    if reader.read_line(&mut first).is_err() {
        return;
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    let mut words = first.split_whitespace();
    let (verb, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    match (verb, path) {
        ("GET", "/eSCL/ScannerCapabilities") => send(&mut stream, 200, "", script.capabilities.as_bytes()),
        ("GET", "/eSCL/ScannerStatus") => {
            let status = status(script, &seen.lock().expect("whole"));
            send(&mut stream, 200, "", status.as_bytes());
        }
        ("POST", "/eSCL/ScanJobs") => {
            let begin = {
                let mut seen = seen.lock().expect("whole");
                seen.settings.push(String::from_utf8_lossy(&body).into_owned());
                let at = seen.begun.min(script.begin.len() - 1);
                seen.begun += 1;
                script.begin[at]
            };
            match begin {
                Begin::Relative => send(&mut stream, 201, &format!("Location: {JOB}\r\n"), b""),
                Begin::Absolute => {
                    let head = format!("Location: http://scanner-7f.local:9095{JOB}\r\n");
                    send(&mut stream, 201, &head, b"");
                }
                Begin::NoLocation => send(&mut stream, 201, "", b""),
                Begin::Status(code) => send(&mut stream, code, "Retry-After: 0\r\n", b""),
            }
        }
        ("GET", path) if path == format!("{JOB}/NextDocument") => next(&mut stream, script, seen),
        ("DELETE", JOB) => {
            seen.lock().expect("whole").deleted += 1;
            send(&mut stream, 200, "", b"");
        }
        _ => send(&mut stream, 404, "", b""),
    }
}

fn next(stream: &mut TcpStream, script: &Script, seen: &Mutex<Seen>) {
    let sheet = {
        let mut seen = seen.lock().expect("whole");
        let at = seen.asked;
        seen.asked += 1;
        script.sheets.get(at).cloned().unwrap_or(Sheet::Status(404))
    };
    match sheet {
        Sheet::Page(bytes) => send(stream, 200, "Content-Type: image/jpeg\r\n", &bytes),
        Sheet::Half(bytes) => send(
            stream,
            200,
            "Content-Type: image/jpeg\r\n",
            &bytes[..bytes.len() / 2],
        ),
        Sheet::Nothing => send(stream, 200, "Content-Type: image/jpeg\r\n", b""),
        Sheet::Status(code) => send(stream, code, "Retry-After: 0\r\n", b""),
        Sheet::Cut(bytes) => {
            head(stream, 200, bytes.len(), "");
            let _ = stream.write_all(&bytes[..bytes.len() / 2]);
        }
        Sheet::Hang(bytes) => {
            head(stream, 200, bytes.len(), "");
            let _ = stream.write_all(&bytes[..bytes.len() / 2]);
            // Until the client goes away.
            let _ = stream.read(&mut [0]);
        }
    }
}

fn status(script: &Script, seen: &Seen) -> String {
    let (before, after, at) = script.feeder;
    let feeder = if seen.asked >= at { after } else { before };
    let (job, reason) = if seen.asked >= script.ends_at {
        script.end
    } else {
        ("Processing", "JobScanning")
    };
    let jobs = if seen.begun == 0 {
        String::new()
    } else {
        format!(
            "<scan:JobInfo><pwg:JobUri>{JOB}</pwg:JobUri><pwg:JobUuid>8e6f1d20-0c1a-4b7e-9d0a-5b7c2f3a4e11</pwg:JobUuid>\
             <scan:Age>1</scan:Age><pwg:JobState>{job}</pwg:JobState><pwg:ImagesCompleted>1</pwg:ImagesCompleted>\
             <pwg:JobStateReasons><pwg:JobStateReason>{reason}</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo>"
        )
    };
    format!(
        "<?xml version=\"1.0\"?><scan:ScannerStatus xmlns:scan=\"s\" xmlns:pwg=\"p\"><pwg:Version>2.0</pwg:Version>\
         <pwg:State>Idle</pwg:State><scan:AdfState>{feeder}</scan:AdfState><scan:Jobs>{jobs}</scan:Jobs></scan:ScannerStatus>"
    )
}

fn send(stream: &mut TcpStream, code: u16, more: &str, body: &[u8]) {
    head(stream, code, body.len(), more);
    let _ = stream.write_all(body);
}

fn head(stream: &mut TcpStream, code: u16, length: usize, more: &str) {
    let _ = write!(
        stream,
        "HTTP/1.1 {code} it\r\nContent-Length: {length}\r\nConnection: close\r\n{more}\r\n"
    );
}
