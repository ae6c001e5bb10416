use serde_json::json;

use crate::harness::{OTHER_NUMBER, TestHall, code};

const ITEM: &str = "wj-parenting";

#[tokio::test]
async fn a_page_tells_the_whole_length_and_holds_a_piece() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let first = window.accept(&window.complete(ITEM)).await;
    let second = window.accept(&window.complete_for(ITEM, OTHER_NUMBER)).await;
    let (status, page) = window.get("/v1/case-page?desk=08&offset=1&limit=1").await;
    assert_eq!(status, 200);
    assert_eq!(page["total"], 2);
    assert_eq!(page["rows"].as_array().unwrap().len(), 1);
    assert_eq!(page["rows"][0]["slip"], first["slip"]);
    assert!(!page.to_string().contains(OTHER_NUMBER));

    let number = second["caseNumber"].as_str().unwrap();
    let (_, found) = window.get(&format!("/v1/case-page?find={number}")).await;
    assert_eq!(found["total"], 1);
    assert_eq!(found["rows"][0]["caseNumber"], number);
    // What is typed is looked for as it stands, not as a pattern.
    for (find, total) in [("%25", 0), ("_", 0), ("%E4%B8%8D%E5%AD%98%E5%9C%A8", 0), ("", 2)] {
        let (_, found) = window.get(&format!("/v1/case-page?find={find}")).await;
        assert_eq!(found["total"], total, "{find}");
    }
    let (_, other) = window.get("/v1/case-page?desk=09").await;
    assert_eq!(other, json!({ "total": 0, "rows": [] }));
}

#[tokio::test]
async fn only_accepted_cases_of_that_day_or_before_are_due() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let accepted = window.accept(&window.complete(ITEM)).await;
    let day = accepted["dueDay"].as_str().unwrap();
    let (_, due) = window.get(&format!("/v1/case-page?dueBy={day}")).await;
    assert_eq!(due["total"], 1);
    let (_, early) = window.get("/v1/case-page?dueBy=2026-01-01").await;
    assert_eq!(early["total"], 0);
    let (_, received) = window.get("/v1/case-page?stage=received").await;
    assert_eq!(received["total"], 0);
}

#[tokio::test]
async fn promise_08_a_page_of_cases_needs_the_permit() {
    let hall = TestHall::open().await;
    let helper = hall.desk("09", "0830").await;
    let (status, problem) = helper.get("/v1/case-page").await;
    assert_eq!((status, code(&problem)), (403, "YC-2203"));
}
