//! Progress from departments: CloudEvents 1.0, signed with HMAC-SHA256 over time and raw body.

use cases::approval::about::LONGEST;
use cases::case::told;
use cases::deadline::{Happened, Promise};
use cases::wire::further::FurtherDemand;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value as Json;
use sha2::Sha256;
use std::time::Duration;
use uuid::Uuid;

use crate::fault::{self, Fault};
use crate::intake::service::ground;
use crate::intake::told as owed;
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::rows::{Asked, Issued, ProgressKind};
use crate::store::{Act, Progress, Progressed};

/// Characters of a result's name or number.
const LONGEST_RESULT: usize = 200;
/// Results of one parcel.
const MOST_RESULTS: usize = 50;
/// A signature is good for this long on either side.
const WINDOW_S: i64 = 300;

/// `X-Yichuang-Signature: t=…,kid=…,v1=…`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub t: i64,
    pub kid: String,
    pub v1: Vec<u8>,
}

#[derive(Debug, Deserialize)]
struct CloudEvent {
    specversion: String,
    id: String,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    subject: Uuid,
    time: Timestamp,
    sequence: String,
    data: Json,
}

/// Takes one event in. A forged one changes nothing and raises an alarm.
pub async fn take(rooms: &Rooms, header: Option<&str>, body: &[u8]) -> Result<Progressed, Fault> {
    let now = rooms.now();
    let kid = signer(rooms, header, body).await?;
    let progress = read(body, &kid)?;
    let (parcel, sequence) = (progress.parcel, progress.sequence);
    let is_told = progress.act.is_some();
    let act = Act::new("outside", kid.clone(), now);
    let ground = match rooms.store.parcel_draft(parcel).await? {
        Some(draft) => Some(ground(rooms, draft).await?),
        None => None,
    };
    let case = ground.as_ref().map(|ground| ground.draft.id);
    let progressed = rooms.store.note_progress(act, progress, ground).await?;
    if let Some(case) = case.filter(|_| progressed == Progressed::Applied) {
        // What the department decided lies ready before anybody asks for it.
        keeping::papers_of(rooms, case).await?;
    }
    if progressed == Progressed::Applied && is_told {
        owed::write(rooms).await?;
    }
    if progressed == Progressed::Held {
        tracing::info!(parcel.id = %parcel, event.sequence = sequence, "an event waits for the ones before it");
        ask_again(rooms, &kid).await;
    }
    Ok(progressed)
}

/// Who signed what came from outside. A forged signature raises an alarm.
pub async fn signer(rooms: &Rooms, header: Option<&str>, body: &[u8]) -> Result<String, Fault> {
    signer_by(rooms, header, body, |_| None).await
}

/// The same where some sign with a secret of their own.
pub async fn signer_by(
    rooms: &Rooms,
    header: Option<&str>,
    body: &[u8],
    own: impl Fn(&str) -> Option<String>,
) -> Result<String, Fault> {
    let now = rooms.now();
    let signature = header.and_then(parse);
    let fits = |one: &Signature| match own(&one.kid) {
        Some(secret) => verify(one, &secret, body, now),
        None => verify(one, rooms.door.secret(), body, now),
    };
    if let Some(signature) = signature.filter(fits) {
        return Ok(signature.kid);
    }
    tracing::warn!(
        callback.bytes = body.len(),
        "a callback with a wrong signature was turned away"
    );
    let act = Act::new("outside", "callback", now);
    rooms
        .store
        .raise_alarm(act, "forgedCallback", "signature")
        .await?;
    Err(fault::forged_callback())
}

/// Reads the header's three parts, in any order.
fn parse(header: &str) -> Option<Signature> {
    let (mut t, mut kid, mut v1) = (None, None, None);
    for part in header.split(',') {
        match part.trim().split_once('=')? {
            ("t", text) => t = text.parse().ok(),
            ("kid", text) => kid = Some(text.to_owned()),
            ("v1", text) => v1 = hex::decode(text).ok(),
            _ => {}
        }
    }
    Some(Signature {
        t: t?,
        kid: kid?,
        v1: v1?,
    })
}

fn verify(signature: &Signature, secret: &str, body: &[u8], now: Timestamp) -> bool {
    if now.as_second().abs_diff(signature.t) > WINDOW_S.unsigned_abs() {
        return false;
    }
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return false;
    };
    mac.update(format!("{}.", signature.t).as_bytes());
    mac.update(body);
    // Compares in constant time.
    mac.verify_slice(&signature.v1).is_ok()
}

fn read(body: &[u8], kid: &str) -> Result<Progress, Fault> {
    let event: CloudEvent = serde_json::from_slice(body).map_err(|_| fault::misshapen_event())?;
    let kind = event
        .kind
        .strip_prefix("cn.yichuang.parcel.")
        .and_then(ProgressKind::from_word);
    let sequence = event
        .sequence
        .parse::<u64>()
        .ok()
        .filter(|sequence| (1..=1_000_000).contains(sequence));
    let (Some(kind), Some(sequence)) = (kind, sequence) else {
        return Err(fault::misshapen_event());
    };
    if event.specversion != "1.0" || event.source != format!("/departments/{kid}") || event.id.is_empty() {
        return Err(fault::misshapen_event());
    }
    Ok(Progress {
        parcel: event.subject,
        department: kid.to_owned(),
        event_id: event.id,
        sequence,
        kind,
        at: event.time,
        granted: granted(&event.data),
        results: results(&event.data)?,
        act: act(kind, &event.data),
        asked: asked(kind, &event.data)?,
        note: note(&event.data),
    })
}

fn granted(data: &Json) -> Option<bool> {
    match data.pointer("/decision").and_then(Json::as_str).map(str::trim) {
        Some("granted") => Some(true),
        Some("denied") => Some(false),
        Some(_) | None => None,
    }
}

/// What was issued: `result`, or `results` where a department gave several.
fn results(data: &Json) -> Result<Vec<Issued>, Fault> {
    let several = match (data.get("results"), data.get("result")) {
        (Some(several), _) => several.clone(),
        (None, Some(Json::Null) | None) => return Ok(Vec::new()),
        (None, Some(one)) => Json::Array(vec![one.clone()]),
    };
    let issued: Vec<Issued> = serde_json::from_value(several).map_err(|_| fault::misshapen_event())?;
    let said = |text: &str| !text.trim().is_empty() && text.chars().count() <= LONGEST_RESULT;
    let fits = issued.len() <= MOST_RESULTS && issued.iter().all(|one| said(&one.name) && said(&one.number));
    fits.then_some(issued).ok_or_else(fault::misshapen_event)
}

/// A special procedure or an extension as the department tells it. What it leaves out stays empty, and is refused with
/// the sentence for it.
fn act(kind: ProgressKind, data: &Json) -> Option<Happened> {
    let text = |key: &str| {
        let said = data.get(key).and_then(Json::as_str).unwrap_or_default();
        said.trim().chars().take(LONGEST).collect::<String>()
    };
    let days = data.get("days").and_then(Json::as_u64).unwrap_or(0);
    let days = u16::try_from(days).unwrap_or(u16::MAX);
    match kind {
        ProgressKind::Suspended => Some(Happened::Paused {
            kind: text("kind"),
            expected: match data.get("unit").and_then(Json::as_str) {
                Some("日") => Promise::calendar_days(days),
                Some(_) | None => Promise::working_days(days),
            },
            reason: text("reason"),
            approver: text("approver"),
        }),
        ProgressKind::Resumed => Some(Happened::Resumed),
        ProgressKind::Extended => Some(Happened::Extended {
            by: Promise::working_days(days),
            reason: text("reason"),
            approver: text("approver"),
        }),
        ProgressKind::Acknowledged
        | ProgressKind::Handling
        | ProgressKind::Returned
        | ProgressKind::Decided
        | ProgressKind::Done => None,
    }
}

/// 补充材料: what a department that gives a case back asks for. One that only has an opinion asks for that.
fn asked(kind: ProgressKind, data: &Json) -> Result<Option<Asked>, Fault> {
    if kind != ProgressKind::Returned {
        return Ok(None);
    }
    let text = |key: &str| {
        let said = data.get(key).and_then(Json::as_str).unwrap_or_default();
        said.trim().chars().take(LONGEST).collect::<String>()
    };
    let demands: Vec<FurtherDemand> = match data.get("demands") {
        None | Some(Json::Null) => Vec::new(),
        Some(several) => serde_json::from_value(several.clone()).map_err(|_| fault::misshapen_event())?,
    };
    let fits = |text: &str, longest: usize| !text.trim().is_empty() && text.chars().count() <= longest;
    let is_said = |demand: &FurtherDemand| {
        fits(&demand.material, told::LONGEST_NAME)
            && fits(&demand.wrong, told::LONGEST)
            && fits(&demand.cure, told::LONGEST)
            && demand.basis.chars().count() <= told::LONGEST
            && demand
                .material_id
                .as_ref()
                .is_none_or(|id| fits(id, told::LONGEST_NAME))
    };
    if demands.len() > told::MOST_DEMANDS || !demands.iter().all(is_said) {
        return Err(fault::misshapen_event());
    }
    let opinion = text("opinion");
    let reason = Some(text("reason")).filter(|reason| !reason.is_empty());
    let only = FurtherDemand {
        material: "补充材料".to_owned(),
        wrong: if opinion.is_empty() {
            "部门要求补充材料".to_owned()
        } else {
            opinion.clone()
        },
        cure: "按部门要求补充".to_owned(),
        basis: String::new(),
        material_id: None,
        came_at: None,
    };
    Ok(Some(Asked {
        reason: reason.unwrap_or(opinion),
        approver: text("approver"),
        demands: if demands.is_empty() {
            vec![only]
        } else {
            demands
                .into_iter()
                .map(|demand| FurtherDemand {
                    came_at: None,
                    ..demand
                })
                .collect()
        },
    }))
}

/// What the timeline shows of an event: decision, opinion, the result's name and number. Who wrote it stays at
/// the department.
fn note(data: &Json) -> Option<String> {
    let text = |path: &str| {
        data.pointer(path)
            .and_then(Json::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let decision = granted(data).map(|granted| if granted { "准予" } else { "不予" });
    let parts = [
        decision,
        text("/opinion"),
        text("/result/name"),
        text("/result/number"),
    ];
    let note = parts.into_iter().flatten().collect::<Vec<_>>().join("，");
    (!note.is_empty()).then(|| note.chars().take(500).collect())
}

/// Asks the department where its parcels stand: a gap means that an event was lost on the way. Departments send
/// again what was not answered with success, so asking is a hint and its reply is not applied.
async fn ask_again(rooms: &Rooms, uscc: &str) {
    let Ok(outside) = rooms.directory.addresses(&rooms.door).await else {
        return;
    };
    let Some(base) = outside.department(uscc) else {
        return;
    };
    let since = rooms
        .now()
        .saturating_sub(jiff::SignedDuration::from_hours(24))
        .unwrap_or(Timestamp::MIN);
    let url = format!("{base}/parcels?since={since}");
    if let Err(fault) = rooms.door.get::<Json>(&url, Duration::from_secs(2)).await {
        tracing::info!(
            dispatch.code = fault.code(),
            "a department could not be asked for missing events"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_good_for_its_body_secret_and_time_only() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(b"secret").unwrap();
        mac.update(b"1800000000.{}");
        let signature = hex::encode(mac.finalize().into_bytes());
        let header = format!("t=1800000000,kid=11350199MB9A00014B,v1={signature}");
        let read = parse(&header).unwrap();
        assert!(verify(&read, "secret", b"{}", now));
        assert!(!verify(&read, "secret", b"{ }", now));
        assert!(!verify(&read, "other", b"{}", now));
        assert!(verify(
            &read,
            "secret",
            b"{}",
            Timestamp::from_second(1_800_000_300).unwrap()
        ));
        assert!(!verify(
            &read,
            "secret",
            b"{}",
            Timestamp::from_second(1_800_000_301).unwrap()
        ));
        assert_eq!(parse("t=x,kid=a,v1=00"), None);
        assert_eq!(parse("t=1,v1=00"), None);
        assert_eq!(parse("nonsense"), None);
    }
}
