//! For those who keep the catalogue: schemas, what is wrong in a folder, an item's history, usage, and what is too large.

use std::process::Command as Program;

use cases::catalogue::schema;
use cases::wire::edition::{CatalogueState, ItemHistory, Usage, VersionKind};
use cases::wire::intake::Command::SaveDraft;
use hall::{CatalogueSource, OutsideSource};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{FRIDAY, Province, TOKEN, TestClock, TestHall, Window, config};

const ITEM: &str = "cz-bookkeeping";

fn items() -> Json {
    let path = format!("{}/../catalogue/items.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn at(items: &Json, id: &str) -> usize {
    let all = items.as_array().unwrap();
    all.iter().position(|item| item["id"] == id).unwrap()
}

async fn publish(staff: &Window, note: &str, items: &Json) -> String {
    // Nothing beside the items speaks of one of them, so that one may go.
    let files = json!({
        "items.json": items.to_string(), "bundles.json": r#"{"bundles":[]}"#, "known_faults.json": "[]",
        "everyday.json": "{}", "answers.json": "[]",
    });
    let body = json!({ "note": note, "files": files });
    let (status, reply) = staff.post("/v1/catalogue/editions", &body).await;
    assert_eq!(status, 200, "{reply}");
    let manifest: Json = serde_json::from_str(reply["edition"]["manifest"].as_str().unwrap()).unwrap();
    manifest["number"].as_str().unwrap().to_owned()
}

/// An editor that follows a schema brings no token.
#[tokio::test]
async fn every_schema_is_served_to_everybody() {
    let hall = TestHall::open().await;
    let get = async |path: &str| {
        let url = format!("{}{path}", hall.running.url);
        hall.http.get(url).send().await.unwrap()
    };
    for name in ["items", "papers.json", "known_faults.schema.json"] {
        let reply = get(&format!("/v1/schemas/catalogue/{name}")).await;
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.headers()["content-type"], "application/schema+json");
        let schema: Json = reply.json().await.unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let whole: Json = get("/v1/schemas/catalogue").await.json().await.unwrap();
    assert_eq!(whole["$defs"].as_object().unwrap().len(), schema::ALL.len());
    assert_eq!(get("/v1/schemas/catalogue/secrets").await.status(), 404);
    assert_eq!(get("/v1/catalogue").await.status(), 401);
}

#[tokio::test]
async fn an_item_is_followed_through_the_editions() {
    let hall = TestHall::open().await;
    let (clerk, staff) = (hall.clerk().await, hall.desk("00", "0801").await);
    let mut changed = items();
    let place = at(&changed, ITEM);
    changed[place]["promisedDays"] = 2.into();
    let second = publish(&staff, "时限缩短", &changed).await;
    let gone = changed.as_array_mut().unwrap().remove(place);
    let third = publish(&staff, "暂停办理", &changed).await;
    changed.as_array_mut().unwrap().push(gone);
    let fourth = publish(&staff, "恢复办理", &changed).await;
    let path = format!("/v1/catalogue/history?item={ITEM}");
    let history: ItemHistory = serde_json::from_value(clerk.get(&path).await.1).unwrap();
    let said: Vec<(&str, VersionKind, usize)> = history
        .versions
        .iter()
        .map(|one| (one.number.as_str(), one.kind, one.said.len()))
        .collect();
    assert_eq!(
        said,
        [
            (fourth.as_str(), VersionKind::Added, 0),
            (third.as_str(), VersionKind::Removed, 0),
            (second.as_str(), VersionKind::Changed, 1),
            ("20261120-1", VersionKind::Added, 0),
        ]
    );
    assert_eq!(
        (history.total, history.versions[2].note.as_str()),
        (4, "时限缩短")
    );
    assert!(history.versions[2].said[0].zh.contains("2 工作日"));
    // Another item came once and never changed; one that never was has no history.
    let other = clerk.get("/v1/catalogue/history?item=ga-idcard").await.1;
    assert_eq!(other["total"], 1);
    assert_eq!(clerk.get("/v1/catalogue/history?item=a%26b").await.0, 404);
}

#[tokio::test]
async fn usage_counts_intakes_and_drafts_and_is_for_catalogue_staff() {
    let hall = TestHall::open().await;
    let (clerk, staff) = (hall.clerk().await, hall.desk("00", "0801").await);
    assert_eq!(clerk.get("/v1/catalogue/usage").await.0, 403);
    let before: Usage = serde_json::from_value(staff.get("/v1/catalogue/usage").await.1).unwrap();
    let of = |usage: &Usage, item: &str| usage.items.iter().find(|one| one.item == item).cloned();
    let counts = |usage: &Usage| {
        of(usage, ITEM).map_or((0, 0, 0, 0), |one| {
            (one.month, one.year, one.accepted, one.drafts)
        })
    };
    let (month, year, accepted, drafts) = counts(&before);
    clerk.accept(&clerk.complete(ITEM)).await;
    let draft = clerk.complete(ITEM);
    clerk.send(&clerk.envelope(SaveDraft { draft })).await;
    let after: Usage = serde_json::from_value(staff.get("/v1/catalogue/usage").await.1).unwrap();
    assert_eq!(counts(&after), (month + 2, year + 2, accepted + 1, drafts + 1));
    assert_eq!(after.unused + after.items.len() as u64, 32);
    assert!(after.items.is_sorted_by(|one, other| one.year >= other.year));
}

/// A folder with faults: what is wrong is withheld and said, what only says less is served; a publish puts it right.
#[tokio::test]
async fn what_cannot_be_trusted_is_withheld_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let house = format!("{}/../catalogue", env!("CARGO_MANIFEST_DIR"));
    for file in std::fs::read_dir(&house).unwrap().map(Result::unwrap) {
        if file.path().is_file() {
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
    }
    let mut broken = items();
    let (wrong, silent, first, second) = (
        at(&broken, ITEM),
        at(&broken, "scjg-food-licence"),
        at(&broken, "ga-seal"),
        at(&broken, "ga-idcard"),
    );
    broken[wrong]["dayUnit"] = "天".into();
    broken[silent]["reviewPoints"][0]
        .as_object_mut()
        .unwrap()
        .retain(|key, _| key != "cel" && key != "byPerson");
    let code = broken[first]["businessItemCode"].clone();
    broken[second]["businessItemCode"] = code;
    std::fs::write(folder.path().join("items.json"), broken.to_string()).unwrap();
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut setup = config(&clock, OutsideSource::Practice(province.url.clone()));
    setup.catalogue = CatalogueSource::Folder(folder.path().to_owned());
    let hall = TestHall::open_with(setup, province, clock).await;
    let (clerk, staff) = (hall.clerk().await, hall.desk("00", "0801").await);
    let state = async || -> CatalogueState {
        serde_json::from_value(clerk.get("/v1/catalogue/state").await.1).unwrap()
    };
    let now = state().await;
    let withheld: Vec<&str> = now.withheld.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(withheld, [ITEM, "ga-idcard", "ga-seal"]);
    let codes: Vec<&str> = now
        .faults
        .iter()
        .map(|fault| fault.trouble.code.as_str())
        .collect();
    for code in ["YC-1370", "YC-1348", "YC-1366"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    let health = clerk.get("/health").await.1;
    assert_eq!(health["withheldItems"], 3);
    assert_eq!(health["catalogueFaults"], now.faults.len());
    // Nobody applies for what is not served; what says less is taken in as ever.
    let refused = clerk
        .send(&clerk.envelope(SaveDraft {
            draft: clerk.complete(ITEM),
        }))
        .await
        .1;
    let accept = cases::wire::intake::Command::Accept {
        draft: clerk.complete(ITEM),
        approval: None,
    };
    let problem = clerk.send(&clerk.envelope(accept)).await.1;
    assert!(problem["code"].is_string(), "{problem} {refused}");
    let served = clerk.get("/v1/catalogue/history?item=scjg-food-licence").await;
    assert_eq!(served.0, 200);
    assert_eq!(
        clerk.get(&format!("/v1/catalogue/history?item={ITEM}")).await.0,
        404
    );
    publish(&staff, "改正", &items()).await;
    let now = state().await;
    assert_eq!((now.faults.len(), now.withheld.len()), (0, 0));
    assert_eq!(clerk.get("/health").await.1["withheldItems"], 0);
}

/// A request says how long it is: 200 MB are refused before one byte of them is sent.
#[tokio::test]
async fn a_file_of_200_mb_is_refused_unread() {
    let hall = TestHall::open().await;
    let staff = hall.desk("00", "0801").await;
    let address = hall.running.url.trim_start_matches("http://").to_owned();
    let mut line = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /v1/catalogue/editions HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {TOKEN}\r\n\
         x-yichuang-desk: {}\r\nx-yichuang-staff: {}\r\nidempotency-key: large-0001\r\n\
         content-type: application/json\r\ncontent-length: 200000000\r\nconnection: close\r\n\r\n",
        staff.desk, staff.session
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let mut reply = String::new();
    // Nothing of the body was sent, and the answer is there.
    line.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 413"), "{reply}");
    assert!(reply.contains("YC-1356"), "{reply}");
}

fn program(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut program = Program::new(env!("CARGO_BIN_EXE_yichuang-hall"));
    let program = program
        .arg("catalogue")
        .args(arguments)
        .env("YICHUANG_LOG", "off");
    let output = program.env_remove("YICHUANG_HALL_DATA").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_prints_and_writes_every_schema() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("made");
    let (code, said, _) = program(&["schema", into.to_str().unwrap()]);
    assert_eq!((code, said.lines().count()), (Some(0), schema::ALL.len()));
    for (name, text) in schema::ALL {
        let written = std::fs::read_to_string(into.join(format!("{name}.schema.json"))).unwrap();
        assert_eq!(written, text);
        let (code, printed, _) = program(&["schema", "--of", name]);
        assert_eq!((code, printed.trim_end()), (Some(0), text.trim_end()));
    }
    let (_, whole, _) = program(&["schema"]);
    let whole: Json = serde_json::from_str(&whole).unwrap();
    assert_eq!(whole["properties"].as_object().unwrap().len(), schema::ALL.len());
    let (code, _, complaint) = program(&["schema", "--of", "secrets"]);
    assert_eq!(code, Some(1));
    assert!(complaint.contains("known_faults"), "{complaint}");
}

/// Whoever sits before it for the first time: a broken catalogue ends with 2, and nothing else does.
#[test]
fn what_was_asked_wrongly_is_no_broken_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for arguments in [
        &["check"][..],
        &["list"],
        &["rollback"],
        &["search"],
        &["nonsense"],
    ] {
        assert_eq!(program(arguments).0, Some(1), "{arguments:?}");
    }
    assert_eq!(program(&["--help"]).0, Some(0));
    let (code, _, complaint) = program(&["check", &path("nowhere")]);
    assert_eq!((code, complaint.lines().count()), (Some(2), 1), "{complaint}");
    assert!(
        complaint.contains("没有这个文件夹") && complaint.contains("YC-1300"),
        "{complaint}"
    );
    std::fs::create_dir(path("empty")).unwrap();
    let (_, _, complaint) = program(&["check", &path("empty")]);
    assert_eq!(complaint.matches("没有这个文件").count(), 4, "{complaint}");
    let (code, _, complaint) = program(&["list", "--data", &path("empty")]);
    assert_eq!(code, Some(1));
    assert!(complaint.contains("YC-2012"), "{complaint}");
    // What has no size cannot be weighed: it is no file of a catalogue.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/dev/zero", path("empty/items.json")).unwrap();
        let (code, _, complaint) = program(&["check", &path("empty")]);
        assert_eq!(code, Some(2));
        assert!(complaint.contains("不是普通文件"), "{complaint}");
    }
}
