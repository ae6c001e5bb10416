//! A document camera made of pictures: papers on a desk, seen from an angle, moved and left.

use std::collections::VecDeque;
use std::fs;
use std::time::Duration;

use proptest::prelude::*;
use scanners::camera::{FolderSource, Frame, FrameSource, Moment, Shutter, Sight, flattened, look, paper_in};
use scanners::driver::{Cancel, Content, End, Event, Failure, Fault};
use scanners::page::{Raster, jpeg, preview_jpeg};

use crate::drawn::{Dice, Sheet};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;

/// From the places of a picture to those of a sheet of unit sides whose corners lie there: solved as eight equations.
fn back(corners: [(f64, f64); 4]) -> impl Fn(f64, f64) -> (f64, f64) {
    let unit = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
    let mut rows = Vec::new();
    for ((x, y), (u, v)) in corners.into_iter().zip(unit) {
        rows.push([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u]);
        rows.push([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v]);
    }
    for at in 0..8 {
        let pivot = (at..8)
            .max_by(|one, other| rows[*one][at].abs().total_cmp(&rows[*other][at].abs()))
            .unwrap();
        rows.swap(at, pivot);
        for row in 0..8 {
            if row != at {
                let times = rows[row][at] / rows[at][at];
                let pivot = rows[at];
                for (value, above) in rows[row].iter_mut().zip(pivot) {
                    *value -= times * above;
                }
            }
        }
    }
    let h: Vec<f64> = (0..8).map(|at| rows[at][8] / rows[at][at]).collect();
    move |x, y| {
        let depth = h[6] * x + h[7] * y + 1.0;
        (
            (h[0] * x + h[1] * y + h[2]) / depth,
            (h[3] * x + h[4] * y + h[5]) / depth,
        )
    }
}

/// The sheet on a dark desk that the light falls on from one side.
fn scene(sheet: Option<&Sheet>, corners: [(f64, f64); 4], seed: u64) -> Raster {
    let mut dice = Dice::of(seed);
    let back = back(corners);
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let light = 40 + x * 30 / WIDTH;
            let (u, v) = back(f64::from(x), f64::from(y));
            let on = (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v);
            let tone = match sheet {
                Some(sheet) if on => {
                    let (sx, sy) = (
                        (u * f64::from(sheet.width)) as u32,
                        (v * f64::from(sheet.height)) as u32,
                    );
                    u32::from(sheet.pixels[(sy * sheet.width + sx) as usize]) * 220 / 255
                }
                _ => light,
            };
            pixels.push((tone + dice.below(5)).min(255) as u8);
        }
    }
    Raster::grey(WIDTH, HEIGHT, pixels).unwrap()
}

const LYING: [(f64, f64); 4] = [(300.0, 60.0), (690.0, 90.0), (720.0, 660.0), (250.0, 640.0)];

fn off(found: &[scanners::camera::Corner; 4], corners: &[(f64, f64); 4]) -> f64 {
    let pairs = found.iter().zip(corners);
    pairs
        .map(|(found, (x, y))| ((f64::from(found.x) - x).powi(2) + (f64::from(found.y) - y).powi(2)).sqrt())
        .fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn corners_are_found_wherever_the_paper_lies(
        seed in 0u64..1000, by in prop::array::uniform8(-45i32..45), turn in -20i32..20,
    ) {
        let (sin, cos) = f64::from(turn).to_radians().sin_cos();
        let mut at = 0;
        let corners = [(-160.0, -220.0), (160.0, -220.0), (160.0, 220.0), (-160.0, 220.0)].map(|(x, y): (f64, f64)| {
            let (x, y) = (x + f64::from(by[at]), y + f64::from(by[at + 1]));
            at += 2;
            (480.0 + x * cos - y * sin, 360.0 + x * sin + y * cos)
        });
        let sheet = Sheet::text(seed, 60);
        let found = paper_in(&scene(Some(&sheet), corners, seed)).expect("a paper");
        prop_assert!(off(&found.corners, &corners) < 4.0, "{:?} for {corners:?}", found.corners);
    }
}

#[test]
fn a_paper_seen_from_an_angle_is_laid_flat() {
    let sheet = Sheet::text(5, 60);
    let picture = scene(Some(&sheet), LYING, 1);
    let quad = paper_in(&picture).unwrap();
    let (flat, _) = flattened(&picture, &quad);
    // Compared in cells of a line's height: text where there was text, paper where there was paper.
    let cells = |width: u32, height: u32, tone: &dyn Fn(u32, u32) -> u8| -> Vec<u32> {
        let mut cells = vec![0; 30 * 40];
        let mut dots = vec![0; 30 * 40];
        for y in 0..height {
            for x in 0..width {
                let at = (y * 40 / height * 30 + x * 30 / width) as usize;
                cells[at] += u32::from(tone(x, y));
                dots[at] += 1;
            }
        }
        cells.iter().zip(dots).map(|(sum, dots)| sum / dots).collect()
    };
    let seen = cells(flat.width(), flat.height(), &|x, y| flat.row(y)[x as usize]);
    let drawn = cells(sheet.width, sheet.height, &|x, y| {
        (u32::from(sheet.pixels[(y * sheet.width + x) as usize]) * 220 / 255) as u8
    });
    let off: u32 = seen
        .iter()
        .zip(&drawn)
        .map(|(seen, drawn)| seen.abs_diff(*drawn))
        .sum::<u32>()
        / 1200;
    assert!(off < 14, "{off} of 255 off");
}

#[test]
fn an_a4_sheet_gets_its_shape_and_its_dots_per_inch() {
    let corners = [(200.0, 50.0), (620.0, 50.0), (620.0, 644.0), (200.0, 644.0)];
    let picture = scene(Some(&Sheet::text(5, 60)), corners, 1);
    let (flat, dpi) = flattened(&picture, &paper_in(&picture).unwrap());
    let ratio = f64::from(flat.height()) / f64::from(flat.width());
    assert!((ratio - 2f64.sqrt()).abs() < 0.01, "{ratio}");
    assert!(dpi.abs_diff(51) < 2, "{dpi}");
}

#[test]
fn a_desk_without_a_paper_has_none() {
    assert_eq!(paper_in(&scene(None, LYING, 3)), None);
    assert_eq!(paper_in(&Raster::blank(WIDTH, HEIGHT, 240)), None);
    assert_eq!(paper_in(&Raster::blank(3, 3, 240)), None);
    // A card the size of a stamp is too small to be read.
    let stamp = [(400.0, 300.0), (440.0, 300.0), (440.0, 330.0), (400.0, 330.0)];
    assert_eq!(paper_in(&scene(Some(&Sheet::text(1, 60)), stamp, 3)), None);
}

/// A stream of frames and faults, ten a second.
struct Script {
    frames: VecDeque<Result<Raster, Fault>>,
    at: u64,
}

impl FrameSource for Script {
    fn next(&mut self, _: Duration) -> Result<Frame, Fault> {
        self.at += 100;
        let raster = self.frames.pop_front().unwrap_or(Err(Fault::Empty))?;
        Ok(Frame {
            raster,
            at: Duration::from_millis(self.at),
        })
    }
}

fn automatic() -> Shutter {
    let shutter = Shutter::default();
    shutter.set_automatic(true);
    shutter
}

/// `hand` holds the shutter, and is told at each picture how many came before it.
fn held(
    frames: Vec<Result<Raster, Fault>>,
    shutter: &Shutter,
    hand: impl Fn(usize),
) -> (u32, Vec<Moment>, Result<End, Failure>) {
    let mut script = Script {
        frames: frames.into(),
        at: 0,
    };
    let (mut pages, mut moments) = (0, Vec::new());
    let end = look(
        &mut script,
        shutter,
        &Cancel::default(),
        &mut |sight| match sight {
            Sight::Frame {
                frame,
                corners,
                moment,
            } => {
                assert!(preview_jpeg(&frame.raster).unwrap().ends_with(&[0xFF, 0xD9]));
                assert_eq!(corners.is_none(), moment == Moment::NoPaper);
                hand(moments.len());
                moments.push(moment);
            }
            Sight::Scan(Event::Page(page)) => {
                pages += 1;
                assert_eq!(page.number, pages);
                assert!(page.dpi > 20);
                assert!(matches!(page.content, Content::Pixels(_)));
            }
            Sight::Scan(Event::PageStarted { .. } | Event::Progress { .. }) => {}
        },
    );
    (pages, moments, end)
}

fn seen(frames: Vec<Result<Raster, Fault>>) -> (u32, Vec<Moment>, Result<End, Failure>) {
    held(frames, &automatic(), |_| {})
}

fn moved(by: f64) -> [(f64, f64); 4] {
    LYING.map(|(x, y)| (x + by, y))
}

#[test]
fn each_paper_is_taken_once_when_it_lies_still() {
    let (first, second) = (Sheet::text(1, 60), Sheet::text(2, 60));
    let mut frames = vec![Ok(scene(None, LYING, 0)); 2];
    // Pushed in from the side, then let go.
    frames.extend((0..4).map(|at| Ok(scene(Some(&first), moved(f64::from(40 - at * 10)), 1))));
    frames.extend((0..14).map(|at| Ok(scene(Some(&first), LYING, 10 + at))));
    // A cut frame in between is nothing.
    frames.push(Err(Fault::BadData));
    frames.extend((0..3).map(|at| Ok(scene(None, LYING, 30 + at))));
    // The same paper again is the same paper.
    frames.extend((0..14).map(|at| Ok(scene(Some(&first), LYING, 40 + at))));
    frames.extend((0..14).map(|at| Ok(scene(Some(&second), moved(6.0), 60 + at))));
    let (pages, moments, end) = seen(frames);
    assert_eq!((pages, end), (2, Ok(End::FeederEmpty)), "{moments:?}");
    assert_eq!(moments[..2], [Moment::NoPaper; 2]);
    assert!(
        moments[2..6].iter().all(|moment| *moment == Moment::Moving),
        "{moments:?}"
    );
    let taken: Vec<usize> = (0..moments.len())
        .filter(|at| moments[*at] == Moment::Take)
        .collect();
    // Six tenths of a second after the last movement.
    assert!((12..=14).contains(&taken[0]), "{taken:?}");
}

#[test]
fn two_forms_that_differ_in_a_line_are_two_papers() {
    let form = Sheet::text(1, 60);
    let mut filled = Sheet::text(1, 60);
    for y in 200..240 {
        for x in 60..180 {
            filled.pixels[(y * filled.width + x) as usize] = 20;
        }
    }
    let mut frames: Vec<Result<Raster, Fault>> =
        (0..10).map(|at| Ok(scene(Some(&form), LYING, at))).collect();
    frames.extend((0..2).map(|at| Ok(scene(None, LYING, 20 + at))));
    frames.extend((0..10).map(|at| Ok(scene(Some(&filled), LYING, 30 + at))));
    let (pages, moments, _) = seen(frames);
    assert_eq!(pages, 2, "{moments:?}");
}

#[test]
fn the_button_takes_one_picture_and_the_automatic_not_the_same_paper_again() {
    let frames = vec![Ok(scene(None, LYING, 0)); 3];
    let shutter = Shutter::default();
    let (pages, moments, end) = held(frames, &shutter, |at| {
        if at == 1 {
            shutter.press();
        }
    });
    assert_eq!((pages, moments.len(), end), (1, 3, Ok(End::FeederEmpty)));
    let sheet = Sheet::text(1, 60);
    let lying = || (0..24).map(|at| Ok(scene(Some(&sheet), LYING, at))).collect();
    let shutter = Shutter::default();
    let (pages, moments, _) = held(lying(), &shutter, |at| match at {
        10 => shutter.press(),
        12 => shutter.set_automatic(true),
        _ => {}
    });
    assert_eq!(pages, 1, "{moments:?}");
    assert_eq!(moments[9], Moment::Take, "it says when it may be taken");
    assert_eq!(moments.last(), Some(&Moment::Taken));
    // A paper that lies there already is taken as soon as the automatic is on.
    let shutter = Shutter::default();
    let (pages, ..) = held(lying(), &shutter, |at| shutter.set_automatic(at >= 12));
    assert_eq!(pages, 1);
}

#[test]
fn a_camera_that_breaks_keeps_its_pages() {
    let sheet = Sheet::text(1, 60);
    for fault in [Fault::Lost, Fault::Timeout] {
        let mut frames: Vec<Result<Raster, Fault>> =
            (0..10).map(|at| Ok(scene(Some(&sheet), LYING, at))).collect();
        frames.push(Err(fault.clone()));
        let (pages, _, end) = seen(frames);
        assert_eq!((pages, end), (1, Err(fault.after(1))));
    }
    // Pictures that never are whole end, too.
    let (_, _, end) = seen(vec![Err(Fault::BadData); 40]);
    assert_eq!(end, Err(Fault::BadData.after(0)));
}

#[test]
fn a_folder_of_pictures_is_a_camera() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("frames");
    fs::create_dir(&path).unwrap();
    let whole = jpeg(&scene(None, LYING, 1), 96).unwrap();
    fs::write(path.join("1.jpg"), &whole).unwrap();
    fs::write(path.join("2.jpg"), &whole[..whole.len() / 2]).unwrap();
    fs::write(path.join("3.jpg"), &whole).unwrap();
    let mut source = FolderSource::open(&path, Duration::from_millis(100)).unwrap();
    let within = Duration::from_secs(1);
    assert_eq!(source.next(within).unwrap().at, Duration::ZERO);
    assert_eq!(source.next(within), Err(Fault::BadData));
    assert_eq!(source.next(within).unwrap().at, Duration::from_millis(200));
    assert_eq!(source.next(within), Err(Fault::Empty));
    let mut source = FolderSource::open(&path, Duration::from_millis(100)).unwrap();
    fs::remove_dir_all(&path).unwrap();
    assert_eq!(source.next(within), Err(Fault::Lost));
    assert_eq!(FolderSource::open(&path, within).err(), Some(Fault::NotFound));
}
