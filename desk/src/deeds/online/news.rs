//! What happens online to an application that lies at this window: changes are offered beside what stands there, files
//! fill empty slots as they arrive, a withdrawal is said.

use cases::error::Trouble;
use cases::material::Piece;
use cases::online::{Fetched, State};
use cases::wire::online::OnlineCase;
use uuid::Uuid;

use crate::deeds::materials::measured;
use crate::desk::Desk;
use crate::intake::online::{self, Pieces};
use crate::store::pieces;
use crate::trouble;
use crate::view::desk::DeskEvent;

impl Desk {
    /// An application changed, came or went.
    pub(crate) async fn heard_of_online(&self, application: &str) {
        self.emit(DeskEvent::Online);
        let open = {
            let state = self.state();
            let intake = state.intake.as_ref().filter(|intake| !intake.closed);
            intake.and_then(|intake| {
                let origin = intake.draft.online.as_ref()?;
                (origin.application_id == application).then_some(intake.draft.id)
            })
        };
        if let Some(draft) = open {
            self.catch_up_online(draft).await;
        }
    }

    /// Asks the hall how the application of a draft stands, and works it in.
    pub(crate) async fn catch_up_online(&self, draft: Uuid) {
        // Without an answer it stands as it stood; the hall judges again at acceptance.
        let path = format!("/v1/online/drafts/{draft}");
        if let Ok(of) = self.0.link.get::<OnlineCase>(&path).await {
            self.work_in(draft, of).await;
        }
    }

    /// The same beside the clerk, for a draft that was parked: much may have happened online since.
    pub(crate) fn catch_up_online_beside(&self, draft: Uuid) {
        if self.origin_of(draft).is_none() {
            return;
        }
        let weak = self.weak();
        self.spawn(async move {
            if let Some(inner) = weak.upgrade() {
                Desk(inner).catch_up_online(draft).await;
            }
        });
    }

    /// Works a known state in beside the clerk.
    pub(crate) fn work_in_beside(&self, draft: Uuid, of: OnlineCase) {
        let weak = self.weak();
        self.spawn(async move {
            if let Some(inner) = weak.upgrade() {
                Desk(inner).work_in(draft, of).await;
            }
        });
    }

    async fn work_in(&self, draft: Uuid, of: OnlineCase) {
        let Some(before) = self.origin_of(draft) else {
            return;
        };
        self.lay(draft, &of, &Pieces::new());
        self.say_news(before, &of);
        let wanted = |digest: &String| {
            self.origin_of(draft)
                .is_some_and(|(_, _, laid)| !laid.contains(digest))
        };
        let mut pieces = Pieces::new();
        for (file, state) in of.application.files.iter().zip(&of.files) {
            if *state != Fetched::Here || !wanted(&file.digest) {
                continue;
            }
            let piece = self.fetch_file(draft, &file.digest, &file.name).await;
            pieces.insert(file.digest.clone(), piece);
            self.lay(draft, &of, &pieces);
        }
    }

    fn lay(&self, draft: Uuid, of: &OnlineCase, pieces: &Pieces) {
        let purpose = format!("网上申报 {}", of.application.application_id);
        self.change_aside(draft, "online", &purpose, |ground, intake| {
            if !intake.closed {
                online::lay(ground, &mut intake.draft, of, pieces);
            }
            Ok(())
        });
    }

    /// Revision, state and what was laid of the application in the open draft.
    fn origin_of(&self, draft: Uuid) -> Option<(u64, State, Vec<String>)> {
        let state = self.state();
        let intake = state.intake.as_ref().filter(|intake| intake.draft.id == draft)?;
        let origin = intake.draft.online.as_ref()?;
        Some((origin.revision, origin.state, origin.laid.clone()))
    }

    /// Says once what the clerk has to know.
    fn say_news(&self, (revision, state, _): (u64, State, Vec<String>), of: &OnlineCase) {
        let now = &of.application;
        let news = match (now.state, state) {
            (State::Withdrawn, State::Submitted) => trouble::online_withdrawn(),
            (State::Accepted, State::Submitted) => {
                trouble::online_accepted(now.accepted_number.as_deref().unwrap_or_default())
            }
            _ if now.revision > revision && now.state == State::Submitted => trouble::online_changed(),
            _ => return,
        };
        self.emit(DeskEvent::Trouble { trouble: news.into() });
    }

    /// One file of the hall, proved to be whole and the one that was named.
    async fn fetch_file(&self, draft: Uuid, digest: &str, name: &str) -> Result<Piece, Trouble> {
        let rooms = self.rooms()?;
        let bytes = self.0.link.bytes(&format!("/v1/pieces/{digest}")).await?;
        let (piece, _) = measured(&rooms.pieces, name, bytes).await?;
        if piece.digest != digest {
            return Err(trouble::piece_damaged());
        }
        let at = self.0.link.legal_now();
        rooms.store.mark(|tx| pieces::add(tx, draft, &piece, at))?;
        Ok(piece)
    }
}
