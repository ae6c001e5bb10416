//! A document camera in the scan panel, and the separator sheets that the window prints.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cases::post::Post;
use scanners::escl::peer::{Peer, Script};
use scanners::files::{Caps, pages_here};
use scanners::page::{Raster, jpeg};

use super::fake_hall::FakeHall;
use super::scanning::{HIGH, WIDE, at, beside, numbers, page, picture, scanned, sheet};
use super::{Keys, TestDesk, clock};
use crate::Keeping;
use crate::view::desk::DeskEvent;
use crate::view::scan::{CameraStep, ScanFrom, ScanView, SightView};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;

/// What a camera sees of this sheet on a dark desk.
fn seen(sheet: Option<&Raster>) -> Vec<u8> {
    let (left, top, wide, high) = (285, 84, 390, 552);
    let mut pixels = vec![45; (WIDTH * HEIGHT) as usize];
    for y in 0..high {
        for x in 0..wide {
            let Some(sheet) = sheet else { continue };
            let tone = sheet.row(y * HIGH / high)[(x * WIDE / wide) as usize];
            pixels[((top + y) * WIDTH + left + x) as usize] = tone;
        }
    }
    jpeg(&Raster::grey(WIDTH, HEIGHT, pixels).unwrap(), 96).unwrap()
}

/// Pictures of a stream, in the order of their names.
fn film(folder: &Path, frames: &[Option<u32>]) {
    fs::create_dir_all(folder).unwrap();
    for (number, frame) in frames.iter().enumerate() {
        let sheet = frame.map(sheet);
        fs::write(folder.join(format!("{number:03}.jpg")), seen(sheet.as_ref())).unwrap();
    }
}

/// A window whose camera is this folder.
async fn filmed(folder: &Path) -> (TestDesk, String) {
    let (test, id) = beside(vec![format!("frames:{}", folder.display())]).await;
    (test, id)
}

async fn sight(test: &mut TestDesk, so: impl Fn(&SightView) -> bool) -> SightView {
    let desk = test.desk.clone();
    test.hear(|event| match event {
        DeskEvent::Sight { sight } => {
            // The screen looks at every picture, so that the next one comes.
            let handle = sight.picture.rsplit('/').next().unwrap();
            assert!(desk.take_page(handle).unwrap().starts_with(&[0xFF, 0xD8]));
            so(sight).then(|| sight.clone())
        }
        _ => None,
    })
    .await
}

async fn closed(test: &mut TestDesk, id: &str) -> ScanView {
    test.until(|desk| desk.scan_view(id).unwrap().running.is_none())
        .await;
    test.desk.scan_view(id).unwrap()
}

#[tokio::test]
async fn papers_under_the_camera_are_taken_by_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let frames: Vec<Option<u32>> = [None, Some(1)]
        .into_iter()
        .chain([Some(1); 9])
        .chain([None])
        .chain([Some(2); 10])
        .collect();
    film(folder.path(), &frames);
    let (mut test, id) = filmed(folder.path()).await;
    let scanners = test.desk.scanners().await.unwrap();
    assert!(scanners[0].camera && scanners[0].chosen && scanners[0].trouble.is_none());
    let begun = test.desk.begin_scan(&id, ScanFrom::Feeder, None).await.unwrap();
    assert_eq!(begun.running.unwrap().automatic, Some(true));
    let lying = sight(&mut test, |sight| !sight.corners.is_empty()).await;
    let (x, y) = lying.corners[0];
    assert!(x.abs_diff(297) < 8 && y.abs_diff(117) < 8, "{:?}", lying.corners);
    let view = closed(&mut test, &id).await;
    assert_eq!((numbers(&view), view.halted), (vec![1, 2], None));
    assert!(
        view.pages
            .iter()
            .all(|page| page.same_as.is_none() && !page.cropped)
    );
    let taken = image::load_from_memory(&picture(&test.desk, &id, 1)).unwrap();
    let ratio = f64::from(taken.height()) / f64::from(taken.width());
    assert!((ratio - 1.414).abs() < 0.05, "the paper alone, {ratio}");
}

#[tokio::test]
async fn the_clerk_takes_a_picture_and_takes_it_again_into_its_place() {
    let (mut test, id) = beside(Vec::new()).await;
    let code = |step| test.desk.camera_step(&id, step).unwrap_err().code;
    let take = |instead| CameraStep::Take { instead };
    assert_eq!(code(take(None)), "YC-5686");
    test.desk.choose_scanner("training:camera").await.unwrap();
    let begun = test.desk.begin_scan(&id, ScanFrom::One, None).await.unwrap();
    assert_eq!(begun.running.unwrap().automatic, Some(false));
    sight(&mut test, |sight| sight.moment == "ready").await;
    test.desk.camera_step(&id, take(None)).unwrap();
    test.until(|desk| desk.scan_view(&id).unwrap().pages.len() == 1)
        .await;
    sight(&mut test, |sight| sight.moment == "taken").await;
    assert_eq!(
        test.desk.camera_step(&id, take(Some(7))).unwrap_err().code,
        "YC-5683"
    );
    test.desk.camera_step(&id, take(Some(1))).unwrap();
    test.until(|desk| numbers(&desk.scan_view(&id).unwrap()) == [2])
        .await;
    let view = test
        .desk
        .camera_step(&id, CameraStep::Automatic { on: true })
        .unwrap();
    assert_eq!(view.running.unwrap().automatic, Some(true));
    test.desk.stop_scan(&id).unwrap();
    let view = closed(&mut test, &id).await;
    assert_eq!((numbers(&view), view.halted), (vec![2], None));
    assert!(view.pages[0].dpi_is_enough, "{} dpi", view.pages[0].dpi);
}

#[tokio::test]
async fn a_locked_window_sees_nothing() {
    let (mut test, id) = beside(Vec::new()).await;
    test.desk.choose_scanner("training:camera").await.unwrap();
    test.desk.begin_scan(&id, ScanFrom::One, None).await.unwrap();
    let before = sight(&mut test, |_| true).await;
    test.desk.lock().unwrap();
    test.until(|desk| desk.state().scan.is_none()).await;
    let handle = before.picture.rsplit('/').next().unwrap();
    assert_eq!(test.desk.take_page(handle), None);
}

#[tokio::test]
async fn promise_01_a_camera_that_is_pulled_out_keeps_what_was_taken() {
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames");
    film(&frames, &[Some(1); 30]);
    let (mut test, id) = filmed(&frames).await;
    test.desk.begin_scan(&id, ScanFrom::Duplex, None).await.unwrap();
    test.until(|desk| desk.scan_view(&id).unwrap().pages.len() == 1)
        .await;
    fs::remove_dir_all(&frames).unwrap();
    let view = closed(&mut test, &id).await;
    assert_eq!(numbers(&view), [1]);
    let halted = view.halted.unwrap();
    assert_eq!((halted.trouble.code.as_str(), halted.kept), ("YC-3309", 1));
    // It is named with what is wrong, and nothing waits for it.
    let scanners = test.desk.scanners().await.unwrap();
    assert_eq!(scanners[0].trouble.as_ref().unwrap().code, "YC-3308");
    // A folder that the window's list does not name is no camera.
    let other = format!("frames:{}", folder.path().display());
    assert_eq!(
        test.desk.choose_scanner(&other).await.unwrap_err().code,
        "YC-3308"
    );
    let nowhere = test.desk.choose_scanner("camera:/dev/video-nowhere").await;
    assert_eq!(nowhere.unwrap_err().code, "YC-3308");
}

#[tokio::test]
async fn separator_sheets_of_the_item_sort_what_lies_behind_them() {
    let (mut test, id) = beside(Vec::new()).await;
    let view = test.desk.scan_view(&id).unwrap();
    let paper = test.desk.make_separators(&id).await.unwrap();
    assert_eq!(
        (paper.kind.as_str(), paper.pages.len()),
        ("separator", view.materials.len())
    );
    let pdf = test.desk.paper_bytes(&paper.id).unwrap();
    let mut drawn = Vec::new();
    pages_here(&pdf, 200, &Caps::default(), &mut |page| drawn.push(page.raster)).unwrap();
    let last = view.materials.len() - 1;
    let peer = Peer::with(Script::feeder(vec![
        page(&drawn[last]),
        page(&sheet(1)),
        page(&sheet(2)),
        page(&drawn[0]),
        page(&sheet(3)),
    ]));
    test.desk.choose_scanner(&peer.address).await.unwrap();
    let view = scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    test.until(|desk| desk.scan_view(&id).unwrap().proposals.len() == 2)
        .await;
    let said: Vec<_> = test.desk.scan_view(&id).unwrap().proposals;
    let said: Vec<_> = said
        .iter()
        .map(|one| {
            (
                one.material.clone(),
                one.why.as_str(),
                one.pages.clone(),
                one.aside.clone(),
            )
        })
        .collect();
    let named = |at: usize| view.materials[at].material.clone();
    assert_eq!(
        said,
        [
            (named(last), "separator", vec![2, 3], vec![1]),
            (named(0), "separator", vec![5], vec![4])
        ]
    );
    assert_eq!(at(&view, 2), "unsorted", "nothing goes by itself");
}

#[tokio::test]
async fn the_training_realm_has_a_camera_of_its_own() {
    let hall = FakeHall::open(clock());
    hall.doing().role = Some(Post::Clerk.role());
    let test = TestDesk::looking_around(hall, Keeping::Memory, Arc::new(Keys::working()));
    test.sign_in().await;
    let found = test.desk.scanners().await.unwrap();
    let training = found.iter().find(|one| one.id == "training:camera").unwrap();
    assert!(training.camera && training.trouble.is_none());
    assert!(training.name.contains("训练"));
}
