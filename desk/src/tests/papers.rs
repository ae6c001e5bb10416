//! English companions (英文对照) of papers made here and at the hall: made once, counted by themselves.

use super::{TestDesk, intake};
use crate::store::{papers, print_jobs};
use crate::view::outcome::AcceptView;

fn bytes(test: &TestDesk, id: &str) -> Vec<u8> {
    test.desk.paper_bytes(id).unwrap()
}

#[tokio::test]
async fn promise_04_a_form_made_here_has_its_companion_here() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let slot = intake(&test.desk)
        .delta
        .slots
        .into_iter()
        .find(|slot| slot.generated);
    let paper = test
        .desk
        .make_form(&view.id, &slot.unwrap().material)
        .await
        .unwrap();
    // Without the hall: what was made here is written here.
    test.hall.doing().down = true;
    let english = test.desk.companion(&paper.id).await.unwrap();
    assert_ne!(english.id, paper.id);
    assert!(!english.pages.is_empty() && english.prints == 0);
    let made = bytes(&test, &english.id);
    assert_ne!(made, bytes(&test, &paper.id));
    let again = test.desk.companion(&paper.id).await.unwrap();
    assert_eq!((again.id, bytes(&test, &english.id)), (english.id.clone(), made));
    // Its prints are its own.
    let store = &test.desk.rooms().unwrap().store;
    let at = crate::clock::Clock::now(&*test.clock);
    let key = uuid::Uuid::from_u128(1);
    store
        .mark(|tx| print_jobs::add(tx, key, english.id.parse().unwrap(), at))
        .unwrap();
    let prints = |id: &str| {
        let id = id.parse().unwrap();
        store.read(|c| papers::get(c, id)).unwrap().unwrap().prints
    };
    assert_eq!((prints(&english.id), prints(&paper.id)), (1, 0));
    // The list of a case has its papers; a companion comes with the one it belongs to.
    let kept = store.read(|c| papers::of_case(c, &view.slip)).unwrap();
    assert!(kept.iter().all(|paper| paper.id.to_string() != english.id));
}

#[tokio::test]
async fn promise_04_the_companion_of_a_paper_of_the_hall_is_the_halls() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let notice = test.hall.doing().results.keep(500, None);
    let revision = intake(&test.desk).delta.revision;
    let AcceptView::Accepted { slip, .. } = test.desk.accept(&view.id, revision).await.unwrap() else {
        panic!("not accepted")
    };
    let shown = |papers: Vec<crate::view::outcome::PaperView>| {
        let ids = papers.into_iter().map(|paper| paper.id);
        ids.filter(|id| {
            [500u128, 501]
                .map(uuid::Uuid::from_u128)
                .map(|id| id.to_string())
                .contains(id)
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(
        shown(test.desk.papers(&slip).await.unwrap()),
        [notice.id.to_string()]
    );
    let english = test.desk.companion(&notice.id.to_string()).await.unwrap();
    assert_eq!(english.title, "Notice of acceptance");
    assert_eq!(english.number, notice.number);
    // The hall lists both; the window shows one place for them.
    assert_eq!(
        shown(test.desk.papers(&slip).await.unwrap()),
        [notice.id.to_string()]
    );
    // Kept here, it needs no hall.
    test.hall.doing().down = true;
    assert_eq!(
        test.desk.companion(&notice.id.to_string()).await.unwrap().id,
        english.id
    );
    // Of an unknown paper there is none.
    test.hall.doing().down = false;
    assert!(test.desk.companion(&uuid::Uuid::nil().to_string()).await.is_err());
}
