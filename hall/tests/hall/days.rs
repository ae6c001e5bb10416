use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::harness::TestHall;

/// Accepts at a moment; gives notify-by and due day, and whether the day may change.
async fn check(moment: &str, item: &str, notify_by: &str, due_day: &str, provisional: bool) {
    let hall = TestHall::open_at(moment).await;
    let window = hall.clerk().await;
    let accepted = window.accept(&window.complete(item)).await;
    assert_eq!(accepted["outcome"], "accepted", "{moment}: {accepted}");
    assert_eq!(accepted["dueDay"], due_day, "{moment}");
    assert_eq!(accepted["provisional"], json!(provisional), "{moment}");
    let (_, case) = window
        .get(&format!("/v1/cases/{}", accepted["slip"].as_str().unwrap()))
        .await;
    assert_eq!(case["notifyBy"], notify_by, "{moment}");
    // Numbers carry the hall's day, not the machine's and not UTC's.
    let day: Date = cases::deadline::hall_date(moment.parse::<Timestamp>().unwrap());
    let digits = day.to_string().replace('-', "");
    let number = accepted["caseNumber"].as_str().unwrap();
    assert!(number[31..].starts_with(&digits), "{number} {day}");
    assert!(
        accepted["noticeNumber"]
            .as_str()
            .unwrap()
            .contains(&format!("〔{}〕", day.year()))
    );
}

/// `cz-bookkeeping` promises 5 working days, `ga-idcard` 15, `wj-parenting` none (即办).
#[tokio::test]
async fn promise_07_the_law_runs_by_the_halls_calendar_on_every_kind_of_day() {
    // A working Friday, at ten.
    check(
        "2026-11-20T02:00:00Z",
        "cz-bookkeeping",
        "2026-11-27",
        "2026-11-27",
        false,
    )
    .await;
    check(
        "2026-11-20T02:00:00Z",
        "wj-parenting",
        "2026-11-27",
        "2026-11-20",
        false,
    )
    .await;
    // After closing: as if received on Monday.
    check(
        "2026-11-20T10:00:00Z",
        "wj-parenting",
        "2026-11-30",
        "2026-11-23",
        false,
    )
    .await;
    // A Sunday: as if received on Monday.
    check(
        "2026-11-22T02:00:00Z",
        "cz-bookkeeping",
        "2026-11-30",
        "2026-11-30",
        false,
    )
    .await;
    // Before the autumn holidays.
    check(
        "2026-09-28T02:00:00Z",
        "cz-bookkeeping",
        "2026-10-10",
        "2026-10-10",
        false,
    )
    .await;
}

#[tokio::test]
async fn promise_07_a_limit_into_a_year_without_a_calendar_is_provisional() {
    // 31 December: the days lie in a year whose calendar is not published.
    check(
        "2026-12-31T02:00:00Z",
        "cz-bookkeeping",
        "2027-01-07",
        "2027-01-07",
        true,
    )
    .await;
    check(
        "2026-12-31T02:00:00Z",
        "wj-parenting",
        "2027-01-07",
        "2026-12-31",
        false,
    )
    .await;
    // A year without any calendar: Monday to Friday are assumed and the answer says so.
    check(
        "2031-05-07T02:00:00Z",
        "cz-bookkeeping",
        "2031-05-14",
        "2031-05-14",
        true,
    )
    .await;
    // 31 December late in the evening in UTC is the next year in the hall.
    check(
        "2026-12-31T16:30:00Z",
        "wj-parenting",
        "2027-01-08",
        "2027-01-01",
        true,
    )
    .await;
}
