//! 维护 from the supervisor's window: files are checked there, what they change is said, the hall publishes them, and
//! every window can read what became of it.

use desk::view::library::{CatalogueText, CheckView};
use desk::{Desk, Post};
use practice::SecondDepartment;
use serde_json::Value as Json;

use crate::hand_over::Window;
use crate::walk::Place;

fn items() -> Json {
    serde_json::from_str(include_str!("../../catalogue/items.json")).expect("json")
}

async fn check(desk: &Desk, name: &str, json: &Json) -> CheckView {
    let texts = vec![CatalogueText {
        name: name.to_owned(),
        text: json.to_string(),
    }];
    desk.check_catalogue(texts).await.expect("checked")
}

fn code<T>(refused: Result<T, desk::Trouble>) -> String {
    refused.err().map_or_else(String::new, |trouble| trouble.code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn files_are_checked_compared_and_published_once() {
    let place = Place::open(SecondDepartment::Own).await;
    let Window { desk, .. } = Window::open(&place, Post::Supervisor, "S1", "0801").await;
    assert_eq!(code(desk.publish_catalogue("先发布").await), "YC-5651");

    let mut broken = items();
    broken[3]["promisedDays"] = 99.into();
    broken[5]["fields"][0]["dataElement"] = "person.shoeSize".into();
    let report = check(&desk, "items.json", &broken).await;
    let said: Vec<(&str, &str)> = report
        .faults
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect();
    assert!(said.contains(&("[3].promisedDays", "YC-1304")), "{said:?}");
    assert!(
        said.contains(&("[5].fields[0].dataElement", "YC-1306")),
        "{said:?}"
    );
    assert_eq!(code(desk.publish_catalogue("带着问题").await), "YC-5651");

    let mut changed = items();
    changed[3]["promisedDays"] = 6.into();
    changed[20]["result"] = "印章刻制备案证明".into();
    let report = check(&desk, "items.json", &changed).await;
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    assert_eq!((report.items, report.total), (32, 2));
    let kinds: Vec<(&str, &str)> = report
        .changes
        .iter()
        .map(|change| (change.kind.as_str(), change.id.as_str()))
        .collect();
    assert!(kinds.contains(&("changed", "scjg-food-licence")), "{kinds:?}");
    assert!(kinds.contains(&("changed", "ga-seal")), "{kinds:?}");
    assert_eq!(code(desk.publish_catalogue("  ").await), "YC-5652");
    let published = desk
        .publish_catalogue("承诺时限改为 6 个工作日")
        .await
        .expect("published");
    assert_eq!(published.items, 32);
    assert_eq!(code(desk.publish_catalogue("再发一次").await), "YC-5651", "once");

    let clerk = Window::open(&place, Post::Clerk, "08", "0826").await;
    let editions = clerk.desk.editions().await.expect("listed");
    assert_eq!(editions.len(), 2);
    assert_eq!(
        (editions[0].id.as_str(), editions[0].in_force),
        (published.id.as_str(), true)
    );
    assert_eq!(editions[0].note, "承诺时限改为 6 个工作日");
    let changes = clerk.desk.edition_changes(&published.id).await.expect("compared");
    assert_eq!(changes.previous.as_deref(), Some(editions[1].id.as_str()));
    assert_eq!((changes.total, changes.changes.len()), (2, 2));
    let food = changes
        .changes
        .iter()
        .find(|change| change.id == "scjg-food-licence")
        .expect("there");
    assert!(
        food.said.iter().any(|said| said.zh.contains("6 工作日")),
        "{food:?}"
    );
    let first = clerk
        .desk
        .edition_changes(&editions[1].id)
        .await
        .expect("the first");
    assert_eq!((first.previous, first.total), (None, 0));
    assert_eq!(code(clerk.desk.edition_changes("../x").await), "YC-5653");
    assert_eq!(
        clerk
            .desk
            .guide("scjg-food-licence")
            .expect("a guide")
            .promised
            .days,
        6
    );
    let refused = clerk.desk.check_catalogue(Vec::new()).await;
    assert!(!code(refused).is_empty(), "a clerk checks and publishes nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_another_published_meanwhile_is_not_overwritten() {
    let place = Place::open(SecondDepartment::Own).await;
    let one = Window::open(&place, Post::Supervisor, "S1", "0801").await;
    let other = Window::open(&place, Post::Supervisor, "S2", "0801").await;
    let with = |days: u32| {
        let mut changed = items();
        changed[3]["promisedDays"] = days.into();
        changed
    };
    check(&one.desk, "items.json", &with(6)).await;
    check(&other.desk, "items.json", &with(7)).await;
    one.desk.publish_catalogue("先到").await.expect("published");
    assert!(!code(other.desk.publish_catalogue("后到").await).is_empty());
    let unknown = vec![CatalogueText {
        name: "notes.txt".to_owned(),
        text: String::new(),
    }];
    assert_eq!(code(one.desk.check_catalogue(unknown).await), "YC-5650");
}

/// 回退: what it changes is read first, the reason is kept, the content of the older edition comes back under a new number.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_older_edition_comes_back_with_its_reason_and_stands_in_the_history() {
    let place = Place::open(SecondDepartment::Own).await;
    let Window { desk, .. } = Window::open(&place, Post::Supervisor, "S1", "0801").await;
    let first = desk.editions().await.expect("listed")[0].id.clone();
    assert_eq!(code(desk.roll_back("还没有看").await), "YC-5655");
    let mut changed = items();
    changed[3]["promisedDays"] = 6.into();
    check(&desk, "items.json", &changed).await;
    let second = desk.publish_catalogue("缩短").await.expect("published");
    let ahead = desk.rollback_changes(&first).await.expect("compared");
    assert_eq!(
        (ahead.total, ahead.previous.as_deref()),
        (1, Some(second.id.as_str()))
    );
    assert!(
        ahead.changes[0].said[0].zh.contains("6 工作日 →"),
        "{:?}",
        ahead.changes
    );
    assert_eq!(code(desk.roll_back("  ").await), "YC-5654");
    let back = desk.roll_back("部门没有收到文件").await.expect("published");
    assert_eq!(
        (back.rollback_of.as_deref(), back.note.as_str()),
        (Some(first.as_str()), "部门没有收到文件")
    );
    assert_eq!(code(desk.roll_back("再来").await), "YC-5655", "once");
    let history = desk.item_history("scjg-food-licence").await.expect("a history");
    let kinds: Vec<(&str, &str)> = history
        .versions
        .iter()
        .map(|one| (one.id.as_str(), one.kind.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            (back.id.as_str(), "changed"),
            (second.id.as_str(), "changed"),
            (first.as_str(), "added")
        ]
    );
    let clerk = Window::open(&place, Post::Clerk, "08", "0826").await;
    let guide = clerk.desk.guide("scjg-food-licence").expect("a guide");
    assert_eq!(guide.promised.days, 5, "as it was");
    // What somebody published meanwhile is not overwritten.
    let other = Window::open(&place, Post::Supervisor, "S2", "0801").await;
    let third = Window::open(&place, Post::Supervisor, "S3", "0801").await;
    other.desk.rollback_changes(&second.id).await.expect("compared");
    changed[3]["promisedDays"] = 4.into();
    check(&third.desk, "items.json", &changed).await;
    third.desk.publish_catalogue("先到").await.expect("published");
    assert!(!code(other.desk.roll_back("后到").await).is_empty());
    // Usage and rollback are the catalogue staff's, an item's history is everybody's.
    let usage = desk.catalogue_usage().await.expect("counted");
    assert_eq!(usage.used + usage.unused, 32);
    assert!(desk.catalogue_state().await.expect("said").faults.is_empty());
    assert_eq!(code(desk.weigh_catalogue(200_000_000)), "YC-1356");
    desk.weigh_catalogue(199_999_999).expect("light enough");
    assert!(
        !clerk
            .desk
            .item_history("ga-idcard")
            .await
            .expect("a history")
            .versions
            .is_empty()
    );
    assert!(!code(clerk.desk.catalogue_usage().await).is_empty());
    assert!(!code(clerk.desk.rollback_changes(&first).await).is_empty());
}
