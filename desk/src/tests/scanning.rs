//! Pages from a scanner that answers as devices do, on their way to the materials.

use std::path::Path;
use std::sync::Arc;

use cases::material::Held;
use cases::post::Post;
use scanners::escl::peer::{Peer, Script, Sheet};
use scanners::page::{PdfWriter, Raster, Turn, jpeg, turned};

use super::fake_hall::{FakeHall, walk_in};
use super::{KeyFile, Keys, TestDesk, again, clock, role};
use crate::clock::Clock;
use crate::scan::batch::Batch;
use crate::scan::propose::SEPARATOR;
use crate::store::scans;
use crate::view::desk::DeskEvent;
use crate::view::scan::{ScanFrom, ScanStep, ScanView};
use crate::{Desk, Keeping};

pub(super) const WIDE: u32 = 1654;
pub(super) const HIGH: u32 = 2339;

/// A4 at 200 dpi; a seed makes other lines.
pub(super) fn sheet(seed: u32) -> Raster {
    let mut pixels = vec![240u8; (WIDE * HIGH) as usize];
    let mut dice = seed.wrapping_mul(2_654_435_761) | 1;
    for line in 0..28 {
        let top = 260 + line * 66;
        for sign in 0..30 {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if dice >> 29 == 0 {
                continue;
            }
            let left = 200 + sign * 40;
            let (wide, high) = (8 + (dice >> 20) % 22, 10 + (dice >> 12) % 22);
            for y in top..top + high {
                for x in left..left + wide {
                    pixels[(y * WIDE + x) as usize] = 30;
                }
            }
        }
    }
    Raster::grey(WIDE, HIGH, pixels).unwrap()
}

fn blank() -> Raster {
    Raster::blank(WIDE, HIGH, 240)
}

/// A separator sheet for a material.
fn separator(material: &str) -> Raster {
    let code = qrcode::QrCode::new(format!("{SEPARATOR}{material}")).unwrap();
    let side = code.width();
    let mut pixels = vec![240u8; (WIDE * HIGH) as usize];
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Light {
            continue;
        }
        let (left, top) = (400 + at % side * 12, 400 + at / side * 12);
        for y in top..top + 12 {
            for x in left..left + 12 {
                pixels[y * WIDE as usize + x] = 20;
            }
        }
    }
    Raster::grey(WIDE, HIGH, pixels).unwrap()
}

pub(super) fn page(raster: &Raster) -> Sheet {
    Sheet::Page(jpeg(raster, 200).unwrap())
}

fn sheets(seeds: std::ops::RangeInclusive<u32>) -> Vec<Sheet> {
    seeds.map(|seed| page(&sheet(seed))).collect()
}

/// A window beside these scanners with an open intake.
pub(super) async fn beside(addresses: Vec<String>) -> (TestDesk, String) {
    let hall = FakeHall::open(clock());
    hall.doing().role = Some(Post::Clerk.role());
    let keys = Arc::new(Keys::working());
    let mut test = TestDesk::beside_scanners(hall, Keeping::Memory, keys, addresses);
    test.sign_in().await;
    let view = test.with_intake().await;
    (test, view.id)
}

pub(super) async fn scanned(test: &mut TestDesk, id: &str, from: ScanFrom, instead: Option<u32>) -> ScanView {
    let begun = test.desk.begin_scan(id, from, instead).await.unwrap();
    assert!(begun.running.is_some() || begun.halted.is_some() || !begun.pages.is_empty());
    test.until(|desk| desk.scan_view(id).unwrap().running.is_none() && codes_are_read(desk, id))
        .await;
    test.desk.scan_view(id).unwrap()
}

fn saved(desk: &Desk, id: &str) -> Batch {
    let rooms = desk.rooms().unwrap();
    let read = |connection: &_| scans::get(connection, id.parse().unwrap());
    rooms.store.read(read).unwrap()
}

fn codes_are_read(desk: &Desk, id: &str) -> bool {
    saved(desk, id).without_codes().is_empty()
}

pub(super) fn numbers(view: &ScanView) -> Vec<u32> {
    view.pages.iter().map(|page| page.number).collect()
}

pub(super) fn at(view: &ScanView, number: u32) -> String {
    let page = view.pages.iter().find(|page| page.number == number).unwrap();
    page.material.clone().unwrap_or_else(|| page.place.clone())
}

pub(super) fn picture(desk: &Desk, id: &str, page: u32) -> Vec<u8> {
    let address = desk.scan_picture(id, page, true).unwrap();
    let handle = address.rsplit('/').next().unwrap();
    let picture = desk.take_page(handle).unwrap();
    assert_eq!(desk.take_page(handle), None, "good for one fetch");
    picture
}

fn files_of(desk: &Desk, material: &str) -> Vec<(u32, Vec<u8>)> {
    let state = desk.state();
    let slot = state.intake.as_ref().unwrap().draft.slot(material).unwrap();
    let Some(Held::Files { pieces }) = &slot.held else {
        return Vec::new();
    };
    let rooms = desk.rooms().unwrap();
    pieces
        .iter()
        .map(|piece| (piece.pages, rooms.pieces.read(&piece.digest).unwrap()))
        .collect()
}

/// The material with this number, and its name.
fn numbered(view: &ScanView, number: u32) -> String {
    let found = view.materials.iter().find(|one| one.number == number);
    found.unwrap().material.clone()
}

/// The first material that the applicant brings.
fn paper_number(view: &ScanView, desk: &Desk) -> u32 {
    let intake = super::intake(desk);
    let slots = &intake.delta.slots;
    let brought = |id: &str| {
        slots
            .iter()
            .any(|slot| slot.material == id && slot.source == "申请人")
    };
    let found = view.materials.iter().find(|one| brought(&one.material));
    found.unwrap().number
}

#[tokio::test]
async fn promise_01_a_jam_on_page_7_keeps_pages_1_to_6_and_goes_on_at_7() {
    let peer = Peer::with(Script::jam(sheets(1..=6)));
    let (mut test, id) = beside(vec![peer.address.clone()]).await;
    let view = scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    assert_eq!(numbers(&view), [1, 2, 3, 4, 5, 6]);
    let halted = view.halted.unwrap();
    assert_eq!(
        (halted.trouble.code.as_str(), halted.kept, halted.next),
        ("YC-3301", 6, 7)
    );
    for page in 1..=6 {
        assert!(picture(&test.desk, &id, page).starts_with(&[0xFF, 0xD8]));
    }
    // Somebody takes the sheet out and puts the rest back.
    peer.now(Script::feeder(sheets(7..=8)));
    let view = scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    assert_eq!(numbers(&view), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(view.halted, None);
    assert!(
        view.pages.iter().all(|page| page.same_as.is_none()),
        "{:?}",
        view.pages
    );
    assert!(
        view.pages
            .iter()
            .all(|page| page.problem.as_deref() == Some("unsorted"))
    );
}

#[tokio::test]
async fn each_page_is_heard_of_after_it_is_kept() {
    let peer = Peer::with(Script::feeder(sheets(1..=3)));
    let (mut test, id) = beside(vec![peer.address.clone()]).await;
    test.desk.begin_scan(&id, ScanFrom::Feeder, None).await.unwrap();
    assert_eq!(
        test.desk
            .begin_scan(&id, ScanFrom::Feeder, None)
            .await
            .unwrap_err()
            .code,
        "YC-5682"
    );
    let mut heard = Vec::new();
    loop {
        let Some(DeskEvent::Scan { scan }) = test.events.recv().await else {
            continue;
        };
        heard.push(scan.pages.len());
        let saved = test.desk.scan_view(&id).unwrap();
        assert!(saved.pages.len() >= scan.pages.len());
        for page in &scan.pages {
            picture(&test.desk, &id, page.number);
        }
        if scan.running.is_none() && codes_are_read(&test.desk, &id) {
            break;
        }
    }
    // Of each page, of the end, and of the codes of each page, which are looked for behind it.
    heard.dedup();
    assert_eq!(heard, [1, 2, 3]);
}

/// A page does not wait for its codes, and what they say comes by itself.
#[tokio::test]
async fn a_page_stands_before_its_codes_are_read_and_a_killed_window_reads_them_later() {
    let (mut test, id) = beside(Vec::new()).await;
    let view = view_of(&test, &id);
    let first = numbered(&view, paper_number(&view, &test.desk));
    let peer = Peer::with(Script::feeder(vec![page(&separator(&first)), page(&sheet(1))]));
    test.desk.choose_scanner(&peer.address).await.unwrap();
    test.desk.begin_scan(&id, ScanFrom::Feeder, None).await.unwrap();
    let scan = |event: &DeskEvent| match event {
        DeskEvent::Scan { scan } => Some(scan.clone()),
        _ => None,
    };
    let stands = test.hear(scan).await;
    assert_eq!((stands.pages.len(), stands.proposals.len()), (1, 0));
    let told = test
        .hear(|event| scan(event).filter(|scan| scan.proposals.iter().any(|one| one.pages == [2])))
        .await;
    assert_eq!(told.proposals[0].why, "separator");
    test.until(|desk| desk.scan_view(&id).unwrap().running.is_none())
        .await;
    // As a window leaves it that is killed before the codes are looked for.
    let mut batch = serde_json::to_value(saved(&test.desk, &id)).unwrap();
    for facts in batch["facts"].as_object_mut().unwrap().values_mut() {
        facts["codes"] = serde_json::json!([]);
        facts["codesRead"] = false.into();
    }
    let batch: Batch = serde_json::from_value(batch).unwrap();
    let draft = id.parse().unwrap();
    let at = clock().now();
    let rooms = test.desk.rooms().unwrap();
    rooms.store.mark(|tx| scans::save(tx, draft, &batch, at)).unwrap();
    assert!(view_of(&test, &id).proposals.is_empty());
    let told = test
        .hear(|event| scan(event).filter(|scan| scan.proposals.iter().any(|one| one.pages == [2])))
        .await;
    assert_eq!(told.proposals[0].aside, [1]);
    test.until(|desk| codes_are_read(desk, &id)).await;
}

#[tokio::test]
async fn pages_are_put_to_materials_filed_turned_and_taken_back() {
    let peer = Peer::with(Script::feeder(sheets(1..=4)));
    let (mut test, id) = beside(vec![peer.address.clone()]).await;
    let view = scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    let first = numbered(&view, paper_number(&view, &test.desk));
    assert!(!view.unfiled && !view.can_undo);
    let step = |step: ScanStep| test.desk.scan_step(&id, &step);
    let put = |page, rest| ScanStep::Put {
        page,
        material: first.clone(),
        rest,
    };
    let view = step(put(2, true)).unwrap();
    assert_eq!((at(&view, 1).as_str(), at(&view, 4)), ("unsorted", first.clone()));
    step(ScanStep::Split { page: 4 }).unwrap();
    let view = step(ScanStep::Turn { page: 2, quarters: 1 }).unwrap();
    assert!(view.unfiled && files_of(&test.desk, &first).is_empty());
    let delta = test.desk.file_scans(&id).await.unwrap();
    let slot = delta.slots.iter().find(|slot| slot.material == first).unwrap();
    assert_eq!((slot.satisfied, slot.how.as_deref()), (true, Some("files")));
    let files = files_of(&test.desk, &first);
    assert_eq!(files.iter().map(|file| file.0).collect::<Vec<_>>(), [2, 1]);
    // The page is in the file as it was kept, shown turned.
    let drawn = crate::pages::rasterise(&files[0].1, 0).unwrap();
    let drawn = image::load_from_memory(&drawn).unwrap();
    assert!(
        drawn.width() > drawn.height(),
        "{}×{}",
        drawn.width(),
        drawn.height()
    );
    let view = test.desk.scan_view(&id).unwrap();
    assert!(!view.unfiled);
    // What is taken back is filed anew in place of the old.
    for _ in 0..2 {
        step(ScanStep::Undo).unwrap();
    }
    assert!(test.desk.scan_view(&id).unwrap().unfiled);
    test.desk.file_scans(&id).await.unwrap();
    assert_eq!(
        files_of(&test.desk, &first)
            .iter()
            .map(|file| file.0)
            .collect::<Vec<_>>(),
        [3]
    );
    // The slot is emptied by hand: the pages can be filed again.
    test.desk.clear_material(&id, &first).unwrap();
    assert!(test.desk.scan_view(&id).unwrap().unfiled);
    test.desk.file_scans(&id).await.unwrap();
    assert_eq!(files_of(&test.desk, &first).len(), 1);
    step(ScanStep::Undo).unwrap();
    test.desk.file_scans(&id).await.unwrap();
    assert!(files_of(&test.desk, &first).is_empty());
    let code = |step: ScanStep| test.desk.scan_step(&id, &step).unwrap_err().code;
    assert_eq!(code(ScanStep::Undo), "YC-5454");
    assert_eq!(code(ScanStep::Split { page: 9 }), "YC-5683");
    let nowhere = ScanStep::Put {
        page: 1,
        material: "no such".into(),
        rest: false,
    };
    assert_eq!(code(nowhere), "YC-5310");
    assert_eq!(test.desk.scan_picture(&id, 9, true).unwrap_err().code, "YC-5683");
}

#[tokio::test]
async fn a_separator_proposes_and_only_a_person_accepts() {
    let (mut test, id) = beside(Vec::new()).await;
    let view = test.desk.scan_view(&id).unwrap();
    let first = numbered(&view, paper_number(&view, &test.desk));
    let peer = Peer::with(Script::feeder(vec![
        page(&separator(&first)),
        page(&blank()),
        page(&sheet(1)),
        page(&blank()),
    ]));
    test.desk.choose_scanner(&peer.address).await.unwrap();
    let view = scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    assert_eq!(numbers(&view).len(), 4, "a blank page is never dropped");
    assert_eq!(view.pages[3].problem.as_deref(), Some("blank"));
    assert!(
        view.pages.iter().all(|page| page.place == "unsorted"),
        "nothing goes by itself"
    );
    assert_eq!(view.proposals.len(), 1);
    let proposal = &view.proposals[0];
    assert_eq!(
        (
            proposal.material.clone(),
            proposal.why.as_str(),
            proposal.pages.clone(),
            proposal.aside.clone()
        ),
        (first.clone(), "separator", vec![3, 4], vec![1, 2])
    );
    let none = ScanStep::Accept { proposal: Some(7) };
    assert_eq!(test.desk.scan_step(&id, &none).unwrap_err().code, "YC-5685");
    let view = test
        .desk
        .scan_step(&id, &ScanStep::Accept { proposal: None })
        .unwrap();
    assert_eq!(
        [1, 2, 3, 4].map(|page| at(&view, page)),
        ["aside", "aside", &first, &first]
    );
    assert_eq!(view.pages[3].problem.as_deref(), Some("blank"));
    let view = test.desk.scan_step(&id, &ScanStep::Stand { page: 4 }).unwrap();
    assert_eq!(view.pages[3].problem, None);
    test.desk.file_scans(&id).await.unwrap();
    assert_eq!(files_of(&test.desk, &first)[0].0, 2);
}

#[tokio::test]
async fn a_page_is_scanned_again_from_the_glass_into_its_place() {
    let peer = Peer::with(Script::feeder(sheets(1..=3)));
    let (mut test, id) = beside(vec![peer.address.clone()]).await;
    scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    peer.now(Script::feeder(sheets(2..=2)));
    let view = scanned(&mut test, &id, ScanFrom::One, Some(2)).await;
    assert_eq!(numbers(&view), [1, 4, 3]);
    assert_eq!(
        view.pages[1].same_as, None,
        "it is not held against the page whose place it takes"
    );
    assert!(peer.seen.lock().unwrap().settings[1].contains("<pwg:InputSource>Platen</pwg:InputSource>"));
    let view = test.desk.scan_step(&id, &ScanStep::Undo).unwrap();
    assert_eq!(numbers(&view), [1, 2, 3]);
    assert_eq!(
        test.desk
            .begin_scan(&id, ScanFrom::One, Some(77))
            .await
            .unwrap_err()
            .code,
        "YC-5683"
    );
    // The same sheet a second time is said to be one.
    peer.now(Script::feeder(sheets(3..=3)));
    let view = scanned(&mut test, &id, ScanFrom::One, None).await;
    assert_eq!(view.pages[3].same_as, Some(3));
}

#[tokio::test]
async fn without_a_scanner_the_desk_says_so_and_files_come_in_its_place() {
    let (mut test, id) = beside(Vec::new()).await;
    assert!(test.desk.scanners().await.unwrap().is_empty());
    let trouble = test.desk.begin_scan(&id, ScanFrom::One, None).await.unwrap_err();
    assert_eq!(trouble.code, "YC-5681");
    assert_eq!(test.desk.scan_view(&id).unwrap().running, None);
    let mut pdf = PdfWriter::default();
    pdf.page(&sheet(5), 200).unwrap();
    pdf.page(&turned(sheet(6), Turn::Quarter), 200).unwrap();
    let pdf = pdf.finish().unwrap();
    let view = test.desk.scan_file(&id, "合同.pdf", pdf).await.unwrap();
    assert_eq!(numbers(&view), [1, 2]);
    assert!(view.pages.iter().all(|page| page.dpi >= 300));
    let view = test
        .desk
        .scan_file(&id, "page.jpg", jpeg(&sheet(7), 200).unwrap())
        .await
        .unwrap();
    assert_eq!((numbers(&view).len(), view.running), (3, None));
    let bad = test
        .desk
        .scan_file(&id, "x.jpg", b"\xFF\xD8\xFFno".to_vec())
        .await
        .unwrap_err();
    assert!(bad.code.starts_with("YC-32"), "{}", bad.code);
    // It is over, and the next one begins.
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0".to_vec();
    let bad = test.desk.scan_file(&id, "x.heic", heic).await.unwrap_err();
    assert_eq!(bad.code, "YC-3317", "{}", bad.zh);
    // And the case goes on: the original was seen.
    let view = test.desk.scan_view(&id).unwrap();
    let first = numbered(&view, paper_number(&view, &test.desk));
    let delta = test.desk.paper(&id, &first, 1, 0, 1, false).unwrap();
    assert!(
        delta
            .slots
            .iter()
            .any(|slot| slot.material == first && slot.satisfied)
    );
    // One that does not answer is named with the reason, and chosen no more than it answers.
    assert_eq!(
        test.desk
            .choose_scanner("http://127.0.0.1:9")
            .await
            .unwrap_err()
            .code,
        "YC-3308"
    );
    test.until(|_| true).await;
}

#[tokio::test]
async fn a_scanner_that_went_away_says_so_and_another_one_is_chosen() {
    let peer = Peer::with(Script::feeder(sheets(1..=1)));
    let gone = "http://127.0.0.1:9".to_owned();
    let (mut test, id) = beside(vec![gone.clone()]).await;
    let view = scanned(&mut test, &id, ScanFrom::One, None).await;
    let halted = view.halted.unwrap();
    assert_eq!((halted.trouble.code.as_str(), halted.kept), ("YC-3308", 0));
    let all = test.desk.choose_scanner(&peer.address).await.unwrap();
    let rows: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one.id.clone(),
                one.chosen,
                one.trouble.as_ref().map(|it| it.code.as_str()),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [(gone, false, Some("YC-3308")), (peer.address.clone(), true, None)]
    );
    let view = scanned(&mut test, &id, ScanFrom::One, None).await;
    assert_eq!((numbers(&view), view.halted), (vec![1], None));
    // The device has no unit for both sides.
    let view = scanned(&mut test, &id, ScanFrom::Duplex, None).await;
    assert_eq!(view.halted.unwrap().trouble.code, "YC-3312");
    // Nothing lay in the feeder.
    peer.now(Script::feeder(Vec::new()));
    let view = scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    assert_eq!(view.halted.unwrap().trouble.code, "YC-3302");
    assert_eq!(numbers(&view_of(&test, &id)), [1]);
}

fn view_of(test: &TestDesk, id: &str) -> ScanView {
    test.desk.scan_view(id).unwrap()
}

/// A feeder that stands still in its third page.
fn hanging() -> Script {
    let mut pages = sheets(1..=2);
    pages.push(Sheet::Hang(jpeg(&sheet(3), 200).unwrap()));
    Script {
        ends_at: usize::MAX,
        feeder: ("ScannerAdfLoaded", "ScannerAdfLoaded", usize::MAX),
        ..Script::feeder(pages)
    }
}

#[tokio::test]
async fn a_scan_that_is_stopped_keeps_what_came() {
    let peer = Peer::with(hanging());
    let (mut test, id) = beside(vec![peer.address.clone()]).await;
    test.desk.begin_scan(&id, ScanFrom::Feeder, None).await.unwrap();
    test.until(|desk| desk.scan_view(&id).unwrap().pages.len() == 2)
        .await;
    test.desk.stop_scan(&id).unwrap();
    test.until(|desk| desk.scan_view(&id).unwrap().running.is_none())
        .await;
    let view = view_of(&test, &id);
    assert_eq!((numbers(&view), view.halted), (vec![1, 2], None));
    assert_eq!(peer.deleted(), 1);
}

fn in_folder(folder: &Path, addresses: Vec<String>) -> TestDesk {
    let hall = FakeHall::open(clock());
    let keys = Arc::new(KeyFile(folder.join("key")));
    TestDesk::beside_scanners(hall, Keeping::Folder(folder.join("data")), keys, addresses)
}

#[tokio::test]
async fn promise_01_pages_that_were_announced_survive_a_kill_in_the_batch() {
    if let Some((_, folder)) = role() {
        let peer = Peer::with(hanging());
        let mut test = in_folder(&folder, vec![peer.address.clone()]);
        test.sign_in().await;
        let view = test.with_intake().await;
        test.desk
            .begin_scan(&view.id, ScanFrom::Feeder, None)
            .await
            .unwrap();
        test.until(|desk| desk.scan_view(&view.id).unwrap().pages.len() == 2)
            .await;
        test.desk
            .scan_step(&view.id, &ScanStep::Turn { page: 2, quarters: 2 })
            .unwrap();
        // The third page is half here.
        std::process::abort();
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "tests::scanning::promise_01_pages_that_were_announced_survive_a_kill_in_the_batch";
    let child = again(&["env"], name, "kill", folder.path());
    assert!(!child.status.success(), "the child was to be killed");
    let peer = Peer::with(Script::feeder(sheets(3..=3)));
    let mut test = in_folder(folder.path(), vec![peer.address.clone()]);
    test.hall.doing().queue.visit = Some(walk_in("测试", 1, clock().now()));
    test.sign_in().await;
    let id = super::intake(&test.desk).id;
    let view = view_of(&test, &id);
    assert_eq!(
        (numbers(&view), view.pages[1].quarters, view.running.is_none()),
        (vec![1, 2], 2, true)
    );
    for page in [1, 2] {
        picture(&test.desk, &id, page);
    }
    let view = scanned(&mut test, &id, ScanFrom::Feeder, None).await;
    assert_eq!(numbers(&view), [1, 2, 3]);
    test.desk.scan_step(&id, &ScanStep::Undo).unwrap();
    assert_eq!(view_of(&test, &id).pages[1].quarters, 0);
    // No picture lies open on the disk.
    let mut files = 0;
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            assert!(
                !bytes.windows(4).any(|part| part == b"JFIF"),
                "{:?}",
                entry.path()
            );
            files += 1;
        }
    }
    assert!(files >= 5, "{files}");
}
