//! 告知与同意 at a window without the applicant's screen: by card, on paper, taken back, for a child; and a grant that ends in
//! mid-case.

use cases::case::Draft;
use cases::error::Trouble;
use cases::wire::Problem;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use super::fake_hall::{Source, USCC, body_facts};
use super::{TestDesk, field, intake};
use crate::view::consent::{ConsentChoice, ConsentChoices};
use crate::view::desk::PartyChoice;
use crate::view::intake::{Change, IntakeView};
use crate::view::outcome::AcceptView;
use crate::walk::people;

fn history() -> Source {
    let facts = json!({
        "enterprise.phone": "13900000009", "enterprise.email": "a@example.cn", "person.phone": "13900000008",
        "deliver.address": "示范市示范区南门大街44号", "deliver.phone": "13900000007", "deliver.receiver": "林思远",
        "person.email": "b@example.cn", "person.title": "会计师",
    });
    Source::Has(facts.as_object().unwrap().clone().into_iter().collect())
}

/// An intake of the bookkeeping item about which nobody was asked.
async fn silent() -> (TestDesk, IntakeView) {
    let mut test = TestDesk::signed_in().await;
    {
        let mut doing = test.hall.doing();
        doing.sources.insert("legalEntity".into(), body_facts());
        doing.sources.insert("history".into(), history());
        doing.licences.insert("营业执照".into(), "有效".into());
    }
    let comer = people::person(&mut ChaCha8Rng::seed_from_u64(9), 1);
    test.desk.walk_in("测试").await.unwrap();
    test.desk.0.tray.as_ref().unwrap().place(comer.card);
    test.desk.read_card().await.unwrap();
    test.desk
        .choose_party(PartyChoice::Body {
            uscc: USCC.into(),
            as_agent: false,
        })
        .unwrap();
    let view = test.desk.open_intake("cz-bookkeeping").await.unwrap();
    answered(&mut test).await;
    (test, view)
}

async fn answered(test: &mut TestDesk) {
    test.until(|desk| {
        let delta = intake(desk).delta;
        delta.sources.iter().all(|source| source.state != "asking")
    })
    .await;
}

fn choices(test: &TestDesk, view: &IntakeView) -> ConsentChoices {
    test.desk.consent_choices(&view.id).unwrap()
}

fn codes(sets: &[ConsentChoice], state: &str) -> Vec<String> {
    let of_state = sets.iter().filter(|one| one.state == state);
    of_state.map(|one| one.set.code.clone()).collect()
}

fn draft(test: &TestDesk) -> Draft {
    test.desk.state().intake.as_ref().unwrap().draft.clone()
}

fn history_asks(test: &TestDesk) -> usize {
    let doing = test.hall.doing();
    let of_body = doing.asked.iter().filter(|ask| ask.subject.uscc.is_some());
    of_body.filter(|ask| ask.dataset == "history").count()
}

/// Keys of the fields that an earlier case filled.
fn from_history(test: &TestDesk) -> Vec<String> {
    let fields = intake(&test.desk).delta.fields.into_iter();
    fields
        .filter(|field| field.chip.as_ref().is_some_and(|chip| chip.kind == "history"))
        .map(|field| field.key)
        .collect()
}

#[tokio::test]
async fn promise_08_without_a_word_only_what_the_law_lets_is_looked_up() {
    let (test, view) = silent().await;
    {
        let doing = test.hall.doing();
        assert!(!doing.asked.is_empty() && doing.looked.is_empty());
        assert!(doing.asked.iter().all(|ask| ask.dataset != "history"));
    }
    assert!(field(&test.desk, "enterpriseDomicile").filled);
    let chip = field(&test.desk, "enterpriseDomicile").chip.unwrap();
    assert_eq!((chip.base.as_deref(), chip.consent), (Some("法定职责"), None));
    let unasked: Vec<_> = intake(&test.desk)
        .delta
        .sources
        .into_iter()
        .filter(|source| source.state == "unasked")
        .collect();
    assert!(!unasked.is_empty());
    let code = |at: usize| unasked[at].trouble.as_ref().unwrap().code.clone();
    assert!((0..unasked.len()).all(|at| code(at) == "YC-1220"), "{unasked:?}");
    let choices = choices(&test, &view);
    assert!(intake(&test.desk).delta.unasked > 0);
    assert!(choices.sets.iter().all(|one| one.state == "open") && !choices.told.is_empty());
    assert_eq!(choices.givers.len(), 1);
    assert!(choices.givers[0].masked_number.contains("********"));
}

#[tokio::test]
async fn by_card_it_is_his_own_that_lies_on_the_reader_now() {
    let (mut test, view) = silent().await;
    let mine = people::person(&mut ChaCha8Rng::seed_from_u64(9), 1);
    let other = people::person(&mut ChaCha8Rng::seed_from_u64(10), 1);
    let open = codes(&choices(&test, &view).sets, "open");
    let tray = test.desk.0.tray.clone().unwrap();
    tray.place(other.card);
    let give = |yes: Vec<String>, no: Vec<String>| test.desk.give_consent(&view.id, "", true, yes, no);
    assert_eq!(give(open.clone(), Vec::new()).await.unwrap_err().code, "YC-5656");
    tray.place(mine.card);
    assert_eq!(give(Vec::new(), Vec::new()).await.unwrap_err().code, "YC-5657");
    tray.place(mine.card);
    let both = give(open.clone(), open.clone()).await;
    assert_eq!(both.unwrap_err().code, "YC-5657");
    tray.place(mine.card);
    let odd = give(vec!["history".into()], Vec::new()).await;
    assert_eq!(odd.unwrap_err().code, "YC-5657");
    assert_eq!(codes(&choices(&test, &view).sets, "open"), open);
    assert!(test.hall.doing().looked.is_empty());

    let (yes, no): (Vec<String>, Vec<String>) =
        open.iter().cloned().partition(|code| code.starts_with("history"));
    tray.place(mine.card);
    give(yes.clone(), no.clone()).await.unwrap();
    answered(&mut test).await;
    let said = choices(&test, &view).sets;
    assert_eq!((codes(&said, "given"), codes(&said, "refused")), (yes, no));
    let keys = from_history(&test);
    assert!(!keys.is_empty() && test.hall.doing().looked.is_empty());
    let chip = field(&test.desk, &keys[0]).chip.unwrap();
    assert_eq!(chip.base.as_deref(), Some("同意"));
    let consent = chip.consent.unwrap();
    assert_eq!((consent.how.as_str(), consent.by.as_str()), ("card", "mandate"));
    assert_eq!(intake(&test.desk).delta.unasked, 0);
}

#[tokio::test]
async fn what_is_taken_back_is_looked_at_no_more_and_what_was_read_is_asked_about() {
    let (mut test, view) = silent().await;
    assert_eq!(
        test.desk
            .withdraw_consent(&view.id, &codes(&choices(&test, &view).sets, "open"))
            .unwrap_err()
            .code,
        "YC-5658"
    );
    test.agree(&view.id).await;
    answered(&mut test).await;
    let held = |test: &TestDesk| {
        draft(test)
            .slots
            .iter()
            .filter(|slot| slot.held.is_some())
            .count()
    };
    test.until(|desk| {
        let slots = intake(desk).delta.slots;
        slots.iter().any(|slot| slot.how.as_deref() == Some("licence"))
    })
    .await;
    let keys = from_history(&test);
    assert!(keys.len() >= 3, "{keys:?}");
    let before: Vec<String> = keys.iter().map(|key| field(&test.desk, key).text).collect();
    let asked = history_asks(&test);

    let given = codes(&choices(&test, &view).sets, "given");
    let delta = test.desk.withdraw_consent(&view.id, &given).unwrap();
    let material = delta
        .slots
        .iter()
        .find(|slot| slot.how.as_deref() == Some("licence"))
        .unwrap()
        .material
        .clone();
    for key in keys.iter().chain([&material]) {
        assert!(delta.withdrawn.contains(key), "{key}: {:?}", delta.withdrawn);
    }
    // What the law lets be looked up stays out of it.
    assert!(!delta.withdrawn.contains(&"enterpriseDomicile".to_owned()));
    let now: Vec<String> = keys.iter().map(|key| field(&test.desk, key).text).collect();
    assert_eq!(now, before, "what was done before stands");
    let marked: Vec<_> = delta
        .findings
        .iter()
        .filter(|one| one.code == "YC-1204")
        .collect();
    assert_eq!(marked.len(), delta.withdrawn.len());

    // Nothing more is read under it.
    test.desk.retry_source(&view.id, "history", "enterprise").unwrap();
    let refused = intake(&test.desk).delta.sources.into_iter();
    let codes_of: Vec<String> = refused
        .filter(|source| source.dataset == "history" && source.subject == "enterprise")
        .map(|source| source.trouble.map(|trouble| trouble.code).unwrap_or_default())
        .collect();
    assert!(codes_of.iter().all(|code| code == "YC-1222"), "{codes_of:?}");
    let again = test.desk.look_for_licence(&view.id, &material).await;
    assert_eq!(again.unwrap_err().code, "YC-1222");
    assert_eq!(history_asks(&test), asked);

    // One is kept, one typed anew, the others dropped.
    test.desk.settle_withdrawn(&view.id, &keys[0], true).unwrap();
    let kept = field(&test.desk, &keys[0]);
    assert_eq!(kept.text, before[0]);
    assert!(kept.decided.unwrap().reason.contains("要求保留"));
    let twice = test.desk.settle_withdrawn(&view.id, &keys[0], true);
    assert_eq!(twice.unwrap_err().code, "YC-5659");
    let base = intake(&test.desk).delta.revision;
    let change = Change::Set {
        key: keys[1].clone(),
        text: "13911112222".into(),
        reason: Some("applicantStates".into()),
    };
    test.desk.edit_intake(&view.id, base, &[change]).unwrap();
    for key in intake(&test.desk).delta.withdrawn {
        test.desk.settle_withdrawn(&view.id, &key, false).unwrap();
    }
    let after = intake(&test.desk).delta;
    assert!(after.withdrawn.is_empty());
    assert!(after.findings.iter().all(|one| one.code != "YC-1204"));
    assert!(!field(&test.desk, &keys[2]).filled);
    let words = serde_json::to_string(&draft(&test).form[&keys[2]]).unwrap();
    assert!(!words.contains("history"), "dropped is gone: {words}");
    assert_eq!(held(&test), 0);

    // Refused, taken back or not: the service goes on.
    let test = test.complete(&view).await;
    let base = intake(&test.desk).delta.revision;
    let outcome = test.desk.accept(&view.id, base).await.unwrap();
    assert!(matches!(outcome, AcceptView::Accepted { .. }), "{outcome:?}");
    assert_eq!(history_asks(&test), asked);
}

#[tokio::test]
async fn for_a_child_a_guardian_of_the_case_answers() {
    let mut test = TestDesk::signed_in().await;
    let facts = json!({ "person.householdAddress": "示范市示范区南门大街44号" });
    let facts = Source::Has(facts.as_object().unwrap().clone().into_iter().collect());
    test.hall.doing().sources.insert("population".into(), facts);
    let child = "0123456789X"
        .chars()
        .map(|check| format!("35019920170101001{check}"))
        .find(|number| cases::identity::ResidentId::parse(number, "2026-11-20".parse().unwrap()).is_ok())
        .unwrap();
    test.desk.walk_in("测试").await.unwrap();
    test.desk
        .identify_typed("111", &child, "林小试", "111")
        .await
        .unwrap();
    test.desk.choose_party(PartyChoice::Own).unwrap();
    let view = test.desk.open_intake("ga-idcard").await.unwrap();
    assert!(test.hall.doing().asked.is_empty(), "of a child nothing is asked");
    let sources = intake(&test.desk).delta.sources;
    assert!(!sources.is_empty());
    assert!(
        sources
            .iter()
            .all(|one| one.trouble.as_ref().unwrap().code == "YC-1224"),
        "{sources:?}"
    );
    let alone = choices(&test, &view);
    assert!(
        alone.sets.iter().all(|one| one.givers.is_empty()),
        "nobody here may answer"
    );
    let all: Vec<String> = alone.sets.iter().map(|one| one.set.code.clone()).collect();
    let himself = test
        .desk
        .give_consent(&view.id, "", false, all.clone(), Vec::new())
        .await;
    assert_eq!(himself.unwrap_err().code, "YC-1224");

    let parent = people::number(&mut ChaCha8Rng::seed_from_u64(4));
    test.desk
        .identify_subject_typed(&view.id, "guardian", "111", &parent, "林父", "111")
        .await
        .unwrap();
    let now = choices(&test, &view);
    assert_eq!(now.givers.len(), 2);
    test.desk
        .give_consent(&view.id, "guardian", false, all, Vec::new())
        .await
        .unwrap();
    answered(&mut test).await;
    let address = intake(&test.desk)
        .delta
        .fields
        .into_iter()
        .find(|field| {
            let chip = field.chip.as_ref();
            chip.is_some_and(|chip| chip.dataset.as_deref() == Some("population") && chip.grant.is_some())
        })
        .unwrap();
    let chip = address.chip.unwrap();
    assert_eq!(chip.base.as_deref(), Some("监护人同意（不满十四周岁）"));
    assert_eq!(chip.consent.unwrap().by, "guardian");
}

#[tokio::test]
async fn promise_05_a_grant_that_ends_in_mid_case_leaves_what_was_read_with_its_origin() {
    let (mut test, view) = silent().await;
    let before = field(&test.desk, "enterpriseDomicile");
    assert!(before.chip.as_ref().unwrap().grant.is_some());
    let over = Trouble::new(
        "YC-2303",
        "数据共享授权已于2026-11-20 12:00到期，未发出查询。此前取得的内容不受影响；请按申请人提供的填写，或提请审批。",
        "The grant ended.",
    );
    let over = Problem::new(403, over);
    let over = Source::Raw(403, serde_json::to_vec(&over).unwrap());
    test.hall.doing().sources.insert("legalEntity".into(), over);
    test.desk
        .retry_source(&view.id, "legalEntity", "enterprise")
        .unwrap();
    answered(&mut test).await;
    let failed = intake(&test.desk)
        .delta
        .sources
        .into_iter()
        .find(|one| one.dataset == "legalEntity" && one.subject == "enterprise")
        .unwrap();
    assert_eq!((failed.state.as_str(), failed.fields), ("failed", 0));
    let said = failed.trouble.unwrap();
    assert_eq!(said.code, "YC-2303");
    assert!(said.zh.contains("此前取得的内容不受影响"));
    let after = field(&test.desk, "enterpriseDomicile");
    assert_eq!((after.text, after.chip), (before.text, before.chip));
}
