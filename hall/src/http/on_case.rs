//! What every deed with a case begins and ends with: whether it is there and within reach, and the papers it has then.

use axum::Json;
use cases::case::Draft;
use cases::roles::Deed;
use cases::wire::record::CaseView;
use uuid::Uuid;

use super::caller::{Caller, Reply};
use super::records::reference_of;
use crate::fault::{self, Fault};
use crate::intake::plan::Ground;
use crate::intake::service::ground;
use crate::keeping;
use crate::rooms::Rooms;

/// What the case said, for who may do the deed with its item.
pub async fn draft_for(rooms: &Rooms, caller: &Caller, deed: Deed, reference: &str) -> Result<Draft, Fault> {
    caller.may(deed)?;
    let draft = rooms.store.case_draft(&reference_of(reference)).await?;
    let draft = draft.ok_or_else(fault::no_case)?;
    caller.may_with(rooms, deed, &draft).await?;
    Ok(draft)
}

/// The same with what papers are written from.
pub async fn ground_for(
    rooms: &Rooms,
    caller: &Caller,
    deed: Deed,
    reference: &str,
) -> Result<Ground, Fault> {
    ground(rooms, draft_for(rooms, caller, deed, reference).await?).await
}

/// The case as the deed left it, with the bytes of its papers kept.
pub async fn with_papers(rooms: &Rooms, case: Uuid, view: CaseView) -> Reply<CaseView> {
    let papers = keeping::papers_of(rooms, case).await?;
    Ok(Json(CaseView { papers, ..view }))
}
