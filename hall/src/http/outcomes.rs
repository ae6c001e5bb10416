//! What may become of a case beside acceptance: taken up again, withdrawn, promised later; what was turned away.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::case::told::LONGEST;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::further::{FurtherCame, TellFurther};
use cases::wire::outcome::{AnswerUndone, KeepPromises, Reopened, UndoneRow, Withdraw};
use cases::wire::record::CaseView;
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use super::on_case::{draft_for, ground_for, with_papers};
use super::records::reference_of;
use crate::fault;
use crate::rooms::Rooms;
use crate::store::outcome::{CamePlan, KeepPlan, TellPlan, WithdrawPlan};

/// 续办、补正: a received case, or one that was told what is missing, at this window.
#[utoipa::path(post, path = "/v1/cases/{reference}/reopen", tag = "cases", params(("reference" = String, Path)),
    responses((status = 200, body = Reopened), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn reopen(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<Nothing>,
) -> Reply<Reopened> {
    draft_for(&rooms, &write.caller, Deed::Supplement, &reference).await?;
    let reference = reference_of(&reference);
    rooms.store.reopen(write.act(), reference).await.map(Json)
}

/// 撤回
#[utoipa::path(post, path = "/v1/cases/{reference}/withdrawal", tag = "cases", params(("reference" = String, Path)),
    request_body = Withdraw,
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn withdraw(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<Withdraw>,
) -> Reply<CaseView> {
    write.caller.may(Deed::Withdraw)?;
    let reason = write.body.reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > LONGEST {
        return Err(fault::odd_withdrawal());
    }
    if !write.body.signed {
        return Err(fault::withdrawal_unsigned());
    }
    let ground = ground_for(&rooms, &write.caller, Deed::Withdraw, &reference).await?;
    let case = ground.draft.id;
    let plan = WithdrawPlan { ground, reason };
    let view = rooms.store.withdraw_case(write.act(), plan).await?;
    with_papers(&rooms, case, view).await
}

/// 容缺材料补交
#[utoipa::path(post, path = "/v1/cases/{reference}/promises", tag = "cases", params(("reference" = String, Path)),
    request_body = KeepPromises,
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn keep_promises(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<KeepPromises>,
) -> Reply<CaseView> {
    let ground = ground_for(&rooms, &write.caller, Deed::Supplement, &reference).await?;
    let case = ground.draft.id;
    let plan = KeepPlan {
        ground,
        materials: write.body.materials.clone(),
    };
    let view = rooms.store.keep_promises(write.act(), plan).await?;
    with_papers(&rooms, case, view).await
}

/// 补充材料通知: everything that departments ask for and was not told yet, in one notice.
#[utoipa::path(post, path = "/v1/cases/{reference}/further", tag = "cases", params(("reference" = String, Path)),
    request_body = TellFurther,
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn tell_further(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<TellFurther>,
) -> Reply<CaseView> {
    let ground = ground_for(&rooms, &write.caller, Deed::Supplement, &reference).await?;
    let case = ground.draft.id;
    let act = write.act();
    let plan = TellPlan {
        until: ground.cure_by(act.at).day,
        ground,
        approval: write.body.approval,
    };
    let view = rooms.store.tell_further(act, plan).await?;
    with_papers(&rooms, case, view).await
}

/// 补充材料收件
#[utoipa::path(post, path = "/v1/cases/{reference}/further/came", tag = "cases",
    params(("reference" = String, Path)), request_body = FurtherCame,
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn take_further(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<FurtherCame>,
) -> Reply<CaseView> {
    let ground = ground_for(&rooms, &write.caller, Deed::Supplement, &reference).await?;
    let case = ground.draft.id;
    let plan = CamePlan {
        ground,
        came: write.body.came.clone(),
    };
    let view = rooms.store.take_further(write.act(), plan).await?;
    with_papers(&rooms, case, view).await
}

/// 办不成事反映: open entries first, then those answered last.
#[utoipa::path(get, path = "/v1/undone", tag = "board",
    responses((status = 200, body = Vec<UndoneRow>), (status = 403, body = Problem)))]
pub async fn undone(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<UndoneRow>> {
    caller.may(Deed::FollowUp)?;
    rooms.store.undone().await.map(Json)
}

/// 办不成事反映: what was done about an entry.
#[utoipa::path(post, path = "/v1/undone/{id}/answer", tag = "board", params(("id" = Uuid, Path)),
    request_body = AnswerUndone,
    responses((status = 200, body = UndoneRow), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn answer_undone(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<AnswerUndone>,
) -> Reply<UndoneRow> {
    write.caller.may(Deed::FollowUp)?;
    let answer = write.body.answer.clone();
    rooms.store.answer_undone(write.act(), id, answer).await.map(Json)
}
