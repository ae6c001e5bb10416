//! Paper to departments and back, and the seal log.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{NUMBER, OTHER_NUMBER, TestHall, Window, code, item};

const ITEM: &str = "ga-idcard";
const THIRD_NUMBER: &str = "350199198803070015";

/// Accepts a case whose paper stays; its slip code and case number.
pub(crate) async fn with_paper(window: &Window, number: &str) -> (String, String) {
    with_paper_of(window, ITEM, number).await
}

/// The same of any item.
pub(crate) async fn with_paper_of(window: &Window, of: &str, number: &str) -> (String, String) {
    let mut draft = window.complete_for(of, number);
    for slot in &mut draft.slots {
        if let Some(cases::material::Held::Paper { kept, .. }) = &mut slot.held {
            *kept = true;
        }
    }
    let outcome = window.accept(&draft).await;
    let text = |key: &str| outcome[key].as_str().unwrap().to_owned();
    (text("slip"), text("caseNumber"))
}

pub(crate) async fn transfers(window: &Window) -> Json {
    let (status, list) = window.get("/v1/transfers").await;
    assert_eq!(status, 200, "{list}");
    list
}

pub(crate) async fn batch(window: &Window) -> Json {
    batch_of(window, ITEM).await
}

/// A batch of the department of this item.
pub(crate) async fn batch_of(window: &Window, of: &str) -> Json {
    let ask = json!({ "departmentUscc": item(of).department_uscc });
    let (status, batch) = window.post("/v1/transfers", &ask).await;
    assert_eq!(status, 200, "{batch}");
    batch
}

pub(crate) async fn out(window: &Window, batch: &Json, scanned: &str) -> (u16, Json) {
    let path = format!("/v1/transfers/{}/out", batch["id"].as_str().unwrap());
    window.post(&path, &json!({ "code": scanned })).await
}

pub(crate) async fn hand(window: &Window, batch: &Json, messenger: &str) -> (u16, Json) {
    let path = format!("/v1/transfers/{}/hand", batch["id"].as_str().unwrap());
    window
        .post(&path, &json!({ "messenger": messenger, "note": "本人签字" }))
        .await
}

pub(crate) async fn back(window: &Window, scanned: &str, missing: &[&str]) -> (u16, Json) {
    window
        .post(
            "/v1/transfers/back",
            &json!({ "code": scanned, "missing": missing }),
        )
        .await
}

async fn checked(window: &Window, scanned: &str, missing: &[&str]) -> (u16, Json) {
    window
        .post(
            "/v1/transfers/checked",
            &json!({ "code": scanned, "missing": missing }),
        )
        .await
}

fn states(batch: &Json) -> Vec<&str> {
    let bundles = batch["bundles"].as_array().unwrap();
    bundles
        .iter()
        .map(|bundle| bundle["state"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn paper_goes_out_once_under_a_number_and_comes_back_with_what_it_lacks() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (first, case_number) = with_paper(&window, NUMBER).await;
    let (second, _) = with_paper(&window, OTHER_NUMBER).await;
    let (third, _) = with_paper(&window, THIRD_NUMBER).await;
    let here = transfers(&window).await;
    assert_eq!(here["here"][0]["department"], json!(item(ITEM).department));
    assert_eq!(here["here"][0]["bundles"].as_array().unwrap().len(), 3);
    let list = batch(&window).await;
    assert_eq!(states(&list), ["listed", "listed", "listed"]);
    assert!(
        list["number"].is_null(),
        "a number is given when it is handed over"
    );
    assert_eq!(transfers(&window).await["here"], json!([]));
    let lines = list["bundles"][0]["lines"].as_array().unwrap();
    let paper = item(ITEM)
        .materials
        .iter()
        .filter(|material| !material.is_generated());
    for material in paper {
        let line = lines
            .iter()
            .find(|line| line["material"] == json!(material.name))
            .unwrap();
        assert_eq!(
            (&line["originals"], &line["copies"], &line["pages"]),
            (&json!(1), &json!(1), &json!(3))
        );
    }

    // Scanned by slip code as typed, by case number; once; only what is listed.
    let (status, scanned) = out(
        &window,
        &list,
        &format!("{} {}", &first[..5], &first[5..]).to_lowercase(),
    )
    .await;
    assert_eq!((status, states(&scanned)[0]), (200, "scanned"), "{scanned}");
    assert_eq!(code(&out(&window, &list, &case_number).await.1), "YC-2934");
    assert_eq!(code(&hand(&window, &list, " ").await.1), "YC-2939");
    assert_eq!(out(&window, &list, &second).await.0, 200);
    assert_eq!(
        code(&out(&window, &list, "SF6AB2CD3E").await.1),
        code(&window.get("/v1/cases/SF6AB2CD3E").await.1)
    );
    assert_eq!(code(&back(&window, &first, &[]).await.1), "YC-2940");

    let (status, handed) = hand(&window, &list, "林接收").await;
    assert_eq!(status, 200, "{handed}");
    assert_eq!(handed["number"], "(示范区)政务(公安)移字〔2026〕第000001号");
    assert_eq!(
        states(&handed),
        ["away", "away"],
        "what was not scanned is on no paper"
    );
    assert_eq!(
        transfers(&window).await["here"][0]["bundles"][0]["slip"],
        json!(third)
    );
    assert_eq!(code(&hand(&window, &list, "林接收").await.1), "YC-2935");
    assert_eq!(code(&out(&window, &list, &first).await.1), "YC-2935");
    let (_, view) = window.get(&format!("/v1/cases/{first}")).await;
    assert!(
        view["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| { line["what"] == "materialsHanded" && line["note"] == handed["number"] })
    );

    // The department compares a bundle with the list once; what it lacks is noted and the bundle stays there.
    let name = lines[0]["material"].as_str().unwrap();
    assert_eq!(code(&checked(&window, &third, &[]).await.1), "YC-2940");
    assert_eq!(
        code(&checked(&window, &first, &["没有列过的"]).await.1),
        "YC-2941"
    );
    let (status, short) = checked(&window, &first, &[name]).await;
    let bundle = &short["bundles"][0];
    assert_eq!(
        (status, &bundle["state"], &bundle["missing"]),
        (200, &json!("away"), &json!([name])),
        "{short}"
    );
    assert!(bundle["checkedAt"].is_string() && short["bundles"][1]["checkedAt"].is_null());
    assert_eq!(code(&checked(&window, &first, &[]).await.1), "YC-2948");
    let (_, view) = window.get(&format!("/v1/cases/{first}")).await;
    assert!(
        view["timeline"].as_array().unwrap().iter().any(|line| {
            line["what"] == "materialsChecked" && line["note"].as_str().unwrap().contains(name)
        })
    );

    // Back, with one material missing; then that one too.
    assert_eq!(code(&back(&window, &first, &["没有列过的"]).await.1), "YC-2941");
    let (status, lacking) = back(&window, &first, &[name]).await;
    assert_eq!((status, &lacking["bundles"][0]["missing"]), (200, &json!([name])));
    let (_, whole) = back(&window, &first, &[]).await;
    assert_eq!(whole["bundles"][0]["missing"], json!([]));
    assert_eq!(code(&back(&window, &first, &[]).await.1), "YC-2936");
    let (_, stays) = window
        .post("/v1/transfers/back", &json!({ "code": second, "stays": true }))
        .await;
    assert_eq!(states(&stays), ["back", "stays"]);
    assert_eq!(
        transfers(&window).await["batches"],
        json!([]),
        "a batch that is whole again is done"
    );

    // The next number of the body and year.
    let next = batch(&window).await;
    out(&window, &next, &third).await;
    let (_, handed) = hand(&window, &next, "林接收").await;
    assert_eq!(handed["number"], "(示范区)政务(公安)移字〔2026〕第000002号");
}

#[tokio::test]
async fn what_does_not_come_back_is_chased_on_the_board() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (first, _) = with_paper(&window, NUMBER).await;
    let (second, _) = with_paper(&window, OTHER_NUMBER).await;
    let list = batch(&window).await;
    out(&window, &list, &first).await;
    out(&window, &list, &second).await;
    hand(&window, &list, "林接收").await;
    let alert = async |hall: &TestHall| {
        let supervisor = hall.signed_in("Z1", "0801").await;
        let (status, board) = supervisor.get("/v1/board").await;
        assert_eq!(status, 200, "{board}");
        let alerts = board["alerts"].as_array().unwrap().clone();
        alerts.into_iter().find(|alert| alert["kind"] == "paperAway")
    };
    hall.clock.advance(SignedDuration::from_hours(24 * 9));
    assert_eq!(alert(&hall).await, None);
    hall.clock.advance(SignedDuration::from_hours(25));
    let late = alert(&hall).await.unwrap();
    assert_eq!(
        (&late["count"], &late["name"]),
        (&json!(2), &json!(item(ITEM).department))
    );
    assert_eq!(late["acts"][0]["act"], "showTransfers");
    let window = hall.clerk().await;
    let name = list["bundles"][0]["lines"][0]["material"].as_str().unwrap();
    back(&window, &first, &[name]).await;
    back(&window, &second, &[]).await;
    assert_eq!(
        alert(&hall).await.unwrap()["count"],
        1,
        "an incomplete one is chased on"
    );
    back(&window, &first, &[]).await;
    assert_eq!(alert(&hall).await, None);
}

#[tokio::test]
async fn what_is_electronic_or_given_back_lies_nowhere() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let without_copies = |name: &str, number: &str| {
        let mut draft = window.complete_for(name, number);
        for slot in &mut draft.slots {
            if let Some(cases::material::Held::Paper { copies, .. }) = &mut slot.held {
                *copies = 0;
            }
        }
        draft
    };
    window.accept(&without_copies(ITEM, NUMBER)).await;
    assert_eq!(
        transfers(&window).await["here"],
        json!([]),
        "originals were given back"
    );
    window
        .accept(&without_copies("scjg-food-licence", OTHER_NUMBER))
        .await;
    let lying = transfers(&window).await;
    let lines = lying["here"][0]["bundles"][0]["lines"].as_array().unwrap();
    let materials = &item("scjg-food-licence").materials;
    let forms = materials
        .iter()
        .filter(|material| material.is_generated())
        .count();
    assert!(forms > 0);
    assert_eq!(lines.len(), forms, "only the signed form is paper that stayed");
}

#[tokio::test]
async fn a_paper_with_a_place_for_the_seal_waits_for_it_and_is_sealed_once() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, _) = with_paper(&window, NUMBER).await;
    let (status, seals) = window.get("/v1/seals").await;
    assert_eq!(status, 200, "{seals}");
    let rows = seals.as_array().unwrap();
    assert_eq!(rows.len(), 1, "the receipt needs no seal");
    assert_eq!(
        (&rows[0]["slip"], &rows[0]["sealed"]),
        (&json!(slip), &Json::Null)
    );
    let number = rows[0]["number"].clone();
    let seal = async |number: &Json, copies: u32| {
        window
            .post("/v1/seals", &json!({ "number": number, "copies": copies }))
            .await
    };
    assert_eq!(code(&seal(&number, 0).await.1), "YC-2946");
    assert_eq!(
        code(
            &seal(&json!("(示范区)政务(公安)受字〔2026〕第999999号"), 1)
                .await
                .1
        ),
        "YC-2942"
    );
    let (status, sealed) = seal(&number, 2).await;
    assert_eq!(status, 200, "{sealed}");
    assert_eq!(
        (&sealed["sealed"]["by"], &sealed["sealed"]["copies"]),
        (&json!("0826"), &json!(2))
    );
    assert_eq!(code(&seal(&number, 2).await.1), "YC-2945");
    let (_, seals) = window.get("/v1/seals").await;
    assert_eq!(seals[0]["sealed"]["copies"], 2);
    let (_, view) = window.get(&format!("/v1/cases/{slip}")).await;
    assert!(
        view["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line["what"] == "sealed")
    );
}
