//! 补充材料: what departments ask for after acceptance, and what they are told afterwards.

use hall::clock::Clock;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{Desk, TestHall, case_until, code};
use crate::law::{DAY, accepted, count, happened, later, paper_of, report};
use crate::outcomes::{text_of, view};
use crate::texts;

const ITEM: &str = "cz-bookkeeping";

/// What a department asks for after acceptance.
fn asks(material: &str, reason: &str) -> Json {
    json!({ "opinion": "请补充", "reason": reason, "approver": "王科",
            "demands": [{ "material": material, "wrong": "未提供", "cure": "提交复印件1份" }] })
}

#[tokio::test]
async fn what_a_department_asks_for_is_told_in_one_notice_a_round() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let due = view(&window, &draft.slip).await["dueDay"].clone();
    let path = format!("/v1/cases/{}/further", draft.slip);
    let tell = async |approval: Json| window.post(&path, &json!({ "approval": approval })).await;
    assert_eq!(code(&tell(json!(null)).await.1), "YC-2866", "nobody asks");
    let now = SignedDuration::ZERO;
    for (sequence, kind, data) in [
        (1, "acknowledged", json!({})),
        (2, "returned", asks("租赁合同", "地址存疑")),
        (3, "handling", json!({})),
        (4, "returned", asks("消防合格证明", "地址存疑")),
    ] {
        let (_, reply) = report(&hall, &parcel, (sequence, kind), data, now).await;
        assert_eq!(reply["applied"], true, "{reply}");
    }
    let listed = async || {
        let path = "/v1/case-page?desk=08&stage=accepted";
        window.get(path).await.1["rows"][0]["further"].clone()
    };
    assert_eq!(listed().await, "untold");
    let case = view(&window, &draft.slip).await;
    assert_eq!(case["further"].as_array().unwrap().len(), 2);
    assert_eq!(case["further"][0]["told"], json!(null));
    let (status, case) = tell(json!(null)).await;
    assert_eq!(status, 200, "{case}");
    assert_eq!(case["further"][0]["told"], case["further"][1]["told"]);
    assert_eq!(case["further"][0]["told"]["round"], 1);
    assert_eq!(listed().await, "told");
    // The clock goes on.
    assert_eq!((&case["stage"], &case["dueDay"]), (&json!("accepted"), &due));
    let paper = paper_of(&window, &draft.slip, "furtherMaterials").await;
    let text = text_of(&window, &paper).await;
    assert!(
        text.contains("租赁合同") && text.contains("消防合格证明") && text.contains("王科"),
        "{text}"
    );
    assert_eq!(code(&tell(json!(null)).await.1), "YC-2866", "told already");

    // It comes at another window, with a receipt that says what came.
    let other = hall.signed_in("09", "0827").await;
    let came = format!("{path}/came");
    let of = case["further"][0]["id"].clone();
    let one = |place: u32, originals: u32, copies: u32| json!({ "came": [{ "of": of, "place": place, "originals": originals, "copies": copies }] });
    let take = async |body: Json| other.post(&came, &body).await;
    assert_eq!(code(&take(json!({ "came": [] })).await.1), "YC-2843");
    assert_eq!(code(&take(one(0, 0, 0)).await.1), "YC-2869");
    assert_eq!(code(&take(one(9, 0, 1)).await.1), "YC-2868");
    let (status, case) = take(one(0, 0, 2)).await;
    assert_eq!(status, 200, "{case}");
    assert!(case["further"][0]["demands"][0]["cameAt"].is_string());
    assert_eq!(code(&take(one(0, 0, 2)).await.1), "YC-2848", "once");
    let sent = hall.province.parcels_arrived(2).await;
    assert_eq!(
        (&sent[1]["kind"], &sent[1]["parcelId"]),
        (&json!("furtherCame"), &json!(parcel))
    );

    // Asked for again, it is a second round: approved, counted, and somebody's.
    let (_, reply) = report(&hall, &parcel, (5, "returned"), asks("授权书", "又发现"), now).await;
    assert_eq!(reply["applied"], true, "{reply}");
    assert_eq!(code(&tell(json!(null)).await.1), "YC-2867");
    assert_eq!(
        listed().await,
        "untold",
        "the second round, beside what is awaited of the first"
    );
    let about = json!({ "about": { "kind": "secondDemand", "case": draft.slip, "materials": ["授权书"],
                                   "reason": "部门再次要求" } });
    let (_, row) = window.post("/v1/approvals", &about).await;
    let answer = format!("/v1/approvals/{}/answer", row["id"].as_str().unwrap());
    above.post(&answer, &json!({ "approve": true, "note": "" })).await;
    let (status, case) = tell(row["id"].clone()).await;
    assert_eq!(
        (status, &case["further"][2]["told"]["round"]),
        (200, &json!(2)),
        "{case}"
    );
    assert_eq!(above.get("/v1/second-demands").await.1[0]["demands"], 1);
    assert_eq!(above.get("/v1/undone").await.1[0]["kind"], "secondDemand");
}

#[tokio::test]
async fn a_department_that_only_has_an_opinion_asks_for_that_and_a_shapeless_one_for_nothing() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let now = SignedDuration::ZERO;
    report(&hall, &parcel, (1, "acknowledged"), json!({}), now).await;
    let nameless = json!({ "demands": [{ "material": " ", "wrong": "缺", "cure": "交" }] });
    let (status, problem) = report(&hall, &parcel, (2, "returned"), nameless, now).await;
    assert_eq!((status, code(&problem)), (400, "YC-2511"));
    let (_, reply) = report(
        &hall,
        &parcel,
        (2, "returned"),
        json!({ "opinion": "缺少平面图" }),
        now,
    )
    .await;
    assert_eq!(reply["applied"], true);
    let case = view(&window, &draft.slip).await;
    assert_eq!(case["further"][0]["demands"][0]["wrong"], "缺少平面图");
}

#[tokio::test]
async fn a_department_that_takes_no_messages_is_told_by_telephone_and_holds_up_nothing() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, _) = accepted(&hall, &window).await;
    hall.province.department_is(Desk::Refuses);
    let path = format!("/v1/cases/{}/withdrawal", draft.slip);
    let (status, _) = window
        .post(&path, &json!({ "reason": "不办了", "signed": true }))
        .await;
    assert_eq!(status, 200);
    let case = case_until(&window, &draft.slip, |view| count(view, "messageNotTaken") == 1).await;
    assert!(
        happened(&case, "messageNotTaken")["note"]
            .as_str()
            .unwrap()
            .contains("电话")
    );
    hall.province.department_is(Desk::Good);
    let next = window.complete(ITEM);
    assert_eq!(window.accept(&next).await["outcome"], "accepted");
    hall.province.parcels_arrived(3).await;
}

/// 补充材料期限: the day on the notice is warned of like every other limit, at the window and to the applicant.
#[tokio::test]
async fn the_day_of_a_notice_is_warned_of_until_everything_came() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let now = SignedDuration::ZERO;
    report(&hall, &parcel, (1, "acknowledged"), json!({}), now).await;
    report(&hall, &parcel, (2, "returned"), asks("租赁合同", "地址存疑"), now).await;
    let path = format!("/v1/cases/{}/further", draft.slip);
    let (status, case) = window.post(&path, &json!({ "approval": null })).await;
    assert_eq!(status, 200, "{case}");
    let until = case["further"][0]["told"]["until"].clone();
    let of = case["further"][0]["id"].clone();
    let last: jiff::civil::Date = until.as_str().unwrap().parse().unwrap();
    let today = cases::deadline::hall_date(hall.clock.now());
    let window = later(&hall, DAY * (last - today).get_days()).await;
    let noted = |view: &Json, word: &str| {
        let lines = view["timeline"].as_array().unwrap().iter();
        lines
            .filter(|line| line["what"] == word)
            .filter(|line| {
                line["note"]
                    .as_str()
                    .unwrap()
                    .starts_with("补充材料期限（补充材料通知书）")
            })
            .count()
    };
    case_until(&window, &draft.slip, |view| noted(view, "limitLastDay") == 1).await;
    texts::until(&window, &draft.slip, |texts| {
        texts.iter().any(|text| text["moment"] == "furtherSoon")
    })
    .await;
    let body = json!({ "came": [{ "of": of, "place": 0, "originals": 0, "copies": 1 }] });
    let (status, case) = window.post(&format!("{path}/came"), &body).await;
    assert_eq!(status, 200, "{case}");
    // It has come: nothing is said of its day any more.
    let window = later(&hall, DAY * 2).await;
    let case = view(&window, &draft.slip).await;
    assert_eq!(noted(&case, "limitPassed"), 0, "{case}");
}
