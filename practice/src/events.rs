//! Progress events: CloudEvents 1.0 over HTTP, signed, in order, tried again a bounded number of times.

use std::sync::Arc;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use reqwest::{Client, StatusCode, header};
use serde_json::Value;
use sha2::Sha256;
use tokio::sync::mpsc;

use crate::Practice;
use crate::switches::Mode;

/// Header that carries time, key id and signature.
pub const SIGNATURE: &str = "x-yichuang-signature";

/// Attempts before an event is given up; it can be sent again by hand.
const ATTEMPTS: u32 = 9;
/// First pause between attempts, doubled each time, and the longest one.
const PAUSE_MS: u64 = 50;
const LONGEST_PAUSE_MS: u64 = 5_000;

/// One event about to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub url: String,
    /// The whole CloudEvent.
    pub event: Value,
    pub sequence: u32,
    /// Nothing follows it.
    pub last: bool,
    /// The hall's clock minus ours, so that the signature is fresh in the hall's legal time.
    pub hall_ahead_ms: i64,
}

/// `t=<unix seconds>,kid=<department>,v1=<hex HMAC-SHA256(secret, "<t>." + body)>`.
pub fn signature(secret: &str, department: &str, seconds: i64, body: &[u8]) -> String {
    let digest = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mut mac| {
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    });
    // HMAC takes keys of any length, so there is always a digest.
    format!("t={seconds},kid={department},v1={}", digest.unwrap_or_default())
}

/// Sends one parcel's events in order for as long as the parcel is held.
pub async fn sender(
    practice: Arc<Practice>,
    department: String,
    mut queue: mpsc::UnboundedReceiver<Outgoing>,
) {
    let part = format!("department:{department}");
    let mut kept_back: Option<Outgoing> = None;
    while let Some(outgoing) = queue.recv().await {
        let (mode, _) = practice.switches.mode(&part);
        // Out of order: an even event waits for the next one and goes after it.
        if mode == Mode::OutOfOrder && kept_back.is_none() && outgoing.sequence % 2 == 0 && !outgoing.last {
            kept_back = Some(outgoing);
            continue;
        }
        for each in [Some(outgoing), kept_back.take()].into_iter().flatten() {
            deliver(&practice, &department, &each, mode).await;
            if mode == Mode::Duplicate {
                deliver(&practice, &department, &each, mode).await;
            }
        }
    }
}

async fn deliver(practice: &Practice, department: &str, outgoing: &Outgoing, mode: Mode) {
    let body = outgoing.event.to_string().into_bytes();
    let secret = if mode == Mode::ForgedSignature {
        "forged"
    } else {
        practice.secret.as_str()
    };
    let mut pause = PAUSE_MS;
    for attempt in 1..=ATTEMPTS {
        let now: Timestamp = (practice.clock)();
        let seconds = (now.as_millisecond() + outgoing.hall_ahead_ms).div_euclid(1000);
        let signed = signature(secret, department, seconds, &body);
        match post(&practice.client, &outgoing.url, signed, body.clone()).await {
            Ok(status) if status.is_success() => return,
            Ok(status) if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS => {
                tracing::warn!(
                    event.sequence = outgoing.sequence,
                    http.status = status.as_u16(),
                    "event refused"
                );
                return;
            }
            Ok(_) | Err(_) => {
                tracing::debug!(
                    event.sequence = outgoing.sequence,
                    attempt,
                    "event not taken, trying again"
                );
                tokio::time::sleep(Duration::from_millis(pause)).await;
                pause = (pause * 2).min(LONGEST_PAUSE_MS);
            }
        }
    }
    tracing::warn!(
        event.sequence = outgoing.sequence,
        attempts = ATTEMPTS,
        "event given up"
    );
}

async fn post(
    client: &Client,
    url: &str,
    signed: String,
    body: Vec<u8>,
) -> Result<StatusCode, reqwest::Error> {
    let request = client
        .post(url)
        .header(header::CONTENT_TYPE, "application/cloudevents+json")
        .header(SIGNATURE, signed)
        .timeout(Duration::from_secs(10))
        .body(body);
    Ok(request.send().await?.status())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_signature_is_the_one_any_other_tool_makes() {
        // printf '1700000000.{}' | openssl dgst -sha256 -hmac secret
        assert_eq!(
            super::signature("secret", "11350199MB9A00065K", 1_700_000_000, b"{}"),
            "t=1700000000,kid=11350199MB9A00065K,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163"
        );
    }
}
