use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use cases::wire::intake::Command;
use hall::clock::Clock;
use jiff::SignedDuration;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::harness::{OTHER_NUMBER, TestHall, code};

const ITEM: &str = "wj-parenting";

#[tokio::test]
async fn promise_02_the_same_place_gives_the_same_outcome() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete(ITEM);
    let envelope = window.envelope(Command::SaveDraft { draft: draft.clone() });
    let (_, first) = window.send(&envelope).await;
    assert_eq!(first, json!({ "outcome": "saved", "revision": 1 }));
    draft.revision = 2;
    window.save(&draft).await;
    // Sent again, later, after something else: the answer is the one of then.
    let mut again = envelope.clone();
    again.sent_at += SignedDuration::from_secs(20);
    assert_eq!(window.send(&again).await.1, first);
    let (_, kept) = window.get(&format!("/v1/drafts/{}", draft.id)).await;
    assert_eq!(kept["revision"], 2);
}

#[tokio::test]
async fn promise_02_one_place_with_two_digests_is_an_older_database_and_alarms() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    let envelope = window.envelope(Command::SaveDraft { draft });
    window.send(&envelope).await;

    let mut restored = window.envelope(Command::SaveDraft {
        draft: window.complete(ITEM),
    });
    restored.place = envelope.place.clone();
    let (status, problem) = window.send(&restored).await;
    assert_eq!((status, code(&problem)), (409, "YC-2406"));
    assert_eq!(hall.store().alarms().await.unwrap(), ["placeConflict"]);
    let log = hall.store().audit(0, 1_000).await.unwrap();
    assert!(log.iter().any(|entry| entry.deed == "alarm:placeConflict"));
    assert_eq!(window.get("/v1/drafts").await.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn promise_02_one_key_with_another_body_is_refused() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let envelope = window.envelope(Command::SaveDraft {
        draft: window.complete(ITEM),
    });
    window.send(&envelope).await;
    let mut other = window.envelope(Command::SaveDraft {
        draft: window.complete(ITEM),
    });
    other.key = envelope.key;
    let (status, problem) = window.send(&other).await;
    assert_eq!((status, code(&problem)), (422, "YC-2405"));

    // A key of the inbox is no key for another route, nor the other way round.
    let key = envelope.key.to_string();
    let (status, problem) = window
        .post_under("/v1/tickets", &key, &json!({ "group": "A" }))
        .await;
    assert_eq!((status, code(&problem)), (422, "YC-2405"));

    // The header has to repeat the key, the digest has to be the command's, the place has to be the desk's.
    let envelope = window.envelope(Command::SaveDraft {
        draft: window.complete(ITEM),
    });
    let body = serde_json::to_value(&envelope).unwrap();
    assert_eq!(code(&window.post("/v1/inbox", &body).await.1), "YC-2403");
    let mut damaged = envelope.clone();
    damaged.digest = "0".repeat(64);
    assert_eq!(code(&window.send(&damaged).await.1), "YC-2404");
    let mut foreign = envelope;
    foreign.place.desk = "99".to_owned();
    assert_eq!(code(&window.send(&foreign).await.1), "YC-2409");
}

#[tokio::test]
async fn promise_03_a_draft_has_one_owner_and_the_loser_learns_who() {
    let hall = TestHall::open().await;
    let first = hall.desk("08", "0826").await;
    let second = hall.desk("09", "0827").await;
    let mut draft = first.complete(ITEM);
    first.save(&draft).await;

    let path = format!("/v1/drafts/{}", draft.id);
    let (status, problem) = second.get(&path).await;
    assert_eq!((status, code(&problem)), (403, "YC-2408"));
    let (status, taken) = second.post(&format!("{path}/take"), &json!({})).await;
    assert_eq!(status, 200, "{taken}");
    assert_eq!(
        (taken["fence"].as_u64(), taken["desk"].as_str()),
        (Some(2), Some("09"))
    );

    draft.revision = 5;
    let outcome = first.save(&draft).await;
    assert_eq!(
        outcome,
        json!({ "outcome": "heldElsewhere", "desk": "09", "clerk": "0827", "fence": 2 })
    );
    let outcome = first.accept(&draft).await;
    assert_eq!(outcome["outcome"], "heldElsewhere");
    // A fence is given by the hall, never claimed.
    draft.fence = 9;
    assert_eq!(first.save(&draft).await["outcome"], "heldElsewhere");
    assert_eq!(first.get("/v1/drafts").await.1, json!([]));
    assert_eq!(second.get("/v1/drafts").await.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn promise_04_an_offline_receipt_is_kept_as_it_was_printed() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    let printed = b"%PDF-1.7 what was handed out".to_vec();
    let receive = |pdf: &[u8], digest: &[u8]| Command::Receive {
        draft: draft.clone(),
        received_at: window.clock.now() - SignedDuration::from_mins(30),
        receipt_digest: hex::encode(Sha256::digest(digest)),
        receipt_pdf: BASE64.encode(pdf),
        reason: None,
    };
    let (status, problem) = window.send(&window.envelope(receive(&printed, b"other"))).await;
    assert_eq!((status, code(&problem)), (422, "YC-2404"));

    let (_, outcome) = window.send(&window.envelope(receive(&printed, &printed))).await;
    assert_eq!(outcome["outcome"], "received", "{outcome}");
    assert_eq!(outcome["slip"], json!(draft.slip));
    let (_, case) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(
        (case["stage"].as_str(), &case["caseNumber"]),
        (Some("received"), &json!(null))
    );
    let papers = case["papers"].as_array().unwrap();
    assert_eq!(papers.len(), 1);
    let (_, bytes) = window
        .bytes(&format!("/v1/papers/{}", papers[0]["id"].as_str().unwrap()))
        .await;
    assert_eq!(bytes, printed);

    // Acceptance goes on from the receipt: one receipt, its own time.
    let accepted = window.accept(&draft).await;
    assert_eq!(accepted["outcome"], "accepted", "{accepted}");
    let kinds: Vec<&str> = accepted["papers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["receiptSlip", "acceptanceNotice"]);
    let (_, case) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(case["receivedAt"], outcome["receivedAt"]);
}

#[tokio::test]
async fn promise_13_a_receipt_of_a_wrong_clock_shows_both_times() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    let printed = b"%PDF-1.7 printed".to_vec();
    let command = Command::Receive {
        draft: draft.clone(),
        received_at: "2026-11-20T01:00:00Z".parse().unwrap(),
        receipt_digest: hex::encode(Sha256::digest(&printed)),
        receipt_pdf: BASE64.encode(&printed),
        reason: None,
    };
    let mut envelope = window.envelope(command);
    // The desk's clock is ten minutes slow.
    envelope.sent_at -= SignedDuration::from_mins(10);
    let (_, outcome) = window.send(&envelope).await;
    let received: jiff::Timestamp = outcome["receivedAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        received.as_second() / 60,
        "2026-11-20T01:10:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_second()
            / 60
    );
    let (_, case) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    let papers = case["papers"].as_array().unwrap();
    assert_eq!(papers.len(), 2, "the printed one and the one with both times");
    let (_, kept) = window
        .bytes(&format!("/v1/papers/{}", papers[0]["id"].as_str().unwrap()))
        .await;
    assert_eq!(kept, printed);
}

/// What was handed in at the window without the hall is recorded, whatever else is open.
#[tokio::test]
async fn promise_02_an_offline_receipt_is_never_turned_away_as_a_duplicate() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    assert_eq!(window.accept(&window.complete(ITEM)).await["outcome"], "accepted");
    let draft = window.complete(ITEM);
    let printed = b"%PDF-1.7 printed".to_vec();
    let command = Command::Receive {
        draft: draft.clone(),
        received_at: window.clock.now(),
        receipt_digest: hex::encode(Sha256::digest(&printed)),
        receipt_pdf: BASE64.encode(&printed),
        reason: None,
    };
    let (_, outcome) = window.send(&window.envelope(command)).await;
    assert_eq!(outcome["outcome"], "received", "{outcome}");
    assert_eq!(window.accept(&draft).await["outcome"], "duplicate");
    assert_eq!(
        window.get(&format!("/v1/cases/{}", draft.slip)).await.1["stage"],
        "received"
    );
}

#[tokio::test]
async fn promise_02_a_receipt_handed_out_stands_though_another_window_took_the_draft() {
    let hall = TestHall::open().await;
    let first = hall.desk("08", "0826").await;
    let second = hall.desk("09", "0827").await;
    let draft = first.complete(ITEM);
    first.save(&draft).await;
    let (_, taken) = second
        .post(&format!("/v1/drafts/{}/take", draft.id), &json!({}))
        .await;
    let printed = b"%PDF-1.7 handed out while the line was down".to_vec();
    let command = Command::Receive {
        draft: draft.clone(),
        received_at: first.clock.now(),
        receipt_digest: hex::encode(Sha256::digest(&printed)),
        receipt_pdf: BASE64.encode(&printed),
        reason: None,
    };
    let (_, outcome) = first.send(&first.envelope(command)).await;
    assert_eq!(outcome["outcome"], "received", "{outcome}");
    let (_, case) = second.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(case["papers"][0]["digest"], hex::encode(Sha256::digest(&printed)));
    // The draft stays with who took it, and goes on from there.
    assert_eq!(second.get("/v1/drafts").await.1.as_array().unwrap().len(), 1);
    let mut mine: cases::case::Draft = serde_json::from_value(taken).unwrap();
    mine.clerk = "0827".to_owned();
    let accepted = second.accept(&mine).await;
    assert_eq!(accepted["outcome"], "accepted", "{accepted}");
    assert_eq!(accepted["slip"], draft.slip);
}

#[tokio::test]
async fn a_slip_code_belongs_to_one_draft() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let first = window.complete(ITEM);
    window.save(&first).await;
    let mut second = window.complete_for(ITEM, OTHER_NUMBER);
    second.slip = first.slip;
    let (status, problem) = window
        .send(&window.envelope(Command::SaveDraft { draft: second }))
        .await;
    assert_eq!((status, code(&problem)), (409, "YC-2412"));
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused_in_words() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (status, problem) = window.post("/v1/inbox", &json!({ "place": 1 })).await;
    assert_eq!((status, code(&problem)), (422, "YC-2401"));
    assert!(problem["zh"].as_str().unwrap().contains("place"));
    let large = vec![b'x'; 21 * 1024 * 1024];
    let (status, problem) = window.put_piece(&"0".repeat(64), large).await;
    assert_eq!((status, code(&problem)), (413, "YC-2402"));
    let (status, problem) = window.put_piece(&"0".repeat(64), b"x".to_vec()).await;
    assert_eq!((status, code(&problem)), (422, "YC-2404"));
}
