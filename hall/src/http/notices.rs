//! 一次告知: the first notice of a case by its slip code, its text message, and consultations (咨询) without a case.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use cases::case::Draft;
use cases::case::first_told::Listed;
use cases::deadline::hall_date;
use cases::identity::mask;
use cases::roles::Deed;
use cases::texting::{Listing, mobile, reach};
use cases::wire::Problem;
use cases::wire::notice::{
    ConsultationCount, ConsultationCounted, CountConsultation, NoticeText, NoticeView, SendNotice,
};
use jiff::ToSpan;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::records::reference_of;
use crate::fault::{self, Fault};
use crate::intake::service::ground;
use crate::rooms::Rooms;
use crate::store::telling::{Consulted, FirstNotice, TextOf};
use crate::store::texting::Fixed;

/// Days that consultations are counted over, unless asked otherwise, and at most.
const DAYS: i32 = 30;
const MOST_DAYS: i32 = 366;

/// The first notice, for who may see papers, and for the desk whose draft it is.
async fn seen(rooms: &Rooms, caller: &Caller, reference: &str) -> Result<FirstNotice, Fault> {
    let notice = rooms
        .store
        .first_notice(reference_of(reference))
        .await?
        .ok_or_else(fault::no_notice)?;
    let own = notice.open && notice.draft.desk == caller.desk;
    let deed = if own { Deed::SaveDraft } else { Deed::SeePaper };
    caller.may_with(rooms, deed, &notice.draft).await?;
    Ok(notice)
}

/// The mobile number that the form gives.
async fn phone_of(rooms: &Rooms, notice: &FirstNotice) -> Result<Option<String>, Fault> {
    let edition = rooms.edition(&notice.draft.edition, &notice.draft.item).await?;
    let item = edition.item(&notice.draft.item).ok_or_else(fault::no_such_item)?;
    Ok(reach(&notice.draft, item, &rooms.texts.reach))
}

/// What was told first under a slip code or case number.
#[utoipa::path(get, path = "/v1/notices/{reference}", tag = "notices", params(("reference" = String, Path)),
    responses((status = 200, body = NoticeView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn one(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    caller: Caller,
) -> Reply<NoticeView> {
    let notice = seen(&rooms, &caller, &reference).await?;
    let phone = phone_of(&rooms, &notice).await?;
    rooms
        .store
        .note_look(caller.act(), "look:notice", &notice.view.slip, "notice")
        .await?;
    Ok(Json(NoticeView {
        phone: phone.map(|phone| mask::phone(&phone)),
        ..notice.view
    }))
}

/// The 一次性告知书 as it was printed, for ever the same.
#[utoipa::path(get, path = "/v1/notices/{reference}/pdf", tag = "notices", params(("reference" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn paper(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    caller: Caller,
) -> Result<Response, Fault> {
    let notice = seen(&rooms, &caller, &reference).await?;
    let bytes = rooms
        .store
        .notice_paper(reference_of(&reference))
        .await?
        .ok_or_else(fault::no_notice)?;
    rooms
        .store
        .note_look(caller.act(), "look:paper", &notice.view.slip, "notice")
        .await?;
    Ok(([(CONTENT_TYPE, "application/pdf")], bytes).into_response())
}

/// What a text says of a list; of an item whose name tells something about who applies only with his consent.
async fn words(rooms: &Rooms, send: &SendNotice, draft: Draft, listed: &[Listed]) -> Result<String, Fault> {
    if rooms.texts.is_delicate(&draft.item) && !send.agreed {
        return Err(fault::text_needs_consent());
    }
    let ground = ground(rooms, draft).await?;
    let item = ground.item()?;
    let slip = Some(ground.draft.slip.as_str()).filter(|slip| !slip.is_empty());
    let told = Listing {
        item: &item.id,
        item_name: &item.name,
        slip,
        list: &ground.told_in_words(item, listed, rooms.now()),
        phone: item.consult_phone.as_deref(),
    };
    Ok(rooms.texts.of_notice(&told, &rooms.hall.name))
}

/// 告知短信, once for each notice.
#[utoipa::path(post, path = "/v1/notices/{reference}/text", tag = "notices", params(("reference" = String, Path)),
    request_body = SendNotice,
    responses((status = 200, body = NoticeText), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn text(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<SendNotice>,
) -> Reply<NoticeText> {
    let notice = seen(&rooms, &write.caller, &reference).await?;
    write
        .caller
        .may_with(&rooms, Deed::SaveDraft, &notice.draft)
        .await?;
    let id = notice.draft.id;
    let phone = match &write.body.phone {
        Some(typed) => mobile(typed),
        None => phone_of(&rooms, &notice).await?,
    };
    // As it was told: from the edition of then.
    let then = Draft {
        edition: notice.view.told.edition.clone(),
        ..notice.draft
    };
    let fixed = Fixed {
        phone: phone.ok_or_else(fault::no_mobile)?,
        words: words(&rooms, &write.body, then, &notice.view.told.listed).await?,
    };
    let of = TextOf::Notice {
        draft: id,
        slip: notice.view.slip,
    };
    let agreed = write.body.agreed;
    rooms
        .store
        .text_notice(write.act(), of, fixed, agreed)
        .await
        .map(Json)
}

/// 咨询: an item was explained to somebody who has no case.
#[utoipa::path(post, path = "/v1/consultations", tag = "notices", request_body = CountConsultation,
    responses((status = 200, body = ConsultationCounted), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn consulted(
    State(rooms): State<Arc<Rooms>>,
    write: Write<CountConsultation>,
) -> Reply<ConsultationCounted> {
    let catalogue = rooms.catalogue();
    let item = catalogue.item(&write.body.item).ok_or_else(fault::no_such_item)?;
    write.caller.may_for(Deed::Consult, item)?;
    let consulted = Consulted {
        id: write.body.id,
        item: item.id.clone(),
        item_name: item.name.clone(),
        // A desk whose clock runs ahead counts nothing into a day that has not come.
        day: hall_date(write.body.at.min(rooms.now())),
    };
    rooms.store.consulted(write.act(), consulted).await.map(Json)
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct Since {
    /// Days back from today.
    days: Option<i32>,
}

/// How often each item was explained on each day.
#[utoipa::path(get, path = "/v1/consultations", tag = "notices", params(Since),
    responses((status = 200, body = Vec<ConsultationCount>), (status = 403, body = Problem)))]
pub async fn consultations(
    State(rooms): State<Arc<Rooms>>,
    Query(since): Query<Since>,
    caller: Caller,
) -> Reply<Vec<ConsultationCount>> {
    caller.may(Deed::SeeBoard)?;
    let back = since.days.unwrap_or(DAYS).clamp(0, MOST_DAYS);
    let since = hall_date(rooms.now()).saturating_sub(back.days());
    rooms.store.consultations(since).await.map(Json)
}

/// The text of a consultation, to a number that is not kept once the gateway has it.
#[utoipa::path(post, path = "/v1/consultations/{item}/{id}/text", tag = "notices",
    params(("item" = String, Path), ("id" = Uuid, Path)), request_body = SendNotice,
    responses((status = 200, body = NoticeText), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn text_consultation(
    State(rooms): State<Arc<Rooms>>,
    Path((item, id)): Path<(String, Uuid)>,
    write: Write<SendNotice>,
) -> Reply<NoticeText> {
    let catalogue = rooms.catalogue();
    let item = catalogue.item(&item).ok_or_else(fault::no_such_item)?;
    write.caller.may_for(Deed::Consult, item)?;
    let phone = write.body.phone.as_deref().and_then(mobile);
    let materials = write.body.materials.iter();
    let listed = materials
        .map(|id| {
            item.material(id)
                .map(Listed::material)
                .ok_or_else(fault::odd_first_notice)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let nobody = Draft {
        item: item.id.clone(),
        edition: catalogue.edition.clone(),
        desk: write.caller.desk.clone(),
        ..Draft::nobody()
    };
    let fixed = Fixed {
        phone: phone.ok_or_else(fault::no_mobile)?,
        words: words(&rooms, &write.body, nobody, &listed).await?,
    };
    let agreed = write.body.agreed;
    rooms
        .store
        .text_notice(write.act(), TextOf::Consultation(id), fixed, agreed)
        .await
        .map(Json)
}
