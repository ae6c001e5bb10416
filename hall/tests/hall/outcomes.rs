//! What may become of a case beside acceptance and a supplement: received only, promised for later, withdrawn, turned
//! away with a record and an owner.

use std::collections::BTreeSet;

use cases::case::{Draft, Stage};
use cases::form::Value;
use cases::material::Held;
use cases::wire::intake::Command;
use hall::clock::Clock;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{OTHER_NUMBER, TestHall, Window, case_until, code, item};
use crate::law::{DAY, accepted, count, happened, later, paper_of, report, words};

const ITEM: &str = "cz-bookkeeping";
const PERSONAL: &str = "wj-parenting";
/// Two of its materials may come later (容缺).
const TOLERANT: &str = "scjg-food-licence";

/// The case at this window again, with everything it was told brought along.
pub async fn taken_up(window: &Window, slip: &str) -> Draft {
    let (status, reply) = window.post(&format!("/v1/cases/{slip}/reopen"), &json!({})).await;
    assert_eq!(status, 200, "{reply}");
    let mut draft: Draft = serde_json::from_value(reply["draft"].clone()).unwrap();
    draft.revision += 1;
    draft
}

pub async fn view(window: &Window, slip: &str) -> Json {
    window.get(&format!("/v1/cases/{slip}")).await.1
}

pub fn kinds(view: &Json) -> Vec<&str> {
    let papers = view["papers"].as_array().unwrap().iter();
    papers.map(|paper| paper["kind"].as_str().unwrap()).collect()
}

pub async fn text_of(window: &Window, paper: &Json) -> String {
    let (status, bytes) = window
        .bytes(&format!("/v1/papers/{}", paper["id"].as_str().unwrap()))
        .await;
    assert_eq!(status, 200);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let read = std::process::Command::new("pdftotext")
        .args([file.path().to_str().unwrap(), "-"])
        .output()
        .unwrap();
    let text = String::from_utf8(read.stdout).unwrap();
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

#[tokio::test]
async fn what_was_only_received_says_why_and_is_accepted_at_another_window() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    let command = Command::Receive {
        draft: draft.clone(),
        received_at: window.clock.now(),
        receipt_digest: String::new(),
        receipt_pdf: String::new(),
        reason: Some(" 申请人赶车，先收材料 ".to_owned()),
    };
    let (_, outcome) = window.send(&window.envelope(command)).await;
    assert_eq!(outcome["outcome"], "received");
    let case = view(&window, &draft.slip).await;
    assert_eq!(happened(&case, "received")["note"], "申请人赶车，先收材料");
    let other = hall.signed_in("09", "0827").await;
    let there = taken_up(&other, &draft.slip).await;
    assert_eq!(other.accept(&there).await["outcome"], "accepted");
    let (status, problem) = window
        .post(&format!("/v1/cases/{}/reopen", draft.slip), &json!({}))
        .await;
    assert_eq!((status, code(&problem)), (409, "YC-2841"));
}

#[tokio::test]
async fn an_applicant_takes_his_application_back_until_it_is_decided() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let path = format!("/v1/cases/{}/withdrawal", draft.slip);
    let ask = async |reason: &str, signed: bool| {
        window
            .post(&path, &json!({ "reason": reason, "signed": signed }))
            .await
    };
    assert_eq!(code(&ask(" ", true).await.1), "YC-2845");
    assert_eq!(code(&ask(&"长".repeat(501), true).await.1), "YC-2845");
    assert_eq!(code(&ask("另作打算", false).await.1), "YC-2846");
    let (status, case) = ask("另作打算", true).await;
    assert_eq!((status, &case["stage"]), (200, &json!("withdrawn")), "{case}");
    assert!(kinds(&case).contains(&"withdrawalNotice"), "{case}");
    let note = happened(&case, "withdrawn")["note"].as_str().unwrap();
    assert!(note.contains("另作打算"), "{note}");
    assert_eq!(case["clocks"]["running"], json!(null));
    // The department that has it is told, behind its parcel.
    let sent = hall.province.parcels_arrived(2).await;
    assert_eq!(
        (&sent[1]["parcelId"], &sent[1]["kind"]),
        (&json!(parcel), &json!("withdrawn"))
    );
    assert_eq!(code(&ask("另作打算", true).await.1), "YC-2844", "once");
    // It stands in the way of nothing.
    assert_eq!(window.accept(&window.complete(ITEM)).await["outcome"], "accepted");
}

#[tokio::test]
async fn a_decided_case_is_not_withdrawn() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let now = SignedDuration::ZERO;
    for (sequence, kind) in [(1, "acknowledged"), (2, "decided")] {
        let (_, reply) = report(&hall, &parcel, (sequence, kind), json!({}), now).await;
        assert_eq!(reply["applied"], true, "{reply}");
    }
    let path = format!("/v1/cases/{}/withdrawal", draft.slip);
    let (status, problem) = window
        .post(&path, &json!({ "reason": "不办了", "signed": true }))
        .await;
    assert_eq!((status, code(&problem)), (409, "YC-2844"));
}

/// Accepted with a material that may come later, and the day until which it has to.
pub async fn tolerated(window: &Window) -> (Draft, String, String) {
    let mut draft = window.complete(TOLERANT);
    let later: Vec<_> = item(TOLERANT)
        .materials
        .iter()
        .filter(|material| material.tolerant_days.is_some())
        .map(|material| material.id.clone())
        .collect();
    for slot in &mut draft.slots {
        if later.contains(&slot.material) {
            slot.held = None;
        }
    }
    // Missing and not promised, it stops acceptance.
    let (_, outcome) = window
        .send(&window.envelope(Command::Accept {
            draft: draft.clone(),
            approval: None,
        }))
        .await;
    assert_eq!(outcome["outcome"], "blocked");
    draft.promised = later.iter().cloned().collect();
    // A promise of what may not come later counts for nothing.
    let other = item(TOLERANT)
        .materials
        .iter()
        .find(|material| material.tolerant_days.is_none());
    draft.promised.insert(other.unwrap().id.clone());
    draft.revision += 1;
    let outcome = window.accept(&draft).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    let case = view(window, &draft.slip).await;
    let promised = case["promised"].as_array().unwrap();
    assert!(!promised.is_empty() && promised.len() <= later.len(), "{case}");
    (
        draft,
        promised[0]["material"].as_str().unwrap().to_owned(),
        promised[0]["due"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test]
async fn what_was_promised_is_reminded_of_once_and_received_at_any_window() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, material, due) = tolerated(&window).await;
    // Ten working days from acceptance.
    assert_eq!(due, "2026-12-04");
    let paper = paper_of(&window, &draft.slip, "tolerance").await;
    let text = text_of(&window, &paper).await;
    assert!(text.contains("2026年12月4日"), "{text}");
    let other = later(&hall, DAY * 12).await;
    let case = case_until(&other, &draft.slip, |view| count(view, "promiseNear") >= 1).await;
    assert_eq!(
        count(&case, "promiseNear"),
        case["promised"].as_array().unwrap().len()
    );
    let path = format!("/v1/cases/{}/promises", draft.slip);
    let other = hall.signed_in("09", "0827").await;
    let keep = async |materials: Json| other.post(&path, &json!({ "materials": materials })).await;
    assert_eq!(code(&keep(json!([])).await.1), "YC-2843");
    assert_eq!(code(&keep(json!(["nothing"])).await.1), "YC-2847");
    let (status, case) = keep(json!([material])).await;
    assert_eq!(status, 200, "{case}");
    assert!(
        case["promised"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["keptAt"].is_string())
    );
    assert_eq!(
        kinds(&case).iter().filter(|kind| **kind == "receiptSlip").count(),
        2
    );
    assert_eq!(code(&keep(json!([material])).await.1), "YC-2848");
    // Beside the word that the case's own limit is near.
    let sent = hall.province.parcels_arrived(3).await;
    let kinds: BTreeSet<&str> = sent[1..]
        .iter()
        .filter_map(|word| word["kind"].as_str())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["limitNear", "promiseKept"]));
}

#[tokio::test]
async fn a_broken_promise_is_said_to_the_department_and_the_supervisor_once() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, _, _) = tolerated(&window).await;
    let window = later(&hall, DAY * 15).await;
    let case = case_until(&window, &draft.slip, |view| count(view, "promiseBroken") >= 1).await;
    let promised = case["promised"].as_array().unwrap();
    assert!(
        promised.iter().all(|one| one["defaulted"] == true),
        "{promised:?}"
    );
    let sent = hall.province.parcels_arrived(1 + promised.len()).await;
    assert!(sent[1..].iter().all(|one| one["kind"] == "promiseBroken"));
    let window = later(&hall, DAY).await;
    let case = view(&window, &draft.slip).await;
    assert_eq!(count(&case, "promiseBroken"), promised.len());
    let raised = hall.store().alarms().await.unwrap();
    assert_eq!(
        raised.iter().filter(|alarm| *alarm == "promiseBroken").count(),
        promised.len()
    );
    // It still may come.
    let material = promised[0]["material"].clone();
    let path = format!("/v1/cases/{}/promises", draft.slip);
    let (status, _) = window.post(&path, &json!({ "materials": [material] })).await;
    assert_eq!(status, 200);
}

async fn turned_away(hall: &TestHall, window: &Window, of: &str, ground: &str) -> (Draft, Json) {
    let draft = window.complete(of);
    assert_eq!(window.save(&draft).await["outcome"], "saved");
    let about = json!({ "about": {
        "kind": "refusal", "draft": draft.id, "revision": draft.revision, "seen": cases::approval::seen(&draft),
        "ground": ground, "basis": "", "reasons": "不在本区办理",
        "rightBody": (ground == "notOurs").then(|| json!({ "name": "邻市财政局" })),
    } });
    let (status, row) = window.post("/v1/approvals", &about).await;
    assert_eq!(status, 200, "{row}");
    let above = hall.signed_in("S1", "0801").await;
    let path = format!("/v1/approvals/{}", row["id"].as_str().unwrap());
    above.get(&path).await;
    let yes = json!({ "approve": true, "note": "" });
    assert_eq!(above.post(&format!("{path}/answer"), &yes).await.0, 200);
    let command = Command::Refuse {
        draft: draft.clone(),
        approval: row["id"].as_str().unwrap().parse().unwrap(),
    };
    let (status, outcome) = window.send(&window.envelope(command)).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("refused")),
        "{outcome}"
    );
    (draft, outcome)
}

#[tokio::test]
async fn what_needs_no_permit_has_its_own_paper_and_who_is_turned_away_has_an_owner() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, outcome) = turned_away(&hall, &window, ITEM, "noPermitNeeded").await;
    assert_eq!(outcome["stage"], "notNeeded");
    let paper = paper_of(&window, &draft.slip, "notNeededNotice").await;
    assert!(text_of(&window, &paper).await.contains("不受理"));
    assert_ne!(outcome["number"], json!(null));
    let (second, outcome) = turned_away(&hall, &window, ITEM, "notOurs").await;
    assert_eq!(outcome["stage"], "refused");
    let paper = paper_of(&window, &second.slip, "refusalNotice").await;
    assert!(text_of(&window, &paper).await.contains("邻市财政局"));

    let above = hall.signed_in("S2", "0802").await;
    let (_, rows) = above.get("/v1/undone").await;
    let of = |at: usize, key: &str| rows[at][key].as_str().unwrap().to_owned();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!([of(0, "kind"), of(1, "kind")], ["notNeeded", "refused"]);
    assert_eq!(
        (of(0, "owner"), of(0, "slip")),
        ("0801".to_owned(), draft.slip.clone())
    );
    let path = format!("/v1/undone/{}/answer", of(0, "id"));
    let answer = async |text: &str| above.post(&path, &json!({ "answer": text })).await;
    assert_eq!(code(&answer(" ").await.1), "YC-2820");
    let (status, row) = answer("已电话说明并转接邻市窗口").await;
    assert_eq!((status, &row["answeredBy"]), (200, &json!("0802")), "{row}");
    assert_eq!(
        code(&answer("又答").await.1),
        "YC-2800",
        "the first answer stands"
    );
    assert!(words(&view(&window, &draft.slip).await).contains(&"undoneAnswered"));
    assert_eq!(window.get("/v1/undone").await.0, 403);
}

#[tokio::test]
async fn nobody_who_is_to_be_turned_away_is_left_waiting() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    window.save(&draft).await;
    let about = json!({ "about": {
        "kind": "refusal", "draft": draft.id, "revision": draft.revision, "seen": cases::approval::seen(&draft),
        "ground": "notOurs", "basis": "", "reasons": "不在本区办理", "rightBody": { "name": "邻市财政局" },
    } });
    let (_, row) = window.post("/v1/approvals", &about).await;
    let asked_at = row["askedAt"].as_str().unwrap().to_owned();
    let passed = async || {
        let lines = hall.store().audit(0, 10_000).await.unwrap();
        lines.iter().filter(|line| line.deed == "passOnApproval").count()
    };
    hall.clock.advance(SignedDuration::from_secs(299));
    hall.clock.advance(SignedDuration::from_secs(2));
    while passed().await == 0 {
        tokio::task::yield_now().await;
    }
    // Closing comes and nobody has answered: it is received, with a receipt, as of the moment it was asked.
    hall.clock.advance(SignedDuration::from_hours(12));
    let above = hall.signed_in("S1", "0801").await;
    while view(&above, &draft.slip).await["stage"] != "received" {
        tokio::task::yield_now().await;
    }
    let case = case_until(&above, &draft.slip, |view| {
        view["papers"]
            .as_array()
            .unwrap()
            .iter()
            .any(|paper| paper["digest"] != "")
    })
    .await;
    assert_eq!(case["receivedAt"], asked_at);
    assert!(kinds(&case).contains(&"receiptSlip"));
    assert!(
        happened(&case, "received")["note"]
            .as_str()
            .unwrap()
            .contains("未获审批")
    );
    assert_eq!(passed().await, 1, "asked again once");
    let (_, undone) = above.get("/v1/undone").await;
    assert_eq!(
        (&undone[0]["kind"], &undone[0]["slip"], &undone[0]["owner"]),
        (&json!("unanswered"), &json!(draft.slip), &json!("0801")),
        "it is somebody's"
    );
    // Who answers now is told that it is over, and nothing is turned away.
    let path = format!("/v1/approvals/{}/answer", row["id"].as_str().unwrap());
    let (_, late) = above.post(&path, &json!({ "approve": true, "note": "" })).await;
    assert_ne!(late["answered"], json!(true), "{late}");
    assert_eq!(view(&above, &draft.slip).await["stage"], "received");
}

#[tokio::test]
async fn who_promises_in_place_of_proof_is_handed_what_he_promised() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete(ITEM);
    let mut fields = item(ITEM).fields.iter();
    let field = fields
        .find(|field| field.data_element == "apply.promiseMode")
        .unwrap();
    let said = draft.form.get_mut(&field.key).unwrap();
    said.held.as_mut().unwrap().value = Value::Flag(true);
    let signed = draft.form_digest();
    for slot in &mut draft.slots {
        if let Some(Held::Generated { form_digest, .. }) = &mut slot.held {
            *form_digest = signed.clone();
        }
    }
    assert_eq!(window.accept(&draft).await["outcome"], "accepted");
    let paper = paper_of(&window, &draft.slip, "commitment").await;
    assert!(paper["number"].as_str().unwrap().contains("〔2026〕"));
    assert!(text_of(&window, &paper).await.contains("告知承诺"));
    // Another applicant's item without that way has none.
    let plain = window.complete_for(PERSONAL, OTHER_NUMBER);
    window.accept(&plain).await;
    assert!(!kinds(&view(&window, &plain.slip).await).contains(&"commitment"));
    assert_eq!(Stage::Accepted.word(), view(&window, &plain.slip).await["stage"]);
}
