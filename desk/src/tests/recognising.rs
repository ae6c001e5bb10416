//! Recognition at the window: pages are read behind everything else, what was read stands beside the form, and only a person
//! takes it. A program of the test reads in place of the real one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scanners::escl::peer::{Peer, Script, Sheet};
use scanners::page::{Raster, jpeg};
use scanners::recognise::Recogniser;
use tempfile::TempDir;

use super::fake_hall::{FakeHall, walk_in};
use super::{KeyFile, Keys, TestDesk, again, clock, field, role};
use crate::clock::Clock;
use crate::view::intake::FieldState;
use crate::view::scan::{RecognisedRowView, ScanFrom, ScanStep, ScanView};
use crate::{Keeping, Recogniser as Lent};

/// A page with a mark, so that each is another picture.
fn sheets(number: u32) -> Vec<Sheet> {
    (0..number)
        .map(|at| {
            let mut page = Raster::blank(1654, 2339, 240);
            for y in 200 + at * 90..1800 {
                for x in 300..500 {
                    if (x / (4 + at) + y / 9) % 2 == 0 {
                        page.pixels_mut()[(y * 1654 + x) as usize] = 20;
                    }
                }
            }
            Sheet::Page(jpeg(&page, 200).unwrap())
        })
        .collect()
}

/// What another process does is no event of the desk.
async fn soon(so: impl Fn() -> bool) {
    let limit = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while !so() {
        assert!(tokio::time::Instant::now() < limit, "it did not come to be");
        tokio::task::yield_now().await;
    }
}

/// The rows of a page that says these lines, columns apart by two blanks.
fn rows(lines: &[&str]) -> String {
    let mut rows =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
            .to_owned();
    for (line, said) in (1..).zip(lines) {
        let mut left = 100;
        for column in said.split("  ") {
            let width = 20 * column.chars().count();
            let top = 100 + 50 * line;
            rows += &format!("5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{width}\t24\t97.6\t{column}\n");
            left += width + 100;
        }
    }
    rows
}

/// A program that says this of every page.
fn says(folder: &Path, lines: &[&str]) -> Lent {
    fs::write(folder.join("said"), rows(lines)).unwrap();
    script(folder, "cat >/dev/null; cat \"$(dirname \"$0\")/said\"")
}

fn script(folder: &Path, does: &str) -> Lent {
    let program = folder.join("reader");
    fs::write(&program, format!("#!/bin/sh\n{does}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    Recogniser {
        program,
        confined_by: None,
        ..Recogniser::default()
    }
}

/// A window with that program, an open intake and so many pages with a material that the applicant brings.
async fn sorted(program: Lent, pages: u32) -> (TestDesk, String, String) {
    let peer = Peer::with(Script::feeder(sheets(pages)));
    let hall = FakeHall::open(clock());
    let keys = Arc::new(Keys::working());
    let mut test = TestDesk::beside_scanners(hall, Keeping::Memory, keys, vec![peer.address.clone()]);
    test.desk.read_with(program);
    test.sign_in().await;
    let id = test.with_intake().await.id;
    let material = put(&mut test, &id).await;
    (test, id, material)
}

/// Scans what lies in the feeder and puts it to the first material that the applicant brings.
async fn put(test: &mut TestDesk, id: &str) -> String {
    let view = test.desk.scan_view(id).unwrap();
    let slots = super::intake(&test.desk).delta.slots;
    let brought = view.materials.iter().find(|one| {
        slots
            .iter()
            .any(|slot| slot.material == one.material && slot.source == "申请人")
    });
    let material = brought.unwrap().material.clone();
    test.desk.begin_scan(id, ScanFrom::Feeder, None).await.unwrap();
    test.until(|desk| desk.scan_view(id).unwrap().running.is_none())
        .await;
    let step = ScanStep::Put {
        page: 1,
        material: material.clone(),
        rest: true,
    };
    test.desk.scan_step(id, &step).unwrap();
    material
}

async fn read(test: &mut TestDesk, id: &str, state: &str) -> ScanView {
    let is = |view: &ScanView| {
        let mut wanted = view.pages.iter().filter(|page| page.place == "material");
        wanted.all(|page| page.read.as_deref() == Some(state))
    };
    test.until(|desk| is(&desk.scan_view(id).unwrap())).await;
    test.desk.scan_view(id).unwrap()
}

fn row<'a>(rows: &'a [RecognisedRowView], key: &str) -> Option<&'a RecognisedRowView> {
    rows.iter().find(|row| row.key == key)
}

fn state(test: &TestDesk, key: &str) -> FieldState {
    field(&test.desk, key)
}

/// A field with this kind that nothing stands in, and one that a source filled.
fn empty_phone(test: &TestDesk) -> (String, String) {
    let view = super::intake(&test.desk);
    let schema = view.schema.iter().find(|schema| {
        let state = field(&test.desk, &schema.key);
        schema.kind == "phone"
            && state.shown
            && state.text.is_empty()
            && state.conflict.is_empty()
            && !schema.many
    });
    let schema = schema.expect("a telephone to fill");
    (schema.key.clone(), schema.label.clone())
}

#[tokio::test]
async fn promise_05_what_was_read_stands_beside_the_form_and_only_a_person_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let program = says(folder.path(), &["空"]);
    let (mut test, id, material) = sorted(program, 1).await;
    let (phone, label) = empty_phone(&test);
    let filled = super::intake(&test.desk);
    let body = filled
        .schema
        .iter()
        .find(|schema| {
            let state = field(&test.desk, &schema.key);
            schema.kind == "text" && state.filled && !state.masked && state.text.chars().count() > 7
        })
        .expect("a name that a source gave");
    let (name, named) = (body.key.clone(), field(&test.desk, &body.key).text.clone());
    let mut wrong: Vec<char> = named.chars().collect();
    wrong[2] = '囧';
    let wrong: String = wrong.into_iter().collect();
    // The page that was read says nothing; turned round it is read anew.
    read(&mut test, &id, "read").await;
    assert!(test.desk.scan_recognised(&id, &material).unwrap().rows.is_empty());
    let line = format!("{label}：13812341234");
    says(folder.path(), &[&line, &wrong]);
    test.desk
        .scan_step(&id, &ScanStep::Turn { page: 1, quarters: 2 })
        .unwrap();
    read(&mut test, &id, "read").await;
    let seen = test.desk.scan_recognised(&id, &material).unwrap().rows;
    let offer = row(&seen, &phone).unwrap();
    assert_eq!(
        (offer.verdict.as_str(), offer.can_take, offer.number),
        ("offer", true, 1)
    );
    assert_eq!((offer.sure, offer.boxes.len(), offer.page), (97, 1, 1));
    let look = row(&seen, &name).unwrap();
    assert_eq!((look.verdict.as_str(), look.can_take), ("look", false));
    assert!(
        look.read
            .iter()
            .any(|part| part.differs && part.text.contains('囧')),
        "{look:?}"
    );
    // Nothing was set by itself.
    assert!(state(&test, &phone).text.is_empty());

    let before = state(&test, &name);
    let refused = test.desk.take_recognised(&id, 1, &name).unwrap_err();
    assert_eq!(refused.code, "YC-5699");
    assert_eq!(state(&test, &name), before);

    let delta = test.desk.take_recognised(&id, 1, &phone).unwrap();
    let taken = delta.fields.iter().find(|field| field.key == phone).unwrap();
    assert!(taken.filled);
    let chip = taken.chip.as_ref().unwrap();
    assert_eq!(
        (chip.kind.as_str(), chip.label.as_str()),
        ("recognition", "识别 97%")
    );
    assert_eq!(taken.decided.as_ref().unwrap().by, "0826");
    assert_eq!(
        test.desk
            .reveal(&id, &phone)
            .unwrap_or_else(|_| taken.text.clone()),
        "13812341234"
    );
    let trail = test.desk.trail(&id).unwrap();
    assert!(trail.iter().any(|row| row.deed == "take_recognised"), "{trail:?}");
    let seen = test.desk.scan_recognised(&id, &material).unwrap().rows;
    let same = row(&seen, &phone).unwrap();
    assert_eq!(
        (same.verdict.as_str(), same.from.as_deref()),
        ("same", Some("recognition"))
    );
    // Taken back like any edit.
    assert_eq!(
        test.desk.undo_edit(&id).unwrap().key.as_deref(),
        Some(phone.as_str())
    );
    assert!(!state(&test, &phone).filled);
    // What was typed meanwhile is confirmed.
    test.set(&super::intake(&test.desk), &phone, "13900001111");
    let before = state(&test, &phone);
    assert_eq!(
        test.desk.take_recognised(&id, 1, &phone).unwrap_err().code,
        "YC-5699"
    );
    assert_eq!(state(&test, &phone), before);
    let code = |page, key: &str| test.desk.take_recognised(&id, page, key).unwrap_err().code;
    assert_eq!(code(7, &phone), "YC-5683");
    assert_eq!(code(1, "no such"), "YC-5309");
}

#[tokio::test]
async fn a_value_that_was_read_may_be_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (mut test, id, material) = sorted(says(folder.path(), &["空"]), 1).await;
    let (phone, label) = empty_phone(&test);
    read(&mut test, &id, "read").await;
    for (quarters, number) in [(1, "13812341234"), (1, "13812345678")] {
        let line = format!("{label}：{number}");
        says(folder.path(), &[&line]);
        test.desk
            .scan_step(&id, &ScanStep::Turn { page: 1, quarters })
            .unwrap();
        read(&mut test, &id, "read").await;
        let seen = test.desk.scan_recognised(&id, &material).unwrap().rows;
        assert!(row(&seen, &phone).unwrap().can_take, "{seen:?}");
        test.desk.take_recognised(&id, 1, &phone).unwrap();
        let shown = state(&test, &phone);
        assert!(
            shown.filled && (shown.text == number || shown.text.ends_with(&number[7..])),
            "{shown:?}"
        );
    }
}

#[tokio::test]
async fn without_the_program_the_panel_says_so_and_everything_goes_on() {
    let nowhere = Recogniser {
        program: PathBuf::from("/nowhere/reader"),
        confined_by: None,
        ..Recogniser::default()
    };
    let (mut test, id, material) = sorted(nowhere, 2).await;
    test.until(|desk| desk.scan_view(&id).unwrap().unread.is_some())
        .await;
    let view = test.desk.scan_view(&id).unwrap();
    assert_eq!(view.unread.unwrap().code, "YC-3330");
    assert!(test.desk.scan_recognised(&id, &material).unwrap().rows.is_empty());
    test.desk.file_scans(&id).await.unwrap();
    let slots = super::intake(&test.desk).delta.slots;
    assert!(
        slots
            .iter()
            .any(|slot| slot.material == material && slot.satisfied)
    );
    // And where nothing reads at all, nothing is said.
    let (mut test, id) = {
        let hall = FakeHall::open(clock());
        let mut test = TestDesk::over(
            hall,
            crate::Post::Clerk,
            Keeping::Memory,
            Arc::new(Keys::working()),
        );
        test.sign_in().await;
        let id = test.with_intake().await.id;
        (test, id)
    };
    assert_eq!(test.desk.scan_view(&id).unwrap().unread, None);
    test.until(|_| true).await;
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_passed_by_and_a_page_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let does = "cat >/dev/null; echo x >>\"$(dirname \"$0\")/count\"; exit 1";
    let (mut test, id, _) = sorted(script(folder.path(), does), 3).await;
    let view = read(&mut test, &id, "failed").await;
    assert_eq!((view.pages.len(), view.unread), (3, None));
    let count = || {
        fs::read_to_string(folder.path().join("count"))
            .unwrap()
            .lines()
            .count()
    };
    assert_eq!(count(), 3);
    // A page that lies nowhere or aside is not read, nor is one again that was.
    for step in [
        ScanStep::Unsort { page: 3, rest: false },
        ScanStep::Undo,
        ScanStep::Aside { page: 2, rest: false },
    ] {
        test.desk.scan_step(&id, &step).unwrap();
    }
    read(&mut test, &id, "failed").await;
    assert_eq!(count(), 3);
    // One that is scanned again lies where the other lay.
    let peer = Peer::with(Script::feeder(sheets(4).split_off(3)));
    test.desk.choose_scanner(&peer.address).await.unwrap();
    test.desk.begin_scan(&id, ScanFrom::One, Some(1)).await.unwrap();
    test.until(|desk| desk.scan_view(&id).unwrap().running.is_none())
        .await;
    read(&mut test, &id, "failed").await;
    assert_eq!(count(), 4);
}

#[tokio::test]
async fn reading_ends_with_the_case_that_leaves_and_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let does = "echo $$ >\"$(dirname \"$0\")/pid\"; exec sleep 600";
    let (test, id, material) = sorted(script(folder.path(), does), 2).await;
    let pid = folder.path().join("pid");
    soon(|| fs::read_to_string(&pid).is_ok_and(|text| text.ends_with('\n'))).await;
    let process = PathBuf::from("/proc").join(fs::read_to_string(&pid).unwrap().trim());
    assert!(process.exists());
    // While the program hangs, pages are sorted and filed.
    test.desk.scan_step(&id, &ScanStep::Split { page: 2 }).unwrap();
    test.desk.file_scans(&id).await.unwrap();
    let slots = super::intake(&test.desk).delta.slots;
    assert!(
        slots
            .iter()
            .any(|slot| slot.material == material && slot.satisfied)
    );
    test.desk.close_visit("left").await.unwrap();
    soon(|| !process.exists()).await;
}

fn in_folder(folder: &Path, addresses: Vec<String>) -> TestDesk {
    let hall = FakeHall::open(clock());
    let keys = Arc::new(KeyFile(folder.join("key")));
    TestDesk::beside_scanners(hall, Keeping::Folder(folder.join("data")), keys, addresses)
}

/// Whether a file below the folder has these bytes in it.
fn anywhere(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return anywhere(&path, bytes);
        }
        fs::read(path)
            .unwrap()
            .windows(bytes.len())
            .any(|part| part == bytes)
    })
}

#[tokio::test]
async fn promise_01_and_14_a_kill_loses_no_page_and_what_was_read_is_sealed() {
    if let Some((_, folder)) = role() {
        let peer = Peer::with(Script::feeder(sheets(2)));
        let mut test = in_folder(&folder, vec![peer.address.clone()]);
        test.desk
            .read_with(script(&folder.join("program"), "exec sleep 600"));
        test.sign_in().await;
        let id = test.with_intake().await.id;
        put(&mut test, &id).await;
        std::process::abort();
    }
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("program")).unwrap();
    let name = "tests::recognising::promise_01_and_14_a_kill_loses_no_page_and_what_was_read_is_sealed";
    let child = again(&["env"], name, "kill", folder.path());
    assert!(!child.status.success(), "the child was to be killed");
    let mut test = in_folder(folder.path(), Vec::new());
    let program: TempDir = tempfile::tempdir().unwrap();
    test.desk
        .read_with(says(program.path(), &["文昌物业合同专用章 350199199003070011"]));
    test.hall.doing().queue.visit = Some(walk_in("测试", 1, clock().now()));
    test.sign_in().await;
    let id = super::intake(&test.desk).id;
    let view = read(&mut test, &id, "read").await;
    assert_eq!(view.pages.len(), 2);
    let data = folder.path().join("data");
    assert!(!anywhere(&data, "文昌物业合同专用章".as_bytes()));
    assert!(!anywhere(&data, b"350199199003070011"));
    // The case leaves with everything that was read of it.
    let count = |test: &TestDesk| {
        let rooms = test.desk.rooms().unwrap();
        let id = id.parse().unwrap();
        let known = rooms
            .store
            .read(|connection| crate::store::recognised::known(connection, id));
        known.unwrap().len()
    };
    assert_eq!(count(&test), 2);
    let rooms = test.desk.rooms().unwrap();
    rooms
        .store
        .mark(|tx| crate::store::drafts::end(tx, id.parse().unwrap()))
        .unwrap();
    assert_eq!(count(&test), 0);
}
