//! Approvals: asked at one desk, answered at another, used once.

use cases::approval::seen;
use cases::case::Draft;
use cases::form::Value;
use cases::wire::approval::AnswerApproval;
use cases::wire::intake::Command;
use hall::store::{Act, Grant};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::harness::{Desk, NUMBER, OTHER_NUMBER, TestHall, Window, case_until, code};

/// A licence: art. 32 binds it.
const ITEM: &str = "cz-bookkeeping";
const PERSONAL: &str = "wj-parenting";
const REASONS: &str = "经营场所在邻市，不属本区办理";

async fn supervisor(hall: &TestHall) -> Window {
    hall.signed_in("S1", "0801").await
}

async fn second_supervisor(hall: &TestHall) -> Window {
    hall.signed_in("S2", "0802").await
}

fn refusal(draft: &Draft) -> Json {
    json!({ "about": {
        "kind": "refusal", "draft": draft.id, "revision": draft.revision, "seen": seen(draft), "ground": "notOurs",
        "basis": "随便写的依据", "reasons": REASONS, "rightBody": { "name": "邻市财政局" },
    } })
}

async fn ask(window: &Window, about: &Json) -> Json {
    let (status, row) = window.post("/v1/approvals", about).await;
    assert_eq!(status, 200, "{row}");
    assert_eq!(row["state"], "waiting");
    row
}

fn id(row: &Json) -> Uuid {
    row["id"].as_str().unwrap().parse().unwrap()
}

async fn answer(window: &Window, row: &Json, approve: bool, note: &str) -> (u16, Json) {
    let path = format!("/v1/approvals/{}/answer", id(row));
    window
        .post(&path, &json!({ "approve": approve, "note": note }))
        .await
}

async fn approve(window: &Window, row: &Json) {
    let (status, reply) = answer(window, row, true, "").await;
    assert_eq!((status, &reply["answered"]), (200, &json!(true)), "{reply}");
}

async fn refuse(window: &Window, draft: &Draft, approval: Uuid) -> (u16, Json) {
    let command = Command::Refuse {
        draft: draft.clone(),
        approval,
    };
    window.send(&window.envelope(command)).await
}

/// A draft that the hall has, and the request about it.
async fn asked(window: &Window) -> (Draft, Json) {
    let draft = window.complete(ITEM);
    assert_eq!(window.save(&draft).await["outcome"], "saved");
    let row = ask(window, &refusal(&draft)).await;
    (draft, row)
}

async fn state_of(window: &Window, row: &Json) -> Json {
    let (_, list) = window.get("/v1/approvals").await;
    let rows = list.as_array().unwrap();
    rows.iter()
        .find(|one| one["id"] == row["id"])
        .map_or(json!("not listed"), |one| one["state"].clone())
}

#[tokio::test]
async fn a_refusal_is_asked_approved_and_issued_once() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let (draft, row) = asked(&window).await;
    // The hall quotes the law, whatever the desk said.
    assert_eq!(
        row["about"]["basis"],
        "《中华人民共和国行政许可法》第三十二条第一款第二项"
    );
    assert_eq!((&row["name"], &row["desk"]), (&json!("王雨桐"), &json!("08")));

    let (_, list) = above.get("/v1/approvals").await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert!(!list.to_string().contains("林试") && !list.to_string().contains(NUMBER));
    let (status, opened) = above.get(&format!("/v1/approvals/{}", id(&row))).await;
    assert_eq!(status, 200, "{opened}");
    assert_eq!(opened["applicant"], "测试公司");
    let paper = opened["paper"].to_string();
    assert!(paper.contains(REASONS) && paper.contains("邻市财政局") && paper.contains("六十日内"));
    assert!(!paper.contains("林试") && !paper.contains(NUMBER), "{paper}");
    assert_eq!(opened["paper"]["number"], json!(null));
    let lines = hall.store().audit(0, 10_000).await.unwrap();
    assert_eq!(
        lines.iter().filter(|line| line.deed == "look:approval").count(),
        1
    );

    approve(&above, &row).await;
    assert_eq!(state_of(&window, &row).await, "approved");
    let command = Command::Refuse {
        draft: draft.clone(),
        approval: id(&row),
    };
    let envelope = window.envelope(command);
    let (status, outcome) = window.send(&envelope).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("refused")),
        "{outcome}"
    );
    assert_eq!(
        outcome["number"],
        "(示范区)政务(财政许)不予受字〔2026〕第000001号"
    );
    let papers = outcome["papers"].as_array().unwrap();
    assert_eq!((papers.len(), &papers[0]["kind"]), (1, &json!("refusalNotice")));
    let (_, bytes) = window
        .bytes(&format!("/v1/papers/{}", papers[0]["id"].as_str().unwrap()))
        .await;
    assert_eq!(json!(hex::encode(Sha256::digest(&bytes))), papers[0]["digest"]);

    // A reply that was lost, and the same deed from another place, change nothing.
    assert_eq!(window.send(&envelope).await.1, outcome);
    assert_eq!(refuse(&window, &draft, id(&row)).await.1, outcome);
    assert_eq!(state_of(&window, &row).await, "used");

    let (_, case) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(
        (&case["stage"], &case["caseNumber"]),
        (&json!("refused"), &json!(null))
    );
    assert_eq!(case["parcels"], json!([]));
    let happened = case["timeline"].as_array().unwrap();
    assert_eq!(happened.len(), 1, "{case}");
    assert!(happened[0]["note"].as_str().unwrap().contains("经陈立审批"));
    // The draft has become a case, and a refused application stands in nobody's way.
    assert_eq!(window.save(&draft).await["outcome"], "refused");
    let other = window.complete(ITEM);
    assert_eq!(window.accept(&other).await["outcome"], "accepted");
}

/// Nothing is refused without an approval of exactly this, and no number is lost on the way.
#[tokio::test]
async fn promise_03_an_approval_of_something_else_lets_nothing_through() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let (mut draft, row) = asked(&window).await;
    let check = async |draft: &Draft, approval: Uuid, expected: &str| {
        let (status, problem) = refuse(&window, draft, approval).await;
        assert!(status >= 400, "{problem}");
        assert_eq!(code(&problem), expected, "{problem}");
    };
    check(&draft, Uuid::from_u128(7), "YC-2701").await;
    check(&draft, id(&row), "YC-2703").await;
    approve(&above, &row).await;
    let other = window.complete_for(ITEM, OTHER_NUMBER);
    assert_eq!(window.save(&other).await["outcome"], "saved");
    check(&other, id(&row), "YC-2708").await;

    // Edited after it was asked: stale, for the use and for the answer.
    let before = draft.clone();
    let key = draft.form.keys().next().unwrap().clone();
    let held = draft.form.get_mut(&key).unwrap().held.as_mut().unwrap();
    held.value = Value::Text("改过了".to_owned());
    draft.revision += 1;
    assert_eq!(window.save(&draft).await["outcome"], "saved");
    check(&draft, id(&row), "YC-2707").await;
    let (status, problem) = window.post("/v1/approvals", &refusal(&before)).await;
    assert_eq!((status, code(&problem)), (409, "YC-2702"));
    let again = ask(&window, &refusal(&draft)).await;
    assert_eq!(state_of(&window, &row).await, "withdrawn");
    check(&draft, id(&row), "YC-2705").await;
    draft.revision += 1;
    draft.form.get_mut(&key).unwrap().held.as_mut().unwrap().value = Value::Text("又改了".to_owned());
    window.save(&draft).await;
    let (status, problem) = answer(&above, &again, true, "").await;
    assert_eq!((status, code(&problem)), (409, "YC-2707"));

    let third = ask(&window, &refusal(&draft)).await;
    let (status, problem) = answer(&above, &third, false, " ").await;
    assert_eq!((status, code(&problem)), (422, "YC-2712"));
    answer(&above, &third, false, "理由不足").await;
    check(&draft, id(&third), "YC-2704").await;
    assert_eq!(window.get("/v1/cases").await.1, json!([]));

    let last = ask(&window, &refusal(&draft)).await;
    approve(&above, &last).await;
    let (_, outcome) = refuse(&window, &draft, id(&last)).await;
    assert!(
        outcome["number"].as_str().unwrap().contains("第000001号"),
        "{outcome}"
    );
}

#[tokio::test]
async fn promise_03_of_two_supervisors_the_first_answer_stands_and_the_second_is_told() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (one, two) = (supervisor(&hall).await, second_supervisor(&hall).await);
    let (_, row) = asked(&window).await;
    let (first, second) = tokio::join!(
        answer(&one, &row, true, ""),
        answer(&two, &row, false, "理由不足")
    );
    assert_eq!((first.0, second.0), (200, 200));
    let stands: Vec<bool> = [&first.1, &second.1]
        .iter()
        .map(|reply| reply["answered"].as_bool().unwrap())
        .collect();
    assert_eq!(stands.iter().filter(|stands| **stands).count(), 1, "{stands:?}");
    assert_eq!(first.1["row"]["state"], second.1["row"]["state"]);
    assert_eq!(first.1["row"]["answer"], second.1["row"]["answer"]);
    let name = first.1["row"]["answer"]["name"].as_str().unwrap();
    assert_eq!(name, if stands[0] { "陈立" } else { "周敏" });
    let lines = hall.store().audit(0, 10_000).await.unwrap();
    assert_eq!(
        lines.iter().filter(|line| line.deed == "answerApproval").count(),
        2
    );
}

#[tokio::test]
async fn an_answer_to_a_withdrawn_request_is_told_and_changes_nothing() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let (_, row) = asked(&window).await;
    let path = format!("/v1/approvals/{}/withdraw", id(&row));
    let other = hall.desk("09", "0827").await;
    let (status, problem) = other.post(&path, &json!({})).await;
    assert_eq!((status, code(&problem)), (403, "YC-2710"));
    assert_eq!(window.post(&path, &json!({})).await.1["state"], "withdrawn");
    assert_eq!(window.post(&path, &json!({})).await.0, 200);
    let (status, reply) = answer(&above, &row, true, "").await;
    assert_eq!(status, 200);
    assert_eq!(
        (&reply["answered"], &reply["row"]["state"]),
        (&json!(false), &json!("withdrawn"))
    );
    assert_eq!(hall.store().waiting_approvals().await.unwrap(), []);
}

#[tokio::test]
async fn nobody_answers_his_own_request() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (_, row) = asked(&window).await;
    let himself = Act::new("S1", "0826", "2026-11-20T03:00:00Z".parse().unwrap());
    let yes = AnswerApproval {
        approve: true,
        note: String::new(),
    };
    let refused = hall.store().answer_approval(himself, id(&row), yes).await;
    assert_eq!(refused.unwrap_err().code(), "YC-2711");
    let waiting = hall.store().waiting_approvals().await.unwrap();
    assert_eq!(
        (waiting.len(), waiting[0].kind.as_str(), waiting[0].desk.as_str()),
        (1, "refusal", "08")
    );
}

#[tokio::test]
async fn promise_02_asking_and_answering_twice_is_once() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let (draft, row) = asked(&window).await;
    assert_eq!(ask(&window, &refusal(&draft)).await["id"], row["id"]);
    let path = format!("/v1/approvals/{}/answer", id(&row));
    let yes = json!({ "approve": true, "note": "同意" });
    let first = above.post_under(&path, "key-of-one-answer", &yes).await;
    assert_eq!(above.post_under(&path, "key-of-one-answer", &yes).await, first);
    let no = json!({ "approve": false, "note": "不" });
    assert_eq!(
        code(&above.post_under(&path, "key-of-one-answer", &no).await.1),
        "YC-2405"
    );
    // Taken back after the yes, it lets nothing through.
    window
        .post(&format!("/v1/approvals/{}/withdraw", id(&row)), &json!({}))
        .await;
    assert_eq!(code(&refuse(&window, &draft, id(&row)).await.1), "YC-2705");
}

#[tokio::test]
async fn what_is_asked_is_checked_before_anybody_sees_it() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    window.save(&draft).await;
    let check = async |change: &dyn Fn(&mut Json), expected: &str| {
        let mut about = refusal(&draft);
        change(&mut about["about"]);
        let (status, problem) = window.post("/v1/approvals", &about).await;
        assert!((400..500).contains(&status), "{problem}");
        assert_eq!(code(&problem), expected, "{about}");
    };
    check(&|about| about["reasons"] = json!(" "), "YC-2713").await;
    check(&|about| about["ground"] = json!("made up"), "YC-2714").await;
    check(&|about| about["rightBody"] = json!(null), "YC-2715").await;
    check(&|about| about["ground"] = json!("barred"), "YC-2715").await;
    check(&|about| about["seen"] = json!("0"), "YC-2702").await;
    check(&|about| about["draft"] = json!(Uuid::nil()), "YC-2407").await;
    let other = hall.desk("09", "0827").await;
    let (_, problem) = other.post("/v1/approvals", &refusal(&draft)).await;
    assert_eq!(code(&problem), "YC-2408");
    assert_eq!(hall.store().waiting_approvals().await.unwrap(), []);
}

fn pass(draft: &Draft, beside: &Json) -> Json {
    json!({ "about": {
        "kind": "override", "draft": draft.id, "revision": draft.revision, "seen": seen(draft),
        "what": { "what": "duplicate", "caseNumber": beside }, "reason": "前一件申请人已书面放弃",
    } })
}

async fn accept_under(window: &Window, draft: &Draft, approval: Uuid) -> (u16, Json) {
    let command = Command::Accept {
        draft: draft.clone(),
        approval: Some(approval),
    };
    window.send(&window.envelope(command)).await
}

#[tokio::test]
async fn a_duplicate_passes_once_under_its_approval_and_the_timeline_says_so() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let first = window.accept(&window.complete(PERSONAL)).await;
    let draft = window.complete(PERSONAL);
    assert_eq!(window.accept(&draft).await["outcome"], "duplicate");
    let row = ask(&window, &pass(&draft, &first["caseNumber"])).await;
    assert_eq!(code(&accept_under(&window, &draft, id(&row)).await.1), "YC-2703");
    approve(&above, &row).await;
    let (status, outcome) = accept_under(&window, &draft, id(&row)).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("accepted")),
        "{outcome}"
    );
    let (_, case) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    let passed = case["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["what"] == "passedDuplicate")
        .unwrap_or_else(|| panic!("{case}"));
    let note = passed["note"].as_str().unwrap();
    assert!(note.contains(first["caseNumber"].as_str().unwrap()) && note.contains("陈立"));
    // A third one needs its own.
    let third = window.complete(PERSONAL);
    assert_eq!(code(&accept_under(&window, &third, id(&row)).await.1), "YC-2706");
}

#[tokio::test]
async fn a_duplicate_let_through_while_the_line_is_down_is_accepted_at_recovery() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let first = window.accept(&window.complete(PERSONAL)).await;
    let draft = window.complete(PERSONAL);
    window.save(&draft).await;
    let row = ask(&window, &pass(&draft, &first["caseNumber"])).await;
    approve(&above, &row).await;
    hall.province.department_is(Desk::Down);
    hall.clock.advance(SignedDuration::from_mins(30));
    let (_, outcome) = accept_under(&window, &draft, id(&row)).await;
    assert_eq!(outcome["outcome"], "received", "{outcome}");
    hall.province.department_is(Desk::Good);
    hall.clock.advance(SignedDuration::from_hours(1));
    let case = case_until(&window, &draft.slip, |case| case["stage"] == "accepted").await;
    assert_eq!(case["timeline"][1]["what"], "passedDuplicate", "{case}");
}

#[tokio::test]
async fn promise_08_a_granted_source_answers_until_the_moment_that_was_asked() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let visit = window.open_visit().await;
    let now: jiff::Timestamp = "2026-11-20T01:00:00Z".parse().unwrap();
    let lapsed = Grant {
        id: "lapsed".to_owned(),
        item: PERSONAL.to_owned(),
        dataset: "population".to_owned(),
        elements: vec!["person.name".to_owned()],
        valid_until: now,
        origin: "file",
    };
    hall.store().put_grants(vec![lapsed]).await.unwrap();
    let draft = window.complete(PERSONAL);
    window.save(&draft).await;
    let query = json!({
        "visit": visit, "draft": draft.id, "item": PERSONAL, "dataset": "population",
        "subject": { "role": "applicant", "idType": "111", "idNumber": NUMBER, "name": "林试" },
        "elements": ["person.name"],
    });
    assert_eq!(code(&window.post("/v1/gateway/query", &query).await.1), "YC-2303");

    let grant = |elements: Json, until: &str| {
        json!({ "about": { "kind": "grant", "item": PERSONAL, "dataset": "population", "elements": elements,
            "until": until, "reason": "授权到期，部门正在续签" } })
    };
    let check = async |about: Json, expected: &str| {
        assert_eq!(
            code(&window.post("/v1/approvals", &about).await.1),
            expected,
            "{about}"
        );
    };
    check(grant(json!(["person.income"]), "2026-11-20T10:00:00Z"), "YC-2302").await;
    check(grant(json!(["person.name"]), "2026-11-20T01:00:00Z"), "YC-2717").await;
    check(grant(json!(["person.name"]), "2027-11-20T01:00:00Z"), "YC-2717").await;
    let row = ask(&window, &grant(json!(["person.name"]), "2026-11-20T10:00:00Z")).await;
    assert_eq!(code(&window.post("/v1/gateway/query", &query).await.1), "YC-2303");
    approve(&above, &row).await;
    let (status, reply) = window.post("/v1/gateway/query", &query).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(reply["grant"], json!(format!("approval/{}", id(&row))));
    // What took effect is not taken back, and ends by itself.
    let path = format!("/v1/approvals/{}/withdraw", id(&row));
    assert_eq!(code(&window.post(&path, &json!({})).await.1), "YC-2706");
    hall.clock.advance(SignedDuration::from_hours(9));
    assert_eq!(code(&window.post("/v1/gateway/query", &query).await.1), "YC-2303");
}

#[tokio::test]
async fn a_second_demand_stands_on_the_timeline_and_is_counted() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let draft = window.complete(PERSONAL);
    window.accept(&draft).await;
    let demand = |slip: &str| {
        json!({ "about": { "kind": "secondDemand", "case": slip, "materials": ["居住证明"],
            "reason": "现场核查发现住址不一致" } })
    };
    let (_, problem) = window.post("/v1/approvals", &demand("NOSUCHSLIP")).await;
    assert_eq!(code(&problem), "YC-2416");
    let row = ask(&window, &demand(&draft.slip)).await;
    assert_eq!(above.get("/v1/second-demands").await.1, json!([]));
    approve(&above, &row).await;
    let (_, case) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    let last = case["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!(last["what"], "secondDemand");
    assert!(last["note"].as_str().unwrap().contains("居住证明"));
    let (_, counts) = above.get("/v1/second-demands").await;
    assert_eq!(
        (&counts[0]["item"], &counts[0]["demands"]),
        (&json!(PERSONAL), &json!(1))
    );
    assert_ne!(counts[0]["department"], "");
    // Another one is another request.
    let again = ask(&window, &demand(&draft.slip)).await;
    assert_ne!(again["id"], row["id"]);
}

#[tokio::test]
async fn promise_08_the_feed_tells_of_approvals_and_of_nobody() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = supervisor(&hall).await;
    let (draft, row) = asked(&window).await;
    approve(&above, &row).await;
    refuse(&window, &draft, id(&row)).await;
    let changes = hall.store().changes(0, 10_000).await.unwrap().unwrap();
    let told: Vec<Json> = changes
        .iter()
        .map(|change| serde_json::to_value(change).unwrap())
        .filter(|change| change["what"] == "approval")
        .collect();
    let states: Vec<&str> = told
        .iter()
        .map(|change| change["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["waiting", "approved", "used"]);
    for change in &told {
        let mut keys: Vec<&String> = change.as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(keys, ["approval", "cursor", "desk", "state", "what"]);
    }
}
