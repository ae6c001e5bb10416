use cases::roles::{Deed, Role, may};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use cases::wire::intake::Command;

use crate::harness::{TOKEN, TestHall, Window, code};

const STAFF: [(Role, &str); 5] = [
    (Role::Clerk, "0826"),
    (Role::Supervisor, "0801"),
    (Role::Helper, "0830"),
    (Role::Admin, "0800"),
    (Role::Device, "0890"),
];

/// Does a deed over HTTP, whatever comes of it.
async fn attempt(window: &Window, deed: Deed) -> Option<(u16, Json)> {
    let id = Uuid::nil();
    let nobody = json!({ "role": "applicant", "idType": "111", "idNumber": "1" });
    Some(match deed {
        Deed::IssueTicket => window.post("/v1/tickets", &json!({ "group": "A" })).await,
        Deed::SeeQueue => window.get("/v1/queue").await,
        Deed::CallNext => window.post("/v1/queue/call", &json!({ "groups": [] })).await,
        Deed::RunWindow => window.post("/v1/windows/09/open", &json!({})).await,
        Deed::HandleTicket => window.post(&format!("/v1/tickets/{id}/recall"), &json!({})).await,
        Deed::ManageWindows => {
            window
                .post("/v1/windows/10/groups", &json!({ "groups": ["A"] }))
                .await
        }
        Deed::SeeBoard => window.get("/v1/board").await,
        Deed::FollowUp => window.post("/v1/cases/x/urge", &json!({})).await,
        Deed::OpenWalkIn => window.post("/v1/visits", &json!({ "reason": "x" })).await,
        Deed::Identify => {
            window
                .post(&format!("/v1/visits/{id}/bodies"), &json!({ "uscc": "1" }))
                .await
        }
        Deed::Query => {
            let ask = json!({ "visit": id, "draft": id, "item": "x", "dataset": "population", "subject": nobody, "elements": [] });
            window.post("/v1/gateway/query", &ask).await
        }
        Deed::ReadLicence => {
            let ask = json!({ "visit": id, "draft": id, "item": "x", "holderCode": "1", "holderType": "111", "typeName": "x" });
            window.post("/v1/gateway/licences", &ask).await
        }
        Deed::Consult => {
            let ask = json!({ "id": id, "item": "wj-parenting", "at": "2026-11-20T01:00:00Z" });
            window.post("/v1/consultations", &ask).await
        }
        Deed::SaveDraft => {
            let draft = window.complete("wj-parenting");
            window.send(&window.envelope(Command::SaveDraft { draft })).await
        }
        Deed::TakeDraft => window.post(&format!("/v1/drafts/{id}/take"), &json!({})).await,
        Deed::Receive => {
            let command = Command::Receive {
                draft: window.complete("wj-parenting"),
                received_at: "2026-11-20T01:00:00Z".parse().unwrap(),
                receipt_digest: String::new(),
                receipt_pdf: String::new(),
                reason: None,
            };
            window.send(&window.envelope(command)).await
        }
        Deed::Accept => {
            let draft = window.complete("wj-parenting");
            window
                .send(&window.envelope(Command::Accept {
                    draft,
                    approval: None,
                }))
                .await
        }
        Deed::AskApplicant => window.get("/v1/ratings/key").await,
        Deed::SeeCase => window.get("/v1/cases").await,
        Deed::SeePaper => window.get(&format!("/v1/papers/{id}")).await,
        Deed::HandMaterials => window.get("/v1/transfers").await,
        Deed::KeepSeal => window.get("/v1/seals").await,
        Deed::AskHelp => {
            window
                .post(
                    "/v1/help",
                    &json!({ "place": "自助机 03", "kind": "kiosk", "note": "face" }),
                )
                .await
        }
        Deed::GiveHelp => window.post(&format!("/v1/help/{id}/take"), &json!({})).await,
        Deed::KeepMandate => window.get(&format!("/v1/drafts/{id}/mandate")).await,
        Deed::HandOver => {
            window
                .post(&format!("/v1/drafts/{id}/hand-over"), &json!({}))
                .await
        }
        Deed::CallSupport => {
            let call = json!({ "kind": "support", "why": "machine" });
            window.post("/v1/supports", &call).await
        }
        Deed::Broadcast => {
            let post = json!({ "to": { "kind": "all" }, "text": "午间照常", "minutes": 5 });
            window.post("/v1/messages", &post).await
        }
        Deed::WatchLooks => window.get("/v1/watch/alarms").await,
        Deed::PublishCatalogue => {
            let ask = json!({ "to": "20200101-1" });
            window.post("/v1/catalogue/rollback", &ask).await
        }
        // Deeds of the desk and of the command line.
        Deed::Unmask | Deed::TakeSignature | Deed::VerifyAudit => return None,
        Deed::ListLooks => {
            window
                .post(&format!("/v1/visits/{id}/looks"), &json!({ "idNumber": "1" }))
                .await
        }
        Deed::AskGrant => window.get("/v1/grants").await,
        Deed::ApproveGrant => {
            let of = json!({ "id": "none", "why": "x" });
            window.post("/v1/grants/withdraw", &of).await
        }
        Deed::Refuse => {
            let command = Command::Refuse {
                draft: window.complete("wj-parenting"),
                approval: id,
            };
            window.send(&window.envelope(command)).await
        }
        Deed::Supplement => {
            let draft = window.complete("wj-parenting");
            window.send(&window.envelope(Command::Return { draft })).await
        }
        Deed::Withdraw => {
            let ask = json!({ "reason": "x", "signed": true });
            window.post("/v1/cases/x/withdrawal", &ask).await
        }
        Deed::VoidCase => {
            let ask = json!({ "approval": id });
            window.post("/v1/cases/K7PM3XW9R4/void", &ask).await
        }
        Deed::Deliver => {
            let collectable = json!({ "visit": id, "idNumber": "1" });
            window.post("/v1/collectable", &collectable).await
        }
        Deed::AskApproval => {
            window
                .post(&format!("/v1/approvals/{id}/withdraw"), &json!({}))
                .await
        }
        Deed::AnswerApproval => window.get(&format!("/v1/approvals/{id}")).await,
    })
}

#[tokio::test]
async fn promise_08_every_role_may_do_what_its_permit_says_and_nothing_else() {
    let hall = TestHall::open().await;
    for (role, staff) in STAFF {
        let window = hall.desk("09", staff).await;
        for deed in Deed::all() {
            let Some((status, reply)) = attempt(&window, deed).await else {
                continue;
            };
            let refused = status == 403 && code(&reply) == "YC-2203";
            assert_eq!(refused, !may(role, deed), "{role:?} {deed:?}: {status} {reply}");
        }
    }
}

#[tokio::test]
async fn nothing_opens_without_token_session_and_desk() {
    let hall = TestHall::open().await;
    let url = |path: &str| format!("{}{path}", hall.running.url);
    assert_eq!(hall.http.get(url("/health")).send().await.unwrap().status(), 200);

    for path in [
        "/v1/queue",
        "/v1/catalogue",
        "/openapi.json",
        "/contracts/registry",
        "/v1/feed",
        "/nowhere",
    ] {
        let bare = hall.http.get(url(path)).send().await.unwrap();
        assert_eq!(bare.status(), 401, "{path}");
        let wrong = hall
            .http
            .get(url(path))
            .bearer_auth("wrong")
            .send()
            .await
            .unwrap();
        assert_eq!(wrong.status(), 401, "{path}");
        let problem: Json = wrong.json().await.unwrap();
        assert_eq!(code(&problem), "YC-2201");
    }
    let desk = |request: reqwest::RequestBuilder| request.bearer_auth(TOKEN).header("x-yichuang-desk", "08");
    let reply = desk(hall.http.get(url("/v1/queue"))).send().await.unwrap();
    assert_eq!(reply.status(), 401);
    let reply = desk(hall.http.get(url("/v1/queue")))
        .header("x-yichuang-staff", "made up")
        .send()
        .await
        .unwrap();
    assert_eq!(code(&reply.json::<Json>().await.unwrap()), "YC-2202");
    let reply = desk(hall.http.get(url("/v1/catalogue")))
        .header("x-yichuang-version", "3")
        .send()
        .await
        .unwrap();
    assert_eq!(code(&reply.json::<Json>().await.unwrap()), "YC-2207");
    let reply = desk(hall.http.get(url("/v1/catalogue")))
        .header("x-yichuang-version", "2")
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), 200);
    let reply = hall
        .http
        .get(url("/v1/queue"))
        .bearer_auth(TOKEN)
        .send()
        .await
        .unwrap();
    assert_eq!(code(&reply.json::<Json>().await.unwrap()), "YC-2206");

    let window = hall.clerk().await;
    assert_eq!(window.get("/nowhere").await.0, 404);
    // A session belongs to its desk.
    let reply = hall
        .http
        .get(url("/v1/queue"))
        .bearer_auth(TOKEN)
        .header("x-yichuang-desk", "09");
    assert_eq!(
        reply
            .header("x-yichuang-staff", &window.session)
            .send()
            .await
            .unwrap()
            .status(),
        401
    );
}

#[tokio::test]
async fn a_session_ends_by_signing_out_and_by_time() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let out = hall
        .http
        .delete(format!("{}/v1/sessions/current", hall.running.url))
        .bearer_auth(TOKEN)
        .header("x-yichuang-desk", "08")
        .header("x-yichuang-staff", &window.session);
    assert_eq!(out.send().await.unwrap().status(), 204);
    assert_eq!(window.get("/v1/queue").await.0, 401);

    let window = hall.clerk().await;
    assert_eq!(window.get("/v1/queue").await.0, 200);
    hall.clock.advance(SignedDuration::from_hours(13));
    let (status, problem) = window.get("/v1/queue").await;
    assert_eq!((status, code(&problem)), (401, "YC-2202"));
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_fifteen_minutes() {
    let hall = TestHall::open().await;
    for _ in 0..5 {
        let (status, problem) = hall.sign_in("08", "0827", "wrong").await;
        assert_eq!((status, code(&problem)), (401, "YC-2204"));
    }
    let (status, problem) = hall.sign_in("08", "0827", "yichuang-train").await;
    assert_eq!((status, code(&problem)), (423, "YC-2205"));
    assert_eq!(hall.sign_in("08", "0826", "yichuang-train").await.0, 200);
    hall.clock.advance(SignedDuration::from_mins(16));
    assert_eq!(hall.sign_in("08", "0827", "yichuang-train").await.0, 200);
    let (status, problem) = hall.sign_in("08", "9999", "yichuang-train").await;
    assert_eq!((status, code(&problem)), (401, "YC-2204"));
}
