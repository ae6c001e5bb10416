//! 事项权限 at a window: what the clerk may not take is found with its reason, and nothing of it is done.

use std::sync::Arc;

use cases::error::Trouble;
use cases::queue::{Window, WindowState};
use cases::roles::Deed;
use cases::roles::scope::Limit;

use super::fake_hall::{FakeHall, USCC};
use super::{Keys, NOON, TestDesk, clock, intake};
use crate::view::desk::PartyChoice;
use crate::{Keeping, Post};

const BOOKKEEPING: &str = "cz-bookkeeping";

/// Clerk 0826 takes what is named, for the deeds that are named.
fn only(domain: &str, deeds: &[Deed]) -> Limit {
    Limit {
        staff: vec!["0826".into()],
        deeds: deeds.to_vec(),
        domains: vec![domain.into()],
        ..Limit::default()
    }
}

fn window(desk: &str, staff: &str) -> Window {
    Window {
        state: WindowState::Free,
        staff: Some(staff.into()),
        ..Window::closed(desk, vec!["A".into(), "B".into()], NOON.parse().unwrap())
    }
}

async fn signed_in(limits: Vec<Limit>) -> TestDesk {
    let hall = FakeHall::open(clock());
    hall.doing().limits = limits;
    hall.doing().queue.other_windows = vec![window("07", "0827"), window("05", "0826")];
    let test = TestDesk::over(hall, Post::Clerk, Keeping::Memory, Arc::new(Keys::working()));
    test.sign_in().await;
    test
}

async fn with_party(test: &TestDesk) {
    test.with_visitor().await;
    test.desk
        .choose_party(PartyChoice::Body {
            uscc: USCC.into(),
            as_agent: false,
        })
        .unwrap();
}

fn code(trouble: Trouble) -> String {
    trouble.code
}

#[tokio::test]
async fn an_item_of_another_clerk_is_found_with_the_window_that_takes_it() {
    let test = signed_in(vec![only("人社", &[])]).await;
    with_party(&test).await;
    let hits = test.desk.find_items("dljz").unwrap();
    let hit = hits.iter().find(|hit| hit.id == BOOKKEEPING).unwrap();
    let why = hit.unfit.clone().unwrap();
    assert_eq!(why.code, "YC-5465");
    assert!(
        why.zh.contains("财政") && why.zh.contains("07 号窗（A/B 组）"),
        "{}",
        why.zh
    );
    assert!(why.en.contains("window 07"), "{}", why.en);
    // The limit holds for whoever sits at 05 as well.
    assert!(!why.zh.contains("05"), "{}", why.zh);
    let refused = test.desk.open_intake(BOOKKEEPING).await.unwrap_err();
    assert_eq!(refused.zh, why.zh);
    assert!(test.desk.drafts().unwrap().is_empty());
    assert!(test.hall.doing().asked.is_empty(), "no source was asked");
    let own = test.desk.find_items("dwcbdj").unwrap();
    assert!(
        own.iter()
            .all(|hit| hit.id != "rs-employer-register" || hit.unfit.is_none())
    );

    test.hall.doing().queue.other_windows.clear();
    test.desk.refresh_queue().await;
    let refused = test.desk.open_intake(BOOKKEEPING).await.unwrap_err();
    assert!(refused.zh.contains("请找值班长"), "{}", refused.zh);
}

#[tokio::test]
async fn a_limit_of_one_deed_lets_the_others_through() {
    let mut test = signed_in(vec![only("人社", &[Deed::Accept, Deed::Query])]).await;
    let view = test.with_intake().await;
    assert!(test.hall.doing().asked.is_empty(), "no source may be asked");
    let sources = intake(&test.desk).delta.sources;
    let why = sources.iter().find_map(|source| source.trouble.clone()).unwrap();
    assert_eq!(why.code, "YC-5465", "the source says why it was not asked");
    let refused = test.desk.retry_source(&view.id, "legalEntity", "enterprise");
    assert_eq!(code(refused.unwrap_err()), "YC-5465");
    test.set(&view, "accSoftware", "账易");
    let revision = intake(&test.desk).delta.revision;
    assert_eq!(
        code(test.desk.accept(&view.id, revision).await.unwrap_err()),
        "YC-5465"
    );
    assert!(test.hall.doing().cases.is_empty());
}

#[tokio::test]
async fn a_parked_draft_of_another_clerk_is_not_opened() {
    let mut test = signed_in(Vec::new()).await;
    let view = test.with_intake().await;
    test.desk.sign_out().await.unwrap();
    test.hall.doing().limits = vec![only("人社", &[])];
    test.sign_in().await;
    let desk = test.desk.desk_view().unwrap();
    assert!(desk.visit.is_some() && desk.intake.is_none());
    assert_eq!(
        code(test.desk.resume_intake(&view.id).await.unwrap_err()),
        "YC-5465"
    );
    let kept = test.desk.drafts().unwrap();
    assert_eq!(kept.len(), 1, "found, and not hidden");
}

#[tokio::test]
async fn lists_without_the_hall_show_the_clerks_own_items() {
    let mut test = signed_in(Vec::new()).await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let revision = intake(&test.desk).delta.revision;
    test.desk.accept(&view.id, revision).await.unwrap();
    let rows = |rows: Vec<crate::view::outcome::CaseRowView>| rows.len();
    assert_eq!(rows(test.desk.cases().await.unwrap()), 1);
    test.hall.doing().limits = vec![only("人社", &[])];
    test.desk.sign_out().await.unwrap();
    test.sign_in().await;
    test.hall.doing().down = true;
    assert_eq!(rows(test.desk.cases().await.unwrap()), 0);
    let mine = crate::view::clerk::CaseList::Mine;
    assert_eq!(test.desk.case_page(mine, "", 0, 50).await.unwrap().total, 0);
    let slip = view.slip.replace(' ', "");
    assert_eq!(code(test.desk.papers(&slip).await.unwrap_err()), "YC-5465");
}
