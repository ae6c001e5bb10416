//! An IPP printer with a will of its own, for the tests of whoever prints.

use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use ipp::attribute::{IppAttribute, IppAttributeGroup};
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::parser::IppParser;
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;

/// What the peer holds and how it behaves.
pub struct Inside {
    pub state: i32,
    pub reasons: Vec<&'static str>,
    pub media_ready: Vec<&'static str>,
    pub formats: Vec<&'static str>,
    pub accepting: bool,
    pub lists_jobs: bool,
    /// Jobs are on paper as soon as somebody asks.
    pub prints: bool,
    pub jobs: Vec<PeerJob>,
    /// What the next question gets instead of an answer.
    pub odd: Vec<Odd>,
    pub questions: u32,
}

pub struct PeerJob {
    pub name: String,
    pub pdf: Vec<u8>,
    pub copies: i32,
    pub media: String,
    pub state: i32,
    pub reasons: Vec<&'static str>,
    pub sheets: i32,
}

#[derive(Clone)]
pub enum Odd {
    /// As it is.
    None,
    /// The job is taken; the line breaks before the answer.
    Cut,
    Http(u16),
    Status(StatusCode),
    Bytes(Vec<u8>),
    /// An answer that never ends.
    Endless,
}

#[derive(Clone)]
pub struct Peer {
    pub address: String,
    inside: Arc<Mutex<Inside>>,
}

impl Default for Peer {
    fn default() -> Self {
        Self::new()
    }
}

impl Peer {
    /// A ready printer on a port of its own.
    ///
    /// # Panics
    /// Where this machine has no loopback port to give.
    pub fn new() -> Peer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("ipp://{}/ipp/print", listener.local_addr().expect("its number"));
        let inside = Arc::new(Mutex::new(Inside {
            state: 3,
            reasons: vec!["none"],
            media_ready: vec!["iso_a4_210x297mm"],
            formats: vec!["application/pdf", "image/jpeg"],
            accepting: true,
            lists_jobs: true,
            prints: false,
            jobs: Vec::new(),
            odd: Vec::new(),
            questions: 0,
        }));
        let peer = Peer {
            address,
            inside: Arc::clone(&inside),
        };
        let at = peer.address.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (inside, at) = (Arc::clone(&inside), at.clone());
                thread::spawn(move || while answer(&stream, &inside, &at).is_some() {});
            }
        });
        peer
    }

    /// What it holds, to look at and to change.
    ///
    /// # Panics
    /// After a panic in the peer.
    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("whole")
    }
}

/// One question; `None` ends the connection.
fn answer(stream: &TcpStream, inside: &Mutex<Inside>, address: &str) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let request = IppParser::new(IppReader::new(Cursor::new(body))).parse().ok()?;
    let odd = {
        let mut inside = inside.lock().ok()?;
        inside.questions += 1;
        if inside.odd.is_empty() {
            Odd::None
        } else {
            inside.odd.remove(0)
        }
    };
    let (id, number) = (request.header().request_id, request.header().operation_or_status);
    let mut stream = stream;
    match odd {
        Odd::None => {}
        Odd::Cut => {
            reply(request, number, &mut *inside.lock().ok()?, address);
            return None;
        }
        Odd::Http(code) => {
            write!(stream, "HTTP/1.1 {code} No\r\nContent-Length: 0\r\n\r\n").ok()?;
            return Some(());
        }
        Odd::Status(status) => {
            let mut refused = IppRequestResponse::new_response(IppVersion::v2_0(), status, id).ok()?;
            refused.header_mut().request_id = id;
            return send(stream, &refused.to_bytes());
        }
        Odd::Bytes(bytes) => return send(stream, &bytes),
        Odd::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n\r\n").ok()?;
            loop {
                stream.write_all(&[0x44; 65536]).ok()?;
            }
        }
    }
    let answer = reply(request, number, &mut *inside.lock().ok()?, address);
    send(stream, &answer.to_bytes())
}

fn send(mut stream: &TcpStream, bytes: &[u8]) -> Option<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\n\r\n",
        bytes.len()
    )
    .ok()?;
    stream.write_all(bytes).ok()
}

fn reply(request: IppRequestResponse, number: i16, inside: &mut Inside, address: &str) -> IppRequestResponse {
    let id = request.header().request_id;
    let text = |tag, name: &str| find(&request, tag, name).map(|value| value.to_string());
    let job_id = find(&request, DelimiterTag::OperationAttributes, "job-id")
        .and_then(|value| value.as_integer().copied());
    let plain = |status| IppRequestResponse::new_response(IppVersion::v2_0(), status, id).expect("an answer");
    let mut ok = plain(StatusCode::SuccessfulOk);
    let known = job_id
        .and_then(|id| usize::try_from(id - 1).ok())
        .filter(|at| *at < inside.jobs.len());
    match number {
        n if n == Operation::GetPrinterAttributes as i16 => {
            let group = &mut ok;
            add(
                group,
                "printer-name",
                IppValue::new_name_without_language("窗口一").expect("short"),
            );
            add(group, "printer-state", IppValue::Enum(inside.state));
            add(group, "printer-state-reasons", words(&inside.reasons));
            add(
                group,
                "printer-is-accepting-jobs",
                IppValue::Boolean(inside.accepting),
            );
            if !inside.media_ready.is_empty() {
                add(group, "media-ready", words(&inside.media_ready));
            }
            let formats = inside
                .formats
                .iter()
                .map(|kind| IppValue::new_mime_media_type(*kind).expect("short"));
            add(
                group,
                "document-format-supported",
                IppValue::Array(formats.collect()),
            );
            ok
        }
        n if n == Operation::PrintJob as i16 => {
            let copies = find(&request, DelimiterTag::JobAttributes, "copies");
            let job = PeerJob {
                name: text(DelimiterTag::OperationAttributes, "job-name").unwrap_or_default(),
                media: text(DelimiterTag::JobAttributes, "media").unwrap_or_default(),
                copies: copies.and_then(|value| value.as_integer().copied()).unwrap_or(1),
                pdf: {
                    let mut pdf = Vec::new();
                    let mut payload = request.into_payload();
                    payload.read_to_end(&mut pdf).expect("whole");
                    pdf
                },
                state: 3,
                reasons: vec!["none"],
                sheets: 0,
            };
            inside.jobs.push(job);
            let at = inside.jobs.len() - 1;
            describe(&mut ok, inside, at);
            ok
        }
        n if n == Operation::GetJobs as i16 => {
            if !inside.lists_jobs {
                return plain(StatusCode::ServerErrorOperationNotSupported);
            }
            let done = text(DelimiterTag::OperationAttributes, "which-jobs").as_deref() == Some("completed");
            for at in 0..inside.jobs.len() {
                if (inside.jobs[at].state >= 7) == done {
                    describe(&mut ok, inside, at);
                }
            }
            ok
        }
        n if n == Operation::GetJobAttributes as i16 => match known {
            Some(at) => {
                if inside.prints && inside.jobs[at].state < 7 {
                    inside.jobs[at].state = 9;
                }
                describe(&mut ok, inside, at);
                ok
            }
            None => plain(StatusCode::ClientErrorNotFound),
        },
        n if n == Operation::CancelJob as i16 => match known {
            Some(at) if inside.jobs[at].state < 7 => {
                inside.jobs[at].state = 7;
                ok
            }
            Some(_) => plain(StatusCode::ClientErrorNotPossible),
            None => plain(StatusCode::ClientErrorNotFound),
        },
        n if n == Operation::CupsGetDefault as i16 => {
            add(
                &mut ok,
                "printer-uri-supported",
                IppValue::new_uri(address).expect("short"),
            );
            ok
        }
        n if n == Operation::CupsGetPrinters as i16 => {
            for name in ["ipp://localhost:631/printers/window-2", address] {
                let mut group = IppAttributeGroup::new(DelimiterTag::PrinterAttributes);
                let uri = IppValue::new_uri(name).expect("short");
                let uri = IppAttribute::with_name("printer-uri-supported", uri).expect("short");
                group.attributes_mut().push(uri);
                ok.attributes_mut().groups_mut().push(group);
            }
            ok
        }
        _ => plain(StatusCode::ServerErrorOperationNotSupported),
    }
}

fn find(request: &IppRequestResponse, tag: DelimiterTag, name: &str) -> Option<IppValue> {
    let group = request.attributes().first_of(tag)?;
    let mut attributes = group.attributes().iter();
    attributes
        .find(|attribute| attribute.name().as_str() == name)
        .map(|attribute| attribute.value().clone())
}

fn words(words: &[&'static str]) -> IppValue {
    IppValue::Array(
        words
            .iter()
            .map(|word| IppValue::new_keyword(*word).expect("short"))
            .collect(),
    )
}

fn add(answer: &mut IppRequestResponse, name: &str, value: IppValue) {
    answer.attributes_mut().add(
        DelimiterTag::PrinterAttributes,
        IppAttribute::with_name(name, value).expect("short"),
    );
}

fn describe(answer: &mut IppRequestResponse, inside: &Inside, at: usize) {
    let job = &inside.jobs[at];
    let mut group = IppAttributeGroup::new(DelimiterTag::JobAttributes);
    let number = i32::try_from(at + 1).expect("few");
    for (name, value) in [
        ("job-id", IppValue::Integer(number)),
        (
            "job-name",
            IppValue::new_name_without_language(job.name.clone()).expect("short"),
        ),
        ("job-state", IppValue::Enum(job.state)),
        ("job-state-reasons", words(&job.reasons)),
        ("job-media-sheets-completed", IppValue::Integer(job.sheets)),
    ] {
        group
            .attributes_mut()
            .push(IppAttribute::with_name(name, value).expect("short"));
    }
    answer.attributes_mut().groups_mut().push(group);
}
