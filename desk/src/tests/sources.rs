//! Sources that answer, are slow, dead or malformed; edits beside them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::Notify;

use super::fake_hall::{Source, USCC, body_facts};
use super::{TestDesk, field, intake, set};
use crate::view::desk::PartyChoice;
use crate::view::intake::Change;

#[tokio::test]
async fn promise_05_every_value_knows_its_source() {
    let mut test = TestDesk::signed_in().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    test.with_intake().await;
    let view = intake(&test.desk);
    for state in view.delta.fields.iter().filter(|field| field.filled) {
        let chip = state
            .chip
            .as_ref()
            .unwrap_or_else(|| panic!("{} has no source", state.key));
        assert!(
            !chip.label.is_empty() && !chip.provider.is_empty(),
            "{}",
            state.key
        );
    }
    let domicile = field(&test.desk, "enterpriseDomicile");
    let chip = domicile.chip.unwrap();
    assert_eq!(
        (
            chip.kind.as_str(),
            chip.record_id.as_deref(),
            chip.grant.as_deref()
        ),
        ("registry", Some("R1"), Some("G1"))
    );
}

#[tokio::test]
async fn promise_05_the_applicants_own_acts_are_never_pre_set() {
    let mut test = TestDesk::signed_in().await;
    let everything = json!({ "apply.truth": true, "apply.promiseMode": true });
    let everything = Source::Has(everything.as_object().unwrap().clone().into_iter().collect());
    for dataset in ["legalEntity", "population", "history"] {
        test.hall
            .doing()
            .sources
            .insert(dataset.into(), everything.clone());
    }
    let view = test.with_intake().await;
    let own: Vec<_> = view.schema.iter().filter(|field| field.own_act).collect();
    assert!(own.len() >= 2);
    for schema in own {
        assert!(!field(&test.desk, &schema.key).filled, "{}", schema.key);
    }
    let asked = &test.hall.doing().asked;
    assert!(
        asked
            .iter()
            .all(|ask| !ask.elements.iter().any(|element| element.starts_with("apply.")))
    );
}

#[tokio::test]
async fn promise_05_unequal_sources_wait_for_a_person() {
    let mut test = TestDesk::signed_in().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    let other = json!({ "enterprise.phone": "13911111111" });
    let other = Source::Has(other.as_object().unwrap().clone().into_iter().collect());
    test.hall.doing().sources.insert("history".into(), other);
    let view = test.with_intake().await;
    let key = "enterprisePhone";
    let state = field(&test.desk, key);
    assert!(!state.filled && state.conflict.len() == 2, "{state:?}");
    let base = intake(&test.desk).delta.revision;
    test.desk
        .edit_intake(
            &view.id,
            base,
            &[Change::Choose {
                key: key.into(),
                index: 1,
            }],
        )
        .unwrap();
    let state = field(&test.desk, key);
    assert!(state.filled && state.conflict.is_empty());
}

#[tokio::test]
async fn promise_08_only_declared_elements_are_asked_and_only_in_a_visit() {
    let mut test = TestDesk::signed_in().await;
    test.with_intake().await;
    let book = test.desk.book().unwrap();
    let item = book.catalogue.item("cz-bookkeeping").unwrap();
    let asked = test.hall.doing().asked.clone();
    assert!(!asked.is_empty());
    for ask in asked {
        for element in &ask.elements {
            let declared = item
                .fields
                .iter()
                .any(|field| &field.data_element == element && field.source_chain.contains(&ask.dataset));
            assert!(declared, "{} {element}", ask.dataset);
        }
    }
    let parked = TestDesk::signed_in().await;
    assert_eq!(
        parked.desk.open_intake("cz-bookkeeping").await.unwrap_err().code,
        "YC-5303"
    );
}

#[tokio::test]
async fn check_10_a_look_that_was_refused_stands_in_the_trail() {
    let mut test = TestDesk::signed_in().await;
    let problem = cases::wire::Problem::new(
        403,
        cases::error::Trouble::new("YC-2302", "本事项没有声明", "not declared"),
    );
    let body = serde_json::to_vec(&problem).unwrap();
    test.hall
        .doing()
        .sources
        .insert("history".into(), Source::Raw(403, body));
    let view = test.with_intake().await;
    let source = view_source(&test, "history");
    assert_eq!(source.state, "failed");
    assert_eq!(source.trouble.unwrap().code, "YC-2302");
    let trail = test.desk.trail(&view.id).unwrap();
    let line = trail.iter().find(|row| row.deed == "look_refused").unwrap();
    assert_eq!(line.purpose, "YC-2302 history");
    assert!(test.desk.verify_audit().unwrap() > 0);
}

fn view_source(test: &TestDesk, dataset: &str) -> crate::view::intake::SourceView {
    let sources = intake(&test.desk).delta.sources;
    sources
        .into_iter()
        .find(|source| source.dataset == dataset)
        .unwrap()
}

#[tokio::test]
async fn a_silent_source_leaves_the_others_usable_within_a_second() {
    let mut test = TestDesk::signed_in().await;
    let go = Arc::new(Notify::new());
    test.hall
        .doing()
        .sources
        .insert("history".into(), Source::Slow(go.clone()));
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    test.with_visitor().await;
    test.desk
        .choose_party(PartyChoice::Body {
            uscc: USCC.into(),
            as_agent: false,
        })
        .unwrap();
    let opened = std::time::Instant::now();
    let view = test.desk.open_intake("cz-bookkeeping").await.unwrap();
    test.agree(&view.id).await;
    test.until(|desk| field(desk, "enterpriseDomicile").filled).await;
    test.set(&view, "accSoftware", "账易");
    assert!(
        opened.elapsed() < Duration::from_secs(1),
        "{:?}",
        opened.elapsed()
    );
    assert!(
        intake(&test.desk)
            .delta
            .sources
            .iter()
            .any(|source| source.state == "asking")
    );
    go.notify_waiters();
    test.until(|desk| {
        intake(desk)
            .delta
            .sources
            .iter()
            .all(|source| source.state != "asking")
    })
    .await;
    let history = intake(&test.desk)
        .delta
        .sources
        .into_iter()
        .find(|source| source.dataset == "history")
        .unwrap();
    assert_eq!(history.state, "failed");
    assert!(history.trouble.is_some());
    assert_eq!(field(&test.desk, "accSoftware").text, "账易");
}

#[tokio::test]
async fn malformed_replies_are_refused_in_words_and_the_desk_lives_on() {
    let gbk = vec![0x7b, 0x22, 0xc4, 0xea, 0xb3, 0xc6, 0x22, 0x7d];
    let html = b"<html><body>502</body></html>".to_vec();
    let cut = br#"{"provider":"x","recordId":"1","asOf":"2026-11-20T"#.to_vec();
    for bytes in [gbk, html, cut, vec![b' '; 100_000_000]] {
        let mut test = TestDesk::signed_in().await;
        test.hall
            .doing()
            .sources
            .insert("population".into(), Source::Raw(200, bytes));
        test.hall
            .doing()
            .sources
            .insert("legalEntity".into(), body_facts());
        let view = test.with_intake().await;
        let delta = intake(&test.desk).delta;
        let bad = delta
            .sources
            .iter()
            .find(|source| source.dataset == "population")
            .unwrap();
        assert_eq!(bad.state, "failed");
        assert!(
            bad.trouble
                .as_ref()
                .is_some_and(|trouble| trouble.code.starts_with("YC-52"))
        );
        assert!(field(&test.desk, "enterpriseDomicile").filled);
        test.set(&view, "accSoftware", "账易");
    }
}

#[tokio::test]
async fn malformed_values_are_counted_and_the_rest_goes_in() {
    let mut test = TestDesk::signed_in().await;
    let facts = json!({
        "enterprise.domicile": "福建省示范市示范区南门大街44号",
        "enterprise.establishDate": "not a day",
        "enterprise.type": { "nested": true },
    });
    let facts = Source::Has(facts.as_object().unwrap().clone().into_iter().collect());
    test.hall.doing().sources.insert("legalEntity".into(), facts);
    test.with_intake().await;
    let delta = intake(&test.desk).delta;
    let source = delta
        .sources
        .iter()
        .find(|source| source.dataset == "legalEntity" && source.trouble.is_some());
    assert_eq!(source.unwrap().trouble.as_ref().unwrap().code, "YC-5205");
    assert!(field(&test.desk, "enterpriseDomicile").filled);
}

#[tokio::test]
async fn a_stale_edit_returns_how_it_stands() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let base = intake(&test.desk).delta.revision;
    test.desk
        .edit_intake(&view.id, base, &[set("accSoftware", "账易")])
        .unwrap();
    let stale = test
        .desk
        .edit_intake(&view.id, base, &[set("accSoftware", "别的")])
        .unwrap();
    assert!(stale.stale);
    assert!(
        stale
            .fields
            .iter()
            .any(|field| field.key == "accSoftware" && field.text == "账易")
    );
    assert_eq!(field(&test.desk, "accSoftware").text, "账易");
    // What nobody touched meanwhile may be edited from the older look.
    let other = test
        .desk
        .edit_intake(&view.id, base, &[set("chiefAccPhone", "13900000001")]);
    assert!(other.is_err() || !other.unwrap().stale);
}

#[tokio::test]
async fn text_that_cannot_stand_is_kept_and_says_why() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let state = test.set(&view, "accFullTimeStaff", "三个人");
    assert_eq!(state.text, "三个人");
    assert!(!state.filled);
    assert_eq!(state.trouble.unwrap().code, "YC-1201");
    let state = test.set(&view, "accFullTimeStaff", "3");
    assert!(state.filled && state.trouble.is_none());
}

#[tokio::test]
async fn licences_fill_slots_only_while_valid() {
    for (state, how, why) in [("有效", Some("licence"), None), ("吊销", None, Some("notValid"))] {
        let mut test = TestDesk::signed_in().await;
        test.hall.doing().licences.insert("营业执照".into(), state.into());
        test.with_intake().await;
        let slot = |desk: &crate::Desk| {
            intake(desk)
                .delta
                .slots
                .into_iter()
                .find(|slot| slot.material == "cz-bookkeeping-m02")
                .unwrap()
        };
        test.until(|desk| slot(desk).satisfied || slot(desk).why_paper.is_some())
            .await;
        assert_eq!(slot(&test.desk).how.as_deref(), how);
        assert_eq!(slot(&test.desk).why_paper.as_deref(), why);
    }
}

#[tokio::test]
async fn an_edit_after_signing_makes_the_form_unsigned() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let slot = |desk: &crate::Desk| {
        intake(desk)
            .delta
            .slots
            .into_iter()
            .find(|slot| slot.generated)
            .unwrap()
    };
    let material = slot(&test.desk).material;
    let paper = test.desk.make_form(&view.id, &material).await.unwrap();
    assert!(slot(&test.desk).unsigned);
    test.desk.sign_form(&view.id, &material, 1).unwrap();
    assert!(slot(&test.desk).satisfied);
    test.set(&view, "accSoftware", "改后");
    assert!(slot(&test.desk).unsigned && !slot(&test.desk).satisfied);
    assert_eq!(slot(&test.desk).note, "签字后内容有改动，请重新打印签字");
    // The signed copy on the table says something else: it is not counted again.
    let again = test.desk.sign_form(&view.id, &material, 1).unwrap_err();
    assert_eq!(again.code.as_str(), "YC-5329");
    test.desk.make_form(&view.id, &material).await.unwrap();
    test.set(&view, "accSoftware", "又改");
    assert_eq!(slot(&test.desk).note, "打印后内容有改动，请重新打印");
    test.desk.make_form(&view.id, &material).await.unwrap();
    test.desk.sign_form(&view.id, &material, 1).unwrap();
    assert!(slot(&test.desk).satisfied);
    // The page is a picture, once.
    let handle = paper.pages[0].rsplit('/').next().unwrap();
    assert!(test.desk.take_page(handle).unwrap().len() > 5_000);
    assert!(test.desk.take_page(handle).is_none());
}
