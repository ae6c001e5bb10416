//! 试走 from the supervisor's window: the item is walked in a hall of its own, and the hall in front knows nothing of it.

use std::sync::Arc;
use std::time::Duration;

use desk::view::desk::DeskEvent;
use desk::view::library::{WalkEnd, WalkView};
use desk::{Desk, Post};
use practice::SecondDepartment;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;
use yichuang::rehearsals::Here;

use crate::hand_over::Window;
use crate::walk::Place;

const ITEM: &str = "cz-bookkeeping";

async fn supervisor(place: &Place) -> Window {
    let window = Window::open(place, Post::Supervisor, "S1", "0801").await;
    window.desk.lend(Arc::new(Here));
    window
}

/// The next news of a walk.
async fn news(events: &mut UnboundedReceiver<DeskEvent>) -> WalkView {
    loop {
        let heard = timeout(Duration::from_secs(120), events.recv()).await;
        if let DeskEvent::Walk { walk } = heard.expect("the walk goes on").expect("the desk is there") {
            return *walk;
        }
    }
}

async fn end(events: &mut UnboundedReceiver<DeskEvent>, stages: &mut Vec<String>) -> WalkEnd {
    loop {
        let walk = news(events).await;
        stages.push(walk.stage);
        if let Some(end) = walk.end {
            return end;
        }
    }
}

fn code<T>(refused: Result<T, desk::Trouble>) -> String {
    refused.err().map_or_else(String::new, |trouble| trouble.code)
}

async fn cases_in(desk: &Desk) -> u32 {
    use desk::view::clerk::CaseList;
    desk.case_page(CaseList::Mine, "", 0, 10)
        .await
        .expect("a page")
        .total
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_item_is_walked_in_a_hall_of_its_own_and_the_hall_in_front_knows_nothing_of_it() {
    let place = Place::open(SecondDepartment::Own).await;
    let Window { desk, mut events } = supervisor(&place).await;
    let begun = desk.walk_item(ITEM).expect("it begins");
    assert_eq!((begun.stage.as_str(), begun.end), ("opening", None));
    assert_eq!(code(desk.walk_item(ITEM)), "YC-5648", "one at a time");
    let mut stages = Vec::new();
    let end = end(&mut events, &mut stages).await;
    assert!(end.ok, "{end:?}");
    assert_eq!(end.stage, "accepted");
    assert!(end.number.is_some() && end.number == end.pdf && end.number == end.department);
    assert!(
        end.required > 0 && end.filled + end.typed >= end.required,
        "{end:?}"
    );
    // A step that is over at once may go by untold; what was told last is the end.
    assert_eq!(stages.last().map(String::as_str), Some("accept"), "{stages:?}");
    let last = desk.walk_view().expect("permitted").expect("the last walk");
    assert!(last.steps.iter().all(|step| step.ms.is_some()), "{last:?}");
    assert_eq!(cases_in(&desk).await, 0, "no case in the hall in front");
    // Its papers are read here, and are nowhere else once its hall is closed.
    let papers = desk.walk_papers().expect("permitted");
    let kinds: Vec<&str> = papers.iter().map(|paper| paper.kind.as_str()).collect();
    assert!(
        kinds.contains(&"acceptance") && kinds.contains(&"form"),
        "{kinds:?}"
    );
    assert_eq!(end.papers as usize, papers.len());
    assert!(papers.iter().all(|paper| !paper.pages.is_empty()), "{papers:?}");
    assert!(
        desk.print_paper(&papers[0].id).await.is_err(),
        "a walk's paper is never printed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_walk_can_be_stopped_and_begun_again_and_is_no_clerks() {
    let place = Place::open(SecondDepartment::Own).await;
    let Window { desk, mut events } = supervisor(&place).await;
    desk.walk_item(ITEM).expect("it begins");
    let stopped = desk.stop_walk().expect("permitted").expect("a walk");
    assert!(stopped.end.as_ref().is_some_and(|end| end.stopped), "{stopped:?}");
    let mut stages = Vec::new();
    assert!(end(&mut events, &mut stages).await.stopped);
    desk.walk_item("ga-seal").expect("another begins");
    assert!(end(&mut events, &mut stages).await.ok, "and walks to its end");
    assert_eq!(code(desk.walk_item("nowhere")), "YC-5307");

    let clerk = Window::open(&place, Post::Clerk, "08", "0826").await;
    clerk.desk.lend(Arc::new(Here));
    assert_eq!(code(clerk.desk.walk_item(ITEM)), code(clerk.desk.walk_view()));
    assert!(!code(clerk.desk.walk_item(ITEM)).is_empty());
    let alone = Window::open(&place, Post::Supervisor, "S2", "0801").await;
    assert_eq!(code(alone.desk.walk_item(ITEM)), "YC-5647");
}
