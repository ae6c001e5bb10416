//! 作废、更正: under an approval, with the parcel asked back first; numbers are never given again.

use std::collections::BTreeSet;

use cases::case::Draft;
use cases::wire::intake::Command;
use hall::config::TRAINING_SECRET;
use serde_json::{Value as Json, json};

use crate::dispatch::{call_back, event_of, sent_case};
use crate::harness::{Desk, NUMBER, TestHall, Window, case_until, code, own_delivery};

const ITEM: &str = "wj-parenting";

async fn ask(window: &Window, slip: &str) -> (u16, Json) {
    let about = json!({ "kind": "void", "case": slip, "wrong": "person", "reason": "录成了配偶" });
    window.post("/v1/approvals", &json!({ "about": about })).await
}

pub async fn approved(hall: &TestHall, window: &Window, slip: &str) -> String {
    let (status, row) = ask(window, slip).await;
    assert_eq!(status, 200, "{row}");
    let id = row["id"].as_str().unwrap().to_owned();
    answer(hall, &id).await;
    id
}

async fn answer(hall: &TestHall, id: &str) -> Json {
    let above = hall.signed_in("S1", "0801").await;
    let path = format!("/v1/approvals/{id}");
    assert_eq!(above.get(&path).await.0, 200);
    let yes = json!({ "approve": true, "note": "" });
    let (status, reply) = above.post(&format!("{path}/answer"), &yes).await;
    assert_eq!(status, 200, "{reply}");
    reply
}

pub async fn void(window: &Window, slip: &str, approval: &str) -> (u16, Json) {
    let ask = json!({ "approval": approval });
    window.post(&format!("/v1/cases/{slip}/void"), &ask).await
}

async fn view(window: &Window, slip: &str) -> Json {
    window.get(&format!("/v1/cases/{slip}")).await.1
}

/// A draft of the same matter, taking the void one's place.
fn correcting(window: &Window, slip: &str) -> Draft {
    let mut draft = window.complete(ITEM);
    draft.corrects = Some(slip.to_owned());
    draft
}

#[tokio::test]
async fn promise_03_a_wrong_case_becomes_void_under_an_approval_with_its_parcel_and_paper() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let (status, row) = ask(&window, &slip).await;
    assert_eq!(status, 200, "{row}");
    let id = row["id"].as_str().unwrap();
    let (status, problem) = void(&window, &slip, id).await;
    assert_eq!((status, code(&problem)), (409, "YC-2703"));
    assert!(
        hall.province.recalls.lock().unwrap().is_empty(),
        "asked back without an approval"
    );
    answer(&hall, id).await;

    let (status, voided) = void(&window, &slip, id).await;
    assert_eq!(status, 200, "{voided}");
    let case = &voided["case"];
    assert_eq!(
        (&case["stage"], &case["parcels"][0]["state"]),
        (&json!("void"), &json!("recalled"))
    );
    let recalled = hall.province.recalls.lock().unwrap().clone();
    assert_eq!(recalled.len(), 1);
    assert_eq!(
        (&recalled[0]["wrong"], &recalled[0]["parcelId"]),
        (&json!("person"), &json!(parcel))
    );
    let acceptance = case["papers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|paper| paper["kind"] == "acceptanceNotice")
        .unwrap();
    assert_eq!(
        acceptance["voidedBy"],
        "(示范区)政务(卫健服)废字〔2026〕第000001号"
    );
    let notice = case["papers"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&notice["kind"], &notice["number"], &notice["voidedBy"]),
        (&json!("voidNotice"), &acceptance["voidedBy"], &Json::Null)
    );
    let last = case["acts"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["event"], &last["stage"]),
        (&json!("ended"), &json!("void"))
    );
    let happened = case["timeline"].as_array().unwrap();
    assert!(
        happened
            .iter()
            .any(|line| line["what"] == "voided" && line["note"].as_str().unwrap().contains("经陈立审批"))
    );
    assert_eq!(voided["draft"]["slip"], json!(slip));

    // Nothing more is done with it: no seal but that of what makes it void, no delivery.
    let (_, seals) = window.get("/v1/seals").await;
    let waits = |number: &Json| {
        seals
            .as_array()
            .unwrap()
            .iter()
            .any(|row| &row["number"] == number)
    };
    let seal = async |paper: &Json| {
        let ask = json!({ "number": paper["number"], "copies": 1 });
        window.post("/v1/seals", &ask).await
    };
    assert!(
        !waits(&acceptance["number"]) && waits(&notice["number"]),
        "{seals}"
    );
    let (status, problem) = seal(acceptance).await;
    assert_eq!((status, code(&problem)), (409, "YC-2943"), "{problem}");
    let (status, sealed) = seal(notice).await;
    assert_eq!(status, 200, "{sealed}");
    let visit = window.open_visit().await;
    let delivery = window
        .post(
            &format!("/v1/cases/{slip}/delivery"),
            &own_delivery(NUMBER, Some(visit)),
        )
        .await;
    assert_eq!((delivery.0, code(&delivery.1)), (409, "YC-2852"));
    assert_eq!(code(&void(&window, &slip, id).await.1), "YC-2852");
    assert_eq!(code(&ask(&window, &slip).await.1), "YC-2852");
    let demand = json!({ "kind": "secondDemand", "case": slip, "materials": ["租赁合同"], "reason": "补" });
    let (_, problem) = window.post("/v1/approvals", &json!({ "about": demand })).await;
    assert_eq!(code(&problem), "YC-2852");
    // What the department says afterwards is kept, moves nothing, and somebody looks at it.
    let mut late = event_of(ITEM, &parcel, 1, "decided");
    late["data"] = json!({ "decision": "granted" });
    assert_eq!(call_back(&hall, &late, TRAINING_SECRET, 0).await.0, 200);
    assert_eq!(view(&window, &slip).await["stage"], "void");
    assert_eq!(hall.store().alarms().await.unwrap(), ["handledAfterRecall"]);
}

#[tokio::test]
async fn a_void_case_takes_no_draft_and_no_refusal() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    window.accept(&draft).await;
    case_until(&window, &draft.slip, |case| {
        case["parcels"][0]["state"] == "acknowledged"
    })
    .await;
    let id = approved(&hall, &window, &draft.slip).await;
    assert_eq!(void(&window, &draft.slip, &id).await.0, 200);
    let again = [
        Command::Accept {
            draft: draft.clone(),
            approval: None,
        },
        Command::Refuse {
            draft: draft.clone(),
            approval: id.parse().unwrap(),
        },
    ];
    for command in again {
        let (status, problem) = window.send(&window.envelope(command)).await;
        assert_eq!((status, code(&problem)), (409, "YC-2852"), "{problem}");
    }
}

#[tokio::test]
async fn a_department_that_decided_or_does_not_answer_leaves_the_case_as_it_is() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let id = approved(&hall, &window, &slip).await;
    for (desk, expected) in [(Desk::Refuses, (409, "YC-2862")), (Desk::Down, (503, "YC-2863"))] {
        hall.province.department_is(desk);
        let (status, problem) = void(&window, &slip, &id).await;
        assert_eq!((status, code(&problem)), expected, "{problem}");
        let case = view(&window, &slip).await;
        assert_eq!(
            (&case["stage"], &case["parcels"][0]["state"]),
            (&json!("accepted"), &json!("acknowledged"))
        );
        assert_eq!(case["papers"][1]["voidedBy"], Json::Null);
    }
    // The approval stands; once the department answers it is used.
    hall.province.department_is(Desk::Good);
    let decided = event_of(ITEM, &parcel, 1, "decided");
    assert_eq!(call_back(&hall, &decided, TRAINING_SECRET, 0).await.0, 200);
    let (status, problem) = void(&window, &slip, &id).await;
    assert_eq!((status, code(&problem)), (409, "YC-2862"), "{problem}");
    assert_eq!(code(&ask(&window, &slip).await.1), "YC-2862");
}

#[tokio::test]
async fn promise_04_the_case_that_corrects_names_the_void_one_and_no_number_is_given_again() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut numbers = BTreeSet::new();
    let mut notices = BTreeSet::new();
    let mut take = |outcome: &Json| {
        assert_eq!(outcome["outcome"], "accepted", "{outcome}");
        assert!(numbers.insert(outcome["caseNumber"].as_str().unwrap().to_owned()));
        assert!(notices.insert(outcome["noticeNumber"].as_str().unwrap().to_owned()));
    };
    let mut draft = window.complete(ITEM);
    for round in 0..3 {
        let outcome = window.accept(&draft).await;
        take(&outcome);
        let slip = draft.slip.clone();
        case_until(&window, &slip, |case| {
            case["parcels"][0]["state"] == "acknowledged"
        })
        .await;
        let id = approved(&hall, &window, &slip).await;
        let (status, voided) = void(&window, &slip, &id).await;
        assert_eq!(status, 200, "{round}: {voided}");
        draft = correcting(&window, &slip);
    }
    let outcome = window.accept(&draft).await;
    take(&outcome);
    assert_eq!((numbers.len(), notices.len()), (4, 4));
    let before = view(&window, draft.corrects.as_deref().unwrap()).await;
    let names = |case: &Json, what: &str| {
        let lines = case["timeline"].as_array().unwrap();
        let line = lines.iter().find(|line| line["what"] == what).unwrap();
        line["note"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        names(&before, "correctedBy"),
        outcome["noticeNumber"].as_str().unwrap()
    );
    let now = view(&window, &draft.slip).await;
    let old = names(&now, "corrects");
    assert!(notices.contains(&old), "{old}");

    // A void case is corrected once, and only a void one.
    for slip in [
        draft.corrects.clone().unwrap(),
        draft.slip.clone(),
        "K7PM3XW9R4".to_owned(),
    ] {
        let mut other = window.complete_for(ITEM, crate::harness::OTHER_NUMBER);
        other.corrects = Some(slip);
        let command = Command::Accept {
            draft: other,
            approval: None,
        };
        let (status, problem) = window.send(&window.envelope(command)).await;
        assert_eq!((status, code(&problem)), (409, "YC-2865"), "{problem}");
    }
}

/// What never left is void without its department being asked.
#[tokio::test]
async fn a_received_case_is_void_without_a_department() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    hall.province.department_is(Desk::Down);
    let draft = window.complete(ITEM);
    let outcome = window.accept(&draft).await;
    assert_eq!(outcome["outcome"], "received", "{outcome}");
    let id = approved(&hall, &window, &draft.slip).await;
    let (status, voided) = void(&window, &draft.slip, &id).await;
    assert_eq!(
        (status, &voided["case"]["stage"]),
        (200, &json!("void")),
        "{voided}"
    );
    // The line is back, and what is void is not accepted by itself.
    hall.province.department_is(Desk::Good);
    let other = window.complete_for(ITEM, crate::harness::OTHER_NUMBER);
    assert_eq!(window.accept(&other).await["outcome"], "accepted");
    assert_eq!(view(&window, &draft.slip).await["stage"], "void");
}
