//! A window, a helper, a wall and two supervisors of one hall: who calls, who comes, and what the hall says, over the
//! real feed.

use std::time::Duration;

use desk::Post;
use desk::view::desk::DeskEvent;
use desk::view::messages::{BroadcastTo, MessagesView};
use practice::SecondDepartment;
use tokio::time::{Instant, timeout_at};

use crate::hand_over::Window;
use crate::walk::Place;

/// Within how long every screen has what concerns it.
const SOON: Duration = Duration::from_secs(5);

/// Asks anew at every word that messages have moved, until it is so.
async fn until(window: &mut Window, what: &str, so: impl Fn(&MessagesView) -> bool) -> MessagesView {
    let limit = Instant::now() + SOON;
    loop {
        let view = window.desk.messages().await.expect("the hall answers");
        if so(&view) {
            return view;
        }
        loop {
            let heard = timeout_at(limit, window.events.recv()).await;
            let Ok(Some(event)) = heard else {
                panic!("{what} did not come to be")
            };
            if event == DeskEvent::Messages {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn promise_03_a_window_calls_one_supervisor_comes_and_everybody_concerned_knows() {
    let place = Place::open(SecondDepartment::Own).await;
    let mut window = Window::open(&place, Post::Clerk, "08", "0826").await;
    let mut first = Window::open(&place, Post::Supervisor, "71", "0801").await;
    let mut second = Window::open(&place, Post::Supervisor, "72", "0802").await;
    let mut helper = Window::open(&place, Post::Helper, "81", "0831").await;

    window.desk.call_support("upset", "").await.expect("called");
    let id = until(&mut first, "the call", |view| view.calls.len() == 1)
        .await
        .calls[0]
        .id
        .clone();
    until(&mut second, "the call", |view| view.calls.len() == 1).await;
    first
        .desk
        .answer_support(&id, "helper", Some("0831".to_owned()))
        .await
        .expect("sent");
    let lost = second.desk.answer_support(&id, "going", None).await.unwrap_err();
    assert_eq!(lost.code, "YC-2758");
    assert!(lost.zh.contains("陈立"), "{lost:?}");
    let coming = |view: &MessagesView| {
        let call = view.support.as_ref()?;
        Some((call.taken_by.clone()?, call.helper.clone()?))
    };
    let view = until(&mut window, "who comes", |view| coming(view).is_some()).await;
    assert_eq!(coming(&view), Some(("陈立".to_owned(), "孙浩".to_owned())));
    let view = until(&mut helper, "where to", |view| !view.sent_to.is_empty()).await;
    assert_eq!(view.sent_to[0].desk, "08");
    first.desk.answer_support(&id, "done", None).await.expect("over");
    until(&mut window, "the end", |view| view.support.is_none()).await;
    until(&mut helper, "the end", |view| view.sent_to.is_empty()).await;

    window.desk.quiet_alarm().await.expect("raised");
    let view = until(&mut second, "the alarm", |view| view.calls.len() == 1).await;
    assert_eq!(
        (view.calls[0].kind.as_str(), view.calls[0].desk.as_str()),
        ("quietAlarm", "08")
    );
    assert!(
        helper
            .desk
            .messages()
            .await
            .expect("an answer")
            .sent_to
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broadcast_is_at_every_screen_it_is_for_and_comes_back_confirmed() {
    let place = Place::open(SecondDepartment::Own).await;
    let mut window = Window::open(&place, Post::Clerk, "08", "0826").await;
    let mut wall = Window::open(&place, Post::Wall, "92", "0890").await;
    let mut chief = Window::open(&place, Post::Supervisor, "71", "0801").await;
    chief
        .desk
        .broadcast(BroadcastTo::All, "五点半停止取号", 30, false)
        .await
        .expect("posted");
    let view = until(&mut window, "the broadcast", |view| view.notices.len() == 1).await;
    let seen = until(&mut wall, "the broadcast", |view| view.notices.len() == 1).await;
    assert_eq!(
        (seen.notices[0].text.as_str(), seen.notices[0].by.as_str()),
        ("五点半停止取号", "")
    );
    window
        .desk
        .acknowledge_message(&view.notices[0].id)
        .await
        .expect("confirmed");
    until(&mut chief, "the window's word", |view| {
        view.posted[0].acknowledged == ["08"]
    })
    .await;
    let id = chief.desk.messages().await.expect("an answer").posted[0]
        .id
        .clone();
    chief.desk.end_message(&id).await.expect("taken back");
    until(&mut wall, "the end", |view| view.notices.is_empty()).await;
    let refused = wall.desk.broadcast(BroadcastTo::All, "好", 5, false).await;
    assert_eq!(refused.unwrap_err().code, "YC-5302");
}
