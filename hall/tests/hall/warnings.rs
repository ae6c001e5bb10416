//! 期限提醒: every limit is said to be near before it passes, once for each urgency, to whom it concerns, until he looked.

use cases::deadline::hall_date;
use hall::clock::Clock;
use hall::config::CatalogueSource;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{FRIDAY, TestHall, Window, case_until};
use crate::law::{DAY, Lasting, accepted, count, happened, later, report};
use crate::outcomes::tolerated;

async fn warnings(window: &Window, of: &str) -> Json {
    let (status, page) = window.get(&format!("/v1/warnings?of={of}")).await;
    assert_eq!(status, 200, "{page}");
    page
}

/// Rule, urgency and day of every row.
fn said(page: &Json) -> Vec<[String; 3]> {
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let rows = page["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        [
            text(&row["clock"]["rule"]),
            text(&row["urgency"]),
            text(&row["clock"]["due"]["day"]),
        ]
    })
    .collect()
}

fn row(rule: &str, urgency: &str, day: &str) -> Vec<[String; 3]> {
    vec![[rule.to_owned(), urgency.to_owned(), day.to_owned()]]
}

/// How often windows and supervisors were told that there is something.
async fn told(hall: &TestHall, desk: Option<&str>) -> usize {
    let changes = hall.store().changes(0, 10_000).await.unwrap().unwrap();
    let changes = changes.iter().map(|change| serde_json::to_value(change).unwrap());
    changes
        .filter(|change| change["what"] == "warned" && change["desk"].as_str() == desk)
        .count()
}

async fn see(window: &Window, of: &str, slip: Option<&str>, page: &Json) -> Json {
    let body = json!({ "of": of, "slip": slip, "until": page["asOf"] });
    let (status, seen) = window.post("/v1/warnings/seen", &body).await;
    assert_eq!(status, 200, "{seen}");
    seen
}

/// Five working days are promised, to Friday the 27th; ten are the law's, to the 4th of December.
#[tokio::test]
async fn promise_07_a_promised_limit_is_said_to_be_near_then_on_its_last_day_to_whom_it_concerns() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, _) = accepted(&hall, &window).await;
    assert_eq!(warnings(&window, "window").await["total"], 0);

    // Wednesday: two working days are left.
    let window = later(&hall, DAY * 5).await;
    let view = case_until(&window, &draft.slip, |view| count(view, "limitNear") == 1).await;
    assert!(
        happened(&view, "limitNear")["note"]
            .as_str()
            .unwrap()
            .ends_with("期限2026-11-27，还剩2个工作日")
    );
    let page = warnings(&window, "window").await;
    assert_eq!(said(&page), row("promised", "near", "2026-11-27"));
    assert_eq!(page["rows"][0]["desk"], "08");
    // Nobody at the window can decide it: supervisors are told, and the department.
    let above = hall.signed_in("S1", "0801").await;
    assert_eq!(
        said(&warnings(&above, "hall").await),
        row("promised", "near", "2026-11-27")
    );
    let arrived = hall.province.parcels_arrived(2).await;
    assert_eq!(arrived[1]["kind"], "limitNear");
    assert!(arrived[1]["note"].as_str().unwrap().contains("2026-11-27"));
    // It is no other window's, and a clerk sees no other's.
    let other = hall.signed_in("09", "0827").await;
    assert_eq!(warnings(&other, "window").await["total"], 0);
    assert_eq!(other.get("/v1/warnings?of=hall").await.0, 403);
    let refused = json!({ "of": "hall", "until": page["asOf"] });
    assert_eq!(other.post("/v1/warnings/seen", &refused).await.0, 403);
    assert_eq!(see(&other, "window", Some(&draft.slip), &page).await["seen"], 0);
    // In the lists it stands first until somebody looked.
    let list = "/v1/case-page?desk=08&dueBy=2026-11-20&warned=window&order=burning";
    let (_, cases) = window.get(list).await;
    assert_eq!(
        (&cases["total"], &cases["rows"][0]["warned"]),
        (&json!(1), &json!("near"))
    );
    assert_eq!(see(&window, "window", Some(&draft.slip), &page).await["seen"], 1);
    assert_eq!(warnings(&window, "window").await["total"], 0);
    assert_eq!(window.get(list).await.1["total"], 0);
    assert_eq!(
        warnings(&above, "hall").await["total"],
        1,
        "a clerk looked, no supervisor did"
    );

    // Friday is the last day; seen or not, it is said once more, and the stronger word takes the other's place.
    let window = later(&hall, DAY * 2).await;
    case_until(&window, &draft.slip, |view| count(view, "limitLastDay") == 1).await;
    let page = warnings(&window, "window").await;
    assert_eq!(said(&page), row("promised", "lastDay", "2026-11-27"));
    assert_eq!(
        said(&warnings(&hall.signed_in("S1", "0801").await, "hall").await),
        row("promised", "lastDay", "2026-11-27")
    );
    assert_eq!(hall.province.parcels_arrived(3).await[2]["kind"], "limitNear");
    // What was shown before it was said puts nothing away.
    let old = json!({ "asOf": hall.clock.now() - DAY });
    assert_eq!(see(&window, "window", None, &old).await["seen"], 0);
    later(&hall, SignedDuration::from_hours(1)).await;
    assert_eq!(told(&hall, Some("08")).await, 3, "twice said, once seen");

    // What has passed is the supervisor's to urge: the department is not told that it is near.
    let window = later(&hall, DAY).await;
    case_until(&window, &draft.slip, |view| count(view, "limitPassed") == 1).await;
    assert_eq!(
        said(&warnings(&window, "window").await),
        row("promised", "passed", "2026-11-27")
    );
    // The law's own limit goes on behind it: Wednesday the 2nd.
    let window = later(&hall, DAY * 4).await;
    case_until(&window, &draft.slip, |view| count(view, "limitNear") == 2).await;
    assert_eq!(hall.province.parcels_arrived(4).await.len(), 4);
    let page = warnings(&window, "window").await;
    assert_eq!(
        (&page["total"], page["rows"][0]["urgency"].as_str()),
        (&json!(1), Some("passed"))
    );
    // All at once, by one key.
    assert_eq!(see(&window, "window", None, &page).await["seen"], 2);
    assert_eq!(warnings(&window, "window").await["total"], 0);
}

#[tokio::test]
async fn promise_02_what_nobody_looked_at_is_there_after_a_restart_and_said_once() {
    let lasting = Lasting::at(FRIDAY).await;
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.clerk().await;
    let (draft, _) = accepted(&hall, &window).await;
    let window = later(&hall, DAY * 5).await;
    case_until(&window, &draft.slip, |view| count(view, "limitNear") == 1).await;
    hall.running.shutdown().await;
    for _ in 0..2 {
        let hall = lasting.open(CatalogueSource::Embedded).await;
        let window = hall.signed_in("08", "0826").await;
        assert_eq!(
            said(&warnings(&window, "window").await),
            row("promised", "near", "2026-11-27")
        );
        let view = case_until(&window, &draft.slip, |_| true).await;
        assert_eq!(count(&view, "limitNear"), 1);
        hall.running.shutdown().await;
    }
}

/// Near on Wednesday, last on Friday: the hall opens again on Friday and says one of them.
#[tokio::test]
async fn a_hall_that_was_off_says_only_the_strongest() {
    let lasting = Lasting::at(FRIDAY).await;
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.clerk().await;
    let (draft, _) = accepted(&hall, &window).await;
    hall.running.shutdown().await;
    lasting.clock.advance(DAY * 7);
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.signed_in("08", "0826").await;
    let view = case_until(&window, &draft.slip, |view| count(view, "limitLastDay") == 1).await;
    assert_eq!(count(&view, "limitNear"), 0);
    assert_eq!(
        said(&warnings(&window, "window").await),
        row("promised", "lastDay", "2026-11-27")
    );
    let arrived = lasting.province.parcels_arrived(2).await;
    assert_eq!(
        arrived.iter().filter(|one| one["kind"] == "limitNear").count(),
        1,
        "{arrived:?}"
    );
}

#[tokio::test]
async fn what_was_decided_is_the_departments_until_the_result_is_here_and_then_the_windows() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let now = SignedDuration::ZERO;
    report(&hall, &parcel, (1, "acknowledged"), json!({}), now).await;
    report(&hall, &parcel, (2, "decided"), json!({}), now).await;
    // Ten working days, to the 4th of December.
    let window = later(&hall, DAY * 12).await;
    case_until(&window, &draft.slip, |view| count(view, "limitNear") == 1).await;
    assert_eq!(
        said(&warnings(&window, "window").await),
        row("delivery", "near", "2026-12-04")
    );
    let above = hall.signed_in("S1", "0801").await;
    let page = warnings(&above, "hall").await;
    assert_eq!(said(&page), row("delivery", "near", "2026-12-04"));
    see(&above, "hall", None, &page).await;
    let (_, done) = report(&hall, &parcel, (3, "done"), json!({}), now).await;
    assert_eq!(done["applied"], true);
    // On the last day it lies at the window: no supervisor is called while somebody sits there.
    let window = later(&hall, DAY * 2).await;
    case_until(&window, &draft.slip, |view| count(view, "limitLastDay") == 1).await;
    assert_eq!(
        said(&warnings(&window, "window").await),
        row("delivery", "lastDay", "2026-12-04")
    );
    let (status, _) = window.post("/v1/windows/08/open", &json!({})).await;
    assert_eq!(status, 200);
    let above = hall.signed_in("S1", "0801").await;
    assert_eq!(warnings(&above, "hall").await["total"], 0);
    // Nobody sits there any more: it is everybody's.
    let (status, _) = window.post("/v1/windows/08/close", &json!({})).await;
    assert_eq!(status, 200);
    assert_eq!(
        said(&warnings(&above, "hall").await),
        row("delivery", "lastDay", "2026-12-04")
    );
}

#[tokio::test]
async fn a_promised_material_is_said_to_be_near_its_day_until_it_comes() {
    let lasting = Lasting::at(FRIDAY).await;
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.clerk().await;
    let (draft, material, due) = tolerated(&window).await;
    let kept = rusqlite::Connection::open(lasting.folder.path().join("hall.db")).unwrap();
    let of_promises = || -> Vec<(String, String, i64, i64)> {
        let mut rows = kept
            .prepare("SELECT urgency, day, above, stands FROM warning WHERE rule = 'tolerance'")
            .unwrap();
        let rows = rows
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    // The window asks the applicant; it is nobody's above.
    let window = later(&hall, DAY * 12).await;
    while of_promises().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(of_promises(), [("near".to_owned(), due.clone(), 0, 1)]);
    let view = case_until(&window, &draft.slip, |_| true).await;
    let promised = view["promised"].as_array().unwrap().iter();
    let names: Vec<_> = promised.map(|one| one["material"].clone()).collect();
    assert!(names.contains(&json!(material)));
    let path = format!("/v1/cases/{}/promises", draft.slip);
    let (status, _) = window.post(&path, &json!({ "materials": names })).await;
    assert_eq!(status, 200);
    assert_eq!(
        of_promises(),
        [("near".to_owned(), due, 0, 0)],
        "what came is warned of no more"
    );
}

/// A special procedure stands in the place of the limits that stand still; they are warned of again when they run.
#[tokio::test]
async fn what_stands_still_is_not_near_and_its_expected_end_is() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let window = later(&hall, DAY * 5).await;
    case_until(&window, &draft.slip, |view| count(view, "limitNear") == 1).await;
    let asked = json!({ "kind": "检验", "reason": "须委托检验", "days": 5, "approver": "王检" });
    let (_, yes) = report(&hall, &parcel, (1, "suspended"), asked, SignedDuration::ZERO).await;
    assert_eq!(yes["applied"], true);
    assert_eq!(warnings(&window, "window").await["total"], 0, "it runs no longer");
    // Expected to Wednesday the 2nd; near on Monday.
    let window = later(&hall, DAY * 5).await;
    let view = case_until(&window, &draft.slip, |view| count(view, "limitNear") == 2).await;
    assert_eq!(view["clocks"]["running"]["rule"], "specialProcedure");
    assert_eq!(
        said(&warnings(&window, "window").await),
        row("specialProcedure", "near", "2026-12-02")
    );
}

/// Ten thousand cases of one window turn amber with the day: each is written down, and the window hears of it once.
#[tokio::test]
async fn ten_thousand_cases_that_turn_amber_together_are_said_once() {
    const CASES: usize = 10_000;
    let lasting = Lasting::at(FRIDAY).await;
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.clerk().await;
    accepted(&hall, &window).await;
    hall.running.shutdown().await;
    let store = rusqlite::Connection::open(lasting.folder.path().join("hall.db")).unwrap();
    let columns = "item, item_name, edition, stage, applicant_name, applicant_number, desk, clerk, received_at, notify_by,
                   accepted_at, due_day, body, limits, clock, runs, burns_at, counted_by, warn_at";
    store
        .execute_batch(&format!(
            "INSERT INTO casefile (id, slip, {columns})
               WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})
               SELECT printf('0192f000-0000-7000-8000-%012d', i), printf('T%09d', i), {columns} FROM casefile, n;",
            CASES - 1
        ))
        .unwrap();
    drop(store);
    lasting.clock.advance(DAY * 5);
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let mut changed = hall.store().changed();
    while told(&hall, None).await == 0 {
        changed.changed().await.unwrap();
    }
    assert_eq!((told(&hall, Some("08")).await, told(&hall, None).await), (1, 1));
    let window = hall.signed_in("08", "0826").await;
    let page = warnings(&window, "window").await;
    assert_eq!(page["total"], CASES);
    assert_eq!(page["rows"].as_array().unwrap().len(), 50);
    assert_eq!(hall_date(hall.clock.now()).to_string(), "2026-11-25");
    assert_eq!(see(&window, "window", None, &page).await["seen"], CASES);
    assert_eq!(warnings(&window, "window").await["total"], 0);
}
