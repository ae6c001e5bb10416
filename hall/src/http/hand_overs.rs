//! Mandates, hand-overs to windows, and drafts that another desk holds.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::assist::Mode;
use cases::assist::code::HandOverCode;
use cases::assist::mandate::{self, Lack, Mandate};
use cases::case::Draft;
use cases::case::number::SlipCode;
use cases::deadline::{hall_date, hall_time};
use cases::roles::{Deed, Role};
use cases::wire::Problem;
use cases::wire::assist::{
    AnswerAsk, DraftAsk, HandOverAsk, HandOverReply, HandOverRow, HandedOver, HeldDraft, KeepMandate,
    LookAtDraft, MandateReply,
};
use uuid::Uuid;

use super::caller::{Body, Caller, Reply, Write};
use super::drafts::Nothing;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::assist::{HandOverPlan, Offered, Take, Token};

/// Items, powers and words of a mandate: no paper names more.
const MANY: usize = 50;
const LONG: usize = 100;

/// The draft, when this desk holds it.
async fn held_here(rooms: &Rooms, caller: &Caller, id: Uuid) -> Result<Draft, Fault> {
    let (draft, open) = rooms.store.draft(id).await?.ok_or_else(fault::no_draft)?;
    if draft.desk != caller.desk {
        return Err(fault::draft_elsewhere().about(draft.desk));
    }
    if open {
        Ok(draft)
    } else {
        Err(fault::draft_closed())
    }
}

async fn lacks(
    rooms: &Rooms,
    draft: &Draft,
    mandate: Option<&Mandate>,
    mode: Mode,
    staff: &str,
) -> Result<Vec<Lack>, Fault> {
    let catalogue = rooms.edition(&draft.edition, &draft.item).await?;
    let item = catalogue.item(&draft.item).ok_or_else(fault::no_such_item)?;
    Ok(match (mandate, mode) {
        (None, Mode::Beside) => Vec::new(),
        (None, Mode::InPlace) => vec![mandate::missing()],
        (Some(kept), _) => mandate::check(kept, item, &catalogue.rules, draft, staff, hall_date(rooms.now())),
    })
}

/// Keeps a mandate with a draft of this desk and says what it still lacks.
#[utoipa::path(post, path = "/v1/drafts/{id}/mandate", tag = "hand-over", params(("id" = Uuid, Path)),
    request_body = KeepMandate,
    responses((status = 200, body = MandateReply), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn keep_mandate(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<KeepMandate>,
) -> Reply<MandateReply> {
    write.caller.may(Deed::KeepMandate)?;
    let draft = held_here(&rooms, &write.caller, id).await?;
    write.caller.may_with(&rooms, Deed::KeepMandate, &draft).await?;
    let (act, staff) = (write.act(), write.caller.staff.clone());
    let said = write.body;
    let wordy = [&said.principal.name, &said.principal.id_number, &said.agent]
        .into_iter()
        .chain(said.will.as_ref().map(|will| &will.reference))
        .any(|text| text.chars().count() > LONG);
    if wordy || said.items.len() > MANY || said.powers.len() > MANY {
        return Err(fault::unreadable_body());
    }
    let kept = rooms.store.keep_mandate(act, id, said).await?;
    let lacks = lacks(&rooms, &draft, Some(&kept), Mode::InPlace, &staff).await?;
    Ok(Json(MandateReply {
        mandate: Some(kept),
        in_place: true,
        lacks,
    }))
}

#[utoipa::path(get, path = "/v1/drafts/{id}/mandate", tag = "hand-over", params(("id" = Uuid, Path)),
    responses((status = 200, body = MandateReply), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn mandate(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    caller: Caller,
) -> Reply<MandateReply> {
    caller.may(Deed::KeepMandate)?;
    let draft = held_here(&rooms, &caller, id).await?;
    caller.may_with(&rooms, Deed::KeepMandate, &draft).await?;
    let (kept, mode) = rooms.store.mandate(id).await?;
    let lacks = lacks(&rooms, &draft, kept.as_ref(), mode, &caller.staff).await?;
    Ok(Json(MandateReply {
        mandate: kept,
        in_place: mode == Mode::InPlace,
        lacks,
    }))
}

/// Offers a draft of this desk to windows under a fresh code, or says what its mandate lacks.
#[utoipa::path(post, path = "/v1/drafts/{id}/hand-over", tag = "hand-over", params(("id" = Uuid, Path)),
    request_body = HandOverAsk,
    responses((status = 200, body = HandOverReply), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn hand_over(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<HandOverAsk>,
) -> Reply<HandOverReply> {
    write.caller.may(Deed::HandOver)?;
    let draft = held_here(&rooms, &write.caller, id).await?;
    write.caller.may_with(&rooms, Deed::HandOver, &draft).await?;
    let short = |text: &Option<String>| text.as_ref().is_none_or(|text| (1..=8).contains(&text.len()));
    if !short(&write.body.group) || !short(&write.body.ticket) {
        return Err(fault::unreadable_body());
    }
    let plan = HandOverPlan {
        draft: id,
        catalogue: rooms.edition(&draft.edition, &draft.item).await?,
        ask: write.body.clone(),
    };
    rooms.store.hand_over(write.act(), plan).await.map(Json)
}

/// For a window what it may take; for a helper his own of today.
#[utoipa::path(get, path = "/v1/hand-overs", tag = "hand-over",
    responses((status = 200, body = Vec<HandOverRow>), (status = 403, body = Problem)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<HandOverRow>> {
    let of = if caller.role == Role::Helper {
        caller.may(Deed::HandOver)?;
        Offered::Of(caller.staff.clone())
    } else {
        caller.may(Deed::TakeDraft)?;
        Offered::Open
    };
    rooms.store.hand_overs(rooms.now(), of).await.map(Json)
}

/// Takes a draft by its code, once. Five wrong codes lock the desk for ten minutes.
#[utoipa::path(post, path = "/v1/hand-overs/{code}/take", tag = "hand-over", params(("code" = String, Path)),
    responses((status = 200, body = HandedOver), (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 423, body = Problem)))]
pub async fn take(
    State(rooms): State<Arc<Rooms>>,
    Path(code): Path<String>,
    write: Write<Nothing>,
) -> Reply<HandedOver> {
    write.caller.may(Deed::TakeDraft)?;
    let code = HandOverCode::parse(&code).ok_or_else(fault::no_such_code)?;
    take_by(&rooms, &write, Token::Code(code)).await
}

/// Takes a draft that goes with the ticket this desk serves.
#[utoipa::path(post, path = "/v1/hand-overs/{id}/take-with-ticket", tag = "hand-over", params(("id" = Uuid, Path)),
    responses((status = 200, body = HandedOver), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn take_with_ticket(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<HandedOver> {
    write.caller.may(Deed::TakeDraft)?;
    take_by(&rooms, &write, Token::Ticket(id)).await
}

async fn take_by(rooms: &Rooms, write: &Write<Nothing>, token: Token) -> Reply<HandedOver> {
    let reach = write.caller.reach(rooms, Deed::TakeDraft);
    match rooms.store.take_hand_over(write.act(), token, reach).await? {
        Take::Taken(handed) => Ok(Json(*handed)),
        Take::Wrong { left } => Err(fault::wrong_code().about(left)),
        Take::Locked { until } => {
            let until = hall_time(until).time();
            Err(fault::codes_locked().about(format!("{:02}:{:02}", until.hour(), until.minute())))
        }
        Take::Over => Err(fault::code_over()),
        Take::Gone(by) => Err(fault::hand_over_taken().about(format!("{} {}", by.desk, by.name))),
        Take::OtherTicket => Err(fault::other_ticket()),
        Take::OtherItem(name) => Err(fault::item_not_yours().about(name)),
    }
}

/// Reads a draft that another desk holds, in an open visit; every look is logged.
#[utoipa::path(post, path = "/v1/drafts/look", tag = "hand-over", request_body = LookAtDraft,
    responses((status = 200, body = HeldDraft), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn look(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Body(of): Body<LookAtDraft>,
) -> Reply<HeldDraft> {
    caller.may(Deed::TakeDraft)?;
    let slip = SlipCode::parse(&of.slip).map_err(|_| fault::no_draft())?;
    let held = rooms
        .store
        .look_at_draft(caller.act(), &slip.to_string(), of.visit)
        .await?;
    caller.may_with(&rooms, Deed::TakeDraft, &held.draft).await?;
    Ok(Json(held))
}

/// 请求接管
#[utoipa::path(post, path = "/v1/drafts/{id}/ask", tag = "hand-over", params(("id" = Uuid, Path)),
    responses((status = 200, body = DraftAsk), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn ask(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<DraftAsk> {
    write.caller.may(Deed::TakeDraft)?;
    if let Some((draft, _)) = rooms.store.draft(id).await? {
        write.caller.may_with(&rooms, Deed::TakeDraft, &draft).await?;
    }
    rooms.store.ask_for_draft(write.act(), id).await.map(Json)
}

/// Askings that this desk has to answer; for a supervisor those of the hall.
#[utoipa::path(get, path = "/v1/draft-asks", tag = "hand-over",
    responses((status = 200, body = Vec<DraftAsk>), (status = 403, body = Problem)))]
pub async fn asks(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<DraftAsk>> {
    if caller.may(Deed::ManageWindows).is_ok() {
        return rooms.store.draft_asks(None).await.map(Json);
    }
    caller.may(Deed::SaveDraft)?;
    rooms.store.draft_asks(Some(&caller.desk)).await.map(Json)
}

/// The holder gives or keeps; a supervisor answers for him.
#[utoipa::path(post, path = "/v1/draft-asks/{id}/answer", tag = "hand-over", params(("id" = Uuid, Path)),
    request_body = AnswerAsk,
    responses((status = 200, body = DraftAsk), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn answer(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<AnswerAsk>,
) -> Reply<DraftAsk> {
    let above = write.caller.may(Deed::ManageWindows).is_ok();
    if !above {
        write.caller.may(Deed::SaveDraft)?;
    }
    rooms
        .store
        .answer_ask(write.act(), id, write.body.give, above)
        .await
        .map(Json)
}
