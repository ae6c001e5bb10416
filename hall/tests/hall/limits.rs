//! 事项权限: roles × deeds × items over HTTP. Whatever a desk let through, the hall judges again.

use cases::case::Draft;
use cases::roles::scope::Limit;
use cases::roles::{Deed, Role, may};
use cases::wire::intake::Command;
use hall::OutsideSource;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, Province, TestClock, TestHall, Window, code, config, own_delivery};

/// An item of the limit, and one beyond it.
const WITHIN: &str = "rs-socialcard";
const BEYOND: &str = "ga-idcard";
const ITEMS: [&str; 2] = [WITHIN, BEYOND];

const REFUSED: &str = "YC-2208";

/// A clerk of 人社 and 医保, as the training hall has one; supervisors and helpers of 人社 alone.
async fn hall() -> TestHall {
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
    config.limits.push(Limit {
        roles: vec![Role::Supervisor, Role::Helper],
        domains: vec!["人社".to_owned()],
        ..Limit::default()
    });
    TestHall::open_with(config, province, clock).await
}

/// What lies at the hall of one item: a draft of window 08, a draft of this desk, and a case.
struct Lying {
    elsewhere: Draft,
    here: Draft,
    slip: String,
    paper: String,
}

async fn lying(hall: &TestHall, desk: &str, item: &str, applicant: &str) -> Lying {
    let there = hall.desk("08", "0826").await;
    let elsewhere = there.complete(item);
    there.save(&elsewhere).await;
    let done = there.complete_for(item, applicant);
    let outcome = there.accept(&done).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    // What was left at a desk before the limit came.
    let before = hall.desk(desk, "0827").await;
    let here = before.complete(item);
    before.save(&here).await;
    Lying {
        elsewhere,
        here,
        slip: done.slip,
        paper: outcome["papers"][0]["id"].as_str().unwrap().to_owned(),
    }
}

/// Does a deed for an item over HTTP, whatever comes of it; `None` where the hall meets no item.
async fn attempt(window: &Window, deed: Deed, item: &str, lying: &Lying) -> Option<Json> {
    let draft = || window.complete(item);
    let id = lying.here.id;
    let post = async |path: String, body: Json| window.post(&path, &body).await.1;
    let send = async |command: Command| window.send(&window.envelope(command)).await.1;
    Some(match deed {
        Deed::Consult => {
            let ask = json!({ "id": Uuid::nil(), "item": item, "at": "2026-11-20T01:00:00Z" });
            post("/v1/consultations".to_owned(), ask).await
        }
        Deed::SaveDraft => send(Command::SaveDraft { draft: draft() }).await,
        Deed::Receive => {
            let command = Command::Receive {
                draft: draft(),
                received_at: "2026-11-20T01:00:00Z".parse().unwrap(),
                receipt_digest: String::new(),
                receipt_pdf: String::new(),
                reason: None,
            };
            send(command).await
        }
        Deed::Accept => {
            send(Command::Accept {
                draft: draft(),
                approval: None,
            })
            .await
        }
        Deed::Query => {
            let subject = json!({ "role": "applicant", "idType": "111", "idNumber": "1" });
            let ask = json!({ "visit": id, "draft": id, "item": item, "dataset": "population", "subject": subject,
                              "elements": ["person.name"] });
            post("/v1/gateway/query".to_owned(), ask).await
        }
        Deed::ReadLicence => {
            let ask = json!({ "visit": id, "draft": id, "item": item, "holderCode": "1", "holderType": "111",
                              "typeName": "身份证" });
            post("/v1/gateway/licences".to_owned(), ask).await
        }
        Deed::TakeDraft => post(format!("/v1/drafts/{}/ask", lying.elsewhere.id), json!({})).await,
        Deed::SeeCase => window.get(&format!("/v1/cases/{}", lying.slip)).await.1,
        Deed::SeePaper => {
            let (status, bytes) = window.bytes(&format!("/v1/papers/{}", lying.paper)).await;
            if status == 200 {
                Json::Null
            } else {
                serde_json::from_slice(&bytes).unwrap()
            }
        }
        Deed::KeepMandate => window.get(&format!("/v1/drafts/{id}/mandate")).await.1,
        Deed::HandOver => post(format!("/v1/drafts/{id}/hand-over"), json!({})).await,
        Deed::Refuse => {
            send(Command::Refuse {
                draft: draft(),
                approval: id,
            })
            .await
        }
        Deed::Supplement => send(Command::Return { draft: draft() }).await,
        Deed::Withdraw => {
            let ask = json!({ "reason": "x", "signed": true });
            post(format!("/v1/cases/{}/withdrawal", lying.slip), ask).await
        }
        Deed::VoidCase => {
            let ask = json!({ "approval": id });
            post(format!("/v1/cases/{}/void", lying.slip), ask).await
        }
        Deed::Deliver => {
            let deliver = own_delivery(NUMBER, None);
            post(format!("/v1/cases/{}/delivery", lying.slip), deliver).await
        }
        Deed::AskApproval => {
            let about = json!({ "kind": "grant", "item": item, "dataset": "population",
                                "elements": ["person.name"], "until": "2026-11-21T01:00:00Z", "reason": "授权到期" });
            post("/v1/approvals".to_owned(), json!({ "about": about })).await
        }
        Deed::FollowUp => post(format!("/v1/cases/{}/urge", lying.slip), json!({})).await,
        Deed::IssueTicket
        | Deed::SeeQueue
        | Deed::RunWindow
        | Deed::CallNext
        | Deed::HandleTicket
        | Deed::OpenWalkIn
        | Deed::Identify
        | Deed::Unmask
        | Deed::AskApplicant
        | Deed::TakeSignature
        | Deed::HandMaterials
        | Deed::KeepSeal
        | Deed::AskHelp
        | Deed::GiveHelp
        | Deed::SeeBoard
        | Deed::ManageWindows
        | Deed::AnswerApproval
        | Deed::CallSupport
        | Deed::Broadcast
        | Deed::WatchLooks
        | Deed::ListLooks
        | Deed::AskGrant
        | Deed::ApproveGrant
        | Deed::VerifyAudit
        | Deed::PublishCatalogue => return None,
    })
}

#[tokio::test]
async fn promise_08_every_deed_meets_the_items_of_who_does_it() {
    let hall = hall().await;
    // Somebody else applies each time: one person has one open case of an item.
    let posts = [
        ("09", "0827", Role::Clerk, false, "350199199003070011"),
        ("05", "0828", Role::Clerk, true, "350199198506152022"),
        ("Z1", "0801", Role::Supervisor, true, "350199198803070015"),
        ("B1", "0830", Role::Helper, true, "350199199001010023"),
    ];
    let mut met = 0;
    for (desk, staff, role, limited, applicant) in posts {
        for item in ITEMS {
            let lying = lying(&hall, desk, item, applicant).await;
            let window = hall.signed_in(desk, staff).await;
            for deed in Deed::all() {
                let Some(reply) = attempt(&window, deed, item, &lying).await else {
                    continue;
                };
                let expected = if !may(role, deed) {
                    Some("YC-2203")
                } else if limited && item == BEYOND {
                    Some(REFUSED)
                } else {
                    None
                };
                let found = Some(code(&reply)).filter(|code| ["YC-2203", REFUSED].contains(code));
                assert_eq!(found, expected, "{role:?} {staff} {deed:?} {item}: {reply}");
                met += usize::from(expected == Some(REFUSED));
            }
        }
    }
    assert!(met >= 15, "too few cells refused an item: {met}");
}

#[tokio::test]
async fn the_session_says_what_the_hall_judges_by() {
    let hall = hall().await;
    let (_, session) = hall.sign_in("05", "0828", "yichuang-train").await;
    let limits: Vec<Limit> = serde_json::from_value(session["limits"].clone()).unwrap();
    assert!(
        limits
            .iter()
            .any(|limit| limit.staff == ["0828"] && limit.domains == ["人社", "医保"])
    );
}

#[tokio::test]
async fn a_list_holds_the_cases_of_ones_items() {
    let hall = hall().await;
    let free = hall.clerk().await;
    for item in ITEMS {
        free.accept(&free.complete(item)).await;
    }
    let limited = hall.desk("05", "0828").await;
    let seen = async |window: &Window| window.get("/v1/case-page?desk=08").await.1;
    assert_eq!(seen(&free).await["total"], 2);
    let page = seen(&limited).await;
    assert_eq!(
        (&page["total"], page["rows"].as_array().unwrap().len()),
        (&json!(1), 1),
        "{page}"
    );
    let (_, rows) = limited.get("/v1/cases?desk=08").await;
    assert_eq!(rows.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_hand_over_beyond_ones_items_stays_offered_to_others() {
    let hall = TestHall::open().await;
    let helper = hall.desk("B1", "0830").await;
    let mut draft = helper.complete(BEYOND);
    draft.slots.clear();
    draft
        .form
        .retain(|key, _| !crate::harness::item(BEYOND).field(key).unwrap().is_own_act());
    helper.save(&draft).await;
    let (_, given) = helper
        .post(&format!("/v1/drafts/{}/hand-over", draft.id), &json!({}))
        .await;
    let path = format!("/v1/hand-overs/{}/take", given["code"].as_str().unwrap());
    let limited = hall.desk("05", "0828").await;
    let (status, problem) = limited.post(&path, &json!({})).await;
    assert_eq!((status, code(&problem)), (403, REFUSED));
    assert!(
        problem["zh"].as_str().unwrap().contains("居民身份证"),
        "{problem}"
    );
    let (status, taken) = hall.clerk().await.post(&path, &json!({})).await;
    assert_eq!(
        (status, &taken["draft"]["id"]),
        (200, &json!(draft.id)),
        "{taken}"
    );
}

#[tokio::test]
async fn drafts_are_not_given_over_to_who_may_not_take_them() {
    let hall = TestHall::open().await;
    let absent = hall.clerk().await;
    let drafts: Vec<Draft> = ITEMS.iter().map(|item| absent.complete(item)).collect();
    for draft in &drafts {
        absent.save(draft).await;
    }
    hall.desk("05", "0828").await;
    let chief = hall.desk("Z1", "0801").await;
    let path = "/v1/windows/08/reassign";
    let (status, problem) = chief.post(path, &json!({ "to": "05" })).await;
    assert_eq!((status, code(&problem)), (403, "YC-2209"));
    let one = json!({ "to": "05", "drafts": [drafts[0].id] });
    let (status, done) = chief.post(path, &one).await;
    assert_eq!(
        (status, done["drafts"].as_array().unwrap().len()),
        (200, 1),
        "{done}"
    );
}

#[tokio::test]
async fn a_hall_whose_limits_speak_of_nothing_does_not_start() {
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut config = config(&clock, OutsideSource::Nowhere);
    config.limits.push(Limit {
        roles: vec![Role::Clerk],
        items: vec!["ga-idcards".to_owned()],
        ..Limit::default()
    });
    let refused = hall::Hall::open(config).await.err().unwrap().to_string();
    assert!(
        refused.contains("YC-2010") && refused.contains("ga-idcards"),
        "{refused}"
    );
    drop(province);
}
