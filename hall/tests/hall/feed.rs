use std::time::Duration;

use futures::StreamExt;
use serde_json::{Value as Json, json};

use crate::harness::{TOKEN, TestHall};

struct Reader {
    stream: futures::stream::BoxStream<'static, reqwest::Result<axum::body::Bytes>>,
    text: String,
}

impl Reader {
    async fn open(hall: &TestHall, cursor: &str) -> Self {
        let reply = hall
            .http
            .get(format!("{}/v1/feed{cursor}", hall.running.url))
            .bearer_auth(TOKEN)
            .header("x-yichuang-desk", "08")
            .send()
            .await
            .unwrap();
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        Self {
            stream: reply.bytes_stream().boxed(),
            text: String::new(),
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
    let mut live = Reader::open(&hall, "").await;
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
    let mut resumed = Reader::open(&hall, &format!("?cursor={first}")).await;
    assert_eq!(resumed.next().await.1, seen[1]);
}

#[tokio::test]
async fn a_cursor_that_is_not_kept_is_told_to_begin_anew() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let last = hall.store().last_change().await.unwrap();
    let mut reader = Reader::open(&hall, "?cursor=999999999").await;
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
    let mut reader = Reader::open(&hall, "").await;
    tokio::time::timeout(Duration::from_secs(5), hall.running.shutdown())
        .await
        .expect("closed in time");
    assert!(reader.stream.next().await.is_none_or(|end| end.is_err()));
}
