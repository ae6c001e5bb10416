//! The law's clock at the hall, by a clock that is moved: 视为受理, 补正不来, and what is said before.

use std::sync::Arc;

use cases::case::Draft;
use cases::wire::intake::Command;
use hall::OutsideSource;
use hall::clock::Clock;
use hall::config::{CatalogueSource, TRAINING_SECRET};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::dispatch;
use crate::harness::{FRIDAY, Province, TestClock, TestHall, Window, case_until, code, config, item};

pub const DAY: SignedDuration = SignedDuration::from_hours(24);
const ITEM: &str = "cz-bookkeeping";

/// Received and told nothing.
pub async fn receive(window: &Window, draft: &Draft) -> Json {
    let (status, outcome) = window
        .send(&window.envelope(Command::Receive {
            draft: draft.clone(),
            received_at: window.clock.now(),
            receipt_digest: String::new(),
            receipt_pdf: String::new(),
            reason: None,
        }))
        .await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("received")),
        "{outcome}"
    );
    outcome
}

/// Time passes; who sat at the window signs in again.
pub async fn later(hall: &TestHall, by: SignedDuration) -> Window {
    hall.clock.advance(by);
    hall.signed_in("08", "0826").await
}

pub fn words(view: &Json) -> Vec<&str> {
    let lines = view["timeline"].as_array().unwrap().iter();
    lines.map(|line| line["what"].as_str().unwrap()).collect()
}

pub fn happened<'a>(view: &'a Json, what: &str) -> &'a Json {
    let mut lines = view["timeline"].as_array().unwrap().iter();
    let line = lines.find(|line| line["what"] == what);
    line.unwrap_or_else(|| panic!("{what} in {view}"))
}

pub fn count(view: &Json, what: &str) -> usize {
    words(view).into_iter().filter(|word| *word == what).count()
}

#[tokio::test]
async fn untold_for_five_working_days_it_counts_as_accepted_at_its_receipt() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    // Said before, not after: two working days are left on Wednesday.
    let window = later(&hall, DAY * 5).await;
    let view = case_until(&window, &draft.slip, |view| count(view, "noticeNear") == 1).await;
    assert_eq!(
        happened(&view, "noticeNear")["note"],
        "期限2026-11-27，还剩2个工作日"
    );
    assert_eq!(view["stage"], "received");
    // The window that received it is told, with the rule and without a person; once for this light.
    let warned = async || -> usize {
        let changes = hall.store().changes(0, 10_000).await.unwrap().unwrap();
        let told = changes.iter().map(|change| serde_json::to_value(change).unwrap());
        told.filter(|change| change["what"] == "warned" && change["desk"] == "08")
            .count()
    };
    assert_eq!(warned().await, 1);
    let (_, page) = window.get("/v1/warnings?of=window").await;
    let row = &page["rows"][0];
    assert_eq!(
        (
            &page["total"],
            &row["slip"],
            &row["clock"]["rule"],
            &row["urgency"],
            &row["clock"]["daysLeft"]
        ),
        (
            &json!(1),
            &json!(draft.slip),
            &json!("notice"),
            &json!("near"),
            &json!(2)
        )
    );
    assert!(!page.to_string().contains("林试"));
    later(&hall, SignedDuration::from_hours(1)).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(warned().await, 1);
    // Friday the 27th may be used to its end.
    let window = later(&hall, DAY * 2 + SignedDuration::from_hours(12)).await;
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["stage"], "received");
    let window = later(&hall, SignedDuration::from_hours(1)).await;
    let view = case_until(&window, &draft.slip, |view| view["stage"] == "accepted").await;
    let received = view["receivedAt"].clone();
    assert_eq!(view["acceptedAt"], received);
    assert_eq!(
        view["acts"][1],
        json!({ "at": received, "event": "accepted", "deemed": true })
    );
    // Five working days are promised, from the day of receipt: they are over.
    assert_eq!(view["dueDay"], "2026-11-27");
    assert_eq!(happened(&view, "deemedAccepted")["by"], "hall");
    assert!(view["caseNumber"].as_str().unwrap()[31..].starts_with("20261120"));
    let parcel = &hall.province.parcels_arrived(1).await[0];
    assert_eq!(parcel["caseNumber"], view["caseNumber"]);
    assert_eq!(parcel["remarks"], json!([]));
    let view = case_until(&window, &draft.slip, |view| {
        let papers = view["papers"].as_array().unwrap();
        papers
            .iter()
            .any(|paper| paper["kind"] == "acceptanceNotice" && paper["digest"] != "")
    })
    .await;
    // Once, however long it goes on.
    let window = later(&hall, DAY * 30).await;
    assert_eq!(count(&view, "deemedAccepted"), 1);
    let (_, much_later) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    // Warnings of its limits come beside it, whenever the hall gets to them.
    let acts = |view: &Json| -> Vec<String> {
        let all = words(view).into_iter().filter(|what| !what.starts_with("limit"));
        all.map(str::to_owned).collect()
    };
    assert_eq!(acts(&much_later), acts(&view));
    assert_eq!(hall.province.parcels_arrived(1).await.len(), 1);
}

#[tokio::test]
async fn what_the_review_stops_is_accepted_all_the_same_and_the_department_is_told() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete(ITEM);
    draft.slots.clear();
    receive(&window, &draft).await;
    let window = later(&hall, DAY * 8).await;
    let view = case_until(&window, &draft.slip, |view| view["stage"] == "accepted").await;
    let note = happened(&view, "deemedAccepted")["note"]
        .as_str()
        .unwrap()
        .to_owned();
    let parcel = &hall.province.parcels_arrived(1).await[0];
    let remarks = parcel["remarks"].as_array().unwrap().iter();
    let remarks: Vec<&str> = remarks.map(|remark| remark.as_str().unwrap()).collect();
    assert!(!remarks.is_empty());
    assert_eq!(note, remarks.join("；"));
}

/// The hall's own watch has not looked yet: whoever accepts at the window accepts what is accepted already.
#[tokio::test]
async fn a_clerk_who_accepts_too_late_accepts_as_of_the_receipt() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    let window = later(&hall, DAY * 10).await;
    let accepted = window.accept(&draft).await;
    assert_eq!(accepted["outcome"], "accepted");
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["acceptedAt"], view["receivedAt"]);
    assert_eq!((count(&view, "deemedAccepted"), count(&view, "accepted")), (1, 0));
    assert_eq!(hall.province.parcels_arrived(1).await.len(), 1);
}

#[tokio::test]
async fn a_year_without_calendar_is_waited_for_and_never_guessed() {
    let hall = TestHall::open_at("2026-12-30T02:00:00Z").await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    let window = later(&hall, DAY * 20).await;
    let view = case_until(&window, &draft.slip, |view| count(view, "calendarMissing") == 1).await;
    assert_eq!(view["stage"], "received");
    let note = happened(&view, "calendarMissing")["note"].as_str().unwrap();
    assert!(note.contains("当年工作日历未载入"), "{note}");
}

/// An accepted case with its parcel at the department.
pub async fn accepted(hall: &TestHall, window: &Window) -> (Draft, String) {
    let draft = window.complete(ITEM);
    assert_eq!(window.accept(&draft).await["outcome"], "accepted");
    let parcel = hall.province.parcels_arrived(1).await[0]["parcelId"]
        .as_str()
        .unwrap()
        .to_owned();
    (draft, parcel)
}

/// What the department reports, dated `ago` before now.
pub async fn report(
    hall: &TestHall,
    parcel: &str,
    (sequence, kind): (u32, &str),
    data: Json,
    ago: SignedDuration,
) -> (u16, Json) {
    let department = &item(ITEM).department_uscc;
    let mut data = data;
    data["caseNumber"] = json!("x");
    let event = json!({
        "specversion": "1.0", "id": format!("{parcel}-{sequence}"), "source": format!("/departments/{department}"),
        "type": format!("cn.yichuang.parcel.{kind}"), "subject": parcel, "time": hall.clock.now() - ago,
        "datacontenttype": "application/json", "sequence": sequence.to_string(), "data": data,
    });
    let body = event.to_string();
    let signature = dispatch::sign_as(department, TRAINING_SECRET, hall.clock.now().as_second(), &body);
    dispatch::send(hall, body, Some(signature)).await
}

/// The one paper of this kind, once its bytes are kept.
pub async fn paper_of(window: &Window, slip: &str, kind: &str) -> Json {
    let of = |view: &Json| {
        let papers = view["papers"].as_array().unwrap().iter();
        papers
            .filter(|paper| paper["kind"] == kind)
            .cloned()
            .collect::<Vec<_>>()
    };
    let view = case_until(window, slip, |view| {
        of(view).iter().any(|paper| paper["digest"] != "")
    })
    .await;
    let papers = of(&view);
    assert_eq!(papers.len(), 1, "{papers:?}");
    papers[0].clone()
}

fn inspection() -> Json {
    json!({ "kind": "检验", "reason": "须委托检验", "days": 5, "approver": "王检" })
}

#[tokio::test]
async fn a_special_procedure_of_the_department_stops_the_clock_and_starts_it_again() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let now = SignedDuration::ZERO;
    let yes = (200, json!({ "applied": true }));
    assert_eq!(
        report(&hall, &parcel, (1, "acknowledged"), json!({}), now).await,
        yes
    );
    assert_eq!(
        report(&hall, &parcel, (2, "suspended"), inspection(), now).await,
        yes
    );
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(
        happened(&view, "suspended")["note"],
        "检验，预计5个工作日至2026-11-27，不计入时限。理由：须委托检验。批准：王检"
    );
    assert_eq!(view["clocks"]["running"]["rule"], "specialProcedure");
    assert_eq!(view["clocks"]["paused"]["kind"], "检验");
    // Five days later than the five that were promised, if it ends as it is said to.
    assert_eq!(view["dueDay"], "2026-12-03");

    let told = paper_of(&window, &draft.slip, "specialProcedure").await;
    assert!(told["number"].as_str().unwrap().contains("〔2026〕"), "{told}");

    // It lasts longer: that is said, and the case is not overdue.
    let window = later(&hall, DAY * 10).await;
    let view = case_until(&window, &draft.slip, |view| count(view, "pauseOver") == 1).await;
    assert_eq!(view["clocks"]["running"]["light"], "red");
    assert_eq!(
        happened(&view, "pauseOver")["note"],
        "期限2026-11-27已过1个工作日"
    );
    assert_eq!(report(&hall, &parcel, (3, "resumed"), json!({}), now).await, yes);
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["dueDay"], "2026-12-04");
    assert_eq!(view["clocks"]["running"]["rule"], "promised");
    assert_eq!(view["clocks"]["statutory"]["due"]["day"], "2026-12-11");

    // Extended once.
    let more = json!({ "reason": "须向外省核实", "days": 3, "approver": "李局" });
    assert_eq!(
        report(&hall, &parcel, (4, "extended"), more.clone(), now).await,
        yes
    );
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["dueDay"], "2026-12-09");
    assert_eq!(view["clocks"]["running"]["rule"], "promisedExtended");
    paper_of(&window, &draft.slip, "extension").await;
    let (_, again) = report(&hall, &parcel, (5, "extended"), more, now).await;
    assert_eq!(again["why"]["code"], "YC-1186");
}

#[tokio::test]
async fn what_a_department_reports_and_cannot_be_is_kept_and_moves_nothing() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (draft, parcel) = accepted(&hall, &window).await;
    let now = SignedDuration::ZERO;
    let no = async |event: (u32, &str), data: Json, ago: SignedDuration, code: &str| {
        let (status, reply) = report(&hall, &parcel, event, data, ago).await;
        assert_eq!(
            (status, &reply["applied"]),
            (200, &json!(false)),
            "{event:?} {reply}"
        );
        assert_eq!(reply["why"]["code"], code, "{event:?}");
    };
    no((1, "resumed"), json!({}), now, "YC-1182").await;
    no(
        (2, "suspended"),
        json!({ "kind": "检验", "days": 5 }),
        now,
        "YC-1184",
    )
    .await;
    no((3, "suspended"), inspection(), DAY, "YC-1172").await;
    // Clocks that are a little apart do not count.
    let (_, yes) = report(
        &hall,
        &parcel,
        (4, "suspended"),
        inspection(),
        SignedDuration::from_secs(30),
    )
    .await;
    assert_eq!(yes["applied"], true);
    no((5, "suspended"), inspection(), now, "YC-1181").await;
    no((6, "resumed"), json!({}), DAY, "YC-1183").await;
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(
        (view["stage"].as_str(), view["dueDay"].as_str()),
        (Some("accepted"), Some("2026-12-03"))
    );
    let (_, decided) = report(&hall, &parcel, (7, "decided"), json!({}), now).await;
    assert_eq!(decided["applied"], true);
    no((8, "decided"), json!({ "decision": "denied" }), now, "YC-1176").await;
    no((9, "suspended"), inspection(), now, "YC-1177").await;
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(
        (view["stage"].as_str(), count(&view, "notTaken")),
        (Some("decided"), 6)
    );
    assert_eq!(count(&view, "parcelDecidedAgain"), 1);
    let alarms = hall.store().alarms().await.unwrap();
    let raised = |what: &str| alarms.iter().filter(|alarm| *alarm == what).count();
    assert_eq!((raised("departmentAct"), raised("decidedTwice")), (6, 1));
    let last = view["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .rfind(|line| line["what"] == "notTaken");
    assert!(
        last.unwrap()["note"]
            .as_str()
            .unwrap()
            .starts_with("该件目前的环节")
    );
}

#[tokio::test]
async fn a_window_asks_for_a_special_procedure_and_an_extension_and_a_supervisor_grants_them() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let supervisor = hall.signed_in("S1", "0801").await;
    let (draft, _) = accepted(&hall, &window).await;
    let ask = async |about: Json| window.post("/v1/approvals", &json!({ "about": about })).await;
    let pause = |days: u16| {
        json!({ "kind": "pause", "case": draft.slip, "procedure": "专家评审", "reason": "须专家评审",
                "expected": { "days": days, "unit": "workingDays" } })
    };
    let extension =
        |days: u16| json!({ "kind": "extension", "case": draft.slip, "days": days, "reason": "情况复杂" });
    let grant = async |asked: Json| {
        let path = format!("/v1/approvals/{}/answer", asked["id"].as_str().unwrap());
        supervisor
            .post(&path, &json!({ "approve": true, "note": "" }))
            .await
    };
    assert_eq!(code(&ask(pause(0)).await.1), "YC-2719");
    assert_eq!(code(&ask(extension(11)).await.1), "YC-2719");
    let (status, asked) = ask(pause(3)).await;
    assert_eq!(status, 200, "{asked}");
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["clocks"]["paused"], json!(null));
    assert_eq!(grant(asked).await.0, 200);
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["clocks"]["paused"]["kind"], "专家评审");
    assert_eq!(view["acts"][2]["approver"], "0801");
    // One at a time.
    let (status, again) = ask(pause(3)).await;
    assert_eq!((status, code(&again)), (409, "YC-1181"));
    let path = format!("/v1/cases/{}/resume", draft.slip);
    let (status, clocks) = window.post(&path, &json!({})).await;
    assert_eq!(
        (status, &clocks["running"]["rule"]),
        (200, &json!("promised")),
        "{clocks}"
    );
    let (status, twice) = window.post(&path, &json!({})).await;
    assert_eq!((status, code(&twice)), (409, "YC-1182"));
    let (_, asked) = ask(extension(10)).await;
    assert_eq!(grant(asked).await.0, 200);
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(
        (view["dueDay"].as_str(), count(&view, "extended")),
        (Some("2026-12-11"), 1)
    );
    let (status, again) = ask(extension(1)).await;
    assert_eq!((status, code(&again)), (409, "YC-1186"));
}

/// A hall on disk that can be closed and opened again, with another catalogue.
pub struct Lasting {
    pub folder: tempfile::TempDir,
    pub province: Arc<Province>,
    pub clock: Arc<TestClock>,
}

impl Lasting {
    pub async fn at(moment: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            province: Province::open().await,
            clock: TestClock::at(moment),
        }
    }

    pub async fn open(&self, catalogue: CatalogueSource) -> TestHall {
        let mut config = config(&self.clock, OutsideSource::Practice(self.province.url.clone()));
        config.data_dir = Some(self.folder.path().to_owned());
        config.catalogue = catalogue;
        TestHall::open_with(config, Arc::clone(&self.province), Arc::clone(&self.clock)).await
    }
}

#[tokio::test]
async fn a_hall_that_was_off_for_a_month_does_at_its_opening_what_the_law_did_meanwhile() {
    let lasting = Lasting::at(FRIDAY).await;
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    hall.running.shutdown().await;
    lasting.clock.advance(DAY * 31);
    for _ in 0..2 {
        let hall = lasting.open(CatalogueSource::Embedded).await;
        let window = hall.signed_in("08", "0826").await;
        let view = case_until(&window, &draft.slip, |view| view["stage"] == "accepted").await;
        assert_eq!(view["acceptedAt"], view["receivedAt"]);
        assert_eq!(count(&view, "deemedAccepted"), 1);
        hall.running.shutdown().await;
    }
    // A hall that closes in between sends again what was under way; the department knows it by its id.
    let arrived = lasting.province.parcels_arrived(1).await;
    assert!(
        arrived
            .iter()
            .all(|parcel| parcel["parcelId"] == arrived[0]["parcelId"]),
        "{arrived:?}"
    );
}

/// Saturday the 21st becomes a working day (调休): what is open is counted anew, and its timeline says so.
#[tokio::test]
async fn a_new_calendar_counts_open_cases_anew_and_says_so() {
    let lasting = Lasting::at(FRIDAY).await;
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    assert_eq!(window.accept(&draft).await["dueDay"], "2026-11-27");
    let received = window.complete_for("wj-parenting", crate::harness::OTHER_NUMBER);
    receive(&window, &received).await;
    hall.running.shutdown().await;

    let edition = tempfile::tempdir().unwrap();
    let files = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
    for file in std::fs::read_dir(files).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            std::fs::copy(file.path(), edition.path().join(file.file_name())).unwrap();
        }
    }
    let path = edition.path().join("calendar.json");
    let mut calendar: Json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let year = &mut calendar["years"]["2026"];
    year["makeUpWorkdays"]
        .as_array_mut()
        .unwrap()
        .push(json!("2026-11-21"));
    year["workingDaysInYear"] = json!(249);
    std::fs::write(&path, calendar.to_string()).unwrap();

    for _ in 0..2 {
        let hall = lasting
            .open(CatalogueSource::Folder(edition.path().to_owned()))
            .await;
        let window = hall.signed_in("08", "0826").await;
        let view = case_until(&window, &draft.slip, |view| view["dueDay"] == "2026-11-26").await;
        assert_eq!(count(&view, "recounted"), 1);
        assert_eq!(
            happened(&view, "recounted")["note"],
            "工作日历调整，当前期限由2026-11-27改为2026-11-26，承诺期限由2026-11-27改为2026-11-26，法定期限由2026-12-04改为2026-12-03"
        );
        let view = case_until(&window, &received.slip, |view| view["notifyBy"] == "2026-11-26").await;
        assert_eq!(
            happened(&view, "recounted")["note"],
            "工作日历调整，当前期限由2026-11-27改为2026-11-26"
        );
        hall.running.shutdown().await;
    }
}

/// Asked for once on the 20th, by Sunday the 29th: Monday may be used to its end.
#[tokio::test]
async fn what_was_asked_for_and_does_not_come_lapses_after_it_was_said() {
    let lasting = Lasting::at(FRIDAY).await;
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    hall.running.shutdown().await;
    let store = rusqlite::Connection::open(lasting.folder.path().join("hall.db")).unwrap();
    store
        .execute_batch(
            "UPDATE casefile SET stage = 'supplementing', counted_by = NULL;
             INSERT INTO law_event (casefile, sequence, at, event)
               SELECT id, 2, received_at, '{\"event\":\"told\",\"until\":\"2026-11-29\"}' FROM casefile;",
        )
        .unwrap();
    drop(store);
    lasting.clock.advance(DAY * 7);
    let hall = lasting.open(CatalogueSource::Embedded).await;
    let window = hall.signed_in("08", "0826").await;
    let view = case_until(&window, &draft.slip, |view| count(view, "cureNear") == 1).await;
    assert_eq!(
        happened(&view, "cureNear")["note"],
        "期限2026-11-30，还剩1个工作日"
    );
    assert_eq!(view["clocks"]["running"]["rule"], "cure");
    let window = later(&hall, DAY * 4).await;
    let view = case_until(&window, &draft.slip, |view| view["stage"] == "lapsed").await;
    assert_eq!(view["clocks"]["running"], json!(null));
    assert_eq!(count(&view, "lapsed"), 1);
    paper_of(&window, &draft.slip, "terminationNotice").await;
}

/// The machine was set back: by a little, nothing is dated before what it follows; by a day, whatever would be is refused
/// with the sentence for it, and nothing is lost.
#[tokio::test]
async fn promise_13_a_clock_that_goes_back_dates_nothing_before_its_receipt() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (first, second) = (window.complete(ITEM), window.complete("wj-parenting"));
    receive(&window, &first).await;
    hall.clock.advance(SignedDuration::from_secs(-20));
    assert_eq!(window.accept(&first).await["outcome"], "accepted");
    let (_, view) = window.get(&format!("/v1/cases/{}", first.slip)).await;
    assert_eq!(view["dueDay"], "2026-11-27");
    let moment = |key: &str| view[key].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(moment("acceptedAt") >= moment("receivedAt"), "{view}");

    hall.clock.advance(SignedDuration::from_secs(60));
    let window = hall.signed_in("08", "0826").await;
    receive(&window, &second).await;
    hall.clock.advance(-DAY);
    let window = hall.signed_in("08", "0826").await;
    let command = Command::Accept {
        draft: second.clone(),
        approval: None,
    };
    let (status, problem) = window.send(&window.envelope(command)).await;
    assert_eq!((status, code(&problem)), (409, "YC-1172"));
    assert!(problem["zh"].as_str().unwrap().contains("核对大厅时钟"));
    let (_, view) = window.get(&format!("/v1/cases/{}", second.slip)).await;
    assert_eq!(view["stage"], "received");
    // The clock is put right, and it goes on.
    let window = later(&hall, DAY).await;
    assert_eq!(window.accept(&second).await["outcome"], "accepted");
}
