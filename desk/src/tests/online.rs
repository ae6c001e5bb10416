//! An intake that was begun online: its values beside everybody else's, its files in their slots, and what its applicant
//! does online meanwhile.

use cases::online::Fetched;
use cases::wire::feed::{Change as FeedChange, What};
use cases::wire::online::OnlineCase;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::fake_hall::USCC;
use super::{TestDesk, field, intake, set};
use crate::view::desk::DeskEvent;
use crate::view::intake::{Change, IntakeView};

const ID: &str = "WS350199000001";

fn case(revision: u64, number: &str, change: impl FnOnce(&mut Json)) -> OnlineCase {
    let mut application = json!({
        "applicationId": ID, "revision": revision, "region": "350199", "itemCode": "000113003000",
        "applicant": { "kind": "body", "name": "测试公司", "uscc": USCC },
        "filer": { "name": "林思远", "idType": "111", "idNumber": number, "relation": "legalRep" },
        "values": [
            { "fact": "enterprise/enterprise.email", "label": "邮箱", "value": "online@example.cn" },
            { "fact": "acc/acc.software", "label": "软件", "value": "网上软件" },
            { "fact": "acc/acc.clients", "label": "户数", "value": "许多" },
            { "fact": "acc/acc.retired", "label": "旧版栏目", "value": "350199199003070011" },
            { "fact": "apply/apply.promiseMode", "label": "承诺方式", "value": true },
            { "fact": "apply/apply.truth", "label": "声明", "value": true,
              "proof": { "by": "省网上办事大厅", "reference": "SIGN-1", "at": "2026-11-19T02:00:00Z" } }
        ],
        "files": [],
        "preReview": { "passed": false, "by": "预审", "at": "2026-11-19T03:00:00Z", "findings": [
            { "text": "软件名称不全", "fact": "acc/acc.software" }, { "text": "带原件" } ] },
        "submittedAt": "2026-11-19T02:00:00Z"
    });
    change(&mut application);
    let application: cases::online::Application = serde_json::from_value(application).unwrap();
    OnlineCase {
        files: vec![Fetched::Here; application.files.len()],
        application,
        item: "cz-bookkeeping".to_owned(),
    }
}

async fn taken(test: &mut TestDesk, change: impl FnOnce(&mut Json)) -> (IntakeView, String) {
    let number = test.with_visitor().await;
    test.hall.doing().online = Some(case(1, &number, change));
    let view = test.desk.take_online(ID).await.unwrap();
    test.until(|desk| {
        let delta = intake(desk).delta;
        delta.sources.iter().all(|source| source.state != "asking")
    })
    .await;
    (view, number)
}

/// The key of the field with this fact.
fn key(test: &TestDesk, fact: &str) -> String {
    let book = test.desk.book().unwrap();
    let item = book.catalogue.item("cz-bookkeeping").unwrap();
    let field = item.fields.iter().find(|field| field.fact == fact).unwrap();
    field.key.clone()
}

fn online(desk: &crate::Desk) -> crate::view::online::OnlineView {
    intake(desk).delta.online.expect("begun online")
}

async fn changes(test: &mut TestDesk, of: OnlineCase) {
    test.hall.doing().online = Some(of);
    let what = What::Online {
        application: ID.to_owned(),
        desk: Some("08".to_owned()),
    };
    test.desk.hear(FeedChange { cursor: 1, what }).await;
}

fn troubles(test: &mut TestDesk) -> Vec<String> {
    let mut codes = Vec::new();
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::Trouble { trouble } = event {
            codes.push(trouble.code);
        }
    }
    codes
}

#[tokio::test]
async fn promise_05_what_was_said_online_knows_its_source_and_no_act_is_pre_set() {
    let mut test = TestDesk::signed_in().await;
    let (view, _) = taken(&mut test, |_| {}).await;
    assert_eq!(
        view.party.body.as_ref().map(|body| body.uscc.as_str()),
        Some(USCC)
    );
    let now = intake(&test.desk);
    let software = field(&test.desk, &key(&test, "acc/acc.software"));
    let chip = software.chip.as_ref().unwrap();
    assert_eq!((chip.kind.as_str(), chip.label.as_str()), ("online", "网上申报"));
    assert_eq!(chip.record_id.as_deref(), Some("WS350199000001/1"));
    assert_eq!(software.text, "网上软件");

    // Signed online with proof: laid before him again. Not signed: not at all.
    let truth = field(&test.desk, &key(&test, "apply/apply.truth"));
    assert!(!truth.filled && truth.conflict.len() == 1, "{truth:?}");
    assert_eq!(
        truth.trouble.as_ref().map(|trouble| trouble.code.as_str()),
        Some("YC-1412")
    );
    let mode = field(&test.desk, &key(&test, "apply/apply.promiseMode"));
    assert!(!mode.filled && mode.conflict.is_empty());
    let choose = Change::Choose {
        key: truth.key.clone(),
        index: 0,
    };
    let delta = test
        .desk
        .edit_intake(&now.id, now.delta.revision, &[choose])
        .unwrap();
    assert!(
        delta
            .fields
            .iter()
            .any(|field| field.key == truth.key && field.filled)
    );

    let strip = online(&test.desk);
    let review = strip.review.unwrap();
    assert!(!review.passed);
    assert_eq!(
        (review.remarks[0].at.as_str(), &review.remarks[0].id),
        ("field", &software.key)
    );
    assert_eq!(review.remarks[1].at, "");
    let left: Vec<(&str, &str)> = strip
        .left
        .iter()
        .map(|left| (left.name.as_str(), left.why.as_str()))
        .collect();
    assert!(left.contains(&("旧版栏目", "notAsked")), "{left:?}");
    assert!(left.contains(&("承诺方式", "ownAct")));
    assert!(left.iter().any(|(_, why)| *why == "misshapen"), "{left:?}");
    // What nobody knows the kind of is masked like a number.
    let old = strip.left.iter().find(|left| left.name == "旧版栏目").unwrap();
    assert_eq!(old.said, "350199********0011");
}

#[tokio::test]
async fn a_later_change_is_offered_beside_what_stands_and_typed_words_stay() {
    let mut test = TestDesk::signed_in().await;
    let (_, number) = taken(&mut test, |_| {}).await;
    let now = intake(&test.desk);
    let (software, email) = (
        key(&test, "acc/acc.software"),
        key(&test, "enterprise/enterprise.email"),
    );
    test.desk
        .edit_intake(&now.id, now.delta.revision, &[set(&software, "窗口软件")])
        .unwrap();
    troubles(&mut test);
    let second = case(2, &number, |json| {
        json["values"][0]["value"] = json!("later@example.cn");
        json["values"][1]["value"] = json!("网上软件二版");
        json["values"].as_array_mut().unwrap().truncate(2);
    });
    changes(&mut test, second.clone()).await;
    assert_eq!(troubles(&mut test), ["YC-5592"]);
    intake(&test.desk);
    let typed = field(&test.desk, &software);
    assert_eq!(typed.text, "窗口软件");
    assert!(
        typed.others.iter().any(|offer| offer.text == "网上软件二版"),
        "{typed:?}"
    );
    let asked = field(&test.desk, &email);
    let offered: Vec<&str> = asked.conflict.iter().map(|offer| offer.text.as_str()).collect();
    assert!(
        offered.contains(&"online@example.cn") && offered.contains(&"later@example.cn"),
        "{offered:?}"
    );
    let strip = online(&test.desk);
    assert_eq!(strip.revision, 2);
    assert!(
        strip.left.iter().any(|left| left.why == "takenBack"),
        "{:?}",
        strip.left
    );
    assert!(!strip.changed.is_empty());
    // The same again, and an older one that comes late, change nothing and say nothing.
    let before = intake(&test.desk).delta.revision;
    changes(&mut test, second).await;
    changes(&mut test, case(1, &number, |_| {})).await;
    assert_eq!(troubles(&mut test), Vec::<String>::new());
    assert_eq!(intake(&test.desk).delta.revision, before);
}

#[tokio::test]
async fn withdrawn_or_accepted_online_is_said_once_and_nothing_typed_is_lost() {
    let mut test = TestDesk::signed_in().await;
    let (_, number) = taken(&mut test, |_| {}).await;
    troubles(&mut test);
    changes(
        &mut test,
        case(2, &number, |json| json["state"] = json!("withdrawn")),
    )
    .await;
    changes(
        &mut test,
        case(2, &number, |json| json["state"] = json!("withdrawn")),
    )
    .await;
    assert_eq!(troubles(&mut test), ["YC-5593"]);
    assert_eq!(online(&test.desk).state, "withdrawn");
    assert_eq!(
        field(&test.desk, &key(&test, "acc/acc.software")).text,
        "网上软件"
    );
    // Put back with a reason; the intake is gone from here.
    assert_eq!(test.desk.put_back_online(" ").await.unwrap_err().code, "YC-5596");
    let view = test.desk.put_back_online("不办了").await.unwrap();
    assert!(view.intake.is_none());
    assert_eq!(test.hall.doing().released, ["不办了"]);
}

#[tokio::test]
async fn files_lie_in_their_slots_as_they_were_named_or_say_why_not() {
    let mut test = TestDesk::signed_in().await;
    let blank = super::blank_pdf();
    let digest = hex::encode(Sha256::digest(&blank));
    let broken = b"%PDF-1.7 cut".to_vec();
    let broken_digest = hex::encode(Sha256::digest(&broken));
    test.hall.doing().files.insert(digest.clone(), blank);
    test.hall.doing().files.insert(broken_digest.clone(), broken);
    taken(&mut test, |json| {
        let file = |name: &str, digest: &str| json!({ "material": "代理记账业务内部规范", "name": name, "digest": digest, "bytes": 9 });
        json["files"] = json!([file("规范.pdf", &digest), file("坏.pdf", &broken_digest)]);
    })
    .await;
    test.until(|desk| online(desk).left.iter().all(|left| left.why != "onItsWay"))
        .await;
    let slot = intake(&test.desk)
        .delta
        .slots
        .into_iter()
        .find(|slot| slot.material == "cz-bookkeeping-m05")
        .unwrap();
    assert_eq!(slot.how.as_deref(), Some("files"));
    assert!(slot.satisfied);
    let strip = online(&test.desk);
    let left = strip.left.iter().find(|left| left.said == "坏.pdf").unwrap();
    assert_eq!(left.why, "notTaken");
    assert!(left.trouble.is_some());
}

#[tokio::test]
async fn what_is_another_persons_is_not_taken_up_and_goes_back() {
    let mut test = TestDesk::signed_in().await;
    let number = test.with_visitor().await;
    test.hall.doing().online = Some(case(1, &number, |json| {
        json["applicant"] =
            json!({ "kind": "person", "name": "陈试", "idType": "111", "idNumber": "350199198506152022" });
        json["filer"]["relation"] = json!("agent");
    }));
    assert_eq!(test.desk.take_online(ID).await.unwrap_err().code, "YC-5590");
    assert_eq!(test.hall.doing().released.len(), 1);
    test.hall.doing().online = Some(OnlineCase {
        item: "gone".to_owned(),
        ..case(1, &number, |_| {})
    });
    assert_eq!(test.desk.take_online(ID).await.unwrap_err().code, "YC-5591");
    // Nobody there: nothing to see.
    let other = TestDesk::signed_in().await;
    assert!(other.desk.online_offers().await.is_err());
    test.events.close();
}
