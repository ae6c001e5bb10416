//! Identity sources beside the card: codes that are taken once, and names that belong to their numbers.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::case::party::How;
use cases::crypto::{SecretKey, Suite};
use hall::clock::Clock;
use hall::config::{IdentityEntry, IssuerEntry, TRAINING_SECRET};
use hall::{Hall, HallConfig, OpenFault, Outside, OutsideSource};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{
    FRIDAY, Manner, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, code, config,
};

const ISSUER: &str = "11350199MB9A00014B";
const BODY: &str = "91350199MA8DEM0183";

fn key() -> SecretKey {
    SecretKey::new(Suite::Sm2Sm3, [11; 32]).unwrap()
}

/// What the platform does with a code or a name.
#[derive(Debug, Clone)]
enum Says {
    /// The person of the tests.
    Him,
    /// He, for the test's body, connected with it in this way.
    For(&'static str),
    Status(u16, Json),
    /// These members in place of its own.
    But(Json),
    Html,
    Nothing,
}

struct Platform {
    url: String,
    says: Mutex<Says>,
    asked: Mutex<Vec<Json>>,
}

impl Platform {
    async fn open() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let platform = Arc::new(Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            says: Mutex::new(Says::Him),
            asked: Mutex::default(),
        });
        let app = Router::new()
            .route("/codes/resolve", routing::post(resolve))
            .route("/names/check", routing::post(names))
            .with_state(Arc::clone(&platform));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        platform
    }

    fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn outside(&self, province: &Province) -> OutsideSource {
        OutsideSource::Fixed(Outside {
            identity: Some(self.url.clone()),
            code_issuers: vec![issuer(ISSUER)],
            ..province.outside()
        })
    }
}

fn issuer(code: &str) -> IssuerEntry {
    IssuerEntry {
        code: code.to_owned(),
        name: "测试发码平台".to_owned(),
        key: key().public().unwrap().pem,
    }
}

async fn resolve(State(platform): State<Arc<Platform>>, headers: HeaderMap, body: Bytes) -> Response {
    assert_eq!(headers["authorization"], format!("Bearer {TRAINING_SECRET}"));
    let ask: Json = serde_json::from_slice(&body).unwrap();
    platform.asked.lock().unwrap().push(ask.clone());
    let says = platform.says.lock().unwrap().clone();
    let him = json!({
        "requestId": ask["requestId"], "provider": "测试发码平台", "token": ask["token"],
        "holder": { "name": "林试", "idType": "111", "idNumber": NUMBER }, "body": null,
        "licences": [{ "typeCode": "11100000000013127D001", "typeName": "居民身份证" }],
    });
    answer(says, him).await
}

async fn names(State(platform): State<Arc<Platform>>, body: Bytes) -> Response {
    let ask: Json = serde_json::from_slice(&body).unwrap();
    platform.asked.lock().unwrap().push(ask.clone());
    let says = platform.says.lock().unwrap().clone();
    let him = json!({ "requestId": ask["requestId"], "idNumber": ask["idNumber"], "result": "match" });
    answer(says, him).await
}

async fn answer(says: Says, mut him: Json) -> Response {
    match says {
        Says::Him => {}
        Says::For(relation) => {
            him["body"] = json!({ "uscc": BODY, "name": "测试公司", "relation": relation })
        }
        Says::But(members) => {
            for (key, value) in members.as_object().unwrap() {
                him[key] = value.clone();
            }
        }
        Says::Status(status, body) => {
            return (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response();
        }
        Says::Html => return ([("content-type", "text/html")], "<html>登录</html>").into_response(),
        Says::Nothing => return std::future::pending().await,
    }
    axum::Json(him).into_response()
}

/// A hall beside its platform.
struct Beside {
    hall: TestHall,
    platform: Arc<Platform>,
    made: Mutex<u32>,
}

impl Beside {
    async fn open() -> Self {
        let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
        let platform = Platform::open().await;
        let outside = platform.outside(&province);
        let hall = TestHall::open_with(config(&clock, outside), province, clock).await;
        Self {
            hall,
            platform,
            made: Mutex::new(0),
        }
    }

    /// A fresh code, made so many seconds from now.
    fn code(&self, of: &str, from_now: i64) -> String {
        let mut made = self.made.lock().unwrap();
        *made += 1;
        let at = self.hall.clock.now().as_second() + from_now;
        sign(&format!("ZWM1.{of}.T.{ISSUER}.TOKEN{:011}.{at}", *made))
    }
}

fn sign(signed: &str) -> String {
    let signature = key().sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", hex::encode_upper(signature))
}

async fn show(window: &Window, visit: Uuid, code: &str) -> (u16, Json) {
    let by = json!({ "by": "code", "code": code });
    window.post(&format!("/v1/visits/{visit}/people"), &by).await
}

#[tokio::test]
async fn a_code_says_who_shows_it_and_is_taken_once() {
    let beside = Beside::open().await;
    let window = beside.hall.clerk().await;
    let visit = window.open_visit().await;
    let code = beside.code("P", -5);
    let (status, who) = show(&window, visit, &code).await;
    assert_eq!(status, 200, "{who}");
    assert_eq!(who["person"]["idNumber"], NUMBER);
    assert_eq!(who["person"]["verified"]["how"], "code");
    assert_eq!(who["register"], "match");
    assert_eq!(who["code"]["licences"], json!(["居民身份证"]));
    let ask = beside.platform.asked.lock().unwrap()[0].clone();
    assert_eq!((&ask["issuer"], &ask["of"]), (&json!(ISSUER), &json!("person")));
    assert!(ask.get("signature").is_none() && ask["purpose"].as_str().unwrap().contains("人证核验"));

    // The same one again, here and at another window: told where and when, and nobody is asked.
    let other = beside.hall.desk("09", "0827").await;
    let there = other.open_visit().await;
    for (who, visit) in [(&window, visit), (&other, there)] {
        let (status, problem) = show(who, visit, &code).await;
        assert_eq!((status, self::code(&problem)), (409, "YC-2319"));
        let said = problem["zh"]
            .as_str()
            .or(problem["title"].as_str())
            .unwrap_or_default()
            .to_owned()
            + &problem.to_string();
        assert!(
            said.contains("08号窗口") && said.contains("0826") && said.contains("2026-11-20 10:0"),
            "{said}"
        );
    }
    // Small letters are the same code.
    assert_eq!(
        self::code(&show(&other, there, &code.to_lowercase()).await.1),
        "YC-2319"
    );
    assert_eq!(beside.platform.asked(), 1);
    // Later it is too old, whoever remembers it.
    beside.hall.clock.advance(SignedDuration::from_secs(120));
    assert_eq!(self::code(&show(&other, there, &code).await.1), "YC-1217");
}

#[tokio::test]
async fn of_two_windows_one_has_it() {
    let beside = Beside::open().await;
    let (one, other) = (beside.hall.clerk().await, beside.hall.desk("09", "0827").await);
    let (here, there) = (one.open_visit().await, other.open_visit().await);
    let shown = beside.code("P", 0);
    let (first, second) = tokio::join!(show(&one, here, &shown), show(&other, there, &shown));
    let said: BTreeSet<u16> = [first.0, second.0].into();
    assert_eq!(said, BTreeSet::from([200, 409]));
    assert_eq!(beside.platform.asked(), 1);
}

#[tokio::test]
async fn a_hall_that_was_restarted_remembers_what_was_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let platform = Platform::open().await;
    let kept = |config: HallConfig| HallConfig {
        data_dir: Some(folder.path().to_owned()),
        key: Some([7; 32]),
        ..config
    };
    let at = clock.now().as_second();
    let shown = sign(&format!("ZWM1.P.T.{ISSUER}.0123456789ABCDEF.{at}"));
    for (desk, staff, expected) in [("08", "0826", 200), ("09", "0827", 409)] {
        let outside = platform.outside(&province);
        let config = kept(config(&clock, outside));
        let hall = TestHall::open_with(config, Arc::clone(&province), Arc::clone(&clock)).await;
        let window = hall.desk(desk, staff).await;
        let visit = window.open_visit().await;
        let (status, said) = show(&window, visit, &shown).await;
        assert_eq!(status, expected, "{desk} {said}");
        hall.running.shutdown().await;
    }
    assert_eq!(platform.asked(), 1);
}

#[tokio::test]
async fn what_is_no_good_code_never_leaves_and_is_noted_where_it_was_made_up() {
    let beside = Beside::open().await;
    let window = beside.hall.clerk().await;
    let visit = window.open_visit().await;
    let good = beside.code("P", 0);
    let at = beside.hall.clock.now().as_second();
    let by_another = {
        let signed = format!("ZWM1.P.T.{ISSUER}.0123456789ABCDEF.{at}");
        let key = SecretKey::new(Suite::Sm2Sm3, [12; 32]).unwrap();
        format!(
            "{signed}.{}",
            hex::encode_upper(key.sign(signed.as_bytes()).unwrap())
        )
    };
    let stranger = sign(&format!("ZWM1.P.T.11350199MB9A00065K.0123456789ABCDEF.{at}"));
    for (shown, expected) in [
        (beside.code("P", -3_600), "YC-1217"),
        (beside.code("P", -71), "YC-1217"),
        (beside.code("P", 86_400), "YC-1218"),
        (by_another, "YC-1216"),
        (good.replacen(".P.", ".E.", 1), "YC-1216"),
        (stranger, "YC-1215"),
        (
            sign(&format!("ZWM1.P.L.{ISSUER}.0123456789ABCDEF.{at}")),
            "YC-1214",
        ),
        ("9".repeat(500_000), "YC-1212"),
        ("https://example.cn".to_owned(), "YC-1213"),
        ("\u{0}\u{202e}".to_owned(), "YC-1213"),
        (String::new(), "YC-1211"),
        (" \r\n".to_owned(), "YC-1211"),
    ] {
        let (status, problem) = show(&window, visit, &shown).await;
        let short: String = shown.chars().take(60).collect();
        assert_eq!((status, code(&problem)), (422, expected), "{short}");
    }
    assert_eq!(beside.platform.asked(), 0);
    let log = beside.hall.store().audit(0, 1_000).await.unwrap();
    let noted: Vec<&str> = log
        .iter()
        .filter(|entry| entry.deed == "codeRefused")
        .map(|entry| entry.purpose.as_str())
        .collect();
    assert_eq!(noted, ["YC-1216", "YC-1216", "YC-1215", "YC-1214"]);
    // Nothing of it was taken: the good one stands.
    assert_eq!(show(&window, visit, &good).await.0, 200);
}

#[tokio::test]
async fn promise_08_a_code_is_asked_about_under_an_open_visit_and_a_grant_with_its_line() {
    let beside = Beside::open().await;
    let window = beside.hall.clerk().await;
    let (status, problem) = show(&window, Uuid::nil(), &beside.code("P", 0)).await;
    assert_eq!((status, code(&problem)), (403, "YC-2301"));
    assert_eq!(beside.platform.asked(), 0);
    let visit = window.open_visit().await;
    let shown = beside.code("P", 0);
    show(&window, visit, &shown).await;
    let log = beside.hall.store().audit(0, 1_000).await.unwrap();
    let line = log.iter().find(|entry| entry.deed == "look:eCode").unwrap();
    // The token opens somebody's data: no line has it.
    let token = shown.split('.').nth(4).unwrap();
    assert!(
        log.iter()
            .all(|entry| !serde_json::to_string(entry).unwrap().contains(token))
    );
    assert!(line.purpose.contains("人证核验"), "{line:?}");
}

#[tokio::test]
async fn a_platform_on_a_bad_day_costs_no_code_that_it_never_heard_of() {
    let beside = Beside::open().await;
    let window = beside.hall.clerk().await;
    let visit = window.open_visit().await;
    let shown = beside.code("P", 0);
    for (says, expected) in [
        (
            Says::Status(503, json!({ "code": "UNAVAILABLE" })),
            (503, "YC-2322"),
        ),
        (Says::Status(500, json!({ "code": "BROKEN" })), (503, "YC-2320")),
        (Says::Nothing, (503, "YC-2321")),
    ] {
        beside.platform.says(says);
        let (status, problem) = show(&window, visit, &shown).await;
        assert_eq!((status, code(&problem)), expected);
        assert!(problem.to_string().contains("请读身份证"), "{problem}");
    }
    beside.platform.says(Says::Him);
    assert_eq!(show(&window, visit, &shown).await.0, 200);

    // Answered, or perhaps answered: gone.
    let other = json!({ "name": "林试", "idType": "111", "idNumber": "350199199003070012" });
    let long = json!({ "name": "林".repeat(101), "idType": "111", "idNumber": NUMBER });
    let licences: Vec<Json> = (0..101).map(|_| json!({ "typeName": "执照" })).collect();
    for (says, expected) in [
        (Says::Html, (502, "YC-2311")),
        (
            Says::But(json!({ "token": "ANOTHERTOKEN0000" })),
            (502, "YC-2316"),
        ),
        (Says::But(json!({ "requestId": Uuid::nil() })), (502, "YC-2316")),
        (Says::But(json!({ "holder": other })), (502, "YC-2315")),
        (Says::But(json!({ "holder": long })), (502, "YC-2315")),
        (Says::But(json!({ "holder": null })), (502, "YC-2315")),
        (Says::But(json!({ "licences": licences })), (502, "YC-2315")),
        (Says::For("legalRep"), (502, "YC-2315")),
        (
            Says::Status(404, json!({ "code": "NO_RECORD" })),
            (422, "YC-2799"),
        ),
        (Says::Status(410, json!({ "code": "GONE" })), (422, "YC-2799")),
        (
            Says::Status(409, json!({ "code": "USED", "at": "2026-11-20T01:58:00Z" })),
            (409, "YC-2319"),
        ),
    ] {
        beside.platform.says(says);
        let shown = beside.code("P", 0);
        let (status, problem) = show(&window, visit, &shown).await;
        assert_eq!((status, code(&problem)), expected, "{problem}");
        beside.platform.says(Says::Him);
        assert_eq!(code(&show(&window, visit, &shown).await.1), "YC-2319");
    }
    let log = beside.hall.store().audit(0, 10_000).await.unwrap();
    let another = log
        .iter()
        .filter(|entry| entry.deed == "lookAnsweredOfAnother:eCode");
    assert_eq!(another.count(), 2);
}

#[tokio::test]
async fn an_enterprises_code_says_for_whom_its_holder_stands_there() {
    let beside = Beside::open().await;
    let window = beside.hall.clerk().await;
    let visit = window.open_visit().await;
    for relation in ["legalRep", "agent"] {
        beside.platform.says(Says::For(relation));
        let (status, who) = show(&window, visit, &beside.code("E", 0)).await;
        assert_eq!(status, 200, "{who}");
        assert_eq!(
            who["bodies"][0],
            json!({ "uscc": BODY, "name": "测试公司", "relation": relation })
        );
        assert_eq!(who["code"]["body"], BODY);
        // What the register says of him stands beside it.
        assert_eq!(who["bodies"].as_array().unwrap().len(), 2);
    }
    beside.platform.says(Says::For("owner"));
    assert_eq!(
        code(&show(&window, visit, &beside.code("E", 0)).await.1),
        "YC-2315"
    );
    beside.platform.says(Says::Him);
    assert_eq!(
        code(&show(&window, visit, &beside.code("E", 0)).await.1),
        "YC-2315"
    );
}

#[tokio::test]
async fn a_typed_name_is_checked_and_what_nobody_confirmed_is_said_to_be_typed() {
    let beside = Beside::open().await;
    let window = beside.hall.clerk().await;
    let visit = window.open_visit().await;
    let typed =
        json!({ "by": "document", "idType": "111", "idNumber": NUMBER, "name": "林试", "document": "111" });
    let path = format!("/v1/visits/{visit}/people");
    let good = Manner::Good;
    let silent = Manner::Status(503);
    for (says, register, expected) in [
        (Says::Him, good.clone(), ("realName", json!("match"))),
        (
            Says::But(json!({ "result": "mismatch" })),
            good.clone(),
            ("document", json!("mismatch")),
        ),
        (
            Says::But(json!({ "result": "unknown" })),
            good.clone(),
            ("realName", json!("unknown")),
        ),
        (
            Says::But(json!({ "result": "unknown" })),
            silent.clone(),
            ("document", json!("unknown")),
        ),
        (Says::Him, silent.clone(), ("realName", json!("match"))),
        (Says::Html, good.clone(), ("realName", json!("unavailable"))),
        (Says::Html, silent.clone(), ("document", json!("unavailable"))),
        // About somebody else: believed in nothing, and noted.
        (
            Says::But(json!({ "idNumber": OTHER_NUMBER })),
            silent,
            ("document", json!("unavailable")),
        ),
        (Says::Nothing, good, ("realName", json!("unavailable"))),
    ] {
        beside.hall.province.behaves(register);
        beside.platform.says(says.clone());
        let (status, who) = window.post(&path, &typed).await;
        assert_eq!(status, 200, "{who}");
        let said = (
            who["person"]["verified"]["how"].as_str().unwrap(),
            who["realName"].clone(),
        );
        assert_eq!(said, expected, "{says:?}");
        // The register is left alone for a while after so many failures; another minute is another day.
        beside.hall.clock.advance(SignedDuration::from_mins(5));
    }
    let log = beside.hall.store().audit(0, 10_000).await.unwrap();
    assert!(
        log.iter()
            .any(|entry| entry.deed == "lookAnsweredOfAnother:realName")
    );
    // A card is asked about no more than before.
    let asked = beside.platform.asked();
    let card = json!({ "by": "card", "card": { "name": "林试", "idType": "111", "idNumber": NUMBER } });
    let (_, who) = window.post(&path, &card).await;
    assert_eq!(
        (&who["person"]["verified"]["how"], who.get("realName")),
        (&json!("card"), None)
    );
    assert_eq!(beside.platform.asked(), asked);
}

#[tokio::test]
async fn the_grade_goes_with_the_parcel_and_a_card_is_asked_for_where_the_law_does() {
    let beside = Beside::open().await;
    let window = beside.hall.clerk().await;
    let mut draft = window.complete("wj-parenting");
    let how = |draft: &mut cases::case::Draft, how| draft.party.person.verified.as_mut().unwrap().how = how;
    how(&mut draft, How::Code);
    window.accept(&draft).await;
    let parcels = beside.hall.province.parcels_arrived(1).await;
    let identity = &parcels[0]["applicant"]["identity"];
    assert_eq!(
        (&identity["grade"], &identity["how"]),
        (&json!(2), &json!("code")),
        "{}",
        parcels[0]
    );

    let mut couple = window.complete("mz-marriage");
    how(&mut couple, How::RealName);
    let refused = window.accept(&couple).await;
    assert!(refused.to_string().contains("YC-1219"), "{refused}");
    assert!(refused.to_string().contains("居民身份证法"), "{refused}");
}

#[tokio::test]
async fn a_hall_without_a_platform_says_so_and_one_with_a_key_that_is_none_does_not_open() {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let outside = OutsideSource::Fixed(province.outside());
    let mut alone = config(&clock, outside.clone());
    alone.identity = IdentityEntry {
        issuers: vec![issuer(ISSUER)],
        ..IdentityEntry::default()
    };
    let hall = TestHall::open_with(alone, Arc::clone(&province), Arc::clone(&clock)).await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let at = clock.now().as_second();
    let shown = sign(&format!("ZWM1.P.T.{ISSUER}.0123456789ABCDEF.{at}"));
    let (status, problem) = show(&window, visit, &shown).await;
    assert_eq!((status, code(&problem)), (503, "YC-2325"));

    let mut odd = config(&clock, outside);
    let file: hall::config::HallFile = toml::from_str(&format!(
        "[identity]\nlifeS = 30\n[[identity.issuers]]\ncode = \"{ISSUER}\"\nname = \"某平台\"\nkey = \"none\""
    ))
    .unwrap();
    file.apply(&mut odd);
    let Err(OpenFault::Other(fault)) = Hall::open(odd).await else {
        panic!("a key that is none")
    };
    assert_eq!(fault.code(), "YC-2005");
    assert!(fault.trouble.zh.contains("某平台"), "{fault}");
}
