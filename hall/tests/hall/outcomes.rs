//! What may become of a case beside acceptance: told once and returned, received only, promised for later, withdrawn,
//! turned away with a record and an owner.

use cases::case::told::{self, Demand};
use cases::case::{Draft, Stage};
use cases::deadline::hall_date;
use cases::form::Value;
use cases::material::Held;
use cases::review;
use cases::wire::intake::Command;
use hall::clock::Clock;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{Desk, NUMBER, OTHER_NUMBER, TestHall, Window, case_until, catalogue, code, item};
use crate::law::{DAY, accepted, count, happened, later, paper_of, receive, report, words};

const ITEM: &str = "cz-bookkeeping";
const PERSONAL: &str = "wj-parenting";
/// Two of its materials may come later (容缺).
const TOLERANT: &str = "scjg-food-licence";

fn words_of_clerk(material: &str) -> Demand {
    Demand {
        spot: None,
        material: material.to_owned(),
        wrong: "附图不清晰".to_owned(),
        cure: "重新提交清晰的附图".to_owned(),
        basis: "《中华人民共和国行政许可法》第三十二条第一款第四项".to_owned(),
        cured: false,
    }
}

/// What the review finds in it, as the desk lists it.
fn found(draft: &Draft) -> Vec<Demand> {
    let book = catalogue();
    let (item, rules) = (item(&draft.item), &book.rules);
    let found = review::run(item, rules, &book.codes, draft, hall_date(draft.opened_at));
    told::demands(item, rules, &found)
}

/// A draft whose paper materials are all at home.
fn empty_handed(window: &Window, item: &str) -> Draft {
    let mut draft = window.complete(item);
    for slot in &mut draft.slots {
        if matches!(slot.held, Some(Held::Paper { .. })) {
            slot.held = None;
        }
    }
    draft
}

async fn tell(window: &Window, draft: &Draft, demands: Vec<Demand>, approval: Option<Uuid>) -> (u16, Json) {
    let command = Command::Supplement {
        draft: draft.clone(),
        demands,
        approval,
    };
    window.send(&window.envelope(command)).await
}

async fn told_once(window: &Window, draft: &Draft) -> Json {
    let mut demands = found(draft);
    demands.push(words_of_clerk("申请书附图"));
    let (status, outcome) = tell(window, draft, demands, None).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("supplementing")),
        "{outcome}"
    );
    outcome
}

async fn bring(window: &Window, draft: &Draft) -> (u16, Json) {
    let command = Command::Return { draft: draft.clone() };
    window.send(&window.envelope(command)).await
}

/// The case at this window again, with everything it was told brought along.
async fn taken_up(window: &Window, slip: &str) -> Draft {
    let (status, reply) = window.post(&format!("/v1/cases/{slip}/reopen"), &json!({})).await;
    assert_eq!(status, 200, "{reply}");
    let mut draft: Draft = serde_json::from_value(reply["draft"].clone()).unwrap();
    draft.revision += 1;
    draft
}

fn hand_in(window: &Window, draft: &mut Draft, materials: usize) {
    let whole = window.complete_for(&draft.item, NUMBER);
    let mut left = materials;
    for slot in &mut draft.slots {
        if slot.held.is_none() && left > 0 {
            slot.held = whole.slot(&slot.material).unwrap().held.clone();
            left -= 1;
        }
    }
}

fn tick_all(draft: &mut Draft) {
    for demand in &mut draft.told.as_mut().unwrap().demands {
        demand.cured = true;
    }
}

async fn view(window: &Window, slip: &str) -> Json {
    window.get(&format!("/v1/cases/{slip}")).await.1
}

fn kinds(view: &Json) -> Vec<&str> {
    let papers = view["papers"].as_array().unwrap().iter();
    papers.map(|paper| paper["kind"].as_str().unwrap()).collect()
}

async fn text_of(window: &Window, paper: &Json) -> String {
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
async fn everything_is_told_once_and_comes_back_in_parts_at_any_window() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = empty_handed(&window, ITEM);
    let missing = found(&draft);
    assert!(missing.len() >= 2, "{missing:?}");
    // What the review finds cannot be left out: the notice would not be of everything.
    let (_, outcome) = tell(&window, &draft, vec![missing[0].clone()], None).await;
    assert_eq!(outcome["outcome"], "blocked", "{outcome}");
    assert_eq!(outcome["findings"].as_array().unwrap().len(), missing.len() - 1);

    let outcome = told_once(&window, &draft).await;
    // Fifteen working days from the Friday on which it was told.
    assert_eq!(outcome["until"], "2026-12-11");
    assert_eq!(outcome["demands"], missing.len() + 1);
    let case = view(&window, &draft.slip).await;
    assert_eq!(case["stage"], "supplementing");
    assert_eq!(case["clocks"]["running"]["rule"], "cure");
    assert_eq!(kinds(&case), ["receiptSlip", "supplementNotice"]);
    let notice = paper_of(&window, &draft.slip, "supplementNotice").await;
    let text = text_of(&window, &notice).await;
    for demand in &missing {
        let name: String = demand.material.chars().filter(|ch| !ch.is_whitespace()).collect();
        assert!(text.contains(&name), "{name} in {text}");
    }
    assert!(
        text.contains("申请书附图") && text.contains("2026年12月11日"),
        "{text}"
    );
    // Nobody has it yet: no department.
    assert_eq!(case["parcels"], json!([]));

    // Some of it comes, at another window.
    hall.clock.advance(DAY * 3);
    let other = hall.signed_in("09", "0827").await;
    let mut there = taken_up(&other, &draft.slip).await;
    assert_eq!(there.desk, "09");
    let (status, problem) = bring(&other, &there).await;
    assert_eq!((status, code(&problem)), (422, "YC-2843"), "nothing came");
    hand_in(&other, &mut there, 1);
    let (_, outcome) = bring(&other, &there).await;
    assert_eq!(outcome["outcome"], "returned", "{outcome}");
    assert_eq!(outcome["came"].as_array().unwrap().len(), 1);
    assert_eq!(outcome["open"].as_array().unwrap().len(), missing.len());
    assert_eq!(view(&other, &draft.slip).await["stage"], "supplementing");

    // Until all of it is there it is not accepted.
    there.revision += 1;
    let (_, early) = other
        .send(&other.envelope(Command::Accept {
            draft: there.clone(),
            approval: None,
        }))
        .await;
    assert_eq!(early["outcome"], "blocked", "{early}");

    // The rest comes at a third window, on a Saturday's eve; that day is the day of completeness.
    hall.clock.advance(DAY);
    let third = hall.signed_in("12", "0826").await;
    let mut rest = taken_up(&third, &draft.slip).await;
    assert_eq!(rest.told.as_ref().unwrap().open().count(), missing.len());
    hand_in(&third, &mut rest, usize::MAX);
    tick_all(&mut rest);
    let (_, outcome) = bring(&third, &rest).await;
    assert_eq!(outcome["open"], json!([]), "{outcome}");
    let complete_on = view(&third, &draft.slip).await;
    assert_eq!(complete_on["clocks"]["running"]["rule"], "completed");
    hall.clock.advance(DAY);
    let third = hall.signed_in("12", "0826").await;
    rest.revision += 1;
    let outcome = third.accept(&rest).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    let case = view(&third, &draft.slip).await;
    assert_eq!(
        case["acceptedAt"].as_str().unwrap()[..10],
        *hall_date(hall.clock.now() - DAY).to_string()
    );
    assert_eq!((count(&case, "returned"), count(&case, "supplemented")), (2, 1));
    // Receipt, notice, two receipts of what came, the acceptance and what was promised in it.
    assert_eq!(
        kinds(&case).iter().filter(|kind| **kind == "receiptSlip").count(),
        3
    );
    assert_eq!(
        kinds(&case)
            .iter()
            .filter(|kind| **kind == "acceptanceNotice")
            .count(),
        1
    );
    hall.province.parcels_arrived(1).await;
}

#[tokio::test]
async fn a_notice_says_something_about_each_of_at_most_three_hundred_demands() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(PERSONAL);
    let many = |count: usize| -> Vec<Demand> {
        (1..=count)
            .map(|at| words_of_clerk(&format!("材料{at}")))
            .collect()
    };
    let refused = async |demands: Vec<Demand>| {
        let (status, problem) = tell(&window, &draft, demands, None).await;
        (status, code(&problem).to_owned())
    };
    assert_eq!(refused(Vec::new()).await, (422, "YC-2836".to_owned()));
    assert_eq!(refused(many(301)).await, (422, "YC-2837".to_owned()));
    let mut wordless = words_of_clerk("甲");
    wordless.cure = " ".to_owned();
    assert_eq!(refused(vec![wordless]).await, (422, "YC-2838".to_owned()));
    assert_eq!(
        refused(vec![words_of_clerk(&"名".repeat(201))]).await,
        (422, "YC-2838".to_owned())
    );
    assert_eq!(
        refused(vec![words_of_clerk("甲"), words_of_clerk("甲")]).await,
        (422, "YC-2839".to_owned())
    );
    assert_eq!(
        view(&window, &draft.slip).await["code"],
        "YC-2416",
        "nothing was kept"
    );
    let mut longest = many(299);
    longest.push(words_of_clerk(&"名".repeat(200)));
    let (status, outcome) = tell(&window, &draft, longest, None).await;
    assert_eq!((status, &outcome["demands"]), (200, &json!(300)), "{outcome}");
    let notice = paper_of(&window, &draft.slip, "supplementNotice").await;
    let text = text_of(&window, &notice).await;
    assert!(text.contains("材料299") && text.contains(&"名".repeat(20)));
}

#[tokio::test]
async fn a_second_notice_needs_a_supervisor_and_is_looked_after() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let draft = empty_handed(&window, ITEM);
    let first = told_once(&window, &draft).await;
    // The same notice sent again after a lost reply is the same notice.
    let mut again = taken_up(&window, &draft.slip).await;
    let mut demands = found(&again);
    demands.push(words_of_clerk("租赁合同"));
    let (status, problem) = tell(&window, &again, demands.clone(), None).await;
    assert_eq!((status, code(&problem)), (409, "YC-2835"));
    let about = json!({ "about": { "kind": "secondDemand", "case": draft.slip, "materials": ["租赁合同"],
                                   "reason": "首次核对遗漏" } });
    let (status, row) = window.post("/v1/approvals", &about).await;
    assert_eq!(status, 200, "{row}");
    let approval: Uuid = row["id"].as_str().unwrap().parse().unwrap();
    again.revision += 1;
    let (_, problem) = tell(&window, &again, demands.clone(), Some(approval)).await;
    assert_eq!(code(&problem), "YC-2703", "not answered yet");
    let path = format!("/v1/approvals/{approval}/answer");
    let (status, _) = above.post(&path, &json!({ "approve": true, "note": "" })).await;
    assert_eq!(status, 200);
    again.revision += 1;
    let (status, second) = tell(&window, &again, demands, Some(approval)).await;
    assert_eq!(
        (status, &second["outcome"]),
        (200, &json!("supplementing")),
        "{second}"
    );
    assert_ne!(second["number"], first["number"]);
    let case = view(&window, &draft.slip).await;
    assert_eq!(case["told"]["round"], 2);
    // What is not done at once is somebody's: the supervisor who let it.
    let (_, undone) = above.get("/v1/undone").await;
    assert_eq!(
        (&undone[0]["kind"], &undone[0]["owner"], &undone[0]["reason"]),
        (&json!("secondDemand"), &json!("0801"), &json!("首次核对遗漏"))
    );
}

#[tokio::test]
async fn what_comes_after_the_last_day_finds_the_case_lapsed() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = empty_handed(&window, ITEM);
    told_once(&window, &draft).await;
    let window = later(&hall, DAY * 22).await;
    case_until(&window, &draft.slip, |view| view["stage"] == "lapsed").await;
    let (status, problem) = window
        .post(&format!("/v1/cases/{}/reopen", draft.slip), &json!({}))
        .await;
    assert_eq!((status, code(&problem)), (409, "YC-2842"));
    let (status, problem) = bring(&window, &draft).await;
    assert_eq!((status, code(&problem)), (409, "YC-2842"));
    // He may apply anew.
    let anew = window.complete(ITEM);
    assert_eq!(window.accept(&anew).await["outcome"], "accepted");
}

#[tokio::test]
async fn a_void_case_is_told_nothing_and_nothing_comes_back_to_it() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    let about =
        json!({ "about": { "kind": "void", "case": draft.slip, "wrong": "item", "reason": "录错事项" } });
    let (_, row) = window.post("/v1/approvals", &about).await;
    let approval = row["id"].as_str().unwrap();
    let above = hall.signed_in("S1", "0801").await;
    let yes = json!({ "approve": true, "note": "" });
    above
        .post(&format!("/v1/approvals/{approval}/answer"), &yes)
        .await;
    let ask = json!({ "approval": approval });
    let (status, _) = window.post(&format!("/v1/cases/{}/void", draft.slip), &ask).await;
    assert_eq!(status, 200);
    let (status, problem) = tell(&window, &draft, vec![words_of_clerk("甲")], None).await;
    assert_eq!((status, code(&problem)), (409, "YC-2834"), "{problem}");
    assert!(problem["zh"].as_str().unwrap().contains("作废"), "{problem}");
    let (status, problem) = bring(&window, &draft).await;
    assert_eq!((status, code(&problem)), (409, "YC-2841"));
    let path = format!("/v1/cases/{}/withdrawal", draft.slip);
    let (status, problem) = window
        .post(&path, &json!({ "reason": "不办了", "signed": true }))
        .await;
    assert_eq!((status, code(&problem)), (409, "YC-2844"));
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
async fn tolerated(window: &Window) -> (Draft, String, String) {
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
    let sent = hall.province.parcels_arrived(2).await;
    assert_eq!(sent[1]["kind"], "promiseKept");
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
    assert_eq!(code(&tell(json!(null)).await.1), "YC-2821", "nobody asks");
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
    let case = view(&window, &draft.slip).await;
    assert_eq!(case["further"].as_array().unwrap().len(), 2);
    assert_eq!(case["further"][0]["told"], json!(null));
    let (status, case) = tell(json!(null)).await;
    assert_eq!(status, 200, "{case}");
    assert_eq!(case["further"][0]["told"], case["further"][1]["told"]);
    assert_eq!(case["further"][0]["told"]["round"], 1);
    // The clock goes on.
    assert_eq!((&case["stage"], &case["dueDay"]), (&json!("accepted"), &due));
    let paper = paper_of(&window, &draft.slip, "furtherMaterials").await;
    let text = text_of(&window, &paper).await;
    assert!(
        text.contains("租赁合同") && text.contains("消防合格证明") && text.contains("王科"),
        "{text}"
    );
    assert_eq!(code(&tell(json!(null)).await.1), "YC-2821", "told already");

    // It comes at another window, with a receipt that says what came.
    let other = hall.signed_in("09", "0827").await;
    let came = format!("{path}/came");
    let of = case["further"][0]["id"].clone();
    let one = |place: u32, originals: u32, copies: u32| json!({ "came": [{ "of": of, "place": place, "originals": originals, "copies": copies }] });
    let take = async |body: Json| other.post(&came, &body).await;
    assert_eq!(code(&take(json!({ "came": [] })).await.1), "YC-2843");
    assert_eq!(code(&take(one(0, 0, 0)).await.1), "YC-2824");
    assert_eq!(code(&take(one(9, 0, 1)).await.1), "YC-2823");
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
    assert_eq!(code(&tell(json!(null)).await.1), "YC-2822");
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
