//! Ratings: the key they are sealed for, and the sealed ratings themselves.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::rating::{RatingKept, RatingKey, SealedRating};

use super::caller::{Caller, Reply, Write};
use crate::ratings;
use crate::rooms::Rooms;

/// The public key of this hall's ratings.
#[utoipa::path(get, path = "/v1/ratings/key", tag = "ratings", responses((status = 200, body = RatingKey)))]
pub async fn key(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<RatingKey> {
    caller.may(Deed::AskApplicant)?;
    let key = ratings::key(&rooms, caller.act()).await?;
    Ok(Json(RatingKey {
        id: key.id,
        public: hex::encode(key.public),
    }))
}

/// Takes a sealed rating in, once per handled item.
#[utoipa::path(post, path = "/v1/ratings", tag = "ratings", request_body = SealedRating,
    responses((status = 200, body = RatingKept), (status = 403, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn rate(State(rooms): State<Arc<Rooms>>, write: Write<SealedRating>) -> Reply<RatingKept> {
    write.caller.may(Deed::AskApplicant)?;
    let act = write.act();
    let key = ratings::key(&rooms, write.caller.act()).await?;
    let said = ratings::open(&key, &write.body)?;
    let SealedRating { of, at, .. } = write.body;
    rooms.store.keep_rating(act, of, said, at).await.map(Json)
}
