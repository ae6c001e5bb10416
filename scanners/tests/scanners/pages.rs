//! The page pipeline over pages of known angle, orientation and flaws.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scanners::files::{FileKind, Import};
use scanners::page::{
    Batch, Keep, Kept, PageFault, Raster, Right, STAGE_WIDE, THUMBNAIL_WIDE, Treatment, Turn, set_right,
    shown, turned,
};

use crate::drawn::{INK, PAPER, Sheet};

/// A shelf that remembers what lies on it, and may be full.
#[derive(Default)]
struct Shelf {
    kept: BTreeMap<String, Vec<u8>>,
    full: bool,
}

impl Keep for &mut Shelf {
    type Fault = &'static str;

    fn keep(&mut self, bytes: &[u8]) -> Result<String, &'static str> {
        if self.full {
            return Err("no room");
        }
        let digest = hex::encode(&bytes[bytes.len() - 8..]);
        self.kept.insert(digest.clone(), bytes.to_vec());
        Ok(digest)
    }
}

fn keep(raster: Raster, dpi: u32) -> Kept {
    let mut shelf = Shelf::default();
    let kept = Batch::new(&mut shelf, Treatment::default())
        .page(raster, dpi)
        .unwrap();
    assert!(
        shelf.kept.contains_key(&kept.digest),
        "announced before it was kept"
    );
    kept
}

/// As from the glass.
fn cut_out(raster: Raster) -> Right {
    let treatment = Treatment {
        cut_out: true,
        ..Treatment::default()
    };
    set_right(raster, 150, treatment)
}

fn right(raster: Raster, dpi: u32) -> Right {
    set_right(raster, dpi, Treatment::default())
}

/// How many of a hundred dots differ by more than a quarter of the way from ink to paper, two dots from every edge.
fn differs(one: &Raster, other: &Raster) -> f32 {
    assert_eq!((one.width(), one.height()), (other.width(), other.height()));
    let pairs = one.pixels().iter().zip(other.pixels());
    let off = pairs.filter(|(one, other)| one.abs_diff(**other) > 120).count();
    off as f32 * 100.0 / one.pixels().len() as f32
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_page_of_text_is_straightened_from_any_angle(seed in 0u64..1000, tenths in -130i32..=130, noise in 0u32..25) {
        let degrees = tenths as f32 / 10.0;
        let page = Sheet::text(seed, 150).askew(degrees).noisy(noise, seed);
        let found = right(page.raster(), 150);
        prop_assert_eq!(found.turn, Turn::None);
        let off = (found.straightened_by - degrees).abs();
        // Under a tenth nothing is turned.
        prop_assert!(off <= 0.12, "{} found as {}", degrees, found.straightened_by);
        // What was straightened needs no second time.
        let again = right(found.raster, 150);
        prop_assert!(again.straightened_by.abs() <= 0.12, "then {}", again.straightened_by);
    }

    #[test]
    fn a_page_comes_upright_from_every_side(seed in 0u64..1000, quarter in 0usize..4, tenths in -30i32..=30) {
        let upright = Sheet::text(seed, 150).askew(tenths as f32 / 10.0).raster();
        let (lies, expected) = [
            (Turn::None, Turn::None),
            (Turn::Quarter, Turn::ThreeQuarters),
            (Turn::Half, Turn::Half),
            (Turn::ThreeQuarters, Turn::Quarter),
        ][quarter];
        let found = right(turned(upright, lies), 150);
        prop_assert_eq!(found.turn, expected);
    }

    #[test]
    fn any_picture_ends_in_a_page(
        width in 1u32..90, height in 1u32..90, dpi in 1u32..1300, seed in any::<u64>(), colour in any::<bool>(),
    ) {
        let mut dice = crate::drawn::Dice::of(seed);
        let channels = if colour { 3 } else { 1 };
        let pixels = (0..width * height * channels).map(|_| dice.below(256) as u8).collect();
        let raster = if colour { Raster::colour(width, height, pixels) } else { Raster::grey(width, height, pixels) };
        let kept = keep(raster.unwrap(), dpi);
        prop_assert!(kept.bytes > 0 && !kept.pictures.thumbnail.is_empty());
    }
}

#[test]
fn what_the_screen_has_at_once_is_what_was_kept() {
    let grey = Sheet::text(3, 300).askew(1.4).raster();
    let pixels = grey
        .pixels()
        .iter()
        .flat_map(|tone| [255 - tone / 9, *tone, *tone]);
    let colour = Raster::colour(grey.width(), grey.height(), pixels.collect()).unwrap();
    for raster in [grey, colour] {
        let mut shelf = Shelf::default();
        let kept = Batch::new(&mut shelf, Treatment::default())
            .page(raster, 300)
            .unwrap();
        let bytes = &shelf.kept[&kept.digest];
        for (at_once, wide) in [
            (&kept.pictures.stage, STAGE_WIDE),
            (&kept.pictures.thumbnail, THUMBNAIL_WIDE),
        ] {
            let at_once = image::load_from_memory(at_once).unwrap().into_rgb8();
            let later = shown(bytes, Turn::None, wide).unwrap();
            let later = image::load_from_memory(&later).unwrap().into_rgb8();
            assert!(at_once.width() <= wide && at_once.width() * 2 > wide);
            assert_eq!(at_once.dimensions(), later.dimensions());
            let off: u64 = at_once
                .iter()
                .zip(later.iter())
                .map(|(one, other)| u64::from(one.abs_diff(*other)))
                .sum();
            assert!(off < 4 * at_once.len() as u64, "{off} of {}", at_once.len());
        }
    }
}

#[test]
fn what_does_not_say_how_it_lies_is_left_as_it_lies() {
    let left_alone = |name: &str, raster: Raster| {
        let found = right(raster, 150);
        assert_eq!((found.turn, found.straightened_by), (Turn::None, 0.0), "{name}");
    };
    left_alone("blank", Sheet::a4(150).raster());
    // Squares as a scanner's test picture has them, black and white by turns.
    let mut squares = Sheet::a4(150);
    let side = squares.mm(10.0);
    for y in 0..squares.height {
        for x in 0..squares.width {
            if (x / side + y / side).is_multiple_of(2) {
                let at = (y * squares.width + x) as usize;
                squares.pixels[at] = 0;
            }
        }
    }
    left_alone("squares", squares.raster());
    let mut dice = crate::drawn::Dice::of(5);
    let mut discs = Sheet::a4(150);
    for _ in 0..160 {
        let (x, y) = (dice.below(discs.width), dice.below(discs.height));
        let radius = 12 + dice.below(60);
        for dy in 0..2 * radius {
            let half = f32::sqrt((radius * radius) as f32 - (dy as f32 - radius as f32).powi(2)) as u32;
            discs.fill(
                x.saturating_sub(half),
                (y + dy).saturating_sub(radius),
                2 * half,
                1,
                60 + dice.below(120) as u8,
            );
        }
    }
    left_alone("discs", discs.raster());
}

#[test]
fn straightening_keeps_what_stands_on_the_page() {
    let sheet = Sheet::text(9, 300);
    let found = right(sheet.askew(2.3).raster(), 300);
    assert!(
        (found.straightened_by - 2.3).abs() < 0.06,
        "{}",
        found.straightened_by
    );
    let off = differs(&found.raster, &sheet.raster());
    assert!(off < 1.0, "{off} of a hundred dots differ");
}

#[test]
fn dark_edges_are_cut_off_and_all_ink_stays() {
    let mut sheet = Sheet::text(4, 150);
    let (bed, width, height) = (sheet.mm(9.0), sheet.width, sheet.height);
    sheet.fill(0, 0, bed, height, 20);
    sheet.fill(0, height - bed, width, bed, 20);
    let found = right(sheet.raster(), 150);
    assert!(found.cropped);
    let cut = (width - found.raster.width(), height - found.raster.height());
    let about = bed..bed + 6;
    assert!(
        about.contains(&cut.0) && about.contains(&cut.1),
        "{cut:?} of {bed}"
    );
    let ink = |pixels: &[u8]| pixels.iter().filter(|tone| **tone == INK).count();
    assert_eq!(
        ink(found.raster.pixels()),
        ink(Sheet::text(4, 150).raster().pixels())
    );
}

#[test]
fn a_small_paper_is_cut_out_with_a_margin() {
    let mut sheet = Sheet::a4(150);
    let (left, top, width, height) = (sheet.mm(15.0), sheet.mm(20.0), sheet.mm(86.0), sheet.mm(54.0));
    let thin = sheet.mm(0.6);
    sheet.fill(left, top, width, thin, INK);
    sheet.fill(left, top + height, width, thin, INK);
    sheet.fill(left, top, thin, height, INK);
    sheet.fill(left + width, top, thin, height, INK);
    let found = cut_out(sheet.raster());
    assert!(found.cropped);
    let margin = sheet.mm(8.0);
    let near = |found: u32, expected: u32| found.abs_diff(expected) < 12;
    assert!(
        near(found.raster.width(), width + 2 * margin),
        "{:?}",
        found.raster
    );
    assert!(
        near(found.raster.height(), height + 2 * margin),
        "{:?}",
        found.raster
    );
}

#[test]
fn nothing_is_cut_out_of_a_sheet_whose_edges_are_known_and_faint_marks_stay() {
    // Some lines on the upper half: a letter's last page.
    let mut sheet = Sheet::a4(150);
    let (left, width, high) = (sheet.mm(30.0), sheet.mm(60.0), sheet.mm(3.0));
    for line in 0..6 {
        sheet.fill(left, sheet.mm(30.0 + line as f32 * 8.0), width, high, INK);
    }
    let found = right(sheet.raster(), 150);
    assert!(!found.cropped, "{:?}", found.raster);
    // On the glass it is a small paper; with a seal that is hardly seen it is a large one.
    assert!(cut_out(sheet.raster()).cropped);
    let (across, down, seal) = (sheet.mm(160.0), sheet.mm(240.0), sheet.mm(30.0));
    sheet.fill(across, down, seal, seal, PAPER - 20);
    assert!(!cut_out(sheet.raster()).cropped);
}

#[test]
fn specks_go_and_full_stops_stay() {
    let clean = Sheet::text(6, 300);
    let mut sheet = Sheet::text(6, 300);
    let mut dice = crate::drawn::Dice::of(1);
    let mut placed = 0;
    for _ in 0..4000 {
        let (x, y) = (
            5 + dice.below(sheet.width - 12),
            5 + dice.below(sheet.height - 12),
        );
        let room = (y - 4..y + 7)
            .all(|y| (x - 4..x + 7).all(|x| sheet.pixels[(y * sheet.width + x) as usize] == PAPER));
        if room {
            sheet.fill(x, y, 1 + dice.below(3), 1 + dice.below(3), 40);
            placed += 1;
        }
    }
    // Full stops: half a millimetre.
    let mut stops = Sheet::text(6, 300);
    stops.fill(200, 3300, 6, 6, INK);
    sheet.fill(200, 3300, 6, 6, INK);
    assert!(placed > 1000);
    let treatment = Treatment {
        set_right: false,
        ..Treatment::default()
    };
    let found = set_right(sheet.raster(), 300, treatment);
    assert_eq!(found.specks, placed);
    assert!(found.raster == stops.raster(), "something else was painted over");
    assert_eq!(set_right(clean.raster(), 300, treatment).specks, 0);
}

#[test]
fn a_blank_page_is_flagged_and_kept() {
    for noise in [0, 12] {
        let mut blank = Sheet::a4(150).noisy(noise, 3);
        // Punched holes at the edge are no writing.
        let (at, side) = (blank.mm(6.0), blank.mm(5.0));
        blank.fill(at, blank.mm(100.0), side, side, 30);
        let kept = keep(blank.raster(), 150);
        assert!(kept.judgement.blank && kept.judgement.is_doubtful());
    }
    let mut word = Sheet::a4(150);
    for at in 0..3 {
        word.fill(300 + at * 30, 400, 20, 4, INK);
        word.fill(300 + at * 30, 410, 20, 4, INK);
        word.fill(308 + at * 30, 400, 4, 22, INK);
    }
    assert!(
        !keep(word.raster(), 150).judgement.blank,
        "three characters are a page"
    );
    assert!(!keep(Sheet::text(1, 150).raster(), 150).judgement.blank);
}

#[test]
fn sharpness_falls_as_the_lens_goes_out_of_focus() {
    let sheet = Sheet::text(12, 300);
    let score = |sheet: Sheet| keep(sheet.raster(), 300).judgement;
    let sharp = score(sheet.askew(1.4));
    let soft = score(sheet.blurred(2));
    let blurred = score(sheet.blurred(5));
    let of = |judgement: &scanners::page::Judgement| judgement.sharpness;
    assert!(
        sharp.is_sharp && of(&sharp) > of(&soft) && of(&soft) > of(&blurred),
        "{:?} {:?} {:?}",
        of(&sharp),
        of(&soft),
        of(&blurred)
    );
    assert!(!blurred.is_sharp && blurred.is_doubtful(), "{:?}", of(&blurred));
}

#[test]
fn too_few_dots_folded_corners_and_cut_lines_are_said() {
    let judgement = |sheet: &Sheet| keep(sheet.raster(), sheet.dpi).judgement;
    let whole = judgement(&Sheet::text(2, 300));
    assert!(
        whole.dpi_is_enough && whole.corners_whole && !whole.is_doubtful(),
        "{whole:?}"
    );
    assert!(!judgement(&Sheet::text(2, 150)).dpi_is_enough);
    let mut folded = Sheet::text(2, 300);
    let side = folded.mm(12.0);
    for y in 0..side {
        folded.fill(folded.width - (side - y), y, side - y, 1, 15);
    }
    assert!(!judgement(&folded).corners_whole);
    let mut over = Sheet::text(2, 300);
    for at in 0..30 {
        over.fill(over.width - 60, 600 + at * 70, 60, 30, INK);
    }
    assert!(!judgement(&over).corners_whole);
}

#[test]
fn a_seal_is_a_round_red_mark_and_only_colour_can_say() {
    let sheet = Sheet::text(8, 300);
    assert_eq!(keep(sheet.raster(), 300).judgement.seal, None);
    assert_eq!(keep(sheet.in_colour(), 300).judgement.seal, Some(false));
    let mut pixels = sheet.in_colour().pixels().to_vec();
    let (middle, radius) = ((1700.0f32, 2700.0f32), 240.0f32);
    for y in 2400..3000u32 {
        for x in 1400..2000u32 {
            let off = ((x as f32 - middle.0).powi(2) + (y as f32 - middle.1).powi(2)).sqrt();
            if (off - radius).abs() < 12.0 || off < 60.0 {
                let at = ((y * sheet.width + x) * 3) as usize;
                pixels[at..at + 3].copy_from_slice(&[205, 45, 50]);
            }
        }
    }
    let sealed = Raster::colour(sheet.width, sheet.height, pixels.clone()).unwrap();
    assert_eq!(keep(sealed, 300).judgement.seal, Some(true));
    // A red headline is long and flat.
    let mut red = sheet.in_colour().pixels().to_vec();
    for y in 200..260u32 {
        for x in 400..2000u32 {
            if x % 70 < 50 {
                let at = ((y * sheet.width + x) * 3) as usize;
                red[at..at + 3].copy_from_slice(&[205, 45, 50]);
            }
        }
    }
    let headline = Raster::colour(sheet.width, sheet.height, red).unwrap();
    assert_eq!(keep(headline, 300).judgement.seal, Some(false));
}

#[test]
fn the_same_sheet_twice_is_said_and_another_one_is_not() {
    let mut shelf = Shelf::default();
    let mut batch = Batch::new(&mut shelf, Treatment::default());
    let first = Sheet::text(20, 150);
    let mut same = |sheet: &Sheet| batch.page(sheet.raster(), 150).unwrap().judgement.same_as;
    assert_eq!(same(&first), None);
    assert_eq!(same(&Sheet::text(21, 150)), None);
    assert_eq!(same(&first.askew(0.7).noisy(14, 2)), Some(1));
    assert_eq!(same(&Sheet::text(22, 150).askew(-1.0)), None);
    assert_eq!(same(&Sheet::text(21, 150).askew(2.0)), Some(2));
    let blank = Sheet::a4(150);
    assert_eq!((same(&blank), same(&blank)), (None, None));
}

#[test]
fn black_and_white_is_kept_without_losing_a_dot() {
    let sheet = Sheet::text(30, 200);
    let mut shelf = Shelf::default();
    let treatment = Treatment {
        black_and_white: true,
        ..Treatment::default()
    };
    let kept = Batch::new(&mut shelf, treatment)
        .page(sheet.raster(), 200)
        .unwrap();
    assert_eq!(kept.kind, FileKind::Pdf);
    let bytes = &shelf.kept[&kept.digest];
    assert!(bytes.windows(14).any(|word| word == b"CCITTFaxDecode"));
    let grey = keep(sheet.raster(), 200);
    assert!(
        kept.bytes * 4 < grey.bytes,
        "{} beside {}",
        kept.bytes,
        grey.bytes
    );
    let import = Import {
        program: env!("CARGO_BIN_EXE_yichuang-devices").into(),
        ..Import::default()
    };
    let mut drawn = Vec::new();
    import
        .pages(bytes, 200, &mut |page| drawn.push(page.raster))
        .unwrap();
    assert!(differs(&drawn[0], &sheet.raster()) < 0.5);
}

#[test]
fn a_page_that_cannot_be_kept_is_not_announced_and_its_number_is_not_used() {
    let mut shelf = Shelf {
        full: true,
        ..Shelf::default()
    };
    let sheet = Sheet::text(1, 100);
    let refused = Batch::new(&mut shelf, Treatment::default()).page(sheet.raster(), 100);
    assert_eq!(refused.unwrap_err(), PageFault::Keep("no room"));
    assert!(shelf.kept.is_empty());
    shelf.full = false;
    let mut batch = Batch::new(&mut shelf, Treatment::default());
    assert_eq!(batch.page(sheet.raster(), 100).unwrap().number, 1);
    let wide = Raster::blank(70_000, 2, 255);
    assert_eq!(batch.page(wide, 300).unwrap_err(), PageFault::TooLarge);
    assert_eq!(batch.page(sheet.raster(), 100).unwrap().number, 2);
}
