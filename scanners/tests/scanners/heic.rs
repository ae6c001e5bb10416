//! Photographs of telephones: written by libheif's own encoder, read through the limited child. Where the encoder is not
//! installed its tests say so; `cargo xtask test --only devices` installs it and asks for it by `YICHUANG_DEVICES`.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use scanners::files::Caps;
use scanners::files::{FileFault, FileKind, Import, PixelSize};

use crate::drawn::Dice;

const WIDE: u32 = 480;
const HIGH: u32 = 640;
/// Left above, right above, left below, right below.
const QUARTERS: [[u8; 3]; 4] = [[200, 30, 30], [30, 160, 40], [30, 40, 190], [240, 240, 235]];

fn import() -> Import {
    Import {
        program: PathBuf::from(env!("CARGO_BIN_EXE_yichuang-devices")),
        ..Import::default()
    }
}

fn code(outcome: Result<impl std::fmt::Debug, FileFault>) -> &'static str {
    outcome.expect_err("a refusal").code()
}

/// A photograph of four colours; `None` where nothing here writes one.
fn photograph() -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let drawn = image::RgbImage::from_fn(WIDE, HIGH, |x, y| {
        image::Rgb(QUARTERS[usize::from(y >= HIGH / 2) * 2 + usize::from(x >= WIDE / 2)])
    });
    drawn.save(path("photo.png")).unwrap();
    let made = Command::new("heif-enc")
        .args(["-q", "90", "-o"])
        .args([path("photo.heic"), path("photo.png")])
        .output();
    match made {
        Err(_) if std::env::var_os("YICHUANG_DEVICES").is_none() => {
            eprintln!("heif-enc is not installed: no photograph is read");
            None
        }
        made => {
            let made = made.expect("heif-enc");
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            Some(std::fs::read(path("photo.heic")).unwrap())
        }
    }
}

fn is_the_photograph(wide: u32, high: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) {
    assert_eq!((wide, high), (WIDE, HIGH));
    let places = [
        (wide / 4, high / 4),
        (wide * 3 / 4, high / 4),
        (wide / 4, high * 3 / 4),
        (wide * 3 / 4, high * 3 / 4),
    ];
    for ((x, y), expected) in places.into_iter().zip(QUARTERS) {
        let found = pixel(x, y);
        let off = found
            .iter()
            .zip(expected)
            .map(|(one, other)| one.abs_diff(other))
            .max();
        assert!(off < Some(12), "{found:?} at {x},{y}, not {expected:?}");
    }
}

#[test]
fn a_photograph_is_kept_as_jpeg_and_given_as_a_page() {
    let Some(photo) = photograph() else { return };
    let brought = import().bytes(photo.clone()).unwrap();
    assert_eq!(brought.imported.kind, FileKind::Heic);
    assert_eq!(
        brought.imported.size,
        Some(PixelSize {
            width: WIDE,
            height: HIGH
        })
    );
    assert_eq!((brought.imported.pages, brought.kept), (1, FileKind::Jpeg));
    let kept = image::load_from_memory(&brought.bytes).unwrap().into_rgb8();
    is_the_photograph(kept.width(), kept.height(), |x, y| kept.get_pixel(x, y).0);
    let mut pages = Vec::new();
    let imported = import().pages(&photo, 300, &mut |page| pages.push(page)).unwrap();
    assert_eq!((imported.kind, pages.len()), (FileKind::Heic, 1));
    let page = &pages[0].raster;
    is_the_photograph(page.width(), page.height(), |x, y| {
        let at = x as usize * 3;
        page.row(y)[at..at + 3].try_into().unwrap()
    });
}

#[test]
fn what_is_cut_short_or_changed_never_takes_the_window_along() {
    let Some(photo) = photograph() else { return };
    for part in 1..12 {
        let cut = photo[..photo.len() * part / 12].to_vec();
        let code = code(import().bytes(cut));
        assert!(
            ["YC-3203", "YC-3206", "YC-3207", "YC-3317"].contains(&code),
            "{part}: {code}"
        );
    }
    let mut dice = Dice::of(11);
    for _ in 0..24 {
        let mut changed = photo.clone();
        for _ in 0..8 {
            let at = 12 + dice.below(photo.len() as u32 - 12) as usize;
            changed[at] = dice.below(256) as u8;
        }
        // Whatever comes of it is an answer.
        match import().bytes(changed) {
            Ok(brought) => assert_eq!(brought.kept, FileKind::Jpeg),
            Err(fault) => assert!(!fault.zh().is_empty()),
        }
    }
}

#[test]
fn more_pixels_than_a_paper_has_are_refused_before_they_are_decoded() {
    let Some(photo) = photograph() else { return };
    let few = Import {
        caps: Caps {
            max_pixels: 1000,
            ..Caps::default()
        },
        ..import()
    };
    assert_eq!(code(few.bytes(photo.clone())), "YC-3204");
    // The picture's own word for its size (ispe), a hundred thousand pixels a side.
    let at = photo.windows(4).position(|word| word == b"ispe").unwrap();
    let mut huge = photo;
    huge[at + 8..at + 12].copy_from_slice(&100_000u32.to_be_bytes());
    huge[at + 12..at + 16].copy_from_slice(&100_000u32.to_be_bytes());
    let begun = Instant::now();
    let code = code(import().bytes(huge));
    assert!(["YC-3204", "YC-3207", "YC-3210"].contains(&code), "{code}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn without_the_library_it_is_said_by_name() {
    let none = Import {
        heif: vec!["libheif-of-nobody.so.9".to_owned()],
        ..import()
    };
    let named = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    assert_eq!(code(none.bytes(named.clone())), "YC-3317");
    // In this process none is ever loaded.
    assert_eq!(code(scanners::files::bring(named, &Caps::default())), "YC-3317");
}
