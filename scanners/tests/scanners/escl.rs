//! Network scanners, beside a peer that answers as a recorded one did, its lies included.

use std::io::Cursor;

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use scanners::driver::{Area, Cancel, Colour, Content, Driver, End, Event, Failure, Fault, Options, Source};
use scanners::escl::Escl;
use scanners::escl::peer::{Begin, Peer, Script, Sheet};

const LOADED: &str = "ScannerAdfLoaded";
const EMPTY: &str = "ScannerAdfEmpty";
const NEVER: usize = usize::MAX;

fn picture(seed: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels: Vec<u8> = (0..248 * 350).map(|at| (at % 251) as u8 ^ seed).collect();
    JpegEncoder::new(&mut bytes)
        .encode(&pixels, 248, 350, ExtendedColorType::L8)
        .expect("a picture");
    bytes.into_inner()
}

fn pages(count: u8) -> Vec<Sheet> {
    (0..count).map(|at| Sheet::Page(picture(at))).collect()
}

/// Pages that were announced, and how it ended.
type Ended = (Vec<u32>, Result<End, Failure>);

fn scan(peer: &Peer, source: Source) -> Ended {
    scan_until(peer, source, &Cancel::default(), |_, _| {})
}

fn scan_until(peer: &Peer, source: Source, cancel: &Cancel, seen: impl Fn(&Event, &Cancel)) -> Ended {
    let driver = Escl::at([peer.address.clone()]);
    let mut device = driver.open(&peer.address).expect("the peer answers");
    let asked = Options {
        source,
        ..Options::default()
    };
    device.set(&asked).expect("the peer has that source");
    let mut numbers = Vec::new();
    let end = device.scan(cancel, &mut |event| {
        seen(&event, cancel);
        if let Event::Page(page) = event {
            let Content::File { bytes, .. } = page.content else {
                panic!("eSCL gives files");
            };
            assert!(bytes.ends_with(&[0xFF, 0xD9]));
            numbers.push(page.number);
        }
    });
    (numbers, end)
}

fn fault(ended: Ended) -> (usize, Fault) {
    let failure = ended.1.expect_err("it failed");
    assert_eq!(failure.pages_kept as usize, ended.0.len());
    (ended.0.len(), failure.fault)
}

#[test]
fn a_scanner_says_what_it_can_do_and_does_the_nearest() {
    let peer = Peer::with(Script::feeder(pages(1)));
    let driver = Escl::at([peer.address.clone(), "http://127.0.0.1:9".to_owned()]);
    let found = driver.list().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, "Noname frontend-tester");
    let mut device = driver.open(&peer.address).unwrap();
    let sources: Vec<Source> = device
        .capabilities()
        .sources
        .iter()
        .map(|one| one.source)
        .collect();
    assert_eq!(sources, [Source::Flatbed, Source::Feeder]);
    let applied = device
        .set(&Options {
            source: Source::Feeder,
            colour: Colour::Colour,
            dpi: 333,
            area: Area {
                width: 9000,
                height: 3508,
            },
        })
        .unwrap();
    assert_eq!(
        applied,
        Options {
            source: Source::Feeder,
            colour: Colour::Grey,
            dpi: 400,
            area: Area {
                width: 2550,
                height: 3508
            },
        }
    );
    let duplex = Options {
        source: Source::Duplex,
        ..Options::default()
    };
    assert_eq!(device.set(&duplex), Err(Fault::Unsupported));
    // Another window has to wait, and need not once this one is done.
    assert_eq!(driver.open(&peer.address).err(), Some(Fault::Busy));
    drop(device);
    assert!(driver.open(&peer.address).is_ok());
}

#[test]
fn the_feeder_gives_every_sheet_and_its_409_is_the_end() {
    let mut sheets = pages(10);
    sheets.push(Sheet::Status(409));
    let mut script = Script::feeder(sheets);
    (script.feeder.2, script.ends_at) = (11, 11);
    let peer = Peer::with(script);
    let (numbers, end) = scan(&peer, Source::Feeder);
    assert_eq!(numbers, (1..=10).collect::<Vec<u32>>());
    assert_eq!(end, Ok(End::FeederEmpty));
    let seen = peer.seen.lock().unwrap();
    assert_eq!(
        seen.deleted, 0,
        "a job that ended well is not cancelled afterwards"
    );
    assert!(seen.settings[0].contains("<pwg:InputSource>Feeder</pwg:InputSource>"));
    assert!(seen.settings[0].contains("<scan:XResolution>300</scan:XResolution>"));
}

#[test]
fn the_glass_gives_one_page_and_its_404_is_the_end() {
    for begin in [Begin::Relative, Begin::Absolute] {
        let mut script = Script::feeder(pages(1));
        script.begin = vec![begin];
        let (numbers, end) = scan(&Peer::with(script), Source::Flatbed);
        assert_eq!((numbers, end), (vec![1], Ok(End::Done)));
    }
}

#[test]
fn a_jam_on_page_7_keeps_pages_1_to_6() {
    // As recorded: 200 with no byte, the job aborted, the feeder still “loaded”; the kind of fault is lost.
    let mut sheets = pages(6);
    sheets.push(Sheet::Nothing);
    let mut script = Script::feeder(sheets.clone());
    script.feeder = (LOADED, LOADED, NEVER);
    (script.end, script.ends_at) = (("Aborted", "ResourcesAreNotReady"), 7);
    assert_eq!(fault(scan(&Peer::with(script), Source::Feeder)), (6, Fault::Lost));
    // A feeder that names it.
    let mut script = Script::feeder(sheets);
    script.feeder = (LOADED, "ScannerAdfJam", 7);
    (script.end, script.ends_at) = (("Aborted", "PaperJam"), 7);
    assert_eq!(fault(scan(&Peer::with(script), Source::Feeder)), (6, Fault::Jam));
}

#[test]
fn a_page_with_200_and_no_end_is_no_page() {
    for (end, reason) in [
        ("Canceled", "JobCanceledByUser"),
        ("Processing", ""),
        ("Completed", ""),
    ] {
        let mut sheets = pages(2);
        sheets.push(Sheet::Half(picture(9)));
        let mut script = Script::feeder(sheets);
        script.feeder = (LOADED, LOADED, NEVER);
        (script.end, script.ends_at) = ((end, reason), 3);
        let peer = Peer::with(script);
        let (kept, fault) = fault(scan(&peer, Source::Feeder));
        let expected = if end == "Canceled" {
            Fault::Lost
        } else {
            Fault::BadData
        };
        assert_eq!((kept, fault), (2, expected), "{end}");
        assert_eq!(peer.deleted(), 1);
    }
}

#[test]
fn a_whole_page_of_a_job_that_was_given_up_does_not_count() {
    let mut script = Script::feeder(pages(1));
    (script.end, script.ends_at) = (("Aborted", "AbortedBySystem"), 1);
    script.feeder = (LOADED, LOADED, NEVER);
    assert_eq!(fault(scan(&Peer::with(script), Source::Feeder)), (0, Fault::Lost));
}

#[test]
fn no_paper_is_said_before_and_during_the_job() {
    let mut script = Script::feeder(vec![]);
    script.feeder = (EMPTY, EMPTY, 0);
    assert_eq!(
        fault(scan(&Peer::with(script.clone()), Source::Feeder)),
        (0, Fault::Empty)
    );
    // The glass has nothing to do with the feeder.
    script.sheets = pages(1);
    script.ends_at = 2;
    assert_eq!(scan(&Peer::with(script), Source::Flatbed).1, Ok(End::Done));
    // 200 with no byte, and the job “completed”.
    let mut script = Script::feeder(vec![Sheet::Nothing]);
    script.feeder = (LOADED, EMPTY, 1);
    script.ends_at = 1;
    assert_eq!(
        fault(scan(&Peer::with(script), Source::Feeder)),
        (0, Fault::Empty)
    );
}

#[test]
fn covers_and_double_feeds_have_their_names() {
    for (word, expected) in [
        ("ScannerAdfDoorOpen", Fault::CoverOpen),
        ("ScannerAdfHatchOpen", Fault::CoverOpen),
        ("ScannerAdfMultipickDetected", Fault::MultiFeed),
        ("ScannerAdfMispick", Fault::MultiFeed),
        ("ScannerAdfJam", Fault::Jam),
    ] {
        let mut script = Script::feeder(pages(1));
        script.feeder = (word, word, 0);
        assert_eq!(
            fault(scan(&Peer::with(script), Source::Feeder)),
            (0, expected),
            "{word}"
        );
    }
}

#[test]
fn a_device_that_says_later_is_asked_again_and_one_that_is_busy_is_not_waited_for() {
    let mut sheets = vec![Sheet::Status(503), Sheet::Status(503)];
    sheets.extend(pages(1));
    let mut script = Script::feeder(sheets);
    script.begin = vec![Begin::Status(503), Begin::Relative];
    assert_eq!(
        scan(&Peer::with(script), Source::Flatbed),
        (vec![1], Ok(End::Done))
    );
    for (code, expected) in [
        (409, Fault::Busy),
        (403, Fault::Denied),
        (500, Fault::Other("HTTP 500".into())),
    ] {
        let mut script = Script::feeder(pages(1));
        script.begin = vec![Begin::Status(code)];
        assert_eq!(
            fault(scan(&Peer::with(script), Source::Flatbed)),
            (0, expected),
            "{code}"
        );
    }
    let mut script = Script::feeder(pages(1));
    script.begin = vec![Begin::NoLocation];
    assert_eq!(
        fault(scan(&Peer::with(script), Source::Flatbed)),
        (0, Fault::BadData)
    );
}

#[test]
fn a_cut_line_keeps_what_was_whole() {
    let mut sheets = pages(3);
    sheets.push(Sheet::Cut(picture(9)));
    let mut script = Script::feeder(sheets);
    script.feeder = (LOADED, LOADED, NEVER);
    script.ends_at = NEVER;
    assert_eq!(fault(scan(&Peer::with(script), Source::Feeder)), (3, Fault::Lost));
}

#[test]
fn a_scan_is_cancelled_in_the_middle_of_a_page_and_between_pages() {
    let mut sheets = pages(1);
    sheets.push(Sheet::Hang(picture(9)));
    let mut script = Script::feeder(sheets);
    script.feeder = (LOADED, LOADED, NEVER);
    script.ends_at = NEVER;
    let peer = Peer::with(script.clone());
    let ended = scan_until(&peer, Source::Feeder, &Cancel::default(), |event, cancel| {
        if matches!(event, Event::PageStarted { number: 2 }) {
            let cancel = cancel.clone();
            std::thread::spawn(move || cancel.cancel());
        }
    });
    assert_eq!(ended, (vec![1], Ok(End::Cancelled)));
    assert_eq!(peer.deleted(), 1);
    let peer = Peer::with(script);
    let ended = scan_until(&peer, Source::Feeder, &Cancel::default(), |event, cancel| {
        if matches!(event, Event::Page(_)) {
            cancel.cancel();
        }
    });
    assert_eq!(ended, (vec![1], Ok(End::Cancelled)));
    assert_eq!(peer.deleted(), 1);
}

#[test]
fn what_is_no_scanner_is_not_found_or_not_understood() {
    let driver = Escl::at([]);
    for address in [
        "http://127.0.0.1:9",
        "not an address",
        "ftp://10.1.2.3",
        "file:///etc",
    ] {
        assert_eq!(driver.open(address).err(), Some(Fault::NotFound), "{address}");
    }
    for capabilities in ["", "<html>", "<a><b></a>"] {
        let mut script = Script::feeder(vec![]);
        script.capabilities = capabilities.to_owned();
        let peer = Peer::with(script);
        assert_eq!(
            driver.open(&peer.address).err(),
            Some(Fault::BadData),
            "{capabilities}"
        );
    }
    let mut script = Script::feeder(vec![]);
    script.capabilities = "<ScannerCapabilities/>".to_owned();
    let peer = Peer::with(script);
    assert_eq!(driver.open(&peer.address).err(), Some(Fault::Unsupported));
    // A failed opening holds nothing.
    assert_eq!(driver.open(&peer.address).err(), Some(Fault::Unsupported));
}

#[test]
fn every_fault_has_its_own_code_and_both_sentences() {
    let all = [
        Fault::Jam,
        Fault::Empty,
        Fault::CoverOpen,
        Fault::MultiFeed,
        Fault::Busy,
        Fault::WarmingUp,
        Fault::Denied,
        Fault::NotFound,
        Fault::Lost,
        Fault::Timeout,
        Fault::BadData,
        Fault::Unsupported,
        Fault::NoLibrary,
        Fault::Other("E-42".to_owned()),
    ];
    let codes: std::collections::BTreeSet<&str> = all.iter().map(Fault::code).collect();
    assert_eq!(codes.len(), all.len());
    for one in all {
        assert!(one.zh().ends_with('。') && one.en().ends_with('.'), "{one:?}");
    }
}
