//! 作废、更正 at the desk: under an approval alone, and the intake that takes the void case's place.

use cases::case::Draft;

use super::{TestDesk, intake};
use crate::view::outcome::AcceptView;

const ITEM: &str = "cz-bookkeeping";

async fn accepted() -> (TestDesk, String, Draft) {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let revision = intake(&test.desk).delta.revision;
    let said = test.desk.state().intake.as_ref().unwrap().draft.clone();
    match test.desk.accept(&view.id, revision).await.unwrap() {
        AcceptView::Accepted { slip, .. } => (test, slip, said),
        other => panic!("not accepted: {other:?}"),
    }
}

/// A supervisor agrees that the case is void.
async fn approved(test: &TestDesk, slip: &str) -> String {
    let asked = test.desk.ask_void(slip, "content", "经营范围录错").await.unwrap();
    let now = crate::clock::Clock::now(&*test.clock);
    test.hall.doing().answer(true, "", now);
    asked.id
}

#[tokio::test]
async fn a_void_case_is_corrected_in_an_intake_that_starts_from_what_it_said() {
    let (test, slip, was) = accepted().await;
    let approval = approved(&test, &slip).await;
    let voided = test
        .desk
        .void_case(&slip, &approval, Some(ITEM.to_owned()))
        .await
        .unwrap();
    assert_eq!(voided.case.stage, "void");
    assert_eq!(
        test.hall.doing().results.voided,
        [(slip.clone(), approval.parse().unwrap())]
    );

    let opened = voided.intake.unwrap();
    assert_ne!(opened.slip, slip, "a number is never given again");
    assert_eq!(intake(&test.desk).id, opened.id);
    let draft = test.desk.state().intake.as_ref().unwrap().draft.clone();
    assert_eq!(draft.corrects.as_deref(), Some(slip.as_str()));
    assert_eq!(draft.item, was.item);
    assert_eq!(draft.answers, was.answers);
    // What it said is said again, and known as what it is; the applicant's own acts he does anew.
    let filled = draft.form.iter().filter(|(_, cell)| cell.is_filled());
    let mut carried = 0;
    for (key, cell) in filled {
        let before = was.form.get(key).and_then(|cell| cell.value());
        assert_eq!(cell.value(), before, "{key}");
        carried += 1;
    }
    assert!(carried > 3, "{carried} values were carried over");
    assert!(draft.slots.iter().all(|slot| slot.signature().is_none()));
    let item = test.desk.state().book.as_ref().unwrap().catalogue.clone();
    let item = item.item(ITEM).unwrap();
    for field in item.fields.iter().filter(|field| field.is_own_act()) {
        let filled = draft.form.get(&field.key).is_some_and(|cell| cell.is_filled());
        assert!(!filled, "{} is the applicant's own act", field.key);
    }
    // The case stands void on this window's list, and the log says who did it under what.
    let rows = test.desk.cases().await.unwrap();
    let row = rows.iter().find(|row| row.slip == slip).unwrap();
    assert_eq!(row.stage, "void");
    let lines = test
        .desk
        .rooms()
        .unwrap()
        .store
        .read(crate::store::audit::all)
        .unwrap();
    for deed in ["void_case", "correct_case"] {
        assert!(
            lines.iter().any(|line| line.deed == deed),
            "{deed} is not in the log"
        );
    }
}

#[tokio::test]
async fn a_case_may_be_void_without_another_in_its_place() {
    let (test, slip, _) = accepted().await;
    let approval = approved(&test, &slip).await;
    let voided = test.desk.void_case(&slip, &approval, None).await.unwrap();
    assert_eq!((voided.case.stage.as_str(), voided.intake), ("void", None));
}

/// Nothing becomes void before it is sure that it can be corrected, and none of it without the hall.
#[tokio::test]
async fn promise_01_nothing_is_void_by_half() {
    let (test, slip, _) = accepted().await;
    let approval = approved(&test, &slip).await;
    let refused = async |item: &str| {
        let tried = test.desk.void_case(&slip, &approval, Some(item.to_owned())).await;
        tried.unwrap_err().code
    };
    assert_eq!(refused("no-such-item").await, "YC-5307");
    assert_eq!(
        test.desk.void_case(&slip, "x", None).await.unwrap_err().code,
        "YC-5462"
    );
    let visit = test.desk.state().visit.clone();
    test.desk.state().visit.as_mut().unwrap().party = None;
    assert_eq!(refused(ITEM).await, "YC-5306");
    test.desk.state().visit.as_mut().unwrap().identified = None;
    assert_eq!(refused(ITEM).await, "YC-5305");
    test.desk.state().visit = visit;
    test.hall.doing().down = true;
    assert_eq!(refused(ITEM).await, "YC-5544");
    assert!(test.hall.doing().results.voided.is_empty());
    test.hall.doing().down = false;
    test.desk
        .void_case(&slip, &approval, Some(ITEM.to_owned()))
        .await
        .unwrap();
    assert_eq!(test.hall.doing().results.voided.len(), 1);
}
