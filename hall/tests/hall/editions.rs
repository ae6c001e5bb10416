//! Editions of the catalogue: published over HTTP and by the command beside a running hall, sent as differences,
//! rolled back, refused.

use std::path::Path;
use std::process::{Command as Program, Output};

use cases::catalogue::edition::manifest::{PublishedKey, follow_keys};
use cases::catalogue::edition::{Manifest, SignedManifest};
use cases::crypto::{PublicKey, SecretKey, Suite};
use cases::wire::edition::{CatalogueHead, DifferencePage};
use cases::wire::intake::Command::{Accept, SaveDraft};
use futures::StreamExt;
use hall::config::Signing;
use hall::editions::{self, Publication};
use hall::store::edition::EditionStore;
use hall::store::sqlite::SqliteStore;
use hall::store::{Act, Store};
use hall::{CatalogueSource, OutsideSource};
use serde_json::{Value as Json, json};

use crate::harness::{FRIDAY, Province, TestClock, TestHall, Window, catalogue, config};

const ITEM: &str = "cz-bookkeeping";
const FILES: [&str; 11] = [
    "items.json",
    "data_elements.json",
    "codelists.json",
    "calendar.json",
    "conditions.json",
    "papers.json",
    "bundles.json",
    "answers.json",
    "everyday.json",
    "known_faults.json",
    "sources.json",
];

fn text(file: &str) -> String {
    std::fs::read_to_string(format!("{}/../catalogue/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The items with one of them changed; the others keep every letter.
fn items(id: &str, change: impl FnOnce(&mut Json)) -> String {
    let text = text("items.json");
    let all: Vec<&serde_json::value::RawValue> = serde_json::from_str(&text).unwrap();
    let mut change = Some(change);
    let written = all.into_iter().map(|raw| {
        let mut item: Json = serde_json::from_str(raw.get()).unwrap();
        if item["id"] != id {
            return raw.get().to_owned();
        }
        change.take().unwrap()(&mut item);
        item.to_string()
    });
    format!("[{}]", written.collect::<Vec<_>>().join(","))
}

fn promised(days: u32) -> String {
    items(ITEM, |item| item["promisedDays"] = days.into())
}

fn manifest(signed: &Json) -> Manifest {
    serde_json::from_str(signed["manifest"].as_str().unwrap()).unwrap()
}

async fn head(window: &Window) -> CatalogueHead {
    serde_json::from_value(window.get("/v1/catalogue").await.1).unwrap()
}

async fn publish(window: &Window, body: Json) -> (u16, Json) {
    window.post("/v1/catalogue/editions", &body).await
}

fn with_items(items: String) -> Json {
    json!({ "note": "时限缩短", "files": { "items.json": items } })
}

#[tokio::test]
async fn what_is_published_is_numbered_signed_and_sent_as_a_difference() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let staff = hall.desk("00", "0801").await;
    let first = head(&window).await;
    let trusted: Vec<PublicKey> = first.keys.iter().map(|key| key.key.clone()).collect();
    let before = first.edition.open(&trusted).unwrap();
    assert_eq!(
        (before.number.as_str(), before.sequence, before.items),
        ("20261120-1", 1, 32)
    );

    let (status, reply) = publish(&staff, with_items(promised(2))).await;
    assert_eq!(status, 200, "{reply}");
    let said = manifest(&reply["edition"]);
    assert_eq!(said.number, "20261120-2");
    assert_eq!(
        (
            said.sequence,
            said.previous.as_deref(),
            said.by.as_str(),
            said.note.as_str()
        ),
        (2, Some("20261120-1"), "0801", "时限缩短")
    );
    let now = head(&window).await;
    assert_eq!(now.edition.open(&trusted).unwrap(), said);

    let path = "/v1/catalogue/editions/20261120-2/difference";
    let (_, page) = window.get(&format!("{path}?from=20261120-1")).await;
    let page: DifferencePage = serde_json::from_value(page).unwrap();
    assert_eq!((page.added, page.changed, page.next.as_deref()), (0, 1, None));
    assert_eq!(page.from.as_deref(), Some("20261120-1"));
    assert_eq!(page.parts.len(), 1);
    assert_eq!(page.parts[0].name, format!("items.json#{ITEM}"));
    assert!(page.parts[0].is_whole());
    // From nowhere, or from somewhere that nobody knows, all of it comes.
    for from in ["", "?from=20200101-9"] {
        let (_, page) = window.get(&format!("{path}{from}")).await;
        let page: DifferencePage = serde_json::from_value(page).unwrap();
        assert_eq!((page.from, page.added, page.parts.len()), (None, 42, 42));
    }
    // Backwards as well, for a case that comes back.
    let back = "/v1/catalogue/editions/20261120-1/difference?from=20261120-2";
    assert_eq!(window.get(back).await.1["changed"], 1);
    let (_, list) = window.get("/v1/catalogue/editions").await;
    let numbers: Vec<String> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| manifest(one).number)
        .collect();
    assert_eq!(numbers, ["20261120-2", "20261120-1"]);
    assert_eq!(window.get("/v1/catalogue/editions/20261120-3").await.0, 404);
    // What works by the catalogue works by the new one.
    let draft = window.complete(ITEM);
    let renewed = cases::case::Draft {
        edition: "20261120-2".to_owned(),
        ..draft
    };
    assert_eq!(window.accept(&renewed).await["dueDay"], "2026-11-24");
    hall::serve::verify_audit(hall.store().as_ref()).await.unwrap();
}

#[tokio::test]
async fn a_publish_that_may_not_be_is_refused_and_changes_nothing() {
    let hall = TestHall::open().await;
    let (clerk, staff) = (hall.clerk().await, hall.desk("00", "0801").await);
    let refused = async |window: &Window, body: Json, status: u16, code: &str| {
        let (got, problem) = publish(window, body).await;
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{problem}");
    };
    let permit = publish(&clerk, with_items(promised(2))).await;
    assert_eq!(permit.0, 403);
    refused(&staff, with_items(text("items.json")), 409, "YC-2953").await;
    refused(
        &staff,
        json!({ "files": { "secrets.json": "{}" } }),
        422,
        "YC-2959",
    )
    .await;
    let long = json!({ "note": "长".repeat(501), "files": { "items.json": promised(2) } });
    refused(&staff, long, 422, "YC-2958").await;
    // Every fault comes back as a value, by file and path.
    let broken = items(ITEM, |item| {
        item["baseCode"] = "1".into();
        item["fields"][0]["dataElement"] = "person.shoeSize".into();
    });
    let (status, reply) = publish(&staff, with_items(broken)).await;
    assert_eq!(status, 200);
    assert!(reply.get("edition").is_none());
    let codes: Vec<&str> = reply["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["code"].as_str().unwrap())
        .collect();
    assert!(
        codes.contains(&"YC-1303") && codes.contains(&"YC-1306"),
        "{codes:?}"
    );
    // Somebody else's edition came first.
    let (_, reply) = publish(&staff, with_items(promised(2))).await;
    assert_eq!(manifest(&reply["edition"]).sequence, 2);
    let stale = json!({ "previous": "20261120-1", "files": { "items.json": promised(3) } });
    refused(&staff, stale, 409, "YC-2952").await;
    assert_eq!(
        manifest(&serde_json::to_value(head(&clerk).await.edition).unwrap()).sequence,
        2
    );
}

#[tokio::test]
async fn promise_02_the_same_key_publishes_once() {
    let hall = TestHall::open().await;
    let staff = hall.desk("00", "0801").await;
    let key = "publish-key-0001";
    let body = with_items(promised(2));
    let (_, first) = staff.post_under("/v1/catalogue/editions", key, &body).await;
    // Another edition came meanwhile; the repeated request is answered as it was.
    publish(&staff, with_items(promised(3))).await;
    let (status, again) = staff.post_under("/v1/catalogue/editions", key, &body).await;
    assert_eq!((status, &again), (200, &first));
    assert_eq!(
        staff
            .get("/v1/catalogue/editions")
            .await
            .1
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let (status, other) = staff
        .post_under("/v1/catalogue/editions", key, &with_items(promised(4)))
        .await;
    assert_eq!(
        (status, other["code"].as_str()),
        (422, Some("YC-2405")),
        "{other}"
    );
}

#[tokio::test]
async fn promise_03_of_two_publishes_at_once_one_wins() {
    let store = SqliteStore::in_memory().unwrap();
    let key = SecretKey::new(Suite::Ed25519Sha256, [3; 32]).unwrap();
    let at = FRIDAY.parse().unwrap();
    let of = |by: &str, previous: Option<&str>| Publication {
        act: Act::new("catalogue", by, at),
        hall: "350199".to_owned(),
        note: String::new(),
        previous: previous.map(str::to_owned),
    };
    let files = |items: String| {
        let mut files = CatalogueSource::Embedded.files().unwrap();
        files.items = items;
        files
    };
    let publish = |by: &'static str, days: u32| {
        editions::publish(&store, key.clone(), of(by, None), files(promised(days)))
    };
    publish("0700", 5).await.unwrap();
    let (one, other) = tokio::join!(publish("0701", 2), publish("0702", 3));
    let won = [one.is_ok(), other.is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{one:?} {other:?}");
    let lost = one.err().or(other.err()).unwrap();
    let editions::Unpublished::Other(fault) = lost else {
        panic!("{lost:?}")
    };
    assert_eq!(fault.code(), "YC-2952");
    // He learns who has it.
    let winner = if won[0] { "0701" } else { "0702" };
    assert!(
        fault.trouble.zh.contains(&format!("20261120-2 {winner}")),
        "{}",
        fault.trouble.zh
    );
    assert_eq!(store.editions().await.unwrap().len(), 2);
    store.close().await;
}

#[tokio::test]
async fn a_rollback_is_a_publish_and_costs_no_part() {
    let hall = TestHall::open().await;
    let staff = hall.desk("00", "0801").await;
    publish(&staff, with_items(promised(2))).await;
    let (status, reply) = staff
        .post(
            "/v1/catalogue/rollback",
            &json!({ "to": "20261120-1", "note": "有误" }),
        )
        .await;
    assert_eq!(status, 200, "{reply}");
    let said = manifest(&reply["edition"]);
    assert_eq!(
        (said.number.as_str(), said.sequence, said.rollback_of.as_deref()),
        ("20261120-3", 3, Some("20261120-1"))
    );
    assert_eq!(said.content, catalogue().edition);
    assert_eq!(
        staff
            .get("/v1/catalogue/editions/20261120-3/difference?from=20261120-1")
            .await
            .1["parts"],
        json!([])
    );
    let back = async |to: &str| {
        let (status, problem) = staff.post("/v1/catalogue/rollback", &json!({ "to": to })).await;
        (status, problem["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(back("20261120-1").await, (409, "YC-2953".to_owned()));
    assert_eq!(back("20200101-1").await, (404, "YC-2950".to_owned()));
}

/// Fifty intakes are open while an edition is published: each is there afterwards, under its own edition.
#[tokio::test]
async fn promise_02_a_publish_with_fifty_open_drafts_loses_none() {
    let hall = TestHall::open().await;
    let (window, staff) = (hall.clerk().await, hall.desk("00", "0801").await);
    let mut drafts = Vec::new();
    for _ in 0..50 {
        let mut draft = window.complete(ITEM);
        draft.edition = "20261120-1".to_owned();
        let (status, _) = window
            .send(&window.envelope(SaveDraft { draft: draft.clone() }))
            .await;
        assert_eq!(status, 200);
        drafts.push(draft);
    }
    let changed = items(ITEM, |item| {
        item["promisedDays"] = 2.into();
        item["fields"].as_array_mut().unwrap().remove(0);
    });
    let (status, _) = publish(&staff, with_items(changed)).await;
    assert_eq!(status, 200);
    let (_, kept) = window.get("/v1/drafts").await;
    let kept: Vec<cases::case::Draft> = serde_json::from_value(kept).unwrap();
    assert_eq!(kept.len(), 50);
    for draft in &drafts {
        let same = kept.iter().find(|one| one.id == draft.id).unwrap();
        assert_eq!((&same.edition, &same.form), (&draft.edition, &draft.form));
    }
    // Judged and dated by the edition it was opened under.
    assert_eq!(window.accept(&drafts[0]).await["dueDay"], "2026-11-27");
    let (_, problem) = window
        .send(&window.envelope(Accept {
            draft: cases::case::Draft {
                edition: "20261121-1".to_owned(),
                ..drafts[1].clone()
            },
            approval: None,
        }))
        .await;
    assert_eq!(problem["code"], "YC-2415");
}

fn program(arguments: &[&str], data: Option<&Path>) -> Output {
    let mut program = Program::new(env!("CARGO_BIN_EXE_yichuang-hall"));
    program
        .arg("catalogue")
        .args(arguments)
        .env("YICHUANG_LOG", "off");
    if let Some(data) = data {
        program.env("YICHUANG_HALL_DATA", data);
    }
    program.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn folder(items: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in FILES {
        std::fs::write(folder.path().join(file), text(file)).unwrap();
    }
    std::fs::write(folder.path().join("items.json"), items).unwrap();
    folder
}

/// The day that the program sees.
fn numbers(output: &Output) -> Vec<String> {
    said(output)
        .lines()
        .filter_map(|line| line.strip_prefix("edition "))
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_command_checks_publishes_lists_compares_and_rolls_back() {
    let data = tempfile::tempdir().unwrap();
    let data = Some(data.path());
    let (first, second) = (folder(&text("items.json")), folder(&promised(2)));
    let [first, second] = [&first, &second].map(|folder| folder.path().to_str().unwrap());
    assert!(said(&program(&["check", first], None)).contains("32 items"));
    let nothing = program(&["list"], data);
    assert!(!nothing.status.success() && complained(&nothing).contains("YC-2012"));

    let published = program(&["publish", first, "--by", "0700"], data);
    assert!(published.status.success(), "{}", complained(&published));
    let one = numbers(&published).remove(0);
    assert!(one.ends_with("-1"), "{one}");
    let published = program(&["publish", second, "--by", "0700", "--note", "时限缩短"], data);
    assert!(
        said(&published).contains("added 0 · changed 1 · removed 0"),
        "{}",
        said(&published)
    );
    let two = numbers(&published).remove(0);
    let same = program(&["publish", second], data);
    assert!(!same.status.success() && complained(&same).contains("YC-2953"));
    let stale = program(&["publish", first, "--previous", &one], data);
    assert!(!stale.status.success() && complained(&stale).contains("YC-2952"));

    let compared = program(&["diff", &one, &two], data);
    let lines: Vec<String> = said(&compared).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with(&format!("~ items.json#{ITEM} ")));
    assert!(
        lines[1].contains("承诺时限：5 ") && lines[1].contains("promised limit: 5 "),
        "{}",
        lines[1]
    );
    let back = program(&["rollback", &one, "--note", "有误"], data);
    assert!(
        said(&back).contains(&format!("回退 {one}")),
        "{}",
        complained(&back)
    );
    assert_eq!(numbers(&program(&["list"], data)).len(), 3);
    let unknown = program(&["diff", &one, "20200101-1"], data);
    assert!(!unknown.status.success() && complained(&unknown).contains("YC-2950"));
}

#[test]
fn the_command_refuses_what_check_refuses_and_publishes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let broken = folder(&items(ITEM, |item| item["baseCode"] = "1".into()));
    let dir = broken.path().to_str().unwrap();
    let checked = program(&["check", dir], None);
    let published = program(&["publish", dir], Some(data.path()));
    assert_eq!(published.status.code(), Some(2));
    assert_eq!(complained(&checked), complained(&published));
    assert!(complained(&published).contains("YC-1303"));
    assert!(numbers(&program(&["list"], Some(data.path()))).is_empty());
    // 200 MB are refused by their size; nothing of them is read.
    let large = folder("[]");
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(large.path().join("items.json"))
        .unwrap();
    file.set_len(200_000_000).unwrap();
    let refused = program(&["publish", large.path().to_str().unwrap()], Some(data.path()));
    assert_eq!(refused.status.code(), Some(2));
    let complaint = complained(&refused);
    assert!(
        complaint.contains("YC-1356") && complaint.contains("smaller than 200 MB"),
        "{complaint}"
    );
    assert!(!complaint.contains("YC-1301"));
}

/// A program beside the running hall publishes: the hall works by it and tells its windows.
#[tokio::test]
async fn a_running_hall_notices_what_was_published_beside_it() {
    let data = tempfile::tempdir().unwrap();
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut setup = config(&clock, OutsideSource::Fixed(province.outside()));
    setup.data_dir = Some(data.path().to_owned());
    let hall = TestHall::open_with(setup, province, clock).await;
    let window = hall.clerk().await;
    let feed = window.request("GET", "/v1/feed").send().await.unwrap();
    let mut feed = feed.bytes_stream();
    let second = folder(&promised(2));
    let dir = second.path().to_owned();
    let place = data.path().to_owned();
    let published =
        tokio::task::spawn_blocking(move || program(&["publish", dir.to_str().unwrap()], Some(&place)))
            .await
            .unwrap();
    assert!(published.status.success(), "{}", complained(&published));
    let number = numbers(&published).remove(0);
    let mut heard = String::new();
    while !heard.contains(&number) {
        let chunk = feed.next().await.unwrap().unwrap();
        heard.push_str(&String::from_utf8_lossy(&chunk));
    }
    assert!(heard.contains(r#""what":"edition""#), "{heard}");
    let newest = head(&window).await.edition.read().unwrap();
    assert_eq!((newest.number.as_str(), newest.sequence), (number.as_str(), 2));
    let draft = cases::case::Draft {
        edition: number,
        ..window.complete(ITEM)
    };
    assert_eq!(window.accept(&draft).await["dueDay"], "2026-11-24");
}

/// SM2 signs where the hall's file says so, or where such a key is given; the key before says that it is the next.
#[tokio::test]
async fn another_key_takes_over_and_is_endorsed() {
    let data = tempfile::tempdir().unwrap();
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let open = async |signing: Signing| {
        let mut setup = config(&clock, OutsideSource::Fixed(province.outside()));
        setup.data_dir = Some(data.path().to_owned());
        setup.signing = signing;
        TestHall::open_with(setup, province.clone(), clock.clone()).await
    };
    let hall = open(Signing::default()).await;
    let first = head(&hall.clerk().await).await;
    let pinned: Vec<PublicKey> = first.keys.iter().map(|key| key.key.clone()).collect();
    assert_eq!((pinned.len(), pinned[0].suite), (1, Suite::Ed25519Sha256));
    hall.running.shutdown().await;

    let hall = open(Signing {
        key: None,
        suite: Some(Suite::Sm2Sm3),
    })
    .await;
    let staff = hall.desk("00", "0801").await;
    let (status, reply) = publish(&staff, with_items(promised(2))).await;
    assert_eq!(status, 200, "{reply}");
    let now = head(&staff).await;
    let keys: Vec<PublishedKey> = now.keys.clone();
    assert_eq!(keys.len(), 2);
    let newest: &SignedManifest = &now.edition;
    assert!(newest.open(&pinned).is_err());
    let said = newest.open(&follow_keys(&pinned, &keys)).unwrap();
    assert!(said.content.starts_with("sm3:") && said.suite == Suite::Sm2Sm3);
    // Back to what another suite had digested.
    let (status, reply) = staff
        .post(
            "/v1/catalogue/rollback",
            &json!({ "to": first.edition.read().unwrap().number }),
        )
        .await;
    assert_eq!(status, 200, "{reply}");
    assert!(manifest(&reply["edition"]).content.starts_with("sm3:"));
    hall.running.shutdown().await;

    // A key that is kept stays, and a given one is taken.
    let hall = open(Signing::default()).await;
    assert_eq!(hall.running.catalogue_key(), Some(keys[1].key.clone()));
    hall.running.shutdown().await;
    let given = SecretKey::new(Suite::Ed25519Sha256, [5; 32]).unwrap();
    let hall = open(Signing {
        key: Some(given.clone()),
        suite: None,
    })
    .await;
    assert_eq!(hall.running.catalogue_key(), given.public());
    assert_eq!(head(&hall.clerk().await).await.keys.len(), 3);
    hall.running.shutdown().await;
}

/// A store of before editions had numbers: what drafts and cases are pinned to gets a number and stays readable.
#[tokio::test]
async fn editions_that_were_kept_as_files_are_numbered() {
    let data = tempfile::tempdir().unwrap();
    SqliteStore::open(data.path(), None).unwrap().close().await;
    let files = json!({
        "items": text("items.json"), "data_elements": text("data_elements.json"), "codelists": text("codelists.json"),
        "calendar": text("calendar.json"), "conditions": text("conditions.json"),
    });
    let store = rusqlite::Connection::open(data.path().join("hall.db")).unwrap();
    store
        .execute(
            "INSERT INTO edition (edition, files, seen_at) VALUES ('0123456789abcdef', ?1, 1790000000000)",
            [files.to_string()],
        )
        .unwrap();
    drop(store);
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut setup = config(&clock, OutsideSource::Fixed(province.outside()));
    setup.data_dir = Some(data.path().to_owned());
    let second = folder(&promised(2));
    setup.catalogue = CatalogueSource::Folder(second.path().to_owned());
    let hall = TestHall::open_with(setup, province, clock).await;
    let window = hall.clerk().await;
    let (_, old) = window.get("/v1/catalogue/editions/0123456789abcdef").await;
    let old = manifest(&old);
    assert_eq!((old.number.as_str(), old.sequence), ("20260921-1", 1));
    let pinned = cases::case::Draft {
        edition: "0123456789abcdef".to_owned(),
        ..window.complete(ITEM)
    };
    assert_eq!(window.accept(&pinned).await["dueDay"], "2026-11-27");
    assert_eq!(head(&window).await.edition.read().unwrap().number, "20261120-1");
}
