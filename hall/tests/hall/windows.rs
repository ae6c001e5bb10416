//! The life of windows, and what becomes of tickets at them.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{TestHall, Window, code};

async fn state_of(window: &Window, desk: &str) -> Json {
    let (status, windows) = window.get("/v1/windows").await;
    assert_eq!(status, 200, "{windows}");
    let found = windows.as_array().unwrap().iter().find(|one| one["desk"] == desk);
    found.cloned().unwrap_or(Json::Null)
}

async fn call(window: &Window) -> Json {
    let (status, reply) = window.post("/v1/queue/call", &json!({})).await;
    assert_eq!(status, 200, "{reply}");
    reply["visit"].clone()
}

async fn on_ticket(window: &Window, visit: &Json, deed: &str, body: Json) -> (u16, Json) {
    let id = visit["ticket"]["id"].as_str().unwrap();
    window.post(&format!("/v1/tickets/{id}/{deed}"), &body).await
}

#[tokio::test]
async fn a_window_opens_serves_pauses_and_closes() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let here = state_of(&window, "08").await;
    assert_eq!(
        (&here["state"], &here["staffName"], &here["groups"]),
        (&json!("free"), &json!("王雨桐"), &json!(["A", "B", "C"]))
    );
    let visit = call(&window).await;
    let here = state_of(&window, "08").await;
    assert_eq!(
        (&here["state"], &here["ticket"], &here["visit"]),
        (&json!("serving"), &json!("A001"), &visit["id"])
    );
    let (status, busy) = window.post("/v1/queue/call", &json!({})).await;
    assert_eq!((status, code(&busy)), (409, "YC-2611"));
    let (status, busy) = window
        .post("/v1/windows/08/pause", &json!({ "why": "lunch" }))
        .await;
    assert_eq!((status, code(&busy)), (409, "YC-2611"));

    let close = format!("/v1/visits/{}/close", visit["id"].as_str().unwrap());
    assert_eq!(window.post(&close, &json!({ "outcome": "served" })).await.0, 204);
    let (_, paused) = window
        .post("/v1/windows/08/pause", &json!({ "why": "lunch" }))
        .await;
    assert_eq!(
        (&paused["state"], &paused["pause"]),
        (&json!("paused"), &json!("lunch"))
    );
    let (status, shut) = window.post("/v1/queue/call", &json!({})).await;
    assert_eq!((status, code(&shut)), (409, "YC-2610"));
    assert_eq!(
        window.post("/v1/windows/08/resume", &json!({})).await.1["state"],
        "free"
    );
    assert_eq!(
        window.post("/v1/windows/08/close", &json!({})).await.1["state"],
        "closed"
    );
    let (status, shut) = window.post("/v1/queue/call", &json!({})).await;
    assert_eq!((status, code(&shut)), (409, "YC-2610"));
    // Nobody runs another's window.
    let (status, other) = window.post("/v1/windows/09/open", &json!({})).await;
    assert_eq!((status, code(&other)), (403, "YC-2614"));
    let (status, _) = window
        .post("/v1/windows/08/pause", &json!({ "why": "boredom" }))
        .await;
    assert_eq!(status, 422);
}

#[tokio::test]
async fn a_called_number_is_recalled_missed_and_back_after_those_who_are_due() {
    let hall = TestHall::open().await;
    let (window, kiosk) = (hall.clerk().await, hall.desk("K1", "0890").await);
    let visit = call(&window).await;
    let (_, recalled) = on_ticket(&window, &visit, "recall", json!({})).await;
    assert_eq!(recalled["calls"], 2);
    let (_, missed) = on_ticket(&window, &visit, "miss", json!({})).await;
    assert_eq!(missed["state"], "missed");
    // Its visit has ended: nobody can be looked up for it, and the window is free.
    assert_eq!(state_of(&window, "08").await["state"], "free");
    let close = format!("/v1/visits/{}/close", visit["id"].as_str().unwrap());
    assert_eq!(window.post(&close, &json!({ "outcome": "served" })).await.0, 409);
    let (status, problem) = on_ticket(&window, &visit, "recall", json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2605"));

    let (status, back) = on_ticket(&kiosk, &visit, "rejoin", json!({})).await;
    assert_eq!((status, &back["state"]), (200, &json!("waiting")), "{back}");
    // The twelve came two minutes apart: seven others have waited a quarter of an hour.
    let (_, queue) = window.get("/v1/queue").await;
    let order: Vec<&str> = queue["waiting"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ticket| ticket["number"].as_str().unwrap())
        .filter(|number| number.starts_with('A'))
        .collect();
    assert_eq!(order[..5], ["A002", "A003", "A004", "A001", "A005"]);
    // A device handles no ticket that is called.
    let (status, problem) = on_ticket(&kiosk, &visit, "leave", json!({})).await;
    assert_eq!((status, code(&problem)), (403, "YC-2203"));
}

#[tokio::test]
async fn promise_03_a_ticket_belongs_to_the_window_that_called_it() {
    let hall = TestHall::open().await;
    let (mine, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let visit = call(&mine).await;
    for (deed, body) in [
        ("recall", json!({})),
        ("miss", json!({})),
        ("park", json!({ "why": "取材料" })),
        ("transfer", json!({ "to": { "kind": "group", "group": "B" } })),
        ("leave", json!({})),
    ] {
        let (status, problem) = on_ticket(&other, &visit, deed, body).await;
        assert_eq!((status, code(&problem)), (409, "YC-2604"), "{deed}");
        assert!(problem["zh"].as_str().unwrap().contains("08"));
    }
    let (status, problem) = on_ticket(&other, &visit, "take-up", json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2605"));
}

#[tokio::test]
async fn a_parked_ticket_waits_for_its_window_and_opens_a_visit_again() {
    let hall = TestHall::open().await;
    let (window, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let visit = call(&window).await;
    for why in ["  ", &"很".repeat(101)] {
        let (status, problem) = on_ticket(&window, &visit, "park", json!({ "why": why })).await;
        assert_eq!((status, code(&problem)), (422, "YC-2607"));
    }
    let (_, parked) = on_ticket(&window, &visit, "park", json!({ "why": "回家取结婚证" })).await;
    assert_eq!(
        (&parked["state"], &parked["parkedWhy"]),
        (&json!("parked"), &json!("回家取结婚证"))
    );
    assert_eq!(window.get("/v1/queue").await.1["parked"][0]["number"], "A001");
    assert_eq!(call(&window).await["ticket"]["number"], "A002");
    let (status, problem) = on_ticket(&window, &visit, "take-up", json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2611"));
    let (status, problem) = on_ticket(&other, &visit, "take-up", json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2604"));

    let second = state_of(&window, "08").await["visit"]
        .as_str()
        .unwrap()
        .to_owned();
    window
        .post(
            &format!("/v1/visits/{second}/close"),
            &json!({ "outcome": "served" }),
        )
        .await;
    let (status, again) = on_ticket(&window, &visit, "take-up", json!({})).await;
    assert_eq!(
        (status, &again["ticket"]["number"]),
        (200, &json!("A001")),
        "{again}"
    );
    assert_ne!(again["id"], visit["id"]);
}

#[tokio::test]
async fn a_transfer_goes_to_a_group_a_window_or_a_person() {
    let hall = TestHall::open().await;
    let (mine, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let to = |to: Json| json!({ "to": to });
    let visit = call(&mine).await;
    for (wrong, expected) in [
        (json!({ "kind": "group", "group": "Z" }), (422, "YC-2101")),
        (json!({ "kind": "window", "window": "10" }), (404, "YC-2608")),
        (json!({ "kind": "person", "staff": "0801" }), (404, "YC-2608")),
    ] {
        let (status, problem) = on_ticket(&mine, &visit, "transfer", to(wrong)).await;
        assert_eq!((status, code(&problem)), expected);
    }
    let (_, moved) = on_ticket(
        &mine,
        &visit,
        "transfer",
        to(json!({ "kind": "group", "group": "D" })),
    )
    .await;
    assert_eq!((&moved["number"], &moved["group"]), (&json!("A001"), &json!("D")));

    let visit = call(&mine).await;
    let person = to(json!({ "kind": "person", "staff": "0827" }));
    let (_, held) = on_ticket(&mine, &visit, "transfer", person).await;
    assert_eq!(
        (&held["number"], &held["hold"]["window"]),
        (&json!("A002"), &json!("09"))
    );
    // Whoever transfers is not given the same one again; whom it is kept for is.
    assert_eq!(call(&mine).await["ticket"]["number"], "A003");
    assert_eq!(call(&other).await["ticket"]["number"], "A002");
}

#[tokio::test]
async fn one_person_holds_one_number_of_a_group() {
    let hall = TestHall::open().await;
    let kiosk = hall.desk("K1", "0890").await;
    let day = "2026-11-20".parse().unwrap();
    let holder = cases::wire::queue::holder_digest(day, crate::harness::NUMBER);
    let ask = json!({ "group": "B", "holder": holder });
    let (_, first) = kiosk.post("/v1/tickets", &ask).await;
    assert_eq!(first["number"], "B001");
    let (status, problem) = kiosk.post("/v1/tickets", &ask).await;
    assert_eq!((status, code(&problem)), (409, "YC-2601"));
    assert!(problem["zh"].as_str().unwrap().contains("B001"));
    let (_, other) = kiosk
        .post("/v1/tickets", &json!({ "group": "C", "holder": holder }))
        .await;
    assert_eq!(other["number"], "C001");
    let (status, problem) = kiosk
        .post(
            "/v1/tickets",
            &json!({ "group": "B", "holder": crate::harness::NUMBER }),
        )
        .await;
    assert_eq!((status, code(&problem)), (422, "YC-2616"));

    // Once it is over, another one may be taken.
    let window = hall.desk("01", "0826").await;
    let visit = call(&window).await;
    assert_eq!(visit["ticket"]["number"], "B001");
    on_ticket(&window, &visit, "leave", json!({})).await;
    assert_eq!(kiosk.post("/v1/tickets", &ask).await.1["number"], "B002");
}

#[tokio::test]
async fn an_appointment_is_checked_in_once_and_on_its_day() {
    let hall = TestHall::open().await;
    let kiosk = hall.desk("K1", "0890").await;
    let make = |at: &str| json!({ "group": "A", "at": at });
    let (status, made) = kiosk
        .post("/v1/appointments", &make("2026-11-20T02:10:00Z"))
        .await;
    assert_eq!((status, made["code"].as_str().unwrap().len()), (200, 6), "{made}");
    let (status, problem) = kiosk
        .post("/v1/appointments", &make("2026-11-20T01:00:00Z"))
        .await;
    assert_eq!((status, code(&problem)), (422, "YC-2621"));
    let (_, tomorrow) = kiosk
        .post("/v1/appointments", &make("2026-11-21T02:10:00Z"))
        .await;
    let check_in = |of: &Json| json!({ "appointment": of["code"] });
    let (status, problem) = kiosk.post("/v1/tickets", &check_in(&tomorrow)).await;
    assert_eq!((status, code(&problem)), (404, "YC-2617"));
    let (_, ticket) = kiosk.post("/v1/tickets", &check_in(&made)).await;
    assert_eq!(
        (&ticket["number"], &ticket["appointmentAt"]),
        (&json!("A013"), &json!("2026-11-20T02:10:00Z"))
    );
    let (status, problem) = kiosk.post("/v1/tickets", &check_in(&made)).await;
    assert_eq!((status, code(&problem)), (409, "YC-2619"));
    // Five minutes before its time it goes before those who came just now.
    let first = |queue: &Json| queue["waiting"][0]["number"].clone();
    assert_eq!(first(&kiosk.get("/v1/queue").await.1), "A001");
    hall.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(first(&kiosk.get("/v1/queue").await.1), "A013");
}

#[tokio::test]
async fn the_next_clerk_takes_window_and_visit_over_by_an_explicit_deed() {
    let hall = TestHall::open().await;
    let first = hall.clerk().await;
    let visit = call(&first).await;
    let second = hall.signed_in("08", "0827").await;
    let (status, problem) = second.post("/v1/windows/08/open", &json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2609"));
    assert!(problem["zh"].as_str().unwrap().contains("王雨桐"));
    assert_eq!(
        code(&second.post("/v1/queue/call", &json!({})).await.1),
        "YC-2609"
    );
    let (status, seated) = second.post("/v1/windows/08/take-shift", &json!({})).await;
    assert_eq!((status, &seated["visit"]["id"]), (200, &visit["id"]), "{seated}");
    assert_eq!(seated["window"]["staff"], "0827");
    // The first one has lost the window.
    let (status, problem) = first.post("/v1/windows/08/close", &json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2609"));
    // Who leaves with a visit open leaves it to the next.
    assert_eq!(
        second.post("/v1/windows/08/close", &json!({})).await.1["state"],
        "paused"
    );
    let (_, back) = first.post("/v1/windows/08/take-shift", &json!({})).await;
    assert_eq!(
        (&back["window"]["state"], &back["visit"]["id"]),
        (&json!("serving"), &visit["id"])
    );
}

/// The window crashed while serving: the supervisor sends the ticket back, and it is nobody else's place it takes.
#[tokio::test]
async fn a_silent_window_gives_its_ticket_back() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let visit = call(&window).await;
    let release = "/v1/windows/08/release";
    let (status, problem) = chief.post(release, &json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2613"));
    hall.clock.advance(SignedDuration::from_secs(61));
    assert!(state_of(&chief, "08").await["silentSince"].is_string());
    let (status, closed) = chief.post(release, &json!({})).await;
    assert_eq!((status, &closed["state"]), (200, &json!("closed")), "{closed}");
    let (status, problem) = chief.post(release, &json!({})).await;
    assert_eq!((status, code(&problem)), (404, "YC-2608"));
    // The visit is closed for the window that comes back; the number is the first to be called.
    let other = hall.desk("09", "0827").await;
    assert_eq!(call(&other).await["ticket"]["number"], visit["ticket"]["number"]);
    let (_, seated) = window.post("/v1/windows/08/open", &json!({})).await;
    assert_eq!(
        (&seated["window"]["state"], &seated["visit"]),
        (&json!("free"), &Json::Null)
    );
    let (status, problem) = on_ticket(&window, &visit, "recall", json!({})).await;
    assert_eq!((status, code(&problem)), (409, "YC-2604"));
}

#[tokio::test]
async fn of_two_supervisors_the_later_is_told_and_both_are_logged() {
    let hall = TestHall::open().await;
    let (first, second) = (hall.desk("S1", "0801").await, hall.desk("S2", "0802").await);
    let seen = state_of(&first, "10").await["version"].clone();
    let path = "/v1/windows/10/groups";
    let (_, moved) = first
        .post(path, &json!({ "groups": ["B"], "version": seen }))
        .await;
    assert_eq!(
        (&moved["moved"], &moved["window"]["groups"]),
        (&json!(true), &json!(["B"]))
    );
    let (status, late) = second
        .post(path, &json!({ "groups": ["A"], "version": seen }))
        .await;
    assert_eq!((status, &late["moved"]), (200, &json!(false)), "{late}");
    assert_eq!(
        (&late["window"]["groups"], late["window"]["movedBy"].as_str()),
        (&json!(["B"]), Some("陈立 0801"))
    );
    let entries = hall.store().audit(0, 1_000).await.unwrap();
    let logged = |deed: &str, who: &str| {
        entries
            .iter()
            .any(|entry| entry.deed == deed && entry.actor.starts_with(who) && entry.subject == "10")
    };
    assert!(logged("moveWindow", "0801@") && logged("moveWindowLate", "0802@"));
    for groups in [json!([]), json!(["Z"])] {
        let (status, problem) = first.post(path, &json!({ "groups": groups })).await;
        assert_eq!((status, code(&problem)), (422, "YC-2615"));
    }
    let (status, problem) = first
        .post("/v1/windows/99/groups", &json!({ "groups": ["A"] }))
        .await;
    assert_eq!((status, code(&problem)), (404, "YC-2608"));
}

#[tokio::test]
async fn moving_a_window_changes_what_it_calls() {
    let hall = TestHall::open().await;
    let (window, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    window.post("/v1/tickets", &json!({ "group": "D" })).await;
    chief
        .post("/v1/windows/08/groups", &json!({ "groups": ["D"] }))
        .await;
    assert_eq!(call(&window).await["ticket"]["number"], "D001");
}

#[tokio::test]
async fn promise_03_open_drafts_of_an_absent_clerk_go_to_another_window_once() {
    let hall = TestHall::open().await;
    let (absent, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let draft = absent.complete("wj-parenting");
    absent.save(&draft).await;
    let (status, lying) = chief.get("/v1/windows/08/drafts").await;
    assert_eq!((status, &lying[0]["slip"]), (200, &json!(draft.slip)), "{lying}");
    assert!(!lying.to_string().contains("林试"));
    let path = "/v1/windows/08/reassign";
    // Nobody sits there.
    let (status, problem) = chief.post(path, &json!({ "to": "09" })).await;
    assert_eq!((status, code(&problem)), (404, "YC-2608"));
    let other = hall.desk("09", "0827").await;
    let (status, done) = chief.post(path, &json!({ "to": "09" })).await;
    assert_eq!(
        (status, done["drafts"].as_array().unwrap().len()),
        (200, 1),
        "{done}"
    );
    let (_, taken) = other.get("/v1/drafts").await;
    assert_eq!(
        (&taken[0]["fence"], &taken[0]["clerk"]),
        (&json!(2), &json!("0827"))
    );
    // The absent clerk's desk has lost it.
    assert_eq!(absent.save(&draft).await["outcome"], "heldElsewhere");
    let again = json!({ "to": "09", "drafts": [draft.id] });
    let (status, problem) = chief.post(path, &again).await;
    assert_eq!((status, code(&problem)), (403, "YC-2408"));
}

#[tokio::test]
async fn the_queue_shows_groups_with_an_estimate_where_one_is_known() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let group = |queue: &Json| queue["groups"][0].clone();
    let (_, queue) = window.get("/v1/queue").await;
    let first = group(&queue);
    assert_eq!(
        (
            &first["letter"],
            &first["waiting"],
            &first["windows"],
            &first["estimateMin"]
        ),
        (&json!("A"), &json!(12), &json!(1), &Json::Null)
    );
    for _ in 0..3 {
        let visit = call(&window).await;
        hall.clock.advance(SignedDuration::from_mins(6));
        let close = format!("/v1/visits/{}/close", visit["id"].as_str().unwrap());
        window.post(&close, &json!({ "outcome": "served" })).await;
    }
    let first = group(&window.get("/v1/queue").await.1);
    assert_eq!(
        (&first["waiting"], &first["estimateMin"]),
        (&json!(9), &json!(55))
    );
}

/// A clock that is set back makes nobody wait for the time that was lost.
#[tokio::test]
async fn a_clock_that_is_set_back_stops_no_queue() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = call(&window).await;
    hall.clock.advance(SignedDuration::from_mins(-45));
    let (status, recalled) = on_ticket(&window, &visit, "recall", json!({})).await;
    assert_eq!((status, &recalled["calls"]), (200, &json!(2)), "{recalled}");
    let (_, missed) = on_ticket(&window, &visit, "miss", json!({})).await;
    assert_eq!(missed["state"], "missed");
    let (_, back) = on_ticket(&window, &visit, "rejoin", json!({})).await;
    assert_eq!(back["state"], "waiting");
    assert!(call(&window).await["ticket"]["number"].is_string());
    let (_, queue) = window.get("/v1/queue").await;
    assert_eq!(queue["groups"][0]["estimateMin"], Json::Null);
    assert_eq!(state_of(&window, "08").await["silentSince"], Json::Null);
}

/// Whoever was away for long finds the windows as they are.
#[tokio::test]
async fn calls_and_windows_are_in_the_feed_without_a_person() {
    let hall = TestHall::open().await;
    let before = hall.store().last_change().await.unwrap();
    let window = hall.clerk().await;
    let visit = call(&window).await;
    on_ticket(&window, &visit, "recall", json!({})).await;
    let changes = hall.store().changes(before, 100).await.unwrap().unwrap();
    let said: Vec<Json> = changes
        .iter()
        .map(|change| serde_json::to_value(change).unwrap())
        .collect();
    let calls: Vec<&Json> = said.iter().filter(|change| change["what"] == "call").collect();
    assert_eq!(
        calls
            .iter()
            .map(|call| (call["number"].as_str().unwrap(), call["calls"].as_u64().unwrap()))
            .collect::<Vec<_>>(),
        [("A001", 1), ("A001", 2)]
    );
    let states: Vec<&str> = said
        .iter()
        .filter(|change| change["what"] == "window" && change["desk"] == "08")
        .map(|change| change["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["free", "serving"]);
    for person in ["王雨桐", "0826"] {
        assert!(!Json::from(said.clone()).to_string().contains(person));
    }
}
