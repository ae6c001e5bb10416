//! From an envelope to its outcome.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use cases::assist::{self, OwnAct};
use cases::case::ToldBy;
use cases::case::told::{self, OddDemands};
use cases::deadline::hall_date;
use cases::review;
use cases::roles::Deed;
use cases::wire::intake::{Command, Envelope, Outcome};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::plan::{
    AcceptPlan, Ground, Printed, ReceivePlan, RefusePlan, ReturnPlan, SupplementPlan, TellOncePlan,
};
use super::{Arrival, Arrived, Post};
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::Act;

/// A desk's clock may be off by this much before its receipts are dated anew (promise 13).
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(30);

/// The permit a command needs.
pub fn deed_of(command: &Command) -> Deed {
    match command {
        Command::SaveDraft { .. } => Deed::SaveDraft,
        Command::Receive { .. } => Deed::Receive,
        Command::Accept { .. } => Deed::Accept,
        Command::Refuse { .. } => Deed::Refuse,
        Command::Supplement { .. } | Command::Return { .. } => Deed::Supplement,
        Command::TellOnce { .. } => Deed::SaveDraft,
    }
}

/// Takes an envelope in: answers what was answered before, or judges and applies it once.
pub async fn take(rooms: &Rooms, act: Act, envelope: Envelope) -> Result<Outcome, Fault> {
    if envelope.place.desk != act.desk {
        return Err(fault::foreign_place());
    }
    if envelope.digest != envelope.command.digest() {
        return Err(fault::digest_differs());
    }
    let post = Post {
        place: envelope.place,
        key: envelope.key,
        digest: envelope.digest,
    };
    let case = envelope.command.draft().id;
    let outcome = match rooms.store.answered(&post).await {
        Ok(Some(outcome)) => Ok(outcome),
        Ok(None) => {
            let what = judge(rooms, &act, envelope.sent_at, envelope.command).await?;
            rooms
                .store
                .apply(
                    act.clone(),
                    Arrival {
                        post: post.clone(),
                        what,
                    },
                )
                .await
        }
        Err(fault) => Err(fault),
    };
    match outcome {
        Ok(outcome) => finish(rooms, case, outcome).await,
        Err(fault) => {
            if fault.code() == fault::place_conflict().code() {
                let detail = format!("epoch {} sequence {}", post.place.epoch, post.place.sequence);
                tracing::warn!(desk = %act.desk, inbox.place = %detail, "one place, two digests: an older desk database?");
                rooms.store.raise_alarm(act, "placeConflict", &detail).await?;
            }
            Err(fault)
        }
    }
}

/// Makes the papers and fills in what became of them.
pub async fn finish(rooms: &Rooms, case: uuid::Uuid, outcome: Outcome) -> Result<Outcome, Fault> {
    Ok(match outcome {
        Outcome::Accepted(mut accepted) => {
            accepted.papers = keeping::papers_of(rooms, case).await?;
            Outcome::Accepted(accepted)
        }
        Outcome::Refused(mut refused) => {
            refused.papers = keeping::papers_of(rooms, case).await?;
            Outcome::Refused(refused)
        }
        Outcome::Supplementing(mut told) => {
            told.papers = keeping::papers_of(rooms, case).await?;
            Outcome::Supplementing(told)
        }
        Outcome::Returned(mut returned) => {
            returned.papers = keeping::papers_of(rooms, case).await?;
            Outcome::Returned(returned)
        }
        Outcome::Received {
            slip,
            received_at,
            notify_by,
            why,
        } => {
            keeping::papers_of(rooms, case).await?;
            Outcome::Received {
                slip,
                received_at,
                notify_by,
                why,
            }
        }
        other @ (Outcome::Saved { .. }
        | Outcome::HeldElsewhere { .. }
        | Outcome::ToldOnce { .. }
        | Outcome::Blocked { .. }
        | Outcome::Duplicate { .. }) => other,
    })
}

async fn judge(rooms: &Rooms, act: &Act, sent_at: Timestamp, command: Command) -> Result<Arrived, Fault> {
    match command {
        Command::SaveDraft { draft } => Ok(Arrived::Save(Box::new(draft))),
        Command::Receive {
            draft,
            received_at,
            receipt_digest,
            receipt_pdf,
            reason,
        } => {
            let ground = ground(rooms, draft).await?;
            let printed = read_printed(&receipt_pdf, receipt_digest)?;
            let (received_at, desk_received_at) = date_receipt(received_at, sent_at, act.at);
            Ok(Arrived::Receive(Box::new(ReceivePlan {
                ground,
                received_at,
                desk_received_at,
                printed,
                why: None,
                approval: None,
                reason: reason.map(|reason| reason.trim().chars().take(told::LONGEST).collect()),
            })))
        }
        Command::Refuse { draft, approval } => Ok(Arrived::Refuse(Box::new(RefusePlan {
            ground: ground(rooms, draft).await?,
            approval,
            refused_at: act.at,
        }))),
        Command::Supplement {
            draft,
            demands,
            approval,
        } => {
            let ground = ground(rooms, draft).await?;
            match told::odd(&demands) {
                None => {}
                Some(OddDemands::None) => return Err(fault::no_demands()),
                Some(OddDemands::TooMany) => return Err(fault::too_many_demands()),
                Some(OddDemands::Said(at)) => return Err(fault::odd_demand().about(at)),
                Some(OddDemands::Twice(at)) => return Err(fault::demand_twice().about(at)),
            }
            let left_out = told::left_out(&findings(&ground, act.at)?, &demands);
            if !left_out.is_empty() {
                return Ok(Arrived::Blocked {
                    draft: Box::new(ground.draft),
                    findings: left_out,
                });
            }
            let until = ground.cure_by(act.at).day;
            Ok(Arrived::Supplement(Box::new(SupplementPlan {
                ground,
                demands: demands
                    .into_iter()
                    .map(|demand| told::Demand {
                        cured: false,
                        added: None,
                        ..demand
                    })
                    .collect(),
                told_at: act.at,
                until,
                approval,
            })))
        }
        Command::Return { draft } => {
            let ground = ground(rooms, draft).await?;
            let findings = findings(&ground, act.at)?;
            Ok(Arrived::Return(Box::new(ReturnPlan { ground, findings })))
        }
        Command::TellOnce { draft, paper, pdf } => {
            let told = draft.first_told.clone().ok_or_else(fault::odd_first_notice)?;
            if told.by != ToldBy::Guidance || !told.is_whole() || told.listed.len() > told::MOST_DEMANDS {
                return Err(fault::odd_first_notice());
            }
            let printed = read_printed(&pdf, paper)?.ok_or_else(fault::odd_first_notice)?;
            let ground = ground(rooms, draft).await?;
            Ok(Arrived::TellOnce(Box::new(TellOncePlan {
                ground,
                told,
                printed,
            })))
        }
        Command::Accept { draft, approval } => {
            let ground = ground(rooms, draft).await?;
            let item = ground.item()?;
            let findings = findings(&ground, act.at)?;
            if !review::is_clear(&findings) {
                return Ok(Arrived::Blocked {
                    draft: Box::new(ground.draft),
                    findings,
                });
            }
            if rooms
                .lines
                .is_up(&rooms.door, &rooms.directory, &item.department_uscc, act.at)
                .await
            {
                return Ok(Arrived::Accept(Box::new(AcceptPlan {
                    ground,
                    accepted_at: act.at,
                    deemed: false,
                    remarks: Vec::new(),
                    approval,
                })));
            }
            Ok(Arrived::Receive(Box::new(ReceivePlan {
                ground,
                received_at: act.at,
                desk_received_at: None,
                printed: None,
                why: Some(fault::line_down().trouble),
                approval,
                reason: None,
            })))
        }
    }
}

/// A helper's draft carries nothing that only the applicant may do, whatever its program says.
pub async fn no_own_act(rooms: &Rooms, draft: &cases::case::Draft) -> Result<(), Fault> {
    let catalogue = rooms.edition(&draft.edition, &draft.item).await?;
    let item = catalogue.item(&draft.item).ok_or_else(fault::no_such_item)?;
    match assist::own_act(item, draft) {
        None => Ok(()),
        Some(OwnAct::Signature(material)) => Err(fault::helper_signed().about(material)),
        Some(OwnAct::Declaration(field)) => Err(fault::helper_declared().about(field)),
    }
}

/// What the review finds in a draft at this moment.
fn findings(ground: &Ground, at: Timestamp) -> Result<Vec<review::Finding>, Fault> {
    let catalogue = &ground.catalogue;
    let today = hall_date(at);
    Ok(review::run(
        ground.item()?,
        &catalogue.rules,
        &catalogue.codes,
        &ground.draft,
        today,
    ))
}

/// The edition and the hall a draft is judged by.
pub async fn ground(rooms: &Rooms, draft: cases::case::Draft) -> Result<Ground, Fault> {
    let catalogue = rooms.edition(&draft.edition, &draft.item).await?;
    let ground = Ground {
        catalogue,
        hall: Arc::clone(&rooms.hall),
        counting: rooms.counting(),
        draft,
    };
    ground.item()?;
    Ok(ground)
}

/// Legal time of an offline receipt. `sent_at` is the desk's clock at sending: what it is off by, the receipt is
/// off by. Within the tolerance the desk's time stands.
fn date_receipt(
    received_at: Timestamp,
    sent_at: Timestamp,
    now: Timestamp,
) -> (Timestamp, Option<Timestamp>) {
    let received_at = crate::clock::to_millisecond(received_at);
    let off = now.duration_since(sent_at);
    if off.abs() <= CLOCK_TOLERANCE {
        return (received_at.min(now), None);
    }
    let legal = crate::clock::to_millisecond(received_at.saturating_add(off).unwrap_or(now)).min(now);
    (legal, Some(received_at))
}

fn read_printed(pdf: &str, digest: String) -> Result<Option<Printed>, Fault> {
    if pdf.is_empty() {
        return Ok(None);
    }
    let bytes = BASE64
        .decode(pdf)
        .map_err(|_| fault::unreadable_body().about("receiptPdf"))?;
    if hex::encode(Sha256::digest(&bytes)) != digest {
        return Err(fault::digest_differs());
    }
    let pages = count_pages(&bytes);
    Ok(Some(Printed { digest, bytes, pages }))
}

/// Page objects in a PDF that is not packed, at least one.
fn count_pages(pdf: &[u8]) -> u32 {
    let count = |mark: &[u8]| {
        pdf.windows(mark.len() + 1)
            .filter(|window| window.starts_with(mark) && window[mark.len()] != b's')
            .count()
    };
    u32::try_from(count(b"/Type/Page") + count(b"/Type /Page"))
        .unwrap_or(1)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promise_13_a_receipt_of_a_wrong_clock_is_dated_anew() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-20T03:00:00Z");
        // Right clock, received an hour ago, sent just now.
        assert_eq!(
            date_receipt(at("2026-11-20T02:00:00Z"), now, now),
            (at("2026-11-20T02:00:00Z"), None)
        );
        // 20 s off is within the tolerance.
        let sent = at("2026-11-20T02:59:40Z");
        assert_eq!(
            date_receipt(at("2026-11-20T02:00:00Z"), sent, now),
            (at("2026-11-20T02:00:00Z"), None)
        );
        // Ten minutes slow: the receipt was ten minutes later than the desk says.
        let sent = at("2026-11-20T02:50:00Z");
        assert_eq!(
            date_receipt(at("2026-11-20T02:00:00Z"), sent, now),
            (at("2026-11-20T02:10:00Z"), Some(at("2026-11-20T02:00:00Z")))
        );
        // A year fast: never in the future.
        let sent = at("2027-11-20T03:00:00Z");
        let (legal, desk) = date_receipt(at("2027-11-20T02:00:00Z"), sent, now);
        assert_eq!(
            (legal, desk),
            (at("2026-11-20T02:00:00Z"), Some(at("2027-11-20T02:00:00Z")))
        );
    }

    #[test]
    fn pages_are_counted() {
        assert_eq!(count_pages(b"%PDF /Type/Pages /Type/Page /Type /Page "), 2);
        assert_eq!(count_pages(b""), 1);
    }
}
