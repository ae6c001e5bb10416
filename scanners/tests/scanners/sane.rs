//! Scanners behind libsane, with its own `test` backend as the peer: every fault it can be told to have.
//!
//! Without libsane the peer's tests say so and prove only that the window lives without it; `cargo xtask test --only
//! devices` installs it and asks for them by `YICHUANG_DEVICES`.

use std::fs;
use std::path::PathBuf;

use scanners::driver::{Area, Cancel, Colour, Content, Device, Driver, End, Event, Fault, Options, Source};
use scanners::sane::Sane;
use tempfile::TempDir;

/// One test scanner that has the fault in `status`, as its settings file says it.
fn scanner(more: &str) -> Option<(TempDir, Sane)> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dll.conf"), "test\n").unwrap();
    let settings = format!(
        "number_of_devices 1\nmode \"Gray\"\nhand-scanner false\ndepth 8\ngeometry_min 0.0\ngeometry_max 300.0\n\
         geometry_quant 0.0\nresolution_min 1.0\nresolution_max 1200.0\nresolution_quant 1.0\nresolution 50.0\n{more}"
    );
    fs::write(folder.path().join("test.conf"), settings).unwrap();
    let sane = Sane {
        program: PathBuf::from(env!("CARGO_BIN_EXE_yichuang-devices")),
        settings: Some(folder.path().to_owned()),
        ..Sane::default()
    };
    match sane.list() {
        Err(Fault::NoLibrary) if std::env::var_os("YICHUANG_DEVICES").is_none() => {
            eprintln!("libsane is not installed: its peer is not asked");
            None
        }
        found => {
            let found = found.unwrap();
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].id, "test:0");
            Some((folder, sane))
        }
    }
}

fn opened(sane: &Sane) -> Box<dyn Device> {
    sane.open("test:0").unwrap()
}

type Ended = Result<End, (Fault, u32)>;

fn scanned(device: &mut dyn Device) -> (Vec<(u32, u32, u32)>, Ended) {
    let mut pages = Vec::new();
    let end = device.scan(&Cancel::default(), &mut |event| {
        if let Event::Page(page) = event {
            assert_eq!(page.number as usize, pages.len() + 1);
            let Content::Pixels(raster) = page.content else {
                panic!("SANE gives pixels");
            };
            pages.push((raster.width(), raster.height(), page.dpi));
        }
    });
    (pages, end.map_err(|failure| (failure.fault, failure.pages_kept)))
}

#[test]
fn a_window_without_libsane_lives_and_says_so() {
    let sane = Sane {
        program: PathBuf::from(env!("CARGO_BIN_EXE_yichuang-devices")),
        libraries: vec!["libsane-that-is-nowhere.so.1".to_owned()],
        settings: None,
    };
    assert_eq!(sane.list(), Err(Fault::NoLibrary));
    assert_eq!(sane.open("test:0").err(), Some(Fault::NoLibrary));
    let absent = Sane {
        program: PathBuf::from("/nowhere/yichuang-devices"),
        ..sane
    };
    assert_eq!(absent.list(), Err(Fault::NoLibrary));
}

#[test]
fn a_sheet_from_the_glass_in_grey_and_colour() {
    let Some((_folder, sane)) = scanner("") else {
        return;
    };
    let mut device = opened(&sane);
    let sources: Vec<Source> = device
        .capabilities()
        .sources
        .iter()
        .map(|one| one.source)
        .collect();
    assert_eq!(sources, [Source::Flatbed, Source::Feeder]);
    for colour in [Colour::Grey, Colour::Colour] {
        let asked = Options {
            colour,
            dpi: 300,
            area: Area::A4,
            source: Source::Flatbed,
        };
        let applied = device.set(&asked).unwrap();
        assert_eq!((applied.dpi, applied.colour), (300, colour));
        let (pages, end) = scanned(&mut *device);
        assert_eq!(end, Ok(End::Done));
        let [(width, height, dpi)] = pages[..] else {
            panic!("{pages:?}");
        };
        assert!(
            width.abs_diff(2480) < 4 && height.abs_diff(3508) < 4 && dpi == 300,
            "{pages:?}"
        );
    }
}

#[test]
fn what_is_applied_is_read_back_from_the_device() {
    let Some((_folder, sane)) = scanner("") else {
        return;
    };
    let mut device = opened(&sane);
    let asked = Options {
        dpi: 99_999,
        area: Area {
            width: 100_000,
            height: 100,
        },
        ..Options::default()
    };
    let applied = device.set(&asked).unwrap();
    assert_eq!(applied.dpi, 1200);
    // 300 mm, the widest this one has.
    assert!(
        applied.area.width.abs_diff(3543) < 4 && applied.area.height.abs_diff(100) < 4,
        "{applied:?}"
    );
    let duplex = Options {
        source: Source::Duplex,
        ..Options::default()
    };
    assert_eq!(device.set(&duplex), Err(Fault::Unsupported));
}

#[test]
fn a_feeder_gives_its_ten_sheets_and_then_is_empty() {
    let Some((_folder, sane)) = scanner("") else {
        return;
    };
    let mut device = opened(&sane);
    let asked = Options {
        source: Source::Feeder,
        dpi: 50,
        ..Options::default()
    };
    assert_eq!(device.set(&asked).unwrap().source, Source::Feeder);
    let (pages, end) = scanned(&mut *device);
    assert_eq!((pages.len(), end), (10, Ok(End::FeederEmpty)));
}

#[test]
fn a_hand_scanner_does_not_know_its_length_before() {
    let Some((_folder, sane)) = scanner("hand-scanner true\n") else {
        return;
    };
    let mut device = opened(&sane);
    let (pages, end) = scanned(&mut *device);
    assert_eq!((pages.len(), end), (1, Ok(End::Done)));
    assert!(pages[0].1 > 100, "{pages:?}");
}

/// The nine words that the backend can be told to say, each with ours.
#[test]
fn every_injected_fault_has_its_own_name() {
    for (word, expected) in [
        ("UNSUPPORTED", Fault::Unsupported),
        ("DEVICE_BUSY", Fault::Busy),
        ("INVAL", Fault::Other("参数无效 (SANE_STATUS_INVAL)".to_owned())),
        ("JAMMED", Fault::Jam),
        ("NO_DOCS", Fault::Empty),
        ("COVER_OPEN", Fault::CoverOpen),
        ("IO_ERROR", Fault::Lost),
        ("NO_MEM", Fault::Other("内存不足 (SANE_STATUS_NO_MEM)".to_owned())),
        ("ACCESS_DENIED", Fault::Denied),
    ] {
        let Some((_folder, sane)) = scanner(&format!("read-status-code \"SANE_STATUS_{word}\"\n")) else {
            return;
        };
        let mut device = opened(&sane);
        let (pages, end) = scanned(&mut *device);
        assert_eq!((pages.len(), end), (0, Err((expected, 0))), "{word}");
    }
}

#[test]
fn a_cancelled_page_is_no_page_and_the_next_one_is_whole() {
    let Some((_folder, sane)) =
        scanner("read-delay true\nread-delay-duration 20000\nread-limit true\nread-limit-size 4096\n")
    else {
        return;
    };
    let mut device = opened(&sane);
    let cancel = Cancel::default();
    let mut pages = 0;
    let end = device.scan(&cancel, &mut |event| match event {
        Event::Progress { .. } => cancel.cancel(),
        Event::Page(_) => pages += 1,
        Event::PageStarted { .. } => {}
    });
    assert_eq!((end, pages), (Ok(End::Cancelled), 0));
    let small = Options {
        area: Area {
            width: 600,
            height: 600,
        },
        dpi: 50,
        ..Options::default()
    };
    device.set(&small).unwrap();
    let (pages, end) = scanned(&mut *device);
    assert_eq!((pages.len(), end), (1, Ok(End::Done)));
}

#[test]
fn a_wrong_name_is_not_found() {
    let Some((_folder, sane)) = scanner("") else {
        return;
    };
    assert_eq!(sane.open("test:7").err(), Some(Fault::NotFound));
    assert_eq!(sane.open("no such\0name").err(), Some(Fault::NotFound));
}
