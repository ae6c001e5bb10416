//! Licences that are shown or named (亮证码、证照标识), what is verified of them, and the ledger of paper (收纸台账).

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::case::Draft;
use cases::catalogue::MaterialSpec;
use cases::material::verify::{Checked, Step};
use cases::material::{Held, WhyPaper};
use hall::OutsideSource;
use hall::config::HallFile;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{
    FRIDAY, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, code, config, item,
};

const ITEM: &str = "rs-socialcard";
/// A licence of 居民身份证 with the right check character.
const IDENTIFIER: &str = "1.2.156.3005.2.11100000000013127D001.11100000000013338W.ABC123.001.";

#[derive(Default)]
struct Library {
    holder: Mutex<Option<String>>,
    kind: Mutex<Option<(String, String)>>,
    state: Mutex<Option<String>>,
    seal: Mutex<Option<Json>>,
    /// Answers with this status and body in place of a licence.
    says: Mutex<Option<(u16, Json)>>,
    asked: Mutex<Vec<(String, Json)>>,
}

async fn answer(State(library): State<Arc<Library>>, Path(what): Path<String>, body: Bytes) -> Response {
    let ask: Json = serde_json::from_slice(&body).unwrap();
    library.asked.lock().unwrap().push((what.clone(), ask.clone()));
    if what == "verify" {
        let Some(data) = library.seal.lock().unwrap().clone() else {
            return StatusCode::NOT_FOUND.into_response();
        };
        return axum::Json(json!({ "head": { "status": 0, "message": "" }, "data": data })).into_response();
    }
    if let Some((status, body)) = library.says.lock().unwrap().clone() {
        return (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response();
    }
    let holder = library.holder.lock().unwrap().clone();
    let (code, name) = library.kind.lock().unwrap().clone().unwrap();
    axum::Json(json!({ "head": { "status": 0, "message": "" }, "data": { "licences": [ {
        "identifier": identifier(), "typeCode": code, "typeName": name, "number": "1",
        "holderName": "林试", "holderCode": holder.unwrap_or_else(|| NUMBER.to_owned()), "issuer": "示范区公安局",
        "issuerUscc": "11350199MB9A0009X1", "validFrom": "2020-01-01", "validTo": null,
        "state": library.state.lock().unwrap().clone().unwrap_or_else(|| "有效".to_owned()), "asOf": FRIDAY,
        "face": {},
    } ] } }))
    .into_response()
}

fn identifier() -> String {
    let signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let all = signs.chars().map(|sign| format!("{IDENTIFIER}{sign}"));
    let mut right = all.filter(|one| cases::identity::LicenceIdentifier::parse(one).is_ok());
    right.next().expect("one check character fits")
}

struct Asking {
    hall: TestHall,
    library: Arc<Library>,
    window: Window,
    visit: Uuid,
    draft: Draft,
}

fn spec() -> &'static MaterialSpec {
    let mut materials = item(ITEM).materials.iter();
    materials.find(|one| one.licence_type.is_some()).unwrap()
}

impl Asking {
    async fn open() -> Self {
        let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
        let library = Arc::new(Library::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new()
            .route("/licences/{what}", routing::post(answer))
            .with_state(Arc::clone(&library));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
        let file: HallFile = toml::from_str(&format!("[sources.eLicence]\naddress = \"{url}\"")).unwrap();
        file.apply(&mut config);
        let hall = TestHall::open_with(config, province, clock).await;
        let kind = (
            spec().licence_type_code.clone().unwrap_or_default(),
            spec().licence_type.clone().unwrap(),
        );
        *library.kind.lock().unwrap() = Some(kind);
        let window = hall.clerk().await;
        let visit = window.open_visit().await;
        let draft = Draft {
            visit,
            ..window.complete(ITEM)
        };
        window.save(&draft).await;
        Self {
            hall,
            library,
            window,
            visit,
            draft,
        }
    }

    async fn by(&self, by: Json) -> (u16, Json) {
        let ask = json!({ "visit": self.visit, "draft": self.draft.id, "item": ITEM, "holderCode": NUMBER,
            "holderType": "111", "typeCode": spec().licence_type_code, "typeName": spec().licence_type, "by": by });
        self.window.post("/v1/gateway/licences", &ask).await
    }

    async fn refused(&self, by: Json) -> (u16, String) {
        let (status, problem) = self.by(by).await;
        assert!(
            !problem["zh"].as_str().unwrap_or_default().is_empty(),
            "{problem}"
        );
        (status, code(&problem).to_owned())
    }

    fn asked(&self, what: &str) -> usize {
        let asked = self.library.asked.lock().unwrap();
        asked.iter().filter(|(path, _)| path == what).count()
    }
}

fn shown(code: &str) -> Json {
    json!({ "by": "code", "code": code })
}

fn named(identifier: &str) -> Json {
    json!({ "by": "identifier", "identifier": identifier })
}

fn seal(holds: bool) -> Json {
    json!({ "identifier": identifier(), "holds": holds, "checkedAt": FRIDAY,
        "steps": [{ "step": "integrity", "holds": true }, { "step": "signature", "holds": holds }] })
}

#[tokio::test]
async fn a_shown_code_is_taken_once_and_of_nobody_else() {
    let asking = Asking::open().await;
    *asking.library.seal.lock().unwrap() = Some(seal(true));
    let (status, reply) = asking.by(shown("LZM1.A")).await;
    assert_eq!(status, 200, "{reply}");
    let licence = &reply["licences"][0];
    assert_eq!(
        (&licence["state"], &licence["seal"]["holds"]),
        (&json!("有效"), &json!(true))
    );
    let sent = asking.library.asked.lock().unwrap()[0].clone();
    assert_eq!(
        (sent.0.as_str(), &sent.1["data"]["code"]),
        ("code", &json!("LZM1.A"))
    );
    for stated in ["useCause", "itemCode", "itemName", "operator", "caseRef"] {
        assert!(
            sent.1["data"][stated]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{stated}"
        );
    }
    assert_eq!(asking.refused(shown("LZM1.A")).await, (409, "YC-2361".to_owned()));
    assert_eq!(asking.asked("code"), 1, "what was taken is not sent again");

    *asking.library.holder.lock().unwrap() = Some(OTHER_NUMBER.to_owned());
    let (status, problem) = asking.by(shown("LZM1.B")).await;
    assert_eq!((status, code(&problem)), (422, "YC-1232"));
    assert!(!problem.to_string().contains(OTHER_NUMBER));
    *asking.library.holder.lock().unwrap() = None;

    *asking.library.kind.lock().unwrap() = Some(("11100000MB0143028R001".to_owned(), "营业执照".to_owned()));
    assert_eq!(asking.refused(shown("LZM1.C")).await, (422, "YC-2364".to_owned()));
    // What the library does not know, or knows as used elsewhere.
    *asking.library.says.lock().unwrap() = Some((
        404,
        json!({ "code": "NO_RECORD", "messageZh": "", "messageEn": "" }),
    ));
    assert_eq!(asking.refused(shown("LZM1.D")).await, (422, "YC-2360".to_owned()));
    *asking.library.says.lock().unwrap() = Some((
        409,
        json!({ "code": "USED", "messageZh": "", "messageEn": "", "at": FRIDAY }),
    ));
    assert_eq!(asking.refused(shown("LZM1.E")).await, (409, "YC-2361".to_owned()));
    assert_eq!(asking.refused(shown("")).await.1, "YC-2360");
    assert_eq!(asking.refused(shown(&"9".repeat(600))).await.1, "YC-2360");
    // Nobody answered: it can be shown again.
    *asking.library.says.lock().unwrap() = Some((503, json!({})));
    assert_eq!(asking.refused(shown("LZM1.F")).await.0, 503);
    *asking.library.says.lock().unwrap() = None;
    *asking.library.kind.lock().unwrap() = Some((
        spec().licence_type_code.clone().unwrap_or_default(),
        spec().licence_type.clone().unwrap(),
    ));
    asking.hall.clock.advance(SignedDuration::from_mins(2));
    let (status, reply) = asking.by(shown("LZM1.F")).await;
    assert_eq!(status, 200, "{reply}");
}

#[tokio::test]
async fn who_shows_his_code_agrees_by_it_and_an_identifier_needs_his_word() {
    let mut asking = Asking::open().await;
    asking.draft.heard = Default::default();
    asking.draft.revision += 1;
    asking.window.save(&asking.draft).await;
    let (status, reply) = asking.by(shown("LZM1.A")).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(
        asking.refused(named(&identifier())).await,
        (403, "YC-1220".to_owned())
    );
    assert_eq!(asking.asked("identifier"), 0);
}

#[tokio::test]
async fn an_identifier_is_sent_only_with_the_right_check_character() {
    let asking = Asking::open().await;
    let right = identifier();
    let last = if right.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{IDENTIFIER}{last}");
    for odd in [wrong.as_str(), "1.2.156.3005.2", "", "350199199003070011"] {
        assert_eq!(
            asking.refused(named(odd)).await,
            (422, "YC-2362".to_owned()),
            "{odd}"
        );
    }
    assert_eq!(asking.asked("identifier"), 0);
    let (status, reply) = asking.by(named(&right)).await;
    assert_eq!(status, 200, "{reply}");
    *asking.library.holder.lock().unwrap() = Some(OTHER_NUMBER.to_owned());
    assert_eq!(asking.refused(named(&right)).await, (422, "YC-1232".to_owned()));
    // By holder, another's licence is the library's fault.
    let (status, problem) = asking.by(json!({ "by": "holder" })).await;
    assert_eq!((status, code(&problem)), (502, "YC-2316"));
}

#[tokio::test]
async fn the_seal_is_asked_about_last_and_what_was_verified_stands_in_the_log() {
    let asking = Asking::open().await;
    let log = async || {
        let log = asking.hall.store().audit(0, 1_000).await.unwrap();
        let mine = log.into_iter().filter(|entry| entry.deed == "licenceVerified");
        mine.map(|entry| entry.purpose).collect::<Vec<_>>()
    };
    // A library that does not check seals leaves that open.
    let (_, reply) = asking.by(json!({ "by": "holder" })).await;
    assert!(reply["licences"][0]["seal"].is_null(), "{reply}");
    let of = identifier();
    assert_eq!(
        log().await,
        [format!(
            "holder {of} state=yes validity=yes holder=yes signature=open"
        )]
    );
    *asking.library.seal.lock().unwrap() = Some(seal(false));
    let (_, reply) = asking.by(json!({ "by": "holder" })).await;
    assert_eq!(reply["licences"][0]["seal"]["failed"], json!(["签名"]));
    assert!(log().await[1].ends_with("signature=no"));
    // What is not valid has no seal worth asking about.
    let asked = asking.asked("verify");
    *asking.library.state.lock().unwrap() = Some("吊销".to_owned());
    asking.by(json!({ "by": "holder" })).await;
    assert_eq!(asking.asked("verify"), asked);
    assert!(log().await[2].ends_with("state=no validity=open holder=open signature=open"));
    let all = asking.hall.store().audit(0, 1_000).await.unwrap();
    assert!(
        !all.iter()
            .any(|entry| entry.purpose.contains(NUMBER) || entry.subject.contains(NUMBER))
    );
}

#[tokio::test]
async fn a_copy_of_a_licence_comes_whole_or_not_at_all_and_is_logged() {
    use base64::Engine;
    use sha2::Digest;
    let asking = Asking::open().await;
    let bytes = b"%PDF-1.7 annotated".to_vec();
    let digest = hex::encode(sha2::Sha256::digest(&bytes));
    let content = base64::engine::general_purpose::STANDARD.encode(&bytes);
    let file = |kind: &str, content: &str, digest: &str| {
        let data = json!({ "fileType": kind, "contentBase64": content, "digestSha256": digest });
        Some((
            200,
            json!({ "head": { "status": 0, "message": "" }, "data": data }),
        ))
    };
    let of = json!({ "visit": asking.visit, "draft": asking.draft.id, "item": ITEM, "holderCode": NUMBER,
        "holderType": "111", "typeCode": spec().licence_type_code, "typeName": spec().licence_type });
    let ask = json!({ "of": of, "identifier": identifier() });
    let copy = async || asking.window.post("/v1/gateway/licences/copy", &ask).await;
    *asking.library.says.lock().unwrap() = file("pdf", &content, &digest);
    let (status, reply) = copy().await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(
        (&reply["kind"], &reply["content"]),
        (&json!("pdf"), &json!(content))
    );
    let log = asking.hall.store().audit(0, 1_000).await.unwrap();
    let noted = log.iter().find(|entry| entry.deed == "licenceCopied").unwrap();
    assert_eq!(noted.purpose, format!("{} {digest}", identifier()));
    // A licence of many scanned pages.
    let large = [bytes.clone(), vec![b'x'; 5_000_000]].concat();
    let large_digest = hex::encode(sha2::Sha256::digest(&large));
    let large = base64::engine::general_purpose::STANDARD.encode(&large);
    *asking.library.says.lock().unwrap() = file("pdf", &large, &large_digest);
    let (status, reply) = copy().await;
    assert_eq!(
        (status, reply["digest"].as_str()),
        (200, Some(large_digest.as_str()))
    );
    for odd in [
        file("pdf", &content, &"0".repeat(64)),
        file("png", &content, &digest),
        file("exe", &content, &digest),
        file("pdf", "***", &digest),
    ] {
        *asking.library.says.lock().unwrap() = odd;
        let (status, problem) = copy().await;
        assert_eq!((status, code(&problem)), (502, "YC-2315"));
    }
}

#[tokio::test]
async fn a_licence_that_is_over_or_did_not_pass_is_never_accepted() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let of = |valid_to: Option<&str>, holds: Option<bool>| {
        let mut draft = window.complete(ITEM);
        let slot = draft.slot_mut(&spec().id).unwrap();
        slot.held = Some(Held::Licence {
            identifier: identifier(),
            type_name: spec().licence_type.clone().unwrap(),
            number: "1".to_owned(),
            holder: "林试".to_owned(),
            valid_to: valid_to.map(str::to_owned),
            as_of: FRIDAY.parse().unwrap(),
            checks: vec![Checked {
                step: Step::Signature,
                holds,
                seen: String::new(),
            }],
        });
        draft
    };
    for (to, holds) in [
        (Some("2026-11-19"), Some(true)),
        (None, Some(false)),
        (Some("明年"), None),
    ] {
        let outcome = window.accept(&of(to, holds)).await;
        assert_eq!(outcome["outcome"], "blocked", "{outcome}");
        assert_eq!(outcome["findings"][0]["code"], "YC-1234", "{outcome}");
    }
    let outcome = window.accept(&of(Some("2026-11-20"), Some(true))).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
}

#[tokio::test]
async fn every_paper_of_a_case_stands_in_the_ledger_with_its_reason() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let mut draft = window.complete(ITEM);
    draft.slot_mut(&spec().id).unwrap().why_paper = Some(WhyPaper::Expired);
    let outcome = window.accept(&draft).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    let (status, rows) = above.get("/v1/material-asks").await;
    assert_eq!(status, 200, "{rows}");
    let rows = rows.as_array().unwrap();
    let generated = item(ITEM)
        .materials
        .iter()
        .filter(|one| one.is_generated())
        .count();
    assert_eq!(rows.len(), item(ITEM).materials.len() - generated);
    let mine = rows
        .iter()
        .find(|row| row["material"] == json!(spec().id))
        .unwrap();
    assert_eq!((&mine["why"], &mine["times"]), (&json!("expired"), &json!(1)));
    assert_eq!(mine["department"], json!(item(ITEM).department_uscc));
    assert!(rows.iter().all(|row| row["why"].is_string()), "{rows:?}");
    // Nobody's name or number is in it, and only the supervisor reads it.
    assert!(
        !rows
            .iter()
            .any(|row| row.to_string().contains(NUMBER) || row.to_string().contains("林试"))
    );
    assert_eq!(window.get("/v1/material-asks").await.0, 403);
    let (_, before) = above
        .get("/v1/material-asks?from=2026-10-01&until=2026-10-31")
        .await;
    assert_eq!(before, json!([]));
    assert_eq!(above.get("/v1/material-asks?from=gestern").await.0, 422);
}
