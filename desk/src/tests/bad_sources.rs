//! Bad answers as the clerk reads them: one true sentence at the source, and nothing believed that should not be.

use std::sync::Arc;

use cases::review::DECEASED;
use serde_json::{Value as Json, json};
use tokio::sync::Notify;

use super::fake_hall::{Source, body_facts};
use super::{TestDesk, field, intake};
use crate::view::intake::SourceView;

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

#[tokio::test]
async fn an_answer_after_acceptance_changes_nothing_and_is_noted() {
    let mut test = TestDesk::signed_in().await;
    let go = Arc::new(Notify::new());
    test.hall
        .doing()
        .sources
        .insert("history".into(), Source::Slow(go.clone()));
    test.with_visitor().await;
    let party = crate::view::desk::PartyChoice::Body {
        uscc: super::fake_hall::USCC.into(),
        as_agent: false,
    };
    test.desk.choose_party(party).unwrap();
    let view = test.desk.open_intake("cz-bookkeeping").await.unwrap();
    let test = test.complete(&view).await;
    let base = intake(&test.desk).delta.revision;
    let answer = test.desk.accept(&view.id, base).await.unwrap();
    assert!(
        matches!(answer, crate::view::outcome::AcceptView::Accepted { .. }),
        "{answer:?}"
    );
    let before = test.hall.doing().arrived.len();
    go.notify_one();
    let limit = tokio::time::Instant::now() + std::time::Duration::from_secs(5);
    loop {
        let rows = test.desk.trail(&view.id).unwrap_or_default();
        if rows.iter().any(|row| row.deed == "late_answer") {
            break;
        }
        assert!(tokio::time::Instant::now() < limit, "it was not noted");
        tokio::task::yield_now().await;
    }
    assert_eq!(
        test.hall.doing().arrived.len(),
        before,
        "nothing went to the hall"
    );
}
