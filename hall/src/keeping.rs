//! Keeping papers: what was written in a transaction becomes bytes once, and those bytes are kept for ever.
//!
//! A hall that was killed in between makes the missing ones at its next start, or when somebody asks for one.

use std::sync::{Arc, OnceLock};

use cases::wire::record::PaperRef;
use papers::{Fonts, PaperFault};
use uuid::Uuid;

use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::Unmade;

/// The fonts of this machine, found at the first paper.
#[derive(Default)]
pub struct Printer {
    fonts: Arc<OnceLock<Result<Fonts, PaperFault>>>,
}

impl Printer {
    /// Finds the fonts before the first paper needs them.
    pub async fn warm_up(&self) {
        let fonts = Arc::clone(&self.fonts);
        let found = tokio::task::spawn_blocking(move || fonts.get_or_init(Fonts::find).is_ok()).await;
        if !matches!(found, Ok(true)) {
            tracing::warn!("no font for papers was found");
        }
    }
}

/// Makes papers that have no bytes yet; several side by side.
pub async fn make(rooms: &Rooms, which: Unmade) -> Result<(), Fault> {
    let mut under_way = Vec::new();
    for paper in rooms.store.unmade_papers(which).await? {
        let fonts = Arc::clone(&rooms.printer.fonts);
        let id = paper.id;
        let rendered = tokio::task::spawn_blocking(move || {
            let fonts = fonts.get_or_init(Fonts::find).as_ref().map_err(Clone::clone)?;
            papers::render(&paper.content, fonts, paper.made_at)
        });
        under_way.push((id, rendered));
    }
    for (id, rendered) in under_way {
        let rendered = rendered
            .await
            .map_err(|error| fault::paper_failed().inside(error))?
            .map_err(|error| Fault::new(500, error.trouble()).inside(error))?;
        let missing = rendered.missing.into_iter().map(|glyph| glyph.code).collect();
        rooms
            .store
            .keep_paper(id, rendered.pdf, rendered.digest_sha256, rendered.pages, missing)
            .await?;
    }
    Ok(())
}

/// The papers of a case with the digests of their bytes. A paper that could not be made has none: it is made
/// later, and the case stands.
pub async fn papers_of(rooms: &Rooms, case: Uuid) -> Result<Vec<PaperRef>, Fault> {
    if let Err(fault) = make(rooms, Unmade::OfCase(case)).await {
        tracing::error!(paper.code = fault.code(), paper.cause = ?fault.cause, "a paper was not made");
    }
    rooms.store.papers_of(case).await
}

/// One paper with the digest of its bytes, under the same rule.
pub async fn paper_ref(rooms: &Rooms, paper: Uuid) -> Result<PaperRef, Fault> {
    if let Err(fault) = make(rooms, Unmade::One(paper)).await {
        tracing::error!(paper.code = fault.code(), paper.cause = ?fault.cause, "a paper was not made");
    }
    rooms.store.paper_ref(paper).await?.ok_or_else(fault::no_paper)
}

/// The bytes of a paper.
pub async fn bytes(rooms: &Rooms, paper: Uuid) -> Result<Vec<u8>, Fault> {
    if let Some(bytes) = rooms.store.paper(paper).await? {
        return Ok(bytes);
    }
    if rooms.store.paper_ref(paper).await?.is_none() {
        return Err(fault::no_paper());
    }
    make(rooms, Unmade::One(paper)).await?;
    rooms.store.paper(paper).await?.ok_or_else(fault::paper_failed)
}
