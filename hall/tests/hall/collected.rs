//! 数据最多采一次: what accepted cases said is told again under the rules of any look, for as long as the hall's rules say.

use std::time::Duration;

use cases::case::Draft;
use cases::case::collected::ReuseRules;
use cases::form::{SourceKind, Value};
use hall::clock::Clock;
use hall::{Hall, OpenFault, OutsideSource};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{
    FRIDAY, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, case_until, code, config,
};
use crate::void::{approved, void};

/// Both ask a person for his phone.
const PARENTING: &str = "wj-parenting";
const BENEFIT: &str = "mz-disability-subsidy";

const SHORT: &str = "[otherwise]\nsetMonths = 1\nofferedMonths = 2\nkeptMonths = 3\n
    [[rules]]\nelements = [\"person.residenceAddress\"]\nnever = true";

async fn hall_with(rules: &str) -> TestHall {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
    config.reuse = Some(toml::from_str::<ReuseRules>(rules).unwrap());
    TestHall::open_with(config, province, clock).await
}

/// Writes what the applicant states into a field of the draft.
fn state(draft: &mut Draft, element: &str, text: &str) {
    let item = crate::harness::item(&draft.item);
    let mut fields = item.fields.iter();
    let subject = if draft.item == PARENTING {
        "mother"
    } else {
        "applicant"
    };
    let field = fields
        .find(|field| field.subject == subject && field.data_element == element)
        .unwrap();
    let held = draft.form.get_mut(&field.key).unwrap().held.as_mut().unwrap();
    held.value = Value::Text(text.to_owned());
    held.from.kind = SourceKind::Typed;
}

/// A case of this person in which he states his phone; gives its slip code and number.
async fn filed(window: &Window, item: &str, phone: &str) -> (String, String) {
    let mut draft = window.complete(item);
    state(&mut draft, "person.phone", phone);
    resign(&mut draft);
    let accepted = window.accept(&draft).await;
    assert_eq!(accepted["outcome"], "accepted", "{accepted}");
    (draft.slip, accepted["caseNumber"].as_str().unwrap().to_owned())
}

/// The forms say what the draft says.
fn resign(draft: &mut Draft) {
    let digest = draft.form_digest();
    for slot in &mut draft.slots {
        if let Some(cases::material::Held::Generated { form_digest, .. }) = &mut slot.held {
            form_digest.clone_from(&digest);
        }
    }
}

async fn over(window: &Window, draft: &Draft) {
    let path = format!("/v1/visits/{}/close", draft.visit);
    let (status, said) = window.post(&path, &json!({ "outcome": "served" })).await;
    assert_eq!(status, 204, "{said}");
}

/// A new intake of the item, saved at this window, in an open visit.
async fn opened(window: &Window, item: &str) -> Draft {
    let visit = window.open_visit().await;
    let draft = Draft {
        visit,
        ..window.complete(item)
    };
    window.save(&draft).await;
    draft
}

async fn look(window: &Window, draft: &Draft, elements: &[&str], number: &str) -> (u16, Json) {
    let role = if draft.item == PARENTING {
        "mother"
    } else {
        "applicant"
    };
    let ask = json!({
        "visit": draft.visit, "draft": draft.id, "item": draft.item, "dataset": "history",
        "subject": { "role": role, "idType": "111", "idNumber": number, "name": "林试" },
        "elements": elements,
    });
    window.post("/v1/gateway/query", &ask).await
}

#[tokio::test]
async fn what_a_case_said_is_told_in_the_next_one_with_its_origin_and_nobody_outside_is_asked() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let first = opened(&window, BENEFIT).await;
    let (status, problem) = look(&window, &first, &["person.phone"], NUMBER).await;
    assert_eq!((status, code(&problem)), (404, "YC-2306"), "nobody filed before");
    over(&window, &first).await;

    let (_, number) = filed(&window, PARENTING, "13912345678").await;
    hall.clock.advance(SignedDuration::from_hours(24 * 40));
    let window = hall.clerk().await;
    let draft = opened(&window, BENEFIT).await;
    let (asked, before) = (
        hall.province.asked_count(),
        hall.store().audit(0, 10_000).await.unwrap().len(),
    );
    let (status, reply) = look(&window, &draft, &["person.phone"], NUMBER).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(
        reply["values"],
        json!({ "person.phone": "13912345678" }),
        "cut to what was asked"
    );
    assert_eq!(
        reply["origins"]["person.phone"],
        json!({
            "caseNumber": number, "asOf": reply["asOf"], "item": crate::harness::item(PARENTING).name,
            "how": "typed", "onlyOffered": false,
        })
    );
    assert_eq!(
        (&reply["recordId"], &reply["asOf"], &reply["provider"]),
        (
            &json!(number),
            &reply["origins"]["person.phone"]["asOf"],
            &json!("示范区政务服务中心")
        )
    );
    assert_eq!(hall.province.asked_count(), asked);
    let log = hall.store().audit(0, 10_000).await.unwrap();
    let line = log[before..]
        .iter()
        .find(|line| line.deed == "look:history")
        .unwrap();
    assert!(line.purpose.contains("；依据consent，"), "{line:?}");
    assert!(!serde_json::to_string(&log).unwrap().contains("13912345678"));

    // What the form does not take from earlier cases cannot be asked of them.
    for element in ["person.idNumber", "ship.name", "apply.truth"] {
        let (status, problem) = look(&window, &draft, &[element], NUMBER).await;
        assert_eq!((status, code(&problem)), (403, "YC-2302"), "{element}");
    }
}

#[tokio::test]
async fn somebody_elses_facts_are_nobodys_but_his() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    filed(&window, PARENTING, "13912345678").await;
    let visit = window.open_visit().await;
    let theirs = Draft {
        visit,
        ..window.complete_for(BENEFIT, OTHER_NUMBER)
    };
    window.save(&theirs).await;
    let (status, problem) = look(&window, &theirs, &["person.phone"], OTHER_NUMBER).await;
    assert_eq!((status, code(&problem)), (404, "YC-2306"), "{problem}");
    // Whom neither visit nor case is about is not looked at.
    let (status, problem) = look(&window, &theirs, &["person.phone"], NUMBER).await;
    assert_eq!(status, 403, "{problem}");
}

#[tokio::test]
async fn without_a_grant_or_a_word_of_his_nothing_is_told() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    filed(&window, PARENTING, "13912345678").await;
    let mut draft = opened(&window, BENEFIT).await;
    let (status, reply) = look(&window, &draft, &["person.phone"], NUMBER).await;
    assert_eq!(status, 200, "{reply}");
    // 撤回同意: refused from now on, and found in no earlier case any more.
    let sets: Vec<_> = draft.heard.consents[0]
        .asked
        .iter()
        .filter(|set| set.source == "history" && set.of == NUMBER)
        .cloned()
        .collect();
    assert!(!sets.is_empty());
    draft
        .heard
        .withdraw(&sets, hall.clock.now() + SignedDuration::from_secs(1));
    draft.revision += 1;
    window.save(&draft).await;
    let (status, problem) = look(&window, &draft, &["person.phone"], NUMBER).await;
    assert_eq!((status, code(&problem)), (403, "YC-1222"), "{problem}");
    over(&window, &draft).await;
    let again = opened(&window, BENEFIT).await;
    let (status, problem) = look(&window, &again, &["person.phone"], NUMBER).await;
    assert_eq!((status, code(&problem)), (404, "YC-2306"), "{problem}");
    let log = hall.store().audit(0, 10_000).await.unwrap();
    assert!(log.iter().any(|line| line.deed == "forgetCollected"));

    let above = hall.signed_in("S1", "0801").await;
    let withdraw = json!({ "id": reply["grant"], "why": "授权到期" });
    assert_eq!(above.post("/v1/grants/withdraw", &withdraw).await.0, 200);
    let (status, problem) = look(&window, &again, &["person.phone"], NUMBER).await;
    assert_eq!((status, code(&problem)), (403, "YC-2303"), "{problem}");
}

#[tokio::test]
async fn the_newer_word_counts_and_a_void_case_says_nothing() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (_, older) = filed(&window, BENEFIT, "13900000001").await;
    hall.province.parcels_arrived(1).await;
    hall.clock.advance(SignedDuration::from_hours(24));
    let window = hall.clerk().await;
    let (slip, _) = filed(&window, PARENTING, "13812341234").await;
    // It can be asked back once it is with its department.
    case_until(&window, &slip, |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
    let draft = opened(&window, BENEFIT).await;
    let (_, reply) = look(&window, &draft, &["person.phone"], NUMBER).await;
    let newer = reply["origins"]["person.phone"]["caseNumber"].clone();
    assert_ne!(newer, json!(older), "{reply}");
    assert_eq!(reply["values"]["person.phone"], "13812341234");

    let approval = approved(&hall, &window, &slip).await;
    let (status, voided) = void(&window, &slip, &approval).await;
    assert_eq!(status, 200, "{voided}");
    let (_, reply) = look(&window, &draft, &["person.phone"], NUMBER).await;
    assert_eq!(reply["values"]["person.phone"], "13900000001", "{reply}");
    assert_eq!(reply["origins"]["person.phone"]["caseNumber"], json!(older));
}

#[tokio::test]
async fn a_fact_stands_is_offered_and_is_deleted_by_the_halls_own_rules() {
    let hall = hall_with(SHORT).await;
    let window = hall.clerk().await;
    filed(&window, PARENTING, "13912345678").await;
    let elements = ["person.phone", "person.residenceAddress"];
    let mut told = Vec::new();
    for days in [0, 31, 31, 28] {
        hall.clock.advance(SignedDuration::from_hours(24 * days));
        let window = hall.clerk().await;
        let draft = opened(&window, BENEFIT).await;
        let (status, reply) = look(&window, &draft, &elements, NUMBER).await;
        // 「never」: nothing of it was kept.
        assert!(reply["values"]["person.residenceAddress"].is_null(), "{reply}");
        told.push((status, reply["origins"]["person.phone"]["onlyOffered"].as_bool()));
        let kept = hall
            .store()
            .collected(NUMBER, vec!["person.phone".into()])
            .await
            .unwrap();
        assert_eq!(kept.len(), 1, "kept for as long as the rules say");
        over(&window, &draft).await;
    }
    assert_eq!(
        told,
        [(200, Some(false)), (200, Some(true)), (404, None), (404, None)]
    );
    hall.clock.advance(SignedDuration::from_hours(24 * 4));
    let gone = tokio::time::timeout(Duration::from_secs(20), async {
        let element = || vec!["person.phone".to_owned()];
        while !hall
            .store()
            .collected(NUMBER, element())
            .await
            .unwrap()
            .is_empty()
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    gone.await.expect("deleted in time");
    let log = hall.store().audit(0, 100_000).await.unwrap();
    assert!(log.iter().any(|line| line.deed == "forget"));
}

/// A line of a source that is answered here has no address; rules of which one contradicts another are none.
#[tokio::test]
async fn a_hall_with_rules_that_cannot_be_does_not_open() {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let configured = |toml_text: &str| {
        let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
        let file: hall::config::HallFile = toml::from_str(toml_text).unwrap();
        file.apply(&mut config);
        config
    };
    let own = "[sources.history]\nkind = \"collected\"\naddress = \"http://127.0.0.1:1\"\n
        [sources.tax]\nkind = \"collected\"";
    match Hall::open(configured(own)).await {
        Err(OpenFault::Sources(faults)) => {
            let said: Vec<(&str, &str)> = faults
                .iter()
                .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
                .collect();
            let expected = ["sources.history.kind", "sources.tax.kind"].map(|path| (path, "YC-2797"));
            assert_eq!(said, expected);
        }
        Err(OpenFault::Catalogue(_) | OpenFault::Other(_)) | Ok(_) => panic!("opened"),
    }
    let odd = "[reuse.otherwise]\nsetMonths = 3\nofferedMonths = 2\nkeptMonths = 12";
    match Hall::open(configured(odd)).await {
        Err(OpenFault::Other(fault)) => assert_eq!(fault.code(), "YC-2798"),
        Err(OpenFault::Catalogue(_) | OpenFault::Sources(_)) | Ok(_) => panic!("opened"),
    }
}

/// A hall whose province keeps earlier cases itself asks there, as any source, and keeps nothing.
#[tokio::test]
async fn a_source_of_earlier_cases_that_is_somebody_elses_is_asked_there() {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
    let file: hall::config::HallFile = toml::from_str("[sources.history]\ntimeoutMs = 5000").unwrap();
    file.apply(&mut config);
    let hall = TestHall::open_with(config, province, clock).await;
    let window = hall.clerk().await;
    filed(&window, PARENTING, "13912345678").await;
    let kept = hall
        .store()
        .collected(NUMBER, vec!["person.phone".into()])
        .await
        .unwrap();
    assert_eq!(kept, []);
    let draft = opened(&window, BENEFIT).await;
    let asked = hall.province.asked_count();
    look(&window, &draft, &["person.phone"], NUMBER).await;
    assert_eq!(hall.province.asked_count(), asked + 1);
}
