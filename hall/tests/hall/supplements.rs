//! 一次告知补正: everything at once, back in parts at any window, a second notice under an approval, a lapse.

use cases::case::Draft;
use cases::case::told::{self, Demand};
use cases::deadline::hall_date;
use cases::material::Held;
use cases::review;
use cases::wire::intake::Command;
use hall::clock::Clock;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{NUMBER, TestHall, Window, case_until, catalogue, code, item};
use crate::law::{DAY, count, later, paper_of, receive};
use crate::outcomes::{kinds, taken_up, text_of, view};

/// A licence: art. 32 binds it.
const ITEM: &str = "cz-bookkeeping";
const PERSONAL: &str = "wj-parenting";

fn words_of_clerk(material: &str) -> Demand {
    Demand {
        spot: None,
        material: material.to_owned(),
        wrong: "附图不清晰".to_owned(),
        cure: "重新提交清晰的附图".to_owned(),
        basis: "《中华人民共和国行政许可法》第三十二条第一款第四项".to_owned(),
        cured: false,
        added: None,
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
