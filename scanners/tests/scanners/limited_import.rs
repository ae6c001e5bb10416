//! Files and folders taken through the limited child, with every fixture made here.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use scanners::files::{Caps, Entry, FileFault, FileKind, Import, MOST_FILES, PixelSize};
use scanners::page::{Raster, group4};
use scanners::worker::Limits;
use tiff::encoder::{TiffEncoder, colortype};

use crate::file_import::{crc, jpeg, pdf, png};

fn import() -> Import {
    Import {
        program: PathBuf::from(env!("CARGO_BIN_EXE_yichuang-devices")),
        ..Import::default()
    }
}

fn code(outcome: Result<impl std::fmt::Debug, FileFault>) -> &'static str {
    outcome.expect_err("a refusal").code()
}

/// `pages` grey pages, each with its number in its first pixel.
fn tiff(pages: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).unwrap();
    for page in 0..pages {
        let mut pixels: Vec<u8> = (0..60 * 80).map(|at| (at * 31 % 251) as u8).collect();
        pixels[0] = page;
        encoder.write_image::<colortype::Gray8>(60, 80, &pixels).unwrap();
    }
    file.into_inner()
}

/// A fax page: one strip of group 4, as a fax server writes it (white is zero).
fn fax(raster: &Raster) -> Vec<u8> {
    let strip = group4(raster).unwrap();
    let mut file = b"II*\0".to_vec();
    file.extend((8 + strip.len() as u32).to_le_bytes());
    file.extend(&strip);
    let entries: [(u16, u16, u32); 10] = [
        (256, 4, raster.width()),
        (257, 4, raster.height()),
        (258, 3, 1),
        (259, 3, 4),
        (262, 3, 0),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, raster.height()),
        (279, 4, strip.len() as u32),
        (296, 3, 2),
    ];
    file.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        file.extend(tag.to_le_bytes());
        file.extend(kind.to_le_bytes());
        file.extend(1u32.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    file.extend(0u32.to_le_bytes());
    file
}

fn fax_page() -> Raster {
    let mut pixels = vec![255; 203 * 120];
    for (at, pixel) in pixels.iter_mut().enumerate() {
        if at % 203 % 40 < 9 && at / 203 % 30 < 12 {
            *pixel = 0;
        }
    }
    Raster::grey(203, 120, pixels).unwrap()
}

#[test]
fn whole_files_come_back_from_the_child_as_they_were() {
    for (bytes, kind, pages) in [
        (jpeg(), FileKind::Jpeg, 1),
        (png(), FileKind::Png, 1),
        (pdf(3), FileKind::Pdf, 3),
    ] {
        let brought = import().bytes(bytes.clone()).unwrap();
        assert_eq!((brought.imported.kind, brought.imported.pages), (kind, pages));
        assert_eq!((brought.kept, brought.bytes), (kind, bytes));
    }
}

#[test]
fn a_tiff_of_several_pages_is_kept_as_a_pdf_of_as_many() {
    let brought = import().bytes(tiff(3)).unwrap();
    assert_eq!(
        (
            brought.imported.kind,
            brought.imported.pages,
            brought.imported.size
        ),
        (
            FileKind::Tiff,
            3,
            Some(PixelSize {
                width: 60,
                height: 80
            })
        )
    );
    assert_eq!(brought.kept, FileKind::Pdf);
    let again = import().bytes(brought.bytes).unwrap();
    assert_eq!(again.imported.pages, 3);
}

#[test]
fn a_fax_is_kept_without_losing_a_dot() {
    let page = fax_page();
    let mut seen = Vec::new();
    let read = import().pages(&fax(&page), 300, &mut |drawn| seen.push(drawn.raster));
    assert_eq!(read.unwrap().kind, FileKind::Tiff);
    assert_eq!(seen, std::slice::from_ref(&page));
    // The PDF of it, drawn at the same scale (200 dpi where a fax says nothing), shows the same dots.
    let kept = import().bytes(fax(&page)).unwrap();
    let mut drawn = Vec::new();
    import()
        .pages(&kept.bytes, 200, &mut |page| drawn.push(page.raster))
        .unwrap();
    let near = |one: &Raster, other: &Raster| {
        let pairs = one.pixels().iter().zip(other.pixels());
        pairs.filter(|(one, other)| one.abs_diff(**other) > 64).count()
    };
    assert_eq!((drawn[0].width(), drawn[0].height()), (203, 120));
    assert!(
        near(&drawn[0], &page) < 203 * 120 / 50,
        "{} dots differ",
        near(&drawn[0], &page)
    );
}

#[test]
fn pages_are_given_one_by_one_as_pixels() {
    let mut pages = Vec::new();
    let read = import().pages(&pdf(2), 150, &mut |page| {
        pages.push((page.number, page.raster.width(), page.raster.height(), page.dpi));
    });
    assert_eq!(read.unwrap().pages, 2);
    assert_eq!(pages, [(1, 1239, 1754, Some(150)), (2, 1239, 1754, Some(150))]);
}

/// 60 000 by 60 000 dots of one bit: 437 KB packed, 14 GB once a viewer makes RGBA of it. Laid out as a real file, with
/// every checksum right, so that nothing but the caps can refuse it.
#[test]
fn a_picture_that_unpacks_to_14_gigabytes_is_refused_in_under_a_second_and_the_parent_lives() {
    const SIDE: u32 = 60_000;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    let row = vec![0u8; 1 + SIDE as usize / 8];
    for _ in 0..SIDE {
        packed.write_all(&row).unwrap();
    }
    let packed = packed.finish().unwrap();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8; 4], body: &[u8]| {
        file.extend((body.len() as u32).to_be_bytes());
        let checked = [&name[..], body].concat();
        file.extend(&checked);
        file.extend(crc(&checked).to_be_bytes());
    };
    let side = SIDE.to_be_bytes();
    chunk(b"IHDR", &[&side[..], &side, &[1, 0, 0, 0, 0]].concat());
    chunk(b"IDAT", &packed);
    chunk(b"IEND", &[]);
    assert!((400_000..480_000).contains(&file.len()), "{} bytes", file.len());
    let asked = Instant::now();
    assert_eq!(code(import().bytes(file.clone())), "YC-3204");
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    // With caps that know no better, the child's memory is the limit, and still nobody else dies.
    let trusting = Import {
        caps: Caps {
            max_pixels: u64::MAX,
            ..Caps::default()
        },
        limits: Limits {
            memory_bytes: 256 * 1024 * 1024,
            ..Limits::default()
        },
        ..import()
    };
    let asked = Instant::now();
    assert_eq!(code(trusting.pages(&file, 300, &mut |_| {})), "YC-3320");
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());
    assert!(import().bytes(png()).is_ok());
}

/// The same in a TIFF: the directory claims what the strip could never hold.
#[test]
fn an_enormous_tiff_is_refused_by_its_directory() {
    let mut file = fax(&fax_page());
    let directory = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
    // Width, height, rows of the only strip.
    for entry in [0, 1, 7] {
        let value = directory + 2 + entry * 12 + 8;
        file[value..value + 4].copy_from_slice(&120_000u32.to_le_bytes());
    }
    assert_eq!(code(import().bytes(file)), "YC-3204");
}

#[test]
fn broken_cut_and_endless_tiffs_end_in_a_verdict() {
    let whole = tiff(2);
    for end in [5, 8, 100, whole.len() / 2, whole.len() - 30] {
        let refused = code(import().bytes(whole[..end].to_vec()));
        assert!(
            ["YC-3206", "YC-3207"].contains(&refused),
            "cut at {end}: {refused}"
        );
    }
    // A directory that names itself as the next.
    let mut file = fax(&fax_page());
    let directory = u32::from_le_bytes(file[4..8].try_into().unwrap());
    let next = file.len() - 4;
    file[next..].copy_from_slice(&directory.to_le_bytes());
    assert!(["YC-3205", "YC-3207"].contains(&code(import().bytes(file))));
    let few = Import {
        caps: Caps {
            max_pages: 2,
            ..Caps::default()
        },
        ..import()
    };
    assert_eq!(code(few.bytes(tiff(3))), "YC-3205");
}

#[test]
fn what_is_no_file_is_refused_by_its_own_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("empty.pdf"), b"").unwrap();
    fs::write(path("program.pdf"), b"MZ\x90\0 this is a program").unwrap();
    fs::write(path("page.txt"), jpeg()).unwrap();
    fs::create_dir(path("folder.pdf")).unwrap();
    for (name, expected) in [
        ("empty.pdf", "YC-3201"),
        ("program.pdf", "YC-3203"),
        ("folder.pdf", "YC-3315"),
        ("gone.pdf", "YC-3314"),
    ] {
        assert_eq!(code(import().file(&path(name))), expected, "{name}");
    }
    // What it is counts, not what it is called.
    assert_eq!(import().file(&path("page.txt")).unwrap().kept, FileKind::Jpeg);
    let small = Import {
        caps: Caps {
            max_bytes: 100,
            ..Caps::default()
        },
        ..import()
    };
    assert_eq!(code(small.file(&path("page.txt"))), "YC-3202");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_and_a_pipe_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("page.jpg"), jpeg()).unwrap();
    std::os::unix::fs::symlink(path("page.jpg"), path("link.jpg")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", path("else.jpg")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(path("pipe.jpg"))
        .status();
    assert!(made.unwrap().success());
    for name in ["link.jpg", "else.jpg", "pipe.jpg"] {
        assert_eq!(code(import().file(&path(name))), "YC-3315", "{name}");
    }
}

#[test]
fn a_folder_gives_its_files_in_order_and_one_bad_file_stops_none() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("10.jpg", jpeg()),
        ("2.png", png()),
        ("1.pdf", pdf(1)),
        ("3.pdf", pdf(1)[..60].to_vec()),
        (".hidden", jpeg()),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::create_dir(folder.path().join("inner")).unwrap();
    let mut seen = Vec::new();
    let entries = import().folder(folder.path(), &mut |Entry { name, outcome }| {
        seen.push((
            name,
            outcome.map(|brought| brought.kept).map_err(|fault| fault.code()),
        ));
    });
    assert_eq!(entries, Ok(5));
    let expected = [
        ("1.pdf", Ok(FileKind::Pdf)),
        ("2.png", Ok(FileKind::Png)),
        ("3.pdf", Err("YC-3206")),
        ("10.jpg", Ok(FileKind::Jpeg)),
        ("inner", Err("YC-3315")),
    ];
    assert_eq!(seen, expected.map(|(name, outcome)| (name.to_owned(), outcome)));
    assert_eq!(
        code(import().folder(&folder.path().join("1.pdf"), &mut |_| {})),
        "YC-3316"
    );
}

#[test]
fn a_folder_of_ten_thousand_files_is_refused_before_one_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..10_000 {
        fs::write(folder.path().join(format!("{number}.jpg")), b"").unwrap();
    }
    let asked = Instant::now();
    let mut heard = 0;
    let refused = import().folder(folder.path(), &mut |_| heard += 1);
    assert_eq!(
        refused,
        Err(FileFault::TooManyFiles {
            max_files: MOST_FILES
        })
    );
    assert_eq!(heard, 0);
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
}

/// The child is killed when its time is over, and nothing waits longer.
#[test]
fn a_child_that_is_late_or_absent_is_a_fault_of_its_own() {
    let hurried = Import {
        limits: Limits {
            within: Duration::from_millis(30),
            ..Limits::default()
        },
        ..import()
    };
    // Two hundred pages at 600 dpi take longer than thirty milliseconds on any machine.
    let asked = Instant::now();
    let refused = code(hurried.pages(&pdf(200), 600, &mut |_| {}));
    assert!(["YC-3319", "YC-3321"].contains(&refused), "{refused}");
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    let absent = Import {
        program: PathBuf::from("/nowhere/yichuang-devices"),
        ..import()
    };
    assert_eq!(code(absent.bytes(jpeg())), "YC-3321");
}

/// One CPU-second of work, then the system ends the child.
#[test]
fn work_without_end_is_ended_by_the_limit() {
    let limited = Import {
        limits: Limits {
            cpu_s: 1,
            ..Limits::default()
        },
        ..import()
    };
    let mut pages = 0;
    let refused = code(limited.pages(&pdf(200), 600, &mut |_| pages += 1));
    assert_eq!(refused, "YC-3320", "after {pages} pages");
}
