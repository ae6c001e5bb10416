//! Ratings: sealed on the way, opened once, never edited, and nobody at a window reads them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use cases::case::Draft;
use cases::rating::{Level, Said};
use cases::wire::rating::{INFO, Rated, RatingKey, SealedRating, bound_to};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeS, Serializable, single_shot_seal};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, OTHER_NUMBER, TestHall, Window, code};

const ITEM: &str = "wj-parenting";

async fn key(window: &Window) -> RatingKey {
    let (status, key) = window.get("/v1/ratings/key").await;
    assert_eq!(status, 200, "{key}");
    serde_json::from_value(key).unwrap()
}

fn said(level: Level, reasons: &[&str]) -> Said {
    Said {
        level,
        reasons: reasons.iter().map(|one| (*one).to_owned()).collect(),
        words: String::new(),
    }
}

fn seal(key: &RatingKey, of: &Rated, said: &Said) -> SealedRating {
    let at: Timestamp = FRIDAY.parse().unwrap();
    let public = hex::decode(&key.public).unwrap();
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&public).unwrap();
    let (encapsulated, text) = single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        INFO,
        &serde_json::to_vec(said).unwrap(),
        &bound_to(of, at),
    )
    .unwrap();
    let sealed = [encapsulated.to_bytes().as_slice(), &text].concat();
    SealedRating {
        of: of.clone(),
        key: key.id.clone(),
        sealed: BASE64.encode(sealed),
        at,
    }
}

async fn rate(window: &Window, under: &str, rating: &SealedRating) -> (u16, Json) {
    let body = serde_json::to_value(rating).unwrap();
    window.post_under("/v1/ratings", under, &body).await
}

/// A visit in which one item was accepted, and which has ended: who was served may rate on the way out.
async fn handled(window: &Window, number: &str) -> Rated {
    let visit = window.open_visit().await;
    let draft = Draft {
        visit,
        ..window.complete_for(ITEM, number)
    };
    assert_eq!(window.accept(&draft).await["outcome"], "accepted");
    let close = format!("/v1/visits/{visit}/close");
    assert_eq!(window.post(&close, &json!({ "outcome": "served" })).await.0, 204);
    Rated {
        visit,
        slip: draft.slip,
    }
}

#[tokio::test]
async fn promise_10_a_rating_is_opened_once_and_never_edited() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let of = handled(&window, NUMBER).await;
    let key = key(&window).await;
    assert_eq!(
        key,
        self::key(&hall.desk("09", "0827").await).await,
        "one key for all windows"
    );
    let bad = said(Level::Bad, &["05"]);
    let rating = seal(&key, &of, &bad);
    assert!(!serde_json::to_string(&rating).unwrap().contains("bad"));
    let cursor = hall.store().last_change().await.unwrap();
    let (status, kept) = rate(&window, "rating-one", &rating).await;
    assert_eq!(status, 200, "{kept}");
    // The same key, the same reply; another key or other words change nothing.
    assert_eq!(rate(&window, "rating-one", &rating).await, (200, kept));
    let better = seal(&key, &of, &said(Level::VeryGood, &[]));
    let (status, problem) = rate(&window, "rating-two", &better).await;
    assert_eq!((status, code(&problem)), (409, "YC-2904"));
    let (status, problem) = rate(&window, "rating-one", &better).await;
    assert_eq!((status, code(&problem)), (422, "YC-2405"));
    let ratings = hall.store().ratings_of("08").await.unwrap();
    assert_eq!(ratings.len(), 1);
    assert_eq!((&ratings[0].of, &ratings[0].said), (&of, &bad));
    // The feed says that, not how; the log neither.
    let changes = hall.store().changes(cursor, 10).await.unwrap().unwrap();
    let told = serde_json::to_string(&changes).unwrap();
    assert!(told.contains("rated") && !told.contains("bad"), "{told}");
    let log = serde_json::to_string(&hall.store().audit(0, 1000).await.unwrap()).unwrap();
    assert!(log.contains("\"rate\"") && !log.contains("\"bad\""));
}

#[tokio::test]
async fn promise_10_a_seal_fits_its_item_and_its_hall_alone() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (one, other) = (
        handled(&window, NUMBER).await,
        handled(&window, OTHER_NUMBER).await,
    );
    let key = key(&window).await;
    let good = seal(&key, &one, &said(Level::Good, &[]));
    let refused = async |rating: SealedRating, expected: (u16, &str)| {
        let (status, problem) = rate(&window, &Uuid::new_v4().to_string(), &rating).await;
        assert_eq!((status, code(&problem)), expected, "{problem}");
    };
    let moved = SealedRating {
        of: other.clone(),
        ..good.clone()
    };
    refused(moved, (422, "YC-2905")).await;
    let later = SealedRating {
        at: good.at + jiff::SignedDuration::from_secs(1),
        ..good.clone()
    };
    refused(later, (422, "YC-2905")).await;
    for sealed in ["", "%%", "QUJD", &"A".repeat(9_000)] {
        let broken = SealedRating {
            sealed: sealed.to_owned(),
            ..good.clone()
        };
        refused(broken, (422, "YC-2905")).await;
    }
    let foreign = self::key(&TestHall::open().await.clerk().await).await;
    refused(seal(&foreign, &one, &said(Level::Good, &[])), (422, "YC-2905")).await;
    refused(seal(&key, &one, &said(Level::VeryBad, &[])), (422, "YC-2906")).await;
    let nowhere = Rated {
        visit: Uuid::nil(),
        slip: one.slip.clone(),
    };
    refused(seal(&key, &nowhere, &said(Level::Good, &[])), (403, "YC-2902")).await;
    let not_handled = Rated {
        visit: one.visit,
        slip: other.slip.clone(),
    };
    refused(
        seal(&key, &not_handled, &said(Level::Good, &[])),
        (409, "YC-2903"),
    )
    .await;
    let neighbour = hall.desk("09", "0827").await;
    let (status, problem) = rate(&neighbour, "of-the-neighbour", &good).await;
    assert_eq!((status, code(&problem)), (403, "YC-2902"));
    assert!(hall.store().ratings_of("08").await.unwrap().is_empty());
}
