//! The supervisor's board over HTTP, and what is followed up from it.

use std::time::Instant;

use cases::approval::seen;
use cases::case::Draft;
use cases::rating::{Level, Said};
use cases::wire::intake::Command;
use cases::wire::rating::Rated;
use hall::store::Act;
use hall::{Hall, OutsideSource};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{Desk, FRIDAY, NUMBER, Province, TestClock, TestHall, Window, code, config};

const ITEM: &str = "wj-parenting";

async fn board(chief: &Window) -> Json {
    let (status, board) = chief.get("/v1/board").await;
    assert_eq!(status, 200, "{board}");
    board
}

/// The alerts of a kind.
fn alerts(board: &Json, kind: &str) -> Vec<Json> {
    let all = board["alerts"].as_array().unwrap();
    all.iter()
        .filter(|alert| alert["kind"] == kind)
        .cloned()
        .collect()
}

fn group(board: &Json, letter: &str) -> Json {
    let groups = board["groups"].as_array().unwrap();
    groups
        .iter()
        .find(|group| group["letter"] == letter)
        .cloned()
        .unwrap()
}

fn tile(board: &Json, desk: &str) -> Json {
    let windows = board["windows"].as_array().unwrap();
    windows
        .iter()
        .find(|window| window["desk"] == desk)
        .cloned()
        .unwrap()
}

#[tokio::test]
async fn somebody_who_waited_31_minutes_shows_in_figure_bar_and_list_and_a_window_is_moved() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let quiet = board(&chief).await;
    assert_eq!(group(&quiet, "B")["waiting"], json!([]));
    // One window serves A, B and C; nobody serves D, where people wait.
    let alert = &alerts(&quiet, "noWindow")[0];
    assert_eq!((&alert["group"], &alert["count"]), (&json!("D"), &json!(5)));

    let before = hall.store().last_change().await.unwrap();
    let body = json!({ "group": "D", "minutes": 31 });
    let (status, ticket) = chief.post("/v1/practice/waiting", &body).await;
    assert_eq!((status, &ticket["number"]), (200, &json!("D006")), "{ticket}");
    assert!(
        hall.store().last_change().await.unwrap() > before,
        "the feed says so"
    );
    let seen = board(&chief).await;
    let longest = &seen["figures"]["longest"];
    assert_eq!(
        (&longest["level"], &longest["ticket"], &longest["since"]),
        (&json!("over"), &json!("D006"), &ticket["takenAt"])
    );
    let bars = group(&seen, "D");
    assert_eq!(
        (&bars["level"], &bars["waiting"][0]["ticket"], &bars["windows"]),
        (&json!("over"), &json!("D006"), &json!(0))
    );
    let alert = alerts(&seen, "longWait")
        .into_iter()
        .find(|alert| alert["group"] == "D")
        .unwrap();
    let act = &alert["acts"][0];
    assert_eq!(
        (&act["act"], &act["desk"], &act["groups"]),
        (&json!("moveWindow"), &json!("08"), &json!(["A", "B", "C", "D"]))
    );

    // The act works, once: another supervisor who saw the same is told by whom.
    let second = hall.desk("S2", "0802").await;
    let path = "/v1/windows/08/groups";
    let move_it = json!({ "groups": act["groups"], "version": act["version"] });
    assert_eq!(chief.post(path, &move_it).await.1["moved"], true);
    let (_, late) = second.post(path, &move_it).await;
    assert_eq!(
        (&late["moved"], &late["window"]["movedBy"]),
        (&json!(false), &json!("陈立 0801"))
    );
    let moved = board(&chief).await;
    assert_eq!(group(&moved, "D")["windows"], 1);
    assert_eq!(tile(&moved, "08")["movedBy"], "陈立 0801");
    assert!(
        alerts(&moved, "noWindow")
            .iter()
            .all(|alert| alert["group"] != "D")
    );
    let (_, called) = window.post("/v1/queue/call", &json!({})).await;
    assert_eq!(called["visit"]["ticket"]["number"], "D006");
    let served = board(&chief).await;
    assert_eq!(group(&served, "D")["serving"], 1);
    assert_eq!(tile(&served, "08")["ticket"], "D006");
    assert!(served["figures"]["average"]["seconds"].as_u64().unwrap() >= 31 * 60);
}

#[tokio::test]
async fn an_exercise_is_for_supervisors_of_the_training_realm_within_reason() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let path = "/v1/practice/waiting";
    for (who, body, expected) in [
        (&window, json!({ "group": "B", "minutes": 1 }), (403, "YC-2203")),
        (&chief, json!({ "group": "Z", "minutes": 1 }), (422, "YC-2101")),
        (&chief, json!({ "group": "B", "minutes": 241 }), (422, "YC-2696")),
    ] {
        let (status, problem) = who.post(path, &body).await;
        assert_eq!((status, code(&problem)), expected);
    }
    // Whoever came before midnight waits today.
    hall.clock.advance(SignedDuration::from_hours(14));
    let chief = hall.desk("S1", "0801").await;
    let (_, ticket) = chief.post(path, &json!({ "group": "B", "minutes": 31 })).await;
    assert_eq!(ticket["takenAt"].as_str().unwrap()[..10], *"2026-11-20");
    let seen = board(&chief).await;
    assert_eq!(seen["figures"]["longest"]["ticket"], ticket["number"]);
}

#[tokio::test]
async fn promise_11_a_live_hall_has_no_exercises() {
    use cases::roles::Role;
    use hall::config::StaffEntry;
    use hall::staff::hash_password;

    let clock = TestClock::at(FRIDAY);
    let mut config = config(&clock, OutsideSource::Nowhere);
    config.realm = cases::realm::Realm::Live;
    config.staff = vec![StaffEntry {
        number: "9001".to_owned(),
        name: "值班长".to_owned(),
        role: Role::Supervisor,
        password_hash: hash_password(cases::realm::Realm::Live, "yichuang-train").unwrap(),
    }];
    let hall = TestHall::open_with(config, Province::open().await, clock).await;
    let chief = hall.signed_in("S1", "9001").await;
    let (status, problem) = chief
        .post("/v1/practice/waiting", &json!({ "group": "B", "minutes": 31 }))
        .await;
    assert_eq!((status, code(&problem)), (409, "YC-2695"));
    // An empty hall has a board.
    let empty = board(&chief).await;
    assert_eq!(empty["figures"]["waiting"]["people"], 0);
    assert_eq!(empty["figures"]["waiting"]["moreThanLastWeek"], Json::Null);
}

#[tokio::test]
async fn a_case_over_its_day_is_urged_in_its_timeline_and_counted() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    window.accept(&draft).await;
    hall.clock.advance(SignedDuration::from_hours(24 * 90));
    let chief = hall.desk("S1", "0801").await;
    let seen = board(&chief).await;
    assert_eq!(seen["figures"]["lights"]["red"], 1, "{}", seen["figures"]);
    let alert = alerts(&seen, "red")[0].clone();
    assert_eq!(
        (&alert["slip"], &alert["times"], &alert["acts"][0]),
        (
            &json!(draft.slip),
            &json!(0),
            &json!({ "act": "urge", "slip": draft.slip })
        )
    );
    let cursor = hall.store().last_change().await.unwrap();
    let path = format!("/v1/cases/{}/urge", draft.slip);
    let (status, urged) = chief.post_under(&path, "urge-it-once", &json!({})).await;
    assert_eq!((status, &urged["times"]), (200, &json!(1)), "{urged}");
    // The same press is one; another one counts.
    assert_eq!(
        chief.post_under(&path, "urge-it-once", &json!({})).await.1["times"],
        1
    );
    assert_eq!(chief.post(&path, &json!({})).await.1["times"], 2);
    assert_eq!(alerts(&board(&chief).await, "red")[0]["times"], 2);
    let changes = hall.store().changes(cursor, 10).await.unwrap().unwrap();
    let told = serde_json::to_value(&changes).unwrap();
    let mut urges = told
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["what"] == "urged");
    let last = urges.next_back().unwrap();
    assert_eq!(
        (&last["desk"], &last["times"]),
        (&json!("08"), &json!(2)),
        "{told}"
    );
    assert_eq!(urges.count(), 1, "{told}");
    let (_, case) = chief.get(&format!("/v1/cases/{}", draft.slip)).await;
    let timeline = case["timeline"].as_array().unwrap();
    let urges = timeline.iter().filter(|row| row["what"] == "urged");
    assert_eq!(
        urges.map(|row| row["by"].clone()).collect::<Vec<_>>(),
        ["0801", "0801"]
    );

    let (status, problem) = chief.post("/v1/cases/NONE/urge", &json!({})).await;
    assert_eq!((status, code(&problem)), (404, "YC-2416"));
}

/// A case that was accepted in a visit which has ended, and what was said of it.
async fn rated(hall: &TestHall, window: &Window, level: Level) -> String {
    let visit = window.open_visit().await;
    let draft = Draft {
        visit,
        ..window.complete(ITEM)
    };
    window.accept(&draft).await;
    let close = format!("/v1/visits/{visit}/close");
    window.post(&close, &json!({ "outcome": "served" })).await;
    let act = Act::new("08", "0826", FRIDAY.parse().unwrap());
    let of = Rated {
        visit,
        slip: draft.slip.clone(),
    };
    let said = Said {
        level,
        reasons: if level.is_bad() {
            vec!["02".to_owned()]
        } else {
            Vec::new()
        },
        words: "说法不一致".to_owned(),
    };
    let at = act.at;
    hall.store().keep_rating(act, of, said, at).await.unwrap();
    draft.slip
}

#[tokio::test]
async fn who_gave_a_bad_rating_is_called_back_within_a_working_day_once() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let slip = rated(&hall, &window, Level::Bad).await;
    let seen = board(&chief).await;
    let praise = &seen["figures"]["praise"];
    assert_eq!(
        (&praise["share"], &praise["bad"], &praise["toCallBack"]),
        (&json!(0), &json!(1), &json!(1))
    );
    let alert = alerts(&seen, "badRating")[0].clone();
    assert_eq!(
        (&alert["slip"], &alert["until"], &alert["level"]),
        (&json!(slip), &json!("2026-11-23T02:00:00Z"), &json!("warn"))
    );
    assert!(
        !seen.to_string().contains("说法不一致"),
        "what was written stays off the board"
    );
    let id = alert["acts"][0]["rating"].as_str().unwrap();
    let path = format!("/v1/ratings/{id}");
    let (status, rating) = chief.get(&path).await;
    assert_eq!(
        (status, &rating["words"], &rating["reasons"], &rating["level"]),
        (200, &json!("说法不一致"), &json!(["02"]), &json!("bad"))
    );
    assert_eq!(window.get(&path).await.0, 403, "no window reads ratings");

    let call = format!("{path}/call-back");
    let (_, tried) = chief
        .post(&call, &json!({ "reached": false, "note": "无人接听" }))
        .await;
    assert_eq!(tried["calls"][0]["reached"], false);
    let seen = board(&chief).await;
    assert_eq!(alerts(&seen, "badRating")[0]["times"], 1);
    let long = "长".repeat(201);
    let (status, problem) = chief.post(&call, &json!({ "reached": true, "note": long })).await;
    assert_eq!((status, code(&problem)), (422, "YC-2694"));
    let (_, done) = chief
        .post(&call, &json!({ "reached": true, "note": "已说明" }))
        .await;
    assert_eq!(done["calls"][1]["staff"], "0801");
    let second = hall.desk("S2", "0802").await;
    let (status, problem) = second.post(&call, &json!({ "reached": true })).await;
    assert_eq!((status, code(&problem)), (409, "YC-2693"));
    assert!(problem["zh"].as_str().unwrap().contains("0801"));
    let seen = board(&chief).await;
    assert!(alerts(&seen, "badRating").is_empty());
    assert_eq!(seen["figures"]["praise"]["toCallBack"], 0);
    let log = hall.store().audit(0, 1000).await.unwrap();
    for deed in ["look:rating", "callBack"] {
        assert!(
            log.iter()
                .any(|entry| entry.deed == deed && entry.actor == "0801@S1"),
            "{deed}"
        );
    }
}

#[tokio::test]
async fn a_good_rating_is_nobodys_business() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    rated(&hall, &window, Level::Good).await;
    let seen = board(&chief).await;
    assert_eq!(seen["figures"]["praise"]["share"], 1000);
    assert!(alerts(&seen, "badRating").is_empty());
    let (status, problem) = chief.get(&format!("/v1/ratings/{}", uuid::Uuid::nil())).await;
    assert_eq!((status, code(&problem)), (404, "YC-2692"));
    // What was handled shows by item, accepted in its first visit.
    let row = &seen["handling"][0];
    assert_eq!(
        (&row["item"], &row["count"], &row["standardS"]),
        (&json!(ITEM), &json!(1), &json!(600))
    );
    let handled = &seen["figures"]["handled"];
    assert_eq!(
        (&handled["cases"], &handled["firstTime"]),
        (&json!(1), &json!(1000))
    );
}

#[tokio::test]
async fn somebody_who_left_with_a_draft_lowers_first_time_success() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    rated(&hall, &window, Level::Good).await;
    let visit = window.open_visit().await;
    let draft = Draft {
        visit,
        ..window.complete(ITEM)
    };
    window.save(&draft).await;
    let close = format!("/v1/visits/{visit}/close");
    window.post(&close, &json!({ "outcome": "served" })).await;
    let handled = board(&chief).await["figures"]["handled"].clone();
    assert_eq!(
        (&handled["firstTime"], &handled["level"]),
        (&json!(500), &json!("warn"))
    );
}

/// A refusal is asked for, and the visit ends before it is answered.
async fn left_with_a_refusal_asked(window: &Window) -> (Draft, Json) {
    let visit = window.open_visit().await;
    let draft = Draft {
        visit,
        ..window.complete("cz-bookkeeping")
    };
    window.save(&draft).await;
    let about = json!({ "about": {
        "kind": "refusal", "draft": draft.id, "revision": draft.revision, "seen": seen(&draft),
        "ground": "notOurs", "basis": "", "reasons": "经营场所在邻市，不属本区办理",
        "rightBody": { "name": "邻市财政局" },
    } });
    let (status, asked) = window.post("/v1/approvals", &about).await;
    assert_eq!(status, 200, "{asked}");
    let close = format!("/v1/visits/{visit}/close");
    window.post(&close, &json!({ "outcome": "served" })).await;
    (draft, asked)
}

/// 不予受理 is decided by law: neither a success nor somebody who has to come again, asked for or issued.
#[tokio::test]
async fn a_refusal_moves_first_time_success_in_no_direction() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    rated(&hall, &window, Level::Good).await;
    let first_time = async || board(&chief).await["figures"]["handled"]["firstTime"].clone();
    assert_eq!(first_time().await, json!(1000));

    let (draft, asked) = left_with_a_refusal_asked(&window).await;
    assert_eq!(first_time().await, json!(1000), "it waits for the second person");

    let id: uuid::Uuid = asked["id"].as_str().unwrap().parse().unwrap();
    let answer = json!({ "approve": true, "note": "" });
    chief.post(&format!("/v1/approvals/{id}/answer"), &answer).await;
    let command = Command::Refuse { draft, approval: id };
    let (_, outcome) = window.send(&window.envelope(command)).await;
    assert_eq!(outcome["outcome"], "refused", "{outcome}");
    assert_eq!(first_time().await, json!(1000), "it was issued");
}

/// What was denied is a draft like any other: who left with it comes again.
#[tokio::test]
async fn a_denied_refusal_leaves_somebody_who_comes_again() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let (_, asked) = left_with_a_refusal_asked(&window).await;
    let path = format!("/v1/approvals/{}/answer", asked["id"].as_str().unwrap());
    let answer = json!({ "approve": false, "note": "场所在本区" });
    let (status, answered) = chief.post(&path, &answer).await;
    assert_eq!(status, 200, "{answered}");
    assert_eq!(board(&chief).await["figures"]["handled"]["firstTime"], json!(0));
}

#[tokio::test]
async fn a_silent_window_is_released_and_what_its_clerk_left_is_given_on() {
    let hall = TestHall::open().await;
    let absent = hall.clerk().await;
    absent.post("/v1/queue/call", &json!({})).await;
    let draft = absent.complete(ITEM);
    absent.save(&draft).await;
    hall.clock.advance(SignedDuration::from_secs(90));
    let (chief, other) = (hall.desk("S1", "0801").await, hall.desk("09", "0827").await);
    let seen = board(&chief).await;
    let alert = alerts(&seen, "silentWindow")[0].clone();
    assert_eq!(
        (&alert["desk"], &alert["acts"]),
        (&json!("08"), &json!([{ "act": "release", "desk": "08" }]))
    );
    assert_eq!(tile(&seen, "08")["level"], "over");
    assert_eq!(chief.post("/v1/windows/08/release", &json!({})).await.0, 200);
    let seen = board(&chief).await;
    assert!(alerts(&seen, "silentWindow").is_empty());
    let left = alerts(&seen, "leftDrafts")[0].clone();
    assert_eq!((&left["desk"], &left["count"]), (&json!("08"), &json!(1)));
    assert_eq!(tile(&seen, "08")["drafts"], 1);
    let (status, _) = chief
        .post("/v1/windows/08/reassign", &json!({ "to": "09" }))
        .await;
    assert_eq!(status, 200);
    let seen = board(&chief).await;
    assert!(alerts(&seen, "leftDrafts").is_empty());
    assert_eq!(tile(&seen, "09")["drafts"], 1);
    assert_eq!(other.get("/v1/drafts").await.1[0]["slip"], json!(draft.slip));
}

#[tokio::test]
async fn a_window_that_calls_for_support_stands_first_until_it_is_over() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    hall.desk("81", "0830").await;
    let call = json!({ "kind": "support", "why": "upset" });
    let (status, call) = window.post("/v1/supports", &call).await;
    assert_eq!(status, 200, "{call}");
    let seen = board(&chief).await;
    let alert = &seen["alerts"][0];
    assert_eq!(
        (&alert["kind"], &alert["desk"], &alert["note"]),
        (&json!("support"), &json!("08"), &json!("upset"))
    );
    assert_eq!(tile(&seen, "08")["support"], true);
    let id = call["id"].as_str().unwrap();
    assert_eq!(
        alert["acts"],
        json!([
            { "act": "goThere", "support": id },
            { "act": "sendHelper", "support": id, "staff": "0830", "name": "周晓" },
        ])
    );
    let answer = format!("/v1/supports/{id}/answer");
    let sent = json!({ "how": "helper", "staff": "0830" });
    assert_eq!(chief.post(&answer, &sent).await.0, 200);
    let alert = alerts(&board(&chief).await, "support")[0].clone();
    assert_eq!(
        (&alert["takenBy"], &alert["level"], &alert["acts"][0]["act"]),
        (&json!("周晓"), &json!("warn"), &json!("endSupport"))
    );
    assert_eq!(chief.post(&answer, &json!({ "how": "done" })).await.0, 200);
    assert!(alerts(&board(&chief).await, "support").is_empty());

    // A quiet alarm shows nowhere at the windows.
    window
        .post("/v1/supports", &json!({ "kind": "quietAlarm" }))
        .await;
    let seen = board(&chief).await;
    assert_eq!(seen["alerts"][0]["kind"], "quietAlarm");
    assert_eq!(tile(&seen, "08")["support"], false);
}

#[tokio::test]
async fn a_department_whose_line_broke_is_named_until_it_answers() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    hall.province.department_is(Desk::Busy(503, 0));
    window.accept(&window.complete(ITEM)).await;
    hall.province.parcels_arrived(1).await;
    let until = Instant::now() + std::time::Duration::from_secs(20);
    let wait_for = async |there: bool| loop {
        let seen = board(&chief).await;
        if alerts(&seen, "department").is_empty() != there {
            return seen;
        }
        assert!(Instant::now() < until, "{seen}");
        tokio::task::yield_now().await;
    };
    let seen = wait_for(true).await;
    let alert = &alerts(&seen, "department")[0];
    assert_eq!(alert["name"], json!(crate::harness::item(ITEM).department));
    assert!(alert["count"].as_u64().unwrap() >= 1 && alert["since"].as_str() <= seen["at"].as_str());
    hall.province.department_is(Desk::Good);
    wait_for(false).await;
}

#[tokio::test]
async fn promise_08_the_board_names_no_applicant() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    rated(&hall, &window, Level::Bad).await;
    window.save(&window.complete(ITEM)).await;
    let text = board(&chief).await.to_string();
    for person in ["林试", NUMBER, "13812341234", "测试公司"] {
        assert!(!text.contains(person), "{person}");
    }
}

/// Fifty thousand tickets and cases, a tenth of them of today, in a sealed store on the disk.
#[tokio::test]
async fn a_board_over_fifty_thousand_cases_counts_them_all() {
    const ROWS: u32 = 50_000;
    let folder = tempfile::tempdir().unwrap();
    let clock = TestClock::at(FRIDAY);
    let key = [5; 32];
    let mut config = config(&clock, OutsideSource::Nowhere);
    config.data_dir = Some(folder.path().to_owned());
    config.key = Some(key);
    let closed = Hall::open(config.clone())
        .await
        .unwrap_or_else(|fault| panic!("{fault}"));
    drop(closed);
    fill(&folder.path().join("hall.db"), key, ROWS);
    let hall = TestHall::open_with(config, Province::open().await, clock).await;
    let chief = hall.desk("S1", "0801").await;
    let seen = board(&chief).await;
    assert_eq!(seen["figures"]["handled"]["cases"], ROWS / 10);
    assert!(seen["figures"]["lights"]["red"].as_u64().unwrap() > 10_000);
}

/// Rows as the commands leave them, by SQL because each would take its own transaction.
fn fill(path: &std::path::Path, key: [u8; 32], rows: u32) {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{}'\";", hex::encode(key)))
        .unwrap();
    let now: jiff::Timestamp = FRIDAY.parse().unwrap();
    // Of ten rows one is of today, the others of the ninety days before; every third case is done.
    let sql = format!(
        "BEGIN;
         CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} - 1)
           SELECT i, CASE WHEN i % 10 = 0 THEN 0 ELSE 1 + i % 90 END AS ago, {now} AS now FROM n;
         INSERT INTO ticket (id, day, serial, number, lane, taken_at, state, called_at, announced_at, calls, closed_at)
           SELECT printf('01890a5d-ac96-774b-bcce-%012x', i), date('2026-11-20', '-' || ago || ' days'), i,
                  printf('B%05d', i), 'B', now - ago * 86400000 - 3000000, 'served',
                  now - ago * 86400000 - 2400000, now - ago * 86400000 - 2400000, 1, now - ago * 86400000 - 1800000
           FROM n;
         INSERT INTO casefile (id, slip, case_number, item, item_name, edition, stage, applicant_name,
             applicant_number, desk, clerk, received_at, notify_by, accepted_at, due_day, body)
           SELECT printf('01890a5d-ac96-774b-bcce-%012x', i), printf('S%09d', i), printf('C%09d', i), 'wj-parenting',
                  '育儿指导', 'e', CASE WHEN i % 3 = 0 THEN 'completed' ELSE 'accepted' END, '林试',
                  printf('N%09d', i), '08', '0826', now - ago * 86400000, date('2026-11-27', '-' || ago || ' days'),
                  now - ago * 86400000, date('2026-12-20', '-' || ago || ' days'),
                  json_object('pad', hex(zeroblob(2000)))
           FROM n;
         INSERT INTO draft (id, revision, fence, desk, clerk, slip, open, body, saved_at)
           SELECT printf('01890a5d-ac96-774b-bcce-%012x', i), 1, 1, printf('%02d', 1 + i % 18), '0826',
                  printf('S%09d', i), i % 100 = 0, json_object('item', 'wj-parenting', 'pad', hex(zeroblob(2000))),
                  now
           FROM n;
         INSERT INTO intake_time (id, item, opened_at, first_visit, visit, received_at, accepted_at)
           SELECT id, item, received_at - 600000, 'v', 'v', received_at, accepted_at FROM casefile;
         COMMIT;",
        now = now.as_millisecond(),
    );
    connection.execute_batch(&sql).unwrap();
}
