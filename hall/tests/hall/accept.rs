use std::collections::BTreeSet;

use cases::case::ScreenSignature;
use cases::case::number::{CaseNumber, DocumentNumber};
use cases::material::{Held, Piece};
use cases::wire::intake::Command;
use hall::clock::Clock;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::harness::{Desk, NUMBER, OTHER_NUMBER, TestHall, case_until, catalogue, code};

const ITEM: &str = "wj-parenting";

#[tokio::test]
async fn every_item_of_the_catalogue_is_accepted_and_sent() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut numbers = BTreeSet::new();
    let mut notices = BTreeSet::new();
    for item in &catalogue().items {
        let accepted = window.accept(&window.complete(&item.id)).await;
        assert_eq!(accepted["outcome"], "accepted", "{}: {accepted}", item.id);
        let number = CaseNumber::parse(accepted["caseNumber"].as_str().unwrap()).unwrap();
        assert_eq!(number.implementation_code(), item.implementation_code);
        numbers.insert(number);
        notices.insert(accepted["noticeNumber"].as_str().unwrap().to_owned());
        assert_eq!(accepted["departments"], json!([item.department]));
    }
    assert_eq!((numbers.len(), notices.len()), (32, 32));
    let parcels = hall.province.parcels_arrived(32).await;
    let sent: BTreeSet<CaseNumber> = parcels
        .iter()
        .map(|parcel| CaseNumber::parse(parcel["caseNumber"].as_str().unwrap()).unwrap())
        .collect();
    assert_eq!(sent, numbers);
}

#[tokio::test]
async fn promise_02_accept_pressed_twice_gives_one_case() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    let envelope = window.envelope(Command::Accept {
        draft: draft.clone(),
        approval: None,
    });
    let (first, second) = tokio::join!(window.send(&envelope), window.send(&envelope));
    assert_eq!(first, second);
    // Pressed once more under another key and place: the case is there.
    let third = window.accept(&draft).await;
    assert_eq!(third["caseNumber"], first.1["caseNumber"]);
    assert_eq!(third["papers"], first.1["papers"]);
    // A save that was late finds the case as well.
    assert_eq!(window.save(&draft).await["caseNumber"], first.1["caseNumber"]);
    assert_eq!(window.get("/v1/cases").await.1.as_array().unwrap().len(), 1);
    assert_eq!(window.get("/v1/drafts").await.1, json!([]));
    hall.province.parcels_arrived(1).await;
    let view = case_until(&window, &draft.slip, |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
    assert_eq!(view["parcels"].as_array().unwrap().len(), 1);
}

/// Twenty acceptances at once: numbers without gap or repetition, whatever failed in between.
#[tokio::test]
async fn numbers_are_given_without_gaps() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut drafts = Vec::new();
    for place in 0..20 {
        let mut draft = window.complete(ITEM);
        draft.party.person.id_number = resident(place);
        if place % 4 == 3 {
            // Names a file that nobody uploaded: refused inside the transaction.
            draft.slots.push(cases::material::Slot {
                material: "x".to_owned(),
                held: Some(Held::Files {
                    pieces: vec![piece(&[b"never uploaded"])],
                }),
                why_paper: None,
                known: Default::default(),
            });
        }
        drafts.push(draft);
    }
    let envelopes: Vec<_> = drafts
        .iter()
        .map(|draft| {
            window.envelope(Command::Accept {
                draft: draft.clone(),
                approval: None,
            })
        })
        .collect();
    let outcomes = futures::future::join_all(envelopes.iter().map(|envelope| window.send(envelope))).await;
    let mut serials = Vec::new();
    let mut notices = Vec::new();
    for (status, outcome) in outcomes {
        if status == 409 {
            assert_eq!(code(&outcome), "YC-2411");
            continue;
        }
        assert_eq!(outcome["outcome"], "accepted", "{outcome}");
        serials.push(
            CaseNumber::parse(outcome["caseNumber"].as_str().unwrap())
                .unwrap()
                .serial(),
        );
        notices.push(
            DocumentNumber::parse(outcome["noticeNumber"].as_str().unwrap())
                .unwrap()
                .serial(),
        );
    }
    serials.sort_unstable();
    notices.sort_unstable();
    assert_eq!(serials, (1..=15).collect::<Vec<u16>>());
    assert_eq!(notices, (1..=15).collect::<Vec<u32>>());
}

/// A resident number with its check character.
fn resident(place: u32) -> String {
    let body = format!("35019919900307{:03}", 100 + place);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!(
        "{body}{}",
        ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize]
    )
}

fn piece(bytes: &[&[u8]]) -> Piece {
    let bytes = bytes.concat();
    Piece {
        digest: hex::encode(Sha256::digest(&bytes)),
        kind: "pdf".to_owned(),
        pages: 1,
        bytes: bytes.len() as u64,
        name: "file.pdf".to_owned(),
    }
}

#[tokio::test]
async fn missing_files_are_named_and_the_same_key_goes_on_after_the_upload() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete("scjg-food-licence");
    let file = piece(&[b"a floor plan"]);
    let slot = draft
        .slots
        .iter_mut()
        .find(|slot| matches!(slot.held, Some(Held::Paper { .. })))
        .unwrap();
    slot.held = Some(Held::Files {
        pieces: vec![file.clone()],
    });
    let envelope = window.envelope(Command::Accept {
        draft,
        approval: None,
    });
    let (status, problem) = window.send(&envelope).await;
    assert_eq!((status, code(&problem)), (409, "YC-2411"));
    assert_eq!(problem["digests"], json!([file.digest]));

    assert_eq!(
        window.put_piece(&file.digest, b"a floor plan".to_vec()).await.0,
        204
    );
    assert_eq!(
        window.bytes(&format!("/v1/pieces/{}", file.digest)).await,
        (200, b"a floor plan".to_vec())
    );
    let (_, outcome) = window.send(&envelope).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    let parcel = &hall.province.parcels_arrived(1).await[0];
    let materials = parcel["materials"].as_array().unwrap();
    assert!(
        materials
            .iter()
            .any(|material| material["how"] == "file" && material["digestSha256"] == json!(file.digest))
    );
}

#[tokio::test]
async fn a_signature_from_the_screen_is_handed_in_with_its_piece() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete("cz-bookkeeping");
    let signed = b"strokes and what was shown";
    let digest = hex::encode(Sha256::digest(signed));
    for slot in &mut draft.slots {
        if let Some(Held::Generated {
            signed_copies,
            signature,
            ..
        }) = &mut slot.held
        {
            *signed_copies = 0;
            *signature = Some(ScreenSignature {
                piece: digest.clone(),
                shown: "ab".repeat(32),
                at: window.clock.now(),
            });
        }
    }
    let envelope = window.envelope(Command::Accept {
        draft,
        approval: None,
    });
    let (status, problem) = window.send(&envelope).await;
    assert_eq!((status, code(&problem)), (409, "YC-2411"));
    assert_eq!(problem["digests"], json!([digest]));
    assert_eq!(window.put_piece(&digest, signed.to_vec()).await.0, 204);
    let (_, outcome) = window.send(&envelope).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    let parcel = &hall.province.parcels_arrived(1).await[0];
    let materials = parcel["materials"].as_array().unwrap();
    assert!(
        materials
            .iter()
            .any(|material| material["how"] == "generated" && material["digestSha256"] == json!(digest))
    );
}

#[tokio::test]
async fn what_the_rules_block_is_not_accepted_and_comes_back_as_a_value() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete(ITEM);
    draft.party.person.verified = None;
    let envelope = window.envelope(Command::Accept {
        draft: draft.clone(),
        approval: None,
    });
    let (status, outcome) = window.send(&envelope).await;
    assert_eq!((status, outcome["outcome"].as_str()), (200, Some("blocked")));
    assert_eq!(outcome["findings"][0]["code"], "YC-1401");
    assert_eq!(window.send(&envelope).await.1, outcome);
    assert_eq!(window.get("/v1/cases").await.1, json!([]));
    // Cured, it is accepted under another key.
    let mut cured = window.complete(ITEM);
    (cured.id, cured.slip) = (draft.id, draft.slip);
    cured.revision = 2;
    assert_eq!(window.accept(&cured).await["outcome"], "accepted");
}

#[tokio::test]
async fn an_open_case_of_the_same_applicant_and_item_is_a_duplicate() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let first = window.accept(&window.complete(ITEM)).await;
    let second = window.accept(&window.complete(ITEM)).await;
    assert_eq!(
        second,
        json!({ "outcome": "duplicate", "caseNumber": first["caseNumber"] })
    );
    let other = window.accept(&window.complete_for(ITEM, OTHER_NUMBER)).await;
    assert_eq!(other["outcome"], "accepted");
}

#[tokio::test]
async fn promise_04_without_the_departments_line_a_case_is_received_and_accepted_at_recovery() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    hall.province.department_is(Desk::Down);
    let draft = window.complete(ITEM);
    let outcome = window.accept(&draft).await;
    assert_eq!(outcome["outcome"], "received", "{outcome}");
    assert_eq!(outcome["why"]["code"], "YC-2420");
    let (_, case) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(
        (case["stage"].as_str(), &case["caseNumber"]),
        (Some("received"), &json!(null))
    );
    let kinds: Vec<_> = case["papers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["kind"].clone())
        .collect();
    assert_eq!(kinds, ["receiptSlip"]);
    assert_eq!(case["parcels"], json!([]));

    hall.clock.advance(jiff::SignedDuration::from_hours(2));
    hall.province.department_is(Desk::Good);
    let view = case_until(&window, &draft.slip, |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
    assert_eq!(view["stage"], "accepted");
    assert_eq!(view["receivedAt"], outcome["receivedAt"]);
    assert!(view["acceptedAt"].as_str() > view["receivedAt"].as_str());
    let kinds: Vec<_> = view["papers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["kind"].clone())
        .collect();
    assert_eq!(kinds, ["receiptSlip", "acceptanceNotice"]);
    // The number stands on the notice alone.
    assert_eq!(
        hall.province.parcels_arrived(1).await[0]["caseNumber"],
        view["caseNumber"]
    );
}

#[tokio::test]
async fn promise_04_papers_are_kept_once_and_their_digest_never_changes() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let accepted = window.accept(&window.complete(ITEM)).await;
    for paper in accepted["papers"].as_array().unwrap() {
        let path = format!("/v1/papers/{}", paper["id"].as_str().unwrap());
        let (status, first) = window.bytes(&path).await;
        assert_eq!(status, 200);
        assert!(first.starts_with(b"%PDF"));
        assert_eq!(json!(hex::encode(Sha256::digest(&first))), paper["digest"]);
        assert_eq!(window.bytes(&path).await.1, first);
    }
    let id = accepted["papers"][0]["id"].as_str().unwrap().parse().unwrap();
    hall.store()
        .keep_paper(id, b"other".to_vec(), "0".repeat(64), 9, Vec::new())
        .await
        .unwrap();
    let (_, case) = window
        .get(&format!("/v1/cases/{}", accepted["caseNumber"].as_str().unwrap()))
        .await;
    assert_eq!(case["papers"], accepted["papers"]);
}

#[tokio::test]
async fn promise_08_case_lists_and_logs_show_no_number_and_no_full_name() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let accepted = window.accept(&window.complete(ITEM)).await;
    let (_, rows) = window.get("/v1/cases?desk=08&stage=accepted&limit=5").await;
    assert_eq!(rows[0]["applicant"], "林*");
    assert_eq!(window.get("/v1/cases?stage=decided").await.1, json!([]));
    let (_, view) = window
        .get(&format!("/v1/cases/{}", accepted["caseNumber"].as_str().unwrap()))
        .await;
    assert!(!view.to_string().contains(NUMBER));
    for entry in hall.store().audit(0, 10_000).await.unwrap() {
        assert!(!format!("{entry:?}").contains(NUMBER), "{entry:?}");
    }
}

#[tokio::test]
async fn a_body_is_listed_under_its_registered_name() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete("cz-bookkeeping");
    let name = draft.party.applicant_name().to_owned();
    assert!(draft.party.body.is_some());
    window.accept(&draft).await;
    let (_, rows) = window.get("/v1/cases?desk=08&stage=accepted&limit=5").await;
    assert_eq!(rows[0]["applicant"], json!(name));
}
