//! The commands of the board and of following up over their tables.

use async_trait::async_trait;
use cases::wire::board::{CallBack, Urged};
use jiff::Timestamp;
use uuid::Uuid;

use super::{SqliteStore, board, follow_up};
use crate::store::follow_up::{BoardFacts, FollowUpStore, RatingFile};
use crate::store::{Act, Kept};

#[async_trait]
impl FollowUpStore for SqliteStore {
    async fn board_facts(&self, now: Timestamp, paper_since: Timestamp) -> Kept<BoardFacts> {
        self.read(move |tx| board::facts(tx, now, paper_since)).await
    }

    async fn urge(&self, act: Act, slip: &str) -> Kept<Urged> {
        let slip = slip.to_owned();
        self.write(act, move |tx, act| follow_up::urge(tx, act, &slip))
            .await
    }

    async fn bad_rating(&self, id: Uuid) -> Kept<Option<RatingFile>> {
        self.read(move |tx| follow_up::bad_rating(tx, id)).await
    }

    async fn call_back(&self, act: Act, id: Uuid, call: CallBack) -> Kept<RatingFile> {
        self.write(act, move |tx, act| follow_up::call_back(tx, act, id, &call))
            .await
    }
}
