//! Several cases in one visit: what an agent files for one body after the other, and what goes over from case to case.

use std::collections::BTreeSet;
use std::sync::Arc;

use cases::case::Draft;
use jiff::SignedDuration;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::applicant::{Window, eventually, with_screen};
use super::fake_hall::FakeHall;
use super::{Keys, TestDesk, field, intake};
use crate::clock::Clock;
use crate::view::applicant::ApplicantScreen;
use crate::view::desk::PartyChoice;
use crate::view::intake::IntakeView;
use crate::view::outcome::AcceptView;
use crate::view::queue::PreviousView;
use crate::walk::people;
use crate::{Keeping, Post};

const ITEM: &str = "cz-bookkeeping";

/// An agent with a card stands at the window under a number.
async fn with_agent(test: &TestDesk) -> String {
    let now = super::clock().now();
    test.hall.doing().queue.arrives(1, "A", now);
    test.desk.call_next().await.unwrap();
    let comer = people::person(&mut ChaCha8Rng::seed_from_u64(9), 1);
    test.desk.0.tray.as_ref().unwrap().place(comer.card);
    test.desk.read_card().await.unwrap();
    comer.id_number
}

/// The next body he files for.
async fn next_for(test: &mut TestDesk, place: u64) -> IntakeView {
    test.desk
        .choose_party(PartyChoice::BodyOnPaper {
            uscc: people::uscc(&mut ChaCha8Rng::seed_from_u64(100 + place)),
            name: format!("示范区委托{place}号有限公司"),
            relation: "agent".into(),
            as_agent: true,
        })
        .unwrap();
    let view = test.desk.open_intake(ITEM).await.unwrap();
    test.agree(&view.id).await;
    test.until(|desk| {
        let delta = intake(desk).delta;
        delta.sources.iter().all(|source| source.state != "asking")
    })
    .await;
    view
}

/// Everything that may go over and is missing.
fn copy(test: &TestDesk, view: &IntakeView) -> PreviousView {
    let before = test.desk.previous_intake(&view.id).unwrap();
    let fields: Vec<String> = before.fields.iter().map(|field| field.key.clone()).collect();
    let answers: Vec<String> = before.answers.iter().map(|one| one.question.clone()).collect();
    let base = intake(&test.desk).delta.revision;
    test.desk
        .copy_previous(&view.id, base, &fields, &answers, &[])
        .unwrap();
    before
}

async fn accept(test: TestDesk, view: &IntakeView) -> (TestDesk, String) {
    let mut test = test.complete(view).await;
    let base = intake(&test.desk).delta.revision;
    let answer = test.desk.accept(&view.id, base).await.unwrap();
    let AcceptView::Accepted { case_number, .. } = answer else {
        panic!("{answer:?}")
    };
    test.until(|desk| desk.desk_view().unwrap().intake.is_none())
        .await;
    (test, case_number)
}

fn draft(test: &TestDesk) -> Draft {
    test.desk.state().intake.as_ref().unwrap().draft.clone()
}

/// Texts of a draft's form by field.
fn text(draft: &Draft, key: &str) -> Option<String> {
    let value = draft.form.get(key)?.value()?;
    Some(serde_json::to_string(value).unwrap())
}

#[tokio::test]
async fn an_agent_files_twenty_in_one_visit_and_nothing_of_one_applicant_goes_to_the_next() {
    let mut test = TestDesk::signed_in().await;
    let agent = with_agent(&test).await;
    let visit = test.desk.desk_view().unwrap().visit.unwrap().id;
    let mut numbers = BTreeSet::new();
    let mut applicants = BTreeSet::new();
    let mut before: Option<Draft> = None;
    for place in 0..20 {
        test.clock.advance(SignedDuration::from_mins(3));
        let view = next_for(&mut test, place).await;
        if let Some(before) = &before {
            let offered = copy(&test, &view);
            assert!(offered.another && offered.papers.is_empty(), "{offered:?}");
            let keys: Vec<&str> = offered.fields.iter().map(|field| field.key.as_str()).collect();
            for theirs in [
                "enterpriseName",
                "enterpriseUscc",
                "enterprisePhone",
                "legalRepName",
                "legalRepIdNumber",
                "legalRepPhone",
                "chiefAccName",
                "chiefAccIdNumber",
                "accStaffName",
                "accStaffIdNumber",
                "agentName",
                "agentIdNumber",
                "agentAuthFrom",
                "applyTruth",
                "applyPromiseMode",
            ] {
                assert!(!keys.contains(&theirs), "{theirs} is offered");
            }
            // The matter and what the agent says of himself: he is asked for it once.
            let here = draft(&test);
            for ours in ["accInternalRules", "deliverMethod", "agentPhone"] {
                assert!(keys.contains(&ours), "{ours} is not offered: {keys:?}");
                assert_eq!(text(&here, ours), text(before, ours), "{ours}");
                let chip = field(&test.desk, ours).chip.unwrap();
                assert_eq!(chip.record_id.as_deref(), Some(before.slip.as_str()), "{ours}");
            }
            // The agent's own number comes from his card each time.
            assert_eq!(field(&test.desk, "agentIdNumber").chip.unwrap().kind, "card");
            assert_ne!(text(&here, "enterpriseUscc"), text(before, "enterpriseUscc"));
            // Consent and signatures are each case's own.
            assert_ne!(here.heard.consents, before.heard.consents);
            assert!(here.slots.iter().all(|slot| slot.held.is_none()));
        } else {
            assert_eq!(test.desk.previous_intake(&view.id).unwrap_err().code, "YC-5415");
            test.set(&view, "agentPhone", "13900000001");
        }
        before = Some(draft(&test));
        let (next, number) = accept(test, &view).await;
        test = next;
        let done = test.desk.state().visit.as_ref().unwrap().done.clone();
        assert_eq!(done.len(), 1, "the last of each item is enough");
        before = done.into_iter().last().or(before);
        numbers.insert(number);
        applicants.insert(before.as_ref().unwrap().party.applicant_number().to_owned());
        let shown = test.desk.desk_view().unwrap().visit.unwrap();
        assert_eq!(
            (shown.handed, shown.id.as_str()),
            (u32::try_from(place).unwrap() + 1, visit.as_str())
        );
    }
    assert_eq!((numbers.len(), applicants.len()), (20, 20));
    assert_eq!(before.unwrap().party.person.id_number, agent);
    assert_eq!(test.hall.doing().queue.tickets.len(), 1);
    test.desk.close_visit("served").await.unwrap();
    assert_eq!(test.hall.doing().queue.closed, ["served"]);
    assert!(test.desk.desk_view().unwrap().visit.is_none());
}

#[tokio::test]
async fn nothing_of_another_applicant_is_copied_whoever_asks_for_it() {
    let mut test = TestDesk::signed_in().await;
    with_agent(&test).await;
    let first = next_for(&mut test, 1).await;
    let (mut test, _) = accept(test, &first).await;
    let second = next_for(&mut test, 2).await;
    let base = intake(&test.desk).delta.revision;
    for key in [
        "chiefAccName",
        "accStaffIdNumber",
        "enterprisePhone",
        "applyTruth",
    ] {
        let refused = test
            .desk
            .copy_previous(&second.id, base, &[key.to_owned()], &[], &[]);
        assert_eq!(refused.unwrap_err().code, "YC-5416", "{key}");
    }
    let material = "cz-bookkeeping-m06".to_owned();
    for (answers, papers) in [
        (Vec::new(), vec![material]),
        (vec!["没有这样的问题".to_owned()], Vec::new()),
    ] {
        let refused = test.desk.copy_previous(&second.id, base, &[], &answers, &papers);
        assert_eq!(refused.unwrap_err().code, "YC-5416");
    }
    assert_eq!(intake(&test.desk).delta.revision, base, "nothing was changed");
}

/// 一次一评: the first case asks; a rating nobody touched makes way for the next case, and comes once at the end.
#[tokio::test]
async fn promise_10_a_visit_with_several_cases_is_rated_once_at_its_end() {
    let mut test = with_screen().await;
    with_agent(&test).await;
    let mut slips = Vec::new();
    for place in 0..3 {
        let view = next_for(&mut test, place).await;
        assert_ne!(
            test.desk.applicant_strip().state,
            "rate",
            "nobody waits for a rating"
        );
        slips.push(view.slip.clone());
        let (next, _) = accept(test, &view).await;
        test = next;
        let asked = test.desk.applicant_strip().state == "rate";
        assert_eq!(asked, place == 0, "case {place}");
    }
    test.desk.close_visit("served").await.unwrap();
    let shown = test.desk.applicant_view();
    let ApplicantScreen::Rate { sheet } = &shown.screen else {
        panic!("{shown:?}")
    };
    assert_eq!(sheet.number, "", "nothing of his cases once he leaves");
    test.desk
        .applicant_rate(shown.serial, "good", Vec::new(), String::new())
        .unwrap();
    eventually(|| !test.hall.doing().ratings.is_empty()).await;
    let ratings = test.hall.doing().ratings.clone();
    assert_eq!(ratings.len(), 1);
    assert_eq!(Some(&ratings[0].of.slip), slips.last());
}

#[tokio::test]
async fn promise_10_who_rated_after_the_first_case_is_not_asked_again() {
    let mut test = with_screen().await;
    with_agent(&test).await;
    let first = next_for(&mut test, 1).await;
    let (mut test, _) = accept(test, &first).await;
    let shown = test.desk.applicant_view();
    test.desk
        .applicant_rate(shown.serial, "veryGood", Vec::new(), String::new())
        .unwrap();
    let second = next_for(&mut test, 2).await;
    let (test, _) = accept(test, &second).await;
    test.desk.close_visit("served").await.unwrap();
    assert_ne!(test.desk.applicant_strip().state, "rate");
}

/// Put off for the next case, and the program dies before the visit ends.
#[tokio::test]
async fn promise_10_a_rating_that_was_put_off_is_asked_after_a_restart() {
    let hall = FakeHall::open(super::clock());
    let folder = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::working());
    let open = || {
        let keeping = Keeping::Folder(folder.path().into());
        TestDesk::over(hall.clone(), Post::Clerk, keeping, keys.clone())
    };
    let mut test = open();
    test.sign_in().await;
    test.beside = Some(Window::open(&test.desk).await);
    with_agent(&test).await;
    let mut slips = Vec::new();
    for place in 0..2 {
        let view = next_for(&mut test, place).await;
        slips.push(view.slip.clone());
        (test, _) = accept(test, &view).await;
    }
    assert_ne!(test.desk.applicant_strip().state, "rate");
    drop(test);
    let mut test = open();
    test.sign_in().await;
    test.beside = Some(Window::open(&test.desk).await);
    test.desk.close_visit("served").await.unwrap();
    let shown = test.desk.applicant_view();
    assert!(matches!(shown.screen, ApplicantScreen::Rate { .. }), "{shown:?}");
    test.desk
        .applicant_rate(shown.serial, "good", Vec::new(), String::new())
        .unwrap();
    eventually(|| !hall.doing().ratings.is_empty()).await;
    assert_eq!(Some(&hall.doing().ratings[0].of.slip), slips.last());
    // Once: what was put off is not asked of the next one.
    test.desk.walk_in("预约").await.unwrap();
    test.desk.close_visit("served").await.unwrap();
    assert_ne!(test.desk.applicant_strip().state, "rate");
}
