//! Revisions on their way to the hall: signed, tried again a bounded number of times.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header;
use serde_json::Value;

use crate::events::{SIGNATURE, signature};
use crate::switches::Mode;
use crate::{Practice, Shared};

use super::PART;

/// Attempts before a revision is given up; the hall's next announcement sends it again.
const ATTEMPTS: u32 = 9;
/// First pause between attempts, doubled each time, and the longest one.
const PAUSE_MS: u64 = 50;
const LONGEST_PAUSE_MS: u64 = 5_000;
const LIMIT: Duration = Duration::from_secs(10);

/// Pushes the last revision of an application beside everything else.
pub fn spawn(practice: &Shared, id: String) {
    let practice = Arc::clone(practice);
    tokio::spawn(async move {
        let (mode, _) = practice.switches.mode(PART);
        push(&practice, &id, mode).await;
        if mode == Mode::Duplicate {
            push(&practice, &id, mode).await;
        }
    });
}

async fn push(practice: &Practice, id: &str, mode: Mode) {
    let mut pause = PAUSE_MS;
    for _ in 1..=ATTEMPTS {
        match attempt(practice, id, mode).await {
            Some(Ok((status, code))) if status < 500 && status != 429 => {
                if let Some(held) = practice.online.hold().applications.get_mut(id) {
                    held.pushed = Some((status, code));
                }
                return;
            }
            Some(Ok(_) | Err(_)) => {}
            // No hall is there yet: its announcement sends it.
            None => return,
        }
        tokio::time::sleep(Duration::from_millis(pause)).await;
        pause = (pause * 2).min(LONGEST_PAUSE_MS);
    }
    tracing::warn!(attempts = ATTEMPTS, "an application was not pushed");
}

async fn attempt(
    practice: &Practice,
    id: &str,
    mode: Mode,
) -> Option<Result<(u16, Option<String>), reqwest::Error>> {
    let (url, ahead_ms, body) = {
        let book = practice.online.hold();
        let held = book.applications.get(id)?;
        let there = book.halls.get(&held.application.region)?;
        let body = serde_json::to_vec(&held.application).ok()?;
        (format!("{}/{id}", there.url), there.ahead_ms, body)
    };
    let secret = if mode == Mode::ForgedSignature {
        "forged"
    } else {
        practice.secret.as_str()
    };
    let seconds = ((practice.clock)().as_millisecond() + ahead_ms).div_euclid(1000);
    let request = practice
        .client
        .put(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header(SIGNATURE, signature(secret, PART, seconds, &body))
        .timeout(LIMIT)
        .body(body);
    Some(match request.send().await {
        Ok(reply) => {
            let status = reply.status().as_u16();
            let said = reply.json::<Value>().await.ok();
            let code = said.and_then(|said| said["code"].as_str().map(str::to_owned));
            Ok((status, code))
        }
        Err(error) => Err(error),
    })
}
