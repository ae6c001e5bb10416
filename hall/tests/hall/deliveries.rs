//! Results of departments, and their delivery at any window of the hall.

use hall::config::TRAINING_SECRET;
use serde_json::{Value as Json, json};
use sha2::Digest;

use crate::dispatch::{call_back, event_of, sent_case};
use crate::harness::{NUMBER, OTHER_NUMBER, TestHall, Window, code, own_delivery};
use crate::transfer_papers::pages_of;

/// 即办件
const ITEM: &str = "wj-parenting";

fn done(parcel: &str, sequence: u32, result: &Json) -> Json {
    let mut event = event_of(ITEM, parcel, sequence, "done");
    event["data"] = json!({ "caseNumber": "x", "result": result });
    event
}

fn decided(parcel: &str, sequence: u32, decision: &str) -> Json {
    let mut event = event_of(ITEM, parcel, sequence, "decided");
    event["data"] = json!({ "caseNumber": "x", "opinion": "审查意见", "decision": decision });
    event
}

fn licence() -> Json {
    json!({ "name": "办理结果", "number": "示政〔2026〕00000001", "validTo": "2029-11-20" })
}

async fn back(hall: &TestHall, event: &Json) -> (u16, Json) {
    call_back(hall, event, TRAINING_SECRET, 0).await
}

async fn view(window: &Window, slip: &str) -> Json {
    let (status, view) = window.get(&format!("/v1/cases/{slip}")).await;
    assert_eq!(status, 200, "{view}");
    view
}

/// A case whose department is done.
async fn completed(hall: &TestHall, window: &Window, decision: &str) -> String {
    let (slip, parcel) = sent_case(hall, window).await;
    assert_eq!(back(hall, &decided(&parcel, 1, decision)).await.0, 200);
    assert_eq!(back(hall, &done(&parcel, 2, &licence())).await.0, 200);
    assert_eq!(view(window, &slip).await["stage"], "completed");
    slip
}

async fn deliver(window: &Window, slip: &str, body: &Json) -> (u16, Json) {
    window.post(&format!("/v1/cases/{slip}/delivery"), body).await
}

#[tokio::test]
async fn what_a_department_issues_is_kept_as_data_of_the_case() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let slip = completed(&hall, &window, "granted").await;
    let case = view(&window, &slip).await;
    let result = &case["results"][0];
    assert_eq!(case["results"].as_array().unwrap().len(), 1);
    assert_eq!(result["name"], "办理结果");
    assert_eq!(result["number"], "示政〔2026〕00000001");
    assert_eq!(result["validTo"], "2029-11-20");
    assert_eq!(
        (&result["granted"], &result["handedOver"]),
        (&json!(true), &json!(false))
    );
}

#[tokio::test]
async fn several_results_come_with_one_event_and_a_misshapen_one_is_refused() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    back(&hall, &decided(&parcel, 1, "denied")).await;
    let mut event = done(&parcel, 2, &Json::Null);
    event["data"]["results"] = json!([licence(), { "name": "副本", "number": "2" }]);
    let mut odd = event.clone();
    odd["data"]["results"][1]["validTo"] = json!("明年");
    assert_eq!(back(&hall, &odd).await.0, 400);
    assert_eq!(view(&window, &slip).await["results"], json!([]));
    assert_eq!(back(&hall, &event).await.0, 200);
    let results = view(&window, &slip).await["results"].clone();
    assert_eq!(results.as_array().unwrap().len(), 2, "{results}");
    assert_eq!(
        (&results[0]["granted"], &results[1]["number"]),
        (&json!(false), &json!("2"))
    );
}

/// Held until the decision came, then applied with it.
#[tokio::test]
async fn promise_02_a_result_that_came_before_its_decision_waits_for_it() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    assert_eq!(back(&hall, &done(&parcel, 2, &licence())).await.0, 202);
    assert_eq!(view(&window, &slip).await["results"], json!([]));
    assert_eq!(back(&hall, &decided(&parcel, 1, "denied")).await.0, 200);
    let case = view(&window, &slip).await;
    assert_eq!(
        (&case["stage"], &case["results"][0]["granted"]),
        (&json!("completed"), &json!(false))
    );
}

#[tokio::test]
async fn a_department_that_decides_twice_is_recorded_applied_once_and_raises_an_alarm() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    back(&hall, &decided(&parcel, 1, "granted")).await;
    back(&hall, &decided(&parcel, 2, "denied")).await;
    back(&hall, &done(&parcel, 3, &licence())).await;
    let again = json!({ "name": "另一份", "number": "X" });
    assert_eq!(back(&hall, &done(&parcel, 4, &again)).await.0, 200);
    let case = view(&window, &slip).await;
    assert_eq!(
        (&case["stage"], &case["parcels"][0]["state"]),
        (&json!("completed"), &json!("done"))
    );
    assert_eq!(case["results"].as_array().unwrap().len(), 1);
    assert_eq!(case["results"][0]["granted"], true);
    let decisions: Vec<&Json> = case["acts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|act| act["event"] == "decided")
        .collect();
    assert_eq!((decisions.len(), &decisions[0]["granted"]), (1, &json!(true)));
    let said_again = |line: &&Json| line["what"] == "parcelDecidedAgain";
    assert_eq!(
        case["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .filter(said_again)
            .count(),
        2
    );
    assert_eq!(
        hall.store().alarms().await.unwrap(),
        ["decidedTwice", "decidedTwice"]
    );
}

#[tokio::test]
async fn promise_02_a_result_is_handed_over_once_at_any_window() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let slip = completed(&hall, &window, "granted").await;
    let other = hall.desk("09", "0827").await;
    let visit = other.open_visit().await;
    let body = own_delivery(NUMBER, Some(visit));
    let path = format!("/v1/cases/{slip}/delivery");
    let (status, case) = other.post_under(&path, "delivery-key-1", &body).await;
    assert_eq!(status, 200, "{case}");
    assert_eq!(case["stage"], "delivered");
    assert_eq!(case["results"][0]["handedOver"], true);
    let delivery = &case["delivery"];
    assert_eq!(
        (
            &delivery["way"],
            &delivery["relation"],
            &delivery["desk"],
            &delivery["staff"]
        ),
        (&json!("direct"), &json!("本人"), &json!("09"), &json!("0827"))
    );
    assert!(!case.to_string().contains(NUMBER) && !case["delivery"].to_string().contains("林试"));
    // A reply that was lost is the same delivery; another one is refused.
    assert_eq!(
        other.post_under(&path, "delivery-key-1", &body).await.1["stage"],
        "delivered"
    );
    let (status, problem) = deliver(&other, &slip, &body).await;
    assert_eq!((status, code(&problem)), (409, "YC-2851"));
    let seen = view(&window, &slip).await;
    assert_eq!(
        seen["acts"].as_array().unwrap().last().unwrap()["event"],
        "delivered"
    );
    let lines = hall.store().audit(0, 10_000).await.unwrap();
    assert_eq!(lines.iter().filter(|line| line.deed == "deliver").count(), 1);
    assert!(lines.iter().all(|line| !line.subject.contains(NUMBER)));
}

/// 签收 on the applicant's screen: the words shown, the strokes and the digest come together, stand at the hall, and the
/// digest on both papers.
#[tokio::test]
async fn promise_04_a_signature_from_the_screen_stands_on_both_papers_with_its_digest() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let slip = completed(&hall, &window, "granted").await;
    let visit = window.open_visit().await;
    let words = "领取人确认：已经核对上列结果的名称、编号和份数";
    let shown = cases::case::delivery::digest_of(words);
    let stroke: Vec<Json> = (0..30)
        .map(|at| json!({ "x": 1000 + at * 100, "y": 4000 + (at % 5) * 300, "ms": at * 10 }))
        .collect();
    let signed = |words: &str, shown: &str| {
        let mut body = own_delivery(NUMBER, Some(visit));
        body["signed"] = json!({
            "by": "screen", "ink": { "aspect": 1600, "strokes": [stroke] }, "words": words, "shown": shown
        });
        body
    };
    // Other words than those that were signed under.
    let (status, problem) = deliver(&window, &slip, &signed("领取人不确认", &shown)).await;
    assert_eq!((status, code(&problem)), (422, "YC-2858"), "{problem}");
    let (status, case) = deliver(&window, &slip, &signed(words, &shown)).await;
    assert_eq!(status, 200, "{case}");
    let papers = case["papers"].as_array().unwrap();
    for kind in ["collection", "serviceReceipt"] {
        let paper = papers.iter().find(|paper| paper["kind"] == kind).unwrap();
        let path = format!("/v1/papers/{}", paper["id"].as_str().unwrap());
        let (_, pdf) = window.bytes(&path).await;
        let text = pages_of(&pdf).concat();
        assert!(
            text.contains(&shown),
            "{kind} says nothing of what was signed: {text}"
        );
        let (status, english) = window.post(&format!("{path}/companion"), &json!(null)).await;
        assert_eq!(status, 200, "{english}");
    }
}

#[tokio::test]
async fn nothing_is_delivered_before_it_is_there_or_to_nobody() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let visit = window.open_visit().await;
    let own = own_delivery(NUMBER, Some(visit));
    let check = async |body: &Json, expected: (u16, &str)| {
        let (status, problem) = deliver(&window, &slip, body).await;
        assert_eq!((status, code(&problem)), expected, "{problem}");
    };
    check(&own, (409, "YC-2850")).await;
    back(&hall, &decided(&parcel, 1, "denied")).await;
    check(&own, (409, "YC-2850")).await;
    back(&hall, &done(&parcel, 2, &licence())).await;

    check(&own_delivery(NUMBER, None), (409, "YC-2853")).await;
    check(&own_delivery(OTHER_NUMBER, Some(visit)), (422, "YC-2855")).await;
    let with = |path: &str, value: Json| {
        let mut body = own.clone();
        *body.pointer_mut(path).unwrap() = value;
        body
    };
    check(&with("/receiver/person/verified", Json::Null), (422, "YC-2854")).await;
    check(&with("/signed/by", json!("nobody")), (422, "YC-2858")).await;
    check(&with("/copies", json!(0)), (422, "YC-2860")).await;
    check(&with("/way", json!("mail")), (422, "YC-2859")).await;
    let agent =
        json!({ "as": "agent", "person": own["receiver"]["person"], "relation": "", "authority": "委托书" });
    check(&with("/receiver", agent), (422, "YC-2856")).await;
    assert_eq!(view(&window, &slip).await["stage"], "completed");
    // A denial is delivered as well.
    assert_eq!(deliver(&window, &slip, &own).await.0, 200);
}

#[tokio::test]
async fn who_stands_at_the_window_sees_what_he_may_take_along() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let slip = completed(&hall, &window, "granted").await;
    let other = hall.desk("09", "0827").await;
    let visit = other.open_visit().await;
    let ask = async |number: &str, visit: uuid::Uuid| {
        other
            .post("/v1/collectable", &json!({ "visit": visit, "idNumber": number }))
            .await
    };
    let (status, rows) = ask(NUMBER, visit).await;
    assert_eq!((status, &rows[0]["slip"]), (200, &json!(slip)), "{rows}");
    assert_eq!(ask(OTHER_NUMBER, visit).await.1, json!([]));
    assert_eq!(code(&ask(NUMBER, uuid::Uuid::nil()).await.1), "YC-2853");
    deliver(&other, &slip, &own_delivery(NUMBER, Some(visit))).await;
    assert_eq!(ask(NUMBER, visit).await.1, json!([]));
}

#[tokio::test]
async fn a_paper_that_is_printed_again_is_counted_and_stays_the_same_bytes() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let accepted = window.accept(&window.complete(ITEM)).await;
    let slip = accepted["slip"].as_str().unwrap();
    let id = accepted["papers"][1]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/papers/{id}");
    let (_, before) = window.bytes(&path).await;
    for times in 1..=3 {
        let (status, noted) = window.post(&format!("{path}/prints"), &json!({})).await;
        assert_eq!((status, &noted["times"]), (200, &json!(times)), "{noted}");
    }
    assert_eq!(window.bytes(&path).await.1, before);
    let case = view(&window, slip).await;
    assert_eq!(
        (&case["papers"][0]["prints"], &case["papers"][1]["prints"]),
        (&json!(0), &json!(3))
    );
    let key = "print-key-1";
    window
        .post_under(&format!("{path}/prints"), key, &json!({}))
        .await;
    let (_, noted) = window
        .post_under(&format!("{path}/prints"), key, &json!({}))
        .await;
    assert_eq!(noted["times"], 4);
    let nobody = format!("/v1/papers/{}/prints", uuid::Uuid::nil());
    assert_eq!(window.post(&nobody, &json!({})).await.0, 404);
}

/// A department's clock is ahead or behind; legal time is the hall's and never runs backwards.
#[tokio::test]
async fn promise_13_what_a_department_with_another_clock_reports_is_in_order() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let mut early = decided(&parcel, 1, "granted");
    early["time"] = json!("2026-11-20T01:50:00Z");
    let mut late = done(&parcel, 2, &licence());
    late["time"] = json!("2026-11-20T09:00:00Z");
    assert_eq!(
        (back(&hall, &early).await.0, back(&hall, &late).await.0),
        (200, 200)
    );
    let case = view(&window, &slip).await;
    assert_eq!(case["stage"], "completed");
    let times: Vec<jiff::Timestamp> = case["acts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|act| act["at"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(times.is_sorted(), "{times:?}");
    let visit = window.open_visit().await;
    assert_eq!(
        deliver(&window, &slip, &own_delivery(NUMBER, Some(visit)))
            .await
            .0,
        200
    );
}

fn kinds(case: &Json) -> Vec<&str> {
    let papers = case["papers"].as_array().unwrap();
    papers
        .iter()
        .map(|paper| paper["kind"].as_str().unwrap())
        .collect()
}

/// The kept content of a paper as the store has it, and its bytes by its digest.
async fn is_kept(window: &Window, paper: &Json) {
    let (status, bytes) = window
        .bytes(&format!("/v1/papers/{}", paper["id"].as_str().unwrap()))
        .await;
    assert_eq!(status, 200);
    assert_eq!(json!(hex::encode(sha2::Sha256::digest(&bytes))), paper["digest"]);
}

#[tokio::test]
async fn promise_04_a_decision_its_collection_and_its_service_have_their_papers() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    for (decision, number, title) in [("granted", NUMBER, "准予"), ("denied", NUMBER, "不予")] {
        let draft = window.complete_for(ITEM, number);
        window.accept(&draft).await;
        let case = crate::harness::case_until(&window, &draft.slip, |case| {
            case["parcels"][0]["state"] == "acknowledged"
        })
        .await;
        let parcel = case["parcels"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(back(&hall, &decided(&parcel, 1, decision)).await.0, 200);
        assert!(!kinds(&view(&window, &draft.slip).await).contains(&"decisionNotice"));
        assert_eq!(back(&hall, &done(&parcel, 2, &licence())).await.0, 200);
        let case = view(&window, &draft.slip).await;
        assert_eq!(
            kinds(&case),
            ["receiptSlip", "acceptanceNotice", "decisionNotice"]
        );
        let notice = &case["papers"][2];
        assert!(notice["title"].as_str().unwrap().contains(title), "{notice}");
        assert!(
            notice["number"].as_str().unwrap().contains("决字〔2026〕"),
            "{notice}"
        );
        is_kept(&window, notice).await;

        let visit = window.open_visit().await;
        let (status, case) = deliver(&window, &draft.slip, &own_delivery(number, Some(visit))).await;
        assert_eq!(status, 200, "{case}");
        assert_eq!(kinds(&case)[3..], ["collection", "serviceReceipt"]);
        assert!(
            case["papers"][4]["number"]
                .as_str()
                .unwrap()
                .contains("送字〔2026〕")
        );
        is_kept(&window, &case["papers"][3]).await;
        is_kept(&window, &case["papers"][4]).await;
        let close = json!({ "outcome": "served" });
        window.post(&format!("/v1/visits/{visit}/close"), &close).await;
    }
}
