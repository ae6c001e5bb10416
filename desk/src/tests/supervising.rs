//! The supervisor's window: the board, and what is done from it.

use cases::error::Trouble;
use cases::queue::WindowState;
use cases::wire::feed::{Change, What};
use serde_json::json;
use uuid::Uuid;

use super::fake_board::RATING;
use super::{NOON, TestDesk};
use crate::Post;
use crate::view::clerk::CaseList;
use crate::view::desk::{DeskEvent, StartState};

async fn chief() -> TestDesk {
    TestDesk::signed_in_at(Post::Supervisor).await
}

fn code(trouble: Trouble) -> String {
    trouble.code
}

#[tokio::test]
async fn the_board_is_the_halls_word_for_word() {
    let test = chief().await;
    let view = test.desk.board_view().await.unwrap();
    let json = serde_json::to_value(&view).unwrap();
    // The hall's own words, in the shape that screens know.
    let mut hall = serde_json::to_value(super::fake_board::board(NOON.parse().unwrap())).unwrap();
    hall["trouble"] = serde_json::Value::Null;
    hall["windows"][0]["support"] = json!("support");
    assert_eq!(json, hall);
}

#[tokio::test]
async fn without_the_hall_the_last_board_stays_and_says_why() {
    let test = chief().await;
    test.hall.doing().down = true;
    assert_eq!(
        code(test.desk.board_view().await.unwrap_err()),
        "YC-5201",
        "none was seen yet"
    );
    test.hall.doing().down = false;
    let seen = test.desk.board_view().await.unwrap();
    test.hall.doing().down = true;
    let mut kept = test.desk.board_view().await.unwrap();
    assert_eq!(kept.trouble.take().unwrap().code, "YC-5201");
    assert_eq!(kept, seen);
    test.hall.doing().down = false;
    assert_eq!(test.desk.board_view().await.unwrap().trouble, None);
    // A hall that says no is no hall that is away.
    test.hall.doing().board.signed_out = true;
    assert_eq!(code(test.desk.board_view().await.unwrap_err()), "YC-2202");
    // Nothing of it is left for whoever signs in next.
    test.desk.sign_out().await.unwrap();
    assert!(test.desk.state().board.is_none());
}

#[tokio::test]
async fn a_window_is_moved_by_whoever_is_first() {
    let test = chief().await;
    let groups = vec!["B".to_owned(), "C".to_owned()];
    let moved = test.desk.move_window("05", groups.clone(), 3).await.unwrap();
    assert!(moved.moved);
    assert_eq!(
        (moved.desk.as_str(), moved.version, &moved.groups),
        ("05", 4, &groups)
    );
    let late = test.desk.move_window("05", groups, 3).await.unwrap();
    assert_eq!((late.moved, late.by.as_deref()), (false, Some("王雨桐 0826")));
    assert_eq!(test.hall.doing().board.asked, ["/v1/windows/05/groups"; 2]);
    for odd in ["", "../9", "0 5"] {
        assert_eq!(
            code(test.desk.release_window(odd).await.unwrap_err()),
            "YC-5417",
            "{odd}"
        );
    }
}

#[tokio::test]
async fn what_a_silent_window_had_is_taken_back_and_given_on() {
    let test = chief().await;
    test.desk.release_window("05").await.unwrap();
    // One that answers keeps it.
    assert_eq!(code(test.desk.release_window("07").await.unwrap_err()), "YC-2613");
    let lying = test.desk.window_drafts("05").await.unwrap();
    assert_eq!(lying[0].item_name, "中介机构从事代理记账业务审批");
    let left = test
        .desk
        .reassign_drafts("05", "06", std::slice::from_ref(&lying[0].id))
        .await
        .unwrap();
    assert!(left.is_empty(), "{left:?}");
    let odd = test
        .desk
        .reassign_drafts("05", "06", &["x".into()])
        .await
        .unwrap_err();
    assert_eq!(code(odd), "YC-5308");
}

#[tokio::test]
async fn cases_are_urged_and_bad_ratings_called_back() {
    let test = chief().await;
    test.desk.urge_case("S123").await.unwrap();
    assert_eq!(test.hall.doing().board.asked, ["/v1/cases/S123/urge"]);
    let rating = RATING.to_string();
    let bad = test.desk.bad_rating(&rating).await.unwrap();
    assert_eq!(
        (bad.level.as_str(), bad.reasons, bad.called_at),
        ("bad", vec!["02".to_owned()], None)
    );
    test.desk.call_back(&rating, false, "无人接听").await.unwrap();
    assert_eq!(test.desk.bad_rating(&rating).await.unwrap().called_at, None);
    test.desk.call_back(&rating, true, "已说明").await.unwrap();
    let done = test.desk.bad_rating(&rating).await.unwrap();
    assert_eq!(done.called_at.as_deref(), Some(NOON));
    assert_eq!(code(test.desk.bad_rating("x").await.unwrap_err()), "YC-5417");
    // Each of them stands in this window's own log.
    let log = test.desk.rooms().unwrap();
    let log = log
        .store
        .read(|connection| crate::store::audit::about(connection, &["S123".to_owned(), rating]))
        .unwrap();
    let deeds: Vec<_> = log.iter().map(|entry| entry.deed.as_str()).collect();
    assert_eq!(
        deeds,
        [
            "urge_case",
            "bad_rating",
            "call_back",
            "bad_rating",
            "call_back",
            "bad_rating"
        ]
    );
}

/// However much the hall tells at once, the board's window is told once, twice on a slow machine; nobody else is.
#[tokio::test]
async fn a_burst_of_changes_is_one_board() {
    let desk = || "05".to_owned();
    let changes = [
        What::Queue { waiting: 3 },
        What::Window {
            desk: desk(),
            state: WindowState::Free,
            groups: Vec::new(),
        },
        What::Urged {
            slip: "S".into(),
            desk: desk(),
            times: 1,
        },
        What::CalledBack { rating: Uuid::nil() },
        What::Rated {
            desk: desk(),
            slip: "S".into(),
        },
        // A cursor of a month ago.
        What::Reset,
    ];
    for (post, expected) in [(Post::Supervisor, 1..=2), (Post::Clerk, 0..=0)] {
        let mut test = TestDesk::signed_in_at(post).await;
        for (cursor, what) in changes.clone().into_iter().enumerate() {
            let cursor = cursor as u64 + 1;
            test.desk.hear(Change { cursor, what }).await;
        }
        let mut boards = 0;
        // The burst is over when nothing was said for longer than changes are gathered.
        while let Ok(Some(event)) =
            tokio::time::timeout(std::time::Duration::from_millis(900), test.events.recv()).await
        {
            boards += u32::from(matches!(event, DeskEvent::Board));
        }
        assert!(expected.contains(&boards), "{post:?}: {boards}");
    }
}

#[tokio::test]
async fn a_clerk_hears_that_a_case_of_his_is_urged() {
    let mut test = TestDesk::signed_in().await;
    let what = What::Urged {
        slip: "S".into(),
        desk: "08".into(),
        times: 2,
    };
    test.desk.hear(Change { cursor: 1, what }).await;
    let mut notes = Vec::new();
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::Case { slip, note, .. } = event {
            notes.push((slip, note));
        }
    }
    assert_eq!(notes, [("S".to_owned(), Some("督办 第 2 次".to_owned()))]);
}

#[tokio::test]
async fn a_supervisor_pages_through_the_whole_halls_cases_and_locks_his_window() {
    let test = chief().await;
    let page = test.desk.case_page(CaseList::Overdue, "", 0, 10).await.unwrap();
    assert_eq!(page.total, 50_000);
    let counts = test.desk.case_counts().await.unwrap();
    assert_eq!((counts.drafts, counts.unsent, counts.due), (0, 0, 50_000));
    let paths = test.hall.doing().paths.clone();
    let pages: Vec<_> = paths.iter().filter(|path| path.contains("case-page")).collect();
    assert!(
        pages.len() == 6 && pages.iter().all(|path| !path.contains("desk=")),
        "{pages:?}"
    );
    assert!(pages[0].contains("dueBy=2026-11-19"), "{pages:?}");
    // 收件 is not done here.
    let drafts = test
        .desk
        .case_page(CaseList::Drafts, "", 0, 10)
        .await
        .unwrap_err();
    assert_eq!(code(drafts), "YC-5302");

    test.desk.lock().unwrap();
    assert!(matches!(test.desk.start().state, StartState::Locked { .. }));
    assert_eq!(code(test.desk.board_view().await.unwrap_err()), "YC-5451");
    test.desk.unlock("yichuang-train").await.unwrap();
    test.desk.board_view().await.unwrap();
}

#[tokio::test]
async fn the_board_is_the_supervisors_alone() {
    for post in [Post::Clerk, Post::Helper, Post::Kiosk, Post::Wall] {
        let test = TestDesk::signed_in_at(post).await;
        let desk = &test.desk;
        let refused = [
            desk.board_view().await.unwrap_err(),
            desk.move_window("05", vec!["B".into()], 1).await.unwrap_err(),
            desk.release_window("05").await.unwrap_err(),
            desk.window_drafts("05").await.unwrap_err(),
            desk.reassign_drafts("05", "06", &[]).await.unwrap_err(),
            desk.urge_case("S").await.unwrap_err(),
            desk.bad_rating(&RATING.to_string()).await.unwrap_err(),
            desk.call_back(&RATING.to_string(), true, "").await.unwrap_err(),
        ];
        for trouble in refused {
            assert_eq!(trouble.code, "YC-5302", "{post:?}");
        }
        assert!(test.hall.doing().board.asked.is_empty());
    }
}
