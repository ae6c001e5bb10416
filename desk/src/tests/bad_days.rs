//! Bad days: an older store comes back, the disk is full, the role is wrong, the clock is off.

use std::sync::Arc;

use cases::wire::feed::{Change, What};

use super::fake_hall::FakeHall;
use super::{KeyFile, KeyState, Keys, TestDesk, again, clock, field, intake, role, set};
use crate::Post;
use crate::store::{Line, Store, StoreFault, meta, outbox};
use crate::view::desk::{DeskEvent, StartState};

#[tokio::test]
async fn promise_02_a_restored_older_store_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let hall = FakeHall::open(clock());
    let keys = || Arc::new(KeyFile(folder.path().join("key")));
    let mut test = TestDesk::in_folder(hall.clone(), data.clone(), keys());
    test.sign_in().await;
    let view = test.with_intake().await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    test.desk
        .rooms()
        .unwrap()
        .store
        .read(|c| Ok(c.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?))
        .unwrap();
    let restored = folder.path().join("restored");
    std::fs::create_dir(&restored).unwrap();
    for name in ["desk.db", "vault.json"] {
        std::fs::copy(data.join(name), restored.join(name)).unwrap();
    }
    test.set(&view, "accSoftware", "新");
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    drop(test);

    let mut test = TestDesk::in_folder(hall, restored, keys());
    test.sign_in().await;
    test.desk
        .edit_intake(
            &view.id,
            intake(&test.desk).delta.revision,
            &[set("accSoftware", "别的")],
        )
        .unwrap();
    test.until(|desk| matches!(desk.start().state, StartState::Stopped { .. }))
        .await;
    let StartState::Stopped { trouble } = test.desk.start().state else {
        unreachable!()
    };
    assert_eq!(trouble.code, "YC-5104");
    assert_eq!(test.desk.accept(&view.id, 1).await.unwrap_err().code, "YC-5104");
    let kept = test
        .desk
        .rooms()
        .unwrap()
        .store
        .read(crate::store::drafts::all)
        .unwrap();
    assert_eq!(kept.len(), 1, "nothing was deleted");
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_says_so() {
    if let Some((_, folder)) = role() {
        return on_a_full_disk(&folder).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "tests::bad_days::a_full_disk_loses_nothing_and_says_so";
    // A mount namespace of its own: the small disk goes with the child.
    let script = r#"mount -t tmpfs -o size=16m none "$YICHUANG_TEST_FOLDER" && exec "$@""#;
    let child = again(
        &["unshare", "-r", "-m", "sh", "-c", script, "sh"],
        name,
        "full",
        folder.path(),
    );
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&child.stdout),
        String::from_utf8_lossy(&child.stderr)
    );
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}

async fn on_a_full_disk(folder: &std::path::Path) {
    let hall = FakeHall::open(clock());
    let mut test = TestDesk::in_folder(hall, folder.join("data"), Arc::new(KeyFile(folder.join("key"))));
    test.sign_in().await;
    let view = test.with_intake().await;
    test.set(&view, "accSoftware", "前");
    let filler = folder.join("filler");
    let mut size = 16 * 1024 * 1024;
    while size > 0 && std::fs::write(&filler, vec![1_u8; size]).is_err() {
        size -= 4096;
    }
    let mut refused = None;
    for round in 0..200 {
        let base = intake(&test.desk).delta.revision;
        let change = set("accSoftware", &format!("{round}"));
        if let Err(trouble) = test.desk.edit_intake(&view.id, base, &[change]) {
            refused = Some((round, trouble));
            break;
        }
    }
    let (round, trouble) = refused.expect("the disk never filled");
    assert_eq!(trouble.code, "YC-5101");
    let stands = if round == 0 {
        "前".to_owned()
    } else {
        (round - 1).to_string()
    };
    assert_eq!(field(&test.desk, "accSoftware").text, stands);
    let pdf = test
        .desk
        .import_file(&view.id, "cz-bookkeeping-m02", "a.pdf", super::blank_pdf())
        .await;
    assert_eq!(pdf.unwrap_err().code, "YC-5101");
    std::fs::remove_file(filler).unwrap();
    assert_eq!(test.set(&view, "accSoftware", "后").text, "后");
    assert!(test.desk.verify_audit().unwrap() > 4);
}

#[tokio::test]
async fn a_role_without_the_permit_does_nothing() {
    let test = TestDesk::signed_in_at(Post::Supervisor).await;
    assert_eq!(test.desk.walk_in("测试").await.unwrap_err().code, "YC-5302");
    assert_eq!(test.desk.call_next().await.unwrap_err().code, "YC-5302");
    let none = uuid::Uuid::nil().to_string();
    assert_eq!(test.desk.accept(&none, 1).await.unwrap_err().code, "YC-5302");
    assert_eq!(test.desk.reveal(&none, "x").unwrap_err().code, "YC-5302");
    assert!(test.desk.cases().await.is_ok());
}

#[tokio::test]
async fn a_typed_number_alone_confirms_nobody() {
    let test = TestDesk::signed_in().await;
    test.desk.walk_in("测试").await.unwrap();
    let number = crate::walk::people::number(&mut rand::SeedableRng::seed_from_u64(2));
    let refused = test
        .desk
        .identify_typed("111", &number, "林思远", "")
        .await
        .unwrap_err();
    assert_eq!(refused.code, "YC-5319");
    let wrong = test
        .desk
        .identify_typed("111", "350199199001010012", "林思远", "111")
        .await
        .unwrap_err();
    assert!(wrong.code.starts_with("YC-11"), "{}", wrong.code);
    assert!(test.desk.desk_view().unwrap().visit.unwrap().person.is_none());
}

#[tokio::test]
async fn a_code_is_nothing_without_the_hall_and_a_bodys_code_says_for_whom() {
    let test = TestDesk::signed_in().await;
    test.desk.walk_in("测试").await.unwrap();
    let code = format!(
        "ZWM1.E.T.11350199MB9A00014B.0123456789ABCDEF.1764000000.{}",
        "30".repeat(35)
    );
    for (shown, expected) in [
        ("", "YC-1211"),
        ("350199199003070011", "YC-1213"),
        (&"9".repeat(3_000), "YC-1212"),
    ] {
        let refused = test.desk.identify_code(shown).await.unwrap_err();
        assert_eq!(refused.code, expected);
    }
    test.hall.doing().down = true;
    let refused = test.desk.identify_code(&code).await.unwrap_err();
    assert_eq!(refused.code, "YC-5667");
    assert!(refused.zh.contains("读身份证"), "{}", refused.zh);
    assert!(test.desk.desk_view().unwrap().visit.unwrap().person.is_none());
    test.hall.doing().down = false;
    let visit = test.desk.identify_code(&code).await.unwrap().visit.unwrap();
    let person = visit.person.unwrap();
    assert_eq!((person.how.as_str(), person.licences.len()), ("code", 1));
    assert_eq!(
        visit.party.unwrap().body.unwrap().uscc,
        crate::tests::fake_hall::USCC
    );
    assert_eq!(test.desk.practice_code().await.unwrap_err().code, "YC-5318");
}

#[tokio::test]
async fn promise_13_legal_time_is_the_halls_and_a_wrong_clock_is_said() {
    let mut test = TestDesk::signed_in().await;
    test.hall.doing().legal_offset_s = 95;
    test.desk.0.link.measure().await.unwrap();
    let link = test.desk.desk_view().unwrap().link;
    assert_eq!(link.offset_s, 95);
    assert_eq!(link.trouble.unwrap().code, "YC-5208");
    let view = test.with_intake().await;
    let draft = test
        .desk
        .rooms()
        .unwrap()
        .store
        .read(crate::store::drafts::all)
        .unwrap()
        .remove(0)
        .draft;
    assert_eq!(draft.id.to_string(), view.id);
    assert_eq!(draft.opened_at.to_string(), "2026-11-20T03:58:25Z");
}

#[tokio::test]
async fn the_line_going_and_coming_is_told() {
    let mut test = TestDesk::signed_in().await;
    test.hall.doing().down = true;
    assert!(
        test.desk
            .0
            .link
            .get::<serde_json::Value>("/v1/queue")
            .await
            .is_err()
    );
    assert!(!test.desk.desk_view().unwrap().link.up);
    test.hall.doing().down = false;
    test.desk.0.link.measure().await.unwrap();
    assert!(test.desk.desk_view().unwrap().link.up);
    let mut told = false;
    while let Ok(event) = test.events.try_recv() {
        told |= matches!(event, DeskEvent::Link { .. });
    }
    assert!(told || test.desk.0.link.state().up);
}

#[tokio::test]
async fn a_locked_keyring_is_a_state_with_a_way_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let hall = FakeHall::open(clock());
    let keys = Arc::new(Keys::working());
    let test = TestDesk::in_folder(hall.clone(), data.clone(), keys.clone());
    let StartState::FirstStart { recovery_code } = test.desk.start().state else {
        panic!("not the first start")
    };
    test.sign_in().await;
    drop(test);
    let database = std::fs::read(data.join("desk.db")).unwrap();

    keys.turn(KeyState::Locked);
    let test = TestDesk::in_folder(hall.clone(), data.clone(), keys.clone());
    let StartState::NeedsRecovery { trouble } = test.desk.start().state else {
        panic!("taken for a first start")
    };
    assert_eq!(trouble.code, "YC-5401");
    assert_eq!(
        std::fs::read(data.join("desk.db")).unwrap(),
        database,
        "nothing was touched"
    );
    assert_eq!(test.desk.sign_in("0826", "x").await.unwrap_err().code, "YC-5407");
    assert_eq!(
        test.desk
            .recover("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")
            .unwrap_err()
            .code,
        "YC-5403"
    );
    assert_eq!(
        test.desk.recover(&recovery_code).unwrap().state,
        StartState::SignIn
    );
    test.sign_in().await;
    drop(test);

    // A keyring that lost the key: the code brings it back, and it stays.
    keys.turn(KeyState::Works);
    keys.forget();
    let test = TestDesk::in_folder(hall.clone(), data.clone(), keys.clone());
    assert!(matches!(
        test.desk.start().state,
        StartState::NeedsRecovery { .. }
    ));
    test.desk.recover(&recovery_code).unwrap();
    drop(test);
    let test = TestDesk::in_folder(hall, data, keys);
    assert_eq!(test.desk.start().state, StartState::SignIn);
}

#[tokio::test]
async fn without_a_keyring_the_code_is_entered_at_each_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let hall = FakeHall::open(clock());
    let keys = Arc::new(Keys::working());
    keys.turn(KeyState::Absent);
    let test = TestDesk::in_folder(hall.clone(), data.clone(), keys.clone());
    let StartState::FirstStart { recovery_code } = test.desk.start().state else {
        panic!("not the first start")
    };
    test.sign_in().await;
    drop(test);
    for _ in 0..2 {
        let test = TestDesk::in_folder(hall.clone(), data.clone(), keys.clone());
        let StartState::NeedsRecovery { trouble } = test.desk.start().state else {
            panic!("no code was asked")
        };
        assert_eq!(trouble.code, "YC-5402");
        test.desk.recover(&recovery_code).unwrap();
        test.sign_in().await;
    }
}

#[tokio::test]
async fn a_first_start_whose_code_was_never_noted_shows_a_code_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let hall = FakeHall::open(clock());
    let keys = Arc::new(Keys::working());
    let first = TestDesk::in_folder(hall.clone(), data.clone(), keys.clone())
        .desk
        .start()
        .state;
    let second = TestDesk::in_folder(hall, data, keys).desk.start().state;
    assert!(
        matches!(first, StartState::FirstStart { .. }) && matches!(second, StartState::FirstStart { .. })
    );
    assert_ne!(first, second);
}

#[tokio::test]
async fn the_outbox_says_why_it_waits() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    test.hall.doing().down = true;
    test.set(&view, "accSoftware", "账易");
    test.desk.send_due().await.unwrap();
    let row = test
        .desk
        .rooms()
        .unwrap()
        .store
        .read(outbox::head)
        .unwrap()
        .unwrap();
    assert_eq!(row.cause.unwrap().code, "YC-5201");
    assert!(row.next_try.is_some());
    assert_eq!(row.attempts, 0, "it certainly never left");
}

#[tokio::test]
async fn promise_03_the_loser_of_a_draft_learns_who_has_it() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let id = view.id.parse().unwrap();
    let what = What::Draft {
        draft: id,
        revision: 9,
        desk: "12".into(),
    };
    test.desk.hear(Change { cursor: 41, what }).await;
    let base = intake(&test.desk).delta.revision;
    let refused = test
        .desk
        .edit_intake(&view.id, base, &[set("accSoftware", "账易")])
        .unwrap_err();
    assert_eq!(refused.code, "YC-5314");
    let mut told = Vec::new();
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::Trouble { trouble } = event {
            told.push(trouble);
        }
    }
    assert!(
        told.iter()
            .any(|trouble| trouble.code == "YC-5324" && trouble.zh.contains("12"))
    );
    let kept = test
        .desk
        .rooms()
        .unwrap()
        .store
        .read(|c| meta::get(c, meta::FEED_CURSOR))
        .unwrap();
    assert_eq!(kept.as_deref(), Some("41"));
}

#[test]
fn promise_09_an_edited_entry_is_found() {
    let store = Store::in_memory("08").unwrap();
    let line = |deed| Line {
        at: super::NOON.parse().unwrap(),
        actor: "0826".into(),
        deed,
        subject: "case".into(),
        purpose: "测试".into(),
        detail: String::new(),
    };
    for deed in ["sign_in", "accept", "sign_out"] {
        store.transact(line(deed), |_| Ok(())).unwrap();
    }
    assert_eq!(store.verify_chain().unwrap(), 3);
    let edit = "UPDATE audit SET json = replace(json, 'accept', 'reveal') WHERE seq = 2";
    store.mark(|tx| Ok(tx.execute(edit, [])?)).unwrap();
    assert!(matches!(store.verify_chain(), Err(StoreFault::Chain(_))));
}

#[test]
fn a_write_that_fails_leaves_neither_change_nor_entry() {
    let store = Store::in_memory("08").unwrap();
    let line = Line {
        at: super::NOON.parse().unwrap(),
        actor: "0826".into(),
        deed: "accept",
        subject: "case".into(),
        purpose: "测试".into(),
        detail: String::new(),
    };
    let failed: Result<(), StoreFault> = store.transact(line, |tx| {
        meta::set(tx, "x", "1")?;
        Err(StoreFault::Missing)
    });
    assert!(failed.is_err());
    assert_eq!(store.read(|c| meta::get(c, "x")).unwrap(), None);
    assert_eq!(store.verify_chain().unwrap(), 0);
}

#[test]
fn promise_12_every_trouble_has_its_own_code() {
    let source = include_str!("../trouble.rs");
    let mut codes: Vec<&str> = source
        .match_indices("\"YC-")
        .map(|(at, _)| &source[at + 1..at + 8])
        .collect();
    let all = codes.len();
    let ours = |code: &&str| code.starts_with("YC-5") || code.starts_with("YC-912");
    assert!(all > 40 && codes.iter().all(ours));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all, "a code is used twice");
}
