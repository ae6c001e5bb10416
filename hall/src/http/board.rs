//! 大厅值守: the supervisor's board.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use cases::roles::Deed;
use cases::wire::board::Board;

use super::caller::{Caller, Reply};
use crate::board;
use crate::rooms::Rooms;

/// The hall at this moment. No applicant in it.
#[utoipa::path(get, path = "/v1/board", tag = "board", responses((status = 200, body = Board)))]
pub async fn view(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Board> {
    caller.may(Deed::SeeBoard)?;
    board::view(&rooms).await.map(Json)
}
