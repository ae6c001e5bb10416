//! Calls for support, quiet alarms, and what supervisors say to windows and walls.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{NUMBER, TestHall, Window, code};

fn support() -> Json {
    json!({ "kind": "support", "why": "upset", "note": "A037 请主管来一下" })
}

async fn call(window: &Window, of: &Json) -> Json {
    let (status, call) = window.post("/v1/supports", of).await;
    assert_eq!(status, 200, "{call}");
    call
}

async fn answer(window: &Window, call: &Json, how: Json) -> (u16, Json) {
    let id = call["id"].as_str().unwrap();
    window.post(&format!("/v1/supports/{id}/answer"), &how).await
}

async fn withdraw(window: &Window, call: &Json) -> (u16, Json) {
    let id = call["id"].as_str().unwrap();
    window
        .post(&format!("/v1/supports/{id}/withdraw"), &Json::Null)
        .await
}

async fn post(window: &Window, to: Json, text: &str, minutes: u32) -> (u16, Json) {
    let body = json!({ "to": to, "text": text, "minutes": minutes });
    window.post("/v1/messages", &body).await
}

/// Texts that stand for a window, in their order.
async fn texts(window: &Window) -> Vec<String> {
    let (status, heard) = window.get("/v1/messages").await;
    assert_eq!(status, 200, "{heard}");
    let of = |heard: &Json| heard["message"]["text"].as_str().unwrap().to_owned();
    heard.as_array().unwrap().iter().map(of).collect()
}

async fn acknowledge(window: &Window, message: &Json) -> (u16, Json) {
    let id = message["id"].as_str().unwrap();
    window
        .post(&format!("/v1/messages/{id}/acknowledge"), &Json::Null)
        .await
}

#[tokio::test]
async fn promise_03_of_two_supervisors_one_is_on_a_call_and_the_other_learns_who() {
    let hall = TestHall::open().await;
    let clerk = hall.clerk().await;
    let (first, second) = (hall.desk("S1", "0801").await, hall.desk("S2", "0802").await);
    let called = call(&clerk, &support()).await;
    assert_eq!(
        (&called["desk"], &called["why"], &called["staff"]),
        (&json!("08"), &json!("upset"), &json!("0826"))
    );
    // Called again, it is the same call.
    assert_eq!(call(&clerk, &support()).await["id"], called["id"]);
    let (_, open) = second.get("/v1/supports").await;
    assert_eq!(open.as_array().unwrap().len(), 1);

    let (status, early) = answer(&second, &called, json!({ "how": "done" })).await;
    assert_eq!((status, code(&early)), (409, "YC-2761"));
    let (status, taken) = answer(&first, &called, json!({ "how": "going" })).await;
    assert_eq!(
        (status, &taken["taken"]["name"]),
        (200, &json!("陈立")),
        "{taken}"
    );
    let (status, lost) = answer(&second, &called, json!({ "how": "going" })).await;
    assert_eq!((status, code(&lost)), (409, "YC-2758"));
    assert!(lost["zh"].as_str().unwrap().contains("陈立 0801"), "{lost}");
    // The window sees who comes.
    let (_, mine) = clerk.get("/v1/supports/mine").await;
    assert_eq!(mine[0]["taken"]["name"], "陈立");

    // Whoever is there says that it is over.
    assert_eq!(answer(&second, &called, json!({ "how": "done" })).await.0, 200);
    assert_eq!(answer(&first, &called, json!({ "how": "done" })).await.0, 200);
    let (status, over) = answer(&first, &called, json!({ "how": "going" })).await;
    assert_eq!((status, code(&over)), (409, "YC-2759"));
    assert_eq!(clerk.get("/v1/supports/mine").await.1, json!([]));
    assert_eq!(first.get("/v1/supports").await.1, json!([]));
    // The next call is another one.
    assert_ne!(call(&clerk, &support()).await["id"], called["id"]);
}

#[tokio::test]
async fn a_call_that_was_withdrawn_is_no_longer_answered() {
    let hall = TestHall::open().await;
    let (clerk, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let chief = hall.desk("S1", "0801").await;
    let called = call(&clerk, &support()).await;
    let (status, foreign) = withdraw(&other, &called).await;
    assert_eq!((status, code(&foreign)), (403, "YC-2762"));
    let (status, gone) = withdraw(&clerk, &called).await;
    assert_eq!(
        (status, &gone["ended"]["how"]),
        (200, &json!("withdrawn")),
        "{gone}"
    );
    assert_eq!(withdraw(&clerk, &called).await.0, 200);
    let (status, late) = answer(&chief, &called, json!({ "how": "going" })).await;
    assert_eq!((status, code(&late)), (409, "YC-2760"));
    let nobody = json!({ "id": Uuid::nil() });
    let (status, unknown) = answer(&chief, &nobody, json!({ "how": "going" })).await;
    assert_eq!((status, code(&unknown)), (404, "YC-2757"));
    // One that somebody is on is withdrawn as well.
    let called = call(&clerk, &support()).await;
    answer(&chief, &called, json!({ "how": "going" })).await;
    assert_eq!(withdraw(&clerk, &called).await.0, 200);
}

#[tokio::test]
async fn a_helper_is_sent_who_is_signed_in_and_learns_where_to() {
    let hall = TestHall::open().await;
    let (clerk, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let called = call(&clerk, &support()).await;
    let send = json!({ "how": "helper", "staff": "0831" });
    assert_eq!(chief.get("/v1/supports/helpers").await.1, json!([]));
    let (status, absent) = answer(&chief, &called, send.clone()).await;
    assert_eq!((status, code(&absent)), (409, "YC-2763"));
    let helper = hall.desk("81", "0831").await;
    let moved = hall.desk("82", "0831").await;
    let (_, here) = chief.get("/v1/supports/helpers").await;
    assert_eq!(here, json!([{ "staff": "0831", "name": "孙浩", "desk": "82" }]));
    let (status, sent) = answer(&chief, &called, send.clone()).await;
    assert_eq!(
        (status, &sent["taken"]["helper"]["desk"]),
        (200, &json!("82")),
        "{sent}"
    );
    let (_, mine) = moved.get("/v1/supports/mine").await;
    assert_eq!((&mine[0]["id"], &mine[0]["desk"]), (&called["id"], &json!("08")));
    assert_eq!(helper.get("/v1/supports/mine").await.1, json!([]));
    // A clerk is no helper, and nobody is sent to a quiet alarm.
    let (status, clerk_sent) = answer(&chief, &called, json!({ "how": "helper", "staff": "0826" })).await;
    assert_eq!((status, code(&clerk_sent)), (409, "YC-2763"));
    let alarm = call(&clerk, &json!({ "kind": "quietAlarm" })).await;
    assert_ne!(alarm["id"], called["id"]);
    let (status, never) = answer(&chief, &alarm, send).await;
    assert_eq!((status, code(&never)), (409, "YC-2764"));
    // He goes himself after all: the helper's list is empty again.
    answer(&chief, &called, json!({ "how": "going" })).await;
    assert_eq!(moved.get("/v1/supports/mine").await.1, json!([]));
}

#[tokio::test]
async fn promise_02_the_same_key_gives_the_same_reply() {
    let hall = TestHall::open().await;
    let (clerk, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let key = Uuid::new_v4().to_string();
    let (_, called) = clerk.post_under("/v1/supports", &key, &support()).await;
    withdraw(&clerk, &called).await;
    let (status, again) = clerk.post_under("/v1/supports", &key, &support()).await;
    assert_eq!((status, &again), (200, &called));
    let other = json!({ "kind": "quietAlarm" });
    let (status, reused) = clerk.post_under("/v1/supports", &key, &other).await;
    assert_eq!((status, code(&reused)), (422, "YC-2405"));

    let key = Uuid::new_v4().to_string();
    let body = json!({ "to": { "kind": "walls" }, "text": "二楼打印机可用", "minutes": 10 });
    let (_, posted) = chief.post_under("/v1/messages", &key, &body).await;
    let (_, again) = chief.post_under("/v1/messages", &key, &body).await;
    assert_eq!(again, posted);
    assert_eq!(
        chief.get("/v1/messages/posted").await.1.as_array().unwrap().len(),
        1
    );
}

/// Every audience at every kind of screen.
#[tokio::test]
async fn a_message_is_shown_to_those_it_is_for_until_it_is_over() {
    let hall = TestHall::open().await;
    let (clerk, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let (helper, kiosk) = (hall.desk("81", "0830").await, hall.desk("K1", "0890").await);
    let (wall, chief) = (hall.desk("W1", "0890").await, hall.desk("S1", "0801").await);
    chief
        .post("/v1/windows/08/groups", &json!({ "groups": ["D"] }))
        .await;
    let kinds = [
        (json!({ "kind": "all" }), "全体", 50),
        (json!({ "kind": "group", "group": "D" }), "业务组", 40),
        (json!({ "kind": "windows" }), "各窗", 30),
        (json!({ "kind": "walls" }), "大屏", 20),
        (json!({ "kind": "window", "desk": "09" }), "九窗", 10),
    ];
    for (to, text, minutes) in kinds {
        let (status, posted) = post(&chief, to, text, minutes).await;
        assert_eq!(status, 200, "{posted}");
        hall.clock.advance(SignedDuration::from_secs(1));
    }
    assert_eq!(texts(&clerk).await, ["各窗", "业务组", "全体"]);
    assert_eq!(texts(&other).await, ["九窗", "各窗", "全体"]);
    assert_eq!(texts(&helper).await, ["各窗", "全体"]);
    for device in [&kiosk, &wall] {
        assert_eq!(texts(device).await, ["大屏", "全体"]);
        // Nobody's name hangs on a wall.
        let (_, heard) = device.get("/v1/messages").await;
        assert!(!heard.to_string().contains("陈立"));
    }
    hall.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(texts(&clerk).await, ["业务组", "全体"]);
    assert_eq!(texts(&wall).await, ["全体"]);
    let (_, posted) = chief.get("/v1/messages/posted").await;
    assert_eq!(posted.as_array().unwrap().len(), 2);
    // Taken back, it is over at once and everywhere.
    let all = posted[1]["message"].clone();
    let path = format!("/v1/messages/{}/end", all["id"].as_str().unwrap());
    assert_eq!(chief.post(&path, &Json::Null).await.0, 200);
    assert_eq!(chief.post(&path, &Json::Null).await.0, 200);
    assert_eq!(texts(&wall).await, Vec::<String>::new());
}

#[tokio::test]
async fn urgent_messages_come_first() {
    let hall = TestHall::open().await;
    let (clerk, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let urgent = json!({ "to": { "kind": "all" }, "text": "请有序疏散", "minutes": 5, "urgent": true });
    chief.post("/v1/messages", &urgent).await;
    hall.clock.advance(SignedDuration::from_secs(1));
    post(&chief, json!({ "kind": "all" }), "午间照常", 5).await;
    assert_eq!(texts(&clerk).await, ["请有序疏散", "午间照常"]);
}

#[tokio::test]
async fn a_message_is_confirmed_once_per_window() {
    let hall = TestHall::open().await;
    let (clerk, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let chief = hall.desk("S1", "0801").await;
    let (_, message) = post(&chief, json!({ "kind": "windows" }), "系统十二点维护", 30).await;
    for _ in 0..2 {
        let (status, heard) = acknowledge(&clerk, &message).await;
        assert_eq!((status, &heard["acknowledged"]), (200, &json!(true)), "{heard}");
    }
    assert_eq!(clerk.get("/v1/messages").await.1[0]["acknowledged"], true);
    assert_eq!(other.get("/v1/messages").await.1[0]["acknowledged"], false);
    let (_, posted) = chief.get("/v1/messages/posted").await;
    let seen = posted[0]["acknowledged"].as_array().unwrap();
    assert_eq!((seen.len(), &seen[0]["desk"]), (1, &json!("08")));
    // What is not for a window, or is over, cannot be confirmed there.
    let (_, his) = post(&chief, json!({ "kind": "window", "desk": "09" }), "请回电", 1).await;
    let (status, not_his) = acknowledge(&clerk, &his).await;
    assert_eq!((status, code(&not_his)), (404, "YC-2756"));
    hall.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(code(&acknowledge(&other, &his).await.1), "YC-2756");
}

#[tokio::test]
async fn what_may_not_be_said_is_refused_in_words() {
    let hall = TestHall::open().await;
    let (clerk, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let all = || json!({ "kind": "all" });
    let long = "长".repeat(10_000);
    let number = format!("请 {NUMBER} 到前台");
    for (to, text, minutes, expected) in [
        (all(), "  ", 5, "YC-2751"),
        (all(), long.as_str(), 5, "YC-2752"),
        (all(), number.as_str(), 5, "YC-2753"),
        (all(), "请 138 0013 8000 的机主到前台", 5, "YC-2753"),
        (all(), "好", 0, "YC-2754"),
        (all(), "好", 481, "YC-2754"),
        (json!({ "kind": "group", "group": "Z" }), "好", 5, "YC-2755"),
        (json!({ "kind": "window", "desk": "99" }), "好", 5, "YC-2755"),
    ] {
        let (status, refused) = post(&chief, to, text, minutes).await;
        assert_eq!((status, code(&refused)), (422, expected), "{refused}");
        assert!(!refused.to_string().contains(NUMBER));
    }
    assert_eq!(chief.get("/v1/messages/posted").await.1, json!([]));
    for (body, expected) in [
        (json!({ "kind": "support" }), "YC-2765"),
        (
            json!({ "kind": "support", "why": "other", "note": long }),
            "YC-2752",
        ),
        (
            json!({ "kind": "support", "why": "other", "note": number }),
            "YC-2753",
        ),
    ] {
        let (status, refused) = clerk.post("/v1/supports", &body).await;
        assert_eq!((status, code(&refused)), (422, expected), "{refused}");
    }
    assert_eq!(chief.get("/v1/supports").await.1, json!([]));
}

/// Lists and deeds × who may: beside a supervisor nobody reads who calls, answers or broadcasts.
#[tokio::test]
async fn promise_08_supervisors_lists_are_refused_to_everybody_else() {
    let hall = TestHall::open().await;
    let clerk = hall.clerk().await;
    let called = call(&clerk, &json!({ "kind": "quietAlarm" })).await;
    let others = [
        hall.desk("09", "0827").await,
        hall.desk("81", "0830").await,
        hall.desk("K1", "0890").await,
        hall.desk("A1", "0800").await,
    ];
    for window in &others {
        for path in ["/v1/supports", "/v1/supports/helpers", "/v1/messages/posted"] {
            let (status, refused) = window.get(path).await;
            assert_eq!(
                (status, code(&refused)),
                (403, "YC-2203"),
                "{path} {}",
                window.staff
            );
        }
        let (status, _) = answer(window, &called, json!({ "how": "going" })).await;
        assert_eq!(status, 403, "{}", window.staff);
        let (status, mine) = window.get("/v1/supports/mine").await;
        assert!(status == 403 || mine == json!([]), "{}: {mine}", window.staff);
    }
    assert_eq!(clerk.get("/v1/supports/mine").await.1[0]["id"], called["id"]);
}

#[tokio::test]
async fn every_call_and_message_is_in_the_log_without_its_words() {
    let hall = TestHall::open().await;
    let (clerk, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let called = call(&clerk, &support()).await;
    answer(&chief, &called, json!({ "how": "going" })).await;
    answer(&chief, &called, json!({ "how": "done" })).await;
    let alarm = call(&clerk, &json!({ "kind": "quietAlarm" })).await;
    withdraw(&clerk, &alarm).await;
    let (_, message) = post(&chief, json!({ "kind": "all" }), "请保持安静", 5).await;
    acknowledge(&clerk, &message).await;
    let entries = hall.store().audit(0, 1_000).await.unwrap();
    let of = |subject: &Json| -> Vec<(String, String)> {
        entries
            .iter()
            .filter(|entry| entry.subject == subject["id"].as_str().unwrap())
            .map(|entry| (entry.actor.clone(), entry.deed.clone()))
            .collect()
    };
    let deed = |actor: &str, deed: &str| (actor.to_owned(), deed.to_owned());
    assert_eq!(
        of(&called),
        [
            deed("0826@08", "callSupport"),
            deed("0801@S1", "takeSupport"),
            deed("0801@S1", "finishSupport")
        ]
    );
    assert_eq!(
        of(&alarm),
        [deed("0826@08", "quietAlarm"), deed("0826@08", "withdrawSupport")]
    );
    assert_eq!(
        of(&message),
        [
            deed("0801@S1", "postMessage"),
            deed("0826@08", "acknowledgeMessage")
        ]
    );
    let all = serde_json::to_string(&entries).unwrap();
    assert!(!all.contains("请保持安静") && !all.contains("A037"));
}

/// The board reads open calls from the store as they stand.
#[tokio::test]
async fn open_calls_stand_in_the_store_with_who_is_on_them() {
    let hall = TestHall::open().await;
    let (clerk, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let first = call(&clerk, &support()).await;
    hall.clock.advance(SignedDuration::from_secs(1));
    call(&clerk, &json!({ "kind": "quietAlarm" })).await;
    answer(&chief, &first, json!({ "how": "going" })).await;
    let open = hall.store().open_supports().await.unwrap();
    let seen: Vec<_> = open
        .iter()
        .map(|call| {
            let by = call.taken.as_ref().map(|taken| taken.name.as_str());
            (call.desk.as_str(), call.kind.word(), by)
        })
        .collect();
    assert_eq!(
        seen,
        [("08", "support", Some("陈立")), ("08", "quietAlarm", None)]
    );
}
