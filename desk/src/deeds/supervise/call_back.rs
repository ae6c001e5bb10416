//! 差评回访: what was said, and what became of the call.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::board::{BadRating, CallBack};
use uuid::Uuid;

use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::board::BadRatingView;

impl Desk {
    /// A bad rating with its reasons. The look is logged here and at the hall.
    pub async fn bad_rating(&self, rating: &str) -> Result<BadRatingView, Trouble> {
        let session = self.permit(Deed::FollowUp)?;
        let id = id(rating)?;
        let line = self.line(&session.staff, "bad_rating", id, "差评回访");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let rating: BadRating = self.0.link.get(&format!("/v1/ratings/{id}")).await?;
        let called_at = rating.called_at();
        Ok(BadRatingView {
            id: rating.id.to_string(),
            desk: rating.desk,
            slip: rating.slip,
            item_name: rating.item_name,
            level: rating.level.word().to_owned(),
            reasons: rating.reasons,
            words: rating.words,
            at: rating.at.to_string(),
            until: rating.until.to_string(),
            called_at: called_at.map(|at| at.to_string()),
        })
    }

    /// One try: somebody was reached, or not.
    pub async fn call_back(&self, rating: &str, reached: bool, note: &str) -> Result<(), Trouble> {
        let session = self.permit(Deed::FollowUp)?;
        let id = id(rating)?;
        let line = self.line(&session.staff, "call_back", id, "差评回访");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let ask = CallBack {
            reached,
            note: note.to_owned(),
        };
        let path = format!("/v1/ratings/{id}/call-back");
        let _: BadRating = self.0.link.post(&path, key, &ask).await?;
        self.board_changed();
        Ok(())
    }
}

fn id(text: &str) -> Result<Uuid, Trouble> {
    text.parse().map_err(|_| trouble::no_such_choice())
}
