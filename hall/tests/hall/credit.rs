//! 信用核查: declared looks alone, cut to what was declared and is in force; never a refusal by itself.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::case::Draft;
use cases::case::credit::{CreditLooked, Listing};
use hall::OutsideSource;
use hall::config::HallFile;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, code, config};

/// Looks at the applicant's own lists, which restrict.
const ITEM: &str = "cz-bookkeeping";
const USCC: &str = "11350199MB9A00014B";

#[derive(Default)]
struct Platform {
    says: Mutex<Option<(u16, Json)>>,
    listings: Mutex<Vec<Json>>,
    asked: Mutex<Vec<Json>>,
}

async fn answer(State(platform): State<Arc<Platform>>, body: Bytes) -> Response {
    let ask: Json = serde_json::from_slice(&body).unwrap();
    platform.asked.lock().unwrap().push(ask.clone());
    let subject = ask["subject"]["uscc"]
        .as_str()
        .or(ask["subject"]["idNumber"].as_str());
    let mut reply = json!({ "requestId": ask["requestId"], "provider": "测试信用平台", "subject": subject,
        "asOf": FRIDAY, "listings": *platform.listings.lock().unwrap() });
    let says = platform.says.lock().unwrap().clone();
    let (status, members) = says.unwrap_or((200, json!({})));
    for (key, value) in members.as_object().unwrap() {
        reply[key] = value.clone();
    }
    (StatusCode::from_u16(status).unwrap(), axum::Json(reply)).into_response()
}

fn listing(list: &str, from: &str, to: Option<&str>) -> Json {
    json!({ "list": list, "listName": "虚假承诺记录", "authority": "某区政务服务中心", "reference": "某信〔2026〕7号",
        "listedOn": from, "endsOn": to, "repair": "补齐材料后向原受理窗口申请信用修复" })
}

async fn open() -> (TestHall, Arc<Platform>) {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let platform = Arc::new(Platform::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = Router::new()
        .route("/credit/query", routing::post(answer))
        .with_state(Arc::clone(&platform));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
    let file: HallFile = toml::from_str(&format!("[sources.credit]\naddress = \"{url}\"")).unwrap();
    file.apply(&mut config);
    (TestHall::open_with(config, province, clock).await, platform)
}

async fn look(window: &Window, visit: Uuid, draft: &Draft, role: &str, number: &str) -> (u16, Json) {
    let subject = if number == USCC {
        json!({ "role": role, "uscc": number })
    } else {
        json!({ "role": role, "idType": "111", "idNumber": number, "name": "林试" })
    };
    let ask = json!({ "visit": visit, "draft": draft.id, "item": draft.item, "subject": subject });
    window.post("/v1/gateway/credit", &ask).await
}

#[tokio::test]
async fn what_an_item_does_not_declare_is_looked_at_by_nobody() {
    let (hall, platform) = open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let other = window.complete("wj-parenting");
    window.save(&other).await;
    let (status, problem) = look(&window, visit, &other, "applicant", NUMBER).await;
    assert_eq!((status, code(&problem)), (403, "YC-2302"));
    let draft = window.complete(ITEM);
    window.save(&draft).await;
    // Another role than the item says, somebody the case is not about, no visit.
    assert_eq!(
        code(&look(&window, visit, &draft, "chiefAcc", NUMBER).await.1),
        "YC-2302"
    );
    assert_eq!(
        code(&look(&window, visit, &draft, "applicant", OTHER_NUMBER).await.1),
        "YC-2780"
    );
    assert_eq!(
        code(&look(&window, Uuid::nil(), &draft, "applicant", USCC).await.1),
        "YC-2301"
    );
    assert!(platform.asked.lock().unwrap().is_empty(), "nothing left the hall");
    let log = hall.store().audit(0, 1_000).await.unwrap();
    let refused = log.iter().filter(|entry| entry.deed == "lookRefused:credit");
    assert_eq!(refused.count(), 4);
}

#[tokio::test]
async fn an_answer_is_cut_to_the_lists_that_were_declared_and_to_what_is_in_force() {
    let (hall, platform) = open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let draft = window.complete(ITEM);
    window.save(&draft).await;
    *platform.listings.lock().unwrap() = vec![
        listing("falsePromise", "2026-08-20", Some("2027-08-19")),
        listing("seriousDishonesty", "2026-11-20", None),
        listing("falsePromise", "2020-01-01", Some("2026-11-19")),
        listing("falsePromise", "2026-11-21", None),
        listing("notDeclared", "2026-08-20", None),
    ];
    let (status, reply) = look(&window, visit, &draft, "applicant", USCC).await;
    assert_eq!(status, 200, "{reply}");
    let lists: Vec<&str> = reply["listings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["list"].as_str().unwrap())
        .collect();
    assert_eq!(lists, ["falsePromise", "seriousDishonesty"]);
    let first = &reply["listings"][0];
    assert_eq!(
        (&first["authority"], &first["listedOn"], &reply["provider"]),
        (
            &json!("某区政务服务中心"),
            &json!("2026-08-20"),
            &json!("测试信用平台")
        )
    );
    let asked = platform.asked.lock().unwrap()[0].clone();
    assert_eq!(asked["lists"], json!(["falsePromise", "seriousDishonesty"]));
    assert!(asked["basis"].as_str().unwrap().contains("42号"));
    let log = hall.store().audit(0, 1_000).await.unwrap();
    assert!(
        log.iter()
            .any(|entry| entry.deed == "look:credit" && entry.purpose.contains("代理记账"))
    );
}

#[tokio::test]
async fn an_answer_about_somebody_else_is_believed_in_nothing_and_a_bad_day_is_a_code() {
    let (hall, platform) = open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let draft = window.complete(ITEM);
    window.save(&draft).await;
    let many: Vec<Json> = (0..201)
        .map(|_| listing("falsePromise", "2026-08-20", None))
        .collect();
    let odd = json!([{ "list": "falsePromise" }]);
    let nameless = json!([listing("falsePromise", "2026-08-20", None)]);
    let mut nameless = nameless;
    nameless[0]["authority"] = json!(" ");
    for (says, expected) in [
        (
            (200, json!({ "subject": "91350199MA8DEM0183" })),
            (502, "YC-2316"),
        ),
        ((200, json!({ "requestId": Uuid::nil() })), (502, "YC-2316")),
        ((200, json!({ "listings": many })), (502, "YC-2315")),
        ((200, json!({ "listings": odd })), (502, "YC-2315")),
        ((200, json!({ "listings": nameless })), (502, "YC-2315")),
        ((503, json!({ "code": "UNAVAILABLE" })), (503, "YC-2322")),
    ] {
        *platform.says.lock().unwrap() = Some(says);
        let (status, problem) = look(&window, visit, &draft, "applicant", USCC).await;
        assert_eq!((status, code(&problem)), expected, "{problem}");
    }
    let log = hall.store().audit(0, 1_000).await.unwrap();
    let another = log
        .iter()
        .filter(|entry| entry.deed == "lookAnsweredOfAnother:credit");
    assert_eq!(another.count(), 2);
}

fn looked(number: &str, list: &str, to: Option<&str>) -> CreditLooked {
    let entry = listing(list, "2026-08-20", to);
    CreditLooked {
        role: "applicant".to_owned(),
        number: number.to_owned(),
        at: FRIDAY.parse().unwrap(),
        provider: Some("测试信用平台".to_owned()),
        as_of: Some(FRIDAY.parse().unwrap()),
        listings: vec![Listing {
            list: list.to_owned(),
            name: "某名单".to_owned(),
            authority: "某局".to_owned(),
            reference: entry["reference"].as_str().unwrap().to_owned(),
            listed_on: "2026-08-20".parse().unwrap(),
            ends_on: to.map(|day| day.parse().unwrap()),
            repair: None,
        }],
    }
}

#[tokio::test]
async fn what_bars_is_proposed_and_never_refuses_by_itself() {
    let (hall, _) = open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete("scjg-food-licence");
    draft.credit = vec![looked(draft.party.applicant_number(), "foodRevoked", None)];
    let accepted = window.accept(&draft).await;
    assert!(accepted.to_string().contains("caseNumber"), "{accepted}");
}
