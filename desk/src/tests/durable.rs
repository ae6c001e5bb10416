//! What is called saved is there after a kill, once at the hall, and sealed on the disk.

use std::path::Path;
use std::sync::Arc;

use cases::wire::intake::Command;

use super::fake_hall::{FakeHall, body_facts, walk_in};
use super::{KeyFile, TestDesk, again, blank_pdf, clock, field, intake, role, set};
use crate::clock::Clock;
use crate::store::outbox;
use crate::view::outcome::AcceptView;

fn in_folder(folder: &Path) -> TestDesk {
    let hall = FakeHall::open(clock());
    TestDesk::in_folder(hall, folder.join("data"), Arc::new(KeyFile(folder.join("key"))))
}

#[tokio::test]
async fn promise_01_what_was_saved_survives_a_kill() {
    if let Some((_, folder)) = role() {
        let mut test = in_folder(&folder);
        test.sign_in().await;
        let view = test.with_intake().await;
        test.set(&view, "chiefAccPhone", "13912345678");
        test.desk
            .edit_intake(
                &view.id,
                intake(&test.desk).delta.revision,
                &[set("accSoftware", "账易")],
            )
            .unwrap();
        test.desk.remember_position(&view.id, "accSoftware").unwrap();
        // No destructor, no close: as a power loss leaves it.
        std::process::abort();
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "tests::durable::promise_01_what_was_saved_survives_a_kill";
    let child = again(&["env"], name, "kill", folder.path());
    assert!(!child.status.success(), "the child was to be killed");
    let test = in_folder(folder.path());
    test.hall.doing().queue.visit = Some(walk_in("测试", 1, clock().now()));
    test.sign_in().await;
    let view = intake(&test.desk);
    assert_eq!(view.item_id, "cz-bookkeeping");
    assert_eq!(view.position.as_deref(), Some("accSoftware"));
    assert_eq!(field(&test.desk, "accSoftware").text, "账易");
    assert!(
        !test
            .desk
            .desk_view()
            .unwrap()
            .visit
            .unwrap()
            .party
            .unwrap()
            .as_agent
    );
    assert!(test.desk.verify_audit().unwrap() > 4);
}

#[tokio::test]
async fn promise_02_pressing_accept_twice_gives_one_case() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let revision = intake(&test.desk).delta.revision;
    let (first, second) = tokio::join!(
        test.desk.accept(&view.id, revision),
        test.desk.accept(&view.id, revision)
    );
    let third = test.desk.accept(&view.id, revision).await.unwrap();
    let number = |outcome: &AcceptView| match outcome {
        AcceptView::Accepted { case_number, .. } => case_number.clone(),
        other => panic!("not accepted: {other:?}"),
    };
    let first = number(&first.unwrap());
    assert_eq!(number(&second.unwrap()), first);
    assert_eq!(number(&third), first);
    assert_eq!(test.hall.doing().cases.len(), 1);
    assert!(test.desk.drafts().unwrap().is_empty());
}

#[tokio::test]
async fn promise_02_an_intent_committed_before_a_crash_goes_out_once() {
    let folder = tempfile::tempdir().unwrap();
    let hall = FakeHall::open(clock());
    let keys = || Arc::new(KeyFile(folder.path().join("key")));
    let mut test = TestDesk::in_folder(hall.clone(), folder.path().join("data"), keys());
    test.sign_in().await;
    let view = test.with_intake().await;
    let mut test = test.complete(&view).await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    // Committed, and the program ends before anything is sent.
    hall.doing().down = true;
    let id = view.id.parse().unwrap();
    assert!(
        test.desk
            .judge(id, u64::from(intake(&test.desk).delta.revision), "0826")
            .is_ok()
    );
    drop(test);
    hall.doing().down = false;
    let mut test = TestDesk::in_folder(hall.clone(), folder.path().join("data"), keys());
    test.sign_in().await;
    if let Some(view) = test.desk.desk_view().unwrap().intake {
        let late = test
            .desk
            .edit_intake(&view.id, view.delta.revision, &[set("accSoftware", "晚")]);
        assert!(late.is_err(), "an intake under acceptance was edited");
    }
    test.until(|desk| desk.drafts().unwrap().is_empty()).await;
    assert_eq!(hall.doing().cases.len(), 1);
    assert!(test.desk.desk_view().unwrap().intake.is_none());
}

#[tokio::test]
async fn promise_02_a_lost_reply_gives_one_case_and_a_receipt() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let mut test = test.complete(&view).await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    test.hall.doing().lose_replies = 1;
    let outcome = test
        .desk
        .accept(&view.id, intake(&test.desk).delta.revision)
        .await
        .unwrap();
    let AcceptView::Received { slip, papers, .. } = outcome else {
        panic!("not received: {outcome:?}")
    };
    assert_eq!(papers.len(), 1);
    assert_eq!(papers[0].title, "收件凭证");
    // The clock stands still, so nothing is due again by itself.
    test.desk
        .rooms()
        .unwrap()
        .store
        .mark(|tx| outbox::try_now(tx))
        .unwrap();
    test.desk.send_due().await.unwrap();
    assert_eq!(test.desk.desk_view().unwrap().unsent, 0);
    let doing = test.hall.doing();
    assert_eq!(doing.cases.len(), 1);
    assert_eq!(doing.cases[0].slip, slip);
    let accepts: Vec<_> = doing
        .arrived
        .iter()
        .filter(|one| matches!(one.command, Command::Accept { .. }))
        .collect();
    assert_eq!(accepts.len(), 2, "sent again");
    assert_eq!(
        (accepts[0].place.clone(), accepts[0].key),
        (accepts[1].place.clone(), accepts[1].key)
    );
    assert_eq!(accepts[0].digest, accepts[1].digest);
}

#[tokio::test]
async fn promise_02_nothing_is_lost_while_the_hall_is_away_and_the_order_stays() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let mut test = test.complete(&view).await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    test.hall.doing().down = true;
    test.hall.doing().arrived.clear();
    for phone in ["13900000001", "13900000002", "13900000003"] {
        test.set(&view, "chiefAccPhone", phone);
    }
    // What never left takes the later revisions over.
    assert_eq!(test.desk.desk_view().unwrap().unsent, 1);
    let form = intake(&test.desk)
        .delta
        .slots
        .into_iter()
        .find(|slot| slot.generated)
        .unwrap();
    test.desk.make_form(&view.id, &form.material).await.unwrap();
    test.desk.sign_form(&view.id, &form.material, 1).unwrap();
    let outcome = test
        .desk
        .accept(&view.id, intake(&test.desk).delta.revision)
        .await
        .unwrap();
    assert!(matches!(outcome, AcceptView::Received { .. }), "{outcome:?}");
    assert!(test.hall.doing().arrived.is_empty());
    test.hall.doing().down = false;
    test.desk
        .rooms()
        .unwrap()
        .store
        .mark(|tx| outbox::try_now(tx))
        .unwrap();
    test.desk.send_due().await.unwrap();
    let doing = test.hall.doing();
    let kinds: Vec<&str> = doing
        .arrived
        .iter()
        .map(|one| outbox::kind(&one.command))
        .collect();
    assert_eq!(kinds, ["saveDraft", "receive", "accept"]);
    assert!(
        doing
            .arrived
            .windows(2)
            .all(|pair| pair[0].place.sequence + 1 == pair[1].place.sequence)
    );
    assert_eq!(doing.cases.len(), 1);
}

#[tokio::test]
async fn promise_04_without_the_hall_only_a_receipt_is_made() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    test.hall.doing().down = true;
    let outcome = test
        .desk
        .accept(&view.id, intake(&test.desk).delta.revision)
        .await
        .unwrap();
    let AcceptView::Received { papers, slip, .. } = outcome else {
        panic!("not received: {outcome:?}")
    };
    let titles: Vec<&str> = papers.iter().map(|paper| paper.title.as_str()).collect();
    assert_eq!(titles, ["收件凭证"]);
    assert_eq!(papers[0].number, None);
    let bytes = test.desk.paper_bytes(&papers[0].id).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let read = std::process::Command::new("pdftotext")
        .arg(file.path())
        .arg("-")
        .output()
        .unwrap();
    let text = String::from_utf8(read.stdout).unwrap();
    assert!(text.contains(&slip) && text.contains("不代表已经受理"), "{text}");
    assert!(
        !text.contains("受理通知书编号") && !text.contains("办件编号："),
        "{text}"
    );
}

#[tokio::test]
async fn promise_14_no_number_stands_readable_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut test = in_folder(folder.path());
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    test.sign_in().await;
    let view = test.with_intake().await;
    let number = test.desk.reveal(&view.id, "legalRepIdNumber").unwrap();
    assert_eq!(number.len(), 18);
    let slot = intake(&test.desk)
        .delta
        .slots
        .into_iter()
        .find(|slot| !slot.generated)
        .unwrap();
    test.desk
        .import_file(&view.id, &slot.material, &format!("{number}.pdf"), blank_pdf())
        .await
        .unwrap();
    assert!(
        intake(&test.desk)
            .delta
            .slots
            .iter()
            .any(|slot| slot.how.as_deref() == Some("files"))
    );
    drop(test);
    let utf16: Vec<u8> = number.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut looked = 0;
    let mut folders = vec![folder.path().join("data")];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            looked += bytes.len();
            for needle in [number.as_bytes(), &utf16, "林思远".as_bytes(), b"SQLite format 3"] {
                let found = bytes.windows(needle.len()).any(|part| part == needle);
                assert!(!found, "readable in {}", entry.path().display());
            }
        }
    }
    assert!(looked > 10_000, "only {looked} bytes were looked at");
}
