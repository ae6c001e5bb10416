//! Tables that are wrong in every way, replies in other shapes, and what a guard lets through.

use std::time::Duration;

use cases::catalogue::sources::BUILT_IN;
use cases::catalogue::{CatalogueFault, Sources};
use cases::identity::is_number_of;
use cases::realm::Realm;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::guard::{Guard, Limits};
use super::mapping::Said;
use super::*;
use crate::outside::reply::Reply;

const NOW: &str = "2026-09-28T02:00:00Z";
const NUMBER: &str = "350199199003070011";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn read(text: &str) -> Result<Connections, Vec<CatalogueFault>> {
    let mut file: BTreeMap<String, Table> = toml::from_str(text).unwrap();
    let table = file.remove("sources").unwrap_or_default();
    let known: Sources = serde_json::from_str(BUILT_IN).unwrap();
    let secrets = Secrets::from([("land".to_owned(), "s3cret".to_owned())]);
    Connections::read(table, &secrets, Realm::Training, &known)
}

#[test]
fn everything_that_is_wrong_with_the_tables_is_said_with_its_path() {
    let wrong = read(
        r#"
        [sources.land]
        address = "ftp://land.example"
        secret = "sea"
        timeoutMs = 0
        request = "{ \"id\": {{ subject.idNumber }, }"
        [sources.land.reply]
        record = "data.id"
        ok = { at = "/code" }
        asOf = { at = "/t", date = "%Q" }
        [sources.land.reply.values]
        "land.use" = { codes = { A = "1" } }
        "land.area" = { at = "/a", join = ["/b"] }
        [sources.ships]
        adress = "http://127.0.0.1:1"
        [sources.boats]
        address = "https://boats.example"
        request = "{ \"id\": {{ subject.shoeSize }} }"
        askedBy = []
        [sources.manual]
        timeoutMs = 10
        "#,
    )
    .err()
    .unwrap();
    let said: Vec<(&str, &str)> = wrong
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("sources.boats.address", "YC-2007"),
            ("sources.boats.askedBy", "YC-2022"),
            ("sources.boats.request", "YC-2023"),
            ("sources.land.address", "YC-2021"),
            ("sources.land.secret", "YC-2026"),
            ("sources.land.timeoutMs", "YC-2022"),
            ("sources.land.request", "YC-2023"),
            ("sources.land.reply.record", "YC-2024"),
            ("sources.land.reply.ok", "YC-2025"),
            ("sources.land.reply.values.land.area", "YC-2025"),
            ("sources.land.reply.values.land.use", "YC-2025"),
            ("sources.land.reply.asOf", "YC-2025"),
            ("sources.manual", "YC-2027"),
            ("sources.ships.adress", "YC-2020"),
        ]
    );
    assert!(
        wrong
            .iter()
            .all(|fault| !fault.trouble.zh.is_empty() && !fault.trouble.en.is_empty())
    );
}

#[test]
fn the_shipped_table_names_every_source_that_is_asked_outside_and_no_other() {
    let known: Sources = serde_json::from_str(BUILT_IN).unwrap();
    let shipped: BTreeMap<String, Table> = toml::from_str(SHIPPED).unwrap();
    let named: Vec<&str> = shipped["sources"].keys().map(String::as_str).collect();
    let asked: Vec<&str> = known
        .all()
        .map(|(code, _)| code)
        .filter(|code| known.is_outside(code))
        .collect();
    assert_eq!(named, asked);
    assert!(read("").is_ok());
}

fn shape(values: &str) -> mapping::Shape {
    let entry: mapping::ShapeEntry = toml::from_str(values).unwrap();
    entry.read().ok().unwrap()
}

fn ask<'a>(contract: &'a Json) -> Question<'a> {
    Question {
        contract,
        subject: NUMBER,
        request_id: "r-1",
        now: now(),
        limit: Duration::from_secs(1),
    }
}

fn said(shape: &mapping::Shape, status: u16, body: &Json) -> Result<Said, String> {
    let reply = Reply {
        status,
        content_type: "application/json".to_owned(),
        retry_after_s: None,
        body: body.to_string().into_bytes(),
    };
    shape
        .read(&reply, &ask(&Json::Null))
        .map_err(|fault| fault.code().to_owned())
}

/// The envelope of the national services: a code, a message, and the data as text inside the JSON.
const NATIONAL: &str = r#"
    ok = { at = "/code", is = ["1"] }
    nothing = { at = "/code", is = ["2"] }
    refused = { at = "/code", is = ["9"] }
    text = "/biz_data"
    requestId = "/rid"
    subject = "/biz_data/cert_num"
    record = "/biz_data/sn"
    asOf = { at = "/rtime", date = "%Y%m%d%H%M%S" }
    [values]
    "person.name" = "/biz_data/xm"
    "person.sex" = { at = "/biz_data/xb", codes = { "男" = "1", "女" = "2" } }
    "person.birthDate" = { at = "/biz_data/csrq", date = "%Y%m%d" }
    "person.householdAddress" = { join = ["/biz_data/dz/q", "/biz_data/dz/l", "/biz_data/dz/m"] }
    "enterprise.capital" = { at = "/biz_data/zb", scale = 4 }
    "reg.shareholder.name" = { each = "/biz_data/gd", at = "/mc" }
    "reg.shareholder.payDue" = { each = "/biz_data/gd", at = "/rq", date = "%Y/%m/%d" }
"#;

fn national(data: Json) -> Json {
    json!({ "code": 1, "rid": "r-1", "rtime": "20260927093000", "biz_data": data.to_string() })
}

#[test]
fn a_reply_in_another_shape_is_read_element_by_element() {
    let shape = shape(NATIONAL);
    let got = said(
        &shape,
        200,
        &national(json!({
            "sn": 4711, "cert_num": "350199900307001", "xm": "林试", "xb": "男", "csrq": "19900307",
            "dz": { "q": "示范区", "l": "政务路18号", "m": null }, "zb": "1,200.5",
            "gd": [ { "mc": "甲", "rq": "2027/01/31" }, { "mc": "乙" }, { "mc": null, "rq": "不详" } ],
        })),
    )
    .unwrap();
    assert_eq!(got.record_id, "4711");
    assert_eq!(got.as_of.to_string(), "2026-09-27T01:30:00Z");
    assert_eq!(
        json!(got.values),
        json!({
            "person.name": "林试", "person.sex": "1", "person.birthDate": "1990-03-07",
            "person.householdAddress": "示范区政务路18号", "enterprise.capital": "12005000",
            "reg.shareholder.name": ["甲", "乙", null],
            "reg.shareholder.payDue": ["2027-01-31", null, "不详"],
        })
    );
}

#[test]
fn what_a_reply_in_another_shape_says_of_itself_is_believed() {
    let shape = shape(NATIONAL);
    let check = |body: Json, expected: &str| {
        assert_eq!(
            said(&shape, 200, &body).map(|_| ()).unwrap_err(),
            expected,
            "{body}"
        );
    };
    check(json!({ "code": "2", "msg": "无数据" }), "YC-2306");
    check(json!({ "code": "9" }), "YC-2307");
    check(json!({ "code": "0" }), "YC-2317");
    check(json!([]), "YC-2317");
    check(json!({ "code": "1", "rid": "r-2" }), "YC-2315");
    check(
        json!({ "code": "1", "rid": "r-1", "biz_data": "{\"xm\":" }),
        "YC-2315",
    );
    check(
        national(json!({ "cert_num": "350199198506152022", "xm": "别人" })),
        "YC-2316",
    );
    // Wrong types and nulls are values that are not there.
    let odd = said(
        &shape,
        200,
        &national(json!({ "xm": null, "dz": 7, "gd": "x", "csrq": {} })),
    )
    .unwrap();
    assert_eq!(json!(odd.values), json!({ "person.birthDate": {} }));
    assert_eq!(odd.record_id, "r-1", "found again by the request");
}

#[test]
fn a_number_is_the_same_in_its_old_form_and_masked() {
    for same in [
        NUMBER,
        " 350199199003070011 ",
        "350199900307001",
        "350199********0011",
    ] {
        assert!(is_number_of(same, NUMBER), "{same}");
    }
    for other in [
        "350199198506152022",
        "350199********0012",
        "",
        "3501999003070011",
        "91350199MA8DEM0183",
    ] {
        assert!(!is_number_of(other, NUMBER), "{other}");
    }
}

#[test]
fn a_template_writes_json_and_nothing_that_was_asked_can_break_it() {
    let template = request::Template::read(
        "land",
        r#"{ "head": { "rid": {{ requestId }}, "key": {{ secret }} }, "sid": {{ source }},
             "biz_content": {{ {"xm": subject.name, "cert_num": subject.idNumber} | tojson }}{% if "a.b" in elements %}, "all": 1{% endif %} }"#,
    )
    .unwrap();
    let contract = json!({ "requestId": "r-1", "subject": { "name": "林\"}, {{ secret }}", "idNumber": NUMBER }, "elements": [] });
    let secret = crate::outside::Credential {
        secret: Some("k\"ey".to_owned()),
        header: None,
    };
    let body = template.write(&contract, "land", &secret).unwrap();
    assert_eq!(body["head"], json!({ "rid": "r-1", "key": "k\"ey" }));
    assert_eq!(body["biz_content"]["xm"], "林\"}, {{ secret }}");
    assert_eq!(body["all"], Json::Null);
    let nobody = template
        .write(&json!({ "requestId": "r" }), "land", &secret)
        .unwrap_err();
    assert_eq!(nobody.code(), "YC-2326");
}

async fn passes(guard: &Guard, at: Timestamp, answer: Result<(), Fault>) -> Result<(), String> {
    guard
        .pass(at, Duration::from_secs(1), async { answer })
        .await
        .map_err(|fault| fault.code().to_owned())
}

#[tokio::test]
async fn a_source_that_fails_in_a_row_rests_and_one_request_sees_whether_it_is_back() {
    let guard = Guard::new(Limits {
        failures: 2,
        rest_s: 30,
        ..Limits::default()
    });
    let at = |seconds: i64| now() + jiff::SignedDuration::from_secs(seconds);
    let dead = || Err(fault::source_dead());
    assert_eq!(
        passes(&guard, at(0), Err(fault::no_record())).await,
        Err("YC-2306".to_owned())
    );
    assert_eq!(passes(&guard, at(0), dead()).await, Err("YC-2320".to_owned()));
    assert_eq!(
        passes(&guard, at(1), Ok(())).await,
        Ok(()),
        "one failure alone is no row"
    );
    for _ in 0..2 {
        assert_eq!(passes(&guard, at(2), dead()).await, Err("YC-2320".to_owned()));
    }
    assert_eq!(passes(&guard, at(3), Ok(())).await, Err("YC-2323".to_owned()));
    assert_eq!(passes(&guard, at(33), dead()).await, Err("YC-2320".to_owned()));
    assert_eq!(
        passes(&guard, at(34), Ok(())).await,
        Err("YC-2323".to_owned()),
        "still away"
    );
    assert_eq!(passes(&guard, at(64), Ok(())).await, Ok(()));
    assert_eq!(passes(&guard, at(64), Ok(())).await, Ok(()));
}

#[tokio::test]
async fn a_source_takes_so_many_a_minute() {
    let guard = Guard::new(Limits {
        per_minute: Some(2),
        ..Limits::default()
    });
    let at = |seconds: i64| now() + jiff::SignedDuration::from_secs(seconds);
    for _ in 0..2 {
        assert_eq!(passes(&guard, at(0), Ok(())).await, Ok(()));
    }
    assert_eq!(passes(&guard, at(59), Ok(())).await, Err("YC-2324".to_owned()));
    assert_eq!(passes(&guard, at(60), Ok(())).await, Ok(()));
}
