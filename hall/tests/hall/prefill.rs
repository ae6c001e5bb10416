//! 智能预填 of accepted cases over HTTP.

use cases::case::meter::Meter;
use cases::deadline::hall_date;
use hall::clock::Clock;
use serde_json::{Value as Json, json};

use crate::harness::{OTHER_NUMBER, TestHall, Window, code, item};

const ITEM: &str = "wj-parenting";

async fn of(chief: &Window, month: &str) -> Json {
    let (status, rows) = chief.get(&format!("/v1/prefill?month={month}")).await;
    assert_eq!(status, 200, "{rows}");
    rows
}

#[tokio::test]
async fn accepted_cases_count_once_by_window_item_and_month_and_nobody_is_in_it() {
    let hall = TestHall::open_at("2026-09-30T10:00:00+08:00").await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    assert_eq!(of(&chief, "2026-09").await, json!([]));
    let draft = window.complete(ITEM);
    let meter = Meter::of(item(ITEM), &draft, hall_date(hall.clock.now()));
    assert_eq!(window.accept(&draft).await["outcome"], "accepted");
    // Pressed again, it is the same case; one that is only saved is none.
    assert_eq!(window.accept(&draft).await["outcome"], "accepted");
    window.save(&window.complete("wj-vaccine-card")).await;
    let mut second = window.complete_for(ITEM, OTHER_NUMBER);
    second.desk = draft.desk.clone();
    assert_eq!(window.accept(&second).await["outcome"], "accepted");
    let rows = of(&chief, "2026-09").await;
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    let row = &rows[0];
    assert_eq!((&row["item"], &row["cases"]), (&json!(ITEM), &json!(2)));
    assert_eq!(row["itemName"], json!(item(ITEM).name));
    assert_eq!(row["desk"], json!(draft.desk));
    let counted: Meter = serde_json::from_value(row["meter"].clone()).unwrap();
    assert_eq!(counted.required, meter.required * 2);
    assert!(counted.required >= counted.filled + counted.changed + counted.typed);
    assert!(!rows.to_string().contains(&draft.party.person.id_number));
    assert_eq!(
        of(&chief, "2026-10").await,
        json!([]),
        "the month after has its own"
    );
}

#[tokio::test]
async fn a_clerk_may_not_read_it_and_a_month_that_is_none_is_refused() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    assert_eq!(window.get("/v1/prefill?month=2026-09").await.0, 403);
    for odd in ["2026-13", "2026-9", "", "2026-09' OR 1=1"] {
        let (status, problem) = chief.get(&format!("/v1/prefill?month={odd}")).await;
        assert_eq!(status, 422, "{odd}: {problem}");
        assert!(code(&problem).starts_with("YC-"));
    }
}
