use std::time::Duration;

use cases::support::message::Audience;
use cases::wire::support::PostMessage;
use futures::StreamExt;
use hall::clock::Clock;
use hall::store::Act;
use serde_json::{Value as Json, json};

use crate::harness::{TOKEN, TestHall, Window};

/// Reads the feed as one window.
struct Reader {
    stream: futures::stream::BoxStream<'static, reqwest::Result<axum::body::Bytes>>,
    text: String,
}

impl Reader {
    async fn open(hall: &TestHall, window: &Window, cursor: &str) -> Self {
        let reply = hall
            .http
            .get(format!("{}/v1/feed{cursor}", hall.running.url))
            .bearer_auth(TOKEN)
            .header("x-yichuang-desk", &window.desk)
            .header("x-yichuang-staff", &window.session)
            .send()
            .await
            .unwrap();
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        Self {
            stream: reply.bytes_stream().boxed(),
            text: String::new(),
        }
    }

    /// The next change of a kind, whatever else comes before it.
    async fn next_of(&mut self, what: &str) -> Json {
        loop {
            let (_, change) = self.next().await;
            if change["what"] == what {
                return change;
            }
        }
    }

    /// What comes up to a change of this kind.
    async fn until(&mut self, what: &str) -> Vec<Json> {
        let mut seen = Vec::new();
        loop {
            let (_, change) = self.next().await;
            let last = change["what"] == what;
            seen.push(change);
            if last {
                return seen;
            }
        }
    }

    /// The next change and its id.
    async fn next(&mut self) -> (u64, Json) {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::trim)
                };
                if let (Some(id), Some(data)) = (field("id:"), field("data:")) {
                    return (id.parse().unwrap(), serde_json::from_str(data).unwrap());
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.stream.next())
                .await
                .expect("an event in time");
            self.text
                .push_str(std::str::from_utf8(&chunk.unwrap().unwrap()).unwrap());
        }
    }
}

#[tokio::test]
async fn changes_come_by_cursor_without_gap_and_without_a_person() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut live = Reader::open(&hall, &window, "").await;
    let accepted = window.accept(&window.complete("wj-parenting")).await;
    let mut seen = Vec::new();
    while seen.iter().all(|change: &Json| change["state"] != "acknowledged") {
        let (id, change) = live.next().await;
        assert_eq!(change["cursor"], json!(id));
        assert!(!change.to_string().contains("林试") && !change.to_string().contains("350199199003070011"));
        seen.push(change);
    }
    let case = seen.iter().find(|change| change["what"] == "case").unwrap();
    assert_eq!(
        (&case["caseNumber"], case["stage"].as_str()),
        (&accepted["caseNumber"], Some("accepted"))
    );
    for pair in seen.windows(2) {
        assert_eq!(
            pair[0]["cursor"].as_u64().unwrap() + 1,
            pair[1]["cursor"].as_u64().unwrap()
        );
    }
    // Somebody who was away goes on from what he saw last.
    let first = seen[0]["cursor"].as_u64().unwrap();
    let mut resumed = Reader::open(&hall, &window, &format!("?cursor={first}")).await;
    assert_eq!(resumed.next().await.1, seen[1]);
}

#[tokio::test]
async fn a_cursor_that_is_not_kept_is_told_to_begin_anew() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let last = hall.store().last_change().await.unwrap();
    let mut reader = Reader::open(&hall, &window, "?cursor=999999999").await;
    assert_eq!(
        reader.next().await,
        (last, json!({ "cursor": last, "what": "reset" }))
    );
    window.post("/v1/tickets", &json!({ "group": "A" })).await;
    assert_eq!(reader.next().await.0, last + 1);
}

#[tokio::test]
async fn the_feed_ends_when_the_hall_closes() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut reader = Reader::open(&hall, &window, "").await;
    tokio::time::timeout(Duration::from_secs(5), hall.running.shutdown())
        .await
        .expect("closed in time");
    assert!(reader.stream.next().await.is_none_or(|end| end.is_err()));
}

/// A quiet alarm is in nobody's feed but the supervisors' and the window's that raised it.
#[tokio::test]
async fn promise_08_a_quiet_alarm_reaches_supervisors_and_no_other_screen() {
    let hall = TestHall::open().await;
    let clerk = hall.clerk().await;
    let others = [
        hall.desk("09", "0827").await,
        hall.desk("81", "0830").await,
        hall.desk("K1", "0890").await,
        hall.desk("W1", "0890").await,
    ];
    let supervisor = hall.desk("S1", "0801").await;
    let mut at_his = Reader::open(&hall, &supervisor, "").await;
    let mut at_hers = Reader::open(&hall, &clerk, "").await;
    let mut elsewhere = Vec::new();
    for window in &others {
        elsewhere.push(Reader::open(&hall, window, "").await);
    }
    let (status, alarm) = clerk.post("/v1/supports", &json!({ "kind": "quietAlarm" })).await;
    assert_eq!(status, 200, "{alarm}");
    // What everybody hears comes after it.
    let broadcast = json!({ "to": { "kind": "all" }, "text": "五点半停止取号", "minutes": 30 });
    assert_eq!(supervisor.post("/v1/messages", &broadcast).await.0, 200);
    for reader in [&mut at_his, &mut at_hers] {
        assert_eq!(reader.next_of("support").await["call"], alarm["id"]);
    }
    for reader in &mut elsewhere {
        let seen = reader.until("message").await;
        assert!(!Json::from(seen).to_string().contains("support"));
    }
    // Nor whoever resumes from before it.
    let mut late = Reader::open(&hall, &others[2], "?cursor=1").await;
    let seen = late.until("message").await;
    let kinds: Vec<&str> = seen.iter().filter_map(|change| change["what"].as_str()).collect();
    assert!(
        kinds
            .iter()
            .all(|kind| ["queue", "call", "window", "help", "message"].contains(kind)),
        "{kinds:?}"
    );
}

/// The permit of a feed is that of the session it was opened with: it ends with it.
#[tokio::test]
async fn promise_08_a_feed_ends_with_its_session() {
    let hall = TestHall::open().await;
    let bare = hall
        .http
        .get(format!("{}/v1/feed", hall.running.url))
        .bearer_auth(TOKEN)
        .header("x-yichuang-desk", "08");
    assert_eq!(bare.send().await.unwrap().status(), 401);
    let (clerk, first) = (hall.clerk().await, hall.desk("S1", "0801").await);
    let mut reader = Reader::open(&hall, &first, "").await;
    let out = hall
        .http
        .delete(format!("{}/v1/sessions/current", hall.running.url))
        .bearer_auth(TOKEN)
        .header("x-yichuang-desk", "S1")
        .header("x-yichuang-staff", &first.session);
    assert_eq!(out.send().await.unwrap().status(), 204);
    let last = hall.store().last_change().await.unwrap();
    let (_, alarm) = clerk.post("/v1/supports", &json!({ "kind": "quietAlarm" })).await;
    let end = tokio::time::timeout(Duration::from_secs(10), reader.stream.next()).await;
    assert!(end.expect("ended in time").is_none_or(|end| end.is_err()));
    // The next supervisor at this desk goes on where the first one stopped.
    let second = hall.desk("S1", "0802").await;
    let mut reader = Reader::open(&hall, &second, &format!("?cursor={last}")).await;
    assert_eq!(reader.next_of("support").await["call"], alarm["id"]);
}

/// Thirty days away: the hall does not keep what happened since. Every post is told to begin anew, once, and hears what
/// comes next.
#[tokio::test]
async fn a_cursor_of_thirty_days_ago_begins_anew_at_every_post() {
    let hall = TestHall::open().await;
    let posts = [
        hall.clerk().await,
        hall.desk("81", "0830").await,
        hall.desk("S1", "0801").await,
        hall.desk("W1", "0890").await,
        hall.desk("K1", "0890").await,
    ];
    let (store, now) = (hall.store(), hall.clock.now());
    let act = || Act::new("S1", "0801", now);
    // More changes than the hall keeps for those who are away.
    for _ in 0..110 {
        let lot = (0..100).map(|_| {
            let said = PostMessage {
                to: Audience::Walls,
                text: "照常".to_owned(),
                minutes: 1,
                urgent: false,
            };
            store.post_message(act(), said)
        });
        futures::future::try_join_all(lot).await.unwrap();
    }
    let last = store.last_change().await.unwrap();
    for post in &posts {
        let mut reader = Reader::open(&hall, post, "?cursor=1").await;
        let (id, change) = reader.next().await;
        assert_eq!((id, &change["what"]), (last, &json!("reset")), "{}", post.staff);
    }
    let mut readers = Vec::new();
    for post in &posts {
        readers.push(Reader::open(&hall, post, "?cursor=1").await);
    }
    posts[0].post("/v1/tickets", &json!({ "group": "A" })).await;
    for reader in &mut readers {
        let seen = reader.until("queue").await;
        assert_eq!((seen.len(), &seen[0]["what"]), (2, &json!("reset")), "{seen:?}");
    }
}
