//! 告知与同意 at the hall: no look without the legal base it rests on, and a grant that ends in mid-case.

use cases::case::Draft;
use cases::consent::{Answered, Consent, Giver, How, Named};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, OTHER_NUMBER, TestHall, Window, code};

/// 公共服务: its looks rest on consent.
const ITEM: &str = "wj-parenting";
/// 行政给付: its looks rest on the law, those at health data apart.
const BENEFIT: &str = "mz-disability-subsidy";

fn now() -> Timestamp {
    FRIDAY.parse().unwrap()
}

fn set(source: &str, base: &str, of: &str) -> Named {
    Named {
        source: source.to_owned(),
        base: base.to_owned(),
        of: of.to_owned(),
    }
}

/// He was asked about these and agreed to those.
fn said(draft: &mut Draft, asked: &[Named], agreed: Option<&[Named]>) {
    let person = &draft.party.person;
    let by = Giver {
        name: person.name.clone(),
        number: person.id_number.clone(),
    };
    let place = i64::try_from(draft.heard.consents.len()).unwrap();
    let question = Consent {
        item: draft.item.clone(),
        purpose: "测试".to_owned(),
        asked: asked.to_vec(),
        until: now() + SignedDuration::from_hours(8),
        asked_at: now() + SignedDuration::from_secs(place),
        answer: agreed.map(|agreed| Answered {
            how: How::Screen,
            by,
            agreed: agreed.to_vec(),
            at: now(),
        }),
        withdrawn: Vec::new(),
    };
    draft.heard.ask(question);
    draft.revision += 1;
}

fn silent(window: &Window, item: &str, number: &str, visit: Uuid) -> Draft {
    Draft {
        visit,
        heard: Default::default(),
        ..window.complete_for(item, number)
    }
}

async fn query(
    window: &Window,
    draft: &Draft,
    dataset: &str,
    elements: &[&str],
    number: &str,
) -> (u16, Json) {
    let role = if draft.item == ITEM { "mother" } else { "applicant" };
    let ask = json!({
        "visit": draft.visit, "draft": draft.id, "item": draft.item, "dataset": dataset,
        "subject": { "role": role, "idType": "111", "idNumber": number, "name": "林试" },
        "elements": elements,
    });
    window.post("/v1/gateway/query", &ask).await
}

async fn saved(window: &Window, draft: &Draft) -> String {
    window.save(draft).await;
    let (_, answer) = query(window, draft, "population", &["person.name"], NUMBER).await;
    code(&answer).to_owned()
}

#[tokio::test]
async fn promise_08_no_look_leaves_without_the_word_its_base_wants() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let mut draft = silent(&window, ITEM, NUMBER, visit);
    let ours = set("population", "consent", NUMBER);
    let sets = std::slice::from_ref(&ours);
    assert_eq!(saved(&window, &draft).await, "YC-1220");
    said(&mut draft, sets, None);
    assert_eq!(saved(&window, &draft).await, "YC-1220", "asked, and not answered");
    said(&mut draft, sets, Some(&[]));
    assert_eq!(saved(&window, &draft).await, "YC-1221");
    said(
        &mut draft,
        &[set("population", "consent", OTHER_NUMBER)],
        Some(&[]),
    );
    let mut other = silent(&window, ITEM, NUMBER, visit);
    let theirs = [set("population", "consent", OTHER_NUMBER)];
    said(&mut other, &theirs, Some(&theirs));
    assert_eq!(saved(&window, &other).await, "YC-1225", "of another person");
    assert_eq!(hall.province.asked_count(), 0);

    said(&mut draft, sets, Some(sets));
    assert_eq!(saved(&window, &draft).await, "");
    assert_eq!(hall.province.asked_count(), 1);
    draft.heard.withdraw(sets, now() + SignedDuration::from_secs(60));
    draft.revision += 1;
    assert_eq!(saved(&window, &draft).await, "YC-1222");
    // A desk that forgets it does not undo it.
    draft.heard.consents.last_mut().unwrap().withdrawn.clear();
    draft.revision += 1;
    assert_eq!(saved(&window, &draft).await, "YC-1222");
    said(&mut draft, sets, Some(sets));
    assert_eq!(saved(&window, &draft).await, "", "given anew");
    hall.clock.advance(SignedDuration::from_hours(9));
    assert_eq!(saved(&window, &draft).await, "YC-1225", "it is over");
    assert_eq!(hall.province.asked_count(), 2);

    let log = hall.store().audit(0, 1_000).await.unwrap();
    let said: Vec<&str> = log
        .iter()
        .filter_map(|line| line.deed.strip_prefix("consent:"))
        .collect();
    assert_eq!(
        said,
        ["refused", "given", "refused", "given", "withdrawn", "given"]
    );
    let look = log.iter().find(|line| line.deed == "look:population").unwrap();
    assert!(
        look.purpose
            .ends_with("；依据consent，申请人屏确认，本人 2026-11-20T02:00:00Z"),
        "{look:?}"
    );
    assert!(!serde_json::to_string(&log).unwrap().contains(NUMBER));
}

#[tokio::test]
async fn what_the_law_lets_be_looked_up_needs_no_word_and_sensitive_data_one_of_its_own() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let visit = window.open_visit().await;
    let mut draft = silent(&window, BENEFIT, NUMBER, visit);
    window.save(&draft).await;
    let (status, reply) = query(&window, &draft, "population", &["person.name"], NUMBER).await;
    assert_eq!(status, 200, "{reply}");
    let health = ["person.disabilityLevel"];
    let look = async |draft: &Draft| {
        window.save(draft).await;
        let (_, answer) = query(&window, draft, "disability", &health, NUMBER).await;
        code(&answer).to_owned()
    };
    assert_eq!(look(&draft).await, "YC-1220");
    let beside = [set("disability", "consent", NUMBER)];
    said(&mut draft, &beside, Some(&beside));
    assert_eq!(look(&draft).await, "YC-1223", "another word does not cover it");
    let apart = [set("disability", "health", NUMBER)];
    said(&mut draft, &apart, Some(&apart));
    assert_eq!(look(&draft).await, "");

    // The list of looks says on what each rested.
    let (_, _) = window
        .post(
            &format!("/v1/visits/{visit}/people"),
            &json!({ "by": "card", "card": { "name": "林试", "idType": "111", "idNumber": NUMBER } }),
        )
        .await;
    let path = format!("/v1/visits/{visit}/looks");
    let (status, listed) = window.post(&path, &json!({ "idNumber": NUMBER })).await;
    assert_eq!(status, 200, "{listed}");
    let looks = listed["looks"].as_array().unwrap();
    let of = |dataset: &str| {
        let found = looks
            .iter()
            .find(|look| look["dataset"] == dataset && look["refused"].is_null() && look["item"] != "*");
        found.unwrap_or_else(|| panic!("{dataset}: {listed}"))
    };
    assert_eq!(
        (&of("population")["base"], &of("population")["consent"]),
        (&json!("duty"), &Json::Null)
    );
    let apart = of("disability");
    assert_eq!(apart["base"], "health");
    assert_eq!(
        apart["consent"],
        json!({ "how": "screen", "by": "own", "at": "2026-11-20T02:00:00Z" })
    );
    drop(above);
}

#[tokio::test]
async fn promise_08_of_a_child_nothing_is_looked_up_without_its_guardian() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let child = child();
    let mut draft = silent(&window, BENEFIT, NUMBER, visit);
    let mut young = draft.party.person.clone();
    young.id_number.clone_from(&child);
    draft.subjects.insert("applicant".to_owned(), young);
    let look = async |draft: &Draft| {
        window.save(draft).await;
        let (_, answer) = query(&window, draft, "population", &["person.name"], &child).await;
        code(&answer).to_owned()
    };
    // The law alone does not do for a child.
    assert_eq!(look(&draft).await, "YC-1224");
    let theirs = [set("population", "child", &child)];
    draft.party.as_agent = true;
    draft.subjects.remove("guardian");
    said(&mut draft, &theirs, Some(&theirs));
    assert_eq!(look(&draft).await, "YC-1224", "an agent is no guardian");
    draft.party.as_agent = false;
    draft.revision += 1;
    assert_eq!(look(&draft).await, "");
}

/// A valid number of a child of nine.
fn child() -> String {
    let valid =
        |number: &String| cases::identity::ResidentId::parse(number, "2026-11-20".parse().unwrap()).is_ok();
    let numbers = "0123456789X"
        .chars()
        .map(|check| format!("35019920170101001{check}"));
    numbers.into_iter().find(valid).unwrap()
}

/// A grant that ends in mid-case: what was read before stands with its origin, and nothing more is read.
#[tokio::test]
async fn promise_08_a_grant_that_ends_in_mid_case_stops_the_looks_and_leaves_what_was_read() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let mut draft = Draft {
        visit,
        ..window.complete_for(ITEM, NUMBER)
    };
    window.save(&draft).await;
    let (status, reply) = query(&window, &draft, "population", &["person.name"], NUMBER).await;
    assert_eq!(status, 200, "{reply}");
    let key = crate::harness::item(ITEM)
        .fields
        .iter()
        .find(|field| field.data_element == "person.name" && field.subject == "mother")
        .unwrap()
        .key
        .clone();
    let held = draft.form.get_mut(&key).unwrap().held.as_mut().unwrap();
    held.from.kind = cases::form::SourceKind::Registry;
    held.from.dataset = Some("population".to_owned());
    held.from.grant = Some(reply["grant"].as_str().unwrap().to_owned());
    held.from.base = Some("consent".to_owned());
    draft.revision += 1;
    window.save(&draft).await;

    let above = hall.signed_in("S1", "0801").await;
    let withdraw = json!({ "id": reply["grant"], "why": "授权到期" });
    assert_eq!(above.post("/v1/grants/withdraw", &withdraw).await.0, 200);
    let asked = hall.province.asked_count();
    let (status, problem) = query(&window, &draft, "population", &["person.name"], NUMBER).await;
    assert_eq!((status, code(&problem)), (403, "YC-2303"));
    let zh = problem["zh"].as_str().unwrap();
    assert!(
        zh.contains("2026-11-20 10:00撤销") && zh.contains("此前取得的内容不受影响"),
        "{zh}"
    );
    assert_eq!(hall.province.asked_count(), asked, "nothing left the hall");

    // The case goes on, with the value and where it came from in the department's parcel.
    draft.revision += 1;
    let accepted = window.accept(&draft).await;
    assert_eq!(accepted["outcome"], "accepted", "{accepted}");
    let parcels = hall.province.parcels_arrived(1).await;
    let form = parcels[0]["form"].as_array().unwrap();
    let field = form.iter().find(|field| field["key"] == key.as_str()).unwrap();
    assert_eq!(
        (&field["grant"], &field["base"]),
        (&reply["grant"], &json!("consent"))
    );
}
