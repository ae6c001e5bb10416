//! 材料复用: files of earlier cases, offered to whoever they were handed in by.

use cases::case::Draft;
use cases::catalogue::MaterialSpec;
use cases::material::{Compared, Held, Known, Piece};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, OTHER_NUMBER, TestHall, Window, code, item};

const ITEM: &str = "rs-socialcard";

fn spec() -> &'static MaterialSpec {
    let mut materials = item(ITEM).materials.iter();
    materials.find(|one| !one.is_generated()).unwrap()
}

fn path(draft: &Draft) -> String {
    format!("/v1/drafts/{}/reusable?material={}", draft.id, spec().id)
}

async fn with_draft(window: &Window, number: &str) -> (Uuid, Draft) {
    let visit = window.open_visit().await;
    let draft = Draft {
        visit,
        ..window.complete_for(ITEM, number)
    };
    window.save(&draft).await;
    (visit, draft)
}

async fn identify(window: &Window, visit: Uuid, number: &str) {
    let card = json!({ "by": "card", "card": { "name": "林试", "idType": "111", "idNumber": number } });
    let (status, reply) = window.post(&format!("/v1/visits/{visit}/people"), &card).await;
    assert_eq!(status, 200, "{reply}");
}

#[tokio::test]
async fn what_was_handed_in_before_is_offered_with_its_grade_to_who_stands_there() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let bytes = b"%PDF-1.7 scanned".to_vec();
    let digest = hex::encode(Sha256::digest(&bytes));
    assert_eq!(window.put_piece(&digest, bytes).await.0, 204);
    let mut first = window.complete(ITEM);
    let slot = first.slot_mut(&spec().id).unwrap();
    slot.held = Some(Held::Files {
        pieces: vec![Piece {
            digest: digest.clone(),
            kind: "pdf".to_owned(),
            pages: 2,
            bytes: 16,
            name: "扫描件.pdf".to_owned(),
        }],
    });
    let compared = Compared {
        by: "0826".to_owned(),
        at: FRIDAY.parse().unwrap(),
    };
    let known = Known {
        compared: Some(compared),
        reused: None,
    };
    slot.known.insert(digest.clone(), known);
    let accepted = window.accept(&first).await;
    assert_eq!(accepted["outcome"], "accepted", "{accepted}");

    let (visit, draft) = with_draft(&window, NUMBER).await;
    // Nobody stands there yet.
    let (status, problem) = window.get(&path(&draft)).await;
    assert_eq!((status, code(&problem)), (403, "YC-2780"));
    identify(&window, visit, NUMBER).await;
    let (status, found) = window.get(&path(&draft)).await;
    assert_eq!(status, 200, "{found}");
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(
        (&found[0]["slip"], &found[0]["grade"]),
        (&json!(first.slip), &json!("C"))
    );
    assert_eq!(found[0]["pieces"][0]["digest"], json!(digest));
    assert_eq!(window.bytes(&format!("/v1/pieces/{digest}")).await.0, 200);
    let log = hall.store().audit(0, 1_000).await.unwrap();
    assert!(
        log.iter()
            .any(|entry| entry.deed == "earlierFilesRead" && entry.subject == draft.id.to_string())
    );

    // Another desk does not read through this draft.
    let other = hall.desk("09", "0827").await;
    assert_eq!(other.get(&path(&draft)).await.0, 404);
    // Somebody else has handed in nothing.
    let (visit, theirs) = with_draft(&other, OTHER_NUMBER).await;
    identify(&other, visit, OTHER_NUMBER).await;
    assert_eq!(other.get(&path(&theirs)).await, (200, json!([])));
}
