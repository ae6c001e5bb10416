//! Clerk and supervisor, each before a program of one's own, in one hall.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::app::{App, Home};
use crate::clerk::Clerk;
use crate::papers;
use crate::screen::{SOON, until};
use crate::supervisor::Supervisor;

const ITEM: &str = "cz-bookkeeping";
/// Check 23.
const SEEN_WITHIN: Duration = Duration::from_secs(5);
/// A group that window 08 does not serve of itself.
const GROUP: &str = "D";

/// A wait of 31 minutes stands in figure, bar and list within five seconds; the window she moves calls it; the
/// refusal that is asked there is approved on her screen by a key, and issued with one number.
#[tokio::test(flavor = "multi_thread")]
async fn check_23_the_supervisor_sees_a_long_wait_moves_a_window_and_approves_a_refusal() {
    let home = Home::fresh("watch");
    let app = App::start(&home).await;
    let mut clerk = Clerk::at(&app);
    clerk.note_the_recovery_code().await;
    clerk.sign_in().await;
    let beside = App::beside(&home, "supervisor", "90").await;
    let mut supervisor = Supervisor::at(&beside);
    supervisor.sign_in().await;
    supervisor.gallery("1-board").await;

    let hall = app.peers().hall().await;
    let ticket = hall
        .post("/v1/practice/waiting", json!({ "group": GROUP, "minutes": 31 }))
        .await;
    let number = ticket["number"].as_str().expect("a number").to_owned();
    let seeded = Instant::now();
    until("the wait in figure, bar and list", SOON, async || {
        let (level, words) = supervisor.figure("longest").await;
        let bar = supervisor.bar(&number).await?;
        let alert = supervisor.alert("longWait", GROUP).await?;
        let seen = level == "over" && words.contains("31:") && words.contains(&number);
        (seen && bar == "over" && alert == "over").then_some(())
    })
    .await;
    let took = seeded.elapsed();
    println!("a wait of 31 minutes was seen after {} ms", took.as_millis());
    assert!(took <= SEEN_WITHIN, "seen after {} ms", took.as_millis());
    supervisor.gallery("2-long-wait").await;

    // Moving a window by keys changes that window's queue.
    let strip = format!("strip-{number}");
    assert!(
        !clerk.screen.is_there(&strip).await,
        "window 08 does not serve {GROUP}"
    );
    supervisor.give_a_window_a_group("08", GROUP).await;
    until("the ticket in the queue of window 08", SOON, async || {
        clerk.screen.is_there(&strip).await.then_some(())
    })
    .await;
    clerk.call_a_ticket().await;
    assert_eq!(clerk.ticket().await.as_deref(), Some(number.as_str()));

    // A refusal needs a second person, on her own screen.
    clerk.read_a_card().await;
    let name = clerk.screen.words("person-name", SOON).await;
    clerk.choose_the_first_body().await;
    clerk.open_item("dljz", ITEM).await;
    clerk.wait_for_the_sources().await;
    clerk.ask_for_a_refusal("申请的事项由省级财政部门办理。").await;
    clerk.picture("3-asked").await;
    until("the request among the alerts", SOON, async || {
        supervisor.alert("approval", "08").await
    })
    .await;
    let board = supervisor.screen().all_words().await;
    assert!(!board.contains(&name), "the board shows a person");
    supervisor.picture("4-request").await;
    let (facts, told) = supervisor.approve().await;
    assert!(facts.contains("省级财政部门"), "{facts}");
    assert!(told.contains("已同意"), "{told}");
    let refused = clerk.issue_the_refusal().await;
    clerk.picture("5-refused").await;
    papers::the_refusal_bears(&app, &refused).await;
    supervisor.gallery("6-after").await;

    drop((clerk, supervisor));
    beside.close().await;
    app.close().await;
}
