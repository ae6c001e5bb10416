//! 数据最多采一次 at the desk: what an earlier case said stands with its age and origin, gives way as any source does, and is
//! only offered once it is too old.

use std::collections::BTreeMap;

use cases::form::{Earlier, SourceKind};
use cases::wire::gateway::EarlierSaid;
use jiff::SignedDuration;
use serde_json::json;

use super::fake_hall::{Source, body_facts};
use super::{TestDesk, field, intake};
use crate::clock::Clock;
use crate::view::intake::{Change, IntakeView};

const CASE: &str = "11350199MB9A00065K4000131501000202602200001";

/// The body's e-mail and telephone, said in a case so many days ago.
async fn told(days: i64, only_offered: bool) -> (TestDesk, IntakeView) {
    let mut test = TestDesk::signed_in().await;
    let as_of = test
        .clock
        .now()
        .saturating_sub(SignedDuration::from_hours(24 * days))
        .unwrap();
    let said = EarlierSaid {
        case_number: CASE.into(),
        as_of,
        earlier: Earlier {
            item: "食品经营许可（新办）".into(),
            how: SourceKind::Typed,
            only_offered,
        },
    };
    {
        let mut doing = test.hall.doing();
        let facts = json!({ "enterprise.email": "a@example.cn", "enterprise.phone": "13911111111" });
        let facts = facts.as_object().unwrap().clone();
        let origins: BTreeMap<String, EarlierSaid> = facts
            .keys()
            .map(|element| (element.clone(), said.clone()))
            .collect();
        doing.sources.insert("legalEntity".into(), body_facts());
        doing
            .sources
            .insert("history".into(), Source::Has(facts.into_iter().collect()));
        doing.origins.insert("history".into(), origins);
    }
    let view = test.with_intake().await;
    (test, view)
}

#[tokio::test]
async fn what_was_said_before_stands_with_its_case_its_day_and_its_age() {
    let (test, view) = told(280, false).await;
    let state = field(&test.desk, "enterpriseEmail");
    assert!(state.filled, "{state:?}");
    let chip = state.chip.unwrap();
    assert_eq!(
        (chip.kind.as_str(), chip.label.as_str(), chip.record_id.as_deref()),
        ("history", "历史办件", Some(CASE))
    );
    assert!(chip.as_of.is_some() && chip.grant.is_some() && chip.consent.is_some());
    let earlier = chip.earlier.unwrap();
    assert_eq!(
        (
            earlier.item.as_str(),
            earlier.how.as_str(),
            earlier.months,
            earlier.only_offered
        ),
        ("食品经营许可（新办）", "typed", 9, false)
    );
    // It goes with the case, and onto the annex.
    let draft = test.desk.state().intake.as_ref().unwrap().draft.clone();
    let held = draft.form["enterpriseEmail"].held.clone().unwrap();
    assert_eq!(
        held.from.earlier.as_ref().unwrap().zh(9),
        "食品经营许可（新办），9 个月前，申请人填写"
    );
    test.desk.make_annex(&view.id).await.unwrap();
    // The register says another telephone by now: a person decides.
    let phone = field(&test.desk, "enterprisePhone");
    assert!(!phone.filled && phone.conflict.len() == 2, "{phone:?}");
    assert_eq!(
        phone.conflict[0].chip.kind, "registry",
        "its chain names the register first"
    );
}

#[tokio::test]
async fn what_is_too_old_only_lies_beside_the_field_until_a_person_takes_it() {
    let (test, view) = told(500, true).await;
    let state = field(&test.desk, "enterpriseEmail");
    assert!(!state.filled && state.text.is_empty() && state.conflict.is_empty());
    assert_eq!(state.others.len(), 1, "{state:?}");
    let earlier = state.others[0].chip.earlier.clone().unwrap();
    assert!(earlier.only_offered && earlier.months == 16, "{earlier:?}");
    // It contradicts no register.
    let phone = field(&test.desk, "enterprisePhone");
    assert!(phone.filled && phone.conflict.is_empty());
    assert_eq!(phone.chip.unwrap().kind, "registry");

    let change = Change::Choose {
        key: "enterpriseEmail".into(),
        index: 0,
    };
    let base = intake(&test.desk).delta.revision;
    test.desk.edit_intake(&view.id, base, &[change]).unwrap();
    let state = field(&test.desk, "enterpriseEmail");
    assert!(state.filled && state.text == "a@example.cn");
    assert!(state.decided.is_some() && state.chip.unwrap().kind == "history");
}

#[tokio::test]
async fn nobody_verifies_for_the_applicant_what_he_said_himself() {
    let (test, view) = told(30, false).await;
    let draft = test.desk.state().intake.as_ref().unwrap().draft.clone();
    assert_eq!(
        cases::objection::candidates(&draft.form, "enterpriseEmail").count(),
        0
    );
    assert_eq!(
        cases::objection::candidates(&draft.form, "enterprisePhone").count(),
        1
    );
    // He says it anew instead.
    let said = test.set(&view, "enterpriseEmail", "b@example.cn");
    assert!(said.filled && said.text == "b@example.cn");
}

#[tokio::test]
async fn the_representative_is_asked_about_by_his_own_number() {
    let (test, _) = told(30, false).await;
    let doing = test.hall.doing();
    let mut of_persons = doing
        .asked
        .iter()
        .filter(|ask| ask.dataset == "history" && ask.elements.contains(&"person.phone".to_owned()));
    assert!(of_persons.all(|ask| ask.subject.uscc.is_none() && ask.subject.id_number.is_some()));
    let by_register = doing
        .asked
        .iter()
        .find(|ask| ask.dataset == "legalEntity" && ask.subject.role == "legalRep");
    assert!(by_register.is_none_or(|ask| ask.subject.uscc.is_some()));
}
