//! Bad answers as the clerk reads them: one true sentence at the source, and nothing believed that should not be.

use cases::review::DECEASED;
use serde_json::{Value as Json, json};

use super::fake_hall::{Source, body_facts};
use std::sync::Arc;
use tokio::sync::Notify;

use super::{TestDesk, field, intake};
use crate::store::audit;
use crate::view::desk::DeskEvent;
use crate::view::intake::SourceView;
use crate::view::outcome::AcceptView;

fn has(facts: Json) -> Source {
    Source::Has(facts.as_object().unwrap().clone().into_iter().collect())
}

fn problem(code: &str) -> Vec<u8> {
    json!({ "type": "x", "title": "x", "status": 409, "code": code, "zh": "来源登记此人已死亡", "en": "the register calls this person dead" })
        .to_string()
        .into_bytes()
}

fn source(test: &TestDesk, dataset: &str) -> SourceView {
    let sources = intake(&test.desk).delta.sources;
    sources.into_iter().find(|one| one.dataset == dataset).unwrap()
}

#[tokio::test]
async fn a_person_who_died_stops_the_case_at_the_person() {
    let mut test = TestDesk::signed_in().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    let dead = Source::Raw(409, problem("YC-2318"));
    test.hall.doing().sources.insert("population".into(), dead);
    test.with_intake().await;
    assert_eq!(source(&test, "population").trouble.unwrap().code, "YC-2318");
    let delta = intake(&test.desk).delta;
    let asked = test.hall.doing().asked.clone();
    let by_number = asked
        .iter()
        .any(|ask| ask.dataset == "population" && ask.subject.id_number.is_some());
    let blocked = delta
        .findings
        .iter()
        .any(|finding| finding.code == DECEASED && finding.level == "block");
    assert_eq!(blocked, by_number, "{:?}", delta.findings);
}

#[tokio::test]
async fn an_answer_after_acceptance_changes_nothing_and_is_said() {
    let mut test = TestDesk::signed_in().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    let view = test.with_intake().await;
    let mut test = test.complete(&view).await;
    // One source is asked again, and says nothing for a while.
    let go = Arc::new(Notify::new());
    let slow = Source::Slow(go.clone());
    test.hall.doing().sources.insert("legalEntity".into(), slow);
    let role = {
        let state = test.desk.state();
        let sources = &state.intake.as_ref().unwrap().sources;
        let asked = sources.iter().find(|one| one.dataset == "legalEntity");
        asked.unwrap().subject.role.clone()
    };
    test.desk.retry_source(&view.id, "legalEntity", &role).unwrap();
    let sources = intake(&test.desk).delta.sources;
    assert!(
        sources
            .iter()
            .any(|one| one.dataset == "legalEntity" && one.state == "asking")
    );
    let base = intake(&test.desk).delta.revision;
    let outcome = test.desk.accept(&view.id, base).await.unwrap();
    assert!(matches!(outcome, AcceptView::Accepted { .. }));
    let id: uuid::Uuid = view.id.parse().unwrap();
    go.notify_one();
    test.hear(|event| match event {
        DeskEvent::Trouble { trouble } if trouble.code == "YC-5212" => Some(()),
        _ => None,
    })
    .await;
    let rooms = test.desk.rooms().unwrap();
    let about = [id.to_string(), String::new()];
    let trail = rooms
        .store
        .read(|connection| audit::about(connection, &about))
        .unwrap();
    let late = trail.iter().find(|line| line.deed == "late_answer").unwrap();
    assert_eq!(late.purpose, "法人库");
    let kinds = |doing: &super::fake_hall::Doing| {
        let arrived = doing.arrived.iter();
        arrived
            .filter(|one| crate::store::outbox::kind(&one.command) == "accept")
            .count()
    };
    assert_eq!(kinds(&test.hall.doing()), 1, "nothing is sent again");
}

#[tokio::test]
async fn missing_extra_and_wrong_values_are_named_by_their_fields() {
    let mut test = TestDesk::signed_in().await;
    let facts =
        json!({ "enterprise.name": "某某公司", "enterprise.establishDate": "昨天", "nobody.asked": "x" });
    test.hall.doing().sources.insert("legalEntity".into(), has(facts));
    test.with_intake().await;
    let view = intake(&test.desk);
    let named = view
        .schema
        .iter()
        .find(|one| one.key == "enterpriseEstablishDate");
    let trouble = source(&test, "legalEntity").trouble.unwrap();
    assert_eq!(trouble.code, "YC-5205");
    assert!(trouble.zh.contains(&named.unwrap().label), "{}", trouble.zh);
    assert!(!field(&test.desk, "enterpriseEstablishDate").filled);
    // What the source left out waits for a person, in its own words.
    let domicile = field(&test.desk, "enterpriseDomicile");
    assert!(!domicile.filled && domicile.trouble.is_none());
    assert!(
        view.delta
            .findings
            .iter()
            .any(|finding| finding.id == "enterpriseDomicile")
    );
}
