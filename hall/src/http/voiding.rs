//! 作废: the parcels are asked back first, then one transaction makes the case void under its approval.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::approval::{About, State as Asked};
use cases::case::ParcelState;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::delivery::{VoidCase, Voided};

use super::caller::{Reply, Write};
use super::on_case::{draft_for, with_papers};
use super::records::reference_of;
use crate::dispatch::connector::Recall;
use crate::dispatch::recall;
use crate::fault;
use crate::intake::service::ground;
use crate::rooms::Rooms;
use crate::store::delivery::VoidPlan;

/// 作废 under a supervisor's approval of exactly this.
#[utoipa::path(post, path = "/v1/cases/{reference}/void", tag = "cases", params(("reference" = String, Path)),
    request_body = VoidCase,
    responses((status = 200, body = Voided), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 503, body = Problem)))]
pub async fn void(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<VoidCase>,
) -> Reply<Voided> {
    let act = write.act();
    let draft = draft_for(&rooms, &write.caller, Deed::VoidCase, &reference).await?;
    let reference = reference_of(&reference);
    let (case, view) = rooms
        .store
        .case(rooms.now(), &reference)
        .await?
        .ok_or_else(fault::no_case)?;
    let approval = rooms
        .store
        .approval(write.body.approval)
        .await?
        .ok_or_else(fault::no_approval)?
        .approval;
    // Nothing is asked back without an approval of this case; whether it may be used is judged with its use.
    let mut recalled = Vec::new();
    if let (About::Void { case, wrong, reason }, Asked::Approved { .. }) = (&approval.about, &approval.state)
        && *case == view.slip
    {
        for parcel in &view.parcels {
            if parcel.state == ParcelState::Recalled
                || (parcel.state == ParcelState::Waiting && parcel.attempts == 0)
            {
                continue;
            }
            let of = Recall {
                parcel: parcel.id,
                case_number: view.case_number.clone().unwrap_or_default(),
                wrong: *wrong,
                reason: reason.clone(),
            };
            recall::ask(&rooms, &parcel.department_uscc, &of).await?;
            recalled.push(parcel.id);
        }
    }
    let plan = VoidPlan {
        ground: ground(&rooms, draft.clone()).await?,
        approval: approval.id,
        recalled,
    };
    let view = rooms.store.void_case(act, plan).await?;
    let Json(case) = with_papers(&rooms, case, view).await?;
    Ok(Json(Voided { case, draft }))
}
