use cases::identity::ResidentId;
use cases::watch::Whose;
use cases::wire::feed::What;
use hall::Hall;
use hall::store::Act;
use hall::store::watched::WatchedPerson;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, TestHall, Window, agree_all, code};

const ITEM: &str = "wj-parenting";

/// A valid number that nobody has.
fn stranger(serial: u32) -> String {
    let front = format!("350199198001{:02}{:03}", 1 + serial % 28, serial / 28 % 1_000);
    (0..=10)
        .map(|check| {
            format!(
                "{front}{}",
                if check == 10 {
                    "X".to_owned()
                } else {
                    check.to_string()
                }
            )
        })
        .find(|number| ResidentId::parse(number, "2026-11-20".parse().unwrap()).is_ok())
        .unwrap()
}

fn query(visit: Uuid, draft: Uuid, number: &str, role: &str) -> Json {
    json!({
        "visit": visit, "draft": draft, "item": ITEM, "dataset": "population",
        "subject": { "role": role, "idType": "111", "idNumber": number, "name": "林试" },
        "elements": ["person.name"],
    })
}

async fn identify(window: &Window, visit: Uuid, number: &str) -> (u16, Json) {
    let card = json!({ "by": "card", "card": { "name": "林试", "idType": "111", "idNumber": number } });
    window.post(&format!("/v1/visits/{visit}/people"), &card).await
}

async fn look(window: &Window, ask: &Json) -> (u16, Json) {
    window.post("/v1/gateway/query", ask).await
}

async fn alarms(above: &Window) -> Vec<Json> {
    above.get("/v1/watch/alarms").await.1.as_array().unwrap().clone()
}

fn kinds(alarms: &[Json]) -> Vec<&str> {
    alarms
        .iter()
        .map(|alarm| alarm["kind"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn promise_08_nobody_is_looked_at_but_whom_visit_or_case_is_about() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let nobody = stranger(1);
    let check = async |ask: Json, expected: &str| {
        let (_, reply) = look(&window, &ask).await;
        let found = if reply["code"].is_string() {
            code(&reply)
        } else {
            ""
        };
        assert_eq!(found, expected, "{ask} {reply}");
    };
    check(query(visit, Uuid::nil(), &nobody, "mother"), "YC-2780").await;
    assert_eq!(hall.province.asked_count(), 0);

    // Whoever was identified may be looked at, under any item.
    assert_eq!(identify(&window, visit, NUMBER).await.0, 200);
    // This item's looks rest on consent, and without a case there is none.
    check(query(visit, Uuid::nil(), NUMBER, "mother"), "YC-1220").await;
    check(query(visit, Uuid::nil(), &nobody, "mother"), "YC-2780").await;

    // Somebody beside the party: as a subject that the item asks for, in the intake of this window.
    let mut draft = window.complete(ITEM);
    let mut spouse = draft.party.person.clone();
    spouse.id_number.clone_from(&nobody);
    draft.subjects.insert("mother".to_owned(), spouse);
    let at = draft.opened_at;
    agree_all(&mut draft, at);
    window.save(&draft).await;
    check(query(visit, draft.id, NUMBER, "mother"), "").await;
    check(query(visit, draft.id, &nobody, "mother"), "").await;
    check(query(visit, draft.id, &nobody, "stranger"), "YC-2780").await;
    check(query(visit, draft.id, &stranger(2), "mother"), "YC-2780").await;
    check(query(visit, Uuid::nil(), &nobody, "mother"), "YC-2780").await;
    let other = hall.desk("09", "0827").await;
    let elsewhere = other.open_visit().await;
    let (status, problem) = look(&other, &query(elsewhere, draft.id, &nobody, "mother")).await;
    assert_eq!((status, code(&problem)), (403, "YC-2780"));
    // With the case closed its people are nobody's any more.
    let accepted = window.accept(&draft).await;
    assert_eq!(accepted["outcome"], "accepted", "{accepted}");
    check(query(visit, draft.id, &nobody, "mother"), "YC-2780").await;
}

#[tokio::test]
async fn a_saved_intake_may_arrive_behind_its_looks() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let draft = window.complete(ITEM);
    let ask = query(visit, draft.id, NUMBER, "mother");
    let (answer, _) = tokio::join!(look(&window, &ask), async {
        // The look is at the hall already when the intake comes.
        let mut changed = hall.store().changed();
        window.post("/v1/tickets", &json!({ "group": "A" })).await;
        changed.changed().await.unwrap();
        window.save(&draft).await
    });
    assert_eq!(answer.0, 200, "{}", answer.1);
}

#[tokio::test]
async fn promise_08_the_tenth_look_without_a_ticket_is_on_the_board() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    // Refused ones: nobody stands there.
    for nth in 1..=10 {
        assert_eq!(alarms(&above).await, Vec::<Json>::new(), "before look {nth}");
        let (status, problem) = look(
            &window,
            &query(Uuid::nil(), Uuid::nil(), &stranger(nth), "mother"),
        )
        .await;
        assert_eq!((status, code(&problem)), (403, "YC-2301"));
        if nth == 4 {
            // Five in half an hour would be told as well; these come slowly.
            hall.clock.advance(SignedDuration::from_mins(31));
        }
        hall.clock.advance(SignedDuration::from_mins(8));
    }
    assert_eq!(kinds(&alarms(&above).await), ["withoutTicket"]);
    let board = above.get("/v1/board").await.1;
    let shown: Vec<&Json> = board["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|alert| alert["kind"] == "watch")
        .collect();
    assert_eq!(shown.len(), 1, "{board}");
    assert_eq!(shown[0]["note"], "withoutTicket");
    assert_eq!(shown[0]["name"], "王雨桐");
    assert_eq!(shown[0]["acts"][0]["act"], "showWatch");
    assert!(!board.to_string().contains("3501991980"));
}

#[tokio::test]
async fn walk_ins_that_nothing_comes_of_are_told_and_those_with_a_case_are_not() {
    let hall = TestHall::open().await;
    let above = hall.signed_in("S1", "0801").await;
    let snoop = hall.desk("09", "0827").await;
    let clerk = hall.clerk().await;
    for nth in 1..=12 {
        hall.clock.advance(SignedDuration::from_mins(10));
        for (window, files) in [(&clerk, true), (&snoop, false)] {
            let visit = window.open_visit().await;
            assert_eq!(identify(window, visit, &stranger(nth)).await.0, 200);
            if files {
                let mut draft = window.complete_for(ITEM, &stranger(nth));
                draft.visit = visit;
                window.save(&draft).await;
                for _ in 0..4 {
                    assert_eq!(
                        look(window, &query(visit, draft.id, &stranger(nth), "mother"))
                            .await
                            .0,
                        200
                    );
                }
            }
            let close = json!({ "outcome": "served" });
            window.post(&format!("/v1/visits/{visit}/close"), &close).await;
        }
        let told = alarms(&above).await;
        assert_eq!(told.len(), usize::from(nth >= 10), "{nth}: {told:?}");
    }
    let told = alarms(&above).await;
    assert_eq!(
        (told[0]["staff"].as_str(), told[0]["count"].as_u64()),
        (Some("0827"), Some(12))
    );
}

#[tokio::test]
async fn an_alarm_is_read_closed_once_and_only_new_looks_raise_another() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let other = hall.signed_in("S2", "0802").await;
    let visit = window.open_visit().await;
    let refuse = async |nth: u32| look(&window, &query(visit, Uuid::nil(), &stranger(nth), "stranger")).await;
    let before = hall.store().last_change().await.unwrap();
    for nth in 0..5 {
        refuse(nth).await;
    }
    let told = alarms(&above).await;
    assert_eq!(kinds(&told), ["denied"]);
    let id = told[0]["id"].as_str().unwrap().to_owned();
    let changes = hall.store().changes(before, 100).await.unwrap().unwrap();
    let heard = changes
        .iter()
        .filter(|change| matches!(change.what, What::Watched { .. }));
    assert_eq!(heard.count(), 1);

    let (_, file) = above.get(&format!("/v1/watch/alarms/{id}")).await;
    let looks = file["looks"].as_array().unwrap();
    assert_eq!(looks.len(), 5);
    assert!(
        looks
            .iter()
            .all(|row| row["refused"] == "YC-2780" && row["itemName"] != ITEM)
    );
    assert!(
        looks
            .iter()
            .all(|row| row["subject"].as_str().unwrap().contains("********")),
        "{file}"
    );
    let log = hall.store().audit(0, 10_000).await.unwrap();
    assert!(
        log.iter()
            .any(|line| line.deed == "watchRead" && line.actor == "0801@S1")
    );
    assert!(
        log.iter()
            .any(|line| line.deed == "alarm:watch:denied" && line.subject == "0826")
    );

    let path = format!("/v1/watch/alarms/{id}/close");
    let said = |note: &str| json!({ "outcome": "warned", "note": note });
    assert_eq!(code(&above.post(&path, &said("  ")).await.1), "YC-2751");
    assert_eq!(
        code(&above.post(&path, &said(&format!("查了{NUMBER}"))).await.1),
        "YC-2753"
    );
    let (status, closed) = above.post(&path, &said("已提醒先核验身份")).await;
    assert_eq!(status, 200, "{closed}");
    assert_eq!(closed["closed"]["name"], "陈立");
    assert_eq!(code(&other.post(&path, &said("我也看过")).await.1), "YC-2783");
    let none = format!("/v1/watch/alarms/{}/close", Uuid::nil());
    assert_eq!(code(&other.post(&none, &said("看过")).await.1), "YC-2781");
    let board = above.get("/v1/board").await.1;
    assert!(
        board["alerts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|alert| alert["kind"] != "watch")
    );

    hall.clock.advance(SignedDuration::from_mins(1));
    for nth in 5..9 {
        refuse(nth).await;
    }
    assert_eq!(
        kinds(&alarms(&above).await),
        ["denied"],
        "the old ones are settled"
    );
    refuse(9).await;
    let told = alarms(&above).await;
    // Ten without a reason in all, and five refused anew.
    assert_eq!(
        told.iter().filter(|alarm| alarm["closed"].is_null()).count(),
        2,
        "{told:?}"
    );
}

#[tokio::test]
async fn oneself_relatives_and_listed_people_are_told_at_the_first_look() {
    let hall = TestHall::open().await;
    let above = hall.signed_in("S1", "0801").await;
    let window = hall.clerk().await;
    let act = Act::of_hall(FRIDAY.parse().unwrap());
    let people = [
        (stranger(1), Whose::Own, "0826"),
        (stranger(2), Whose::Relative, "0826"),
        (stranger(3), Whose::Listed, ""),
        (stranger(4), Whose::Relative, "0827"),
    ];
    let people = people.map(|(number, whose, staff)| WatchedPerson {
        number,
        whose,
        staff: staff.to_owned(),
    });
    assert_eq!(
        hall.store()
            .watch_people(act.clone(), people.to_vec(), true)
            .await
            .unwrap(),
        4
    );
    let visit = window.open_visit().await;
    for (serial, expected) in [(4, 0), (1, 1), (2, 2), (3, 3), (5, 3)] {
        assert_eq!(identify(&window, visit, &stranger(serial)).await.0, 200);
        assert_eq!(alarms(&above).await.len(), expected, "{serial}");
    }
    let told = alarms(&above).await;
    let mut kinds = kinds(&told);
    kinds.sort_unstable();
    assert_eq!(kinds, ["listed", "own", "relative"]);
    assert!(
        told.iter().all(|alarm| alarm["count"] == 1),
        "an identification is one look"
    );
    assert_eq!(
        hall.store()
            .watch_people(act, people[3..].to_vec(), false)
            .await
            .unwrap(),
        3
    );
}

#[tokio::test]
async fn looks_outside_the_opening_hours_are_told_where_the_hall_wants_it() {
    for (grace, expected) in [(Some(60), &["offHours"][..]), (None, &[][..])] {
        let province = crate::harness::Province::open().await;
        let clock = crate::harness::TestClock::at("2026-11-20T13:30:00Z");
        let outside = hall::OutsideSource::Practice(province.url.clone());
        let mut config = crate::harness::config(&clock, outside);
        config.watch.grace_minutes = grace;
        let hall = TestHall::open_with(config, province, clock).await;
        let above = hall.signed_in("S1", "0801").await;
        let window = hall.clerk().await;
        let visit = window.open_visit().await;
        assert_eq!(identify(&window, visit, NUMBER).await.0, 200);
        assert_eq!(kinds(&alarms(&above).await), expected);
    }
}

#[tokio::test]
async fn a_hall_with_rules_that_tell_too_late_does_not_open() {
    let clock = crate::harness::TestClock::at(FRIDAY);
    let mut config = crate::harness::config(&clock, hall::OutsideSource::Nowhere);
    config.watch.without_ticket = 11;
    let Err(fault) = Hall::open(config).await else {
        panic!("the hall is open");
    };
    assert!(fault.to_string().contains("YC-2784"), "{fault}");
    let read: hall::config::HallFile =
        toml::from_str("[watch]\nwithoutTicket = 6\npeopleInHour = 40\n").unwrap();
    let rules = read.watch.unwrap();
    assert_eq!(
        (rules.without_ticket, rules.people_in_hour, rules.denied),
        (6, 40, 5)
    );
    assert!(toml::from_str::<hall::config::HallFile>("[watch]\nwithoutTickets = 6\n").is_err());
}

/// Three people identified in their visits, each with a ticket or without, and one refused look.
async fn looked(hall: &TestHall) -> Window {
    let window = hall.clerk().await;
    for nth in 1..=3 {
        let visit = window.open_visit().await;
        assert_eq!(identify(&window, visit, &stranger(nth)).await.0, 200);
        // Of an item whose looks rest on the law: nobody has to agree.
        for person in [stranger(nth), stranger(9)] {
            let mut ask = query(visit, Uuid::nil(), &person, "applicant");
            ask["item"] = json!("mz-disability-subsidy");
            look(&window, &ask).await;
        }
        let close = json!({ "outcome": "served" });
        window.post(&format!("/v1/visits/{visit}/close"), &close).await;
    }
    window
}

#[tokio::test]
async fn samples_are_drawn_by_seed_kept_and_judged_once() {
    let hall = TestHall::open().await;
    looked(&hall).await;
    let above = hall.signed_in("S1", "0801").await;
    let other = hall.signed_in("S2", "0802").await;
    let ask = |size: u32, seed: Option<&str>| json!({ "month": "2026-11", "size": size, "seed": seed });
    for odd in [
        ask(0, None),
        ask(201, None),
        json!({ "month": "2026-13", "size": 5 }),
    ] {
        assert_eq!(
            code(&above.post("/v1/watch/draws", &odd).await.1),
            "YC-2785",
            "{odd}"
        );
    }
    let (status, drawn) = above.post("/v1/watch/draws", &ask(5, Some("a"))).await;
    assert_eq!(status, 200, "{drawn}");
    // Granted looks alone: three for each identification, and the query.
    assert_eq!(
        (
            drawn["among"].as_u64(),
            drawn["samples"].as_array().unwrap().len()
        ),
        (Some(12), 5)
    );
    let looks = |draw: &Json| -> Vec<Json> {
        draw["samples"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["look"]["id"].clone())
            .collect()
    };
    let (_, again) = other.post("/v1/watch/draws", &ask(5, Some("a"))).await;
    assert_eq!(looks(&again), looks(&drawn));
    let (_, unchosen) = other.post("/v1/watch/draws", &ask(5, None)).await;
    assert_eq!(unchosen["seed"].as_str().unwrap().len(), 64);
    assert!(!drawn.to_string().contains("3501991980010"));

    let of = |at: usize| drawn["samples"][at]["id"].as_str().unwrap().to_owned();
    let judge = async |who: &Window, at: usize, verdict: &str, note: &str| {
        let path = format!("/v1/watch/samples/{}/judge", of(at));
        who.post(&path, &json!({ "verdict": verdict, "note": note }))
            .await
            .1
    };
    assert_eq!(code(&judge(&above, 0, "toExplain", "").await), "YC-2751");
    let judged = judge(&above, 0, "toExplain", "请说明为何无号查询").await;
    assert_eq!(judged["judged"]["name"], "陈立", "{judged}");
    assert_eq!(code(&judge(&other, 0, "inOrder", "").await), "YC-2787");
    assert_eq!(
        judge(&other, 1, "inOrder", "").await["judged"]["verdict"],
        "inOrder"
    );
    let (_, kept) = above.get("/v1/watch/draws?month=2026-11").await;
    assert_eq!(kept.as_array().unwrap().len(), 3);
    assert_eq!(kept[2]["samples"][0]["judged"]["note"], "请说明为何无号查询");
    assert_eq!(above.get("/v1/watch/draws?month=2026-10").await.1, json!([]));
}

#[tokio::test]
async fn a_month_is_reported_by_operator_item_dataset_refusals_alarms_and_samples() {
    let hall = TestHall::open().await;
    looked(&hall).await;
    let above = hall.signed_in("S1", "0801").await;
    above
        .post("/v1/watch/draws", &json!({ "month": "2026-11", "size": 2 }))
        .await;
    let (status, report) = above.get("/v1/watch/report?month=2026-11").await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(report["total"]["looks"], 12);
    assert_eq!(
        (
            report["total"]["people"].as_u64(),
            report["total"]["refused"].as_u64()
        ),
        (Some(3), Some(3))
    );
    assert_eq!(report["operators"][0]["name"], "王雨桐");
    assert_eq!(report["refused"], json!([{ "code": "YC-2780", "count": 3 }]));
    assert_eq!(report["samples"]["drawn"], 2);
    assert_eq!(report["items"][0]["name"], "窗口人证核验");
    let sum = |section: &str| -> u64 {
        report[section]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["looks"].as_u64().unwrap())
            .sum()
    };
    assert_eq!((sum("operators"), sum("items"), sum("datasets")), (12, 12, 12));
    assert!(!report.to_string().contains("350199"));
    let (_, none) = above.get("/v1/watch/report?month=2026-10").await;
    assert_eq!(
        (
            none["total"]["looks"].as_u64(),
            none["operators"].as_array().unwrap().len()
        ),
        (Some(0), 0)
    );
    assert_eq!(code(&above.get("/v1/watch/report?month=11").await.1), "YC-2785");
}

#[tokio::test]
async fn an_applicant_gets_the_looks_at_him_and_nobody_elses() {
    let hall = TestHall::open().await;
    let window = looked(&hall).await;
    let visit = window.open_visit().await;
    let path = format!("/v1/visits/{visit}/looks");
    let ask = json!({ "idNumber": stranger(2) });
    assert_eq!(code(&window.post(&path, &ask).await.1), "YC-2789");
    assert_eq!(identify(&window, visit, &stranger(2)).await.0, 200);
    let (status, listed) = window.post(&path, &ask).await;
    assert_eq!(status, 200, "{listed}");
    let looks = listed["looks"].as_array().unwrap();
    assert_eq!(looks.len(), 7, "both identifications and the query: {listed}");
    assert!(looks.iter().all(|look| look["subject"] == listed["subject"]));
    assert!(!listed.to_string().contains(&stranger(2)));
    assert_eq!(
        code(&window.post(&path, &json!({ "idNumber": stranger(3) })).await.1),
        "YC-2789"
    );
    let elsewhere = hall.desk("09", "0827").await;
    assert_eq!(code(&elsewhere.post(&path, &ask).await.1), "YC-2301");
    let log = hall.store().audit(0, 10_000).await.unwrap();
    let lines: Vec<_> = log.iter().filter(|line| line.deed == "looksListed").collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].actor.as_str(), lines[0].subject.as_str()),
        ("0826@08", looks[0]["subject"].as_str().unwrap())
    );
}

#[tokio::test]
async fn the_command_writes_the_month_as_pdf_and_table() {
    let folder = tempfile::tempdir().unwrap();
    let province = crate::harness::Province::open().await;
    let clock = crate::harness::TestClock::at(FRIDAY);
    let mut config = crate::harness::config(&clock, hall::OutsideSource::Practice(province.url.clone()));
    config.data_dir = Some(folder.path().join("hall"));
    let hall = TestHall::open_with(config, province, clock).await;
    looked(&hall).await;
    hall.running.shutdown().await;
    let out = folder.path().join("out");
    let run = |month: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_yichuang-hall"))
            .args(["audit", "report", "--training", "--month", month, "--data"])
            .arg(folder.path().join("hall"))
            .arg("--out")
            .arg(&out)
            .env_remove("YICHUANG_HALL_KEY")
            .output()
            .unwrap()
    };
    let done = run("2026-11");
    assert!(done.status.success(), "{done:?}");
    let table = std::fs::read_to_string(out.join("audit-2026-11.csv")).unwrap();
    assert!(
        table.starts_with('\u{feff}') && table.contains("operator,0826,王雨桐,12,3,3,6"),
        "{table}"
    );
    assert!(
        std::fs::read(out.join("audit-2026-11.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
    assert!(!run("2026-1").status.success());
}
