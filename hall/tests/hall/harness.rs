//! A whole hall in memory, a province of small peers, windows that speak HTTP, and a clock that tests move.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::case::party::How;
use cases::case::{Draft, Party, Person, Verified};
use cases::catalogue::{Catalogue, FieldSpec, FieldType, Item};
use cases::consent::{Answered, Consent, Giver, Named};
use cases::deadline::hall_date;
use cases::form::{Candidate, Cell, Provenance, SourceKind, Value};
use cases::material::{Held, Slot};
use cases::wire::intake::{Command, Envelope, Place};
use hall::clock::Clock;
use hall::config::{CatalogueSource, Pace, TRAINING_SECRET};
use hall::store::Store;
use hall::{Hall, HallConfig, Outside, OutsideSource, Running};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use uuid::Uuid;

/// A Friday with the hall open: 2026-11-20 10:00 in the hall.
pub const FRIDAY: &str = "2026-11-20T02:00:00Z";
/// An invented person with a valid number.
pub const NUMBER: &str = "350199199003070011";
pub const OTHER_NUMBER: &str = "350199198506152022";

/// Runs from a moment on, and can be moved.
pub struct TestClock {
    base: Mutex<Timestamp>,
    since: Instant,
}

impl TestClock {
    pub fn at(moment: &str) -> Arc<Self> {
        Arc::new(Self {
            base: Mutex::new(moment.parse().unwrap()),
            since: Instant::now(),
        })
    }

    pub fn advance(&self, by: SignedDuration) {
        let mut base = self.base.lock().unwrap();
        *base += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let run = SignedDuration::try_from(self.since.elapsed()).unwrap();
        hall::clock::to_millisecond(*self.base.lock().unwrap() + run)
    }
}

/// How the registry behaves.
#[derive(Debug, Clone, PartialEq)]
pub enum Manner {
    Good,
    Status(u16),
    /// Status 200 with this type and these bytes.
    Says(&'static str, Vec<u8>),
    /// Endless JSON.
    Endless,
    /// Never answers.
    Silent,
    /// Answers another request's id.
    Confused,
}

/// What a department does with a parcel.
#[derive(Debug, Clone, PartialEq)]
pub enum Desk {
    Good,
    /// This status, with Retry-After seconds.
    Busy(u16, u64),
    Refuses,
    Down,
}

pub struct Province {
    pub url: String,
    pub manner: Mutex<Manner>,
    pub department: Mutex<Desk>,
    /// Registry and library requests that arrived.
    pub asked: Mutex<Vec<Json>>,
    /// Recalls that arrived.
    pub recalls: Mutex<Vec<Json>>,
    /// Parcels that arrived, in order, with every attempt.
    pub parcels: Mutex<Vec<Json>>,
    arrived: watch::Sender<usize>,
}

impl Province {
    pub async fn open() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let province = Arc::new(Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            manner: Mutex::new(Manner::Good),
            department: Mutex::new(Desk::Good),
            asked: Mutex::new(Vec::new()),
            recalls: Mutex::new(Vec::new()),
            parcels: Mutex::new(Vec::new()),
            arrived: watch::channel(0).0,
        });
        let app = Router::new()
            .route("/directory", routing::get(directory))
            .route("/query/{dataset}", routing::post(query))
            .route("/represent", routing::post(represent))
            .route("/family", routing::post(family))
            .route("/licences/query", routing::post(licences))
            .route("/departments/{uscc}/parcels", routing::get(parcels))
            .route("/departments/{uscc}/parcels/{id}", routing::put(parcel))
            .route("/departments/{uscc}/parcels/{id}/recall", routing::put(recall))
            .route(
                "/departments/{uscc}/parcels/{id}/messages/{message}",
                routing::put(told),
            )
            .with_state(Arc::clone(&province));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        province
    }

    pub fn outside(&self) -> Outside {
        Outside {
            registry: Some(self.url.clone()),
            licences: Some(self.url.clone()),
            department_base: Some(format!("{}/departments/{{uscc}}", self.url)),
            ..Outside::default()
        }
    }

    pub fn behaves(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    pub fn department_is(&self, desk: Desk) {
        *self.department.lock().unwrap() = desk;
    }

    pub fn asked_count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// Waits until so many parcel attempts have arrived.
    pub async fn parcels_arrived(&self, count: usize) -> Vec<Json> {
        let mut arrived = self.arrived.subscribe();
        tokio::time::timeout(Duration::from_secs(20), arrived.wait_for(|seen| *seen >= count))
            .await
            .expect("parcels in time")
            .unwrap();
        self.parcels.lock().unwrap().clone()
    }
}

type Shared = State<Arc<Province>>;

async fn directory(State(province): Shared) -> axum::Json<Json> {
    axum::Json(json!({
        "registry": province.url, "licences": province.url,
        "departmentBase": format!("{}/departments/{{uscc}}", province.url), "departmentOverrides": {},
    }))
}

/// Notes the request and gives the odd reply, where one is wanted.
async fn odd(province: &Province, path: &str, headers: &HeaderMap, body: &Bytes) -> Option<Response> {
    assert_eq!(headers["authorization"], format!("Bearer {TRAINING_SECRET}"));
    let mut asked: Json = serde_json::from_slice(body).unwrap();
    asked["path"] = json!(path);
    province.asked.lock().unwrap().push(asked);
    let manner = province.manner.lock().unwrap().clone();
    match manner {
        Manner::Good | Manner::Confused => None,
        Manner::Status(status) => {
            let code = if status == 404 { "NO_RECORD" } else { "X" };
            let body = axum::Json(json!({ "code": code, "messageZh": "", "messageEn": "" }));
            Some((StatusCode::from_u16(status).unwrap(), body).into_response())
        }
        Manner::Says(kind, bytes) => Some(([("content-type", kind)], bytes).into_response()),
        Manner::Endless => {
            let endless =
                futures::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 65_536])));
            Some(([("content-type", "application/json")], Body::from_stream(endless)).into_response())
        }
        Manner::Silent => std::future::pending().await,
    }
}

async fn query(
    State(province): Shared,
    Path(dataset): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(odd) = odd(&province, &format!("query/{dataset}"), &headers, &body).await {
        return odd;
    }
    let asked: Json = serde_json::from_slice(&body).unwrap();
    let confused = *province.manner.lock().unwrap() == Manner::Confused;
    let mut values = serde_json::Map::new();
    for element in asked["elements"].as_array().unwrap() {
        let value = if element == "person.name" {
            asked["subject"]["name"].clone()
        } else {
            json!("测试")
        };
        values.insert(element.as_str().unwrap().to_owned(), value);
    }
    values.insert("person.secret".to_owned(), json!("not asked"));
    let id = if confused {
        json!(Uuid::nil())
    } else {
        asked["requestId"].clone()
    };
    axum::Json(json!({
        "requestId": id, "provider": "示范区人口库", "recordId": "R-1", "asOf": FRIDAY, "values": values,
    }))
    .into_response()
}

async fn represent(State(province): Shared, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(odd) = odd(&province, "represent", &headers, &body).await {
        return odd;
    }
    axum::Json(json!({ "bodies": [
        { "uscc": "11350199MB9A00014B", "name": "测试公司", "kind": "enterprise", "relation": "legalRep", "status": "1" },
        { "uscc": "11350199MB9A000226", "name": "已注销公司", "kind": "enterprise", "relation": "legalRep", "status": "3" },
    ] }))
    .into_response()
}

async fn family(State(province): Shared, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(odd) = odd(&province, "family", &headers, &body).await {
        return odd;
    }
    axum::Json(json!({ "members": [
        { "relation": "spouse", "idType": "111", "idNumber": OTHER_NUMBER, "name": "林配" },
    ] }))
    .into_response()
}

async fn licences(State(province): Shared, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(odd) = odd(&province, "licences", &headers, &body).await {
        return odd;
    }
    axum::Json(json!({ "head": { "status": 0, "message": "" }, "data": { "licences": [ {
        "identifier": "1.2.156.3005.2.X", "typeCode": "11100000000013127D001", "typeName": "身份证", "number": NUMBER,
        "holderName": "林试", "holderCode": NUMBER, "issuer": "示范区公安局", "issuerUscc": "11350199MB9A0009X1",
        "validFrom": "2020-01-01", "validTo": null, "state": "有效", "asOf": FRIDAY,
        "face": { "person.name": "林试", "person.secret": "not declared" },
    } ] } }))
    .into_response()
}

async fn parcels(State(province): Shared) -> Response {
    match *province.department.lock().unwrap() {
        Desk::Down => StatusCode::BAD_GATEWAY.into_response(),
        Desk::Good | Desk::Busy(..) | Desk::Refuses => {
            axum::Json(json!({ "parcels": [], "next": FRIDAY })).into_response()
        }
    }
}

async fn recall(State(province): Shared, Path((_, id)): Path<(String, String)>, body: Bytes) -> Response {
    let asked: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(asked["parcelId"], json!(id));
    province.recalls.lock().unwrap().push(asked);
    match *province.department.lock().unwrap() {
        Desk::Good => axum::Json(json!({ "state": "recalled", "at": FRIDAY })).into_response(),
        Desk::Refuses => {
            let no = json!({ "code": "ALREADY_DECIDED", "messageZh": "", "messageEn": "" });
            (StatusCode::CONFLICT, axum::Json(no)).into_response()
        }
        Desk::Busy(..) | Desk::Down => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn told(
    State(province): Shared,
    Path((_, id, _)): Path<(String, String, String)>,
    body: Bytes,
) -> Response {
    let message: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["parcelId"], json!(id));
    let status = match *province.department.lock().unwrap() {
        Desk::Good => StatusCode::OK,
        // Systems that know parcels only.
        Desk::Refuses => StatusCode::NOT_FOUND,
        Desk::Busy(..) | Desk::Down => StatusCode::SERVICE_UNAVAILABLE,
    };
    province.parcels.lock().unwrap().push(message);
    province.arrived.send_modify(|count| *count += 1);
    status.into_response()
}

async fn parcel(State(province): Shared, Path((uscc, id)): Path<(String, String)>, body: Bytes) -> Response {
    let parcel: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(parcel["parcelId"], json!(id));
    assert_eq!(parcel["item"]["departmentUscc"], json!(uscc));
    province.parcels.lock().unwrap().push(parcel);
    let behaviour = province.department.lock().unwrap().clone();
    province.arrived.send_modify(|count| *count += 1);
    match behaviour {
        Desk::Good => axum::Json(
            json!({ "state": "acknowledged", "receiptNo": format!("S-{}", &id[..8]), "at": FRIDAY }),
        )
        .into_response(),
        Desk::Busy(status, after) => (
            StatusCode::from_u16(status).unwrap(),
            [("retry-after", after.to_string())],
            "{}",
        )
            .into_response(),
        Desk::Refuses => {
            let no =
                json!({ "state": "refused", "code": "BAD_FORM", "messageZh": "不收", "messageEn": "no" });
            (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(no)).into_response()
        }
        Desk::Down => StatusCode::BAD_GATEWAY.into_response(),
    }
}

/// A hall that serves, and its surroundings.
pub struct TestHall {
    pub running: Running,
    pub province: Arc<Province>,
    pub clock: Arc<TestClock>,
    pub http: reqwest::Client,
}

pub const TOKEN: &str = "token-of-the-desks-of-this-test";

/// A quick training hall; the rest is the test's.
pub fn config(clock: &Arc<TestClock>, outside: OutsideSource) -> HallConfig {
    let mut config = HallConfig::training(TOKEN, outside);
    config.clock = Arc::clone(clock) as Arc<dyn Clock>;
    config.pace = Pace {
        first_ms: 20,
        cap_ms: 200,
        lease_ms: 60_000,
        waiting_ms: 50,
        law_ms: 50,
    };
    config
}

impl TestHall {
    pub async fn open() -> Self {
        Self::open_at(FRIDAY).await
    }

    pub async fn open_at(moment: &str) -> Self {
        let province = Province::open().await;
        let clock = TestClock::at(moment);
        let outside = OutsideSource::Practice(province.url.clone());
        Self::open_with(config(&clock, outside), province, clock).await
    }

    pub async fn open_with(config: HallConfig, province: Arc<Province>, clock: Arc<TestClock>) -> Self {
        let hall = Hall::open(config).await.unwrap_or_else(|fault| panic!("{fault}"));
        let running = hall
            .serve(TcpListener::bind("127.0.0.1:0").await.unwrap())
            .await
            .unwrap();
        // Opening the hall has installed the crypto provider.
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            running,
            province,
            clock,
            http,
        }
    }

    pub fn store(&self) -> Arc<dyn Store> {
        self.running.store()
    }

    pub async fn sign_in(&self, desk: &str, staff: &str, password: &str) -> (u16, Json) {
        let reply = self
            .http
            .post(format!("{}/v1/sessions", self.running.url))
            .bearer_auth(TOKEN)
            .header("x-yichuang-desk", desk)
            .json(&json!({ "staff": staff, "password": password }))
            .send()
            .await
            .unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    }

    /// A desk with somebody signed in; a clerk's window is open, whoever sat there before.
    pub async fn desk(&self, desk: &str, staff: &str) -> Window {
        let window = self.signed_in(desk, staff).await;
        let path = |deed: &str| format!("/v1/windows/{desk}/{deed}");
        let (_, opened) = window.post(&path("open"), &json!({})).await;
        if code(&opened) == "YC-2609" {
            let (status, taken) = window.post(&path("take-shift"), &json!({})).await;
            assert_eq!(status, 200, "{taken}");
        }
        window
    }

    /// A desk with somebody signed in, and nothing else done.
    pub async fn signed_in(&self, desk: &str, staff: &str) -> Window {
        let (status, session) = self.sign_in(desk, staff, "yichuang-train").await;
        assert_eq!(status, 200, "{session}");
        Window {
            url: self.running.url.clone(),
            http: self.http.clone(),
            desk: desk.to_owned(),
            staff: staff.to_owned(),
            session: session["token"].as_str().unwrap().to_owned(),
            epoch: Uuid::from_u128(u128::from(COUNTER.fetch_add(1, Ordering::Relaxed))),
            sequence: AtomicU64::new(1),
            clock: Arc::clone(&self.clock),
        }
    }

    pub async fn clerk(&self) -> Window {
        self.desk("08", "0826").await
    }
}

static COUNTER: AtomicU32 = AtomicU32::new(1);

/// One window as it speaks to the hall.
pub struct Window {
    url: String,
    http: reqwest::Client,
    pub desk: String,
    pub staff: String,
    pub session: String,
    pub epoch: Uuid,
    pub sequence: AtomicU64,
    pub clock: Arc<TestClock>,
}

impl Window {
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method.parse().unwrap(), format!("{}{path}", self.url))
            .bearer_auth(TOKEN)
            .header("x-yichuang-desk", &self.desk)
            .header("x-yichuang-staff", &self.session)
    }

    pub async fn get(&self, path: &str) -> (u16, Json) {
        read(self.request("GET", path).send().await.unwrap()).await
    }

    pub async fn bytes(&self, path: &str) -> (u16, Vec<u8>) {
        let reply = self.request("GET", path).send().await.unwrap();
        (reply.status().as_u16(), reply.bytes().await.unwrap().to_vec())
    }

    pub async fn post(&self, path: &str, body: &Json) -> (u16, Json) {
        self.post_under(path, &Uuid::new_v4().to_string(), body).await
    }

    pub async fn post_under(&self, path: &str, key: &str, body: &Json) -> (u16, Json) {
        read(
            self.request("POST", path)
                .header("idempotency-key", key)
                .json(body)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    pub async fn put_piece(&self, digest: &str, bytes: Vec<u8>) -> (u16, Json) {
        read(
            self.request("PUT", &format!("/v1/pieces/{digest}"))
                .body(bytes)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    pub async fn open_visit(&self) -> Uuid {
        let (status, visit) = self.post("/v1/visits", &json!({ "reason": "电话预约" })).await;
        assert_eq!(status, 200, "{visit}");
        visit["id"].as_str().unwrap().parse().unwrap()
    }

    pub fn envelope(&self, command: Command) -> Envelope {
        Envelope {
            place: Place {
                desk: self.desk.clone(),
                epoch: self.epoch,
                sequence: self.sequence.fetch_add(1, Ordering::SeqCst),
            },
            key: Uuid::new_v4(),
            digest: command.digest(),
            sent_at: self.clock.now(),
            command,
        }
    }

    pub async fn send(&self, envelope: &Envelope) -> (u16, Json) {
        self.post_under(
            "/v1/inbox",
            &envelope.key.to_string(),
            &serde_json::to_value(envelope).unwrap(),
        )
        .await
    }

    pub async fn accept(&self, draft: &Draft) -> Json {
        let (status, outcome) = self
            .send(&self.envelope(Command::Accept {
                draft: draft.clone(),
                approval: None,
            }))
            .await;
        assert_eq!(status, 200, "{outcome}");
        outcome
    }

    pub async fn save(&self, draft: &Draft) -> Json {
        let (status, outcome) = self
            .send(&self.envelope(Command::SaveDraft { draft: draft.clone() }))
            .await;
        assert_eq!(status, 200, "{outcome}");
        outcome
    }

    /// A draft of this window in which nothing is missing.
    pub fn complete(&self, item: &str) -> Draft {
        self.complete_for(item, NUMBER)
    }

    pub fn complete_for(&self, item: &str, number: &str) -> Draft {
        let today = hall_date(self.clock.now());
        let catalogue = catalogue();
        let item = catalogue.item(item).unwrap();
        let serial = COUNTER.fetch_add(1, Ordering::Relaxed);
        let window = u16::from_str_radix(&self.desk, 36).unwrap();
        let slip = cases::case::number::SlipCode::make(window, today.min(LAST_SLIP_DAY), serial).unwrap();
        let person = person(number, self.clock.now());
        let mut draft = Draft {
            id: Uuid::now_v7(),
            revision: 1,
            fence: 1,
            visit: Uuid::nil(),
            item: item.id.clone(),
            edition: catalogue.edition.clone(),
            slip: slip.to_string(),
            desk: self.desk.clone(),
            clerk: self.staff.clone(),
            opened_at: self.clock.now(),
            party: Party {
                person: person.clone(),
                body: (!item.serves_persons()).then(|| cases::case::Body {
                    uscc: "11350199MB9A00014B".to_owned(),
                    name: "测试公司".to_owned(),
                    relation: "legalRep".to_owned(),
                }),
                as_agent: false,
            },
            subjects: BTreeMap::new(),
            answers: BTreeMap::new(),
            form: BTreeMap::new(),
            slots: Vec::new(),
            heard: Default::default(),
            corrects: None,
            online: None,
            told: None,
            first_told: None,
            credit: Vec::new(),
            deceased: Vec::new(),
            promised: Default::default(),
        };
        for subject in item.person_subjects() {
            draft.subjects.insert(subject.to_owned(), person.clone());
        }
        for field in &item.fields {
            draft
                .form
                .insert(field.key.clone(), cell(field, self.clock.now()));
        }
        answer_all(&mut draft, item, self.clock.now());
        agree_all(&mut draft, self.clock.now());
        let form_digest = draft.form_digest();
        for material in &item.materials {
            let held = if material.is_generated() {
                Held::Generated {
                    form_digest: form_digest.clone(),
                    pages: 2,
                    signed_copies: 1,
                    signature: None,
                }
            } else {
                Held::Paper {
                    originals: 1,
                    copies: 1,
                    pages: 3,
                    kept: false,
                }
            };
            draft.slots.push(Slot {
                material: material.id.clone(),
                held: Some(held),
                why_paper: None,
                known: Default::default(),
            });
        }
        draft
    }
}

/// Everybody in the draft has agreed, by who stands at the window, to whatever looks for it may need, for years.
pub fn agree_all(draft: &mut Draft, at: Timestamp) {
    let item = item(&draft.item);
    let sources = &catalogue().sources;
    let bases = sources.bases();
    let today = hall_date(at);
    let library = sources.library().unwrap();
    let numbers: BTreeSet<String> = draft
        .subjects
        .values()
        .chain([&draft.party.person])
        .map(|person| person.id_number.clone())
        .chain(draft.party.body.iter().map(|body| body.uscc.clone()))
        .collect();
    let mut asked = BTreeSet::new();
    for number in &numbers {
        let mut add = |source: &str, base: &str| {
            asked.insert(Named {
                source: source.to_owned(),
                base: base.to_owned(),
                of: number.clone(),
            });
        };
        for field in &item.fields {
            for source in field.source_chain.iter().filter(|code| sources.is_asked(code)) {
                add(
                    source,
                    bases.of_element(item, source, &field.data_element, number, today),
                );
            }
        }
        for licence in item
            .materials
            .iter()
            .filter_map(|one| one.licence_type.as_deref())
        {
            add(library, bases.of_licence(item, library, licence, number, today));
        }
    }
    let person = &draft.party.person;
    let by = Giver {
        name: person.name.clone(),
        number: person.id_number.clone(),
    };
    let asked: Vec<Named> = asked
        .into_iter()
        .filter(|set| bases.kind(&set.base).is_asked())
        .collect();
    let question = Consent {
        item: item.id.clone(),
        purpose: item.name.clone(),
        until: at + SignedDuration::from_hours(24 * 3_650),
        asked_at: at,
        answer: Some(Answered {
            how: cases::consent::How::Paper,
            by,
            agreed: asked.clone(),
            at,
        }),
        asked,
        withdrawn: Vec::new(),
    };
    draft.heard.ask(question);
}

/// Gives every open question its last answer, until none is open.
fn answer_all(draft: &mut Draft, item: &Item, at: Timestamp) {
    let by = cases::case::situation::Answerer { clerk: "0826", at };
    let today = hall_date(at);
    loop {
        let here = draft.situated(item, today);
        let open = here.questions.iter().find(|asked| asked.is_open());
        let Some((id, code)) =
            open.and_then(|asked| Some((asked.id.to_owned(), asked.answers.last()?.0.to_owned())))
        else {
            return;
        };
        let codes = [code];
        draft.answer(item, &id, &codes, by, today).unwrap();
    }
}

const LAST_SLIP_DAY: jiff::civil::Date = jiff::civil::date(2100, 1, 1);

async fn read(reply: reqwest::Response) -> (u16, Json) {
    let status = reply.status().as_u16();
    let problem = reply
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind == "application/problem+json");
    assert_eq!(
        problem,
        status >= 400,
        "every refusal is a problem document: {status}"
    );
    let bytes = reply.bytes().await.unwrap();
    (
        status,
        if bytes.is_empty() {
            Json::Null
        } else {
            serde_json::from_slice(&bytes).unwrap()
        },
    )
}

pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        CatalogueSource::Embedded
            .load()
            .unwrap_or_else(|fault| panic!("{fault}"))
    })
}

pub fn item(id: &str) -> &'static Item {
    catalogue().item(id).unwrap()
}

pub fn person(number: &str, at: Timestamp) -> Person {
    Person {
        name: "林试".to_owned(),
        id_type: "111".to_owned(),
        id_number: number.to_owned(),
        verified: Some(Verified {
            how: How::Card,
            at,
            by: "0826".to_owned(),
        }),
    }
}

/// What a review point (审查要点) asks of the field, where any value of its kind would not do.
fn fitting(element: &str) -> Option<&'static str> {
    Some(match element {
        "acc.fullTimeStaff" | "person.workYears" | "sign.clearance" => "3",
        "premises.area" => "300",
        "tobacco.schoolDistance" => "120",
        "enterprise.fundRatioUnit" | "enterprise.fundRatioPerson" => "0.08",
        "reg.shareholder.ratio" => "100",
        "person.paidMonths" | "person.unemployPaidMonths" => "300",
        "person.birthDate" => "1985-06-15",
        "person.retireDate" => "2050-01",
        "person.healthCertTo" | "agent.authTo" | "reg.nameReserveTo" => "2030-01-05",
        "enterprise.scope" => "餐饮服务；食品销售；烟草制品零售；代理记账",
        "birth.certNo" => "V123456789",
        "acc.staff.insured" | "relief.isDibao" => "是",
        _ => return None,
    })
}

/// A value that stands in the field.
fn cell(field: &FieldSpec, at: Timestamp) -> Cell {
    let codes = &catalogue().codes;
    let text = match field.kind {
        FieldType::Text | FieldType::Textarea | FieldType::Address | FieldType::Table | FieldType::Photo => {
            "测试".to_owned()
        }
        FieldType::Enum | FieldType::Multi => match &field.code_list {
            Some(_) if field.data_element.ends_with("idType") => "111".to_owned(),
            Some(list) if codes.is_open(list) => "1".to_owned(),
            Some(list) if field.label.contains("转入") => codes.entries(list).last().unwrap().code.clone(),
            Some(_) if field.subject == "female" && field.data_element == "person.sex" => "2".to_owned(),
            Some(list) => codes.entries(list)[0].code.clone(),
            None => "测试".to_owned(),
        },
        FieldType::Date => "2026-01-05".to_owned(),
        FieldType::Month => "2026-01".to_owned(),
        FieldType::Datetime => "2026-01-05T10:00".to_owned(),
        FieldType::Number | FieldType::Money => "1".to_owned(),
        FieldType::Bool => "否".to_owned(),
        FieldType::Phone => "13812341234".to_owned(),
        FieldType::Email => "test@example.cn".to_owned(),
        FieldType::Region => "350199".to_owned(),
        FieldType::IdNumber => NUMBER.to_owned(),
        FieldType::Uscc => "11350199MB9A00014B".to_owned(),
        FieldType::BankAccount => "6222021234567890".to_owned(),
    };
    let text = fitting(&field.data_element).map_or(text, str::to_owned);
    let rows = if field.data_element.starts_with("acc.staff.") {
        3
    } else {
        1
    };
    let value = if cases::form::value::holds_many(field) {
        Value::Many(vec![text; rows])
    } else if field.kind == FieldType::Bool {
        Value::Flag(text == "是")
    } else {
        Value::Text(text)
    };
    let from = Provenance {
        kind: SourceKind::Typed,
        label: "手工".to_owned(),
        provider: "0826".to_owned(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at,
    };
    Cell {
        held: Some(Candidate { value, from }),
        ..Cell::default()
    }
}

/// Waits until a case looks as it should.
pub async fn case_until(window: &Window, reference: &str, wanted: impl Fn(&Json) -> bool) -> Json {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let (status, view) = window.get(&format!("/v1/cases/{reference}")).await;
        assert_eq!(status, 200, "{view}");
        if wanted(&view) {
            return view;
        }
        assert!(Instant::now() < deadline, "the case stayed as it was: {view}");
        tokio::task::yield_now().await;
    }
}

pub fn code(problem: &Json) -> &str {
    problem["code"].as_str().unwrap_or_default()
}

/// The one with this number takes the result along himself and signs on paper.
pub fn own_delivery(number: &str, visit: Option<Uuid>) -> Json {
    json!({
        "visit": visit, "way": "direct", "copies": 1, "signed": { "by": "paper" },
        "receiver": { "as": "applicant", "person": person(number, FRIDAY.parse().unwrap()) },
    })
}
