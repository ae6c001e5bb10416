//! Sources that no program ever heard of, in shapes of their own, by the hall's file alone.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::catalogue::CatalogueFiles;
use hall::{CatalogueSource, Hall, HallConfig, OpenFault, OutsideSource};
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, Province, TestClock, TestHall, Window, code, config};

const ITEM: &str = "wj-parenting";

/// A register of ships of another maker: its own envelope, its own names, its own key.
#[derive(Default)]
struct Ships {
    asked: Mutex<Vec<(String, Json)>>,
    says: Mutex<Option<(u16, Json)>>,
}

async fn answer(State(ships): State<Arc<Ships>>, headers: HeaderMap, body: Bytes) -> Response {
    let asked: Json = serde_json::from_slice(&body).unwrap();
    let key = headers["x-api-key"].to_str().unwrap().to_owned();
    ships.asked.lock().unwrap().push((key, asked.clone()));
    let says = ships.says.lock().unwrap().clone();
    let (status, mut reply) = says.unwrap_or_else(|| {
        let found = json!({ "boat": "闽渔试001", "tons": "12.5", "owner": NUMBER, "no": 77, "launched": "2019.03.07" });
        (200, json!({ "rc": "ok", "out": [found], "day": "20260924" }))
    });
    reply["echo"] = asked["ref"].clone();
    (StatusCode::from_u16(status).unwrap(), axum::Json(reply)).into_response()
}

async fn ships() -> (Arc<Ships>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let ships = Arc::new(Ships::default());
    let app = Router::new()
        .route("/v3/lookup", routing::post(answer))
        .with_state(Arc::clone(&ships));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (ships, url)
}

fn table(url: &str) -> String {
    format!(
        r#"
        [secrets]
        ships = "k-1"
        [sources.shipRegister]
        address = "{url}"
        path = "/v3/lookup"
        provider = "某港航局"
        secret = "ships"
        secretHeader = "X-Api-Key"
        timeoutMs = 2000
        askedBy = ["person"]
        request = '{{ "ref": {{{{ requestId }}}}, "who": {{{{ subject.idNumber }}}}, "why": {{{{ purpose }}}}, "want": {{{{ elements }}}} }}'
        [sources.shipRegister.reply]
        ok = {{ at = "/rc", is = ["ok"] }}
        nothing = {{ at = "/rc", is = ["none"] }}
        requestId = "/echo"
        subject = "/out/0/owner"
        record = "/out/0/no"
        asOf = {{ at = "/day", date = "%Y%m%d" }}
        [sources.shipRegister.reply.values]
        "ship.name" = "/out/0/boat"
        "ship.tonnage" = "/out/0/tons"
        "ship.launched" = {{ at = "/out/0/launched", date = "%Y.%m.%d" }}
        "#
    )
}

/// The demonstration catalogue with elements and a source of their own.
fn catalogue() -> CatalogueFiles {
    let mut files = CatalogueSource::Embedded.files().unwrap();
    let mut items: Json = serde_json::from_str(&files.items).unwrap();
    let mut elements: Json = serde_json::from_str(&files.data_elements).unwrap();
    let mut sources: Json = serde_json::from_str(&files.sources).unwrap();
    sources["sources"]["shipRegister"] = json!({ "word": "船舶库", "en": "Ships", "kind": "registry" });
    let item = items
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|item| item["id"] == ITEM)
        .unwrap();
    for name in ["name", "tonnage", "launched"] {
        let (id, chain) = (format!("ship.{name}"), json!(["shipRegister", "manual"]));
        elements
            .as_array_mut()
            .unwrap()
            .push(json!({ "id": id, "name": name, "type": "text", "maxLength": 60,
            "codeList": null, "sourceChain": chain, "sensitivity": "business", "usedByItems": 1 }));
        item["fields"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "key": format!("ship{name}"), "label": name,
            "subject": "applicant", "dataElement": id, "fact": format!("applicant/{id}"), "group": "船舶",
            "type": "text", "maxLength": 60, "codeList": null, "required": false, "requiredWhen": null,
            "repeatable": false, "source": "船舶库", "sourceCode": "shipRegister", "sourceChain": chain,
            "shared": true, "reusable": false, "sensitivity": "business" }));
    }
    files.items = items.to_string();
    files.data_elements = elements.to_string();
    files.sources = sources.to_string();
    files
}

fn configured(clock: &Arc<TestClock>, practice: String, toml_text: &str) -> HallConfig {
    let mut config = config(clock, OutsideSource::Practice(practice));
    config.catalogue = CatalogueSource::Given(Box::new(catalogue()));
    let file: hall::config::HallFile = toml::from_str(toml_text).unwrap();
    file.apply(&mut config);
    config
}

async fn open(url: &str) -> TestHall {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let config = configured(&clock, province.url.clone(), &table(url));
    TestHall::open_with(config, province, clock).await
}

/// Asked for an intake about the test's person, saved at this window.
async fn ask(window: &Window, visit: Uuid, dataset: &str, elements: &[&str]) -> (u16, Json) {
    let mut draft = window.complete(ITEM);
    // What was given is the first edition of the day.
    draft.edition = "20261120-1".to_owned();
    // He agreed to sources as well of which the demonstration knows nothing.
    let consent = draft.heard.consents.last_mut().unwrap();
    let set = cases::consent::Named {
        source: dataset.to_owned(),
        base: "consent".to_owned(),
        of: NUMBER.to_owned(),
    };
    consent.asked.push(set.clone());
    consent.answer.as_mut().unwrap().agreed.push(set);
    window.save(&draft).await;
    let ask = json!({ "visit": visit, "draft": draft.id, "item": ITEM, "dataset": dataset,
        "subject": { "role": "applicant", "idType": "111", "idNumber": NUMBER, "name": "林试" }, "elements": elements });
    window.post("/v1/gateway/query", &ask).await
}

#[tokio::test]
async fn a_source_nobody_heard_of_is_asked_and_read_in_its_own_shape() {
    let (ships, url) = ships().await;
    let hall = open(&url).await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let (status, reply) = ask(&window, visit, "shipRegister", &["ship.name", "ship.launched"]).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(
        (&reply["provider"], &reply["recordId"], &reply["asOf"]),
        (&json!("某港航局"), &json!("77"), &json!("2026-09-23T16:00:00Z"))
    );
    // It said more than was asked.
    assert_eq!(
        reply["values"],
        json!({ "ship.name": "闽渔试001", "ship.launched": "2019-03-07" })
    );
    let (key, asked) = ships.asked.lock().unwrap()[0].clone();
    assert_eq!(key, "k-1");
    assert_eq!(
        (&asked["who"], &asked["want"]),
        (&json!(NUMBER), &json!(["ship.name", "ship.launched"]))
    );
    assert_eq!(hall.province.asked_count(), 0, "nobody else was told of it");

    let body = json!({ "visit": visit, "draft": Uuid::nil(), "item": ITEM, "dataset": "shipRegister",
        "subject": { "role": "enterprise", "uscc": "91350199MA8DEM0183" }, "elements": ["ship.name"] });
    let (status, problem) = window.post("/v1/gateway/query", &body).await;
    assert_eq!((status, code(&problem)), (422, "YC-2309"));
}

#[tokio::test]
async fn one_that_answers_about_somebody_else_is_refused_and_noted() {
    let (ships, url) = ships().await;
    let hall = open(&url).await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let other = json!({ "rc": "ok", "out": [{ "boat": "他人号", "owner": "350199198506152022" }] });
    *ships.says.lock().unwrap() = Some((200, other));
    let (status, problem) = ask(&window, visit, "shipRegister", &["ship.name"]).await;
    assert_eq!((status, code(&problem)), (502, "YC-2316"));
    let log = hall.store().audit(0, 1_000).await.unwrap();
    let noted = log
        .iter()
        .find(|entry| entry.deed == "lookAnsweredOfAnother:shipRegister");
    assert_eq!(noted.map(|entry| entry.purpose.as_str()), Some("YC-2316"));
    *ships.says.lock().unwrap() = Some((200, json!({ "rc": "none" })));
    assert_eq!(
        code(&ask(&window, visit, "shipRegister", &["ship.name"]).await.1),
        "YC-2306"
    );
    *ships.says.lock().unwrap() = Some((200, json!({ "rc": "ok", "out": "nothing of the kind" })));
    let (status, reply) = ask(&window, visit, "shipRegister", &["ship.name"]).await;
    assert_eq!((status, &reply["values"]), (200, &json!({})));
}

#[tokio::test]
async fn a_source_that_keeps_failing_rests_and_holds_up_no_other() {
    let (ships, url) = ships().await;
    let hall = open(&url).await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    *ships.says.lock().unwrap() = Some((500, json!({})));
    for _ in 0..5 {
        assert_eq!(
            code(&ask(&window, visit, "shipRegister", &["ship.name"]).await.1),
            "YC-2320"
        );
    }
    assert_eq!(
        code(&ask(&window, visit, "shipRegister", &["ship.name"]).await.1),
        "YC-2323"
    );
    assert_eq!(ships.asked.lock().unwrap().len(), 5, "it is left alone");
    let (status, _) = ask(&window, visit, "population", &["person.name"]).await;
    assert_eq!(status, 200);
    *ships.says.lock().unwrap() = None;
    hall.clock.advance(jiff::SignedDuration::from_secs(31));
    assert_eq!(ask(&window, visit, "shipRegister", &["ship.name"]).await.0, 200);
}

#[tokio::test]
async fn a_hall_with_a_wrong_table_does_not_open_and_says_everything() {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let wrong = "[sources.shipRegister]\naddress = \"https://ships.example\"\natOnce = 0\n[sources.tax]\nsecret = \"x\"";
    match Hall::open(configured(&clock, province.url.clone(), wrong)).await {
        Err(OpenFault::Sources(faults)) => {
            let said: Vec<(&str, &str)> = faults
                .iter()
                .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
                .collect();
            assert_eq!(
                said,
                [
                    ("sources.shipRegister.address", "YC-2007"),
                    ("sources.shipRegister.atOnce", "YC-2022"),
                    ("sources.tax.secret", "YC-2026"),
                ]
            );
        }
        Err(OpenFault::Catalogue(_) | OpenFault::Other(_)) | Ok(_) => panic!("opened"),
    }
}
