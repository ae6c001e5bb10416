//! 过程监控 and 事后审计: what was noticed about looks and what is read of them afterwards, for supervisors alone; the
//! looks at an applicant, for him.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use cases::roles::Deed;
use cases::watch::Alarm;
use cases::watch::month::{Month, Report};
use cases::wire::Problem;
use cases::wire::watch::{
    AlarmFile, AskDraw, AskLooks, CloseAlarm, Draw, JudgeSample, LookRow, LooksOf, Sample,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::caller::{Body, Caller, Reply, Write};
use crate::audit_month;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;

/// Open alarms, the newest first; then those closed last.
#[utoipa::path(get, path = "/v1/watch/alarms", tag = "watch",
    responses((status = 200, body = Vec<Alarm>), (status = 403, body = Problem)))]
pub async fn alarms(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<Alarm>> {
    caller.may(Deed::WatchLooks)?;
    rooms.store.watch_alarms().await.map(Json)
}

/// An alarm with the looks it is about, the persons masked. Reading it is a line of the log.
#[utoipa::path(get, path = "/v1/watch/alarms/{id}", tag = "watch", params(("id" = Uuid, Path)),
    responses((status = 200, body = AlarmFile), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn alarm(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    caller: Caller,
) -> Reply<AlarmFile> {
    caller.may(Deed::WatchLooks)?;
    let mut file = rooms.store.watch_alarm(caller.act(), id).await?;
    name_items(&rooms, &mut file.looks);
    Ok(Json(file))
}

/// 处置: what came of it. The first answer stands, and nobody closes an alarm about himself.
#[utoipa::path(post, path = "/v1/watch/alarms/{id}/close", tag = "watch", params(("id" = Uuid, Path)),
    request_body = CloseAlarm,
    responses((status = 200, body = Alarm), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn close(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<CloseAlarm>,
) -> Reply<Alarm> {
    write.caller.may(Deed::WatchLooks)?;
    let CloseAlarm { outcome, note } = &write.body;
    let closed = rooms.store.close_watch_alarm(write.act(), id, *outcome, note);
    closed.await.map(Json)
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct OfMonth {
    /// `2026-11`
    pub month: String,
}

pub(super) fn month(text: &str) -> Result<Month, Fault> {
    Month::parse(text).ok_or_else(fault::odd_draw)
}

/// 抽查: draws among the granted looks of a month.
#[utoipa::path(post, path = "/v1/watch/draws", tag = "watch", request_body = AskDraw,
    responses((status = 200, body = Draw), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn draw(State(rooms): State<Arc<Rooms>>, write: Write<AskDraw>) -> Reply<Draw> {
    write.caller.may(Deed::WatchLooks)?;
    let month = month(&write.body.month)?;
    let drawn = rooms
        .store
        .draw_looks(write.act(), month, write.body.clone())
        .await?;
    Ok(Json(named(&rooms, drawn)))
}

/// The draws of a month, the last first.
#[utoipa::path(get, path = "/v1/watch/draws", tag = "watch", params(OfMonth),
    responses((status = 200, body = Vec<Draw>), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn draws(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(of): Query<OfMonth>,
) -> Reply<Vec<Draw>> {
    caller.may(Deed::WatchLooks)?;
    let draws = rooms.store.draws(caller.act(), month(&of.month)?).await?;
    Ok(Json(draws.into_iter().map(|draw| named(&rooms, draw)).collect()))
}

fn named(rooms: &Rooms, mut draw: Draw) -> Draw {
    for sample in &mut draw.samples {
        name_items(rooms, std::slice::from_mut(&mut sample.look));
    }
    draw
}

/// In order, or to be explained. The first answer stands.
#[utoipa::path(post, path = "/v1/watch/samples/{id}/judge", tag = "watch", params(("id" = Uuid, Path)),
    request_body = JudgeSample,
    responses((status = 200, body = Sample), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn judge(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<JudgeSample>,
) -> Reply<Sample> {
    write.caller.may(Deed::WatchLooks)?;
    let mut sample = rooms
        .store
        .judge_sample(write.act(), id, write.body.clone())
        .await?;
    name_items(&rooms, std::slice::from_mut(&mut sample.look));
    Ok(Json(sample))
}

/// 审计月报
#[utoipa::path(get, path = "/v1/watch/report", tag = "watch", params(OfMonth),
    responses((status = 200, body = Report), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(of): Query<OfMonth>,
) -> Reply<Report> {
    caller.may(Deed::WatchLooks)?;
    let catalogue = rooms.catalogue();
    let month = month(&of.month)?;
    let report = audit_month::report(
        rooms.store.as_ref(),
        &catalogue,
        &rooms.hall.name,
        caller.act(),
        month,
    );
    report.await.map(Json)
}

/// 告知查询记录: the looks at somebody who was identified in this visit, for him.
#[utoipa::path(post, path = "/v1/visits/{id}/looks", tag = "watch", params(("id" = Uuid, Path)),
    request_body = AskLooks,
    responses((status = 200, body = LooksOf), (status = 403, body = Problem)))]
pub async fn of_applicant(
    State(rooms): State<Arc<Rooms>>,
    Path(visit): Path<Uuid>,
    caller: Caller,
    Body(ask): Body<AskLooks>,
) -> Reply<LooksOf> {
    caller.may(Deed::ListLooks)?;
    let mut listed = rooms.store.looks_of(caller.act(), visit, &ask.id_number).await?;
    name_items(&rooms, &mut listed.looks);
    Ok(Json(listed))
}

/// Puts the names of the edition in force to the items; one of an older edition keeps its id.
pub fn name_items(rooms: &Rooms, looks: &mut [LookRow]) {
    let catalogue = rooms.catalogue();
    for look in looks {
        if let Some(item) = catalogue.item(&look.item) {
            look.item_name.clone_from(&item.name);
        }
    }
}
