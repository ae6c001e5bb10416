use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{NUMBER, TestHall, Window, code};

const ITEM: &str = "wj-parenting";

async fn query(window: &Window, draft: uuid::Uuid, visit: uuid::Uuid) -> (u16, Json) {
    let ask = json!({
        "visit": visit, "draft": draft, "item": ITEM, "dataset": "population",
        "subject": { "role": "mother", "idType": "111", "idNumber": NUMBER, "name": "林试" },
        "elements": ["person.name"],
    });
    window.post("/v1/gateway/query", &ask).await
}

fn ask(elements: &[&str], until: &str, reason: &str) -> Json {
    json!({ "item": ITEM, "dataset": "population", "elements": elements, "validUntil": until, "reason": reason })
}

const UNTIL: &str = "2026-12-31T16:00:00Z";

/// 事前审批: asked by one, approved by another at another window, cut to what was granted, withdrawn, ended.
#[tokio::test]
async fn promise_08_a_grant_is_asked_for_by_one_and_approved_by_another() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (one, other) = (
        hall.signed_in("S1", "0801").await,
        hall.signed_in("S2", "0802").await,
    );
    let visit = window.open_visit().await;
    let draft = window.complete(ITEM);
    window.save(&draft).await;
    let seeded = format!("train/{ITEM}/population");

    // The demonstration's own grant is no person's and says so; withdrawn in mid-case it says since when.
    let (_, grants) = one.get("/v1/grants").await;
    let found = grants
        .as_array()
        .unwrap()
        .iter()
        .find(|grant| grant["id"] == seeded.as_str());
    let found = found.unwrap();
    assert_eq!(
        (&found["origin"], &found["approvedBy"], &found["state"]),
        (&json!("training"), &Json::Null, &json!("inForce"))
    );
    assert_eq!(query(&window, draft.id, visit).await.0, 200);
    let withdraw = json!({ "id": seeded, "why": "改由部门重新核定" });
    let (status, gone) = one.post("/v1/grants/withdraw", &withdraw).await;
    assert_eq!(
        (status, &gone["state"], &gone["withdrawnBy"]),
        (200, &json!("withdrawn"), &json!("0801")),
        "{gone}"
    );
    assert_eq!(
        code(&other.post("/v1/grants/withdraw", &withdraw).await.1),
        "YC-2796"
    );
    let (status, problem) = query(&window, draft.id, visit).await;
    assert_eq!((status, code(&problem)), (403, "YC-2303"));
    assert!(
        problem["zh"].as_str().unwrap().contains("2026-11-20 10:00撤销"),
        "{problem}"
    );
    let asked = hall.province.asked_count();

    // Refused by default; what is asked for has to be declared, end in time and have a reason.
    let check = async |body: Json, expected: &str| {
        let (_, problem) = one.post("/v1/grants/asks", &body).await;
        assert_eq!(code(&problem), expected, "{body} {problem}");
    };
    check(ask(&["person.income"], UNTIL, "办理需要"), "YC-2302").await;
    check(ask(&[], UNTIL, "办理需要"), "YC-2302").await;
    check(ask(&["person.name"], UNTIL, " "), "YC-2751").await;
    check(
        ask(&["person.name"], "2026-11-20T02:00:00Z", "办理需要"),
        "YC-2794",
    )
    .await;
    check(
        ask(&["person.name"], "2030-11-20T02:00:00Z", "办理需要"),
        "YC-2794",
    )
    .await;
    let (status, wanted) = one
        .post("/v1/grants/asks", &ask(&["person.name"], UNTIL, "办理需要"))
        .await;
    assert_eq!((status, &wanted["state"]), (200, &json!("waiting")), "{wanted}");
    assert_eq!(query(&window, draft.id, visit).await.0, 403);

    let path = format!("/v1/grants/asks/{}/answer", wanted["id"].as_str().unwrap());
    let yes = json!({ "approve": true, "words": "" });
    assert_eq!(
        code(&one.post(&path, &yes).await.1),
        "YC-2792",
        "nobody answers himself"
    );
    let same_window = hall.signed_in("S1", "0802").await;
    assert_eq!(
        code(&same_window.post(&path, &yes).await.1),
        "YC-2792",
        "each in his own window"
    );
    let admin = hall.signed_in("S3", "0800").await;
    assert_eq!(code(&admin.post(&path, &yes).await.1), "YC-2203");
    let no = json!({ "approve": false, "words": "" });
    assert_eq!(
        code(&other.post(&path, &no).await.1),
        "YC-2751",
        "a denial has its reason"
    );
    let (status, given) = other.post(&path, &yes).await;
    assert_eq!(
        (status, &given["state"], &given["answeredName"]),
        (200, &json!("approved"), &json!("周敏")),
        "{given}"
    );
    assert_eq!(code(&other.post(&path, &no).await.1), "YC-2793");

    let (status, reply) = query(&window, draft.id, visit).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(
        reply["values"],
        json!({ "person.name": "林试" }),
        "cut to what was granted"
    );
    assert_eq!(
        reply["grant"],
        format!("asked/{}", wanted["id"].as_str().unwrap())
    );
    assert_eq!(hall.province.asked_count(), asked + 1);
    let (_, grants) = admin.get("/v1/grants").await;
    let mine = grants
        .as_array()
        .unwrap()
        .iter()
        .find(|grant| grant["id"] == reply["grant"])
        .unwrap();
    assert_eq!(
        (&mine["askedBy"], &mine["approvedBy"]),
        (&json!("0801"), &json!("0802"))
    );
    assert_eq!(mine["itemName"], crate::harness::item(ITEM).name.as_str());

    // It ends by itself, and says when it did.
    hall.clock.advance(SignedDuration::from_hours(24 * 50));
    let window = hall.desk("07", "0827").await;
    let visit = window.open_visit().await;
    let draft = window.complete(ITEM);
    window.save(&draft).await;
    let (status, problem) = query(&window, draft.id, visit).await;
    assert_eq!((status, code(&problem)), (403, "YC-2303"));
    assert!(
        problem["zh"].as_str().unwrap().contains("2027-01-01 00:00到期"),
        "{problem}"
    );
}

#[tokio::test]
async fn a_withdrawn_grant_of_the_halls_file_stays_withdrawn_and_all_are_exported() {
    let folder = tempfile::tempdir().unwrap();
    let open = async || {
        let province = crate::harness::Province::open().await;
        let clock = crate::harness::TestClock::at(crate::harness::FRIDAY);
        let mut config = crate::harness::config(&clock, hall::OutsideSource::Practice(province.url.clone()));
        config.data_dir = Some(folder.path().to_owned());
        TestHall::open_with(config, province, clock).await
    };
    let hall = open().await;
    let above = hall.signed_in("S1", "0801").await;
    let of = json!({ "id": format!("train/{ITEM}/population"), "why": "=停用" });
    assert_eq!(above.post("/v1/grants/withdraw", &of).await.0, 200);
    hall.running.shutdown().await;
    let hall = open().await;
    let above = hall.signed_in("S1", "0801").await;
    let (_, grants) = above.get("/v1/grants").await;
    let grants = grants.as_array().unwrap();
    let found = grants.iter().find(|grant| grant["id"] == of["id"]).unwrap();
    assert_eq!(found["state"], "withdrawn");
    hall.running.shutdown().await;

    let export = |format: &str| {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_yichuang-hall"))
            .args(["grants", "export", "--format", format, "--data"])
            .arg(folder.path())
            .env_remove("YICHUANG_HALL_KEY")
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    let rows: Vec<Json> = serde_json::from_str(&export("json")).unwrap();
    assert_eq!(rows.len(), grants.len());
    let table = export("csv");
    assert_eq!(table.lines().count(), grants.len() + 1);
    let gone: Vec<&str> = table
        .lines()
        .filter(|line| line.contains(",withdrawn,0801,"))
        .collect();
    assert_eq!(gone.len(), 1);
    assert!(gone[0].ends_with(",'=停用"), "{gone:?}");
}
