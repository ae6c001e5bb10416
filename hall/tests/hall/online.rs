//! Applications begun online: pushed by their portal, seen only with their applicant there, at one window, filed once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::case::Draft;
use cases::online::{Application, Origin, State as Standing};
use cases::roles::Role;
use cases::roles::scope::Limit;
use cases::wire::intake::Command;
use hall::OutsideSource;
use hall::config::TRAINING_SECRET;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{
    FRIDAY, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, code, config, item,
};

const ITEM: &str = "rs-socialcard";

/// A small portal: files by digest, and what it was told.
struct Portal {
    url: String,
    files: Mutex<HashMap<String, Vec<u8>>>,
    told: Mutex<Vec<Json>>,
    announced: Mutex<Vec<Json>>,
    /// Statuses for the next words, the first first.
    answers: Mutex<Vec<(u16, Json)>>,
}

impl Portal {
    async fn open() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let portal = Arc::new(Self {
            url: format!("http://{}/online", listener.local_addr().unwrap()),
            files: Mutex::default(),
            told: Mutex::default(),
            announced: Mutex::default(),
            answers: Mutex::default(),
        });
        let app = Router::new()
            .route("/online/halls/{code}", routing::put(announce))
            .route("/online/applications/{id}/files/{digest}", routing::get(file))
            .route("/online/applications/{id}/states/{sequence}", routing::put(state))
            .with_state(Arc::clone(&portal));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        portal
    }

    fn keep(&self, bytes: &[u8]) -> String {
        let digest = hex::encode(Sha256::digest(bytes));
        self.files.lock().unwrap().insert(digest.clone(), bytes.to_vec());
        digest
    }

    fn states(&self) -> Vec<String> {
        let told = self.told.lock().unwrap();
        told.iter()
            .map(|said| said["state"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn told_until(&self, wanted: &[&str]) -> Vec<Json> {
        until(|| self.states() == wanted).await;
        self.told.lock().unwrap().clone()
    }
}

/// Waits until something of another task has happened.
async fn until(so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !so() {
        assert!(Instant::now() < deadline, "it did not happen");
        tokio::task::yield_now().await;
    }
}

fn authorised(headers: &HeaderMap) {
    assert_eq!(headers["authorization"], format!("Bearer {TRAINING_SECRET}"));
}

async fn announce(State(portal): State<Arc<Portal>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    authorised(&headers);
    let said = serde_json::from_slice(&body).unwrap();
    portal.announced.lock().unwrap().push(said);
    StatusCode::NO_CONTENT
}

async fn file(
    State(portal): State<Arc<Portal>>,
    Path((_, digest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    authorised(&headers);
    match portal.files.lock().unwrap().get(&digest) {
        Some(bytes) => bytes.clone().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn state(
    State(portal): State<Arc<Portal>>,
    Path((id, sequence)): Path<(String, u64)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authorised(&headers);
    let said: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        (&said["applicationId"], &said["sequence"]),
        (&json!(id), &json!(sequence))
    );
    let mut answers = portal.answers.lock().unwrap();
    if !answers.is_empty() {
        let (status, body) = answers.remove(0);
        return (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response();
    }
    portal.told.lock().unwrap().push(said);
    StatusCode::NO_CONTENT.into_response()
}

struct Scene {
    hall: TestHall,
    portal: Arc<Portal>,
}

impl Scene {
    async fn open() -> Self {
        Self::open_with(Vec::new()).await
    }

    async fn open_with(limits: Vec<Limit>) -> Self {
        let province = Province::open().await;
        let portal = Portal::open().await;
        let clock = TestClock::at(FRIDAY);
        let mut outside = province.outside();
        outside.online = Some(portal.url.clone());
        let mut config = config(&clock, OutsideSource::Fixed(outside));
        config.limits = limits;
        let hall = TestHall::open_with(config, province, clock).await;
        Self { hall, portal }
    }

    async fn push(&self, application: &Json) -> (u16, Json) {
        let id = application["applicationId"].as_str().unwrap();
        self.push_as(id, application, TRAINING_SECRET, "online").await
    }

    async fn push_as(&self, id: &str, application: &Json, secret: &str, kid: &str) -> (u16, Json) {
        let body = application.to_string();
        let t = hall::clock::Clock::now(self.hall.clock.as_ref()).as_second();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{t}.{body}").as_bytes());
        let signature = format!("t={t},kid={kid},v1={}", hex::encode(mac.finalize().into_bytes()));
        let reply = self
            .hall
            .http
            .put(format!("{}/v1/outside/online/{id}", self.hall.running.url))
            .header("x-yichuang-signature", signature)
            .body(body)
            .send()
            .await
            .unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    }

    async fn kept(&self, application: &Json) {
        let (status, reply) = self.push(application).await;
        assert_eq!((status, &reply["applied"]), (200, &json!(true)), "{reply}");
    }
}

fn application(id: &str, revision: u64) -> Json {
    json!({
        "applicationId": id, "revision": revision, "region": "350199", "itemCode": item(ITEM).business_item_code,
        "itemName": "社会保障卡申领",
        "applicant": { "kind": "person", "name": "林试", "idType": "111", "idNumber": NUMBER },
        "filer": { "name": "林试", "idType": "111", "idNumber": NUMBER, "relation": "own" },
        "values": [{ "fact": "applicant/person.phone", "label": "电话", "value": "13812341234" }],
        "files": [],
        "preReview": { "passed": false, "by": "网上预审", "at": FRIDAY, "findings": [{ "text": "照片不清" }] },
        "submittedAt": "2026-11-19T02:00:00Z"
    })
}

/// Reads a card in a fresh visit.
async fn stands_here(window: &Window, number: &str) -> Uuid {
    let visit = window.open_visit().await;
    identify(window, visit, number).await;
    visit
}

async fn identify(window: &Window, visit: Uuid, number: &str) {
    let card = json!({ "by": "card", "card": { "name": "林试", "idType": "111", "idNumber": number } });
    let (status, who) = window.post(&format!("/v1/visits/{visit}/people"), &card).await;
    assert_eq!(status, 200, "{who}");
}

async fn offers(window: &Window, visit: Uuid, number: &str) -> (u16, Json) {
    let ask = json!({ "idNumber": number });
    window.post(&format!("/v1/visits/{visit}/online"), &ask).await
}

async fn take(window: &Window, visit: Uuid, id: &str, draft: Uuid) -> (u16, Json) {
    let ask = json!({ "idNumber": NUMBER, "draft": draft });
    window
        .post(&format!("/v1/visits/{visit}/online/{id}/take"), &ask)
        .await
}

/// Takes an application up into a draft in which nothing is missing, and saves that.
async fn taken_up(window: &Window, visit: Uuid, id: &str) -> Draft {
    let mut draft = window.complete(ITEM);
    let (status, taken) = take(window, visit, id, draft.id).await;
    assert_eq!((status, &taken["outcome"]), (200, &json!("taken")), "{taken}");
    let application: Application = serde_json::from_value(taken["of"]["application"].clone()).unwrap();
    draft.online = Some(Box::new(Origin::of(&application)));
    window.save(&draft).await;
    draft
}

#[tokio::test]
async fn the_hall_says_where_it_is_and_nobody_is_named_before_his_card() {
    let scene = Scene::open().await;
    until(|| !scene.portal.announced.lock().unwrap().is_empty()).await;
    let said = scene.portal.announced.lock().unwrap()[0].clone();
    assert_eq!(said["code"], "350199");
    assert_eq!(
        said["applicationsUrl"],
        format!("{}/v1/outside/online", scene.hall.running.url)
    );

    scene.kept(&application("W1", 1)).await;
    let window = scene.hall.clerk().await;
    let (status, waiting) = window.get("/v1/online").await;
    assert_eq!(status, 200);
    assert_eq!(waiting[0]["item"], ITEM);
    assert_eq!(
        (&waiting[0]["waiting"], &waiting[0]["atWindows"]),
        (&json!(1), &json!(0))
    );
    assert!(
        !waiting.to_string().contains(NUMBER) && !waiting.to_string().contains("林"),
        "{waiting}"
    );

    // A number alone shows nothing: not without a visit, not without the person in it.
    let (status, no) = offers(&window, Uuid::now_v7(), NUMBER).await;
    assert_eq!((status, code(&no)), (403, "YC-2301"), "{no}");
    let visit = window.open_visit().await;
    let (status, no) = offers(&window, visit, NUMBER).await;
    assert_eq!((status, code(&no)), (403, "YC-2998"));
    identify(&window, visit, OTHER_NUMBER).await;
    assert_eq!(code(&offers(&window, visit, NUMBER).await.1), "YC-2998");
    assert_eq!(offers(&window, visit, OTHER_NUMBER).await.1["rows"], json!([]));
    let (status, no) = take(&window, visit, "W1", Uuid::now_v7()).await;
    assert_eq!((status, code(&no)), (403, "YC-2998"));

    identify(&window, visit, NUMBER).await;
    let (_, his) = offers(&window, visit, NUMBER).await;
    let row = &his["rows"][0];
    assert_eq!(row["applicationId"], "W1");
    assert_eq!((&row["passed"], &row["remarks"]), (&json!(false), &json!(1)));
    assert_eq!(row["applicant"], "林*");
    // The look is in the log with its visit; he is masked there.
    let entries = scene.hall.store().audit(0, 1_000).await.unwrap();
    let look = entries
        .iter()
        .find(|entry| entry.deed == "seeOnline" && entry.subject.ends_with("0011"));
    let look = look.expect("an audit line");
    assert!(look.purpose.contains(&visit.to_string()) && !look.subject.contains(NUMBER));
    // What was identified is gone with the visit.
    let closed = window
        .post(
            &format!("/v1/visits/{visit}/close"),
            &json!({ "outcome": "left" }),
        )
        .await;
    assert_eq!(closed.0, 204);
    assert_eq!(offers(&window, visit, NUMBER).await.0, 403);
}

#[tokio::test]
async fn only_who_may_receive_the_item_sees_that_it_waits() {
    let limits = vec![Limit {
        staff: vec!["0827".to_owned()],
        domains: vec!["公安".to_owned()],
        ..Limit::default()
    }];
    let scene = Scene::open_with(limits).await;
    scene.kept(&application("W1", 1)).await;
    for (staff, role) in [
        ("0801", Role::Supervisor),
        ("0830", Role::Helper),
        ("0800", Role::Admin),
    ] {
        let other = scene.hall.signed_in("10", staff).await;
        assert_eq!(other.get("/v1/online").await.0, 403, "{role:?}");
    }
    let beyond = scene.hall.desk("09", "0827").await;
    assert_eq!(beyond.get("/v1/online").await.1, json!([]));
    let visit = stands_here(&beyond, NUMBER).await;
    let (_, his) = offers(&beyond, visit, NUMBER).await;
    assert_eq!((&his["rows"], &his["elsewhere"]), (&json!([]), &json!(1)));
    let (status, no) = take(&beyond, visit, "W1", Uuid::now_v7()).await;
    assert_eq!((status, code(&no)), (403, "YC-2208"));
}

#[tokio::test]
async fn promise_03_one_window_takes_it_up_and_the_loser_learns_who() {
    let scene = Scene::open().await;
    scene.kept(&application("W1", 1)).await;
    let (first, second) = (scene.hall.clerk().await, scene.hall.desk("09", "0827").await);
    let (here, there) = (
        stands_here(&first, NUMBER).await,
        stands_here(&second, NUMBER).await,
    );
    let (one, other) = tokio::join!(
        take(&first, here, "W1", Uuid::now_v7()),
        take(&second, there, "W1", Uuid::now_v7())
    );
    let won = usize::from(one.0 == 200) + usize::from(other.0 == 200);
    assert_eq!(won, 1, "{one:?} {other:?}");
    let (loser, desk) = if one.0 == 200 {
        (other.1, "08")
    } else {
        (one.1, "09")
    };
    assert_eq!(code(&loser), "YC-2999");
    assert!(loser["zh"].as_str().unwrap().contains(desk), "{loser}");

    // Not begun, it is free when the visit of who took it ends.
    let (winner, visit, late, late_visit) = if one.0 == 200 {
        (&first, here, &second, there)
    } else {
        (&second, there, &first, here)
    };
    let close = format!("/v1/visits/{visit}/close");
    assert_eq!(winner.post(&close, &json!({ "outcome": "left" })).await.0, 204);
    let draft = taken_up(late, late_visit, "W1").await;
    // Begun, it stays with its draft, whatever becomes of the visit.
    let (_, again) = take(late, late_visit, "W1", Uuid::now_v7()).await;
    assert_eq!(
        (&again["outcome"], &again["draft"]),
        (&json!("yours"), &json!(draft.id))
    );
    let close = format!("/v1/visits/{late_visit}/close");
    assert_eq!(late.post(&close, &json!({ "outcome": "left" })).await.0, 204);
    let visit = stands_here(winner, NUMBER).await;
    let (_, his) = offers(winner, visit, NUMBER).await;
    assert_eq!(his["rows"][0]["holder"]["desk"], json!(late.desk));
    assert_eq!(
        code(&take(winner, visit, "W1", Uuid::now_v7()).await.1),
        "YC-2999"
    );
    let (_, waiting) = winner.get("/v1/online").await;
    assert_eq!(
        (&waiting[0]["waiting"], &waiting[0]["atWindows"]),
        (&json!(0), &json!(1))
    );
}

#[tokio::test]
async fn promise_02_it_is_filed_once_and_the_portal_hears_of_every_step() {
    let scene = Scene::open().await;
    scene.kept(&application("W1", 1)).await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let draft = taken_up(&window, visit, "W1").await;
    let outcome = window.accept(&draft).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    let number = outcome["caseNumber"].as_str().unwrap();

    let told = scene.portal.told_until(&["atWindow", "accepted"]).await;
    assert_eq!(
        (&told[0]["window"], &told[1]["number"]),
        (&json!("08"), &json!(number))
    );
    assert_eq!(told[1]["slip"], json!(draft.slip));

    // It waits nowhere, and cannot be taken again.
    assert_eq!(window.get("/v1/online").await.1, json!([]));
    assert_eq!(offers(&window, visit, NUMBER).await.1["rows"], json!([]));
    let (status, no) = take(&window, visit, "W1", Uuid::now_v7()).await;
    assert_eq!((status, code(&no)), (409, "YC-2995"));
    assert!(no["zh"].as_str().unwrap().contains(number), "{no}");
    // A program that claims it in another draft, for another applicant, is refused by the number.
    let mut other = window.complete_for(ITEM, OTHER_NUMBER);
    other.online = draft.online.clone();
    let (status, no) = window
        .send(&window.envelope(Command::Accept {
            draft: other,
            approval: None,
        }))
        .await;
    assert_eq!((status, code(&no)), (409, "YC-2995"));
    assert!(no["zh"].as_str().unwrap().contains(number), "{no}");
    // The portal changes, withdraws or accepts it too late, and hears the number.
    for change in [
        json!({ "revision": 2 }),
        json!({ "revision": 3, "state": "withdrawn" }),
        json!({ "revision": 4, "state": "accepted", "acceptedNumber": "WS-9" }),
    ] {
        let mut later = application("W1", 1);
        for (key, value) in change.as_object().unwrap() {
            later[key] = value.clone();
        }
        let (status, no) = scene.push(&later).await;
        assert_eq!((status, code(&no)), (409, "YC-2995"));
        assert!(no["zh"].as_str().unwrap().contains(number));
    }
    // The same application under another online id is a duplicate of the same person and item.
    scene.kept(&application("W2", 1)).await;
    let second = taken_up(&window, visit, "W2").await;
    let outcome = window.accept(&second).await;
    assert_eq!(
        (&outcome["outcome"], &outcome["caseNumber"]),
        (&json!("duplicate"), &json!(number))
    );
}

#[tokio::test]
async fn what_the_portal_accepted_meanwhile_is_not_filed_at_the_window() {
    let scene = Scene::open().await;
    scene.kept(&application("W1", 1)).await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    // The portal's own department was first; the word of the window comes too late.
    let no = json!({ "code": "ALREADY_ACCEPTED", "number": "WS-7", "messageZh": "", "messageEn": "" });
    scene.portal.answers.lock().unwrap().push((409, no));
    let draft = taken_up(&window, visit, "W1").await;
    let path = format!("/v1/online/drafts/{}", draft.id);
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let (_, stands) = window.get(&path).await;
        if stands["application"]["state"] == "accepted" {
            assert_eq!(stands["application"]["acceptedNumber"], "WS-7");
            break;
        }
        assert!(Instant::now() < deadline, "{stands}");
        tokio::task::yield_now().await;
    }
    for command in [
        Command::Accept {
            draft: draft.clone(),
            approval: None,
        },
        Command::SaveDraft { draft: draft.clone() },
    ] {
        let is_save = matches!(command, Command::SaveDraft { .. });
        let (status, no) = window.send(&window.envelope(command)).await;
        if is_save {
            assert_eq!(status, 200, "what is typed is kept all the same: {no}");
        } else {
            assert_eq!((status, code(&no)), (409, "YC-2996"));
            assert!(no["zh"].as_str().unwrap().contains("WS-7"));
        }
    }
    // Put back, it waits for nobody, and the portal is not told what it knows.
    let release = format!("{path}/release");
    assert_eq!(
        window
            .post(&release, &json!({ "reason": "已在网上受理" }))
            .await
            .0,
        204
    );
    assert_eq!(window.get("/v1/online").await.1, json!([]));
    assert_eq!(
        code(&take(&window, visit, "W1", Uuid::now_v7()).await.1),
        "YC-2996"
    );
    assert!(scene.portal.states().is_empty());
}

#[tokio::test]
async fn what_was_taken_back_online_goes_on_only_when_the_window_knows_it() {
    let scene = Scene::open().await;
    scene.kept(&application("W1", 1)).await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let mut draft = taken_up(&window, visit, "W1").await;
    let mut withdrawn = application("W1", 2);
    withdrawn["state"] = json!("withdrawn");
    scene.kept(&withdrawn).await;
    let (status, no) = window
        .send(&window.envelope(Command::Accept {
            draft: draft.clone(),
            approval: None,
        }))
        .await;
    assert_eq!((status, code(&no)), (409, "YC-2870"));
    let origin = draft.online.as_mut().unwrap();
    (origin.revision, origin.state) = (2, Standing::Withdrawn);
    draft.revision += 1;
    let outcome = window.accept(&draft).await;
    assert_eq!(
        outcome["outcome"], "accepted",
        "an application at the window: {outcome}"
    );
}

#[tokio::test]
async fn put_back_it_waits_again_and_the_portal_is_told() {
    let scene = Scene::open().await;
    scene.kept(&application("W1", 1)).await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let draft = taken_up(&window, visit, "W1").await;
    let other = scene.hall.desk("09", "0827").await;
    let path = format!("/v1/online/drafts/{}/release", draft.id);
    let why = json!({ "reason": "申请人先回去取材料" });
    assert_eq!(code(&other.post(&path, &why).await.1), "YC-2871");
    assert_eq!(window.post(&path, &json!({ "reason": " " })).await.0, 422);
    assert_eq!(window.post(&path, &why).await.0, 204);
    let told = scene.portal.told_until(&["atWindow", "released"]).await;
    assert_eq!(told[1]["reason"], "申请人先回去取材料");
    assert_eq!(window.get("/v1/online").await.1[0]["waiting"], 1);
    // The draft is over: what it sends late changes nothing.
    let (status, no) = window
        .send(&window.envelope(Command::Accept {
            draft,
            approval: None,
        }))
        .await;
    assert_eq!(status, 409, "{no}");
    // Taken up again, the portal hears it again.
    let there = stands_here(&other, NUMBER).await;
    taken_up(&other, there, "W1").await;
    scene
        .portal
        .told_until(&["atWindow", "released", "atWindow"])
        .await;
}

#[tokio::test]
async fn supplements_and_refusals_reach_the_portal_with_their_numbers() {
    let scene = Scene::open().await;
    scene.kept(&application("W1", 1)).await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let draft = taken_up(&window, visit, "W1").await;
    let demand = json!({ "material": "照片", "wrong": "不清晰", "cure": "重新拍摄", "basis": "《中华人民共和国行政许可法》第三十二条" });
    let command = Command::Supplement {
        draft: draft.clone(),
        demands: serde_json::from_value(json!([demand])).unwrap(),
        approval: None,
    };
    let (status, outcome) = window.send(&window.envelope(command)).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("supplementing")),
        "{outcome}"
    );
    let told = scene.portal.told_until(&["atWindow", "supplementing"]).await;
    assert_eq!(told[1]["noticeNumber"], outcome["number"]);
    assert_eq!(told[1]["demands"][0]["cure"], "重新拍摄");
    assert_eq!(told[1]["until"], outcome["until"]);
}

#[tokio::test]
async fn revisions_repeat_and_overtake_each_other() {
    let scene = Scene::open().await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let third = {
        let mut third = application("W1", 3);
        third["values"][0]["value"] = json!("13800000003");
        third
    };
    scene.kept(&third).await;
    for (again, applied) in [
        (&third, false),
        (&application("W1", 2), false),
        (&application("W1", 1), false),
    ] {
        let (status, reply) = scene.push(again).await;
        assert_eq!((status, &reply["applied"]), (200, &json!(applied)), "{reply}");
    }
    let mut same = third.clone();
    same["values"][0]["value"] = json!("13800000009");
    let (status, no) = scene.push(&same).await;
    assert_eq!((status, code(&no)), (409, "YC-2994"));
    let draft = taken_up(&window, visit, "W1").await;
    let path = format!("/v1/online/drafts/{}", draft.id);
    assert_eq!(
        window.get(&path).await.1["application"]["values"][0]["value"],
        "13800000003"
    );
    // A change while it lies open at the window is there for the window, and told to it.
    let cursor = scene.hall.store().last_change().await.unwrap();
    scene.kept(&application("W1", 4)).await;
    assert_eq!(window.get(&path).await.1["application"]["revision"], 4);
    let changes = scene.hall.store().changes(cursor, 10).await.unwrap().unwrap();
    let said = serde_json::to_value(&changes[0]).unwrap();
    assert_eq!(
        (&said["what"], &said["desk"]),
        (&json!("online"), &json!("08")),
        "{said}"
    );
}

#[tokio::test]
async fn odd_applications_are_refused_in_words_and_forged_ones_raise_an_alarm() {
    let scene = Scene::open().await;
    let check = async |change: &dyn Fn(&mut Json), expected: &str| {
        let mut odd = application("W1", 1);
        change(&mut odd);
        let (status, no) = scene.push_as("W1", &odd, TRAINING_SECRET, "online").await;
        assert_eq!((status, code(&no)), (422, expected), "{no}");
        assert!(!no.to_string().contains(NUMBER), "no number comes back: {no}");
    };
    check(&|json| json["applicationId"] = json!("W2"), "YC-2990").await;
    check(&|json| json["filer"] = json!({ "name": "林试" }), "YC-2991").await;
    check(
        &|json| json["filer"]["idNumber"] = json!("350199199003070012"),
        "YC-2991",
    )
    .await;
    check(&|json| json["region"] = json!("350198"), "YC-2992").await;
    check(&|json| json["itemCode"] = json!("000199999000"), "YC-2993").await;
    check(&|json| json["itemCode"] = json!(""), "YC-2993").await;

    let good = application("W1", 1);
    for (secret, kid) in [("forged", "online"), (TRAINING_SECRET, "11350199MB9A00014B")] {
        let (status, no) = scene.push_as("W1", &good, secret, kid).await;
        assert_eq!(status, 401, "{no}");
    }
    let reply = scene
        .hall
        .http
        .put(format!("{}/v1/outside/online/W1", scene.hall.running.url))
        .body(good.to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), 401);
    assert_eq!(
        scene.hall.store().alarms().await.unwrap(),
        ["forgedCallback", "forgedCallback"]
    );
    let big = "x".repeat(3 * 1024 * 1024);
    let mut huge = good.clone();
    huge["itemName"] = json!(big);
    assert_eq!(scene.push(&huge).await.0, 413);
    // Nothing of all that was kept.
    assert_eq!(scene.hall.clerk().await.get("/v1/online").await.1, json!([]));
    scene.kept(&good).await;
    for code in [&item(ITEM).base_code, &item(ITEM).implementation_code] {
        let mut named = application(&format!("C{}", code.len()), 1);
        named["itemCode"] = json!(code);
        scene.kept(&named).await;
    }
}

#[tokio::test]
async fn files_are_fetched_whole_and_named_or_not_at_all() {
    let scene = Scene::open().await;
    let (good, program) = (b"%PDF-1.7 good".as_slice(), b"MZ program".as_slice());
    let good_digest = scene.portal.keep(good);
    let program_digest = scene.portal.keep(program);
    let gone = hex::encode(Sha256::digest(b"gone"));
    // The portal has other bytes under this digest.
    let differs = hex::encode(Sha256::digest(b"as it was"));
    scene
        .portal
        .files
        .lock()
        .unwrap()
        .insert(differs.clone(), b"%PDF-1.7 other".to_vec());
    // One that says that it is too large, and one that does not say so.
    let large = hex::encode(Sha256::digest(b"large"));
    let liar = scene
        .portal
        .keep(&[b"%PDF-1.7".as_slice(), &vec![b' '; 20 * 1024 * 1024]].concat());
    let files = [
        (&good_digest, good.len(), "here", ""),
        (&program_digest, 10, "refused", "YC-2874"),
        (&gone, 4, "refused", "YC-2875"),
        (&differs, 9, "refused", "YC-2873"),
        (&large, 300 * 1024 * 1024, "refused", "YC-2872"),
        (&liar, 8, "refused", "YC-2872"),
    ];
    let mut named = application("W1", 1);
    named["files"] = files
        .iter()
        .map(|(digest, bytes, ..)| json!({ "material": "照片", "name": "a.pdf", "digest": digest, "bytes": bytes }))
        .collect();
    scene.kept(&named).await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let draft = taken_up(&window, visit, "W1").await;
    let path = format!("/v1/online/drafts/{}", draft.id);
    let deadline = Instant::now() + Duration::from_secs(20);
    let stands = loop {
        let (_, stands) = window.get(&path).await;
        let states = stands["files"].as_array().unwrap();
        if states.iter().all(|file| file["state"] != "waiting") {
            break stands;
        }
        assert!(Instant::now() < deadline, "{stands}");
        tokio::task::yield_now().await;
    };
    for (at, (_, _, state, why)) in files.iter().enumerate() {
        let file = &stands["files"][at];
        assert_eq!(file["state"], *state, "{at}: {file}");
        assert_eq!(file["why"]["code"].as_str().unwrap_or_default(), *why);
    }
    assert_eq!(
        window.bytes(&format!("/v1/pieces/{good_digest}")).await,
        (200, good.to_vec())
    );
    assert_eq!(window.bytes(&format!("/v1/pieces/{differs}")).await.0, 404);
}

#[tokio::test]
async fn a_portal_that_is_down_hears_everything_later_and_in_order() {
    let scene = Scene::open().await;
    scene.kept(&application("W1", 1)).await;
    let away = [(503, json!({})), (500, json!("garbage")), (429, json!({}))];
    scene.portal.answers.lock().unwrap().extend(away);
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let draft = taken_up(&window, visit, "W1").await;
    assert_eq!(window.accept(&draft).await["outcome"], "accepted");
    let told = scene.portal.told_until(&["atWindow", "accepted"]).await;
    let sequences: Vec<&Json> = told.iter().map(|said| &said["sequence"]).collect();
    assert_eq!(sequences, [&json!(1), &json!(2)]);
}

#[tokio::test]
async fn two_hundred_applications_of_one_agent_are_all_his() {
    let scene = Scene::open().await;
    for at in 0..200 {
        let mut one = application(&format!("A{at:03}"), 1);
        one["itemCode"] = json!(item("scjg-food-licence").base_code);
        one["applicant"] =
            json!({ "kind": "body", "name": format!("公司{at}"), "uscc": "91350199MA8DEM0183" });
        one["filer"]["relation"] = json!("agent");
        scene.kept(&one).await;
    }
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    let (_, his) = offers(&window, visit, NUMBER).await;
    assert_eq!(his["rows"].as_array().unwrap().len(), 200);
    assert_eq!(
        his["rows"][0]["applicant"]
            .as_str()
            .map(|name| name.starts_with("公司")),
        Some(true)
    );
    assert_eq!(window.get("/v1/online").await.1[0]["waiting"], 200);
}

#[tokio::test]
async fn who_represents_the_body_finds_what_another_filed_for_it() {
    let scene = Scene::open().await;
    let mut filed = application("B1", 1);
    filed["itemCode"] = json!(item("scjg-food-licence").implementation_code);
    // The register connects whoever comes with this body.
    filed["applicant"] = json!({ "kind": "body", "name": "测试公司", "uscc": "11350199MB9A00014B" });
    filed["filer"] =
        json!({ "name": "陈办", "idType": "111", "idNumber": OTHER_NUMBER, "relation": "staff" });
    scene.kept(&filed).await;
    let window = scene.hall.clerk().await;
    let visit = stands_here(&window, NUMBER).await;
    assert_eq!(
        offers(&window, visit, NUMBER).await.1["rows"][0]["applicationId"],
        "B1"
    );
    assert_eq!(take(&window, visit, "B1", Uuid::now_v7()).await.0, 200);
}
