//! Sealed ratings on their way to the hall, after everything else that waits for it.

use cases::error::Trouble;
use cases::wire::rating::{RatingKept, RatingKey};

use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::store::{outbox, ratings};

/// The hall has this item's rating already: the first one stands.
const RATED_ALREADY: &str = "YC-2904";

impl Desk {
    /// Fetches the key ratings are sealed for; without the hall the last known one serves.
    pub(crate) fn fetch_rating_key(&self) {
        let weak = self.weak();
        let link = self.0.link.clone();
        self.spawn(async move {
            let Ok(key) = link.get::<RatingKey>("/v1/ratings/key").await else {
                return;
            };
            let Some(inner) = weak.upgrade() else { return };
            let Ok(rooms) = Desk(inner).rooms() else { return };
            if let Err(fault) = rooms.store.mark(|tx| ratings::keep_hall_key(tx, &key)) {
                tracing::warn!(store.fault = %fault, "the hall's rating key could not be kept");
            }
        });
    }

    /// Sends the ratings that wait, once the cases they speak of are with the hall.
    pub(crate) async fn send_ratings(&self) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        while self.0.link.speaks() && self.0.link.state().up && self.is_stopped().is_none() {
            if rooms.store.read(outbox::waiting)? > 0 {
                return Ok(());
            }
            let Some((key, rating)) = rooms.store.read(ratings::waiting)? else {
                return Ok(());
            };
            let reply = self
                .0
                .link
                .post::<_, RatingKept>("/v1/ratings", key, &rating)
                .await;
            let ended = match reply {
                Ok(RatingKept { .. }) => ratings::KeptRating::Sent,
                Err(HallFault::Problem { trouble, .. }) if trouble.code == RATED_ALREADY => {
                    ratings::KeptRating::Sent
                }
                // The session has ended: whoever signs in next sends it.
                Err(HallFault::Problem {
                    status: 400..=499,
                    trouble,
                }) if !matches!(
                    trouble.code.as_str(),
                    "YC-2201" | "YC-2202" | "YC-2203" | "YC-2207"
                ) =>
                {
                    tracing::warn!(rating.code = %trouble.code, "the hall refused a rating");
                    ratings::KeptRating::Refused { code: trouble.code }
                }
                Err(HallFault::Problem { .. } | HallFault::Line(_) | HallFault::Garbled) => return Ok(()),
            };
            rooms.store.mark(|tx| ratings::keep(tx, &rating.of, &ended))?;
        }
        Ok(())
    }
}
