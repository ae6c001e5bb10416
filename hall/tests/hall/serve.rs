use std::process::{Command, Stdio};

use cases::roles::Role;
use cases::wire::intake::Command::Accept;
use hall::config::StaffEntry;
use hall::staff::hash_password;
use hall::{CatalogueSource, Hall, HallConfig, OpenFault, OutsideSource};
use serde_json::Value as Json;
use tokio::net::TcpListener;

use crate::harness::{Desk, FRIDAY, Province, TestClock, TestHall, case_until, config};

#[tokio::test]
async fn plain_http_leaves_the_machine_by_no_way() {
    let hall = Hall::open(HallConfig::training("t", OutsideSource::Nowhere))
        .await
        .unwrap_or_else(|fault| panic!("{fault}"));
    let everywhere = TcpListener::bind("0.0.0.0:0").await.unwrap();
    assert_eq!(hall.serve(everywhere).await.err().unwrap().code(), "YC-2001");

    let program = Command::new(env!("CARGO_BIN_EXE_yichuang-hall"))
        .args(["serve", "--training", "--addr", "0.0.0.0"])
        .output()
        .unwrap();
    assert_eq!(program.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&program.stderr).contains("YC-2001"));
}

#[tokio::test]
async fn promise_11_check_22_a_training_hall_takes_no_live_address() {
    let config = HallConfig::training(
        "t",
        OutsideSource::Practice("https://province.example".to_owned()),
    );
    match Hall::open(config).await {
        Err(OpenFault::Other(fault)) => assert_eq!(fault.code(), "YC-2007"),
        Err(OpenFault::Catalogue(_) | OpenFault::Sources(_)) | Ok(_) => panic!("opened"),
    }
    let program = Command::new(env!("CARGO_BIN_EXE_yichuang-hall"))
        .args(["serve", "--practice", "http://127.0.0.1:9"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&program.stderr).contains("YC-2007"));
}

#[tokio::test]
async fn a_broken_catalogue_is_refused_with_file_path_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalogue");
    for file in [
        "items.json",
        "data_elements.json",
        "codelists.json",
        "calendar.json",
        "conditions.json",
        "papers.json",
    ] {
        std::fs::copy(format!("{catalogue}/{file}"), folder.path().join(file)).unwrap();
    }
    let check = |expected: Option<i32>| {
        let program = Command::new(env!("CARGO_BIN_EXE_yichuang-hall"))
            .args(["catalogue", "check"])
            .arg(folder.path())
            .output()
            .unwrap();
        assert_eq!(program.status.code(), expected);
        String::from_utf8(program.stderr).unwrap()
    };
    check(Some(0));

    let items = std::fs::read_to_string(folder.path().join("items.json")).unwrap();
    let mut broken: Json = serde_json::from_str(&items).unwrap();
    broken[2]["fields"][3]["codeList"] = "noSuchList".into();
    broken[5]["baseCode"] = "1".into();
    std::fs::write(folder.path().join("items.json"), broken.to_string()).unwrap();
    let said = check(Some(2));
    assert!(
        said.contains("items.json [2].fields[3].codeList YC-1307"),
        "{said}"
    );
    assert!(said.contains("items.json [5].baseCode YC-1303"), "{said}");

    std::fs::remove_file(folder.path().join("calendar.json")).unwrap();
    assert!(check(Some(2)).contains("calendar.json . YC-1300"));
    match (CatalogueSource::Folder(folder.path().to_owned())).load() {
        Err(OpenFault::Catalogue(faults)) => assert_eq!(faults[0].file, "calendar.json"),
        Err(OpenFault::Other(_) | OpenFault::Sources(_)) | Ok(_) => panic!("loaded"),
    }
}

#[tokio::test]
async fn the_contract_names_every_route_and_the_outside_contracts_are_served() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (_, contract) = window.get("/openapi.json").await;
    assert!(contract["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = contract["paths"].as_object().unwrap();
    for path in [
        "/health",
        "/contracts/{name}",
        "/v1/sessions",
        "/v1/sessions/current",
        "/v1/catalogue",
        "/v1/catalogue/uses",
        "/v1/tickets",
        "/v1/queue",
        "/v1/queue/call",
        "/v1/visits",
        "/v1/visits/{id}/close",
        "/v1/visits/{id}/people",
        "/v1/visits/{id}/bodies",
        "/v1/gateway/query",
        "/v1/gateway/licences",
        "/v1/inbox",
        "/v1/drafts",
        "/v1/drafts/{id}",
        "/v1/drafts/{id}/take",
        "/v1/cases",
        "/v1/cases/{reference}",
        "/v1/cases/{reference}/texts",
        "/v1/papers/{id}",
        "/v1/pieces/{sha256}",
        "/v1/feed",
        "/v1/training/practice",
        "/v1/outside/events",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    assert!(contract["components"]["schemas"]["Problem"].is_object());
    for name in ["registry", "licence", "messages", "department.openapi.json"] {
        assert!(
            window.get(&format!("/contracts/{name}")).await.1["openapi"].is_string(),
            "{name}"
        );
    }
    assert_eq!(window.get("/contracts/other").await.0, 404);
    assert_eq!(
        window.get("/v1/training/practice").await.1["practice"],
        Json::from(hall.province.url.clone())
    );
    let (_, head) = window.get("/v1/catalogue").await;
    let manifest: Json = serde_json::from_str(head["edition"]["manifest"].as_str().unwrap()).unwrap();
    assert_eq!(
        (manifest["number"].as_str(), &manifest["content"]),
        (
            Some("20261120-1"),
            &Json::from(crate::harness::catalogue().edition.clone())
        )
    );
    let (_, queue) = window.get("/v1/queue").await;
    assert_eq!(queue["waiting"].as_array().unwrap().len(), 19);
    assert_eq!(queue["waiting"][0]["number"], "A001");
}

/// A hall that was killed: what it held is freed, what it had not made is made, what waited goes out.
#[tokio::test]
async fn promise_01_a_killed_hall_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let open = async || {
        let mut config = config(&clock, OutsideSource::Fixed(province.outside()));
        config.data_dir = Some(folder.path().to_owned());
        TestHall::open_with(config, province.clone(), clock.clone()).await
    };
    let hall = open().await;
    let window = hall.clerk().await;
    province.department_is(Desk::Busy(503, 3_600));
    let accepted = window.accept(&window.complete("wj-parenting")).await;
    let slip = accepted["slip"].as_str().unwrap().to_owned();
    province.parcels_arrived(1).await;
    case_until(&window, &slip, |view| view["parcels"][0]["attempts"] == 1).await;
    hall.running.shutdown().await;

    // As if it had been killed between the commit and the papers, with a parcel under way.
    let file = rusqlite::Connection::open(folder.path().join("hall.db")).unwrap();
    file.execute_batch(
        "UPDATE paper SET digest = NULL, bytes = NULL, pages = NULL, missing = NULL WHERE kind = 'acceptance';
         UPDATE parcel SET leased_until = 9999999999999, next_try = 0; UPDATE department SET open_until = NULL",
    )
    .unwrap();
    drop(file);
    province.department_is(Desk::Good);
    let hall = open().await;
    let window = hall.clerk().await;
    let view = case_until(&window, &slip, |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
    // The same content and moment give the same bytes.
    assert_eq!(view["papers"], accepted["papers"]);
    assert_eq!(
        window.get("/v1/queue").await.1["waiting"]
            .as_array()
            .unwrap()
            .len(),
        19,
        "seeded once a day"
    );
}

#[test]
fn the_program_says_where_it_is_and_ends_with_its_input() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_yichuang-hall"))
        .args(["serve", "--training", "--exit-with-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = std::io::BufReader::new(program.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut line).unwrap();
    let said: Json = serde_json::from_str(&line).unwrap();
    assert!(said["hall"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert_eq!(said["token"].as_str().unwrap().len(), 64);
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
}

/// The draft was opened before the edition changed; it is judged and dated by the edition it was opened under.
#[tokio::test]
async fn a_draft_keeps_the_edition_it_was_opened_under() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = tempfile::tempdir().unwrap();
    for file in [
        "items.json",
        "data_elements.json",
        "codelists.json",
        "calendar.json",
        "conditions.json",
        "papers.json",
    ] {
        let from = format!("{}/../catalogue/{file}", env!("CARGO_MANIFEST_DIR"));
        std::fs::copy(from, catalogue.path().join(file)).unwrap();
    }
    let items = std::fs::read_to_string(catalogue.path().join("items.json")).unwrap();
    let mut changed: Json = serde_json::from_str(&items).unwrap();
    let item = changed
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|item| item["id"] == "cz-bookkeeping")
        .unwrap();
    assert_eq!(item["promisedDays"], 5);
    item["promisedDays"] = 2.into();
    std::fs::write(catalogue.path().join("items.json"), changed.to_string()).unwrap();

    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let open = async |source: CatalogueSource| {
        let mut config = config(&clock, OutsideSource::Fixed(province.outside()));
        config.data_dir = Some(folder.path().to_owned());
        config.catalogue = source;
        TestHall::open_with(config, province.clone(), clock.clone()).await
    };
    let hall = open(CatalogueSource::Embedded).await;
    hall.running.shutdown().await;
    let hall = open(CatalogueSource::Folder(catalogue.path().to_owned())).await;
    let window = hall.clerk().await;
    let draft = window.complete("cz-bookkeeping");
    let (_, current) = window.get("/v1/catalogue").await;
    let manifest: Json = serde_json::from_str(current["edition"]["manifest"].as_str().unwrap()).unwrap();
    assert_eq!(manifest["number"], "20261120-2");
    assert_ne!(manifest["content"], Json::from(draft.edition.clone()));
    assert_eq!(window.accept(&draft).await["dueDay"], "2026-11-27");

    let mut unknown = window.complete("wj-parenting");
    unknown.edition = "never seen".to_owned();
    let (status, problem) = window
        .send(&window.envelope(Accept {
            draft: unknown,
            approval: None,
        }))
        .await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("YC-2415")));
}

/// What is opened counts from the next day on, half as much after each month, and is nobody's.
#[tokio::test]
async fn items_are_counted_by_use_and_forgotten_by_and_by() {
    let hall = TestHall::open().await;
    let uses = async || {
        let (status, reply) = hall.signed_in("08", "0826").await.get("/v1/catalogue/uses").await;
        assert_eq!(status, 200);
        reply
    };
    let window = hall.clerk().await;
    for _ in 0..2 {
        window.save(&window.complete("cz-bookkeeping")).await;
    }
    window.save(&window.complete("wj-parenting")).await;
    assert_eq!(
        uses().await,
        serde_json::json!({ "uses": {} }),
        "not before midnight"
    );
    let mut seen = Vec::new();
    for days in [1, 30, 30, 120] {
        hall.clock.advance(jiff::SignedDuration::from_hours(24 * days));
        let reply = uses().await;
        seen.push((
            reply["uses"]["cz-bookkeeping"].as_u64(),
            reply["uses"]["wj-parenting"].as_u64(),
        ));
    }
    assert_eq!(
        seen,
        [
            (Some(128), Some(64)),
            (Some(64), Some(32)),
            (Some(32), Some(16)),
            (None, None)
        ]
    );
}

/// A live hall takes its accounts and grants from its file, and seeds nobody.
#[tokio::test]
async fn promise_11_a_live_hall_knows_no_training_account() {
    let clock = TestClock::at(FRIDAY);
    let mut config = config(&clock, OutsideSource::Nowhere);
    config.realm = cases::realm::Realm::Live;
    config.staff = vec![StaffEntry {
        number: "0001".to_owned(),
        name: "某人".to_owned(),
        role: Role::Clerk,
        password_hash: hash_password(cases::realm::Realm::Live, "a long password").unwrap(),
    }];
    let hall = TestHall::open_with(config, Province::open().await, clock).await;
    assert_eq!(hall.sign_in("08", "0826", "yichuang-train").await.0, 401);
    assert_eq!(hall.sign_in("08", "0001", "a long password").await.0, 200);
    assert!(
        hall.store()
            .tickets("2026-11-20".parse().unwrap())
            .await
            .unwrap()
            .is_empty()
    );
}
